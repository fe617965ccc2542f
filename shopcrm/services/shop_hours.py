"""The opening hours that hold, and the clocks of cases that run by them (K2).

Where the shop turns out to be closed on a day, or is open at other times, clocks that run go by what holds
now, as if it had been known when they began.
"""

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from shopcrm.rules import opening as rules
from shopcrm.rules.complaints import RUNNING
from shopcrm.rules.opening import Opening
from shopcrm.rules.standards import Hours, StandardKind
from shopcrm.services import first_standards, settings, standard_versions
from shopcrm.services.standard_versions import OPENING
from shopcrm.store.complaints import Complaint, ComplaintChange
from shopcrm.store.prepared import Prepared
from shopcrm.store.standards import Holiday

_CLOSED = Prepared(select(Holiday.day))


def of_shop(session: Session) -> Opening:
    """Give when the shop is open, read once for each transaction (K2)."""
    known: Opening | None = session.info.get(OPENING)
    if known is None:
        decided = settings.read(session)
        written = standard_versions.newest(session, StandardKind.HOURS)
        hours = first_standards.content(decided, StandardKind.HOURS) if written is None else written.content
        if not isinstance(hours, Hours):
            raise TypeError(hours)
        closed = frozenset(day for (day,) in _CLOSED.rows(session))
        known = Opening(hours.week, decided.zone, hours.fixed, closed)
        session.info[OPENING] = known
    return known


def changed(session: Session, before: Opening) -> None:
    """Have all clocks that run go by what holds now; `before` is when the shop was open until now."""
    session.info.pop(OPENING, None)
    holds = of_shop(session)
    if holds == before:
        return
    began = (
        select(func.max(ComplaintChange.at))
        .where(ComplaintChange.complaint_id == Complaint.id)
        .correlate(Complaint)
        .scalar_subquery()
    )
    runs = Complaint.state.in_(sorted(state.value for state in RUNNING))
    is_due = or_(Complaint.answer_due.is_not(None), Complaint.settle_due.is_not(None))
    for row, since in session.execute(select(Complaint, began).where(runs, is_due)).all():
        for name in ("answer_due", "settle_due"):
            due = getattr(row, name)
            if due is not None:
                setattr(row, name, rules.moved(before, holds, since or row.taken_at, due))
    session.flush()
