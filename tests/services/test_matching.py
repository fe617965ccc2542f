from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text

from shopcrm.rules.delivery import Channel
from shopcrm.services import sales, sales_history, telling
from shopcrm.services.arrival_news import Wanted
from shopcrm.services.matching import Candidate, Matcher, TellList
from shopcrm.services.sales import LineDraft, SaleDraft
from shopcrm.services.shop import Shop
from shopcrm.services.stock import NoSuchProduct
from shopcrm.store.matching import LearnedWeights, SalesDigest
from tests import makers

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def goods(shop: Shop) -> int:
    nuts = makers.category(shop, "Nuts")
    return makers.product(shop, name="Walnuts", code="W1", category_id=nuts, stock=5000)


def _person(shop: Shop, name: str, days_ago: int = 400) -> int:
    return makers.customer(shop, name=name, seen=NOW - timedelta(days=days_ago))


def _buys(shop: Shop, who: int, what: int, *days_ago: int) -> None:
    shop.do(sales.record_many, _drafts(who, what, days_ago))


def _drafts(who: int, what: int, days_ago: Iterable[int]) -> list[SaleDraft]:
    return [
        SaleDraft(NOW - timedelta(days=ago), [LineDraft(what, 1000, 500)], who, number=f"{who}-{what}-{ago}")
        for ago in days_ago
    ]


def _names(found: TellList) -> list[Any]:
    return [one.name for one in found.people]


def _of(found: TellList, who: int) -> Candidate:
    return next(one for one in found.people if one.customer_id == who)


def test_everybody_is_ranked_and_buyers_stand_first(shop: Shop, goods: int) -> None:
    never, often = _person(shop, "Never"), _person(shop, "Often")
    _buys(shop, often, goods, 10, 40, 70)
    found = Matcher(shop).rank(goods)
    assert _names(found) == ["Often", "Never"]
    assert found.total == 2
    assert {one.customer_id for one in found.people} == {never, often}


def test_A5_who_avoids_it_is_left_out_with_the_reason(shop: Shop, goods: int) -> None:
    avoiding = _person(shop, "Avoids")
    _buys(shop, avoiding, goods, 5, 15)
    makers.wish(shop, avoiding, product_id=goods)
    makers.avoids(shop, avoiding, "walnut")
    found = Matcher(shop).rank(goods)
    assert found.people == ()
    assert [(one.customer_id, one.why.plainly()) for one in found.left_out] == [(avoiding, "Avoids walnut")]


def test_A5_refused_consent_decides_the_channel_and_not_the_rank(shop: Shop, goods: int) -> None:
    says_no, says_yes = _person(shop, "No"), _person(shop, "Yes")
    for who, given in ((says_no, False), (says_yes, True)):
        makers.email(shop, who, f"p{who}@example.com")
        makers.consent(shop, who, given=given)
    _buys(shop, says_no, goods, 5, 25, 45)
    _buys(shop, says_yes, goods, 45)
    found = Matcher(shop).rank(goods)
    assert _names(found) == ["No", "Yes"]
    assert [one.channel for one in found.people] == [None, Channel.EMAIL]


def test_a_stated_wish_comes_before_what_is_guessed(shop: Shop, goods: int) -> None:
    often, asked = _person(shop, "Often"), _person(shop, "Asked")
    _buys(shop, often, goods, *range(5, 200, 10))
    wish = makers.wish(shop, asked, product_id=goods)
    found = Matcher(shop).rank(goods)
    assert _names(found) == ["Asked", "Often"]
    assert found.people[0].wish_id == wish
    assert "Asked for it" in found.people[0].reasons[0].plainly()


def test_a_stated_like_lifts_somebody(shop: Shop, goods: int) -> None:
    first, likes = _person(shop, "First"), _person(shop, "Likes")
    for who in (first, likes):
        _buys(shop, who, goods, 60)
    makers.preference(shop, likes, words="walnuts")
    found = Matcher(shop).rank(goods)
    assert _names(found) == ["Likes", "First"]
    assert "told us" in _of(found, likes).reasons[0].plainly()


def test_who_dislikes_it_comes_last(shop: Shop, goods: int) -> None:
    dislikes, never = _person(shop, "Dislikes"), _person(shop, "Never")
    _buys(shop, dislikes, goods, 5, 25)
    makers.preference(shop, dislikes, "dislikes", product_id=goods)
    found = Matcher(shop).rank(goods)
    assert [one.customer_id for one in found.people] == [never, dislikes]


def test_goods_that_nobody_has_are_a_sentence(shop: Shop) -> None:
    with pytest.raises(NoSuchProduct):
        Matcher(shop).rank(99)


def test_an_empty_shop_tells_nobody(shop: Shop, goods: int) -> None:
    assert Matcher(shop).rank(goods) == TellList((), 0, ())


