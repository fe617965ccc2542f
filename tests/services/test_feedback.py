from datetime import timedelta

import pytest
from sqlalchemy import select

from shopcrm.rules.complaints import Kind, Outcome
from shopcrm.rules.delivery import Purpose
from shopcrm.services import call_backs, erasure, feedback, merges, settings
from shopcrm.services.call_backs import CallWordsMissing, NothingToCall
from shopcrm.services.complaint_ends import NotSettled
from shopcrm.services.feedback import (
    Answer,
    AnsweredAlready,
    AnswerTooLong,
    AskedAlready,
    AskedOftenEnough,
    MayNotAsk,
    NobodyToAsk,
    NoSuchAsking,
    Question,
    ScoreRefused,
    Way,
)
from shopcrm.services.people import ErasedOnRequest
from shopcrm.services.sales import NoSuchSale
from shopcrm.services.shop import Shop
from shopcrm.store.messages import Message
from tests import makers
from tests.services.case_room import ALI, CaseRoom, furnished


@pytest.fixture
def room(shop: Shop) -> CaseRoom:
    made = furnished(shop)
    shop.do(settings.change, asks_a_month=5)
    return made


def messages(room: CaseRoom) -> list[Message]:
    return room.shop.ask(lambda s: list(s.scalars(select(Message))))


def test_K4_one_case_is_asked_about_once(room: CaseRoom) -> None:
    case = room.settled()
    question = Question(complaint_id=case)
    first = room.shop.do(feedback.ask, question, Answer(9, "quick"))
    assert (first.score, first.words, first.customer_id, first.task) == (9, "quick", room.sara, "")
    for way in Way:
        with pytest.raises(AskedAlready):
            room.shop.do(feedback.ask, Question(complaint_id=case, way=way))
    assert room.shop.ask(feedback.of_case, case) == first
    assert not room.shop.ask(feedback.may_be_asked, question)


def test_K4_only_a_settled_complaint_is_asked_about(room: CaseRoom) -> None:
    for case in (room.record().id, room.settled(Outcome.TAKEN_UP, kind=Kind.SUGGESTION)):
        with pytest.raises(NotSettled):
            room.shop.do(feedback.ask, Question(complaint_id=case))


def test_K4_one_person_is_asked_so_many_times_a_month(room: CaseRoom) -> None:
    shop = room.shop
    shop.do(settings.change, asks_a_month=1)
    cases = [room.settled() for _n in range(2)]
    shop.do(feedback.ask, Question(complaint_id=cases[0]))
    for question in (
        Question(complaint_id=cases[1]),
        Question(sale_id=room.sold.sale_id, way=Way.PAPER),
        Question(customer_id=room.sara),
    ):
        with pytest.raises(AskedOftenEnough):
            shop.do(feedback.ask, question)
    room.counter.later(30)
    assert shop.ask(feedback.may_be_asked, Question(complaint_id=cases[1]))
    shop.do(settings.change, asks_a_month=0)
    with pytest.raises(AskedOftenEnough):
        shop.do(feedback.ask, Question(complaint_id=cases[1]))


def test_K4_the_cap_goes_with_whoever_they_became(room: CaseRoom) -> None:
    room.shop.do(settings.change, asks_a_month=1)
    twin = makers.customer(room.shop, name="Sara N")
    room.shop.do(feedback.ask, Question(customer_id=twin))
    room.shop.do(merges.merge, room.sara, twin)
    for who in (room.sara, twin):
        with pytest.raises(AskedOftenEnough):
            room.shop.do(feedback.ask, Question(customer_id=who))


def test_nobody_known_is_asked_at_the_counter_and_on_paper(room: CaseRoom) -> None:
    for way in (Way.COUNTER, Way.PAPER):
        assert room.shop.do(feedback.ask, Question(way=way)).customer_id is None
    with pytest.raises(NobodyToAsk):
        room.shop.do(feedback.ask, Question(way=Way.MESSAGE))


def test_a_visit_is_asked_about_once(room: CaseRoom) -> None:
    question = Question(sale_id=room.sold.sale_id)
    assert room.shop.do(feedback.ask, question).customer_id == room.sara
    with pytest.raises(AskedAlready):
        room.shop.do(feedback.ask, question)
    with pytest.raises(NoSuchSale):
        room.shop.do(feedback.ask, Question(sale_id=999))


def test_M1_of_their_own_case_a_message_is_a_service(room: CaseRoom) -> None:
    makers.email(room.shop, room.sara, "sara@example.com")
    asked = room.shop.do(feedback.ask, Question(complaint_id=room.settled(), way=Way.MESSAGE))
    [message] = messages(room)
    assert (message.purpose, message.customer_id, message.channel) == (Purpose.SERVICE, room.sara, "email")
    assert asked.way is Way.MESSAGE
    assert room.shop.ask(lambda s: feedback.one(s, asked.id).message_id) == message.id


