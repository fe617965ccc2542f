"""Cases in lists, on memory cards, timelines and the page of today; what a case may be about; additions."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from shopcrm.rules.complaints import About, Kind, Outcome, State
from shopcrm.rules.promises import Compensation, Makes, PromiseState
from shopcrm.rules.remember import Act
from shopcrm.rules.standards import Guarantee, Guarantees, StandardKind
from shopcrm.rules.timeline import Kind as Entry
from shopcrm.services import (
    call_backs,
    care_tasks,
    case_additions,
    case_choices,
    case_pages,
    case_sheet,
    case_taking,
    complaint_drafts,
    complaint_ends,
    complaint_list,
    complaint_photos,
    complaints,
    memory,
    promises,
    scans,
    standards,
    timeline,
    today,
)
from shopcrm.services.case_pages import Box, Show
from shopcrm.services.complaint_drafts import CaseDraft, NotADraft
from shopcrm.services.complaint_photos import Photo, TooManyPhotos
from shopcrm.services.shop import Shop
from shopcrm.store.complaints import Asking, Cause, Complaint
from tests import makers
from tests.conftest import NOW

PHOTO = Photo(b"\xff\xd8\xff rest", 8, 6)


def case(shop: Shop, words: str = "The nuts were old.", **told: object) -> int:
    """Record a case."""
    return shop.do(complaints.record, CaseDraft(words=words, **told)).id  # type: ignore[arg-type]


def late(shop: Shop, key: int, hours: int = 3) -> None:
    """Let the first clock of a case run out so many hours ago."""

    def write(session: Session) -> None:
        passed = NOW - timedelta(hours=hours)
        session.execute(update(Complaint).where(Complaint.id == key).values(answer_due=passed))

    shop.do(write)


def ids(shop: Shop, *show: object) -> list[int]:
    """List the cases of a box by their ids."""
    return [row.id for row in shop.ask(case_pages.page, Show(*show), 0, 100)]  # type: ignore[arg-type]


def test_what_is_late_stands_first_then_what_is_due_next_then_what_has_no_clock(shop: Shop) -> None:
    calm, angry, praise = case(shop, severity=1), case(shop, severity=5), case(shop, kind=Kind.PRAISE)
    waiting, overdue = case(shop, severity=4), case(shop, severity=2)
    shop.do(complaints.change, waiting, State.WAITING_CUSTOMER)
    late(shop, overdue)
    assert ids(shop) == [overdue, angry, calm, waiting, praise]
    rows = shop.ask(case_pages.page, Show(), 1, 2)
    assert [row.id for row in rows] == [angry, calm]
    assert shop.ask(case_pages.total, Show()) == 5
    assert shop.ask(complaint_list.counts).late == 1


def test_each_box_holds_its_own(shop: Shop) -> None:
    is_open, settled, gone = case(shop), case(shop), case(shop)
    shop.do(complaint_ends.settle, settled, Outcome.HAPPY)
    shop.do(complaints.change, gone, State.WITHDRAWN, "they called")
    draft = shop.do(complaint_drafts.save, CaseDraft(words="It")).id
    expected = {
        Box.TO_DO: [is_open],
        Box.WAITING: [],
        Box.TO_LEARN: [settled],
        Box.SETTLED: [settled],
        Box.WITHDRAWN: [gone],
        Box.DRAFTS: [draft],
        Box.ALL: [draft, gone, settled, is_open],
    }
    for box, found in expected.items():
        assert ids(shop, box) == found, box
        assert shop.ask(case_pages.total, Show(box)) == len(found), box


def test_the_list_of_one_person_and_by_number_or_customer(shop: Shop) -> None:
    sara = makers.customer(shop, name="Sara Ahmadi")
    hers, other = case(shop, customer_id=sara, responsible="Leila"), case(shop)
    assert ids(shop, Box.TO_DO, "Leila") == [hers]
    assert ids(shop, Box.ALL, "Leila") == [hers]
    assert shop.ask(case_pages.total, Show(Box.ALL, "Leila")) == 1
    assert shop.ask(case_pages.people) == ["Leila", "owner"]
    assert ids(shop, Box.ALL, None, "sara") == [hers]
    assert ids(shop, Box.ALL, None, "۲") == [other]
    assert ids(shop, Box.ALL, "Leila", "2") == []
    assert shop.ask(case_pages.total, Show(Box.ALL, None, "2")) == 1


def test_a_case_may_be_about_the_latest_sale_its_lines_or_who_works_here(shop: Shop) -> None:
    sara = makers.customer(shop, name="Sara")
    walnuts, tea = makers.product(shop, name="Walnuts"), makers.product(shop, name="Tea", code="T")
    first = makers.sale(shop, sara, (walnuts, 1_000, 900), number="1", at=NOW - timedelta(9))
    last = makers.sale(shop, sara, (walnuts, 1_000, 900), (tea, 1_000, 300), number="2", at=NOW)
    open_one = case(shop, sale_id=last)
    found = shop.ask(case_choices.of_customer, sara)
    assert (found.customer, found.tier) == ("Sara", None)
    assert [(one.sale_id, one.sale_ordinal) for one in found.things] == [
        (last, None),
        (last, 0),
        (last, 1),
        (first, None),
        (first, 0),
    ]
    assert found.things[2].what == "Tea"
    assert {one.open_id for one in found.things[:3]} == {open_one}
    assert found.things[3].open_id is None
    assert shop.ask(case_choices.sale, "1")[0].sale_id == first
    assert shop.ask(case_choices.of_draft, last, 1, None) == found.things[2]


def test_K1_words_are_added_once_with_their_photos_and_the_draft_is_put_away(shop: Shop) -> None:
    first = case(shop)
    draft = shop.do(complaint_drafts.save, CaseDraft(words="And broken.")).id
    shop.do(complaint_photos.add, draft, PHOTO)
    for _time in range(2):
        shop.do(case_additions.add_to, first, "And broken.", draft)
    view = shop.ask(complaint_list.look, first)
    assert [one.words for one in view.said] == ["And broken."]
    assert len(view.photos) == 1
    assert shop.ask(complaint_list.look, draft).state is State.WITHDRAWN
    with pytest.raises(NotADraft):
        shop.do(case_additions.add_to, first, "more", case(shop))


def test_no_more_photos_than_a_case_may_have_are_moved(shop: Shop) -> None:
    first = case(shop)
    draft = shop.do(complaint_drafts.save, CaseDraft(words="Broken.")).id
    for _photo in range(complaint_photos.MOST):
        shop.do(complaint_photos.add, first, PHOTO)
    shop.do(complaint_photos.add, draft, PHOTO)
    with pytest.raises(TooManyPhotos):
        shop.do(case_additions.add_to, first, "Broken.", draft)
    assert shop.ask(complaint_list.look, draft).state is State.DRAFT


def test_a_guarantee_is_invoked_once_as_a_broken_promise(shop: Shop) -> None:
    sara = makers.customer(shop)
    agreed = Compensation(Makes.VOUCHER, 5_000)
    guarantee = Guarantee("Late is free.", About.DELIVERY, agreed)
    shop.do(standards.save, StandardKind.GUARANTEES, Guarantees((guarantee,)))
    seen = shop.ask(case_taking.outlook, About.DELIVERY, 4)
    assert seen.guarantee == guarantee
    draft = CaseDraft(words="It was late.", about=About.DELIVERY, customer_id=sara)
    first = shop.do(case_taking.take, draft, None, "a key", guarantee)
    again = shop.do(case_taking.take, draft, None, "a key", guarantee)
    assert (again.id, again.was_known) == (first.id, True)
    (promise,) = shop.ask(promises.of_complaint, first.id)
    assert (promise.state, promise.if_broken) == (PromiseState.BROKEN, agreed)


def test_K2_the_clocks_of_a_case_tell_what_is_left_of_how_much(shop: Shop) -> None:
    key = case(shop, severity=5)
    answer, settle = shop.ask(case_taking.clocks_of, key)
    assert answer is not None
    assert settle is not None
    assert (answer.left, answer.total) == (30, 30)
    late(shop, key)
    passed = shop.ask(case_taking.clocks_of, key)[0]
    assert passed is not None
    assert passed.left < 0


def test_the_memory_card_and_the_timeline_tell_of_it(shop: Shop) -> None:
    sara = makers.customer(shop)
    key = case(shop, customer_id=sara, severity=4)
    line = shop.ask(memory.card, sara).lines[0]
    assert (line.act, line.thing) == (Act.OPEN_COMPLAINT, key)
    shop.do(complaint_ends.settle, key, Outcome.HAPPY)
    assert not [one for one in shop.ask(memory.card, sara).lines if one.act is Act.OPEN_COMPLAINT]
    entries = shop.ask(timeline.page, sara).entries
    mine = [one for one in entries if one.kind is Entry.COMPLAINT]
    assert [one.id for one in mine] == [key, key]
    assert mine[0].what.text == "No. {number} was settled"
    assert mine[1].text == "The nuts were old."
    shop.do(complaint_drafts.save, CaseDraft(words="not yet", customer_id=sara))
    assert len([one for one in shop.ask(timeline.page, sara).entries if one.kind is Entry.COMPLAINT]) == 2


def test_today_lists_what_is_late_begun_to_be_asked_again_and_answered_low(shop: Shop) -> None:
    sara = makers.customer(shop)
    overdue, asked = case(shop, customer_id=sara), case(shop, customer_id=sara)
    late(shop, overdue)
    shop.do(complaint_ends.settle, asked, Outcome.HAPPY)
    draft = shop.do(complaint_drafts.save, CaseDraft(words="It")).id

    def due(session: Session) -> None:
        row = session.get(Complaint, asked)
        assert row is not None
        row.follow_up_on = NOW.date()
        low = Asking(about="visit", customer_id=sara, way="counter", asked_at=NOW, by="owner", score=2)
        low.task, low.words = "open", "too slow"
        session.add(low)

    shop.do(due)
    groups = {group.kind: group for group in shop.ask(today.today).groups}
    assert groups[today.Kind.CASE_LATE].tasks[0].thing == overdue
    assert groups[today.Kind.ASK_AGAIN].tasks[0].thing == asked
    assert groups[today.Kind.DRAFT].tasks[0].thing == draft
    low = groups[today.Kind.LOW_ANSWER].tasks[0]
    assert (low.customer_id, low.thing) == (sara, shop.ask(call_backs.waiting)[0].id)
    stands = shop.ask(care_tasks.standing)
    assert (stands.late, stands.ask_again, stands.drafts, stands.low) == (1, 1, 1, 1)
    shop.do(complaint_ends.follow_up, asked, Outcome.HAPPY)
    assert shop.ask(care_tasks.standing).ask_again == 0


def test_the_sheet_offers_what_the_standards_allow_and_was_not_done(shop: Shop) -> None:
    key = case(shop, severity=1)
    sheet = shop.ask(case_sheet.read, key)
    assert {kind.value for kind in sheet.open_kinds} == {"apology", "explanation"}

    def causes(session: Session) -> None:
        session.add(Cause(id=1, name="Goods"))
        session.flush()
        session.add(Cause(id=2, parent_id=1, name="Old"))
        session.add(Cause(id=3, name="Gone", active=False))

    shop.do(causes)
    assert shop.ask(case_sheet.causes) == [(1, "Goods"), (2, "Goods › Old")]


@pytest.mark.parametrize("code", ["CASE-2", "case-2", "CASE-۲"])
def test_the_slip_of_a_case_is_found_by_a_scan(shop: Shop, code: str) -> None:
    case(shop)
    second = case(shop)
    found = shop.ask(scans.what_is, (code,))
    assert (found.what, found.id) == (scans.What.CASE, second)
    with pytest.raises(complaint_drafts.NoSuchComplaint):
        shop.ask(scans.what_is, ("CASE-9",))
    with pytest.raises(scans.CodeUnknown):
        shop.ask(scans.what_is, ("CASE-x",))
