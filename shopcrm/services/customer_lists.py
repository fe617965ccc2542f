"""The lists of all customers: by name, whoever was seen last first, or the newest first.

Whoever was merged into another or erased stands in no list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from shopcrm.rules.people import shown_name
from shopcrm.rules.sayings import FieldValue
from shopcrm.rules.text import fold
from shopcrm.services import people, search, tags
from shopcrm.store.base import Moment
from shopcrm.store.customers import Customer, Tag


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """A customer in a list, with the preferred phone, or nothing where there is none."""

    id: int
    code: str | None
    name: str
    phone: str
    last_seen_at: datetime
    tags: tuple[str, ...] = ()

    @property
    def shown_name(self) -> FieldValue:
        """Name the customer; who has no name goes by code or number."""
        return shown_name(self.name, self.code, self.id)


class Order(StrEnum):
    """How a list of customers is sorted."""

    NAME = "name"
    SEEN = "seen"
    NEWEST = "newest"


_PHONE = "(SELECT e164 FROM phone WHERE customer_id = c.id ORDER BY preferred DESC, id LIMIT 1)"
_TAGGED = "AND EXISTS (SELECT 1 FROM tag AS t WHERE t.customer_id = c.id AND t.skey = :tag) "
_ORDERS = {Order.NAME: "c.sort_key, c.id", Order.SEEN: "c.last_seen_at DESC", Order.NEWEST: "c.id DESC"}
_PAGES = {
    (order, tagged): text(
        f"SELECT c.id, c.code, c.name, coalesce({_PHONE}, ''), c.last_seen_at FROM customer AS c "
        f"WHERE c.state = 'active' {_TAGGED if tagged else ''}ORDER BY {by} LIMIT :limit OFFSET :offset"
    ).columns(last_seen_at=Moment)
    for order, by in _ORDERS.items()
    for tagged in (False, True)
}


def page(
    session: Session, offset: int = 0, limit: int = 50, order: Order = Order.NAME, tag: str = ""
) -> list[CustomerLine]:
    """List a part of all customers: by name, whoever was seen last first, or the newest first.

    With a tag, in any spelling, only those who have it.
    """
    bound = {"limit": limit, "offset": offset} | ({"tag": fold(tag)} if tag else {})
    rows = session.execute(_PAGES[order, bool(tag)], bound).all()
    held = _tags(session, [row[0] for row in rows])
    return [
        CustomerLine(key, code, name, phone, seen, tuple(held.get(key, ())))
        for key, code, name, phone, seen in rows
    ]


def everybody(session: Session, asked: str = "", tag: str = "") -> list[int]:
    """List the ids of all whom a search finds, or of all customers; with a tag, only of those who have it."""
    if asked.strip():
        found = search.find_ids(session, asked)
    else:
        active = select(Customer.id).where(Customer.state == people.ACTIVE)
        found = list(session.scalars(active.order_by(Customer.sort_key, Customer.id)))
    if not tag:
        return found
    tagged = set(tags.who_has(session, tag))
    return [key for key in found if key in tagged]


def _tags(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    query = select(Tag.customer_id, Tag.name).where(Tag.customer_id.in_(ids)).order_by(Tag.id)
    for customer_id, name in session.execute(query):
        found.setdefault(customer_id, []).append(name)
    return found
