"""The people whom the shop knows: how to reach them, what they allow, what they like and avoid."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopcrm.store.base import ONE_THING, At, Base, Code, Id, Moment, Topic, Words, child_of


class Customer(Base):
    """A person or a business; `skey` is what a search looks through, kept folded (C1).

    `code` is the number under which another program knew them. `name` may be empty: then the code shows.
    Whoever was merged into another stays as a pointer to them (C2), whoever was erased stays as a number
    without a name, so that sums still add up (C3); both have an empty `skey`, and nobody finds them.
    """

    __tablename__ = "customer"
    __table_args__ = (
        Index("ix_customer_seen", "last_seen_at", "skey"),
        Index("ix_customer_sort", "sort_key"),
        CheckConstraint("state in ('active', 'merged', 'erased')", name="state"),
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
    honorific: Mapped[Words] = mapped_column(default="", server_default="")
    preferred_channel: Mapped[Code | None]
    referred_by_id: Mapped[int | None] = child_of("customer.id")
    household_id: Mapped[int | None] = child_of("household.id")
    state: Mapped[Code] = mapped_column(default="active", server_default="active")
    merged_into_id: Mapped[int | None] = child_of("customer.id")
    tab_limit: Mapped[int | None] = mapped_column(BigInteger)
    """How much they may owe, in smallest units; None is the shop's usual limit."""


class Household(Base):
    """People who live together; they may share a phone, and never refer one another (C5)."""

    __tablename__ = "household"
    topic = Topic.CUSTOMERS
    id: Mapped[Id]
    name: Mapped[Words] = mapped_column(default="")


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
    label: Mapped[Code] = mapped_column(default="", server_default="")


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
    label: Mapped[Code] = mapped_column(default="", server_default="")


class Address(Base):
    """Where somebody lives or works, in lines as they stand on a letter."""

    __tablename__ = "address"
    topic = Topic.CUSTOMERS
    audited = True
    id: Mapped[Id]
    customer_id: Mapped[int] = child_of("customer.id", ondelete="CASCADE")
    text: Mapped[Words]
    label: Mapped[Code] = mapped_column(default="")
    preferred: Mapped[bool] = mapped_column(Boolean, default=False)


class Handle(Base):
    """The number under which a messenger knows somebody, such as a Telegram chat."""

    __tablename__ = "handle"
    __table_args__ = (UniqueConstraint("customer_id", "channel"), Index(None, "channel", "value"))
    topic = Topic.CUSTOMERS
    audited = True
    id: Mapped[Id]
    customer_id: Mapped[int] = child_of("customer.id", ondelete="CASCADE")
    channel: Mapped[Code]
    value: Mapped[Code]


class Card(Base):
    """A customer card; an old one still finds the person, after a merge as well (C2, C4)."""

    __tablename__ = "card"
    topic = Topic.CUSTOMERS
    audited = True
    id: Mapped[Id]
    number: Mapped[Code] = mapped_column(unique=True)
    customer_id: Mapped[int] = child_of("customer.id", ondelete="CASCADE")
    given_at: Mapped[At]
    replaced_at: Mapped[datetime | None] = mapped_column(Moment)
    reason: Mapped[Words] = mapped_column(default="")


class Occasion(Base):
    """A day of the year that matters to somebody, in the calendar in which they said it (D2, D3)."""

    __tablename__ = "occasion"
    __table_args__ = (
        UniqueConstraint("customer_id", "kind", "skey"),
        CheckConstraint("kind in ('birthday', 'anniversary', 'other')", name="kind"),
        CheckConstraint("calendar in ('gregorian', 'jalali')", name="calendar"),
        CheckConstraint("month between 1 and 12", name="month"),
        CheckConstraint("day between 1 and 31", name="day"),
        CheckConstraint("remind_days between 0 and 60", name="remind_days"),
    )
    topic = Topic.CUSTOMERS
    id: Mapped[Id]
    customer_id: Mapped[int] = child_of("customer.id", ondelete="CASCADE")
    kind: Mapped[Code]
    label: Mapped[Words] = mapped_column(default="")
    skey: Mapped[Words] = mapped_column(default="")
    calendar: Mapped[Code]
    month: Mapped[int] = mapped_column(Integer)
    day: Mapped[int] = mapped_column(Integer)
    year: Mapped[int | None] = mapped_column(Integer)
    remind_days: Mapped[int] = mapped_column(Integer, default=7)


class Tag(Base):
    """A word under which somebody is filed, such as wholesale."""

    __tablename__ = "tag"
    __table_args__ = (UniqueConstraint("customer_id", "skey"), Index(None, "skey"))
    topic = Topic.CUSTOMERS
    id: Mapped[Id]
    customer_id: Mapped[int] = child_of("customer.id", ondelete="CASCADE")
    name: Mapped[Code]
    skey: Mapped[Code]


class Note(Base):
    """Something that happened between a customer and the shop: a remark, a visit, a call, a word back."""

    __tablename__ = "note"
    __table_args__ = (
        CheckConstraint("kind in ('note', 'visit', 'call', 'reply')", name="kind"),
        Index("ix_note_timeline", "customer_id", "at"),
    )
    topic = Topic.CUSTOMERS
    id: Mapped[Id]
    customer_id: Mapped[int] = child_of("customer.id", ondelete="CASCADE")
    kind: Mapped[Code]
    text: Mapped[Words]
    at: Mapped[At]
    changed_at: Mapped[At]
    written_by: Mapped[Code]


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
    attribute: Mapped[Code] = mapped_column(default="", server_default="")
    """The attribute of goods that `words` is the value of, such as size; empty for plain words."""
    dismissed_at: Mapped[datetime | None] = mapped_column(Moment)
    """When somebody said that a guess is wrong; it never comes back."""
    recorded_by: Mapped[Code] = mapped_column(default="", server_default="")


class Question(Base):
    """Something to ask a person, put once after a purchase; what they answered, or nothing."""

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("customer_id", "subject"),)
    topic = Topic.CUSTOMERS
    id: Mapped[Id]
    customer_id: Mapped[int] = child_of("customer.id", ondelete="CASCADE")
    subject: Mapped[Code]
    put_at: Mapped[At]
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answer: Mapped[Words] = mapped_column(default="")
