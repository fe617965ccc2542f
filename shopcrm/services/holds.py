"""Units kept aside for somebody until the end of a day (A4).

A hold keeps its units from everybody else: whoever is told, walked through or promised something is told,
walked through and promised from what is free.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, select
from sqlalchemy.orm import Session

from shopcrm.rules.errors import BadInput, NotFound, Refused
from shopcrm.rules.money import THOUSANDTHS, Quantity
from shopcrm.rules.people import NoSuchCustomer, shown_name
from shopcrm.rules.sayings import FieldValue
from shopcrm.services import held, settings, stock
from shopcrm.services.shop import now_of, who_of
from shopcrm.store.arrivals import Hold, Wish
from shopcrm.store.customers import Customer
from shopcrm.store.goods import Product
from shopcrm.store.prepared import Prepared, among


class State(StrEnum):
    """Where a hold stands."""

    HELD = "held"
    TAKEN = "taken"
    RELEASED = "released"
    LAPSED = "lapsed"


class NotEnough(Refused):
    """Fewer units are free than were to be held."""

    sentence = (
        "Only {free} of {goods} are free; the rest is held for others or not there. Nothing more is held."
    )


class HoldQuantityRefused(BadInput):
    """Nobody holds nothing."""

    sentence = "The quantity to hold must be more than zero. Nothing is held."


class HoldDayOver(BadInput):
    """The last day of a hold lies in the past."""

    sentence = "The last day to hold it, {day}, is over already. Nothing is held. Choose today or later."


class NoSuchHold(NotFound):
    """The hold is not there."""

    sentence = "There is no hold {id}. Choose one from the list."


class HoldOver(Refused):
    """The hold was settled before."""

    sentence = "This is not held any more. It stays as it is. Hold it anew."


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A hold as people read it; quantity in thousandths. What is overdue reads as lapsed."""

    id: int
    customer_id: int
    customer: FieldValue
    product_id: int
    product: str
    unit: str
    quantity: int
    until: date
    state: State
    made_at: datetime
    made_by: str
    wish_id: int | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Bought:
    """Somebody bought thousandths of goods at a moment; it closes wishes and takes what was held (A3, A4)."""

    customer_id: int
    product_id: int
    at: datetime
    quantity: int = THOUSANDTHS


_NAMES: tuple[ColumnElement[Any], ...] = (
    Customer.name.label("person"),
    Customer.code.label("code"),
    Product.name.label("goods"),
    Product.unit.label("unit"),
)
_EVERYTHING = (
    select(*Hold.__table__.columns, *_NAMES)
    .join(Customer, Customer.id == Hold.customer_id)
    .join(Product, Product.id == Hold.product_id)
    .order_by(Hold.until, Hold.id)
)
_OPEN_OF = Prepared(
    _EVERYTHING.where(
        Hold.customer_id == bindparam("who"), Hold.state == State.HELD, Hold.until >= bindparam("day")
    )
)


_ANY_OF = Prepared(
    select(Hold.id).where(Hold.customer_id.in_(among("ids")), Hold.state == State.HELD).limit(1)
)


def usual_day(session: Session) -> date:
    """Give the last day on which units are held where nobody chose another, as the shop decided."""
    today = held.today(session)
    return date.fromordinal(today.toordinal() + settings.read(session).hold_days)


def hold(
    session: Session,
    customer_id: int,
    product_id: int,
    quantity: int,
    until: date,
    wish_id: int | None = None,
) -> int:
    """Hold thousandths of goods for somebody until the end of a day, and give the id of the hold (A4).

    A wish has one hold of the same goods: holding again for it changes quantity and day. Where no stock is
    kept, nobody counts. Raises NotEnough, HoldQuantityRefused, HoldDayOver, NoSuchCustomer, NoSuchProduct.
    """
    if quantity <= 0:
        raise HoldQuantityRefused
    if until < held.today(session):
        raise HoldDayOver(day=until)
    _check_person(session, customer_id)
    product = _locked(session, product_id)
    row = _of_wish(session, customer_id, product_id, wish_id)
    _check_free(session, product, quantity - (row.quantity if row else 0))
    if row is None:
        row = Hold(
            product_id=product_id,
            customer_id=customer_id,
            wish_id=wish_id,
            made_at=now_of(session),
            made_by=who_of(session).actor,
        )
        session.add(row)
    row.quantity, row.until = quantity, until
    session.flush()
    return row.id


def release(session: Session, hold_id: int) -> None:
    """Let the units of a hold go; their wish stays open. Raises NoSuchHold or HoldOver."""
    _settle(session, _open_one(session, hold_id), State.RELEASED)


def hand_over(session: Session, hold_id: int) -> None:
    """Note that the person took what was held, and has their wish; the sale itself moves the stock.

    Raises NoSuchHold or HoldOver.
    """
    row = _open_one(session, hold_id)
    _settle(session, row, State.TAKEN)
    wish = session.get(Wish, row.wish_id) if row.wish_id is not None else None
    if wish is not None and wish.state in {"waiting", "told"}:
        wish.state = "bought"


def hold_again(session: Session, hold_id: int) -> None:
    """Take back that a hold was released or handed over, where its units are still free.

    Raises NoSuchHold, HoldDayOver or NotEnough.
    """
    row = session.get(Hold, hold_id)
    if row is None:
        raise NoSuchHold(id=hold_id)
    if row.until < held.today(session):
        raise HoldDayOver(day=row.until)
    if row.state == State.HELD:
        return
    _check_free(session, _locked(session, row.product_id), row.quantity)
    wish = session.get(Wish, row.wish_id) if row.wish_id is not None else None
    if row.state == State.TAKEN and wish is not None and wish.state == "bought":
        wish.state = "told" if wish.told_at is not None else "waiting"
    row.state, row.settled_at = State.HELD, None


