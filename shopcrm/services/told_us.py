"""What customers told the shop about some goods: wishes that wait, and what they like or need."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session

from shopcrm.rules.matching_stated import Stated, Wish
from shopcrm.rules.mentions import mentions
from shopcrm.services import categories, settings, stock
from shopcrm.store.arrivals import Wish as WishRow
from shopcrm.store.customers import Preference
from shopcrm.store.goods import Product
from shopcrm.store.sales import Sale, SaleLine

_OPEN = ("waiting", "told")


def about(
    session: Session, product_id: int, index: Mapping[int, int], as_of: date | None = None
) -> tuple[list[Stated], dict[int, int]]:
    """Give what was told about a product, and the open wish of each customer that has one.

    `index` maps customer ids to dense indexes; with a day, only what was told before it.
    Raises NoSuchProduct.
    """
    product = session.get(Product, product_id)
    if product is None:
        raise stock.NoSuchProduct(id=product_id)
    days = settings.read(session).days
    before = None if as_of is None else days.begins(as_of)
    goods = _Goods(session, product)
    stated: list[Stated] = []
    wishes: dict[int, int] = {}
    for number, customer, one, shelf, words, asked_at in session.execute(_wishes(before, as_of)).all():
        if customer in index and goods.is_meant(one, shelf, words):
            stated.append(Stated(index[customer], Wish.ASKED, days.of(asked_at).toordinal()))
            wishes.setdefault(customer, number)
    for customer, kind, one, shelf, words, told_at in session.execute(_likes(before)).all():
        if customer in index and goods.is_meant(one, shelf, words):
            stated.append(goods.stated(index[customer], kind, shelf, days.of(told_at)))
    return stated, wishes


class _Goods:
    """The product that is asked about, with the shelves around it."""

    def __init__(self, session: Session, product: Product) -> None:
        self._product = product
        self._shelves = categories.everything(session)
        self._around = categories.above_in(self._shelves, product.category_id)

    def is_meant(self, product_id: int | None, shelf: int | None, words: str) -> bool:
        """Whether a wish or a preference speaks of this product, its shelf, or a word in its name."""
        if product_id == self._product.id or (shelf is not None and shelf in self._around):
            return True
        return bool(words) and mentions(self._product.name, words)

    def stated(self, customer: int, kind: str, shelf: int | None, day: date) -> Stated:
        """Say how strongly a preference speaks for the product."""
        if shelf is not None:
            return Stated(customer, Wish.LIKES_KIND, day.toordinal(), self._shelves[shelf][1])
        return Stated(customer, Wish.ASKED if kind == "needs" else Wish.LIKES, day.toordinal())


def _wishes(before: datetime | None, as_of: date | None) -> Select[*tuple[Any, ...]]:
    row = WishRow
    query = select(row.id, row.customer_id, row.product_id, row.category_id, row.words, row.asked_at)
    if before is None or as_of is None:
        return query.where(row.state.in_(_OPEN)).order_by(row.asked_at)
    # A wish that was closed since was open then, unless the goods had been bought by that day.
    return query.where(
        row.asked_at < before, or_(row.state.in_([*_OPEN, "bought"])), ~_bought(as_of)
    ).order_by(row.asked_at)


def _bought(as_of: date) -> ColumnElement[bool]:
    return exists(
        select(SaleLine.sale_id)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(
            SaleLine.product_id == WishRow.product_id,
            Sale.customer_id == WishRow.customer_id,
            Sale.sold_at >= WishRow.asked_at,
            Sale.day < as_of,
        )
    )


def _likes(before: datetime | None) -> Select[*tuple[Any, ...]]:
    row = Preference
    query = select(row.customer_id, row.kind, row.product_id, row.category_id, row.words, row.told_at).where(
        row.kind.in_(("likes", "needs")), row.source == "told"
    )
    return query if before is None else query.where(row.told_at < before)
