"""The sale on the counter: asks what the basket comes to with every change, and sells it once.

Whatever is done with the sale waits until everything typed before it is in the basket and reckoned.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from shopcrm.desk.counter_basket import Content, CounterBasket
from shopcrm.desk.counter_exchange import Difference
from shopcrm.desk.kit import Kit
from shopcrm.rules.errors import ShopError
from shopcrm.services import exchanges, pricing, selling
from shopcrm.services.exchanges import Exchanged
from shopcrm.services.pricing import Quote
from shopcrm.services.selling import Sold, Tender
from shopcrm.services.shop import Session


class CounterSale(QObject):
    """`reckoned` carries the quote of the basket as it stands, None where it is empty.

    `wrong` carries why it could not be reckoned; `sold` what was sold and out of which basket; `refused` why
    it was not. `stirred` comes when a sale is begun or over, and when goods are on their way.
    """

    reckoned = Signal(object)
    wrong = Signal(str)
    sold = Signal(object, object)
    refused = Signal(str)
    stirred = Signal()

    def __init__(self, kit: Kit, parent: QObject) -> None:
        super().__init__(parent)
        self._kit = kit
        self.basket = CounterBasket(self)
        self.quote: Quote | None = None
        self.exchange: Difference | None = None
        """What comes back in an exchange, and what that leaves."""
        self.is_selling = False
        self._being_added = 0
        self._asked_key = ""
        self._reckoned_key = self.basket.key
        self._waiting: list[Callable[[], None]] = []
        self.basket.changed.connect(self.ask)

    @property
    def has_something(self) -> bool:
        """Whether something is being sold, or on its way into the basket."""
        return bool(self._being_added) or not self.basket.content.is_empty

    def ask(self) -> None:
        """Ask what the basket comes to now; the answer to an older question is dropped."""
        content, key = self.basket.content, self.basket.key
        self._asked_key = key
        if content.is_empty and content.exchange is None:
            self._on_reckoned(key, _Reckoned(None))
            return
        shop = self._kit.program.shop
        self._kit.lanes.quick.run(
            self,
            partial(self._on_reckoned, key),
            lambda: shop.ask(_reckon, content),
            partial(self._on_wrong, key),
            slot="quote",
        )

    def adding(self) -> None:
        """Say that something is on its way into the basket."""
        self._being_added += 1
        self.stirred.emit()

    def added(self) -> None:
        """Say that it is there, or will not come."""
        self._being_added -= 1
        self.stirred.emit()
        self._go_on()

    def when_ready(self, then: Callable[[], None]) -> None:
        """Call once everything that was typed is in the basket and reckoned: now, or in a moment."""
        self._waiting.append(then)
        self._go_on()

    def finish(self, tenders: Sequence[Tender], refund: str | None = None) -> None:
        """Sell the basket once; while it is being sold, nothing more is begun.

        `refund` is how an exchange gives back what its new goods do not come to.
        """
        if self.is_selling or self.basket.content.is_empty:
            return
        content, key = self.basket.content, self.basket.key
        self._begin()
        work = partial(self._write, content, tuple(tenders), key, refund)
        self._kit.lanes.quick.run(self, partial(self._on_sold, content), work, self._on_refused)

    def _write(
        self, content: Content, tenders: tuple[Tender, ...], key: str, refund: str | None
    ) -> Sold | Exchanged:
        shop, draft = self._kit.program.shop, content.exchange
        if draft is None:
            return shop.do(selling.complete, content.basket(), tenders, key)
        settled = replace(draft, refund=refund) if refund else draft
        return shop.do(exchanges.complete, settled, content.basket(), tenders, key)

    def _begin(self) -> None:
        self.is_selling = True
        self.stirred.emit()

    def _end(self) -> None:
        self.is_selling = False
        self.stirred.emit()

    def _on_sold(self, content: Content, done: Sold | Exchanged) -> None:
        self._end()
        self.basket.show(Content())
        self.sold.emit(done, content)

    def _on_refused(self, error: Exception) -> None:
        self._end()
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self.refused.emit(self._kit.words.tell(said))
        # What refused it may have changed what it comes to.
        self.ask()

    def _on_reckoned(self, key: str, found: "_Reckoned") -> None:
        if key != self.basket.key:
            return
        self.quote, self.exchange, self._reckoned_key = found.quote, found.exchange, key
        self.reckoned.emit(self.quote)
        self._go_on()

    def _on_wrong(self, key: str, error: Exception) -> None:
        if key != self.basket.key:
            return
        self.quote, self.exchange, self._reckoned_key = None, None, key
        self._waiting.clear()
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self.wrong.emit(self._kit.words.tell(said))

    def _go_on(self) -> None:
        """Do what waited, once nothing is on its way any more."""
        if self._being_added or self._reckoned_key != self.basket.key:
            return
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then()


@dataclass(frozen=True, slots=True)
class _Reckoned:
    """What a basket comes to, and in an exchange what it leaves."""

    quote: Quote | None
    exchange: Difference | None = None


def _reckon(session: Session, content: Content) -> _Reckoned:
    """Reckon a basket, or an exchange as a whole: what is to pay is then the difference alone (R7)."""
    if content.exchange is None:
        return _Reckoned(pricing.quote(session, content.basket()))
    found = exchanges.quote(session, content.exchange, content.basket())
    left = Difference(found.returned, found.sold.to_pay - found.to_pay, max(0, -found.to_pay))
    return _Reckoned(replace(found.sold, to_pay=max(0, found.to_pay)), left)
