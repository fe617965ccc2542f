"""What a timeline tells of promises and special orders: made, kept or broken, ready, handed over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules import timeline
from shopcrm.rules.calendar import ShopDay
from shopcrm.rules.promises import OrderState, PromiseState, promised, settled
from shopcrm.rules.sayings import Saying, saying
from shopcrm.rules.timeline import Entry, Kind
from shopcrm.store.prepared import Prepared, among
from shopcrm.store.promises import Promise, SpecialOrder

_PROMISES = Prepared(select(*Promise.__table__.columns).where(Promise.id.in_(among("ids"))))
_ORDERS = Prepared(select(*SpecialOrder.__table__.columns).where(SpecialOrder.id.in_(among("ids"))))


def made(session: Session, days: ShopDay, ids: Sequence[int]) -> dict[int, Entry]:
    """Tell what was promised."""
    told: dict[int, Entry] = {}
    for row in _PROMISES.named(session, ids=ids):
        what, when = promised(row.words, row.due_on)
        at = row.made_at
        told[row.id] = Entry(at, days.of(at), Kind.PROMISE, row.id, what, (when,), who=row.by)
    return told


def settled_ones(session: Session, days: ShopDay, ids: Sequence[int]) -> dict[int, Entry]:
    """Tell what became of promises."""
    return {
        row.id: Entry(
            row.settled_at,
            days.of(row.settled_at),
            Kind.PROMISE,
            row.id,
            settled(PromiseState(row.state), row.words),
            text=row.why,
            who=row.settled_by,
        )
        for row in _PROMISES.named(session, ids=ids)
    }


def orders_made(session: Session, days: ShopDay, ids: Sequence[int]) -> dict[int, Entry]:
    """Tell what was ordered, for when, and what was paid ahead."""
    return {
        row.id: _entry(
            row,
            days,
            row.made_at,
            timeline.ordered(row.number, row.words),
            (saying("For {day}", day=row.promised_on),),
            who=row.by,
            amount=row.deposit or None,
        )
        for row in _ORDERS.named(session, ids=ids)
    }


def orders_ready(session: Session, days: ShopDay, ids: Sequence[int]) -> dict[int, Entry]:
    """Tell which orders became ready."""
    return {
        row.id: _entry(row, days, row.ready_at, timeline.order_ready(row.number, row.words))
        for row in _ORDERS.named(session, ids=ids)
    }


def orders_over(session: Session, days: ShopDay, ids: Sequence[int]) -> dict[int, Entry]:
    """Tell which orders were handed over or withdrawn, and why."""
    return {
        row.id: _entry(
            row,
            days,
            row.handed_at,
            timeline.order_over(row.number, row.words, was_fetched=row.state == OrderState.HANDED_OVER),
            text=row.handed_why,
            who=row.handed_by,
        )
        for row in _ORDERS.named(session, ids=ids)
    }


def _entry(
    row: Any, days: ShopDay, at: datetime, what: Saying, why: tuple[Saying, ...] = (), **more: Any
) -> Entry:
    return Entry(at, days.of(at), Kind.ORDER, row.id, what, why, **more)
