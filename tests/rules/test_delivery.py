from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopcrm.rules import delivery
from shopcrm.rules.calendar import ShopDay
from shopcrm.rules.delivery import (
    CannotDecide,
    Channel,
    Decision,
    Delivered,
    Outcome,
    Refused,
    Standing,
    State,
    Unclear,
    Verdict,
)
from shopcrm.rules.wording import saying

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
WHY = saying("Because.")


def _after(verdict: Verdict, tries: int = 1, age: timedelta = timedelta()) -> Standing:
    return delivery.after_attempt(verdict, tries=tries, made_at=NOW - age, now=NOW)


def test_delivered_is_sent() -> None:
    assert _after(Delivered()).state is State.SENT


def test_refused_for_good_is_failed_with_its_reason() -> None:
    assert _after(Refused(permanent=True, why=WHY)) == Standing(State.FAILED, problem=WHY)


@pytest.mark.parametrize("tries", [1, 5, 400])
@pytest.mark.parametrize("age", [timedelta(), timedelta(days=30)])
def test_M4_unclear_is_unknown_and_has_no_next_time(tries: int, age: timedelta) -> None:
    after = _after(Unclear(WHY), tries, age)
    assert (after.state, after.not_before, after.problem) == (State.UNKNOWN, None, WHY)


@pytest.mark.parametrize(("tries", "minutes"), [(1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (2000, 60)])
def test_put_off_waits_longer_each_time_up_to_an_hour(tries: int, minutes: int) -> None:
    after = _after(Refused(permanent=False, why=WHY), tries)
    assert after.state is State.QUEUED
    assert after.not_before == NOW + timedelta(minutes=minutes)


def test_an_address_is_given_up_after_three_days_but_not_for_a_dead_line() -> None:
    old = timedelta(days=3)
    assert _after(Refused(permanent=False, why=WHY), age=old).state is State.FAILED
    assert _after(Refused(permanent=False, why=WHY, halts=True), age=old).state is State.QUEUED


@pytest.mark.parametrize("state", State)
def test_late_news_never_undo_what_a_person_said(state: State) -> None:
    may = {State.SENDING, State.UNKNOWN}
    assert delivery.hears(state, Unclear(WHY)) == (state in may)
    assert delivery.hears(state, Refused(permanent=False, why=WHY)) == (state in may)
    assert delivery.hears(state, Delivered()) == (state in may | {State.QUEUED})


@pytest.mark.parametrize(
    ("decision", "state"),
    [
        (Decision.ARRIVED, State.SENT),
        (Decision.SEND_AGAIN, State.QUEUED),
        (Decision.LEAVE, State.FAILED),
    ],
)
def test_a_person_settles_what_is_unknown(decision: Decision, state: State) -> None:
    after = delivery.decide(Channel.EMAIL, Standing(State.UNKNOWN), 1, decision, NOW)
    assert after.state is state


@pytest.mark.parametrize("decision", [Decision.ARRIVED, Decision.SEND_AGAIN, Decision.LEAVE])
@pytest.mark.parametrize("state", set(State) - {State.UNKNOWN, State.FAILED})
def test_only_what_is_unknown_or_failed_is_settled(state: State, decision: Decision) -> None:
    with pytest.raises(CannotDecide):
        delivery.decide(Channel.EMAIL, Standing(state), 1, decision, NOW)


def test_what_failed_may_be_sent_again_by_a_person() -> None:
    failed = Standing(State.FAILED)
    assert delivery.decide(Channel.EMAIL, failed, 1, Decision.SEND_AGAIN, NOW).state is State.QUEUED
    with pytest.raises(CannotDecide):
        delivery.decide(Channel.CALL, failed, 1, Decision.SEND_AGAIN, NOW)


@pytest.mark.parametrize(
    ("decision", "outcome"),
    [
        (Decision.TOLD, Outcome.TOLD),
        (Decision.CAME_IN, Outcome.CAME_IN),
        (Decision.NOT_NOW, Outcome.NOT_NOW),
        (Decision.ASKED_TO_STOP, Outcome.ASKED_TO_STOP),
    ],
)
@pytest.mark.parametrize("channel", [Channel.CALL, Channel.IN_PERSON])
def test_a_tick_is_kept_and_can_be_taken_back(channel: Channel, decision: Decision, outcome: Outcome) -> None:
    after = delivery.decide(channel, Standing(State.QUEUED), 1, decision, NOW)
    assert (after.state, after.outcome) == (State.SENT, outcome)
    back = delivery.decide(channel, after, 1, Decision.NOT_YET, NOW)
    assert (back.state, back.outcome) == (State.QUEUED, Outcome.NONE)


def test_a_call_without_an_answer_waits_and_fails_after_the_third() -> None:
    waiting = Standing(State.QUEUED)
    first = delivery.decide(Channel.CALL, waiting, 1, Decision.NO_ANSWER, NOW)
    assert (first.state, first.outcome) == (State.QUEUED, Outcome.NO_ANSWER)
    assert first.not_before == NOW + delivery.CALL_AGAIN
    third = delivery.decide(Channel.CALL, waiting, 3, Decision.NO_ANSWER, NOW)
    assert third.state is State.FAILED
    with pytest.raises(CannotDecide):
        delivery.decide(Channel.IN_PERSON, waiting, 1, Decision.NO_ANSWER, NOW)


def test_an_answer_to_a_letter_is_noted_once_it_went() -> None:
    sent = Standing(State.SENT)
    came = delivery.decide(Channel.EMAIL, sent, 1, Decision.CAME_IN, NOW)
    assert (came.state, came.outcome) == (State.SENT, Outcome.CAME_IN)
    assert delivery.decide(Channel.EMAIL, came, 1, Decision.NOT_YET, NOW).outcome is Outcome.NONE
    with pytest.raises(CannotDecide):
        delivery.decide(Channel.EMAIL, Standing(State.QUEUED), 1, Decision.CAME_IN, NOW)
    with pytest.raises(CannotDecide):
        delivery.decide(Channel.EMAIL, sent, 1, Decision.TOLD, NOW)
    with pytest.raises(CannotDecide):
        delivery.decide(Channel.CALL, Standing(State.WITHDRAWN), 1, Decision.TOLD, NOW)


TEHRAN = ShopDay("Asia/Tehran")


@pytest.mark.parametrize(
    ("local_hour", "quiet_from", "quiet_until", "ends_in_hours"),
    [
        (20, 21, 9, None),
        (21, 21, 9, 12),
        (0, 21, 9, 9),
        (8, 21, 9, 1),
        (9, 21, 9, None),
        (13, 12, 14, 1),
        (14, 12, 14, None),
        (3, 9, 9, None),
    ],
)
def test_quiet_hours_are_those_of_the_shop(
    local_hour: int, quiet_from: int, quiet_until: int, ends_in_hours: int | None
) -> None:
    now = NOW.replace(hour=0) + timedelta(hours=local_hour - 3.5)
    ends = delivery.quiet_ends(now, TEHRAN, quiet_from, quiet_until)
    assert ends == (None if ends_in_hours is None else now + timedelta(hours=ends_in_hours))


@given(
    st.integers(0, 10**8).map(lambda seconds: NOW + timedelta(seconds=seconds)),
    st.integers(0, 23),
    st.integers(0, 23),
)
def test_quiet_hours_always_end_and_sending_goes_on_then(now: datetime, start: int, until: int) -> None:
    ends = delivery.quiet_ends(now, TEHRAN, start, until)
    if ends is not None:
        assert now < ends <= now + timedelta(days=1)
        assert delivery.quiet_ends(ends, TEHRAN, start, until) is None
