"""What happened between a customer and the shop, in people's own words; saved as it is typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from shopcrm.rules.errors import NotFound
from shopcrm.rules.text import bare
from shopcrm.services import people
from shopcrm.services.shop import now_of, touched, who_of
from shopcrm.store.base import Topic
from shopcrm.store.customers import Note


class NoteKind(StrEnum):
    """What happened: something to remember, a visit, a call, or a word back to a message."""

    NOTE = "note"
    VISIT = "visit"
    CALL = "call"
    REPLY = "reply"


class NoSuchNote(NotFound):
    """The note is not there."""

    sentence = "This note is no longer there. Look at the customer again."


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """Something that happened earlier, at a moment in UTC."""

    customer_id: int
    kind: NoteKind
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note as it stands, by whom it was written, and when it was last changed."""

    id: int
    kind: NoteKind
    text: str
    at: datetime
    changed_at: datetime
    written_by: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A note that was taken away, and whose it was."""

    customer_id: int
    note: NoteView


def write(session: Session, customer_id: int, kind: NoteKind, text: str, note_id: int | None = None) -> int:
    """Write a note or change one, and give its id; a blank text takes the note away and gives 0.

    Of whoever was merged meanwhile it goes to who they became (C2). Raises NoSuchCustomer, ErasedOnRequest,
    NoSuchNote.
    """
    owner, tidy = people.kept(session, customer_id), bare(text).strip()
    row = _one(session, note_id, owner.id) if note_id else None
    if not tidy:
        if row is not None:
            remove(session, row.id)
        return 0
    if row is None:
        row = Note(customer_id=owner.id, at=now_of(session), written_by=who_of(session).actor)
        session.add(row)
    row.kind, row.text, row.changed_at = kind, tidy, now_of(session)
    session.flush()
    people.refresh_words(session, owner)
    return row.id


def write_many(session: Session, drafts: Sequence[NoteDraft]) -> None:
    """Write down what happened earlier to people who are there; a blank text is left out."""
    told = [(draft, text) for draft in drafts if (text := bare(draft.text).strip())]
    if not told:
        return
    actor = who_of(session).actor
    rows = [
        {
            "customer_id": draft.customer_id,
            "kind": draft.kind,
            "text": text,
            "at": draft.at,
            "changed_at": draft.at,
            "written_by": actor,
        }
        for draft, text in told
    ]
    session.connection().execute(insert(Note), rows)
    people.refresh_many(session, sorted({draft.customer_id for draft, _text in told}))
    touched(session, Topic.CUSTOMERS, f"{len(rows)} notes")


def remove(session: Session, note_id: int) -> Removed:
    """Take a note away and give what `put_back` needs; raises NoSuchNote."""
    row = _one(session, note_id)
    removed = Removed(row.customer_id, _view(row))
    session.delete(row)
    session.flush()
    people.refresh_words(session, people.get(session, removed.customer_id))
    return removed


def put_back(session: Session, removed: Removed) -> int:
    """Write a note again that was taken away, as it was and when it was, and give its new id.

    Whoever was merged meanwhile has it as who they became. Raises NoSuchCustomer.
    """
    owner = people.get(session, people.find(session, removed.customer_id))
    note = removed.note
    row = Note(
        customer_id=owner.id,
        kind=note.kind,
        text=note.text,
        at=note.at,
        changed_at=note.changed_at,
        written_by=note.written_by,
    )
    session.add(row)
    session.flush()
    people.refresh_words(session, owner)
    return row.id


def of_customer(session: Session, customer_id: int, limit: int = 50) -> list[NoteView]:
    """List so many of somebody's notes, the newest first."""
    owned = select(Note).where(Note.customer_id == customer_id)
    rows = session.scalars(owned.order_by(Note.at.desc(), Note.id.desc()).limit(limit))
    return [_view(row) for row in rows]


def _one(session: Session, note_id: int, customer_id: int | None = None) -> Note:
    row = session.get(Note, note_id)
    if row is None or customer_id not in {None, row.customer_id}:
        raise NoSuchNote
    return row


def _view(row: Note) -> NoteView:
    return NoteView(row.id, NoteKind(row.kind), row.text, row.at, row.changed_at, row.written_by)
