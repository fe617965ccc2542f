"""Fills a new shop with two years that never were, so that every page has something to show.

The same seed makes the same shop; its days are counted back from today. Everything goes through the door, as
it does when people do it, with the clock set back to when it is said to have happened.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from shopcrm.sample import deliveries, drafts, letters, levels, opening, visits
from shopcrm.sample.counter import Counter
from shopcrm.sample.deliveries import Delivery
from shopcrm.sample.dice import Dice
from shopcrm.sample.families import Kin
from shopcrm.sample.letters import News, Office
from shopcrm.sample.people import DAYS
from shopcrm.sample.shelves import Ware
from shopcrm.sample.story import Plan, Story, think_up
from shopcrm.sample.till import OPENED
from shopcrm.sample.wanted import Question
from shopcrm.sample.written import Written
from shopcrm.services import (
    arrivals,
    categories,
    duplicates,
    goods,
    households,
    newcomers,
    notes,
    sales,
    settings,
    turns,
    wishes,
)
from shopcrm.services.arrivals import ArrivalDraft
from shopcrm.services.notes import NoteDraft
from shopcrm.services.shop import Session, Shop

__all__ = ["Made", "Plan", "Tell", "make"]

_MONTH, _WEEK = 30, 7
_MEMORY = 2**32
"""What is remembered falls apart from the rest, and so does what happens at the counter.

