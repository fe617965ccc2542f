"""Opening hours against a clock on the wall that is read minute by minute (K2)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shopcrm.rules import calendar
from shopcrm.rules.calendar import CalendarKind, from_parts
from shopcrm.rules.opening import (
    FIXED_HOLIDAYS,
    Opening,
    Span,
    after,
    fixed_holiday,
    is_closed,
    is_open,
    minutes_between,
)

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ZONES = (
    "Asia/Tehran",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Antarctica/Troll",
    "America/Sao_Paulo",
    "Pacific/Apia",
)
TEHRAN = ZONES[0]
USUAL = (Span(540, 1260),)
WEEK = ((USUAL,) * 4) + ((), USUAL, USUAL)
"""Open from 9 to 21, Friday closed."""
SHOP = Opening(WEEK, TEHRAN, fixed=True)

SPANS = st.builds(Span, st.integers(0, 1439), st.integers(1, 1440))
DAYS = st.lists(SPANS, max_size=3).map(tuple)
BEGINS = st.one_of(
    st.integers(0, 19 * 525_600).map(lambda minutes: datetime(2011, 1, 1, tzinfo=UTC) + minutes * MINUTE),
    st.sampled_from(
        [
            datetime(2026, 3, 27, tzinfo=UTC),
            datetime(2026, 10, 23, tzinfo=UTC),
            datetime(2022, 3, 19, tzinfo=UTC),
            datetime(2022, 9, 19, tzinfo=UTC),
            datetime(2026, 4, 3, tzinfo=UTC),
            datetime(2026, 9, 25, tzinfo=UTC),
            datetime(2018, 11, 2, tzinfo=UTC),
            datetime(2011, 12, 28, tzinfo=UTC),
        ]
    ),
)
OPENINGS = st.builds(
    Opening,
    st.tuples(*[DAYS] * 7),
    st.sampled_from(ZONES),
    st.booleans(),
    st.frozensets(st.dates(date(2026, 3, 20), date(2026, 4, 5)), max_size=4),
)


def brute(opening: Opening, first: datetime, last: datetime) -> Callable[[datetime], bool]:
    """Read the clock on the wall from minute to minute; one that is set back waits until it is caught up."""
    place = calendar.zone(opening.zone)
    told: dict[datetime, bool] = {}
    moment = first - 3 * DAY
    wall = moment.astimezone(place).replace(tzinfo=None)
    while moment <= last:
        wall = max(wall, moment.astimezone(place).replace(tzinfo=None))
        told[moment] = any(
            begin <= wall < end
            for back in range(3)
            for begin, end in _edges(opening, wall.date() - back * DAY)
        )
        moment += MINUTE
    return told.__getitem__


def _edges(opening: Opening, day: date) -> list[tuple[datetime, datetime]]:
    jalali = calendar.to_jalali(day)[1:]
    if day in opening.closed or (opening.fixed and jalali in FIXED_HOLIDAYS):
        return []
    midnight = datetime.combine(day, time())
    return [
        (
            midnight + span.opens * MINUTE,
            midnight + span.closes * MINUTE + (DAY if span.closes <= span.opens else timedelta()),
        )
        for span in opening.week[day.weekday()]
    ]


@settings(max_examples=40, deadline=None)
@given(OPENINGS, BEGINS, st.integers(0, 4 * 1440), st.integers(1, 3000))
@example(Opening(((Span(90, 150),),) * 7, "Europe/Berlin"), datetime(2026, 3, 28, tzinfo=UTC), 4000, 200)
@example(Opening(((Span(150, 170),),) * 7, "Europe/Berlin"), datetime(2026, 10, 24, tzinfo=UTC), 4000, 30)
@example(Opening(((Span(0, 1440),),) * 7, "Pacific/Apia"), datetime(2011, 12, 29, tzinfo=UTC), 4000, 3000)
@example(Opening(((Span(600, 599),),) * 7, TEHRAN), datetime(2026, 3, 19, tzinfo=UTC), 4000, 3000)
def test_K2_opening_minutes_are_those_that_a_clock_on_the_wall_counts(
    opening: Opening, begins: datetime, length: int, asked: int
) -> None:
    ends = begins + length * MINUTE
    told = brute(opening, begins, ends + DAY)
    counted = sum(told(begins + number * MINUTE) for number in range(length))
    assert minutes_between(opening, begins, ends) == counted
    assert minutes_between(opening, ends, begins) == -counted
    assert is_open(opening, begins) == told(begins)
    assert is_open(opening, ends) == told(ends)
    due = after(opening, begins, asked)
    if counted >= asked:
        assert due is not None
        assert begins < due <= ends
        assert sum(told(begins + n * MINUTE) for n in range((due - begins) // MINUTE)) == asked
        assert told(due - MINUTE)
    elif due is not None:
        assert due > ends
    if due is not None and not opening.is_never:
        back = after(opening, due, -asked)
        assert back is not None
        assert minutes_between(opening, back, due) == asked
        assert after(opening, back, asked) == due


def test_K2_a_clock_stands_still_over_friday_and_a_holiday() -> None:
    thursday = datetime(2026, 3, 19, 16, 0, tzinfo=UTC)
    """28 Esfand 1404, half past seven in the evening in Tehran; then oil day, Friday, and Nowruz."""
    due = after(SHOP, thursday, 120)
    assert due == datetime(2026, 3, 25, 6, 0, tzinfo=UTC)
    assert calendar.to_jalali(due.date()) == (1405, 1, 5)
    assert minutes_between(SHOP, thursday, due) == 120
    own = Opening(WEEK, TEHRAN, fixed=True, closed=frozenset({date(2026, 3, 25)}))
    assert after(own, thursday, 120) == datetime(2026, 3, 26, 6, 0, tzinfo=UTC)
    assert after(Opening(WEEK, TEHRAN), thursday, 120) == datetime(2026, 3, 21, 6, 0, tzinfo=UTC)


def test_K2_a_due_moment_is_the_closing_time_and_not_the_next_morning() -> None:
    evening = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    assert after(SHOP, evening, 60) == datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
    assert after(SHOP, evening, 0) == evening
    assert after(SHOP, datetime(2026, 11, 23, 6, 0, tzinfo=UTC), -60) == evening + MINUTE * 30


def test_K2_seconds_are_kept_where_a_clock_ends_in_the_same_hours() -> None:
    moment = datetime(2026, 11, 22, 9, 0, 42, tzinfo=UTC)
    assert after(SHOP, moment, 5) == moment + 5 * MINUTE
    assert minutes_between(SHOP, moment, moment + 5 * MINUTE - timedelta(seconds=1)) == 4


def test_K2_a_shop_without_hours_has_no_due_moment() -> None:
    never = Opening(((),) * 7, TEHRAN)
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    for minutes in (1, 0, -1, 10**9):
        assert after(never, moment, minutes) is None
    assert minutes_between(never, moment, moment + 900 * DAY) == 0
    assert not is_open(never, moment)
    rare = Opening(((Span(0, 1),), *((),) * 6), TEHRAN)
    assert after(rare, moment, 10**6) is None
    assert after(rare, moment, -(10**6)) is None


def test_K2_the_fixed_holidays_are_those_of_the_jalali_year() -> None:
    named = {
        (month, day): fixed_holiday(from_parts(CalendarKind.JALALI, year, month, day))
        for year in range(1380, 1420)
        for month, day in FIXED_HOLIDAYS
    }
    assert named == dict(FIXED_HOLIDAYS)
    days = [date(2020, 1, 1) + number * DAY for number in range(3000)]
    assert {day for day in days if fixed_holiday(day)} == {
        day for day in days if calendar.to_jalali(day)[1:] in FIXED_HOLIDAYS
    }
    assert is_closed(SHOP, date(2026, 3, 21))
    assert is_closed(SHOP, date(2026, 11, 27))
    assert not is_closed(SHOP, date(2026, 11, 28))


@pytest.mark.parametrize("zone", ZONES)
def test_K2_a_due_moment_thirty_working_days_on_leaves_out_all_closed_days(zone: str) -> None:
    shop = Opening(WEEK, zone, fixed=True)
    place = calendar.zone(zone)
    begins = datetime(2026, 2, 22, 0, 0, tzinfo=place)
    due = after(shop, begins, 30 * 720)
    assert due is not None
    last = due.astimezone(place).date()
    days = [begins.date() + number * DAY for number in range((last - begins.date()).days + 1)]
    assert len([day for day in days if not is_closed(shop, day)]) == 30
    assert due.astimezone(place).time() == time(21)
