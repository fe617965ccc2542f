"""Goods that came in, and what people asked for that the shop did not have."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, Index, Integer, text
from sqlalchemy.orm import Mapped, mapped_column

from shopcrm.store.base import ONE_THING, At, Base, Code, Id, Moment, Thousandths, Topic, Words, child_of


class Arrival(Base):
    """What came in at one time from one supplier."""

    __tablename__ = "arrival"
    topic = Topic.ARRIVALS
    audited = True
    id: Mapped[Id]
    arrived_at: Mapped[At] = mapped_column(index=True)
    supplier: Mapped[Words] = mapped_column(default="")
    note: Mapped[Words] = mapped_column(default="")
    recorded_by: Mapped[Code]


class ArrivalLine(Base):
    """One product of an arrival; quantity in thousandths, cost and price in smallest units for one unit."""

    __tablename__ = "arrival_line"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)
    topic = Topic.ARRIVALS
    id: Mapped[Id]
    arrival_id: Mapped[int] = child_of("arrival.id", ondelete="CASCADE")
    ordinal: Mapped[int] = mapped_column(Integer)
    product_id: Mapped[int] = child_of("product.id")
    quantity: Mapped[Thousandths]
    cost: Mapped[int | None] = mapped_column(BigInteger)
    price: Mapped[int | None] = mapped_column(BigInteger)


_OPEN_WISH = text("state in ('waiting', 'told')")


class Wish(Base):
    """Something a person asked for; one open wish per person and thing (A1)."""

    __tablename__ = "wish"
    __table_args__ = (
        CheckConstraint("state in ('waiting', 'told', 'bought', 'lapsed', 'withdrawn')", name="state"),
        CheckConstraint(ONE_THING, name="one_thing"),
        Index(
            "uq_wish_open",
            "customer_id",
            text("coalesce(product_id, 0)"),
            text("coalesce(category_id, 0)"),
            "skey",
            unique=True,
            sqlite_where=_OPEN_WISH,
            postgresql_where=_OPEN_WISH,
        ),
    )
    topic = Topic.WISHES
    id: Mapped[Id]
    customer_id: Mapped[int] = child_of("customer.id", ondelete="CASCADE")
    product_id: Mapped[int | None] = child_of("product.id")
    category_id: Mapped[int | None] = child_of("category.id")
    words: Mapped[Words] = mapped_column(default="")
    skey: Mapped[Words] = mapped_column(default="")
    quantity: Mapped[int | None] = mapped_column(BigInteger)
    state: Mapped[Code] = mapped_column(default="waiting")
    asked_at: Mapped[At]
    told_at: Mapped[datetime | None] = mapped_column(Moment)
    until: Mapped[date | None] = mapped_column(Date)
    attribute: Mapped[Code] = mapped_column(default="", server_default="")
    """The attribute of goods that `words` is the value of, such as size; empty for plain words."""
    limit_price: Mapped[int | None] = mapped_column(BigInteger)
    """The most they would pay for one unit, in smallest units."""
    priority: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    note: Mapped[Words] = mapped_column(default="", server_default="")
    recorded_by: Mapped[Code] = mapped_column(default="", server_default="")
    bought_at: Mapped[datetime | None] = mapped_column(Moment)
    """When a sale met it; a sale that is reversed opens it again."""


class Hold(Base):
    """Units kept aside for somebody until the end of a day (A4); quantity in thousandths."""

    __tablename__ = "hold"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("state in ('held', 'taken', 'released', 'lapsed')", name="state"),
        Index("ix_hold_goods", "product_id", "state"),
    )
    topic = Topic.WISHES
    audited = True
    id: Mapped[Id]
    product_id: Mapped[int] = child_of("product.id")
    customer_id: Mapped[int] = child_of("customer.id")
    wish_id: Mapped[int | None] = child_of("wish.id")
    quantity: Mapped[Thousandths]
    until: Mapped[date] = mapped_column(Date)
    state: Mapped[Code] = mapped_column(default="held")
    made_at: Mapped[At]
    made_by: Mapped[Code]
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
