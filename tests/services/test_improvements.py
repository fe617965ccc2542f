from datetime import date, timedelta

import pytest
from sqlalchemy import select

from shopcrm.rules.complaints import Kind
from shopcrm.rules.delivery import Channel, Purpose, State
from shopcrm.rules.improvements import BeforeAfter, Effect
from shopcrm.rules.letters import Text, UnknownField
from shopcrm.services import (
    causes,
    complaint_ends,
    erasure,
    improvement_news,
    improvements,
    merges,
    settings,
)
from shopcrm.services.complaint_ends import NoSuchCause
from shopcrm.services.improvement_news import NotDoneYet
from shopcrm.services.improvements import (
    ChangeMissing,
    ImprovementDayOver,
    ImprovementDraft,
    ImprovementIncomplete,
    ImprovementOver,
    ImprovementState,
    NoSuchImprovement,
)
from shopcrm.services.shop import Shop
from shopcrm.store.messages import Message
from tests import makers
from tests.services.case_room import MINA, CaseRoom, furnished

TODAY = date(2026, 11, 22)


@pytest.fixture
def room(shop: Shop) -> CaseRoom:
    made = furnished(shop)
    shop.do(causes.add, "Goods")
    shop.do(causes.add, "Stale", 1)
    return made


def draft(**told: object) -> ImprovementDraft:
    usual = {"cause_id": 2, "what": "Lids on the bins", "who": "Ali", "due_on": TODAY}
    return ImprovementDraft(**{**usual, **told})  # type: ignore[arg-type] # each test names what it changes


def improved(room: CaseRoom, cause: int = 2) -> int:
    key = room.shop.do(improvements.add, draft(cause_id=cause, due_on=TODAY + timedelta(days=400)))
    room.shop.do(improvements.done, key, "Every bin has a lid.")
    return key


def complained(room: CaseRoom, who: int | None, cause: int = 2, kind: Kind = Kind.COMPLAINT) -> int:
    case = room.record(customer_id=who, kind=kind).id
    room.shop.do(complaint_ends.set_cause, case, cause)
    return case


def somebody(room: CaseRoom, name: str, *, mail: bool = True) -> int:
    who = makers.customer(room.shop, name=name)
    if mail:
        makers.email(room.shop, who, f"{name.lower()}@example.com")
    return who


def sent(room: CaseRoom) -> list[Message]:
    return room.shop.ask(lambda s: list(s.scalars(select(Message).order_by(Message.id))))


def test_an_improvement_says_what_who_and_by_when(room: CaseRoom) -> None:
    shop = room.shop
    for told, refused in (
        ({"what": " \u200f"}, ImprovementIncomplete),
        ({"what": "x" * 501}, ImprovementIncomplete),
        ({"who": ""}, ImprovementIncomplete),
        ({"cause_id": 9}, NoSuchCause),
        ({"due_on": TODAY - timedelta(days=1)}, ImprovementDayOver),
    ):
        with pytest.raises(refused):
            shop.do(improvements.add, draft(**told))
    key = shop.do(improvements.add, draft())
    row = shop.ask(improvements.look, key)
    assert (row.cause, row.state, row.by, row.late) == (
        "Goods > Stale",
        ImprovementState.OPEN,
        "owner",
        False,
    )
    room.counter.later(1)
    assert shop.ask(improvements.look, key).late
    shop.do(improvements.edit, key, draft(what="Lids and shade"))
    assert shop.ask(improvements.look, key).what == "Lids and shade"
    with pytest.raises(ImprovementDayOver):
        shop.do(improvements.edit, key, draft(due_on=TODAY - timedelta(days=3)))


def test_it_is_done_with_what_changed_and_dropped_with_why(room: CaseRoom) -> None:
    shop = room.shop
    first, second = (shop.do(improvements.add, draft()) for _n in range(2))
    for act in (improvements.done, improvements.drop):
        with pytest.raises(ChangeMissing):
            shop.do(act, first, " ")
        with pytest.raises(NoSuchImprovement):
            shop.do(act, 99, "why")
    shop.become(MINA)
    shop.do(improvements.done, first, "Every bin has a lid.")
    shop.do(improvements.drop, second, "No room")
    done = shop.ask(improvements.look, first)
    assert (done.state, done.changed, done.done_by, done.done_at) == (
        ImprovementState.DONE, "Every bin has a lid.", "Mina", shop.clock(),
    )  # fmt: skip
    for key in (first, second):
        with pytest.raises(ImprovementOver):
            shop.do(improvements.done, key, "again")
    third = shop.do(improvements.add, draft(cause_id=1))
    assert [one.id for one in shop.ask(improvements.listed)] == [third, second, first]
    assert [one.id for one in shop.ask(improvements.listed, ImprovementState.DONE)] == [first]
    assert {one.id for one in shop.ask(improvements.of_cause, 2)} == {first, second, third}


