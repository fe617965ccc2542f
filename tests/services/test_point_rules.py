from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shopcrm.rules.points import EarningLine, Multiplier, earned
from shopcrm.services import point_replay, point_rules, points, tier_rules
from shopcrm.services.categories import NoSuchCategory
from shopcrm.services.point_rules import (
    MultiplierRefused,
    NoSuchRule,
    RuleDaysRefused,
    RuleDraft,
    RuleNameMissing,
    RuleRateRefused,
    RuleRow,
)
from shopcrm.services.shop import Shop
from shopcrm.services.stock import NoSuchProduct
from shopcrm.services.tiers import NoSuchTier
from tests import makers

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
YESTERDAY = TODAY - timedelta(days=1)
DRAFT = RuleDraft("Points", 1, 1_000, TODAY - timedelta(days=100), expiry="days", worth=10)


def _rows(shop: Shop, *, ended: bool = False) -> list[RuleRow]:
    return shop.ask(point_rules.page, ended=ended)


def _use(shop: Shop, rule_id: int) -> None:
    sara = makers.customer(shop)
    rules = shop.ask(points.rules_on, TODAY)
    given = earned(rules, [EarningLine(5_000)], 0, None, TODAY)
    assert rule_id in {one.rule_id for one in given}
    shop.do(points.earn, sara, "sale 1", None, given)


def test_a_rule_is_written_down_with_its_multipliers(shop: Shop) -> None:
    nuts, walnuts = makers.category(shop), makers.product(shop)
    gold = makers.tier(shop, "Gold", 500)
    many = (
        Multiplier(200, category_id=nuts),
        Multiplier(300, product_id=walnuts),
        Multiplier(150, tier_id=gold),
        Multiplier(50, weekday=4),
    )
    key = shop.do(point_rules.save, None, replace(DRAFT, name=" Points  1", multipliers=many))
    (row,) = _rows(shop)
    assert (row.id, row.name, row.on, row.over, row.used) == (key, "Points 1", True, False, False)
    assert (row.multipliers, row.things) == (many, ("Nuts", "Walnuts", "Gold", ""))
    (rule,) = shop.ask(points.rules_on, TODAY)
    assert rule.multipliers == many


def test_P6_what_was_not_used_yet_is_changed_in_place(shop: Shop) -> None:
    key = shop.do(point_rules.save, None, DRAFT)
    assert shop.do(point_rules.save, key, replace(DRAFT, points=2)) == key
    assert [row.points for row in _rows(shop, ended=True)] == [2]


