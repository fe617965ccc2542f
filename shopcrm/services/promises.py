"""Promises: given for a day, kept, withdrawn or broken, and made up for once (K1).

What makes up for a broken promise is a cost of service (V9): a voucher or points that come with the state of
the promise in one transaction, and are found again by whoever asks a second time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, or_, select
from sqlalchemy.orm import Session

from shopcrm.rules import promises as rules
from shopcrm.rules.errors import BadInput, NotFound, Refused
from shopcrm.rules.people import shown_name
from shopcrm.rules.promises import Compensation, Makes, PromiseState
from shopcrm.rules.roles import Role
from shopcrm.rules.sayings import FieldValue, Saying
from shopcrm.rules.text import one_line
from shopcrm.rules.vouchers import Kind, Reason
from shopcrm.services import moments, people, points, standards, voucher_issue
from shopcrm.services.shop import NeedsAgreement, now_of, who_of
from shopcrm.services.voucher_issue import VoucherDraft
from shopcrm.store.complaints import Complaint
from shopcrm.store.customers import Customer
from shopcrm.store.prepared import Prepared
from shopcrm.store.promises import Promise, SpecialOrder

VOUCHER_DAYS = 180
"""For so long a voucher is good that makes up for something."""


class PromiseWordsMissing(BadInput):
    """A promise of nothing."""

    sentence = "Say what was promised. Nothing was saved."


class PromiseDayOver(BadInput):
    """A promise for a day that is over would be broken as it is made."""

    sentence = "The day of the promise, {day}, is over already. Nothing was saved. Choose today or later."


class PromiseReasonMissing(BadInput):
    """A promise is not withdrawn without saying why."""

    sentence = "Say why the promise is withdrawn. It stays as it was."


class NoSuchPromise(NotFound):
    """The promise is not there."""

    sentence = "There is no promise {id}. Choose one from the list."


class PromiseSettled(Refused):
    """It was settled before."""

    sentence = "The promise is {state}. It stays as it was."


class PromiseNotBroken(Refused):
    """Nothing is to be made up for."""

    sentence = "The promise is {state}, so there is nothing to make up for. It stays as it was."


class MakingUpNeedsManager(NeedsAgreement):
    """More is given than staff may give by themselves."""

    sentence = "{what} is more than staff may give. Nothing was given. Let a manager agree with their PIN."


@dataclass(frozen=True, slots=True)
class PromiseDraft:
    """What is promised, to whom (None is nobody known), for which day, and what makes up for it if broken."""

    words: str
    due_on: date
    customer_id: int | None = None
    if_broken: Compensation = field(default_factory=Compensation)
    complaint_id: int | None = None
    order_id: int | None = None


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise as people read it; one whose day is over reads as broken, swept or not."""

    id: int
    customer_id: int | None
    customer: FieldValue
    words: str
    due_on: date
    if_broken: Compensation
    state: PromiseState
    made_at: datetime
    by: str
    settled_at: datetime | None
    settled_by: str
    why: str
    complaint_number: int | None
    order_id: int | None
    order_number: int | None
    voucher_id: int | None
    posting_id: int | None


@dataclass(frozen=True, slots=True)
class MadeUp:
    """What was given for a broken promise: a voucher, points, or the service that is ticked off."""

    promise_id: int
    what: Saying
    voucher_id: int | None = None
    posting_id: int | None = None
    was_known: bool = False


_EVERYTHING = (
    select(
        *Promise.__table__.columns,
        Customer.name.label("person"),
        Customer.code.label("person_code"),
        Complaint.number.label("complaint_number"),
        SpecialOrder.number.label("order_number"),
    )
    .outerjoin(Customer, Customer.id == Promise.customer_id)
    .outerjoin(Complaint, Complaint.id == Promise.complaint_id)
    .outerjoin(SpecialOrder, SpecialOrder.id == Promise.order_id)
    .order_by(Promise.due_on, Promise.id)
)
_TO_DO_OF = Prepared(
    _EVERYTHING.where(
        Promise.customer_id == bindparam("who"), or_(Promise.state == "open", Promise.state == "broken")
    )
)


