"""What can be done at the counter besides selling: hold, take up, tab, rewards, cards, discounts."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from shopcrm.desk.counter_basket import Content, Item, content_of
from shopcrm.desk.counter_person import PersonPane
from shopcrm.desk.counter_sale import CounterSale
from shopcrm.desk.dialogs.by_hand import LineByHand, WholeByHand
from shopcrm.desk.dialogs.held_baskets import HeldBaskets
from shopcrm.desk.dialogs.pay_tab import PayTab
from shopcrm.desk.dialogs.return_sale import ReturnSale
from shopcrm.desk.dialogs.reverse_sale import ReverseSale
from shopcrm.desk.dialogs.rewards import RewardChoice
from shopcrm.desk.kit import Kit
from shopcrm.rules.people import called
from shopcrm.rules.pricing import StepKind
from shopcrm.services import baskets, cards, returned_sales, reversals, rewards, tabs
from shopcrm.services.baskets import HeldRow
from shopcrm.services.pricing import Basket
from shopcrm.services.returned_sales import SoldSale
from shopcrm.services.returns import ReturnDraft, Returned
from shopcrm.services.reversals import Reversible
from shopcrm.services.rewards import RewardRow
from shopcrm.services.tabs import TabState


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the menu; a deed without words is a thin line."""

    words: str = ""
    do: Callable[[], None] | None = None
    key: str = ""


