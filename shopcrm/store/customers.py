"""The people whom the shop knows: how to reach them, what they allow, what they like and avoid."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopcrm.store.base import ONE_THING, At, Base, Code, Id, Moment, Topic, Words, child_of


class Customer(Base):
    """A person or a business; `skey` is what a search looks through, kept folded (C1).

    `code` is the number under which another program knew them. `name` may be empty: then the code shows.
    """

    __tablename__ = "customer"
    __table_args__ = (
        Index("ix_customer_seen", "last_seen_at", "skey"),
        Index("ix_customer_sort", "sort_key"),
    )
    topic = Topic.CUSTOMERS
    audited = True
    id: Mapped[Id]
    code: Mapped[Code | None] = mapped_column(unique=True)
    name: Mapped[Words] = mapped_column(default="")
    note: Mapped[Words] = mapped_column(default="")
    language: Mapped[Code | None]
    skey: Mapped[Words] = mapped_column(default="")
    sort_key: Mapped[Words] = mapped_column(default="")
    first_seen_at: Mapped[At]
    last_seen_at: Mapped[At]


class Phone(Base):
    """A phone number in E.164; two people may share one."""

    __tablename__ = "phone"
    __table_args__ = (UniqueConstraint("customer_id", "e164"),)
    topic = Topic.CUSTOMERS
    audited = True
    id: Mapped[Id]
    customer_id: Mapped[int] = child_of("customer.id", ondelete="CASCADE")
    e164: Mapped[Code] = mapped_column(index=True)
    preferred: Mapped[bool] = mapped_column(Boolean, default=False)


class Email(Base):
    """A mail address."""

    __tablename__ = "email"
    __table_args__ = (UniqueConstraint("customer_id", "address"),)
    topic = Topic.CUSTOMERS
    audited = True
    id: Mapped[Id]
    customer_id: Mapped[int] = child_of("customer.id", ondelete="CASCADE")
    address: Mapped[Code] = mapped_column(index=True)
    preferred: Mapped[bool] = mapped_column(Boolean, default=False)


class Consent(Base):
    """A yes or no to one purpose on one channel, with when, how and who took it; the latest holds (M1)."""

    __tablename__ = "consent"
    __table_args__ = (
        Index("ix_consent_latest", "customer_id", "purpose", "channel", "id"),
        CheckConstraint("purpose in ('news', 'service')", name="purpose"),
    )
    topic = Topic.CUSTOMERS
    audited = True
    id: Mapped[Id]
    customer_id: Mapped[int] = child_of("customer.id", ondelete="CASCADE")
    purpose: Mapped[Code]
    channel: Mapped[Code]
    given: Mapped[bool] = mapped_column(Boolean)
    at: Mapped[At]
    how: Mapped[Words]
    recorded_by: Mapped[Code]


class Preference(Base):
    """What somebody likes, dislikes, needs or avoids: a product, a category, an attribute or plain words."""

    __tablename__ = "preference"
    __table_args__ = (
        CheckConstraint("kind in ('likes', 'dislikes', 'needs', 'avoids')", name="kind"),
        CheckConstraint("source in ('told', 'seen', 'guessed')", name="source"),
        CheckConstraint("strength between 1 and 3", name="strength"),
        CheckConstraint(ONE_THING, name="one_thing"),
    )
    topic = Topic.CUSTOMERS
    id: Mapped[Id]
    customer_id: Mapped[int] = child_of("customer.id", ondelete="CASCADE")
    kind: Mapped[Code]
    product_id: Mapped[int | None] = child_of("product.id")
    category_id: Mapped[int | None] = child_of("category.id")
    words: Mapped[Words] = mapped_column(default="")
    skey: Mapped[Words] = mapped_column(default="")
    strength: Mapped[int] = mapped_column(Integer, default=2)
    source: Mapped[Code] = mapped_column(default="told")
    told_at: Mapped[At]
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
