"""The strokes of which the desk's own widgets are made: writing, rounded boxes, keycaps, discs.

Places are given from the leading side; `mirrored` turns them round where the window runs right to left.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QTextLayout, QTextOption

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Tint, Type


class Align(Enum):
    """Where writing stands; NUMBER and COUNT are physically right in both languages.

    Money and measures have equally wide digits, so that they stand under one another; counts do not, where
    the narrow ones of a language would stand apart.
    """

    LEAD = "lead"
    TRAIL = "trail"
    CENTRE = "centre"
    NUMBER = "number"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Sign:
    """A disc with an icon or with one or two letters; `size` in design pixels."""

    icon: str = ""
    letters: str = ""
    ground: Tint = "sunken"
    ink: Tint = "muted"
    size: int = 32


def mirrored(outer: QRect, inner: QRect, *, rtl: bool) -> QRect:
    """Turn a place round inside another where the window runs right to left."""
    if not rtl:
        return inner
    return QRect(outer.left() + outer.right() - inner.right(), inner.top(), inner.width(), inner.height())


def strip(outer: QRect, widths: list[int], gap: int, *, rtl: bool, centred: bool = False) -> list[QRect]:
    """Lay things of given widths one after the other from the leading side, each as high as `outer`."""
    total = sum(widths) + gap * max(0, len(widths) - 1)
    at = outer.left() + (max(0, outer.width() - total) // 2 if centred else 0)
    places = []
    for width in widths:
        place = QRect(at, outer.top(), width, outer.height())
        places.append(mirrored(outer, place, rtl=rtl))
        at += width + gap
    return places


_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
_OTHERS = {Align.CENTRE: Qt.AlignmentFlag.AlignHCenter, Align.NUMBER: _RIGHT, Align.COUNT: _RIGHT}
_SIDES = {
    False: {Align.LEAD: _LEFT, Align.TRAIL: _RIGHT, **_OTHERS},
    True: {Align.LEAD: _RIGHT, Align.TRAIL: _LEFT, **_OTHERS},
}


def flags(look: Look, align: Align) -> Qt.AlignmentFlag:
    """Give the absolute side on which writing stands."""
    return _SIDES[look.rtl][align] | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter


def text_width(look: Look, text: str, kind: Type, *, tabular: bool = False) -> int:
    """Tell how wide a line of writing is."""
    return look.width(text, kind, tabular=tabular)


def draw_text(
    painter: QPainter,
    look: Look,
    place: QRect,
    text: str,
    kind: Type,
    tint: Tint,
    align: Align = Align.LEAD,
    *,
    wrap: bool = False,
) -> None:
    """Write plain text in the window's direction; what has no room ends in an ellipsis."""
    painter.setPen(look.colour(tint))
    tabular = align is Align.NUMBER
    font = look.font(kind, tabular=tabular)
    painter.setFont(font)
    if not wrap:
        line = look.set_line(text, kind, place.width(), flags(look, align), tabular=tabular)
        air = (place.height() - line.size().height()) / 2
        painter.drawStaticText(QPointF(place.left(), place.top() + air), line)
        return
    option = QTextOption(flags(look, align))
    right = Qt.LayoutDirection.RightToLeft if look.rtl else Qt.LayoutDirection.LeftToRight
    option.setTextDirection(right)
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    # Qt leaves room for the space at the end of a line, and the line would begin so much further in.
    shown = "\n".join(lines_of(text, font, place.width())) if look.rtl else text
    painter.drawText(QRectF(place), shown, option)


