from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopcrm.rules import thinning

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
"""A Sunday."""


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


TABLE: list[tuple[str, Sequence[str], Sequence[str]]] = [
    ("nothing", [], []),
    ("all of two days", ["2026-11-22T08:30", "2026-11-21T10:00", "2026-11-20T09:00"], [
        "2026-11-22T08:30", "2026-11-21T10:00", "2026-11-20T09:00"]),
    ("one a day after that, the newest", ["2026-11-19T08:00", "2026-11-19T21:00", "2026-11-18T07:00"], [
        "2026-11-19T21:00", "2026-11-18T07:00"]),
    ("of a day that is cut in two both parts", ["2026-11-20T08:00", "2026-11-20T08:30", "2026-11-20T10:00"], [
        "2026-11-20T08:30", "2026-11-20T10:00"]),
    ("one a week after two", [
        "2026-11-02T10:00", "2026-11-05T10:00", "2026-11-07T10:00", "2026-10-30T10:00"], [
        "2026-11-07T10:00", "2026-10-30T10:00"]),
    ("one a month after two", ["2026-08-03T10:00", "2026-08-20T10:00", "2026-07-31T10:00"], [
        "2026-08-20T10:00", "2026-07-31T10:00"]),
    ("nothing after two years", ["2026-11-22T08:00", "2024-11-20T10:00", "2023-01-01T10:00"], [
        "2026-11-22T08:00"]),
    ("but the newest of all", ["2020-01-01T10:00", "2019-01-01T10:00"], ["2020-01-01T10:00"]),
    ("what a clock that ran ahead made", ["2027-03-01T10:00", "2026-11-22T08:00"], [
        "2027-03-01T10:00", "2026-11-22T08:00"]),
]  # fmt: skip


@pytest.mark.parametrize(("made", "stays"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_what_stays(made: Sequence[str], stays: Sequence[str]) -> None:
    assert thinning.kept([_at(one) for one in made], NOW) == {_at(one) for one in stays}


MOMENTS = st.lists(st.timedeltas(timedelta(days=-3), timedelta(days=1000)).map(lambda age: NOW - age))


@given(MOMENTS)
def test_the_newest_one_is_never_removed_and_nothing_of_two_days(made: list[datetime]) -> None:
    stays = thinning.kept(made, NOW)
    assert stays <= set(made)
    assert not made or max(made) in stays
    assert {one for one in made if NOW - one <= thinning.ALL_FOR} <= stays


@given(MOMENTS)
def test_thinning_twice_is_thinning_once(made: list[datetime]) -> None:
    stays = thinning.kept(made, NOW)
    assert thinning.kept(list(stays), NOW) == stays


def test_day_after_day_every_day_week_and_month_keeps_one() -> None:
    """A shop that makes four a day for three years never has a gap longer than its stage allows."""
    stays: set[datetime] = set()
    began = NOW - timedelta(days=1095)
    for hour in range(0, 1095 * 24, 6):
        now = began + timedelta(hours=hour)
        stays = set(thinning.kept([*stays, now], now))
    now = max(stays)
    gaps = {later: later - one for one, later in zip(sorted(stays), sorted(stays)[1:], strict=False)}
    for moment, gap in gaps.items():
        age = now - moment
        if age < timedelta(days=13):
            assert gap <= timedelta(days=1)
        elif age < timedelta(days=60):
            assert gap <= timedelta(days=14)
        else:
            assert gap <= timedelta(days=62)
    assert len(stays) < 60
    assert now - min(stays) > timedelta(days=690)


@pytest.mark.parametrize(
    ("ago", "due"),
    [(timedelta(minutes=29), False), (timedelta(minutes=30), True), (timedelta(hours=-1), True)],
)
def test_another_is_made_after_half_an_hour(ago: timedelta, due: bool) -> None:  # noqa: FBT001 -- a row of the table
    assert thinning.is_time(NOW - ago, NOW) is due
    assert thinning.is_time(None, NOW)
