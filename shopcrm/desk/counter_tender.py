"""Takes the payment of the sale on the counter: by one key, in cash with change, or in parts."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.counter_pay import PayCard
from shopcrm.desk.counter_sale import CounterSale
from shopcrm.desk.dialogs.cash import CashDialog
from shopcrm.desk.dialogs.pay_parts import PayParts
from shopcrm.desk.kit import Kit
from shopcrm.rules.tenders import CASH, TAB
from shopcrm.services.exchanges import Exchanged
from shopcrm.services.pricing import Quote
from shopcrm.services.selling import Sold, Tender


class Cashier(QObject):
    """`finished` carries what was sold, once it is written down; `person_asked`: somebody has to be named."""

    finished = Signal(object)
    person_asked = Signal()

    def __init__(self, kit: Kit, page: QWidget, sale: CounterSale, pay: PayCard) -> None:
        super().__init__(page)
        self._kit, self._page, self._sale, self._card = kit, page, sale, pay
        self._is_asking = False
        """Whether a payment was asked for already: a key that is pressed twice asks once."""
        pay.paid.connect(self.pay)
        pay.parts_asked.connect(self.pay_in_parts)
        sale.sold.connect(self._on_sold)
        sale.refused.connect(self._on_refused)
        sale.stirred.connect(self.switch)
        sale.reckoned.connect(self._on_reckoned)
        sale.wrong.connect(self._on_wrong)
        self.switch()

    def pay(self, kind: str) -> None:
        """Pay by one kind, once all that was typed before is in the basket."""
        self._begin(partial(self._pay, kind))

    def pay_usually(self) -> None:
        """Pay as people here usually do."""
        self.pay(self._kit.settings.usual_payment)

    def pay_in_parts(self) -> None:
        """Ask how much is paid by which kind."""
        self._begin(self._pay_parts)

    def switch(self) -> None:
        """Let the keys of payment work only where there is something to pay and nothing is being sold."""
        say = self._kit.words.say
        if self._sale.is_selling:
            self._card.turn_off(say("The sale is being written down."))
        elif not self._sale.has_something:
            self._card.turn_off(say("There is nothing to pay yet."))
        else:
            self._card.turn_off("")

    def _begin(self, then: Callable[[], None]) -> None:
        if self._is_asking or self._sale.is_selling:
            return
        self._is_asking = True

        def go_on() -> None:
            self._is_asking = False
            then()

        self._sale.when_ready(go_on)

    def _pay(self, kind: str) -> None:
        quote = self._ready()
        if quote is None:
            return
        if self._sale.exchange is not None and self._sale.exchange.to_give:
            self._sale.finish([], kind)
        elif quote.to_pay == 0:
            self._sale.finish([])
        elif kind == CASH:
            self._ask_cash(quote.to_pay)
        elif kind == TAB and self._sale.basket.content.customer_id is None:
            self._card.show_troubles(
                [self._kit.words.say("Only a customer can have it put on the tab. Say who buys.")]
            )
            self.person_asked.emit()
        else:
            # The very amount that was shown: where it is another one by now, nothing is sold.
            self._sale.finish([Tender(kind, quote.to_pay)])

    def _pay_parts(self) -> None:
        quote = self._ready()
        if quote is not None and quote.to_pay:
            dialog = PayParts(self._kit, quote.to_pay, self._page)
            dialog.paid.connect(self._on_paid)
            dialog.open()

    def _ready(self) -> Quote | None:
        quote = self._sale.quote
        return None if quote is None or self._sale.basket.content.is_empty else quote

    def _ask_cash(self, to_pay: int) -> None:
        def take(handed: int | None) -> None:
            self._on_paid([Tender(CASH, to_pay, handed)])

        dialog = CashDialog(self._kit, to_pay, self._page)
        dialog.paid.connect(take)
        dialog.open()

    def _on_paid(self, tenders: Sequence[Tender]) -> None:
        self._sale.finish(tenders)

    def _on_sold(self, done: Sold | Exchanged, _content: object) -> None:
        self.finished.emit(done)

    def _on_refused(self, sentence: str) -> None:
        self._card.show_refusal(sentence)

    def _on_reckoned(self, quote: Quote | None) -> None:
        words = self._kit.words
        self._card.show_quote(quote, somebody=self._sale.basket.content.customer_id is not None)
        if self._sale.exchange is not None:
            self._card.show_exchange(self._sale.exchange.to_give)
        self._card.show_troubles([] if quote is None else [words.tell(one) for one in quote.troubles])
        self.switch()

    def _on_wrong(self, sentence: str) -> None:
        self._is_asking = False
        self._card.show_quote(None, somebody=self._sale.basket.content.customer_id is not None)
        self._card.show_troubles([sentence])
        self.switch()
