"""Learns from the shop's own sales how much each sign counts, and checks that learning beats counting.

Only what was sold before the day is used: each look back ends its month before the day. With too little to
look back on, or where counting did better on a month held back, the fixed weights or plain counting stand in.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from shopcrm.rules import calibration, likeness, logistic, matching_habits, matching_sample, matching_trial
from shopcrm.rules.calibration import NOTHING_LEARNED
from shopcrm.rules.likeness import Likenesses
from shopcrm.rules.matching_features import N_TERMS, Term
from shopcrm.rules.matching_habits import WINDOW, Habits
from shopcrm.rules.matching_history import Flags, Floats, History, before
from shopcrm.rules.matching_sample import Sample
from shopcrm.rules.matching_weights import (
    COUNTING,
    FRESH_TERMS,
    OTHERS_TERMS,
    USUAL,
    Formula,
    Origin,
    Weights,
)

LOOKS_BACK = 3
FEWEST_DAYS_BEFORE = 30
FEWEST_OUTCOMES = 60
FEWEST_DAYS_FOR_CHANCES = 90
"""A shop younger than this grows too fast for its past to tell a chance."""
SEED = 20_110_812
DEPENDENCE = 0.1
"""Purchases of one visit belong together; ten of them are taken as one piece of evidence."""
PRIOR_SPREAD = 0.5
LEAST_GUESS = 0.5
FLAT = 1e-6

Tick = Callable[[float], None]


def fit(
    history: History, as_of_day: int, tick: Tick | None = None, likenesses: Likenesses | None = None
) -> Weights:
    """Learn the weights from what was sold before the day.

    `tick` is told how much is done, 0 to 1, and may raise to stop the work.
    """
    known = before(history, as_of_day)
    tell = tick or _quiet
    days = _cuts(known, as_of_day)
    if not days:
        return USUAL if len(known) else COUNTING
    goods = likenesses or likeness.read(history.names, history.category, known.product)
    samples: list[Sample] = []
    newest = matching_habits.build(known, days[0], goods)
    for number, day in enumerate(days):
        habits = newest if number == 0 else matching_habits.build(known, day, goods)
        samples.append(_look_back(known, habits, number, _part(tell, number, len(days))))
    chosen = _chosen(known, newest, samples, tell)
    if newest.days_known < FEWEST_DAYS_FOR_CHANCES - WINDOW:
        chosen = replace(chosen, calibration=NOTHING_LEARNED)
    tell(1.0)
    return replace(chosen, learned_on=as_of_day)


def learn(samples: Sequence[Sample]) -> Weights:
    """Learn weights from samples, without asking whether they are better than others."""
    rows = matching_sample.joined([one for one in samples if len(one)])
    weight = _each_product_the_same(rows)
    again = rows.terms[:, Term.TIMES] > 0
    anybody = np.ones(len(rows), dtype=np.bool_)
    return Weights(
        Origin.LEARNED,
        past=_solved(rows, weight, again, tuple(Term), USUAL.past),
        others=_solved(rows, weight, ~again, OTHERS_TERMS, USUAL.others),
        fresh=_solved(rows, weight, anybody, FRESH_TERMS, USUAL.fresh),
        outcomes=int(rows.bought.sum()),
    )


def calibrated(weights: Weights, samples: Sequence[Sample]) -> Weights:
    """Learn which chance belongs to which score under these weights."""
    rows = matching_sample.joined([one for one in samples if len(one)])
    score = matching_trial.score(weights, rows.terms)
    curve = calibration.learn(score, rows.bought, rows.stands_for)
    return replace(weights, calibration=curve, outcomes=int(rows.bought.sum()))


def _cuts(known: History, as_of_day: int) -> list[int]:
    """Return the mornings to look back to, newest first, each with a month of records before it."""
    if not len(known):
        return []
    first = int(known.day.min())
    days = [as_of_day - WINDOW * back for back in range(1, LOOKS_BACK + 1)]
    return [day for day in days if day - first >= FEWEST_DAYS_BEFORE]


def _look_back(known: History, habits: Habits, number: int, tell: Tick) -> Sample:
    rng = np.random.default_rng(SEED + number)
    came = matching_sample.outcomes(known, habits.day)
    drawn = matching_sample.products(habits, matching_sample.MOST_PRODUCTS, rng)
    others = matching_sample.others_per_product(len(drawn))
    parts: list[Sample] = []
    for place, product in enumerate(drawn.tolist()):
        if place % 20 == 0:
            tell(place / len(drawn))
        parts.append(matching_sample.draw(habits, came, product, others, rng))
    rows = matching_sample.joined(parts)
    return replace(rows, product=rows.product + number * (habits.n_products + 1))


def _chosen(known: History, newest: Habits, samples: list[Sample], tell: Tick) -> Weights:
    """Choose between learned, usual and counting on the newest month, which the others have not seen."""
    outcomes = sum(float(one.bought.sum()) for one in samples)
    if outcomes < FEWEST_OUTCOMES:
        return USUAL
    older = [one for one in samples[1:] if len(one)]
    rivals = [USUAL, COUNTING]
    if sum(float(one.bought.sum()) for one in older) >= FEWEST_OUTCOMES:
        rivals.insert(0, learn(older))
    tell(0.9)
    best = matching_trial.best(known, newest, rivals, SEED)
    if best.origin is Origin.COUNTING:
        return best
    weights = learn(samples) if best.origin is Origin.LEARNED else best
    return calibrated(weights, samples)


def _solved(rows: Sample, weight: Floats, which: Flags, columns: Sequence[Term], prior: Formula) -> Formula:
    """Fit the columns on some of the rows, in units of each column's spread."""
    if not rows.bought[which].any():
        return prior
    places = np.array(columns, dtype=np.int64)
    table = rows.terms[which][:, places]
    spread = table.std(axis=0)
    # A sign never met while learning, such as last year's season in a young shop, is not used.
    met = spread > FLAT
    spread = np.where(met, spread, 1.0)
    guess = np.where(met, np.array(prior.coefficients)[places], 0.0)
    start = np.append(prior.intercept, guess * spread)
    stiffness = np.append(1e-3, 1 / (PRIOR_SPREAD * np.maximum(guess, LEAST_GUESS) * spread) ** 2)
    found = logistic.fit(table / spread, rows.bought[which], weight[which], start, stiffness)
    out = np.zeros(N_TERMS)
    out[places] = found[1:] / spread
    return Formula(round(float(found[0]), 6), tuple(round(float(value), 6) for value in out))


def _each_product_the_same(rows: Sample) -> Floats:
    """Weigh the rows so that each product counts the same, and all together as the evidence they are."""
    total = np.bincount(rows.product, rows.stands_for)
    weight = rows.stands_for / total[rows.product]
    evidence = DEPENDENCE * float(rows.bought.sum())
    return np.asarray(weight * evidence / max(float((weight * rows.bought).sum()), 1e-12))


def _part(tell: Tick, number: int, count: int) -> Tick:
    return lambda share: tell(0.85 * (number + share) / count)


def _quiet(_share: float) -> None:
    return None
