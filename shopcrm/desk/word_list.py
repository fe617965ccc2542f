"""The list of the shop's word: promises and special orders that are not over, of everybody or of one."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk import promise_words as named
from shopcrm.desk.dialogs.promise_form import PromiseForm
from shopcrm.desk.kit import Kit
from shopcrm.desk.promise_words import WordLine
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.empty import EmptyState
from shopcrm.desk.widgets.flow import flow
from shopcrm.desk.widgets.labels import Label
from shopcrm.desk.widgets.rows import Rows
from shopcrm.desk.widgets.table import RowTable
from shopcrm.desk.word_sheets import WordSheets
from shopcrm.services import order_rows, promises
from shopcrm.services.order_rows import OrderRow
from shopcrm.services.promises import PromiseRow
from shopcrm.services.shop import Session

_AROUND, _LOWEST, _HIGHEST = 380, 160, 480
"""How high everything around the list is, and how high the list is at least and at most."""


@dataclass(frozen=True, slots=True)
class _Found:
    promises: list[PromiseRow]
    orders: list[OrderRow]


class WordList(DialogFrame):
    """A list to work through; `did` carries the words of what was done.

    `person_wanted` carries the customer whose page is to be opened. With `customer_id` it is of one person,
    and holds what is over as well.
    """

    person_wanted = Signal(int)
    did = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget, customer_id: int | None = None, name: str = "") -> None:
        words, look, say = kit.words, kit.look, kit.words.say
        title = say("Promises and orders of {name}", name=name) if name else say("Promises and orders")
        super().__init__(look, words, title, say("Close"), parent=parent, icon="handshake", width=900)
        self._kit, self._customer_id = kit, customer_id
        self._take_back: object = None
        today = kit.settings.days.of(kit.program.shop.clock())
        self._rows = Rows(named.columns(words, today, named=customer_id is None))
        self.table = RowTable(look, self._rows, name=title, row_height=52)
        self.empty = EmptyState(
            look,
            "handshake",
            say("Nothing is promised or ordered"),
            say("What you give your word on stands here until it is kept."),
        )
        self.said = Label(look, "", Type.SMALL, "accent_ink", ellipsis=True)
        self.open_it = Button(look, say("Open"), icon="chevron-right", key="Enter", bind_key=False, height=32)
        self.person = Button(look, say("Open person"), icon="user", key="Ctrl+G", height=32)
        self.new = Button(look, say("New promise"), icon="plus", key="Ctrl+N", height=32)
        self.undo = Button(look, say("Undo"), ButtonKind.GHOST, icon="rotate-ccw", key="Ctrl+Z", height=32)
        self.sheets = WordSheets(kit, self)
        self._furnish(parent)
        self.reread()

    def reread(self) -> None:
        """Read the list again; the place of the keyboard stays."""
        self._kit.lanes.quick.ask(self, self._on_read, _read, self._customer_id)

    def _furnish(self, parent: QWidget) -> None:
        look, gap = self._kit.look, self._kit.look.size(8)
        self.cancel.hide()
        free = parent.window().height() - look.size(_AROUND)
        room = min(max(free, look.size(_LOWEST)), look.size(_HIGHEST))
        self.table.setMinimumHeight(room)
        self.empty.setMinimumHeight(room)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.empty, 1)
        self.person.setVisible(self._customer_id is None)
        self.body.addLayout(flow(self.open_it, self.person, self.new, gap=gap))
        self.body.addLayout(row((self.said, 1), self.undo, gap=gap))
        self.empty.hide()
        self.undo.hide()
        self.table.opened.connect(self._on_opened)
        self.open_it.clicked.connect(self._on_open)
        self.person.clicked.connect(self._on_person)
        self.new.clicked.connect(self._on_new)
        self.undo.clicked.connect(self._on_undo)
        self.sheets.did.connect(self._on_did)
        self.agreed.connect(self.accept)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_read(self, found: _Found) -> None:
        at = max(0, self.table.currentIndex().row())
        lines = named.lines_of(found.promises, found.orders)
        self._rows.show_rows(lines)
        self.table.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        for button in (self.open_it, self.person):
            button.setEnabled(bool(lines))
        if lines:
            self.table.go_to(min(at, len(lines) - 1))

    def _on_open(self) -> None:
        line = self.table.current_row()
        if isinstance(line, WordLine):
            self._on_opened(line)

    def _on_opened(self, line: WordLine) -> None:
        if line.order is not None:
            self.sheets.open_order(line.order.id)
        elif line.promise is not None:
            self.sheets.open_promise(line.promise.id)

    def _on_person(self) -> None:
        line = self.table.current_row()
        about = (line.order or line.promise) if isinstance(line, WordLine) else None
        if about is not None and about.customer_id is not None:
            self.person_wanted.emit(about.customer_id)
            self.accept()

    def _on_new(self) -> None:
        form = PromiseForm(self._kit, self._customer_id, "", self)
        form.saved.connect(self._on_promised)
        form.open()

    def _on_promised(self, _promise_id: int, said: str) -> None:
        self._on_did(said, None)

    def _on_did(self, said: str, take_back: object) -> None:
        self._take_back = take_back
        self.said.setText(said)
        self.undo.setVisible(take_back is not None)
        self.did.emit(said)
        self.reread()

    def _on_undo(self) -> None:
        if callable(self._take_back):
            self._take_back()
        self._on_did(self._kit.words.say("Taken back"), None)


def _read(session: Session, customer_id: int | None) -> _Found:
    """Read what is not over of everybody, or everything of one person."""
    if customer_id is None:
        return _Found(promises.to_do(session), order_rows.waiting(session))
    return _Found(promises.of_customer(session, customer_id), order_rows.of_customer(session, customer_id))
