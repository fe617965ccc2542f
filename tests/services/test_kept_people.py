"""What is written of somebody reaches who they became, and of an erased person nothing is written."""

from collections.abc import Callable
from typing import Any

import pytest

from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.services import cards, consents, erasure, merges, notes, occasions, opt_out, preferences, tags
from shopcrm.services.consents import Answer
from shopcrm.services.notes import NoteKind
from shopcrm.services.occasions import OccasionDraft, OccasionKind
from shopcrm.services.people import ErasedOnRequest
from shopcrm.services.preferences import Kind, Taste
from shopcrm.services.shop import Shop
from tests import makers

_YES = Answer(Purpose.NEWS, Channel.SMS, given=True, how="asked at the counter")
_BIRTHDAY = OccasionDraft(OccasionKind.BIRTHDAY, 5, 10, calendar=CalendarKind.JALALI)
_LIKES = Taste(Kind.LIKES, words="walnuts")
_WAYS: dict[str, tuple[Callable[..., Any], tuple[Any, ...]]] = {
    "consent": (consents.record, (_YES,)),
    "consents": (consents.settle, ([_YES],)),
    "note": (notes.write, (NoteKind.NOTE, "tall")),
    "taste": (preferences.add, (_LIKES,)),
    "guess": (preferences.dismiss, (_LIKES,)),
    "card": (cards.give, ("4711",)),
    "new card": (cards.replace, ("lost",)),
    "occasion": (occasions.add, (_BIRTHDAY,)),
    "tags": (tags.settle, (["vip"],)),
    "reply": (opt_out.heard, (Channel.SMS, "STOP")),
}


@pytest.mark.parametrize("way", _WAYS)
def test_C3_of_an_erased_person_nothing_is_written_again(shop: Shop, way: str) -> None:
    write, what = _WAYS[way]
    customer = makers.customer(shop)
    shop.do(erasure.erase, customer)
    with pytest.raises(ErasedOnRequest):
        shop.do(write, customer, *what)


def test_C2_a_word_to_stop_that_names_who_is_gone_stops_the_news_of_who_they_became(shop: Shop) -> None:
    keep, gone = makers.customer(shop, name="Sara"), makers.customer(shop, name="Sara A")
    makers.consent(shop, keep, "sms")
    shop.do(merges.merge, keep, gone)
    shop.do(opt_out.heard, gone, Channel.SMS, "STOP")
    assert not shop.ask(consents.allows, keep, Purpose.NEWS, Channel.SMS)
    assert [note.text for note in shop.ask(notes.of_customer, keep)] == ["STOP"]


def test_C2_a_note_that_is_being_typed_is_not_lost_by_a_merge(shop: Shop) -> None:
    keep, gone = makers.customer(shop, name="Sara"), makers.customer(shop, name="Sara A")
    note = shop.do(notes.write, gone, NoteKind.NOTE, "likes her tea")
    shop.do(merges.merge, keep, gone)
    assert shop.do(notes.write, gone, NoteKind.NOTE, "likes her tea hot", note) == note
    assert [one.text for one in shop.ask(notes.of_customer, keep)] == ["likes her tea hot"]


def test_C2_what_is_told_of_who_is_gone_is_kept_with_who_they_became(shop: Shop) -> None:
    keep, gone = makers.customer(shop, name="Sara"), makers.customer(shop, name="Sara A")
    shop.do(merges.merge, keep, gone)
    shop.do(preferences.add, gone, _LIKES)
    shop.do(occasions.add, gone, _BIRTHDAY)
    shop.do(tags.settle, gone, ["vip"])
    shop.do(cards.give, gone, "4711")
    assert [view.thing for view in shop.ask(preferences.of_customer, keep)] == ["walnuts"]
    assert [view.day for view in shop.ask(occasions.of_customer, keep)] == [10]
    assert shop.ask(tags.of_customer, keep) == ["vip"]
    assert shop.ask(cards.in_use, keep) == "4711"
