"""Looks back on a settled case after some days: whether they came back, and whether it went wrong again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, exists, func, or_, select
from sqlalchemy.orm import Session

from shopcrm.rules.complaints import Kind, State
from shopcrm.services import complaint_drafts, moments, settings
from shopcrm.services.complaint_ends import NotSettled
from shopcrm.store.complaints import Complaint, Remedy
from shopcrm.store.sales import Sale
from shopcrm.store.vouchers import CreditEntry, VoucherUse


@dataclass(frozen=True, slots=True)
class LookBack:
    """What came after a case was settled, until its day or today; what cannot be known is None.

    `visits` are days on which they bought something (N1). `is_over` tells that the time to look at is over.
    """

    complaint_id: int
    number: int
    settled_at: datetime
    until: date
    is_over: bool
    visits: int | None
    last_visit: date | None
    voucher_used: bool | None
    again: int | None

    @property
    def came_back(self) -> bool | None:
        """Whether they came back; not known while the time runs and they did not yet."""
        if self.visits is None or (not self.visits and not self.is_over):
            return None
        return self.visits > 0


@dataclass(frozen=True, slots=True)
class LookedBack:
    """Of cases settled within some days whose time is over: how many came back, used what they were given.

    `known` counts the cases of known customers, `vouchers` those for which a voucher was made.
    """

    cases: int = 0
    known: int = 0
    came_back: int = 0
    vouchers: int = 0
    vouchers_used: int = 0
    again: int = 0


def look(session: Session, complaint_id: int) -> LookBack:
    """Look back on one case; raises NoSuchComplaint, NotSettled."""
    row = complaint_drafts.one(session, complaint_id)
    if row.state != State.SETTLED or row.settled_at is None:
        raise NotSettled(number=str(row.number))
    days, today = settings.read(session).days, moments.today(session)
    ends = row.look_back_on or today
    until = min(ends, today)
    settled, stop = row.settled_at, days.range(until)[1]
    visits = last = again = None
    if row.customer_id is not None:
        came = select(func.count(Sale.day.distinct()), func.max(Sale.day)).where(
            Sale.customer_id == row.customer_id,
            Sale.kind == "sale",
            Sale.sold_at > settled,
            Sale.sold_at < stop,
            Sale.exchange_of_id.is_(None),
        )
        visits, last = session.execute(came).one()
        again = _again(session, row, settled, stop)
    used = _used(session, row.id)
    return LookBack(row.id, row.number, settled, ends, ends <= today, visits, last, used, again)


def due(session: Session, first: date, last: date) -> Sequence[int]:
    """List the settled cases whose day to look back is one of these, both included, the first first."""
    query = (
        select(Complaint.id)
        .where(
            Complaint.state == State.SETTLED.value,
            Complaint.look_back_on >= first,
            Complaint.look_back_on <= last,
        )
        .order_by(Complaint.look_back_on, Complaint.id)
    )
    return session.scalars(query).all()


def figures(session: Session, first: date, last: date) -> LookedBack:
    """Sum up the cases that were settled between two days and whose time is over."""
    days, today = settings.read(session).days, moments.today(session)
    cases = [
        Complaint.state == State.SETTLED.value,
        Complaint.kind == Kind.COMPLAINT.value,
        Complaint.look_back_on <= today,
        Complaint.settled_at >= days.begins(first),
        Complaint.settled_at < days.range(last)[1],
    ]
    came = exists().where(
        Sale.customer_id == Complaint.customer_id,
        Sale.kind == "sale",
        Sale.exchange_of_id.is_(None),
        Sale.sold_at > Complaint.settled_at,
        Sale.day <= Complaint.look_back_on,
    )
    other = Complaint.__table__.alias("other")
    again = exists().where(
        other.c.customer_id == Complaint.customer_id,
        other.c.cause_id == Complaint.cause_id,
        other.c.taken_at > Complaint.settled_at,
        other.c.kind == Kind.COMPLAINT.value,
        other.c.recorded_at.is_not(None),
    )

    def many(fits: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((fits, 1), else_=0)), 0)

    given = exists().where(Remedy.complaint_id == Complaint.id, Remedy.voucher_id.is_not(None))
    used = exists().where(Remedy.complaint_id == Complaint.id, _is_used())
    known = Complaint.customer_id.is_not(None)
    counted = (func.count(), *(many(fits) for fits in (known, came, given, used, again)))
    return LookedBack(*map(int, session.execute(select(*counted).select_from(Complaint).where(*cases)).one()))


def _again(session: Session, row: Complaint, since: datetime, until: datetime) -> int:
    """Count their later complaints of the same cause; none where nobody said why."""
    if row.cause_id is None:
        return 0
    query = select(func.count()).where(
        Complaint.customer_id == row.customer_id,
        Complaint.cause_id == row.cause_id,
        Complaint.kind == Kind.COMPLAINT.value,
        Complaint.recorded_at.is_not(None),
        Complaint.id != row.id,
        Complaint.taken_at > since,
        Complaint.taken_at < until,
    )
    return int(session.scalar(query) or 0)


def _used(session: Session, complaint_id: int) -> bool | None:
    """Tell whether the voucher that made up for it was used; None where none was made."""
    mine = select(Remedy.voucher_id).where(
        Remedy.complaint_id == complaint_id, Remedy.voucher_id.is_not(None)
    )
    if session.scalar(mine.limit(1)) is None:
        return None
    return session.scalar(mine.where(_is_used()).limit(1)) is not None


def _is_used() -> ColumnElement[bool]:
    return or_(
        exists().where(VoucherUse.voucher_id == Remedy.voucher_id, VoucherUse.freed_at.is_(None)),
        exists().where(CreditEntry.voucher_id == Remedy.voucher_id, CreditEntry.kind == "spend"),
    )
