"""What everybody bought of late, and what is bought together: bounded looks at the newest sales.

The newest sales stand for the shop's average, so that a look takes the same time however long the history.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from shopcrm.services import wares
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
# They are counted here: the database would go through all goods to have them in their order.
_LATELY = Prepared(
    select(SaleLine.product_id, SaleLine.sale_id, SaleLine.kind).where(SaleLine.sale_id > bindparam("after"))
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
    rows = _LATELY.rows(session, after=_newest(session) - LATELY)
    times = Counter(key for key, _sale, kind in rows if kind == "sale" and key is not None)
    goods = wares.kept(session, times)
    shares: Counter[tuple[int | None, str]] = Counter()
    for key, count in times.items():
        shares[goods[key].category_id, goods[key].attributes] += count
    return [Share(*about, count) for about, count in shares.items()]


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
    beside = _BESIDE.rows(session, ids=ids, goods=product_id)
    return Baskets(len(ids), {key: count for key, count in beside if key is not None})


def _usual(session: Session) -> Baskets:
    newest = _newest(session)
    rows = _LATELY.rows(session, after=newest - LATELY)
    pairs = {(key, sale) for key, sale, _kind in rows if key is not None}
    return Baskets(min(newest, LATELY), Counter(key for key, _sale in pairs))


def _newest(session: Session) -> int:
    return _NEWEST.rows(session)[0][0] or 0
