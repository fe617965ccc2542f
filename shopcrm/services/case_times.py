"""How long complaints took to the first answer and until they were settled, by the clocks that held (K2)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import Select, case, extract, func, select
from sqlalchemy.orm import Session

from shopcrm.rules import case_times as rules
from shopcrm.rules.case_times import BEGINS, RUNS, STANDS, Numbers, OpenClock, Running
from shopcrm.rules.complaints import RUNNING, State
from shopcrm.rules.spreads import Spread, Times
from shopcrm.rules.standards import Clocks, StandardKind
from shopcrm.services import first_standards, opening, settings, standards
from shopcrm.services.shop import now_of
from shopcrm.store.complaints import Complaint, ComplaintChange
from shopcrm.store.prepared import plain_rows

_SEVERITIES = 6
"""Not told, and 1 to 5."""


def columns() -> tuple[Any, ...]:
    """Name what has to be read of a complaint, in the order in which `measure` takes it."""
    moments = (Complaint.recorded_at, Complaint.answered_at, Complaint.settled_at)
    return (
        Complaint.id,
        Complaint.severity,
        *(func.coalesce(extract("epoch", moment), -1) for moment in moments),
    )


def measure(session: Session, taken: Sequence[Sequence[int]], of_cases: Select[int]) -> Times:
    """Sum up how long some complaints took; `of_cases` finds their ids.

    An answer or an end is late by the clocks that the shop's standards had when the complaint was recorded.
    """
    if not taken:
        return Times(Spread(), Spread())
    ids, severity, recorded, answered, settled = np.array(taken, dtype=np.int64).T
    clock = OpenClock(opening.of_shop(session), int(recorded.min()), int(now_of(session).timestamp()))
    to_answer, to_settle = _allowed(session, severity, recorded)
    has_answer, is_settled = answered >= 0, settled >= 0
    answers = clock.minutes(recorded, answered)
    ends = clock.minutes(recorded, settled)
    latest = ends.copy()
    halted = _halted(session, clock, of_cases)
    _put_halted(ids, ends, latest, halted)
    late_answers = int(np.sum(has_answer & (answers > to_answer)))
    late_ends = int(np.sum(is_settled & (latest > to_settle)))
    return Times(
        rules.spread(answers[has_answer], late_answers),
        rules.spread(ends[is_settled], late_ends),
        int(np.sum(halted.begun)),
    )


def _put_halted(ids: Numbers, ends: Numbers, latest: Numbers, halted: Running) -> None:
    """Put in what clocks say that once stood still or began anew, in the place of the whole time."""
    order = np.argsort(ids)
    place = order[np.searchsorted(ids, halted.ids, sorter=order)]
    ends[place], latest[place] = halted.whole, halted.latest


def _allowed(session: Session, severity: Numbers, recorded: Numbers) -> tuple[Numbers, Numbers]:
    """Give the minutes that the clocks allowed when each complaint was recorded."""
    written = [*reversed(standards.history(session, StandardKind.CLOCKS))]
    first = first_standards.content(settings.read(session), StandardKind.CLOCKS)
    versions = [one for one in (first, *(one.content for one in written)) if isinstance(one, Clocks)]
    each = [[clocks.of(one) for one in range(_SEVERITIES)] for clocks in versions]
    held = np.searchsorted(np.array([_seconds(one.at) for one in written]), recorded, side="right")
    answer = np.array([[one.answer for one in row] for row in each])
    settle = np.array([[one.settle for one in row] for row in each])
    return answer[held, severity], settle[held, severity]


def _seconds(at: datetime | None) -> int:
    return 0 if at is None else int(at.timestamp())


def _halted(session: Session, clock: OpenClock, of_cases: Select[int]) -> Running:
    """Reckon the cases whose clocks once stood still or began anew, change by change."""
    halts = (State.WAITING_CUSTOMER.value, State.REOPENED.value)
    which = (
        select(ComplaintChange.complaint_id)
        .where(ComplaintChange.state.in_(halts), ComplaintChange.complaint_id.in_(of_cases))
        .distinct()
    )
    runs = sorted(state.value for state in RUNNING)
    does = case(
        (ComplaintChange.state == State.REOPENED.value, BEGINS),
        (ComplaintChange.state.in_(runs), RUNS),
        else_=STANDS,
    )
    query = (
        select(ComplaintChange.complaint_id, extract("epoch", ComplaintChange.at), does)
        .where(ComplaintChange.complaint_id.in_(which))
        .order_by(ComplaintChange.complaint_id, ComplaintChange.id)
    )
    rows = plain_rows(session, query)
    ids, moments, acts = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return rules.running(clock, ids, moments, acts)
