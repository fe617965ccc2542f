"""A short word that something is done, at the bottom for six seconds, with Undo where that is safe.

Never for errors and never for what must be answered.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.brush import draw_box, draw_key, draw_text, key_size, strip, text_width
from shopcrm.desk.widgets.focus_ring import FocusRing
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.rules.wording import Words

_STAYS_MS = 6000
_UNDO_KEY = "Ctrl+Z"


class Toast(QFrame):
    """The strip itself; it stays while it is pointed at or the keyboard is on it."""

    undone = Signal()

    def __init__(self, look: Look, words: Words, host: QWidget, *, above: int = 4) -> None:
        """Lie over `host`, so many design pixels above its lower edge: over the hints, and over no button."""
        super().__init__(host)
        self._look, self._host, self._above = look, host, above
        self._undo: Callable[[], None] | None = None
        self._said = Label(look, "", Type.MEDIUM, "surface", ellipsis=True)
        self._button = _UndoButton(look, words.say("Undo"))
        self._button.clicked.connect(self.undo)
        self._button.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_STAYS_MS)
        self._timer.timeout.connect(self.time_over)
        sign = Icon(look, "check", "surface", 18)
        self.setLayout(row(sign, self._said, 16, self._button, gap=look.size(8), edges=(16, 0, 12, 0)))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(look.size(44))
        host.installEventFilter(self)
        self.hide()

    def say(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Say that something is done; `undo` takes it back when Undo is pressed."""
        self._undo = undo
        self._said.setText(text)
        self._button.setVisible(undo is not None)
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    @property
    def can_undo(self) -> bool:
        """Tell whether there is something in sight to take back."""
        return self.isVisible() and self._undo is not None

    def is_waiting(self) -> bool:
        """Tell whether its time is running."""
        return self._timer.isActive()

    def text(self) -> str:
        """Tell what it says."""
        return self._said.text()

    def undo(self) -> None:
        """Take back what was done, once."""
        undo, self._undo = self._undo, None
        self.hide()
        if undo is not None:
            undo()
            self.undone.emit()

    def forget(self) -> None:
        """Go where there was something to take back: something else was done since."""
        if self.can_undo:
            self.time_over()

    def time_over(self) -> None:
        """Go, and take nothing back any more."""
        self._undo = None
        self.hide()

    def set_words(self, words: Words) -> None:
        """Speak another language."""
        self._button.setText(words.say("Undo"))
        self._button.setAccessibleName(words.say("Undo"))
        self.hide()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while pointed at."""
        super().enterEvent(event)
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Count the seconds again."""
        super().leaveEvent(event)
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the middle of the window, and stay while the keyboard is on Undo."""
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self._place()
        elif watched is self._button and event.type() == QEvent.Type.FocusIn:
            self._timer.stop()
        elif watched is self._button and event.type() == QEvent.Type.FocusOut:
            self._timer.start()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the dark strip."""
        draw_box(QPainter(self), self.rect(), self._look.size(8), fill=self._look.colour("text"))

    def _place(self) -> None:
        self.adjustSize()
        wide = min(self.width(), self._host.width() - 2 * self._look.size(12))
        self.resize(wide, self.height())
        top = self._host.height() - self._look.size(self._above) - self.height()
        self.move(QPoint((self._host.width() - wide) // 2, top))


class _UndoButton(QPushButton):
    """Undo with its key, on the strip; the window binds the key and minds whether it is in sight."""

    def __init__(self, look: Look, text: str) -> None:
        super().__init__(text)
        self._look = look
        self.setAutoDefault(False)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._ring = FocusRing(look, self)

    def sizeHint(self) -> QSize:
        """Take the room of word and key."""
        look = self._look
        wide = text_width(look, self.text(), Type.TITLE) + look.size(8) + key_size(look, _UNDO_KEY).width()
        return QSize(wide, look.size(36))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the word and its key."""
        painter, look = QPainter(self), self._look
        widths = [text_width(look, self.text(), Type.TITLE), key_size(look, _UNDO_KEY).width()]
        words, key = strip(self.rect(), widths, look.size(8), rtl=look.rtl)
        draw_text(painter, look, words, self.text(), Type.TITLE, "toast_link")
        draw_key(painter, look, key, _UNDO_KEY, "surface", "surface", None)
