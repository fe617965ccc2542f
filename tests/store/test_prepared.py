from datetime import timedelta

import pytest
from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from shopcrm.services.shop import Shop
from shopcrm.store.goods import Product
from shopcrm.store.prepared import Prepared, among
from shopcrm.store.sales import Sale, SaleLine
from tests import makers
from tests.conftest import NOW

_SALES = (
    select(Sale.sold_at, Sale.day, Sale.total, Product.stock_kept, Product.category_id)
    .join_from(Sale, SaleLine, SaleLine.sale_id == Sale.id)
    .join(Product, Product.id == SaleLine.product_id)
    .order_by(Sale.sold_at.desc())
)
SINCE = Prepared(_SALES.where(Sale.sold_at >= bindparam("since"), Sale.kind == "sale").limit(2))
BY_NUMBER = Prepared(_SALES.where(Sale.id.in_(among("ids"))))
KINDS = Prepared(select(func.count(Sale.id)).where(or_(Sale.kind == "sale", Sale.kind == bindparam("kind"))))
NAMES = Prepared(select(Product.id, Product.name.label("goods")))


def _three(shop: Shop) -> list[int]:
    sara, walnuts = makers.customer(shop), makers.product(shop, stock=5000)
    return [makers.sale(shop, sara, (walnuts, 1000, 10), at=NOW - timedelta(days=days)) for days in (3, 2, 1)]


def _both(session: Session, question: Prepared[*tuple[object, ...]], ids: list[int]) -> tuple[object, object]:
    asked = session.execute(_SALES.where(Sale.id.in_(ids))).all()
    return [tuple(row) for row in asked], question.rows(session, ids=ids)


def test_values_go_in_and_come_out_as_the_columns_have_them(shop: Shop) -> None:
    ids = _three(shop)
    for some in (ids, ids[1:], []):
        plain, prepared = shop.ask(_both, BY_NUMBER, some)
        assert prepared == plain
        assert len(prepared) == len(some)  # type: ignore[arg-type] # rows, whatever is in them
    since = NOW - timedelta(days=2)
    rows = shop.ask(SINCE.rows, since=since)
    assert [row[0] for row in rows] == [NOW - timedelta(days=1), since]
    assert rows[0][1:] == ((NOW - timedelta(days=1)).date(), 10, True, None)
    assert shop.ask(KINDS.rows, kind="return") == [(3,)]


def test_rows_go_by_the_names_of_their_columns(shop: Shop) -> None:
    walnuts = makers.product(shop)
    row = shop.ask(NAMES.named)[0]
    assert (row.id, row.goods) == (walnuts, "Walnuts")


def _added(session: Session) -> int:
    session.add(Product(code="N", name="New"))
    return len(NAMES.rows(session))


def test_what_waits_to_be_written_is_written_first(shop: Shop) -> None:
    assert shop.do(_added) == 1


def test_a_value_that_is_not_given_is_a_mistake_of_the_program(shop: Shop) -> None:
    with pytest.raises(KeyError):
        shop.ask(SINCE.rows)


def test_trouble_of_the_driver_is_told_as_always(shop: Shop) -> None:
    with pytest.raises(DBAPIError):
        shop.ask(KINDS.rows, kind=object())
