"""What stands on the slip of a sale, a return or an exchange: read back from what was written down.

Nothing is reckoned anew: lines, steps, payments and points are those of the documents, so a slip that is
printed again a year later says what the first one said.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from shopcrm.rules import sayings, voucher_codes
from shopcrm.rules.money import line_total
from shopcrm.rules.people import shown_name
from shopcrm.rules.sayings import FieldValue, Saying
from shopcrm.services import printing, settings, tiers
from shopcrm.services.printing import What
from shopcrm.services.sales import NoSuchSale
from shopcrm.store.customers import Customer
from shopcrm.store.goods import Product
from shopcrm.store.points import PointEntry, PointPosting
from shopcrm.store.sales import Sale, SaleLine, SaleStep
from shopcrm.store.till import Payment, TabEntry
from shopcrm.store.vouchers import CreditEntry, Voucher

_OF_LINES = ("line", "promotion")
"""Steps of these kinds stand beneath the line that they took something off."""


class SlipWidth(StrEnum):
    """The paper of a slip: a roll of 80 or 58 mm, or a page."""

    WIDE = "80"
    NARROW = "58"
    PAGE = "a5"


@dataclass(frozen=True, slots=True)
class SlipStep:
    """What took so much off, in smallest units; equal reasons stand together as one."""

    why: Saying
    amount: int


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One line: thousandths of a unit, its price, what they come to, and what was taken off this line.

    `amount` is what was paid for it in the end, which on a return is what is paid back.
    """

    name: str
    unit: str
    quantity: int
    price: int
    gross: int
    amount: int
    off: tuple[SlipStep, ...] = ()


@dataclass(frozen=True, slots=True)
class SlipPayment:
    """What was paid in one way (minus: paid back), in smallest units.

    `handed` is the cash that was put down, `code` the masked code of store credit and `rest` what it still
    holds after this.
    """

    kind: str
    amount: int
    handed: int | None = None
    points: int | None = None
    code: str = ""
    rest: int | None = None


@dataclass(frozen=True, slots=True)
class SlipPoints:
    """What a document did to points: earned, spent, taken back, given back; and what was left after it."""

    earned: int
    spent: int
    taken_back: int
    given_back: int
    left: int


@dataclass(frozen=True, slots=True)
class Slip:
    """A document as its paper says it; amounts in smallest units, a return has minus ones.

    `added` is what came on top of goods less steps, such as tax that prices do not include. `owed` is what
    the customer owes on the tab after it, None where they have none. `of_number` names the sale that a
    return takes back, `exchange` the return that this sale goes with. `printed` counts the slips before.
    """

    id: int
    number: str
    kind: str
    reversal: bool
    sold_at: datetime
    served_by: str
    till: str
    customer: FieldValue
    lines: tuple[SlipLine, ...]
    steps: tuple[SlipStep, ...]
    goods: int
    added: int
    total: int
    tax: int
    payments: tuple[SlipPayment, ...]
    points: SlipPoints | None
    tier: str
    owed: int | None
    reason: str
    of_number: str
    exchange: "Slip | None"
    terms: str
    words: str
    printed: int

    @property
    def code(self) -> str:
        """What the bars on the slip say, so that a scanner finds the sale again."""
        return f"SALE-{self.number}"

    @property
    def change(self) -> int:
        """What was given out of the cash that was put down."""
        return sum(one.handed - one.amount for one in self.payments if one.handed is not None)


def slip(session: Session, sale_id: int) -> Slip:
    """Read what the slip of a document says; raises NoSuchSale.

    The slip of either document of an exchange is that of its sale, with the return on it.
    """
    row = _document(session, Sale.id == sale_id)
    if row is None:
        raise NoSuchSale(id=sale_id)
    follows = _document(session, Sale.exchange_of_id == sale_id) if row.kind == "return" else None
    if follows is not None:
        row = follows
    read = _read(session, row)
    if row.exchange_of_id is None:
        return read
    returned = _document(session, Sale.id == row.exchange_of_id)
    return read if returned is None else replace(read, exchange=_read(session, returned))


def _document(session: Session, which: ColumnElement[bool]) -> Sale | None:
    return session.scalars(select(Sale).where(which).order_by(Sale.id).limit(1)).first()


def _read(session: Session, row: Sale) -> Slip:
    decided = settings.read(session)
    steps = list(session.scalars(select(SaleStep).where(SaleStep.sale_id == row.id).order_by(SaleStep.place)))
    lines = _lines(session, row, [step for step in steps if _stands_by_its_line(step)])
    goods = sum(line.gross for line in lines)
    return Slip(
        id=row.id,
        number=row.number,
        kind=row.kind,
        reversal=row.reversal,
        sold_at=row.sold_at,
        served_by=row.served_by,
        till=row.till,
        customer=_customer(session, row.customer_id),
        lines=lines,
        steps=_together([step for step in steps if not _stands_by_its_line(step)]),
        goods=goods,
        added=row.total - goods + sum(step.amount for step in steps),
        total=row.total,
        tax=row.tax,
        payments=_payments(session, row),
        points=_points(session, row),
        tier=_tier(session, row),
        owed=_owed(session, row),
        reason=row.reason,
        of_number=_number(session, row.of_sale_id),
        exchange=None,
        terms=decided.return_policy,
        words=decided.slip_words,
        printed=printing.times(session, What.SLIP, row.id),
    )


