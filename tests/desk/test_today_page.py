"""The page of today by the keyboard alone: each task opens what it is about, in both languages."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from shopcrm.app import App
from shopcrm.desk.dialogs.call_backs import CallBacksDialog
from shopcrm.desk.dialogs.duplicates import DuplicatesDialog
from shopcrm.desk.look import Look
from shopcrm.desk.pages.today import Line, TodayPage
from shopcrm.desk.tokens import Theme
from shopcrm.desk.wish_list import WishList
from shopcrm.services import call_backs, duplicates, feedback, holds
from shopcrm.services.call_backs import CallBack
from shopcrm.services.feedback import Answer, Question
from shopcrm.services.shop import now_of
from shopcrm.services.today import FEW, Kind
from shopcrm.store.messages import Message
from tests import makers
from tests.desk.kit_parts import unnamed
from tests.desk.opened import CONTROL, Opened, opened

Room = Opened[TodayPage]
WHERE = {
    Kind.UNKNOWN: "messages",
    Kind.ARRIVAL: "arrivals",
    Kind.WISH_IN: "customers",
    Kind.HOLD_ENDS: "customers",
    Kind.BY_HAND: "messages",
    Kind.FAILED: "messages",
}


@contextmanager
def busy(application: App, look: Look, qtbot: QtBot, **how: object) -> Iterator[Room]:
    """Show the page on a shop with something of most kinds to do."""
    shop = application.shop
    sara, walnuts = makers.customer(shop, name="Sara Noori"), makers.product(shop, stock=50_000)
    makers.message(shop, sara, "m1", state="unknown")
    shop.do(_failed, makers.message(shop, sara, "m2", state="failed"))
    makers.message(shop, sara, "m3", channel="call")
    makers.arrival(shop, walnuts)
    makers.wish(shop, sara, product_id=walnuts)
    shop.do(holds.hold, makers.customer(shop, name="Ali"), walnuts, 1000, shop.clock().date())
    for name in ("Reza Karimi", "Reza Karimi"):
        makers.phone(shop, makers.customer(shop, name=name), "+989123456718")
    duplicates.sweep_beside(shop)
    with opened(application, look, qtbot, TodayPage, **how) as shown:  # type: ignore[arg-type] # passed on
        yield shown


def lines(shown: Room) -> list[Line]:
    """Give the lines of the list."""
    found: list[Line] = shown.page.rows.all()
    return found


@pytest.mark.parametrize("language", ["en", "fa"])
def test_each_task_opens_what_it_is_about(application: App, look: Look, qtbot: QtBot, language: str) -> None:
    with busy(application, look, qtbot, language=language) as shown:
        assert shown.page.table.hasFocus()
        kinds: list[Kind] = []
        for _line in range(20):
            line = shown.page.table.current_row()
            assert isinstance(line, Line)
            assert line.task is not None, "the keyboard passes by the heads"
            kinds.append(line.group.kind)
            if line.group.kind is Kind.DUPLICATE:
                break
            shown.press(Qt.Key.Key_Return)
            page, thing = shown.went[-1]
            assert page == WHERE[line.group.kind]
            task = line.task
            wanted = {"customers": task.customer_id, "arrivals": (task.thing, task.product_id)}
            expected = wanted.get(page, "calls" if task.channel else task.thing)
            assert thing == expected
            shown.press(Qt.Key.Key_Down)
        assert kinds == [*WHERE, Kind.DUPLICATE]
        shown.press(Qt.Key.Key_Return, CONTROL)
        dialog = shown.dialog(DuplicatesDialog)
        dialog.reject()
        shown.rest()


def test_a_click_on_what_a_task_offers_does_it(application: App, look: Look, qtbot: QtBot) -> None:
    with busy(application, look, qtbot) as shown:
        table = shown.page.table
        for column, count in ((0, 0), (1, 1)):
            spot = table.visualRect(shown.page.rows.index(1, column)).center()
            QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
            assert len(shown.went) == count


def test_the_rest_of_a_group_is_shown_in_its_place(application: App, look: Look, qtbot: QtBot) -> None:
    sara = makers.customer(application.shop)
    for number in range(FEW + 3):
        makers.message(application.shop, sara, f"m{number}", state="unknown")
    with opened(application, look, qtbot, TodayPage) as shown:
        assert len(lines(shown)) == 1 + FEW + 1
        assert lines(shown)[-1].more == 3
        shown.press(Qt.Key.Key_End)
        shown.press(Qt.Key.Key_Return)
        shown.until(lambda: len(lines(shown)) == 1 + FEW + 3)
        assert shown.page.table.currentIndex().row() == FEW + 1
        assert shown.went == []


def test_the_keyboard_stays_on_its_task_when_others_come_and_go(
    application: App, look: Look, qtbot: QtBot
) -> None:
    with busy(application, look, qtbot) as shown:
        shown.press(Qt.Key.Key_Down)
        before = shown.page.table.current_row()
        shop = application.shop
        makers.message(shop, makers.customer(shop, name="Omid"), "m9", state="unknown")
        shown.page.refresh()
        shown.rest()
        after = shown.page.table.current_row()
        assert isinstance(before, Line)
        assert isinstance(after, Line)
        assert before.task == after.task
        assert after.group.kind is Kind.ARRIVAL


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_shop_with_nothing_to_do_says_so(application: App, look: Look, qtbot: QtBot, language: str) -> None:
    with opened(application, look, qtbot, TodayPage, language=language) as shown:
        page = shown.page
        assert not page.table.isVisible()
        assert page._done.isVisible()
        assert page.money.all.hasFocus()
        assert not page.money._total.isVisible()
        shown.press(Qt.Key.Key_F6)
        shown.dialog(WishList).reject()
        shown.rest()


def test_F6_opens_the_waiting_list_and_a_person_from_there(
    application: App, look: Look, qtbot: QtBot
) -> None:
    with busy(application, look, qtbot) as shown:
        shown.press(Qt.Key.Key_F6)
        shown.dialog(WishList)
        shown.rest()
        shown.press(Qt.Key.Key_Return)
        shown.until(lambda: bool(shown.went))
        assert shown.went[-1][0] == "customers"


def test_C2_F7_looks_for_people_known_twice(application: App, look: Look, qtbot: QtBot) -> None:
    shop = application.shop
    with opened(application, look, qtbot, TodayPage) as shown:
        shown.press(Qt.Key.Key_F7)
        shown.until(lambda: len(shown.said) == 1)
        assert shown.said == ["No new pairs were found."]
        for name in ("Reza Karimi", "Reza Karimi"):
            makers.phone(shop, makers.customer(shop, name=name), "+989123456718")
        shown.press(Qt.Key.Key_F7)
        shown.until(lambda: bool(lines(shown)))
        assert shown.said[-1] == "1 new pair may be one person."
        assert [line.group.kind for line in lines(shown)] == [Kind.DUPLICATE] * 2


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_it_fits_a_small_window(
    application: App, look: Look, qtbot: QtBot, language: str, scale: float
) -> None:
    with busy(application, look, qtbot, language=language, size=(1100, 700)) as shown:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        look.apply(app, Theme.LIGHT, rtl=language == "fa", text_scale=scale)
        shown.page.make_small(small=True)
        shown.rest()
        page = shown.page
        for part in (page.card, page.money):
            place = QRect(part.mapTo(page, QPoint(0, 0)), part.size())
            assert page.rect().contains(place)
        beside = page.money.y() == page.card.y()
        assert beside == (scale == 1.0)
        leading = page.card.x() < page.money.x()
        assert not beside or leading == (language == "en")
        assert list(unnamed(page, in_sight=True)) == []
        look.apply(app, Theme.LIGHT, rtl=False)


def _failed(session: Session, message_id: int) -> None:
    session.get_one(Message, message_id).settled_at = now_of(session) - timedelta(hours=1)


def test_a_low_answer_is_called_back_from_its_own_line(application: App, look: Look, qtbot: QtBot) -> None:
    shop = application.shop
    for name, score in (("Sara Noori", 2), ("Omid Rad", 3)):
        shop.do(feedback.ask, Question(customer_id=makers.customer(shop, name=name)), Answer(score, "slow"))
    with opened(application, look, qtbot, TodayPage) as shown:
        line = shown.page.table.current_row()
        assert isinstance(line, Line)
        assert line.task is not None
        shown.press(Qt.Key.Key_Return)
        dialog = shown.dialog(CallBacksDialog)
        shown.until(lambda: dialog.table.current_row() is not None)
        current = dialog.table.current_row()
        assert isinstance(current, CallBack)
        assert current.id == line.task.thing
        dialog.words.setText("They come by on Monday")
        shown.press(Qt.Key.Key_Return)
        shown.until(lambda: len(shop.ask(call_backs.waiting)) == 1)
        assert shop.ask(call_backs.waiting)[0].id != line.task.thing
        dialog.reject()
        shown.page.refresh()
        shown.rest()
        assert len(lines(shown)) == 2
