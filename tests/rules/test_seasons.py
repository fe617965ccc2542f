from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopcrm.rules.calendar import CalendarKind, from_parts, parts, to_jalali
from shopcrm.rules.seasons import (
    end_of_month,
    end_of_next_season,
    end_of_season,
    end_of_year,
    first_of_year,
    months_later,
)

JALALI, GREGORIAN = CalendarKind.JALALI, CalendarKind.GREGORIAN
DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))


@pytest.mark.parametrize(
    ("day", "end"),
    [
        ((1405, 1, 1), (1405, 3, 31)),
        ((1405, 3, 31), (1405, 3, 31)),
        ((1405, 4, 1), (1405, 6, 31)),
        ((1405, 9, 1), (1405, 9, 30)),
        ((1405, 10, 1), (1405, 12, 29)),
        ((1403, 12, 30), (1403, 12, 30)),
    ],
)
def test_a_jalali_season_ends_with_its_third_month(day: tuple[int, ...], end: tuple[int, ...]) -> None:
    found = end_of_season(JALALI, from_parts(JALALI, *day))
    assert to_jalali(found) == end


@pytest.mark.parametrize(
    ("day", "end"),
    [
        ((1405, 1, 1), (1405, 6, 31)),
        ((1405, 3, 31), (1405, 6, 31)),
        ((1405, 4, 1), (1405, 9, 30)),
        ((1403, 7, 1), (1403, 12, 30)),
        ((1404, 7, 1), (1404, 12, 29)),
        ((1404, 12, 29), (1405, 3, 31)),
    ],
)
def test_P15_the_next_jalali_season(day: tuple[int, ...], end: tuple[int, ...]) -> None:
    assert to_jalali(end_of_next_season(JALALI, from_parts(JALALI, *day))) == end


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 3, 31), date(2026, 6, 30)),
        (date(2026, 4, 1), date(2026, 9, 30)),
        (date(2026, 9, 30), date(2026, 12, 31)),
        (date(2026, 11, 22), date(2027, 3, 31)),
    ],
)
def test_P15_the_next_quarter_of_a_gregorian_shop(day: date, end: date) -> None:
    assert end_of_next_season(GREGORIAN, day) == end


def test_months_and_years_end_in_the_shops_calendar() -> None:
    day = date(2026, 11, 22)
    assert end_of_month(GREGORIAN, day) == date(2026, 11, 30)
    assert end_of_year(GREGORIAN, day) == date(2026, 12, 31)
    assert to_jalali(end_of_month(JALALI, day)) == (1405, 9, 30)
    assert to_jalali(end_of_year(JALALI, day)) == (1405, 12, 29)
    assert to_jalali(first_of_year(JALALI, day)) == (1405, 1, 1)


def test_a_day_that_the_later_month_lacks_is_its_last_one() -> None:
    assert months_later(GREGORIAN, date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_later(GREGORIAN, date(2026, 1, 31), -11) == date(2025, 2, 28)
    assert months_later(GREGORIAN, date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_later(GREGORIAN, date(2026, 12, 5), 1) == date(2027, 1, 5)
    leap = from_parts(JALALI, 1403, 12, 30)
    assert to_jalali(months_later(JALALI, leap, 12)) == (1404, 12, 29)
    assert to_jalali(months_later(JALALI, from_parts(JALALI, 1405, 6, 31), 1)) == (1405, 7, 30)


@given(DAYS, st.sampled_from(CalendarKind))
def test_every_day_lies_in_its_month_its_season_and_its_year(day: date, kind: CalendarKind) -> None:
    month, season, year = (end(kind, day) for end in (end_of_month, end_of_season, end_of_year))
    assert day <= month <= season <= year
    assert parts(kind, month + timedelta(days=1))[2] == 1
    assert parts(kind, season + timedelta(days=1))[1] in {1, 4, 7, 10}
    assert parts(kind, year + timedelta(days=1))[1:] == (1, 1)
    assert end_of_next_season(kind, day) > season
    assert first_of_year(kind, day) <= day
    assert parts(kind, first_of_year(kind, day))[0] == parts(kind, day)[0]


@given(DAYS, st.integers(-60, 60), st.sampled_from(CalendarKind))
def test_months_count_up_and_down(day: date, months: int, kind: CalendarKind) -> None:
    there = months_later(kind, day, months)
    year, month, _day = parts(kind, day)
    later_year, later_month, _later = parts(kind, there)
    assert (later_year * 12 + later_month) - (year * 12 + month) == months
    assert months_later(kind, day, 0) == day


@given(DAYS, st.sampled_from(CalendarKind))
def test_P15_the_end_of_the_next_season_is_found_by_counting_days(day: date, kind: CalendarKind) -> None:
    seen = [_season(kind, day)]
    following = day
    while len(seen) < 3:
        following += timedelta(days=1)
        if _season(kind, following) != seen[-1]:
            seen.append(_season(kind, following))
    assert end_of_next_season(kind, day) == following - timedelta(days=1)


def _season(kind: CalendarKind, day: date) -> tuple[int, int]:
    year, month, _day = parts(kind, day)
    return year, (month - 1) // 3
