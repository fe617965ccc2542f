from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopcrm.app import App
from shopcrm.desk.dialogs.order_form import OrderForm
from shopcrm.desk.dialogs.order_withdraw import OrderWithdraw
from shopcrm.desk.dialogs.paper import PaperDialog
from shopcrm.desk.dialogs.promise_form import PromiseForm
from shopcrm.desk.dialogs.promise_sheet import PromiseSheet
from shopcrm.desk.look import Look
from shopcrm.desk.order_sheet import OrderSheet
from shopcrm.desk.pages.today import Line, TodayPage
from shopcrm.desk.word_list import WordList
from shopcrm.rules.promises import Compensation, Makes, OrderState, PromiseState
from shopcrm.rules.tenders import Tender
from shopcrm.services import daily, memory, order_rows, promises, special_orders, vouchers
from shopcrm.services.order_rows import OrderRow
from shopcrm.services.promises import PromiseDraft
from shopcrm.services.shop import Shop
from shopcrm.services.special_orders import OrderDraft
from tests import makers
from tests.desk.counter_room import OpenCounter
from tests.desk.kit_parts import type_text, unnamed
from tests.desk.opened import CONTROL, Opened, opened
from tests.desk.people_room import ALT, CONTROL_SHIFT, Room, two_people

TODAY = date(2026, 11, 22)
HOSTILE = "<b>x</b> & {name} %s"
VOUCHER = Compensation(Makes.VOUCHER, 50_000)


@pytest.fixture(params=["en", "fa"])
def room(application: App, look: Look, qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Room]:
    """The page of customers with Maryam on it, in each language."""
    with two_people(application, look, qtbot, language=request.param, thing=2) as shown:
        shown.page.show_thing(2)
        shown.rest()
        yield shown


@pytest.fixture
def today(application: App, look: Look, qtbot: QtBot) -> Iterator[Opened[TodayPage]]:
    """Today with a broken promise, one that is due, and an order that is due."""
    shop = application.shop
    maryam = makers.customer(shop, name="Maryam Noori")
    _promised(shop, maryam, "bread", 0)
    order = OrderDraft(maryam, "A cake", TODAY + timedelta(days=1), ("with nuts",), if_late=Compensation())
    shop.do(special_orders.take, order)
    later = shop.clock() + timedelta(days=1)
    shop.clock = lambda: later
    shop.do(daily.do_daily)
    _promised(shop, maryam, "milk", 0)
    with opened(application, look, qtbot, TodayPage) as shown:
        yield shown


def _promised(shop: Shop, customer_id: int | None, words: str, days: int) -> int:
    day = shop.clock().date() + timedelta(days=days)
    return shop.do(promises.make, PromiseDraft(words, day, customer_id, VOUCHER))


def _order(shop: Shop, order_id: int = 1) -> OrderRow:
    return shop.ask(order_rows.show, order_id).order


def _shop(room: Opened[TodayPage] | Room) -> Shop:
    shop = room.kit.program.shop
    assert isinstance(shop, Shop)
    return shop


def test_a_promise_is_made_by_keyboard(room: Room) -> None:
    room.press(Qt.Key.Key_R, CONTROL_SHIFT)
    form = room.dialog(PromiseForm)
    assert list(unnamed(form)) == []
    type_text(form.words, HOSTILE)
    form.agreed_on.makes.choose(Makes.VOUCHER)
    form.agreed_on._on_picked(Makes.VOUCHER)
    room.press(Qt.Key.Key_Return, CONTROL)
    assert form.agreed_on.fields[Makes.VOUCHER].error
    type_text(form.agreed_on.amount, "۵۰۰۰" if room.kit.words.rtl else "5,000")
    room.press(Qt.Key.Key_Return, CONTROL)
    room.until(lambda: bool(room.said))
    (row,) = _shop(room).ask(promises.of_customer, 2)
    assert (row.words, row.due_on, row.if_broken) == (HOSTILE, TODAY + timedelta(days=1), VOUCHER)


def test_an_order_is_taken_with_its_deposit_and_shown_with_its_slip(room: Room) -> None:
    room.press(Qt.Key.Key_O, CONTROL_SHIFT)
    form = room.dialog(OrderForm)
    room.press(Qt.Key.Key_Return, CONTROL)
    assert form.field("words").error
    type_text(form.words, "A cake for ten")
    form.details.setPlainText("with nuts\n\nno sugar")
    type_text(form.deposit, "20,000")
    room.rest()
    assert form.kind.isVisibleTo(form)
    assert list(unnamed(form)) == []
    form.kind.choose("cash")
    room.press(Qt.Key.Key_Return, CONTROL)
    sheet = room.dialog(OrderSheet)
    row = _order(_shop(room))
    assert (row.deposit, row.deposit_left, [one.words for one in row.details]) == (
        200_000,
        200_000,
        ["with nuts", "no sugar"],
    )
    assert list(unnamed(sheet)) == []
    room.press(Qt.Key.Key_P, CONTROL)
    room.dialog(PaperDialog).reject()
    room.rest()
    sheet.reject()


