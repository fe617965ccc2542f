"""What one customer buys, goods by goods: how often, since when, and how much of it they kept.

Several sales on one day are one time (N1); goods that all came back were not bought.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import NamedTuple, TypeAlias

from sqlalchemy import Integer, String, bindparam, select, type_coerce
from sqlalchemy.orm import Session

from shopcrm.services import wares
from shopcrm.services.wares import Ware
from shopcrm.store.prepared import Prepared
from shopcrm.store.sales import Sale, SaleLine

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
    select(
        type_coerce(SaleLine.product_id, Integer),
        type_coerce(_LATEST.c.day, String),
        SaleLine.kind,
        SaleLine.quantity,
    )
    .join_from(_LATEST, SaleLine, SaleLine.sale_id == _LATEST.c.id)
    .where(SaleLine.product_id.is_not(None))
)


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


class Kept(NamedTuple):
    """On how many days somebody bought some goods, the first and the last of them as text, and the amount.

    The amount is how many thousandths of them they kept.
    """

    times: int
    first: str
    last: str
    quantity: int


class Counted(NamedTuple):
    """Goods that somebody bought, and on how many days; `last` is the last of them as the file has it.

    It is what can be said of hundreds of goods before one is chosen, hence no more than that.
    """

    goods: Ware
    times: int
    last: str

    @property
    def last_on(self) -> date:
        """The last day."""
        return date.fromisoformat(self.last)


Purchases: TypeAlias = Mapping[int, Kept]
"""What somebody bought and kept in their latest purchases, by the number of the goods."""


def of_customer(session: Session, customer_id: int) -> list[Counted]:
    """Count what somebody bought and kept in their latest purchases, the most frequent first."""
    return counted(session, purchases(session, customer_id))


def purchases(session: Session, customer_id: int) -> Purchases:
    """Read what somebody bought and kept in their latest purchases."""
    days: dict[int, list[str]] = {}
    kept: dict[int, int] = {}
    for key, day, kind, quantity in _LINES.rows(session, who=customer_id):
        if key in kept:
            kept[key] += quantity
        else:
            kept[key], days[key] = quantity, []
        if kind == "sale":
            days[key].append(day)
    return {key: _kept(some, kept[key]) for key, some in days.items() if some and kept[key] > 0}


def counted(session: Session, bought: Purchases) -> list[Counted]:
    """Say what goods were bought, the most frequent first, then what was bought last."""
    goods = wares.kept(session, bought)
    found = [Counted(goods[key], one.times, one.last) for key, one in sorted(bought.items())]
    # Days that are written as text stand in their order, but cannot be turned round by a sign.
    found.sort(key=attrgetter("last"), reverse=True)
    found.sort(key=attrgetter("times"), reverse=True)
    return found


def described(session: Session, bought: Purchases, least: int = 1) -> list[Regular]:
    """Say all about the goods that were bought so many times at least, the most frequent first."""
    often = {key: one for key, one in bought.items() if one.times >= least}
    return [_regular(one.goods, often[one.goods.id]) for one in counted(session, often)]


def _kept(days: Sequence[str], quantity: int) -> Kept:
    if len(days) == 1:
        return Kept(1, days[0], days[0], quantity)
    return Kept(len(set(days)), min(days), max(days), quantity)


def _regular(goods: Ware, kept: Kept) -> Regular:
    first, last = date.fromisoformat(kept.first), date.fromisoformat(kept.last)
    alike = goods.category_id, goods.attributes, goods.stock_kept
    return Regular(goods.id, goods.name, *alike, kept.times, first, last, kept.quantity // kept.times)
