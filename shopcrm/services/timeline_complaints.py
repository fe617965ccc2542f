"""What a timeline tells of complaints, suggestions and praise: what was said, and how it ended."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules import complaints as rules
from shopcrm.rules.calendar import ShopDay
from shopcrm.rules.complaints import Outcome, State
from shopcrm.rules.sayings import Saying, saying
from shopcrm.rules.timeline import Entry, Kind
from shopcrm.store.complaints import Complaint
from shopcrm.store.prepared import Prepared, among

_CASES = Prepared(select(*Complaint.__table__.columns).where(Complaint.id.in_(among("ids"))))


def taken(session: Session, days: ShopDay, ids: Sequence[int]) -> dict[int, Entry]:
    """Tell what somebody said, in their words, and where it stands."""
    return {
        row.id: _entry(
            row,
            days,
            row.recorded_at,
            _said(row),
            (saying("It is {state}.", state=rules.state_words(State(row.state))),),
            text=" ".join(row.words.split()),
            who=row.taken_by,
        )
        for row in _CASES.named(session, ids=ids)
    }


def settled(session: Session, days: ShopDay, ids: Sequence[int]) -> dict[int, Entry]:
    """Tell how it ended, with the customer's answer."""
    return {
        row.id: _entry(
            row,
            days,
            row.settled_at,
            saying("No. {number} was settled", number=str(row.number)),
            (saying("They are {answer}.", answer=rules.outcome_words(Outcome(row.outcome))),)
            if row.outcome in _FEELS
            else (),
            who=row.responsible,
        )
        for row in _CASES.named(session, ids=ids)
    }


_FEELS = frozenset({Outcome.HAPPY.value, Outcome.NOT_HAPPY.value})
"""Answers that tell how they are, and not what they did."""


def _said(row: Any) -> Saying:
    kind = rules.kind_words(rules.Kind(row.kind))
    return saying("{kind} No. {number}", kind=kind, number=str(row.number))


def _entry(
    row: Any, days: ShopDay, at: datetime, what: Saying, why: tuple[Saying, ...] = (), **more: Any
) -> Entry:
    return Entry(at, days.of(at), Kind.COMPLAINT, row.id, what, why, **more)
