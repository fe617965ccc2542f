import pytest
from sqlalchemy.orm import Session

from shopcrm.rules.cards import NotACard, is_ours
from shopcrm.rules.delivery import Channel
from shopcrm.rules.people import NoSuchCustomer
from shopcrm.services import (
    cards,
    cautions,
    contacts,
    customer_lists,
    customers,
    notes,
    people,
    search,
    suppressions,
    tags,
)
from shopcrm.services.cards import CardTaken, NoSuchCard
from shopcrm.services.contacts import Labelled
from shopcrm.services.customers import Draft, ErasedOnRequest, UnknownChannel
from shopcrm.services.notes import NoSuchNote, NoteKind
from shopcrm.services.search import Part
from shopcrm.services.shop import Shop
from shopcrm.services.tags import TagCount, TagTooLong
from tests import makers


def _ids(shop: Shop, asked: str) -> list[int]:
    return [hit.id for hit in shop.ask(search.find, asked)]


def test_C4_a_person_is_found_by_card_then_code_then_phone_then_mail(shop: Shop) -> None:
    sara = shop.do(customers.add, Draft(name="Sara", card="555", phones=["09121112233"])).id
    ali = shop.do(customers.add, Draft(name="Ali", code="777", phones=["09121112233", "09122223344"])).id
    mina = shop.do(customers.add, Draft(name="Mina", code="555", emails=["m@example.com"])).id
    both = {"phone": "0912 111 2233", "email": "m@example.com"}
    asked = [
        ({"card": "5-5-5", "code": "777", **both}, [sara]),
        ({"card": "1234", "code": "777", **both}, [ali]),
        ({"code": "555"}, [mina]),
        ({"card": "777"}, []),
        ({"phone": "09121112233"}, [sara, ali]),
        ({"phone": "0912 222 3344"}, [ali]),
        ({"code": "none", "email": "M@Example.com"}, [mina]),
    ]
    assert [shop.ask(customers.identify, **known) for known, _ids in asked] == [ids for _known, ids in asked]


def test_C4_an_old_card_still_finds_its_person_after_a_replacement_and_a_merge(shop: Shop) -> None:
    sara = makers.customer(shop, name="Sara")
    old = shop.do(cards.give, sara)
    new = shop.do(cards.replace, sara, "lost")
    assert is_ours(old)
    assert [shop.ask(cards.find, number) for number in (old, f" {old[:5]} {old[5:]}", new)] == [sara] * 3
    views = shop.ask(cards.of_customer, sara)
    assert [(view.number, view.replaced_at is None, view.reason) for view in views] == [
        (new, True, ""),
        (old, False, "lost"),
    ]
    kept = makers.customer(shop, name="Sara N")
    makers.merged(shop, sara, kept)
    assert shop.ask(cards.find, old) == kept
    assert shop.ask(customers.identify, card=old) == [kept]
    assert shop.ask(customers.by_id_or_code, old) == kept


def test_a_card_belongs_to_one_person(shop: Shop) -> None:
    sara, ali = makers.customer(shop, name="Sara"), makers.customer(shop, name="Ali")
    shop.do(cards.give, sara, "AB 12")
    with pytest.raises(CardTaken) as taken:
        shop.do(customers.edit, ali, Draft(card="ab12"))
    assert "Sara" in taken.value.saying.plainly()
    with pytest.raises(NotACard):
        shop.do(customers.edit, ali, Draft(card="12/34"))
    assert shop.do(cards.give, sara, "ab-12") == "AB12"
    shop.do(customers.edit, sara, Draft(card=""))
    assert shop.ask(cards.of_customer, sara) == []
    with pytest.raises(NoSuchCard):
        shop.do(cards.remove, sara, "AB12")


