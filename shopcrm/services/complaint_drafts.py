"""What somebody says is kept as it is typed: a draft, saved each second and offered again after a crash."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from shopcrm.rules import complaints as rules
from shopcrm.rules.complaints import About, Kind, State, Want
from shopcrm.rules.errors import BadInput, NotFound, Refused
from shopcrm.rules.text import bare, one_line
from shopcrm.services import people
from shopcrm.services.shop import now_of, touched, who_of
from shopcrm.store.base import Topic
from shopcrm.store.complaints import Complaint, ComplaintChange
from shopcrm.store.prepared import Prepared

LONGEST = 20_000
"""The most letters that are kept of what somebody said."""

_HIGHEST = Prepared(select(func.max(Complaint.number)))


class NoSuchComplaint(NotFound):
    """The case is not there."""

    sentence = "There is no case {number}. Nothing was changed. Choose one from the list."


class WordsTooLong(BadInput):
    """More than anybody says."""

    sentence = (
        "These are {count} letters, and at most {most} are kept. What was saved before is still there. "
        "Say it shorter, or attach a photo."
    )


class NotADraft(Refused):
    """It was recorded already."""

    sentence = "No. {number} is recorded already. Nothing was changed. Add to it what is new."


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """What is told of a case; everything may be missing while it is typed.

    `severity` is 1 (calm) to 5 (leaving), 0 not told; `staff` names whom it is about or who is praised,
    `responsible` who keeps the word. `happened_on` is a day of the shop.
    """

    words: str = ""
    kind: Kind = Kind.COMPLAINT
    about: About = About.NOT_YET
    customer_id: int | None = None
    sale_id: int | None = None
    sale_ordinal: int | None = None
    product_id: int | None = None
    order_id: int | None = None
    staff: str = ""
    severity: int = 0
    wants: tuple[Want, ...] = ()
    happened_on: date | None = None
    responsible: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as it was saved, with the number it has for good."""

    id: int
    number: int
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class LeftDraft:
    """A draft that nobody finished."""

    id: int
    number: int
    by: str
    taken_at: datetime
    draft: CaseDraft


def save(session: Session, draft: CaseDraft, complaint_id: int | None = None) -> Kept:
    """Save what was typed so far; the first time it gets its number.

    Raises NoSuchComplaint, NotADraft, WordsTooLong, SeverityRefused.
    """
    values = _values(draft)
    if complaint_id is None:
        return _begin(session, values)
    changed = (
        update(Complaint)
        .where(Complaint.id == complaint_id, Complaint.state == State.DRAFT.value)
        .values(values)
        .returning(Complaint.number)
    )
    number = session.connection().execute(changed).scalar_one_or_none()
    if number is None:
        raise NotADraft(number=str(one(session, complaint_id).number))
    touched(session, Topic.COMPLAINTS)
    return Kept(complaint_id, number, now_of(session))


def drop(session: Session, complaint_id: int) -> None:
    """Put a draft away that is not wanted; it stays to be seen as withdrawn.

    Raises NoSuchComplaint, NotADraft.
    """
    row = one(session, complaint_id)
    if row.state != State.DRAFT:
        raise NotADraft(number=str(row.number))
    stamp(session, row, State.WITHDRAWN)


def left(session: Session) -> Sequence[LeftDraft]:
    """List the drafts that nobody finished, the last first."""
    query = select(Complaint).where(Complaint.state == State.DRAFT.value).order_by(Complaint.id.desc())
    return [
        LeftDraft(row.id, row.number, row.taken_by, row.taken_at, draft_of(row))
        for row in session.scalars(query)
    ]


def next_number(session: Session) -> int:
    """Tell which number the next case gets."""
    return int(_HIGHEST.rows(session)[0][0] or 0) + 1


def one(session: Session, complaint_id: int) -> Complaint:
    """Read a case; raises NoSuchComplaint."""
    row = session.get(Complaint, complaint_id)
    if row is None:
        raise NoSuchComplaint(number=str(complaint_id))
    return row


def draft_of(row: Complaint) -> CaseDraft:
    """Give what was told of a case."""
    return CaseDraft(
        words=row.words,
        kind=Kind(row.kind),
        about=About(row.about),
        customer_id=row.customer_id,
        sale_id=row.sale_id,
        sale_ordinal=row.sale_ordinal,
        product_id=row.product_id,
        order_id=row.order_id,
        staff=row.staff,
        severity=row.severity,
        wants=tuple(Want(want) for want in json.loads(row.wants or "[]")),
        happened_on=row.happened_on,
        responsible=row.responsible,
    )


def put(row: Complaint, draft: CaseDraft) -> None:
    """Write what is told into a case; raises WordsTooLong, SeverityRefused."""
    for name, value in _values(draft).items():
        setattr(row, name, value)


def stamp(session: Session, row: Complaint, state: State, why: str = "") -> None:
    """Bring a case into a state, with who, when and why (K1); raises StateRefused."""
    before = State(row.state)
    rules.check_change(row.number, before, state)
    who = who_of(session)
    row.state = state.value
    session.add(
        ComplaintChange(
            complaint_id=row.id,
            at=now_of(session),
            by=who.actor,
            till=who.till,
            before=before.value,
            state=state.value,
            why=one_line(why),
        )
    )
    session.flush()


def owner_of(session: Session, customer_id: int | None) -> int | None:
    """Give who a customer is by now, None for nobody; raises NoSuchCustomer, ErasedOnRequest."""
    return None if customer_id is None else people.kept_id(session, customer_id)


def _begin(session: Session, values: dict[str, Any]) -> Kept:
    who, now = who_of(session), now_of(session)
    row = Complaint(
        number=next_number(session), taken_at=now, taken_by=who.actor, till=who.till, state=State.DRAFT.value
    )
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    return Kept(row.id, row.number, now)


def _values(draft: CaseDraft) -> dict[str, Any]:
    words = bare(draft.words).strip()
    if len(words) > LONGEST:
        raise WordsTooLong(count=len(words), most=LONGEST)
    rules.check_severity(draft.severity)
    return {
        "words": words,
        "kind": draft.kind.value,
        "about": draft.about.value,
        "customer_id": draft.customer_id,
        "sale_id": draft.sale_id,
        "sale_ordinal": draft.sale_ordinal,
        "product_id": draft.product_id,
        "order_id": draft.order_id,
        "staff": one_line(draft.staff),
        "severity": draft.severity,
        "wants": json.dumps([want.value for want in draft.wants]) if draft.wants else "",
        "happened_on": draft.happened_on,
        "responsible": one_line(draft.responsible),
    }
