"""What was bought: sales and returns with their lines, as they happened, and how each total was made."""

from datetime import date

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from shopcrm.store.base import Amount, At, Base, Code, Id, Thousandths, Topic, Words


def _where_named(name: str, column: str, *, unique: bool = False) -> Index:
    """Index only the rows that name something in a column: most sales do not, and are written sooner."""
    there = text(f"{column} is not null")
    return Index(name, column, unique=unique, sqlite_where=there, postgresql_where=there)


class Sale(Base):
    """A document of a sale, a return or a correction; the total is the sum of its lines in smallest units.

    `source` and `number` say where it came from and under which invoice; together they are one document.
    `day` is the shop's business day, kept because every figure by day would else be worked out anew.
    `key` names the basket it came from, so that no basket is sold twice, and `request` seals what was asked
    under that key. A return names its sale in `of_sale_id`; the sale of an exchange names the return that it
    goes with in `exchange_of_id`. `tax` is the part of the total that is tax.
    """

    __tablename__ = "sale"
    __table_args__ = (
        UniqueConstraint("source", "number"),
        CheckConstraint("kind in ('sale', 'return', 'correction')", name="kind"),
        # The day stands in it so that what somebody buys is counted without reading their sales themselves.
        Index("ix_sale_customer_sold", "customer_id", "sold_at", "day"),
        Index("ix_sale_sold", "sold_at"),
        Index("ix_sale_day", "day", "served_by"),
        _where_named("uq_sale_key", "key", unique=True),
        _where_named("ix_sale_of_sale", "of_sale_id"),
        _where_named("ix_sale_exchange_of", "exchange_of_id"),
    )
    topic = Topic.SALES
    audited = True
    id: Mapped[Id]
    source: Mapped[Code]
    number: Mapped[Code]
    kind: Mapped[Code]
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    sold_at: Mapped[At]
    day: Mapped[date] = mapped_column(Date)
    total: Mapped[Amount]
    served_by: Mapped[Code] = mapped_column(default="", server_default="")
    till: Mapped[Code] = mapped_column(default="", server_default="")
    key: Mapped[Code | None]
    request: Mapped[Code] = mapped_column(default="", server_default="")
    tax: Mapped[Amount] = mapped_column(default=0, server_default="0")
    of_sale_id: Mapped[int | None] = mapped_column(ForeignKey("sale.id"))
    exchange_of_id: Mapped[int | None] = mapped_column(ForeignKey("sale.id"))
    reversal: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    reason: Mapped[Words] = mapped_column(default="", server_default="")
    allowed_by: Mapped[Code] = mapped_column(default="", server_default="")
    """The manager who agreed to what the shop's terms did not allow."""


class SaleLine(Base):
    """One line: quantity in thousandths, price in smallest units for one unit, amount as it was paid.

    `ordinal` is the line's place within its invoice, so that equal lines both stay. The amount is what was
    paid for the line once every reduction was shared out; `tax` is the part of it that is tax. The line of a
    return names the line it takes back in `of_ordinal`.
    """

    __tablename__ = "sale_line"
    __table_args__ = (
        CheckConstraint("kind in ('sale', 'return', 'correction')", name="kind"),
        Index("ix_sale_line_product", "product_id", "sale_id"),
    )
    topic = Topic.SALES
    sale_id: Mapped[int] = mapped_column(ForeignKey("sale.id", ondelete="CASCADE"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(Integer, primary_key=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    kind: Mapped[Code]
    quantity: Mapped[Thousandths]
    price: Mapped[Amount]
    amount: Mapped[Amount]
    note: Mapped[Words] = mapped_column(default="")
    tax: Mapped[Amount] = mapped_column(default=0, server_default="0")
    of_ordinal: Mapped[int | None] = mapped_column(Integer)


class SaleStep(Base):
    """One step on the way to a total: what took how much off, in the order in which it was reckoned (V5).

    `before` is what the step worked on, `amount` what it took off (both smallest units); `why` is a kept
    sentence, and the rule that made the step is named where there is one.
    """

    __tablename__ = "sale_step"
    __table_args__ = (
        CheckConstraint(
            "kind in ('line', 'promotion', 'tier', 'goods_voucher', 'percent_voucher', 'whole',"
            " 'amount_voucher')",
            name="kind",
        ),
        CheckConstraint("amount >= 0", name="amount"),
    )
    topic = Topic.SALES
    sale_id: Mapped[int] = mapped_column(ForeignKey("sale.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[Code]
    before: Mapped[Amount]
    amount: Mapped[Amount]
    why: Mapped[Words]
    line: Mapped[int | None] = mapped_column(Integer)
    promotion_id: Mapped[int | None] = mapped_column(ForeignKey("promotion.id"))
    tier_id: Mapped[int | None] = mapped_column(ForeignKey("tier.id"))
    voucher_id: Mapped[int | None] = mapped_column(ForeignKey("voucher.id"))
    shares: Mapped[Words] = mapped_column(default="", server_default="")
    """What each line bears of a voucher, as a JSON list in the order of lines; empty where none is told."""
