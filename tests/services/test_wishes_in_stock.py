from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from shopcrm.services import goods, holds, stock, wishes
from shopcrm.services.goods import ProductDraft
from shopcrm.services.shop import Shop
from tests import makers

TODAY = date(2026, 11, 22)


@pytest.fixture
def shelf(shop: Shop) -> dict[str, int]:
    """Walnuts and almonds on hand, figs sold out, tea whose stock nobody keeps."""
    nuts = makers.category(shop)
    draft = ProductDraft("Walnuts, premium", "W", nuts, "kg", 1_000, attributes={"grade": "premium"})
    found = {"walnuts": shop.do(goods.add, draft)}
    shop.do(stock.correct, found["walnuts"], 5_000, "counted")
    found["almonds"] = makers.product(
        shop, name="Almonds", code="A", category_id=nuts, price=700, stock=2_000
    )
    found["figs"] = makers.product(shop, name="Figs", code="F", price=400, stock=1_000)
    shop.do(stock.correct, found["figs"], 0, "sold out")
    found["tea"] = makers.product(shop, name="Tea", code="T", price=300)
    return found | {"nuts": nuts}


def _goods_for(shop: Shop, customer_id: int) -> list[str]:
    return [one.product for one in shop.ask(wishes.in_stock_for, customer_id)]


def test_a_wish_of_each_kind_is_found_when_its_goods_are_there(shop: Shop, shelf: dict[str, int]) -> None:
    sara = makers.customer(shop, name="Sara")
    asked: list[Callable[[], object]] = [
        lambda: shop.do(wishes.ask, sara, product_id=shelf["almonds"]),
        lambda: shop.do(wishes.ask, sara, category_id=shelf["nuts"]),
        lambda: shop.do(wishes.ask, sara, attribute="Grade", words="PREMIUM"),
        lambda: shop.do(wishes.ask, sara, words="walnut"),
        lambda: shop.do(wishes.ask, sara, product_id=shelf["figs"]),
        lambda: shop.do(wishes.ask, sara, product_id=shelf["tea"]),
        lambda: shop.do(wishes.ask, sara, words="pistachio"),
        lambda: shop.do(wishes.ask, sara, attribute="grade", words="second"),
    ]
    for ask in asked:
        ask()
    found = shop.ask(wishes.in_stock_for, sara)
    assert [(one.wish.thing, one.product, one.left) for one in found] == [
        ("Almonds", "Almonds", 2_000),
        ("Nuts", "Walnuts, premium", 5_000),
        ("Grade: PREMIUM", "Walnuts, premium", 5_000),
        ("walnut", "Walnuts, premium", 5_000),
    ]
    assert shop.ask(wishes.in_stock) == found
    assert shop.ask(wishes.in_stock_for, makers.customer(shop, name="Reza")) == []


def test_A5_what_one_avoids_or_finds_too_dear_is_not_in_stock_for_them(
    shop: Shop, shelf: dict[str, int]
) -> None:
    careful, frugal = makers.customer(shop, name="Careful"), makers.customer(shop, name="Frugal")
    makers.avoids(shop, careful, "walnut")
    shop.do(wishes.ask, careful, category_id=shelf["nuts"])
    shop.do(wishes.ask, careful, words="premium")
    shop.do(wishes.ask, frugal, category_id=shelf["nuts"], limit_price=800)
    shop.do(wishes.ask, frugal, product_id=shelf["walnuts"], limit_price=999)
    assert _goods_for(shop, careful) == ["Almonds"]
    assert _goods_for(shop, frugal) == ["Almonds"]


def test_A4_what_is_held_for_others_is_not_in_stock_and_what_is_held_for_oneself_is(
    shop: Shop, shelf: dict[str, int]
) -> None:
    sara, reza = makers.customer(shop, name="Sara"), makers.customer(shop, name="Reza")
    for person in (sara, reza):
        shop.do(wishes.ask, person, product_id=shelf["almonds"])
    held = shop.do(holds.hold, sara, shelf["almonds"], 2_000, TODAY)
    assert (_goods_for(shop, sara), _goods_for(shop, reza)) == (["Almonds"], [])
    shop.do(holds.release, held)
    assert _goods_for(shop, reza) == ["Almonds"]


def test_the_money_that_waits_is_quantity_by_price_and_never_above_the_limit(
    shop: Shop, shelf: dict[str, int]
) -> None:
    sara, reza = makers.customer(shop, name="Sara"), makers.customer(shop, name="Reza")
    shop.do(wishes.ask, sara, product_id=shelf["walnuts"], quantity=2_500)
    shop.do(wishes.ask, reza, product_id=shelf["walnuts"], quantity=1_000, limit_price=900)
    shop.do(wishes.ask, sara, product_id=shelf["figs"], limit_price=500)
    shop.do(wishes.ask, sara, words="saffron", limit_price=2_000, quantity=500)
    shop.do(wishes.ask, reza, words="fresh pistachios")
    closed = shop.do(wishes.ask, reza, product_id=shelf["almonds"])
    shop.do(wishes.withdraw, closed.wish_id)
    money = shop.ask(wishes.money_waiting)
    assert (money.total, money.count, money.priced, money.unpriced) == (2_500 + 900 + 400 + 1_000, 5, 4, 1)
    assert [(one.thing, one.people, one.quantity, one.money) for one in money.things] == [
        ("Walnuts, premium", 2, 3_500, 3_400),
        ("saffron", 1, 500, 1_000),
        ("Figs", 1, 1_000, 400),
        ("fresh pistachios", 1, 1_000, 0),
    ]
    assert len(shop.ask(wishes.money_waiting, 2).things) == 2


def test_a_wish_that_is_over_waits_for_no_money(shop: Shop, shelf: dict[str, int]) -> None:
    sara = makers.customer(shop, name="Sara")
    shop.do(wishes.ask, sara, product_id=shelf["walnuts"], until=TODAY)
    shop.clock = lambda: datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert shop.ask(wishes.money_waiting).count == 0
    assert shop.ask(wishes.in_stock) == []
