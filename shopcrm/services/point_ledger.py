"""The books of one customer's points: what lies in their lots, what they owe, and how both are written.

Each entry names its lot; one without a lot is owed. Whatever is written, a posting is the sum of its entries.
What is in a lot of somebody else is owed as well; parting two people who were one leaves nothing there (C2).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, cast, func, select
from sqlalchemy.orm import Session

from shopcrm.rules.lots import Lot, in_order
from shopcrm.rules.people import NoSuchCustomer
from shopcrm.rules.points import Taken, take
from shopcrm.rules.sayings import Saying, to_json
from shopcrm.services import moments, settings
from shopcrm.services.shop import touched, who_of
from shopcrm.store.base import Topic
from shopcrm.store.customers import Customer
from shopcrm.store.points import PointEntry, PointLot, PointPosting
from shopcrm.store.prepared import Prepared, among
from shopcrm.store.prepared_inserts import PreparedInsert

_PERSON = Prepared(select(Customer.id).where(Customer.id == bindparam("who")).with_for_update())


def _open_of(whose: ColumnElement[bool]) -> Select[Any]:
    """Ask for the open lots of some customers, each with its rest, and for what is in no lot."""
    sums = cast(func.sum(PointEntry.points), BigInteger)
    rests = (
        select(PointEntry.customer_id, PointEntry.lot_id, sums.label("rest"))
        .where(whose)
        .group_by(PointEntry.customer_id, PointEntry.lot_id)
        .having(func.sum(PointEntry.points) != 0)
        .subquery()
    )
    return (
        select(
            rests.c.customer_id,
            rests.c.lot_id,
            rests.c.rest,
            PointLot.customer_id.label("owner"),
            PointLot.usable_from,
            PointLot.expires_on,
        )
        .select_from(rests)
        .outerjoin(PointLot, PointLot.id == rests.c.lot_id)
    )


_OPEN = Prepared(_open_of(PointEntry.customer_id == bindparam("who")))
_OPEN_MANY = Prepared(_open_of(PointEntry.customer_id.in_(among("ids"))))
_LATEST = Prepared(select(PointPosting.id).order_by(PointPosting.id.desc()).limit(1))
_POSTING = PreparedInsert(PointPosting)
_LOT = PreparedInsert(PointLot)
_ENTRY = PreparedInsert(PointEntry)

Entries = Sequence[tuple[int | None, int]]
"""Lots (None where it is owed) with the points that go in or out."""


@dataclass(slots=True)
class Account:
    """What a customer has at a moment: their open lots in the order of use, and what they owe."""

    customer_id: int
    at: datetime
    day: date
    lots: list[Lot]
    owed: int

    @property
    def balance(self) -> int:
        """The sum of all entries: what is in the lots less what is owed."""
        return sum(lot.rest for lot in self.lots) - self.owed

    @property
    def usable(self) -> list[Lot]:
        """The lots that can be used today, in the order of use."""
        return [lot for lot in self.lots if lot.is_usable(self.day)]


@dataclass(frozen=True, slots=True)
class Posting:
    """What is written about a customer's points; `document` and `rule` together only once (P8)."""

    document: str
    rule: str
    kind: str
    sale_id: int | None = None
    why: Saying | None = None
    reason: str = ""


def today(session: Session) -> date:
    """Tell the shop's day for points."""
    return moments.today(session)


def look(session: Session, customer_id: int) -> Account:
    """Read what somebody has, without a change."""
    at = moments.moment(session)
    rows = _OPEN.rows(session, who=customer_id)
    return _account(customer_id, at, settings.read(session).days.of(at), rows)


def look_many(session: Session, ids: Collection[int]) -> list[Account]:
    """Read what many people have, in the order of their numbers; who has and owes nothing is not there."""
    at = moments.moment(session)
    day = settings.read(session).days.of(at)
    found: dict[int, list[Any]] = {}
    for row in _OPEN_MANY.rows(session, ids=ids):
        found.setdefault(row[0], []).append(row)
    return [_account(key, at, day, rows) for key, rows in sorted(found.items())]


def open_account(session: Session, customer_id: int) -> Account:
    """Read what somebody has in order to change it; what is over lapses first.

    Raises NoSuchCustomer.
    """
    account = find(session, customer_id)
    clear(session, account)
    return account


def find(session: Session, customer_id: int) -> Account:
    """Read what somebody has in order to change it; raises NoSuchCustomer."""
    if not _PERSON.rows(session, who=customer_id):
        raise NoSuchCustomer(id=customer_id)
    return look(session, customer_id)


