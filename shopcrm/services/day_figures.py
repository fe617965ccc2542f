"""What happened at a till since a mark: sales and returns, how they were paid, by whom, what was given.

A mark is the last document and the last entry of tabs that were counted before. All that a document brought
with it (payments, steps, vouchers, points) was written with it, so the document alone is looked for.
"""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, String, case, cast, func, select
from sqlalchemy.orm import Session, aliased

from shopcrm.store.points import PointPosting
from shopcrm.store.sales import Sale, SaleStep
from shopcrm.store.till import Payment, TabEntry
from shopcrm.store.vouchers import VoucherUse


@dataclass(frozen=True, slots=True)
class Mark:
    """Up to here everything was counted: the last document and the last entry of tabs."""

    sale: int = 0
    tab: int = 0


@dataclass(frozen=True, slots=True)
class PaidBy:
    """What came in by one kind of payment, and what went out, in smallest units; `count` payments in all."""

    kind: str
    taken: int
    paid_back: int
    count: int

    @property
    def net(self) -> int:
        """What is left of it."""
        return self.taken - self.paid_back


@dataclass(frozen=True, slots=True)
class SoldBy:
    """What one person sold: net kept sale in smallest units (N3), and how many sales and returns.

    A return counts against whoever sold what came back, whoever took it.
    """

    name: str
    sales: int
    returns: int
    net: int


@dataclass(frozen=True, slots=True)
class Off:
    """What was taken off by one kind of step, in smallest units."""

    kind: str
    amount: int


