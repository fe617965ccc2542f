"""A small picture of a key; always left to right and Latin, as it is printed on the keyboard."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from shopcrm.desk.look import Look
from shopcrm.desk.widgets.brush import draw_key, key_size


class Keycap(QWidget):
    """A keycap that stands beside words; on a button the button paints its own."""

    def __init__(self, look: Look, key: str) -> None:
        super().__init__()
        self._look, self._key = look, key
        self.setAccessibleName(key)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def key(self) -> str:
        """Tell which key it shows."""
        return self._key

    def sizeHint(self) -> QSize:
        """Take the room of the key."""
        return key_size(self._look, self._key)

    def minimumSizeHint(self) -> QSize:
        """Take the room of the key."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        draw_key(QPainter(self), self._look, self.rect(), self._key)
