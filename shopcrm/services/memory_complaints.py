"""What to remember of somebody's complaints: what is still open, and how long it has been so."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from shopcrm.rules.calendar import ShopDay
from shopcrm.rules.complaints import UNSETTLED, Kind, State, state_words
from shopcrm.rules.remember import Act, Reminder
from shopcrm.rules.remember import Kind as Line
from shopcrm.rules.sayings import Saying, saying
from shopcrm.services.day_rows import person
from shopcrm.services.shop import now_of
from shopcrm.store.complaints import Complaint
from shopcrm.store.prepared import Prepared

_GIST = 120
_OPEN = Prepared(
    select(
        Complaint.id,
        Complaint.number,
        Complaint.state,
        Complaint.severity,
        Complaint.taken_at,
        Complaint.answer_due,
        Complaint.settle_due,
        Complaint.responsible,
        func.substr(Complaint.words, 1, _GIST).label("gist"),
    ).where(
        Complaint.customer_id == bindparam("who"),
        Complaint.kind == Kind.COMPLAINT.value,
        or_(*(Complaint.state == state.value for state in sorted(UNSETTLED))),
    )
)


def lines(session: Session, customer_id: int, days: ShopDay, today: date) -> Iterator[Reminder]:
    """Gather the complaints that are not settled; the worst stands first."""
    now = now_of(session)
    for row in _OPEN.named(session, who=customer_id):
        dues = [due for due in (row.answer_due, row.settle_due) if due is not None]
        late = any(due < now for due in dues)
        due_on = days.of(min(dues)) if dues else None
        yield Reminder(
            Line.COMPLAINT,
            saying("Open complaint No. {number}: {words}", number=str(row.number), words=_gist(row.gist)),
            _why(State(row.state), days.of(row.taken_at), row.responsible, late=late),
            Act.OPEN_COMPLAINT,
            row.id,
            due=due_on or today,
            worth=row.severity,
        )


def _why(state: State, taken: date, responsible: str, *, late: bool) -> Saying:
    name = person(responsible)
    if late:
        return saying("Since {day}, overdue, with {name}", day=taken, name=name)
    return saying("Since {day}, {state}, with {name}", day=taken, state=state_words(state), name=name)


def _gist(text: str) -> str:
    return " ".join(text.split())
