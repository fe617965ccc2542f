from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.lots import Lot, in_order
from shopcrm.rules.point_expiry import Expiry, first_day, last_day
from shopcrm.rules.points import EarningLine, Multiplier, NoPoints, PointsShort, Rule, earned, spend, take
from shopcrm.rules.tiers import TierBenefit

SUNDAY = date(2026, 11, 22)
RULE = Rule(7, "Points", points=1, per_amount=1_000)
GOLD = TierBenefit(3, "Gold", points_percent=150)


def _points(
    lines: Sequence[EarningLine],
    rule: Rule = RULE,
    otherwise: int = 0,
    tier: TierBenefit | None = None,
    day: date = SUNDAY,
) -> int:
    return sum(one.points for one in earned([rule], lines, otherwise, tier, day))


def test_P2_points_are_earned_after_discounts_and_before_tax() -> None:
    assert _points([EarningLine(10_900, tax=900)]) == 10
    assert _points([EarningLine(10_900, tax=900)], replace(RULE, on_tax=True, per_amount=100)) == 109


def test_P2_what_points_and_credit_paid_earns_nothing_and_every_line_bears_its_part() -> None:
    lines = [EarningLine(6_000), EarningLine(4_000, earns=False)]
    assert _points(lines) == 6
    assert _points(lines, otherwise=5_000) == 3
    assert _points(lines, otherwise=10_000) == 0
    assert _points(lines, otherwise=99_000) == 0
    assert _points(lines, otherwise=-5) == 6


def test_P2_goods_that_earn_nothing_earn_nothing() -> None:
    assert _points([EarningLine(50_000, earns=False)]) == 0
    assert _points([]) == 0
    assert _points([EarningLine(0)]) == 0


def test_P3_a_sale_is_rounded_down_once_for_each_rule() -> None:
    assert _points([EarningLine(999), EarningLine(999), EarningLine(2)]) == 2
    two = [RULE, replace(RULE, id=8, per_amount=1_500)]
    found = earned(two, [EarningLine(2_999)], 0, None, SUNDAY)
    assert [(one.rule_id, one.points) for one in found] == [(7, 2), (8, 1)]


@pytest.mark.parametrize(("amount", "points"), [(999, 0), (1_000, 1), (1_001, 1), (1_999, 1), (2_000, 2)])
def test_P3_at_one_below_at_and_one_above(amount: int, points: int) -> None:
    assert _points([EarningLine(amount)]) == points


@pytest.mark.parametrize(("amount", "points"), [(4_999, 0), (5_000, 5), (5_001, 5)])
def test_a_sale_below_the_minimum_earns_nothing(amount: int, points: int) -> None:
    rule = replace(RULE, minimum=5_000)
    assert _points([EarningLine(amount)], rule) == points
    assert _points([EarningLine(amount), EarningLine(9_000, earns=False)], rule) == points


def test_multipliers_work_together() -> None:
    many = (
        Multiplier(200, category_id=4),
        Multiplier(300, product_id=9),
        Multiplier(500, tier_id=3),
        Multiplier(150, weekday=6),
    )
    rule = replace(RULE, multipliers=many)
    line = EarningLine(10_000, product_id=9, shelves=(5, 4))
    assert _points([line], rule) == 90
    assert _points([line], rule, tier=GOLD) == 450
    assert _points([line], rule, day=date(2026, 11, 23)) == 60
    assert _points([EarningLine(10_000, shelves=(5,))], rule) == 15
    assert _points([EarningLine(10_000, product_id=None)], rule) == 15


def test_the_nearer_shelf_counts() -> None:
    rule = replace(RULE, multipliers=(Multiplier(200, category_id=4), Multiplier(300, category_id=5)))
    assert _points([EarningLine(10_000, shelves=(5, 4))], rule) == 30
    assert _points([EarningLine(10_000, shelves=(6, 4))], rule) == 20


def test_a_shelf_may_earn_nothing_and_a_tier_earns_its_own_part() -> None:
    nothing = replace(RULE, multipliers=(Multiplier(0, category_id=4),))
    assert _points([EarningLine(10_000, shelves=(4,)), EarningLine(5_000)], nothing) == 5
    assert _points([EarningLine(10_000)], tier=GOLD) == 15
    assert _points([EarningLine(10_000)], tier=replace(GOLD, points_percent=0)) == 0


@pytest.mark.parametrize(("cost", "points"), [(8_001, 0), (8_000, 10), (7_999, 10), (None, 10)])
def test_P13_goods_below_the_least_margin_earn_nothing(cost: int | None, points: int) -> None:
    rule = replace(RULE, least_margin=2_000)
    assert _points([EarningLine(10_900, tax=900, cost_total=cost)], rule) == points
    assert _points([EarningLine(10_900, tax=900, cost_total=cost)]) == 10


def test_P14_redeeming_points_adds_to_no_other_sum() -> None:
    """Whoever pays all with points earns nothing by it."""
    assert earned([RULE], [EarningLine(7_000)], 7_000, GOLD, SUNDAY) == ()


