"""What customers told the shop about some goods: wishes that wait, and what they like or need."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from shopcrm.rules.matching_stated import Stated, Wish
from shopcrm.services import held, settings, stock, wish_rows
from shopcrm.services.pointing import Goods
from shopcrm.store.arrivals import Wish as WishRow
from shopcrm.store.customers import Preference
from shopcrm.store.goods import Product
from shopcrm.store.sales import Sale, SaleLine


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
    goods = Goods.of(session, product)
    stated: list[Stated] = []
    wishes: dict[int, int] = {}
    wanted = _wishes(before, as_of, _holds_now(session, product.price))
    for number, customer, *names, asked_at in session.execute(wanted).all():
        if customer in index and goods.named_by(*names):
            stated.append(Stated(index[customer], Wish.ASKED, days.of(asked_at).toordinal()))
            wishes.setdefault(customer, number)
    for customer, kind, *names, told_at in session.execute(_likes(before)).all():
        thing = goods.named_by(*names) if customer in index else ""
        if thing:
            stated.append(_stated(index[customer], kind, names, thing, days.of(told_at)))
    return stated, wishes


def _stated(customer: int, kind: str, names: Sequence[Any], thing: str, day: date) -> Stated:
    """Say how strongly a preference speaks for the product; one that is about many goods says less."""
    _product, shelf, _words, attribute = names
    if shelf is not None or attribute:
        return Stated(customer, Wish.LIKES_KIND, day.toordinal(), thing)
    return Stated(customer, Wish.ASKED if kind == "needs" else Wish.LIKES, day.toordinal())


def _holds_now(session: Session, price: int | None) -> ColumnElement[bool]:
    """Say of a wish whether it is open, its last day is not over, and the price is not above its limit."""
    is_open = wish_rows.is_open(held.today(session))
    if price is None:
        return is_open
    return and_(is_open, or_(WishRow.limit_price.is_(None), WishRow.limit_price >= price))


def _wishes(
    before: datetime | None, as_of: date | None, holds_now: ColumnElement[bool]
) -> Select[*tuple[Any, ...]]:
    row = WishRow
    query = select(
        row.id, row.customer_id, row.product_id, row.category_id, row.words, row.attribute, row.asked_at
    )
    if before is None or as_of is None:
        return query.where(holds_now).order_by(row.asked_at)
    # A wish that was closed since was open then, unless the goods had been bought by that day.
    return query.where(
        row.asked_at < before, or_(row.state.in_([*wish_rows.OPEN, "bought"])), ~_bought(as_of)
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
    names = (row.product_id, row.category_id, row.words, row.attribute)
    query = select(row.customer_id, row.kind, *names, row.told_at).where(
        row.kind.in_(("likes", "needs")), row.source == "told"
    )
    return query if before is None else query.where(row.told_at < before)
