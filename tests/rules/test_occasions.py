from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopcrm.rules import occasions
from shopcrm.rules.calendar import CalendarKind, NoSuchDay, parts
from shopcrm.rules.occasions import NotADayOfTheYear, OccasionKind, SaidDay, next_day, read_day
from shopcrm.rules.text import persian_digits
from shopcrm.rules.wording import Words

GREGORIAN, JALALI = CalendarKind.GREGORIAN, CalendarKind.JALALI
FIRST = date(2010, 1, 1)
DAYS = [FIRST + timedelta(days=count) for count in range(40 * 366)]
CALENDARS = st.sampled_from(CalendarKind)
AFTERS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@st.composite
def yearly_days(draw: st.DrawFn) -> tuple[CalendarKind, int, int]:
    """Draw any day of the year that a calendar has."""
    kind = draw(CALENDARS)
    found = [
        (month, day)
        for month in range(1, 13)
        for day in range(1, 32)
        if occasions.is_yearly_day(kind, month, day)
    ]
    return (kind, *draw(st.sampled_from(found)))


@pytest.mark.parametrize("kind", CalendarKind)
def test_D2_every_day_of_forty_years_comes_again_on_its_own_day(kind: CalendarKind) -> None:
    """Each day's next one is itself, and from the day after on it is the same day of another year."""
    for day in DAYS:
        _year, month, number = parts(kind, day)
        assert next_day(kind, month, number, day) == day
        again = next_day(kind, month, number, day + timedelta(days=1))
        assert 354 < (again - day).days < 367
        if (month, number) not in {(2, 29), (12, 30)}:
            assert parts(kind, again)[1:] == (month, number)


@given(yearly_days(), AFTERS)
def test_D2_the_next_day_is_the_first_there_is(said: tuple[CalendarKind, int, int], after: date) -> None:
    kind, month, day = said
    found = next_day(kind, month, day, after)
    assert after <= found <= after + timedelta(days=366)
    years = [occasions.in_year(kind, parts(kind, after)[0] + more, month, day) for more in (-1, 0, 1)]
    assert found == min(one for one in years if one >= after)


@given(yearly_days(), AFTERS)
def test_D2_a_day_never_drifts(said: tuple[CalendarKind, int, int], after: date) -> None:
    kind, month, day = said
    found = [after]
    for _year in range(12):
        found.append(next_day(kind, month, day, found[-1] + timedelta(days=1)))
    for earlier, later in pairwise(found[1:]):
        assert 364 < (later - earlier).days < 367
    assert {parts(kind, one)[1] for one in found[1:]} == {month}
    assert {parts(kind, one)[2] for one in found[1:]} <= {day, day - 1}


@given(CALENDARS, AFTERS)
def test_D2_what_is_kept_on_a_day_is_what_comes_on_it(kind: CalendarKind, day: date) -> None:
    kept = {
        (month, number)
        for month in range(1, 13)
        for number in range(1, 32)
        if occasions.is_yearly_day(kind, month, number) and next_day(kind, month, number, day) == day
    }
    assert set(occasions.kept_on(kind, day)) == kept


def test_D2_the_leap_days_fall_on_the_day_before_in_common_years() -> None:
    assert [next_day(GREGORIAN, 2, 29, date(year, 1, 1)) for year in (2027, 2028)] == [
        date(2027, 2, 28),
        date(2028, 2, 29),
    ]
    esfand = [next_day(JALALI, 12, 30, date(year, 1, 1)) for year in (2025, 2026, 2027)]
    assert [parts(JALALI, day) for day in esfand] == [(1403, 12, 30), (1404, 12, 29), (1405, 12, 29)]
    assert next_day(GREGORIAN, 2, 29, date(2027, 2, 28)) == date(2027, 2, 28)
    assert next_day(GREGORIAN, 2, 29, date(2027, 3, 1)) == date(2028, 2, 29)


