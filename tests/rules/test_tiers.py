from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopcrm.rules.calendar import CalendarKind, to_jalali
from shopcrm.rules.money import Money
from shopcrm.rules.sayings import Saying
from shopcrm.rules.tiers import (
    Measure,
    Progress,
    Rung,
    Span,
    TierBenefit,
    Window,
    deserved,
    higher,
    is_above,
    measured,
    next_above,
    rung_of,
)

BRONZE = Rung(TierBenefit(1, "Bronze"), 100)
SILVER = Rung(TierBenefit(2, "Silver"), 500)
GOLD = Rung(TierBenefit(3, "Gold"), 2_000, one_sale=1_000)
LADDER = [SILVER, GOLD, BRONZE]
TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


@pytest.mark.parametrize("rung", LADDER, ids=lambda rung: rung.benefit.name)
def test_T2_each_threshold_is_reached_at_it_and_not_one_below(rung: Rung) -> None:
    below = max(
        (one for one in LADDER if one.threshold < rung.threshold), key=lambda r: r.threshold, default=None
    )
    assert deserved(LADDER, Progress(rung.threshold - 1)) == below
    assert deserved(LADDER, Progress(rung.threshold)) == rung
    assert deserved(LADDER, Progress(rung.threshold + 1)) == rung


@pytest.mark.parametrize(("sale", "rung"), [(999, None), (1_000, GOLD), (1_001, GOLD)])
def test_T6_one_large_sale_reaches_a_level_at_once(sale: int, rung: Rung | None) -> None:
    assert deserved(LADDER, Progress(0, sale)) == rung


def test_what_stands_where() -> None:
    assert next_above(LADDER, None) == BRONZE
    assert next_above(LADDER, BRONZE) == SILVER
    assert next_above(LADDER, GOLD) is None
    assert rung_of(LADDER, 2) == SILVER
    assert rung_of(LADDER, None) is None
    assert higher(None, BRONZE) == BRONZE
    assert higher(GOLD, BRONZE) == GOLD
    assert higher(None, None) is None
    assert is_above(BRONZE, None)
    assert not is_above(None, None)
    assert not is_above(SILVER, SILVER)


def test_T1_the_window_is_the_last_months_or_the_calendar_year() -> None:
    months = Window(Span.MONTHS, 12, CalendarKind.GREGORIAN)
    assert months.begins(TODAY) == date(2025, 11, 23)
    assert Window(Span.MONTHS, 1, CalendarKind.GREGORIAN).begins(date(2026, 3, 31)) == date(2026, 3, 1)
    year = Window(Span.YEAR, 12, CalendarKind.GREGORIAN)
    assert year.begins(TODAY) == date(2026, 1, 1)
    assert to_jalali(Window(Span.YEAR, 12, CalendarKind.JALALI).begins(TODAY)) == (1405, 1, 1)


def test_T3_a_level_is_kept_to_the_end_of_the_next_period() -> None:
    assert Window(Span.MONTHS, 12, CalendarKind.GREGORIAN).kept_until(TODAY) == date(2027, 11, 22)
    assert Window(Span.YEAR, 12, CalendarKind.GREGORIAN).kept_until(TODAY) == date(2027, 12, 31)
    assert to_jalali(Window(Span.YEAR, 12, CalendarKind.JALALI).kept_until(TODAY)) == (1406, 12, 29)


@given(
    st.dates(date(2000, 1, 1), date(2060, 1, 1)),
    st.builds(Window, st.sampled_from(Span), st.integers(1, 36), st.sampled_from(CalendarKind)),
)
def test_T3_what_lifted_to_a_level_does_not_keep_it_and_everything_after_counts(
    day: date, window: Window
) -> None:
    """The window that ends with the last day of a level is the whole period after the day of the lift."""
    begins = window.begins(window.kept_until(day))
    assert day < begins
    if window.span is Span.MONTHS:
        # No day is left out: what lifts on it keeps a level for longer.
        assert window.kept_until(begins) > window.kept_until(day) >= window.kept_until(begins - DAY)
    else:
        assert begins == window.kept_until(day).replace(month=1, day=1) or to_jalali(begins)[1:] == (1, 1)


@pytest.mark.parametrize("day", [28, 29, 30, 31])
def test_T3_a_level_reached_at_the_end_of_august_is_not_kept_by_the_same_purchase(day: int) -> None:
    half = Window(Span.MONTHS, 6, CalendarKind.GREGORIAN)
    assert half.kept_until(date(2026, 8, day)) == date(2027, 2, 28)
    assert half.begins(date(2027, 2, 28)) == date(2026, 9, 1)


def test_T3_an_end_that_was_moved_into_a_year_belongs_to_the_year_before() -> None:
    year = Window(Span.YEAR, 12, CalendarKind.GREGORIAN)
    assert year.period_end(date(2027, 12, 31)) == date(2027, 12, 31)
    assert year.period_end(date(2028, 2, 4)) == date(2027, 12, 31)
    assert Window(Span.MONTHS, 6, CalendarKind.GREGORIAN).period_end(TODAY) == TODAY


@given(
    st.dates(date(2000, 1, 1), date(2050, 1, 1)),
    st.builds(Window, st.sampled_from(Span), st.integers(1, 60), st.sampled_from(CalendarKind)),
)
def test_T3_the_window_that_ends_a_level_begins_after_it_was_reached(day: date, window: Window) -> None:
    until = window.kept_until(day)
    assert window.begins(day) <= day < until
    assert window.begins(until) > window.begins(day)


def test_an_amount_is_said_as_what_it_is() -> None:
    assert measured(Measure.SPEND, 5) == Money(5)
    for measure, words in ((Measure.POINTS, "5 points"), (Measure.VISITS, "5 visits")):
        said = measured(measure, 5)
        assert isinstance(said, Saying)
        assert said.plainly() == words
