"""Takes goods into the basket: as they are typed, offered, scanned, or as an amount alone."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from shopcrm.desk import counter_reading
from shopcrm.desk.counter_basket import Item
from shopcrm.desk.counter_goods import GoodsPane
from shopcrm.desk.counter_reading import Typed
from shopcrm.desk.counter_sale import CounterSale
from shopcrm.desk.counter_typed import Entry, QuantityRefused, amount_of, read
from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.brush import Sign
from shopcrm.desk.widgets.search_box import Offer
from shopcrm.rules.errors import ShopError
from shopcrm.rules.money import THOUSANDTHS
from shopcrm.services.search import GoodsHit
from shopcrm.services.shop import Session

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class _Taken:
    """Goods, or an amount alone (smallest units), so many thousandths of it."""

    quantity: int
    goods: GoodsHit | None
    amount: int = 0


class GoodsEntry(QObject):
    """`price_asked` carries goods of which nobody knows the price, with how many of them are wanted."""

    price_asked = Signal(object)

    def __init__(self, kit: Kit, pane: GoodsPane, sale: CounterSale) -> None:
        super().__init__(pane)
        self._kit, self._pane, self._sale = kit, pane, sale
        pane.line.asked.connect(self._on_asked)
        pane.line.entered.connect(self._on_entered)
        pane.line.chosen.connect(self._on_chosen)

    def take_goods(self, product_id: int, quantity: int = THOUSANDTHS) -> None:
        """Put thousandths of goods into the basket by their number, such as what was scanned."""

        def take(hit: GoodsHit) -> None:
            self._take(_Taken(quantity, hit))

        self._ask(lambda session: counter_reading.goods_by_id(session, product_id), take)

    def _ask(self, query: Callable[[Session], R], then: Callable[[R], None]) -> None:
        """Ask so that no answer is dropped, however fast goods follow one another."""
        shop = self._kit.program.shop
        self._sale.adding()
        self._kit.lanes.quick.run(
            self, partial(self._deliver, then), lambda: shop.ask(query), self._on_failed
        )

    def _deliver(self, then: Callable[[R], None], answer: R) -> None:
        then(answer)
        self._sale.added()

    def _on_failed(self, error: Exception) -> None:
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self._pane.say_wrong(self._kit.words.tell(said))
        self._sale.added()

    def _on_asked(self, text: str) -> None:
        """Offer while one types; what Enter would take stands first."""
        entry = _entry(text)
        if entry is None or not entry.what:
            self._pane.line.offer([])
            return
        self._kit.lanes.search.ask(self, partial(self._on_found, text), counter_reading.typed, entry.what)

    def _on_found(self, text: str, found: Typed) -> None:
        if self._pane.line.text() == text:
            self._pane.line.offer(self._offers(read(text), found))

    def _on_entered(self, text: str) -> None:
        """Take what was typed; the line is free for the next goods at once."""
        try:
            entry = read(text)
        except QuantityRefused as error:
            self._pane.line.offer([])
            self._pane.line.selectAll()
            self._pane.say_wrong(self._kit.words.digits(self._kit.words.tell(error)))
            return
        if not entry.what:
            return
        self._pane.line.clear()
        what = entry.what
        self._ask(lambda session: counter_reading.typed(session, what), partial(self._on_typed, text))

    def _on_typed(self, text: str, found: Typed) -> None:
        entry = read(text)
        amount = amount_of(entry.what, self._kit.settings.money)
        if found.exact is not None:
            self._take(_Taken(entry.quantity, found.exact))
        elif amount is not None:
            self._take(_Taken(entry.quantity, None, amount))
        elif len(found.hits) == 1 and not found.hits[0].by_slip:
            self._take(_Taken(entry.quantity, found.hits[0]))
        else:
            self._ask_which(text, found)

    def _ask_which(self, text: str, found: Typed) -> None:
        """Put the words back, with what they may mean, or say that they mean nothing here."""
        line, words = self._pane.line, self._kit.words
        if line.text():
            return
        line.setText(text)
        line.offer(self._offers(read(text), found))
        if not found.hits:
            line.selectAll()
            self._pane.say_wrong(
                words.say(
                    "Nothing here is called {text}. The basket is as it was. "
                    "Write another name, a code, or an amount.",
                    text=read(text).what,
                )
            )

    def _offers(self, entry: Entry, found: Typed) -> list[Offer]:
        amount = amount_of(entry.what, self._kit.settings.money)
        offers = [] if found.exact is None else [self._offer(entry, found.exact)]
        if found.exact is None and amount is not None:
            offers.append(self._amount_offer(entry, amount))
        return [*offers, *(self._offer(entry, hit) for hit in found.hits)]

    def _offer(self, entry: Entry, hit: GoodsHit) -> Offer:
        words = self._kit.words
        known = [words.ltr(hit.code)]
        if hit.price is not None:
            known.append(words.money(hit.price))
        if entry.quantity != THOUSANDTHS:
            known.insert(
                0,
                words.say(
                    "{quantity} of it", quantity=words.quantity(entry.quantity, words.isolate(hit.unit))
                ),
            )
        value = _Taken(entry.quantity, hit)
        return Offer(value, words.alone(hit.name), words.listing(known), Sign("package", size=28))

    def _amount_offer(self, entry: Entry, amount: int) -> Offer:
        words = self._kit.words
        value = _Taken(entry.quantity, None, amount)
        return Offer(
            value, words.money(amount), words.say("an amount without goods"), Sign("calculator", size=28)
        )

    def _on_chosen(self, taken: _Taken) -> None:
        self._pane.line.clear()
        self._pane.line.offer([])
        self._take(taken)

    def _take(self, taken: _Taken) -> None:
        self._pane.say_wrong("")
        goods = taken.goods
        if goods is None:
            name = self._kit.words.say("Amount typed in")
            self._sale.basket.add(Item(None, name, quantity=taken.quantity, price=taken.amount))
            return
        item = Item(goods.id, goods.name, goods.unit, taken.quantity)
        if goods.price is None:
            self.price_asked.emit(item)
        else:
            self._sale.basket.add(item)


def _entry(text: str) -> Entry | None:
    """Read what is typed so far; a quantity that cannot be is told of once Enter is pressed."""
    try:
        return read(text)
    except QuantityRefused:
        return None
