"""What people asked for that the shop did not have; one open wish per person and thing (A1, A3).

A wish waits, then was told, until it is bought, lapses at the end of its last day, or is withdrawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm.rules.errors import NotFound, Refused
from shopcrm.rules.text import one_line
from shopcrm.rules.wording import Saying, saying
from shopcrm.services import held, holds, stock, wish_rows, wishes_met
from shopcrm.services.asking import (
    Details,
    Thing,
    WishDayOver,
    WishForOneThing,
    WishPriceRefused,
    WishPriorityRefused,
    WishQuantityRefused,
    check,
    check_details,
    raised,
    thing_of,
)
from shopcrm.services.holds import Bought
from shopcrm.services.shop import now_of, who_of
from shopcrm.services.wish_goods import (
    InStock,
    MoneyWaiting,
    ThingWaiting,
    in_stock,
    in_stock_for,
    money_waiting,
)
from shopcrm.services.wish_rows import OPEN, WishRow, is_for, read
from shopcrm.store.arrivals import Hold, Wish

__all__ = [
    "OPEN",
    "Asked",
    "Bought",
    "Details",
    "InStock",
    "MoneyWaiting",
    "ThingWaiting",
    "WishDayOver",
    "WishForOneThing",
    "WishPriceRefused",
    "WishPriorityRefused",
    "WishQuantityRefused",
    "WishRow",
    "ask",
    "change",
    "close_bought",
    "count",
    "in_stock",
    "in_stock_for",
    "is_for",
    "known",
    "lapse",
    "lapse_overdue",
    "money_waiting",
    "not_told",
    "of_customer",
    "read",
    "reopen",
    "told",
    "waiting",
    "withdraw",
]


class NoSuchWish(NotFound):
    """The wish is not there."""

    sentence = "There is no request {id}. Choose one from the list."


class WishClosed(Refused):
    """The wish is over."""

    sentence = "This request is closed already. It stays as it is. Write down a new one."


class WishStands(Refused):
    """The same thing was asked for again meanwhile."""

    sentence = "They asked for it again meanwhile, so this request stays closed. See the newer one."


@dataclass(frozen=True, slots=True)
class Asked:
    """What asking came to; `again` says that the person has been waiting for it since `since` (A1)."""

    wish_id: int
    again: bool
    since: datetime

    @property
    def says(self) -> Saying:
        """Say whether this is new."""
        if self.again:
            return saying("This is already on the list since {day}, still waiting.", day=self.since)
        return saying("The request is written down.")


def ask(
    session: Session,
    customer_id: int,
    *,
    product_id: int | None = None,
    category_id: int | None = None,
    words: str = "",
    attribute: str = "",
    quantity: int | None = None,
    limit_price: int | None = None,
    until: date | None = None,
    priority: int = 0,
    note: str = "",
) -> Asked:
    """Write down what a person wants to be told of; with `attribute`, `words` are the value of it.

    Asking again keeps the place in the line; it may raise quantity, price, last day and priority (A1).
    Raises WishForOneThing, WishQuantityRefused, WishPriceRefused, WishPriorityRefused, WishDayOver,
    NoSuchCustomer, NoSuchProduct or NoSuchCategory.
    """
    details = Details(quantity, limit_price, until, priority, one_line(note))
    thing = thing_of(product_id, category_id, one_line(words), one_line(attribute))
    check(session, customer_id, thing, details)
    row = _open_for(session, customer_id, thing)
    if row is not None:
        _write(row, raised(_details(row), details))
        # Whoever was told, and asks again, waits again for the next that comes in.
        row.state = "waiting"
        return Asked(row.id, again=True, since=row.asked_at)
    row = _fresh(session, customer_id, thing)
    _write(row, details)
    session.add(row)
    session.flush()
    return Asked(row.id, again=False, since=row.asked_at)


def _fresh(session: Session, customer_id: int, thing: Thing) -> Wish:
    return Wish(
        customer_id=customer_id,
        product_id=thing.product_id,
        category_id=thing.category_id,
        words=thing.words,
        attribute=thing.attribute,
        skey=thing.key,
        asked_at=now_of(session),
        recorded_by=who_of(session).actor,
    )


def known(
    session: Session,
    customer_id: int,
    *,
    product_id: int | None = None,
    category_id: int | None = None,
    words: str = "",
    attribute: str = "",
) -> WishRow | None:
    """Give the open wish that asking would find again, if there is one (A1); raises WishForOneThing."""
    thing = thing_of(product_id, category_id, one_line(words), one_line(attribute))
    row = _open_for(session, customer_id, thing, lapse_it=False)
    return None if row is None else read(session, select(Wish.id).where(Wish.id == row.id))[0]


def change(session: Session, wish_id: int, details: Details) -> None:
    """Make the details of an open wish exactly these; errors as in `ask`, NoSuchWish, WishClosed."""
    row = _open_one(session, wish_id)
    check_details(session, details)
    _write(row, replace(details, note=one_line(details.note)))


def withdraw(session: Session, wish_id: int) -> tuple[int, ...]:
    """Close a wish because the person no longer wants it, and give the holds that were released with it.

    Raises NoSuchWish or WishClosed.
    """
    _open_one(session, wish_id).state = "withdrawn"
    mine = select(Hold.id).where(Hold.wish_id == wish_id, held.is_open(held.today(session)))
    released = tuple(session.scalars(mine))
    for hold_id in released:
        holds.release(session, hold_id)
    return released


def reopen(session: Session, wish_id: int, hold_ids: Sequence[int] = ()) -> None:
    """Take back that a wish was withdrawn or lapsed; what was held for it is held again where it is free.

    A last day that is over is forgotten. Raises NoSuchWish or WishStands.
    """
    row = _one(session, wish_id)
    thing = Thing(row.product_id, row.category_id, row.words, row.attribute, row.skey)
    now_open = _open_for(session, row.customer_id, thing)
    if now_open is not None and now_open.id != wish_id:
        raise WishStands
    row.state = "waiting" if row.told_at is None else "told"
    if row.until is not None and row.until < held.today(session):
        row.until = None
    for hold_id in hold_ids:
        try:
            holds.hold_again(session, hold_id)
        except (holds.NotEnough, holds.HoldDayOver):
            continue


def lapse(session: Session, wish_id: int) -> None:
    """Close a wish because its time is over; raises NoSuchWish or WishClosed."""
    row = _one(session, wish_id)
    if row.state not in OPEN:
        raise WishClosed
    row.state = "lapsed"


def lapse_overdue(session: Session) -> int:
    """Close all open wishes whose last day is over, and tell how many."""
    overdue = select(Wish).where(Wish.state.in_(OPEN), Wish.until < held.today(session))
    rows = session.scalars(overdue).all()
    for row in rows:
        row.state = "lapsed"
    return len(rows)


def told(session: Session, wish_id: int, until: date | None = None) -> None:
    """Note that the person was told; until that day the wish holds. Raises NoSuchWish or WishClosed."""
    row = _open_one(session, wish_id)
    row.state, row.told_at = "told", now_of(session)
    row.until = until or row.until


def not_told(session: Session, wish_id: int) -> None:
    """Take back that the person was told; raises NoSuchWish or WishClosed."""
    row = _open_one(session, wish_id)
    row.state, row.told_at = "waiting", None


def of_customer(session: Session, customer_id: int) -> list[WishRow]:
    """List the wishes of a person, open ones first, then the newest."""
    rows = read(session, select(Wish.id).where(Wish.customer_id == customer_id))
    return sorted(rows, key=lambda row: (not row.is_open, -row.asked_at.timestamp()))


def waiting(session: Session, limit: int = 200) -> list[WishRow]:
    """List all open wishes, the oldest first."""
    return wish_rows.open_ones(session)[:limit]


def count(session: Session) -> int:
    """Count all open wishes."""
    query = select(func.count()).select_from(Wish).where(wish_rows.is_open(held.today(session)))
    return session.scalars(query).one()


def close_bought(session: Session, purchases: Sequence[Bought]) -> list[int]:
    """Close the open wishes that purchases met, and give their ids; what was held is handed over (A3, A4)."""
    holds.take(session, purchases)
    by_buyer: dict[int, list[Bought]] = {}
    for purchase in purchases:
        by_buyer.setdefault(purchase.customer_id, []).append(purchase)
    closed = wishes_met.by(session, by_buyer)
    for start in range(0, len(closed), stock.MANY):
        some = closed[start : start + stock.MANY]
        for row in session.scalars(select(Wish).where(Wish.id.in_(some))):
            row.state, row.bought_at = "bought", now_of(session)
    return closed


def _details(row: Wish) -> Details:
    return Details(row.quantity, row.limit_price, row.until, row.priority, row.note)


def _write(row: Wish, details: Details) -> None:
    row.quantity, row.limit_price, row.until = details.quantity, details.limit_price, details.until
    row.priority, row.note = details.priority, details.note


def _open_for(session: Session, customer_id: int, thing: Thing, *, lapse_it: bool = True) -> Wish | None:
    """Find a person's open wish for a thing; an overdue one is written down as lapsed, and none."""
    row = session.scalar(
        select(Wish).where(
            Wish.customer_id == customer_id,
            Wish.product_id.is_not_distinct_from(thing.product_id),
            Wish.category_id.is_not_distinct_from(thing.category_id),
            Wish.skey == thing.key,
            Wish.state.in_(OPEN),
        )
    )
    if row is None or row.until is None or row.until >= held.today(session):
        return row
    if lapse_it:
        row.state = "lapsed"
        session.flush()
    return None


def _one(session: Session, wish_id: int) -> Wish:
    row = session.get(Wish, wish_id)
    if row is None:
        raise NoSuchWish(id=wish_id)
    return row


def _open_one(session: Session, wish_id: int) -> Wish:
    row = _one(session, wish_id)
    overdue = row.until is not None and row.until < held.today(session)
    if row.state not in OPEN or overdue:
        raise WishClosed
    return row
