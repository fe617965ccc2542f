from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopcrm.rules import opening as opening_rules
from shopcrm.rules.case_times import BEGINS, RUNS, STANDS, Numbers, OpenClock, running, spread
from shopcrm.rules.opening import Opening, Span
from shopcrm.rules.spreads import Spread

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
SHOP = Opening((*([(Span(540, 1080),)] * 4), (), (Span(540, 720),), ()), zone="Asia/Tehran")
NEVER = Opening(((),) * 7)


def at(**after: float) -> int:
    return int((MONDAY + timedelta(**after)).timestamp())


def column(*values: int) -> Numbers:
    return np.array(values, dtype=np.int64)


@given(st.integers(0, 60 * 1440), st.integers(0, 60 * 1440))
def test_K2_many_at_once_count_as_each_by_itself(first: int, more: int) -> None:
    since, until = MONDAY + timedelta(minutes=first), MONDAY + timedelta(minutes=first + more)
    clock = OpenClock(SHOP, at(), at(days=130))
    found = clock.minutes(column(int(since.timestamp())), column(int(until.timestamp())))
    assert found[0] == opening_rules.minutes_between(SHOP, since, until)


def test_K2_a_shop_without_hours_has_no_time() -> None:
    clock = OpenClock(NEVER, at(), at(days=9))
    assert clock.minutes(column(at()), column(at(days=8))).tolist() == [0]


def test_the_middle_and_what_nine_of_ten_keep_under() -> None:
    assert spread(column(*range(1, 11)), 3) == Spread(10, 5, 9, 3)
    assert spread(column(7), 0) == Spread(1, 7, 7, 0)
    assert spread(column(), 0) == Spread(0, None, None, 0)


def test_K2_waiting_for_the_customer_does_not_count_and_reopening_begins_anew() -> None:
    clock = OpenClock(Opening((((Span(0, 1440),)),) * 7, zone="UTC"), at(), at(days=30))
    ids = column(1, 1, 1, 1, 2, 2, 2, 2, 3)
    moments = column(
        at(), at(hours=1), at(hours=11), at(hours=12),
        at(), at(hours=2), at(hours=22), at(hours=25), at(),
    )  # fmt: skip
    does = column(RUNS, STANDS, RUNS, STANDS, RUNS, STANDS, BEGINS, STANDS, RUNS)
    found = running(clock, ids, moments, does)
    assert found.ids.tolist() == [1, 2, 3]
    assert found.whole.tolist() == [120, 300, 0]
    assert found.latest.tolist() == [120, 180, 0]
    assert found.begun.tolist() == [0, 1, 0]


def test_of_no_case_nothing_is_known() -> None:
    clock = OpenClock(SHOP, at(), at(days=1))
    none = column()
    assert running(clock, none, none, none).ids.tolist() == []


@pytest.mark.parametrize("moment", [at(days=-400), at(days=400)])
def test_moments_outside_what_was_prepared_lie_at_its_ends(moment: int) -> None:
    clock = OpenClock(SHOP, at(), at(days=7))
    edge = clock.at(column(at(days=-9) if moment < at() else at(days=9)))
    assert clock.at(column(moment)).tolist() == edge.tolist()
