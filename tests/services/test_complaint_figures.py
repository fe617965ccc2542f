from datetime import date, timedelta

import pytest

from shopcrm.rules.complaints import SEVERITIES, About, Kind, Outcome, RemedyKind, State
from shopcrm.rules.spreads import Spread
from shopcrm.rules.standards import CaseTimes, Clocks, StandardKind
from shopcrm.rules.vouchers import Reason
from shopcrm.services import (
    causes,
    complaint_drafts,
    complaint_ends,
    complaint_figures,
    complaints,
    feedback,
    look_back,
    settings,
    standards,
)
from shopcrm.services.complaint_ends import NotSettled
from shopcrm.services.complaint_figures import DaysTurned, Figures, Satisfaction
from shopcrm.services.feedback import Answer, Question
from shopcrm.services.look_back import LookedBack
from shopcrm.services.shop import Shop
from tests import makers
from tests.services.case_room import CaseRoom, furnished

TODAY = date(2026, 11, 22)


@pytest.fixture
def room(shop: Shop) -> CaseRoom:
    made = furnished(shop)
    shop.do(settings.change, asks_a_month=9)
    shop.do(standards.save, StandardKind.CLOCKS, Clocks((CaseTimes(60, 120),) * len(SEVERITIES)))
    return made


def read(room: CaseRoom, first: date = TODAY, last: date = TODAY) -> Figures:
    return room.shop.ask(complaint_figures.figures, first, last)


def hours(room: CaseRoom, count: float) -> None:
    room.counter.later(count / 24)


def test_of_no_complaint_nothing_is_known(room: CaseRoom) -> None:
    found = read(room)
    assert (found.complaints, found.causes, found.people) == (0, (), ())
    assert (found.answer, found.settle) == (Spread(), Spread())
    assert found.satisfaction == Satisfaction()
    assert found.looked_back == LookedBack()
    assert found.cost.total == 0
    with pytest.raises(DaysTurned):
        read(room, TODAY, TODAY - timedelta(days=1))


def test_what_is_counted_is_counted_by_kind_subject_and_severity(room: CaseRoom) -> None:
    for told in ({"severity": 5}, {"about": About.DELIVERY}, {"kind": Kind.PRAISE}, {"severity": 0}):
        room.record(**told)
    room.shop.do(complaint_drafts.save, room.draft())
    found = read(room)
    assert found.by_kind == {Kind.COMPLAINT: 3, Kind.PRAISE: 1}
    assert found.by_about == {About.GOODS: 2, About.DELIVERY: 1}
    assert found.by_severity == {0: 1, 3: 1, 5: 1}
    assert (found.complaints, found.unsettled, found.late_now) == (3, 3, 0)
    assert read(room, TODAY - timedelta(days=5), TODAY - timedelta(days=1)).complaints == 0
    hours(room, 2)
    assert read(room).late_now == 3


def test_K2_times_are_in_opening_hours_and_late_by_the_clocks_of_the_day(room: CaseRoom) -> None:
    shop = room.shop
    quick, slow, waits = (room.record().id for _n in range(3))
    hours(room, 0.5)
    shop.do(complaints.add_words, quick, "told", "sorry")
    shop.do(complaints.change, waits, State.WAITING_CUSTOMER)
    shop.do(complaint_ends.settle, quick, Outcome.HAPPY)
    hours(room, 1)
    shop.do(complaints.add_words, slow, "told", "sorry")
    hours(room, 2)
    shop.do(complaints.change, waits, State.WAITING_US)
    hours(room, 0.25)
    for case in (slow, waits):
        shop.do(complaint_ends.settle, case, Outcome.ACCEPTED)
    found = read(room)
    assert found.answer == Spread(3, 30, 90, 1)
    assert found.settle == Spread(3, 45, 225, 1)
    assert found.by_outcome == {Outcome.ACCEPTED: 2, Outcome.HAPPY: 1}
    shop.do(standards.save, StandardKind.CLOCKS, Clocks((CaseTimes(1, 2),) * len(SEVERITIES)))
    assert read(room).settle.late == 1


def test_a_case_that_was_opened_again_is_late_by_its_last_clock(room: CaseRoom) -> None:
    case = room.settled()
    hours(room, 24)
    room.shop.do(complaint_ends.reopen, case, "again")
    assert (read(room).reopened, read(room).settle.count) == (1, 0)
    hours(room, 1.5)
    room.shop.do(complaint_ends.settle, case, Outcome.HAPPY)
    found = read(room)
    assert found.settle == Spread(1, 90, 90, 0)
    assert found.reopened == 1


