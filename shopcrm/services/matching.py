"""Who to tell of some goods: every known customer, ranked, with reasons; those who avoid the goods left out.

Consent and reach decide only the channel: who may not or cannot be messaged stays, to be told in person.
What is learned from the shop's sales is learned from before the day one looks back to, and kept.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from shopcrm.rules import (
    likeness,
    matching,
    matching_fit,
    matching_habits,
    matching_reasons,
    matching_weights,
)
from shopcrm.rules.delivery import Channel
from shopcrm.rules.likeness import Likenesses
from shopcrm.rules.matching import Ranking
from shopcrm.rules.matching_habits import Habits
from shopcrm.rules.matching_history import Ints
from shopcrm.rules.matching_stated import Wish
from shopcrm.rules.matching_weights import Weights
from shopcrm.rules.people import shown_name
from shopcrm.rules.sayings import FieldValue, Saying
from shopcrm.services import avoiding, reach, sales_history, settings, told_us, turns
from shopcrm.services.people import ACTIVE
from shopcrm.services.sales_history import Known
from shopcrm.services.shop import Shop, now_of
from shopcrm.store.customers import Customer
from shopcrm.store.matching import LearnedWeights
from shopcrm.store.sales import Sale

Tick = Callable[[int, int], None]
_STEPS = 100
_IDLE_DAYS = 31
_KEPT = 3
"""How many days' preparations stay in memory."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may want the goods; chances run from 0 to 1, None while they are not known.

    `channel` is None where they can only be told in person; `code` is another program's number for them.
    """

    customer_id: int
    code: str | None
    name: FieldValue
    score: float
    chance: float | None
    low: float
    high: float
    reasons: tuple[Saying, ...]
    channel: Channel | None
    wish_id: int | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody who is not to be told, and why (A5)."""

    customer_id: int
    name: FieldValue
    why: Saying


@dataclass(frozen=True, slots=True)
class TellList:
    """The ranked people, best first, how many there are in all, and who was left out."""

    people: tuple[Candidate, ...]
    total: int
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, eq=False)
class _Prepared:
    """What ranking needs for one day, whatever the goods."""

    known: Known
    habits: Habits
    weights: Weights
    index: Mapping[int, int]


