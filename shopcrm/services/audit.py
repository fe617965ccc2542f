"""A trail of every change that matters, each entry sealed with the one before, so that a cut shows.

Its moments never go back: where the clock was set back, an entry has the moment of the one before it, and
tells what the clock showed.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.store.prepared import Prepared
from shopcrm.store.prepared_inserts import PreparedInsert
from shopcrm.store.settings import AuditEntry

RETOLD = "retold"
"""Under this name a transaction keeps that its clock is right though it stands behind the latest entry."""
FIRST = "0" * 64
"""What stands before the first entry."""

_LAST = Prepared(select(AuditEntry.hash, AuditEntry.at).order_by(AuditEntry.id.desc()).limit(1))
_ENTRY = PreparedInsert(AuditEntry)


@dataclass(frozen=True, slots=True)
class Act:
    """What one transaction did: who, at which till, when, which use case, and which rows it touched."""

    at: datetime
    actor: str
    till: str
    name: str
    detail: str


def record(session: Session, act: Act) -> None:
    """Add an entry to the trail; the write lock of the transaction keeps the chain in one line."""
    rows = _LAST.rows(session)
    last, before = rows[0] if rows else (FIRST, act.at)
    if before > act.at and not session.info.get(RETOLD):
        told = json.loads(act.detail) | {"clock": act.at.isoformat()}
        act = replace(act, at=before, detail=json.dumps(told, ensure_ascii=False))
    _ENTRY.one(
        session,
        at=act.at,
        actor=act.actor,
        till=act.till,
        act=act.name,
        detail=act.detail,
        previous_hash=last,
        hash=_seal(last, act),
    )


def latest(session: Session) -> datetime | None:
    """Tell the moment of the latest entry; None where there is none."""
    rows = _LAST.rows(session)
    return rows[0][1] if rows else None


def is_noted_since(session: Session, note: str, since: datetime) -> bool:
    """Whether an entry of a moment or later has a note that begins with some words.

    It reads back from the latest entry, so that a short time takes a short while.
    """
    query = select(AuditEntry.at, AuditEntry.detail).order_by(AuditEntry.id.desc())
    for at, detail in session.execute(query).yield_per(100):
        if at < since:
            return False
        if note in detail and any(one.startswith(note) for one in json.loads(detail).get("notes", ())):
            return True
    return False


def first_break(session: Session) -> int | None:
    """Give the id of the first entry whose seal does not fit, or None where the whole trail holds."""
    before = FIRST
    rows = session.execute(select(AuditEntry).order_by(AuditEntry.id)).scalars().yield_per(1000)
    for entry in rows:
        act = Act(entry.at, entry.actor, entry.till, entry.act, entry.detail)
        if entry.previous_hash != before or entry.hash != _seal(before, act):
            return entry.id
        before = entry.hash
    return None


def _seal(before: str, act: Act) -> str:
    fields: Sequence[str] = (before, act.at.isoformat(), act.actor, act.till, act.name, act.detail)
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()
