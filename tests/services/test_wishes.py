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
from shopcrm.store.customers import Customer, Preference
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


def _becomes(session: Session, customer_id: int, state: str) -> None:
    session.get_one(Customer, customer_id).state = state


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


def test_A1_asking_again_raises_what_is_wanted_and_never_lowers_it(shop: Shop, walnuts: int) -> None:
    sara = makers.customer(shop, name="Sara")
    _later(shop, 0)
    first = shop.do(
        wishes.ask, sara, product_id=walnuts, quantity=2_000, limit_price=900, until=date(2026, 11, 9)
    )
    _later(shop, 2)
    lower = {"quantity": 1_000, "limit_price": 800, "until": date(2026, 11, 5)}
    assert shop.do(wishes.ask, sara, product_id=walnuts, **lower).again  # type: ignore[arg-type] # one of each
    (row,) = shop.ask(wishes.of_customer, sara)
    assert (row.quantity, row.limit_price, row.until) == (2_000, 900, date(2026, 11, 9))
    shop.do(
        wishes.ask,
        sara,
        product_id=walnuts,
        quantity=3_000,
        limit_price=950,
        until=date(2026, 11, 20),
        priority=1,
        note="for the wedding",
    )
    (row,) = shop.ask(wishes.of_customer, sara)
    assert (row.id, row.asked_at, row.recorded_by) == (first.wish_id, START, "owner")
    assert (row.quantity, row.limit_price, row.until) == (3_000, 950, date(2026, 11, 20))
    assert (row.priority, row.note) == (1, "for the wedding")
    shop.do(wishes.change, row.id, wishes.Details(quantity=1_000))
    (row,) = shop.ask(wishes.of_customer, sara)
    assert (row.quantity, row.limit_price, row.until, row.priority, row.note) == (1_000, None, None, 0, "")


def test_A1_an_attribute_and_its_value_are_one_thing_beside_the_same_words(shop: Shop) -> None:
    sara = makers.customer(shop, name="Sara")
    first = shop.do(wishes.ask, sara, attribute="Size", words="42")
    assert shop.do(wishes.ask, sara, attribute=" size ", words="۴۲").wish_id == first.wish_id
    assert not shop.do(wishes.ask, sara, words="42").again
    assert not shop.do(wishes.ask, sara, attribute="width", words="42").again
    assert {row.thing for row in shop.ask(wishes.of_customer, sara)} == {"Size: 42", "42", "width: 42"}
    found = shop.ask(wishes.known, sara, attribute="SIZE", words="42")
    assert found is not None
    assert found.id == first.wish_id
    assert shop.ask(wishes.known, sara, words="43") is None
    for attribute, words in (("size", " "), ("!", "42")):
        with pytest.raises(wishes.WishForOneThing):
            shop.do(wishes.ask, sara, attribute=attribute, words=words)


def test_A1_what_cannot_be_wished_is_refused_with_nothing_written(shop: Shop, walnuts: int) -> None:
    sara = makers.customer(shop, name="Sara")
    _later(shop, 3)
    with pytest.raises(wishes.WishPriceRefused):
        shop.do(wishes.ask, sara, product_id=walnuts, limit_price=0)
    with pytest.raises(wishes.WishPriorityRefused):
        shop.do(wishes.ask, sara, product_id=walnuts, priority=3)
    with pytest.raises(wishes.WishDayOver):
        shop.do(wishes.ask, sara, product_id=walnuts, until=date(2026, 11, 3))
    gone = makers.customer(shop, name="Gone")
    shop.do(_becomes, gone, "erased")
    with pytest.raises(NoSuchCustomer):
        shop.do(wishes.ask, gone, product_id=walnuts)
    assert shop.ask(wishes.count) == 0


def test_A1_a_wish_whose_day_is_over_reads_as_lapsed_before_anybody_swept(shop: Shop, walnuts: int) -> None:
    sara = makers.customer(shop, name="Sara")
    _later(shop, 0)
    first = shop.do(wishes.ask, sara, product_id=walnuts, until=date(2026, 11, 2))
    _later(shop, 1)
    assert _states(shop, sara) == ["waiting"]
    _later(shop, 2)
    assert _states(shop, sara) == ["lapsed"]
    assert shop.ask(wishes.waiting) == []
    assert shop.ask(wishes.count) == 0
    assert shop.ask(turns.waiting_for, walnuts) == []
    with pytest.raises(wishes.WishClosed):
        shop.do(wishes.told, first.wish_id)
    anew = shop.do(wishes.ask, sara, product_id=walnuts)
    assert not anew.again
    assert _states(shop, sara) == ["waiting", "lapsed"]
    assert shop.do(wishes.lapse_overdue) == 0
    with pytest.raises(wishes.WishStands):
        shop.do(wishes.reopen, first.wish_id)


