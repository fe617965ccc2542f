"""What purchases tell of somebody's taste: what they buy again and again, and what they may like besides.

Nothing of it is written down; it is worked out anew at each look, without what they told themselves,
what they avoid, and what somebody called wrong.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeAlias

from sqlalchemy.orm import Session

from shopcrm.rules import attributes, leaning
from shopcrm.rules.mentions import mentions
from shopcrm.rules.sayings import Saying, saying
from shopcrm.services import avoiding, categories, popular, preferences, regulars, wares
from shopcrm.services.categories import Shelves
from shopcrm.services.preferences import Kind, PreferenceView, Source, Taste
from shopcrm.services.regulars import Counted
from shopcrm.store.unchanged import while_unchanged

_AGAIN = 3
"""So many times make goods something that was seen."""
_SUPPORT = 6
"""So many times make a shelf, or what goods are like, something that was seen."""
_LEAST = min(_SUPPORT, leaning.FLOOR)
"""With fewer times there is nothing to say of a shelf, or of what goods are like."""
_MOST_SEEN, _MOST_GUESSED = 8, 4
_STARTS = 3
"""From so many of their goods it is asked what others buy with them."""


_Mark: TypeAlias = tuple[str, str]
"""The name and value of an attribute; for a shelf no name, and its number."""
_GOODS: _Mark = "", ""


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


class _Trait(NamedTuple):
    """Goods, a shelf, or what goods are like: its name, how often it was bought, of how many times.

    `mark` tells it from others; for goods it is empty. What is written down of it is put together only
    once it is shown.
    """

    subject: str
    thing: str
    mark: _Mark
    times: int
    of: int
    goods: Sequence[Counted]

    @property
    def is_size(self) -> bool:
        """Whether it only tells how large goods are."""
        name, value = self.mark
        return bool(name) and attributes.is_size(value)

    def taste(self, source: Source = Source.SEEN) -> Taste:
        """Say what to write down."""
        name, value = self.mark
        if name:
            return Taste(Kind.LIKES, words=value, source=source, attribute=name)
        if value:
            return Taste(Kind.LIKES, category_id=int(value), source=source)
        return Taste(Kind.LIKES, product_id=self.goods[0].goods.id, source=source)

    def seen(self) -> SeenTaste:
        """Say it as something that was seen."""
        last = max(one.last_on for one in self.goods)
        why = _bought(self.times, last) if self.mark == _GOODS else _share(self)
        return SeenTaste(self.taste(), self.thing, self.times, last, why)


def of_customer(session: Session, customer_id: int) -> Tastes:
    """Work out what somebody's purchases tell of their taste; nothing for whoever bought next to nothing."""
    views = preferences.everything(session, customer_id)
    return from_purchases(session, customer_id, regulars.of_customer(session, customer_id), views)


def from_purchases(
    session: Session, customer_id: int, bought: Sequence[Counted], views: Sequence[PreferenceView]
) -> Tastes:
    """Work it out from what is read already: what they buy, and all that is written down of their taste."""
    avoided = avoiding.avoided_among(session, preferences.avoided(views), (one.goods for one in bought))
    liked = [one for one in bought if one.goods.id not in avoided]
    total = sum(one.times for one in liked)
    if total < _AGAIN:
        return Tastes()
    traits = [*_shelves_of(liked, categories.everything(session), total), *_likenesses_of(liked)]
    unknown = _Unknown(views)
    traits = [one for one in traits if unknown.allows(one.subject, one.thing)]
    seen = [*_often(liked, unknown), *filter(_is_seen, traits)]
    shown = sorted(seen, key=lambda one: (-one.times, one.subject))[:_MOST_SEEN]
    # A size that was bought often is worth seeing, but nobody has a taste for it that could be guessed.
    guessable = [one for one in traits if not _is_seen(one) and not one.is_size]
    guessed = _leanings(session, guessable)
    company = [
        one for one in _company(session, customer_id, bought) if unknown.allows(one.taste.subject, one.thing)
    ]
    return Tastes(tuple(one.seen() for one in shown), (*guessed, *company)[:_MOST_GUESSED])


class _Unknown:
    """What nothing is written down about yet, so that it may be shown as seen or guessed."""

    def __init__(self, views: Sequence[PreferenceView]) -> None:
        self._known = {view.subject for view in views}
        self._avoided = [
            view.words
            for view in views
            if view.kind is Kind.AVOIDS and view.words and not view.attribute and view.dismissed_at is None
        ]

    def allows(self, subject: str, thing: str) -> bool:
        """Whether the thing is neither told, nor avoided, nor called wrong."""
        return subject not in self._known and not any(mentions(thing, words) for words in self._avoided)


def _often(liked: Sequence[Counted], unknown: _Unknown) -> list[_Trait]:
    """Choose the goods that they buy again and again."""
    traits = [
        _Trait(f"product {one.goods.id}", one.goods.name, _GOODS, one.times, one.times, [one])
        for one in liked
        if one.times >= _AGAIN
    ]
    return [one for one in traits if unknown.allows(one.subject, one.thing)]


