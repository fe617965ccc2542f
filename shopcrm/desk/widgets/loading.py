"""What is shown while something comes: nothing at first, then grey bars, then a count with a way to stop.

Nothing is shown for the first tenth of a second, and no way to stop for the first second.
"""

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QWidget

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.brush import draw_box, mirrored
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.chance import ShareBar
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules.wording import Words

_QUIET_MS = 100
_LONG_MS = 1000


class Skeleton(QWidget):
    """Grey bars in the shape of rows that will come."""

    def __init__(self, look: Look, rows: int = 3, *, discs: bool = True) -> None:
        super().__init__()
        self._look, self._rows, self._discs = look, rows, discs
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Take the room of the rows."""
        return QSize(self._look.size(200), self._rows * self._look.size(40))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bars, a little shorter from row to row."""
        painter, look = QPainter(self), self._look
        for index in range(self._rows):
            top = index * look.size(40) + look.size(4)
            lead = look.size(40) if self._discs else 0
            if self._discs:
                self._bar(painter, QRect(0, top + look.size(2), look.size(28), look.size(28)), look.size(14))
            wide = min(look.size(180 - 24 * (index % 4)), self.width() // 2)
            self._bar(painter, QRect(lead, top, wide, look.size(12)), look.size(4))
            self._bar(painter, QRect(lead, top + look.size(18), wide * 2 // 3, look.size(12)), look.size(4))
            end = QRect(self.width() - look.size(60), top + look.size(9), look.size(60), look.size(12))
            self._bar(painter, end, look.size(4))

    def _bar(self, painter: QPainter, place: QRect, radius: int) -> None:
        shown = mirrored(self.rect(), place, rtl=self._look.rtl)
        draw_box(painter, shown, radius, fill=self._look.colour("line"))


class Progress(QWidget):
    """A long task: what and how much is done, a bar, a way to stop and what stopping means."""

    cancelled = Signal()

    def __init__(self, look: Look, words: Words, *, meaning: str = "") -> None:
        super().__init__()
        self._said = Label(look, "", Type.LABEL, ellipsis=True)
        self._bar = ShareBar(look)
        self.cancel = Button(look, words.say("Cancel"), key="Esc", bind_key=False, height=32)
        self.cancel.clicked.connect(self.cancelled)
        self._meaning = Label(look, meaning, Type.CAPTION, "muted", wrap=True)
        if not meaning:
            self._meaning.hide()
        self.setLayout(column(row((self._said, 1), self.cancel), self._bar, self._meaning, gap=look.size(8)))

    def show_progress(self, text: str, share: float) -> None:
        """Say how far it is, in words and from 0 to 1."""
        self._said.setText(text)
        self._bar.show_share(share, text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Stop on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)


class Loading(QWidget):
    """Stands over the place of what comes; call `begin`, then `end`. `cancelled` asks to stop."""

    cancelled = Signal()

    def __init__(self, look: Look, words: Words, *, rows: int = 3, meaning: str = "") -> None:
        super().__init__()
        self.skeleton = Skeleton(look, rows)
        self.progress = Progress(look, words, meaning=meaning)
        self.progress.cancelled.connect(self.cancelled)
        self._pile = QStackedLayout(self)
        for widget in (QWidget(), self.skeleton, self.progress):
            self._pile.addWidget(widget)
        self._counted = False
        self._first, self._second = QTimer(self), QTimer(self)
        for timer, wait, slot in (
            (self._first, _QUIET_MS, self._on_quiet_over),
            (self._second, _LONG_MS, self._on_long),
        ):
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(slot)

    def begin(self) -> None:
        """Start to wait: nothing is shown yet."""
        self._counted = False
        self._pile.setCurrentIndex(0)
        self._first.start()
        self._second.start()
        self.show()

    def show_progress(self, text: str, share: float) -> None:
        """Say how far it is; it comes into sight when a second has passed."""
        self._counted = True
        self.progress.show_progress(text, share)
        if not self._second.isActive():
            self._pile.setCurrentIndex(2)

    def end(self) -> None:
        """Stop waiting and go out of sight."""
        self._first.stop()
        self._second.stop()
        self.hide()

    def _on_quiet_over(self) -> None:
        self._pile.setCurrentIndex(1)

    def _on_long(self) -> None:
        if self._counted:
            self._pile.setCurrentIndex(2)
