"""A QR code for a phone: always dark on light, with the plain ground around it that phones look for."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from shopcrm.desk.look import Look
from shopcrm.rules import qr

_SQUARE = 4
"""How wide a square is drawn at the usual text size, as far as there is room."""


class QrPicture(QWidget):
    """Shows a content as a QR code; `says` tells what scanning does to whoever cannot see it.

    Raises TooLongForQr where no phone could read it.
    """

    def __init__(self, look: Look, content: str, says: str) -> None:
        super().__init__()
        self._look = look
        self._rows: list[list[bool]] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.show_content(content, says)

    def show_content(self, content: str, says: str) -> None:
        """Show another content; nothing at all leaves the place plain. Raises TooLongForQr."""
        self._rows = qr.matrix(content) if content else []
        self.setAccessibleName(says)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Take the room in which each square is easily seen."""
        return self._room(_SQUARE)

    def minimumSizeHint(self) -> QSize:
        """Never draw squares so small that phones lose them."""
        return self._room(_SQUARE // 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint whole dots of the screen only, so that each square has one width and a sharp edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        count = len(self._rows) + 2 * qr.QUIET
        ratio = painter.device().devicePixelRatio()
        dots = int(min(self.width(), self.height()) * ratio) // count
        if not self._rows or not dots:
            return
        side = dots * count
        ground = QRect(
            int(self.width() * ratio - side) // 2, int(self.height() * ratio - side) // 2, side, side
        )
        painter.scale(1 / ratio, 1 / ratio)
        painter.fillRect(ground, Qt.GlobalColor.white)
        painter.translate(ground.topLeft())
        for y, row in enumerate(self._rows, qr.QUIET):
            for x, is_dark in enumerate(row, qr.QUIET):
                if is_dark:
                    painter.fillRect(QRectF(x * dots, y * dots, dots, dots), Qt.GlobalColor.black)

    def _room(self, square: int) -> QSize:
        count = len(self._rows) + 2 * qr.QUIET if self._rows else 0
        side = max(1, self._look.size(square)) * count
        return QSize(side, side)
