from datetime import date

import pytest

from shopcrm.rules.complaints import About, Kind, SeverityRefused, State, Want
from shopcrm.services import complaint_drafts, complaint_list, complaints, erasure, special_orders
from shopcrm.services.complaint_checks import (
    BeforeTheSale,
    NoSuchGoods,
    NotInTheSale,
    NotTheirOrder,
    NotTheirSale,
    WordsMissing,
)
from shopcrm.services.complaint_drafts import (
    LONGEST,
    CaseDraft,
    NoSuchComplaint,
    NotADraft,
    WordsTooLong,
)
from shopcrm.services.people import ErasedOnRequest
from shopcrm.services.sales import NoSuchSale
from shopcrm.services.shop import Shop
from shopcrm.services.special_orders import OrderDraft
from tests import makers
from tests.services.case_room import ALI, CaseRoom, furnished


@pytest.fixture
def room(shop: Shop) -> CaseRoom:
    return furnished(shop)


def test_a_draft_is_kept_as_it_is_typed_under_one_number(shop: Shop) -> None:
    shop.become(ALI)
    first = shop.do(complaint_drafts.save, CaseDraft("The wal"))
    full = CaseDraft(
        "The walnuts were stale.", Kind.COMPLAINT, About.GOODS, severity=4, staff="Mina",
        wants=(Want.REFUND, Want.HEARD), happened_on=date(2026, 11, 20), responsible="Ali",
    )  # fmt: skip
    second = shop.do(complaint_drafts.save, full, first.id)
    assert (second.id, second.number) == (first.id, first.number) == (1, 1)
    [left] = shop.ask(complaint_drafts.left)
    assert (left.draft, left.by, left.number) == (full, "Ali", 1)
    assert shop.ask(complaint_drafts.next_number) == 2


def test_an_empty_draft_is_kept_but_not_recorded(shop: Shop) -> None:
    kept = shop.do(complaint_drafts.save, CaseDraft(" \u200f\n "))
    with pytest.raises(WordsMissing):
        shop.do(complaints.record, CaseDraft(" \u200f\n "), kept.id)
    assert len(shop.ask(complaint_drafts.left)) == 1


@pytest.mark.parametrize(
    "words",
    [
        "😡" * 500,
        "\u202eabc\u202c پسته‌ها \u2066کهنه\u2069 بود",
        "a" * LONGEST,
        "one\n\ntwo",
    ],
    ids=["emoji", "marks", "longest", "lines"],
)
def test_words_come_back_as_they_were_said(room: CaseRoom, words: str) -> None:
    case = room.record(words=words)
    kept = room.look(case.id).told.words
    for letter in "\u202e\u202c\u2066\u2069":
        words = words.replace(letter, "")
    assert kept == words
    [row] = [one for one in room.shop.ask(complaint_list.listed) if one.id == case.id]
    assert "\n" not in row.gist


def test_a_megabyte_is_refused_and_what_was_saved_stays(shop: Shop) -> None:
    kept = shop.do(complaint_drafts.save, CaseDraft("So far"))
    for act in (complaint_drafts.save, complaints.record):
        with pytest.raises(WordsTooLong):
            shop.do(act, CaseDraft("x" * 1_000_000), kept.id)
    assert shop.ask(complaint_drafts.left)[0].draft.words == "So far"


@pytest.mark.parametrize("severity", [-1, 6])
def test_nobody_is_that_upset(shop: Shop, severity: int) -> None:
    with pytest.raises(SeverityRefused):
        shop.do(complaint_drafts.save, CaseDraft("words", severity=severity))


def test_a_recorded_case_is_no_draft_any_more(room: CaseRoom) -> None:
    case = room.record().id
    with pytest.raises(NotADraft):
        room.shop.do(complaint_drafts.save, CaseDraft("late"), case)
    with pytest.raises(NotADraft):
        room.shop.do(complaint_drafts.drop, case)
    with pytest.raises(NoSuchComplaint):
        room.shop.do(complaint_drafts.save, CaseDraft("late"), 99)


def test_a_dropped_draft_stays_to_be_seen(shop: Shop) -> None:
    kept = shop.do(complaint_drafts.save, CaseDraft("never mind"))
    shop.do(complaint_drafts.drop, kept.id)
    assert shop.ask(complaint_drafts.left) == []
    assert shop.ask(complaint_list.look, kept.id).state is State.WITHDRAWN


def test_words_on_a_draft_that_another_till_put_away_are_not_lost(room: CaseRoom) -> None:
    kept = room.shop.do(complaint_drafts.save, room.draft())
    room.shop.do(complaint_drafts.drop, kept.id)
    for again in (False, True):
        made = room.shop.do(complaints.record, room.draft(), kept.id)
        assert (made.number, made.state, made.was_known) == (kept.number + 1, State.OPEN, again)
    assert room.look(made.id).told.words == "The walnuts were stale."


def test_K1_a_key_is_recorded_once_from_whatever_draft(room: CaseRoom) -> None:
    first = room.shop.do(complaints.record, room.draft(), None, "slip 7")
    draft = room.shop.do(complaint_drafts.save, room.draft())
    again = room.shop.do(complaints.record, room.draft(words="other"), None, "slip 7")
    from_draft = room.shop.do(complaints.record, room.draft(), draft.id, "slip 7")
    assert (again.id, again.was_known) == (from_draft.id, from_draft.was_known) == (first.id, True)


def test_a_sale_tells_whose_it_is_and_what_was_sold(room: CaseRoom) -> None:
    case = room.about_sale(customer_id=None, sale_ordinal=1)
    told = room.look(case).told
    assert (told.customer_id, told.product_id) == (room.sara, room.counter.tea)


def test_what_is_named_has_to_belong_together(room: CaseRoom) -> None:
    shop, sale = room.shop, room.sold.sale_id
    other = makers.customer(shop, name="Reza")
    ordered = shop.do(special_orders.take, OrderDraft(other, "a cake", date(2026, 11, 24), ()))
    for told, refused in (
        ({"sale_id": sale, "customer_id": other}, NotTheirSale),
        ({"sale_id": sale, "sale_ordinal": 7}, NotInTheSale),
        ({"sale_id": 999}, NoSuchSale),
        ({"order_id": 999}, NotTheirOrder),
        ({"order_id": ordered.order_id}, NotTheirOrder),
        ({"product_id": 999}, NoSuchGoods),
    ):
        with pytest.raises(refused):
            room.record(**told)
    assert room.look(room.record(customer_id=None, order_id=ordered.order_id).id).told.customer_id == other


def test_it_happened_between_the_sale_and_today(room: CaseRoom) -> None:
    for day, sale in ((date(2026, 11, 21), room.sold.sale_id), (date(2026, 11, 23), None)):
        with pytest.raises(BeforeTheSale):
            room.record(happened_on=day, sale_id=sale)
    assert room.record(happened_on=date(2026, 11, 22), sale_id=room.sold.sale_id).number == 1
    assert room.record(happened_on=date(2020, 1, 1)).number == 2


def test_C3_nothing_is_recorded_of_an_erased_person(room: CaseRoom) -> None:
    room.shop.do(erasure.erase, room.sara)
    with pytest.raises(ErasedOnRequest):
        room.record()
