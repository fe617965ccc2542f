"""Days at the edges of time: clocks set for the summer, days that begin at night, what holds by the day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shopcrm.rules.calendar import ShopDay, zone
from shopcrm.rules.lots import Lot
from shopcrm.rules.point_expiry import Expiry, first_day, last_day
from shopcrm.rules.vouchers import Kind, Terms, refusal
from tests.rules.made_days import ALL_ZONES, MOMENTS, plain_day

HOURS = st.integers(0, 23)


@given(ALL_ZONES, HOURS, MOMENTS)
@example("Pacific/Chatham", 3, datetime(2026, 9, 26, 14, 5, tzinfo=UTC))
@example("Pacific/Chatham", 3, datetime(2026, 4, 4, 14, 5, tzinfo=UTC))
@example("Antarctica/Troll", 2, datetime(2026, 3, 29, 1, 30, tzinfo=UTC))
@example("Antarctica/Troll", 2, datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
@example("America/Sao_Paulo", 0, datetime(2018, 11, 4, 3, 0, tzinfo=UTC))
def test_D1_every_moment_lies_in_its_own_day_and_in_no_other(name: str, hour: int, moment: datetime) -> None:
    days = ShopDay(name, hour)
    day = days.of(moment)
    first, after = days.range(day)
    assert first <= moment < after
    assert days.of(first) == day
    assert days.of(first - timedelta(microseconds=1)) < day
    assert days.range(day + timedelta(days=1))[0] == after


@pytest.mark.parametrize(
    ("name", "first", "count"),
    [
        ("Europe/Berlin", datetime(2026, 3, 28, tzinfo=UTC), 2),
        ("Europe/Berlin", datetime(2026, 10, 24, tzinfo=UTC), 2),
        ("America/Sao_Paulo", datetime(2018, 11, 3, tzinfo=UTC), 2),
        ("America/Sao_Paulo", datetime(2019, 2, 16, tzinfo=UTC), 2),
        ("Asia/Tehran", datetime(2022, 3, 21, tzinfo=UTC), 2),
        ("Asia/Tehran", datetime(2022, 9, 21, tzinfo=UTC), 2),
    ],
)
@pytest.mark.parametrize("hour", [0, 1, 2, 3, 4, 23])
def test_D1_a_day_is_what_the_clock_on_the_wall_says_minute_by_minute(
    name: str, first: datetime, count: int, hour: int
) -> None:
    days = ShopDay(name, hour)
    for minute in range(count * 1440):
        moment = first + timedelta(minutes=minute)
        assert days.of(moment) == plain_day(moment, zone(name), hour), moment


@given(ALL_ZONES, st.sampled_from([0, 4, 23]), MOMENTS, st.integers(0, 3), st.integers(0, 3))
def test_V4_a_voucher_holds_from_the_beginning_of_its_first_day_to_the_end_of_its_last(
    name: str, hour: int, moment: datetime, ahead: int, lasts: int
) -> None:
    days = ShopDay(name, hour)
    first = days.of(moment) - timedelta(days=ahead - 1)
    last = first + timedelta(days=lasts)
    terms = Terms(1, "C", Kind.AMOUNT, 500, from_on=first, until_on=last)
    holds = days.begins(first) <= moment < days.begins(last + timedelta(days=1))
    assert (refusal(terms, None, days.of(moment)) is None) is holds


@pytest.mark.parametrize(
    ("moment", "holds"),
    [
        (datetime(2026, 11, 20, 0, 29, tzinfo=UTC), False),
        (datetime(2026, 11, 20, 0, 30, tzinfo=UTC), True),
        (datetime(2026, 11, 22, 0, 29, tzinfo=UTC), True),
        (datetime(2026, 11, 22, 0, 30, tzinfo=UTC), False),
    ],
)
def test_V4_where_days_begin_at_four_a_voucher_holds_in_the_night_of_its_last_day(
    moment: datetime, *, holds: bool
) -> None:
    terms = Terms(1, "C", Kind.AMOUNT, 500, from_on=date(2026, 11, 20), until_on=date(2026, 11, 21))
    assert (refusal(terms, None, ShopDay("Asia/Tehran", 4).of(moment)) is None) is holds


@given(
    ALL_ZONES,
    HOURS,
    MOMENTS,
    st.integers(0, 3),
    st.integers(1, 3),
    st.timedeltas(timedelta(), timedelta(days=8)),
)
def test_P7_points_wait_whole_days_of_the_shop_and_live_whole_days_from_then(
    name: str, hour: int, earned_at: datetime, pending: int, lasts: int, later: timedelta
) -> None:
    days = ShopDay(name, hour)
    earned_on, moment = days.of(earned_at), earned_at + later
    usable_from = first_day(earned_on, pending)
    ends = last_day(Expiry.DAYS, lasts, usable_from, calendar=None)  # type: ignore[arg-type] # days need none
    lot = Lot(1, 10, usable_from, ends)
    begins = days.begins(earned_on + timedelta(days=pending))
    over = days.begins(earned_on + timedelta(days=pending + lasts))
    assert lot.is_usable(days.of(moment)) is (begins <= moment < over)
    assert lot.is_over(days.of(moment)) is (moment >= over)
