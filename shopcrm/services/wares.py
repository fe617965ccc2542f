"""Goods as the counter looks at them: the few things that tell whether they matter to somebody."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.store.goods import Product
from shopcrm.store.prepared import Prepared, among
from shopcrm.store.unchanged import while_unchanged


class Ware(NamedTuple):
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


def kept(session: Session, ids: Collection[int]) -> Mapping[int, Ware]:
    """Read goods that are looked at again and again, hundreds at a time; others may be among them."""
    known = while_unchanged(session, "goods that are bought", _nothing_yet)
    known.update(read(session, [key for key in ids if key not in known]))
    return known


def _nothing_yet(_session: Session) -> dict[int, Ware]:
    return {}
