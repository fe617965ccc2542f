from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from shopcrm.rules.people import NoSuchCustomer
from shopcrm.services import avoiding, categories, goods, sales, stock, turns, wishes
from shopcrm.services.goods import ProductDraft
from shopcrm.services.sales import LineDraft, SaleDraft
from shopcrm.services.shop import Shop
from shopcrm.services.wishes import Asked
from shopcrm.store.customers import Preference
from tests import makers

Clock = Callable[[], datetime]
START = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def walnuts(shop: Shop) -> int:
    shelf = shop.do(categories.at_path, "Nuts > Walnuts")
    return shop.do(goods.add, ProductDraft("Walnut kernel", "W-1", category_id=shelf))


def _later(shop: Shop, days: int) -> None:
    shop.clock = lambda: START + timedelta(days=days)


def _avoids(session: Session, customer_id: int, words: str = "", category_id: int | None = None) -> None:
    session.add(
        Preference(
            customer_id=customer_id,
            kind="avoids",
            words=words,
            skey=words,
            category_id=category_id,
            told_at=START,
        )
    )


def _states(shop: Shop, customer_id: int) -> list[str]:
    return [row.state for row in shop.ask(wishes.of_customer, customer_id)]


def test_A1_one_open_wish_per_person_and_thing_and_asking_again_says_so(shop: Shop, walnuts: int) -> None:
    sara = makers.customer(shop, name="Sara")
    _later(shop, 0)
    first: Asked = shop.do(wishes.ask, sara, product_id=walnuts, quantity=1_000)
    _later(shop, 5)
    again = shop.do(wishes.ask, sara, product_id=walnuts, quantity=2_000)
    assert (first.again, again.again) == (False, True)
    assert (again.wish_id, again.since) == (first.wish_id, START)
    assert "already" in again.says.plainly()
    assert "written down" in first.says.plainly()
    (row,) = shop.ask(wishes.of_customer, sara)
    assert (row.quantity, row.asked_at, row.thing, row.customer) == (2_000, START, "Walnut kernel", "Sara")


def test_A1_words_are_the_same_thing_however_they_are_spelled(shop: Shop) -> None:
    sara = makers.customer(shop, name="Sara")
    first = shop.do(wishes.ask, sara, words="كلوچه‌ي گردويی")
    assert shop.do(wishes.ask, sara, words=" کلوچه ی گردویی ").wish_id == first.wish_id
    assert not shop.do(wishes.ask, makers.customer(shop, name="Reza"), words="کلوچه").again


def test_A1_after_a_wish_is_closed_the_same_thing_can_be_asked_for_anew(shop: Shop, walnuts: int) -> None:
    sara = makers.customer(shop, name="Sara")
    first = shop.do(wishes.ask, sara, product_id=walnuts)
    shop.do(wishes.withdraw, first.wish_id)
    second = shop.do(wishes.ask, sara, product_id=walnuts)
    assert not second.again
    assert _states(shop, sara) == ["waiting", "withdrawn"]
    shop.do(wishes.lapse, second.wish_id)
    assert sorted(_states(shop, sara)) == ["lapsed", "withdrawn"]
    for close in (wishes.withdraw, wishes.lapse, wishes.told):
        with pytest.raises(wishes.WishClosed):
            shop.do(close, second.wish_id)
        with pytest.raises(wishes.NoSuchWish):
            shop.do(close, 99)


def test_A1_a_wish_is_for_exactly_one_thing(shop: Shop, walnuts: int) -> None:
    sara = makers.customer(shop, name="Sara")
    for words in ("", " ! "):
        with pytest.raises(wishes.WishForOneThing):
            shop.do(wishes.ask, sara, words=words)
    with pytest.raises(wishes.WishForOneThing):
        shop.do(wishes.ask, sara, product_id=walnuts, words="walnuts")
    with pytest.raises(wishes.WishQuantityRefused):
        shop.do(wishes.ask, sara, product_id=walnuts, quantity=0)
    with pytest.raises(NoSuchCustomer):
        shop.do(wishes.ask, 99, product_id=walnuts)
    with pytest.raises(stock.NoSuchProduct):
        shop.do(wishes.ask, sara, product_id=99)
    with pytest.raises(categories.NoSuchCategory):
        shop.do(wishes.ask, sara, category_id=99)
    assert shop.ask(wishes.waiting) == []


def test_A1_a_wish_that_was_told_holds_until_its_day(shop: Shop, walnuts: int) -> None:
    sara = makers.customer(shop, name="Sara")
    _later(shop, 0)
    wish = shop.do(wishes.ask, sara, product_id=walnuts).wish_id
    shop.do(wishes.told, wish, date(2026, 11, 8))
    assert shop.do(wishes.ask, sara, product_id=walnuts).again
    _later(shop, 7)
    assert shop.do(wishes.lapse_overdue) == 0
    _later(shop, 8)
    assert shop.do(wishes.lapse_overdue) == 1
    assert _states(shop, sara) == ["lapsed"]


