"""Promotions: for a time, for some people, on some goods, so much off."""

from datetime import date

from sqlalchemy import Boolean, CheckConstraint, Date, Integer
from sqlalchemy.orm import Mapped, mapped_column

from shopcrm.store.base import Amount, Base, Code, Id, Topic, child_of


class Promotion(Base):
    """A percentage (basis points) or an amount (smallest units, for one unit of goods) off.

    It holds from a day until another (both included), on the weekdays of `weekdays` (a 1 at bit 0 is Monday,
    127 is every day), between two minutes of the day where they differ. What names no goods, shelf or tier is
    for all of them; a shelf counts with all beneath it.
    """

    __tablename__ = "promotion"
    __table_args__ = (
        CheckConstraint("kind in ('percent', 'amount')", name="kind"),
        CheckConstraint("value > 0 and (kind <> 'percent' or value <= 10000)", name="value"),
        CheckConstraint("weekdays between 1 and 127", name="weekdays"),
        CheckConstraint("from_minute between 0 and 1439 and until_minute between 1 and 1440", name="minutes"),
        CheckConstraint("ends_on is null or ends_on >= starts_on", name="days"),
    )
    topic = Topic.PROMOTIONS
    audited = True
    id: Mapped[Id]
    name: Mapped[Code]
    kind: Mapped[Code]
    value: Mapped[Amount]
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    weekdays: Mapped[int] = mapped_column(Integer, default=127)
    from_minute: Mapped[int] = mapped_column(Integer, default=0)
    until_minute: Mapped[int] = mapped_column(Integer, default=1440)
    product_id: Mapped[int | None] = child_of("product.id")
    category_id: Mapped[int | None] = child_of("category.id")
    tier_id: Mapped[int | None] = child_of("tier.id")
    active: Mapped[bool] = mapped_column(Boolean, default=True)
