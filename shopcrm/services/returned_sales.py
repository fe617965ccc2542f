"""A sale as a return looks at it: what was sold, how it was paid, and what of both came back so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from shopcrm.rules.errors import NotFound, Refused
from shopcrm.rules.returns import SoldLine
from shopcrm.rules.tenders import CARD, CASH, TAB, TRANSFER, Paid
from shopcrm.rules.text import ascii_digits, one_line
from shopcrm.services.sales import NoSuchSale
from shopcrm.store.goods import Product
from shopcrm.store.prepared import Prepared
from shopcrm.store.promises import SpecialOrder
from shopcrm.store.sales import Sale, SaleLine
from shopcrm.store.till import Payment

SLIP_CODE = "SALE-"
"""What stands before the number of a sale in the code on its slip."""

_HEAD = Prepared(
    select(
        Sale.id,
        Sale.number,
        Sale.kind,
        Sale.customer_id,
        Sale.sold_at,
        Sale.day,
        Sale.served_by,
        Sale.till,
        Sale.source,
        Sale.total,
    ).where(Sale.id == bindparam("which"))
)
_LOCKED = Prepared(select(Sale.id).where(Sale.id == bindparam("which")).with_for_update())
_LINES = Prepared(
    select(
        SaleLine.ordinal,
        SaleLine.product_id,
        SaleLine.quantity,
        SaleLine.price,
        SaleLine.amount,
        SaleLine.tax,
        SaleLine.note,
        Product.name,
        Product.unit,
        Product.stock_kept,
    )
    .outerjoin(Product, Product.id == SaleLine.product_id)
    .where(SaleLine.sale_id == bindparam("which"))
    .order_by(SaleLine.ordinal)
)
_BACK = Prepared(
    select(SaleLine.of_ordinal, SaleLine.quantity, SaleLine.amount, SaleLine.tax)
    .join(Sale, Sale.id == SaleLine.sale_id)
    .where(Sale.of_sale_id == bindparam("which"), SaleLine.of_ordinal.is_not(None))
)
_PAID = Prepared(
    select(Payment.kind, Payment.amount, Payment.points, Payment.voucher_id)
    .where(Payment.sale_id == bindparam("which"))
    .order_by(Payment.id)
)
_PAID_BACK = Prepared(
    select(Payment.kind, Payment.amount)
    .join(Sale, Sale.id == Payment.sale_id)
    .where(Sale.of_sale_id == bindparam("which"))
)
_ORDER = Prepared(select(SpecialOrder.number).where(SpecialOrder.deposit_sale_id == bindparam("which")))
_SEVERAL = 50
_TENDERS = (CASH, CARD, TRANSFER)


class NotASale(Refused):
    """A return or a correction cannot be brought back."""

    sentence = "Document {number} is not a sale. Nothing was changed. Choose the sale itself."


class NoSaleNumbered(NotFound):
    """No sale has the number, or several from other programs have it."""

    sentence = (
        "There is no single sale {number}. Nothing was changed. Look at the slip, or choose it from a list."
    )


class DepositOfOrder(Refused):
    """The deposit of a special order goes back with the order, or its store credit would be paid twice."""

    sentence = (
        "Sale {number} is the deposit of special order {order}. Nothing was changed. "
        "Withdraw the order, and its deposit goes back with it."
    )


@dataclass(frozen=True, slots=True)
class SoldSale:
    """A sale with all that came back of it; `paid` tells how, `tab_back` what returns took off the tab.

    By the ordinals of lines, `goods` names their goods, `words` what was typed in; `kept` are those lines
    whose stock is kept.
    """

    id: int
    number: str
    customer_id: int | None
    sold_at: datetime
    day: date
    served_by: str
    till: str
    source: str
    lines: tuple[SoldLine, ...]
    goods: dict[int, int]
    words: dict[int, str]
    kept: frozenset[int]
    paid: tuple[Paid, ...]
    tab_back: int

    @property
    def document(self) -> str:
        """Name the sale as ledgers do."""
        return f"sale {self.id}"

    @property
    def total(self) -> int:
        """What it came to."""
        return sum(line.amount for line in self.lines)

    @property
    def refunded(self) -> int:
        """What was paid back so far."""
        return sum(line.refunded for line in self.lines)

    @property
    def on_tab(self) -> int:
        """What it put on the tab and no return took off again."""
        return sum(one.amount for one in self.paid if one.kind == TAB) - self.tab_back

    @property
    def tender(self) -> str:
        """The kind that paid the most of it, of those that a drawer or a bank knows; else nothing."""
        sums = {kind: sum(one.amount for one in self.paid if one.kind == kind) for kind in _TENDERS}
        best = max(_TENDERS, key=lambda kind: sums[kind])
        return best if sums[best] > 0 else ""


@dataclass(frozen=True, slots=True)
class LatestSale:
    """A sale to choose: what it came to, and what was paid back of it."""

    id: int
    number: str
    sold_at: datetime
    total: int
    back: int


def read(session: Session, sale_id: int) -> SoldSale:
    """Read a sale and what came back of it; raises NoSuchSale or NotASale."""
    heads = _HEAD.named(session, which=sale_id)
    if not heads:
        raise NoSuchSale(id=sale_id)
    head = heads[0]
    if head.kind != "sale":
        raise NotASale(number=head.number)
    rows = _LINES.named(session, which=sale_id)
    back = _back(session, sale_id)
    paid_back = _PAID_BACK.rows(session, which=sale_id)
    return SoldSale(
        id=head.id,
        number=head.number,
        customer_id=head.customer_id,
        sold_at=head.sold_at,
        day=head.day,
        served_by=head.served_by,
        till=head.till,
        source=head.source,
        lines=tuple(_line(row, back.get(row.ordinal, (0, 0, 0))) for row in rows),
        goods={row.ordinal: row.product_id for row in rows if row.product_id is not None},
        words={row.ordinal: row.note for row in rows},
        kept=frozenset(row.ordinal for row in rows if row.stock_kept),
        paid=tuple(
            Paid(kind, amount, points=points, voucher_id=voucher)
            for kind, amount, points, voucher in _PAID.rows(session, which=sale_id)
        ),
        tab_back=-sum(amount for kind, amount in paid_back if kind == TAB),
    )


def keep_still(session: Session, sale_id: int) -> None:
    """Let nobody else take anything of a sale back before this transaction is over (R1)."""
    _LOCKED.rows(session, which=sale_id)


def refuse_deposit(session: Session, sale_id: int, number: str) -> None:
    """Raise DepositOfOrder where a sale is the deposit of a special order."""
    rows = _ORDER.rows(session, which=sale_id)
    if rows:
        raise DepositOfOrder(number=number, order=str(rows[0][0]))


def find(session: Session, text: str) -> int:
    """Find a sale by its number, or by the code on its slip; raises NoSaleNumbered.

    The counter's own sales come before those that were brought in from another program.
    """
    number = ascii_digits(one_line(text))
    if number.upper().startswith(SLIP_CODE):
        number = number[len(SLIP_CODE) :]
    query = select(Sale.id, Sale.source).where(Sale.number == number, Sale.kind == "sale")
    found = session.execute(query.limit(_SEVERAL)).all()
    own = [key for key, source in found if source == "counter"]
    if not own and len(found) != 1:
        raise NoSaleNumbered(number=number)
    return own[0] if own else found[0][0]


def latest(session: Session, customer_id: int, limit: int = 20) -> list[LatestSale]:
    """List the latest sales of somebody that are not wholly back, the newest first."""
    back = aliased(Sale)
    refunded = (
        select(func.coalesce(func.sum(back.total), 0))
        .where(back.of_sale_id == Sale.id)
        .correlate(Sale)
        .scalar_subquery()
    )
    query = (
        select(Sale.id, Sale.number, Sale.sold_at, Sale.total, refunded.label("back"))
        .where(Sale.customer_id == customer_id, Sale.kind == "sale", Sale.total + refunded > 0)
        .order_by(Sale.sold_at.desc(), Sale.id.desc())
        .limit(limit)
    )
    return [
        LatestSale(row.id, row.number, row.sold_at, row.total, -int(row.back))
        for row in session.execute(query)
    ]


def returned_by(session: Session, sale_id: int) -> Sequence[int]:
    """List the returns of a sale, the oldest first."""
    return session.scalars(select(Sale.id).where(Sale.of_sale_id == sale_id).order_by(Sale.id)).all()


def _back(session: Session, sale_id: int) -> dict[int, tuple[int, int, int]]:
    """Add up what came back of each line: thousandths, smallest units, and the tax in them."""
    sums: dict[int, tuple[int, int, int]] = {}
    for one in _BACK.named(session, which=sale_id):
        quantity, amount, tax = sums.get(one.of_ordinal, (0, 0, 0))
        sums[one.of_ordinal] = (quantity - one.quantity, amount - one.amount, tax - one.tax)
    return sums


def _line(row: Any, back: tuple[int, int, int]) -> SoldLine:
    name = row.name or row.note
    return SoldLine(row.ordinal, name, row.unit or "", row.quantity, row.price, row.amount, row.tax, *back)
