"""How cases end: settled with the customer's answer, asked again some days later, opened again, learned from.

Settled for the customer and closed for the shop are two things (K3).
"""

from datetime import date, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from shopcrm.rules import complaints as rules
from shopcrm.rules.complaints import Kind, Outcome, State
from shopcrm.rules.errors import BadInput, Refused
from shopcrm.rules.text import one_line
from shopcrm.services import case_clocks, settings
from shopcrm.services.complaint_drafts import one, owner_of, stamp
from shopcrm.services.complaints import (
    MIDDLE,
    ReasonMissing,
    Recorded,
    add_words,
    answered,
    as_seen,
    recorded,
    stop,
)
from shopcrm.services.shop import now_of, who_of
from shopcrm.store.complaints import Cause, ComplaintChange
from shopcrm.store.prepared import Prepared

_FOLLOW_UP = timedelta(days=3)
_REOPENED = Prepared(
    select(ComplaintChange.id).where(
        ComplaintChange.complaint_id == bindparam("case"), ComplaintChange.state == State.REOPENED.value
    )
)


class NotSettled(Refused):
    """There is nothing to follow up yet."""

    sentence = "No. {number} is not settled yet. Nothing was changed. Settle it first."


class NothingLearned(BadInput):
    """A case is closed for the shop with its cause."""

    sentence = "No. {number} is closed for the shop with its cause. Nothing was changed. Choose the cause."


class NoSuchCause(BadInput):
    """The cause is not there."""

    sentence = "This cause is not there. Nothing was changed. Choose one from the list."


def settle(
    session: Session, complaint_id: int, outcome: Outcome, words: str = "", seen: State | None = None
) -> date:
    """Settle a case with the customer's answer, and give the day on which to ask again.

    Raises NoSuchComplaint, ChangedMeanwhile, AnswerMissing, StateRefused.
    """
    row = as_seen(session, complaint_id, seen)
    rules.check_answer(Kind(row.kind), outcome)
    if words.strip():
        add_words(session, row.id, "heard", words)
    answered(session, row)
    stamp(session, row, State.SETTLED, words)
    now, decided = now_of(session), settings.read(session)
    days = decided.days
    row.settled_at, row.outcome = now, outcome.value
    stop(row)
    if row.kind == Kind.COMPLAINT:
        row.follow_up_on = days.of(now + _FOLLOW_UP)
        row.look_back_on = days.of(now + timedelta(days=decided.look_back_days))
        row.followed_up_at = None
    session.flush()
    return row.follow_up_on or days.of(now)


def follow_up(session: Session, complaint_id: int, outcome: Outcome, words: str = "") -> State:
    """Write down what a settled customer says some days later; *not happy* opens the case again.

    Raises NoSuchComplaint, NotSettled, AnswerMissing, WordsTooLong.
    """
    row = one(session, complaint_id)
    if row.state != State.SETTLED:
        raise NotSettled(number=str(row.number))
    if outcome is not Outcome.NOT_HAPPY:
        rules.check_answer(Kind(row.kind), outcome)
    row.followed_up_at, row.outcome = now_of(session), outcome.value
    if words.strip():
        add_words(session, row.id, "heard", words)
    if outcome is Outcome.NOT_HAPPY:
        reopen(session, complaint_id, words or "not happy")
    session.flush()
    return State(row.state)


def reopen(session: Session, complaint_id: int, why: str) -> Recorded:
    """Open a settled or withdrawn case again; the clock until it is settled begins anew.

    Raises NoSuchComplaint, ReasonMissing, StateRefused, ErasedOnRequest where nobody is left to hear of it.
    """
    row = one(session, complaint_id)
    owner_of(session, row.customer_id)
    if not one_line(why):
        raise ReasonMissing
    stamp(session, row, State.REOPENED, why)
    now = now_of(session)
    row.settled_at = row.follow_up_on = row.look_back_on = row.learned_at = None
    row.learned_by = ""
    # A draft that was put away becomes a case by this.
    row.recorded_at = row.recorded_at or now
    if row.outcome != Outcome.NOT_HAPPY:
        row.outcome = Outcome.NONE.value
    if row.kind == Kind.COMPLAINT:
        _answer, row.settle_due = case_clocks.due(session, row.severity or MIDDLE, now)
    session.flush()
    return recorded(row)


def close_for_shop(session: Session, complaint_id: int, cause_id: int | None, words: str = "") -> None:
    """Close a case for the shop as well: its cause is known, and something was learned (K3).

    Raises NoSuchComplaint, NotSettled, NothingLearned, NoSuchCause.
    """
    row = one(session, complaint_id)
    if row.state not in {State.SETTLED, State.WITHDRAWN}:
        raise NotSettled(number=str(row.number))
    set_cause(session, complaint_id, row.cause_id if cause_id is None else cause_id)
    if row.cause_id is None:
        raise NothingLearned(number=str(row.number))
    if words.strip():
        add_words(session, row.id, "note", words)
    row.learned_at, row.learned_by = now_of(session), who_of(session).actor
    session.flush()


def set_cause(session: Session, complaint_id: int, cause_id: int | None) -> None:
    """Say why it happened; raises NoSuchComplaint, NoSuchCause."""
    row = one(session, complaint_id)
    if cause_id is not None and session.get(Cause, cause_id) is None:
        raise NoSuchCause
    row.cause_id = cause_id
    session.flush()


def turn_of(session: Session, complaint_id: int) -> int:
    """Tell how often a case was open: once, and once more for each time that it was opened again."""
    return 1 + len(_REOPENED.rows(session, case=complaint_id))
