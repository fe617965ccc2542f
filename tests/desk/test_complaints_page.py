"""The page of complaints on a real window and file: the list, one case, and all that is done about it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from sqlalchemy import update
from sqlalchemy.orm import Session

from shopcrm.app import App
from shopcrm.desk.dialogs.case_answer import CaseAnswer
from shopcrm.desk.dialogs.case_cause import CaseCause
from shopcrm.desk.dialogs.case_reason import CaseReason
from shopcrm.desk.dialogs.case_remedy import CaseRemedy
from shopcrm.desk.dialogs.case_words import CaseWords
from shopcrm.desk.dialogs.voucher_print import PrintVouchers
from shopcrm.desk.look import Look
from shopcrm.desk.pages.complaints import ComplaintsPage
from shopcrm.rules.complaints import About, Kind, Outcome, RemedyKind, State
from shopcrm.rules.roles import Role
from shopcrm.services import (
    case_pages,
    complaint_drafts,
    complaint_ends,
    complaint_list,
    complaints,
    settings,
)
from shopcrm.services.complaint_drafts import CaseDraft, LeftDraft
from shopcrm.services.complaint_list import CaseView
from shopcrm.services.remedies import AboveAlone
from shopcrm.services.shop import NeedsAgreement, Who
from shopcrm.store.complaints import Cause, Complaint
from tests import makers
from tests.conftest import NOW
from tests.desk.cut_off import cut_off, sideways
from tests.desk.kit_parts import unnamed
from tests.desk.opened import CONTROL, Opened, opened

ALT = Qt.KeyboardModifier.AltModifier
HOSTILE = "<b>x</b> & <img src=x> 100% {name}"
Room = Opened[ComplaintsPage]


@dataclass(frozen=True)
class Cases:
    """The cases of the shop by what is the matter with them."""

    angry: int
    late: int
    calm: int
    settled: int
    draft: int


@pytest.fixture
def cases(application: App) -> Cases:
    """Sara's open cases, one of them late, a settled one of nobody, and a draft."""
    shop = application.shop
    sara = makers.customer(shop, name="Sara Ahmadi")
    walnuts = makers.product(shop)
    makers.sale(shop, sara, (walnuts, 2_000, 9_000), number="311", at=NOW - timedelta(2))

    def case(words: str, severity: int, **more: object) -> int:
        draft = CaseDraft(words=words, severity=severity, about=About.GOODS, **more)  # type: ignore[arg-type]
        return shop.do(complaints.record, draft).id

    angry = case("The nuts were old.", 4, customer_id=sara, sale_id=1, sale_ordinal=0)
    late = case("Nobody called me back.", 3)
    calm = case(HOSTILE, 1, customer_id=sara)
    settled = case("The lid was loose.", 2)
    shop.do(complaint_ends.settle, settled, Outcome.HAPPY)
    draft = shop.do(complaint_drafts.save, CaseDraft(words="It was")).id
    shop.do(_make_late, late)
    return Cases(angry, late, calm, settled, draft)


def _make_late(session: Session, complaint_id: int) -> None:
    passed = NOW - timedelta(hours=3)
    session.execute(update(Complaint).where(Complaint.id == complaint_id).values(answer_due=passed))


@pytest.fixture
def room(cases: Cases, application: App, look: Look, qtbot: QtBot) -> Iterator[Room]:
    del cases
    with opened(application, look, qtbot, ComplaintsPage) as shown:
        yield shown


def _ids(room: Room) -> list[int]:
    rows = room.page.list.table.model()
    return [rows.index(row, 0).data(Qt.ItemDataRole.UserRole).id for row in range(rows.rowCount())]


def _show(room: Room, complaint_id: int) -> None:
    room.page.show_thing(complaint_id)
    room.rest()


def _case(room: Room, complaint_id: int) -> CaseView:
    return room.kit.program.shop.ask(complaint_list.look, complaint_id)


def _pick(room: Room, box: case_pages.Box) -> None:
    room.page.boxes.buttons()[list(case_pages.Box).index(box)].click()
    room.rest()


def test_late_ones_stand_on_top_and_say_so(room: Room, cases: Cases) -> None:
    assert _ids(room) == [cases.late, cases.angry, cases.calm]
    assert room.page.sheet.case_id == cases.late
    assert room.page.sheet.head.state.text() == "overdue, still open"
    assert room.page.boxes.buttons()[0].text() == "to do 3, 1 overdue"
    assert "overdue by" in room.page.sheet.clocks.answer.left.text()