def _stands_by_its_line(step: SaleStep) -> bool:
    return step.kind in _OF_LINES and step.line is not None


def _together(steps: Sequence[SaleStep]) -> tuple[SlipStep, ...]:
    """Put steps of the same reason together, in the order in which they were reckoned."""
    sums: dict[Saying, int] = {}
    for step in steps:
        for why in sayings.from_json(step.why)[:1]:
            sums[why] = sums.get(why, 0) + step.amount
    return tuple(SlipStep(why, amount) for why, amount in sums.items())


def _lines(session: Session, row: Sale, steps: Sequence[SaleStep]) -> tuple[SlipLine, ...]:
    query = (
        select(SaleLine, Product.name, Product.unit)
        .outerjoin(Product, Product.id == SaleLine.product_id)
        .where(SaleLine.sale_id == row.id)
        .order_by(SaleLine.ordinal)
    )
    return tuple(
        SlipLine(
            name=name or line.note,
            unit=unit or "",
            quantity=line.quantity,
            price=line.price,
            # What is paid back for a line is its share of what was paid, not its price.
            gross=line_total(line.price, line.quantity) if row.kind == "sale" else line.amount,
            amount=line.amount,
            off=_together([step for step in steps if step.line == line.ordinal]),
        )
        for line, name, unit in session.execute(query).all()
    )


def _payments(session: Session, row: Sale) -> tuple[SlipPayment, ...]:
    query = (
        select(Payment, Voucher.code, CreditEntry.rest)
        .outerjoin(Voucher, Voucher.id == Payment.voucher_id)
        .outerjoin(
            CreditEntry,
            (CreditEntry.voucher_id == Payment.voucher_id) & (CreditEntry.sale_id == Payment.sale_id),
        )
        .where(Payment.sale_id == row.id)
        .order_by(Payment.id, CreditEntry.ordinal.desc())
    )
    found: dict[int, SlipPayment] = {}
    for paid, code, rest in session.execute(query).all():
        masked = voucher_codes.masked(code) if code else ""
        one = SlipPayment(paid.kind, paid.amount, paid.handed, paid.points, masked, rest)
        found.setdefault(paid.id, one)
    return tuple(found.values())


def _points(session: Session, row: Sale) -> SlipPoints | None:
    """Sum up what the document did to points; None where it did nothing and there are none."""
    if row.customer_id is None:
        return None
    query = select(PointPosting.kind, func.sum(PointPosting.points), func.max(PointPosting.id))
    own = PointPosting.document == f"{row.kind} {row.id}"
    postings = session.execute(query.where(own).group_by(PointPosting.kind)).all()
    sums = {kind: int(points) for kind, points, _last in postings}
    last = max((last for _kind, _points, last in postings), default=None)
    left = _balance(session, row, last)
    if not postings and not left:
        return None
    return SlipPoints(
        earned=sums.get("earn", 0),
        spent=-sums.get("spend", 0),
        taken_back=-sums.get("take_back", 0),
        given_back=sums.get("give_back", 0) + sums.get("expire", 0),
        left=left,
    )


def _balance(session: Session, row: Sale, last: int | None) -> int:
    """Tell how many points were left after the document, whenever that is asked."""
    query = (
        select(func.sum(PointEntry.points))
        .join(PointPosting, PointPosting.id == PointEntry.posting_id)
        .where(PointEntry.customer_id == row.customer_id)
    )
    until = PointPosting.at <= row.sold_at if last is None else PointPosting.id <= last
    return int(session.scalar(query.where(until)) or 0)


def _tier(session: Session, row: Sale) -> str:
    if row.customer_id is None:
        return ""
    benefit = tiers.at_sale(session, row.customer_id, row.id)
    return "" if benefit is None else benefit.name


def _owed(session: Session, row: Sale) -> int | None:
    """Tell what the customer owed on the tab after the document; None where it did nothing to it."""
    query = select(func.max(TabEntry.id)).where(TabEntry.sale_id == row.id)
    last = session.scalar(query)
    if last is None:
        return None
    total = select(func.sum(TabEntry.amount)).where(TabEntry.customer_id == row.customer_id)
    return int(session.scalar(total.where(TabEntry.id <= last)) or 0)


def _customer(session: Session, customer_id: int | None) -> FieldValue:
    if customer_id is None:
        return ""
    row: Any = session.execute(select(Customer.name, Customer.code).where(Customer.id == customer_id)).one()
    return shown_name(row.name, row.code, customer_id)


def _number(session: Session, sale_id: int | None) -> str:
    if sale_id is None:
        return ""
    return session.scalars(select(Sale.number).where(Sale.id == sale_id)).one()