def test_whoever_was_merged_stands_in_no_list_and_is_found_as_who_they_became(shop: Shop) -> None:
    gone = makers.customer(shop, name="Sara Old", code="0042")
    middle = makers.customer(shop, name="Sara Older")
    kept = makers.customer(shop, name="Maryam")
    makers.merged(shop, gone, middle)
    makers.merged(shop, middle, kept)
    assert shop.ask(customers.count) == 1
    assert [line.id for line in shop.ask(customer_lists.page)] == [kept]
    assert _ids(shop, "sara") == []
    assert _ids(shop, "0042") == [kept]
    assert shop.ask(customers.by_id_or_code, str(gone)) == kept
    assert shop.ask(customers.by_id_or_code, "0042") == kept
    assert shop.ask(customers.show, gone).id == kept
    shop.do(customers.edit, gone, Draft(note="tall"))
    assert shop.ask(customers.show, kept).note == "tall"
    assert shop.ask(people.merged_codes) == {"0042": kept}
    with pytest.raises(NoSuchCustomer):
        shop.ask(customers.find, 99)


def test_nothing_is_written_about_who_was_erased(shop: Shop) -> None:
    sara = makers.customer(shop, name="")
    shop.do(_erase, sara)
    assert (shop.ask(customers.count), shop.ask(customers.show, sara).state) == (0, "erased")
    with pytest.raises(ErasedOnRequest):
        shop.do(customers.edit, sara, Draft(name="Sara"))


def _erase(session: Session, customer_id: int) -> None:
    row = customers.get(session, customer_id)
    row.state = people.ERASED
    people.refresh_words(session, row)


def test_a_search_finds_by_tag_card_address_and_note_and_says_by_what(shop: Shop) -> None:
    draft = Draft(
        name="Sara", tags=["Wholesale", "همسایه"], card="CARD77", addresses=["خیابان ولیعصر\nپلاک ۱۲"]
    )
    sara = shop.do(customers.add, draft).id
    shop.do(notes.write, sara, NoteKind.CALL, "asked for pistachios")
    found = {
        asked: (hit.id, hit.part, hit.tags)
        for asked in ("wholes", "همسايه", "card77", "وليعصر پلاك", "pistach")
        for hit in shop.ask(search.find, asked)
    }
    both = ("Wholesale", "همسایه")
    assert found == {
        "wholes": (sara, Part.TAG, both),
        "همسايه": (sara, Part.TAG, both),
        "card77": (sara, Part.CARD, both),
        "وليعصر پلاك": (sara, Part.ADDRESS, both),
        "pistach": (sara, Part.NOTE, both),
    }
    shop.do(customers.edit, sara, Draft(tags=[], card="", addresses=[]))
    assert [_ids(shop, asked) for asked in ("wholes", "card77", "وليعصر")] == [[], [], []]


def test_words_made_for_many_are_those_made_for_one(shop: Shop) -> None:
    full = Draft(
        name="Sara", code="1", phones=["09121112233"], emails=["s@example.com"], tags=["a b"], card="C1"
    )
    sara = shop.do(customers.add, full).id
    keys = [sara, makers.customer(shop, name="Ali"), makers.customer(shop, name="Gone")]
    makers.merged(shop, keys[2], sara)
    before = shop.ask(_words, keys)
    shop.do(people.refresh_many, keys)
    assert shop.ask(_words, keys) == before
    assert before[2] == ""


def _words(session: Session, keys: list[int]) -> list[str]:
    return [customers.get(session, key).skey for key in keys]


def test_tags_keep_one_spelling_and_are_counted(shop: Shop) -> None:
    sara = shop.do(customers.add, Draft(name="Sara", tags=["Wholesale", "  WHOLESALE ", "كاسب", ""])).id
    ali = shop.do(customers.add, Draft(name="Ali", tags=["کاسب"])).id
    assert shop.ask(tags.of_customer, sara) == ["Wholesale", "كاسب"]
    assert shop.ask(tags.of_customer, ali) == ["كاسب"]
    assert shop.ask(tags.everything) == [TagCount("كاسب", 2), TagCount("Wholesale", 1)]
    assert shop.ask(tags.who_has, "کاسب") == [sara, ali]
    makers.merged(shop, ali, sara)
    assert shop.ask(tags.who_has, "کاسب") == [sara]
    with pytest.raises(TagTooLong):
        shop.do(tags.settle, sara, ["x" * 41])


