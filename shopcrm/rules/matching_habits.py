"""What is known on a day about everybody's buying: who bought what, how often and when last.

Nothing sold on or after that day is in it. Counts look back a fixed time, so that they do not grow with the
age of the shop's records.
"""

from dataclasses import dataclass

import numpy as np

from shopcrm.rules import likeness, matching_history
from shopcrm.rules.likeness import Likenesses
from shopcrm.rules.matching_history import Flags, Floats, History, Ints

LOOK_BACK_DAYS = 730
YEAR = 365
HALF_YEAR = 180
QUARTER = 90
WINDOW = 30
SEASON_MARGIN = 15
_RADIX_LIMIT = 65_536


@dataclass(frozen=True, eq=False)
class Pairs:
    """One row per customer and product ever bought by them, sorted by customer, then product."""

    customer: Ints
    product: Ints
    start: Ints
    """Where each customer's rows start; one entry more than there are customers."""
    times: Floats
    quarter: Floats
    """Days on which it was bought in the last 90 days."""
    season: Floats
    """Days on which it was bought around the coming month of last year."""
    first_ago: Floats
    last_ago: Floats
    fondness: Floats
    """log(1 + times)."""


@dataclass(frozen=True, eq=False)
class People:
    """One entry per customer."""

    seen: Flags
    breadth: Floats
    """Different products bought."""
    lines: Floats
    lines_quarter: Floats
    visits_year: Floats
    visits_half: Floats
    last_ago: Floats
    visit_key: Ints
    """Sorted customer x span + day of each visit, for counting the visits since a day."""
    visit_end: Ints


@dataclass(frozen=True, eq=False)
class Goods:
    """One entry per product."""

    order: Ints
    """The rows of the pairs sorted by product, then customer."""
    start: Ints
    buyers: Floats
    weight: Floats
    """Buyers, each counting less the more different things they buy."""
    again: Floats
    """Buyers who bought it more than once."""
    lines: Floats
    buyers_quarter: Floats
    gap: Floats
    """Usual days between two purchases by one customer, drawn towards the shop's."""


@dataclass(frozen=True, eq=False)
class Habits:
    """Everything scoring needs; build it once for a day and score as many products as wanted."""

    day: int
    first_day: int
    span: int
    pairs: Pairs
    people: People
    goods: Goods
    likenesses: Likenesses

    @property
    def n_customers(self) -> int:
        """Count the customers, seen or not."""
        return len(self.people.seen)

    @property
    def n_products(self) -> int:
        """Count the products, sold or not."""
        return len(self.goods.buyers)

    @property
    def days_known(self) -> int:
        """Say how long before the day the records begin."""
        return self.day - self.first_day


def build(history: History, as_of_day: int, likenesses: Likenesses | None = None) -> Habits:
    """Gather the habits as they were known in the morning of the day."""
    known = matching_history.before(history, as_of_day)
    first_day = int(known.day.min()) if len(known) else as_of_day
    recent = matching_history.within(known, as_of_day - LOOK_BACK_DAYS, as_of_day)
    if first_day >= as_of_day - LOOK_BACK_DAYS:
        recent = known
    pairs = _pairs(recent, as_of_day)
    return Habits(
        as_of_day,
        first_day,
        LOOK_BACK_DAYS + 1,
        pairs,
        _people(recent, pairs, as_of_day),
        _goods(recent, pairs),
        likenesses or likeness.read(history.names, history.category, known.product),
    )


def visits_since(habits: Habits, customer: Ints, ago: Floats) -> Floats:
    """Count the days on which each customer came later than `ago` days before the day."""
    people = habits.people
    key = customer * habits.span + (habits.span - ago.astype(np.int64))
    place = np.searchsorted(people.visit_key, key, side="right")
    return (people.visit_end[customer] - place).astype(np.float64)


def _pairs(history: History, day: int) -> Pairs:
    customer, product = history.customer, history.product
    new = matching_history.changes(customer, product)
    rows = np.flatnonzero(new)
    ends = np.append(rows[1:], len(customer)) - 1
    ago = (day - history.day).astype(np.float64)
    who = customer[rows]
    pair = np.cumsum(new) - 1
    times = np.diff(np.append(rows, len(customer))).astype(np.float64)
    season = np.abs(ago - (YEAR - WINDOW / 2)) <= WINDOW / 2 + SEASON_MARGIN
    return Pairs(
        customer=who,
        product=product[rows],
        start=np.searchsorted(who, np.arange(history.n_customers + 1)).astype(np.int64),
        times=times,
        quarter=_count(pair[ago <= QUARTER], len(rows)),
        season=_count(pair[season], len(rows)),
        first_ago=ago[rows],
        last_ago=ago[ends] if len(rows) else ago[:0],
        fondness=np.log1p(times),
    )


def _people(history: History, pairs: Pairs, day: int) -> People:
    n = history.n_customers
    span = LOOK_BACK_DAYS + 1
    ago = day - history.day
    key = np.sort(history.customer * span + (span - ago))
    key = key[matching_history.changes(key)]
    who, came_ago = key // span, span - key % span
    end = np.searchsorted(who, np.arange(n), side="right").astype(np.int64)
    lines = _count(history.customer, n)
    last = np.full(n, float(LOOK_BACK_DAYS))
    here = lines > 0
    last[here] = came_ago[end[here] - 1]
    return People(
        seen=here,
        breadth=np.diff(pairs.start).astype(np.float64),
        lines=lines,
        lines_quarter=_count(history.customer[ago <= QUARTER], n),
        visits_year=_count(who[came_ago <= YEAR], n),
        visits_half=_count(who[came_ago <= HALF_YEAR], n),
        last_ago=last,
        visit_key=key,
        visit_end=end,
    )


def _goods(history: History, pairs: Pairs) -> Goods:
    n = history.n_products
    product = pairs.product
    order = np.argsort(product.astype(np.uint16) if n <= _RADIX_LIMIT else product, kind="stable")
    breadth = np.maximum(np.diff(pairs.start), 1).astype(np.float64)
    gaps = np.maximum(pairs.times - 1, 0)
    spans = pairs.first_ago - pairs.last_ago
    usual = max(float(spans.sum()) / max(float(gaps.sum()), 1.0), 1.0) if gaps.any() else float(WINDOW)
    total_span = np.bincount(product, spans, minlength=n)
    total_gaps = np.bincount(product, gaps, minlength=n)
    return Goods(
        order=order.astype(np.int64),
        start=np.searchsorted(product[order], np.arange(n + 1)).astype(np.int64),
        buyers=_count(product, n),
        weight=np.bincount(product, (1 / np.sqrt(breadth))[pairs.customer], minlength=n).astype(np.float64),
        again=_count(product[pairs.times > 1], n),
        lines=_count(history.product, n),
        buyers_quarter=_count(product[pairs.last_ago <= QUARTER], n),
        gap=(total_span + 3 * usual) / (total_gaps + 3),
    )


def _count(index: Ints, n: int) -> Floats:
    return np.bincount(index, minlength=n).astype(np.float64)
