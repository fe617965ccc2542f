"""A table of rows: up and down move, Enter opens, Space ticks, Del leaves out, in both directions alike."""

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.brush import draw_box, draw_icon, draw_text, mirrored
from shopcrm.desk.widgets.cells import CellPainter
from shopcrm.desk.widgets.rows import AnyIndex, TableRows
from shopcrm.desk.widgets.table_head import TableHead
from shopcrm.desk.widgets.widths import fitted

_MEASURED_ROWS = 60
_DIVIDER = 28


class RowTable(QTableView):
    """Shows rows; the signals carry the row itself.

    `name` is what a screen reader says; `row_height` is 40 for one line, 48 and more for two;
    keys of `watched` (such as "+") come back through `keyed` with the row.
    """

    opened = Signal(object)
    ticked = Signal(object)
    left_out = Signal(object)
    moved = Signal(object)
    keyed = Signal(object, str)
    sorted_by = Signal(str, bool)

    def __init__(
        self, look: Look, rows: TableRows, *, name: str, row_height: int = 40, rounded: bool = True
    ) -> None:
        super().__init__()
        self._look, self._rows, self._row_height = look, rows, row_height
        self._lowered: set[int] = set()
        self.watched: frozenset[str] = frozenset()
        self.sign_ticks = False
        """Whether a hit on the sign of a row ticks it; the tick then takes the place of the sign."""
        self._painter = CellPainter(look)
        self._head = TableHead(look, rows, rounded=rounded)
        self._fitter = QTimer(self)
        self._fitter.setSingleShot(True)
        self._fitter.setInterval(0)
        self._fitter.timeout.connect(self._on_time_to_fit)
        self.setAccessibleName(name)
        self._set_up()
        self.setModel(rows)
        self._listen()
        self.fit()

    def current_row(self) -> Any | None:
        """Give the row that the keyboard is on, or None."""
        index = self.currentIndex()
        return self._rows.row_at(index.row()) if index.isValid() else None

    def go_to(self, row: int) -> None:
        """Move to a row, given by its place from 0."""
        index = self._rows.index(row, 0)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def set_row_height(self, height: int) -> None:
        """Make all rows so many design pixels high."""
        self._row_height = height
        self.verticalHeader().setDefaultSectionSize(self._look.size(height))

    def fit(self) -> None:
        """Give each column the room that its words need."""
        self._painter.last_column = len(self._rows.columns) - 1
        shares = [column.share for column in self._rows.columns]
        # A column that takes what is left need not be measured, which is what costs the time.
        wanted = [0 if share else self._wanted(column) for column, share in enumerate(shares)]
        least = self._look.size(80)
        for column, width in enumerate(fitted(wanted, shares, self.viewport().width(), least)):
            self._head.resizeSection(column, width)
        self._lower_dividers()
        self._head.setVisible(any(column.title for column in self._rows.columns))

    def keyboardSearch(self, _search: str) -> None:
        """Leave letters alone: a search box finds, and a long list must not be read through."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, tick, leave out, or move."""
        row = self.current_row()
        signal = {
            Qt.Key.Key_Return: self.opened,
            Qt.Key.Key_Enter: self.opened,
            Qt.Key.Key_Space: self.ticked,
            Qt.Key.Key_Delete: self.left_out,
        }.get(Qt.Key(event.key()))
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if signal is not None and plain and row is not None:
            signal.emit(row)
        elif plain and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(0 if event.key() == Qt.Key.Key_Home else self._rows.rowCount() - 1)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
        elif event.text() in self.watched and row is not None:
            self.keyed.emit(row, event.text())
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Tell which row the keyboard is on now."""
        super().currentChanged(current, previous)
        self._painter.current = current.row()
        self.viewport().update()
        if current.row() != previous.row():
            self.moved.emit(self._rows.row_at(current.row()) if current.isValid() else None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Move to the row, and tick where the tick was hit, or anywhere with Ctrl."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        with_key = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        row = self._rows.row_at(index.row())
        if row is not None and (with_key or self._hits_tick(index, event.position().toPoint())):
            self.ticked.emit(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which row is pointed at."""
        super().mouseMoveEvent(event)
        self._point_at(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """Forget which row was pointed at."""
        super().leaveEvent(event)
        self._point_at(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Stand on the first row when the keyboard comes."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._rows.rowCount():
            self.go_to(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the keyboard's mark away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the new width, and keep the current row in sight."""
        super().resizeEvent(event)
        self.fit()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def changeEvent(self, event: QEvent) -> None:
        """Take the measures of a changed look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.set_row_height(self._row_height)
            self._fitter.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, the lines across, and the bar of the current row over them."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        self._paint_dividers(painter)
        self._paint_current(painter)

    def _set_up(self) -> None:
        self.setItemDelegate(self._painter)
        self.setHorizontalHeader(self._head)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(8)
        self.set_row_height(self._row_height)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)

    def _listen(self) -> None:
        self._head.sorted_by.connect(self.sorted_by)
        self.doubleClicked.connect(self._on_double_clicked)
        self._rows.modelReset.connect(self._on_reset)
        self._rows.dataChanged.connect(self._fitter.start)
        self._rows.rowsInserted.connect(self._fitter.start)
        self._rows.rowsRemoved.connect(self._fitter.start)

    def _on_reset(self) -> None:
        self._painter.current = -1
        self._painter.hovered = -1
        self._fitter.start()

    def _on_time_to_fit(self) -> None:
        self.fit()

    def _on_double_clicked(self, index: QModelIndex) -> None:
        row = self._rows.row_at(index.row())
        if row is not None and not self._rows.divider_at(index.row()):
            self.opened.emit(row)

    def _wanted(self, column: int) -> int:
        """Measure the widest of the rows in sight and of the column's head."""
        shape = self._rows.columns[column]
        if shape.width:
            return self._look.size(shape.width)
        top = max(0, self.rowAt(0))
        rows = range(top, min(self._rows.rowCount(), top + _MEASURED_ROWS))
        cells = [self._rows.cell(row, column) for row in rows if not self._rows.divider_at(row)]
        widest = max((self._painter.width_of(cell, column) for cell in cells if not cell.waits), default=0)
        return max(widest, self._head.width_of(column), self._look.size(shape.least))

    def _lower_dividers(self) -> None:
        """Make the lines across lower than the rows."""
        low = set(self._rows.divider_rows())
        if not low and not self._lowered:
            return
        rows = self.verticalHeader()
        for row in sorted(low | self._lowered):
            if row < self._rows.rowCount():
                rows.resizeSection(row, self._look.size(_DIVIDER if row in low else self._row_height))
        self._lowered = low

    def _hits_tick(self, index: QModelIndex, spot: QPoint) -> bool:
        cell = self._rows.cell(index.row(), index.column())
        if cell.tick is None and not (self.sign_ticks and cell.sign is not None):
            return False
        return self._painter.tick_place(self.visualRect(index), index.column()).contains(spot)

    def _point_at(self, row: int) -> None:
        if row != self._painter.hovered:
            self._painter.hovered = row
            self.viewport().update()

    def _band(self, row: int) -> QRect:
        return QRect(0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row))

    def _paint_dividers(self, painter: QPainter) -> None:
        if self._rows.shape.divider is None:
            return
        look, icon = self._look, self._rows.shape.divider_icon
        bottom = self.rowAt(self.viewport().height() - 1)
        last = bottom if bottom >= 0 else self._rows.rowCount() - 1
        for row in range(max(0, self.rowAt(0)), last + 1):
            words = self._rows.divider_at(row)
            if not words:
                continue
            band = self._band(row)
            painter.fillRect(band, look.colour("raised"))
            painter.fillRect(QRect(band.left(), band.bottom(), band.width(), 1), look.colour("line"))
            lead = look.size(36 if icon else 12)
            inner = mirrored(band, band.adjusted(lead, 0, -look.size(12), 0), rtl=look.rtl)
            draw_text(painter, look, inner, words, Type.HEAD, "accent_ink" if icon else "muted")
            if icon:
                sign = QRect(band.left() + look.size(12), band.top(), look.size(16), band.height())
                draw_icon(painter, look, mirrored(band, sign, rtl=look.rtl), icon, "accent", 16)

    def _paint_current(self, painter: QPainter) -> None:
        row = self.currentIndex().row()
        if row < 0:
            return
        band, accent = self._band(row), self._look.colour("accent")
        bar = QRect(band.left(), band.top(), self._look.size(3), band.height())
        painter.fillRect(mirrored(band, bar, rtl=self._look.rtl), accent)
        if self.hasFocus():
            draw_box(
                painter, band.adjusted(0, 0, 0, -1), self._look.size(3), edge=accent, width=self._look.size(2)
            )
