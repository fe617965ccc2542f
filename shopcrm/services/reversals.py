"""The last sale of a till that should never have been: taken back whole, as it was paid, by one key."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from shopcrm.rules.delivery import Outcome
from shopcrm.rules.errors import Refused
from shopcrm.rules.returns import bring_back
from shopcrm.services import (
    audit,
    holds,
    moments,
    once,
    refunds,
    returned_benefits,
    returned_sales,
    returns,
    sale_writing,
    settings,
    wishes,
)
from shopcrm.services.returned_documents import Head, show
from shopcrm.services.returned_sales import SoldSale
from shopcrm.services.returns import Returned
from shopcrm.services.shop import now_of, who_of
from shopcrm.store.arrivals import Hold, Wish
from shopcrm.store.messages import Message
from shopcrm.store.sales import Sale


class NothingToReverse(Refused):
    """Nothing was sold at this till."""

    sentence = "Nothing was sold at this till. Nothing was changed."


class NotTheLast(Refused):
    """Only the last sale of a till is reversed by one key."""

    sentence = "Sale {number} is not the last of this till. Nothing was changed. Take it back as a return."


class TooLateToReverse(Refused):
    """The minutes in which a sale is reversed are over."""

    sentence = "Sale {number} is older than {minutes} minutes. Nothing was changed. Take it back as a return."


class ReturnedSince(Refused):
    """Something of the sale came back already."""

    sentence = "Something of sale {number} came back already. Nothing was changed. Return the rest of it."


@dataclass(frozen=True, slots=True)
class Reversible:
    """The last sale of this till, and until when it can be reversed.

    Where it is the second half of an exchange, what was brought back for it stays brought back (R7).
    """

    sale_id: int
    number: str
    total: int
    customer_id: int | None
    until: datetime
    is_exchange: bool = False


def last(session: Session) -> Reversible | None:
    """Tell which sale one key would reverse now; None where there is none, or it is too late."""
    row = session.scalars(_latest(who_of(session).till)).first()
    if row is None:
        return None
    came_back = bool(returned_sales.returned_by(session, row.id))
    if came_back or _is_too_late(session, row.id, row.sold_at):
        return None
    until = row.sold_at + timedelta(minutes=settings.read(session).reverse_minutes)
    return Reversible(row.id, row.number, row.total, row.customer_id, until, row.exchange_of_id is not None)


def reverse(session: Session, sale_id: int | None, key: str, reason: str = "") -> Returned:
    """Take the last sale of this till back as if it had never been; None is whichever it is.

    Vouchers are free again, points and store credit are as they were, what was asked for waits again, and
    what was held is held.
    Raises NothingToReverse, NoSuchSale, NotTheLast, TooLateToReverse, ReturnedSince, DepositOfOrder or
    KeyUsed.
    """
    seal = once.seal("reverse", sale_id, reason)
    known = once.find(session, key, seal)
    if known is not None:
        return show(session, known, was_known=True)
    sale = _reversible(session, sale_id)
    back, after = bring_back(sale.number, sale.lines, ())
    now, whole = refunds.parts(sale, sum(one.amount for one in back))
    due = returned_benefits.due(session, sale, after, now, whole)
    head = Head(reason=reason, reversal=True, asked=once.Asked(key, seal))
    done = returns.post(session, sale, back, after, head, due, refunds.mirrored(sale))
    _open_again(session, sale)
    return done


def _reversible(session: Session, sale_id: int | None) -> SoldSale:
    row = session.scalars(_latest(who_of(session).till)).first()
    if sale_id is None and row is None:
        raise NothingToReverse
    wanted = row.id if sale_id is None and row is not None else sale_id or 0
    returned_sales.keep_still(session, wanted)
    sale = returned_sales.read(session, wanted)
    returned_sales.refuse_deposit(session, sale.id, sale.number)
    if row is None or row.id != sale.id:
        raise NotTheLast(number=sale.number)
    if _is_too_late(session, sale.id, sale.sold_at):
        raise TooLateToReverse(number=sale.number, minutes=settings.read(session).reverse_minutes)
    if returned_sales.returned_by(session, sale.id):
        raise ReturnedSince(number=sale.number)
    return sale


def _is_too_late(session: Session, sale_id: int, sold_at: datetime) -> bool:
    """Whether the minutes of a sale are over, by the clock or, if it was set back, by what was written."""
    minutes = timedelta(minutes=settings.read(session).reverse_minutes)
    # How long ago a sale was that lies ahead of the clock, nobody knows.
    if abs(now_of(session) - sold_at) > minutes:
        return True
    note = sale_writing.note_of(sale_id)
    return not audit.is_noted_since(session, note, moments.moment(session) - minutes)


def _latest(till: str) -> Select[Sale]:
    return select(Sale).where(Sale.till == till, Sale.kind == "sale").order_by(Sale.id.desc()).limit(1)


def _open_again(session: Session, sale: SoldSale) -> None:
    """Let what the sale met wait again, hold what it handed over, and take back that a message led to it."""
    message = update(Message).where(Message.sale_id == sale.id, Message.outcome == Outcome.BOUGHT)
    session.execute(message.values(outcome=Outcome.NONE, sale_id=None))
    if sale.customer_id is None:
        return
    met = select(Wish.id).where(Wish.customer_id == sale.customer_id, Wish.bought_at == sale.sold_at)
    for wish_id in session.scalars(met.where(Wish.state == "bought")).all():
        with suppress(wishes.WishStands):
            wishes.reopen(session, wish_id)
    taken = select(Hold.id).where(Hold.customer_id == sale.customer_id, Hold.settled_at == sale.sold_at)
    for hold_id in session.scalars(taken.where(Hold.state == holds.State.TAKEN)).all():
        with suppress(holds.NotEnough, holds.HoldDayOver):
            holds.hold_again(session, hold_id)
