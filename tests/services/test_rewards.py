from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shopcrm.rules.points import PointsShort
from shopcrm.rules.vouchers import Reason
from shopcrm.services import points, rewards, stock, voucher_issue, voucher_list, voucher_sheet
from shopcrm.services.rewards import RewardDraft
from shopcrm.services.shop import Shop
from tests import makers

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
TEN_OFF = RewardDraft("Ten percent", 100, "percent", 1_000, minimum=500, days=30)


@pytest.fixture
def sara(shop: Shop) -> int:
    key = makers.customer(shop)
    shop.do(points.adjust, key, 150, "a test")
    return key


def _balance(shop: Shop, customer: int) -> int:
    return shop.ask(points.standing, customer).balance


def test_points_buy_a_voucher_of_ones_own(shop: Shop, sara: int) -> None:
    reward = shop.do(rewards.save, TEN_OFF)
    key = shop.do(rewards.buy, sara, reward)
    row = shop.ask(voucher_sheet.show, key).row
    assert (row.terms.kind, row.terms.value, row.terms.minimum) == ("percent", 1_000, 500)
    assert (row.customer_id, row.reason, row.reason_words) == (sara, Reason.POINTS, "Ten percent")
    assert row.until_on == TODAY + timedelta(days=30)
    assert _balance(shop, sara) == 50


def test_points_buy_goods_and_services_too(shop: Shop, sara: int) -> None:
    walnuts = makers.product(shop)
    shop.do(rewards.save, RewardDraft("Walnuts", 60, "goods", 500, product_id=walnuts))
    shop.do(rewards.save, RewardDraft("Sharpening", 20, "goods", 1, words="Knife sharpening"))
    offered = shop.ask(rewards.offered)
    assert [one.benefit.plainly() for one in offered] == ["Knife sharpening free", "0.5 of Walnuts free"]
    for one in offered:
        shop.do(rewards.buy, sara, one.id)
    assert _balance(shop, sara) == 70


def test_too_few_points_buy_nothing_and_make_no_voucher(shop: Shop, sara: int) -> None:
    reward = shop.do(rewards.save, replace(TEN_OFF, points=151))
    with pytest.raises(PointsShort):
        shop.do(rewards.buy, sara, reward)
    assert _balance(shop, sara) == 150
    assert shop.ask(voucher_list.page) == []
    assert [one.missing for one in shop.ask(rewards.for_customer, sara)] == [1]


@pytest.mark.parametrize(("cost", "missing"), [(149, 0), (150, 0), (151, 1)])
def test_what_is_missing_is_told_at_the_very_point(shop: Shop, sara: int, cost: int, missing: int) -> None:
    shop.do(rewards.save, replace(TEN_OFF, points=cost))
    assert [one.missing for one in shop.ask(rewards.for_customer, sara)] == [missing]


def test_what_is_off_the_list_is_not_sold_but_what_was_bought_stays(shop: Shop, sara: int) -> None:
    reward = shop.do(rewards.save, TEN_OFF)
    key = shop.do(rewards.buy, sara, reward)
    shop.do(rewards.retire, reward)
    assert shop.ask(rewards.offered) == []
    with pytest.raises(rewards.RewardOver):
        shop.do(rewards.buy, sara, reward)
    assert shop.ask(voucher_sheet.show, key).row.state == "unused"
    shop.do(rewards.offer_again, reward)
    assert [one.id for one in shop.ask(rewards.offered)] == [reward]


def test_a_change_binds_only_what_is_bought_from_then_on(shop: Shop, sara: int) -> None:
    reward = shop.do(rewards.save, replace(TEN_OFF, points=10))
    before = shop.do(rewards.buy, sara, reward)
    shop.do(rewards.save, replace(TEN_OFF, points=20, value=500), reward)
    after = shop.do(rewards.buy, sara, reward)
    assert [shop.ask(voucher_sheet.show, key).row.terms.value for key in (before, after)] == [1_000, 500]
    assert _balance(shop, sara) == 120


@pytest.mark.parametrize(
    ("draft", "error"),
    [
        (replace(TEN_OFF, name=" "), rewards.RewardNameMissing),
        (replace(TEN_OFF, points=0), rewards.RewardPointsRefused),
        (replace(TEN_OFF, days=0), rewards.RewardDaysRefused),
        (replace(TEN_OFF, days=3_651), rewards.RewardDaysRefused),
        (replace(TEN_OFF, value=0), voucher_issue.PercentRefused),
        (replace(TEN_OFF, kind="goods"), voucher_issue.GoodsMissing),
        (replace(TEN_OFF, kind="goods", product_id=9), stock.NoSuchProduct),
    ],
)
def test_what_cannot_be_is_refused(shop: Shop, draft: RewardDraft, error: type[Exception]) -> None:
    with pytest.raises(error):
        shop.do(rewards.save, draft)
    assert shop.ask(rewards.everything) == []


def test_a_reward_that_is_not_there(shop: Shop, sara: int) -> None:
    for act in (rewards.retire, rewards.offer_again):
        with pytest.raises(rewards.NoSuchReward):
            shop.do(act, 9)
    with pytest.raises(rewards.NoSuchReward):
        shop.do(rewards.buy, sara, 9)
