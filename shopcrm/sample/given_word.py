"""What the made-up shop gave its word on: promises and special orders, kept, broken, and still to come."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from shopcrm.rules.promises import Compensation, Makes
from shopcrm.rules.tenders import CARD, CASH, Tender
from shopcrm.sample.counter import Counter
from shopcrm.sample.people import DAYS
from shopcrm.sample.shelves import TOMAN
from shopcrm.sample.till import OPENED
from shopcrm.services import promises, special_orders
from shopcrm.services.promises import PromiseDraft
from shopcrm.services.special_orders import OrderDraft

Words = tuple[str, str]

_TODAY = DAYS - 1
_NOON, _ONE, _SIX = 12 * 3_600, 13 * 3_600, 18 * 3_600
_NOTHING = Compensation()
_FAITHFUL = 8
"""So many have enough to be reminded of."""
_DEPOSIT: Words = ("Deposit", "بیعانه")


@dataclass(frozen=True, slots=True)
class _Given:
    """A promise: made and due on days of the sample, and what became of it on another day, if anything."""

    made: int
    due: int
    words: Words
    if_broken: Compensation = _NOTHING
    kept_on: int | None = None
    made_up_on: int | None = None
    to_nobody: bool = False


@dataclass(frozen=True, slots=True)
class _Ordered:
    """A special order with its details; `ticked` of them are, and the rest happened on days of the sample."""

    made: int
    due: int
    words: Words
    details: Sequence[Words]
    deposit: int = 0
    by: str = CASH
    if_late: Words | None = None
    ticked: int = 0
    ready_on: int | None = None
    fetched_on: int | None = None
    withdrawn_on: int | None = None


_PROMISES = (
    _Given(
        OPENED + 4, OPENED + 6, ("Pistachios without salt are roasted", "پستهٔ بی‌نمک بو داده می‌شود"),
        kept_on=OPENED + 6,
    ),
    _Given(
        OPENED + 8, OPENED + 9, ("The parcel is at the door by noon", "بسته تا ظهر دم در است"),
        Compensation(Makes.VOUCHER, 50_000 * TOMAN), made_up_on=OPENED + 11,
    ),
    _Given(
        _TODAY - 4, _TODAY - 2, ("We ring as soon as the saffron is here", "زعفران که رسید زنگ می‌زنیم"),
        Compensation(Makes.VOUCHER, 80_000 * TOMAN),
    ),
    _Given(
        _TODAY - 3, _TODAY, ("The gift box is exchanged for a larger one", "جعبهٔ هدیه با بزرگ‌ترش عوض می‌شود"),
        Compensation(Makes.POINTS, 200),
    ),
    _Given(
        _TODAY - 2, _TODAY + 1, ("The scale at the door is set right", "ترازوی دم در تنظیم می‌شود"),
        to_nobody=True,
    ),
)  # fmt: skip
_TEN_BOXES: Words = ("Ten boxes of mixed nuts for a wedding", "ده جعبه آجیل مخلوط برای عروسی")
_BASKET: Words = ("A basket of dried fruit for Yalda night", "سبد میوهٔ خشک برای شب یلدا")
_CAKE: Words = ("A walnut cake for ten", "کیک گردو برای ده نفر")
_PASTE: Words = ("Three jars of pistachio butter", "سه شیشه کرهٔ پسته")
_TRAY: Words = ("A tray of sweets for the office", "یک سینی شیرینی برای اداره")
_ORDERS = (
    _Ordered(
        OPENED + 5, OPENED + 9, _TEN_BOXES,
        (("without hazelnuts", "بی‌فندق"), ("white ribbon", "روبان سفید"), ("names on it", "نام‌ها رویش")),
        400_000 * TOMAN, ticked=3, ready_on=OPENED + 8, fetched_on=OPENED + 9,
    ),
    _Ordered(
        OPENED + 7, OPENED + 13, _TRAY, (("no coconut", "بی‌نارگیل"),),
        100_000 * TOMAN, withdrawn_on=OPENED + 8,
    ),
    _Ordered(
        _TODAY - 5, _TODAY, _CAKE,
        (("little sugar", "کم‌شکر"), ("walnuts on top", "گردو رویش"), ("Sara on it", "نام سارا رویش")),
        150_000 * TOMAN, CARD, ticked=2,
    ),
    _Ordered(
        _TODAY - 6, _TODAY - 2, _PASTE, (("unsalted", "بی‌نمک"),),
        if_late=("brought to the door for nothing", "تحویل رایگان دم در"), ticked=1, ready_on=_TODAY - 2,
    ),
    _Ordered(
        _TODAY - 8, _TODAY - 3, _BASKET, (("no figs", "بی‌انجیر"), ("a card with a verse", "کارتی با یک بیت")),
        if_late=("a box of dates for nothing", "یک جعبه خرمای رایگان"), ticked=1,
    ),
    _Ordered(_TODAY - 1, _TODAY + 12, _TEN_BOXES, (("red ribbon", "روبان قرمز"),), 300_000 * TOMAN),
)  # fmt: skip
_CALLED_OFF: Words = ("The meeting was called off", "جلسه برگزار نمی‌شود")


def plan(counter: Counter) -> None:
    """Have the shop give its word on several things, and keep most of it."""
    till, guests = counter.till, _whom(counter)
    if not guests:
        return
    for place, given in enumerate(_PROMISES):
        guest = guests[place % len(guests)]
        till.later(till.moment(given.made, _NOON), partial(_promise, counter, given, guest))
    for place, one in enumerate(_ORDERS, len(_PROMISES)):
        guest = guests[place % len(guests)]
        till.later(till.moment(one.made, _ONE), partial(_take, counter, one, guest))
    till.later(till.moment(_TODAY, 60), partial(_look_back, counter))


def _whom(counter: Counter) -> list[int]:
    """Choose who hears of it: of those who came before the counter, not the few who have a voucher to use."""
    story, faithful = counter.till.story, counter.cast.faithful()
    known = [
        place for place, guest in enumerate(story.guests) if guest.joined < OPENED and not guest.taste.bulk
    ]
    return [guest for guest in dict.fromkeys([*faithful, *known]) if guest not in faithful[:_FAITHFUL]]


def _look_back(counter: Counter, at: datetime) -> None:
    """Find what was not kept, as the round of each day does."""
    counter.till.do(at, counter.till.crew.owner, promises.break_overdue)


def _promise(counter: Counter, given: _Given, guest: int, at: datetime) -> None:
    till = counter.till
    whom = None if given.to_nobody else till.written.guests[guest]
    day = (till.written.begins + timedelta(days=given.due, seconds=_NOON)).date()
    draft = PromiseDraft(till.say(given.words), day, whom, given.if_broken)
    key = till.do(at, till.crew.morning, promises.make, draft)

    def keep(moment: datetime) -> None:
        till.do(moment, till.crew.evening, promises.keep, key)

    def make_up(moment: datetime) -> None:
        till.do(moment, till.crew.manager, promises.make_up, key)

    _then(counter, given.kept_on, _SIX, keep)
    _then(counter, given.made_up_on, _NOON, make_up)


def _take(counter: Counter, one: _Ordered, guest: int, at: datetime) -> None:
    till, words = counter.till, counter.till.say(one.words)
    late = _NOTHING if one.if_late is None else Compensation(Makes.SERVICE, words=till.say(one.if_late))
    draft = OrderDraft(
        customer_id=till.written.guests[guest],
        words=words,
        promised_on=(till.written.begins + timedelta(days=one.due, seconds=_NOON)).date(),
        details=tuple(till.say(detail) for detail in one.details),
        deposit=one.deposit,
        if_late=late,
        deposit_words=f"{till.say(_DEPOSIT)}: {words}",
    )
    paid = (Tender(one.by),) if one.deposit else ()
    key = f"order {one.made} {guest}" if one.deposit else ""
    order_id = till.do(at, till.crew.morning, special_orders.take, draft, key, paid).order_id

    def tick(moment: datetime) -> None:
        for place in range(1, one.ticked + 1):
            till.do(moment, till.crew.evening, special_orders.tick, order_id, place)

    def ready(moment: datetime) -> None:
        till.do(moment, till.crew.morning, special_orders.ready, order_id)

    def hand_over(moment: datetime) -> None:
        till.do(moment, till.crew.evening, special_orders.hand_over, order_id)

    def withdraw(moment: datetime) -> None:
        why = till.say(_CALLED_OFF)
        till.do(moment, till.crew.morning, special_orders.withdraw, order_id, why, CASH)

    _then(counter, one.made + 1, _NOON, tick)
    _then(counter, one.ready_on, _ONE, ready)
    _then(counter, one.fetched_on, _SIX, hand_over)
    _then(counter, one.withdrawn_on, _ONE, withdraw)


def _then(counter: Counter, day: int | None, second: int, deed: Callable[[datetime], None]) -> None:
    if day is not None:
        counter.till.later(counter.till.moment(day, second), deed)
