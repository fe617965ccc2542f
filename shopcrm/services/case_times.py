"""How long complaints took to the first answer and until they were settled, by the clocks that held (K2)."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import Select, extract, select
from sqlalchemy.orm import Session

from shopcrm.rules import case_times as rules
from shopcrm.rules.case_times import Change, OpenClock, Spread
from shopcrm.rules.complaints import State
from shopcrm.rules.standards import Clocks, StandardKind
from shopcrm.services import opening, standards
from shopcrm.services.shop import now_of
from shopcrm.store.complaints import Complaint, ComplaintChange


class Taken(NamedTuple):
    """A complaint as its times are reckoned: moments in seconds since the epoch."""

    id: int
    severity: int
    recorded: int
    answered: int | None
    settled: int | None


class Times(NamedTuple):
    """To the first answer, and until settled."""

    answer: Spread
    settle: Spread


def columns() -> tuple[object, ...]:
    """Name what has to be read of a complaint, in the order of `Taken`."""
    return (
        Complaint.id,
        Complaint.severity,
        extract("epoch", Complaint.recorded_at),
        extract("epoch", Complaint.answered_at),
        extract("epoch", Complaint.settled_at),
    )


def measure(session: Session, taken: Sequence[Taken], of_cases: Select[int]) -> Times:
    """Sum up how long some complaints took; `of_cases` finds their ids.

    An answer or an end is late by the clocks that the shop's standards had when the complaint was recorded.
    """
    if not taken:
        return Times(Spread(), Spread())
    now = int(now_of(session).timestamp())
    clock = OpenClock(opening.of_shop(session), min(map(itemgetter(2), taken)), now)
    allowed = _Allowed(session)
    halted = _halted(session, of_cases)
    answers: list[int] = []
    ends: list[int] = []
    late_answers = late_ends = 0
    for one, severity, recorded, answered, settled in taken:
        to_answer, to_settle = allowed.minutes(severity, recorded)
        begun = clock.at(recorded)
        if answered is not None:
            minutes = (clock.at(answered) - begun) // 60
            answers.append(minutes)
            late_answers += minutes > to_answer
        if settled is not None:
            whole = last = (clock.at(settled) - begun) // 60
            if one in halted:
                whole, last = rules.running(clock, halted[one])
            ends.append(whole)
            late_ends += last > to_settle
    return Times(rules.spread(answers, late_answers), rules.spread(ends, late_ends))


class _Allowed:
    """The clocks of each severity, version by version."""

    def __init__(self, session: Session) -> None:
        written = [*reversed(standards.history(session, StandardKind.CLOCKS))]
        first = standards.first(session, StandardKind.CLOCKS)
        each = [first, *(one.content for one in written)]
        self._since = [_seconds(one.at) for one in written]
        self._times = [
            [(one.of(severity).answer, one.of(severity).settle) for severity in range(6)]
            for one in each
            if isinstance(one, Clocks)
        ]

    def minutes(self, severity: int, recorded: int) -> tuple[int, int]:
        return self._times[bisect_right(self._since, recorded)][severity]


def _seconds(at: datetime | None) -> int:
    return 0 if at is None else int(at.timestamp())


def _halted(session: Session, of_cases: Select[int]) -> dict[int, list[Change]]:
    """Read all changes of the cases whose clocks once stood still or began anew."""
    halts = (State.WAITING_CUSTOMER.value, State.REOPENED.value)
    which = (
        select(ComplaintChange.complaint_id)
        .where(ComplaintChange.state.in_(halts), ComplaintChange.complaint_id.in_(of_cases))
        .distinct()
    )
    query = (
        select(ComplaintChange.complaint_id, extract("epoch", ComplaintChange.at), ComplaintChange.state)
        .where(ComplaintChange.complaint_id.in_(which))
        .order_by(ComplaintChange.complaint_id, ComplaintChange.id)
    )
    found: dict[int, list[Change]] = {}
    for one, at, state in _rows(session, query):
        found.setdefault(one, []).append((int(at), state))
    return found


def _rows(session: Session, query: Select[int, int, str]) -> Iterable[tuple[int, int, str]]:
    return session.connection().execute(query).tuples()
