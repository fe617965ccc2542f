"""The card with everything between a customer and the shop, newest first, with the line for a note on top."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from shopcrm.desk import timeline_words as named
from shopcrm.desk.gathering import Gather, at_once
from shopcrm.desk.kit import Kit
from shopcrm.desk.note_writing import NoteEditor, NoteLine, Writing
from shopcrm.desk.standing_note import StandingNote
from shopcrm.desk.timeline_words import Line
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.cards import Card, Rule, Scroller
from shopcrm.desk.widgets.choices import Choice, Combo, Option
from shopcrm.desk.widgets.columns import Shape
from shopcrm.desk.widgets.empty import EmptyState
from shopcrm.desk.widgets.rows import Rows
from shopcrm.desk.widgets.table import RowTable
from shopcrm.services import notes, timeline
from shopcrm.services.customers import CustomerSheet
from shopcrm.services.notes import NoteKind, Removed
from shopcrm.services.timeline import Entry, Group, Kind, Place, TimelinePage

_ROW, _EDITED_ROW = 50, 84
_MOST_AT_ONCE = 300
"""A refresh reads again what was read so far, up to this many entries."""


class TimelineCard(Card):
    """Shows what happened; `message_asked`, `sale_asked` and `case_asked` carry what was opened.

    `changed` carries the words of what was done, and what takes it back or None.
    """

    changed = Signal(str, object)
    message_asked = Signal(int)
    sale_asked = Signal(int)
    case_asked = Signal(int)
    failed = Signal(object)

    def __init__(self, kit: Kit) -> None:
        look, words = kit.look, kit.words
        super().__init__(look, words.say("Timeline"), padding=0, spacing=0)
        self._kit = kit
        self._customer_id = 0
        self._group = Group.ALL
        self._next: Place | None = None
        self._question, self._asks_more = 0, False
        self.gather: Gather = at_once
        self._editor: NoteEditor | None = None
        options = self._options()
        self.filters = Choice(look, options, name=words.say("What the timeline shows"))
        self.filters.choose(Group.ALL)
        self.small_filters = Combo(look, options, name=words.say("What the timeline shows"))
        self.small_filters.hide()
        self.head.addWidget(self.filters)
        self.note, self.standing = NoteLine(kit), StandingNote(kit)
        self.rows = Rows(named.columns(), shape=Shape(divider=named.divider))
        self.table = RowTable(look, self.rows, name=words.say("Timeline"), row_height=_ROW, rounded=False)
        nothing = words.say("Nothing happened yet"), words.say("Sales, messages, notes and calls come here.")
        self.empty = EmptyState(look, "history", *nothing)
        self._stack = _LowStack()
        self._build()
        self._listen()

    def show_sheet(self, sheet: CustomerSheet) -> None:
        """Take note of who is shown; the entries are asked for apart."""
        self.note.show_customer(sheet.id)
        self.standing.show_sheet(sheet)

    def ask(self, customer_id: int) -> None:
        """Ask for somebody's entries from the newest, or for the same ones anew in their place."""
        fresh = customer_id != self._customer_id
        self._customer_id = customer_id
        if fresh:
            self._end_editing()
        limit = timeline.FIRST_PAGE if fresh else max(timeline.FIRST_PAGE, self._count())
        self._question += 1
        self._asks_more = False
        self._read(self._taker(fresh=fresh), None, min(limit, _MOST_AT_ONCE))

    def save(self) -> None:
        """Hand in what is being written."""
        if self._editor is not None:
            self._editor.end()
        self.note.save()
        self.standing.save()

    def make_small(self, *, small: bool) -> None:
        """Put the filters into the line of the note where there is little room."""
        self.title.setVisible(not small)
        self.filters.setVisible(not small)
        self.small_filters.setVisible(small)
        size = self._kit.look.size
        edges = (0, 0, 0, 0) if small else (size(12), size(9), size(12), size(5))
        self.head.setContentsMargins(*edges)

    def first_target(self) -> QWidget:
        """Give what takes the keyboard: the list, or the note where the list is empty."""
        return self.table if self.rows.rowCount() else self.note.line

    def begin_standing(self) -> None:
        """Let somebody write the standing remark."""
        self.standing.begin()

    def _options(self) -> list[Option]:
        say = self._kit.words.say
        return [
            Option(Group.ALL, say("All")),
            Option(Group.SALES, say("Sales")),
            Option(Group.MESSAGES, say("Messages")),
            Option(Group.CARE, say("Care")),
        ]

    def _build(self) -> None:
        look = self._kit.look
        side, air = look.size(12), look.size(8)
        self.note.row.addWidget(self.small_filters)
        self.small_filters.setMaximumWidth(look.size(140))
        top = column(self.note, self.standing, gap=look.size(6), edges=(side, look.size(4), side, air + 2))
        # An empty list must not make the page higher than a full one.
        self._stack.setMinimumHeight(look.size(64))
        self._nothing = Scroller(self.empty)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._nothing)
        self.body.addLayout(column(top, Rule(look), (self._stack, 1), gap=0))
        self.standing.hide()

    def _listen(self) -> None:
        self.filters.picked.connect(self._on_group)
        self.small_filters.picked.connect(self._on_group)
        self.table.opened.connect(self._on_opened)
        self.table.left_out.connect(self._on_left_out)
        self.note.failed.connect(self.failed)
        self.standing.failed.connect(self.failed)
        bar = self.table.verticalScrollBar()
        bar.valueChanged.connect(self._on_scrolled)
        bar.rangeChanged.connect(self._on_scrolled)

    def _count(self) -> int:
        return sum(1 for line in self.rows.all() if line.entry is not None)

    def _read(self, take: Callable[[TimelinePage], None], after: Place | None, limit: int) -> None:
        """Ask beside the window; an answer whose question is old by now is dropped by who takes it."""
        shop, customer_id, group = self._kit.program.shop, self._customer_id, self._group

        def read() -> TimelinePage:
            return shop.ask(timeline.page, customer_id, group, after, limit)

        self._kit.lanes.quick.run(self, take, read)

    def _taker(self, *, fresh: bool) -> Callable[[TimelinePage], None]:
        question = self._question

        def show(page: TimelinePage) -> None:
            if question == self._question:
                self._show_page(page, fresh=fresh)

        def take(page: TimelinePage) -> None:
            self.gather(lambda: show(page))

        return take

    def _show_page(self, page: TimelinePage, *, fresh: bool) -> None:
        """Show entries from the newest; the place stays where it is the same person's list."""
        lines = self._lines(page.entries)
        self._next = page.next
        self._stack.setCurrentWidget(self.table if lines else self._nothing)
        if not fresh and (self._editor is not None or lines == self.rows.all()):
            return
        here, at = self.table.current_row(), self.table.verticalScrollBar().value()
        self.rows.show_rows(lines)
        self.table.fit()
        if fresh:
            self.table.clearSelection()
            self.table.scrollToTop()
            return
        self._stand_on(here.key if isinstance(here, Line) else None)
        self.table.verticalScrollBar().setValue(at)

    def _stand_on(self, key: tuple[str, int] | None) -> None:
        place = next((i for i, line in enumerate(self.rows.all()) if key is not None and line.key == key), -1)
        if place >= 0:
            self.table.setCurrentIndex(self.rows.index(place, 0))

    def _lines(self, entries: Sequence[Entry]) -> list[Line]:
        words = self._kit.words
        return named.lines_of(words, entries, words.days.of(self._kit.program.shop.clock()))

    def _on_group(self, group: Group) -> None:
        self._group = group
        self.filters.choose(group)
        self.small_filters.choose(group)
        self._end_editing()
        self._question += 1
        self._read(self._taker(fresh=True), None, timeline.FIRST_PAGE)

    def _on_scrolled(self) -> None:
        """Fetch what follows before the end comes into sight."""
        bar = self.table.verticalScrollBar()
        near = bar.value() >= bar.maximum() - 2 * max(1, bar.pageStep())
        if not near or self._next is None or self._asks_more or not self.rows.rowCount():
            return
        self._asks_more = True
        question = self._question

        def take(page: TimelinePage) -> None:
            if question == self._question:
                self._add_page(page)

        self._read(take, self._next, timeline.FIRST_PAGE)

    def _add_page(self, page: TimelinePage) -> None:
        self._asks_more, self._next = False, page.next
        lines = self.rows.all()
        last = lines[-1].entry.day if lines and lines[-1].entry is not None else None
        words = self._kit.words
        today = words.days.of(self._kit.program.shop.clock())
        self.rows.extend(named.lines_of(words, page.entries, today, last))

    def _on_opened(self, line: Line) -> None:
        entry = line.entry
        if entry is None:
            return
        if entry.kind in named.SALES:
            self.sale_asked.emit(entry.id)
        elif entry.kind is Kind.MESSAGE:
            self.message_asked.emit(entry.id)
        elif entry.kind is Kind.COMPLAINT:
            self.case_asked.emit(entry.id)
        elif entry.kind in named.NOTES:
            self._edit(entry)

    def _edit(self, entry: Entry) -> None:
        """Let a note be changed where it stands."""
        self._end_editing()
        place = self.table.currentIndex().row()
        writing = Writing(self._kit, self, self._customer_id, NoteKind(entry.kind), entry.id)
        writing.failed.connect(self.failed)
        self._editor = NoteEditor(self._kit, writing, entry.text)
        self._editor.ended.connect(self._on_edited)
        self.table.setRowHeight(place, self._kit.look.size(_EDITED_ROW))
        self.table.setIndexWidget(self.rows.index(place, 0), self._editor)
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_edited(self) -> None:
        had_focus = self._editor is not None and self._editor.hasFocus()
        self._end_editing()
        if had_focus:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit("", None)

    def _end_editing(self) -> None:
        """Put the row back as it was; what was written in it is kept."""
        editor, self._editor = self._editor, None
        if editor is None:
            return
        editor.blockSignals(True)
        editor.end()
        for place in range(self.rows.rowCount()):
            index = self.rows.index(place, 0)
            if self.table.indexWidget(index) is editor:
                self.table.closePersistentEditor(index)
                self.table.setRowHeight(place, self._kit.look.size(_ROW))
        editor.hide()
        editor.deleteLater()

    def _on_left_out(self, line: Line) -> None:
        entry = line.entry
        if entry is None or entry.kind not in named.NOTES:
            return
        self._kit.lanes.quick.do(self, self._on_removed, notes.remove, entry.id)

    def _on_removed(self, removed: Removed) -> None:
        def take_back() -> None:
            self._kit.lanes.quick.do(self, self._on_taken_back, notes.put_back, removed)

        self.changed.emit(self._kit.words.say("The note is gone."), take_back)

    def _on_taken_back(self, _answer: object) -> None:
        self.changed.emit("", None)


class _LowStack(QStackedWidget):
    """Asks for no more height than it must have, and takes what is left."""

    def sizeHint(self) -> QSize:
        """Be as low as allowed."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def hasHeightForWidth(self) -> bool:
        """Need no more height where there is less width."""
        return False
