from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shopcrm.rules.errors import ShopError
from shopcrm.services import categories, promotions, settings, tiers
from shopcrm.services.categories import NoSuchCategory
from shopcrm.services.promotions import (
    NoSuchPromotion,
    PromotionDaysRefused,
    PromotionDraft,
    PromotionHoursRefused,
    PromotionNameMissing,
    PromotionValueRefused,
)
from shopcrm.services.shop import Shop
from shopcrm.services.stock import NoSuchProduct
from shopcrm.services.tiers import NoSuchTier
from tests import makers
from tests.services import counters
from tests.services.counters import TODAY, basket, quote, sell

DAY = timedelta(days=1)
DRAFT = PromotionDraft("Nut week", "percent", 1_000, TODAY, TODAY + 6 * DAY)


def test_a_promotion_is_saved_changed_listed_and_ended(shop: Shop) -> None:
    shelf = shop.do(categories.at_path, "Nuts > Walnuts")
    tea = makers.product(shop, name="Tea", code="T")
    tier = counters.tier(shop)
    key = shop.do(promotions.save, None, replace(DRAFT, name=" Nut  week ", category_id=shelf))
    later = shop.do(
        promotions.save, None, PromotionDraft("Tea", "amount", 50, TODAY + DAY, product_id=tea, tier_id=tier)
    )
    rows = shop.ask(promotions.page)
    assert [(row.id, row.name, row.product, row.category, row.tier, row.on) for row in rows] == [
        (later, "Tea", "Tea", "", "Gold", False),
        (key, "Nut week", "", "Nuts > Walnuts", "", True),
    ]
    assert shop.do(promotions.save, key, replace(DRAFT, value=2_000)) == key
    assert shop.ask(promotions.page)[1].value == 2_000
    for one in (key, later):
        shop.do(promotions.end, one)
    assert shop.ask(promotions.page) == []
    assert [row.on for row in shop.ask(promotions.page, ended=True)] == [False, False]
    assert shop.ask(promotions.on, TODAY) == ()


def test_a_promotion_works_on_a_shelf_with_all_beneath_it_and_stops_with_its_last_day(shop: Shop) -> None:
    shelf = shop.do(categories.at_path, "Nuts > Walnuts > Premium")
    walnuts = makers.product(shop, category_id=shelf)
    above = shop.do(categories.at_path, "Nuts")
    shop.do(promotions.save, None, replace(DRAFT, category_id=above))
    assert quote(shop, basket(walnuts)).to_pay == 900
    assert sell(shop, basket(walnuts)).total == 900
    assert quote(shop, basket(makers.product(shop, name="Tea", code="T"))).to_pay == 1_000
    shop.clock = lambda: datetime(2026, 11, 28, 20, 29, tzinfo=UTC)
    assert quote(shop, basket(walnuts)).to_pay == 900
    shop.clock = lambda: datetime(2026, 11, 28, 20, 30, tzinfo=UTC)
    assert quote(shop, basket(walnuts)).to_pay == 1_000


def test_D1_weekday_and_hour_are_those_of_the_shop(shop: Shop) -> None:
    walnuts = makers.product(shop)
    shop.do(settings.change, day_starts_at=4)
    sunday = replace(DRAFT, weekdays=1 << 6, from_minute=22 * 60, until_minute=2 * 60)
    shop.do(promotions.save, None, sunday)
    # Half past one at night on Monday still belongs to Sunday here.
    for hour, minute, price in ((18, 29, 1_000), (18, 30, 900), (22, 0, 900), (22, 29, 900), (22, 30, 1_000)):
        shop.clock = lambda hour=hour, minute=minute: datetime(2026, 11, 22, hour, minute, tzinfo=UTC)
        assert quote(shop, basket(walnuts)).to_pay == price


def test_D1_the_small_hours_belong_to_the_evening_on_which_a_promotion_began(shop: Shop) -> None:
    """From ten until two, on Sunday alone, where days begin at midnight."""
    walnuts = makers.product(shop)
    shop.do(promotions.save, None, replace(DRAFT, ends_on=TODAY, from_minute=22 * 60, until_minute=2 * 60))
    for day, hour, minute, price in (
        (21, 21, 30, 1_000),
        (22, 18, 30, 900),
        (22, 22, 29, 900),
        (22, 22, 30, 1_000),
        (23, 18, 30, 1_000),
    ):
        shop.clock = lambda day=day, hour=hour, minute=minute: datetime(
            2026, 11, day, hour, minute, tzinfo=UTC
        )
        assert quote(shop, basket(walnuts)).to_pay == price


def test_a_promotion_for_a_tier_is_for_its_people_alone(shop: Shop) -> None:
    walnuts, sara = makers.product(shop), makers.customer(shop)
    tier = counters.tier(shop, discount=0)
    shop.do(tiers.set_by_hand, sara, tier, "friend")
    shop.do(promotions.save, None, replace(DRAFT, tier_id=tier))
    assert [quote(shop, basket(walnuts, who)).to_pay for who in (None, sara)] == [1_000, 900]


@pytest.mark.parametrize(
    ("draft", "error"),
    [
        (replace(DRAFT, name=" "), PromotionNameMissing),
        (replace(DRAFT, value=0), PromotionValueRefused),
        (replace(DRAFT, value=10_001), PromotionValueRefused),
        (replace(DRAFT, kind="gift"), PromotionValueRefused),
        (replace(DRAFT, ends_on=TODAY - DAY), PromotionDaysRefused),
        (replace(DRAFT, weekdays=0), PromotionDaysRefused),
        (replace(DRAFT, weekdays=128), PromotionDaysRefused),
        (replace(DRAFT, from_minute=1_440), PromotionHoursRefused),
        (replace(DRAFT, until_minute=0), PromotionHoursRefused),
        (replace(DRAFT, product_id=99), NoSuchProduct),
        (replace(DRAFT, category_id=99), NoSuchCategory),
        (replace(DRAFT, tier_id=99), NoSuchTier),
    ],
)
def test_what_cannot_be_a_promotion_is_refused(
    shop: Shop, draft: PromotionDraft, error: type[ShopError]
) -> None:
    with pytest.raises(error):
        shop.do(promotions.save, None, draft)
    with pytest.raises(NoSuchPromotion):
        shop.do(promotions.end, 99)
    assert shop.ask(promotions.page, ended=True) == []


def test_a_promotion_that_is_ended_ran_until_yesterday(shop: Shop) -> None:
    key = shop.do(promotions.save, None, replace(DRAFT, starts_on=TODAY - 3 * DAY, ends_on=None))
    shop.do(promotions.end, key)
    assert [row.ends_on for row in shop.ask(promotions.page, ended=True)] == [TODAY - DAY]
