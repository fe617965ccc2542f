"""What is learned from complaints, in a real window on a real file."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.app import App
from shopcrm.desk import start
from shopcrm.desk.care_books import CareBooks
from shopcrm.desk.dialogs.asking import AskingDialog
from shopcrm.desk.dialogs.call_backs import CallBacksDialog
from shopcrm.desk.dialogs.case_reports import CaseReports, ReportKind
from shopcrm.desk.dialogs.feedback_wall import FeedbackWall
from shopcrm.desk.dialogs.getting_better import GettingBetter
from shopcrm.desk.finished_paper import FinishedPaper, finished
from shopcrm.desk.walk import Walk
from shopcrm.outside.paper.render import page_texts
from shopcrm.rules.complaints import Kind
from shopcrm.services import (
    call_backs,
    causes,
    complaint_ends,
    feedback,
    improvements,
    settings,
)
from shopcrm.services.complaint_list import CaseView
from shopcrm.services.feedback import Answer, Question, Way
from shopcrm.services.improvements import ImprovementState
from shopcrm.store.complaints import Asking
from tests import makers
from tests.desk.cut_off import cut_off, sideways
from tests.desk.kit_parts import unnamed
from tests.services.case_room import CaseRoom, furnished

SIZES = [(1440, 900, 1.0), (1100, 700, 1.0), (1100, 700, 2.0)]


@pytest.fixture
def room(application: App) -> CaseRoom:
    """Sara complained of stale walnuts, and it was settled."""
    room = furnished(application.shop)
    makers.email(room.shop, room.sara, "sara@example.com")
    room.shop.do(settings.change, first_run_done=True, asks_a_month=9)
    return room


@pytest.fixture
def walk(application: App, room: CaseRoom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Walk]:
    """The window on the shop, shown and at rest; nothing unexpected went wrong in the end."""
    del room
    monkeypatch.setenv("SHOPCRM_HOME", str(tmp_path / "home"))
    start.keep_places_in(tmp_path)
    with Walk(application) as hands:
        hands.window.show()
        hands.resize(1440, 900)
        yield hands
        assert hands.errors == []


class Books:
    """The row of deeds, with what it said."""

    def __init__(self, hands: Walk) -> None:
        self.did: list[str] = []
        self.papers: list[FinishedPaper] = []
        self.case: CaseView | None = None
        self.row = CareBooks(hands.window.kit, hands.window.frame, lambda: self.case)
        self.row.setParent(hands.window.frame)
        self.row.did.connect(self.did.append)
        self.row.printed.connect(lambda paper: self.papers.append(finished(paper)))


@pytest.fixture
def books(walk: Walk) -> Books:
    return Books(walk)


def test_causes_are_taken_up_named_and_ended(walk: Walk, room: CaseRoom, books: Books) -> None:
    books.row.show_better()
    walk.settle()
    dialog = walk.top
    assert isinstance(dialog, GettingBetter)
    assert dialog.first.isVisible()
    dialog.first.click()
    walk.settle()
    assert not dialog.first.isVisible()
    dialog.causes.go_to(0)
    dialog.name.setText("Salty")
    dialog.add_cause.click()
    walk.settle()
    assert "Goods > Salty" in room.shop.ask(causes.paths).values()
    dialog.name.setText("Salty")
    dialog.add_cause.click()
    walk.settle()
    assert "already" in dialog.problem.text()
    dialog.name.setText("Wares")
    dialog.rename.click()
    walk.settle()
    assert "Wares > Salty" in room.shop.ask(causes.paths).values()
    dialog.end.click()
    walk.settle()
    assert not [one for one in room.shop.ask(causes.tree) if one.path.startswith("Wares")]
    walk.close_top()


def test_an_improvement_is_added_done_and_told(walk: Walk, room: CaseRoom, books: Books) -> None:
    stale = room.shop.do(causes.add, "Stale")
    room.shop.do(complaint_ends.set_cause, room.settled(), stale)
    books.row.show_better()
    walk.settle()
    dialog = walk.top
    assert isinstance(dialog, GettingBetter)
    assert dialog.who.text() == "the owner"
    dialog.add.click()
    walk.settle()
    assert dialog.problem.isVisible()
    assert dialog.what.hasFocus(), "where it lacks"
    dialog.what.setText("Lids on the bins")
    dialog.add.click()
    walk.settle()
    [row] = room.shop.ask(improvements.listed)
    assert (row.what, row.who, row.due_on) == ("Lids on the bins", "owner", date(2026, 12, 6))
    assert not dialog.tell.isVisible()
    dialog.finish.click()
    walk.settle()
    assert dialog.problem.isVisible()
    dialog.changed.setText("Every bin has a lid")
    dialog.finish.click()
    walk.settle()
    assert room.shop.ask(improvements.look, row.id).state is ImprovementState.DONE
    assert dialog.tell.isVisible()
    dialog.tell.click()
    walk.settle()
    assert books.did[-1] == "1 message is in the outbox."
    assert not dialog.tell.isVisible()
    walk.close_top()


def test_a_case_is_asked_about_with_the_keyboard(walk: Walk, room: CaseRoom, books: Books) -> None:
    case = room.settled()
    books.case = room.look(case)
    books.row.asking.click()
    walk.settle()
    dialog = walk.top
    assert isinstance(dialog, AskingDialog)
    dialog.main.click()
    walk.settle()
    assert dialog.error
    assert dialog.words.property("wrong") is None, "it is the number that lacks"
    QTest.keyClick(dialog.score.buttons()[0], Qt.Key.Key_4)
    walk.settle()
    assert not dialog.error
    dialog.words.setText("slow")
    dialog.main.click()
    walk.settle()
    asked = room.shop.ask(feedback.of_case, case)
    assert asked is not None
    assert (asked.score, asked.words, asked.task) == (4, "slow", "open")
    books.row.ask(Question(complaint_id=case))
    walk.settle()
    again = walk.top
    assert isinstance(again, AskingDialog)
    again.score.choose(9)
    again.main.click()
    walk.settle()
    assert "already" in again.error
    walk.close_top()


def test_without_a_settled_case_one_asks_of_a_visit(walk: Walk, room: CaseRoom, books: Books) -> None:
    for case in (None, room.look(room.record().id)):
        books.case = case
        books.row.ask_now()
        walk.settle()
        dialog = walk.top
        assert isinstance(dialog, AskingDialog)
        assert not dialog.message.isVisible()
        dialog.score.choose(8)
        dialog.main.click()
        walk.settle()
    assert [one.complaint_id for one in room.shop.ask(_asked)] == [None, None]


def _asked(session: Session) -> list[Asking]:
    return list(session.scalars(select(Asking)))


def test_a_question_goes_on_paper_or_by_message(walk: Walk, room: CaseRoom, books: Books) -> None:
    for way, case in ((Way.PAPER, room.settled()), (Way.MESSAGE, room.settled())):
        books.row.ask(Question(complaint_id=case))
        walk.settle()
        dialog = walk.top
        assert isinstance(dialog, AskingDialog)
        (dialog.paper if way is Way.PAPER else dialog.message).click()
        walk.settle()
        asked = room.shop.ask(feedback.of_case, case)
        assert asked is not None
        assert asked.way is way
    assert "Card 1" in page_texts(books.papers[0].path)[0]
    assert books.did == ["The question waits in the outbox."]


def test_low_answers_are_called_back_and_cards_come_in(walk: Walk, room: CaseRoom, books: Books) -> None:
    room.shop.do(feedback.ask, Question(customer_id=room.sara), Answer(2, "no"))
    card = room.shop.do(feedback.ask, Question(way=Way.PAPER)).id
    books.row.show_calls()
    walk.settle()
    dialog = walk.top
    assert isinstance(dialog, CallBacksDialog)
    dialog.called.click()
    walk.settle()
    assert dialog.error
    dialog.words.setText("They come by on Monday")
    dialog.called.click()
    walk.settle()
    assert room.shop.ask(call_backs.waiting) == []
    assert dialog.empty.isVisible()
    dialog.number.setText("x")
    dialog.take_in.click()
    walk.settle()
    assert dialog.error
    dialog.number.setText("۲" if card == 2 else str(card))
    dialog.score.setText("۵")
    dialog.take_in.click()
    walk.settle()
    assert [one.score for one in room.shop.ask(call_backs.waiting)] == [5]
    walk.close_top()


def test_reports_and_the_file_are_shown(walk: Walk, room: CaseRoom, books: Books) -> None:
    case = room.look(room.settled())
    books.case = case
    for kind in ReportKind:
        books.row.show_reports()
        walk.settle()
        dialog = walk.top
        assert isinstance(dialog, CaseReports)
        dialog.kind.choose(kind)
        dialog.main.click()
        walk.settle()
    texts = [page_texts(paper.path)[0] for paper in books.papers]
    for text, title in zip(texts, ("Complaints", "Improvements", "Complaint No. 1"), strict=True):
        assert title in text


def test_a_report_needs_both_days(walk: Walk, books: Books) -> None:
    books.row.show_reports()
    walk.settle()
    dialog = walk.top
    assert isinstance(dialog, CaseReports)
    dialog.first.set_day(None)
    dialog.main.click()
    assert dialog.error
    dialog.first.set_day(date(2027, 1, 1))
    dialog.main.click()
    walk.settle()
    assert "before the first" in dialog.error
    walk.close_top()


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize(("width", "height", "scale"), SIZES)
def test_nothing_is_cut_off_and_all_is_named(
    application: App,
    room: CaseRoom,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    width: int,
    height: int,
    scale: float,
    language: str,
) -> None:
    room.shop.do(settings.change, language=language)
    room.shop.do(causes.take_first)
    room.record(kind=Kind.PRAISE, staff="Ali")
    room.shop.do(feedback.ask, Question(customer_id=room.sara), Answer(2, "no"))
    monkeypatch.setenv("SHOPCRM_HOME", str(tmp_path / "home"))
    start.keep_places_in(tmp_path)
    with Walk(application, text_scale=scale) as hands:
        hands.window.show()
        hands.resize(width, height)
        books = Books(hands)
        asking = Question(customer_id=room.sara)
        for show in (
            books.row.show_better,
            books.row.show_wall,
            books.row.show_calls,
            books.row.show_reports,
            lambda: books.row.ask(asking),
        ):
            show()
            hands.settle()
            name = type(hands.top).__name__
            assert cut_off(hands.top) == [], name
            assert sideways(hands.top) == [], name
            assert list(unnamed(hands.top)) == [], name
            hands.close_top()
        assert hands.errors == []
        assert QApplication.activePopupWidget() is None


def test_the_wall_is_empty_until_somebody_says_something(walk: Walk, room: CaseRoom, books: Books) -> None:
    for filled in (False, True):
        books.row.show_wall()
        walk.settle()
        dialog = walk.top
        assert isinstance(dialog, FeedbackWall)
        assert dialog.table.isVisible() is filled
        assert dialog.empty.isVisible() is not filled
        walk.close_top()
        room.record(kind=Kind.PRAISE, staff="Ali")
