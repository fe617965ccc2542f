"""The versions of the shop's standards as they are written down; rows are only ever added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from shopcrm.rules import standard_form
from shopcrm.rules.standards import Content, StandardKind
from shopcrm.services.shop import now_of, who_of
from shopcrm.store.prepared import Prepared
from shopcrm.store.standards import Standard

OPENING = "opening"
"""Under this name a transaction keeps when the shop is open."""

_EACH = select(
    Standard.kind, Standard.version, Standard.content, Standard.at, Standard.by, Standard.id
).where(Standard.kind == bindparam("kind"))
_NEWEST = Prepared(_EACH.order_by(Standard.version.desc()).limit(1))
_ALL = Prepared(_EACH.order_by(Standard.version.desc()))


@dataclass(frozen=True, slots=True)
class Version:
    """A standard as it is or was; number 0 is what a shop begins with, which nobody wrote down yet."""

    kind: StandardKind
    number: int
    content: Content
    at: datetime | None = None
    by: str = ""
    id: int | None = None


def newest(session: Session, kind: StandardKind) -> Version | None:
    """Give the version that holds, if one was ever written down."""
    rows = _NEWEST.rows(session, kind=kind.value)
    return _version(*rows[0]) if rows else None


def everything(session: Session, kind: StandardKind) -> Sequence[Version]:
    """List the versions of a kind, the newest first."""
    return [_version(*row) for row in _ALL.rows(session, kind=kind.value)]


def add(session: Session, kind: StandardKind, content: Content, by: str = "") -> Version:
    """Write the next version down, by whoever acts or by somebody named."""
    before = newest(session, kind)
    row = Standard(
        kind=kind.value,
        version=before.number + 1 if before is not None else 1,
        content=standard_form.written(content),
        at=now_of(session),
        by=by or who_of(session).actor,
    )
    session.add(row)
    session.flush()
    session.info.pop(OPENING, None)
    return _version(row.kind, row.version, row.content, row.at, row.by, row.id)


def _version(kind: str, number: int, content: str, at: datetime, by: str, row_id: int) -> Version:
    return Version(StandardKind(kind), number, _read(StandardKind(kind), content), at, by, row_id)


@lru_cache(maxsize=64)
def _read(kind: StandardKind, content: str) -> Content:
    """Read what is written; the same few are read with every case."""
    return standard_form.read(kind, content)
