from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopcrm.rules import pins
from shopcrm.rules.pins import NO_TICK, PinNotDigits, PinTooPlain, PinTooShort, Tick, Tried
from shopcrm.rules.roles import Role

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HOUR_MS = 3_600_000
A_MONTH_S = 30 * 24 * 3600
ALL_OF_FOUR_DIGITS = 10_000


@pytest.mark.parametrize("pin", ["4826", "۴۸۲۶", "٤٨٢٦", " 4826 "])
def test_a_pin_is_read_in_any_digits(pin: str) -> None:
    assert pins.check(pin, Role.STAFF) == "4826"


@pytest.mark.parametrize("pin", ["", "48 26", "4a26", "-482", "4.26", "⁴⁸²⁶", "४८२६"])
def test_a_pin_is_digits_alone(pin: str) -> None:
    with pytest.raises(PinNotDigits):
        pins.check(pin, Role.STAFF)


@pytest.mark.parametrize(
    ("role", "least"),
    [(Role.STAFF, 4), (Role.MANAGER, 6), (Role.OWNER, 6)],
    ids=["staff", "manager", "owner"],
)
def test_how_long_a_pin_has_to_be(role: Role, least: int) -> None:
    digits = "4826150394826"
    with pytest.raises(PinTooShort, match=f"{least} to 12"):
        pins.check(digits[: least - 1], role)
    assert pins.check(digits[:least], role) == digits[:least]
    assert pins.check(digits[:12], role) == digits[:12]
    with pytest.raises(PinTooShort):
        pins.check(digits[:13], role)


@pytest.mark.parametrize("pin", ["1111", "۰۰۰۰", "1234", "3456", "9876", "7890", "2109", "555555", "123456"])
def test_what_everybody_tries_first_is_refused(pin: str) -> None:
    with pytest.raises(PinTooPlain):
        pins.check(pin, Role.STAFF)


@pytest.mark.parametrize("pin", ["1112", "1235", "1122", "1357"])
def test_what_only_looks_plain_is_taken(pin: str) -> None:
    assert pins.check(pin, Role.STAFF) == pin


def test_the_first_four_come_at_once_and_no_wait_is_longer_than_five_minutes() -> None:
    waits = [pins.pause_s(wrong) for wrong in range(60)]
    assert waits[:4] == [0, 0, 0, 0]
    assert waits[4] > 0
    assert waits == sorted(waits)
    assert max(waits) == pins.pause_s(1_000_000) == 300


def test_all_pins_of_four_digits_take_more_than_thirty_days() -> None:
    assert sum(map(pins.pause_s, range(ALL_OF_FOUR_DIGITS))) >= A_MONTH_S


@pytest.mark.parametrize("boot", ["a", ""], ids=["a named start", "a start without a name"])
@pytest.mark.parametrize("days", [365, -1], ids=["on", "back"])
def test_moving_the_clock_on_the_wall_wins_nothing(boot: str, days: int) -> None:
    """Before each try the clock on the wall is moved by a year or a day, and no wait gets shorter."""
    wrong, on_for, wall, tick, last = 0, 0, NOW, Tick(boot, HOUR_MS), None
    while wrong < 200:
        wait = pins.wait_s(wrong, last, wall, tick)
        if wait:
            on_for += wait
            tick = Tick(boot, tick.ms + 1000 * wait)
        else:
            wrong, last = wrong + 1, Tried(wall, tick)
            wall += timedelta(days=days)
    assert on_for >= sum(map(pins.pause_s, range(200)))


def test_starting_the_computer_anew_with_a_clock_set_on_wins_nothing() -> None:
    last = Tried(NOW, Tick("a", HOUR_MS))
    a_year_on = NOW + timedelta(days=365)
    assert pins.wait_s(50, last, a_year_on, Tick("b", 40_000)) == 260
    assert pins.wait_s(50, last, a_year_on, Tick("b", 300_000)) == 0
    assert pins.wait_s(50, last, a_year_on, Tick("a", HOUR_MS + 40_000)) == 260


def test_a_clock_that_ran_wrong_locks_nobody_out() -> None:
    tried_in_the_future = Tried(NOW + timedelta(days=3650), Tick("a", HOUR_MS))
    assert pins.wait_s(50, tried_in_the_future, NOW, Tick("b", 0)) == 300
    assert pins.wait_s(50, tried_in_the_future, NOW, Tick("b", 300_000)) == 0


def test_over_night_the_wait_is_over() -> None:
    evening, morning = Tried(NOW, Tick("a", HOUR_MS)), NOW + timedelta(hours=12)
    assert pins.wait_s(7, evening, morning, Tick("b", 120_000)) == 0
    assert pins.wait_s(7, evening, morning, Tick("a", 13 * HOUR_MS)) == 0


def test_without_a_clock_that_nobody_can_set_the_one_on_the_wall_counts() -> None:
    last = Tried(NOW, NO_TICK)
    assert pins.wait_s(4, last, NOW + timedelta(seconds=5), NO_TICK) == 10
    assert pins.wait_s(4, last, NOW - timedelta(days=1), NO_TICK) == 15


@given(
    wrong=st.integers(0, 10**6),
    gone=st.integers(-(10**9), 10**9),
    ticks=st.tuples(st.integers(1, 10**12), st.integers(1, 10**12)),
    boots=st.tuples(st.sampled_from(["", "a", "b"]), st.sampled_from(["", "a", "b"])),
)
def test_a_wait_always_ends_by_itself(
    wrong: int, gone: int, ticks: tuple[int, int], boots: tuple[str, str]
) -> None:
    last = Tried(NOW, Tick(boots[0], ticks[0]))
    now, tick = NOW + timedelta(seconds=gone), Tick(boots[1], ticks[1])
    assert pins.wait_s(wrong, last, now, tick) <= pins.LONGEST_WAIT_S
    longest = 2 * pins.LONGEST_WAIT_S
    later = Tick(tick.boot, max(tick.ms, ticks[0] if boots[0] == tick.boot else 0) + 1000 * longest)
    assert pins.wait_s(wrong, last, max(now, NOW) + timedelta(seconds=longest), later) == 0


@given(wrong=st.integers(0, 100), waited=st.integers(0, 400))
def test_within_one_start_only_its_own_clock_counts(wrong: int, waited: int) -> None:
    last = Tried(NOW, Tick("a", HOUR_MS))
    tick = Tick("a", HOUR_MS + 1000 * waited)
    for wall in (NOW - timedelta(days=400), NOW, NOW + timedelta(days=400)):
        assert pins.wait_s(wrong, last, wall, tick) == max(0, pins.pause_s(wrong) - waited)
