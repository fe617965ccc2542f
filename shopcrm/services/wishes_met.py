"""Which open wishes a purchase met: asked with every sale, while most people wait for nothing of it (A3)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from shopcrm.services import settings, stock, wish_rows
from shopcrm.services.holds import Bought
from shopcrm.services.wish_rows import OPEN, Article, is_for
from shopcrm.store.arrivals import Wish
from shopcrm.store.prepared import Prepared, among

_OPEN = (
    select(
        Wish.id,
        Wish.customer_id,
        Wish.product_id,
        Wish.category_id,
        Wish.attribute,
        Wish.words,
        Wish.asked_at,
        Wish.until,
    )
    .where(or_(*(Wish.state == state for state in OPEN)))
    .order_by(Wish.asked_at, Wish.id)
)
_OPEN_OF = Prepared(_OPEN.where(Wish.customer_id.in_(among("ids"))))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What somebody still wants, as far as a purchase can meet it."""

    id: int
    customer_id: int
    product_id: int | None
    category_id: int | None
    attribute: str
    words: str
    asked_at: datetime
    until: date | None


def by(session: Session, purchases: Mapping[int, Sequence[Bought]]) -> list[int]:
    """Give the ids of the open wishes that purchases met, by who bought; the oldest first.

    A wish is met by goods that it is for, bought after it was asked and no later than its last day.
    """
    met = [
        (asked, _in_time(session, asked, purchases[asked.customer_id]))
        for asked in _asked(session, purchases)
    ]
    # A wish for one product is met by that product; only for the others it matters what the goods are like.
    others = {one.product_id for asked, bought in met if asked.product_id is None for one in bought}
    goods = wish_rows.articles(session, others) if others else {}
    return [asked.id for asked, bought in met if any(_is_met(asked, one, goods) for one in bought)]


def _asked(session: Session, buyers: Collection[int]) -> list[_Asked]:
    if len(buyers) <= stock.MANY:
        rows = _OPEN_OF.rows(session, ids=buyers)
        return [_Asked(*row) for row in rows]
    return [_Asked(*row) for row in session.execute(_OPEN) if row.customer_id in buyers]


def _in_time(session: Session, asked: _Asked, bought: Sequence[Bought]) -> list[Bought]:
    days = settings.read(session).days
    after = [one for one in bought if one.at >= asked.asked_at]
    return [one for one in after if asked.until is None or days.of(one.at) <= asked.until]


def _is_met(asked: _Asked, bought: Bought, goods: Mapping[int, Article]) -> bool:
    if asked.product_id is not None:
        return asked.product_id == bought.product_id
    return is_for(asked, goods[bought.product_id])
