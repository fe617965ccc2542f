"""Sells at the made-up counter: each visit becomes a sale, paid and served as such sales are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from shopcrm.rules.money import line_total
from shopcrm.rules.tenders import CARD, CASH, TAB, TRANSFER, Tender
from shopcrm.sample import drafts
from shopcrm.sample.cast import Cast
from shopcrm.sample.dice import Heap
from shopcrm.sample.programme import Programme
from shopcrm.sample.shelves import TOMAN
from shopcrm.sample.till import OPENED, Till
from shopcrm.sample.visits import Bought, Visit
from shopcrm.services import points, pricing, returns, rewards, sales, selling, vouchers
from shopcrm.services.pricing import Basket, BasketLine, Quote
from shopcrm.services.returns import ReturnDraft, ReturnLine
from shopcrm.services.selling import Sold
from shopcrm.services.shop import Who

_TENDERS = Heap((CARD, CASH, TRANSFER, "both"), (70, 16, 9, 3))
_NOTE = 500_000 * TOMAN
_HANDED = 50_000 * TOMAN
_ROUND = 1_000 * TOMAN
_ROUNDED = ("rounded", "رُند شد")
_WHOLESALE = ("wholesale price", "قیمت عمده")
_WHOLESALE_PERCENT = 8
_ALL_SPENT, _STEP = 400, 50
"""Whoever has more points than this spends half of them, in steps."""
_BOUGHT_LATER = timedelta(minutes=3)
_FALLS_OUT = ("Not what they wanted", "آن نبود که می‌خواستند")


@dataclass(frozen=True, slots=True)
class SoldVisit:
    """A visit that was sold: its guest, its lines in the story's words, and the sale."""

    guest: int | None
    lines: tuple[Bought, ...]
    sale: Sold
    served: Who
    at: datetime


