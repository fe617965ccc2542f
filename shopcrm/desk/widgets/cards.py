"""Cards: a ground with an edge that keeps together what belongs together."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QRegion, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.brush import draw_box
from shopcrm.desk.widgets.labels import Label

_RADIUS = 8


class Card(QFrame):
    """A card; put things into `body`. `padding` 0 lets a table reach the edge.

    With `title` the card has a head; `head` takes what stands at its trailing end.
    """

    def __init__(
        self,
        look: Look,
        title: str = "",
        *,
        ground: Tint = "surface",
        edge: Tint | None = "line",
        radius: int = _RADIUS,
        padding: int = 12,
        spacing: int = 8,
    ) -> None:
        super().__init__()
        self._look, self._ground, self._edge, self._radius = look, ground, edge, radius
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        self.title = Label(look, title, Type.TITLE, ellipsis=True)
        self.head = QHBoxLayout()
        side = look.size(padding or 12)
        self.head.setContentsMargins(side, look.size(9), side, look.size(5))
        self.head.setSpacing(look.size(8))
        self.head.addWidget(self.title, 1)
        self.body = QVBoxLayout()
        inside, top = look.size(padding), look.size(4 if title and padding else padding)
        self.body.setContentsMargins(inside, top, inside, inside)
        self.body.setSpacing(look.size(spacing))
        if title:
            outer.addLayout(self.head)
        else:
            self.title.setParent(self)
            self.title.hide()
        outer.addLayout(self.body, 1)
        self._corners = _Corners(look, self) if not padding and edge == "line" else None

    def set_title(self, title: str) -> None:
        """Write another head; only for a card that was made with one."""
        self.title.setText(title)

    def set_ground(self, ground: Tint, edge: Tint | None) -> None:
        """Give the card other colours, such as those of danger."""
        self._ground, self._edge = ground, edge
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what reaches the edge within the round corners."""
        super().resizeEvent(event)
        if self._corners is not None:
            self._corners.setGeometry(self.rect())
            self._corners.raise_()

    def showEvent(self, event: QShowEvent) -> None:
        """Bring the corners over what was put in."""
        super().showEvent(event)
        if self._corners is not None:
            self._corners.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and edge."""
        painter = QPainter(self)
        edge = self._look.colour(self._edge) if self._edge is not None else None
        draw_box(
            painter,
            self.rect(),
            self._look.size(self._radius),
            fill=self._look.colour(self._ground),
            edge=edge,
        )


class _Corners(QWidget):
    """Paints what lies outside the round corners of a card over a table that is square."""

    def __init__(self, look: Look, card: QWidget) -> None:
        super().__init__(card)
        self._look = look
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cover the four corners and nothing else."""
        super().resizeEvent(event)
        side, full = self._look.size(_RADIUS), self.rect()
        corners = (full.topLeft(), QPoint(full.right() - side + 1, 0), QPoint(0, full.bottom() - side + 1))
        region = QRegion(QRect(full.right() - side + 1, full.bottom() - side + 1, side, side))
        for corner in corners:
            region += QRect(corner, QSize(side, side))
        self.setMask(region)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground that the card stands on, and the card's edge."""
        painter, look = QPainter(self), self._look
        outside, inside = QPainterPath(), QPainterPath()
        outside.addRect(QRectF(self.rect()))
        radius = look.size(_RADIUS)
        inside.addRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(outside.subtracted(inside), look.colour("bg"))
        draw_box(painter, self.rect(), radius, edge=look.colour("line"))


TOGETHER = "together"
"""A thing with this property is brought into sight whole when the keyboard comes to a part of it."""


class Scroller(QScrollArea):
    """Lets a page scroll where the window is too low for it, so that nothing is ever squeezed."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(inner)
        inner.setAutoFillBackground(False)

    def bring(self, widget: QWidget, air: int) -> None:
        """Scroll to a widget, whole with what it belongs together with where that has room, else with air."""
        whole: QWidget | None = widget
        while whole is not None and whole is not self and not whole.property(TOGETHER):
            whole = whole.parentWidget()
        if whole is None or whole is self or whole.height() > self.viewport().height():
            self.ensureWidgetVisible(widget, 0, air)
        else:
            self.ensureWidgetVisible(whole, 0, 0)


class Rule(QWidget):
    """A thin line between things in a card."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFixedHeight(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Take one pixel."""
        return QSize(self._look.size(20), 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        QPainter(self).fillRect(self.rect(), self._look.colour("line"))


class Ground(QWidget):
    """A plain ground in one colour of the look, for bars and pages; `line` draws a thin line at one edge."""

    def __init__(self, look: Look, tint: Tint = "bg", *, line: str = "") -> None:
        super().__init__()
        self._look, self._tint, self._line = look, tint, line

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colour(self._tint))
        if self._line:
            y = 0 if self._line == "top" else self.height() - 1
            painter.fillRect(QRect(0, y, self.width(), 1), self._look.colour("line"))
