"""What purchases tell of somebody's taste: what they buy again and again, and what they may like besides.

Nothing of it is written down; it is worked out anew at each look, without what they told themselves,
what they avoid, and what somebody called wrong.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from sqlalchemy.orm import Session

from shopcrm.rules import attributes, leaning
from shopcrm.rules.mentions import mentions
from shopcrm.rules.sayings import Saying, saying
from shopcrm.services import avoiding, categories, popular, preferences, regulars, wares
from shopcrm.services.categories import Shelves
from shopcrm.services.preferences import Kind, PreferenceView, Source, Taste
from shopcrm.services.regulars import Regular
from shopcrm.store.unchanged import while_unchanged

_AGAIN = 3
"""So many times make goods something that was seen."""
_SUPPORT = 6
"""So many times make a shelf, or what goods are like, something that was seen."""
_MOST_SEEN, _MOST_GUESSED = 8, 4
_STARTS = 3
"""From so many of their goods it is asked what others buy with them."""


_Mark: TypeAlias = tuple[str, str]
"""The name and value of an attribute as they are compared; for a shelf no name, and its number."""


@dataclass(frozen=True, slots=True)
class SeenTaste:
    """What they buy again and again; `taste` is what to write down if they confirm it."""

    taste: Taste
    thing: str
    times: int
    last: date
    why: Saying


@dataclass(frozen=True, slots=True)
class GuessedTaste:
    """What they may like, and why the shop thinks so."""

    taste: Taste
    thing: str
    why: Saying


@dataclass(frozen=True, slots=True)
class Tastes:
    """What was seen, the most frequent first, and what is guessed, the most likely first."""

    seen: tuple[SeenTaste, ...] = ()
    guessed: tuple[GuessedTaste, ...] = ()


@dataclass(frozen=True, slots=True)
class _Trait:
    """A shelf, or what goods are like: what it is in words, how often it was bought, of how many times."""

    taste: Taste
    thing: str
    times: int
    of: int
    last: date
    products: int


def of_customer(session: Session, customer_id: int) -> Tastes:
    """Work out what somebody's purchases tell of their taste; nothing for whoever bought next to nothing."""
    views = preferences.everything(session, customer_id)
    return from_purchases(session, customer_id, regulars.of_customer(session, customer_id), views)


def from_purchases(
    session: Session, customer_id: int, bought: Sequence[Regular], views: Sequence[PreferenceView]
) -> Tastes:
    """Work it out from what is read already: what they buy, and all that is written down of their taste."""
    avoided = avoiding.avoided_among(session, preferences.avoided(views), bought)
    liked = [one for one in bought if one.product_id not in avoided]
    if sum(one.times for one in liked) < _AGAIN:
        return Tastes()
    shelves = categories.everything(session)
    traits = [*_shelves_of(liked, shelves), *_likenesses_of(liked)]
    unknown = _Unknown(views)
    seen = [one for one in _seen(liked, traits) if unknown.allows(one.taste, one.thing)]
    named = {one.taste.subject for one in seen}
    open_traits = [
        one for one in traits if one.taste.subject not in named and unknown.allows(one.taste, one.thing)
    ]
    guessed = [*_leanings(session, open_traits), *_company(session, customer_id, bought)]
    fresh = [one for one in guessed if unknown.allows(one.taste, one.thing)]
    return Tastes(tuple(seen[:_MOST_SEEN]), tuple(fresh[:_MOST_GUESSED]))


class _Unknown:
    """What nothing is written down about yet, so that it may be shown as seen or guessed."""

    def __init__(self, views: Sequence[PreferenceView]) -> None:
        self._known = {view.subject for view in views}
        self._avoided = [
            view.words
            for view in views
            if view.kind is Kind.AVOIDS and view.words and not view.attribute and view.dismissed_at is None
        ]

    def allows(self, taste: Taste, thing: str) -> bool:
        """Whether the thing is neither told, nor avoided, nor called wrong."""
        return taste.subject not in self._known and not any(mentions(thing, words) for words in self._avoided)


def _seen(liked: Sequence[Regular], traits: Sequence[_Trait]) -> list[SeenTaste]:
    goods = [
        SeenTaste(
            _likes(product_id=one.product_id), one.name, one.times, one.last, _bought(one.times, one.last)
        )
        for one in liked
        if one.times >= _AGAIN
    ]
    broad = [
        SeenTaste(one.taste, one.thing, one.times, one.last, _share(one))
        for one in traits
        if one.times >= _SUPPORT
        and one.products > 1
        and (not one.taste.attribute or leaning.is_habit(one.times, one.of, _SUPPORT))
    ]
    return sorted([*goods, *broad], key=lambda one: (-one.times, one.taste.subject))