def test_who_waits_is_found_by_goods_shelf_shelf_around_and_words(shop: Shop, walnuts: int) -> None:
    nuts = shop.ask(categories.tree)[0].id
    things: list[dict[str, int | str]] = [
        {"words": "walnuts"},
        {"category_id": nuts},
        {"product_id": walnuts},
        {"category_id": nuts + 1},
        {"words": "almonds"},
    ]
    for place, thing in enumerate(things):
        _later(shop, place)
        shop.do(wishes.ask, makers.customer(shop, name=f"Person {place}"), **thing)  # type: ignore[arg-type] # one of the three
    found = shop.ask(turns.waiting_for, walnuts)
    assert [row.customer for row in found] == [f"Person {place}" for place in range(4)]
    shop.do(wishes.told, found[0].id)
    assert len(shop.ask(turns.waiting_for, walnuts)) == 3
    assert len(shop.ask(turns.waiting_for, walnuts, wishes.OPEN)) == 4
    with pytest.raises(stock.NoSuchProduct):
        shop.ask(turns.waiting_for, 99)


def test_A2_who_asked_first_comes_first_and_it_stops_at_the_units_on_hand(shop: Shop, walnuts: int) -> None:
    people = [makers.customer(shop, name=f"Person {n}") for n in range(4)]
    for place, (person, quantity) in enumerate(zip(people, (2_000, None, 3_000, None), strict=True)):
        _later(shop, 9 - place)
        shop.do(wishes.ask, person, product_id=walnuts, quantity=quantity)
    found = shop.ask(turns.walk, walnuts, 5_000)
    assert [(turn.wish.customer_id, turn.share) for turn in found] == [
        (people[3], 1_000),
        (people[2], 3_000),
        (people[1], 1_000),
    ]
    assert shop.ask(turns.walk, walnuts, 0) == []
    assert len(shop.ask(turns.walk, walnuts)) == 4


def test_A2_who_avoids_the_goods_or_was_told_or_waits_twice_is_passed_over(shop: Shop, walnuts: int) -> None:
    nuts = shop.ask(categories.tree)[0].id
    people = [makers.customer(shop, name=f"Person {n}") for n in range(4)]
    for place, person in enumerate(people):
        _later(shop, place)
        wish = shop.do(wishes.ask, person, product_id=walnuts).wish_id
        if place == 1:
            shop.do(wishes.told, wish)
    shop.do(wishes.ask, people[3], category_id=nuts)
    shop.do(_avoids, people[0], "walnuts")
    shop.do(_avoids, people[2], category_id=nuts)
    assert [turn.wish.customer_id for turn in shop.ask(turns.walk, walnuts)] == [people[3]]
    why = shop.ask(avoiding.avoiders, walnuts)
    assert {key: saying.plainly() for key, saying in why.items()} == {
        people[0]: "Avoids walnuts",
        people[2]: "Avoids Nuts",
    }
    assert shop.ask(avoiding.avoiders, walnuts, START) == {}
    assert shop.ask(avoiding.dislikers, walnuts) == {}


@pytest.mark.parametrize("kind", ["product", "shelf", "words"])
def test_A3_purchase_closes_wish(shop: Shop, walnuts: int, kind: str) -> None:
    nuts = shop.ask(categories.tree)[0].id
    things: dict[str, dict[str, int | str]] = {
        "product": {"product_id": walnuts},
        "shelf": {"category_id": nuts},
        "words": {"words": "walnuts"},
    }
    _later(shop, 0)
    sara, reza = makers.customer(shop, name="Sara"), makers.customer(shop, name="Reza")
    for person in (sara, reza):
        shop.do(wishes.ask, person, **things[kind])  # type: ignore[arg-type] # one of the three
    draft = SaleDraft(START + timedelta(days=1), [LineDraft(walnuts, 1_000, 10)], sara)
    shop.do(sales.record, draft)
    assert (_states(shop, sara), _states(shop, reza)) == (["bought"], ["waiting"])


def test_A3_a_told_wish_closes_too_but_not_by_other_goods_a_return_or_an_older_sale(
    shop: Shop, walnuts: int
) -> None:
    almonds = shop.do(goods.add, ProductDraft("Almonds"))
    _later(shop, 0)
    sara = makers.customer(shop, name="Sara")
    shop.do(wishes.told, shop.do(wishes.ask, sara, product_id=walnuts).wish_id)
    line = LineDraft(walnuts, 1_000, 10)
    draft = SaleDraft(START + timedelta(days=1), [line], sara)
    shop.do(sales.record, replace(draft, lines=[replace(line, product_id=almonds)]))
    shop.do(sales.record, replace(draft, kind="return"))
    shop.do(sales.record, replace(draft, sold_at=START - timedelta(days=1)))
    assert _states(shop, sara) == ["told"]
    shop.do(sales.record, draft)
    assert _states(shop, sara) == ["bought"]
