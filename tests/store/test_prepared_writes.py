from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shopcrm.services.shop import Shop
from shopcrm.store.customers import Customer
from shopcrm.store.prepared_inserts import PreparedInsert
from shopcrm.store.prepared_updates import PreparedUpdate
from shopcrm.store.sales import Sale, SaleLine
from tests import makers

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SALES, LINES = PreparedInsert(Sale), PreparedInsert(SaleLine)
HEAD: dict[str, Any] = {
    "source": "test",
    "number": "1",
    "kind": "sale",
    "sold_at": AT,
    "day": date(2026, 11, 22),
    "total": 5,
}


def test_rows_go_in_as_their_columns_have_them_with_their_usual_values(shop: Shop) -> None:
    assert [shop.do(SALES.one, **HEAD | {"number": number}) for number in ("1", "2")] == [1, 2]

    def read(session: Session) -> Sale:
        return session.get_one(Sale, 2)

    row = shop.ask(read)
    assert (row.sold_at, row.day, row.tax, row.reversal, row.key, row.served_by) == (
        AT,
        date(2026, 11, 22),
        0,
        False,
        None,
        "",
    )


def test_many_rows_go_in_at_once_and_none_is_nothing(shop: Shop) -> None:
    sale = shop.do(SALES.one, **HEAD)
    row = {"sale_id": sale, "kind": "sale", "quantity": 1_000, "price": 5, "amount": 5}
    shop.do(LINES.many, [row | {"ordinal": place} for place in range(3)])
    shop.do(LINES.many, [])
    assert shop.ask(lambda session: len(session.scalars(select(SaleLine)).all())) == 3


def test_what_must_be_said_must_be_said(shop: Shop) -> None:
    with pytest.raises(KeyError, match="total"):
        shop.do(SALES.one, **{name: value for name, value in HEAD.items() if name != "total"})


def test_the_database_has_the_last_word_and_says_it_as_always(shop: Shop) -> None:
    shop.do(SALES.one, **HEAD)
    with pytest.raises(IntegrityError):
        shop.do(SALES.one, **HEAD)
    row = {"sale_id": 1, "ordinal": 0, "kind": "gift", "quantity": 1, "price": 1, "amount": 1}
    with pytest.raises(IntegrityError):
        shop.do(LINES.many, [row])
    assert shop.ask(lambda session: len(session.scalars(select(Sale)).all())) == 1


def test_a_change_is_made_with_the_values_of_its_places(shop: Shop) -> None:
    sara, reza = makers.customer(shop), makers.customer(shop, name="Reza")
    seen = PreparedUpdate(
        update(Customer)
        .where(Customer.id == bindparam("who"), Customer.state == "active")
        .values(last_seen_at=bindparam("at"), note="seen")
    )
    for _ in range(2):
        shop.do(seen.make, who=sara, at=AT)

    def read(session: Session, key: int) -> tuple[datetime, str]:
        row = session.get_one(Customer, key)
        return row.last_seen_at, row.note

    assert shop.ask(read, sara) == (AT, "seen")
    assert shop.ask(read, reza)[1] == ""
