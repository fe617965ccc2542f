"""What a case may be about: the latest sales of a customer with their lines, their orders, the staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules import complaints as rules
from shopcrm.rules.complaints import Kind
from shopcrm.rules.money import Money
from shopcrm.rules.people import shown_name
from shopcrm.rules.sayings import FieldValue, Saying, saying
from shopcrm.rules.tiers import TierBenefit
from shopcrm.rules.timeline import listed
from shopcrm.services import order_rows, people, staff, tiers
from shopcrm.store.complaints import Complaint
from shopcrm.store.goods import Product
from shopcrm.store.sales import Sale, SaleLine

_SALES = 6
"""So many of the latest sales are offered at once; an older one is found by its number."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that a case may be about; `open_id` and `open_number` tell of a case on the same sale.

    `sold_on` is the day of the sale, `late` tells of an order whose day is over.
    """

    what: FieldValue
    second: FieldValue
    icon: str
    sale_id: int | None = None
    sale_ordinal: int | None = None
    product_id: int | None = None
    order_id: int | None = None
    staff: str = ""
    sold_on: date | None = None
    customer_id: int | None = None
    open_id: int | None = None
    open_number: int | None = None


@dataclass(frozen=True, slots=True)
class Matters:
    """All that a case of somebody may be about, the latest first, and which level they have."""

    customer_id: int | None
    customer: FieldValue
    things: tuple[Matter, ...]
    tier: TierBenefit | None = None


def of_customer(session: Session, customer_id: int | None) -> Matters:
    """List what a case may be about; of nobody known only the staff and the latest sales to nobody."""
    person = None if customer_id is None else people.kept(session, customer_id)
    owner = None if person is None else person.id
    query = select(Sale).where(
        Sale.kind == "sale", Sale.customer_id.is_(None) if owner is None else Sale.customer_id == owner
    )
    sales = session.scalars(query.order_by(Sale.sold_at.desc(), Sale.id.desc()).limit(_SALES)).all()
    orders = [] if owner is None else [_order(row) for row in order_rows.waiting_of(session, owner)]
    name = "" if person is None else shown_name(person.name, person.code, person.id)
    level = None if owner is None else tiers.of_customer(session, owner)
    things = (*orders, *_of_sales(session, sales), *_of_staff(session))
    return Matters(owner, name, things, None if level is None else level.tier)


def sale(session: Session, number: str) -> tuple[Matter, ...]:
    """Find a sale by the number on its slip, with its lines; nothing where there is none."""
    found = session.scalars(select(Sale).where(Sale.number == number, Sale.kind == "sale").limit(1)).all()
    return _of_sales(session, found)


def of_draft(
    session: Session, sale_id: int | None, ordinal: int | None, order_id: int | None
) -> Matter | None:
    """Show what a draft is about."""
    if order_id is not None:
        return _order(order_rows.show(session, order_id).order)
    if sale_id is None:
        return None
    found = _of_sales(session, session.scalars(select(Sale).where(Sale.id == sale_id)).all())
    return next((one for one in found if one.sale_ordinal == ordinal), None)


def _order(row: order_rows.OrderRow) -> Matter:
    when = saying("promised for {day}", day=row.promised_on)
    return Matter(
        saying("Order {number}, {words}", number=row.number, words=row.words),
        when,
        "package-check",
        order_id=row.id,
        customer_id=row.customer_id,
    )


def _of_sales(session: Session, sales: Sequence[Sale]) -> tuple[Matter, ...]:
    """List sales, each followed by its lines where it has more than one."""
    ids = [one.id for one in sales]
    lines: dict[int, list[SaleLine]] = {}
    query = select(SaleLine).where(SaleLine.sale_id.in_(ids), SaleLine.kind == "sale")
    for line in session.scalars(query.order_by(SaleLine.sale_id, SaleLine.ordinal)):
        lines.setdefault(line.sale_id, []).append(line)
    names = _names(session, [line for some in lines.values() for line in some])
    still = _open(session, ids)
    found: list[Matter] = []
    for one in sales:
        number, case = still.get(one.id, (None, None))
        mine = lines.get(one.id, [])
        goods = listed([names[one.id, line.ordinal] for line in mine])
        found.append(_whole(one, goods, number, case))
        found += [_line(one, line, names[one.id, line.ordinal], number, case) for line in mine]
    return tuple(found)


def _whole(row: Sale, goods: Saying, open_id: int | None, open_number: int | None) -> Matter:
    what = saying("Sale {number}, {day}", number=row.number, day=row.day)
    paid = saying("{goods} · {amount}", goods=goods, amount=Money(row.total))
    return Matter(
        what,
        paid,
        "receipt",
        sale_id=row.id,
        sold_on=row.day,
        customer_id=row.customer_id,
        open_id=open_id,
        open_number=open_number,
    )


def _line(row: Sale, line: SaleLine, name: str, open_id: int | None, open_number: int | None) -> Matter:
    return Matter(
        name or saying("Goods without a name"),
        saying("of sale {number}, {day}", number=row.number, day=row.day),
        "package",
        sale_id=row.id,
        sale_ordinal=line.ordinal,
        product_id=line.product_id,
        sold_on=row.day,
        customer_id=row.customer_id,
        open_id=open_id,
        open_number=open_number,
    )


def _names(session: Session, lines: Sequence[SaleLine]) -> dict[tuple[int, int], str]:
    goods = {line.product_id for line in lines if line.product_id is not None}
    query = select(Product.id, Product.name).where(Product.id.in_(goods))
    named = {key: name or "" for key, name in session.execute(query)}
    return {(one.sale_id, one.ordinal): named.get(one.product_id or 0) or one.note for one in lines}


def _open(session: Session, sales: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Find the last complaint about each sale that is not settled."""
    states = [state.value for state in rules.UNSETTLED]
    query = select(Complaint.sale_id, Complaint.id, Complaint.number).where(
        Complaint.sale_id.in_(sales),
        Complaint.state.in_(states),
        Complaint.kind == Kind.COMPLAINT.value,
    )
    return {sale_id or 0: (number, shown) for sale_id, number, shown in session.execute(query)}


def _of_staff(session: Session) -> list[Matter]:
    return [
        Matter(one.name, saying("works here"), "user-round", staff=one.name)
        for one in staff.everybody(session)
    ]
