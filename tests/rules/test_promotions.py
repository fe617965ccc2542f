from datetime import date, timedelta

import pytest

from shopcrm.rules.pricing import Line
from shopcrm.rules.promotions import Promotion, best, that_hold

DAY = date(2026, 11, 22)
TEA = Line(1, "Tea", "kg", 1_500, 1_000, shelves=(4, 3))


def _offer(**more: object) -> Promotion:
    return Promotion(1, "Offer", "percent", 1_000, DAY, **more)  # type: ignore[arg-type] # each test names what it changes


@pytest.mark.parametrize(("days", "holds"), [(-1, False), (0, True), (3, True), (4, False)])
def test_both_days_of_a_promotion_are_included(days: int, *, holds: bool) -> None:
    offer = _offer(ends_on=DAY + timedelta(days=3))
    assert offer.holds(DAY + timedelta(days=days), 0, 0, None) is holds


def test_a_promotion_without_a_last_day_goes_on() -> None:
    assert _offer().holds(date(2099, 1, 1), 0, 0, None)


@pytest.mark.parametrize(
    ("first", "last", "minute", "holds"),
    [
        (540, 720, 539, False),
        (540, 720, 540, True),
        (540, 720, 719, True),
        (540, 720, 720, False),
        (1320, 120, 1319, False),
        (1320, 120, 1320, True),
        (1320, 120, 0, True),
        (1320, 120, 119, True),
        (1320, 120, 120, False),
        (300, 300, 17, True),
    ],
)
def test_hours_begin_with_their_first_minute_end_before_their_last_and_may_go_over_midnight(
    first: int, last: int, minute: int, *, holds: bool
) -> None:
    assert _offer(from_minute=first, until_minute=last).holds(DAY, 0, minute, None) is holds


def test_weekdays_count_from_monday() -> None:
    offer = _offer(weekdays=0b1000001)
    assert [day for day in range(7) if offer.holds(DAY, day, 0, None)] == [0, 6]


def test_a_promotion_for_a_tier_is_for_that_tier_alone() -> None:
    assert [_offer(tier_id=2).holds(DAY, 0, 0, tier) for tier in (None, 1, 2)] == [False, False, True]
    assert [one.tier_id for one in that_hold([_offer(), _offer(tier_id=2)], DAY, 0, 0, 1)] == [None]


@pytest.mark.parametrize(
    ("product", "shelf", "takes"),
    [(None, None, 150), (1, None, 150), (2, None, 0), (None, 4, 150), (None, 3, 150), (None, 9, 0)],
)
def test_a_shelf_counts_with_all_beneath_it(product: int | None, shelf: int | None, takes: int) -> None:
    assert _offer(product_id=product, category_id=shelf).takes(TEA, TEA.gross) == takes


def test_an_amount_is_for_one_unit_and_never_more_than_the_rest() -> None:
    offer = Promotion(2, "Off", "amount", 100, DAY)
    assert (offer.takes(TEA, 1_500), offer.takes(TEA, 120)) == (150, 120)
    assert offer.why(TEA, 1_500).plainly() == "Off: 100 off for each kg"
    assert _offer().why(TEA, 1_500).plainly() == "Offer: 10% of 1500"


def test_none_is_the_best_where_none_takes_anything() -> None:
    assert best([_offer(product_id=2)], TEA, 1_500) is None
    assert best([_offer()], TEA, 0) is None