def test_the_list_keeps_to_a_state_and_a_person(room: Room, cases: Cases) -> None:
    shop = room.kit.program.shop
    told = _case(room, cases.calm).told
    shop.do(complaints.edit, cases.calm, complaint_drafts.CaseDraft(words=told.words, responsible="Leila"))
    room.page.refresh()
    room.rest()
    room.page.who.choose("Leila")
    room.page.who.picked.emit("Leila")
    room.rest()
    assert _ids(room) == [cases.calm]
    room.page.who.choose(None)
    _pick(room, case_pages.Box.TO_LEARN)
    assert _ids(room) == [cases.settled]
    _pick(room, case_pages.Box.ALL)
    assert _ids(room) == [cases.draft, cases.settled, cases.calm, cases.late, cases.angry]


def test_it_is_found_by_the_number_on_its_slip_and_by_its_customer(room: Room, cases: Cases) -> None:
    room.page.list.box.setText("2")
    room.page.list.begin_anew()
    room.rest()
    assert cases.late in _ids(room)
    room.page.list.box.setText("Sara")
    room.page.list.begin_anew()
    room.rest()
    assert sorted(_ids(room)) == [cases.angry, cases.calm]


def test_what_was_said_is_written_down_and_stops_the_first_clock(room: Room, cases: Cases) -> None:
    _show(room, cases.angry)
    room.press(Qt.Key.Key_F4)
    dialog = room.dialog(CaseWords)
    room.press(Qt.Key.Key_Return, CONTROL)
    room.rest()
    assert dialog.error
    QTest.keyClicks(dialog.words, "We are sorry.")
    room.press(Qt.Key.Key_Return, CONTROL)
    room.rest()
    view = _case(room, cases.angry)
    assert [(one.way, one.words) for one in view.said] == [("told", "We are sorry.")]
    assert view.answer_due is None
    assert view.answered_at is not None


def test_it_is_put_right_once_by_what_the_standards_offer(room: Room, cases: Cases) -> None:
    _show(room, cases.angry)
    room.press(Qt.Key.Key_F9)
    dialog = room.dialog(CaseRemedy)
    dialog.kind.buttons()[dialog._sheet.open_kinds.index(RemedyKind.VOUCHER)].click()
    room.press(Qt.Key.Key_Return, CONTROL)
    assert dialog._amount.error
    dialog.amount.set_value(20_000)
    room.press(Qt.Key.Key_Return, CONTROL)
    room.rest()
    (made,) = _case(room, cases.angry).done
    assert (made.kind, made.amount) == (RemedyKind.VOUCHER, 20_000)
    assert made.voucher_id is not None
    # The customer waits for it.
    room.dialog(PrintVouchers).reject()
    room.press(Qt.Key.Key_F9)
    again = room.dialog(CaseRemedy)
    assert RemedyKind.VOUCHER not in again._sheet.open_kinds
    again.kind.buttons()[again._sheet.open_kinds.index(RemedyKind.REFUND)].click()
    room.press(Qt.Key.Key_Return, CONTROL)
    room.rest()
    refund = _case(room, cases.angry).done[1]
    assert (refund.kind, refund.amount) == (RemedyKind.REFUND, 18_000)


def test_above_staffs_own_limit_somebody_in_charge_agrees(room: Room, cases: Cases) -> None:
    asked: list[NeedsAgreement] = []

    def referee(
        refused: NeedsAgreement, agree: Callable[[Who, str], None], _refuse: Callable[[], None]
    ) -> None:
        asked.append(refused)
        agree(Who("Mina", role=Role.MANAGER), "it is fair")

    room.kit.lanes.let_referee(referee)
    room.kit.program.shop.become(Who("Ali", role=Role.STAFF, signed_in=True))
    _show(room, cases.angry)
    room.press(Qt.Key.Key_F9)
    dialog = room.dialog(CaseRemedy)
    dialog.kind.buttons()[dialog._sheet.open_kinds.index(RemedyKind.VOUCHER)].click()
    dialog.amount.set_value(50_000_000)
    room.press(Qt.Key.Key_Return, CONTROL)
    room.rest()
    (made,) = _case(room, cases.angry).done
    assert (made.by, made.allowed_by) == ("Ali", "Mina")
    assert isinstance(asked[0], AboveAlone)


