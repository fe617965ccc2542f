"""Special orders as people read them: what was agreed, what is done of it, what is left of the deposit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, or_, select
from sqlalchemy.orm import Session

from shopcrm.rules import promises as rules
from shopcrm.rules.people import shown_name
from shopcrm.rules.promises import OrderState
from shopcrm.rules.sayings import FieldValue
from shopcrm.services import moments, printing, promises, store_credit
from shopcrm.services.printing import What
from shopcrm.services.promises import PromiseRow
from shopcrm.services.special_orders import NoSuchOrder
from shopcrm.store.customers import Customer
from shopcrm.store.prepared import Prepared, among
from shopcrm.store.promises import OrderDetail, SpecialOrder
from shopcrm.store.sales import Sale
from shopcrm.store.vouchers import Voucher

_WAITING = or_(SpecialOrder.state == "open", SpecialOrder.state == "ready")
_EVERYTHING = (
    select(
        *SpecialOrder.__table__.columns,
        Customer.name.label("person"),
        Customer.code.label("person_code"),
        Voucher.code.label("voucher_code"),
        Voucher.state.label("voucher_state"),
        Sale.number.label("sale_number"),
    )
    .join(Customer, Customer.id == SpecialOrder.customer_id)
    .outerjoin(Voucher, Voucher.id == SpecialOrder.deposit_voucher_id)
    .outerjoin(Sale, Sale.id == SpecialOrder.deposit_sale_id)
    .order_by(SpecialOrder.promised_on, SpecialOrder.id)
)
_WAITING_OF = Prepared(_EVERYTHING.where(SpecialOrder.customer_id == bindparam("who"), _WAITING))
_DETAILS = Prepared(
    select(
        OrderDetail.order_id,
        OrderDetail.place,
        OrderDetail.words,
        OrderDetail.ticked_at,
        OrderDetail.ticked_by,
    )
    .where(OrderDetail.order_id.in_(among("ids")))
    .order_by(OrderDetail.order_id, OrderDetail.place)
)


@dataclass(frozen=True, slots=True)
class DetailRow:
    """One detail of an order, and who ticked it when."""

    place: int
    words: str
    ticked_at: datetime | None
    ticked_by: str

    @property
    def is_ticked(self) -> bool:
        """Whether it is as agreed."""
        return self.ticked_at is not None


@dataclass(frozen=True, slots=True)
class OrderRow:
    """A special order; money in smallest units.

    `deposit_left` was not used yet, and `deposit_code` pays with it at the counter while it is good.
    `handed_why` says why it was handed over with a detail unticked, or why it was withdrawn.
    """

    id: int
    number: int
    customer_id: int
    customer: FieldValue
    words: str
    promised_on: date
    details: tuple[DetailRow, ...]
    deposit: int
    deposit_left: int
    deposit_sale_id: int | None
    deposit_sale_number: str
    deposit_voucher_id: int | None
    deposit_code: str
    state: OrderState
    is_late: bool
    made_at: datetime
    by: str
    ready_at: datetime | None
    handed_at: datetime | None
    handed_by: str
    handed_why: str

    @property
    def ticked(self) -> int:
        """How many details are ticked."""
        return sum(one.is_ticked for one in self.details)


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order with what was promised for its day; `printed` counts the slips of it until now."""

    order: OrderRow
    promises: tuple[PromiseRow, ...]
    printed: int = 0


def show(session: Session, order_id: int) -> OrderView:
    """Show one order; raises NoSuchOrder."""
    found = _read(session, SpecialOrder.id == order_id)
    if not found:
        raise NoSuchOrder(id=order_id)
    given = tuple(promises.of_order(session, order_id))
    return OrderView(found[0], given, printing.times(session, What.ORDER, order_id))


def by_number(session: Session, number: int) -> int:
    """Find an order by the number on its slip; raises NoSuchOrder."""
    found = session.scalar(select(SpecialOrder.id).where(SpecialOrder.number == number))
    if found is None:
        raise NoSuchOrder(id=number)
    return found


def waiting(session: Session) -> list[OrderRow]:
    """List the orders that are being made or can be fetched, the first promised first."""
    return _read(session, _WAITING)


def waiting_of(session: Session, customer_id: int) -> list[OrderRow]:
    """List the same of one customer."""
    return _rows(session, _WAITING_OF.named(session, who=customer_id))


def of_customer(session: Session, customer_id: int) -> list[OrderRow]:
    """List all that somebody ever ordered, the first promised first."""
    return _read(session, SpecialOrder.customer_id == customer_id)


def everything(session: Session) -> list[OrderRow]:
    """List every special order there ever was, the first promised first."""
    return _read(session)


def _read(session: Session, *conditions: ColumnElement[bool]) -> list[OrderRow]:
    return _rows(session, session.execute(_EVERYTHING.where(*conditions)).all())


def _rows(session: Session, rows: Sequence[Any]) -> list[OrderRow]:
    if not rows:
        return []
    today = moments.today(session)
    details: dict[int, tuple[DetailRow, ...]] = {}
    for key, place, words, at, by in _DETAILS.rows(session, ids=[row.id for row in rows]):
        details[key] = (*details.get(key, ()), DetailRow(place, words, at, by))
    return [_row(session, row, details.get(row.id, ()), today) for row in rows]


def _row(session: Session, row: Any, details: tuple[DetailRow, ...], today: date) -> OrderRow:
    is_good = row.voucher_state == "active"
    return OrderRow(
        id=row.id,
        number=row.number,
        customer_id=row.customer_id,
        customer=shown_name(row.person, row.person_code, row.customer_id),
        words=row.words,
        promised_on=row.promised_on,
        details=details,
        deposit=row.deposit,
        deposit_left=store_credit.rest(session, row.deposit_voucher_id) if is_good else 0,
        deposit_sale_id=row.deposit_sale_id,
        deposit_sale_number=row.sale_number or "",
        deposit_voucher_id=row.deposit_voucher_id,
        deposit_code=row.voucher_code if is_good else "",
        state=OrderState(row.state),
        is_late=rules.is_late(row.state, row.promised_on, today),
        made_at=row.made_at,
        by=row.by,
        ready_at=row.ready_at,
        handed_at=row.handed_at,
        handed_by=row.handed_by,
        handed_why=row.handed_why,
    )