def make(session: Session, draft: PromiseDraft) -> int:
    """Give the shop's word and the number of the promise.

    Raises PromiseWordsMissing, PromiseDayOver, NoSuchCustomer, ErasedOnRequest, and what
    `Compensation.check` raises.
    """
    words, agreed = one_line(draft.words), draft.if_broken
    if not words:
        raise PromiseWordsMissing
    if draft.due_on < moments.today(session):
        raise PromiseDayOver(day=draft.due_on)
    agreed.check(has_customer=draft.customer_id is not None)
    row = Promise(
        customer_id=None if draft.customer_id is None else people.kept(session, draft.customer_id).id,
        words=words,
        due_on=draft.due_on,
        if_broken=one_line(agreed.words),
        makes=agreed.makes.value,
        value=agreed.value if agreed.makes in {Makes.VOUCHER, Makes.POINTS} else 0,
        complaint_id=draft.complaint_id,
        order_id=draft.order_id,
        made_at=now_of(session),
        by=who_of(session).actor,
    )
    session.add(row)
    session.flush()
    return row.id


def keep(session: Session, promise_id: int) -> None:
    """Note that a promise was kept; raises NoSuchPromise, or PromiseSettled also where its day is over."""
    _settle(session, _open_one(session, promise_id), PromiseState.KEPT)


def withdraw(session: Session, promise_id: int, why: str) -> None:
    """Take a promise back that nothing was given for yet.

    Raises PromiseReasonMissing, NoSuchPromise or PromiseSettled.
    """
    reason = one_line(why)
    if not reason:
        raise PromiseReasonMissing
    row = _row(session, promise_id)
    if _state(session, row) not in {PromiseState.OPEN, PromiseState.BROKEN}:
        raise PromiseSettled(state=rules.promise_state(PromiseState(row.state)))
    _settle(session, row, PromiseState.WITHDRAWN, reason)


def break_by_hand(session: Session, promise_id: int, why: str = "") -> None:
    """Say that a promise is broken before its day is over; raises NoSuchPromise or PromiseSettled."""
    _settle(session, _open_one(session, promise_id), PromiseState.BROKEN, one_line(why))


def reopen(session: Session, promise_id: int) -> None:
    """Take back that a promise was kept, withdrawn or broken; raises NoSuchPromise or PromiseSettled."""
    row = _row(session, promise_id)
    if row.state == PromiseState.MADE_UP:
        raise PromiseSettled(state=rules.promise_state(PromiseState.MADE_UP))
    row.state, row.settled_at, row.settled_by, row.why = PromiseState.OPEN.value, None, "", ""


def make_up(session: Session, promise_id: int) -> MadeUp:
    """Give what was prepared for a broken promise, or find what was given before (K1, V9).

    Raises NoSuchPromise, PromiseNotBroken, MakingUpNeedsManager, and as vouchers and points do.
    """
    row = _row(session, promise_id)
    agreed = _agreed(row)
    if row.state == PromiseState.MADE_UP:
        return MadeUp(row.id, agreed.says, row.voucher_id, row.posting_id, was_known=True)
    state = _state(session, row)
    if state is not PromiseState.BROKEN:
        raise PromiseNotBroken(state=rules.promise_state(state))
    if standards.alone(session).is_beyond(agreed) and not who_of(session).is_at_least(Role.MANAGER):
        raise MakingUpNeedsManager(what=agreed.says)
    match agreed.makes:
        case Makes.VOUCHER:
            row.voucher_id = _voucher(session, row)
        case Makes.POINTS if row.customer_id is not None:
            row.posting_id = points.adjust(session, row.customer_id, row.value, row.words)
    _settle(session, row, PromiseState.MADE_UP, row.why)
    return MadeUp(row.id, agreed.says, row.voucher_id, row.posting_id)


def break_overdue(session: Session) -> int:
    """Write down which promises broke because their day is over, and tell how many (D1)."""
    over = select(Promise).where(
        Promise.state == PromiseState.OPEN.value, Promise.due_on < moments.today(session)
    )
    rows = session.scalars(over.with_for_update()).all()
    for row in rows:
        _settle(session, row, PromiseState.BROKEN)
    return len(rows)