def test_K2_waiting_stops_the_clocks_and_is_taken_back_by_undo(room: Room, cases: Cases) -> None:
    _show(room, cases.angry)
    room.press(Qt.Key.Key_F10)
    dialog = room.dialog(CaseReason)
    QTest.keyClicks(dialog.reason, "they bring the slip")
    room.press(Qt.Key.Key_Return, CONTROL)
    room.rest()
    view = _case(room, cases.angry)
    assert (view.state, view.settle_due) == (State.WAITING_CUSTOMER, None)
    assert view.changes[-1].why == "they bring the slip"
    assert "stands still" in room.page.sheet.clocks.settle.due.text()
    room.undo[-1]()
    room.rest()
    assert _case(room, cases.angry).state is State.WAITING_US
    assert _case(room, cases.angry).settle_due is not None


def test_who_goes_on_typing_after_an_answer_writes_what_was_said_and_changes_no_answer(
    room: Room, cases: Cases
) -> None:
    _show(room, cases.calm)
    room.press(Qt.Key.Key_Return, CONTROL)
    dialog = room.dialog(CaseAnswer)
    dialog.outcome.buttons()[0].click()
    for letter in "A new bag":
        QTest.keyClicks(dialog.focusWidget(), letter)
    assert (dialog.outcome.value(), dialog.words.text()) == (Outcome.HAPPY, "A new bag")


def test_their_answer_settles_it_and_not_happy_opens_it_again(room: Room, cases: Cases) -> None:
    _show(room, cases.calm)
    room.press(Qt.Key.Key_Return, CONTROL)
    dialog = room.dialog(CaseAnswer)
    room.press(Qt.Key.Key_Return, CONTROL)
    assert dialog.error
    dialog.outcome.buttons()[0].click()
    room.press(Qt.Key.Key_Return, CONTROL)
    room.rest()
    view = _case(room, cases.calm)
    assert (view.state, view.outcome) == (State.SETTLED, Outcome.HAPPY)
    assert view.follow_up_on is not None
    _show(room, cases.calm)
    room.press(Qt.Key.Key_Return, CONTROL)
    again = room.dialog(CaseAnswer)
    again.outcome.buttons()[-1].click()
    QTest.keyClicks(again.words, "broken again")
    room.press(Qt.Key.Key_Return, CONTROL)
    room.rest()
    assert _case(room, cases.calm).state is State.REOPENED
    assert any("is open again" in said for said in room.said)


def test_it_is_withdrawn_with_a_reason_and_opened_again(room: Room, cases: Cases) -> None:
    _show(room, cases.calm)
    room.page.deeds.withdraw()
    dialog = room.dialog(CaseReason)
    room.press(Qt.Key.Key_Return, CONTROL)
    assert dialog.error
    QTest.keyClicks(dialog.reason, "they called")
    room.press(Qt.Key.Key_Return, CONTROL)
    room.rest()
    assert _case(room, cases.calm).state is State.WITHDRAWN
    room.undo[-1]()
    room.rest()
    assert _case(room, cases.calm).state is State.REOPENED


def test_K3_it_is_closed_for_the_shop_with_its_cause(room: Room, cases: Cases) -> None:
    shop = room.kit.program.shop

    def cause(session: Session) -> None:
        session.add(Cause(name="Old stock"))

    shop.do(cause)
    _show(room, cases.settled)
    room.press(Qt.Key.Key_F12)
    dialog = room.dialog(CaseCause)
    room.press(Qt.Key.Key_Return, CONTROL)
    room.rest()
    assert dialog.error == "Choose the cause."
    dialog.cause.setCurrentIndex(0)
    room.press(Qt.Key.Key_Return, CONTROL)
    room.rest()
    view = _case(room, cases.settled)
    assert (view.cause, view.learned_at is not None) == ("Old stock", True)
    assert not room.page.sheet.head.close_it.isVisible()


def test_somebody_quicker_is_told_of_and_nothing_is_lost(room: Room, cases: Cases) -> None:
    _show(room, cases.angry)
    room.press(Qt.Key.Key_F10)
    dialog = room.dialog(CaseReason)
    QTest.keyClicks(dialog.reason, "they bring the slip")
    room.kit.program.shop.do(complaint_ends.settle, cases.angry, Outcome.ACCEPTED)
    room.press(Qt.Key.Key_Return, CONTROL)
    room.rest()
    assert "settled" in dialog.error
    assert dialog.reason.text() == "they bring the slip"
    assert _case(room, cases.angry).state is State.SETTLED


