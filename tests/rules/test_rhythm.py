"""Habits of buying, and who is late by their own."""

from datetime import date, timedelta

import pytest

from shopcrm.rules import rhythm
from shopcrm.rules.leaning import excess, is_habit

FIRST = date(2026, 1, 1)


def _after(days: int) -> date:
    return FIRST + timedelta(days=days)


def test_a_habit_needs_three_times() -> None:
    assert rhythm.usual_gap(2, FIRST, _after(10)) is None
    assert rhythm.usual_gap(3, FIRST, _after(20)) == 10


@pytest.mark.parametrize(("waited", "late"), [(10, False), (12, False), (13, True), (30, True), (31, False)])
def test_late_is_a_quarter_longer_and_thrice_is_given_up(waited: int, late: bool) -> None:  # noqa: FBT001 -- a case of the table
    last = _after(20)
    assert rhythm.is_overdue(3, FIRST, last, last + timedelta(days=waited)) is late


def test_a_day_or_two_are_nothing_to_speak_of() -> None:
    assert not rhythm.is_overdue(11, FIRST, _after(20), _after(23))
    assert rhythm.is_overdue(11, FIRST, _after(20), _after(24))


def test_nobody_is_late_without_a_habit() -> None:
    assert not rhythm.is_overdue(2, FIRST, _after(10), _after(40))


def test_clearly_more_is_twice_the_share_and_beyond_chance() -> None:
    assert excess(9, 12, 300, 1000) == pytest.approx(5.4)
    assert excess(5, 12, 300, 1000) == 0
    assert excess(3, 3, 10, 1000) == 0
    assert excess(4, 100, 15, 1000) == 0


def test_nothing_is_said_without_a_shop_to_compare_with() -> None:
    assert excess(9, 12, 0, 0) == 0
    assert excess(9, 12, 0, 1000) > 8


def test_a_habit_is_two_of_three() -> None:
    assert is_habit(4, 6)
    assert not is_habit(4, 7)
    assert not is_habit(3, 3)
