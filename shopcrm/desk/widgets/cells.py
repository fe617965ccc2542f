"""Paints the cells of a table: words, second lines, signs, ticks and chances, in the window's direction."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.brush import (
    Align,
    draw_box,
    draw_disc,
    draw_icon,
    draw_text,
    mirrored,
    text_width,
)
from shopcrm.desk.widgets.chance import draw_band
from shopcrm.desk.widgets.choices import draw_tick_box
from shopcrm.desk.widgets.columns import Cell
from shopcrm.desk.widgets.rows import CELL, DIVIDER

_OUTER, _INNER = 12, 6
_TICK, _ICON = 18, 16
_BAND_WIDTH = 112


class CellPainter(QStyledItemDelegate):
    """Paints one cell; the table tells which row is current and which one is pointed at.

    In a list that opens under a search box (`by_state`) Qt tells it instead.
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.current = -1
        self.hovered = -1
        self.last_column = 0
        self.height = 40
        self.by_state = False

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint ground, line and content of a cell."""
        place: QRect = option.rect
        if index.data(DIVIDER):
            return
        row = index.row()
        chosen = row == self.current or (self.by_state and QStyle.StateFlag.State_Selected in option.state)
        if chosen or row == self.hovered:
            ground: Tint = "accent_soft" if chosen else "sunken"
            painter.fillRect(place, self._look.colour(ground))
        painter.fillRect(QRect(place.left(), place.bottom(), place.width(), 1), self._look.colour("line"))
        cell = index.data(CELL)
        inside = self.inside(place, index.column())
        if cell.waits:
            self._paint_waiting(painter, inside, row)
        else:
            self._paint_cell(painter, inside, cell)

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Tell how wide the content of a cell is."""
        return QSize(self.width_of(index.data(CELL), index.column()), self._look.size(self.height))

    def width_of(self, cell: Cell, column: int) -> int:
        """Measure a cell with the air at its sides."""
        look = self._look
        words = max(
            text_width(look, cell.text, cell.kind, tabular=cell.align is Align.NUMBER),
            text_width(look, cell.second, Type.CAPTION),
            look.size(_BAND_WIDTH) if cell.band is not None else 0,
        )
        edge = look.size(_OUTER if column in (0, self.last_column) else _INNER)
        return words + self._signs_width(cell) + edge + look.size(_INNER) + 1

    def inside(self, place: QRect, column: int) -> QRect:
        """Take the air at the sides off a cell."""
        look = self._look
        lead = look.size(_OUTER if column == 0 else _INNER)
        trail = look.size(_OUTER if column == self.last_column else _INNER)
        inner = QRect(place.left() + lead, place.top(), place.width() - lead - trail, place.height() - 1)
        return mirrored(place, inner, rtl=look.rtl)

    def tick_place(self, place: QRect, column: int) -> QRect:
        """Give the place of a cell's tick, a little larger than the box, so that it is easily hit."""
        inside = self.inside(place, column)
        side = self._look.size(_TICK)
        box = QRect(inside.left(), inside.center().y() - side // 2, side, side)
        return mirrored(inside, box, rtl=self._look.rtl).adjusted(-6, -6, 6, 6)

    def _signs_width(self, cell: Cell) -> int:
        look = self._look
        wide = look.size(_TICK + 8) if cell.tick is not None else 0
        wide += look.size(cell.sign.size + 10) if cell.sign is not None else 0
        return wide + (look.size(_ICON + 6) if cell.icon else 0)

    def _paint_waiting(self, painter: QPainter, inside: QRect, row: int) -> None:
        high = self._look.size(10)
        wide = inside.width() * (60 + row * 17 % 35) // 100
        bar = QRect(inside.left(), inside.center().y() - high // 2, wide, high)
        place = mirrored(inside, bar, rtl=self._look.rtl)
        draw_box(painter, place, self._look.size(4), fill=self._look.colour("line"))

    def _paint_cell(self, painter: QPainter, inside: QRect, cell: Cell) -> None:
        rest = inside
        if cell.tick is not None:
            place, rest = self._cut(rest, _TICK, 8)
            draw_tick_box(painter, self._look, _square(place, self._look.size(_TICK)), ticked=cell.tick)
        if cell.sign is not None:
            place, rest = self._cut(rest, cell.sign.size, 10)
            draw_disc(painter, self._look, place, cell.sign)
        if cell.icon:
            rest = self._paint_icon(painter, rest, cell)
        if cell.band is not None:
            self._paint_band(painter, rest, cell)
        elif cell.second:
            self._paint_two_lines(painter, rest, cell)
        else:
            draw_text(painter, self._look, rest, cell.text, cell.kind, cell.tint, cell.align)

    def _paint_icon(self, painter: QPainter, rest: QRect, cell: Cell) -> QRect:
        """Paint the icon before the words, also where they stand at the trailing side."""
        look, place = self._look, rest
        if cell.align is Align.TRAIL:
            wide = min(text_width(look, cell.text, cell.kind), rest.width() - look.size(_ICON + 6))
            sign = QRect(
                rest.right() - wide - look.size(_ICON + 5), rest.top(), look.size(_ICON), rest.height()
            )
            place = mirrored(rest, sign, rtl=look.rtl)
        else:
            place, rest = self._cut(rest, _ICON, 6)
        if cell.second:
            place = QRect(place.left(), place.top(), place.width(), place.height() // 2 + look.size(3))
        tint: Tint = "muted" if cell.tint == "text" else cell.tint
        draw_icon(painter, look, place, cell.icon, tint, _ICON)
        return rest

    def _paint_two_lines(self, painter: QPainter, rest: QRect, cell: Cell) -> None:
        upper, lower = self._halves(rest)
        draw_text(painter, self._look, upper, cell.text, cell.kind, cell.tint, cell.align)
        align = Align.TRAIL if cell.align is Align.TRAIL else Align.LEAD
        align = Align.COUNT if cell.align in (Align.NUMBER, Align.COUNT) else align
        draw_text(painter, self._look, lower, cell.second, Type.CAPTION, "muted", align)

    def _paint_band(self, painter: QPainter, rest: QRect, cell: Cell) -> None:
        upper, lower = self._halves(rest)
        draw_text(painter, self._look, upper, cell.text, cell.kind, cell.tint)
        high, wide = self._look.size(8), min(self._look.size(_BAND_WIDTH), rest.width())
        bar = QRect(lower.left(), lower.center().y() - high // 2, wide, high)
        if cell.band is not None:
            draw_band(painter, self._look, mirrored(lower, bar, rtl=self._look.rtl), cell.band)

    def _halves(self, rest: QRect) -> tuple[QRect, QRect]:
        first = self._look.size(20)
        air = max(0, (rest.height() - first - self._look.size(18)) // 2)
        upper = QRect(rest.left(), rest.top() + air, rest.width(), first)
        return upper, QRect(rest.left(), upper.bottom() + 1, rest.width(), self._look.size(18))

    def _cut(self, rest: QRect, size: int, gap: int) -> tuple[QRect, QRect]:
        """Cut a place off the leading side; gives it and what is left."""
        look = self._look
        wide, air = look.size(size), look.size(gap)
        place = QRect(rest.left(), rest.top(), wide, rest.height())
        left = QRect(rest.left() + wide + air, rest.top(), rest.width() - wide - air, rest.height())
        return mirrored(rest, place, rtl=look.rtl), mirrored(rest, left, rtl=look.rtl)


def _square(place: QRect, side: int) -> QRect:
    return QRect(place.left(), place.center().y() - side // 2, side, side)
