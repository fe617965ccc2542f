"""The typeface as it is shipped, and the words of both languages."""

from pathlib import Path

import pytest

from shopcrm.outside.paper.fonts import Fonts
from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.wording import Words

FONT_FOLDER = Path(__file__).parents[3] / "resources" / "fonts"


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    return Fonts(FONT_FOLDER)


@pytest.fixture
def english() -> Words:
    return Words("en")


@pytest.fixture
def persian() -> Words:
    return Words("fa", CalendarKind.JALALI)
