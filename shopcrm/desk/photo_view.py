"""One photo of a case, as large as the window allows."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.dialog_frame import DialogFrame

_AIR = 220
"""So many design pixels of the window are left to head, buttons and edges."""


class PhotoDialog(DialogFrame):
    """Shows a photo; Esc and Ctrl+Enter close it."""

    def __init__(self, kit: Kit, image: bytes, title: str, parent: QWidget) -> None:
        words, look = kit.words, kit.look
        super().__init__(look, words, title, words.say("Close"), parent=parent, icon="image", width=480)
        self.cancel.hide()
        room = parent.window().size() - QSize(look.size(_AIR), look.size(_AIR))
        self.picture = _Picture(image, room, title)
        self.body.addWidget(self.picture, alignment=Qt.AlignmentFlag.AlignHCenter)
        self.agreed.connect(self.accept)


class _Picture(QWidget):
    """The photo itself."""

    def __init__(self, image: bytes, room: QSize, name: str) -> None:
        super().__init__()
        whole = QPixmap()
        whole.loadFromData(image)
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        self._pixmap = whole.scaled(room.boundedTo(whole.size()), keep, smooth)
        self.setAccessibleName(name)
        self.setFixedSize(self._pixmap.size())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        QPainter(self).drawPixmap(0, 0, self._pixmap)
