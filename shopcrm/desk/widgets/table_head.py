"""The head of a table: quiet words over the columns; a click sorts where the column can be sorted."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.brush import draw_box, draw_icon, draw_text, mirrored, text_width
from shopcrm.desk.widgets.rows import TableRows

_OUTER, _INNER, _ARROW, _TICK = 12, 6, 12, 26


class TableHead(QHeaderView):
    """Heads stand over their column's side; numbers are on the right in both languages."""

    sorted_by = Signal(str, bool)

    def __init__(self, look: Look, rows: TableRows, *, rounded: bool) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._look, self._rows, self._rounded = look, rows, rounded
        self._sort = ("", False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(8)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.sectionClicked.connect(self._on_clicked)

    def show_sort(self, sort: str, *, down: bool) -> None:
        """Show by which column the rows are sorted."""
        self._sort = (sort, down)
        self.viewport().update()

    def width_of(self, column: int) -> int:
        """Measure a head with the air at its sides."""
        shape = self._rows.columns[column]
        sign = self._look.size(_ARROW + 4) if shape.sort else 0
        sign += self._look.size(_TICK) if shape.tick is not None else 0
        last = len(self._rows.columns) - 1
        edge = self._look.size(_OUTER if column in (0, last) else _INNER)
        return text_width(self._look, shape.title, Type.HEAD) + sign + edge + self._look.size(_INNER) + 1

    def sizeHint(self) -> QSize:
        """Be a little lower than a row."""
        return QSize(super().sizeHint().width(), self._look.size(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground from edge to edge, then the words."""
        painter = QPainter(self.viewport())
        full = self.viewport().rect()
        ground = self._look.colour("raised")
        if self._rounded:
            radius = self._look.size(7)
            draw_box(painter, full.adjusted(0, 0, 0, radius), radius, fill=ground)
        else:
            painter.fillRect(full, ground)
        painter.fillRect(QRect(0, full.bottom(), full.width(), 1), self._look.colour("line"))
        painter.end()
        super().paintEvent(event)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  # as Qt names it
        """Write one head."""
        look, shape = self._look, self._rows.columns[logicalIndex]
        last = len(self._rows.columns) - 1
        lead = look.size((_OUTER if logicalIndex == 0 else _INNER) + (_TICK if shape.tick is not None else 0))
        trail = look.size(_OUTER if logicalIndex == last else _INNER)
        inner = mirrored(rect, rect.adjusted(lead, 0, -trail, 0), rtl=look.rtl)
        if shape.sort and shape.sort == self._sort[0]:
            arrow = "arrow-down" if self._sort[1] else "arrow-up"
            wide = look.size(_ARROW)
            place = QRect(inner.left(), inner.top(), wide, inner.height())
            draw_icon(painter, look, mirrored(inner, place, rtl=not look.rtl), arrow, "muted", _ARROW)
        draw_text(painter, look, inner, shape.title, Type.HEAD, "muted", shape.align)

    def _on_clicked(self, column: int) -> None:
        sort = self._rows.columns[column].sort
        if sort:
            down = sort == self._sort[0] and not self._sort[1]
            self.show_sort(sort, down=down)
            self.sorted_by.emit(sort, down)