@pytest.mark.parametrize(
    "change",
    [
        {"points": 2},
        {"per_amount": 500},
        {"expiry": "never"},
        {"expiry_days": 30},
        {"pending_days": 3},
        {"minimum": 9},
        {"on_tax": True},
        {"least_margin": 100},
        {"multipliers": (Multiplier(200, weekday=1),)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_P6_a_changed_rate_or_end_makes_a_new_rule_from_today(shop: Shop, change: dict[str, int]) -> None:
    key = shop.do(point_rules.save, None, DRAFT)
    _use(shop, key)
    fresh = shop.do(point_rules.save, key, replace(DRAFT, **change))  # type: ignore[arg-type] # fields of it
    assert fresh != key
    new, old = _rows(shop, ended=True)
    assert (old.id, old.ends_on, old.over, old.points, old.multipliers) == (key, YESTERDAY, True, 1, ())
    assert (new.id, new.starts_on, new.on) == (fresh, TODAY, True)
    assert [rule.id for rule in shop.ask(points.rules_on, TODAY)] == [fresh]
    assert [rule.id for rule in shop.ask(points.rules_on, YESTERDAY)] == [key]


def test_P6_a_name_a_worth_and_days_of_notice_change_in_place(shop: Shop) -> None:
    key = shop.do(point_rules.save, None, DRAFT)
    _use(shop, key)
    changed = replace(DRAFT, name="Stars", worth=20, notice_days=3, ends_on=TODAY)
    assert shop.do(point_rules.save, key, changed) == key
    (row,) = _rows(shop)
    assert (row.name, row.worth, row.notice_days, row.ends_on) == ("Stars", 20, 3, TODAY)


def test_P6_a_used_rule_that_began_today_is_ended_whole(shop: Shop) -> None:
    key = shop.do(point_rules.save, None, replace(DRAFT, starts_on=TODAY))
    _use(shop, key)
    fresh = shop.do(point_rules.save, key, replace(DRAFT, starts_on=TODAY, points=5))
    assert [rule.id for rule in shop.ask(points.rules_on, TODAY)] == [fresh]


def test_a_rule_holds_from_its_first_to_its_last_day_and_can_be_ended(shop: Shop) -> None:
    key = shop.do(point_rules.save, None, replace(DRAFT, starts_on=TODAY, ends_on=TODAY))
    found = [
        [rule.id for rule in shop.ask(points.rules_on, day)]
        for day in (YESTERDAY, TODAY, TODAY + timedelta(days=1))
    ]
    assert found == [[], [key], []]
    shop.do(point_rules.end, key)
    assert (shop.ask(points.rules_on, TODAY), _rows(shop)) == ((), [])
    shop.do(point_rules.take_up, key)
    assert len(shop.ask(points.rules_on, TODAY)) == 1


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"name": "  "}, RuleNameMissing),
        ({"points": 0}, RuleRateRefused),
        ({"per_amount": 0}, RuleRateRefused),
        ({"worth": -1}, RuleRateRefused),
        ({"minimum": 10**16}, RuleRateRefused),
        ({"ends_on": TODAY - timedelta(days=101)}, RuleDaysRefused),
        ({"pending_days": 366}, RuleDaysRefused),
        ({"notice_days": -1}, RuleDaysRefused),
        ({"expiry_days": 0}, RuleDaysRefused),
        ({"expiry": "someday"}, RuleDaysRefused),
        ({"multipliers": (Multiplier(200),)}, MultiplierRefused),
        ({"multipliers": (Multiplier(200, weekday=1, tier_id=1),)}, MultiplierRefused),
        ({"multipliers": (Multiplier(200, weekday=1), Multiplier(300, weekday=1))}, MultiplierRefused),
        ({"multipliers": (Multiplier(10_001, weekday=1),)}, MultiplierRefused),
        ({"multipliers": (Multiplier(200, weekday=7),)}, MultiplierRefused),
        ({"multipliers": (Multiplier(200, weekday=-1),)}, MultiplierRefused),
        ({"multipliers": (Multiplier(200, category_id=99),)}, NoSuchCategory),
        ({"multipliers": (Multiplier(200, product_id=99),)}, NoSuchProduct),
        ({"multipliers": (Multiplier(200, tier_id=99),)}, NoSuchTier),
    ],
)
def test_what_cannot_be_is_refused(shop: Shop, change: dict[str, int], error: type[Exception]) -> None:
    with pytest.raises(error):
        shop.do(point_rules.save, None, replace(DRAFT, **change))  # type: ignore[arg-type] # fields of it
    assert _rows(shop, ended=True) == []


def test_a_rule_that_is_not_there_is_said_so(shop: Shop) -> None:
    with pytest.raises(NoSuchRule):
        shop.do(point_rules.save, 9, DRAFT)
    with pytest.raises(NoSuchRule):
        shop.do(point_rules.end, 9)
    with pytest.raises(NoSuchRule):
        shop.do(point_rules.take_up, 9)


def test_a_multiplier_may_name_a_level_only_while_it_holds(shop: Shop) -> None:
    gold = makers.tier(shop, "Gold", 500)
    shop.do(tier_rules.end, gold)
    with pytest.raises(NoSuchTier):
        shop.do(point_rules.save, None, replace(DRAFT, multipliers=(Multiplier(200, tier_id=gold),)))


def test_a_new_rule_begins_with_something_sensible(shop: Shop) -> None:
    usual = shop.ask(point_rules.usual)
    assert (usual.starts_on, usual.expiry, usual.expiry_days) == (TODAY, "days", 365)


def test_the_last_year_is_replayed_before_a_rule_is_switched_on(shop: Shop) -> None:
    sara, reza = makers.customer(shop), makers.customer(shop, name="Reza")
    nuts = makers.category(shop)
    walnuts, figs = makers.product(shop, category_id=nuts), makers.product(shop, name="Figs", code="F")
    year_ago, long_ago = NOW - timedelta(days=300), NOW - timedelta(days=400)
    sales = [(sara, NOW), (sara, year_ago), (reza, NOW), (None, NOW), (sara, long_ago)]
    for number, (who, at) in enumerate(sales):
        makers.sale(shop, who, (walnuts, 1_000, 4_500), (figs, 1_000, 1_500), number=str(number), at=at)
    seen: list[int] = []
    found = shop.ask(point_replay.what_it_would_have_cost, DRAFT, seen.append)
    assert (found.sales, found.earning, found.customers, found.goods) == (3, 3, 2, 18_000)
    assert (found.points, found.worth, found.since) == (18, 180, date(2025, 11, 22))
    doubled = replace(DRAFT, multipliers=(Multiplier(200, category_id=nuts),), minimum=6_000)
    assert shop.ask(point_replay.what_it_would_have_cost, doubled).points == 30
    dear = replace(DRAFT, minimum=6_001)
    assert shop.ask(point_replay.what_it_would_have_cost, dear).earning == 0