def _leanings(session: Session, traits: Sequence[_Trait]) -> list[GuessedTaste]:
    """Guess from shelves and likenesses that they buy clearly more of than the shop sells."""
    if not any(one.times >= leaning.FLOOR for one in traits):
        return []
    times, totals = while_unchanged(session, "shares of the shop", _in_the_shop)
    found: list[tuple[float, GuessedTaste]] = []
    for one in traits:
        mark = _mark(one.taste)
        above = leaning.excess(one.times, one.of, times[mark], totals[mark[0]])
        if above > 0:
            found.append((above, GuessedTaste(_guess(one.taste), one.thing, _share(one))))
    return [one for _above, one in sorted(found, key=lambda pair: (-pair[0], pair[1].taste.subject))]


def _company(session: Session, customer_id: int, bought: Sequence[Regular]) -> list[GuessedTaste]:
    """Guess goods that others buy together with theirs, and that they never bought."""
    own = {one.product_id for one in bought}
    found: dict[int, tuple[float, str]] = {}
    for start in bought[:_STARTS]:
        near = popular.together(session, start.product_id)
        others = {key: n for key, n in near.goods.items() if key not in own and n >= leaning.FLOOR}
        usual = popular.usual(session) if others else near
        for key, times in others.items():
            above = leaning.excess(times, near.count, usual.goods.get(key, 0), usual.count)
            if above > found.get(key, (0.0, ""))[0]:
                found[key] = above, start.name
    best = sorted(found, key=lambda key: (-found[key][0], key))[:_MOST_GUESSED]
    avoided = avoiding.avoided_by(session, customer_id, best) if best else {}
    goods = wares.read(session, best)
    return [
        GuessedTaste(_guess(_likes(product_id=key)), goods[key].name, _with(found[key][1]))
        for key in best
        if key not in avoided
    ]


def _shelves_of(liked: Sequence[Regular], shelves: Shelves) -> list[_Trait]:
    total = sum(one.times for one in liked)
    goods: dict[int, list[Regular]] = {}
    for one in liked:
        if one.category_id is not None:
            goods.setdefault(one.category_id, []).append(one)
    return [_trait(_likes(category_id=key), shelves[key][1], some, total) for key, some in goods.items()]


def _likenesses_of(liked: Sequence[Regular]) -> list[_Trait]:
    goods: dict[tuple[str, str], list[Regular]] = {}
    written: dict[tuple[str, str], tuple[str, str]] = {}
    totals: Counter[str] = Counter()
    # Many goods are alike, and what they are like is read once for all of them.
    alike: dict[str, list[Regular]] = {}
    for one in liked:
        alike.setdefault(one.attributes, []).append(one)
    for text, some in alike.items():
        times = sum(one.times for one in some)
        for name, value in attributes.pairs(text).items():
            key = attributes.same(name, value)
            written.setdefault(key, (name, value))
            goods.setdefault(key, []).extend(some)
            totals[key[0]] += times
    return [
        _trait(_likes(*written[key]), attributes.shown(*written[key]), some, totals[key[0]])
        for key, some in goods.items()
    ]


def _trait(taste: Taste, thing: str, goods: Sequence[Regular], of: int) -> _Trait:
    last = max(one.last for one in goods)
    return _Trait(taste, thing, sum(one.times for one in goods), of, last, len(goods))


def _in_the_shop(session: Session) -> tuple[Counter[_Mark], Counter[str]]:
    """Count how often each shelf and likeness was bought of late, and of how many times.

    The second goes by the name of the attribute; that of a shelf is empty.
    """
    times: Counter[_Mark] = Counter()
    totals: Counter[str] = Counter()
    for one in popular.lately(session):
        totals[""] += one.times
        times["", str(one.category_id)] += one.times
        for name, value in attributes.pairs(one.attributes).items():
            mark = attributes.same(name, value)
            times[mark] += one.times
            totals[mark[0]] += one.times
    return times, totals


def _mark(taste: Taste) -> _Mark:
    if taste.attribute:
        return attributes.same(taste.attribute, taste.words)
    return "", str(taste.category_id)


def _likes(
    attribute: str = "", words: str = "", *, product_id: int | None = None, category_id: int | None = None
) -> Taste:
    return Taste(Kind.LIKES, product_id, category_id, words, source=Source.SEEN, attribute=attribute)


def _guess(taste: Taste) -> Taste:
    return replace(taste, source=Source.GUESSED)


def _bought(times: int, last: date) -> Saying:
    return saying("Bought it {count} times, last on {day}", count=times, day=last)


def _share(one: _Trait) -> Saying:
    return saying("{count} of their {total} times", count=one.times, total=one.of)


def _with(goods: str) -> Saying:
    return saying("People who buy {product} often take it with them", product=goods)
