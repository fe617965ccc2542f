"""What can be done with a customer besides reading: the buttons of the head, their keys, and the menu."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from shopcrm.desk.customer_sheet import SheetView
from shopcrm.desk.dialogs.duplicates import DuplicatesDialog
from shopcrm.desk.dialogs.erasing import ErasingDialog
from shopcrm.desk.dialogs.merge_choice import MergeChoice
from shopcrm.desk.dialogs.message_form import MessageForm
from shopcrm.desk.dialogs.order_form import OrderForm
from shopcrm.desk.dialogs.promise_form import PromiseForm
from shopcrm.desk.dialogs.report_choice import PaperKind, ReportChoice
from shopcrm.desk.dialogs.wish_form import WishForm
from shopcrm.desk.kit import Kit
from shopcrm.desk.message_way import Addressee
from shopcrm.desk.person_export import PersonExport
from shopcrm.desk.word_list import WordList
from shopcrm.rules.people import called
from shopcrm.rules.wording import Words
from shopcrm.services import cards, merges
from shopcrm.services.customers import CustomerSheet
from shopcrm.services.merges import MergeView


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the menu; a deed without words is a thin line."""

    words: str = ""
    do: Callable[[], None] | None = None
    key: str = ""


class CustomerDeeds(QObject):
    """Does what is asked for of the person who is shown; where nobody is shown, nothing happens.

    `changed` carries the words of what was done, and what takes it back or None.
    """

    changed = Signal(str, object)
    edit_asked = Signal(object)
    person_asked = Signal(object)
    printed = Signal(object)
    failed = Signal(object)

    def __init__(self, kit: Kit, page: QWidget, sheet: SheetView) -> None:
        super().__init__(page)
        self._kit, self._page, self._view, self._small = kit, page, sheet, False
        self.export = PersonExport(kit, self)
        self.export.did.connect(self._on_exported)
        self.export.failed.connect(self.failed)
        head = sheet.head
        head.message.clicked.connect(self.write)
        head.wish.clicked.connect(self._on_wish)
        sheet.wishes.add_asked.connect(self._on_wish)
        head.report_asked.connect(self.report)
        head.more_asked.connect(self._on_more)
        sheet.contact.edit_asked.connect(self._on_edit)
        # The key works where the button lies behind a tab.
        self._bind("F4", self._on_edit)
        for key, slot in (
            ("Ctrl+Shift+R", self.promise),
            ("Ctrl+Shift+O", self.order),
            ("Ctrl+Shift+L", self.word_list),
        ):
            self._bind(key, slot)

    def make_small(self, *, small: bool) -> None:
        """Take into the menu what has no button in a small window."""
        self._small = small

    def menu(self) -> list[Deed]:
        """List what the menu offers for the person who is shown."""
        if (person := self._view.person) is None:
            return []
        say = self._kit.words.say
        last = [Deed(say("Merge with…"), self._on_merge), Deed(say("Erase…"), self._on_erase)]
        if person.merge is not None:
            last.insert(1, Deed(words_for_merge(self._kit.words, person.merge), self._on_unmerge))
        return [*self._usual(), Deed(), *self._about_card(person.sheet), Deed(), *last]

    def _usual(self) -> list[Deed]:
        say, view = self._kit.words.say, self._view
        small = [
            Deed(say("Report"), self.report, "Ctrl+P"),
            Deed(say("Edit"), self._on_edit, "F4"),
        ]
        return [
            *(small if self._small else []),
            Deed(say("Promise them something…"), self.promise, "Ctrl+Shift+R"),
            Deed(say("Take a special order…"), self.order, "Ctrl+Shift+O"),
            Deed(say("Their promises and orders…"), self.word_list, "Ctrl+Shift+L"),
            Deed(),
            Deed(say("They came in"), view.note_visit, "Ctrl+Shift+V"),
            Deed(say("We called them"), view.note_call, "Ctrl+Shift+C"),
            Deed(say("Standing remark"), view.begin_standing, "Ctrl+Shift+D"),
        ]

    def _about_card(self, sheet: CustomerSheet) -> list[Deed]:
        say = self._kit.words.say
        has_card = any(card.replaced_at is None for card in sheet.cards)
        give = Deed(say("Give a card"), self._on_give_card)
        replace = Deed(say("Replace the card"), self._on_replace_card)
        return [
            replace if has_card else give,
            Deed(say("Print the card"), self._on_print_card),
            Deed(say("Export all that is kept of them"), self._on_export),
        ]

    def _sheet(self) -> CustomerSheet | None:
        return self._view.person.sheet if self._view.person is not None else None

    def _bind(self, key: str, slot: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), self._page)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(slot)

    def _on_more(self) -> None:
        menu = QMenu(self._page)
        menu.setAccessibleName(self._kit.words.say("More to do with this person"))
        menu.aboutToHide.connect(menu.deleteLater)
        for deed in self.menu():
            if deed.do is None:
                menu.addSeparator()
                continue
            text = deed.words.replace("&", "&&")
            menu.addAction(f"{text}\t{deed.key}" if deed.key else text).triggered.connect(deed.do)
        button = self._view.head.more
        edge = button.rect().bottomLeft() if self._kit.look.rtl else button.rect().bottomRight()
        corner = button.mapToGlobal(edge)
        wide = 0 if self._kit.look.rtl else menu.sizeHint().width()
        menu.popup(QPoint(corner.x() - wide, corner.y() + self._kit.look.size(4)))

    def _on_edit(self) -> None:
        if (sheet := self._sheet()) is not None:
            self.edit_asked.emit(sheet)

    def write(self) -> None:
        """Write a message to the person who is shown."""
        if (person := self._view.person) is None:
            return
        sheet = person.sheet
        name = called(self._kit.words, sheet.name, sheet.code, sheet.id)
        form = MessageForm(self._kit, self._page, [Addressee(name, person.reach)])
        form.queued.connect(self._on_queued)
        form.open()

    def _on_wish(self) -> None:
        if (sheet := self._sheet()) is None:
            return
        name = called(self._kit.words, sheet.name, sheet.code, sheet.id)
        form = WishForm(self._kit, sheet.id, name, self._page)
        form.saved.connect(self._on_wish_saved)
        form.open()

    def _on_wish_saved(self, _wish_id: int, said: str) -> None:
        self.changed.emit(said, None)

    def promise(self) -> None:
        """Give the person who is shown the shop's word."""
        if (sheet := self._sheet()) is not None:
            form = PromiseForm(self._kit, sheet.id, self._called(sheet), self._page)
            form.saved.connect(self._on_wish_saved)
            form.open()

    def order(self) -> None:
        """Take a special order of the person who is shown."""
        if (sheet := self._sheet()) is not None:
            form = OrderForm(self._kit, sheet.id, self._called(sheet), self._page)
            form.saved.connect(self._on_ordered)
            form.open()

    def word_list(self) -> None:
        """List what was promised to the person who is shown, and what they ordered."""
        if (sheet := self._sheet()) is not None:
            dialog = WordList(self._kit, self._page, sheet.id, self._called(sheet))
            dialog.did.connect(self._on_exported)
            dialog.open()

    def _called(self, sheet: CustomerSheet) -> str:
        return called(self._kit.words, sheet.name, sheet.code, sheet.id)

    def _on_ordered(self, order_id: int, said: str) -> None:
        """Say so, and show the order with its slip to print."""
        self.changed.emit(said, None)
        self._view.memory.sheets.open_order(order_id)

    def report(self) -> None:
        """Ask for a paper about the person who is shown."""
        if (sheet := self._sheet()) is None:
            return
        name = called(self._kit.words, sheet.name, sheet.code, sheet.id)
        choice = ReportChoice(self._kit, [sheet.id], self._page, name=name, language=sheet.language or "")
        choice.printed.connect(self.printed)
        choice.open()

    def _on_print_card(self) -> None:
        program, words = self._kit.program, self._kit.words
        if (sheet := self._sheet()) is None:
            return
        path, ids = program.paper_place(PaperKind.CARD), [sheet.id]
        self._make(path, lambda: program.papers.customer_cards_to(path, ids, words, single=True))

    def _on_export(self) -> None:
        if (sheet := self._sheet()) is not None:
            self.export.choose_place(sheet.id, self._page.window())

    def _on_exported(self, said: str) -> None:
        self.changed.emit(said, None)

    def _make(self, path: Path, write: Callable[[], int]) -> None:
        """Write a paper beside the window, then show it."""

        def work() -> Path:
            write()
            return path

        self._kit.lanes.slow.run(self, self.printed.emit, work, self.failed.emit)

    def _on_merge(self) -> None:
        if (sheet := self._sheet()) is None:
            return
        name = called(self._kit.words, sheet.name, sheet.code, sheet.id)
        choice = MergeChoice(self._kit, self._page, sheet.id, name)
        choice.chosen.connect(self._on_merge_chosen)
        choice.open()

    def _on_merge_chosen(self, other: int) -> None:
        if (sheet := self._sheet()) is None:
            return
        dialog = DuplicatesDialog(self._kit, self._page, couple=(sheet.id, other))
        dialog.merged.connect(self._on_merged)
        dialog.open()

    def _on_merged(self, kept: int, take_back: Callable[[], None]) -> None:
        self.changed.emit(self._kit.words.say("The two are one person now."), take_back)
        self.person_asked.emit(kept)

    def _on_erase(self) -> None:
        if (sheet := self._sheet()) is None:
            return
        name = called(self._kit.words, sheet.name, sheet.code, sheet.id)
        dialog = ErasingDialog(self._kit, self._page, sheet.id, name)
        dialog.erased.connect(self._on_erased)
        dialog.open()

    def _on_erased(self, _customer_id: int) -> None:
        self._view.show_nothing()
        self.changed.emit(self._kit.words.say("They are erased."), None)

    def _on_unmerge(self) -> None:
        person = self._view.person
        if person is not None and person.merge is not None:
            lane = self._kit.lanes.quick
            lane.do(self, self._on_unmerged, merges.unmerge, person.merge.id)

    def _on_unmerged(self, view: MergeView) -> None:
        words = self._kit.words
        kept, gone = words.shown(view.kept), words.shown(view.gone)
        self.changed.emit(words.say("{kept} and {gone} are two people again.", kept=kept, gone=gone), None)

    def _on_queued(self, said: str) -> None:
        self.changed.emit(said, None)

    def _on_give_card(self) -> None:
        if (sheet := self._sheet()) is not None:
            self._kit.lanes.quick.do(self, self._on_card, cards.give, sheet.id)

    def _on_replace_card(self) -> None:
        if (sheet := self._sheet()) is not None:
            reason = self._kit.words.say("replaced at the counter")
            self._kit.lanes.quick.do(self, self._on_card, cards.replace, sheet.id, reason)

    def _on_card(self, number: str) -> None:
        words = self._kit.words
        shown = words.ltr(words.digits(number))
        self.changed.emit(words.say("Their card is {number} now.", number=shown), None)


def words_for_merge(words: Words, merge: MergeView) -> str:
    """Name the way back from a merge."""
    return words.say("Undo the merge with {name}", name=words.shown(merge.gone))
