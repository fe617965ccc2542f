"""What one customer bought, and who buys some goods; what was brought back counts against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Integer, case, func, select
from sqlalchemy.orm import Session

from shopcrm.store.customers import Customer
from shopcrm.store.goods import Product
from shopcrm.store.sales import Sale, SaleLine

_NAMED = 3
"""How many goods of one document are named in a list."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """One document of a customer: its first goods by name, how many lines it has, and its total."""

    id: int
    kind: str
    number: str
    day: date
    sold_at: datetime
    goods: tuple[str, ...]
    lines: int
    total: int


@dataclass(frozen=True, slots=True)
class Habit:
    """Goods that a customer bought more than once."""

    product_id: int
    name: str
    times: int


@dataclass(frozen=True, slots=True)
class Buyer:
    """Somebody who buys some goods: how often, how many thousandths in all, and when last."""

    customer_id: int
    name: str
    code: str | None
    times: int
    quantity: int
    last_on: date


def page(session: Session, customer_id: int, *, limit: int = 100, offset: int = 0) -> list[Purchase]:
    """List a customer's documents, newest first."""
    query = select(Sale).where(Sale.customer_id == customer_id)
    newest = query.order_by(Sale.sold_at.desc(), Sale.id.desc()).limit(limit).offset(offset)
    sales = session.scalars(newest).all()
    goods = _goods(session, [sale.id for sale in sales])
    return [
        Purchase(
            id=sale.id,
            kind=sale.kind,
            number=sale.number,
            day=sale.day,
            sold_at=sale.sold_at,
            goods=tuple(dict.fromkeys(goods.get(sale.id, [])))[:_NAMED],
            lines=len(goods.get(sale.id, [])),
            total=sale.total,
        )
        for sale in sales
    ]


def count(session: Session, customer_id: int) -> int:
    """Count a customer's documents."""
    query = select(func.count()).select_from(Sale).where(Sale.customer_id == customer_id)
    return session.scalars(query).one()


def habits(session: Session, customer_id: int, limit: int = 6) -> list[Habit]:
    """List the goods that a customer bought in more than one sale, the most frequent first."""
    times = func.count(SaleLine.sale_id.distinct())
    query = (
        select(Product.id, Product.name, times)
        .join_from(Sale, SaleLine, SaleLine.sale_id == Sale.id)
        .join(Product, Product.id == SaleLine.product_id)
        .where(Sale.customer_id == customer_id, Sale.kind == "sale")
        .group_by(Product.id, Product.name)
        .having(times > 1)
        .order_by(times.desc(), func.max(Sale.sold_at).desc(), Product.id)
    )
    return [Habit(*row) for row in session.execute(query.limit(limit)).all()]


def buyers(session: Session, product_id: int, limit: int = 5) -> list[Buyer]:
    """List who buys some goods, whoever took the most of them first."""
    sold = case((Sale.kind == "sale", Sale.id))
    kept = func.sum(SaleLine.quantity, type_=Integer)
    query = (
        select(
            Customer.id, Customer.name, Customer.code, func.count(sold.distinct()), kept, func.max(Sale.day)
        )
        .join_from(SaleLine, Sale, Sale.id == SaleLine.sale_id)
        .join(Customer, Customer.id == Sale.customer_id)
        .where(SaleLine.product_id == product_id)
        .group_by(Customer.id, Customer.name, Customer.code)
        .having(kept > 0)
        .order_by(kept.desc(), func.max(Sale.sold_at).desc(), Customer.id)
    )
    return [Buyer(*row) for row in session.execute(query.limit(limit)).all()]


def _goods(session: Session, sale_ids: Sequence[int]) -> dict[int, list[str]]:
    query = (
        select(SaleLine.sale_id, Product.name, SaleLine.note)
        .outerjoin(Product, Product.id == SaleLine.product_id)
        .where(SaleLine.sale_id.in_(sale_ids))
        .order_by(SaleLine.sale_id, SaleLine.ordinal)
    )
    found: dict[int, list[str]] = {}
    for sale_id, name, note in session.execute(query).all():
        found.setdefault(sale_id, []).append(name or note)
    return found