def test_details_are_ticked_and_without_them_a_reason_is_asked(room: Room) -> None:
    shop = _shop(room)
    draft = OrderDraft(2, "A cake", TODAY, ("with nuts", HOSTILE), if_late=Compensation())
    shop.do(special_orders.take, draft)
    room.page.deeds.word_list()
    words = room.dialog(WordList)
    room.rest()
    room.press(Qt.Key.Key_Return)
    sheet = room.dialog(OrderSheet)
    room.press(Qt.Key.Key_1, ALT)
    room.until(lambda: _order(shop).ticked == 1)
    room.rest()
    room.press(Qt.Key.Key_Return, CONTROL)
    room.until(lambda: bool(sheet._why.error))
    assert HOSTILE in sheet._why.error.replace("\u2068", "").replace("\u2069", "")
    type_text(sheet.reason, "it is Friday")
    room.press(Qt.Key.Key_Return, CONTROL)
    room.until(lambda: _order(shop).state is OrderState.HANDED_OVER)
    room.dialog(WordList)
    assert _order(shop).handed_why == "it is Friday"
    assert words.undo.isVisibleTo(words)
    words.undo.click()
    room.until(lambda: _order(shop).state is OrderState.OPEN)
    words.reject()


def test_an_order_is_withdrawn_and_its_deposit_paid_back(room: Room) -> None:
    shop = _shop(room)
    draft = OrderDraft(2, "A cake", TODAY, deposit=90_000)
    shop.do(special_orders.take, draft, "k", (Tender("cash"),))
    room.page.sheet.memory.sheets.open_order(1)
    room.dialog(OrderSheet)
    room.press(Qt.Key.Key_W, ALT)
    ask = room.dialog(OrderWithdraw)
    assert list(unnamed(ask)) == []
    room.press(Qt.Key.Key_Return, CONTROL)
    assert ask._field.error
    type_text(ask.reason, "the feast is off")
    ask.way.choose("cash")
    room.press(Qt.Key.Key_Return, CONTROL)
    room.until(lambda: _order(shop).state is OrderState.WITHDRAWN)
    room.rest()
    assert _order(shop).deposit_left == 0
    assert QApplication.activeModalWidget() is None
    assert any("9,000" in one or "۹٬۰۰۰" in one for one in room.said)


def test_the_memory_card_opens_what_was_promised(room: Room) -> None:
    shop = _shop(room)
    key = _promised(shop, 2, HOSTILE, 0)
    room.page.refresh()
    room.rest()
    room.press(Qt.Key.Key_1, ALT)
    sheet = room.dialog(PromiseSheet)
    assert list(unnamed(sheet)) == []
    room.press(Qt.Key.Key_W, ALT)
    room.until(lambda: bool(sheet._why.error))
    type_text(sheet.reason, "they moved")
    room.press(Qt.Key.Key_W, ALT)
    room.until(lambda: shop.ask(promises.read, key).state is PromiseState.WITHDRAWN)
    room.rest()
    room.undo[-1]()
    room.until(lambda: shop.ask(promises.read, key).state is PromiseState.OPEN)


def test_K1_today_makes_up_and_keeps_by_one_key(today: Opened[TodayPage]) -> None:
    shop = _shop(today)
    lines = [row.task for row in today.page.rows.all() if isinstance(row, Line) and row.task]
    assert [one.kind for one in lines] == ["broken", "promise", "order"]
    today.press(Qt.Key.Key_Return)
    today.until(lambda: shop.ask(promises.read, 1).state is PromiseState.MADE_UP)
    today.rest()
    voucher_id = shop.ask(promises.read, 1).voucher_id
    assert voucher_id is not None
    assert shop.ask(vouchers.terms_of, [voucher_id])[voucher_id].reason == "complaint"
    today.press(Qt.Key.Key_Return)
    today.until(lambda: shop.ask(promises.read, 2).state is PromiseState.KEPT)
    today.rest()
    today.undo[-1]()
    today.until(lambda: shop.ask(promises.read, 2).state is PromiseState.OPEN)
    today.rest()
    today.press(Qt.Key.Key_Down)
    today.press(Qt.Key.Key_Down)
    today.press(Qt.Key.Key_Return)
    today.dialog(OrderSheet).reject()


def test_the_list_leads_to_people_and_takes_a_promise_for_nobody(today: Opened[TodayPage]) -> None:
    shop = _shop(today)
    today.press(Qt.Key.Key_F9)
    words = today.dialog(WordList)
    today.rest()
    assert list(unnamed(words, in_sight=True)) == []
    today.press(Qt.Key.Key_N, CONTROL)
    form = today.dialog(PromiseForm)
    type_text(form.words, "a clean window")
    today.press(Qt.Key.Key_Return, CONTROL)
    today.until(lambda: len(shop.ask(promises.everything)) == 3)
    today.rest()
    assert shop.ask(promises.everything)[-1].customer_id is None
    today.press(Qt.Key.Key_G, CONTROL)
    today.until(lambda: bool(today.went))
    assert today.went == [("customers", 1)]


def test_the_deposit_is_used_at_the_counter_by_one_key(open_counter: OpenCounter) -> None:
    with open_counter() as one:
        shop, ali = one.shop, one.stock.ali
        draft = OrderDraft(ali, "A cake", TODAY, deposit=90_000, if_late=Compensation())
        voucher_id = shop.do(special_orders.take, draft, "k", (Tender("cash"),)).deposit_voucher_id
        assert voucher_id is not None
        one.page.show_thing(ali)
        one.rest()
        reminders = shop.ask(memory.card, ali).lines
        place = next(place for place, line in enumerate(reminders) if line.thing == voucher_id)
        one.press(Qt.Key(Qt.Key.Key_1 + place), ALT)
        one.rest()
        assert one.page.basket.content.codes == (shop.ask(vouchers.terms_of, [voucher_id])[voucher_id].code,)