def test_a_note_is_saved_as_it_is_typed(shop: Shop) -> None:
    sara, ali = makers.customer(shop, name="Sara"), makers.customer(shop, name="Ali")
    key = shop.do(notes.write, sara, NoteKind.NOTE, "Ask")
    assert shop.do(notes.write, sara, NoteKind.NOTE, "Ask about the box", key) == key
    assert shop.do(notes.write, sara, NoteKind.VISIT, "   ") == 0
    (view,) = shop.ask(notes.of_customer, sara)
    assert (view.text, view.kind, view.written_by) == ("Ask about the box", NoteKind.NOTE, "owner")
    with pytest.raises(NoSuchNote):
        shop.do(notes.write, ali, NoteKind.NOTE, "mine", key)
    assert shop.do(notes.write, sara, NoteKind.NOTE, " ", key) == 0
    assert shop.ask(notes.of_customer, sara) == []
    assert _ids(shop, "box") == []
    with pytest.raises(NoSuchNote):
        shop.do(notes.remove, key)


def test_what_belonged_to_the_erased_is_told_once_and_hinders_nothing(shop: Shop) -> None:
    known = Draft(name="Sara", phones=["09121112233"], emails=["s@example.com"], card="CARD77")
    sara = shop.do(customers.add, known).id
    shop.do(suppressions.note, sara)
    shop.do(customers.edit, sara, Draft(phones=[], emails=[], card=""))
    asked = shop.ask(
        cautions.of, phones=["0912 111 2233"], emails=["S@example.com", "o@example.com"], card="card 77"
    )
    assert [one.plainly().split(" belonged")[0] for one in asked] == [
        "The phone 0912 111 2233",
        "The mail S@example.com",
        "The card card 77",
    ]
    again = shop.do(customers.add, known)
    assert len(again.warnings) == 3
    assert shop.do(customers.edit, again.id, Draft(phones=["09121112233"])).warnings == ()
    assert shop.ask(cautions.of, phones=["+989121112233"], customer_id=again.id) == []


def test_contacts_keep_their_labels(shop: Shop) -> None:
    work = Labelled("021 8877 6655", "work")
    draft = Draft(
        name="Sara", phones=["09121112233", work], addresses=[Labelled(" Main  Street 1\n\nRome ", "home")]
    )
    sara = shop.do(customers.add, draft).id
    shop.do(customers.edit, sara, Draft(phones=["02188776655", "09121112233"]))
    sheet = shop.ask(customers.show, sara)
    assert sheet.phones == ("+982188776655", "+989121112233")
    assert sheet.addresses == ("Main Street 1\nRome",)
    assert sheet.labels == {"+982188776655": "work", "Main Street 1\nRome": "home"}
    shop.do(customers.edit, sara, Draft(phones=[Labelled("02188776655", "")]))
    assert "+982188776655" not in shop.ask(customers.show, sara).labels


def test_a_messenger_knows_somebody_by_a_number(shop: Shop) -> None:
    sara = shop.do(customers.add, Draft(name="Sara", handles={Channel.TELEGRAM: "۱۲۳"})).id
    assert shop.ask(contacts.who_has_handle, Channel.TELEGRAM, "123") == [sara]
    shop.do(customers.edit, sara, Draft(handles={Channel.TELEGRAM: "456"}))
    assert shop.ask(customers.show, sara).handles == {Channel.TELEGRAM: "456"}
    shop.do(customers.edit, sara, Draft(handles={Channel.TELEGRAM: ""}))
    assert shop.ask(customers.show, sara).handles == {}


def test_how_somebody_is_called_and_rather_told(shop: Shop) -> None:
    sara = shop.do(customers.add, Draft(name="Sara", honorific="Dr", preferred_channel="sms")).id
    sheet = shop.ask(customers.show, sara)
    assert (sheet.honorific, sheet.preferred_channel) == ("Dr", Channel.SMS)
    shop.do(customers.edit, sara, Draft(honorific="", preferred_channel=""))
    sheet = shop.ask(customers.show, sara)
    assert (sheet.honorific, sheet.preferred_channel) == ("", None)
    with pytest.raises(UnknownChannel):
        shop.do(customers.edit, sara, Draft(preferred_channel="pigeon"))