def test_whoever_answers_for_it_is_changed_and_changed_back(room: Room, cases: Cases) -> None:
    _show(room, cases.angry)
    room.page.deeds._on_named(_case(room, cases.angry), "Leila")
    room.rest()
    assert _case(room, cases.angry).told.responsible == "Leila"
    room.undo[-1]()
    room.rest()
    assert _case(room, cases.angry).told.responsible == "owner"
    room.page.sheet.clocks.responsible.click()
    room.rest()
    menus = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMenu) and one.isVisible()]
    assert [action.text() for action in menus[0].actions()] == ["the owner"]
    menus[0].close()


def test_a_draft_is_gone_on_with_and_put_away(room: Room, cases: Cases) -> None:
    wanted: list[object] = []
    room.page.case_wanted.connect(wanted.append)
    _show(room, cases.draft)
    room.page.sheet.head.go_on.click()
    room.rest()
    assert isinstance(wanted[0], LeftDraft)
    assert wanted[0].id == cases.draft
    room.page.deeds.withdraw()
    room.rest()
    assert _case(room, cases.draft).state is State.WITHDRAWN


def test_the_customer_and_what_is_new_are_one_key_away(room: Room, cases: Cases) -> None:
    wanted: list[object] = []
    room.page.case_wanted.connect(wanted.append)
    room.press(Qt.Key.Key_N, CONTROL)
    assert wanted == [None]
    _show(room, cases.angry)
    assert room.page.person_shown() == 1
    room.page.sheet.head.customer.click()
    assert room.went == [("customers", 1)]


def test_hostile_words_stay_words(room: Room, cases: Cases) -> None:
    _show(room, cases.calm)
    assert room.page.sheet.head.words.text() == HOSTILE
    assert room.page.sheet.head.words.textFormat() is Qt.TextFormat.PlainText


def test_praise_has_no_clock_and_nothing_to_put_right(room: Room) -> None:
    shop = room.kit.program.shop
    praise = shop.do(complaints.record, CaseDraft(words="So kind", kind=Kind.PRAISE, staff="Leila"))
    _show(room, praise.id)
    assert not room.page.sheet.clocks.answer.isVisible()
    assert not room.page.sheet.head.right.isVisible()


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize(("size", "scale"), [((1440, 900), 1.0), ((1100, 700), 1.0), ((1100, 700), 2.0)])
def test_nothing_is_cut_and_everything_is_named(
    cases: Cases,
    application: App,
    look: Look,
    qtbot: QtBot,
    language: str,
    size: tuple[int, int],
    scale: float,
) -> None:
    application.shop.do(settings.change, language=language)
    more = {"language": language, "size": size, "text_scale": scale}
    with opened(application, look, qtbot, ComplaintsPage, thing=cases.angry, **more) as room:  # type: ignore[arg-type]
        room.rest()
        assert list(unnamed(room.page, in_sight=True)) == []
        assert cut_off(room.page) == []
        assert sideways(room.page) == []


def test_a_number_is_found_wherever_its_case_stands(room: Room, cases: Cases) -> None:
    number = str(_case(room, cases.settled).number)
    room.page.list.box.setText(number)
    room.page.list.begin_anew()
    room.rest()
    assert cases.settled in _ids(room)
    assert room.page.boxes.value() is case_pages.Box.ALL
    room.page.list.box.clear()
    room.page.list.begin_anew()
    room.rest()
    assert room.page.boxes.value() is case_pages.Box.TO_DO
    assert cases.settled not in _ids(room)


def test_the_keyboard_goes_to_the_search_where_the_last_case_is_done(room: Room, cases: Cases) -> None:
    _pick(room, case_pages.Box.DRAFTS)
    room.page.list.table.setFocus()
    room.page.sheet.begin()
    room.kit.program.shop.do(complaint_drafts.drop, cases.draft)
    room.page.refresh()
    room.rest()
    assert _ids(room) == []
    assert room.focused is room.page.list.box


def test_all_of_a_case_is_had_on_paper(room: Room, cases: Cases) -> None:
    papers: list[object] = []
    room.page.printed.connect(papers.append)
    _show(room, cases.angry)
    room.page.sheet.head.file.click()
    room.until(lambda: bool(papers))
    (path,) = papers
    assert isinstance(path, Path)
    assert path.read_bytes().startswith(b"%PDF")


def test_what_is_lacking_is_said_where_it_lacks(room: Room, cases: Cases) -> None:
    _show(room, cases.angry)
    room.press(Qt.Key.Key_Return, CONTROL)
    answer = room.dialog(CaseAnswer)
    room.press(Qt.Key.Key_Return, CONTROL)
    assert answer.error == "Choose their answer first."
    assert not answer._field.error
    answer.outcome.buttons()[0].click()
    assert not answer.error
    answer.reject()
