"""Goods as the counter looks at them: the few things that tell whether they matter to somebody."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.store.goods import Product
from shopcrm.store.prepared import Prepared, among


@dataclass(frozen=True, slots=True)
class Ware:
    """Some goods; `attributes` is the JSON that is kept with them, price in smallest units for one unit."""

    id: int
    name: str
    category_id: int | None
    attributes: str
    stock_kept: bool
    unit: str
    price: int | None


COLUMNS = (
    Product.id,
    Product.name,
    Product.category_id,
    Product.attributes,
    Product.stock_kept,
    Product.unit,
    Product.price,
)
_NAMED = Prepared(select(*COLUMNS).where(Product.id.in_(among("ids"))).order_by(Product.id))


def read(session: Session, ids: Collection[int]) -> dict[int, Ware]:
    """Read some goods by their numbers, the lowest first; what is not there is absent."""
    rows = _NAMED.rows(session, ids=ids) if ids else []
    return {row[0]: Ware(*row) for row in rows}
