import pytest
from PySide6.QtWidgets import QApplication

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Theme
from tests.desk.gallery import FONTS, settle
from tests.desk.kit_parts import Turn


@pytest.fixture(scope="session")
def one_look() -> Look:
    """The letters are loaded once."""
    return Look(FONTS)


@pytest.fixture
def look(qapp: QApplication, one_look: Look) -> Look:
    """The light look, from left to right."""
    one_look.apply(qapp, Theme.LIGHT, rtl=False)
    settle()
    return one_look


@pytest.fixture
def turn(qapp: QApplication, look: Look) -> Turn:
    """Turns the program from right to left, or back."""

    def to(*, rtl: bool) -> None:
        look.apply(qapp, look.theme, rtl=rtl)
        settle()

    return to


@pytest.fixture(autouse=True)
def _timers_run(qapp: QApplication) -> None:
    """Every test of the desk has the application, or its timers never fire."""
    del qapp