def lapse_overdue(session: Session) -> int:
    """Write down that holds lapsed whose last day is over, and tell how many; the wishes stay open."""
    overdue = select(Hold).where(Hold.state == State.HELD, Hold.until < held.today(session))
    rows = session.scalars(overdue).all()
    for row in rows:
        _settle(session, row, State.LAPSED)
    return len(rows)


def take(session: Session, purchases: Sequence[Bought]) -> list[int]:
    """Hand over what was held for people who bought it, the oldest hold first, and give the holds' ids.

    Who bought less than was held keeps the rest held.
    """
    rows = _held_for(session, purchases)
    days = settings.read(session).days if rows else None
    taken: list[int] = []
    for purchase in purchases:
        left = purchase.quantity
        mine = rows.get((purchase.customer_id, purchase.product_id), [])
        for row in list(mine):
            fits = days is not None and row.made_at <= purchase.at and days.of(purchase.at) <= row.until
            if left > 0 and fits and row.state == State.HELD:
                wanted, left = left, left - row.quantity
                mine += _take_from(session, row, wanted)
                taken.append(row.id)
    session.flush()
    return taken


def of_customer(session: Session, customer_id: int) -> list[HoldRow]:
    """List what is held for somebody now, the first to lapse first."""
    return _rows(session, _OPEN_OF.named(session, who=customer_id, day=held.today(session)))


def of_product(session: Session, product_id: int) -> list[HoldRow]:
    """List who has units of some goods held now, the first to lapse first."""
    return _read(session, held.is_open(held.today(session)), Hold.product_id == product_id)


def all_open(session: Session) -> list[HoldRow]:
    """List everything that is held now, the first to lapse first."""
    return _read(session, held.is_open(held.today(session)))


def history(session: Session, customer_id: int) -> list[HoldRow]:
    """List everything that ever was held for somebody, with what became of it."""
    return _read(session, Hold.customer_id == customer_id)


def _check_person(session: Session, customer_id: int) -> None:
    state = session.scalar(select(Customer.state).where(Customer.id == customer_id))
    if state != "active":
        raise NoSuchCustomer(id=customer_id)


def _locked(session: Session, product_id: int) -> Product:
    """Give a product so that no other till holds units of it before this transaction is over."""
    product = session.scalar(select(Product).where(Product.id == product_id).with_for_update())
    if product is None:
        raise stock.NoSuchProduct(id=product_id)
    return product


def _check_free(session: Session, product: Product, more: int) -> None:
    free = stock.free(session, [product.id])[product.id]
    if product.stock_kept and more > free:
        raise NotEnough(free=Quantity(free, product.unit), goods=product.name)


def _of_wish(session: Session, customer_id: int, product_id: int, wish_id: int | None) -> Hold | None:
    if wish_id is None:
        return None
    same = (Hold.customer_id == customer_id, Hold.product_id == product_id, Hold.wish_id == wish_id)
    return session.scalar(select(Hold).where(held.is_open(held.today(session)), *same).limit(1))


def _open_one(session: Session, hold_id: int) -> Hold:
    row = session.get(Hold, hold_id)
    if row is None:
        raise NoSuchHold(id=hold_id)
    if row.state != State.HELD or row.until < held.today(session):
        raise HoldOver
    return row


def _settle(session: Session, row: Hold, state: State) -> None:
    row.state, row.settled_at = state, now_of(session)


def _held_for(session: Session, purchases: Sequence[Bought]) -> dict[tuple[int, int], list[Hold]]:
    """Read the holds of goods for those who bought them, the oldest first."""
    buyers = {purchase.customer_id for purchase in purchases}
    is_few = len(buyers) <= stock.MANY
    # For most people nothing is held, and with each of their purchases it is asked.
    if is_few and not _ANY_OF.rows(session, ids=buyers):
        return {}
    query = select(Hold).where(Hold.state == State.HELD).order_by(Hold.id)
    if is_few:
        query = query.where(Hold.customer_id.in_(buyers))
    found: dict[tuple[int, int], list[Hold]] = {}
    for row in session.scalars(query):
        found.setdefault((row.customer_id, row.product_id), []).append(row)
    return found


def _take_from(session: Session, row: Hold, wanted: int) -> list[Hold]:
    """Hand over up to so many thousandths of a hold; what is left of it stays held, and is given."""
    rest = row.quantity - wanted
    row.quantity = min(wanted, row.quantity)
    _settle(session, row, State.TAKEN)
    if rest <= 0:
        return []
    kept = Hold(
        product_id=row.product_id,
        customer_id=row.customer_id,
        wish_id=row.wish_id,
        quantity=rest,
        until=row.until,
        made_at=row.made_at,
        made_by=row.made_by,
        state=State.HELD,
    )
    session.add(kept)
    return [kept]


def _read(session: Session, *conditions: ColumnElement[bool]) -> list[HoldRow]:
    return _rows(session, session.execute(_EVERYTHING.where(*conditions)).all())


def _rows(session: Session, rows: Iterable[Row[Any]]) -> list[HoldRow]:
    day = held.today(session)
    return [
        HoldRow(
            id=row.id,
            customer_id=row.customer_id,
            customer=shown_name(row.person, row.code, row.customer_id),
            product_id=row.product_id,
            product=row.goods,
            unit=row.unit,
            quantity=row.quantity,
            until=row.until,
            state=State.LAPSED if row.state == State.HELD and row.until < day else State(row.state),
            made_at=row.made_at,
            made_by=row.made_by,
            wish_id=row.wish_id,
            settled_at=row.settled_at,
        )
        for row in rows
    ]
