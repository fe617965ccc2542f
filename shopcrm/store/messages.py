"""The outbox: what will be or was told to whom, each attempt, and what came of it."""

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopcrm.store.base import At, Base, Code, Id, Moment, Topic, Words, child_of


class Message(Base):
    """One message to one person; `key` makes a second one with the same cause impossible.

    State: queued, sending, sent, failed, unknown, withdrawn. Calls and words in person wait in the same
    box under their channel and are sent when somebody ticks them off. After the day `until` it says
    nothing any more. `why` and `problem` are JSON lists of sayings, so that any language can tell them.
    """

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint(
            "state in ('queued', 'sending', 'sent', 'failed', 'unknown', 'withdrawn')", name="state"
        ),
        CheckConstraint("purpose in ('news', 'service')", name="purpose"),
        Index("ix_message_waiting", "state", "channel", "not_before"),
        Index("ix_message_customer", "customer_id", "made_at"),
        Index("uq_message_greeting", "customer_id", "greeting", unique=True),
        Index("ix_message_reference", "reference"),
    )
    topic = Topic.MESSAGES
    audited = True
    id: Mapped[Id]
    key: Mapped[Code] = mapped_column(unique=True)
    customer_id: Mapped[int] = child_of("customer.id")
    channel: Mapped[Code]
    purpose: Mapped[Code]
    arrival_id: Mapped[int | None] = child_of("arrival.id")
    product_id: Mapped[int | None] = child_of("product.id")
    wish_id: Mapped[int | None] = child_of("wish.id")
    address: Mapped[Words] = mapped_column(default="")
    subject: Mapped[Words] = mapped_column(default="")
    body: Mapped[Words] = mapped_column(default="")
    why: Mapped[Words] = mapped_column(default="[]")
    language: Mapped[Code]
    state: Mapped[Code] = mapped_column(default="queued")
    made_at: Mapped[At]
    not_before: Mapped[At]
    until: Mapped[date | None] = mapped_column(Date)
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
    claimed_by: Mapped[Code | None]
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    problem: Mapped[Words] = mapped_column(default="")
    outcome: Mapped[Code] = mapped_column(default="")
    greeting: Mapped[Code | None]
    """The occasion and its year that this greets for; nobody is greeted twice for one (M3)."""
    provider: Mapped[Code] = mapped_column(default="", server_default="")
    reference: Mapped[Code | None]
    """What the gateway that took it calls it."""
    parts: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    arrived: Mapped[bool | None] = mapped_column(Boolean)
    """What the gateway said later: it arrived, or it did not; None while nobody knows."""
    asked_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the gateway was last asked whether it arrived."""
    sale_id: Mapped[int | None] = child_of("sale.id")
    """The purchase that followed."""
    template: Mapped[Code] = mapped_column(default="", server_default="")


class Attempt(Base):
    """One try to deliver a message, written before it is made (M4)."""

    __tablename__ = "attempt"
    __table_args__ = (UniqueConstraint("message_id", "ordinal"),)
    topic = Topic.MESSAGES
    id: Mapped[Id]
    message_id: Mapped[int] = child_of("message.id", ondelete="CASCADE")
    ordinal: Mapped[int] = mapped_column(Integer)
    began_at: Mapped[At]
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    result: Mapped[Code] = mapped_column(default="begun")
    detail: Mapped[Words] = mapped_column(default="")


class Template(Base):
    """A text with {fields} for one purpose in one language."""

    __tablename__ = "template"
    __table_args__ = (UniqueConstraint("name", "language"),)
    topic = Topic.MESSAGES
    id: Mapped[Id]
    name: Mapped[Code]
    language: Mapped[Code]
    subject: Mapped[Words]
    body: Mapped[Words]