def test_M1_everybody_who_complained_is_told_once_as_a_service(room: CaseRoom) -> None:
    shop, makes = room.shop, room
    sara, reza = somebody(makes, "Sara"), somebody(makes, "Reza")
    above, praised = somebody(makes, "Nima"), somebody(makes, "Leila")
    for who in (sara, sara, reza, None):
        complained(room, who)
    complained(room, above, cause=1)
    complained(room, praised, kind=Kind.PRAISE)
    key = improved(room)
    room.counter.later(1)
    complained(room, somebody(room, "Late"))
    listed = shop.ask(improvement_news.to_tell, key)
    assert [(one.customer_id, one.number, one.channel) for one in listed] == [
        (sara, 2, Channel.EMAIL), (reza, 3, Channel.EMAIL),
    ]  # fmt: skip
    assert shop.do(improvement_news.tell, key, [reza]).added == 1
    assert shop.do(improvement_news.tell, key).added == 1
    assert shop.do(improvement_news.tell, key).added == 0
    found = sent(room)
    assert [one.customer_id for one in found] == [reza, sara]
    assert {one.purpose for one in found} == {Purpose.SERVICE}
    assert "Every bin has a lid." in found[0].body
    assert "Reza" in found[0].body
    assert shop.ask(improvement_news.told, key) == 2
    wider = improved(room, cause=1)
    assert len(shop.ask(improvement_news.to_tell, wider)) == 4


def test_M1_who_said_no_to_services_is_told_in_person(room: CaseRoom) -> None:
    sara, reza = somebody(room, "Sara"), somebody(room, "Reza")
    for channel in ("email", "sms", "call", "whatsapp"):
        makers.consent(room.shop, sara, channel, given=False, purpose="service")
        makers.consent(room.shop, reza, channel, given=False, purpose="news")
    for who in (sara, reza):
        complained(room, who)
    room.shop.do(improvement_news.tell, improved(room))
    assert [(one.customer_id, one.channel, one.state) for one in sent(room)] == [
        (sara, Channel.IN_PERSON, State.QUEUED),
        (reza, Channel.EMAIL, State.QUEUED),
    ]


def test_M6_each_is_told_in_their_language(room: CaseRoom) -> None:
    who = somebody(room, "Sara")
    room.shop.do(settings.change, language="fa")
    complained(room, who)
    room.shop.do(improvement_news.tell, improved(room))
    assert "سپاسگزاریم" in sent(room)[0].body


def test_C2_whoever_was_told_is_not_told_again_under_another_name(room: CaseRoom) -> None:
    sara, twin = somebody(room, "Sara"), somebody(room, "Sara N")
    complained(room, sara)
    complained(room, twin)
    key = improved(room)
    room.shop.do(improvement_news.tell, key, [sara])
    room.shop.do(merges.merge, twin, sara)
    assert room.shop.ask(improvement_news.to_tell, key) == []
    assert room.shop.do(improvement_news.tell, key).added == 0


def test_C3_nobody_who_was_erased_is_told(room: CaseRoom) -> None:
    sara = somebody(room, "Sara")
    complained(room, sara)
    room.shop.do(erasure.erase, sara)
    assert room.shop.ask(improvement_news.to_tell, improved(room)) == []


def test_nobody_is_told_before_it_is_done_or_by_a_wrong_text(room: CaseRoom) -> None:
    complained(room, somebody(room, "Sara"))
    key = room.shop.do(improvements.add, draft())
    for act in (improvement_news.to_tell, improvement_news.tell):
        with pytest.raises(NotDoneYet):
            room.shop.do(act, key)
    done = improved(room)
    with pytest.raises(UnknownField):
        room.shop.do(improvement_news.tell, done, None, {"en": Text("", "{weather}")})
    assert sent(room) == []


def test_N5_complaints_are_counted_before_and_after(room: CaseRoom) -> None:
    shop = room.shop
    assert shop.ask(improvement_news.before_after, shop.do(improvements.add, draft())) == BeforeAfter(
        0, 0, 0, 0
    )
    for _week in range(12):
        complained(room, None)
        complained(room, None, cause=1)
        room.counter.later(7)
    key = shop.do(improvements.add, draft(due_on=shop.clock().date()))
    shop.do(improvements.done, key, "lids")
    room.counter.later(20)
    assert shop.ask(improvement_news.before_after, key).effect is Effect.NOT_KNOWN
    room.counter.later(50)
    complained(room, None)
    found = shop.ask(improvement_news.before_after, key)
    assert found == BeforeAfter(12, 84, 1, 70)
    assert found.effect is Effect.FEWER
