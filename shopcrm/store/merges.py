"""One person under two names: likely pairs, those that were merged, and the marks of who was erased."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopcrm.store.base import At, Base, Code, Id, Moment, Topic, Words, child_of


class LikelyDuplicate(Base):
    """Two customers who may be one person; the lower id comes first. `why` is a JSON list of sayings."""

    __tablename__ = "likely_duplicate"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="order"),
        CheckConstraint("state in ('open', 'apart', 'merged')", name="state"),
    )
    topic = Topic.CUSTOMERS
    id: Mapped[Id]
    first_id: Mapped[int] = child_of("customer.id", ondelete="CASCADE")
    second_id: Mapped[int] = child_of("customer.id", ondelete="CASCADE")
    likeness: Mapped[int] = mapped_column(Integer)
    why: Mapped[Words] = mapped_column(default="[]")
    found_at: Mapped[At]
    state: Mapped[Code] = mapped_column(default="open")


class Merge(Base):
    """A customer who became part of another; `moved` is the JSON of what takes it back (C2)."""

    __tablename__ = "merge"
    topic = Topic.CUSTOMERS
    audited = True
    id: Mapped[Id]
    kept_id: Mapped[int] = child_of("customer.id")
    gone_id: Mapped[int] = child_of("customer.id")
    at: Mapped[At]
    by: Mapped[Code]
    moved: Mapped[Words]
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_by: Mapped[Code] = mapped_column(default="")


class Suppression(Base):
    """Somebody who asked to be erased: a keyed hash of a phone, mail or card, and nothing else (C3)."""

    __tablename__ = "suppression"
    __table_args__ = (UniqueConstraint("hash"),)
    topic = Topic.CUSTOMERS
    id: Mapped[Id]
    kind: Mapped[Code]
    hash: Mapped[Code]
    at: Mapped[At]
