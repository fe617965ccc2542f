"""What people said of the shop: complaints, suggestions, praise, what was done and what was learned."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from shopcrm.store.base import Amount, At, Base, Code, Id, Moment, Topic, Words, child_of

_STATES = "('draft', 'open', 'waiting_customer', 'waiting_us', 'settled', 'reopened', 'withdrawn')"


class Cause(Base):
    """Why things go wrong; a tree that the shop owns. One that is not `active` is offered no more."""

    __tablename__ = "cause"
    topic = Topic.COMPLAINTS
    id: Mapped[Id]
    parent_id: Mapped[int | None] = child_of("cause.id")
    name: Mapped[Words]
    active: Mapped[bool] = mapped_column(Boolean, default=True)


class Complaint(Base):
    """What somebody said, from the first letter typed (`draft`) until it is settled; nothing is deleted.

    `number` is the shop's own and stands on the slip. `about` is empty until it is known; `severity` is 1
    (calm) to 5 (leaving), 0 until it is told; `wants` lists codes of what would put it right, as JSON.
    `staff` names whom it is about, or who is praised; `responsible` who keeps the word.

    `answer_due` and `settle_due` are moments; while the customer is waited for they are empty, and
    `answer_left` and `settle_left` tell the opening minutes that were left (K2). `outcome` is what the
    customer answered, and for suggestions what became of them. It is closed for the shop (`learned_at`)
    apart from being settled for the customer (K3).
    """

    __tablename__ = "complaint"
    __table_args__ = (
        CheckConstraint("kind in ('complaint', 'suggestion', 'praise')", name="kind"),
        CheckConstraint(f"state in {_STATES}", name="state"),
        CheckConstraint("about in ('', 'sale', 'goods', 'service', 'staff', 'delivery')", name="about"),
        CheckConstraint("severity between 0 and 5", name="severity"),
        CheckConstraint(
            "outcome in ('', 'happy', 'accepted', 'not_happy', 'unreached', 'taken_up', 'answered')",
            name="outcome",
        ),
        Index("ix_complaint_state", "state", "settle_due", "id"),
        Index("ix_complaint_responsible", "responsible", "state", "settle_due", "id"),
        Index("ix_complaint_taken", "taken_at", "cause_id"),
        Index(
            "ix_complaint_answer",
            "answer_due",
            sqlite_where=text("answer_due is not null"),
            postgresql_where=text("answer_due is not null"),
        ),
        Index(
            "ix_complaint_to_learn",
            "state",
            "kind",
            "id",
            sqlite_where=text("learned_at is null"),
            postgresql_where=text("learned_at is null"),
        ),
        Index(
            "ix_complaint_follow_up",
            "state",
            "follow_up_on",
            sqlite_where=text("followed_up_at is null"),
            postgresql_where=text("followed_up_at is null"),
        ),
        Index(
            "uq_complaint_key",
            "key",
            unique=True,
            sqlite_where=text("key is not null"),
            postgresql_where=text("key is not null"),
        ),
    )
    topic = Topic.COMPLAINTS
    audited = True
    id: Mapped[Id]
    number: Mapped[int] = mapped_column(Integer, unique=True)
    kind: Mapped[Code] = mapped_column(default="complaint")
    state: Mapped[Code] = mapped_column(default="draft")
    about: Mapped[Code] = mapped_column(default="")
    customer_id: Mapped[int | None] = child_of("customer.id")
    sale_id: Mapped[int | None] = child_of("sale.id")
    sale_ordinal: Mapped[int | None] = mapped_column(Integer)
    product_id: Mapped[int | None] = child_of("product.id")
    order_id: Mapped[int | None] = child_of("special_order.id")
    staff: Mapped[Code] = mapped_column(default="")
    words: Mapped[Words] = mapped_column(default="")
    severity: Mapped[int] = mapped_column(Integer, default=0)
    wants: Mapped[Words] = mapped_column(default="")
    happened_on: Mapped[date | None] = mapped_column(Date)
    responsible: Mapped[Code] = mapped_column(default="")
    taken_at: Mapped[At]
    taken_by: Mapped[Code]
    till: Mapped[Code]
    recorded_at: Mapped[datetime | None] = mapped_column(Moment)
    answer_due: Mapped[datetime | None] = mapped_column(Moment)
    settle_due: Mapped[datetime | None] = mapped_column(Moment)
    answer_left: Mapped[int | None] = mapped_column(Integer)
    settle_left: Mapped[int | None] = mapped_column(Integer)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
    outcome: Mapped[Code] = mapped_column(default="")
    follow_up_on: Mapped[date | None] = mapped_column(Date)
    followed_up_at: Mapped[datetime | None] = mapped_column(Moment)
    look_back_on: Mapped[date | None] = mapped_column(Date)
    cause_id: Mapped[int | None] = child_of("cause.id")
    learned_at: Mapped[datetime | None] = mapped_column(Moment)
    learned_by: Mapped[Code] = mapped_column(default="")
    key: Mapped[Code | None]


class ComplaintChange(Base):
    """One change of state: who, when, from what to what, and why (K1). Rows are only ever added."""

    __tablename__ = "complaint_change"
    __table_args__ = (CheckConstraint(f"state in {_STATES}", name="state"),)
    topic = Topic.COMPLAINTS
    audited = True
    id: Mapped[Id]
    complaint_id: Mapped[int] = child_of("complaint.id")
    at: Mapped[At]
    by: Mapped[Code]
    till: Mapped[Code]
    before: Mapped[Code]
    state: Mapped[Code]
    why: Mapped[Words] = mapped_column(default="")


class ComplaintWord(Base):
    """Something said about a complaint: `told` to the customer, `heard` from them, or the shop's `note`."""

    __tablename__ = "complaint_word"
    __table_args__ = (CheckConstraint("way in ('note', 'told', 'heard')", name="way"),)
    topic = Topic.COMPLAINTS
    id: Mapped[Id]
    complaint_id: Mapped[int] = child_of("complaint.id")
    at: Mapped[At]
    by: Mapped[Code]
    way: Mapped[Code]
    words: Mapped[Words]
    message_id: Mapped[int | None] = child_of("message.id")


