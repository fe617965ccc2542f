"""What the shop gave its word on: promises with a day, and special orders with their details."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopcrm.store.base import Amount, At, Base, Code, Id, Moment, Topic, Words, child_of


class SpecialOrder(Base):
    """Something made or fetched for one person: what was agreed, by when, and what was paid ahead.

    The deposit (smallest units) is store credit that the person bought: `deposit_sale_id` and
    `deposit_voucher_id`. `handed_why` says why it was handed over with a detail unticked,
    or why it was withdrawn; `handed_at` and `handed_by` stamp either end.
    """

    __tablename__ = "special_order"
    __table_args__ = (
        CheckConstraint("state in ('open', 'ready', 'handed_over', 'withdrawn')", name="state"),
        CheckConstraint("deposit >= 0", name="deposit"),
        Index("ix_special_order_state", "state", "promised_on"),
    )
    topic = Topic.COMPLAINTS
    audited = True
    id: Mapped[Id]
    number: Mapped[int] = mapped_column(Integer, unique=True)
    customer_id: Mapped[int] = child_of("customer.id")
    words: Mapped[Words]
    promised_on: Mapped[date] = mapped_column(Date)
    deposit: Mapped[Amount] = mapped_column(default=0)
    deposit_sale_id: Mapped[int | None] = child_of("sale.id")
    deposit_voucher_id: Mapped[int | None] = child_of("voucher.id")
    state: Mapped[Code] = mapped_column(default="open")
    made_at: Mapped[At]
    by: Mapped[Code]
    ready_at: Mapped[datetime | None] = mapped_column(Moment)
    handed_at: Mapped[datetime | None] = mapped_column(Moment)
    handed_by: Mapped[Code] = mapped_column(default="")
    handed_why: Mapped[Words] = mapped_column(default="")


class OrderDetail(Base):
    """One detail of a special order, ticked before it is handed over."""

    __tablename__ = "order_detail"
    __table_args__ = (UniqueConstraint("order_id", "place"),)
    topic = Topic.COMPLAINTS
    id: Mapped[Id]
    order_id: Mapped[int] = child_of("special_order.id")
    place: Mapped[int] = mapped_column(Integer)
    words: Mapped[Words]
    ticked_at: Mapped[datetime | None] = mapped_column(Moment)
    ticked_by: Mapped[Code] = mapped_column(default="")


class Promise(Base):
    """A word given for a day, and what makes up for it when it is broken.

    `makes` is what is prepared then: a voucher over `value` smallest units, so many points, or a service told
    in `if_broken`. Broken, it waits for one key of approval; `voucher_id` or `posting_id` is what was given.
    """

    __tablename__ = "promise"
    __table_args__ = (
        CheckConstraint("state in ('open', 'kept', 'broken', 'made_up', 'withdrawn')", name="state"),
        CheckConstraint("makes in ('', 'voucher', 'points', 'service')", name="makes"),
        CheckConstraint("value >= 0", name="value"),
        Index("ix_promise_state", "state", "due_on"),
    )
    topic = Topic.COMPLAINTS
    audited = True
    id: Mapped[Id]
    customer_id: Mapped[int | None] = child_of("customer.id")
    words: Mapped[Words]
    due_on: Mapped[date] = mapped_column(Date)
    if_broken: Mapped[Words] = mapped_column(default="")
    makes: Mapped[Code] = mapped_column(default="")
    value: Mapped[Amount] = mapped_column(default=0)
    complaint_id: Mapped[int | None] = child_of("complaint.id")
    order_id: Mapped[int | None] = child_of("special_order.id")
    voucher_id: Mapped[int | None] = child_of("voucher.id")
    posting_id: Mapped[int | None] = child_of("point_posting.id")
    state: Mapped[Code] = mapped_column(default="open")
    made_at: Mapped[At]
    by: Mapped[Code]
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
    settled_by: Mapped[Code] = mapped_column(default="")
    why: Mapped[Words] = mapped_column(default="")
