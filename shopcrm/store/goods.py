"""What the shop sells: a tree of categories, products, their barcodes, and the stock kept of them."""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Index, Integer, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from shopcrm.store.base import At, Base, Code, Id, Thousandths, Topic, Words, child_of


class Category(Base):
    """A shelf in the shop's tree of goods."""

    __tablename__ = "category"
    __table_args__ = (UniqueConstraint("parent_id", "name"),)
    topic = Topic.GOODS
    id: Mapped[Id]
    parent_id: Mapped[int | None] = child_of("category.id")
    name: Mapped[Code]


class Product(Base):
    """Something the shop sells; price and cost in smallest units for one unit, tax in basis points.

    `attributes` is a JSON object of names and words; `skey` is what a search looks through.
    """

    __tablename__ = "product"
    __table_args__ = (
        CheckConstraint("price is null or price >= 0", name="price"),
        CheckConstraint("tax_rate between 0 and 10000", name="tax_rate"),
        Index("ix_product_sort", "sort_key"),
    )
    topic = Topic.GOODS
    id: Mapped[Id]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Words]
    category_id: Mapped[int | None] = child_of("category.id")
    unit: Mapped[Code] = mapped_column(default="")
    price: Mapped[int | None] = mapped_column(BigInteger)
    cost: Mapped[int | None] = mapped_column(BigInteger)
    tax_rate: Mapped[int] = mapped_column(Integer, default=0)
    attributes: Mapped[Words] = mapped_column(default="{}")
    stock_kept: Mapped[bool] = mapped_column(Boolean, default=False)
    earns_points: Mapped[bool] = mapped_column(Boolean, default=True, server_default=true())
    skey: Mapped[Words] = mapped_column(default="")
    sort_key: Mapped[Words] = mapped_column(default="")


class Barcode(Base):
    """A barcode; a product has many, a barcode names one product (S2)."""

    __tablename__ = "barcode"
    topic = Topic.GOODS
    code: Mapped[Code] = mapped_column(primary_key=True)
    product_id: Mapped[int] = child_of("product.id", ondelete="CASCADE")


class StockMove(Base):
    """One movement of stock in thousandths of the unit; what is on hand is the sum of them."""

    __tablename__ = "stock_move"
    __table_args__ = (
        CheckConstraint("kind in ('arrival', 'sale', 'return', 'correction')", name="kind"),
        Index("ix_stock_move_on_hand", "product_id", "quantity"),
    )
    topic = Topic.GOODS
    id: Mapped[Id]
    product_id: Mapped[int] = child_of("product.id")
    quantity: Mapped[Thousandths]
    kind: Mapped[Code]
    at: Mapped[At]
    document: Mapped[Code] = mapped_column(default="")
    reason: Mapped[Words] = mapped_column(default="")
