"""The till: how sales were paid, what customers owe, baskets put aside, closed days, printed papers."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, Integer, text
from sqlalchemy.orm import Mapped, mapped_column

from shopcrm.store.base import Amount, At, Base, Code, Id, Moment, Topic, Words, child_of

PAYMENT_KINDS = "('cash', 'card', 'transfer', 'credit', 'points', 'tab')"


class Payment(Base):
    """What paid a sale (plus) or was paid back for a return (minus), in smallest units.

    `handed` is the cash that was put on the counter; `points` counts the points that paid, and `voucher_id`
    names the store credit that did.
    """

    __tablename__ = "payment"
    __table_args__ = (
        CheckConstraint(f"kind in {PAYMENT_KINDS}", name="kind"),
        CheckConstraint("amount <> 0", name="amount"),
        Index("ix_payment_day", "at", "kind"),
        # What points paid is left out of what somebody spent, and looked for with every sale.
        Index(
            "ix_payment_points",
            "sale_id",
            "points",
            "amount",
            sqlite_where=text("points is not null"),
            postgresql_where=text("points is not null"),
        ),
    )
    topic = Topic.SALES
    audited = True
    id: Mapped[Id]
    sale_id: Mapped[int] = child_of("sale.id")
    kind: Mapped[Code]
    amount: Mapped[Amount]
    handed: Mapped[int | None] = mapped_column(BigInteger)
    points: Mapped[int | None] = mapped_column(BigInteger)
    voucher_id: Mapped[int | None] = mapped_column(ForeignKey("voucher.id"))
    at: Mapped[At]
    till: Mapped[Code]
    by: Mapped[Code]


class TabEntry(Base):
    """One entry of what a customer owes: plus put on the tab, minus paid off or taken back.

    `paid_by` tells with what kind of payment it was paid off. Entries are only ever added.
    """

    __tablename__ = "tab_entry"
    __table_args__ = (
        CheckConstraint("kind in ('sale', 'paid', 'return', 'adjust')", name="kind"),
        CheckConstraint("amount <> 0", name="amount"),
        Index("ix_tab_entry_balance", "customer_id", "amount"),
    )
    topic = Topic.SALES
    audited = True
    id: Mapped[Id]
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    kind: Mapped[Code]
    amount: Mapped[Amount]
    at: Mapped[At]
    till: Mapped[Code]
    by: Mapped[Code]
    sale_id: Mapped[int | None] = child_of("sale.id")
    paid_by: Mapped[Code] = mapped_column(default="")
    reason: Mapped[Words] = mapped_column(default="")
    key: Mapped[Code | None] = mapped_column(unique=True)


class HeldBasket(Base):
    """A basket that was put aside for another customer; it touches no balance (P9). `content` is JSON."""

    __tablename__ = "held_basket"
    topic = Topic.TILL
    id: Mapped[Id]
    customer_id: Mapped[int | None] = child_of("customer.id")
    words: Mapped[Words] = mapped_column(default="")
    content: Mapped[Words]
    at: Mapped[At]
    till: Mapped[Code]
    by: Mapped[Code]
    taken_at: Mapped[datetime | None] = mapped_column(Moment)


class DayClose(Base):
    """A day that was closed at a till: what should lie in the drawer and what did; `figures` is JSON."""

    __tablename__ = "day_close"
    __table_args__ = (Index("ix_day_close_day", "day", "id"),)
    topic = Topic.TILL
    audited = True
    id: Mapped[Id]
    day: Mapped[date] = mapped_column(Date)
    at: Mapped[At]
    till: Mapped[Code]
    by: Mapped[Code]
    expected: Mapped[Amount]
    counted: Mapped[int | None] = mapped_column(BigInteger)
    note: Mapped[Words] = mapped_column(default="")
    figures: Mapped[Words]


class Printing(Base):
    """A paper that was printed or saved: what, of which number, in which layout, when and by whom."""

    __tablename__ = "printing"
    __table_args__ = (
        CheckConstraint("what in ('slip', 'voucher', 'card', 'statement', 'day_close')", name="what"),
        Index("ix_printing_thing", "what", "thing_id"),
    )
    topic = Topic.TILL
    id: Mapped[Id]
    what: Mapped[Code]
    thing_id: Mapped[int] = mapped_column(Integer)
    layout: Mapped[Code]
    at: Mapped[At]
    till: Mapped[Code]
    by: Mapped[Code]
