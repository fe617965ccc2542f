"""Says in words why a customer may want what came in: the terms that lift them most above the average."""

from collections.abc import Iterable, Sequence

import numpy as np

from shopcrm.rules import matching_features as features
from shopcrm.rules import matching_stated
from shopcrm.rules.matching import Ranking
from shopcrm.rules.matching_features import Term
from shopcrm.rules.matching_habits import Habits
from shopcrm.rules.matching_history import Floats
from shopcrm.rules.matching_stated import Stated, Wish
from shopcrm.rules.sayings import Saying, saying

MOST_REASONS = 3
WORTH_SAYING = 0.1
DUE_ENOUGH = 0.5
_WEEK, _MONTH, _YEAR = 7, 30, 365
_TOPICS: dict[Term, tuple[Term, ...]] = {
    Term.OFTEN: (Term.OFTEN, Term.AGAIN, Term.LATELY, Term.SHARE, Term.KEPT, Term.TIMES),
    Term.DUE: (Term.DUE,),
    Term.SEASON: (Term.SEASON,),
    Term.COMPANY: (Term.COMPANY,),
    Term.LIKENESS: (Term.LIKENESS,),
    Term.BREADTH: (Term.BREADTH,),
    Term.VISITS: (Term.VISITS, Term.STEADY, Term.ACTIVE),
}
_OF_THE_CUSTOMER = {
    Term.SEASON: saying("Bought it around this time last year"),
    Term.BREADTH: saying("Buys a wide range"),
    Term.VISITS: saying("Comes often"),
}
_WISH_ORDER = tuple(Wish)


def reasons(
    habits: Habits, ranking: Ranking, customers: Iterable[int], names: Sequence[str]
) -> list[tuple[Saying, ...]]:
    """Give at most three reasons for each of the customers, what they told first, then by weight.

    `names` are the goods' names as the shop writes them.
    """
    told: dict[int, list[Stated]] = {}
    for one in sorted(ranking.stated, key=lambda one: (_WISH_ORDER.index(one.wish), one.day)):
        told.setdefault(one.customer, []).append(one)
    return [_of_customer(habits, ranking, customer, told.get(customer, []), names) for customer in customers]


def ago(days: int) -> Saying:
    """Say how long ago a day was."""
    if days <= 1:
        return saying("yesterday") if days == 1 else saying("today")
    if days < 2 * _WEEK:
        return saying("{days} days ago", days=days)
    if days < 2 * _MONTH:
        return saying("{weeks} weeks ago", weeks=round(days / _WEEK))
    if days < 2 * _YEAR:
        return saying("{months} months ago", months=round(days / _MONTH))
    return saying("{years} years ago", years=round(days / _YEAR))


def _of_customer(
    habits: Habits, ranking: Ranking, customer: int, told: list[Stated], names: Sequence[str]
) -> tuple[Saying, ...]:
    found: list[Saying] = []
    for one in told:
        words = matching_stated.said(one)
        if words not in found:
            found.append(words)
    row = ranking.contributions[customer]
    weight = {topic: float(row[list(terms)].sum()) for topic, terms in _TOPICS.items()}
    named: set[str] = set()
    for topic in sorted(weight, key=lambda topic: -weight[topic]):
        if len(found) >= MOST_REASONS or weight[topic] < WORTH_SAYING:
            break
        found += _said(habits, ranking, customer, topic, names, named)
    return tuple(found[:MOST_REASONS])


def _said(
    habits: Habits, ranking: Ranking, customer: int, topic: Term, names: Sequence[str], named: set[str]
) -> list[Saying]:
    match topic:
        case Term.OFTEN:
            return _bought(habits, ranking, customer)
        case Term.DUE:
            return _due(habits, ranking, customer)
        case Term.COMPANY | Term.LIKENESS:
            return _tied(habits, ranking, customer, topic, names, named)
        case _:
            return [_OF_THE_CUSTOMER[topic]]


def _tied(
    habits: Habits, ranking: Ranking, customer: int, topic: Term, names: Sequence[str], named: set[str]
) -> list[Saying]:
    """Name the purchase that points most to this product; the same one is not named twice."""
    ties = ranking.aim.company if topic is Term.COMPANY else ranking.aim.likeness
    name = _closest(habits, customer, ties, names)
    if not name or name in named:
        return []
    named.add(name)
    if topic is Term.COMPANY:
        return [saying("People who buy {product} like this", product=name)]
    return [saying("Likes things like it: {product}", product=name)]


def _row(habits: Habits, customer: int, product: int) -> int | None:
    """Find the row of the pairs of this customer and product."""
    pairs = habits.pairs
    start, end = int(pairs.start[customer]), int(pairs.start[customer + 1])
    place = start + int(np.searchsorted(pairs.product[start:end], product))
    return place if place < end and pairs.product[place] == product else None


def _bought(habits: Habits, ranking: Ranking, customer: int) -> list[Saying]:
    row = _row(habits, customer, ranking.product)
    if row is None:
        return []
    times, last = int(habits.pairs.times[row]), ago(int(habits.pairs.last_ago[row]))
    if times == 1:
        return [saying("Bought it once, {ago}", ago=last)]
    return [saying("Bought it {count} times, last {ago}", count=times, ago=last)]


def _due(habits: Habits, ranking: Ranking, customer: int) -> list[Saying]:
    row = _row(habits, customer, ranking.product)
    if row is None or habits.pairs.times[row] < 2:
        return []
    rows = np.array([row])
    gap = features.usual_gap(habits, ranking.product, rows)
    if features.dueness(habits.pairs.last_ago[rows], gap)[0] < DUE_ENOUGH:
        return []
    days = round(float(gap[0]))
    if days < 2 * _WEEK:
        return [saying("Buys it about every {days} days, due now", days=max(days, 2))]
    return [saying("Buys it about every {weeks} weeks, due now", weeks=round(days / _WEEK))]


def _closest(habits: Habits, customer: int, ties: Floats, names: Sequence[str]) -> str:
    """Name what the customer bought that is tied most to the product."""
    pairs = habits.pairs
    own = slice(int(pairs.start[customer]), int(pairs.start[customer + 1]))
    worth = ties[pairs.product[own]] * pairs.fondness[own]
    if not len(worth) or worth.max() <= 0:
        return ""
    return names[int(pairs.product[own][int(worth.argmax())])]
