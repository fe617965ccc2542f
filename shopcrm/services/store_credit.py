"""Store credit: a ledger on a voucher, spent in parts up to what is left of it (V7).

Each entry names its number and what is left after it. Two tills cannot both write the same number, so the
last of it is spent once, whoever asks first.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shopcrm.rules.errors import BadInput, Refused
from shopcrm.rules.money import Money
from shopcrm.services.shop import now_of, touched, who_of
from shopcrm.store.base import Topic
from shopcrm.store.prepared import Prepared
from shopcrm.store.prepared_inserts import PreparedInsert
from shopcrm.store.sales import Sale
from shopcrm.store.vouchers import CreditEntry, Voucher

_LAST = Prepared(
    select(CreditEntry.ordinal, CreditEntry.rest)
    .where(CreditEntry.voucher_id == bindparam("which"))
    .order_by(CreditEntry.ordinal.desc())
    .limit(1)
)
_NEW = PreparedInsert(CreditEntry)
_LOCKED = Prepared(select(Voucher.id).where(Voucher.id == bindparam("which")).with_for_update())
_ENTRIES = Prepared(
    select(
        CreditEntry.at,
        CreditEntry.kind,
        CreditEntry.amount,
        CreditEntry.rest,
        CreditEntry.sale_id,
        Sale.number,
        CreditEntry.by,
    )
    .outerjoin(Sale, Sale.id == CreditEntry.sale_id)
    .where(CreditEntry.voucher_id == bindparam("which"))
    .order_by(CreditEntry.ordinal)
)


class CreditShort(Refused):
    """There is less than was to be spent."""

    sentence = (
        "Only {rest} is left on this store credit, not {asked}. Nothing was spent. "
        "Pay the rest in another way."
    )


class CreditAmountRefused(BadInput):
    """Nobody spends or gives back nothing."""

    sentence = "The amount of store credit must be more than zero. Nothing was changed."


@dataclass(frozen=True, slots=True)
class CreditView:
    """One entry: smallest units, plus loaded or given back, minus spent; `rest` is left after it."""

    at: datetime
    kind: str
    amount: int
    rest: int
    sale_id: int | None
    number: str
    by: str


def rest(session: Session, voucher_id: int) -> int:
    """Tell what is left, in smallest units; 0 where nothing was ever loaded."""
    return _last(session, voucher_id)[1]


def entries(session: Session, voucher_id: int) -> list[CreditView]:
    """List all entries, the oldest first."""
    return [
        CreditView(at, kind, amount, left, sale_id, number or "", by)
        for at, kind, amount, left, sale_id, number, by in _ENTRIES.rows(session, which=voucher_id)
    ]


def load(session: Session, voucher_id: int, amount: int) -> None:
    """Put smallest units on a voucher when it becomes good."""
    _write(session, voucher_id, "load", amount, None)


def spend(session: Session, voucher_id: int, amount: int, sale_id: int) -> int:
    """Pay a sale with smallest units of the credit and tell what is left of it (V7).

    Raises CreditShort, or CreditAmountRefused.
    """
    _check_amount(amount)
    return _write(session, voucher_id, "spend", -amount, sale_id)


def give_back(session: Session, voucher_id: int, amount: int, sale_id: int) -> int:
    """Put back what paid for goods that were brought back, and tell what there is then.

    `sale_id` is the document of the return. Raises CreditAmountRefused.
    """
    _check_amount(amount)
    return _write(session, voucher_id, "give_back", amount, sale_id)


def clear(session: Session, voucher_id: int, kind: str) -> int:
    """Take off all that is left, because the voucher was withdrawn or lapsed, and tell how much that was."""
    there = rest(session, voucher_id)
    if there:
        _write(session, voucher_id, kind, -there, None)
    return there


def _check_amount(amount: int) -> None:
    if amount <= 0:
        raise CreditAmountRefused


def _last(session: Session, voucher_id: int) -> tuple[int, int]:
    """Give the number of the last entry and what is left after it."""
    rows = _LAST.rows(session, which=voucher_id)
    return rows[0] if rows else (0, 0)


def _write(session: Session, voucher_id: int, kind: str, amount: int, sale_id: int | None) -> int:
    # Another till may be at it: one waits for the other here, and the unique number has the last word.
    _LOCKED.rows(session, which=voucher_id)
    ordinal, there = _last(session, voucher_id)
    left = there + amount
    if left < 0:
        raise CreditShort(rest=Money(there), asked=Money(-amount))
    row = {
        "voucher_id": voucher_id,
        "ordinal": ordinal + 1,
        "kind": kind,
        "amount": amount,
        "rest": left,
        "sale_id": sale_id,
        "at": now_of(session),
        "by": who_of(session).actor,
    }
    try:
        _NEW.many(session, [row])
    except IntegrityError as error:
        raise CreditShort(rest=Money(rest(session, voucher_id)), asked=Money(abs(amount))) from error
    touched(session, Topic.VOUCHERS, f"voucher {voucher_id}: {kind} {amount}, {left} left")
    return left