def follow_order(session: Session, order_id: int, state: PromiseState, why: str = "") -> None:
    """Settle what was promised with a special order: kept in time or else broken, or withdrawn with it."""
    mine = select(Promise).where(Promise.order_id == order_id, Promise.state == PromiseState.OPEN.value)
    for row in session.scalars(mine.with_for_update()).all():
        is_late = state is PromiseState.KEPT and _state(session, row) is PromiseState.BROKEN
        _settle(session, row, PromiseState.BROKEN if is_late else state, why)


def read(session: Session, promise_id: int) -> PromiseRow:
    """Read one promise; raises NoSuchPromise."""
    found = _read(session, Promise.id == promise_id)
    if not found:
        raise NoSuchPromise(id=promise_id)
    return found[0]


def of_customer(session: Session, customer_id: int) -> list[PromiseRow]:
    """List all that was promised to somebody, the first due first."""
    return _read(session, Promise.customer_id == customer_id)


def to_do_of(session: Session, customer_id: int) -> list[PromiseRow]:
    """List what is still promised to somebody or to be made up for, the first due first."""
    return _rows(session, _TO_DO_OF.named(session, who=customer_id))


def to_do(session: Session) -> list[PromiseRow]:
    """List every promise that is open or to be made up for, the first due first."""
    return _read(session, Promise.state.in_(("open", "broken")))


def of_order(session: Session, order_id: int) -> list[PromiseRow]:
    """List what was promised with a special order."""
    return _read(session, Promise.order_id == order_id)


def of_complaint(session: Session, complaint_id: int) -> list[PromiseRow]:
    """List what was promised with a complaint."""
    return _read(session, Promise.complaint_id == complaint_id)


def everything(session: Session) -> list[PromiseRow]:
    """List every promise there ever was, the first due first."""
    return _read(session)


def _voucher(session: Session, row: Promise) -> int:
    draft = VoucherDraft(
        kind=Kind.AMOUNT,
        value=row.value,
        until_on=moments.today(session) + timedelta(days=VOUCHER_DAYS),
        customer_id=row.customer_id,
        reason=Reason.COMPLAINT,
        reason_words=row.words,
    )
    return voucher_issue.issue(session, draft)[0]


def _row(session: Session, promise_id: int) -> Promise:
    row = session.get(Promise, promise_id, with_for_update=True)
    if row is None:
        raise NoSuchPromise(id=promise_id)
    return row


def _open_one(session: Session, promise_id: int) -> Promise:
    row = _row(session, promise_id)
    state = _state(session, row)
    if state is not PromiseState.OPEN:
        raise PromiseSettled(state=rules.promise_state(state))
    return row


def _state(session: Session, row: Promise) -> PromiseState:
    return rules.state_on(row.state, row.due_on, moments.today(session))


def _settle(session: Session, row: Promise, state: PromiseState, why: str = "") -> None:
    row.state, row.why = state.value, why
    row.settled_at, row.settled_by = now_of(session), who_of(session).actor
    session.flush()


def _agreed(row: Any) -> Compensation:
    return Compensation(Makes(row.makes), row.value, row.if_broken)


def _read(session: Session, *conditions: ColumnElement[bool]) -> list[PromiseRow]:
    return _rows(session, session.execute(_EVERYTHING.where(*conditions)).all())


def _rows(session: Session, rows: Sequence[Any]) -> list[PromiseRow]:
    today = moments.today(session)
    return [
        PromiseRow(
            id=row.id,
            customer_id=row.customer_id,
            customer=""
            if row.customer_id is None
            else shown_name(row.person, row.person_code, row.customer_id),
            words=row.words,
            due_on=row.due_on,
            if_broken=_agreed(row),
            state=rules.state_on(row.state, row.due_on, today),
            made_at=row.made_at,
            by=row.by,
            settled_at=row.settled_at,
            settled_by=row.settled_by,
            why=row.why,
            complaint_number=row.complaint_number,
            order_id=row.order_id,
            order_number=row.order_number,
            voucher_id=row.voucher_id,
            posting_id=row.posting_id,
        )
        for row in rows
    ]
