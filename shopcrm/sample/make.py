"""Fills a new shop with two years that never were, so that every page has something to show.

The same seed makes the same shop; its days are counted back from today. Everything goes through the door, as
it does when people do it, with the clock set back to when it is said to have happened.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shopcrm.sample import deliveries, people, shelves, talk, visits
from shopcrm.sample.deliveries import Delivery
from shopcrm.sample.dice import Dice
from shopcrm.sample.people import DAYS, Guest
from shopcrm.sample.shelves import Ware
from shopcrm.sample.talk import Question
from shopcrm.sample.visits import Visit
from shopcrm.services import arrivals, categories, goods, newcomers, sales, settings, wishes
from shopcrm.services.arrivals import ArrivalDraft, Came
from shopcrm.services.customers import Draft
from shopcrm.services.goods import ProductDraft
from shopcrm.services.sales import LineDraft, SaleDraft
from shopcrm.services.shop import Shop

SALES_EACH = 7.6
"""Sales for one customer of the sample over the two years, on average."""
_MONTH = 30
_COST_PERCENT = 72
_PHONE = "02100000000"

Tell = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """Which sample to make."""

    seed: int = 1
    customers: int = 2_000
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Made:
    """How much the sample holds; `wishes` counts those that still wait."""

    customers: int
    goods: int
    sales: int
    arrivals: int
    wishes: int


@dataclass(frozen=True, slots=True)
class _Story:
    """Everything that is going to happen, before any of it is written down."""

    plan: Plan
    goods: Sequence[Ware]
    guests: Sequence[Guest]
    visits: Sequence[Visit]
    deliveries: Sequence[Delivery]
    questions: Sequence[Question]


@dataclass(frozen=True, slots=True)
class _Written:
    """The ids that things got, in the order of the story; the start of its first day; and now."""

    begins: datetime
    now: datetime
    shelves: dict[str, int]
    goods: Sequence[int]
    guests: list[int] = field(default_factory=list)

    def at(self, day: int, second: int = 0) -> datetime:
        return min(self.begins + timedelta(days=day, seconds=second), self.now)


def make(shop: Shop, plan: Plan, tell: Tell) -> Made:
    """Fill an empty shop; `tell` hears how much is done, from 0 to 1, and may stop the work by raising."""
    now = shop.clock()
    with _set_back(shop, now - timedelta(days=DAYS)):
        decided = shop.do(settings.change, **_decisions(plan))
        today = decided.days.of(now)
        begins = decided.days.begins(today - timedelta(days=DAYS - 1))
        dice = Dice(plan.seed)
        story = _think_up(dice, plan, visits.Days(today))
        tell(0.2)
        written = _Written(begins, now, *_fill_shelves(shop, story.goods))
        for day in range(0, DAYS, _MONTH):
            _live_through(shop, dice, story, written, range(day, min(day + _MONTH, DAYS)))
            tell(0.2 + 0.75 * (day + _MONTH) / (DAYS + _MONTH))
        _come_to_today(shop, dice, story, written)
    tell(1.0)
    return _count(shop, len(written.guests), len(story.goods))


def _think_up(dice: Dice, plan: Plan, days: visits.Days) -> _Story:
    wares = shelves.wares(plan.language)
    guests = people.guests(dice, plan.customers, plan.language, wares)
    past = visits.visits(dice, guests, wares, days, round(plan.customers * SALES_EACH))
    brought = deliveries.deliveries(dice, wares, past, plan.language)
    new = [ware for delivery in deliveries.latest(dice, wares, plan.language) for ware, _ in delivery.lines]
    return _Story(plan, wares, guests, past, brought, talk.questions(dice, guests, wares, new, plan.language))


def _fill_shelves(shop: Shop, wares: Sequence[Ware]) -> tuple[dict[str, int], list[int]]:
    paths = dict.fromkeys(ware.path for ware in wares)
    ids = {path: shop.do(categories.at_path, path) for path in paths}
    return ids, shop.do(goods.add_many, [_product(ware, ids[ware.path]) for ware in wares])


def _live_through(shop: Shop, dice: Dice, story: _Story, written: _Written, month: range) -> None:
    """Write down what happened in a month: who came for the first time, what came in, what was bought."""
    shop.clock = lambda: written.at(month.start)
    new = [guest for guest in story.guests if guest.joined in month]
    written.guests.extend(
        shop.do(newcomers.add_many, [_person(dice, guest, story.plan, written) for guest in new])
    )
    shop.clock = lambda: written.at(month.stop)
    brought = [delivery for delivery in story.deliveries if delivery.day in month]
    shop.do(arrivals.record_many, [_arrival(delivery, story, written) for delivery in brought])
    bought = [visit for visit in story.visits if visit.day in month]
    drafts = [_sale(visit, written) for visit in bought]
    shop.do(sales.record_many, [draft for draft in drafts if draft.sold_at < written.now])
    for question in story.questions:
        if question.day in month:
            _ask(shop, question, written)


def _come_to_today(shop: Shop, dice: Dice, story: _Story, written: _Written) -> None:
    """Write down what came in yesterday and today, an hour or so apart."""
    for place, delivery in enumerate(deliveries.latest(dice, story.goods, story.plan.language)):
        back = timedelta(minutes=200 - 70 * place) + timedelta(days=DAYS - 1 - delivery.day)
        at = max(written.now - back, written.at(delivery.day))
        shop.clock = lambda at=at: at
        draft = _arrival(delivery, story, written)
        shop.do(arrivals.record, ArrivalDraft(draft.lines, draft.supplier, draft.note, at))


def _ask(shop: Shop, question: Question, written: _Written) -> None:
    shop.clock = lambda: written.at(question.day, 12 * 3_600 + 60 * (question.guest % 300))
    ware = question.ware
    shop.do(
        wishes.ask,
        written.guests[question.guest],
        product_id=None if ware is None else written.goods[ware],
        category_id=written.shelves[question.path] if question.path else None,
        words=question.words,
        quantity=question.quantity,
    )


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
        "sample_seed": plan.seed,
        "first_run_done": True,
    }


def _product(ware: Ware, shelf: int) -> ProductDraft:
    return ProductDraft(
        name=ware.name,
        code=ware.code,
        category_id=shelf,
        unit=ware.unit,
        price=ware.price,
        cost=ware.price * _COST_PERCENT // 100,
        attributes=dict(ware.attributes),
        barcodes=ware.barcodes,
    )


def _person(dice: Dice, guest: Guest, plan: Plan, written: _Written) -> Draft:
    return Draft(
        name=guest.name,
        phones=[guest.phone] if guest.phone else [],
        emails=[guest.email] if guest.email else [],
        language="en" if guest.english else "fa",
        consents=talk.answers(dice, guest, plan.language),
        preferences=talk.tastes(dice, guest, plan.language, written.shelves),
    )


def _arrival(delivery: Delivery, story: _Story, written: _Written) -> ArrivalDraft:
    lines = [
        Came(written.goods[ware], quantity, story.goods[ware].price * _COST_PERCENT // 100)
        for ware, quantity in delivery.lines
    ]
    at = written.at(delivery.day, delivery.second)
    return ArrivalDraft(lines, delivery.supplier, delivery.note, at)


def _sale(visit: Visit, written: _Written) -> SaleDraft:
    return SaleDraft(
        sold_at=written.begins + timedelta(days=visit.day, seconds=visit.second),
        lines=[LineDraft(written.goods[line.ware], line.quantity, line.price) for line in visit.lines],
        customer_id=None if visit.guest is None else written.guests[visit.guest],
        kind=visit.kind,
    )


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
    shop.clock = lambda: moment
    try:
        yield
    finally:
        shop.clock = real
