"""Finds people whom the shop may know twice, while somebody writes them down and among all of them.

A pair that somebody said is two people is never offered again.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, func, insert, or_, select
from sqlalchemy.orm import Session, aliased

from shopcrm.rules import alikeness
from shopcrm.rules.alikeness import Alikeness, Traits
from shopcrm.rules.cards import tidy_card
from shopcrm.rules.errors import NotFound, ShopError
from shopcrm.rules.people import NoSuchCustomer, parse_address, parse_phone
from shopcrm.rules.sayings import FieldValue, Saying, from_json, to_json
from shopcrm.rules.text import ascii_digits, fold, one_line
from shopcrm.services import likely_pairs, settings, word_index
from shopcrm.services.likely_pairs import Couple, Tick
from shopcrm.services.people import ACTIVE
from shopcrm.services.shop import Shop, now_of, touched
from shopcrm.services.sides import Side, sides
from shopcrm.services.word_index import CUSTOMERS
from shopcrm.store.base import Topic
from shopcrm.store.customers import Card, Customer, Email, Phone
from shopcrm.store.merges import LikelyDuplicate

__all__ = [
    "Likeness",
    "NoSuchPair",
    "Pair",
    "Side",
    "Swept",
    "count",
    "keep",
    "keep_apart",
    "likely",
    "next_pair",
    "of_customer",
    "offer_again",
    "pair",
    "side",
    "sweep",
    "sweep_beside",
    "waiting",
]

OPEN, APART, MERGED = "open", "apart", "merged"
"""A pair waits to be looked at, is known to be two people, or became one."""

_MOST_AT_ENTRY = 5
_NAMESAKES = 50


class NoSuchPair(NotFound):
    """The pair is gone or settled."""

    sentence = "This pair is settled already. Nothing was changed. Look at the next one."


@dataclass(frozen=True, slots=True)
class Likeness:
    """Somebody who may be the one that is being written down; `phone` is their preferred one, or empty."""

    customer_id: int
    name: FieldValue
    phone: str
    likeness: int
    why: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people who may be one."""

    id: int
    first: Side
    second: Side
    likeness: int
    why: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class Swept:
    """What looking through everybody came to: pairs that wait now, and how many of them are new."""

    waiting: int
    new: int


def likely(
    session: Session,
    *,
    name: str = "",
    phones: Sequence[str] = (),
    emails: Sequence[str] = (),
    card: str = "",
    customer_id: int | None = None,
) -> list[Likeness]:
    """Tell who may already be known as the one that is being written down, the likeliest first.

    `card` may be a card or an old number. What is half written is left aside; nothing is refused here.
    """
    region = settings.read(session).region
    wanted = Traits(
        one_line(name),
        frozenset(_readable(phones, lambda text: parse_phone(text, region))),
        frozenset(_readable(emails, parse_address)),
        frozenset(filter(None, (tidy_card(card), ascii_digits(one_line(card))))),
    )
    apart = _apart_from(session, customer_id) if customer_id is not None else set()
    known = _traits(session, _candidates(session, wanted) - apart - {customer_id or 0})
    alike = {key: alikeness.alike(wanted, traits) for key, traits in known.items()}
    best = sorted((key for key in alike if alike[key].is_offered), key=lambda key: -alike[key].likeness)
    seen = sides(session, best[:_MOST_AT_ENTRY])
    return [
        Likeness(
            key,
            seen[key].name,
            next(iter(seen[key].phones), ""),
            alike[key].likeness,
            alike[key].why,
        )
        for key in best[:_MOST_AT_ENTRY]
    ]


def sweep(session: Session, tick: Tick | None = None) -> Swept:
    """Look through all customers and keep the pairs that may be one person; `tick` may raise to stop."""
    return keep(session, likely_pairs.find(session, tick))


def sweep_beside(shop: Shop, tick: Tick | None = None) -> Swept:
    """Look through all customers without holding up anybody who writes, then keep what was found."""
    return shop.do(keep, shop.ask(likely_pairs.find, tick))


def keep(session: Session, found: Mapping[Couple, Alikeness]) -> Swept:
    """Keep pairs to be looked at, and drop those that wait but are no longer alike."""
    active = set(session.scalars(select(Customer.id).where(Customer.state == ACTIVE)))
    fresh = {couple: alike for couple, alike in found.items() if active.issuperset(couple)}
    known = session.scalars(select(LikelyDuplicate)).all()
    new = fresh.keys() - {(row.first_id, row.second_id) for row in known}
    dropped = []
    for row in known:
        alike = fresh.get((row.first_id, row.second_id))
        if row.state == OPEN and alike is None:
            dropped.append(row.id)
        elif row.state == OPEN and alike is not None:
            row.likeness, row.why = alike.likeness, to_json(alike.why)
    for start in range(0, len(dropped), 5000):
        gone = LikelyDuplicate.id.in_(dropped[start : start + 5000])
        session.execute(delete(LikelyDuplicate).where(gone))
    if new:
        rows = [_row(session, couple, fresh[couple]) for couple in sorted(new)]
        session.connection().execute(insert(LikelyDuplicate), rows)
    touched(session, Topic.CUSTOMERS)
    session.flush()
    return Swept(count(session), len(new))


def waiting(session: Session, limit: int = 50, offset: int = 0) -> list[Pair]:
    """List the pairs that wait to be looked at, the likeliest first."""
    query = _waiting(select(LikelyDuplicate)).order_by(LikelyDuplicate.likeness.desc(), LikelyDuplicate.id)
    return _pairs(session, session.scalars(query.limit(limit).offset(offset)).all())


