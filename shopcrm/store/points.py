"""The points of customers: the rules that give them, the lots they lie in, and every entry ever made.

A balance is the sum of a customer's entries. Each entry names the lot it fills or uses up; one without a lot
is what the customer owes, and the next lots earned pay it off (P4, R3). Entries are only ever added.
"""

from datetime import date

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from shopcrm.store.base import Amount, At, Base, Code, Id, Topic, Words, child_of


class PointRule(Base):
    """So many points for so much money, from a day until another (both included); money in smallest units.

    `minimum` is the least amount that earns; `expiry` says how the lots it makes end (P15), with
    `expiry_days` for the mode of days; `worth` is what one point pays when it is spent; `least_margin` (basis
    points) is the margin below which goods earn nothing (P13), None where that does not matter.
    """

    __tablename__ = "point_rule"
    __table_args__ = (
        CheckConstraint("per_amount > 0 and points >= 0 and minimum >= 0 and worth >= 0", name="amounts"),
        CheckConstraint("pending_days between 0 and 365", name="pending_days"),
        CheckConstraint("expiry in ('never', 'days', 'month', 'year', 'season')", name="expiry"),
        CheckConstraint("expiry_days between 1 and 3650", name="expiry_days"),
        CheckConstraint("notice_days between 0 and 365", name="notice_days"),
    )
    topic = Topic.POINTS
    audited = True
    id: Mapped[Id]
    name: Mapped[Code]
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    points: Mapped[int] = mapped_column(Integer)
    per_amount: Mapped[Amount]
    minimum: Mapped[Amount] = mapped_column(default=0)
    pending_days: Mapped[int] = mapped_column(Integer, default=0)
    expiry: Mapped[Code] = mapped_column(default="never")
    expiry_days: Mapped[int] = mapped_column(Integer, default=365)
    notice_days: Mapped[int] = mapped_column(Integer, default=14)
    worth: Mapped[Amount] = mapped_column(default=0)
    on_tax: Mapped[bool] = mapped_column(Boolean, default=False)
    least_margin: Mapped[int | None] = mapped_column(Integer)
    active: Mapped[bool] = mapped_column(Boolean, default=True)


class PointMultiplier(Base):
    """How many times the points a rule gives for a shelf, goods, a tier or a day of the week (percent).

    100 is as usual, 200 twice, 0 nothing. `weekday` is 0 for Monday to 6 for Sunday.
    """

    __tablename__ = "point_multiplier"
    __table_args__ = (
        CheckConstraint("percent between 0 and 10000", name="percent"),
        CheckConstraint("weekday is null or weekday between 0 and 6", name="weekday"),
        CheckConstraint(
            "(case when category_id is null then 0 else 1 end) + (case when product_id is null then 0 else 1"
            " end) + (case when tier_id is null then 0 else 1 end) + (case when weekday is null then 0 else 1"
            " end) = 1",
            name="one_thing",
        ),
    )
    topic = Topic.POINTS
    audited = True
    id: Mapped[Id]
    rule_id: Mapped[int] = child_of("point_rule.id", ondelete="CASCADE")
    category_id: Mapped[int | None] = child_of("category.id")
    product_id: Mapped[int | None] = child_of("product.id")
    tier_id: Mapped[int | None] = child_of("tier.id")
    weekday: Mapped[int | None] = mapped_column(Integer)
    percent: Mapped[int] = mapped_column(Integer)


class PointPosting(Base):
    """What one document did to somebody's points under one rule; it cannot be posted twice (P8).

    `document` is such as `sale 12`, `return 13`, `adjust 5f3c...` or `expire 2026-11-22 7`; `rule` such as
    `earn 3`, `spend`, `take back 3`, `expire`. `why` is a kept sentence.
    """

    __tablename__ = "point_posting"
    __table_args__ = (
        UniqueConstraint("document", "rule"),
        CheckConstraint(
            "kind in ('earn', 'spend', 'expire', 'take_back', 'give_back', 'adjust', 'settle', 'reward')",
            name="kind",
        ),
        Index("ix_point_posting_customer", "customer_id", "id"),
    )
    topic = Topic.POINTS
    audited = True
    id: Mapped[Id]
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    document: Mapped[Code]
    rule: Mapped[Code]
    kind: Mapped[Code]
    points: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[At]
    by: Mapped[Code]
    sale_id: Mapped[int | None] = child_of("sale.id")
    why: Mapped[Words] = mapped_column(default="")
    reason: Mapped[Words] = mapped_column(default="")


class PointLot(Base):
    """Points that were earned together, usable from a day and until another (both included) (P5, P6, P7)."""

    __tablename__ = "point_lot"
    __table_args__ = (
        CheckConstraint("points > 0", name="points"),
        Index("ix_point_lot_customer", "customer_id", "expires_on"),
        Index("ix_point_lot_expires", "expires_on"),
    )
    topic = Topic.POINTS
    id: Mapped[Id]
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    posting_id: Mapped[int] = mapped_column(ForeignKey("point_posting.id"))
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("point_rule.id"))
    points: Mapped[int] = mapped_column(BigInteger)
    usable_from: Mapped[date] = mapped_column(Date)
    expires_on: Mapped[date | None] = mapped_column(Date)


class PointEntry(Base):
    """One entry of the ledger: so many points into (plus) or out of (minus) a lot; without a lot, owed."""

    __tablename__ = "point_entry"
    __table_args__ = (
        CheckConstraint("points <> 0", name="points"),
        Index("ix_point_entry_balance", "customer_id", "lot_id", "points"),
    )
    topic = Topic.POINTS
    id: Mapped[Id]
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    posting_id: Mapped[int] = child_of("point_posting.id")
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("point_lot.id"))
    points: Mapped[int] = mapped_column(BigInteger)
