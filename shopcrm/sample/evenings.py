"""What the made-up shop does when it is quieter: tabs are paid, the day is closed, baskets wait."""

from datetime import datetime
from functools import partial

from shopcrm.sample.counter import Counter
from shopcrm.sample.people import DAYS
from shopcrm.sample.shelves import TOMAN
from shopcrm.sample.till import OPENED
from shopcrm.services import baskets, day_close, points, tabs
from shopcrm.services.pricing import Basket, BasketLine

_NOON, _NIGHT = 13 * 3_600, 22 * 3_600 + 900
_FLOAT = 500_000 * TOMAN
_OFF, _OFF_DAY = 35_000 * TOMAN, DAYS - 4
_OFF_WHY = ("A 50,000 note was counted as 15,000", "یک اسکناس پنجاهی پانزده حساب شده بود")
_PAYS = ((DAYS - 4, "transfer", 1), (DAYS - 3, "card", 1), (DAYS - 3, "cash", 2), (DAYS - 2, "card", 3))
"""Days on which somebody pays a tab, how, and which part of it."""
_STEP = 100_000 * TOMAN
_NEAR, _FAR = 107, 150
"""Limits of tabs, as percent of what is owed."""
_BY_HAND = (
    (OPENED + 5, 50, ("Waited long at the counter", "پای صندوق زیاد معطل شد")),
    (
        OPENED + 12,
        120,
        ("A purchase of last month had not been written down", "یک خرید ماه پیش نوشته نشده بود"),
    ),
)
_HELD = (
    (26, 3, ("Went to fetch the other bank card", "رفت کارت بانکی دیگرش را بیاورد")),
    (9, 2, ("Parking; back in a moment", "ماشین را جابه‌جا می‌کند")),
)
"""Baskets put aside: so many minutes ago, with so many lines, and why."""


def plan(counter: Counter) -> None:
    """Have every evening come, and what is done on single days."""
    till = counter.till
    for day in range(OPENED, DAYS):
        till.later(till.moment(day, _NIGHT), partial(_close, counter, day))
    for place, (day, kind, part) in enumerate(_PAYS):
        till.later(
            till.moment(day, _NOON),
            partial(_pay_off, counter, place, kind, part),
        )
    for day, count, why in _BY_HAND:
        till.later(till.moment(day, _NOON), partial(_give, counter, count, why))


def come_to_now(counter: Counter, now: datetime) -> None:
    """Leave the counter as it is at this moment: limits of tabs, and baskets that wait."""
    till = counter.till
    owing = sorted((till.ask(now, tabs.balance, who), who) for who in _tabs(counter))
    for (owed, who), percent in zip(owing[-3:-1], (_NEAR, _FAR), strict=False):
        limit = -(-owed * percent // 100 // _STEP) * _STEP
        till.do(now, till.crew.manager, tabs.limit, who, max(limit, _STEP))
    people = counter.cast.faithful()
    for (minutes, lines, why), guest in zip(_HELD, people, strict=False):
        place = till.story.guests[guest].favourites[:lines]
        chosen = tuple(BasketLine(till.written.goods[ware]) for ware in place)
        at = till.written.after(now, minutes=-minutes)
        basket = Basket(chosen, customer_id=till.written.guests[guest])
        if chosen:
            till.do(at, till.crew.evening, baskets.hold, basket, till.say(why))


def _tabs(counter: Counter) -> list[int]:
    known = counter.till.written.guests
    return [known[guest] for guest in counter.cast.on_tab if guest < len(known)]


def _close(counter: Counter, day: int, at: datetime) -> None:
    """Count the drawer and close the day; once it does not agree."""
    till, who = counter.till, counter.till.crew.manager
    with till.shop.acting(who):
        expected = till.ask(at, day_close.open_now).expected
    is_off = day == _OFF_DAY and expected >= _OFF
    counted = max(expected - _OFF if is_off else expected, 0)
    note = till.say(_OFF_WHY) if is_off else ""
    till.do(at, who, day_close.close, counted, note, min(counted, _FLOAT))


def _pay_off(counter: Counter, place: int, kind: str, part: int, at: datetime) -> None:
    till, people = counter.till, _tabs(counter)
    if place >= len(people):
        return
    who = people[-1 - place]
    owed = till.ask(at, tabs.balance, who)
    amount = owed if part == 1 else owed // part // _STEP * _STEP
    if amount > 0:
        till.do(at, till.crew.morning, tabs.pay_off, who, amount, kind, f"sample tab {place}")


def _give(counter: Counter, count: int, why: tuple[str, str], at: datetime) -> None:
    """Give somebody points by hand, with a reason."""
    here = [sold.guest for sold in counter.sold.values() if sold.guest is not None]
    if here:
        who = counter.till.written.guests[here[-1]]
        counter.till.do(at, counter.till.crew.manager, points.adjust, who, count, counter.till.say(why))
