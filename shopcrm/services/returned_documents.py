"""The document of a return: written down with its goods, and shown again with all that it did."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.orm import Session

from shopcrm.rules import voucher_codes
from shopcrm.rules.returns import LineBack
from shopcrm.services import points, sale_writing, settings, stock, tiers
from shopcrm.services.once import Asked
from shopcrm.services.refunds import WayBack
from shopcrm.services.returned_sales import SoldSale
from shopcrm.services.sales import NoSuchSale
from shopcrm.services.shop import now_of, touched, who_of
from shopcrm.store.base import Topic
from shopcrm.store.customers import Customer
from shopcrm.store.points import PointEntry, PointPosting
from shopcrm.store.sales import Sale, SaleLine
from shopcrm.store.till import Payment
from shopcrm.store.vouchers import Voucher, VoucherUse


@dataclass(frozen=True, slots=True)
class Head:
    """What stands on a return besides its goods: the reason, who agreed to it, and what asked for it."""

    reason: str = ""
    allowed_by: str = ""
    reversal: bool = False
    asked: Asked | None = None


@dataclass(frozen=True, slots=True)
class PointsBack:
    """What a return did to points.

    `given` came back, `lapsed` of them at once (R4); `taken` were taken back, of which `owed` were not there
    any more (R3), unless `forgiven`, or `kept` from the refund; `regained` were forgiven with an earlier
    return, and what they had paid came back now; `earned` are those that the rest deserves more. `balance` is
    what there is now.
    """

    given: int = 0
    lapsed: int = 0
    taken: int = 0
    owed: int = 0
    forgiven: int = 0
    kept: int = 0
    regained: int = 0
    earned: int = 0
    balance: int = 0


@dataclass(frozen=True, slots=True)
class VoucherMoved:
    """A voucher that a return touched: `freed`, `new`, `lapsed`, or `credit` that the refund is."""

    voucher_id: int
    code: str
    what: str
    worth: int


@dataclass(frozen=True, slots=True)
class Returned:
    """A return that was made: smallest units that went back, in which ways, and what it did besides."""

    return_id: int
    number: str
    of_sale_id: int
    of_number: str
    customer_id: int | None
    lines: tuple[LineBack, ...]
    refund: int
    tax: int
    ways: tuple[WayBack, ...]
    points: PointsBack
    tier: str | None
    vouchers: tuple[VoucherMoved, ...]
    reversal: bool = False
    reason: str = ""
    allowed_by: str = ""
    was_known: bool = False


def write(session: Session, sale: SoldSale, back: Sequence[LineBack], head: Head) -> int:
    """Write a return down with its lines, put the goods back, and give its number in the shop."""
    now, connection = now_of(session), session.connection()
    row = _head(session, sale, back, head)
    return_id: int = connection.execute(insert(Sale).returning(Sale.id), row).scalar_one()
    connection.execute(
        insert(SaleLine), [_line(return_id, place, sale, one) for place, one in enumerate(back)]
    )
    moves = [
        stock.Move(sale.goods[one.ordinal], one.quantity, "return", now, f"return {return_id}")
        for one in back
        if one.ordinal in sale.kept
    ]
    stock.post(session, moves)
    if sale.customer_id is not None:
        seen = update(Customer).where(Customer.id == sale.customer_id, Customer.last_seen_at < now)
        connection.execute(seen.values(last_seen_at=now))
        touched(session, Topic.CUSTOMERS)
    refund = sum(one.amount for one in back)
    touched(session, Topic.SALES, f"return {return_id} of sale {sale.id}: {refund} in {len(back)} lines")
    return return_id


def show(session: Session, return_id: int, *, was_known: bool = False) -> Returned:
    """Show a return with all that it did; raises NoSuchSale."""
    row = session.get(Sale, return_id)
    if row is None or row.of_sale_id is None or row.kind != "return":
        raise NoSuchSale(id=return_id)
    tier = None if row.customer_id is None else tiers.of_customer(session, row.customer_id)
    return Returned(
        return_id=row.id,
        number=row.number,
        of_sale_id=row.of_sale_id,
        of_number=session.get_one(Sale, row.of_sale_id).number,
        customer_id=row.customer_id,
        lines=_lines(session, return_id),
        refund=-row.total,
        tax=-row.tax,
        ways=_ways(session, return_id),
        points=_points(session, row),
        tier=None if tier is None else tier.tier.name,
        vouchers=_vouchers(session, row),
        reversal=row.reversal,
        reason=row.reason,
        allowed_by=row.allowed_by,
        was_known=was_known,
    )


def _head(session: Session, sale: SoldSale, back: Sequence[LineBack], head: Head) -> dict[str, object]:
    """Make the head; it counts for whoever served the sale, because figures are of what is kept (N3)."""
    now, asked = now_of(session), head.asked
    return {
        "source": sale_writing.SOURCE,
        "number": sale_writing.next_number(session),
        "kind": "return",
        "customer_id": sale.customer_id,
        "sold_at": now,
        "day": settings.read(session).days.of(now),
        "total": -sum(one.amount for one in back),
        "tax": -sum(one.tax for one in back),
        "served_by": sale.served_by,
        "till": who_of(session).till,
        "key": asked.key or None if asked else None,
        "request": asked.seal if asked else "",
        "of_sale_id": sale.id,
        "reversal": head.reversal,
        "reason": head.reason,
        "allowed_by": head.allowed_by,
    }


def _line(return_id: int, place: int, sale: SoldSale, one: LineBack) -> dict[str, object]:
    return {
        "sale_id": return_id,
        "ordinal": place,
        "product_id": sale.goods.get(one.ordinal),
        "kind": "return",
        "quantity": -one.quantity,
        "price": one.price,
        "amount": -one.amount,
        "note": sale.words[one.ordinal],
        "tax": -one.tax,
        "of_ordinal": one.ordinal,
    }


def _lines(session: Session, return_id: int) -> tuple[LineBack, ...]:
    query = select(SaleLine).where(SaleLine.sale_id == return_id).order_by(SaleLine.ordinal)
    return tuple(
        LineBack(row.of_ordinal or 0, -row.quantity, row.price, -row.amount, -row.tax)
        for row in session.scalars(query)
    )


def _ways(session: Session, return_id: int) -> tuple[WayBack, ...]:
    query = select(Payment).where(Payment.sale_id == return_id).order_by(Payment.id)
    return tuple(
        WayBack(row.kind, -row.amount, None if row.points is None else -row.points, row.voucher_id)
        for row in session.scalars(query)
    )


def _points(session: Session, row: Sale) -> PointsBack:
    query = (
        select(PointPosting.kind, PointPosting.rule, PointPosting.points, func.sum(PointEntry.points))
        .outerjoin(PointEntry, (PointEntry.posting_id == PointPosting.id) & PointEntry.lot_id.is_(None))
        .where(PointPosting.document == f"return {row.id}")
        .group_by(PointPosting.id)
    )
    done: Counter[str] = Counter()
    missing = 0
    for kind, rule, count, owed in session.execute(query):
        done[rule.split()[0] if kind == "settle" else kind] += int(count)
        missing += int(owed or 0) if kind == "take_back" else 0
    return PointsBack(
        given=done["give_back"],
        lapsed=-done["expire"],
        taken=-done["take_back"],
        owed=-missing - done["forgive"] - done["refund"],
        forgiven=done["forgive"],
        kept=done["refund"],
        regained=-done["regain"],
        earned=done["earn"],
        balance=0 if row.customer_id is None else points.standing(session, row.customer_id).balance,
    )


def _vouchers(session: Session, row: Sale) -> tuple[VoucherMoved, ...]:
    freed = (
        select(Voucher.id, Voucher.code, VoucherUse.amount)
        .join(VoucherUse, VoucherUse.voucher_id == Voucher.id)
        .where(VoucherUse.freed_by_id == row.id)
    )
    made = select(Voucher.id, Voucher.code, Voucher.value, Voucher.kind).where(Voucher.sale_id == row.id)
    lapsed = select(Voucher.id, Voucher.code, Voucher.value).where(
        Voucher.sale_id == row.of_sale_id,
        Voucher.state == "withdrawn",
        Voucher.withdrawn_at == row.sold_at,
        or_(Voucher.replaces_id.is_(None), Voucher.kind == "credit"),
    )
    found = [VoucherMoved(key, code, "freed", worth) for key, code, worth in session.execute(freed)]
    found += [
        VoucherMoved(key, code, "credit" if kind == "credit" else "new", value)
        for key, code, value, kind in session.execute(made)
    ]
    found += [VoucherMoved(key, code, "lapsed", value) for key, code, value in session.execute(lapsed)]
    return tuple(
        VoucherMoved(one.voucher_id, voucher_codes.shown(one.code), one.what, one.worth) for one in found
    )
