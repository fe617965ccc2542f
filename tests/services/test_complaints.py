import multiprocessing
from collections import Counter
from datetime import date, timedelta
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from shopcrm import app as program
from shopcrm.rules.complaints import AnswerMissing, Kind, Outcome, State, StateRefused
from shopcrm.rules.errors import ShopError
from shopcrm.services import (
    causes,
    complaint_drafts,
    complaint_ends,
    complaint_list,
    complaints,
    settings,
)
from shopcrm.services.complaint_checks import NothingWritten
from shopcrm.services.complaint_drafts import CaseDraft, WordsTooLong
from shopcrm.services.complaint_ends import NoSuchCause, NothingLearned, NotSettled
from shopcrm.services.complaints import ChangedMeanwhile, ReasonMissing
from shopcrm.services.shop import Shop, Who
from tests.conftest import NOW
from tests.services.case_room import ALI, MINA, CaseRoom, furnished

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.services.test_complaints"])
TELLERS = 6


@pytest.fixture
def room(shop: Shop) -> CaseRoom:
    return furnished(shop)


def test_K1_every_change_says_who_when_from_what_and_why(room: CaseRoom) -> None:
    shop = room.shop
    shop.become(ALI)
    case = room.record().id
    shop.become(MINA)
    room.counter.later(1)
    shop.do(complaints.change, case, State.WAITING_CUSTOMER)
    shop.do(complaints.change, case, State.WAITING_US, "they called")
    shop.do(complaint_ends.settle, case, Outcome.ACCEPTED, "It will do.")
    shop.do(complaint_ends.reopen, case, "stale again")
    shop.do(complaints.change, case, State.WITHDRAWN, "they moved away")
    changes = room.look(case).changes
    states = [State.DRAFT, *(one.state for one in changes)]
    assert [one.before for one in changes] == states[:-1]
    assert [one.by for one in changes] == ["Ali", *["Mina"] * 5]
    assert [one.at for one in changes] == [NOW, *[NOW + timedelta(days=1)] * 5]
    assert [one.why for one in changes] == [
        "", "", "they called", "It will do.", "stale again", "they moved away",
    ]  # fmt: skip


def test_states_follow_each_other_in_their_order_only(room: CaseRoom) -> None:
    case = room.settled()
    for state in (State.WAITING_CUSTOMER, State.WAITING_US, State.WITHDRAWN):
        with pytest.raises(StateRefused):
            room.shop.do(complaints.change, case, state, "why")
    for state in (State.OPEN, State.SETTLED, State.DRAFT, State.REOPENED):
        with pytest.raises(StateRefused):
            room.shop.do(complaints.change, room.record().id, state, "why")
    with pytest.raises(ReasonMissing):
        room.shop.do(complaints.change, room.record().id, State.WITHDRAWN, " \u200f")


def test_settled_only_with_the_customers_answer(room: CaseRoom) -> None:
    case = room.record().id
    for answer in (Outcome.NONE, Outcome.NOT_HAPPY, Outcome.TAKEN_UP, Outcome.ANSWERED):
        with pytest.raises(AnswerMissing, match="happy again, accepted it, or could not be reached"):
            room.shop.do(complaint_ends.settle, case, answer)
    assert room.state(case) is State.OPEN
    follow_up = room.shop.do(complaint_ends.settle, case, Outcome.HAPPY, "Thank you!")
    view = room.look(case)
    assert (view.state, view.outcome, view.settled_at) == (State.SETTLED, Outcome.HAPPY, NOW)
    assert (view.follow_up_on, view.look_back_on) == (follow_up, date(2026, 12, 22))
    assert follow_up == date(2026, 11, 25)
    assert (view.answer_due, view.settle_due) == (None, None)
    assert [(one.way, one.words) for one in view.said] == [("heard", "Thank you!")]


def test_the_shop_says_when_it_looks_back(room: CaseRoom) -> None:
    room.shop.do(settings.change, look_back_days=10)
    assert room.look(room.settled()).look_back_on == date(2026, 12, 2)


