"""Which open wishes the shop could meet today, with which goods, and how much money waits for the rest."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from shopcrm.rules.money import THOUSANDTHS, line_total
from shopcrm.rules.text import fold
from shopcrm.services import avoiding, categories, held, stock, wares, wish_rows
from shopcrm.services.pointing import Goods
from shopcrm.services.wish_rows import Article, WishRow
from shopcrm.store.goods import Product

_LETTERS = 3
"""So many letters at the beginning of a word are enough to find the goods that may be meant."""


@dataclass(frozen=True, slots=True)
class InStock:
    """A wish and goods on hand that would meet it; `left` is what its person can have of them, thousandths.

    What is held for others is not left for them; what is held for themselves is (A4).
    """

    wish: WishRow
    product_id: int
    product: str
    unit: str
    left: int
    price: int | None


@dataclass(frozen=True, slots=True)
class ThingWaiting:
    """One thing and what waits for it: how many people, thousandths in all, smallest units of money."""

    thing: str
    people: int
    quantity: int
    money: int


@dataclass(frozen=True, slots=True)
class MoneyWaiting:
    """What open wishes would bring in, in smallest units: quantity by price, never above what they would pay.

    `priced` wishes have a price or a limit; of `unpriced` ones nobody knows. `things` come dearest first.
    """

    total: int
    count: int
    priced: int
    unpriced: int
    things: tuple[ThingWaiting, ...]


def in_stock(session: Session) -> list[InStock]:
    """List the open wishes for which something is on hand, the oldest first, each with the goods.

    Left out is what the person avoids, what is dearer than they would pay, and what is held for others.
    Of several goods the one of which most is left is named.
    """
    return _in_stock(session, wish_rows.open_ones(session))


def in_stock_for(session: Session, customer_id: int) -> list[InStock]:
    """List the open wishes of one person for which something is on hand; like `in_stock`."""
    return _in_stock(session, wish_rows.open_ones(session, customer_id))


def money_waiting(session: Session, most: int = 10) -> MoneyWaiting:
    """Add up what the open wishes would bring in; where nobody said how much, one unit is meant."""
    rows = wish_rows.open_ones(session)
    prices = _prices(session, {row.product_id for row in rows if row.product_id is not None})
    things: dict[tuple[object, ...], ThingWaiting] = {}
    priced = total = 0
    for row in rows:
        price = price_of(row, prices)
        quantity = row.quantity or THOUSANDTHS
        money = 0 if price is None else line_total(price, quantity)
        priced += price is not None
        total += money
        key = (row.product_id, row.category_id, fold(row.thing))
        before = things.get(key, ThingWaiting(row.thing, 0, 0, 0))
        things[key] = ThingWaiting(
            before.thing, before.people + 1, before.quantity + quantity, before.money + money
        )
    dearest = sorted(things.values(), key=lambda one: (-one.money, -one.people, one.thing))
    return MoneyWaiting(total, len(rows), priced, len(rows) - priced, tuple(dearest[:most]))


def price_of(row: WishRow, prices: Mapping[int, int]) -> int | None:
    """Tell what one unit would bring in: the price of the goods, at most the limit; None if unknown."""
    known = [price for price in (prices.get(row.product_id or 0), row.limit_price) if price is not None]
    return min(known, default=None)


def _in_stock(session: Session, rows: Sequence[WishRow]) -> list[InStock]:
    rows = [row for row in rows if row.is_known]
    goods = _candidates(session, rows) if rows else []
    if not goods:
        return []
    there = _There(session, {one.id for one in goods}, {row.customer_id for row in rows})
    shelf = _Shelf([one for one in goods if there.is_any(one.id)])
    found: list[InStock] = []
    for row in rows:
        fitting = (one for one in shelf.meant_by(row) if not wish_rows.is_too_dear(row, one))
        for one in sorted(fitting, key=lambda one: -there.left_for(row.customer_id, one.id)):
            left = there.left_for(row.customer_id, one.id)
            if left > 0 and not there.is_avoided(row.customer_id, one.id):
                found.append(InStock(row, one.id, one.name, one.unit, left, one.price))
                break
    return found


class _Shelf:
    """Goods on hand, looked through once for each thing that anybody wishes for."""

    def __init__(self, goods: Sequence[Article]) -> None:
        self._goods = goods
        self._by_id = {one.id: one for one in goods}
        self._found: dict[tuple[int | None, str, str], list[Article]] = {}

    def meant_by(self, row: WishRow) -> Sequence[Article]:
        """Give the goods that a wish is for."""
        if row.product_id is not None:
            return [self._by_id[row.product_id]] if row.product_id in self._by_id else []
        key = row.category_id, row.attribute, row.words
        if key not in self._found:
            self._found[key] = [one for one in self._goods if wish_rows.is_for(row, one)]
        return self._found[key]


class _There:
    """What is on hand of some goods, for whom it is held, and who avoids it; each is read once."""

    def __init__(self, session: Session, product_ids: Collection[int], people: Collection[int]) -> None:
        self._on_hand = stock.on_hand(session, product_ids)
        self._shares = held.shares(session, product_ids)
        self._said = avoiding.said_by(session, people)
        shelves = categories.everything(session) if self._said else {}
        known = wares.read(session, product_ids) if self._said else {}
        self._goods = {key: Goods(ware, shelves) for key, ware in known.items()}

    def is_any(self, product_id: int) -> bool:
        """Tell whether any of some goods is on hand."""
        return self._on_hand[product_id] > 0

    def left_for(self, customer_id: int, product_id: int) -> int:
        """Tell what of some goods one person can have."""
        shares = self._shares.get(product_id, {})
        others = sum(share for who, share in shares.items() if who != customer_id)
        return max(0, self._on_hand[product_id] - others)

    def is_avoided(self, customer_id: int, product_id: int) -> bool:
        """Tell whether a person avoids some goods (A5)."""
        said = self._said.get(customer_id, ())
        return bool(said) and avoiding.is_meant(self._goods[product_id], said)


def _prices(session: Session, product_ids: Collection[int]) -> dict[int, int]:
    query = select(Product.id, Product.price).where(Product.price.is_not(None))
    if len(product_ids) <= stock.MANY:
        query = query.where(Product.id.in_(product_ids))
    return {key: price for key, price in session.execute(query).all() if price is not None}


def _candidates(session: Session, rows: Sequence[WishRow]) -> list[Article]:
    """Read the goods that any of some wishes may be for; more are read than are meant, never fewer."""
    products = {row.product_id for row in rows if row.product_id is not None}
    if all(row.product_id is not None for row in rows):
        named = wares.read(session, products).values()
        return wish_rows.as_articles(session, [one for one in named if one.stock_kept])
    conditions: list[ColumnElement[bool]] = []
    if products:
        conditions.append(Product.id.in_(products))
    shelves = {row.category_id for row in rows if row.category_id is not None}
    if shelves:
        beneath = {one for shelf in shelves for one in categories.beneath(session, shelf)}
        conditions.append(Product.category_id.in_(beneath))
    said = [row for row in rows if row.words]
    if said:
        conditions.append(Product.attributes != "{}")
    stems = {word[:_LETTERS] for row in said if not row.attribute for word in fold(row.words).split()}
    conditions += [Product.skey.contains(stem, autoescape=True) for stem in sorted(stems)]
    if not conditions:
        return []
    query = select(Product).where(Product.stock_kept, or_(*conditions)).order_by(Product.id)
    return wish_rows.as_articles(session, session.scalars(query).all())
