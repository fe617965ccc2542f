"""What people think better of at the made-up counter: goods come back, or were rung up twice."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from shopcrm.rules.money import THOUSANDTHS, line_total
from shopcrm.rules.tenders import CARD, CREDIT, Tender
from shopcrm.sample.counter import Counter, SoldVisit
from shopcrm.sample.till import Till
from shopcrm.services import exchanges, returns, reversals, rewards
from shopcrm.services.pricing import Basket, BasketLine
from shopcrm.services.returns import ReturnDraft, ReturnLine

Then = Callable[[Counter, int], None]

_STEP = 50
"""Grams to which a scale is read when somebody asks for goods of some value."""
_TOO_MUCH = ("Took too much for one guest", "برای یک مهمان زیاد برداشته بود")
_TASTE = ("Wanted it unsalted", "بی‌نمک می‌خواست")
_OTHER = ("Wanted something else instead", "به جایش چیز دیگری خواست")
_NEVER_MIND = ("The party was called off", "مهمانی‌شان به هم خورد")
_TWICE = ("Rung up twice", "دو بار زده شد")
_SHORT, _MINUTE = 40, 60
_NOON, _AFTERNOON, _EVENING = 12 * 3_600, 16 * 3_600, 19 * 3_600
_DEARER, _PART = 130, 40
"""What is taken in exchange, and what store credit pays first, as percent of what came back."""


def plan(counter: Counter) -> None:
    """Have some visits be followed by a second thought."""
    cast = counter.cast
    for places, then in (
        (cast.part_back, _bring_some_back),
        (cast.to_credit, _take_credit),
        (cast.exchanged, _exchange),
        (cast.rung_twice, _ring_twice),
        (cast.owing, _owe),
    ):
        counter.then.update(dict.fromkeys(places, then))


def small_basket(till: Till, amount: int, customer_id: int | None) -> Basket:
    """Put so much (rial) of a well-known rice into a basket, which is not counted on its shelf."""
    wares = till.story.goods
    loose = [place for place, ware in enumerate(wares) if ware.group == "grocery" and ware.weighed]
    place = max(loose, key=lambda place: (wares[place].fame, -place))
    grams = max(amount * THOUSANDTHS // wares[place].price // _STEP, 1) * _STEP
    return Basket((BasketLine(till.written.goods[place], grams),), customer_id=customer_id)


def _on(counter: Counter, sold: SoldVisit, days: int, second: int) -> datetime:
    """Tell a moment some days after a visit."""
    day = (sold.at - counter.till.written.begins).days
    return counter.till.moment(day + days, second)


def _buyer(counter: Counter, sold: SoldVisit) -> int | None:
    return None if sold.guest is None else counter.till.written.guests[sold.guest]


def _bring_some_back(counter: Counter, place: int) -> None:
    """Bring half of the largest line back on the next day."""
    sold = counter.sold[place]
    worths = [line_total(line.price, line.quantity) for line in sold.lines]
    ordinal = worths.index(max(worths))
    weighed = counter.till.story.goods[sold.lines[ordinal].ware].weighed
    step = _STEP if weighed else THOUSANDTHS
    half = max(sold.lines[ordinal].quantity // 2 // step, 1) * step
    lines = (ReturnLine(ordinal, min(half, sold.lines[ordinal].quantity)),)
    draft = ReturnDraft(sold.sale.sale_id, lines, reason=counter.till.say(_TOO_MUCH))
    _come_back(counter, place, draft, _on(counter, sold, 1, _EVENING))


def _take_credit(counter: Counter, place: int) -> None:
    """Bring everything back for store credit, and come again for a part of it."""
    sold, till = counter.sold[place], counter.till
    draft = ReturnDraft(sold.sale.sale_id, reason=till.say(_TASTE), refund=CREDIT)
    _mark(counter, place)

    def spend(voucher_id: int, at: datetime) -> None:
        basket = small_basket(till, sold.sale.total * _PART // 100, _buyer(counter, sold))
        code = counter.voucher(at, voucher_id)
        with_credit = Basket(basket.lines, basket.customer_id, (code,))
        counter.sell(at, till.crew.morning, with_credit, f"credit {place}")

    def back(at: datetime) -> None:
        done = till.do(at, till.crew.evening, returns.complete, draft, f"sample back {place}")
        for one in done.vouchers:
            if one.what == CREDIT:
                number = one.voucher_id
                till.later(_on(counter, sold, 3, _NOON), partial(spend, number))

    till.later(_on(counter, sold, 2, _EVENING), back)


def _exchange(counter: Counter, place: int) -> None:
    """Exchange a line for something dearer on the next day."""
    sold, till = counter.sold[place], counter.till
    _mark(counter, place)

    def exchange(at: datetime) -> None:
        draft = ReturnDraft(sold.sale.sale_id, (ReturnLine(0),), reason=till.say(_OTHER))
        amount = line_total(sold.lines[0].price, sold.lines[0].quantity) * _DEARER // 100
        basket = small_basket(till, amount, _buyer(counter, sold))
        key = f"sample exchange {place}"
        till.do(at, till.crew.evening, exchanges.complete, draft, basket, [Tender(CARD)], key)

    till.later(_on(counter, sold, 1, _AFTERNOON), exchange)


def _ring_twice(counter: Counter, place: int) -> None:
    """Ring a sale up a second time by mistake, and reverse it at once."""
    sold, till = counter.sold[place], counter.till
    basket = Basket(tuple(counter.line(line) for line in sold.lines), _buyer(counter, sold))
    again = till.written.after(sold.at, seconds=_SHORT)
    twice = counter.sell(again, sold.served, basket, f"{place} again")
    at = till.written.after(again, seconds=_MINUTE)
    key, why = f"sample reverse {place}", till.say(_TWICE)
    till.do(at, sold.served, reversals.reverse, twice.sale_id, key, why)


def _owe(counter: Counter, place: int) -> None:
    """Spend the points of a purchase at once, and bring the goods back: the points are owed then."""
    sold, till = counter.sold[place], counter.till
    reward, price = counter.offered.rewards[0]
    who = _buyer(counter, sold)
    if who is None or sold.sale.points.earned < price:
        return
    at = till.written.after(sold.at, seconds=_MINUTE)
    till.do(at, sold.served, rewards.buy, who, reward)
    draft = ReturnDraft(sold.sale.sale_id, reason=till.say(_NEVER_MIND))
    _mark(counter, place)
    _come_back(counter, place, draft, _on(counter, sold, 2, _AFTERNOON))


def _come_back(counter: Counter, place: int, draft: ReturnDraft, moment: datetime) -> None:
    till, key = counter.till, f"sample back {place}"
    _mark(counter, place)
    till.later(moment, lambda at: till.do(at, till.crew.evening, returns.complete, draft, key))


def _mark(counter: Counter, place: int) -> None:
    """Remember that goods of a visit come back, so that they do not come back once more."""
    counter.back.update((place, line.ware) for line in counter.sold[place].lines)