def test_ideas_and_praise_end_in_their_own_way(room: CaseRoom) -> None:
    idea, praise = room.record(kind=Kind.SUGGESTION).id, room.record(kind=Kind.PRAISE, staff="Ali").id
    with pytest.raises(AnswerMissing):
        room.shop.do(complaint_ends.settle, idea, Outcome.HAPPY)
    for case, outcome in ((idea, Outcome.TAKEN_UP), (praise, Outcome.NONE)):
        view = room.look(case)
        assert (view.answer_due, view.settle_due, view.follow_up_on) == (None, None, None)
        room.shop.do(complaint_ends.settle, case, outcome)
        assert (room.look(case).state, room.look(case).follow_up_on) == (State.SETTLED, None)


def test_not_happy_at_the_follow_up_opens_the_case_again(room: CaseRoom) -> None:
    case = room.settled()
    assert room.shop.do(complaint_ends.follow_up, case, Outcome.NOT_HAPPY, "Stale again") is State.REOPENED
    view = room.look(case)
    assert (view.outcome, view.settled_at, view.look_back_on) == (Outcome.NOT_HAPPY, None, None)
    assert view.settle_due is not None
    assert view.answer_due is None
    with pytest.raises(NotSettled):
        room.shop.do(complaint_ends.follow_up, case, Outcome.HAPPY)


def test_a_follow_up_takes_an_answer_that_there_is(room: CaseRoom) -> None:
    case = room.settled(Outcome.UNREACHED)
    for answer in (Outcome.NONE, Outcome.TAKEN_UP):
        with pytest.raises(AnswerMissing):
            room.shop.do(complaint_ends.follow_up, case, answer)
    assert room.shop.do(complaint_ends.follow_up, case, Outcome.HAPPY) is State.SETTLED
    assert (room.look(case).outcome, room.look(case).followed_up_at) == (Outcome.HAPPY, NOW)


def test_a_case_that_is_open_again_has_no_answer_yet(room: CaseRoom) -> None:
    case = room.settled()
    with pytest.raises(ReasonMissing):
        room.shop.do(complaint_ends.reopen, case, " ")
    room.shop.do(complaint_ends.reopen, case, "they came back")
    assert room.look(case).outcome is Outcome.NONE


def test_a_dropped_draft_that_is_opened_again_counts_from_then(room: CaseRoom) -> None:
    kept = room.shop.do(complaint_drafts.save, room.draft())
    room.shop.do(complaint_drafts.drop, kept.id)
    room.shop.do(complaint_ends.reopen, kept.id, "it was right after all")
    assert room.look(kept.id).settle_due is not None
    assert [one.id for one in room.shop.ask(complaint_list.listed)] == [kept.id]


def test_K2_clocks_stand_still_while_the_customer_is_waited_for(room: CaseRoom) -> None:
    case = room.record().id
    before = room.look(case)
    assert before.answer_due is not None
    assert before.settle_due is not None
    room.counter.later(1 / 24)
    room.shop.do(complaints.change, case, State.WAITING_CUSTOMER)
    waiting = room.look(case)
    assert (waiting.answer_due, waiting.settle_due) == (None, None)
    assert waiting.settle_left is not None
    room.counter.later(7)
    room.shop.do(complaints.change, case, State.WAITING_US)
    after = room.look(case)
    assert after.settle_left is None
    assert after.settle_due is not None
    assert after.settle_due - before.settle_due >= timedelta(days=6)


