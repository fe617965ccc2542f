"""Vouchers: what each is good for, where each was used, and the ledger of those that hold store credit.

One voucher is used once (V2): each use takes a numbered place, and the database keeps two from taking the
same one (V3). Store credit is a ledger whose entries are numbered likewise, so that two tills cannot both
spend the last of it (V7).
"""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from shopcrm.store.base import Amount, At, Base, Code, Id, Moment, Topic, Words, child_of


class Campaign(Base):
    """Vouchers that were made together, for a reason that has a name."""

    __tablename__ = "campaign"
    topic = Topic.VOUCHERS
    audited = True
    id: Mapped[Id]
    name: Mapped[Code]
    made_at: Mapped[At]
    made_by: Mapped[Code]


class Voucher(Base):
    """A voucher and its limits; `code` is its 15 characters without hyphens (V1).

    `value` is basis points for percent, smallest units for amount and for the credit it began with, and
    thousandths of `product_id` for goods, or whole services described in `words`. `most` caps what a
    percentage takes off. Both days are included (V4); `minimum` is the least that the goods must come to.
    `combines` says what else may be used with it (V6). `sale_id` is the sale that earned it, which
    must come to `earned_at_least` for it to stay (R6). `replaces_id` is the voucher in whose place it was
    given, and its `sale_id` the return that brought it (R5).
    """

    __tablename__ = "voucher"
    __table_args__ = (
        CheckConstraint("kind in ('percent', 'amount', 'goods', 'credit')", name="kind"),
        CheckConstraint("state in ('blank', 'active', 'withdrawn')", name="state"),
        CheckConstraint("combines in ('all', 'no_voucher', 'no_promotion', 'alone')", name="combines"),
        CheckConstraint("kind <> 'percent' or value between 1 and 10000", name="percent"),
        CheckConstraint("value > 0 and minimum >= 0 and (most is null or most > 0)", name="amounts"),
        CheckConstraint("uses between 1 and 10000", name="uses"),
        CheckConstraint(
            "reason in ('points', 'tier', 'game', 'complaint', 'occasion', 'campaign', 'referral', 'partner',"
            " 'return', 'bought', 'gift')",
            name="reason",
        ),
        Index("ix_voucher_issued", "issued_at", "id"),
    )
    topic = Topic.VOUCHERS
    audited = True
    id: Mapped[Id]
    code: Mapped[Code] = mapped_column(unique=True)
    kind: Mapped[Code]
    state: Mapped[Code] = mapped_column(default="active")
    value: Mapped[Amount]
    most: Mapped[int | None] = mapped_column(BigInteger)
    product_id: Mapped[int | None] = child_of("product.id")
    words: Mapped[Words] = mapped_column(default="")
    from_on: Mapped[date | None] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date, index=True)
    minimum: Mapped[Amount] = mapped_column(default=0)
    uses: Mapped[int] = mapped_column(Integer, default=1)
    customer_id: Mapped[int | None] = child_of("customer.id")
    combines: Mapped[Code] = mapped_column(default="all")
    reason: Mapped[Code] = mapped_column(default="gift")
    reason_words: Mapped[Words] = mapped_column(default="")
    campaign_id: Mapped[int | None] = child_of("campaign.id")
    reward_id: Mapped[int | None] = child_of("reward.id")
    sale_id: Mapped[int | None] = child_of("sale.id")
    earned_at_least: Mapped[Amount] = mapped_column(default=0, server_default="0")
    replaces_id: Mapped[int | None] = child_of("voucher.id")
    issued_at: Mapped[At]
    issued_by: Mapped[Code]
    activated_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_why: Mapped[Words] = mapped_column(default="")


