"""What is on hand of the goods whose stock is kept: the sum of everything that came and went."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from shopcrm.rules.errors import BadInput, NotFound
from shopcrm.rules.text import one_line
from shopcrm.services.shop import now_of, touched
from shopcrm.store.base import Topic
from shopcrm.store.goods import Product, StockMove

MANY = 500
"""Beyond so many ids a question reads the whole table instead of naming each."""


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
    wanted = set(product_ids)
    query = select(StockMove.product_id, func.sum(StockMove.quantity)).group_by(StockMove.product_id)
    if len(wanted) <= MANY:
        query = query.where(StockMove.product_id.in_(wanted))
    found = {key: int(total) for key, total in session.execute(query).all()}
    return {key: found.get(key, 0) for key in wanted}


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


def post(session: Session, moves: Sequence[Move]) -> None:
    """Write down movements of stock; they are never changed afterwards."""
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
        session.connection().execute(insert(StockMove), rows)
        touched(session, Topic.GOODS)


def moves_of(session: Session, product_id: int, limit: int = 50) -> list[Move]:
    """List the latest movements of some goods, newest first."""
    query = (
        select(StockMove).where(StockMove.product_id == product_id).order_by(StockMove.id.desc()).limit(limit)
    )
    return [
        Move(row.product_id, row.quantity, row.kind, row.at, row.document, row.reason)
        for row in session.scalars(query)
    ]