def _is_seen(one: _Trait) -> bool:
    """Whether a shelf or a likeness was bought often enough, of several goods, to speak of it as seen."""
    is_often = one.times >= _SUPPORT and len(one.goods) > 1
    return is_often and (not one.mark[0] or leaning.is_habit(one.times, one.of, _SUPPORT))


def _leanings(session: Session, traits: Sequence[_Trait]) -> list[GuessedTaste]:
    """Guess from shelves and likenesses that they buy clearly more of than the shop sells."""
    if not any(one.times >= leaning.FLOOR for one in traits):
        return []
    times, totals = while_unchanged(session, "shares of the shop", _in_the_shop)
    found: list[tuple[float, _Trait]] = []
    for one in traits:
        mark = attributes.same(*one.mark) if one.mark[0] else one.mark
        above = leaning.excess(one.times, one.of, times[mark], totals[mark[0]])
        if above > 0:
            found.append((above, one))
    best = sorted(found, key=lambda pair: (-pair[0], pair[1].subject))[:_MOST_GUESSED]
    return [GuessedTaste(one.taste(Source.GUESSED), one.thing, _share(one)) for _above, one in best]


def _company(session: Session, customer_id: int, bought: Sequence[Counted]) -> list[GuessedTaste]:
    """Guess goods that others buy together with theirs, and that they never bought."""
    own = {one.goods.id for one in bought}
    found: dict[int, tuple[float, str]] = {}
    for start in bought[:_STARTS]:
        near = popular.together(session, start.goods.id)
        others = {key: n for key, n in near.goods.items() if key not in own and n >= leaning.FLOOR}
        usual = popular.usual(session) if others else near
        for key, times in others.items():
            above = leaning.excess(times, near.count, usual.goods.get(key, 0), usual.count)
            if above > found.get(key, (0.0, ""))[0]:
                found[key] = above, start.goods.name
    best = sorted(found, key=lambda key: (-found[key][0], key))[:_MOST_GUESSED]
    avoided = avoiding.avoided_by(session, customer_id, best) if best else {}
    goods = wares.read(session, best)
    return [
        GuessedTaste(
            Taste(Kind.LIKES, product_id=key, source=Source.GUESSED), goods[key].name, _with(found[key][1])
        )
        for key in best
        if key not in avoided
    ]


def _shelves_of(liked: Sequence[Counted], shelves: Shelves, total: int) -> Iterator[_Trait]:
    goods: dict[int, list[Counted]] = {}
    for one in liked:
        if one.goods.category_id is not None:
            goods.setdefault(one.goods.category_id, []).append(one)
    for key, some in goods.items():
        times = sum(one.times for one in some)
        if times >= _LEAST:
            yield _Trait(f"category {key}", shelves[key][1], ("", str(key)), times, total, some)


def _likenesses_of(liked: Sequence[Counted]) -> Iterator[_Trait]:
    goods: dict[_Mark, list[Counted]] = {}
    written: dict[_Mark, _Mark] = {}
    times: Counter[_Mark] = Counter()
    totals: Counter[str] = Counter()
    # Many goods are alike, and what they are like is read once for all of them.
    alike: dict[str, list[Counted]] = {}
    for one in liked:
        alike.setdefault(one.goods.attributes, []).append(one)
    for text, some in alike.items():
        count = sum(one.times for one in some)
        for name, value in attributes.pairs(text).items():
            key = attributes.same(name, value)
            if not name:
                continue
            written.setdefault(key, (name, value))
            goods.setdefault(key, []).extend(some)
            times[key] += count
            totals[key[0]] += count
    for key, some in goods.items():
        if times[key] >= _LEAST:
            subject = "attribute " + "=".join(key)
            shown = attributes.shown(*written[key])
            yield _Trait(subject, shown, written[key], times[key], totals[key[0]], some)


def _in_the_shop(session: Session) -> tuple[Counter[_Mark], Counter[str]]:
    """Count how often each shelf and likeness was bought of late, and of how many times.

    The second goes by the name of the attribute; that of a shelf is empty.
    """
    times: Counter[_Mark] = Counter()
    totals: Counter[str] = Counter()
    alike: Counter[str] = Counter()
    for one in popular.lately(session):
        totals[""] += one.times
        times["", str(one.category_id)] += one.times
        alike[one.attributes] += one.times
    for text, count in alike.items():
        for name, value in attributes.pairs(text).items():
            mark = attributes.same(name, value)
            times[mark] += count
            totals[mark[0]] += count
    return times, totals


def _bought(times: int, last: date) -> Saying:
    return saying("Bought it {count} times, last on {day}", count=times, day=last)


def _share(one: _Trait) -> Saying:
    return saying("{count} of their {total} times", count=one.times, total=one.of)


def _with(goods: str) -> Saying:
    return saying("People who buy {product} often take it with them", product=goods)
