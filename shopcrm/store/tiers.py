"""The levels of loyalty, and every change of level of every customer."""

from datetime import date

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Date, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from shopcrm.store.base import Amount, At, Base, Code, Id, Topic, Words


class Tier(Base):
    """A level: reached at `threshold` (inclusive, T2), in smallest units, points or visits as the shop chose.

    `one_sale` (smallest units) is the single sale that reaches it at once (T6). `discount` is in basis points
    of the price; `points_percent` is 100 for points as usual. `mark` is gold, silver, bronze or plain.
    """

    __tablename__ = "tier"
    __table_args__ = (
        CheckConstraint("threshold >= 0 and (one_sale is null or one_sale > 0)", name="amounts"),
        CheckConstraint("discount between 0 and 10000", name="discount"),
        CheckConstraint("points_percent between 0 and 10000", name="points_percent"),
        CheckConstraint("mark in ('gold', 'silver', 'bronze', 'plain')", name="mark"),
    )
    topic = Topic.TIERS
    audited = True
    id: Mapped[Id]
    name: Mapped[Code] = mapped_column(unique=True)
    mark: Mapped[Code] = mapped_column(default="plain")
    threshold: Mapped[Amount]
    one_sale: Mapped[int | None] = mapped_column(BigInteger)
    discount: Mapped[int] = mapped_column(Integer, default=0)
    points_percent: Mapped[int] = mapped_column(Integer, default=100)
    active: Mapped[bool] = mapped_column(Boolean, default=True)


class TierChange(Base):
    """A customer came to a level, or it was said to them that they will leave it; the latest change holds.

    `tier_id` None is no level. `kept_until` is the last day on which it is kept for sure. One that was set
    by hand stays until it is released (T4). Changes are only ever added.
    """

    __tablename__ = "tier_change"
    __table_args__ = (
        CheckConstraint(
            "kind in ('reached', 'kept', 'lowered', 'by_hand', 'released', 'taken_back', 'announced')",
            name="kind",
        ),
        Index("ix_tier_change_latest", "customer_id", "id"),
        Index("ix_tier_change_kept", "kept_until"),
    )
    topic = Topic.TIERS
    audited = True
    id: Mapped[Id]
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    tier_id: Mapped[int | None] = mapped_column(ForeignKey("tier.id"))
    kind: Mapped[Code]
    at: Mapped[At]
    kept_until: Mapped[date | None] = mapped_column(Date)
    sale_id: Mapped[int | None] = mapped_column(ForeignKey("sale.id"))
    by: Mapped[Code]
    reason: Mapped[Words] = mapped_column(default="")
