"""A list of any length with a search line above and its count below; customers and goods stand in one.

The list never reads the shop: whoever made it asks, and hands in what was found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.cards import Card, Rule
from shopcrm.desk.widgets.empty import EmptyState
from shopcrm.desk.widgets.flow import FlowLayout
from shopcrm.desk.widgets.labels import Label
from shopcrm.desk.widgets.rows import PagedRows
from shopcrm.desk.widgets.search_box import SearchBox
from shopcrm.desk.widgets.table import RowTable

_MOVE_REST_MS = 40
"""A held arrow key does not ask for each row that it flies over."""
_NEAR = 100
"""How far from the top a row is looked for that has moved."""


@dataclass(frozen=True, slots=True)
class ListWords:
    """What the list says: hint and name of its search line, its own name, and what makes a new one."""

    hint: str
    search: str
    name: str
    new: str
    new_icon: str = "plus"


class FoundList(Card):
    """A list that tells what it needs: `asked` what to search for, `moved` and `opened` with a row.

    `new_asked` comes with what was searched for in vain, or with nothing. Enter in the search line opens the
    first row that fits, or begins a new one where nothing does; `emptied` tells that nothing does.
    """

    asked = Signal(str)
    moved = Signal(object)
    opened = Signal(object)
    new_asked = Signal(str)
    emptied = Signal()

    def __init__(
        self,
        look: Look,
        said: ListWords,
        rows: PagedRows,
        *,
        row_height: int,
        filters: QWidget | None = None,
        chips: QWidget | None = None,
        deeds: QWidget | None = None,
        beside: Sequence[QWidget] = (),
    ) -> None:
        """Make one; `filters` stand beside the search line, `chips` under it, `deeds` over the count.

        What stands `beside` the button for a new one goes under it only where the list is too narrow.
        """
        super().__init__(look, padding=0, spacing=0)
        self._rows, self._shown_for = rows, ""
        self._anew, self._open_next, self._waits, self._free = True, False, False, False
        self._asked_for = self._stood_by = ""
        self._stays_at: Any | None = None
        self.box = SearchBox(look, placeholder=said.hint, key="Ctrl+F", name=said.search)
        self.table = RowTable(look, rows, name=said.name, row_height=row_height, rounded=False)
        self.empty = EmptyState(look, "search-x", "", "", action=said.new, key="", action_icon=said.new_icon)
        self.count = Label(look, "", Type.CAPTION, "muted", ellipsis=True)
        self.new = Button(look, said.new, icon=said.new_icon, key="Ctrl+N", height=32)
        self._stack = QStackedWidget()
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(_MOVE_REST_MS)
        self._build(look, filters, chips, deeds, beside)
        self._listen()

    def text(self) -> str:
        """Tell what is searched for."""
        return self.box.text().strip()

    def refresh(self) -> None:
        """Have it asked again for what is searched for now; the place stays."""
        self.asked.emit(self.box.text())

    def begin_anew(self) -> None:
        """Have it asked for what is searched for now, and show the answer from its start."""
        self._anew, self._free = True, False
        self._asked_for = self.box.text()
        self.asked.emit(self._asked_for)

    def show_found(self, text: str, total: int, first: Sequence[Any], at: int = 0) -> None:
        """Show what was found for a text: how many rows, those of the first page, and on which to stand."""
        self._stack.setCurrentWidget(self.table if total else self.empty)
        if not total:
            self.emptied.emit()
        if not self._anew:
            self._stays_at = getattr(self.current(), "id", None)
            self._rows.refresh(total)
            return
        self._anew, self._stays_at, self._shown_for = False, None, text.strip()
        self._rows.begin(total, first)
        if total and not self._free:
            self.table.go_to(1 if self._rows.divider_at(at) else at)
        if self._open_next:
            self._open_next = False
            self._open_first()

    def current(self) -> Any | None:
        """Give the row that the list stands on."""
        return self.table.current_row()

    def stand_nowhere(self) -> None:
        """Leave all rows until one is chosen, since something is shown that was not chosen here."""
        self._free, self._stood_by = True, self.box.text()
        self._resting.stop()
        self.table.setCurrentIndex(QModelIndex())

    def begin(self) -> None:
        """Put the keyboard on the search line."""
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.box.selectAll()

    def give_up(self) -> None:
        """Leave the list on Esc."""
        self.begin()

    def _build(
        self,
        look: Look,
        filters: QWidget | None,
        chips: QWidget | None,
        deeds: QWidget | None,
        beside: Sequence[QWidget],
    ) -> None:
        air, less = look.size(12), look.size(8)
        top = row((self.box, 1), gap=less, edges=(air, air, air, less))
        if filters is not None:
            top.addWidget(filters)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        last = row((self.count, 1), self._acts(look, beside), edges=(air, less, air, less))
        head = column(top, gap=0)
        if chips is not None:
            head.addWidget(chips)
        foot = column(last, gap=0)
        if deeds is not None:
            foot.insertWidget(0, deeds)
        self.body.addLayout(column(head, Rule(look), (self._stack, 1), Rule(look), foot, gap=0))

    def _acts(self, look: Look, beside: Sequence[QWidget]) -> QWidget:
        if not beside:
            return self.new
        acts, gap = QWidget(), look.size(8)
        flow = FlowLayout(acts, gap=gap, line_gap=gap)
        for one in (*beside, self.new):
            flow.addWidget(one)
        return acts

    def _listen(self) -> None:
        self.box.asked.connect(self._on_rest)
        self.box.entered.connect(self._on_entered)
        self.box.went_down.connect(self._on_went_down)
        self.table.moved.connect(self._on_moved)
        self.table.opened.connect(self.opened)
        self.empty.acted.connect(self._on_new_with_this)
        self.new.clicked.connect(self._on_new)
        self._resting.timeout.connect(self._on_moving_rests)
        self._rows.dataChanged.connect(self._on_rows_came)
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.activated.connect(self.begin)
        back = QShortcut(QKeySequence("Esc"), self.table)
        back.setContext(Qt.ShortcutContext.WidgetShortcut)
        back.activated.connect(self._on_escape)

    def _on_escape(self) -> None:
        self.give_up()

    def _on_entered(self, text: str) -> None:
        if text.strip() == self._shown_for:
            self._open_first()
        else:
            self._open_next = True
            self.begin_anew()

    def _on_rest(self, text: str) -> None:
        """Ask for what was typed; after a scan that ran through the line, what it opened stays shown."""
        free = self._free and text == self._stood_by
        if not (free and text == self._asked_for):
            self.begin_anew()
            self._free = free

    def _open_first(self) -> None:
        if not self._rows.rowCount():
            self._on_new_with_this()
            return
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if (found := self.current()) is not None:
            self.moved.emit(found)

    def _on_went_down(self) -> None:
        if self._rows.rowCount():
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_moved(self, _row: object) -> None:
        if self.table.currentIndex().isValid():
            self._resting.start()

    def _on_moving_rests(self) -> None:
        found = self.current()
        self._waits = found is None
        if found is not None:
            self.moved.emit(found)

    def _on_rows_came(self) -> None:
        if self._waits:
            self._on_moving_rests()
        if self._stays_at is not None and getattr(self.current(), "id", self._stays_at) != self._stays_at:
            self._follow(self._stays_at)

    def _follow(self, key: Any) -> None:
        """Go where the row went on which the list stood, if it is still near the top."""
        near = range(min(self._rows.rowCount(), _NEAR))
        place = next((i for i in near if getattr(self._rows.row_at(i), "id", None) == key), None)
        if place is not None:
            self.table.selectRow(place)

    def new_text(self) -> str:
        """Give what a new one begins with: what was typed in vain."""
        return "" if self._rows.rowCount() else self.text()

    def _on_new(self) -> None:
        self.new_asked.emit(self.new_text())

    def _on_new_with_this(self) -> None:
        self.new_asked.emit(self.text())