However much it is, the same people buy the same.
"""
_TOLD_EVERY = 9
_TOLD_AFTER = timedelta(days=2)
_HELD_DAYS = 4
_NEW, _TOLD_OF = 3, 2
_NEWS_AT = 11 * 3_600
_PHONE = "02100000000"

Tell = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Made:
    """How much the sample holds; `wishes` counts those that still wait."""

    customers: int
    goods: int
    sales: int
    arrivals: int
    wishes: int


def make(shop: Shop, plan: Plan, tell: Tell) -> Made:
    """Fill an empty shop; `tell` hears how much is done, from 0 to 1, and may stop the work by raising."""
    now = shop.clock()
    with _set_back(shop, now - timedelta(days=DAYS)):
        decided = shop.do(settings.change, **_decisions(plan))
        today = decided.days.of(now)
        begins = decided.days.begins(today - timedelta(days=DAYS - 1))
        dice = Dice(plan.seed)
        remembered = Dice(plan.seed + _MEMORY)
        story = think_up(dice, remembered, plan, visits.Days(today))
        tell(0.2)
        written = Written(begins, now, today, *_fill_shelves(shop, story.goods))
        office = Office(shop, remembered, written, story.guests)
        replies: list[NoteDraft] = []
        counter: Counter | None = None
        for days in _spans():
            if days.start == OPENED:
                counter = opening.open_counter(shop, Dice(plan.seed + 2 * _MEMORY), story, written)
            replies += _live_through(office, dice, story, days, counter)
            tell(0.2 + 0.7 * days.stop / DAYS)
        _come_to_today(office, dice, story)
        if counter is not None:
            opening.come_to_now(counter, now)
        _answer_some(shop, written)
        _remember(shop, story, written, replies)
    tell(1.0)
    return _count(shop, len(written.guests), len(story.goods))


def _spans() -> Iterator[range]:
    """Part the time into months, then weeks in which people were told of things, then days with a round."""
    rounds = DAYS - letters.GREETS
    day = 0
    while day < DAYS:
        length = _MONTH if day + _MONTH <= DAYS - letters.WEEKS_TOLD else _WEEK if day < rounds else 1
        end = min(day + length, *(stop for stop in (OPENED, rounds, DAYS) if stop > day))
        yield range(day, end)
        day = end


def _fill_shelves(shop: Shop, wares: Sequence[Ware]) -> tuple[dict[str, int], list[int]]:
    paths = dict.fromkeys(ware.path for ware in wares)
    ids = shop.do(_put_up, list(paths))
    return ids, shop.do(goods.add_many, [drafts.product(ware, ids[ware.path]) for ware in wares])


def _put_up(session: Session, paths: Sequence[str]) -> dict[str, int]:
    return {path: categories.at_path(session, path) for path in paths}


def _live_through(
    office: Office, dice: Dice, story: Story, days: range, counter: Counter | None
) -> list[NoteDraft]:
    """Write down what happened in some days: who came first, what came in, who was told, what was bought.

    Since there is a counter, everything is sold there. Gives what people wrote back.
    """
    shop, written = office.shop, office.written
    shop.clock = lambda: written.at(days.start)
    new = [place for place, guest in enumerate(story.guests) if guest.joined in days]
    written.guests.extend(
        shop.do(newcomers.add_many, [drafts.person(dice, place, story, written) for place in new])
    )
    shop.clock = lambda: written.at(days.stop)
    brought = [place for place, delivery in enumerate(story.deliveries) if delivery.day in days]
    came = [drafts.arrival(story.deliveries[place], story, written) for place in brought]
    ids = dict(zip(brought, shop.do(arrivals.record_many, came), strict=True))
    replies = _tell(office, story, days, ids)
    if counter is not None:
        counter.till.run(written.at(days.stop))
    shop.clock = lambda: written.at(days.stop)
    if counter is None:
        bought = [drafts.sale(visit, written) for visit in story.visits if visit.day in days]
        shop.do(sales.record_many, bought)
        levels.live_through(shop, story, written, days)
    for question in story.questions:
        if question.day in days:
            _ask(shop, question, written)
    return replies


def _tell(office: Office, story: Story, days: range, arrival_ids: Mapping[int, int]) -> list[NoteDraft]:
    replies: list[NoteDraft] = []
    for day in days:
        letters.greet(office, day)
        for one in story.news:
            if one.day == day:
                moment = office.written.at(day, _NEWS_AT)
                replies += letters.tell(office, one, arrival_ids[one.delivery], moment)
    return replies


def _come_to_today(office: Office, dice: Dice, story: Story) -> None:
    """Write down what came in yesterday and today, an hour or so apart; of the first people are told."""
    shop, written, plan = office.shop, office.written, story.plan
    for place, delivery in enumerate(deliveries.latest(dice, story.goods, plan.language)):
        back = timedelta(minutes=200 - 70 * place) + timedelta(days=DAYS - 1 - delivery.day)
        at = max(written.now - back, written.at(delivery.day))
        shop.clock = lambda at=at: at
        draft = drafts.arrival(delivery, story, written)
        came = shop.do(arrivals.record, ArrivalDraft(draft.lines, draft.supplier, draft.note, at))
        if place == 0:
            _tell_of_new(office, story, delivery, came.id, written.after(at, minutes=30))


def _tell_of_new(office: Office, story: Story, delivery: Delivery, arrival_id: int, moment: datetime) -> None:
    told: set[int] = set()
    for ware, _quantity in delivery.lines[:_TOLD_OF]:
        fans = letters.fans(story.guests, story.goods, story.bought, (delivery.day, ware), told)
        letters.tell(office, News(0, delivery.day, ware, tuple(fans)), arrival_id, moment)
        told.update(fan.guest for fan in fans)


def _ask(shop: Shop, question: Question, written: Written) -> None:
    shop.clock = lambda: written.at(question.day, 12 * 3_600 + 60 * (question.guest % 300))
    ware = question.ware
    shop.do(
        wishes.ask,
        written.guests[question.guest],
        product_id=None if ware is None else written.goods[ware],
        category_id=written.shelves[question.path] if question.path else None,
        words=question.words,
        attribute=question.attribute,
        quantity=question.quantity,
        limit_price=question.limit,
        until=None if question.ends_in is None else written.today + timedelta(days=question.ends_in),
        priority=question.priority,
        note=question.note,
    )


def _answer_some(shop: Shop, written: Written) -> None:
    """Tell some of those who asked, and hold units of what just came for those who wait for most of it."""
    for row in shop.ask(wishes.waiting)[::_TOLD_EVERY]:
        shop.clock = lambda at=row.asked_at: min(at + _TOLD_AFTER, written.now)
        shop.do(wishes.told, row.id)
    shop.clock = lambda: written.now
    new = [line.product_id for arrival in shop.ask(arrivals.page, limit=_NEW) for line in arrival.lines]
    waited_for = max(new, key=lambda product: len(shop.ask(turns.line, product).to_hold))
    shop.do(turns.hold_for_waiting, waited_for, written.today + timedelta(days=_HELD_DAYS))


def _remember(shop: Shop, story: Story, written: Written, replies: Sequence[NoteDraft]) -> None:
    """Write down who belongs together and what was noted, and look for people who stand there twice."""
    shop.clock = lambda: written.now
    shop.do(_relate, story.kin, written.guests)
    noted = [
        NoteDraft(written.guests[entry.guest], entry.kind, entry.text, written.at(entry.day, entry.second))
        for entry in story.diary
    ]
    shop.do(notes.write_many, sorted([*noted, *replies], key=lambda draft: draft.at))
    shop.do(duplicates.sweep)


def _relate(session: Session, kin: Kin, ids: Sequence[int]) -> None:
    for first, second in kin.couples:
        households.join(session, ids[second], ids[first])
    for first, second in kin.brought:
        households.refer(session, ids[second], ids[first])


def _decisions(plan: Plan) -> dict[str, str | int | bool | None]:
    persian = plan.language == "fa"
    return {
        "shop_name": "آجیل نوری" if persian else "Noori Nuts",
        "shop_phone": _PHONE,
        "shop_address": "تهران، بازار بزرگ، راستهٔ آجیل‌فروشان" if persian else "Nut Row, Grand Bazaar, Tehran",
        "language": plan.language,
        "calendar": "jalali" if persian else "gregorian",
        "currency": "IRT",
        "zone": "Asia/Tehran",
        "region": "IR",
        "greet": True,
        "sample_seed": plan.seed,
        "first_run_done": True,
    }


def _count(shop: Shop, customers: int, products: int) -> Made:
    return Made(
        customers=customers,
        goods=products,
        sales=shop.ask(sales.count),
        arrivals=shop.ask(arrivals.count),
        wishes=len(shop.ask(wishes.waiting, 10_000)),
    )


@contextmanager
def _set_back(shop: Shop, moment: datetime) -> Iterator[None]:
    """Let the shop live in the past for a while."""
    real = shop.clock
    shop.clock, shop.retells = lambda: moment, True
    try:
        yield
    finally:
        shop.clock, shop.retells = real, False
