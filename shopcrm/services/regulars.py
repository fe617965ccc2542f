"""What one customer buys, goods by goods: how often, since when, and how much of it they kept.

Several sales on one day are one time (N1); goods that all came back were not bought.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple, TypeAlias

from sqlalchemy import String, bindparam, select, type_coerce
from sqlalchemy.orm import Session

from shopcrm.store.goods import Product
from shopcrm.store.prepared import Prepared, among
from shopcrm.store.sales import Sale, SaleLine
from shopcrm.store.unchanged import while_unchanged

LATEST = 200
"""So many of the latest documents tell what somebody buys; older ones tell what they bought once."""

_LATEST = (
    select(Sale.id, Sale.day)
    .where(Sale.customer_id == bindparam("who"))
    .order_by(Sale.sold_at.desc())
    .limit(LATEST)
    .subquery()
)
# A day stays the text that the file has: it is compared a thousand times before one is shown.
_LINES = Prepared(
    select(SaleLine.product_id, type_coerce(_LATEST.c.day, String), SaleLine.kind, SaleLine.quantity)
    .join_from(_LATEST, SaleLine, SaleLine.sale_id == _LATEST.c.id)
    .where(SaleLine.product_id.is_not(None))
)
_GOODS = Prepared(
    select(Product.id, Product.name, Product.category_id, Product.attributes, Product.stock_kept).where(
        Product.id.in_(among("ids"))
    )
)


_Goods: TypeAlias = tuple[int, str, int | None, str, bool]


class Regular(NamedTuple):
    """Goods that somebody bought and kept: on how many days, the first and the last of them.

    `usual` is how many thousandths they take at a time, `attributes` the JSON that is kept with the goods.
    """

    product_id: int
    name: str
    category_id: int | None
    attributes: str
    stock_kept: bool
    times: int
    first: date
    last: date
    usual: int

    @property
    def id(self) -> int:
        """The number of the goods."""
        return self.product_id


class Kept(NamedTuple):
    """On which days, as text, somebody bought some goods, and how many thousandths of them they kept."""

    days: Collection[str]
    quantity: int


Purchases: TypeAlias = Mapping[int, Kept]
"""What somebody bought and kept in their latest purchases, by the number of the goods."""


def of_customer(session: Session, customer_id: int) -> list[Regular]:
    """List what somebody bought and kept in their latest purchases, the most frequent first."""
    return described(session, purchases(session, customer_id))


def purchases(session: Session, customer_id: int) -> Purchases:
    """Read what somebody bought and kept in their latest purchases."""
    days: dict[int, set[str]] = {}
    kept: dict[int, int] = {}
    for key, day, kind, quantity in _LINES.rows(session, who=customer_id):
        if key is None:
            continue
        kept[key] = kept.get(key, 0) + quantity
        if kind == "sale":
            days.setdefault(key, set()).add(day)
    return {key: Kept(some, kept[key]) for key, some in days.items() if kept[key] > 0}


def described(session: Session, bought: Purchases, least: int = 1) -> list[Regular]:
    """Say what goods were bought so many times at least, the most frequent first."""
    some = {key: one for key, one in bought.items() if len(one.days) >= least}
    goods = while_unchanged(session, "goods that are bought", _nothing_yet)
    missing = some.keys() - goods.keys()
    if missing:
        goods.update((row[0], row) for row in _GOODS.rows(session, ids=missing))
    found = [_regular(goods[key], one) for key, one in some.items()]
    return sorted(found, key=lambda one: (-one.times, -one.last.toordinal(), one.product_id))


def _nothing_yet(_session: Session) -> dict[int, _Goods]:
    return {}


def _regular(goods: _Goods, kept: Kept) -> Regular:
    times = len(kept.days)
    first, last = date.fromisoformat(min(kept.days)), date.fromisoformat(max(kept.days))
    return Regular(*goods, times, first, last, kept.quantity // times)
