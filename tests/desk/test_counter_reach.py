"""What the counter says is within reach, on a real shop: the tier to keep, the rewards to choose from."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shopcrm.desk import counter_reading
from shopcrm.desk.counter_benefits import Reach
from shopcrm.desk.counter_reach import reaches
from shopcrm.services import point_rules, points, pricing, rewards, settings, tiers
from shopcrm.services.point_rules import RuleDraft
from shopcrm.services.pricing import Basket, BasketLine
from shopcrm.services.rewards import RewardDraft
from shopcrm.services.shop import Shop
from tests import makers
from tests.desk.gallery_pages import ENGLISH

FIRST = date(2026, 1, 10)
LATER = date(2026, 6, 1)


@pytest.fixture
def sara(shop: Shop) -> int:
    makers.product(shop, price=100)
    _at(shop, FIRST)
    return makers.customer(shop, name="Sara")


def _at(shop: Shop, day: date) -> None:
    shop.clock = lambda: datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def _buys(shop: Shop, who: int, amount: int) -> None:
    sale = makers.sale(shop, who, (1, 1_000, amount), number=f"{shop.clock()}-{amount}")
    shop.do(tiers.after_sale, who, sale)


def _within(shop: Shop, who: int, pieces: int = 0, spent: int = 0) -> list[Reach]:
    person = shop.ask(counter_reading.person, who)
    basket = Basket((BasketLine(1, pieces * 1_000),), who, points=spent)
    quote = shop.ask(pricing.quote, basket) if pieces else None
    return reaches(ENGLISH.seen_from(ENGLISH.days.of(shop.clock())), person, quote)


def _keeping(found: list[Reach]) -> Reach | None:
    return next((one for one in found if one.icon == "shield-check"), None)


def _gifts(found: list[Reach]) -> list[str]:
    return [one.words for one in found if one.icon == "gift"]


def test_T6_the_bar_shows_how_much_of_the_tier_is_kept_in_the_time_that_decides(
    shop: Shop, sara: int
) -> None:
    makers.tier(shop, "Silver", 1_000)
    _buys(shop, sara, 5_000)
    assert _keeping(_within(shop, sara, 2)) is None, "what is bought today does not count for the next period"
    _at(shop, LATER)
    _buys(shop, sara, 250)
    kept = _keeping(_within(shop, sara))
    assert kept == Reach("shield-check", "75 more keeps Silver after 10 January 2027", "100", 0.25)


def test_T6_the_sale_on_the_counter_counts_for_keeping_the_tier(shop: Shop, sara: int) -> None:
    makers.tier(shop, "Silver", 1_000)
    _buys(shop, sara, 5_000)
    _at(shop, LATER)
    kept = _keeping(_within(shop, sara, 4))
    assert kept == Reach("shield-check", "60 more keeps Silver after 10 January 2027", "100", 0.4)
    kept = _keeping(_within(shop, sara, 11))
    assert kept == Reach("shield-check", "With this sale they keep Silver after 10 January 2027", "100", 1.0)
    _at(shop, date(2027, 1, 9))
    kept = _keeping(_within(shop, sara, 11))
    assert kept is not None
    assert kept.words == "With this sale they keep Silver after 10 January"


def test_T1_a_second_sale_of_a_day_is_no_second_visit(shop: Shop, sara: int) -> None:
    shop.do(settings.change, tier_measure="visits")
    makers.tier(shop, "Silver", 2)
    _buys(shop, sara, 100)
    assert [one.words for one in _within(shop, sara, 1)] == ["1 more visit: Silver"]
    _at(shop, FIRST + timedelta(days=1))
    assert [one.words for one in _within(shop, sara, 1)] == ["With this sale they reach Silver"]


def test_P14_what_points_pay_brings_no_tier_nearer(shop: Shop, sara: int) -> None:
    shop.do(point_rules.save, None, RuleDraft("Points", 1, 100, FIRST, worth=10))
    makers.tier(shop, "Silver", 1_000)
    shop.do(points.adjust, sara, 20, "carried over")
    rise = next(one for one in _within(shop, sara, 4, 20) if one.icon == "crown")
    assert rise.words == "80 more: Silver"


def test_what_the_points_buy_already_is_told_beside_what_is_next(shop: Shop, sara: int) -> None:
    for name, cost in (("Coffee", 50), ("A box of dates", 200), ("Delivery", 900)):
        shop.do(rewards.save, RewardDraft(name, cost, "amount", 1_000))
    assert _gifts(_within(shop, sara)) == ["50 more points: Coffee"]
    shop.do(points.adjust, sara, 300, "carried over")
    assert _gifts(_within(shop, sara)) == ["They can have now: A box of dates", "600 more points: Delivery"]
    shop.do(points.adjust, sara, 700, "carried over")
    assert _gifts(_within(shop, sara)) == ["They can have now: Delivery"]
