from datetime import date, timedelta

import pytest

from shopcrm.rules import promises
from shopcrm.rules.promises import Compensation, Limits, Makes, OrderState, PromiseState

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(("days", "state"), [(-1, "broken"), (0, "open"), (1, "open")])
def test_D1_a_promise_holds_until_the_end_of_its_day(days: int, state: str) -> None:
    assert promises.state_on("open", DAY + timedelta(days=days), DAY) == state


@pytest.mark.parametrize("state", ["kept", "broken", "made_up", "withdrawn"])
def test_what_is_settled_stays_as_it_was(state: str) -> None:
    assert promises.state_on(state, DAY - timedelta(days=9), DAY) == state


@pytest.mark.parametrize(
    ("one", "refused"),
    [
        (Compensation(Makes.VOUCHER, 0), promises.CompensationRefused),
        (Compensation(Makes.VOUCHER, promises.MOST_VALUE + 1), promises.CompensationRefused),
        (Compensation(Makes.POINTS, -1), promises.CompensationRefused),
        (Compensation(Makes.SERVICE), promises.ServiceMissing),
    ],
)
def test_what_cannot_be_given_is_not_promised(one: Compensation, refused: type[Exception]) -> None:
    with pytest.raises(refused):
        one.check(has_customer=True)


def test_points_are_promised_to_somebody_only() -> None:
    points = Compensation(Makes.POINTS, 50)
    points.check(has_customer=True)
    with pytest.raises(promises.PointsNeedCustomer):
        points.check(has_customer=False)
    Compensation(Makes.VOUCHER, 1).check(has_customer=False)
    Compensation(words="a word of regret").check(has_customer=False)


def test_above_what_staff_may_give_somebody_agrees() -> None:
    limits = Limits(amount=1000, points=50)
    assert not limits.is_beyond(Compensation(Makes.VOUCHER, 1000))
    assert limits.is_beyond(Compensation(Makes.VOUCHER, 1001))
    assert limits.is_beyond(Compensation(Makes.POINTS, 51))
    assert not limits.is_beyond(Compensation(Makes.SERVICE, words="free delivery"))
    assert not Limits().is_beyond(Compensation(Makes.VOUCHER, 10**9))


def test_each_compensation_is_said() -> None:
    assert Compensation(Makes.VOUCHER, 5).says.plainly() == "A voucher over 5"
    assert Compensation(Makes.POINTS, 5).says.plainly() == "5 points"
    assert Compensation(Makes.SERVICE, words="free delivery").says.plainly() == "free delivery"
    assert Compensation(words="sorry").says.plainly() == "sorry"
    assert Compensation().says.plainly() == "Nothing was agreed"


def test_an_order_is_late_when_it_is_not_ready_after_its_day() -> None:
    before = DAY - timedelta(days=1)
    assert promises.is_late("open", before, DAY)
    assert not promises.is_late("open", DAY, DAY)
    assert not promises.is_late("ready", before, DAY)


def test_when_it_is_due_is_said_as_seen_from_a_day() -> None:
    said = [promises.due(DAY + timedelta(days=days), DAY).plainly() for days in (-1, 0, 1)]
    assert said == [
        "Promised for 2026-11-21, which is over",
        "Promised for today",
        "Promised for 2026-11-23",
    ]


def test_every_state_has_its_word() -> None:
    assert len({promises.promise_state(one).text for one in PromiseState}) == len(PromiseState)
    assert len({promises.order_state(one).text for one in OrderState}) == len(OrderState)
    told = {promises.settled(one, "x").text for one in PromiseState if one is not PromiseState.OPEN}
    assert len(told) == len(PromiseState) - 1
    assert [one.plainly() for one in promises.promised("x", DAY)] == ["Promised: x", "For 2026-11-22"]


def test_the_details_nobody_ticked_are_listed_in_their_order() -> None:
    assert promises.unticked([("b", False), ("a", True), ("c", False)]) == ["b", "c"]