def test_what_was_earned_says_why() -> None:
    (one,) = earned([RULE], [EarningLine(10_000)], 0, None, SUNDAY)
    assert one.why.plainly() == "10 by Points for 10000"
    (one,) = earned([RULE], [EarningLine(10_000)], 0, GOLD, SUNDAY)
    assert one.why.plainly() == "15 by Points for 10000, at 150 % with Gold"


_LINES = st.lists(
    st.builds(
        EarningLine,
        amount=st.integers(0, 10**9),
        product_id=st.integers(1, 3),
        shelves=st.lists(st.integers(1, 4), max_size=3).map(tuple),
        earns=st.booleans(),
    ),
    max_size=6,
)


@given(_LINES, st.integers(0, 10**9), st.integers(1, 9), st.integers(1, 10**6))
def test_P1_P3_whole_numbers_come_to_what_exact_fractions_do(
    lines: list[EarningLine], otherwise: int, points: int, per_amount: int
) -> None:
    percents = (Multiplier(250, category_id=2), Multiplier(33, product_id=1), Multiplier(150, weekday=6))
    rule = Rule(1, "r", points, per_amount, multipliers=percents)
    whole = sum(line.amount for line in lines)
    exact = Fraction(0)
    for line in lines:
        times = Fraction(3, 2)
        times *= Fraction(33, 100) if line.product_id == 1 else 1
        times *= Fraction(5, 2) if 2 in line.shelves else 1
        exact += line.amount * times if line.earns else 0
    part = Fraction(max(whole - otherwise, 0), whole) if whole else 0
    found = _points(lines, rule, otherwise)
    assert type(found) is int
    assert found == int(exact * part * points / per_amount)
    assert found == _points(list(reversed(lines)), rule, otherwise), "the order of lines matters to nobody"


@pytest.mark.parametrize(
    ("expiry", "days", "calendar", "end"),
    [
        (Expiry.NEVER, 1, CalendarKind.GREGORIAN, None),
        (Expiry.DAYS, 1, CalendarKind.GREGORIAN, SUNDAY),
        (Expiry.DAYS, 30, CalendarKind.GREGORIAN, date(2026, 12, 21)),
        (Expiry.MONTH, 1, CalendarKind.GREGORIAN, date(2026, 11, 30)),
        (Expiry.YEAR, 1, CalendarKind.GREGORIAN, date(2026, 12, 31)),
        (Expiry.SEASON, 1, CalendarKind.GREGORIAN, date(2027, 3, 31)),
        (Expiry.MONTH, 1, CalendarKind.JALALI, date(2026, 12, 21)),
        (Expiry.YEAR, 1, CalendarKind.JALALI, date(2027, 3, 20)),
        (Expiry.SEASON, 1, CalendarKind.JALALI, date(2027, 3, 20)),
    ],
)
def test_P15_how_points_end(expiry: Expiry, days: int, calendar: CalendarKind, end: date | None) -> None:
    assert last_day(expiry, days, SUNDAY, calendar) == end


def test_P5_P7_pending_points_begin_their_life_when_they_can_be_used() -> None:
    rule = replace(RULE, pending_days=14, expiry=Expiry.DAYS, expiry_days=30)
    (one,) = earned([rule], [EarningLine(1_000)], 0, None, SUNDAY)
    assert one.usable_from == first_day(SUNDAY, 14) == date(2026, 12, 6)
    assert one.expires_on == date(2027, 1, 4)


LOTS = [
    Lot(1, 5, SUNDAY, None),
    Lot(2, 5, SUNDAY, date(2027, 1, 1)),
    Lot(3, 5, SUNDAY, date(2026, 12, 1)),
    Lot(4, 5, SUNDAY, date(2026, 12, 1)),
    Lot(5, 5, SUNDAY, None),
]


def test_P4_soonest_to_expire_then_older_never_expiring_last() -> None:
    assert [lot.id for lot in in_order(LOTS)] == [3, 4, 2, 1, 5]
    assert [(one.lot_id, one.points) for one in spend(LOTS, 17)] == [(3, 5), (4, 5), (2, 5), (1, 2)]
    assert sum(one.points for one in spend(LOTS, 25)) == 25


def test_P10_nobody_spends_more_than_there_is() -> None:
    with pytest.raises(PointsShort) as caught:
        spend(LOTS, 26)
    assert caught.value.saying.plainly() == (
        "Only 25 points can be used now, not 26. None were taken. Use fewer points."
    )
    for nothing in (0, -1):
        with pytest.raises(NoPoints):
            spend(LOTS, nothing)
    assert take(LOTS, 26) == take(LOTS, 25)


def test_P5_P7_a_lot_is_usable_from_its_first_day_to_its_last() -> None:
    lot = Lot(1, 5, date(2026, 11, 22), date(2026, 11, 24))
    days = [date(2026, 11, day) for day in (21, 22, 24, 25)]
    assert [lot.is_usable(day) for day in days] == [False, True, True, False]
    assert [lot.is_over(day) for day in days] == [False, False, False, True]


@given(st.permutations(LOTS), st.integers(1, 25))
def test_P4_it_does_not_matter_in_which_order_lots_come(lots: list[Lot], points: int) -> None:
    assert spend(lots, points) == spend(LOTS, points)
