"""What is on hand of the goods whose stock is kept: the sum of everything that came and went.

What is on hand is free or held for somebody; never more is held than is there (A4).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from shopcrm.rules.errors import BadInput, NotFound
from shopcrm.rules.text import one_line
from shopcrm.services import held, stock_sums
from shopcrm.services.shop import now_of, touched
from shopcrm.store.base import Topic
from shopcrm.store.goods import Product, StockMove
from shopcrm.store.prepared_inserts import PreparedInsert

MANY = 500
"""Beyond so many ids a question reads the whole table instead of naming each."""
_ADDED = PreparedInsert(StockMove)


class ReasonMissing(BadInput):
    """Stock is never corrected without saying why."""

    sentence = "Say why the stock is corrected. Nothing was changed."


class NoSuchProduct(NotFound):
    """The goods are not there."""

    sentence = "There are no goods with the number {id}. Search by name or code."


@dataclass(frozen=True, slots=True)
class Move:
    """One movement of stock in thousandths of the unit; plus came in, minus went out."""

    product_id: int
    quantity: int
    kind: str
    at: datetime
    document: str = ""
    reason: str = ""


def on_hand(session: Session, product_ids: Collection[int]) -> dict[int, int]:
    """Tell what is on hand of some goods, in thousandths; 0 where nothing ever moved."""
    return stock_sums.of(session, set(product_ids))


def free(session: Session, product_ids: Collection[int]) -> dict[int, int]:
    """Tell what is on hand of some goods and held for nobody, in thousandths; never below 0 (A4)."""
    aside = held.quantities(session, product_ids)
    return {key: max(0, left - aside.get(key, 0)) for key, left in on_hand(session, product_ids).items()}


def left_for(session: Session, customer_id: int, product_ids: Collection[int]) -> dict[int, int]:
    """Tell what of some goods one person can have: what is free, and what is held for them (A4)."""
    aside = held.shares(session, product_ids)
    return {
        key: max(0, left - sum(share for who, share in aside.get(key, {}).items() if who != customer_id))
        for key, left in on_hand(session, product_ids).items()
    }


def correct(session: Session, product_id: int, counted: int, reason: str) -> int:
    """Set what is on hand to what was counted (thousandths) and give the difference.

    From then on the stock of these goods is kept. Raises ReasonMissing or NoSuchProduct.
    """
    why = one_line(reason)
    if not why:
        raise ReasonMissing
    product = session.get(Product, product_id)
    if product is None:
        raise NoSuchProduct(id=product_id)
    difference = counted - on_hand(session, [product_id])[product_id]
    product.stock_kept = True
    if difference:
        post(session, [Move(product_id, difference, "correction", now_of(session), reason=why)])
    _fit_holds(session, [product_id])
    touched(session, Topic.GOODS, f"stock of product {product_id} corrected by {difference}: {why}")
    return difference


def keep(session: Session, product_ids: Collection[int]) -> None:
    """From now on keep the stock of these goods."""
    session.flush()
    statement = (
        update(Product)
        .where(Product.id == bindparam("which"), Product.stock_kept.is_(False))
        .values(stock_kept=True)
    )
    if product_ids:
        session.connection().execute(statement, [{"which": key} for key in product_ids])
        touched(session, Topic.GOODS)
        _fit_holds(session, product_ids)


def post(session: Session, moves: Sequence[Move]) -> None:
    """Write down movements of stock; they are never changed afterwards. Holds on what went out give way."""
    rows = [
        {
            "product_id": move.product_id,
            "quantity": move.quantity,
            "kind": move.kind,
            "at": move.at,
            "document": move.document,
            "reason": move.reason,
        }
        for move in moves
    ]
    if rows:
        _ADDED.many(session, rows)
        stock_sums.written(session)
        touched(session, Topic.GOODS)
    _fit_holds(session, {move.product_id for move in moves if move.quantity < 0})


def moves_of(session: Session, product_id: int, limit: int = 50) -> list[Move]:
    """List the latest movements of some goods, newest first."""
    query = (
        select(StockMove).where(StockMove.product_id == product_id).order_by(StockMove.id.desc()).limit(limit)
    )
    return [
        Move(row.product_id, row.quantity, row.kind, row.at, row.document, row.reason)
        for row in session.scalars(query)
    ]


def _fit_holds(session: Session, product_ids: Collection[int]) -> None:
    """Let holds go of which there are no goods any more."""
    aside = held.quantities(session, product_ids) if product_ids else {}
    if aside:
        held.give_way(session, on_hand(session, aside))
