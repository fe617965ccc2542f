"""Kind words, and whom they name: for thanks, never for blame."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm.rules.complaints import Kind, State
from shopcrm.rules.people import shown_name
from shopcrm.rules.sayings import FieldValue
from shopcrm.services import settings
from shopcrm.store.complaints import Complaint
from shopcrm.store.customers import Customer

_PAGE = 200
_PUT_AWAY = (State.DRAFT.value, State.WITHDRAWN.value)


@dataclass(frozen=True, slots=True)
class PraiseRow:
    """Kind words, of whom (empty is the shop whole), and by whom."""

    id: int
    number: int
    staff: str
    words: str
    customer_id: int | None
    customer: FieldValue
    taken_at: datetime


def listed(session: Session, staff: str | None = None, after: int | None = None) -> Sequence[PraiseRow]:
    """List praise of everybody or of one, the latest first; `after` goes on beneath one of that id."""
    query = (
        select(Complaint, Customer.name, Customer.code)
        .outerjoin(Customer, Customer.id == Complaint.customer_id)
        .where(Complaint.kind == Kind.PRAISE.value, Complaint.state.not_in(_PUT_AWAY))
        .order_by(Complaint.id.desc())
        .limit(_PAGE)
    )
    if staff is not None:
        query = query.where(Complaint.staff == staff)
    if after is not None:
        query = query.where(Complaint.id < after)
    return [
        PraiseRow(
            row.id,
            row.number,
            row.staff,
            row.words,
            row.customer_id,
            "" if row.customer_id is None else shown_name(name, code, row.customer_id),
            row.taken_at,
        )
        for row, name, code in session.execute(query)
    ]


def by_staff(session: Session, first: date, last: date) -> list[tuple[str, int]]:
    """Count praise by whom it names between two days, both included; the most praised first."""
    days = settings.read(session).days
    many = func.count()
    query = (
        select(Complaint.staff, many)
        .where(
            Complaint.kind == Kind.PRAISE.value,
            Complaint.state.not_in(_PUT_AWAY),
            Complaint.staff != "",
            Complaint.taken_at >= days.begins(first),
            Complaint.taken_at < days.range(last)[1],
        )
        .group_by(Complaint.staff)
        .order_by(many.desc(), Complaint.staff)
    )
    return list(session.execute(query))