class ComplaintPhoto(Base):
    """A photo, turned upright and scaled, as JPEG."""

    __tablename__ = "complaint_photo"
    __table_args__ = (UniqueConstraint("complaint_id", "place"),)
    topic = Topic.COMPLAINTS
    id: Mapped[Id]
    complaint_id: Mapped[int] = child_of("complaint.id")
    place: Mapped[int] = mapped_column(Integer)
    at: Mapped[At]
    by: Mapped[Code]
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)
    image: Mapped[bytes] = mapped_column(LargeBinary)


class Remedy(Base):
    """What was done to put it right, with the document that it made; once for each kind and `turn` (K1).

    `turn` counts how often the case was open: 1, and one more for each time that it was reopened. `amount` is
    in smallest units; `sale_id` is the return or exchange.
    """

    __tablename__ = "remedy"
    __table_args__ = (
        CheckConstraint(
            "kind in ('apology', 'explanation', 'exchange', 'refund', 'voucher', 'points', 'service')",
            name="kind",
        ),
        UniqueConstraint("complaint_id", "turn", "kind"),
    )
    topic = Topic.COMPLAINTS
    audited = True
    id: Mapped[Id]
    complaint_id: Mapped[int] = child_of("complaint.id")
    turn: Mapped[int] = mapped_column(Integer)
    kind: Mapped[Code]
    words: Mapped[Words] = mapped_column(default="")
    amount: Mapped[Amount] = mapped_column(default=0)
    points: Mapped[int] = mapped_column(BigInteger, default=0)
    voucher_id: Mapped[int | None] = child_of("voucher.id")
    sale_id: Mapped[int | None] = child_of("sale.id")
    posting_id: Mapped[int | None] = child_of("point_posting.id")
    made_at: Mapped[At]
    by: Mapped[Code]
    allowed_by: Mapped[Code] = mapped_column(default="")


class Improvement(Base):
    """What is changed so that a cause does not come again: what, who, by when, and what changed."""

    __tablename__ = "improvement"
    __table_args__ = (CheckConstraint("state in ('open', 'done', 'dropped')", name="state"),)
    topic = Topic.COMPLAINTS
    audited = True
    id: Mapped[Id]
    cause_id: Mapped[int] = child_of("cause.id")
    what: Mapped[Words]
    who: Mapped[Code]
    due_on: Mapped[date] = mapped_column(Date)
    state: Mapped[Code] = mapped_column(default="open")
    changed: Mapped[Words] = mapped_column(default="")
    made_at: Mapped[At]
    by: Mapped[Code]
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    done_by: Mapped[Code] = mapped_column(default="")


class Asking(Base):
    """A short question after a visit or a case: 0 to 10 and a line; a low answer is a task to call back.

    One case is asked about once (K4).
    """

    __tablename__ = "asking"
    __table_args__ = (
        CheckConstraint("about in ('visit', 'case')", name="about"),
        CheckConstraint("way in ('counter', 'paper', 'message')", name="way"),
        CheckConstraint("score is null or score between 0 and 10", name="score"),
        CheckConstraint("task in ('', 'open', 'done')", name="task"),
        Index(
            "uq_asking_complaint",
            "complaint_id",
            unique=True,
            sqlite_where=text("complaint_id is not null"),
            postgresql_where=text("complaint_id is not null"),
        ),
        Index("ix_asking_customer_asked", "customer_id", "asked_at"),
        Index(
            "ix_asking_task",
            "task",
            sqlite_where=text("task = 'open'"),
            postgresql_where=text("task = 'open'"),
        ),
    )
    topic = Topic.COMPLAINTS
    id: Mapped[Id]
    about: Mapped[Code]
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"))
    sale_id: Mapped[int | None] = child_of("sale.id")
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    way: Mapped[Code]
    asked_at: Mapped[At]
    by: Mapped[Code]
    message_id: Mapped[int | None] = child_of("message.id")
    score: Mapped[int | None] = mapped_column(Integer)
    words: Mapped[Words] = mapped_column(default="")
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    task: Mapped[Code] = mapped_column(default="")
    task_words: Mapped[Words] = mapped_column(default="")
    task_done_at: Mapped[datetime | None] = mapped_column(Moment)
    task_done_by: Mapped[Code] = mapped_column(default="")
