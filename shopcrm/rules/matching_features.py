"""Turns habits into the numbers by which customers are ranked for a product: its terms, one column each.

Every term is at least zero where it speaks for a customer, and each can be said in words.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from shopcrm.rules import likeness, matching_habits
from shopcrm.rules.matching_habits import Habits
from shopcrm.rules.matching_history import Floats, Ints

FEW_BUYERS = 0.3
"""Draws the tie between goods towards nothing where few buyers speak for it."""
LONGEST_KEPT = 3.0
MONTH = 30.0


class Term(IntEnum):
    """The columns, in order; `TERM_NAMES` are their stored names."""

    OFTEN = 0
    AGAIN = 1
    LATELY = 2
    SHARE = 3
    DUE = 4
    KEPT = 5
    SEASON = 6
    COMPANY = 7
    LIKENESS = 8
    BREADTH = 9
    VISITS = 10
    STEADY = 11
    ACTIVE = 12
    DEMAND = 13
    TIMES = 14


TERM_NAMES = tuple(term.name.lower() for term in Term)
N_TERMS = len(Term)
OWN_TERMS = (Term.OFTEN, Term.AGAIN, Term.LATELY, Term.SHARE, Term.DUE, Term.KEPT, Term.SEASON, Term.TIMES)


@dataclass(frozen=True, eq=False)
class Aim:
    """What about one product is looked up once: who bought it, what goes with it and what is like it."""

    product: int
    rows: Ints
    """The rows of the pairs that hold it."""
    company: Floats
    """For each product, how far its buyers are the buyers of this one, squared so that close ones count."""
    likeness: Floats
    """For each product, how like this one it is (squared)."""


@dataclass(frozen=True, eq=False)
class Crowd:
    """The customers looked at, and the rows of the pairs that are theirs with the place of their owner."""

    who: Ints
    rows: Ints | slice
    owner: Ints


def aim(habits: Habits, product: int) -> Aim:
    """Look up what is needed of one product."""
    goods = habits.goods
    rows = goods.order[goods.start[product] : goods.start[product + 1]]
    alike = likeness.like(habits.likenesses, product)
    return Aim(product, rows, _company(habits, product, rows), alike * alike)


def everybody(habits: Habits) -> Crowd:
    """Look at all customers."""
    return Crowd(np.arange(habits.n_customers), slice(None), habits.pairs.customer)


def some(habits: Habits, who: Ints) -> Crowd:
    """Look at some customers, given once each."""
    starts = habits.pairs.start[who]
    counts = habits.pairs.start[who + 1] - starts
    return Crowd(who, _ranges(starts, counts), np.repeat(np.arange(len(who)), counts))


def terms(habits: Habits, target: Aim, crowd: Crowd) -> Floats:
    """Return one row per customer of the crowd and one column per `Term`."""
    people, who = habits.people, crowd.who
    out = np.zeros((len(who), N_TERMS))
    _own_terms(habits, target, crowd, out)
    product = habits.pairs.product[crowd.rows]
    fondness = habits.pairs.fondness[crowd.rows]
    for term, ties, scale in (
        (Term.COMPANY, target.company, 100.0),
        (Term.LIKENESS, target.likeness, 10.0),
    ):
        total = np.bincount(crowd.owner, ties[product] * fondness, minlength=len(who))
        out[:, term] = np.log1p(scale * total)
    out[:, Term.BREADTH] = np.log1p(people.breadth[who])
    out[:, Term.VISITS] = np.log1p(people.visits_half[who])
    out[:, Term.STEADY] = np.log1p(people.visits_year[who])
    out[:, Term.ACTIVE] = np.log1p(people.lines_quarter[who])
    out[:, Term.DEMAND] = demand(habits, target.product)
    return out


def demand(habits: Habits, product: int) -> float:
    """Say how many bought the product within 90 days, as a logarithm."""
    return float(np.log1p(habits.goods.buyers_quarter[product]))


def usual_gap(habits: Habits, product: int, rows: Ints) -> Floats:
    """Return the usual days between two purchases of the pairs at `rows`, drawn towards the product's."""
    pairs = habits.pairs
    gaps = pairs.times[rows] - 1
    spans = pairs.first_ago[rows] - pairs.last_ago[rows]
    return np.asarray((spans + 1.5 * habits.goods.gap[product]) / (gaps + 1.5), dtype=np.float64)


def dueness(ago: Floats, gap: Floats) -> Floats:
    """Say from 0 to 1 how well the next purchase, a usual gap after the last, falls into the coming month.

    It is 1 while it does; too early or overdue, it falls with the square of the ratio.
    """
    usual = np.maximum(gap, 1.0)
    early = np.minimum((ago + MONTH) / usual, 1.0)
    overdue = np.minimum(usual / np.maximum(ago, 1.0), 1.0)
    return np.asarray((early * overdue) ** 2, dtype=np.float64)


def _own_terms(habits: Habits, target: Aim, crowd: Crowd, out: Floats) -> None:
    """Fill in the terms that come from having bought this product before."""
    pairs = habits.pairs
    out[:, Term.SHARE] = -np.log1p(_expected(habits, target.product, crowd.who))
    place = np.full(habits.n_customers, -1, dtype=np.int64)
    place[crowd.who] = np.arange(len(crowd.who))
    rows = target.rows[place[pairs.customer[target.rows]] >= 0]
    if not len(rows):
        return
    buyer = pairs.customer[rows]
    at, times, ago = place[buyer], pairs.times[rows], pairs.last_ago[rows]
    bought = np.log1p(times)
    known = np.maximum(pairs.first_ago[rows], MONTH)
    repeat = (habits.goods.again[target.product] + 1) / (len(target.rows) + 4)
    missed = matching_habits.visits_since(habits, buyer, ago)
    due = dueness(ago, usual_gap(habits, target.product, rows))
    out[at, Term.TIMES] = bought
    out[at, Term.OFTEN] = np.log1p(times * matching_habits.QUARTER / known)
    out[at, Term.AGAIN] = bought * repeat
    out[at, Term.LATELY] = np.log1p(pairs.quarter[rows])
    out[at, Term.SHARE] += bought
    out[at, Term.DUE] = np.where(times > 1, due, 0.0)
    out[at, Term.KEPT] = np.maximum(LONGEST_KEPT - np.log1p(missed), 0.0)
    out[at, Term.SEASON] = np.log1p(pairs.season[rows])


def _expected(habits: Habits, product: int, who: Ints) -> Floats:
    """Say how many lines of the product a customer would have with nothing but their volume."""
    lines = habits.people.lines
    return np.asarray(lines[who] * habits.goods.lines[product] / max(float(lines.sum()), 1.0))


def _company(habits: Habits, product: int, rows: Ints) -> Floats:
    """Return for each product the squared cosine of its buyers with the buyers at `rows`.

    A buyer of everything says little about any one thing: each counts by one over the root of their breadth.
    """
    pairs, weight = habits.pairs, habits.goods.weight
    buyers = pairs.customer[rows]
    theirs = some(habits, buyers)
    share = 1 / np.sqrt(np.maximum(habits.people.breadth[buyers], 1.0))
    both = np.bincount(pairs.product[theirs.rows], share[theirs.owner], minlength=habits.n_products)
    tie = both / (np.sqrt(weight * weight[product]) + FEW_BUYERS)
    tie[product] = 0.0
    return np.asarray(tie * tie)


def _ranges(starts: Ints, counts: Ints) -> Ints:
    """Join the ranges of whole numbers that start at `starts` and are `counts` long."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.asarray(np.arange(total) + np.repeat(starts - (ends - counts), counts), dtype=np.int64)
