"""Hears a scanner wherever the keyboard is: keys faster than any hand, ended by Enter, are a scan (S1).

What was being written stays as it was: a scan is taken out of the field again, and presses no button.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from shopcrm.desk.key_places import Stroke, readings, writes

FASTEST_HAND_S = 0.035
"""Keys that follow one another sooner than this come from no hand."""
SHORTEST = 6
"""Shorter codes are left to the hand that may have typed them."""
_PATIENCE_MS = 50
_ENDS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}
_SILENT = {Qt.Key.Key_Shift, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock}
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


class _Place(Protocol):
    """A field as it was before a scan ran into it."""

    def restore(self, typed: str | None) -> None:
        """Take out what the scan wrote, or leave the code in its place."""


@dataclass
class _Burst:
    """The keys of what may be a scan, the field they went into, and those held back from anything else."""

    strokes: list[Stroke] = field(default_factory=list)
    place: _Place | None = None
    held: list[tuple[QWidget, QKeyEvent]] = field(default_factory=list)


class Scanner(QObject):
    """Watches the keys of the whole application; `scanned` carries what a scan can mean, likeliest first.

    Where `is_typed` says so, the code stays in the field, read right, as if it had been typed there.
    """

    scanned = Signal(object)

    def __init__(self, app: QApplication, is_typed: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._app, self._is_typed = app, is_typed
        self._burst = _Burst()
        self._last = 0.0
        self._replaying = False
        self._resting = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._resting.timeout.connect(self._give_back)
        app.focusChanged.connect(self._on_focus_changed)
        self._on_focus_changed(None, app.focusWidget())

    def stop(self) -> None:
        """Hear no more."""
        self._app.focusChanged.disconnect(self._on_focus_changed)
        self._on_focus_changed(self._app.focusWidget(), None)
        self._resting.stop()

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        """Watch only where the keyboard is: a filter for all events of the program would slow it down."""
        if old is not None and shiboken6.isValid(old):
            old.removeEventFilter(self)
        if new is not None:
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take in a key before it does anything."""
        if self._replaying or not isinstance(watched, QWidget) or not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.KeyRelease:
            return self._let_go(watched, event)
        return event.type() == QEvent.Type.KeyPress and self._hear(watched, event)

    def _hear(self, widget: QWidget, event: QKeyEvent) -> bool:
        key = event.key()
        if key in _SILENT:
            return False
        now = time.monotonic()
        fast, self._last = now - self._last <= FASTEST_HAND_S, now
        if not fast:
            self._give_back()
        if key in _ENDS:
            return self._end(fast=fast)
        if event.modifiers() & _COMMANDS or not writes(event.text()):
            self._give_back()
            return False
        return self._collect(widget, event)

    def _collect(self, widget: QWidget, event: QKeyEvent) -> bool:
        burst = self._burst
        if not burst.strokes:
            burst.place = _place_of(widget)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        burst.strokes.append(Stroke(event.text(), event.nativeScanCode(), event.nativeVirtualKey(), shift))
        self._resting.start()
        if burst.place is not None:
            return False
        burst.held.append((widget, event.clone()))
        return True

    def _let_go(self, widget: QWidget, event: QKeyEvent) -> bool:
        """Hold the end of a key back with its beginning: a button that hears the end first stays pressed."""
        begun = any(held.key() == event.key() for place, held in self._burst.held if place is widget)
        if begun:
            self._burst.held.append((widget, event.clone()))
        return begun

    def _end(self, *, fast: bool) -> bool:
        burst = self._burst
        if not fast or len(burst.strokes) < SHORTEST:
            self._give_back()
            return False
        self._resting.stop()
        self._burst = _Burst()
        found = readings(burst.strokes, self._app.platformName())
        typed = burst.place is not None and self._is_typed()
        if burst.place is not None:
            burst.place.restore(found[0] if typed else None)
        if not typed:
            # The key has to be done with before anybody acts on it.
            QTimer.singleShot(0, self, lambda: self.scanned.emit(found))
        return not typed

    def _give_back(self) -> None:
        """Let keys that were held back do what they do: they were typed by a hand."""
        self._resting.stop()
        burst, self._burst = self._burst, _Burst()
        self._replaying = True
        try:
            for widget, event in burst.held:
                if shiboken6.isValid(widget):
                    QCoreApplication.sendEvent(widget, event)
        finally:
            self._replaying = False


class _LinePlace:
    def __init__(self, line: QLineEdit) -> None:
        self._line, self._text, self._cursor = line, line.text(), line.cursorPosition()
        self._start, self._chosen = line.selectionStart(), len(line.selectedText())

    def restore(self, typed: str | None) -> None:
        """Take out what the scan wrote, or leave the code in its place."""
        line = self._line
        if not shiboken6.isValid(line):
            return
        start = self._start if self._start >= 0 else self._cursor
        if typed is None:
            line.setText(self._text)
            line.setCursorPosition(self._cursor)
            if self._start >= 0:
                line.setSelection(self._start, self._chosen)
        else:
            line.setText(self._text[:start] + typed + self._text[start + self._chosen :])
            line.setCursorPosition(start + len(typed))
        # Whoever answers what is typed here has heard the letters of the scan.
        line.textEdited.emit(line.text())


class _TextPlace:
    def __init__(self, area: QPlainTextEdit | QTextEdit) -> None:
        cursor = area.textCursor()
        self._area, self._anchor, self._position = area, cursor.anchor(), cursor.position()
        self._chosen = cursor.selectedText()
        self._length = area.document().characterCount()

    def restore(self, typed: str | None) -> None:
        """Take out what the scan wrote, or leave the code in its place."""
        if not shiboken6.isValid(self._area):
            return
        start = min(self._anchor, self._position)
        written = self._area.document().characterCount() - self._length + len(self._chosen)
        cursor = self._area.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(start + written, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(self._chosen if typed is None else typed)
        if typed is None:
            cursor.setPosition(self._anchor)
            cursor.setPosition(self._position, QTextCursor.MoveMode.KeepAnchor)
        self._area.setTextCursor(cursor)


def _place_of(widget: QWidget) -> _Place | None:
    if isinstance(widget, QLineEdit) and not widget.isReadOnly():
        return _LinePlace(widget)
    if isinstance(widget, QPlainTextEdit | QTextEdit) and not widget.isReadOnly():
        return _TextPlace(widget)
    return None
