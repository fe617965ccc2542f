"""Ranks customers for goods that came in by how likely they are to buy them.

Whoever asked for the goods stands before everybody who did not; what a customer told the shop counts beside
what their purchases tell. The score is a sum of terms, and the reasons are its largest terms in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shopcrm.rules import matching_features as features
from shopcrm.rules import matching_stated, matching_trial
from shopcrm.rules.matching_features import N_TERMS, Aim, Crowd, Term
from shopcrm.rules.matching_habits import Habits
from shopcrm.rules.matching_history import Flags, Floats, Ints
from shopcrm.rules.matching_stated import Stated
from shopcrm.rules.matching_weights import FEWEST_BUYERS, Origin, Weights
from shopcrm.rules.sayings import Saying, saying

_ODDS = (2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 30, 50, 100)
_MORE_THAN_HALF = 0.6
_LESS_THAN_A_HUNDREDTH = 1 / 125


@dataclass(frozen=True, eq=False)
class Ranking:
    """Every customer's standing for one product; each array has one entry per customer."""

    product: int
    order: Ints
    """The customers, best first."""
    score: Floats
    chance: Floats
    """Chance of buying within a month, 0 to 1; all 0 while it is not known."""
    low: Floats
    high: Floats
    asked: Flags
    contributions: Floats
    """One row per customer, one column per term: what it adds to the score above the average customer."""
    is_known: bool
    """Whether the chances rest on enough."""
    origin: Origin
    stated: tuple[Stated, ...]
    aim: Aim


def score(habits: Habits, weights: Weights, product: int, stated: Sequence[Stated] = ()) -> Ranking:
    """Rank all customers for one product.

    Whoever the shop never saw stands last, unless they told it something. Equals stand in the order of what
    they bought lately, then of how recently they came, then of their number.
    """
    target = features.aim(habits, product)
    crowd = features.everybody(habits)
    extra = matching_stated.bonus(stated, habits.n_customers)
    asked = matching_stated.asked(stated, habits.n_customers)
    if weights.origin is Origin.COUNTING:
        total, contributions = _counted(habits, target, crowd)
    else:
        total, contributions = _added_up(habits, weights, target, crowd)
    total += extra
    is_known = _is_known(weights, target)
    chance = weights.calibration.chance(total) if is_known else np.zeros(len(total))
    low, high = weights.calibration.band(total) if is_known else (chance, chance)
    return Ranking(
        product=product,
        order=_order(habits, total, asked, extra > 0),
        score=total,
        chance=chance,
        low=low,
        high=high,
        asked=asked,
        contributions=contributions,
        is_known=is_known,
        origin=weights.origin,
        stated=tuple(stated),
        aim=target,
    )


def odds(chance: float, *, is_known: bool = True) -> Saying:
    """Say a chance as a shopkeeper would: about 1 in 4, never 24.7 %."""
    if not is_known:
        return saying("not known yet")
    if chance > _MORE_THAN_HALF:
        return saying("more than 1 in 2")
    if chance < _LESS_THAN_A_HUNDREDTH:
        return saying("less than 1 in 100")
    return saying("about 1 in {n}", n=min(_ODDS, key=lambda n: abs(float(np.log(chance * n)))))


def _is_known(weights: Weights, target: Aim) -> bool:
    counting = weights.origin is Origin.COUNTING
    return weights.calibration.is_known and not counting and len(target.rows) >= FEWEST_BUYERS


def _added_up(habits: Habits, weights: Weights, target: Aim, crowd: Crowd) -> tuple[Floats, Floats]:
    """Return the score, and what each term adds to it above the average customer seen."""
    terms = features.terms(habits, target, crowd)
    seen = habits.people.seen
    usual = terms[seen].mean(axis=0) if seen.any() else np.zeros(N_TERMS)
    buyers = len(target.rows)
    past, others = matching_trial.formulas(weights, buyers)
    contributions = (terms - usual) * np.array(others.coefficients)
    bought = np.flatnonzero(terms[:, Term.TIMES])
    contributions[bought] = (terms[bought] - usual) * np.array(past.coefficients)
    # What it means to have bought it at all goes with how often it was bought.
    start = usual[np.newaxis]
    contributions[bought, Term.TIMES] += past.score(start)[0] - others.score(start)[0]
    return matching_trial.score(weights, terms, buyers), contributions


def _counted(habits: Habits, target: Aim, crowd: Crowd) -> tuple[Floats, Floats]:
    """Return the score by times bought, then by what was bought lately; these two are its terms."""
    total = matching_trial.counted(habits, target, crowd)
    contributions = np.zeros((len(total), N_TERMS))
    contributions[:, Term.OFTEN] = np.floor(total)
    contributions[:, Term.VISITS] = total - np.floor(total)
    return total, contributions


def _order(habits: Habits, total: Floats, asked: Flags, told: Flags) -> Ints:
    people = habits.people
    number = np.arange(len(total))
    keys = (number, people.last_ago, -people.lines_quarter, -total, ~(people.seen | told), ~asked)
    return np.lexsort(keys)
