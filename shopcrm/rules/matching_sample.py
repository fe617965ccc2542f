"""Looks back at earlier days of the shop and notes who then bought what within a month, to learn from it.

Products are drawn by chance, never by how they sold afterwards. Of those who did not buy only some are kept,
and each stands for as many as were left out.
"""

from dataclasses import dataclass

import numpy as np

from shopcrm.rules import matching_features as features
from shopcrm.rules.matching_habits import WINDOW, Habits
from shopcrm.rules.matching_history import Flags, Floats, History, Ints, within

MOST_PRODUCTS = 600
WORK = 120_000
"""Rows kept per look back, about."""
FEWEST_OTHERS = 50


@dataclass(frozen=True, eq=False)
class Sample:
    """Rows to learn from: terms, outcome, how many cases each stands for, and the product's number."""

    terms: Floats
    bought: Floats
    stands_for: Floats
    product: Ints

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.bought)


@dataclass(frozen=True, eq=False)
class Outcomes:
    """Who bought what in the month that followed: sorted by product, with where each product starts."""

    customer: Ints
    start: Ints

    def of(self, product: int) -> Ints:
        """Return the customers who bought the product."""
        return self.customer[self.start[product] : self.start[product + 1]]


def outcomes(history: History, day: int) -> Outcomes:
    """Gather who bought what from the day on for a month."""
    month = within(history, day, day + WINDOW)
    key = np.unique(month.product * history.n_customers + month.customer)
    start = np.searchsorted(key // max(history.n_customers, 1), np.arange(history.n_products + 1))
    return Outcomes(key % max(history.n_customers, 1), start.astype(np.int64))


def products(habits: Habits, most: int, rng: np.random.Generator) -> Ints:
    """Draw at most so many of the products sold before the day."""
    sold = np.flatnonzero(habits.goods.buyers > 0)
    return np.sort(rng.permutation(sold)[:most])


def draw(habits: Habits, came: Outcomes, product: int, others: int, rng: np.random.Generator) -> Sample:
    """Note one product: all who bought, some of the past buyers who did not, some of everybody else."""
    target = features.aim(habits, product)
    bought = np.zeros(habits.n_customers, dtype=np.bool_)
    bought[came.of(product)] = True
    before = np.zeros(habits.n_customers, dtype=np.bool_)
    before[habits.pairs.customer[target.rows]] = True
    seen = habits.people.seen
    parts = [
        _some(seen & bought, habits.n_customers, rng),
        _some(seen & ~bought & before, others, rng),
        _some(seen & ~bought & ~before, others, rng),
    ]
    who = np.concatenate([part for part, _share in parts])
    stands_for = np.concatenate([np.full(len(part), share) for part, share in parts])
    rows = features.terms(habits, target, features.some(habits, who))
    return Sample(rows, bought[who].astype(np.float64), stands_for, np.full(len(who), product))


def joined(samples: list[Sample]) -> Sample:
    """Put samples together; products of different days are different."""
    if not samples:
        nothing = np.zeros(0)
        return Sample(np.zeros((0, features.N_TERMS)), nothing, nothing, np.zeros(0, dtype=np.int64))
    return Sample(
        np.concatenate([one.terms for one in samples]),
        np.concatenate([one.bought for one in samples]),
        np.concatenate([one.stands_for for one in samples]),
        np.concatenate([np.full(len(one), number) for number, one in enumerate(samples)]),
    )


def others_per_product(n_products: int) -> int:
    """Say how many who did not buy are kept of each kind, so that few products still give enough rows."""
    return max(FEWEST_OTHERS, WORK // max(2 * n_products, 1) // 2)


def _some(kind: Flags, most: int, rng: np.random.Generator) -> tuple[Ints, float]:
    who = np.flatnonzero(kind)
    if len(who) <= most:
        return who, 1.0
    return np.sort(rng.choice(who, most, replace=False)), len(who) / most
