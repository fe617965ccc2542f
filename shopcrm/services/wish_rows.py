"""Wishes as people read them, and which goods a wish is for: a product, a shelf, an attribute or words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeAlias

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from shopcrm.rules import attributes
from shopcrm.rules.mentions import mentions
from shopcrm.rules.people import shown_name
from shopcrm.rules.sayings import FieldValue
from shopcrm.services import categories, held, stock, wares
from shopcrm.services.wares import Ware
from shopcrm.store.arrivals import Wish
from shopcrm.store.customers import Customer
from shopcrm.store.goods import Category, Product
from shopcrm.store.prepared import Prepared

OPEN = ("waiting", "told")
"""The states in which a person still wants the thing, unless its last day is over."""
Path: TypeAlias = tuple[int, ...]
"""A shelf and those around it."""
_NAMES: tuple[ColumnElement[Any], ...] = (
    Customer.name.label("person"),
    Customer.code.label("code"),
    Customer.state.label("person_state"),
    Product.name.label("goods"),
    Category.name.label("shelf"),
)
_EVERYTHING = (
    select(*Wish.__table__.columns, *_NAMES)
    .join(Customer, Customer.id == Wish.customer_id)
    .outerjoin(Product, Product.id == Wish.product_id)
    .outerjoin(Category, Category.id == Wish.category_id)
    .order_by(Wish.asked_at, Wish.id)
)
_OPEN_OF = Prepared(
    _EVERYTHING.where(
        Wish.customer_id == bindparam("who"),
        or_(*(Wish.state == state for state in OPEN)),
        or_(Wish.until.is_(None), Wish.until >= bindparam("day")),
    )
)


@dataclass(frozen=True, slots=True)
class WishRow:
    """A wish as people read it; quantity in thousandths, None where nobody said how much.

    `limit_price` is the most they would pay for one unit, in smallest units. An open wish whose last day is
    over reads as lapsed, whether that was written down yet or not.
    """

    id: int
    customer_id: int
    customer: FieldValue
    product_id: int | None
    category_id: int | None
    thing: str
    quantity: int | None
    state: str
    asked_at: datetime
    told_at: datetime | None
    until: date | None
    words: str = ""
    attribute: str = ""
    limit_price: int | None = None
    priority: int = 0
    note: str = ""
    recorded_by: str = ""
    is_known: bool = True
    """Whether the person is still a customer, and was not merged or erased."""

    @property
    def is_open(self) -> bool:
        """Whether the person still wants the thing."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class Article:
    """Goods as a wish looks at them; `attributes` is the JSON kept with them, price in smallest units."""

    id: int
    name: str
    shelves: Path
    attributes: str = "{}"
    price: int | None = None
    unit: str = ""
    stock_kept: bool = False


class Wanting(Protocol):
    """What a wish is for: one of a product, a shelf, an attribute or words."""

    @property
    def product_id(self) -> int | None:
        """The product."""

    @property
    def category_id(self) -> int | None:
        """The shelf."""

    @property
    def attribute(self) -> str:
        """The attribute that `words` is the value of."""

    @property
    def words(self) -> str:
        """Plain words."""


def is_for(row: Wanting, article: Article) -> bool:
    """Tell whether a wish is for goods."""
    if row.product_id is not None:
        return row.product_id == article.id
    if row.category_id is not None:
        return row.category_id in article.shelves
    if row.attribute:
        return attributes.has(article.attributes, row.attribute, row.words)
    return mentions(article.name, row.words) or attributes.speak_of(article.attributes, row.words)


def is_too_dear(row: WishRow, article: Article) -> bool:
    """Tell whether goods cost more than the most the person would pay."""
    return row.limit_price is not None and article.price is not None and article.price > row.limit_price


def read(session: Session, ids: Select[Any]) -> list[WishRow]:
    """Read wishes with the names of people and things, the oldest first."""
    return _rows(session, session.execute(_EVERYTHING.where(Wish.id.in_(ids))).all())


def is_open(day: date) -> ColumnElement[bool]:
    """Say of a wish whether the person still wants the thing on a day."""
    return and_(Wish.state.in_(OPEN), or_(Wish.until.is_(None), Wish.until >= day))


def open_ones(session: Session, customer_id: int | None = None) -> list[WishRow]:
    """Read the open wishes of everybody, or of one person, the oldest first."""
    day = held.today(session)
    if customer_id is not None:
        return _rows(session, _OPEN_OF.named(session, who=customer_id, day=day))
    return read(session, select(Wish.id).where(is_open(day)))


def article(session: Session, product_id: int) -> Article:
    """Look at one product as wishes do; raises NoSuchProduct."""
    found = articles(session, [product_id])
    if not found:
        raise stock.NoSuchProduct(id=product_id)
    return found[product_id]


def articles(session: Session, product_ids: Collection[int]) -> dict[int, Article]:
    """Look at some goods as wishes do; what is not there is absent."""
    if len(product_ids) <= stock.MANY:
        return {one.id: one for one in as_articles(session, wares.read(session, product_ids).values())}
    wanted = set(product_ids)
    rows = session.scalars(select(Product)).all()
    return {one.id: one for one in as_articles(session, rows) if one.id in wanted}


def as_articles(session: Session, rows: Iterable[Product | Ware]) -> list[Article]:
    """Give goods with the shelves around them."""
    shelves = categories.everything(session)
    return [
        Article(
            id=row.id,
            name=row.name,
            shelves=categories.above_in(shelves, row.category_id),
            attributes=row.attributes,
            price=row.price,
            unit=row.unit,
            stock_kept=row.stock_kept,
        )
        for row in rows
    ]


def _rows(session: Session, wishes: Iterable[Row[Any]]) -> list[WishRow]:
    day = held.today(session)
    return [_row(wish, shown_name(wish.person, wish.code, wish.customer_id), day) for wish in wishes]


def _said(wish: Row[Any]) -> str:
    return attributes.shown(wish.attribute, wish.words) if wish.attribute else wish.words


def _row(wish: Row[Any], customer: FieldValue, day: date) -> WishRow:
    overdue = wish.state in OPEN and wish.until is not None and wish.until < day
    return WishRow(
        id=wish.id,
        customer_id=wish.customer_id,
        customer=customer,
        product_id=wish.product_id,
        category_id=wish.category_id,
        thing=wish.goods or wish.shelf or _said(wish),
        quantity=wish.quantity,
        state="lapsed" if overdue else wish.state,
        asked_at=wish.asked_at,
        told_at=wish.told_at,
        until=wish.until,
        words=wish.words,
        attribute=wish.attribute,
        limit_price=wish.limit_price,
        priority=wish.priority,
        note=wish.note,
        recorded_by=wish.recorded_by,
        is_known=wish.person_state == "active",
    )