def test_M1_of_a_visit_only_who_takes_news_is_asked_by_message(room: CaseRoom) -> None:
    makers.email(room.shop, room.sara, "sara@example.com")
    question = Question(sale_id=room.sold.sale_id, way=Way.MESSAGE)
    with pytest.raises(MayNotAsk):
        room.shop.do(feedback.ask, question)
    assert messages(room) == []
    makers.consent(room.shop, room.sara)
    room.shop.do(feedback.ask, question)
    assert messages(room)[0].purpose == Purpose.NEWS


def test_M1_who_said_no_to_services_is_not_asked_of_their_case(room: CaseRoom) -> None:
    case, who = room.settled(), room.sara
    with pytest.raises(MayNotAsk):
        room.shop.do(feedback.ask, Question(complaint_id=case, way=Way.MESSAGE))
    makers.email(room.shop, who, "sara@example.com")
    makers.consent(room.shop, who, given=False, purpose="service")
    with pytest.raises(MayNotAsk):
        room.shop.do(feedback.ask, Question(complaint_id=case, way=Way.MESSAGE))
    assert room.shop.ask(feedback.of_case, case) is None


def test_M2_where_news_are_enough_this_week_nobody_is_asked(room: CaseRoom) -> None:
    makers.email(room.shop, room.sara, "sara@example.com")
    makers.consent(room.shop, room.sara)
    for number in range(2):
        makers.message(room.shop, room.sara, f"m{number}", state="sent")
    with pytest.raises(MayNotAsk):
        room.shop.do(feedback.ask, Question(sale_id=room.sold.sale_id, way=Way.MESSAGE))
    assert len(messages(room)) == 2


def test_C3_nobody_erased_is_asked(room: CaseRoom) -> None:
    case = room.settled()
    room.shop.do(erasure.erase, room.sara)
    with pytest.raises(ErasedOnRequest):
        room.shop.do(feedback.ask, Question(complaint_id=case))


def test_an_answer_is_from_0_to_10_and_the_first_one_stands(room: CaseRoom) -> None:
    shop = room.shop
    key = shop.do(feedback.ask, Question(way=Way.PAPER)).id
    for score in (-1, 11):
        with pytest.raises(ScoreRefused):
            shop.do(feedback.take_answer, key, Answer(score))
    with pytest.raises(AnswerTooLong):
        shop.do(feedback.take_answer, key, Answer(5, "x" * 1_001))
    with pytest.raises(NoSuchAsking):
        shop.do(feedback.take_answer, 99, Answer(5))
    for _again in range(2):
        assert shop.do(feedback.take_answer, key, Answer(0, "😡")).score == 0
    with pytest.raises(AnsweredAlready):
        shop.do(feedback.take_answer, key, Answer(10))


@pytest.mark.parametrize(("score", "task"), [(6, "open"), (7, ""), (0, "open"), (10, "")])
def test_a_low_answer_opens_a_task(room: CaseRoom, score: int, task: str) -> None:
    asked = room.shop.do(feedback.ask, Question(complaint_id=room.settled()), Answer(score))
    assert asked.task == task
    assert len(room.shop.ask(call_backs.waiting)) == (task == "open")


def test_who_kept_the_word_or_served_calls_back(room: CaseRoom) -> None:
    shop = room.shop
    makers.phone(shop, room.sara, "+989121234567")
    shop.become(ALI)
    case = room.settled(responsible="Mina")
    visit = room.counter.sell((room.counter.tea, 1_000)).sale_id
    for question in (Question(complaint_id=case), Question(sale_id=visit), Question()):
        shop.do(feedback.ask, question, Answer(2, "no"))
        room.counter.later(1 / 24)
    found = shop.ask(call_backs.waiting)
    assert [(one.caller, one.phone, one.number) for one in found] == [
        ("Mina", "+989121234567", 1), ("Ali", "+989121234567", None), ("Ali", "", None),
    ]  # fmt: skip
    assert [one.id for one in shop.ask(call_backs.waiting, "Mina")] == [1]
    with pytest.raises(CallWordsMissing):
        shop.do(call_backs.done, 1, "\u200f")
    assert shop.do(call_backs.done, 1, "They come by on Monday.").task == "done"
    with pytest.raises(NothingToCall):
        shop.do(call_backs.done, 1, "again")
    assert len(shop.ask(call_backs.waiting)) == 2
    assert shop.clock() - found[0].answered_at == timedelta(hours=3)