class VoucherLimit(Base):
    """Goods or a shelf (with all beneath it) that a voucher is for; without any it is for everything."""

    __tablename__ = "voucher_limit"
    __table_args__ = (CheckConstraint("(product_id is null) <> (category_id is null)", name="one_thing"),)
    topic = Topic.VOUCHERS
    id: Mapped[Id]
    voucher_id: Mapped[int] = child_of("voucher.id", ondelete="CASCADE")
    product_id: Mapped[int | None] = child_of("product.id")
    category_id: Mapped[int | None] = child_of("category.id")


class VoucherUse(Base):
    """One use of a voucher on a sale, at a numbered place of those it allows (V2, V3).

    `allowed` is how many uses the voucher has, so that the database can refuse a place beyond them; `amount`
    is what it took off or paid. A return that frees the place marks the row (R5).
    """

    __tablename__ = "voucher_use"
    __table_args__ = (
        CheckConstraint("place between 1 and allowed", name="place"),
        Index(
            "uq_voucher_use_taken",
            "voucher_id",
            "place",
            unique=True,
            sqlite_where=text("freed_at is null"),
            postgresql_where=text("freed_at is null"),
        ),
    )
    topic = Topic.VOUCHERS
    audited = True
    id: Mapped[Id]
    voucher_id: Mapped[int] = mapped_column(ForeignKey("voucher.id"))
    place: Mapped[int] = mapped_column(Integer)
    allowed: Mapped[int] = mapped_column(Integer)
    sale_id: Mapped[int] = child_of("sale.id")
    amount: Mapped[Amount]
    at: Mapped[At]
    till: Mapped[Code]
    by: Mapped[Code]
    freed_at: Mapped[datetime | None] = mapped_column(Moment)
    freed_by_id: Mapped[int | None] = mapped_column(ForeignKey("sale.id"))


class CreditEntry(Base):
    """One entry of the store credit on a voucher: smallest units, plus loaded, minus spent.

    Each names its number in the row of entries and what is left after it; two writers cannot both be the
    same one, and nothing is spent that is not there.
    """

    __tablename__ = "credit_entry"
    __table_args__ = (
        UniqueConstraint("voucher_id", "ordinal"),
        CheckConstraint("rest >= 0 and amount <> 0", name="rest"),
        CheckConstraint("kind in ('load', 'spend', 'give_back', 'lapse', 'withdraw')", name="kind"),
    )
    topic = Topic.VOUCHERS
    audited = True
    id: Mapped[Id]
    voucher_id: Mapped[int] = mapped_column(ForeignKey("voucher.id"))
    ordinal: Mapped[int] = mapped_column(Integer)
    kind: Mapped[Code]
    amount: Mapped[Amount]
    rest: Mapped[Amount]
    sale_id: Mapped[int | None] = mapped_column(ForeignKey("sale.id"))
    at: Mapped[At]
    by: Mapped[Code]


class Reward(Base):
    """Something that points buy: a voucher with these limits; `days` is how long it is good."""

    __tablename__ = "reward"
    __table_args__ = (
        CheckConstraint("kind in ('percent', 'amount', 'goods', 'credit')", name="kind"),
        CheckConstraint("points > 0 and value > 0", name="amounts"),
    )
    topic = Topic.VOUCHERS
    audited = True
    id: Mapped[Id]
    name: Mapped[Code]
    points: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[Code]
    value: Mapped[Amount]
    product_id: Mapped[int | None] = child_of("product.id")
    words: Mapped[Words] = mapped_column(default="")
    minimum: Mapped[Amount] = mapped_column(default=0)
    days: Mapped[int] = mapped_column(Integer, default=90)
    active: Mapped[bool] = mapped_column(Boolean, default=True)


class WrongCode(Base):
    """A code that was tried and is none; they slow till and person down (V8). The whole code is not kept."""

    __tablename__ = "wrong_code"
    __table_args__ = (Index("ix_wrong_code_at", "at"),)
    topic = Topic.VOUCHERS
    id: Mapped[Id]
    at: Mapped[At]
    till: Mapped[Code]
    by: Mapped[Code]
    masked: Mapped[Code]
