"""The versions of the shop's standards as they are written down; rows are only ever added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules import standard_form
from shopcrm.rules.standards import Content, StandardKind
from shopcrm.services.shop import now_of, who_of
from shopcrm.store.standards import Standard

OPENING = "opening"
"""Under this name a transaction keeps when the shop is open."""


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
    query = select(Standard).where(Standard.kind == kind.value).order_by(Standard.version.desc()).limit(1)
    row = session.scalars(query).first()
    return None if row is None else _version(row)


def everything(session: Session, kind: StandardKind) -> Sequence[Version]:
    """List the versions of a kind, the newest first."""
    query = select(Standard).where(Standard.kind == kind.value).order_by(Standard.version.desc())
    return [_version(row) for row in session.scalars(query)]


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
    return _version(row)


def _version(row: Standard) -> Version:
    kind = StandardKind(row.kind)
    return Version(kind, row.version, standard_form.read(kind, row.content), row.at, row.by, row.id)