def test_K3_settled_for_the_customer_and_closed_for_the_shop_are_two_things(room: CaseRoom) -> None:
    shop = room.shop
    stale = shop.do(causes.add, "Stale")
    case = room.record().id
    with pytest.raises(NotSettled):
        shop.do(complaint_ends.close_for_shop, case, stale)
    shop.do(complaint_ends.settle, case, Outcome.HAPPY)
    assert room.look(case).learned_at is None
    assert shop.ask(complaint_list.counts).to_learn == 1
    for cause, refused in ((None, NothingLearned), (99, NoSuchCause)):
        with pytest.raises(refused):
            shop.do(complaint_ends.close_for_shop, case, cause)
    shop.become(MINA)
    shop.do(complaint_ends.close_for_shop, case, stale, "The lid was broken.")
    view = room.look(case)
    assert (view.cause, view.learned_at, view.learned_by) == ("Stale", NOW, "Mina")
    assert view.said[-1].way == "note"
    assert shop.ask(complaint_list.counts).to_learn == 0
    shop.do(complaint_ends.reopen, case, "again")
    assert (room.look(case).learned_at, room.look(case).cause) == (None, "Stale")


def test_the_first_word_to_the_customer_is_the_first_answer(room: CaseRoom) -> None:
    case = room.record().id
    for way in ("heard", "note"):
        room.shop.do(complaints.add_words, case, way, "words")
        assert room.look(case).answered_at is None
    room.shop.do(complaints.add_words, case, "told", "We are so sorry.")
    view = room.look(case)
    assert (view.answered_at, view.answer_due) == (NOW, None)
    with pytest.raises(NothingWritten):
        room.shop.do(complaints.add_words, case, "told", "\u200f \n")
    with pytest.raises(WordsTooLong):
        room.shop.do(complaints.add_words, case, "told", "x" * 1_000_000)


def test_K2_both_clocks_follow_how_upset_somebody_turns_out_to_be(room: CaseRoom) -> None:
    case, worse = room.record(severity=1).id, room.record(severity=5)
    room.counter.later(1 / 24)
    room.shop.do(complaints.edit, case, room.draft(severity=5))
    view = room.look(case)
    assert (view.answer_due, view.settle_due) == (worse.answer_due, worse.settle_due)
    room.shop.do(complaints.edit, case, room.draft(severity=1))
    room.shop.do(complaints.edit, case, room.draft(severity=5))
    assert room.look(case).settle_due == worse.settle_due


def test_K2_what_was_waited_and_answered_stays_so_when_the_clocks_follow(room: CaseRoom) -> None:
    case, worse = room.record(severity=1).id, room.record(severity=5).id
    for one in (case, worse):
        room.shop.do(complaints.change, one, State.WAITING_CUSTOMER)
    room.counter.later(2 / 24)
    room.shop.do(complaints.edit, case, room.draft(severity=5))
    assert room.look(case).settle_left == room.look(worse).settle_left
    for one in (case, worse):
        room.shop.do(complaints.change, one, State.WAITING_US)
    assert room.look(case).settle_due == room.look(worse).settle_due
    room.shop.do(complaints.edit, case, room.draft(severity=1))
    room.shop.do(complaints.edit, case, room.draft(severity=5))
    view = room.look(case)
    assert (view.answer_due, view.settle_due) == (None, room.look(worse).settle_due)
    room.shop.do(complaint_ends.settle, case, Outcome.HAPPY)
    room.shop.do(complaints.edit, case, room.draft(severity=1))
    assert room.look(case).settle_due is None
    assert room.look(worse).settle_due is not None


def test_what_was_told_can_be_put_right_and_praise_has_no_clocks(room: CaseRoom) -> None:
    case = room.record().id
    due = room.look(case).settle_due
    room.shop.do(complaints.edit, case, room.draft(words="Worse."))
    assert (room.look(case).settle_due, room.look(case).told.words) == (due, "Worse.")
    room.shop.do(complaints.edit, case, room.draft(kind=Kind.PRAISE))
    assert room.look(case).settle_due is None
    assert not room.shop.ask(complaint_list.listed)[0].late


def test_another_case_on_the_same_sale_is_found(room: CaseRoom) -> None:
    assert room.shop.ask(complaints.open_on_sale, room.sold.sale_id) is None
    case = room.about_sale()
    assert room.shop.ask(complaints.open_on_sale, room.sold.sale_id) == (case, 1)
    room.shop.do(complaint_ends.settle, case, Outcome.HAPPY)
    assert room.shop.ask(complaints.open_on_sale, room.sold.sale_id) is None


