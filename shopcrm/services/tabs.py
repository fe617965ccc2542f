"""What customers owe: a ledger of what was put on the tab and what was paid off, with a limit.

A balance is the sum of its entries; entries are only ever added.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from shopcrm.rules.errors import BadInput, Refused
from shopcrm.rules.money import Money
from shopcrm.rules.people import shown_name
from shopcrm.rules.sayings import FieldValue
from shopcrm.rules.tenders import CARD, CASH, TRANSFER
from shopcrm.rules.text import one_line
from shopcrm.services import people, settings
from shopcrm.services.shop import now_of, touched, who_of
from shopcrm.store.base import Topic
from shopcrm.store.customers import Customer
from shopcrm.store.prepared import Prepared
from shopcrm.store.prepared_inserts import PreparedInsert
from shopcrm.store.sales import Sale
from shopcrm.store.till import TabEntry

PAID_BY = (CASH, CARD, TRANSFER)
"""What a tab can be paid off with."""
_LARGEST = 10**15

_BALANCE = Prepared(select(func.sum(TabEntry.amount)).where(TabEntry.customer_id == bindparam("who")))
_ENTRIES = Prepared(
    select(
        TabEntry.id,
        TabEntry.kind,
        TabEntry.amount,
        TabEntry.at,
        TabEntry.sale_id,
        Sale.number,
        TabEntry.paid_by,
        TabEntry.reason,
        TabEntry.by,
    )
    .outerjoin(Sale, Sale.id == TabEntry.sale_id)
    .where(TabEntry.customer_id == bindparam("who"))
    .order_by(TabEntry.id.desc())
    .limit(bindparam("most"))
)
_BY_KEY = Prepared(
    select(TabEntry.id, TabEntry.customer_id, TabEntry.amount, TabEntry.paid_by).where(
        TabEntry.key == bindparam("key")
    )
)
_ADDED = PreparedInsert(TabEntry)


class TabNeedsCustomer(BadInput):
    """Nobody can owe without a name."""

    sentence = "Only a customer can have it put on the tab. Nothing was sold. Choose who buys."


class TabLimitReached(Refused):
    """They would owe more than they may."""

    sentence = (
        "{name} owes {owed} and may owe {limit} at most, so that only {free} can be put on the tab. "
        "Nothing was sold. Let the rest be paid."
    )


class TabPaymentRefused(BadInput):
    """Nothing, less than nothing, or more than is owed."""

    sentence = "{name} owes {owed}; {amount} cannot be paid off. Nothing was written down."


class TabPaidOtherwise(BadInput):
    """A tab is not paid with points or another tab."""

    sentence = "A tab is paid off by {kinds}, not by {kind}. Nothing was written down."


class TabKeyUsed(Refused):
    """The same key stands for another payment."""

    sentence = "This payment was written down before with other figures. Nothing was changed. Begin anew."


class TabLimitRefused(BadInput):
    """A limit below nothing."""

    sentence = "The limit of a tab cannot be below zero. It stays as it was."


@dataclass(frozen=True, slots=True)
class TabView:
    """One entry: smallest units, plus put on the tab, minus paid off or taken back."""

    id: int
    kind: str
    amount: int
    at: datetime
    sale_id: int | None
    number: str
    paid_by: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class TabState:
    """What somebody owes and may owe, in smallest units; `limit` None is as much as they like."""

    customer_id: int
    name: FieldValue
    owed: int
    limit: int | None

    @property
    def free(self) -> int | None:
        """How much more they may owe."""
        return None if self.limit is None else max(0, self.limit - self.owed)


@dataclass(frozen=True, slots=True)
class PaidOff:
    """What was paid off, and what is owed then; `was_known` where the same was written down before."""

    entry_id: int
    owed: int
    was_known: bool = False


def balance(session: Session, customer_id: int) -> int:
    """Tell what somebody owes, in smallest units; below zero where the shop owes them."""
    return int(_BALANCE.rows(session, who=customer_id)[0][0] or 0)


def state(session: Session, customer_id: int) -> TabState:
    """Tell what somebody owes and may owe; raises NoSuchCustomer."""
    row = people.get(session, people.find(session, customer_id))
    limit = settings.read(session).tab_limit if row.tab_limit is None else row.tab_limit
    return TabState(row.id, shown_name(row.name, row.code, row.id), balance(session, row.id), limit)


def entries(session: Session, customer_id: int, *, limit: int = 100) -> list[TabView]:
    """List what was put on somebody's tab and paid off, the newest first."""
    return [
        TabView(key, kind, amount, at, sale_id, number or "", paid_by, reason, by)
        for key, kind, amount, at, sale_id, number, paid_by, reason, by in _ENTRIES.rows(
            session, who=customer_id, most=limit
        )
    ]


def limit(session: Session, customer_id: int, most: int | None) -> None:
    """Decide how much somebody may owe, in smallest units; None is the shop's usual limit, 0 no tab at all.

    Raises NoSuchCustomer, ErasedOnRequest or TabLimitRefused.
    """
    if most is not None and not 0 <= most <= _LARGEST:
        raise TabLimitRefused
    row: Customer = people.kept(session, customer_id)
    row.tab_limit = most


def put(
    session: Session, customer_id: int, amount: int, sale_id: int, *, name: FieldValue, most: int | None
) -> None:
    """Put the part of a sale on the tab of somebody who may owe `most`; None is as much as they like.

    Raises TabLimitReached.
    """
    owed = balance(session, customer_id)
    if most is not None and owed + amount > most:
        free = Money(max(0, most - owed))
        raise TabLimitReached(name=name, owed=Money(owed), limit=Money(most), free=free)
    _write(session, customer_id, "sale", amount, sale_id=sale_id)


def take_back(session: Session, customer_id: int, amount: int, return_id: int) -> None:
    """Take off a tab what was put on it for goods that were brought back."""
    _write(session, customer_id, "return", -amount, sale_id=return_id)


def pay_off(session: Session, customer_id: int, amount: int, paid_by: str, key: str | None = None) -> PaidOff:
    """Write down that somebody paid smallest units of what they owe; the same key is written only once (P8).

    Raises TabPaidOtherwise, TabPaymentRefused, TabKeyUsed, NoSuchCustomer or ErasedOnRequest.
    """
    row = people.kept(session, customer_id)
    if paid_by not in PAID_BY:
        raise TabPaidOtherwise(kind=one_line(paid_by), kinds=", ".join(PAID_BY))
    owed = balance(session, row.id)
    known = _BY_KEY.rows(session, key=key) if key else []
    if known:
        if known[0][1:] != (row.id, -amount, paid_by):
            raise TabKeyUsed
        return PaidOff(known[0][0], owed, was_known=True)
    if not 0 < amount <= owed:
        name = shown_name(row.name, row.code, row.id)
        raise TabPaymentRefused(name=name, owed=Money(owed), amount=Money(amount))
    entry = _write(session, row.id, "paid", -amount, paid_by=paid_by, key=key)
    return PaidOff(entry, owed - amount)


def _write(
    session: Session,
    customer_id: int,
    kind: str,
    amount: int,
    *,
    sale_id: int | None = None,
    paid_by: str = "",
    key: str | None = None,
) -> int:
    who = who_of(session)
    entry = _ADDED.one(
        session,
        customer_id=customer_id,
        kind=kind,
        amount=amount,
        at=now_of(session),
        till=who.till,
        by=who.actor,
        sale_id=sale_id,
        paid_by=paid_by,
        key=key,
    )
    touched(session, Topic.SALES, f"tab of customer {customer_id}: {kind} {amount}")
    return entry
