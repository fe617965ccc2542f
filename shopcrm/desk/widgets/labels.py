"""Words on the desk: drawn in the window's direction, cut with an ellipsis, never read as markup."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.brush import Align, Sign, draw_disc, draw_icon, draw_text, elided
from shopcrm.desk.widgets.tips import plain_tip


class Label(QLabel):
    """Some words of one kind; `ellipsis` lets them shrink, with the whole in a tip; `wrap` breaks lines."""

    def __init__(
        self,
        look: Look,
        text: str = "",
        kind: Type = Type.BODY,
        tint: Tint = "text",
        *,
        align: Align = Align.LEAD,
        wrap: bool = False,
        ellipsis: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._kind, self._tint, self._align = look, kind, tint, align
        self._ellipsis = ellipsis
        self._tip = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self._put_font()
        upright = QSizePolicy.Policy.Minimum if wrap else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Preferred, upright)
        if wrap:
            policy = self.sizePolicy()
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self.setText(text)

    @property
    def tint(self) -> Tint:
        """Tell the colour of the words."""
        return self._tint

    def set_tint(self, tint: Tint) -> None:
        """Give the words another colour."""
        self._tint = tint
        self.update()

    def set_kind(self, kind: Type) -> None:
        """Make the words of another kind."""
        self._kind = kind
        self._put_font()
        self.updateGeometry()
        self.update()

    def setText(self, text: str) -> None:
        """Write other words; they stay plain."""
        super().setText(text)
        self._cut()

    def put_tip(self, text: str) -> None:
        """Show more beside the pointer, also where the words are whole."""
        self._tip = text
        self._cut()

    def minimumSizeHint(self) -> QSize:
        """Let words with an ellipsis shrink."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self._look.size(20)), hint.height()) if self._ellipsis else hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the whole in a tip where it is cut."""
        super().resizeEvent(event)
        self._cut()

    def changeEvent(self, event: QEvent) -> None:
        """Take the writing of a changed look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._put_font()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write the words."""
        painter = QPainter(self)
        tint: Tint = self._tint if self.isEnabled() else "muted"
        draw_text(
            painter,
            self._look,
            self.contentsRect(),
            self.text(),
            self._kind,
            tint,
            self._align,
            wrap=self.wordWrap(),
        )

    def _cut(self) -> None:
        width = self.contentsRect().width()
        tabular = self._align is Align.NUMBER
        cut = (
            not self.wordWrap()
            and elided(self._look, self.text(), self._kind, width, tabular=tabular) != self.text()
        )
        self.setToolTip(plain_tip(self._tip or (self.text() if cut else "")))

    def _put_font(self) -> None:
        font = self._look.font(self._kind, tabular=self._align is Align.NUMBER)
        if font != self.font():
            self.setFont(font)


class Icon(QWidget):
    """A drawing without words beside it; give it a name where it says something that no word says."""

    def __init__(
        self,
        look: Look,
        name: str,
        tint: Tint = "muted",
        size: int = 20,
        *,
        mirror: bool = False,
        says: str = "",
    ) -> None:
        super().__init__()
        self._look, self._name, self._tint, self._size, self._mirror = look, name, tint, size, mirror
        self.setAccessibleName(says)
        self.setToolTip(plain_tip(says))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, name: str, tint: Tint) -> None:
        """Draw something else."""
        self._name, self._tint = name, tint
        self.update()

    def sizeHint(self) -> QSize:
        """Take the room of the drawing."""
        side = self._look.size(self._size)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Take the room of the drawing."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        draw_icon(painter, self._look, self.rect(), self._name, self._tint, self._size, mirror=self._mirror)


class Disc(QWidget):
    """A disc with an icon or with letters."""

    def __init__(self, look: Look, sign: Sign) -> None:
        super().__init__()
        self._look, self._sign = look, sign
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_sign(self, sign: Sign) -> None:
        """Show another icon or other letters."""
        self._sign = sign
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Take the room of the disc."""
        side = self._look.size(self._sign.size)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Take the room of the disc."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        draw_disc(painter, self._look, self.rect(), self._sign)
