"""What everybody bought of late, and what is bought together: bounded looks at the newest sales.

The newest sales stand for the shop's average, so that a look takes the same time however long the history.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from shopcrm.store.goods import Product
from shopcrm.store.prepared import Prepared, among
from shopcrm.store.sales import Sale, SaleLine
from shopcrm.store.unchanged import while_unchanged

LATELY = 300
"""How many of the newest documents stand for the average."""
BASKETS = 60
"""How many of the newest documents with some goods tell what is bought with them."""


@dataclass(frozen=True, slots=True)
class Share:
    """How often goods of one shelf that are alike (the JSON of their attributes) were bought of late."""

    category_id: int | None
    attributes: str
    times: int


@dataclass(frozen=True, slots=True)
class Baskets:
    """How many documents were looked at, and on how many of them other goods stood, by their number."""

    count: int
    goods: Mapping[int, int]


_NEWEST = Prepared(select(func.max(Sale.id)))
_SHARES = Prepared(
    select(Product.category_id, Product.attributes, func.count())
    .join_from(SaleLine, Product, Product.id == SaleLine.product_id)
    .where(SaleLine.sale_id > bindparam("after"), SaleLine.kind == "sale")
    .group_by(Product.category_id, Product.attributes)
)
_BASKETS = Prepared(
    select(SaleLine.product_id, func.count(SaleLine.sale_id.distinct()))
    .where(SaleLine.sale_id > bindparam("after"))
    .group_by(SaleLine.product_id)
)
_WITH = Prepared(
    select(SaleLine.sale_id)
    .where(SaleLine.product_id == bindparam("goods"))
    .order_by(SaleLine.sale_id.desc())
    .limit(BASKETS)
)
_BESIDE = Prepared(
    select(SaleLine.product_id, func.count(SaleLine.sale_id.distinct()))
    .where(SaleLine.sale_id.in_(among("ids")), SaleLine.product_id != bindparam("goods"))
    .group_by(SaleLine.product_id)
)


def lately(session: Session) -> list[Share]:
    """Count what everybody bought of late, by shelf and by what the goods are like."""
    return [Share(*row) for row in _SHARES.rows(session, after=_newest(session) - LATELY)]


def usual(session: Session) -> Baskets:
    """Count on how many of the newest documents goods stood."""
    return while_unchanged(session, "newest documents", _usual)


def together(session: Session, product_id: int) -> Baskets:
    """Count what else stood on the newest documents with some goods."""
    known = while_unchanged(session, "bought together", _nothing_yet)
    if product_id not in known:
        known[product_id] = _together(session, product_id)
    return known[product_id]


def _nothing_yet(_session: Session) -> dict[int, Baskets]:
    return {}


def _together(session: Session, product_id: int) -> Baskets:
    ids = {key for (key,) in _WITH.rows(session, goods=product_id)}
    return Baskets(len(ids), _counted(_BESIDE.rows(session, ids=ids, goods=product_id)))


def _usual(session: Session) -> Baskets:
    newest = _newest(session)
    return Baskets(min(newest, LATELY), _counted(_BASKETS.rows(session, after=newest - LATELY)))


def _newest(session: Session) -> int:
    return _NEWEST.rows(session)[0][0] or 0


def _counted(rows: Sequence[tuple[int | None, int]]) -> dict[int, int]:
    return {key: count for key, count in rows if key is not None}
