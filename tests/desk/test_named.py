"""On every page and in every dialog all that can be operated has a name, and Tab comes round."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from shopcrm import app as program
from shopcrm.desk import start, tour_people
from shopcrm.desk.dialogs.duplicates import DuplicatesDialog
from shopcrm.desk.dialogs.key_list import everywhere
from shopcrm.desk.pages.customers import CustomersPage
from shopcrm.desk.walk import Walk
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import LineEdit
from shopcrm.services import settings
from tests import made_samples
from tests.conftest import NOW
from tests.desk.kit_parts import unnamed

LANGUAGES = ("en", "fa")
PAGES = [page.key for page in start.PAGES]
HELP = Path(__file__).parents[2] / "resources" / "help"
KEYS = {
    "counter": ("F6", "F11", "F12"),
    "today": ("F6",),
    "customers": ("F4", "Ctrl+N", "Ctrl+Shift+W", "Ctrl+M", "Ctrl+P"),
    "goods": ("F4", "F9", "Ctrl+N"),
    "arrivals": ("Ctrl+N", "Ctrl+O"),
    "messages": ("Ctrl+T",),
    "settings": ("Ctrl+T", "F4"),
}
"""The keys that open a dialog of a page."""
MOST_TABS = 400
BRIEF_S = 0.03
OF_LISTS = {"↑", "↓", "Enter", "Space", "Del", "+", "-"}
"""Keys that every list knows and no button wears."""
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module", params=LANGUAGES)
def walk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    """The window on a small sample in each language."""
    room = tmp_path_factory.mktemp("named")
    start.keep_places_in(room)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHOPCRM_HOME", str(room / "home"))
        path = made_samples.small(tmp_path_factory, room / "sample.db", request.param)
        with program.opened(path, clock=lambda: NOW) as app:
            app.shop.do(settings.change, first_run_done=True)
            with Walk(app) as hands:
                # Names and the way of Tab are not seen: nothing need be drawn.
                hands.window.frame.setUpdatesEnabled(False)
                hands.window.show()
                hands.window.frame.activateWindow()
                hands.resize(1440, 900)
                yield hands
                assert hands.errors == []


def check(hands: Walk, what: str) -> None:
    """See that all in sight on top has a name, and that Tab leads round through it."""
    hands.settle(BRIEF_S)
    assert list(unnamed(hands.top.window(), in_sight=True)) == [], what
    top = hands.top.window()
    top.activateWindow()
    hands.turn()
    first = QApplication.focusWidget()
    assert first is not None, f"{what}: the keyboard is nowhere"
    met: list[QWidget] = []
    for _tab in range(MOST_TABS):
        here = QApplication.focusWidget() or top
        QTest.keyClick(here, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None, what
        assert now is not here or not met, f"{what}: caught in {type(now).__name__}"
        if now is first or now in met[:1]:
            return
        met.append(now)
    pytest.fail(f"{what}: Tab does not come round")


def openers(hands: Walk, page: str) -> Iterator[tuple[str, Callable[[], None]]]:
    """List what opens a dialog on a page."""
    for key in KEYS.get(page, ()):
        if hands.can_press(key):
            yield key, lambda key=key: hands.press(key)  # type: ignore[misc] # bound at once
    shown = hands.window.page(page)
    if isinstance(shown, CustomersPage):
        for deed in shown.deeds.menu():
            if deed.do is not None and deed.words.endswith("…"):
                yield deed.words, deed.do
        yield "duplicates", DuplicatesDialog(hands.window.kit, shown).open
    if page == "messages":
        for box in ("calls", "texts", "whatsapp", "letters"):
            yield box, lambda box=box: work(hands, box)  # type: ignore[misc] # bound at once
    if page == "today":
        yield "help", lambda: hands.window.helped.emit(page)
        yield "keys", lambda: hands.window.keys_asked.emit(shown)


def work(hands: Walk, box: str) -> None:
    """Begin to work through a box."""
    hands.go("messages", box)
    if hands.can_press("Ctrl+Enter"):
        hands.press("Ctrl+Enter")


@pytest.mark.timeout(240)
@pytest.mark.parametrize("page", PAGES)
def test_all_that_can_be_operated_has_a_name_and_tab_comes_round(walk: Walk, page: str) -> None:
    walk.go(page, tour_people.best_known(walk) if page == "customers" else None)
    lines = [line for line in walk.top.findChildren(LineEdit) if line.isVisible()]
    assert [line.objectName() for line in lines if not line.accessibleName()] == []
    check(walk, page)
    for name, open_it in openers(walk, page):
        open_it()
        walk.settle(BRIEF_S)
        if isinstance(walk.top, DialogFrame):
            check(walk, f"{page}: {name}")
            walk.close_top()
    assert not isinstance(walk.top, DialogFrame)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_help_that_states_its_rules(page: str, language: str) -> None:
    texts = {one: (HELP / one / f"{page}.md").read_text("utf-8") for one in LANGUAGES}
    rules = {one: set(re.findall(r"\*\*([A-Z]\d+)\*\*", text)) for one, text in texts.items()}
    assert rules["en"] == rules["fa"] != set()
    keys = {one: re.findall(r"`([^`]+)`", text) for one, text in texts.items()}
    assert set(keys["en"]) == set(keys["fa"])
    headings = {one: len(re.findall(r"(?m)^#", text)) for one, text in texts.items()}
    assert headings["en"] == headings["fa"]
    assert texts[language].startswith("# ")


@pytest.mark.parametrize("page", PAGES)
def test_help_names_the_keys_of_the_page_and_no_others(walk: Walk, page: str) -> None:
    walk.go(page, tour_people.best_known(walk) if page == "customers" else None)
    shown = walk.window.page(page)
    here = {key for key, _what in [*shown.hints(), *shown.more_keys(), *everywhere(walk.window.kit.words)]}
    here |= {button.key for button in shown.findChildren(Button)}
    hinted = {key for key, _does in shown.hints()} - {"↑ ↓", "F1"}
    whole = {one: (HELP / one / f"{page}.md").read_text("utf-8") for one in LANGUAGES}
    for text in whole.values():
        assert [key for key in hinted if f"`{key}`" not in text] == []
    text = whole["en"].split("## Keys")[1].split("##")[0]
    named = [key for key in re.findall(r"`([^`]+)`", text) if key not in OF_LISTS]
    assert [key for key in named if key not in here and not _is_range(key, here)] == []


def _is_range(key: str, here: set[str]) -> bool:
    """Whether a key stands for several in a row, such as Alt+1…5."""
    return "…" in key and any(one.startswith(key.split("1", maxsplit=1)[0]) for one in here)
