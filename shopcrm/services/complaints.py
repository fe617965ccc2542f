"""Cases: recorded while the customer is talking, kept until the customer's answer is in, and learned from.

Every change says who, when and why (K1); two clocks run in opening hours (K2); settled for the customer and
closed for the shop are two things (K3). Nothing is deleted.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules import complaints as rules
from shopcrm.rules.complaints import Kind, State
from shopcrm.rules.errors import BadInput, Refused
from shopcrm.rules.text import bare, one_line
from shopcrm.services import case_clocks, complaint_drafts
from shopcrm.services.complaint_checks import NothingWritten, checked
from shopcrm.services.complaint_drafts import (
    CaseDraft,
    Kept,
    NoSuchComplaint,
    NotADraft,
    WordsTooLong,
    one,
    stamp,
)
from shopcrm.services.shop import now_of, who_of
from shopcrm.store.complaints import Complaint, ComplaintChange, ComplaintWord

__all__ = [
    "CaseDraft",
    "Kept",
    "NoSuchComplaint",
    "NotADraft",
    "Recorded",
    "WordsTooLong",
    "add_words",
    "change",
    "edit",
    "open_on_sale",
    "record",
]

MIDDLE = 3
"""The severity whose clocks run where nobody told how upset somebody is."""

_BY_CHANGE = frozenset({State.WAITING_CUSTOMER, State.WAITING_US, State.WITHDRAWN})


class ChangedMeanwhile(Refused):
    """Somebody else was quicker."""

    sentence = (
        "{by} made No. {number} {state} at {moment}. What you did was not saved. "
        "Look at it again, then decide."
    )


class ReasonMissing(BadInput):
    """A case is withdrawn or opened again only with a reason."""

    sentence = "A reason is needed. Nothing was changed. Write why in a few words."


@dataclass(frozen=True, slots=True)
class Recorded:
    """A case that was recorded: until when it is answered and settled, in UTC, where clocks run."""

    id: int
    number: int
    state: State
    answer_due: datetime | None
    settle_due: datetime | None
    responsible: str
    was_known: bool = False


def record(
    session: Session, draft: CaseDraft, complaint_id: int | None = None, key: str | None = None
) -> Recorded:
    """Record a case, from its draft where it has one; again with the same draft or key it finds the first.

    Raises WordsMissing, WordsTooLong, SeverityRefused, NoSuchComplaint, NoSuchCustomer, ErasedOnRequest,
    NoSuchSale, NotTheirSale, NotInTheSale, NotTheirOrder, NoSuchGoods or BeforeTheSale.
    """
    complaint_id, key = _undropped(session, complaint_id, key)
    known = _known(session, complaint_id, key)
    if known is not None:
        return recorded(known, was_known=True)
    told = checked(session, draft)
    number = complaint_drafts.save(session, told, complaint_id).id
    now = now_of(session)
    clocks: tuple[datetime | None, datetime | None] = (None, None)
    if told.kind is Kind.COMPLAINT:
        clocks = case_clocks.due(session, told.severity or MIDDLE, now)
    # A draft is saved past the session, which may still know it as it was.
    row = session.get_one(Complaint, number, populate_existing=True)
    row.key, row.recorded_at = key or None, now
    row.responsible = row.responsible or who_of(session).actor
    row.answer_due, row.settle_due = clocks
    stamp(session, row, State.OPEN)
    return recorded(row)


def edit(session: Session, complaint_id: int, draft: CaseDraft) -> None:
    """Change what is told of a case; clocks follow how upset somebody is (K2). Raises as `record` does."""
    row = one(session, complaint_id)
    before = row.kind, row.severity
    complaint_drafts.put(row, checked(session, draft))
    if draft.kind is not Kind.COMPLAINT:
        stop(row)
    elif (row.kind, row.severity) != before and State(row.state) in rules.UNSETTLED:
        _run_anew(session, row)
    session.flush()


def open_on_sale(session: Session, sale_id: int) -> tuple[int, int] | None:
    """Find a case on the same sale that is not settled, as its id and number, to add to it."""
    states = [state.value for state in rules.UNSETTLED]
    query = select(Complaint.id, Complaint.number).where(
        Complaint.sale_id == sale_id, Complaint.state.in_(states), Complaint.kind == Kind.COMPLAINT.value
    )
    found = session.execute(query.order_by(Complaint.id.desc()).limit(1)).first()
    return None if found is None else (found[0], found[1])


def add_words(session: Session, complaint_id: int, way: str, words: str) -> int:
    """Add what was told to the customer, heard from them, or noted by the shop, and give its number.

    The first word to the customer is the first answer. Raises NoSuchComplaint, NothingWritten, WordsTooLong.
    """
    row, text = one(session, complaint_id), bare(words).strip()
    if not text:
        raise NothingWritten
    if len(text) > complaint_drafts.LONGEST:
        raise WordsTooLong(count=len(text), most=complaint_drafts.LONGEST)
    said = ComplaintWord(
        complaint_id=row.id, at=now_of(session), by=who_of(session).actor, way=way, words=text
    )
    session.add(said)
    if way == "told":
        answered(session, row)
    session.flush()
    return said.id


def answered(session: Session, row: Complaint) -> None:
    """Stop the first clock: somebody answered."""
    if row.answered_at is None:
        row.answered_at = now_of(session)
    row.answer_due = row.answer_left = None


def change(
    session: Session, complaint_id: int, state: State, why: str = "", seen: State | None = None
) -> None:
    """Bring a case into another state that is not settled; `seen` is the one that was on the screen.

    Clocks stop while the customer is waited for, and go on in opening hours (K2). Raises NoSuchComplaint,
    ChangedMeanwhile, StateRefused, ReasonMissing.
    """
    row = as_seen(session, complaint_id, seen)
    if state not in _BY_CHANGE:
        raise rules.StateRefused(
            number=str(row.number), state=rules.state_words(State(row.state)), asked=rules.state_words(state)
        )
    if state is State.WITHDRAWN and not one_line(why):
        raise ReasonMissing
    now = now_of(session)
    stamp(session, row, state, why)
    if state is State.WAITING_CUSTOMER:
        answered(session, row)
        row.settle_left = case_clocks.left(session, now, row.settle_due)
        row.settle_due = None
    elif state is State.WAITING_US and row.settle_left is not None:
        row.settle_due, row.settle_left = case_clocks.after(session, now, row.settle_left), None
    elif state is State.WITHDRAWN:
        stop(row)
    session.flush()


def recorded(row: Complaint, *, was_known: bool = False) -> Recorded:
    """Tell how a case stands that was recorded."""
    return Recorded(
        row.id, row.number, State(row.state), row.answer_due, row.settle_due, row.responsible, was_known
    )


def as_seen(session: Session, complaint_id: int, seen: State | None) -> Complaint:
    """Read a case to change it; raises ChangedMeanwhile where it is not any more as it was on the screen."""
    query = select(Complaint).where(Complaint.id == complaint_id).with_for_update()
    row = session.scalars(query).one_or_none()
    if row is None:
        raise NoSuchComplaint(number=str(complaint_id))
    if seen is not None and row.state != seen:
        latest = session.scalars(
            select(ComplaintChange)
            .where(ComplaintChange.complaint_id == row.id)
            .order_by(ComplaintChange.id.desc())
            .limit(1)
        ).first()
        by, at = (row.taken_by, row.taken_at) if latest is None else (latest.by, latest.at)
        words = rules.state_words(State(row.state))
        raise ChangedMeanwhile(by=by, number=str(row.number), state=words, moment=at)
    return row


def stop(row: Complaint) -> None:
    """Stop both clocks."""
    row.answer_due = row.settle_due = row.answer_left = row.settle_left = None


def _run_anew(session: Session, row: Complaint) -> None:
    """Let the clocks run from where they began by another severity; what was waited does not count (K2)."""
    began, waits, waited = row.recorded_at or row.taken_at, None, 0
    changes = select(ComplaintChange).where(ComplaintChange.complaint_id == row.id)
    for one_change in session.scalars(changes.order_by(ComplaintChange.id)):
        if waits is not None:
            waited += case_clocks.left(session, waits, one_change.at) or 0
        if one_change.state == State.REOPENED:
            began, waited = one_change.at, 0
        waits = one_change.at if one_change.state == State.WAITING_CUSTOMER else None
    answer, settle = case_clocks.due(session, row.severity or MIDDLE, began)
    settle = settle and case_clocks.after(session, settle, waited)
    row.answer_due = answer if row.answered_at is None else None
    row.settle_due = settle if waits is None else None
    row.settle_left = None if waits is None else case_clocks.left(session, waits, settle)


def _undropped(session: Session, complaint_id: int | None, key: str | None) -> tuple[int | None, str | None]:
    """Let a draft that was put away elsewhere meanwhile begin a case of its own, so that no word is lost."""
    if complaint_id is None:
        return None, key
    row = one(session, complaint_id)
    session.refresh(row)
    if row.state == State.WITHDRAWN and row.recorded_at is None:
        return None, key or f"draft {complaint_id}"
    return complaint_id, key


def _known(session: Session, complaint_id: int | None, key: str | None) -> Complaint | None:
    if complaint_id is not None:
        row = one(session, complaint_id)
        if row.state != State.DRAFT:
            return row
    if key:
        return session.scalars(select(Complaint).where(Complaint.key == key)).one_or_none()
    return None