@pytest.fixture
def busy(shop: Shop, goods: int) -> int:
    """A year of a shop with habits, so that there is something to learn."""
    other = makers.product(shop, name="Tea", code="T1")
    drafts: list[SaleDraft] = []
    for place in range(30):
        who = _person(shop, f"P{place:02d}")
        drafts += _drafts(who, goods, range(3 + place % 7, 330, 12 + place))
        drafts += _drafts(who, other, range(1 + place % 5, 330, 40 - place))
    shop.do(sales.record_many, drafts)
    return goods


def test_what_was_learned_is_kept_and_used_again(shop: Shop, busy: int) -> None:
    first = Matcher(shop).rank(busy)
    kept = shop.ask(lambda s: s.scalars(select(LearnedWeights.id)).all())
    again = Matcher(shop).rank(busy)
    assert again == first
    assert shop.ask(lambda s: s.scalars(select(LearnedWeights.id)).all()) == kept
    assert len(kept) == 1


def test_looking_back_knows_nothing_of_what_came_later(shop: Shop, busy: int) -> None:
    """The ranking as of a day is the same whether the later sales, people, wishes and tastes exist or not."""
    day = date(2026, 8, 1)
    before = Matcher(shop).rank(busy, as_of=day)
    late = _person(shop, "Late", days_ago=20)
    _buys(shop, late, busy, *range(1, 20))
    someone = before.people[-1].customer_id
    makers.wish(shop, someone, product_id=busy)
    makers.preference(shop, before.people[0].customer_id, "avoids", product_id=busy)
    after = Matcher(shop).rank(busy, as_of=day)
    assert [(one.customer_id, one.score) for one in after.people] == [
        (one.customer_id, one.score) for one in before.people
    ]
    assert after.left_out == ()


def test_control_without_the_day_the_later_sales_count(shop: Shop, busy: int) -> None:
    before = Matcher(shop).rank(busy)
    late = _person(shop, "Late", days_ago=20)
    _buys(shop, late, busy, *range(1, 20))
    after = Matcher(shop).rank(busy)
    assert after.total == before.total + 1


def test_cancelling_the_learning_keeps_nothing(shop: Shop, busy: int) -> None:
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Matcher(shop).rank(busy, tick=stop)
    assert shop.ask(lambda s: s.scalar(select(func.count()).select_from(LearnedWeights))) == 0


def test_the_packed_digest_says_what_the_sales_say(shop: Shop, busy: int) -> None:
    plain = shop.ask(sales_history.read)
    shop.do(sales_history.pack)
    _buys(shop, 1, busy, 2)
    mixed = shop.ask(sales_history.read)
    assert mixed.tail == 1
    shop.do(lambda session: session.execute(text("DELETE FROM sales_digest")))
    whole = shop.ask(sales_history.read)
    assert (mixed.history.day == whole.history.day).all()
    assert (mixed.history.customer == whole.history.customer).all()
    assert len(whole.history) == len(plain.history) + 1


@pytest.mark.usefixtures("busy")
def test_a_digest_of_other_sales_is_not_believed(shop: Shop) -> None:
    shop.do(sales_history.pack)
    shop.do(lambda session: session.execute(text("UPDATE sales_digest SET grounds = '0'")))
    assert shop.ask(sales_history.read).tail > 0
    assert shop.ask(lambda s: s.scalar(select(func.count()).select_from(SalesDigest))) == 1


def test_after_a_long_silence_the_shop_looks_from_its_last_sale(shop: Shop, goods: int) -> None:
    once, often = _person(shop, "Once", 2000), _person(shop, "Often", 2000)
    _buys(shop, often, goods, 1500, 1520, 1540)
    _buys(shop, once, goods, 1600)
    found = Matcher(shop).rank(goods)
    assert _names(found) == ["Often", "Once"]
    assert "Bought it 3 times" in found.people[0].reasons[0].plainly()


def test_the_goods_on_hand_tell_how_many_people_they_suffice_for(shop: Shop, goods: int) -> None:
    who = _person(shop, "Sara")
    makers.sale(shop, who, (goods, 2000, 500), number="x")
    arrived = makers.arrival(shop, goods)
    glance = shop.ask(telling.glance, goods, arrived)
    assert (glance.on_hand, glance.usual, glance.enough_for) == (5000, 2000, 2)


def test_a_preview_is_what_one_person_will_read(shop: Shop, goods: int) -> None:
    who = _person(shop, "Sara Karimi")
    arrived = makers.arrival(shop, goods)
    shop.do(lambda s: s.execute(text("INSERT INTO setting (name, value) VALUES ('shop_name', '\"Noori\"')")))
    texts = shop.ask(telling.glance, goods, arrived).texts
    preview = shop.ask(telling.preview, Wanted(who, goods, arrived), texts)
    assert preview.language == "en"
    assert "Sara" in preview.text.body
    assert "Walnuts" in preview.text.body