class CounterDeeds(QObject):
    """`did` carries the words of what was done; `voucher_given` the number of a voucher somebody just got.

    `came_back` carries the number of a return that was written down, `undone` that of a sale reversed.

    `printed` carries a paper, `person_wanted` a customer whose sheet is to be shown.
    """

    did = Signal(str)
    voucher_given = Signal(int)
    came_back = Signal(int)
    undone = Signal(int)
    printed = Signal(object)
    failed = Signal(object)
    person_wanted = Signal(int)
    person_asked = Signal()
    """Somebody has to be named first."""

    def __init__(self, kit: Kit, page: QWidget, sale: CounterSale, person: PersonPane) -> None:
        super().__init__(page)
        self._kit, self._page, self._sale, self._pane = kit, page, sale, person
        self.more: list[Deed] = []
        """What others put into the menu."""

    def hold(self) -> None:
        """Put the basket aside; where it is empty, show what was put aside before."""
        if self._sale.basket.content.exchange is not None:
            self.did.emit(
                self._kit.words.say("An exchange cannot be put aside. Finish it, or leave it first.")
            )
        elif self._sale.basket.content.is_empty:
            self.take_up()
        else:
            self._sale.when_ready(self._hold)

    def take_up(self) -> None:
        """Show the baskets that were put aside."""
        self._kit.lanes.quick.ask(self, self._on_held_read, baskets.held)

    def by_hand(self) -> None:
        """Ask for a price or discount of the current line."""
        self._sale.when_ready(self._by_hand)

    def whole(self) -> None:
        """Ask what is taken off the whole sale."""
        self._sale.when_ready(self._whole)

    def pay_tab(self) -> None:
        """Let somebody pay what they owe."""
        if (customer_id := self._customer()) is not None:
            self._kit.lanes.quick.ask(self, self._on_tab, tabs.state, customer_id)

    def rewards(self) -> None:
        """Show what somebody's points buy."""
        if (customer_id := self._customer()) is not None:
            self._kit.lanes.quick.ask(self, self._on_rewards, rewards.for_customer, customer_id)

    def take_back(self, sale_id: int | None = None) -> None:
        """Ask what of a sale comes back; without one, of which sale, the latest of the customer first."""
        customer_id = self._sale.basket.content.customer_id
        dialog = ReturnSale(self._kit, self._page, customer_id, sale_id)
        dialog.returned.connect(self._on_returned)
        dialog.exchange_asked.connect(self._on_exchange_asked)
        dialog.open()

    def reverse(self) -> None:
        """Ask whether the last sale of this till is to be taken back, while it can be."""
        self._kit.lanes.quick.ask(self, self._on_last, reversals.last)

    def menu(self) -> list[Deed]:
        """List what the menu offers now."""
        say, there = self._kit.words.say, not self._sale.basket.content.is_empty
        sale = [Deed(say("Take something off the whole sale…"), self.whole, "F12")] if there else []
        aside = Deed(say("Baskets put aside…"), self.take_up, "Ctrl+Shift+H")
        back = Deed(say("Bring goods back…"), self.take_back, "Ctrl+R")
        last = Deed(say("Reverse the last sale…"), self.reverse, "Ctrl+Shift+Z")
        return [*sale, aside, back, last, *self.more, *self._about_person()]

    def open_menu(self, button: QAbstractButton) -> None:
        """Show the menu under its button."""
        menu = QMenu(self._page)
        menu.setAccessibleName(button.accessibleName())
        menu.aboutToHide.connect(menu.deleteLater)
        for deed in self.menu():
            if deed.do is None:
                menu.addSeparator()
                continue
            text = deed.words.replace("&", "&&")
            menu.addAction(f"{text}\t{deed.key}" if deed.key else text).triggered.connect(deed.do)
        rtl = self._kit.look.rtl
        edge = button.rect().bottomLeft() if rtl else button.rect().bottomRight()
        corner = button.mapToGlobal(edge)
        wide = 0 if rtl else menu.sizeHint().width()
        menu.popup(QPoint(corner.x() - wide, corner.y() + self._kit.look.size(4)))

    def _about_person(self) -> list[Deed]:
        person, say = self._pane.person, self._kit.words.say
        if person is None:
            return []
        card = [Deed(say("Give a card"), self._on_give_card)]
        if person.card:
            card = [
                Deed(say("Replace the card"), self._on_replace_card),
                Deed(say("Print the card"), self._on_print_card),
            ]
        tab = [Deed(say("Pay off the tab…"), self.pay_tab)] if person.tab > 0 else []
        buys = [Deed(say("Rewards for points…"), self.rewards)] if person.rewards else []
        return [Deed(), *tab, *buys, *card, Deed(say("Open their sheet"), self._on_sheet)]

    def _customer(self) -> int | None:
        customer_id = self._sale.basket.content.customer_id
        if customer_id is None:
            self.person_asked.emit()
        return customer_id

    def _hold(self) -> None:
        content = self._sale.basket.content
        if not content.is_empty:
            self._kit.lanes.quick.do(self, partial(self._on_held, content), baskets.hold, content.basket())

    def _on_held(self, content: Content, _number: int) -> None:
        if self._sale.basket.content == content:
            self._sale.basket.show(Content())
        say = self._kit.words.say
        self.did.emit(say("The basket is put aside. Ctrl+Shift+H takes it up again."))

    def _on_held_read(self, rows: list[HeldRow]) -> None:
        if not rows:
            self.did.emit(self._kit.words.say("No basket is put aside."))
            return
        dialog = HeldBaskets(self._kit, rows, self._page)
        dialog.chosen.connect(self._on_chosen)
        dialog.open()

    def _on_chosen(self, number: int) -> None:
        """Take a basket up; what is on the counter is put aside first, so that nothing is lost."""
        lane, content = self._kit.lanes.quick, self._sale.basket.content
        if not content.is_empty:
            lane.do(self, partial(self._on_held, content), baskets.hold, content.basket())
        lane.do(self, self._on_taken_up, baskets.take_up, number)

    def _on_taken_up(self, basket: Basket) -> None:
        self._sale.basket.show(content_of(basket))

    def _by_hand(self) -> None:
        basket, quote = self._sale.basket, self._sale.quote
        item, place = basket.current, basket.at
        if item is None:
            return
        priced = quote.priced.lines[place] if quote is not None and place < len(quote.priced.lines) else None
        shop_price = priced.line.price if priced is not None and item.price is None else None
        if priced is not None:
            name = priced.line.name
            item = Item(
                item.product_id, name, priced.line.unit, item.quantity, item.price, item.off, item.off_why
            )
        dialog = LineByHand(self._kit, item, shop_price, self._page, must=item.product_id is None)
        dialog.said.connect(partial(basket.change, place))
        dialog.open()

    def _whole(self) -> None:
        quote, content = self._sale.quote, self._sale.basket.content
        if quote is None or content.is_empty:
            return
        rest = quote.priced.total + sum(
            step.amount for step in quote.priced.steps if step.kind is StepKind.WHOLE
        )
        dialog = WholeByHand(self._kit, rest, content.whole_off, content.whole_why, self._page)
        dialog.said.connect(self._sale.basket.take_off)
        dialog.open()

    def ask_price(self, item: Item) -> None:
        """Ask for the price of goods of which the shop knows none, and put them into the basket."""
        dialog = LineByHand(self._kit, item, None, self._page, must=True)
        dialog.said.connect(self._sale.basket.add)
        dialog.open()

    def _on_returned(self, done: Returned) -> None:
        words = self._kit.words
        self.came_back.emit(done.return_id)
        number, amount = words.digits(done.of_number), words.money(done.refund)
        self.did.emit(
            words.say("Goods of sale {number} came back; {amount} goes back.", number=number, amount=amount)
        )

    def _on_exchange_asked(self, draft: ReturnDraft) -> None:
        lane = self._kit.lanes.quick
        lane.ask(self, partial(self._on_exchanged_sale, draft), returned_sales.read, draft.sale_id)

    def _on_exchanged_sale(self, draft: ReturnDraft, sale: SoldSale) -> None:
        self._sale.basket.exchange(draft, sale.customer_id)

    def _on_last(self, sale: Reversible | None) -> None:
        if sale is None:
            minutes = self._kit.settings.reverse_minutes
            said = self._kit.words.say(
                "No sale of the last {count} minutes can be reversed here. Take it back as a return.",
                count=minutes,
            )
            self.did.emit(said)
            return
        dialog = ReverseSale(self._kit, sale, self._page)
        dialog.taken_back.connect(self._on_reversed)
        dialog.open()

    def _on_reversed(self, done: Returned) -> None:
        words = self._kit.words
        self.undone.emit(done.of_sale_id)
        self.came_back.emit(done.return_id)
        number, amount = words.digits(done.of_number), words.money(done.refund)
        self.did.emit(
            words.say("Sale {number} is reversed; {amount} goes back.", number=number, amount=amount)
        )

    def _on_tab(self, tab: TabState) -> None:
        words = self._kit.words
        if tab.owed <= 0:
            self.did.emit(words.say("{name} owes nothing.", name=tab.name))
            return
        dialog = PayTab(self._kit, tab, self._page)
        dialog.paid_off.connect(self.did)
        dialog.open()

    def _on_rewards(self, rows: list[RewardRow]) -> None:
        words, person = self._kit.words, self._pane.person
        if not rows or person is None:
            self.did.emit(words.say("No rewards are on the list yet."))
            return
        name = called(words, person.name, person.code, person.id)
        dialog = RewardChoice(self._kit, rows, name, person.standing.usable, self._page)
        dialog.chosen.connect(partial(self._on_reward, person.id))
        dialog.open()

    def _on_reward(self, customer_id: int, row: RewardRow) -> None:
        lane = self._kit.lanes.quick
        lane.do(self, self.voucher_given.emit, rewards.buy, customer_id, row.id)

    def _on_sheet(self) -> None:
        if self._pane.person is not None:
            self.person_wanted.emit(self._pane.person.id)

    def _on_give_card(self) -> None:
        if self._pane.person is not None:
            self._kit.lanes.quick.do(self, self._on_card, cards.give, self._pane.person.id)

    def _on_replace_card(self) -> None:
        if self._pane.person is not None:
            reason = self._kit.words.say("replaced at the counter")
            self._kit.lanes.quick.do(self, self._on_card, cards.replace, self._pane.person.id, reason)

    def _on_card(self, number: str) -> None:
        words = self._kit.words
        self.did.emit(words.say("Their card is {number} now.", number=words.ltr(words.digits(number))))

    def _on_print_card(self) -> None:
        program, words, person = self._kit.program, self._kit.words, self._pane.person
        if person is None:
            return
        path, ids = program.paper_place("customer-card"), [person.id]

        def work() -> object:
            program.papers.customer_cards_to(path, ids, words, single=True)
            return path

        self._kit.lanes.slow.run(self, self.printed.emit, work, self.failed.emit)
