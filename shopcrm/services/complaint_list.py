"""Cases as they are listed and looked at: by state and person, what is late first, and one with all of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from shopcrm.rules.complaints import RUNNING, UNSETTLED, Kind, Outcome, State
from shopcrm.rules.people import shown_name
from shopcrm.rules.sayings import FieldValue
from shopcrm.services import complaint_drafts, remedies
from shopcrm.services.complaint_drafts import CaseDraft, NoSuchComplaint
from shopcrm.services.remedies import Remedied
from shopcrm.services.shop import now_of
from shopcrm.store.complaints import (
    Cause,
    Complaint,
    ComplaintChange,
    ComplaintPhoto,
    ComplaintWord,
)
from shopcrm.store.customers import Customer
from shopcrm.store.goods import Product
from shopcrm.store.sales import Sale

PAGE = 200
"""How many cases one part of the list shows."""
_GIST = 160

_UNSETTLED = tuple(sorted(state.value for state in UNSETTLED))


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a list; moments in UTC, `due` is the clock that ends next, None where none runs."""

    id: int
    number: int
    kind: Kind
    state: State
    about: str
    customer_id: int | None
    customer: FieldValue
    gist: str
    severity: int
    responsible: str
    taken_at: datetime
    due: datetime | None
    late: bool
    learned: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases there are: unsettled, late, waiting for the customer, drafts, not yet learned from."""

    unsettled: int
    late: int
    waiting: int
    drafts: int
    to_learn: int


@dataclass(frozen=True, slots=True)
class Changed:
    """One change of state (K1)."""

    at: datetime
    by: str
    before: State
    state: State
    why: str


@dataclass(frozen=True, slots=True)
class Said:
    """Something said: `told` to the customer, `heard` from them, or a `note`."""

    id: int
    at: datetime
    by: str
    way: str
    words: str


@dataclass(frozen=True, slots=True)
class PhotoShown:
    """A photo of a case; the picture itself is asked for by its id."""

    id: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with all of it."""

    id: int
    number: int
    state: State
    told: CaseDraft
    customer: FieldValue
    sale_number: str
    product: str
    taken_at: datetime
    taken_by: str
    till: str
    answer_due: datetime | None
    settle_due: datetime | None
    settle_left: int | None
    answered_at: datetime | None
    settled_at: datetime | None
    outcome: Outcome
    follow_up_on: date | None
    followed_up_at: datetime | None
    look_back_on: date | None
    cause_id: int | None
    cause: str
    learned_at: datetime | None
    learned_by: str
    changes: tuple[Changed, ...]
    said: tuple[Said, ...]
    photos: tuple[PhotoShown, ...]
    done: tuple[Remedied, ...]


def listed(
    session: Session,
    states: Collection[State] = UNSETTLED,
    responsible: str | None = None,
    kind: Kind | None = None,
    customer_id: int | None = None,
    after: int | None = None,
) -> Sequence[CaseRow]:
    """List cases in some states, the one whose clock ends first at the top, then the latest.

    Settled ones come the latest first. `after` goes on beneath a case of that id, where the latest come
    first; at most `PAGE` are given.
    """
    query = _chosen(states, responsible, kind, customer_id)
    if after is not None:
        query = query.where(Complaint.id < after)
    if set(states) <= UNSETTLED and after is None:
        query = query.order_by(Complaint.settle_due.is_(None), Complaint.settle_due, Complaint.id.desc())
    else:
        query = query.order_by(Complaint.id.desc())
    now = now_of(session)
    return [row_of(row, now) for row in session.execute(query.limit(PAGE))]


def everything(
    session: Session,
    states: Collection[State] = UNSETTLED,
    responsible: str | None = None,
    kind: Kind | None = None,
    customer_id: int | None = None,
) -> Sequence[CaseRow]:
    """List all cases in some states, however many: the clock that ends next first, then the latest."""
    now = now_of(session)
    query = _chosen(states, responsible, kind, customer_id).order_by(Complaint.id.desc())
    found = [row_of(row, now) for row in session.execute(query)]
    return sorted(found, key=lambda row: (row.due is None, row.due or now))


def _chosen(
    states: Collection[State], responsible: str | None, kind: Kind | None, customer_id: int | None
) -> Select[Any]:
    chosen = tuple(sorted(state.value for state in states))
    query = rows().where(Complaint.state.in_(chosen))
    if responsible is not None:
        query = query.where(Complaint.responsible == responsible)
    if kind is not None:
        query = query.where(Complaint.kind == kind.value)
    if customer_id is not None:
        query = query.where(Complaint.customer_id == customer_id)
    return query


def counts(session: Session) -> Counts:
    """Count what waits for somebody; of what is settled only what was not learned from."""
    # State by state, so that each is counted by the index and the many settled ones not at all.
    of = {state: _count(session, Complaint.state == state.value) for state in (*UNSETTLED, State.DRAFT)}
    is_settled = Complaint.state == State.SETTLED.value
    is_complaint = Complaint.kind == Kind.COMPLAINT.value
    return Counts(
        unsettled=sum(of[state] for state in UNSETTLED),
        late=late(session),
        waiting=of[State.WAITING_CUSTOMER],
        drafts=of[State.DRAFT],
        to_learn=_count(session, is_settled, is_complaint, Complaint.learned_at.is_(None)),
    )