@dataclass
class Counter:
    """What was sold at the counter so far, and which vouchers who brings along."""

    till: Till
    cast: Cast
    offered: Programme
    brings: dict[int, int] = field(default_factory=dict)
    """By the place of a visit the number of the voucher."""
    sold: dict[int, SoldVisit] = field(default_factory=dict)
    then: dict[int, Callable[["Counter", int], None]] = field(default_factory=dict)
    """What follows from a visit, by its place."""
    back: set[tuple[int, int]] = field(default_factory=set)
    """The places of visits, with the wares of them that come back."""

    def open(self) -> None:
        """Have every visit come in its turn, and what is brought back without a plan."""
        for place, visit in enumerate(self.cast.visits):
            self.till.later(self._moment(visit), partial(self._sell, place))
        for visit in self.till.story.visits:
            if visit.kind == "return" and visit.day >= OPENED:
                self.till.later(self._moment(visit), partial(self._take_back, visit))

    def quote(self, at: datetime, basket: Basket) -> Quote:
        """Reckon what a basket comes to at a moment."""
        return self.till.ask(at, pricing.quote, basket)

    def sell(
        self, at: datetime, who: Who, basket: Basket, key: str, tenders: Iterable[Tender] = (Tender(CARD),)
    ) -> Sold:
        """Sell a basket."""
        return self.till.do(at, who, selling.complete, basket, list(tenders), f"sample {key}")

    def line(self, bought: Bought, *, bulk: bool = False) -> BasketLine:
        """Put a line on the counter; businesses have their price."""
        ware, product = self.till.story.goods[bought.ware], self.till.written.goods[bought.ware]
        if not bulk:
            return BasketLine(product, bought.quantity)
        off = line_total(ware.price, bought.quantity) * _WHOLESALE_PERCENT // 100
        return BasketLine(product, bought.quantity, off=off, off_why=self.till.say(_WHOLESALE))

    def voucher(self, at: datetime, voucher_id: int) -> str:
        """Read the code off a voucher."""
        return self.till.ask(at, vouchers.terms_of, [voucher_id])[voucher_id].code

    def _moment(self, visit: Visit) -> datetime:
        return self.till.moment(visit.day, visit.second)

    def _sell(self, place: int, at: datetime) -> None:
        """Sell what was chosen at a visit, and have come what follows from it."""
        visit, dice = self.cast.visits[place], self.till.dice
        who = self.till.crew.serving(dice, visit.second // 3_600)
        how = TAB if visit.guest in self.cast.on_tab else dice.weighted(_TENDERS)
        basket = self._chosen(place, at)
        found = None if self._is_plain(basket, how) else self.quote(at, basket)
        if found is not None and found.troubles:
            basket = replace(basket, voucher_codes=(), points=0)
            found = self.quote(at, basket)
        if found is not None and how == CASH:
            rest = found.to_pay % _ROUND
            basket = replace(basket, whole_off=rest, whole_why=self.till.say(_ROUNDED) if rest else "")
        sale = self.sell(at, who, basket, f"{place}", self._tenders(how, found))
        self.sold[place] = SoldVisit(visit.guest, visit.lines, sale, who, at)
        if place in self.cast.wants_reward:
            self.till.later(at + _BOUGHT_LATER, partial(self._buy_reward, place))
        if place in self.then:
            self.then[place](self, place)

    def _chosen(self, place: int, at: datetime) -> Basket:
        visit = self.cast.visits[place]
        if visit.guest is None:
            codes = self._codes(place, at)
            return Basket(tuple(self.line(line) for line in visit.lines), voucher_codes=codes)
        bulk = self.till.story.guests[visit.guest].taste.bulk
        who = self.till.written.guests[visit.guest]
        return Basket(
            tuple(self.line(line, bulk=bulk) for line in visit.lines),
            customer_id=who,
            voucher_codes=self._codes(place, at),
            points=self._points(at, who) if place in self.cast.pays_with_points else 0,
        )

    def _codes(self, place: int, at: datetime) -> tuple[str, ...]:
        return (self.voucher(at, self.brings[place]),) if place in self.brings else ()

    def _points(self, at: datetime, who: int) -> int:
        usable = self.till.ask(at, points.standing, who).usable
        return usable if usable < _ALL_SPENT else usable // 2 // _STEP * _STEP

    @staticmethod
    def _is_plain(basket: Basket, how: str) -> bool:
        return not basket.voucher_codes and not basket.points and how in {CARD, TRANSFER, TAB}

    @staticmethod
    def _tenders(how: str, found: Quote | None) -> list[Tender]:
        """Say how a sale is paid; cash comes in notes."""
        if found is None or how in {TRANSFER, TAB}:
            return [Tender(how)]
        if how == CASH:
            due = found.to_pay // _ROUND * _ROUND
            return [Tender(CASH, handed=-(-due // _HANDED) * _HANDED)]
        if how == "both" and found.to_pay > _NOTE:
            return [Tender(CASH, _NOTE), Tender(CARD)]
        return [Tender(CARD)]

    def _buy_reward(self, place: int, at: datetime) -> None:
        """Let somebody have a reward for which their points are enough, if one is."""
        guest = self.cast.visits[place].guest
        if guest is None:
            return
        who = self.till.written.guests[guest]
        usable = self.till.ask(at, points.standing, who).usable
        can = [number for number, price in self.offered.rewards if price <= usable]
        if can:
            chosen = self.till.dice.pick(can)
            bought = self.till.do(at, self.sold[place].served, rewards.buy, who, chosen)
            later = self.cast.next_visit(guest, self.cast.visits[place].day)
            if later is not None:
                self.brings[later] = bought

    def _take_back(self, visit: Visit, at: datetime) -> None:
        """Take back what was brought back; of what the old books know, it is only written down."""
        ware = visit.lines[0].ware
        for place, sold in reversed(self.sold.items()):
            wares = [line.ware for line in sold.lines]
            if sold.guest == visit.guest and ware in wares and (place, ware) not in self.back:
                self.back.add((place, ware))
                lines = (ReturnLine(wares.index(ware)),)
                draft = ReturnDraft(sold.sale.sale_id, lines, reason=self.till.say(_FALLS_OUT))
                who = self.till.crew.serving(self.till.dice, visit.second // 3_600)
                self.till.do(at, who, returns.complete, draft, f"sample back {place} {ware}")
                return
        self.till.do(at, self.till.crew.owner, sales.record_many, [drafts.sale(visit, self.till.written)])
