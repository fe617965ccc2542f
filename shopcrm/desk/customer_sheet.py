"""The sheet of one customer: head, preferences, contact, note and history; in a small window behind tabs."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from shopcrm.desk.customer_contact import ContactCard
from shopcrm.desk.customer_head import CustomerHead
from shopcrm.desk.customer_history import HistoryCard
from shopcrm.desk.customer_note import NoteCard
from shopcrm.desk.customer_tastes import TastesCard
from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.choices import Choice, Option
from shopcrm.desk.widgets.empty import EmptyState
from shopcrm.desk.widgets.rows import PAGE
from shopcrm.services import customers
from shopcrm.services.customers import CustomerSheet

_HISTORY, _TASTES, _CONTACT = 0, 1, 2
_SIDE = 408
_ANY = 16_777_215


class SheetView(QWidget):
    """Shows one customer. `changed` carries the words of what was done, and what takes it back or None."""

    edit_asked = Signal(object)
    message_asked = Signal(object)
    changed = Signal(str, object)
    failed = Signal(object)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, self._small = kit, False
        self._sheet: CustomerSheet | None = None
        self.customer_id: int | None = None
        self.head = CustomerHead(kit)
        self.tastes, self.contact, self.note = TastesCard(kit), ContactCard(kit), NoteCard(kit)
        self.history = HistoryCard(kit)
        words = kit.words
        options = [
            Option(_HISTORY, words.say("History"), "history"),
            Option(_TASTES, words.say("Preferences"), "heart"),
            Option(_CONTACT, words.say("Contact"), "phone"),
        ]
        self.tabs = Choice(kit.look, options, name=words.say("Parts of the sheet"))
        self.tabs.choose(_HISTORY)
        self._side = QScrollArea()
        self._build()
        self._listen()
        self._arrange()

    def show_customer(self, customer_id: int) -> None:
        """Read a customer and show them."""
        self.customer_id = customer_id
        self._kit.lanes.quick.ask(self, self._on_sheet, customers.show, customer_id, PAGE)

    def refresh(self) -> None:
        """Read again what is shown."""
        if self.customer_id is not None:
            self.show_customer(self.customer_id)

    def show_nothing(self) -> None:
        """Show that nobody is chosen."""
        self.note.save()
        self.customer_id = self._sheet = None
        self._whole.hide()
        self._nobody.show()

    def make_small(self, *, small: bool) -> None:
        """Put all but the head behind tabs, or show everything at once."""
        self._small = small
        self.head.make_small(small=small)
        self._arrange()

    def panes(self) -> list[Callable[[], None]]:
        """Give what puts the keyboard on each part of the sheet, in the order of reading."""
        return [self._begin_tastes, self._begin_contact, self._begin_note, self._begin_history]

    def pane(self) -> int:
        """Tell on which part of the sheet the keyboard is, or -1."""
        at = QApplication.focusWidget()
        parts = (self.tastes, self.contact, self.note, self.history)
        return next((i for i, part in enumerate(parts) if at and part.isAncestorOf(at)), -1)

    def _build(self) -> None:
        gap = self._kit.look.size(12)
        cards = QWidget()
        cards.setLayout(column(self.tastes, self.contact, None, gap=gap))
        self._side.setWidget(cards)
        self._side.setWidgetResizable(True)
        self._side.setFrameShape(QFrame.Shape.NoFrame)
        self._side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._past = QWidget()
        self._past.setLayout(column(self.note, (self.history, 1), gap=gap))
        panes = row((self._side, 1), (self._past, 1), gap=gap)
        self._whole = QWidget()
        self._whole.setLayout(column(self.head, self.tabs, (panes, 1), gap=gap))
        self._whole.hide()
        say = self._kit.words.say
        nobody, line = say("Nobody is chosen"), say("Choose somebody from the list, or add a new customer.")
        self._nobody = EmptyState(self._kit.look, "user-search", nobody, line)
        self.setLayout(column((self._whole, 1), (self._nobody, 1), gap=0))

    def _listen(self) -> None:
        self.head.edit.clicked.connect(self._on_edit)
        self.tabs.picked.connect(self._arrange)
        self.contact.answered.connect(self._on_answered)
        self.tastes.changed.connect(self.changed)
        self.note.failed.connect(self.failed)
        self.history.message_asked.connect(self.message_asked)

    def _arrange(self, _tab: object = None) -> None:
        small, tab = self._small, self.tabs.value()
        self.tabs.setVisible(small)
        self._past.setVisible(not small or tab == _HISTORY)
        self._side.setVisible(not small or tab != _HISTORY)
        self.tastes.setVisible(not small or tab == _TASTES)
        self.contact.setVisible(not small or tab == _CONTACT)
        width = self._kit.look.size(_SIDE)
        self._side.setMinimumWidth(0 if small else width)
        self._side.setMaximumWidth(_ANY if small else width)

    def _on_sheet(self, sheet: CustomerSheet) -> None:
        self._sheet = sheet
        for part in (self.head, self.tastes, self.contact, self.note, self.history):
            part.show_sheet(sheet)
        self._nobody.hide()
        self._whole.show()

    def _on_edit(self) -> None:
        self.note.save()
        if self._sheet is not None:
            self.edit_asked.emit(self._sheet)

    def _on_answered(self, said: str) -> None:
        self.changed.emit(said, None)

    def _go(self, tab: int, target: QWidget) -> None:
        if self._small and self.tabs.value() != tab:
            self.tabs.choose(tab)
            self._arrange()
        target.setFocus(Qt.FocusReason.TabFocusReason)
        if self._side.isAncestorOf(target):
            self._side.ensureWidgetVisible(target)

    def _begin_tastes(self) -> None:
        self._go(_TASTES, self.tastes.add)

    def _begin_contact(self) -> None:
        line = self.contact.lines[0]
        self._go(_CONTACT, line.yes if line.yes.isVisibleTo(line) else line.no)

    def _begin_note(self) -> None:
        self._go(_HISTORY, self.note.text)

    def _begin_history(self) -> None:
        self._go(_HISTORY, self.history.first_target())
