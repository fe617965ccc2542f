from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Theme
from tests.desk.counter_room import Counter, Furnished, OpenCounter, furnished
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


@pytest.fixture(scope="session")
def counters(empty_shop: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Furnished]:
    """The furnished shop in both languages, each made once."""
    room = tmp_path_factory.mktemp("counter")
    return {language: furnished(room, empty_shop, language) for language in ("en", "fa")}


@pytest.fixture
def open_counter(
    counters: dict[str, Furnished],
    tmp_path: Path,
    look: Look,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> OpenCounter:
    """Opens the page of the counter on a fresh copy of the furnished shop."""
    monkeypatch.setenv("SHOPCRM_HOME", str(tmp_path / "home"))

    def to_open(language: str = "en", **how: object) -> AbstractContextManager[Counter]:
        return counters[language].open(tmp_path, look, qtbot, language=language, **how)

    return to_open
