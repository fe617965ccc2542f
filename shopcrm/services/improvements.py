"""What is changed so that a cause does not come again: what, who, by when, and what changed in the end.

Once it is done, those who complained of its cause can be told; whether it helped is counted before and after.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules.errors import BadInput, NotFound, Refused
from shopcrm.rules.sayings import Saying, saying
from shopcrm.rules.text import one_line
from shopcrm.services import causes, moments
from shopcrm.services.complaint_ends import NoSuchCause
from shopcrm.services.shop import now_of, who_of
from shopcrm.store.complaints import Cause, Improvement

LONGEST = 500
"""The most letters that tell what is changed."""


class ImprovementState(StrEnum):
    """Where an improvement stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


_STATES: dict[ImprovementState, Saying] = {
    ImprovementState.OPEN: saying("to do"),
    ImprovementState.DONE: saying("done"),
    ImprovementState.DROPPED: saying("dropped"),
}


class ImprovementIncomplete(BadInput):
    """An improvement says what, who and by when."""

    sentence = "An improvement says what is changed (at most {most} letters) and by whom. Nothing was saved."


class ImprovementDayOver(BadInput):
    """It would be late as it is written down."""

    sentence = "The day {day} is over already. Nothing was saved. Choose today or later."


class ChangeMissing(BadInput):
    """It is done with what changed, or dropped with why."""

    sentence = "Write in a few words what changed, or why it is dropped. Nothing was saved."


class NoSuchImprovement(NotFound):
    """The improvement is not there."""

    sentence = "There is no improvement {id}. Nothing was changed. Choose one from the list."


class ImprovementOver(Refused):
    """It is done or dropped already."""

    sentence = "This improvement is {state} already. Nothing was changed. Add another one for what is new."


@dataclass(frozen=True, slots=True)
class ImprovementDraft:
    """What is to be changed for which cause, who sees to it, and by which day of the shop."""

    cause_id: int
    what: str
    who: str
    due_on: date


@dataclass(frozen=True, slots=True)
class ImprovementRow:
    """An improvement; `changed` is what changed, or why it was dropped. Open past its day it is `late`."""

    id: int
    cause_id: int
    cause: str
    what: str
    who: str
    due_on: date
    state: ImprovementState
    changed: str
    made_at: datetime
    by: str
    done_at: datetime | None
    done_by: str
    late: bool


def add(session: Session, draft: ImprovementDraft) -> int:
    """Write an improvement down, and give its number.

    Raises ImprovementIncomplete, ImprovementDayOver, NoSuchCause.
    """
    what, who = _checked(session, draft)
    if draft.due_on < moments.today(session):
        raise ImprovementDayOver(day=draft.due_on)
    row = Improvement(
        cause_id=draft.cause_id,
        what=what,
        who=who,
        due_on=draft.due_on,
        state=ImprovementState.OPEN.value,
        made_at=now_of(session),
        by=who_of(session).actor,
    )
    session.add(row)
    session.flush()
    return row.id


def edit(session: Session, improvement_id: int, draft: ImprovementDraft) -> None:
    """Change what is still to do; a day that is over may stay. Raises as `add`, and as `done`."""
    row = _open(session, improvement_id)
    what, who = _checked(session, draft)
    if draft.due_on != row.due_on and draft.due_on < moments.today(session):
        raise ImprovementDayOver(day=draft.due_on)
    row.cause_id, row.what, row.who, row.due_on = draft.cause_id, what, who, draft.due_on
    session.flush()


def done(session: Session, improvement_id: int, changed: str) -> None:
    """Say that it is done, and what changed; raises NoSuchImprovement, ImprovementOver, ChangeMissing."""
    _finish(session, improvement_id, ImprovementState.DONE, changed)


def drop(session: Session, improvement_id: int, why: str) -> None:
    """Give it up, and say why; raises NoSuchImprovement, ImprovementOver, ChangeMissing."""
    _finish(session, improvement_id, ImprovementState.DROPPED, why)


def listed(session: Session, state: ImprovementState | None = None) -> Sequence[ImprovementRow]:
    """List improvements: what is due next first, then what is over, the latest first."""
    query = select(Improvement)
    if state is not None:
        query = query.where(Improvement.state == state.value)
    paths, today = causes.paths(session), moments.today(session)
    found = [_row(row, paths, today) for row in session.scalars(query)]
    still = sorted((one for one in found if one.done_at is None), key=lambda one: (one.due_on, one.id))
    over = [one for one in found if one.done_at is not None]
    return [*still, *sorted(over, key=lambda one: (one.done_at or one.made_at, one.id), reverse=True)]


def look(session: Session, improvement_id: int) -> ImprovementRow:
    """Show an improvement; raises NoSuchImprovement."""
    return _row(one(session, improvement_id), causes.paths(session), moments.today(session))


def of_cause(session: Session, cause_id: int) -> Sequence[ImprovementRow]:
    """List the improvements of a cause and of those above and below it."""
    near = causes.below(session, cause_id)
    row = session.get(Cause, cause_id)
    while row is not None:
        near.add(row.id)
        row = None if row.parent_id is None else session.get(Cause, row.parent_id)
    return [found for found in listed(session) if found.cause_id in near]


def one(session: Session, improvement_id: int) -> Improvement:
    """Read the very row for the other services; raises NoSuchImprovement."""
    row = session.get(Improvement, improvement_id)
    if row is None:
        raise NoSuchImprovement(id=improvement_id)
    return row


def state_words(state: ImprovementState) -> Saying:
    """Say where an improvement stands."""
    return _STATES[state]


def _checked(session: Session, draft: ImprovementDraft) -> tuple[str, str]:
    what, who = one_line(draft.what), one_line(draft.who)
    if not 0 < len(what) <= LONGEST or not who:
        raise ImprovementIncomplete(most=LONGEST)
    if session.get(Cause, draft.cause_id) is None:
        raise NoSuchCause
    return what, who


def _open(session: Session, improvement_id: int) -> Improvement:
    row = one(session, improvement_id)
    if row.state != ImprovementState.OPEN:
        raise ImprovementOver(state=_STATES[ImprovementState(row.state)])
    return row


def _finish(session: Session, improvement_id: int, state: ImprovementState, words: str) -> None:
    row = _open(session, improvement_id)
    changed = one_line(words)
    if not 0 < len(changed) <= LONGEST:
        raise ChangeMissing
    row.state, row.changed = state.value, changed
    row.done_at, row.done_by = now_of(session), who_of(session).actor
    session.flush()


def _row(row: Improvement, paths: dict[int, str], today: date) -> ImprovementRow:
    return ImprovementRow(
        row.id,
        row.cause_id,
        paths[row.cause_id],
        row.what,
        row.who,
        row.due_on,
        ImprovementState(row.state),
        row.changed,
        row.made_at,
        row.by,
        row.done_at,
        row.done_by,
        late=row.state == ImprovementState.OPEN and row.due_on < today,
    )