def test_who_was_second_is_told_by_whom_it_was_changed(room: CaseRoom) -> None:
    case = room.record().id
    room.shop.become(MINA)
    room.shop.do(complaint_ends.settle, case, Outcome.HAPPY, "", State.OPEN)
    room.shop.become(ALI)
    for act in (
        lambda: room.shop.do(complaint_ends.settle, case, Outcome.ACCEPTED, "", State.OPEN),
        lambda: room.shop.do(complaints.change, case, State.WITHDRAWN, "why", State.OPEN),
    ):
        with pytest.raises(ChangedMeanwhile) as raised:
            act()
        assert raised.value.fields["by"] == "Mina"
    assert room.look(case).outcome is Outcome.HAPPY
    draft = room.shop.do(complaint_drafts.save, CaseDraft("words"))
    with pytest.raises(ChangedMeanwhile):
        room.shop.do(complaint_ends.settle, draft.id, Outcome.HAPPY, "", State.OPEN)


def test_K1_of_many_who_settle_one_case_at_once_one_does(
    application: program.App, room: CaseRoom, *, full: bool
) -> None:
    cases = [room.record().id for _n in range(20 if full else 3)]
    gate, answers = _FORKS.Barrier(TELLERS), _FORKS.Queue()
    tellers = [
        _FORKS.Process(target=_settle, args=(application.path, f"Teller {n}", cases, gate, answers))
        for n in range(TELLERS)
    ]
    for teller in tellers:
        teller.start()
    found = Counter(answers.get(timeout=120) for _n in range(TELLERS * len(cases)))
    for teller in tellers:
        teller.join()
    for case in cases:
        assert found[case, "settled"] == 1
        assert found[case, "ChangedMeanwhile"] == TELLERS - 1
        ends = [one for one in room.look(case).changes if one.state is State.SETTLED]
        assert len(ends) == 1


def _settle(
    path: Path, name: str, cases: list[int], gate: "Barrier", answers: "Queue[tuple[int, str]]"
) -> None:
    with program.opened(path, who=Who(name), clock=lambda: NOW) as app:
        for case in cases:
            gate.wait()
            try:
                app.shop.do(complaint_ends.settle, case, Outcome.HAPPY, name, State.OPEN)
                answers.put((case, "settled"))
            except ShopError as error:
                answers.put((case, type(error).__name__))


def test_lists_show_what_is_late_first_and_count_it(room: CaseRoom) -> None:
    calm = room.record(severity=1, words="calm").id
    angry = room.record(severity=5, words="angry").id
    idea = room.record(kind=Kind.SUGGESTION, words="idea").id
    shop = room.shop
    assert [one.id for one in shop.ask(complaint_list.listed)] == [angry, calm, idea]
    assert [one.id for one in shop.ask(complaint_list.listed, kind=Kind.SUGGESTION)] == [idea]
    assert shop.ask(complaint_list.listed, responsible="nobody") == []
    assert len(shop.ask(complaint_list.listed, customer_id=room.sara)) == 3
    room.counter.later(60)
    counts = shop.ask(complaint_list.counts)
    assert (counts.unsettled, counts.late, counts.waiting, counts.drafts) == (3, 2, 0, 0)
    shop.do(complaints.change, calm, State.WAITING_CUSTOMER)
    counts = shop.ask(complaint_list.counts)
    assert (counts.late, counts.waiting) == (1, 1)
    settled = [State.SETTLED]
    for case in (calm, angry):
        shop.do(complaint_ends.settle, case, Outcome.HAPPY)
    assert [one.id for one in shop.ask(complaint_list.listed, settled)] == [angry, calm]
    assert [one.id for one in shop.ask(complaint_list.listed, settled, after=angry)] == [calm]
    assert shop.ask(complaint_list.by_number, 2) == angry
    with pytest.raises(complaint_drafts.NoSuchComplaint):
        shop.ask(complaint_list.by_number, 99)
