"""A page in a window on a real shop, as tests use it: show it, press keys, wait until all is answered."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from shopcrm.app import App
from shopcrm.desk.frame import Frame
from shopcrm.desk.kit import Kit
from shopcrm.desk.lanes import Lanes
from shopcrm.desk.look import Look
from shopcrm.desk.page import Page
from shopcrm.desk.tokens import Theme
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.rail import Place
from shopcrm.services import settings
from tests.desk.gallery import settle

P = TypeVar("P", bound=Page)
D = TypeVar("D", bound=DialogFrame)
_MOMENT_S = 0.05
CONTROL = Qt.KeyboardModifier.ControlModifier


@dataclass
class Opened(Generic[P]):
    """A page that is shown, and what it said."""

    kit: Kit
    frame: Frame
    page: P
    qtbot: QtBot
    said: list[str] = field(default_factory=list)
    undo: list[Callable[[], None]] = field(default_factory=list)
    went: list[tuple[str, object]] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds and everything is answered."""
        self.qtbot.waitUntil(lambda: self.kit.lanes.idle and holds(), timeout=40_000)
        settle()

    def rest(self) -> None:
        """Wait until what was typed and asked has its answer."""
        for _turn in range(2):
            self._let_timers_end()
            self.until(lambda: True)

    def _let_timers_end(self) -> None:
        """Wait for what waits a moment for the hands to rest, and no longer than that."""
        settle()
        ends = time.monotonic() + _MOMENT_S
        while self._is_resting() and time.monotonic() < ends:
            self.qtbot.wait(10)

    def _is_resting(self) -> bool:
        timers = (one for one in self.frame.findChildren(QTimer) if one.isSingleShot() and one.isActive())
        return any(timer.remainingTime() <= 2000 * _MOMENT_S for timer in timers)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        window = QApplication.activeModalWidget() or self.frame
        window.activateWindow()
        settle()
        QTest.keyClick(window.focusWidget() or window, key, modifier)
        settle()

    def dialog(self, kind: type[D]) -> D:
        """Give the dialog that is open."""
        self.until(lambda: isinstance(QApplication.activeModalWidget(), kind))
        found = QApplication.activeModalWidget()
        assert isinstance(found, kind)
        return found

    @property
    def focused(self) -> QWidget | None:
        """Tell where the keyboard is."""
        return self.frame.focusWidget()


@contextmanager
def opened(
    application: App,
    look: Look,
    qtbot: QtBot,
    kind: type[P],
    *,
    language: str = "en",
    size: tuple[int, int] = (1440, 900),
    thing: object = None,
    text_scale: float = 1.0,
) -> Iterator[Opened[P]]:
    """Show a page, or a thing on it, in a window; an error that nobody expected fails the test."""
    decided = application.shop.ask(settings.read)
    words = application.words_for(decided, language)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    look.apply(app, Theme.LIGHT, rtl=words.rtl, text_scale=text_scale)
    kit = Kit(application, Lanes(application.shop), look, words, decided)
    frame, page = Frame(look, words, title="Shop", find_hint="Find"), kind(kit)
    shown = Opened(kit, frame, page, qtbot)
    _listen(shown)
    frame.add_page(Place(kind.key, kind.icon, kind.title(words)), page)
    frame.resize(*size)
    frame.show()
    frame.activateWindow()
    page.make_small(small=frame.small)
    page.refresh()
    if thing is not None:
        page.show_thing(thing)
    page.begin()
    shown.rest()
    try:
        yield shown
    finally:
        kit.lanes.close()
        frame.close()
        frame.deleteLater()
        settle()
    assert not shown.errors


def _listen(shown: Opened[P]) -> None:
    lanes, page = shown.kit.lanes, shown.page
    for lane in (lanes.search, lanes.quick, lanes.slow, lanes.paper):
        lane.failed.connect(shown.errors.append)
    page.failed.connect(shown.errors.append)
    page.did.connect(shown.said.append)

    def went(key: str, thing: object) -> None:
        shown.went.append((key, thing))

    def undoable(text: str, take_back: Callable[[], None]) -> None:
        shown.said.append(text)
        shown.undo.append(take_back)

    page.went.connect(went)
    page.undoable.connect(undoable)