def lines_of(text: str, font: QFont, width: int) -> list[str]:
    """Break a text into the lines that it takes in a width."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    found: list[str] = []
    for part in text.split("\n"):
        layout = QTextLayout(part, font)
        layout.setTextOption(option)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            start: int = line.textStart()
            found.append(part[start : start + line.textLength()].strip(" "))
        layout.endLayout()
    return found


def elided(look: Look, text: str, kind: Type, width: int, *, tabular: bool = False) -> str:
    """Cut a line of writing to a width; it comes back unchanged where it fits."""
    return look.elided(text, kind, width, tabular=tabular)


def draw_box(
    painter: QPainter,
    place: QRect,
    radius: float,
    *,
    fill: QColor | None = None,
    edge: QColor | None = None,
    width: int = 1,
    dashed: bool = False,
) -> None:
    """Paint a rounded box whose edge lies inside `place`; a dashed edge is 4 on and 3 off."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    pen = QPen(Qt.PenStyle.NoPen)
    inset = 0.0
    if edge is not None:
        pen = QPen(edge, width)
        inset = width / 2
        if dashed:
            pen.setDashPattern([4 / width, 3 / width])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawRoundedRect(QRectF(place).adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.restore()


def key_size(look: Look, key: str) -> QSize:
    """Tell how large a keycap is."""
    if not key:
        return QSize(0, 0)
    return QSize(max(look.size(18), text_width(look, key, Type.KEY) + look.size(9)), look.size(18))


def draw_key(
    painter: QPainter,
    look: Look,
    place: QRect,
    key: str,
    ink: Tint = "muted",
    edge: Tint = "edge",
    ground: Tint | None = "raised",
) -> None:
    """Paint a keycap in the middle of a place; its writing always runs left to right."""
    size = key_size(look, key)
    box = QRect(
        place.left(), place.top() + (place.height() - size.height()) // 2, size.width(), size.height()
    )

    def paint(painter: QPainter) -> None:
        face = QRect(QPoint(0, 0), size)
        fill = look.colour(ground) if ground is not None else None
        draw_box(painter, face, look.size(4), fill=fill, edge=look.colour(edge))
        painter.setFont(look.font(Type.KEY))
        painter.setPen(look.colour(ink))
        option = QTextOption(Qt.AlignmentFlag.AlignCenter)
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        painter.drawText(QRectF(face), key, option)

    _draw_stamp(painter, look, box, (key, ink, edge, ground), paint)


def draw_icon(
    painter: QPainter, look: Look, place: QRect, name: str, tint: Tint, size: int, *, mirror: bool = False
) -> None:
    """Paint an icon, `size` in design pixels, in the middle of a place."""
    ratio = painter.device().devicePixelRatioF()
    picture = look.icon(name, tint, size, ratio, mirror=mirror)
    side = look.size(size)
    painter.drawPixmap(
        QPointF(place.left() + (place.width() - side) // 2, place.top() + (place.height() - side) // 2),
        picture,
    )


def draw_disc(painter: QPainter, look: Look, place: QRect, sign: Sign) -> None:
    """Paint a disc with an icon or letters in the middle of a place."""
    side = look.size(sign.size)
    left = place.left() + (place.width() - side) // 2
    disc = QRect(left, place.top() + (place.height() - side) // 2, side, side)
    _draw_stamp(painter, look, disc, sign, lambda onto: _paint_disc(onto, look, side, sign))


def _paint_disc(painter: QPainter, look: Look, side: int, sign: Sign) -> None:
    disc = QRect(0, 0, side, side)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour(sign.ground))
    painter.drawEllipse(disc)
    painter.restore()
    if sign.icon:
        draw_icon(painter, look, disc, sign.icon, sign.ink, int(sign.size * 0.56))
    elif sign.letters:
        font = look.font(Type.TITLE)
        font.setPixelSize(max(8, int(side * 0.42)))
        painter.setFont(font)
        painter.setPen(look.colour(sign.ink))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, sign.letters)


def _draw_stamp(
    painter: QPainter, look: Look, place: QRect, about: Hashable, paint: Callable[[QPainter], None]
) -> None:
    """Put down a small picture that is painted only once; `paint` gets it with its corner at nought."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(place.topLeft(), look.stamp(about, place.size(), ratio, paint))
