"""Links a purchase to the message that came before it, so that the shop sees what its words were worth.

What came of a message is *bought* once the goods, or what the person had asked for, were bought within the
shop's days after it. A word to stop stands whatever is bought later, and a return changes nothing here: that
the message led to a purchase stays true, and what came back stands at the sale.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from shopcrm.rules.delivery import Outcome, State
from shopcrm.services import reach, settings
from shopcrm.store.arrivals import Wish
from shopcrm.store.messages import Message
from shopcrm.store.prepared import Prepared, among
from shopcrm.store.sales import Sale, SaleLine

_MANY = 5000
"""Beyond so many ids a question names only the first and the last."""


def _is_about(wishes: Select[int]) -> ColumnElement[bool]:
    """Say of a message whether it was about goods of the sale, or about one of some wishes."""
    return or_(Message.product_id == SaleLine.product_id, Message.wish_id.in_(wishes))


def _bought_wishes() -> Select[int]:
    return select(Wish.id).where(Wish.state == "bought")


_PAIRS = (
    select(
        Message.id,
        Message.customer_id,
        Message.product_id,
        Message.wish_id,
        Message.settled_at,
        Sale.id,
        Sale.sold_at,
    )
    .join(Sale, Sale.customer_id == Message.customer_id)
    .join(SaleLine, SaleLine.sale_id == Sale.id)
    .where(
        Sale.kind == "sale",
        SaleLine.kind == "sale",
        Message.state == State.SENT,
        Message.sale_id.is_(None),
        Message.outcome != Outcome.ASKED_TO_STOP,
        Message.settled_at <= Sale.sold_at,
    )
    .distinct()
)
"""Messages that were sent, each with the sales that came after it to the same person."""
_PAIRS_OF = Prepared(_PAIRS.where(Sale.id.in_(among("ids")), _is_about(among("wishes"))))
_WRITTEN_TO = Prepared(
    select(Message.id)
    .join(Sale, Sale.customer_id == Message.customer_id)
    .where(Sale.id.in_(among("ids")), Message.state == State.SENT, Message.sale_id.is_(None))
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A message and a purchase that may have followed from it."""

    message_id: int
    about: tuple[int, int | None, int | None]
    told_at: datetime
    sale_id: int
    sold_at: datetime


def link(session: Session, sale_ids: Sequence[int], closed_wishes: Sequence[int] = ()) -> int:
    """Link new purchases to the messages before them, and give how many messages; `closed_wishes` by them.

    The first purchase within the days counts, and of several messages on one thing the latest.
    """
    if not sale_ids or not _anything_to_link(session, sale_ids):
        return 0
    decided = settings.read(session)
    days = decided.days
    wanted = set(sale_ids)
    pairs = [
        pair
        for pair in _pairs(session, sale_ids, closed_wishes)
        if pair.sale_id in wanted
        and (days.of(pair.sold_at) - days.of(pair.told_at)).days <= decided.link_days
    ]
    chosen = _latest(_first(pairs))
    for ids in reach.portions(chosen):
        for row in session.scalars(select(Message).where(Message.id.in_(ids))):
            row.outcome, row.sale_id = Outcome.BOUGHT, chosen[row.id]
    return len(chosen)


def _anything_to_link(session: Session, sale_ids: Sequence[int]) -> bool:
    if len(sale_ids) <= _MANY:
        return bool(_WRITTEN_TO.rows(session, ids=sale_ids))
    query = select(Message.id).where(Message.state == State.SENT, Message.sale_id.is_(None))
    return session.scalar(query.limit(1)) is not None


def _pairs(session: Session, sale_ids: Sequence[int], closed: Sequence[int]) -> list[_Pair]:
    if max(len(sale_ids), len(closed)) <= _MANY:
        rows: Iterable[Any] = _PAIRS_OF.rows(session, ids=sale_ids, wishes=closed)
    else:
        rows = session.execute(
            _PAIRS.where(Sale.id.between(min(sale_ids), max(sale_ids)), _is_about(_bought_wishes()))
        )
    return [
        _Pair(message_id, (customer, product, wish), told_at, sale_id, sold_at)
        for message_id, customer, product, wish, told_at, sale_id, sold_at in rows
        if told_at is not None
    ]


def _first(pairs: Iterable[_Pair]) -> dict[int, _Pair]:
    """Keep the first purchase after each message."""
    first: dict[int, _Pair] = {}
    for pair in sorted(pairs, key=lambda one: (one.sold_at, one.sale_id)):
        first.setdefault(pair.message_id, pair)
    return first


def _latest(first: dict[int, _Pair]) -> dict[int, int]:
    """Keep, of several messages on one thing to one person, the latest."""
    latest = {pair.about: pair for pair in sorted(first.values(), key=lambda one: one.told_at)}
    return {pair.message_id: pair.sale_id for pair in latest.values()}
