"""Which few causes make most of the complaints: the most frequent first, with what they come to together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm.rules.complaints import Kind
from shopcrm.services import causes, settings
from shopcrm.store.complaints import Complaint

WHOLE = 10_000
"""Shares are basis points of all complaints."""


@dataclass(frozen=True, slots=True)
class ParetoRow:
    """A cause with its complaints, their share of all, and the share of all down to this one.

    Those of which nobody has said why come last, with no cause and no share together.
    """

    cause_id: int | None
    path: str
    count: int
    share: int
    together: int | None


def pareto(session: Session, first: date, last: date) -> list[ParetoRow]:
    """Count complaints by cause between two days of the shop, both included."""
    days = settings.read(session).days
    query = (
        select(Complaint.cause_id, func.count())
        .where(
            Complaint.taken_at >= days.begins(first),
            Complaint.taken_at < days.range(last)[1],
            Complaint.kind == Kind.COMPLAINT.value,
            Complaint.recorded_at.is_not(None),
        )
        .group_by(Complaint.cause_id)
    )
    return of_counts(session, dict(session.execute(query).all()))


def of_counts(session: Session, counted: Mapping[int | None, int]) -> list[ParetoRow]:
    """Put counts by cause in their order."""
    whole, paths = sum(counted.values()), causes.paths(session)
    known = sorted(
        ((key, count) for key, count in counted.items() if key is not None),
        key=lambda one: (-one[1], paths[one[0]]),
    )
    rows: list[ParetoRow] = []
    down = 0
    for key, count in known:
        down += count
        rows.append(ParetoRow(key, paths[key], count, count * WHOLE // whole, down * WHOLE // whole))
    if counted.get(None):
        rows.append(ParetoRow(None, "", counted[None], counted[None] * WHOLE // whole, None))
    return rows