@pytest.mark.parametrize(("kind", "month", "day"), [(GREGORIAN, 4, 31), (JALALI, 7, 31), (JALALI, 13, 1)])
def test_a_day_that_no_year_has_is_refused(kind: CalendarKind, month: int, day: int) -> None:
    with pytest.raises(NoSuchDay):
        next_day(kind, month, day, FIRST)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("12/5", SaidDay(GREGORIAN, 12, 5)),
        ("25/12", SaidDay(GREGORIAN, 12, 25)),
        ("۱۲-۵", SaidDay(GREGORIAN, 12, 5)),
        ("۵ دی", SaidDay(JALALI, 10, 5)),
        ("۵ دي ماه ۱۳۷۰", SaidDay(JALALI, 10, 5, 1370)),
        ("پنج", None),
        ("Dey 5", SaidDay(JALALI, 10, 5)),
        ("1370/10/05", SaidDay(JALALI, 10, 5, 1370)),
        ("٥/١٠/١٣٧٠", SaidDay(JALALI, 10, 5, 1370)),
        ("13701005", SaidDay(JALALI, 10, 5, 1370)),
        ("1990-12-26", SaidDay(GREGORIAN, 12, 26, 1990)),
        ("26.12.1990", SaidDay(GREGORIAN, 12, 26, 1990)),
        ("26 December", SaidDay(GREGORIAN, 12, 26)),
        ("the 1st of March, 1988", SaidDay(GREGORIAN, 3, 1, 1988)),
        ("Dec 26th 1990", SaidDay(GREGORIAN, 12, 26, 1990)),
        ("29 Feb", SaidDay(GREGORIAN, 2, 29)),
        ("30 Esfand", SaidDay(JALALI, 12, 30)),
        ("30 Esfand 1403", SaidDay(JALALI, 12, 30, 1403)),
        ("30 Esfand 1404", None),
        ("29 February 2027", None),
        ("31 Mehr", None),
        ("32/13", None),
        ("5 Dey 13", None),
        ("5 Nobody", None),
        ("1/1/700", None),
        ("", None),
    ],
)
def test_D3_a_day_is_read_with_or_without_its_year(text: str, said: SaidDay | None) -> None:
    if said is None:
        with pytest.raises(NotADayOfTheYear):
            read_day(text, GREGORIAN)
    else:
        assert read_day(text, GREGORIAN) == said


def test_plain_numbers_are_of_the_calendar_of_the_shop() -> None:
    assert read_day("10/5", JALALI) == SaidDay(JALALI, 10, 5)
    assert read_day("5/31", JALALI) == SaidDay(JALALI, 5, 31)
    assert read_day("31/5", JALALI) == SaidDay(JALALI, 5, 31)


@given(yearly_days(), st.sampled_from(["en", "fa"]), st.none() | st.integers(1300, 1404))
def test_D3_what_the_program_writes_it_reads_again(
    said: tuple[CalendarKind, int, int], language: str, year: int | None
) -> None:
    kind, month, day = said
    if (month, day) in {(2, 29), (12, 30)}:
        year = None
    shown_year = year if year is None or kind is JALALI else year + 621
    text = Words(language).yearly_day(kind, month, day, shown_year)
    for other in CalendarKind:
        assert read_day(text, other) == SaidDay(kind, month, day, shown_year)
        assert read_day(persian_digits(text), other) == SaidDay(kind, month, day, shown_year)


def test_D3_without_a_year_nobody_counts_years() -> None:
    assert occasions.turns(JALALI, None, date(2026, 12, 26)) is None
    assert occasions.turns(JALALI, 1370, date(2026, 12, 26)) == 35
    assert occasions.turns(GREGORIAN, 2026, date(2026, 12, 26)) is None


def test_a_day_is_named_and_told_in_words() -> None:
    words = Words()
    kinds = {kind: words.shown(occasions.named(kind, "")) for kind in OccasionKind}
    assert kinds == {
        OccasionKind.BIRTHDAY: "Birthday",
        OccasionKind.ANNIVERSARY: "Anniversary",
        OccasionKind.OTHER: "Special day",
    }
    assert occasions.named(OccasionKind.OTHER, "Sara's") == "Sara's"
    told = [words.tell(occasions.comes(days)) for days in (0, 1, 12)]
    assert told == ["today", "tomorrow", "in 12 days"]
