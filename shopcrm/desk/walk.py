"""Uses a window as a person does, with nobody before it: presses, writes, and waits until it has answered."""

import sys
import time
from types import TracebackType
from typing import Self

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QMessageLogContext,
    QPoint,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from shopcrm.desk import start
from shopcrm.desk.program import Program
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.dialog_frame import DialogFrame

_PATIENCE_S = 60.0
_QUIET_TURNS = 3
_NOISE = "This plugin does not support"
"""What Qt says of each window that it draws without a screen."""
_REST_S = 0.15
_WRITING_RESTS_S = 0.35
"""Timers that wait for a rest of the hands (search, preview, loading) are over by then."""


class StillBusy(TimeoutError):
    """The window did not come to rest."""


class NothingThere(LookupError):
    """Nothing in sight can be pressed so."""


class Walk:
    """A window that is closed and freed in the end; `errors` holds what it had to complain about."""

    def __init__(self, program: Program, *, text_scale: float = 1.0) -> None:
        self._before = qInstallMessageHandler(self._on_said)
        self.app: QApplication = start.application()
        self.window = start.open_window(program, text_scale=text_scale)
        self.errors: list[BaseException] = []
        self.window.complained.connect(self.errors.append)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for dialog in self._dialogs():
            dialog.reject()
        self.window.leave()
        self.window.frame.deleteLater()
        self.window.deleteLater()
        self.turn()
        qInstallMessageHandler(self._before)

    def turn(self) -> None:
        """Let everything that waits be done, once."""
        self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def settle(self, rest: float = _REST_S) -> None:
        """Wait until all questions are answered, and for whatever waits for a rest of the hands.

        For that no more seconds are waited than `rest`; raises StillBusy after 60 s.
        """
        ends = time.monotonic() + _PATIENCE_S
        rests = time.monotonic() + rest
        quiet = 0
        while quiet < _QUIET_TURNS or (time.monotonic() < rests and self._is_resting()):
            self.turn()
            quiet = quiet + 1 if self.window.lanes.idle else 0
            if time.monotonic() > ends:
                raise StillBusy
            # Looking for timers takes longer than letting them run.
            time.sleep(0.002 if quiet < _QUIET_TURNS else 0.01)

    def _is_resting(self) -> bool:
        """Whether anything in the window waits for a moment, such as a search for the next letter."""
        timers = [*self.window.findChildren(QTimer), *self.window.frame.findChildren(QTimer)]
        brief = (timer for timer in timers if timer.isSingleShot() and timer.isActive())
        return any(timer.remainingTime() <= _WRITING_RESTS_S * 1000 for timer in brief)

    def resize(self, width: int, height: int) -> None:
        """Give the window another size."""
        self.window.frame.resize(width, height)
        self.settle()

    def go(self, key: str, thing: object = None) -> None:
        """Go to a page, and show something there; the word that something is done is over by then."""
        self.window.frame.toast.time_over()
        self.window.go(key, thing)
        self.settle()

    @property
    def top(self) -> QWidget:
        """What one looks at: the dialog that lies on top, else the page one is on."""
        dialogs = self._dialogs()
        return dialogs[-1] if dialogs else self.window.page(self.window.frame.current)

    def find(self, kind: type[QWidget], place: int = 0) -> QWidget:
        """Give a thing of a kind in sight on top, counted from 0; raises NothingThere."""
        found = [thing for thing in self.top.findChildren(kind) if thing.isVisible()]
        if place >= len(found):
            raise NothingThere(kind.__name__)
        return found[place]

    def can_press(self, key: str) -> bool:
        """Whether a button with this key is in sight and on."""
        return self._button(key) is not None

    def press(self, key: str) -> None:
        """Press the button that wears this key; raises NothingThere."""
        button = self._button(key)
        if button is None:
            raise NothingThere(key)
        button.click()
        self.settle()

    def write(self, widget: QWidget, text: str) -> None:
        """Write a text letter by letter."""
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
        self.settle(_WRITING_RESTS_S)

    def close_top(self) -> None:
        """Close the dialog on top without doing what it asks."""
        self._dialogs()[-1].reject()
        self.settle()

    def picture(self) -> QPixmap:
        """Draw the window with everything that lies over it."""
        frame = self.window.frame
        drawn = frame.grab()
        corner = frame.mapToGlobal(QPoint(0, 0))
        painter = QPainter(drawn)
        # A dialog lies over the one that opened it, in whatever order Qt lists them.
        for above in sorted(QApplication.topLevelWidgets(), key=_depth):
            if above is not frame and above.isVisible():
                painter.drawPixmap(above.mapToGlobal(QPoint(0, 0)) - corner, above.grab())
        painter.end()
        return drawn

    def _on_said(self, kind: QtMsgType, place: QMessageLogContext, text: str) -> None:
        if text.startswith(_NOISE):
            return
        if self._before is not None:
            self._before(kind, place, text)
        else:
            sys.stderr.write(f"{text}\n")

    def _dialogs(self) -> list[DialogFrame]:
        return [d for d in self.window.frame.findChildren(DialogFrame) if d.isVisible()]

    def _button(self, key: str) -> QAbstractButton | None:
        buttons = (b for b in self.top.findChildren(Button) if b.key == key)
        return next((b for b in buttons if b.isVisible() and b.isEnabled()), None)


def _depth(widget: QWidget) -> int:
    """Count what a thing stands on."""
    below = widget.parentWidget()
    return 0 if below is None else 1 + _depth(below)