class Matcher:
    """Ranks customers for goods; keeps what it prepared for the next question about the same day."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._prepared: dict[tuple[date, str], _Prepared] = {}
        self._lock = threading.Lock()

    def rank(
        self,
        product_id: int,
        *,
        as_of: date | None = None,
        limit: int | None = None,
        tick: Tick | None = None,
    ) -> TellList:
        """Rank everybody for a product, knowing only what was known before a day; without one, everything.

        Learns first where nothing was learned for the day yet; `tick` hears of it and may raise to stop.
        Raises NoSuchProduct.
        """
        with self._lock:
            ready = self._ready(as_of, tick)
        return self._shop.ask(_rank, ready, product_id, as_of, limit)

    def _ready(self, as_of: date | None, tick: Tick | None) -> _Prepared:
        day = as_of or self._shop.ask(_today)
        grounds = self._shop.ask(sales_history.grounds)
        ready = self._prepared.get((day, grounds))
        if ready is None:
            ready = self._prepare(as_of, day, tick)
            while len(self._prepared) >= _KEPT:
                self._prepared.pop(next(iter(self._prepared)))
            self._prepared[day, ready.known.grounds] = ready
        return ready

    def _prepare(self, as_of: date | None, day: date, tick: Tick | None) -> _Prepared:
        known = self._shop.ask(sales_history.read, as_of)
        if known.tail > sales_history.TAIL:
            self._shop.do(sales_history.pack)
        alike = likeness.read(known.history.names, known.history.category, known.history.product)
        weights = self._shop.ask(learned, day, known.grounds, exactly=as_of is not None)
        if weights is None:
            weights = _learn(known, day, alike, tick)
            self._shop.do(keep, day, known.grounds, weights)
        habits = matching_habits.build(known.history, day.toordinal(), alike)
        index = {int(number): place for place, number in enumerate(known.customer_ids)}
        return _Prepared(known, habits, weights, index)


def learned(session: Session, day: date, grounds: str, *, exactly: bool) -> Weights | None:
    """Give what was learned for a day, or None where it must be learned.

    `exactly` asks for these very sales; otherwise what was learned within a week before the day will do.
    """
    query = select(LearnedWeights).where(LearnedWeights.version == matching_weights.VERSION)
    if exactly:
        query = query.where(LearnedWeights.as_of == day, LearnedWeights.grounds == grounds)
    else:
        query = query.where(LearnedWeights.as_of <= day, LearnedWeights.as_of > _week_before(day))
    row = session.scalars(
        query.order_by(LearnedWeights.as_of.desc(), LearnedWeights.id.desc()).limit(1)
    ).first()
    if row is None or (not exactly and _grew(row.grounds, grounds)):
        return None
    return matching_weights.from_json(row.weights)


def keep(session: Session, day: date, grounds: str, weights: Weights) -> None:
    """Keep what was learned for a day in place of what was learned for it before."""
    session.execute(delete(LearnedWeights).where(LearnedWeights.as_of == day))
    session.add(
        LearnedWeights(
            as_of=day,
            grounds=grounds,
            version=matching_weights.VERSION,
            weights=weights.to_json(),
            learned_at=now_of(session),
        )
    )


def _learn(known: Known, day: date, alike: Likenesses, tick: Tick | None) -> Weights:
    def tell(share: float) -> None:
        if tick is not None:
            tick(round(share * _STEPS), _STEPS)

    return matching_fit.fit(known.history, day.toordinal(), tell, alike)


def _rank(
    session: Session, ready: _Prepared, product_id: int, as_of: date | None, limit: int | None
) -> TellList:
    stated, wishes = told_us.about(session, product_id, ready.index, as_of)
    before = None if as_of is None else settings.read(session).days.begins(as_of)
    left_out = {
        k: why for k, why in avoiding.avoiders(session, product_id, before).items() if k in ready.index
    }
    known = ready.known
    ranking = matching.score(ready.habits, ready.weights, known.index_of(product_id), stated)
    dislikers = [ready.index[k] for k in avoiding.dislikers(session, product_id, before) if k in ready.index]
    order = _order(ranking, [ready.index[k] for k in left_out], dislikers)
    if as_of is None:
        in_turn = turns.in_turn(session, product_id)
        order = _by_turn(order, [ready.index[k] for k in in_turn if k in ready.index])
    shown = [int(place) for place in order[:limit]]
    people = _candidates(session, ready, ranking, shown, wishes)
    return TellList(tuple(people), len(order), tuple(_left_out(session, left_out)))


def _order(ranking: Ranking, left_out: Sequence[int], dislikers: Sequence[int]) -> Ints:
    """Leave some out, and put those who dislike the goods last, unless they asked for them."""
    counts = np.ones(len(ranking.order), dtype=np.bool_)
    counts[list(left_out)] = False
    last = np.zeros_like(counts)
    last[list(dislikers)] = True
    last[[one.customer for one in ranking.stated]] = False
    order = ranking.order[counts[ranking.order]]
    return np.concatenate([order[~last[order]], order[last[order]]])


def _by_turn(order: Ints, in_turn: Sequence[int]) -> Ints:
    """Put those who asked for the goods first, in their turn, whatever the chances say (A2)."""
    first = np.array(in_turn, dtype=order.dtype)
    return np.concatenate([first[np.isin(first, order)], order[~np.isin(order, first)]])


def _candidates(
    session: Session, ready: _Prepared, ranking: Ranking, shown: Sequence[int], wishes: Mapping[int, int]
) -> list[Candidate]:
    known = ready.known
    ids = [int(known.customer_ids[place]) for place in shown]
    names = _names(session, ids)
    reached, ways = reach.reaches(session, ids), reach.ways(session)
    reasons = matching_reasons.reasons(ready.habits, ranking, shown, known.names)
    # Of those who asked for the goods the purchases tell little, and how often a wish is kept nobody counted.
    asked = {one.customer for one in ranking.stated if one.wish is Wish.ASKED}
    people = []
    for place, number, why in zip(shown, ids, reasons, strict=True):
        if number not in names:
            continue  # They were merged or erased since this was prepared.
        code, name = names[number]
        channel = reach.channel_for(reached[number], open_ways=ways)
        people.append(
            Candidate(
                customer_id=number,
                code=code,
                name=name,
                score=float(ranking.score[place]),
                chance=float(ranking.chance[place]) if ranking.is_known and place not in asked else None,
                low=float(ranking.low[place]),
                high=float(ranking.high[place]),
                reasons=why,
                channel=None if channel is Channel.IN_PERSON else channel,
                wish_id=wishes.get(number),
            )
        )
    return people


def _left_out(session: Session, reasons: Mapping[int, Saying]) -> list[LeftOut]:
    names = _names(session, list(reasons))
    return [LeftOut(number, names[number][1], why) for number, why in reasons.items() if number in names]


def _names(session: Session, ids: Sequence[int]) -> dict[int, tuple[str | None, FieldValue]]:
    found: dict[int, tuple[str | None, FieldValue]] = {}
    for some in reach.portions(ids):
        query = select(Customer.id, Customer.code, Customer.name).where(Customer.id.in_(some))
        rows = session.execute(query.where(Customer.state == ACTIVE))
        found.update({k: (code, shown_name(name, code, k)) for k, code, name in rows})
    return found


def _today(session: Session) -> date:
    """Give the day before which everything is known: what was sold today counts too.

    Where nothing was sold for a month, such as after an old history was brought in, it is the day after
    the last sale: everybody would look lost otherwise.
    """
    days = settings.read(session).days
    today = days.of(now_of(session))
    sold_at: datetime | None = session.scalar(select(func.max(Sale.sold_at)))
    last = today if sold_at is None else days.of(sold_at)
    return (today if (today - last).days <= _IDLE_DAYS else last) + timedelta(days=1)


def _week_before(day: date) -> date:
    return day - timedelta(days=7)


def _grew(then: str, now: str) -> bool:
    """Whether a tenth more sales came since, so that it is worth learning again."""
    before, after = int(then.split(":")[1]), int(now.split(":")[1])
    return abs(after - before) * 10 > before
