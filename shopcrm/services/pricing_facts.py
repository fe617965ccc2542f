"""Reads what the price of a basket depends on: goods with their shelves, the buyer, and the hour of the shop.

It is asked with every key pressed at the counter, so that each question is a prepared one.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from shopcrm.rules.calendar import zone
from shopcrm.rules.errors import BadInput, NotFound
from shopcrm.rules.lines import Line
from shopcrm.rules.money import THOUSANDTHS, Money
from shopcrm.rules.people import NoSuchCustomer, shown_name
from shopcrm.rules.sayings import FieldValue
from shopcrm.rules.text import one_line
from shopcrm.services import categories, moments, people, settings
from shopcrm.store.customers import Customer
from shopcrm.store.engine import is_writing
from shopcrm.store.goods import Category, Product
from shopcrm.store.prepared import Prepared, among, connection_of

LARGEST = 10**12
"""No amount (smallest units) of a line or a whole basket and no quantity (thousandths) is larger."""

_GOODS = Prepared(
    select(
        Product.id,
        Product.name,
        Product.unit,
        Product.price,
        Product.category_id,
        Product.tax_rate,
        Product.cost,
        Product.earns_points,
        Product.stock_kept,
    ).where(Product.id.in_(among("ids")))
)
_SHELVES = Prepared(select(Category.id, Category.parent_id).where(Category.id.in_(among("ids"))))
_BUYER = Prepared(
    select(
        Customer.id,
        Customer.name,
        Customer.code,
        Customer.state,
        Customer.first_seen_at,
        Customer.last_seen_at,
        Customer.tab_limit,
    ).where(Customer.id == bindparam("who"))
)


class GoodsGone(NotFound):
    """Goods in the basket were taken out of the shop meanwhile."""

    sentence = (
        "Line {line}: these goods ({id}) are not in the shop any more. Nothing was sold. Take the line out."
    )


class PriceMissing(BadInput):
    """Nobody knows what the goods cost."""

    sentence = "Line {line}: {goods} has no price. Nothing was sold. Type one for this line."


class LineRefused(BadInput):
    """A quantity, price or discount that no line can have."""

    sentence = (
        "Line {line}: the quantity must be more than zero, price and discount not below it, and none beyond "
        "all measure. Nothing was sold. Correct the line."
    )


class BasketTooLarge(BadInput):
    """A total that no shop takes in one sale, and that sums of many could not hold."""

    sentence = "The basket comes to more than {most}. Nothing was sold. Correct a quantity or a price."


class BelowNothing(BadInput):
    """A discount on the whole or points that cannot be."""

    sentence = "What is taken off and the points to spend cannot be below zero. Nothing was sold."


@dataclass(frozen=True, slots=True)
class BasketLine:
    """One line of a basket: thousandths of goods, or a total that is only typed in as the price of 1000.

    `price` (smallest units for one unit) None is the shop's own; `off` is taken off by hand. A line that
    does not earn gives no points, such as store credit that is sold (P2).
    """

    product_id: int | None = None
    quantity: int = THOUSANDTHS
    price: int | None = None
    off: int = 0
    words: str = ""
    off_why: str = ""
    earns: bool = True


@dataclass(frozen=True, slots=True)
class Goods:
    """Goods as a line needs them; `price` None is not known."""

    id: int
    name: str
    unit: str
    price: int | None
    category_id: int | None
    tax_rate: int
    cost: int | None
    earns_points: bool
    stock_kept: bool


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who buys, whomever a merged number became (C2)."""

    id: int
    name: FieldValue
    first_seen_at: datetime
    last_seen_at: datetime
    tab_limit: int | None


@dataclass(frozen=True, slots=True)
class Hour:
    """A moment as the shop counts it: its day, the weekday of that day, and the minute on the clock (D1).

    `begins` is the minute with which the shop's days begin.
    """

    day: date
    weekday: int
    minute: int
    begins: int = 0


def hour(session: Session) -> Hour:
    """Tell the moment of the running transaction as the shop counts it; no set-back clock goes behind it."""
    now, days = moments.moment(session), settings.read(session).days
    local = now.astimezone(zone(days.zone))
    day = days.of(now)
    return Hour(day, day.weekday(), local.hour * 60 + local.minute, days.start_hour * 60)


def goods(session: Session, ids: Collection[int]) -> dict[int, Goods]:
    """Read goods by their ids; what is not there is left out."""
    return {row[0]: Goods(*row) for row in _GOODS.rows(session, ids=ids)} if ids else {}


def shelves(session: Session, ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Give for each shelf itself and all around it, the innermost first."""
    around: dict[int, int | None] = {}
    wanted = set(ids)
    while wanted:
        found = _parents(session, wanted)
        around.update(found)
        wanted = {key for key in found.values() if key is not None} - around.keys()
    return {key: _way(around, key) for key in ids}


def lines(session: Session, basket: Sequence[BasketLine], known: dict[int, Goods]) -> list[Line]:
    """Make the lines of a basket ready to be priced.

    Raises GoodsGone, PriceMissing, LineRefused or BasketTooLarge.
    """
    around = shelves(session, {one.category_id for one in known.values() if one.category_id is not None})
    made = [_line(place, one, known, around) for place, one in enumerate(basket, 1)]
    if sum(one.gross for one in made) > LARGEST:
        raise BasketTooLarge(most=Money(LARGEST))
    return made


def buyer(session: Session, customer_id: int) -> Buyer:
    """Read who buys; raises NoSuchCustomer, or ErasedOnRequest, of whom nothing is written again (C3)."""
    rows = _BUYER.rows(session, who=customer_id)
    if rows and rows[0][3] == people.MERGED:
        rows = _BUYER.rows(session, who=people.find(session, customer_id))
    if not rows:
        raise NoSuchCustomer(id=customer_id)
    key, name, code, state, first, last, limit = rows[0]
    if state == people.ERASED:
        raise people.ErasedOnRequest(name=shown_name("", None, key))
    return Buyer(key, shown_name(name, code, key), first, last, limit)


def _parents(session: Session, ids: Collection[int]) -> dict[int, int | None]:
    if is_writing(connection_of(session)):
        return dict(_SHELVES.rows(session, ids=ids))
    known = categories.everything(session)
    return {key: known[key][0] for key in ids if key in known}


def _way(around: dict[int, int | None], shelf: int) -> tuple[int, ...]:
    way: list[int] = []
    following: int | None = shelf
    while following is not None and following not in way:
        way.append(following)
        following = around.get(following)
    return tuple(way)


def _line(place: int, one: BasketLine, known: dict[int, Goods], around: dict[int, tuple[int, ...]]) -> Line:
    thing = None if one.product_id is None else known.get(one.product_id)
    if thing is None and one.product_id is not None:
        raise GoodsGone(line=place, id=one.product_id)
    name = thing.name if thing else one_line(one.words)
    price = thing.price if thing and one.price is None else one.price
    if price is None:
        raise PriceMissing(line=place, goods=name)
    if not (0 < one.quantity <= LARGEST and 0 <= price <= LARGEST and 0 <= one.off <= LARGEST):
        raise LineRefused(line=place)
    if thing is None:
        return Line(None, name, "", one.quantity, price, one.off, one_line(one.off_why), earns=one.earns)
    return Line(
        product_id=thing.id,
        name=name,
        unit=thing.unit,
        quantity=one.quantity,
        price=price,
        off=one.off,
        off_why=one_line(one.off_why) if one.off_why else "",
        shelves=() if thing.category_id is None else around[thing.category_id],
        tax_rate=thing.tax_rate,
        cost=thing.cost,
        earns=one.earns and thing.earns_points,
    )
