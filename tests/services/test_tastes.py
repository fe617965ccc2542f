"""Tastes that point at what goods are like, tastes that purchases tell of, and questions after a purchase."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from shopcrm.rules.matching_stated import Wish
from shopcrm.rules.wording import Words
from shopcrm.services import avoiding, preferences, questions, seen, told_us
from shopcrm.services.preferences import AttributeUnclear, Kind, NothingSaid, Source, Taste
from shopcrm.services.questions import NoSuchAnswer
from shopcrm.services.shop import Shop
from shopcrm.store.customers import Preference
from tests import makers
from tests.conftest import NOW

EN = Words()
SUGAR = Taste(Kind.AVOIDS, attribute="sugar", words="yes")


def _sells(shop: Shop, customer: int, product: int, *days_ago: int) -> None:
    for days in days_ago:
        makers.sale(shop, customer, (product, 1000, 10), at=NOW - timedelta(days=days))


def test_A5_who_avoids_what_goods_are_like_avoids_the_goods(shop: Shop) -> None:
    sara = makers.customer(shop)
    sweet = makers.product(shop, name="Halva", code="A", alike={"Sugar": "Yes"})
    plain = makers.product(shop, name="Halva, light", code="B", alike={"sugar": "no"})
    shop.do(preferences.add, sara, SUGAR)
    assert EN.tell(shop.ask(avoiding.avoiders, sweet)[sara]) == "Avoids sugar"
    assert shop.ask(avoiding.avoiders, plain) == {}
    assert shop.ask(preferences.avoids, sara, [sweet, plain]) == {sweet}


def test_A5_plain_words_are_looked_for_in_what_goods_are_like(shop: Shop) -> None:
    sara = makers.customer(shop)
    bar = makers.product(shop, name="Bar", alike={"contains": "milk, hazelnuts"})
    makers.avoids(shop, sara, "nuts")
    assert shop.ask(preferences.avoids, sara, [bar]) == {bar}


def test_who_likes_what_goods_are_like_is_told_of_them(shop: Shop) -> None:
    sara, omid = makers.customer(shop), makers.customer(shop, name="Omid")
    shoe = makers.product(shop, name="Shoe", alike={"size": "42"})
    shop.do(preferences.add, sara, Taste(Kind.LIKES, attribute="size", words="۴۲"))
    shop.do(preferences.add, omid, Taste(Kind.LIKES, attribute="size", words="43"))
    stated, _wishes = shop.ask(told_us.about, shoe, {sara: 0, omid: 1})
    assert [(one.customer, one.wish, one.kind) for one in stated] == [(0, Wish.LIKES_KIND, "size: ۴۲")]


def test_one_word_on_each_attribute_whatever_its_spelling(shop: Shop) -> None:
    sara = makers.customer(shop)
    first = shop.do(preferences.add, sara, Taste(Kind.LIKES, attribute="Size", words="۴۲"))
    again = shop.do(preferences.add, sara, Taste(Kind.NEEDS, attribute="size", words="42"))
    other = shop.do(preferences.add, sara, Taste(Kind.LIKES, words="42"))
    assert first == again != other
    assert {one.recorded_by for one in shop.ask(preferences.of_customer, sara)} == {"owner"}


def test_an_attribute_needs_a_value(shop: Shop) -> None:
    with pytest.raises(AttributeUnclear):
        shop.do(preferences.add, makers.customer(shop), Taste(Kind.LIKES, attribute="size"))


def test_saying_it_again_confirms_it(shop: Shop) -> None:
    sara = makers.customer(shop)
    shop.do(preferences.add, sara, SUGAR)
    shop.clock = lambda: NOW + timedelta(days=9)
    shop.do(preferences.add, sara, SUGAR)
    assert shop.ask(preferences.of_customer, sara)[0].last_confirmed == NOW + timedelta(days=9)


def test_a_dismissed_guess_does_nothing_else(shop: Shop) -> None:
    sara, sweet = makers.customer(shop), makers.product(shop, alike={"sugar": "yes"})
    shop.do(preferences.dismiss, sara, SUGAR)
    assert shop.ask(preferences.of_customer, sara) == []
    assert len(shop.ask(preferences.dismissed, sara)) == 1
    assert shop.ask(avoiding.avoiders, sweet) == {}
    with pytest.raises(NothingSaid):
        shop.do(preferences.drop, sara, SUGAR)


def test_dismissing_leaves_what_they_told(shop: Shop) -> None:
    sara = makers.customer(shop)
    told = shop.do(preferences.add, sara, SUGAR)
    assert shop.do(preferences.dismiss, sara, SUGAR) == told
    assert [one.source for one in shop.ask(preferences.of_customer, sara)] == [Source.TOLD]


def _fig_lovers(shop: Shop) -> tuple[int, int, int]:
    """Make people who take dates with figs, or neither, and somebody who takes only figs."""
    figs, dates, rice = (makers.product(shop, name=name, code=name) for name in ("Figs", "Dates", "Rice"))
    other, sara = makers.customer(shop, name="Omid"), makers.customer(shop)
    for day in range(12):
        makers.sale(shop, other, (figs, 1000, 10), (dates, 1000, 10), at=NOW - timedelta(days=100 + day))
    _sells(shop, other, rice, *range(200, 260))
    _sells(shop, sara, figs, 30, 20, 10)
    return sara, figs, dates


def test_what_is_bought_again_and_again_is_seen_and_its_company_guessed(shop: Shop) -> None:
    sara, figs, dates = _fig_lovers(shop)
    tastes = shop.ask(seen.of_customer, sara)
    assert [(one.taste.product_id, one.times) for one in tastes.seen] == [(figs, 3)]
    assert EN.tell(tastes.seen[0].why) == "Bought it 3 times, last on 12 November 2026"
    assert [one.taste.product_id for one in tastes.guessed] == [dates]
    assert EN.tell(tastes.guessed[0].why) == "People who buy Figs often take it with them"


def test_A5_what_they_avoid_is_never_guessed(shop: Shop) -> None:
    sara, _figs, _dates = _fig_lovers(shop)
    makers.avoids(shop, sara, "dates")
    assert shop.ask(seen.of_customer, sara).guessed == ()


def test_C2_a_guess_called_wrong_stays_wrong_after_a_merge(shop: Shop) -> None:
    sara, _figs, dates = _fig_lovers(shop)
    twin = makers.customer(shop, name="Sarah")
    shop.do(preferences.dismiss, twin, Taste(Kind.LIKES, product_id=dates))
    assert len(shop.ask(seen.of_customer, sara).guessed) == 1
    shop.do(_move, twin, sara)
    assert shop.ask(seen.of_customer, sara).guessed == ()


def _move(session: Session, gone: int, kept: int) -> None:
    session.execute(update(Preference).where(Preference.customer_id == gone).values(customer_id=kept))


def _undecided(shop: Shop) -> tuple[int, int, int]:
    shelf, sara = makers.category(shop, "Chocolate"), makers.customer(shop)
    dark = makers.product(
        shop, name="Bitter", code="D", category_id=shelf, alike={"kind": "dark", "pack": "1 kg"}
    )
    milk = makers.product(
        shop, name="Soft", code="M", category_id=shelf, alike={"kind": "milk", "pack": "2 kg"}
    )
    _sells(shop, sara, dark, 30)
    _sells(shop, sara, milk, 3)
    return sara, dark, milk


def test_a_question_that_was_put_stands_until_the_next_purchase_and_never_again(shop: Shop) -> None:
    sara, dark, _milk = _undecided(shop)
    put = shop.do(questions.put, sara)
    assert put is not None
    assert shop.ask(questions.propose, sara) == put
    shop.clock = lambda: NOW + timedelta(days=5)
    makers.sale(shop, sara, (dark, 1000, 10))
    later = shop.ask(questions.propose, sara)
    assert later is None or later.subject != put.subject


def test_at_most_one_question_after_a_purchase(shop: Shop) -> None:
    sara, _dark, _milk = _undecided(shop)
    put = shop.do(questions.put, sara)
    assert put is not None
    shop.do(questions.answer, sara, put.subject, put.choices[0].value)
    assert shop.ask(questions.propose, sara) is None


def test_A5_what_they_avoid_is_never_asked(shop: Shop) -> None:
    sara, _dark, _milk = _undecided(shop)
    shop.do(preferences.add, sara, Taste(Kind.AVOIDS, attribute="kind", words="milk"))
    assert shop.ask(questions.propose, sara) is None


def test_a_clear_habit_is_not_asked_about(shop: Shop) -> None:
    sara, dark, _milk = _undecided(shop)
    _sells(shop, sara, dark, 4, 5, 6, 7)
    assert shop.ask(questions.propose, sara) is None


def test_an_answer_that_was_not_offered_is_refused(shop: Shop) -> None:
    with pytest.raises(NoSuchAnswer):
        shop.do(questions.answer, makers.customer(shop), "sort 1 kind", "nonsense")
