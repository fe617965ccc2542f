"""What the shop has decided about itself, and who changed what."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopcrm.store.base import At, Base, Code, Id, Topic, Words


class Setting(Base):
    """One decision of the shop under a name; the value is JSON text."""

    __tablename__ = "setting"
    topic = Topic.SETTINGS
    audited = True
    name: Mapped[Code] = mapped_column(primary_key=True)
    value: Mapped[Words]


class AuditEntry(Base):
    """One change of money, consent or identity; each row carries the hash of the one before it.

    Rows are only ever added; the database refuses to change or remove one.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        UniqueConstraint("previous_hash"),
        CheckConstraint("length(hash) = 64", name="hash_length"),
    )
    topic = Topic.AUDIT
    id: Mapped[Id]
    at: Mapped[At]
    actor: Mapped[Code]
    till: Mapped[Code]
    act: Mapped[Code]
    detail: Mapped[Words]
    previous_hash: Mapped[Code]
    hash: Mapped[Code]
