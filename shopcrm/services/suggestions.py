"""What people would like to be otherwise: their ideas, and which of them were taken up or answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm.rules.complaints import Kind, Outcome, State
from shopcrm.rules.people import shown_name
from shopcrm.rules.sayings import FieldValue
from shopcrm.store.complaints import Complaint
from shopcrm.store.customers import Customer

_PAGE = 200
_PUT_AWAY = (State.DRAFT.value, State.WITHDRAWN.value)


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """An idea in somebody's own words; `outcome` is empty while nobody has said what becomes of it."""

    id: int
    number: int
    customer_id: int | None
    customer: FieldValue
    words: str
    taken_at: datetime
    taken_by: str
    responsible: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class SuggestionCounts:
    """How many ideas wait, and how many were taken up or answered."""

    waiting: int
    taken_up: int
    answered: int


def listed(
    session: Session, outcome: Outcome | None = None, after: int | None = None
) -> Sequence[SuggestionRow]:
    """List ideas, the latest first: all, those that wait (Outcome.NONE), or those of one outcome.

    `after` goes on beneath an idea of that id.
    """
    query = (
        select(Complaint, Customer.name, Customer.code)
        .outerjoin(Customer, Customer.id == Complaint.customer_id)
        .where(Complaint.kind == Kind.SUGGESTION.value, Complaint.state.not_in(_PUT_AWAY))
        .order_by(Complaint.id.desc())
        .limit(_PAGE)
    )
    if outcome is not None:
        query = query.where(Complaint.outcome == outcome.value)
    if after is not None:
        query = query.where(Complaint.id < after)
    return [
        SuggestionRow(
            row.id,
            row.number,
            row.customer_id,
            "" if row.customer_id is None else shown_name(name, code, row.customer_id),
            row.words,
            row.taken_at,
            row.taken_by,
            row.responsible,
            Outcome(row.outcome),
        )
        for row, name, code in session.execute(query)
    ]


def counts(session: Session) -> SuggestionCounts:
    """Count ideas by what became of them."""
    query = (
        select(Complaint.outcome, func.count())
        .where(Complaint.kind == Kind.SUGGESTION.value, Complaint.state.not_in(_PUT_AWAY))
        .group_by(Complaint.outcome)
    )
    by_outcome = dict(session.execute(query).all())
    return SuggestionCounts(
        by_outcome.get(Outcome.NONE.value, 0),
        by_outcome.get(Outcome.TAKEN_UP.value, 0),
        by_outcome.get(Outcome.ANSWERED.value, 0),
    )