def late(session: Session) -> int:
    """Count the cases of which a clock ran out."""
    now = now_of(session)
    settles = [_count(session, Complaint.state == one.value, Complaint.settle_due < now) for one in RUNNING]
    only = or_(Complaint.settle_due.is_(None), Complaint.settle_due >= now)
    return sum(settles) + _count(session, Complaint.answer_due < now, only)


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Complaint).where(*conditions)) or 0


def by_number(session: Session, number: int) -> int:
    """Find a case by the number on its slip, and give its id; raises NoSuchComplaint."""
    found = session.scalar(select(Complaint.id).where(Complaint.number == number))
    if found is None:
        raise NoSuchComplaint(number=str(number))
    return int(found)


def look(session: Session, complaint_id: int) -> CaseView:
    """Show a case with all of it; raises NoSuchComplaint."""
    row = complaint_drafts.one(session, complaint_id)
    customer = None if row.customer_id is None else session.get(Customer, row.customer_id)
    sale = None if row.sale_id is None else session.get(Sale, row.sale_id)
    product = None if row.product_id is None else session.get(Product, row.product_id)
    cause = None if row.cause_id is None else session.get(Cause, row.cause_id)
    return CaseView(
        id=row.id,
        number=row.number,
        state=State(row.state),
        told=complaint_drafts.draft_of(row),
        customer="" if customer is None else shown_name(customer.name, customer.code, customer.id),
        sale_number="" if sale is None else sale.number,
        product="" if product is None else product.name,
        taken_at=row.taken_at,
        taken_by=row.taken_by,
        till=row.till,
        answer_due=row.answer_due,
        settle_due=row.settle_due,
        settle_left=row.settle_left,
        answered_at=row.answered_at,
        settled_at=row.settled_at,
        outcome=Outcome(row.outcome),
        follow_up_on=row.follow_up_on,
        followed_up_at=row.followed_up_at,
        look_back_on=row.look_back_on,
        cause_id=row.cause_id,
        cause="" if cause is None else cause.name,
        learned_at=row.learned_at,
        learned_by=row.learned_by,
        changes=_changes(session, row.id),
        said=_said(session, row.id),
        photos=_photos(session, row.id),
        done=tuple(remedies.done(session, row.id)),
    )


def rows() -> Select[Any]:
    """Write the question for the rows of a list, without saying which."""
    return select(
        Complaint.id,
        Complaint.number,
        Complaint.kind,
        Complaint.state,
        Complaint.about,
        Complaint.customer_id,
        Customer.name,
        Customer.code,
        func.substr(Complaint.words, 1, _GIST).label("gist"),
        Complaint.severity,
        Complaint.responsible,
        Complaint.taken_at,
        Complaint.answer_due,
        Complaint.settle_due,
        Complaint.learned_at,
    ).outerjoin(Customer, Customer.id == Complaint.customer_id)


def row_of(row: Any, now: datetime) -> CaseRow:
    """Make a row of a list of what `rows` found."""
    due = min((one for one in (row.answer_due, row.settle_due) if one is not None), default=None)
    return CaseRow(
        id=row.id,
        number=row.number,
        kind=Kind(row.kind),
        state=State(row.state),
        about=row.about,
        customer_id=row.customer_id,
        customer="" if row.customer_id is None else shown_name(row.name, row.code, row.customer_id),
        gist=" ".join(row.gist.split()),
        severity=row.severity,
        responsible=row.responsible,
        taken_at=row.taken_at,
        due=due,
        late=due is not None and due < now,
        learned=row.learned_at is not None,
    )


def _changes(session: Session, complaint_id: int) -> tuple[Changed, ...]:
    query = select(ComplaintChange).where(ComplaintChange.complaint_id == bindparam("case"))
    rows = session.scalars(query.order_by(ComplaintChange.id), {"case": complaint_id})
    return tuple(Changed(row.at, row.by, State(row.before), State(row.state), row.why) for row in rows)


def _said(session: Session, complaint_id: int) -> tuple[Said, ...]:
    query = select(ComplaintWord).where(ComplaintWord.complaint_id == complaint_id).order_by(ComplaintWord.id)
    return tuple(Said(row.id, row.at, row.by, row.way, row.words) for row in session.scalars(query))


def _photos(session: Session, complaint_id: int) -> tuple[PhotoShown, ...]:
    query = (
        select(ComplaintPhoto.id, ComplaintPhoto.width, ComplaintPhoto.height)
        .where(ComplaintPhoto.complaint_id == complaint_id)
        .order_by(ComplaintPhoto.place)
    )
    return tuple(PhotoShown(*row) for row in session.execute(query))
