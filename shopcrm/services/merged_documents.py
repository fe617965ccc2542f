"""What was brought back of somebody's sales while they were part of another goes back to them with the sales.

A return is of the customer of its sale (R1), and so is what was taken in exchange for it (R7), with all that
these documents wrote to tabs, vouchers, levels and whatever else names a document and its customer (C2).
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from shopcrm.services import customer_rows, reach
from shopcrm.services.customer_rows import Place
from shopcrm.services.shop import touched
from shopcrm.store.base import Topic
from shopcrm.store.customers import Customer
from shopcrm.store.sales import Sale

_OTHERWISE = frozenset({"sale", "point_posting", "message"})
"""Points go by the names of documents; a message that led to a sale stays with whom it was sent to."""


def latest(session: Session) -> int:
    """Give the number of the latest document."""
    return session.scalar(select(func.max(Sale.id))) or 0


def follow(session: Session, keep_id: int, gone_id: int, after: int) -> list[int]:
    """Let documents later than number `after` follow the sales they belong to; gives their numbers."""
    root = aliased(Sale)
    theirs = select(root.id).where(root.customer_id == gone_id)
    belongs = or_(Sale.of_sale_id.in_(theirs), Sale.exchange_of_id.in_(theirs))
    moving = update(Sale).where(Sale.customer_id == keep_id, Sale.id > after, belongs)
    once = moving.values(customer_id=gone_id).returning(Sale.id)
    found: list[int] = []
    # What was taken in exchange may have been brought back itself.
    while fresh := session.connection().execute(once).scalars().all():
        found += fresh
    for ids in reach.portions(found):
        _rows(session, keep_id, gone_id, ids)
    session.expire_all()
    return found


def books() -> Iterator[tuple[Place, Column[Any]]]:
    """Tell where a row names a customer and a document of theirs, with the column of the document."""
    for place in customer_rows.places():
        if place.table.name not in _OTHERWISE:
            for key in place.table.foreign_keys:
                if key.target_fullname == "sale.id":
                    yield place, key.parent


def _rows(session: Session, keep_id: int, gone_id: int, ids: list[int]) -> None:
    connection = session.connection()
    for place, document in books():
        moving = update(place.table).where(place.column == keep_id, document.in_(ids))
        connection.execute(moving.values({place.column: gone_id}))
        touched(session, customer_rows.topic_of(place.table))
    last = session.scalar(select(func.max(Sale.sold_at)).where(Sale.id.in_(ids)))
    seen = update(Customer).where(Customer.id == gone_id, Customer.last_seen_at < last)
    connection.execute(seen.values(last_seen_at=last))
    touched(session, Topic.CUSTOMERS)
    touched(session, Topic.SALES, f"{len(ids)} documents went back to customer {gone_id}")
