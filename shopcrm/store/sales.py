"""What was bought: sales and returns with their lines, as they happened."""

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopcrm.store.base import Amount, At, Base, Code, Id, Thousandths, Topic, Words


class Sale(Base):
    """A document of a sale, a return or a correction; the total is the sum of its lines in smallest units.

    `source` and `number` say where it came from and under which invoice; together they are one document.
    `day` is the shop's business day, kept because every figure by day would else be worked out anew.
    """

    __tablename__ = "sale"
    __table_args__ = (
        UniqueConstraint("source", "number"),
        CheckConstraint("kind in ('sale', 'return', 'correction')", name="kind"),
        Index("ix_sale_customer_sold", "customer_id", "sold_at"),
        Index("ix_sale_sold", "sold_at"),
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
    served_by: Mapped[Code] = mapped_column(default="")


class SaleLine(Base):
    """One line: quantity in thousandths, price in smallest units for one unit, amount as it was paid.

    `ordinal` is the line's place within its invoice, so that equal lines both stay.
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
