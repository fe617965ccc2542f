"""A trail of every change that matters, each entry sealed with the one before, so that a cut shows."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.store.prepared import Prepared
from shopcrm.store.prepared_inserts import PreparedInsert
from shopcrm.store.settings import AuditEntry

FIRST = "0" * 64
"""What stands before the first entry."""

_LAST = Prepared(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1))
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
    last = rows[0][0] if rows else FIRST
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
