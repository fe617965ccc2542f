from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

import pytest

from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.rules.occasions import OccasionKind
from shopcrm.rules.people import NoSuchCustomer
from shopcrm.services import consents, customers, notes, search, taking_back
from shopcrm.services.consents import Answer
from shopcrm.services.contacts import Labelled
from shopcrm.services.customers import CustomerSheet, Draft
from shopcrm.services.notes import NoteDraft, NoteKind
from shopcrm.services.occasions import OccasionDraft, OccasionView
from shopcrm.services.preferences import Kind, Taste
from shopcrm.services.shop import Shop
from shopcrm.services.taking_back import UsedSince
from tests import makers

_YES = Answer(Purpose.NEWS, Channel.SMS, given=True, how="asked at the counter")
_KNOWN = Draft(
    name="Maryam Noori",
    honorific="Mrs",
    code="17850",
    card="CARD77",
    phones=[Labelled("09123456718", "home"), "09121112233", Labelled("09122223344", "work")],
    emails=[Labelled("m@example.com", "work"), "noori@example.com", "a@example.com"],
    addresses=["Tehran\nFirst street", Labelled("Shiraz", "parents"), "Rasht"],
    note="Likes to talk",
    language="fa",
    consents=[_YES],
    preferences=[
        Taste(Kind.AVOIDS, words="nuts", strength=3),
        Taste(Kind.LIKES, words="37", attribute="size"),
    ],
    tags=["wholesale", "neighbour", "choir"],
    occasions=[OccasionDraft(OccasionKind.BIRTHDAY, 10, 5, 1370, calendar=CalendarKind.JALALI)],
    preferred_channel="sms",
    handles={Channel.TELEGRAM: "4711"},
)


class _Plain(NamedTuple):
    sheet: CustomerSheet
    tastes: set[tuple[Kind, str, str, int]]
    days: list[OccasionView]
    said: set[tuple[Purpose, Channel, bool]]
    cards: list[tuple[str, datetime | None]]


def _family(shop: Shop) -> tuple[int, int]:
    """Write down Maryam, who lives with one person and was brought by another; gives her and a third."""
    husband, friend, other = (makers.customer(shop, name=name) for name in ("Reza", "Mina", "Ali"))
    draft = replace(_KNOWN, household_with=husband, referred_by=friend)
    return shop.do(customers.add, draft).id, other


def _plain(sheet: CustomerSheet) -> _Plain:
    """Give what is known of a customer, without numbers and times of rows."""
    tastes = {(view.kind, view.words, view.attribute, view.strength) for view in sheet.preferences}
    days = [replace(view, id=0) for view in sheet.occasions]
    said = {(view.purpose, view.channel, view.given) for view in sheet.consents}
    cards = [(card.number, card.replaced_at) for card in sheet.cards]
    bare = replace(sheet, preferences=(), occasions=(), consents=(), cards=())
    return _Plain(bare, tastes, days, said, cards)


def _everything_else(other: int) -> Draft:
    return Draft(
        name="Ali",
        honorific="",
        code="1",
        card="CARD78",
        phones=["09120000000", "09122223344"],
        emails=["a@example.com"],
        addresses=["Rasht", "Yazd"],
        note="",
        language="en",
        consents=[replace(_YES, given=False), replace(_YES, channel=Channel.EMAIL)],
        preferences=[Taste(Kind.LIKES, words="nuts")],
        tags=["choir"],
        occasions=[],
        preferred_channel="",
        referred_by=0,
        household_with=other,
        handles={Channel.TELEGRAM: ""},
    )


def test_a_change_is_taken_back_in_every_part(shop: Shop) -> None:
    maryam, other = _family(shop)
    before = _plain(shop.ask(customers.show, maryam))
    done = shop.do(taking_back.edit, maryam, _everything_else(other))
    changed = _plain(shop.ask(customers.show, maryam))
    assert not [name for name in _Plain._fields if getattr(changed, name) == getattr(before, name)]
    assert shop.do(taking_back.undo, done) == maryam
    now = _plain(shop.ask(customers.show, maryam))
    no = (Purpose.NEWS, Channel.EMAIL, False)
    assert now._replace(said=now.said - {no}) == before
    assert no in now.said
    assert [hit.id for hit in shop.ask(search.find, "CARD78")] == []


def test_only_what_was_changed_is_put_back(shop: Shop) -> None:
    maryam, _other = _family(shop)
    done = shop.do(taking_back.edit, maryam, Draft(name="Maryam", phones=["09121112233"]))
    shop.do(customers.edit, maryam, Draft(note="Came with her sister", tags=["choir"]))
    shop.do(taking_back.undo, done)
    now = shop.ask(customers.show, maryam)
    assert (now.name, now.note, now.tags) == ("Maryam Noori", "Came with her sister", ("choir",))
    assert now.phones == ("+989123456718", "+989121112233", "+989122223344")
    assert now.labels["+989122223344"] == "work"


def test_M1_taking_back_leaves_the_history_of_answers_whole(shop: Shop) -> None:
    maryam, _other = _family(shop)
    no = replace(_YES, given=False)
    done = shop.do(taking_back.edit, maryam, Draft(consents=[no]))
    shop.do(taking_back.undo, done)
    history = shop.ask(consents.history, maryam)
    assert [view.given for view in history] == [True, False, True]
    assert history[0].how == taking_back.CORRECTED


def test_a_form_that_changes_nothing_has_nothing_to_take_back() -> None:
    assert not taking_back.changes(Draft(consents=[]))
    assert taking_back.changes(Draft(name=""))
    assert taking_back.changes(Draft(phones=[]))


def test_a_new_entry_goes_again_with_all_that_was_written(shop: Shop) -> None:
    husband = makers.customer(shop, name="Reza")
    done = shop.do(taking_back.add, replace(_KNOWN, household_with=husband))
    assert shop.do(taking_back.undo, done) == 0
    with pytest.raises(NoSuchCustomer):
        shop.ask(customers.show, done.saved.id)
    assert shop.ask(customers.show, husband).household == ()
    assert shop.ask(customers.count) == 1
    assert shop.do(customers.add, _KNOWN).id


@pytest.mark.parametrize("what", ["sale", "note", "wish", "referred"])
def test_an_entry_to_which_something_belongs_stays(shop: Shop, what: str) -> None:
    done = shop.do(taking_back.add, Draft(name="Sara"))
    key = done.saved.id
    match what:
        case "sale":
            makers.sale(shop, key)
        case "note":
            shop.do(notes.write, key, NoteKind.NOTE, "Came in")
        case "wish":
            makers.wish(shop, key, words="figs")
        case _:
            shop.do(customers.add, Draft(name="Ali", referred_by=key))
    with pytest.raises(UsedSince) as refused:
        shop.do(taking_back.undo, done)
    assert str(refused.value).startswith("Sara stays, since")
    assert shop.ask(customers.show, key).name == "Sara"


def test_a_note_is_put_back_as_it_was_and_when_it_was(shop: Shop) -> None:
    sara = makers.customer(shop)
    then = shop.clock() - timedelta(days=40)
    shop.do(notes.write_many, [NoteDraft(sara, NoteKind.VISIT, "Asked for figs", then)])
    (before,) = shop.ask(notes.of_customer, sara)
    removed = shop.do(notes.remove, before.id)
    assert not shop.ask(search.find, "figs")
    shop.do(notes.put_back, removed)
    (after,) = shop.ask(notes.of_customer, sara)
    assert replace(after, id=before.id) == before
    assert [hit.id for hit in shop.ask(search.find, "figs")] == [sara]
