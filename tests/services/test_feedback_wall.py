from datetime import date

import pytest

from shopcrm.rules.complaints import About, Kind, Outcome, State
from shopcrm.services import (
    complaint_drafts,
    complaint_ends,
    complaints,
    erasure,
    feedback,
    feedback_wall,
    praise,
    settings,
    suggestions,
)
from shopcrm.services.feedback import Answer, Question
from shopcrm.services.feedback_wall import NoteKind
from shopcrm.services.shop import Shop
from tests import makers
from tests.services.case_room import CaseRoom, furnished

TODAY = date(2026, 11, 22)


@pytest.fixture
def room(shop: Shop) -> CaseRoom:
    made = furnished(shop)
    shop.do(settings.change, asks_a_month=9)
    return made


def praised(room: CaseRoom, staff: str, words: str = "Thank you", who: int | None = None) -> int:
    return room.record(kind=Kind.PRAISE, about=About.STAFF, staff=staff, words=words, customer_id=who).id


def test_the_wall_shows_the_latest_words_and_first_names_only_of_the_content(room: CaseRoom) -> None:
    shop, maryam = room.shop, makers.customer(room.shop, name="Maryam Noori")
    acts = (
        lambda: praised(room, "Ali", "Ali is kind", maryam),
        lambda: room.record(kind=Kind.SUGGESTION, words="A bench, please", customer_id=maryam),
        lambda: shop.do(feedback.ask, Question(customer_id=maryam), Answer(9, "good")),
        lambda: shop.do(feedback.ask, Question(customer_id=maryam), Answer(6, "slow")),
        lambda: shop.do(
            feedback.ask, Question(complaint_id=room.settled(customer_id=maryam)), Answer(10, "fine")
        ),
        lambda: shop.do(feedback.ask, Question(customer_id=maryam), Answer(10)),
        lambda: room.record(words="I am Maryam Noori and angry", customer_id=maryam),
    )
    for act in acts:
        act()
        room.counter.later(1 / 24)
    found = shop.ask(feedback_wall.latest)
    assert [(one.kind, one.words, one.who, one.staff, one.score) for one in found] == [
        (NoteKind.ANSWER, "fine", "", "", 10),
        (NoteKind.ANSWER, "slow", "", "", 6),
        (NoteKind.ANSWER, "good", "Maryam", "", 9),
        (NoteKind.SUGGESTION, "A bench, please", "Maryam", "", None),
        (NoteKind.PRAISE, "Ali is kind", "Maryam", "Ali", None),
    ]
    assert len(shop.ask(feedback_wall.latest, 2)) == 2
    shop.do(erasure.erase, maryam)
    assert shop.ask(feedback_wall.latest) == []


def test_drafts_and_what_was_withdrawn_hang_nowhere(room: CaseRoom) -> None:
    shop = room.shop
    shop.do(complaint_drafts.save, room.draft(kind=Kind.PRAISE))
    gone = praised(room, "Ali")
    shop.do(complaints.change, gone, State.WITHDRAWN, "a joke")
    for found in (shop.ask(feedback_wall.latest), shop.ask(praise.listed)):
        assert found == []
    assert shop.ask(praise.by_staff, TODAY, TODAY) == []


def test_long_words_are_shortened_on_the_wall_and_kept_whole_in_the_case(room: CaseRoom) -> None:
    case = praised(room, "Ali", "so " * 2_000)
    assert len(room.shop.ask(feedback_wall.latest)[0].words) <= 401
    assert len(room.look(case).told.words) == 5_999


def test_praise_is_counted_by_whom_it_names(room: CaseRoom) -> None:
    for staff in ("Ali", "Mina", "Ali", ""):
        praised(room, staff)
    assert room.shop.ask(praise.by_staff, TODAY, TODAY) == [("Ali", 2), ("Mina", 1)]
    assert [one.number for one in room.shop.ask(praise.listed, "Ali")] == [3, 1]
    assert [one.number for one in room.shop.ask(praise.listed, after=2)] == [1]


def test_ideas_are_listed_by_what_became_of_them(room: CaseRoom) -> None:
    shop = room.shop
    ideas = [room.record(kind=Kind.SUGGESTION, words=f"idea {n}").id for n in range(3)]
    shop.do(complaint_ends.settle, ideas[0], Outcome.TAKEN_UP)
    shop.do(complaint_ends.settle, ideas[1], Outcome.ANSWERED, "We thought about it.")
    counts = shop.ask(suggestions.counts)
    assert (counts.waiting, counts.taken_up, counts.answered) == (1, 1, 1)
    assert [one.id for one in shop.ask(suggestions.listed)] == [*reversed(ideas)]
    assert [one.id for one in shop.ask(suggestions.listed, Outcome.NONE)] == [ideas[2]]
    assert [one.id for one in shop.ask(suggestions.listed, after=ideas[1])] == [ideas[0]]
    assert shop.ask(suggestions.listed)[0].customer == "Sara"
