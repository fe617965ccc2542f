"""Who is who among the customers: their rows, whom a merged one became, and what a search looks through.

What is searched for (`skey`) is made anew with every change of what somebody is known by.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import bindparam, literal, select, union_all, update
from sqlalchemy.orm import Session

from shopcrm.rules.errors import Refused
from shopcrm.rules.people import NoSuchCustomer, customer_key, shown_name
from shopcrm.rules.sayings import FieldValue
from shopcrm.rules.text import sort_key
from shopcrm.store.customers import Address, Card, Customer, Email, Note, Phone, Tag
from shopcrm.store.prepared import Prepared

ACTIVE, MERGED, ERASED = "active", "merged", "erased"
"""A customer's state: one of the shop's people, a pointer to another, or a number without a name."""

_AT_ONCE = 500
_FOUND_BY = (
    (Phone.customer_id, Phone.e164),
    (Email.customer_id, Email.address),
    (Card.customer_id, Card.number),
    (Tag.customer_id, Tag.name),
    (Address.customer_id, Address.text),
    (Note.customer_id, Note.text),
)


_BECAME = Prepared(select(Customer.merged_into_id, Customer.state).where(Customer.id == bindparam("who")))


class ErasedOnRequest(Refused):
    """Nothing is written about who asked to be forgotten (C3)."""

    sentence = "{name} was erased on request. Nothing was saved. Add them anew if they wish."


@dataclass(frozen=True, slots=True)
class Person:
    """A customer inside somebody else's sheet."""

    id: int
    name: FieldValue


def get(session: Session, customer_id: int) -> Customer:
    """Fetch the very row of a customer for the other services; raises NoSuchCustomer."""
    row = session.get(Customer, customer_id)
    if row is None:
        raise NoSuchCustomer(id=customer_id)
    return row


def find(session: Session, customer_id: int) -> int:
    """Tell who is meant by a number: themselves, or whoever they were merged into (C2).

    Raises NoSuchCustomer.
    """
    return _found(session, customer_id)[0]


def kept_id(session: Session, customer_id: int) -> int:
    """Tell of whom something is to be written down, as `kept` does, without their row."""
    meant, state = _found(session, customer_id)
    if state == ERASED:
        raise ErasedOnRequest(name=shown_name("", None, meant))
    return meant


def _found(session: Session, customer_id: int) -> tuple[int, str]:
    meant: int | None = customer_id
    state = ACTIVE
    while meant is not None:
        customer_id = meant
        rows = _BECAME.rows(session, who=customer_id)
        if not rows:
            raise NoSuchCustomer(id=customer_id)
        meant, state = rows[0]
    return customer_id, state


def kept(session: Session, customer_id: int) -> Customer:
    """Fetch whom something is to be written down of: themselves, or whoever they were merged into (C2).

    Raises NoSuchCustomer, or ErasedOnRequest, since of an erased person nothing is written down again (C3).
    """
    return get(session, kept_id(session, customer_id))


def person(session: Session, customer_id: int) -> Person:
    """Name a customer; raises NoSuchCustomer."""
    row = get(session, customer_id)
    return Person(row.id, shown_name(row.name, row.code, row.id))


def merged_codes(session: Session) -> dict[str, int]:
    """Tell by the numbers of those who were merged who they became, for files that still name them (C2)."""
    gone = select(Customer.code, Customer.id).where(Customer.state == MERGED, Customer.code.is_not(None))
    found = {str(row[0]): find(session, row[1]) for row in session.execute(gone)}
    return {code: key for code, key in found.items() if get(session, key).state == ACTIVE}


def refresh_words(session: Session, row: Customer) -> None:
    """Make anew what the search looks through and the lists sort by.

    Who was merged or erased has no words, so that no search finds them.
    """
    session.flush()
    named = _Named(row.id, row.code, row.name, row.note, row.state)
    row.skey = _words(named, _known(session, [row.id]).get(row.id, {}))
    row.sort_key = _order(named)


def refresh_many(session: Session, ids: Sequence[int]) -> None:
    """Do the same for many at once, for those who wrote without rows; they tell the topic themselves."""
    connection = session.connection()
    columns = (Customer.id, Customer.code, Customer.name, Customer.note, Customer.state)
    better = update(Customer).where(Customer.id == bindparam("key"))
    better = better.values(skey=bindparam("words"), sort_key=bindparam("place"))
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        known = _known(session, some)
        rows = [_Named(*row) for row in connection.execute(select(*columns).where(Customer.id.in_(some)))]
        made = [
            {"key": row.id, "words": _words(row, known.get(row.id, {})), "place": _order(row)} for row in rows
        ]
        if made:
            connection.execute(better, made)


class _Named(NamedTuple):
    """What a customer's own row has of the words."""

    id: int
    code: str | None
    name: str
    note: str
    state: str


def _known(session: Session, ids: Sequence[int]) -> dict[int, dict[int, list[str]]]:
    """Give what else people are found by, by the place that it has in `_FOUND_BY`."""
    parts = (
        select(literal(place), owner, value).where(owner.in_(ids))
        for place, (owner, value) in enumerate(_FOUND_BY)
    )
    known: dict[int, dict[int, list[str]]] = {}
    for place, key, value in session.connection().execute(union_all(*parts)):
        known.setdefault(key, {}).setdefault(place, []).append(value)
    return known


def _words(row: _Named, known: Mapping[int, list[str]]) -> str:
    if row.state != ACTIVE:
        return ""
    phones, emails, *also = (known.get(place, []) for place in range(len(_FOUND_BY)))
    return customer_key(
        row.name, row.code, phones, emails, row.note, row.id, *(text for texts in also for text in texts)
    )


def _order(row: _Named) -> str:
    return sort_key(row.name or row.code or str(row.id))