@dataclass(frozen=True, slots=True)
class DayFigures:
    """The figures of a till; amounts in smallest units, all counts and sums without a minus.

    `tax` is that of what was sold less what came back. `tab_paid` is what was paid off, by kind of payment.
    """

    sales: int = 0
    sold: int = 0
    returns: int = 0
    returned: int = 0
    tax: int = 0
    payments: tuple[PaidBy, ...] = ()
    people: tuple[SoldBy, ...] = ()
    discounts: tuple[Off, ...] = ()
    vouchers: int = 0
    vouchers_amount: int = 0
    points_earned: int = 0
    points_spent: int = 0
    points_taken_back: int = 0
    points_given_back: int = 0
    tab_given: int = 0
    tab_paid: tuple[PaidBy, ...] = ()
    mark: Mark = field(default_factory=Mark)

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened."""
        return not (self.sales or self.returns or self.tab_paid)

    @property
    def net(self) -> int:
        """What was sold and kept, before tax (N3)."""
        return self.sold - self.returned - self.tax

    @property
    def cash(self) -> int:
        """By how much the drawer should be fuller."""
        return sum(one.net for one in (*self.payments, *self.tab_paid) if one.kind == "cash")


def gather(session: Session, till: str, since: Mark) -> DayFigures:
    """Sum up what happened at a till since a mark, and give the mark up to which that is."""
    heads = _heads(session, till, since)
    points = _points(session, till, since)
    vouchers, vouchers_amount = _vouchers(session, till, since)
    return DayFigures(
        **heads,
        payments=_payments(session, till, since),
        people=_people(session, till, since),
        discounts=_discounts(session, till, since),
        vouchers=vouchers,
        vouchers_amount=vouchers_amount,
        points_earned=points.get("earn", 0),
        points_spent=-points.get("spend", 0),
        points_taken_back=-points.get("take_back", 0),
        points_given_back=points.get("give_back", 0),
        tab_given=_tab_given(session, till, since),
        tab_paid=_tab_paid(session, till, since),
        mark=_mark(session, till, since),
    )


def began(session: Session, till: str, since: Mark) -> datetime | None:
    """Tell when the first thing happened at a till after a mark."""
    first = select(func.min(Sale.sold_at)).where(Sale.till == till, Sale.id > since.sale)
    paid = select(func.min(TabEntry.at)).where(TabEntry.till == till, TabEntry.id > since.tab)
    found = [moment for moment in (session.scalar(first), session.scalar(paid)) if moment is not None]
    return min(found, default=None)


def _heads(session: Session, till: str, since: Mark) -> dict[str, int]:
    query = (
        select(Sale.kind, func.count(), func.sum(Sale.total), func.sum(Sale.tax))
        .where(Sale.till == till, Sale.id > since.sale)
        .group_by(Sale.kind)
    )
    found = {kind: (count, int(total), int(tax)) for kind, count, total, tax in session.execute(query)}
    nothing = (0, 0, 0)
    sales, returns = found.get("sale", nothing), found.get("return", nothing)
    return {
        "sales": sales[0],
        "sold": sales[1],
        "returns": returns[0],
        "returned": -returns[1],
        "tax": sales[2] + returns[2],
    }


def _payments(session: Session, till: str, since: Mark) -> tuple[PaidBy, ...]:
    amount = Payment.amount
    query = select(
        Payment.kind,
        func.sum(case((amount > 0, amount), else_=0)),
        func.sum(case((amount < 0, -amount), else_=0)),
        func.count(),
    )
    query = query.join(Sale, Sale.id == Payment.sale_id).where(Sale.till == till, Sale.id > since.sale)
    return _paid_by(session, query.group_by(Payment.kind).order_by(Payment.kind))


def _people(session: Session, till: str, since: Mark) -> tuple[SoldBy, ...]:
    first = aliased(Sale)
    seller = func.coalesce(first.served_by, Sale.served_by)
    query = (
        select(
            seller,
            func.sum(case((Sale.kind == "sale", 1), else_=0)),
            func.sum(case((Sale.kind == "return", 1), else_=0)),
            func.sum(Sale.total - Sale.tax),
        )
        .outerjoin(first, first.id == Sale.of_sale_id)
        .where(Sale.till == till, Sale.id > since.sale)
        .group_by(seller)
        .order_by(func.sum(Sale.total - Sale.tax).desc(), seller)
    )
    rows = session.execute(query).all()
    return tuple(SoldBy(name, int(sales), int(returns), int(net)) for name, sales, returns, net in rows)


def _discounts(session: Session, till: str, since: Mark) -> tuple[Off, ...]:
    query = (
        select(SaleStep.kind, func.sum(SaleStep.amount))
        .join(Sale, Sale.id == SaleStep.sale_id)
        .where(Sale.till == till, Sale.id > since.sale)
        .group_by(SaleStep.kind)
        .order_by(SaleStep.kind)
    )
    return tuple(Off(kind, int(amount)) for kind, amount in session.execute(query).all())


def _vouchers(session: Session, till: str, since: Mark) -> tuple[int, int]:
    query = (
        select(func.count(), func.coalesce(func.sum(VoucherUse.amount), 0))
        .join(Sale, Sale.id == VoucherUse.sale_id)
        .where(Sale.till == till, Sale.id > since.sale)
    )
    count, amount = session.execute(query).one()
    return count, int(amount)


def _points(session: Session, till: str, since: Mark) -> dict[str, int]:
    """Sum up what sales and returns did to points; each posting names its document."""
    document = Sale.kind + " " + cast(Sale.id, String)
    query = (
        select(PointPosting.kind, func.sum(PointPosting.points))
        .join(Sale, PointPosting.document == document)
        .where(Sale.till == till, Sale.id > since.sale)
        .group_by(PointPosting.kind)
    )
    return {kind: int(points) for kind, points in session.execute(query).all()}


def _tab_given(session: Session, till: str, since: Mark) -> int:
    """Tell how much was put on tabs, less what returns took off them."""
    query = select(func.sum(TabEntry.amount)).where(
        TabEntry.till == till, TabEntry.id > since.tab, TabEntry.kind.in_(("sale", "return"))
    )
    return int(session.scalar(query) or 0)


def _tab_paid(session: Session, till: str, since: Mark) -> tuple[PaidBy, ...]:
    amount = TabEntry.amount
    query = (
        select(
            TabEntry.paid_by,
            func.sum(case((amount < 0, -amount), else_=0)),
            func.sum(case((amount > 0, amount), else_=0)),
            func.count(),
        )
        .where(TabEntry.till == till, TabEntry.id > since.tab, TabEntry.kind == "paid")
        .group_by(TabEntry.paid_by)
        .order_by(TabEntry.paid_by)
    )
    return _paid_by(session, query)


def _paid_by(session: Session, query: Select[str, int, int, int]) -> tuple[PaidBy, ...]:
    rows = session.execute(query).all()
    return tuple(PaidBy(kind, int(taken), int(back), count) for kind, taken, back, count in rows)


def _mark(session: Session, till: str, since: Mark) -> Mark:
    sale = session.scalar(select(func.max(Sale.id)).where(Sale.till == till, Sale.id > since.sale))
    tab = session.scalar(select(func.max(TabEntry.id)).where(TabEntry.till == till, TabEntry.id > since.tab))
    return Mark(sale or since.sale, tab or since.tab)
