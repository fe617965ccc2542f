"""The sheet of one customer: head, what to remember, and beside one another who they are and what happened.

In a small window the head and what to remember stay; the rest lies behind three tabs.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from shopcrm.desk import person_reading
from shopcrm.desk.customer_contact import ContactCard
from shopcrm.desk.customer_head import CustomerHead
from shopcrm.desk.customer_tastes import TastesCard
from shopcrm.desk.customer_wishes import WishesCard
from shopcrm.desk.gathering import Gathering
from shopcrm.desk.kit import Kit
from shopcrm.desk.memory_card import MOST, RememberCard
from shopcrm.desk.person_reading import First, Person
from shopcrm.desk.side_column import SideColumn
from shopcrm.desk.timeline_card import TimelineCard
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.choices import Choice, ChoiceKind, Option
from shopcrm.desk.widgets.empty import EmptyState
from shopcrm.desk.widgets.keycaps import Keycap

_TIMELINE, _TASTES, _CONTACT = 0, 1, 2
_REST = 4
"""Who it is and what to remember are shown first; then the rest of the person, timeline, preferences and
wishes, each time with one layout."""
_SIDE = 424
_ANY = 16_777_215


class SheetView(QWidget):
    """Shows one customer. `changed` carries the words of what was done, and what takes it back or None."""

    changed = Signal(str, object)
    failed = Signal(object)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit, self._small, self._question = kit, False, 0
        self.person: Person | None = None
        self.customer_id: int | None = None
        self.head, self.memory = CustomerHead(kit), RememberCard(kit)
        self.tastes, self.wishes, self.contact = TastesCard(kit), WishesCard(kit), ContactCard(kit)
        self.timeline = TimelineCard(kit)
        rest = self.tastes, self.wishes, self.contact, self.timeline
        self._first, self._rest = Gathering(self), Gathering(self, *rest)
        for card in (self.tastes, self.wishes, self.timeline):
            card.gather = self._rest.take
        self._first.take_in(self.head)
        self._first.take_in(self.memory)
        for part in rest:
            self._rest.take_in(part)
        words = kit.words
        options = [
            Option(_TIMELINE, words.say("Timeline"), "history"),
            Option(_TASTES, words.say("Preferences"), "heart"),
            Option(_CONTACT, words.say("Contact"), "phone"),
        ]
        names = words.say("Parts of the sheet")
        self.tabs = Choice(kit.look, options, kind=ChoiceKind.BUTTONS, name=names)
        self.tabs.choose(_TIMELINE)
        self._side = SideColumn(kit)
        self._build()
        self._listen()
        self._arrange()

    def show_customer(self, customer_id: int, known: First | None = None) -> None:
        """Read a customer and show them; `known` is what was read already of what is shown first."""
        fresh = customer_id != self.customer_id
        if fresh:
            self.timeline.save()
        self.customer_id = customer_id
        self._question += 1
        question = self._question
        self._rest.begin(_REST, fresh=fresh)
        self._first.begin(1, fresh=fresh)

        def take(first: First) -> None:
            self._first.take(lambda: self._show_first(first, question))
            self._rest.take(lambda: self._show_rest(first.person, question))

        def ask_rest() -> None:
            if question == self._question:
                for card in (self.timeline, self.tastes, self.wishes):
                    card.ask(customer_id)

        if known is None:
            self._kit.lanes.quick.ask(self, take, person_reading.first, customer_id, MOST)
            ask_rest()
        else:
            take(known)
            # Reading beside it would hold up the painting of what is known.
            QTimer.singleShot(0, self, ask_rest)

    def refresh(self) -> None:
        """Read again what is shown."""
        if self.customer_id is not None:
            self.show_customer(self.customer_id)

    def show_nothing(self) -> None:
        """Show that nobody is chosen."""
        self.save()
        self.customer_id = self.person = None
        self._question += 1
        self._whole.hide()
        self._nobody.show()

    def save(self) -> None:
        """Hand in what is being written."""
        self.timeline.save()

    def make_small(self, *, small: bool) -> None:
        """Put all but head and memory behind tabs, or show everything at once."""
        self._small = small
        self.head.make_small(small=small)
        self.timeline.make_small(small=small)
        self._arrange()

    def panes(self) -> list[Callable[[], None]]:
        """Give what puts the keyboard on each part of the sheet, in the order of reading."""
        return [begin for _parts, begin in self._panes()]

    def pane(self) -> int:
        """Tell on which part of the sheet the keyboard is, or -1."""
        at = QApplication.focusWidget()
        panes = enumerate(self._panes())
        return next((i for i, (parts, _) in panes if at and any(one.isAncestorOf(at) for one in parts)), -1)

    def _panes(self) -> list[tuple[tuple[QWidget, ...], Callable[[], None]]]:
        """List the parts that the keyboard can stand on; what is empty is passed by."""
        timeline = self.timeline
        panes: list[tuple[tuple[QWidget, ...], Callable[[], None]]] = [
            ((self.tastes, self.wishes), self._begin_tastes),
            ((self.contact,), self._begin_contact),
            ((timeline.note,), self.begin_note),
        ]
        if timeline.rows.rowCount():
            panes.append(((timeline,), self._begin_timeline))
        return [((self.memory,), self._begin_memory), *panes] if self.memory.has_lines() else panes

    def begin_note(self) -> None:
        """Put the keyboard where a note begins."""
        self._go(_TIMELINE, self.timeline.note.line)

    def begin_standing(self) -> None:
        """Put the keyboard on the standing remark."""
        self._go(_TIMELINE, self.timeline.note.line)
        self.timeline.begin_standing()

    def note_visit(self) -> None:
        """Write down that they came in."""
        self.begin_note()
        self.timeline.note.note_visit()

    def note_call(self) -> None:
        """Write down that they were called."""
        self.begin_note()
        self.timeline.note.note_call()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show all that is to be remembered where there is room for it."""
        super().resizeEvent(event)
        self.memory.make_roomy(self.height())

    def _build(self) -> None:
        look = self._kit.look
        gap = look.size(12)
        self._upper = QWidget()
        self._upper_box = column(gap=0)
        self._upper.setLayout(self._upper_box)
        self._cards = column(self.tastes, self.wishes, self.contact, None, gap=gap)
        self._side.hold(self._cards, (self.memory, self.tastes, self.wishes, self.contact))
        self._tab_line = QWidget()
        self._tab_line.setLayout(row(self.tabs, Keycap(look, "Ctrl+Tab"), None, gap=look.size(8)))
        panes = row((self._side, 1), (self.timeline, 1), gap=gap)
        self._whole = QWidget()
        self._box = column(self.head, self._upper, self._tab_line, (panes, 1), gap=gap)
        self._whole.setLayout(self._box)
        self._whole.hide()
        say = self._kit.words.say
        nobody, line = say("Nobody is chosen"), say("Choose somebody from the list, or add a new customer.")
        self._nobody = EmptyState(look, "user-search", nobody, line)
        self.setLayout(column((self._whole, 1), (self._nobody, 1), gap=0))

    def _listen(self) -> None:
        self.tabs.picked.connect(self._arrange)
        self.contact.answered.connect(self._on_answered)
        for card in (self.tastes, self.wishes, self.timeline):
            card.changed.connect(self.changed)
        self.memory.acted.connect(self.changed)
        self.timeline.failed.connect(self.failed)
        self.tastes.add.clicked.connect(self._on_add_taste)
        for keys, slot in (
            ("Ctrl+D", self.begin_note),
            ("Ctrl+Shift+D", self.begin_standing),
            ("Ctrl+Shift+P", self._on_taste_key),
            ("Ctrl+Shift+V", self.note_visit),
            ("Ctrl+Shift+C", self.note_call),
        ):
            key = QShortcut(QKeySequence(keys), self)
            key.setAutoRepeat(False)
            key.activated.connect(slot)

    def _arrange(self, _tab: object = None) -> None:
        small, tab, look = self._small, self.tabs.value(), self._kit.look
        if small:
            self._upper_box.addWidget(self.memory)
        else:
            self._cards.insertWidget(0, self.memory)
            # What is lowest is painted first: it is what somebody looks for.
            self.memory.lower()
        self._upper.setVisible(small)
        self._tab_line.setVisible(small)
        self._box.setSpacing(look.size(8 if small else 12))
        self.timeline.setVisible(not small or tab == _TIMELINE)
        self._side.setVisible(not small or tab != _TIMELINE)
        self.tastes.setVisible(not small or tab == _TASTES)
        self.wishes.setVisible(not small or tab == _TASTES)
        self.contact.setVisible(not small or tab == _CONTACT)
        width = look.size(_SIDE)
        self._side.setMinimumWidth(0 if small else width)
        self._side.setMaximumWidth(_ANY if small else width)

    def _show_first(self, first: First, question: int) -> None:
        """Show who it is and what to remember; an answer to an older question comes too late."""
        if question != self._question:
            return
        self.person = first.person
        self.customer_id = first.person.sheet.id
        self.head.show_person(first.person)
        self.memory.show_read(first.card)
        self._nobody.hide()
        self._whole.show()

    def _show_rest(self, person: Person, question: int) -> None:
        """Show what else is known of them."""
        if question != self._question:
            return
        self.tastes.show_sheet(person.sheet)
        self.contact.show_sheet(person.sheet, person.reach)
        self.timeline.show_sheet(person.sheet)

    def _on_answered(self, said: str) -> None:
        self.changed.emit(said, None)

    def _go(self, tab: int, target: QWidget) -> None:
        if self._small and self.tabs.value() != tab:
            self.tabs.choose(tab)
            self._arrange()
        target.setFocus(Qt.FocusReason.TabFocusReason)
        if self._side.isAncestorOf(target):
            self._side.bring_up(target)

    def _on_taste_key(self) -> None:
        self._go(_TASTES, self.tastes.add)
        self.tastes.add.click()

    def _on_add_taste(self) -> None:
        self._side.bring_up(self.tastes.entry)

    def _begin_memory(self) -> None:
        target = self.memory.first_target()
        target.setFocus(Qt.FocusReason.TabFocusReason)
        if self._side.isAncestorOf(target):
            self._side.bring_up(target)

    def _begin_tastes(self) -> None:
        self._go(_TASTES, self.tastes.add)

    def _begin_contact(self) -> None:
        self._go(_CONTACT, self.contact.consents.first_target())

    def _begin_timeline(self) -> None:
        self._go(_TIMELINE, self.timeline.first_target())