def clear(session: Session, account: Account, *, quiet: bool = False, document: str = "") -> int:
    """Let a debt that stands beside lots be paid, then what is over lapse; tells how many lots did.

    Only a merge leaves a debt beside lots. What expires first pays first, so that expiry lowers no balance
    below zero (P5). A `document` is named where lots that lapsed before may have been filled again.
    """
    if account.owed and account.lots:
        settling = document or f"settle {account.customer_id} {_latest(session)}"
        posting = Posting(settling, "settle", "settle")
        write(session, account, posting, settle(account), quiet=quiet)
    over = [lot for lot in account.lots if lot.is_over(account.day)]
    for lot in over:
        ended = document or f"expire {lot.expires_on} {account.customer_id} {lot.id}"
        lapsing = Posting(ended, f"expire {lot.id}" if document else "expire", "expire")
        write(session, account, lapsing, [(lot.id, -lot.rest)], quiet=quiet)
        account.lots.remove(lot)
    return len(over)


def write(
    session: Session, account: Account, posting: Posting, entries: Entries, *, quiet: bool = False
) -> int:
    """Write a posting with its entries, and give its number; `quiet` leaves the note to who asks for many."""
    number = put_posting(session, account, posting, sum(points for _lot, points in entries), quiet=quiet)
    put_entries(session, account, number, entries)
    return number


def put_posting(
    session: Session, account: Account, posting: Posting, points: int, *, quiet: bool = False
) -> int:
    """Write the head of a posting, and give its number."""
    number = _POSTING.one(
        session,
        customer_id=account.customer_id,
        document=posting.document,
        rule=posting.rule,
        kind=posting.kind,
        points=points,
        at=account.at,
        by=who_of(session).actor,
        sale_id=posting.sale_id,
        why="" if posting.why is None else to_json([posting.why]),
        reason=posting.reason,
    )
    if not quiet:
        note = f"{posting.kind} {points} points of customer {account.customer_id}: {posting.document}"
        touched(session, Topic.POINTS, note)
    return number


def put_lot(
    session: Session,
    account: Account,
    posting_id: int,
    rule_id: int | None,
    lot: tuple[int, date, date | None],
) -> int:
    """Make a lot of so many points, usable from a day until another, and give its number."""
    points, usable_from, expires_on = lot
    return _LOT.one(
        session,
        customer_id=account.customer_id,
        posting_id=posting_id,
        rule_id=rule_id,
        points=points,
        usable_from=usable_from,
        expires_on=expires_on,
    )


def put_entries(session: Session, account: Account, posting_id: int, entries: Entries) -> None:
    """Write the entries of a posting."""
    rows = [
        {"customer_id": account.customer_id, "posting_id": posting_id, "lot_id": lot_id, "points": points}
        for lot_id, points in entries
        if points
    ]
    _ENTRY.many(session, rows)


def out_of(account: Account, taken: Iterable[Taken]) -> list[tuple[int | None, int]]:
    """Give the entries that take points out of lots; the account shows what is left."""
    entries: list[tuple[int | None, int]] = [(one.lot_id, -one.points) for one in taken]
    gone = dict(entries)
    rests = (lot.with_rest(lot.rest + gone.get(lot.id, 0)) for lot in account.lots)
    account.lots = [lot for lot in rests if lot.rest > 0]
    return entries


def settle(account: Account) -> list[tuple[int | None, int]]:
    """Give the entries by which lots pay what is owed, as far as they can (P4)."""
    if not account.owed:
        return []
    taken = take(account.lots, account.owed)
    paid = sum(one.points for one in taken)
    account.owed -= paid
    return [*out_of(account, taken), (None, paid)]


def add_lot(account: Account, lot: Lot) -> None:
    """Let the account show a lot that was made or filled again."""
    known = next((one for one in account.lots if one.id == lot.id), None)
    if known is not None:
        account.lots.remove(known)
        lot = lot.with_rest(lot.rest + known.rest)
    account.lots = in_order([*account.lots, lot])


def _account(customer_id: int, at: datetime, day: date, rows: Iterable[Any]) -> Account:
    lots, owed = [], 0
    for _who, lot_id, rest, owner, usable_from, expires_on in rows:
        if owner == customer_id and rest > 0:
            lots.append(Lot(lot_id, rest, usable_from, expires_on))
        else:
            owed -= rest
    return Account(customer_id, at, day, in_order(lots), owed)


def _latest(session: Session) -> int:
    rows = _LATEST.rows(session)
    return rows[0][0] if rows else 0
