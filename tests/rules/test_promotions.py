from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopcrm.rules.pricing import Line
from shopcrm.rules.promotions import Promotion, Then, best, that_hold

DAY = date(2026, 11, 22)
TEA = Line(1, "Tea", "kg", 1_500, 1_000, shelves=(4, 3))


def _offer(**more: object) -> Promotion:
    return Promotion(1, "Offer", "percent", 1_000, DAY, **more)  # type: ignore[arg-type] # each test names what it changes


@pytest.mark.parametrize(("days", "holds"), [(-1, False), (0, True), (3, True), (4, False)])
def test_both_days_of_a_promotion_are_included(days: int, *, holds: bool) -> None:
    offer = _offer(ends_on=DAY + timedelta(days=3))
    assert offer.holds(Then(DAY + timedelta(days=days), 0, 0), None) is holds


def test_a_promotion_without_a_last_day_goes_on() -> None:
    assert _offer().holds(Then(date(2099, 1, 1), 0, 0), None)


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
    offer = replace(_offer(from_minute=first, until_minute=last), starts_on=DAY - timedelta(days=1))
    assert offer.holds(Then(DAY, DAY.weekday(), minute), None) is holds


@pytest.mark.parametrize(
    ("day", "hour", "begins", "holds"),
    [
        (20, 1, 0, False),
        (20, 21, 0, False),
        (20, 23, 0, True),
        (21, 1, 0, True),
        (21, 2, 0, False),
        (21, 23, 0, False),
        (22, 1, 0, False),
        # Where the shop's day begins at four, one o'clock at night belongs to its evening anyway.
        (19, 1, 4, False),
        (20, 1, 4, True),
        (20, 23, 4, True),
        (21, 1, 4, False),
    ],
)
def test_D1_hours_over_midnight_belong_to_the_evening_on_which_they_began(
    day: int, hour: int, begins: int, *, holds: bool
) -> None:
    """On Friday, the 20th, from ten until two."""
    friday = date(2026, 11, 20)
    offer = replace(_offer(weekdays=1 << 4, from_minute=1320, until_minute=120), starts_on=friday)
    then = date(2026, 11, day)
    moment = Then(then, then.weekday(), hour * 60, begins * 60)
    assert replace(offer, ends_on=friday).holds(moment, None) is holds
    assert offer.holds(moment, None) is holds


@given(
    st.integers(0, 1439),
    st.integers(1, 1440),
    st.integers(1, 127),
    st.integers(0, 23).map(lambda hour: hour * 60),
    st.integers(0, 3),
    st.one_of(st.none(), st.integers(0, 4)),
)
def test_D1_a_promotion_holds_in_the_minutes_that_a_plain_clock_tells(
    first: int, last: int, weekdays: int, begins: int, starts: int, lasts: int | None
) -> None:
    opens = DAY + timedelta(days=starts)
    ends = None if lasts is None else opens + timedelta(days=lasts)
    offer = Promotion(1, "Offer", "percent", 1_000, opens, ends, weekdays, first, last)
    told = _by_a_plain_clock(offer, begins)
    for place in range(1440, 8 * 1440, 7):
        # What passed since the shop's first day began; the clock showed `begins` then.
        day, minute = DAY + timedelta(days=place // 1440), (begins + place) % 1440
        assert offer.holds(Then(day, day.weekday(), minute, begins), None) is (place in told)


def _by_a_plain_clock(offer: Promotion, begins: int) -> set[int]:
    """Let the clock run through each of the shop's days, minute by minute, and go on over midnight."""
    told: set[int] = set()
    first, last = offer.from_minute, offer.until_minute
    for number in range(9):
        day = DAY + timedelta(days=number)
        if day < offer.starts_on or day > (offer.ends_on or day) or not offer.weekdays >> day.weekday() & 1:
            continue
        for place in range(number * 1440, (number + 1) * 1440):
            minute = (begins + place) % 1440
            if first == last or first <= minute < last:
                told.add(place)
            elif first > last and minute == first:
                length = (last - first) % 1440
                told.update(range(place, place + length))
    return told


def test_weekdays_count_from_monday() -> None:
    offer = _offer(weekdays=0b1000001)
    assert [day for day in range(7) if offer.holds(Then(DAY, day, 0), None)] == [0, 6]


def test_a_promotion_for_a_tier_is_for_that_tier_alone() -> None:
    assert [_offer(tier_id=2).holds(Then(DAY, 0, 0), tier) for tier in (None, 1, 2)] == [False, False, True]
    assert [one.tier_id for one in that_hold([_offer(), _offer(tier_id=2)], Then(DAY, 0, 0), 1)] == [None]


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