def test_A1_a_withdrawn_wish_comes_back_with_its_place_in_the_line(shop: Shop, walnuts: int) -> None:
    sara = makers.customer(shop, name="Sara")
    _later(shop, 0)
    wish = shop.do(wishes.ask, sara, product_id=walnuts, until=date(2026, 11, 3)).wish_id
    shop.do(wishes.told, wish)
    shop.do(wishes.withdraw, wish)
    _later(shop, 5)
    shop.do(wishes.reopen, wish)
    (row,) = shop.ask(wishes.of_customer, sara)
    assert (row.state, row.asked_at, row.until) == ("told", START, None)
    shop.do(wishes.not_told, wish)
    (row,) = shop.ask(wishes.of_customer, sara)
    assert (row.state, row.told_at) == ("waiting", None)
    with pytest.raises(wishes.NoSuchWish):
        shop.do(wishes.reopen, 99)


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


def test_A2_who_stands_ahead_comes_first_then_who_asked_first(shop: Shop, walnuts: int) -> None:
    people = [makers.customer(shop, name=f"Person {n}") for n in range(4)]
    for place, (person, priority) in enumerate(zip(people, (0, 1, 0, 2), strict=True)):
        _later(shop, place)
        shop.do(wishes.ask, person, product_id=walnuts, priority=priority)
    assert shop.ask(turns.in_turn, walnuts) == [people[3], people[1], people[0], people[2]]
    assert [turn.wish.customer_id for turn in shop.ask(turns.walk, walnuts, 2_000)] == [people[3], people[1]]


def test_A2_what_no_longer_holds_is_passed_over_with_the_reason(shop: Shop, walnuts: int) -> None:
    _later(shop, 0)
    names = ("late", "frugal", "careful", "erased", "merged", "content", "last")
    people = {name: makers.customer(shop, name=name) for name in names}
    shop.do(goods.edit, walnuts, ProductDraft("Walnut kernel", "W-1", price=1_000))
    for name in names:
        until = date(2026, 11, 2) if name == "late" else None
        limit = {"frugal": 999, "content": 1_000}.get(name)
        shop.do(wishes.ask, people[name], product_id=walnuts, until=until, limit_price=limit)
    makers.avoids(shop, people["careful"], "walnut")
    for state in ("erased", "merged"):
        shop.do(_becomes, people[state], state)
    _later(shop, 2)
    shop.do(stock.correct, walnuts, 1_000, "counted")
    line = shop.ask(turns.line, walnuts)
    assert [(turn.wish.customer, turn.share) for turn in line.turns] == [("content", 1_000)]
    assert {one.wish.customer: one.why.plainly() for one in line.passed} == {
        "frugal": "Would pay 999 at most, and it costs 1000",
        "careful": "Avoids walnut",
        "last": "Nothing of it is left for them",
    }
    assert line.free == 1_000


@pytest.mark.parametrize("kind", ["product", "shelf", "words", "attribute"])
def test_A3_purchase_closes_wish(shop: Shop, walnuts: int, kind: str) -> None:
    nuts = shop.ask(categories.tree)[0].id
    things: dict[str, dict[str, int | str]] = {
        "product": {"product_id": walnuts},
        "shelf": {"category_id": nuts},
        "words": {"words": "walnuts"},
        "attribute": {"attribute": "grade", "words": "Premium"},
    }
    draft = ProductDraft("Walnut kernel", category_id=nuts + 1, attributes={"Grade": "premium"})
    shop.do(goods.edit, walnuts, draft)
    _later(shop, 0)
    sara, reza = makers.customer(shop, name="Sara"), makers.customer(shop, name="Reza")
    for person in (sara, reza):
        shop.do(wishes.ask, person, **things[kind])  # type: ignore[arg-type] # one of the three
    bought = SaleDraft(START + timedelta(days=1), [LineDraft(walnuts, 1_000, 10)], sara)
    shop.do(sales.record, bought)
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


def test_A3_what_was_bought_after_the_last_day_closes_nothing(shop: Shop, walnuts: int) -> None:
    sara = makers.customer(shop, name="Sara")
    _later(shop, 0)
    shop.do(wishes.ask, sara, product_id=walnuts, until=date(2026, 11, 3))
    shop.do(sales.record, SaleDraft(START + timedelta(days=3), [LineDraft(walnuts, 1_000, 10)], sara))
    assert _states(shop, sara) == ["waiting"]
    shop.do(sales.record, SaleDraft(START + timedelta(days=2), [LineDraft(walnuts, 1_000, 10)], sara))
    assert _states(shop, sara) == ["bought"]
