"""The page of customers: find a person as one types, and know them in a glance."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from shopcrm.desk.customer_deeds import CustomerDeeds
from shopcrm.desk.customer_list import CustomerList
from shopcrm.desk.customer_list import Person as Listed
from shopcrm.desk.customer_sheet import SheetView
from shopcrm.desk.dialogs.customer_form import CustomerForm, Known
from shopcrm.desk.frame import page_ground
from shopcrm.desk.kit import Kit
from shopcrm.desk.page import Page
from shopcrm.desk.person_reading import First
from shopcrm.desk.sale_details import SaleDetails
from shopcrm.desk.several_deeds import SeveralDeeds
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.rules.people import phone_fragment
from shopcrm.rules.wording import Words
from shopcrm.services import sales, taking_back
from shopcrm.services.customers import CustomerSheet
from shopcrm.services.sales import SaleView
from shopcrm.services.scans import Scanned, What
from shopcrm.services.taking_back import Added, Changed
from shopcrm.services.topics import Topic

_BOTH = 700
"""With fewer design pixels of width list and sheet take turns."""
_ANY = 16_777_215


class CustomersPage(Page):
    """The list of customers, and the sheet of the one that is chosen."""

    key = "customers"
    icon = "users"
    topics = frozenset(Topic)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.list = CustomerList(kit)
        self.sheet = SheetView(kit)
        self.deeds = CustomerDeeds(kit, self, self.sheet)
        self.several = SeveralDeeds(kit, self, self.list.chosen)
        ground, box = page_ground(kit.look)
        all_of_them = kit.words.say("All customers")
        # Where only one of the two has room, the key of the search leads back to the list.
        self.back = Button(
            kit.look, all_of_them, ButtonKind.GHOST, icon="arrow-left", key="Ctrl+F", height=32, mirror=True
        )
        self._right = QWidget()
        self._right.setLayout(column(row(self.back, None), (self.sheet, 1), gap=kit.look.size(4)))
        box.addLayout(row((self.list, 1), (self._right, 3), gap=kit.look.size(12)))
        self._narrow = False
        self.back.hide()
        self.setLayout(column(ground, gap=0))
        self._small = False
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
            ("Enter", say("open")),
            ("Space", say("choose")),
            ("Ctrl+D", say("note")),
            ("Alt+1–5", say("memory lines")),
            ("Ctrl+Shift+P", say("preference")),
            ("Ctrl+Tab", say("next pane")),
        ]

    def more_keys(self) -> list[tuple[str, str]]:
        """Give the keys of what stands in the menu."""
        say = self.kit.words.say
        return [
            ("Ctrl+Shift+R", say("promise them something")),
            ("Ctrl+Shift+O", say("take a special order")),
            ("Ctrl+Shift+L", say("their promises and orders")),
            ("Ctrl+Shift+V", say("They came in")),
            ("Ctrl+Shift+C", say("We called them")),
            ("Ctrl+Shift+D", say("Standing remark")),
        ]

    def begin(self) -> None:
        """Put the keyboard on the search line."""
        self._show_list()
        self.list.begin()

    def refresh(self) -> None:
        """Read list and sheet again, each in its place."""
        self.list.refresh()
        self.sheet.refresh()

    def show_thing(self, thing: object) -> None:
        """Show a customer by their id, or by what was read of them already."""
        if isinstance(thing, int | First):
            self.list.stand_nowhere()
            if isinstance(thing, First):
                self.sheet.show_customer(thing.person.sheet.id, thing)
            else:
                self.sheet.show_customer(thing)
            self._show_sheet()

    def make_small(self, *, small: bool) -> None:
        """Make the list narrower and put the parts of the sheet behind tabs."""
        self._small = small
        self._share_out()
        self.list.make_small(small=small)
        self.sheet.make_small(small=small)
        self.deeds.make_small(small=small)

    def memory(self) -> object:
        """Remember who is shown."""
        return self.sheet.customer_id

    def person_shown(self) -> int | None:
        """Tell whose sheet one sees."""
        return self.sheet.customer_id

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show list or sheet alone where both have no room beside one another, as with very large writing."""
        super().resizeEvent(event)
        narrow = self.width() < self.kit.look.size(_BOTH)
        if narrow != self._narrow:
            self._narrow = narrow
            self._share_out()

    def hideEvent(self, event: QHideEvent) -> None:
        """Lose nothing of a note when another page is shown."""
        self.sheet.save()
        super().hideEvent(event)

    def _listen(self) -> None:
        self.list.moved.connect(self._on_moved)
        self.list.opened.connect(self._on_opened)
        self.list.new_asked.connect(self._on_new)
        self.list.table.clicked.connect(self._on_clicked)
        self.back.clicked.connect(self.begin)
        self.list.emptied.connect(self.sheet.show_nothing)
        self.sheet.changed.connect(self._on_changed)
        self.sheet.failed.connect(self.failed)
        self.sheet.contact.person_asked.connect(self.show_thing)
        self.sheet.timeline.message_asked.connect(self._on_message)
        self.sheet.timeline.sale_asked.connect(self._on_sale)
        self.sheet.memory.goods_asked.connect(self._on_goods)
        self.sheet.memory.voucher_asked.connect(self._on_voucher)
        self.sheet.memory.rewards_asked.connect(self._on_sell)
        self.sheet.memory.case_asked.connect(self._on_case)
        self.sheet.timeline.case_asked.connect(self._on_case)
        self.sheet.head.sell.clicked.connect(self._on_sell)
        self.sheet.head.complaint.clicked.connect(self._on_complaint)
        self.deeds.edit_asked.connect(self._on_edit)
        self.deeds.changed.connect(self._on_changed)
        self.deeds.person_asked.connect(self.show_thing)
        self.deeds.printed.connect(self.printed)
        self.deeds.failed.connect(self.failed)
        self.several.changed.connect(self._on_changed)
        self.several.printed.connect(self.printed)
        for keys, slot in (
            ("Ctrl+Tab", self._on_next_pane),
            ("Ctrl+M", self._on_message_key),
            ("Ctrl+P", self._on_paper_key),
        ):
            key = QShortcut(QKeySequence(keys), self)
            key.setAutoRepeat(keys == "Ctrl+Tab")
            key.activated.connect(slot)

    def _on_message_key(self) -> None:
        """Write to all who are ticked, else to the person who is shown."""
        (self.several if self.list.chosen.ids() else self.deeds).write()

    def _on_paper_key(self) -> None:
        (self.several if self.list.chosen.ids() else self.deeds).report()

    def _share_out(self) -> None:
        """Give the list its width beside the sheet, or the whole one."""
        size = self.kit.look.size
        width = size(264 if self._small else 320)
        self.list.setMinimumWidth(0 if self._narrow else width)
        self.list.setMaximumWidth(_ANY if self._narrow else width)
        writes = self._right.isAncestorOf(QApplication.focusWidget() or self)
        self._show(sheet=writes)

    def _show_list(self) -> None:
        self._show(sheet=False)

    def _show_sheet(self) -> None:
        self._show(sheet=True)

    def _show(self, *, sheet: bool) -> None:
        at = QApplication.focusWidget()
        loses = self._narrow and sheet and at is not None and self.list.isAncestorOf(at)
        self.list.setVisible(not (self._narrow and sheet))
        self._right.setVisible(sheet or not self._narrow)
        self.back.setVisible(self._narrow)
        if loses:
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_clicked(self) -> None:
        """Open whom the pointer chose where the list stands alone."""
        if self._narrow and not self.list.chosen.ids():
            self._show_sheet()

    def _on_moved(self, found: Listed) -> None:
        self.sheet.show_customer(found.id)

    def _on_opened(self, found: Listed) -> None:
        self.sheet.show_customer(found.id)
        self._show_sheet()
        self.sheet.panes()[-1]()

    def _on_new(self, typed: str) -> None:
        is_phone = len(phone_fragment(typed)) >= 3
        self._open_form(None, Known(phone=typed) if is_phone else Known(name=typed))

    def _on_edit(self, sheet: CustomerSheet) -> None:
        self.sheet.save()
        self._open_form(sheet, None)

    def _open_form(self, sheet: CustomerSheet | None, known: Known | None) -> None:
        form = CustomerForm(self.kit, self, sheet, known)
        form.saved.connect(self._on_saved)
        form.person_asked.connect(self.show_thing)
        form.open()

    def _on_saved(self, customer_id: int, name: str, warnings: str, done: Added | Changed | None) -> None:
        words = self.kit.words
        said = words.say("{name} is saved.", name=name) if name else words.say("The customer is saved.")
        said = f"{said} {warnings}".strip()
        if done is None:
            self.did.emit(said)
        else:
            self.undoable.emit(said, partial(self._take_back, done))
        if customer_id != self.sheet.customer_id:
            self.show_thing(customer_id)
        self.refresh()

    def _take_back(self, done: Added | Changed) -> None:
        self.kit.lanes.quick.do(self, self._on_taken_back, taking_back.undo, done)

    def _on_taken_back(self, customer_id: int) -> None:
        """Show them as they were before, or nobody where they are gone."""
        if not customer_id:
            self.sheet.show_nothing()
            self.list.begin_anew()
        self.refresh()

    def _on_changed(self, said: str, take_back: Callable[[], None] | None) -> None:
        if said and take_back is not None:
            self.undoable.emit(said, take_back)
        elif said:
            self.did.emit(said)
        self.refresh()

    def _on_message(self, message_id: int) -> None:
        self.went.emit("messages", message_id)

    def _on_goods(self, product_id: int) -> None:
        self.went.emit("goods", product_id)

    def _on_sell(self) -> None:
        """Sell to the person who is shown."""
        if self.sheet.customer_id is not None:
            self.went.emit("counter", self.sheet.customer_id)

    def _on_voucher(self, voucher_id: int) -> None:
        self.went.emit("vouchers", voucher_id)

    def _on_complaint(self) -> None:
        self.case_wanted.emit(self.sheet.customer_id)

    def _on_case(self, complaint_id: int) -> None:
        self.went.emit("complaints", complaint_id)

    def _on_sale(self, sale_id: int) -> None:
        self.kit.lanes.quick.ask(self, self._on_sale_read, sales.show, sale_id)

    def _on_sale_read(self, sale: SaleView) -> None:
        table = self.sheet.timeline.table
        row_place = table.visualRect(table.currentIndex())
        details = SaleDetails(self.kit, sale, self)
        details.return_asked.connect(self._on_return)
        details.show_at(table.viewport().mapToGlobal(row_place.center()))

    def _on_return(self, sale_id: int) -> None:
        """Have something of a sale taken back at the counter."""
        self.went.emit("counter", Scanned(What.SALE, sale_id, ""))

    def _on_next_pane(self) -> None:
        """Go round: the list, then each part of the sheet."""
        at = QApplication.focusWidget()
        panes = [self.begin, *self.sheet.panes()]
        here = 0 if at is None or self.list.isAncestorOf(at) else self.sheet.pane() + 1
        self._show_sheet()
        panes[(here + 1) % len(panes)]()
