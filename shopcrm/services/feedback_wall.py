"""The latest words of customers, for everybody who works here to read.

Praise, ideas and contented answers carry a first name; whoever was let down carries none, nor does anybody
who was asked about a complaint. Complaints themselves do not hang on the wall.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules.complaints import Kind, State
from shopcrm.rules.people import first_name
from shopcrm.rules.text import one_line
from shopcrm.services.feedback import LOW, About
from shopcrm.services.people import ACTIVE
from shopcrm.store.complaints import Asking, Complaint
from shopcrm.store.customers import Customer

NOTES = 30
"""So many notes hang on the wall."""
_LONGEST = 400
_PUT_AWAY = (State.DRAFT.value, State.WITHDRAWN.value)


class NoteKind(StrEnum):
    """What hangs there."""

    PRAISE = "praise"
    SUGGESTION = "suggestion"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class WallNote:
    """Words of a customer; `who` is a first name or nothing, `staff` whom they praise."""

    kind: NoteKind
    at: datetime
    words: str
    who: str = ""
    staff: str = ""
    score: int | None = None


def latest(session: Session, most: int = NOTES) -> Sequence[WallNote]:
    """Give the latest words, the newest first."""
    notes = [*_told(session, most), *_answered(session, most)]
    return sorted(notes, key=lambda one: one.at, reverse=True)[:most]


def _told(session: Session, most: int) -> list[WallNote]:
    found: list[WallNote] = []
    for kind, shown in ((Kind.PRAISE, NoteKind.PRAISE), (Kind.SUGGESTION, NoteKind.SUGGESTION)):
        query = (
            select(Complaint.taken_at, Complaint.words, Complaint.staff, Customer.name, Customer.state)
            .outerjoin(Customer, Customer.id == Complaint.customer_id)
            .where(Complaint.kind == kind.value, Complaint.state.not_in(_PUT_AWAY), Complaint.words != "")
            .order_by(Complaint.id.desc())
            .limit(most)
        )
        for at, words, staff, name, state in session.execute(query):
            found.append(WallNote(shown, at, _shortened(words), _first(name, state), staff))
    return found


def _answered(session: Session, most: int) -> list[WallNote]:
    query = (
        select(Asking.answered_at, Asking.words, Asking.score, Asking.about, Customer.name, Customer.state)
        .outerjoin(Customer, Customer.id == Asking.customer_id)
        .where(Asking.answered_at.is_not(None), Asking.words != "")
        .order_by(Asking.answered_at.desc(), Asking.id.desc())
        .limit(most)
    )
    found = []
    for at, words, score, about, name, state in session.execute(query):
        if at is not None:
            content = about == About.VISIT and score is not None and score > LOW
            who = _first(name, state) if content else ""
            found.append(WallNote(NoteKind.ANSWER, at, _shortened(words), who, score=score))
    return found


def _first(name: str | None, state: str | None) -> str:
    return first_name(one_line(name)) if name and state == ACTIVE else ""


def _shortened(words: str) -> str:
    tidy = one_line(words)
    return tidy if len(tidy) <= _LONGEST else f"{tidy[:_LONGEST].rstrip()}…"
