"""The page of customers: find a person as one types, and know them in a glance."""

from collections.abc import Callable

from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from shopcrm.desk.customer_list import CustomerList, Person
from shopcrm.desk.customer_sheet import SheetView
from shopcrm.desk.dialogs.customer_form import CustomerForm, Known
from shopcrm.desk.frame import page_ground
from shopcrm.desk.kit import Kit
from shopcrm.desk.page import Page
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.rules.people import phone_fragment
from shopcrm.rules.wording import Words
from shopcrm.services.customers import CustomerSheet
from shopcrm.services.messages import MessageRow
from shopcrm.services.topics import Topic


class CustomersPage(Page):
    """The list of customers, and the sheet of the one that is chosen."""

    key = "customers"
    icon = "users"
    topics = frozenset({Topic.CUSTOMERS, Topic.SALES, Topic.MESSAGES, Topic.GOODS})

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.list = CustomerList(kit)
        self.sheet = SheetView(kit)
        ground, box = page_ground(kit.look)
        box.addLayout(row(self.list, (self.sheet, 1), gap=kit.look.size(12)))
        self.setLayout(column(ground, gap=0))
        self.make_small(small=False)
        self._listen()

    @staticmethod
    def title(words: Words) -> str:
        """Name the page."""
        return words.say("Customers")

    def hints(self) -> list[tuple[str, str]]:
        """Give the page's own keys."""
        say = self.kit.words.say
        return [
            ("Ctrl+F", say("search")),
            ("↑ ↓", say("move")),
            ("F4", say("edit")),
            ("Ctrl+Shift+P", say("preference")),
            ("Ctrl+D", say("note")),
            ("Ctrl+N", say("new")),
            ("Ctrl+Tab", say("next pane")),
        ]

    def begin(self) -> None:
        """Put the keyboard on the search line."""
        self.list.begin()

    def refresh(self) -> None:
        """Read list and sheet again, each in its place."""
        self.list.refresh()
        self.sheet.refresh()

    def show_thing(self, thing: object) -> None:
        """Show a customer by their id."""
        if isinstance(thing, int):
            self.list.stand_nowhere()
            self.sheet.show_customer(thing)

    def make_small(self, *, small: bool) -> None:
        """Make the list narrower and put the parts of the sheet behind tabs."""
        self.list.setFixedWidth(self.kit.look.size(264 if small else 320))
        self.sheet.make_small(small=small)

    def memory(self) -> object:
        """Remember who is shown."""
        return self.sheet.customer_id

    def hideEvent(self, event: QHideEvent) -> None:
        """Lose nothing of a note when another page is shown."""
        self.sheet.note.save()
        super().hideEvent(event)

    def _listen(self) -> None:
        self.list.moved.connect(self._on_moved)
        self.list.opened.connect(self._on_opened)
        self.list.new_asked.connect(self._on_new)
        self.list.emptied.connect(self.sheet.show_nothing)
        self.sheet.edit_asked.connect(self._on_edit)
        self.sheet.changed.connect(self._on_changed)
        self.sheet.failed.connect(self.failed)
        self.sheet.message_asked.connect(self._on_message)
        for keys, slot in (("Ctrl+Tab", self._on_next_pane), ("Ctrl+D", self.sheet.panes()[2])):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    def _on_moved(self, found: Person) -> None:
        self.sheet.show_customer(found.id)

    def _on_opened(self, found: Person) -> None:
        self.sheet.show_customer(found.id)
        self.sheet.panes()[-1]()

    def _on_new(self, typed: str) -> None:
        is_phone = len(phone_fragment(typed)) >= 3
        self._open_form(None, Known(phone=typed) if is_phone else Known(name=typed))

    def _on_edit(self, sheet: CustomerSheet) -> None:
        self._open_form(sheet, None)

    def _open_form(self, sheet: CustomerSheet | None, known: Known | None) -> None:
        form = CustomerForm(self.kit, self, sheet, known)
        form.saved.connect(self._on_saved)
        form.open()

    def _on_saved(self, customer_id: int, name: str, warnings: str) -> None:
        words = self.kit.words
        said = words.say("{name} is saved.", name=name) if name else words.say("The customer is saved.")
        self.did.emit(f"{said} {warnings}".strip())
        if customer_id != self.sheet.customer_id:
            self.show_thing(customer_id)
        self.refresh()

    def _on_changed(self, said: str, take_back: Callable[[], None] | None) -> None:
        if said and take_back is not None:
            self.undoable.emit(said, take_back)
        elif said:
            self.did.emit(said)
        self.refresh()

    def _on_message(self, message: MessageRow) -> None:
        self.went.emit("messages", message.id)

    def _on_next_pane(self) -> None:
        """Go round: the list, then each part of the sheet."""
        at = QApplication.focusWidget()
        panes = [self.list.begin, *self.sheet.panes()]
        here = 0 if at is None or self.list.isAncestorOf(at) else self.sheet.pane() + 1
        panes[(here + 1) % len(panes)]()
