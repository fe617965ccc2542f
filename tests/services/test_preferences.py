from datetime import datetime

import pytest

from shopcrm.rules.people import NoSuchCustomer
from shopcrm.services import avoiding, preferences
from shopcrm.services.categories import NoSuchCategory
from shopcrm.services.preferences import Kind, NoSuchPreference, OneThing, Source, StrengthRefused, Taste
from shopcrm.services.shop import Shop
from shopcrm.services.stock import NoSuchProduct
from tests import makers


def _kinds(shop: Shop, customer_id: int) -> list[tuple[str, str]]:
    return [(view.kind, view.thing) for view in shop.ask(preferences.of_customer, customer_id)]


def test_a_preference_points_at_goods_a_shelf_or_words(shop: Shop, now: datetime) -> None:
    key, shelf = makers.customer(shop), makers.category(shop, "Nuts")
    goods = makers.product(shop, name="Akbari pistachio", category_id=shelf)
    shop.do(preferences.add, key, Taste(Kind.LIKES, product_id=goods, strength=3))
    shop.do(preferences.add, key, Taste(Kind.NEEDS, category_id=shelf))
    shop.do(preferences.add, key, Taste(Kind.AVOIDS, words=" sesame "))
    assert _kinds(shop, key) == [
        (Kind.AVOIDS, "sesame"),
        (Kind.LIKES, "Akbari pistachio"),
        (Kind.NEEDS, "Nuts"),
    ]
    assert {view.told_at for view in shop.ask(preferences.of_customer, key)} == {now}


def test_another_word_on_the_same_thing_takes_the_place_of_the_first(shop: Shop) -> None:
    key = makers.customer(shop)
    first = shop.do(preferences.add, key, Taste(Kind.LIKES, words="گردوی ممتاز"))
    second = shop.do(preferences.add, key, Taste(Kind.AVOIDS, words="گردوي  ممتاز"))
    assert first == second
    assert _kinds(shop, key) == [(Kind.AVOIDS, "گردوي ممتاز")]


def test_saying_it_again_confirms_it(shop: Shop, now: datetime) -> None:
    key = makers.customer(shop)
    shop.do(preferences.add, key, Taste(Kind.LIKES, words="dates"))
    assert shop.ask(preferences.of_customer, key)[0].confirmed_at is None
    shop.do(preferences.add, key, Taste(Kind.LIKES, words="Dates"))
    assert shop.ask(preferences.of_customer, key)[0].confirmed_at == now


def test_a_guess_becomes_what_they_said_once_they_say_so(shop: Shop, now: datetime) -> None:
    key = makers.customer(shop)
    guess = shop.do(preferences.add, key, Taste(Kind.LIKES, words="figs", source=Source.GUESSED))
    shop.do(preferences.confirm, guess)
    (view,) = shop.ask(preferences.of_customer, key)
    assert (view.source, view.confirmed_at) == (Source.TOLD, now)
    shop.do(preferences.remove, guess)
    assert not shop.ask(preferences.of_customer, key)


def test_a_form_settles_what_they_said_and_leaves_the_guesses(shop: Shop) -> None:
    key = makers.customer(shop)
    for taste in (
        Taste(Kind.LIKES, words="dates"),
        Taste(Kind.LIKES, words="walnuts"),
        Taste(Kind.LIKES, words="figs", source=Source.GUESSED),
    ):
        shop.do(preferences.add, key, taste)
    shop.do(preferences.settle, key, [Taste(Kind.LIKES, words="walnuts"), Taste(Kind.AVOIDS, words="salt")])
    found = {view.thing: view for view in shop.ask(preferences.of_customer, key)}
    assert set(found) == {"walnuts", "salt", "figs"}
    assert found["walnuts"].confirmed_at is None


@pytest.mark.parametrize(
    ("taste", "error"),
    [
        (Taste(Kind.LIKES), OneThing),
        (Taste(Kind.LIKES, words=" ، "), OneThing),
        (Taste(Kind.LIKES, product_id=1, words="dates"), OneThing),
        (Taste(Kind.LIKES, words="dates", strength=4), StrengthRefused),
        (Taste(Kind.LIKES, product_id=99), NoSuchProduct),
        (Taste(Kind.LIKES, category_id=99), NoSuchCategory),
    ],
)
def test_a_preference_is_about_one_known_thing(shop: Shop, taste: Taste, error: type[Exception]) -> None:
    key = makers.customer(shop)
    with pytest.raises(error):
        shop.do(preferences.add, key, taste)
    assert not shop.ask(preferences.of_customer, key)


def test_who_or_what_is_not_there_is_named(shop: Shop) -> None:
    with pytest.raises(NoSuchCustomer):
        shop.do(preferences.add, 99, Taste(Kind.LIKES, words="dates"))
    for gone in (preferences.confirm, preferences.remove):
        with pytest.raises(NoSuchPreference):
            shop.do(gone, 99)


def test_A5_what_somebody_avoids_is_known_for_goods_shelves_and_words(shop: Shop) -> None:
    nuts = makers.category(shop, "Nuts")
    walnuts = makers.category(shop, "Walnuts", nuts)
    fresh = makers.product(shop, name="Fresh walnuts", code="1", category_id=walnuts)
    halva = makers.product(shop, name="Sesame halva", code="2")
    dates = makers.product(shop, name="Dates", code="3")
    goods = [fresh, halva, dates]
    expected = {
        Taste(Kind.AVOIDS, category_id=nuts): {fresh},
        Taste(Kind.AVOIDS, words="sesame"): {halva},
        Taste(Kind.AVOIDS, product_id=dates): {dates},
        Taste(Kind.DISLIKES, product_id=dates): set(),
    }
    for taste, avoided in expected.items():
        key = makers.customer(shop)
        shop.do(preferences.add, key, taste)
        assert shop.ask(preferences.avoids, key, goods) == avoided
        assert {one for one in goods if key in shop.ask(avoiding.avoiders, one)} == avoided


def test_A5_avoiding_beats_liking_the_same_goods(shop: Shop) -> None:
    key, goods = makers.customer(shop), makers.product(shop, name="Sesame halva")
    shop.do(preferences.add, key, Taste(Kind.LIKES, product_id=goods, strength=3))
    shop.do(preferences.add, key, Taste(Kind.AVOIDS, words="sesame"))
    assert shop.ask(preferences.avoids, key, [goods]) == {goods}
