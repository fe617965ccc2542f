"""What people asked for that the shop did not have; one open wish per person and thing (A1, A3)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from shopcrm.rules.errors import BadInput, NotFound, Refused
from shopcrm.rules.mentions import mentions
from shopcrm.rules.people import NoSuchCustomer
from shopcrm.rules.text import fold, one_line
from shopcrm.rules.wording import Saying, saying
from shopcrm.services import categories, settings, stock
from shopcrm.services.shop import now_of
from shopcrm.store.arrivals import Wish
from shopcrm.store.customers import Customer
from shopcrm.store.goods import Category, Product

OPEN = ("waiting", "told")
"""The states in which a person still wants the thing."""
Path: TypeAlias = tuple[int, ...]
"""A shelf and those around it."""


class WishForOneThing(BadInput):
    """A wish names nothing, or more than one thing."""

    sentence = "A request is for one thing: goods, a category, or some words. Nothing was written down."


class WishQuantityRefused(BadInput):
    """Nobody asks for nothing."""

    sentence = "The quantity asked for must be more than zero. Nothing was written down."


class NoSuchWish(NotFound):
    """The wish is not there."""

    sentence = "There is no request {id}. Choose one from the list."


class WishClosed(Refused):
    """The wish is over."""

    sentence = "This request is closed already. It stays as it is. Write down a new one."


@dataclass(frozen=True, slots=True)
class Asked:
    """What asking came to; `again` says that the person has been waiting for it since `since` (A1)."""

    wish_id: int
    again: bool
    since: datetime

    @property
    def says(self) -> Saying:
        """Say whether this is new."""
        if self.again:
            return saying("They asked for this already on {day}, and still wait.", day=self.since)
        return saying("The request is written down.")


@dataclass(frozen=True, slots=True)
class WishRow:
    """A wish as people read it; quantity in thousandths, None where nobody said how much."""

    id: int
    customer_id: int
    customer: str
    product_id: int | None
    category_id: int | None
    thing: str
    quantity: int | None
    state: str
    asked_at: datetime
    told_at: datetime | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Bought:
    """Somebody bought goods at a moment; it closes their wishes for them (A3)."""

    customer_id: int
    product_id: int
    at: datetime


def ask(
    session: Session,
    customer_id: int,
    *,
    product_id: int | None = None,
    category_id: int | None = None,
    words: str = "",
    quantity: int | None = None,
    until: date | None = None,
) -> Asked:
    """Write down what a person wants to be told of; asking again changes the amount and keeps the place (A1).

    Raises WishForOneThing, WishQuantityRefused, NoSuchCustomer, NoSuchProduct or NoSuchCategory.
    """
    said = one_line(words)
    _check(session, customer_id, product_id, category_id, said)
    if quantity is not None and quantity <= 0:
        raise WishQuantityRefused
    known = _open_for(session, customer_id, product_id, category_id, fold(said))
    if known is not None:
        known.quantity = quantity or known.quantity
        known.until = until or known.until
        return Asked(known.id, again=True, since=known.asked_at)
    row = Wish(
        customer_id=customer_id,
        product_id=product_id,
        category_id=category_id,
        words=said,
        skey=fold(said),
        quantity=quantity,
        asked_at=now_of(session),
        until=until,
    )
    session.add(row)
    session.flush()
    return Asked(row.id, again=False, since=row.asked_at)


def withdraw(session: Session, wish_id: int) -> None:
    """Close a wish because the person no longer wants it; raises NoSuchWish or WishClosed."""
    _open_one(session, wish_id).state = "withdrawn"


def lapse(session: Session, wish_id: int) -> None:
    """Close a wish because its time is over; raises NoSuchWish or WishClosed."""
    _open_one(session, wish_id).state = "lapsed"


def lapse_overdue(session: Session) -> int:
    """Close all open wishes whose last day is over, and tell how many."""
    today = settings.read(session).days.of(now_of(session))
    rows = session.scalars(select(Wish).where(Wish.state.in_(OPEN), Wish.until < today)).all()
    for row in rows:
        row.state = "lapsed"
    return len(rows)


def told(session: Session, wish_id: int, until: date | None = None) -> None:
    """Note that the person was told; until that day the wish holds. Raises NoSuchWish or WishClosed."""
    row = _open_one(session, wish_id)
    row.state, row.told_at = "told", now_of(session)
    row.until = until or row.until


def of_customer(session: Session, customer_id: int) -> list[WishRow]:
    """List the wishes of a person, open ones first, then the newest."""
    rows = read(session, select(Wish.id).where(Wish.customer_id == customer_id))
    return sorted(rows, key=lambda row: (row.state not in OPEN, -row.asked_at.timestamp()))


def waiting(session: Session, limit: int = 200) -> list[WishRow]:
    """List all open wishes, the oldest first."""
    return read(session, select(Wish.id).where(Wish.state.in_(OPEN)))[:limit]


def close_bought(session: Session, purchases: Sequence[Bought]) -> list[int]:
    """Close the open wishes that purchases met, and give their ids (A3)."""
    buyers = {purchase.customer_id for purchase in purchases}
    query = select(Wish).where(Wish.state.in_(OPEN))
    if len(buyers) <= stock.MANY:
        query = query.where(Wish.customer_id.in_(buyers))
    rows = {row.id: row for row in session.scalars(query)}
    if not rows:
        return []
    shown = read(session, select(Wish.id).where(Wish.id.in_(rows)))
    names, shelves = _goods_of(session, {purchase.product_id for purchase in purchases})
    closed = [row.id for row in shown if _met(row, purchases, names, shelves)]
    for wish_id in closed:
        rows[wish_id].state = "bought"
    return closed


def _check(
    session: Session, customer_id: int, product_id: int | None, category_id: int | None, said: str
) -> None:
    if (product_id is not None) + (category_id is not None) + bool(fold(said)) != 1:
        raise WishForOneThing
    if session.get(Customer, customer_id) is None:
        raise NoSuchCustomer(id=customer_id)
    if product_id is not None and session.get(Product, product_id) is None:
        raise stock.NoSuchProduct(id=product_id)
    if category_id is not None and session.get(Category, category_id) is None:
        raise categories.NoSuchCategory(id=category_id)


def _open_for(
    session: Session, customer_id: int, product_id: int | None, category_id: int | None, key: str
) -> Wish | None:
    return session.scalar(
        select(Wish).where(
            Wish.customer_id == customer_id,
            Wish.product_id.is_not_distinct_from(product_id),
            Wish.category_id.is_not_distinct_from(category_id),
            Wish.skey == key,
            Wish.state.in_(OPEN),
        )
    )


def _open_one(session: Session, wish_id: int) -> Wish:
    row = session.get(Wish, wish_id)
    if row is None:
        raise NoSuchWish(id=wish_id)
    if row.state not in OPEN:
        raise WishClosed
    return row


def read(session: Session, ids: Select[Any]) -> list[WishRow]:
    """Read wishes with the names of people and things, the oldest first."""
    query = (
        select(Wish, Customer.name, Customer.code, Product.name, Category.name)
        .join(Customer, Customer.id == Wish.customer_id)
        .outerjoin(Product, Product.id == Wish.product_id)
        .outerjoin(Category, Category.id == Wish.category_id)
        .where(Wish.id.in_(ids))
        .order_by(Wish.asked_at, Wish.id)
    )
    return [
        WishRow(
            id=wish.id,
            customer_id=wish.customer_id,
            customer=name or code or "",
            product_id=wish.product_id,
            category_id=wish.category_id,
            thing=product or category or wish.words,
            quantity=wish.quantity,
            state=wish.state,
            asked_at=wish.asked_at,
            told_at=wish.told_at,
            until=wish.until,
        )
        for wish, name, code, product, category in session.execute(query).all()
    ]


def is_for(row: WishRow, product_id: int, name: str, shelves: Collection[int]) -> bool:
    """Tell whether a wish is for goods of a name on a shelf, given with the shelves around it."""
    if row.product_id is not None:
        return row.product_id == product_id
    if row.category_id is not None:
        return row.category_id in shelves
    return mentions(name, row.thing)


def _goods_of(session: Session, product_ids: Collection[int]) -> tuple[dict[int, str], dict[int, Path]]:
    query = select(Product.id, Product.name, Product.category_id)
    if len(product_ids) <= stock.MANY:
        query = query.where(Product.id.in_(product_ids))
    tree = categories.everything(session)
    rows = session.execute(query).all()
    return (
        {key: name for key, name, _shelf in rows},
        {key: categories.above_in(tree, shelf) for key, _name, shelf in rows},
    )


def _met(
    row: WishRow, purchases: Sequence[Bought], names: Mapping[int, str], shelves: Mapping[int, Path]
) -> bool:
    return any(
        purchase.customer_id == row.customer_id
        and purchase.at >= row.asked_at
        and is_for(row, purchase.product_id, names[purchase.product_id], shelves[purchase.product_id])
        for purchase in purchases
    )
