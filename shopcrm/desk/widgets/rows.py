"""Rows of a table: a list that is here, or pages of a long one that are fetched when they come into sight."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer

from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.columns import Cell, Column, Shape, cell_of
from shopcrm.desk.widgets.tips import plain_tip

Deliver: TypeAlias = Callable[[Sequence[Any]], None]
"""What takes the rows of one page when they have come."""

Fetch: TypeAlias = Callable[[int, int, Deliver], None]
"""Asks for rows: where to begin, how many, and who takes them; it returns at once."""

AnyIndex: TypeAlias = QModelIndex | QPersistentModelIndex

CELL = Qt.ItemDataRole.UserRole + 1
DIVIDER = Qt.ItemDataRole.UserRole + 2
PAGE = 100
_KEPT_PAGES = 30
_NOWHERE = QModelIndex()


class TableRows(QAbstractTableModel):
    """What all tables share; a row that has not come yet is None."""

    def __init__(self, columns: Sequence[Column[Any]], shape: Shape[Any] | None = None) -> None:
        super().__init__()
        self.columns = list(columns)
        self.shape: Shape[Any] = shape or Shape()

    def row_at(self, index: int) -> Any | None:
        """Give the row at a place, or None where there is none yet."""
        del index
        return None

    def set_columns(self, columns: Sequence[Column[Any]]) -> None:
        """Show other columns, such as those of another language."""
        self.beginResetModel()
        self.columns = list(columns)
        self.endResetModel()

    def divider_at(self, index: int) -> str:
        """Give the words of a line across the table, or nothing where there is an ordinary row."""
        row = self.row_at(index)
        return "" if row is None or self.shape.divider is None else self.shape.divider(row)

    def divider_rows(self) -> list[int]:
        """Tell which rows are lines across; a list that is fetched by pages cannot tell."""
        return []

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """Count the columns."""
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let every row be chosen but the lines across the table."""
        if not index.isValid() or self.divider_at(index.row()):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Give the title of a column; rows have none."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title if 0 <= section < len(self.columns) else None
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give what a cell shows, tells or holds."""
        if not index.isValid():
            return None
        row = self.row_at(index.row())
        if role == CELL:
            return self.cell(index.row(), index.column())
        if role == DIVIDER:
            return self.divider_at(index.row())
        if row is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return row
        return self._plain(self.cell(index.row(), index.column()), role)

    def cell(self, row: int, column: int) -> Cell:
        """Read what one cell shows."""
        value = self.row_at(row)
        if value is None:
            return Cell(waits=True)
        words = self.divider_at(row)
        if words:
            return Cell(text=words)
        quiet = self.shape.quiet is not None and self.shape.quiet(value)
        return cell_of(self.columns[column], value, quiet=quiet)

    @staticmethod
    def _plain(cell: Cell, role: int) -> Any:
        whole = f"{cell.text}\n{cell.second}" if cell.second else cell.text
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell.text
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(whole)
            case Qt.ItemDataRole.AccessibleTextRole:
                return whole.replace("\n", ", ")
            case Qt.ItemDataRole.CheckStateRole if cell.tick is not None:
                return Qt.CheckState.Checked if cell.tick else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.TextAlignmentRole if cell.align in (Align.NUMBER, Align.COUNT):
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
            case _:
                return None


class Rows(TableRows):
    """Rows that are all here."""

    def __init__(
        self, columns: Sequence[Column[Any]], rows: Sequence[Any] = (), shape: Shape[Any] | None = None
    ) -> None:
        super().__init__(columns, shape)
        self._rows = list(rows)

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """Count the rows."""
        return 0 if parent.isValid() else len(self._rows)

    def row_at(self, index: int) -> Any | None:
        """Give the row at a place."""
        return self._rows[index] if 0 <= index < len(self._rows) else None

    def divider_rows(self) -> list[int]:
        """Tell which rows are lines across."""
        if self.shape.divider is None:
            return []
        return [index for index, row in enumerate(self._rows) if self.shape.divider(row)]

    def all(self) -> list[Any]:
        """Give the rows in their order."""
        return list(self._rows)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows; a table keeps its place where the same number is left."""
        if len(rows) == len(self._rows) and rows:
            self._rows = list(rows)
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self.columns) - 1))
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def extend(self, rows: Sequence[Any]) -> None:
        """Put rows at the end; a table keeps its place."""
        if rows:
            self.beginInsertRows(_NOWHERE, len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def replace(self, index: int, row: Any) -> None:
        """Show a row in the place of another."""
        self._rows[index] = row
        self.dataChanged.emit(self.index(index, 0), self.index(index, len(self.columns) - 1))

    def insert(self, index: int, row: Any) -> None:
        """Put a row in."""
        self.beginInsertRows(_NOWHERE, index, index)
        self._rows.insert(index, row)
        self.endInsertRows()

    def remove(self, index: int) -> None:
        """Take a row out."""
        self.beginRemoveRows(_NOWHERE, index, index)
        del self._rows[index]
        self.endRemoveRows()


class PagedRows(TableRows):
    """Rows of a list of any length: a page is fetched when it comes into sight, old ones are let go."""

    def __init__(self, columns: Sequence[Column[Any]], fetch: Fetch, shape: Shape[Any] | None = None) -> None:
        super().__init__(columns, shape)
        self._fetch = fetch
        self._total = 0
        self._pages: OrderedDict[int, Sequence[Any]] = OrderedDict()
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._asked: set[int] = set()
        self._old: set[int] = set()
        self._question = 0
        self._asker = QTimer(self)
        self._asker.setSingleShot(True)
        self._asker.setInterval(0)
        self._asker.timeout.connect(self._on_time_to_ask)

    def begin(self, total: int, first: Sequence[Any] = ()) -> None:
        """Show a list of `total` rows from its start; answers to what was asked before are dropped.

        `first` are the rows of its first page where they are here already; then nothing is grey meanwhile.
        """
        self.beginResetModel()
        self._forget()
        self._total = total
        if len(first) >= min(PAGE, total):
            self._pages[0] = first[:PAGE]
        self.endResetModel()

    def refresh(self, total: int) -> None:
        """Fetch again what is in sight, in the same place; the old rows stay until the new ones have come."""
        self._question += 1
        self._wanted.clear()
        self._asked.clear()
        self._old.clear()
        self._old = set(self._pages)
        before, bottom = self._total, min(self._total, total)
        if total > before:
            self.beginInsertRows(_NOWHERE, before, total - 1)
            self._total = total
            self.endInsertRows()
        elif total < before:
            self.beginRemoveRows(_NOWHERE, total, before - 1)
            self._total = total
            self.endRemoveRows()
        if bottom:
            self.dataChanged.emit(self.index(0, 0), self.index(bottom - 1, len(self.columns) - 1))

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """Count the rows of the whole list."""
        return 0 if parent.isValid() else self._total

    def row_at(self, index: int) -> Any | None:
        """Give the row at a place if it is here; else ask for its page."""
        page, offset = divmod(index, PAGE)
        rows = self._pages.get(page)
        if rows is None or page in self._old:
            self._want(page)
        if rows is None:
            return None
        self._pages.move_to_end(page)
        return rows[offset] if offset < len(rows) else None

    def _want(self, page: int) -> None:
        if page in self._asked or not 0 <= page * PAGE < self._total:
            return
        self._wanted[page] = None
        self._wanted.move_to_end(page)
        if not self._asker.isActive():
            self._asker.start()

    def _on_time_to_ask(self) -> None:
        """Ask for what was looked at last first; pages that were only flown over are not asked for."""
        latest = list(reversed(self._wanted))[:3]
        self._wanted.clear()
        for page in latest:
            self._asked.add(page)
            self._fetch(page * PAGE, min(PAGE, self._total - page * PAGE), self._taker(page))

    def _taker(self, page: int) -> Deliver:
        question = self._question

        def take(rows: Sequence[Any]) -> None:
            if question == self._question:
                self._take(page, rows)

        return take

    def _take(self, page: int, rows: Sequence[Any]) -> None:
        self._asked.discard(page)
        self._old.discard(page)
        self._pages[page] = rows
        while len(self._pages) > _KEPT_PAGES:
            self._pages.popitem(last=False)
        last = min(self._total, (page + 1) * PAGE) - 1
        if page * PAGE <= last:
            self.dataChanged.emit(self.index(page * PAGE, 0), self.index(last, len(self.columns) - 1))

    def _forget(self) -> None:
        self._question += 1
        self._pages.clear()
        self._wanted.clear()
        self._asked.clear()
        self._old.clear()
