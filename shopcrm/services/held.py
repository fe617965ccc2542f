"""How much is kept aside for people, goods by goods: a hold counts until the end of its last day (A4).

Whatever else happens to the stock, never more is held than is on hand.
"""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import ColumnElement, and_, bindparam, func, select
from sqlalchemy.orm import Session

from shopcrm.services import settings
from shopcrm.services.shop import now_of
from shopcrm.store.arrivals import Hold
from shopcrm.store.prepared import Prepared, among


def today(session: Session) -> date:
    """Tell the shop's day on which the running transaction acts (D1)."""
    return settings.read(session).days.of(now_of(session))


def is_open(day: date) -> ColumnElement[bool]:
    """Say of a hold whether it still holds on a day; what is overdue counts as lapsed, swept or not."""
    return and_(Hold.state == "held", Hold.until >= day)


_SHARES = Prepared(
    select(Hold.product_id, Hold.customer_id, func.sum(Hold.quantity))
    .where(Hold.product_id.in_(among("ids")), Hold.state == "held", Hold.until >= bindparam("day"))
    .group_by(Hold.product_id, Hold.customer_id)
)


def shares(session: Session, product_ids: Collection[int]) -> dict[int, dict[int, int]]:
    """Tell how many thousandths of some goods are held for each customer; goods without holds are absent."""
    found: dict[int, dict[int, int]] = {}
    if product_ids:
        for product_id, customer_id, quantity in _SHARES.rows(
            session, ids=set(product_ids), day=today(session)
        ):
            found.setdefault(product_id, {})[customer_id] = int(quantity)
    return found


def quantities(session: Session, product_ids: Collection[int]) -> dict[int, int]:
    """Tell how many thousandths of some goods are held in all; goods without holds are absent."""
    return {key: sum(each.values()) for key, each in shares(session, product_ids).items()}


def give_way(session: Session, on_hand: Mapping[int, int]) -> list[int]:
    """Release the youngest holds of goods of which less is on hand than is held, and give their ids.

    What was sold to somebody else or counted away cannot be kept for anybody; the wish stays open.
    """
    over = {key: held - max(0, on_hand[key]) for key, held in quantities(session, on_hand).items()}
    short = {key: missing for key, missing in over.items() if missing > 0}
    if not short:
        return []
    open_now = is_open(today(session))
    query = select(Hold).where(open_now, Hold.product_id.in_(short)).order_by(Hold.id.desc())
    released: list[int] = []
    for row in session.scalars(query):
        if short[row.product_id] > 0:
            short[row.product_id] -= row.quantity
            row.state, row.settled_at = "released", now_of(session)
            released.append(row.id)
    session.flush()
    return released
