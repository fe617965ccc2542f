"""Tries weights on a month that is already known, and measures how well they put the buyers first."""

from collections.abc import Sequence

import numpy as np

from shopcrm.rules import matching_features as features
from shopcrm.rules import matching_sample
from shopcrm.rules.matching_features import Aim, Crowd, Term
from shopcrm.rules.matching_habits import Habits
from shopcrm.rules.matching_history import Flags, Floats, History, Ints
from shopcrm.rules.matching_weights import FEWEST_BUYERS, Formula, Origin, Weights

MOST_PRODUCTS = 150
MOST_CUSTOMERS = 4_000
FEWEST_TO_TRY = 3
DEPTH = 50
DOUBT = 1.0
"""How many standard errors better a simpler rule must be to be preferred."""


def score(weights: Weights, terms: Floats, buyers: int = FEWEST_BUYERS) -> Floats:
    """Add up the terms of a product with so many past buyers."""
    past, others = formulas(weights, buyers)
    return np.where(terms[:, Term.TIMES] > 0, past.score(terms), others.score(terms))


def formulas(weights: Weights, buyers: int) -> tuple[Formula, Formula]:
    """Return what past buyers and others are scored by; the formula for fresh goods gives way to both."""
    share = min(buyers / FEWEST_BUYERS, 1.0)
    return weights.past.mixed(weights.fresh, share), weights.others.mixed(weights.fresh, share)


def counted(habits: Habits, target: Aim, crowd: Crowd) -> Floats:
    """Score by times bought; lines of the last 90 days decide between equals, all lines after them."""
    people, pairs = habits.people, habits.pairs
    times = np.zeros(habits.n_customers)
    times[pairs.customer[target.rows]] = pairs.times[target.rows]
    lately, ever = people.lines_quarter[crowd.who], people.lines[crowd.who]
    activity = lately + 0.5 * ever / (1.0 + ever)
    return np.asarray(times[crowd.who] + activity / (1.0 + activity), dtype=np.float64)


def ndcg(order: Ints, bought: Flags) -> float:
    """Measure how early the buyers stand among the first fifty, 0 to 1."""
    discount = 1 / np.log2(np.arange(2, DEPTH + 2))
    hits = bought[order[:DEPTH]]
    ideal = discount[: min(DEPTH, int(bought.sum()))].sum()
    return float(discount[: len(hits)] @ hits / ideal)


def auc(scores: Floats, bought: Flags) -> float:
    """Measure how often a buyer stands before one who did not buy; equals count half."""
    levels, place, count = np.unique(scores, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    yes = int(bought.sum())
    no = len(bought) - yes
    del levels
    if not yes or not no:
        return 0.5
    return float((rank[bought].sum() - yes * (yes + 1) / 2) / (yes * no))


def best(history: History, habits: Habits, rivals: Sequence[Weights], seed: int) -> Weights:
    """Return the first of the rivals that no later one clearly beats on the month after the habits' day."""
    results = _results(history, habits, rivals, seed)
    chosen = 0
    if len(results):
        for place in range(1, len(rivals)):
            ahead = results[:, place] - results[:, chosen]
            doubt = ahead.std() / np.sqrt(len(ahead))
            if ahead.mean() > DOUBT * doubt:
                chosen = place
    return rivals[chosen]


def _results(history: History, habits: Habits, rivals: Sequence[Weights], seed: int) -> Floats:
    """Return one row per product tried and one column per rival: the mean of both measures."""
    rng = np.random.default_rng(seed)
    came = matching_sample.outcomes(history, habits.day)
    seen = np.flatnonzero(habits.people.seen)
    who = np.sort(rng.permutation(seen)[:MOST_CUSTOMERS])
    crowd = features.some(habits, who)
    rows: list[list[float]] = []
    for product in rng.permutation(np.flatnonzero(habits.goods.buyers > 0)).tolist():
        bought = np.isin(who, came.of(product))
        if bought.sum() >= FEWEST_TO_TRY:
            rows.append(_tried(habits, product, crowd, bought, rivals))
        if len(rows) == MOST_PRODUCTS:
            break
    return np.array(rows)


def _tried(
    habits: Habits, product: int, crowd: Crowd, bought: Flags, rivals: Sequence[Weights]
) -> list[float]:
    target = features.aim(habits, product)
    terms = features.terms(habits, target, crowd)
    found = []
    for weights in rivals:
        counts = weights.origin is Origin.COUNTING
        scores = counted(habits, target, crowd) if counts else score(weights, terms, len(target.rows))
        order = np.argsort(-scores, kind="stable")
        found.append((ndcg(order, bought) + auc(scores, bought)) / 2)
    return found