def of_customer(session: Session, customer_id: int) -> list[Pair]:
    """List the pairs of one customer that wait to be looked at, the likeliest first."""
    row = LikelyDuplicate
    mine = or_(row.first_id == customer_id, row.second_id == customer_id)
    query = _waiting(select(row)).where(mine).order_by(row.likeness.desc(), row.id)
    return _pairs(session, session.scalars(query).all())


def pair(session: Session, first_id: int, second_id: int) -> Pair:
    """Lay two people side by side, also where nobody thought them alike; raises NoSuchCustomer.

    Its `id` is 0 where the pair was never written down.
    """
    low, high = min(first_id, second_id), max(first_id, second_id)
    row = session.scalars(
        select(LikelyDuplicate).where(LikelyDuplicate.first_id == low, LikelyDuplicate.second_id == high)
    ).first()
    if row is not None:
        return Pair(row.id, side(session, low), side(session, high), row.likeness, from_json(row.why))
    known = _traits(session, {low, high})
    first, second = side(session, low), side(session, high)
    alike = alikeness.alike(known[low], known[high])
    return Pair(0, first, second, alike.likeness, alike.why)


def next_pair(session: Session, pair_id: int = 0, but: Collection[int] = ()) -> Pair | None:
    """Give a pair that waits: the one named, else the likeliest that was not put off; None where none is."""
    query = _waiting(select(LikelyDuplicate)).where(LikelyDuplicate.id.not_in(but))
    named = (LikelyDuplicate.id == pair_id).desc()
    query = query.order_by(named, LikelyDuplicate.likeness.desc(), LikelyDuplicate.id)
    return next(iter(_pairs(session, session.scalars(query.limit(1)).all())), None)


def count(session: Session) -> int:
    """Count the pairs that wait to be looked at."""
    waiting_now: int = session.scalars(_waiting(select(func.count(LikelyDuplicate.id)))).one()
    return waiting_now


def keep_apart(session: Session, pair_id: int) -> None:
    """Write down that a pair is two people, so that it is never offered again; raises NoSuchPair."""
    row = session.get(LikelyDuplicate, pair_id)
    if row is None or row.state != OPEN:
        raise NoSuchPair
    row.state = APART


def offer_again(session: Session, pair_id: int) -> None:
    """Take back that a pair is two people; raises NoSuchPair."""
    row = session.get(LikelyDuplicate, pair_id)
    if row is None or row.state != APART:
        raise NoSuchPair
    row.state = OPEN


def side(session: Session, customer_id: int) -> Side:
    """Give all that is compared of one person; raises NoSuchCustomer."""
    found = sides(session, [customer_id])
    if not found:
        raise NoSuchCustomer(id=customer_id)
    return found[customer_id]


def _waiting(query: Select[Any]) -> Select[Any]:
    first, second = aliased(Customer), aliased(Customer)
    return (
        query.join(first, first.id == LikelyDuplicate.first_id)
        .join(second, second.id == LikelyDuplicate.second_id)
        .where(LikelyDuplicate.state == OPEN, first.state == ACTIVE, second.state == ACTIVE)
    )


def _pairs(session: Session, rows: Sequence[LikelyDuplicate]) -> list[Pair]:
    seen = sides(session, {key for row in rows for key in (row.first_id, row.second_id)})
    return [
        Pair(row.id, seen[row.first_id], seen[row.second_id], row.likeness, from_json(row.why))
        for row in rows
    ]


def _row(session: Session, couple: Couple, alike: Alikeness) -> dict[str, Any]:
    return {
        "first_id": couple[0],
        "second_id": couple[1],
        "likeness": alike.likeness,
        "why": to_json(alike.why),
        "found_at": now_of(session),
        "state": OPEN,
    }


def _readable(texts: Iterable[str], read: Callable[[str], str]) -> list[str]:
    found = []
    for text in texts:
        try:
            found.append(read(text))
        except ShopError:
            continue
    return found


def _candidates(session: Session, wanted: Traits) -> set[int]:
    """Find who shares a phone, a mail address, a card or the words of the name."""
    ids: set[int] = set()
    for owner, column, texts in (
        (Phone.customer_id, Phone.e164, wanted.phones),
        (Email.customer_id, Email.address, wanted.emails),
        (Card.customer_id, Card.number, wanted.cards),
        (Customer.id, Customer.code, wanted.cards),
    ):
        if texts:
            ids.update(session.scalars(select(owner).where(column.in_(texts)).limit(_NAMESAKES)))
    words = fold(wanted.name).split()
    if len(words) > 1:
        ids.update(word_index.find(session, CUSTOMERS, words, _NAMESAKES))
        ids.update(word_index.find_with_slips(session, CUSTOMERS, words, _NAMESAKES))
    return ids


def _traits(session: Session, ids: set[int]) -> dict[int, Traits]:
    """Read what is compared of some people; whoever is no longer active is left out."""
    rows = session.execute(
        select(Customer.id, Customer.household_id).where(Customer.id.in_(ids), Customer.state == ACTIVE)
    )
    homes: dict[int, int | None] = {key: home for key, home in rows}  # noqa: C416 -- rows unpack, but are no pairs
    known = sides(session, homes.keys())
    return {
        key: Traits(
            one.name if isinstance(one.name, str) and one.name != one.code else "",
            frozenset(one.phones),
            frozenset(one.emails),
            frozenset(filter(None, (*one.cards, one.code))),
            homes[key],
        )
        for key, one in known.items()
    }


def _apart_from(session: Session, customer_id: int) -> set[int]:
    row = LikelyDuplicate
    apart = select(row.first_id, row.second_id).where(
        or_(row.first_id == customer_id, row.second_id == customer_id), row.state == APART
    )
    return {key for couple in session.execute(apart) for key in couple} - {customer_id}