def test_V9_the_cost_of_service_is_apart_from_loyalty(room: CaseRoom) -> None:
    case = room.about_sale()
    voucher = room.give(case, RemedyKind.VOUCHER, amount=400)
    room.give(case, RemedyKind.POINTS, points=7)
    room.give(case, RemedyKind.REFUND, lines=())
    room.give(case, RemedyKind.SERVICE, words="delivery")
    room.counter.voucher("amount", 999, reason=Reason.GIFT)
    cost = read(room).cost
    assert (cost.vouchers_made, cost.vouchers, cost.vouchers_used) == (1, 400, 0)
    assert (cost.refunds, cost.points, cost.points_worth, cost.services) == (3_500, 7, 70, 1)
    assert cost.total == 3_570
    room.counter.sell((room.counter.walnuts, 1_000), codes=[room.code(voucher)])
    assert read(room).cost.total == 3_970
    assert read(room, TODAY + timedelta(days=1), TODAY + timedelta(days=2)).cost.total == 0


def test_who_complains_again_and_of_what_is_found(room: CaseRoom) -> None:
    shop = room.shop
    stale, late = (shop.do(causes.add, name) for name in ("Stale", "Late"))
    reza = makers.customer(shop, name="Reza")
    for who, cause in (
        (room.sara, stale),
        (room.sara, stale),
        (reza, late),
        (reza, None),
        (None, stale),
        (None, stale),
    ):
        shop.do(complaint_ends.set_cause, room.record(customer_id=who).id, cause)
    found = read(room)
    assert (found.again, found.again_same) == (2, 1)
    assert [(one.customer, one.cause, one.count) for one in found.people] == [
        ("Sara", "Stale", 2),
        ("Reza", "", 2),
    ]
    assert [(one.path, one.count) for one in found.causes] == [("Stale", 4), ("Late", 1), ("", 1)]


def test_satisfaction_is_of_cases_alone(room: CaseRoom) -> None:
    for score in (10, 9, 4, 8):
        room.shop.do(feedback.ask, Question(complaint_id=room.settled()), Answer(score))
    room.shop.do(feedback.ask, Question(), Answer(0))
    assert read(room).satisfaction == Satisfaction(4, 78, 2, 1)


def test_a_settled_case_is_looked_back_on(room: CaseRoom) -> None:
    shop = room.shop
    stale = shop.do(causes.add, "Stale")
    case = room.record().id
    with pytest.raises(NotSettled):
        shop.ask(look_back.look, case)
    shop.do(complaint_ends.set_cause, case, stale)
    voucher = room.give(case, RemedyKind.VOUCHER, amount=100)
    shop.do(complaint_ends.settle, case, Outcome.HAPPY)
    found = shop.ask(look_back.look, case)
    assert (found.came_back, found.visits, found.voucher_used, found.again, found.is_over) == (
        None,
        0,
        False,
        0,
        False,
    )
    room.counter.later(3)
    for codes in ([room.code(voucher)], []):
        room.counter.sell((room.counter.tea, 1_000), codes=codes)
    other = room.settled()
    shop.do(complaint_ends.set_cause, other, stale)
    found = shop.ask(look_back.look, case)
    assert (found.came_back, found.visits, found.last_visit) == (True, 1, date(2026, 11, 25))
    assert (found.voucher_used, found.again) == (True, 1)
    room.counter.later(30)
    room.counter.sell((room.counter.tea, 1_000))
    found = shop.ask(look_back.look, case)
    assert (found.visits, found.until, found.is_over) == (1, date(2026, 12, 22), True)
    assert shop.ask(look_back.look, other).came_back is True
    assert shop.ask(look_back.due, TODAY, date(2026, 12, 31)) == [case, other]
    day = date(2026, 11, 30)
    assert shop.ask(look_back.figures, TODAY, day) == LookedBack(2, 2, 2, 1, 1, 1)


def test_of_nobody_known_and_without_a_voucher_nothing_is_known(room: CaseRoom) -> None:
    case = room.settled(customer_id=None)
    room.counter.later(60)
    found = room.shop.ask(look_back.look, case)
    assert (found.came_back, found.visits, found.voucher_used, found.again) == (None, None, None, None)
    never = room.settled()
    room.counter.later(60)
    assert room.shop.ask(look_back.look, never).came_back is False
