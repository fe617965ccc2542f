"""Bringing goods back by the keyboard: the sale by number, slip or person, what of it, and the money."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shopcrm.app import App
from shopcrm.desk.dialogs.return_sale import ReturnSale
from shopcrm.desk.look import Look
from shopcrm.desk.pages.goods import GoodsPage
from shopcrm.services import returned_sales, returns, settings
from shopcrm.services.returns import ReturnDraft, Returned, ReturnLine
from tests.desk.kit_parts import type_text, unnamed
from tests.desk.opened import CONTROL, Opened, opened
from tests.services.counter_room import Room, furnish

Window = Opened[GoodsPage]


@pytest.fixture
def room(application: App) -> Room:
    return furnish(application.shop)


@pytest.fixture
def language(request: pytest.FixtureRequest) -> str:
    """The language of the window, English where a test does not choose."""
    chosen: str = getattr(request, "param", "en")
    return chosen


@pytest.fixture
def window(application: App, look: Look, qtbot: QtBot, room: Room, language: str) -> Iterator[Window]:
    """A window of the shop."""
    del room
    with opened(application, look, qtbot, GoodsPage, language=language) as shown:
        yield shown


BOTH = pytest.mark.parametrize("language", ["en", "fa"], indirect=True)


class _Heard:
    """What the dialog says."""

    def __init__(self, window: Window, customer_id: int | None = None, sale_id: int | None = None) -> None:
        self.returned: list[Returned] = []
        self.drafts: list[ReturnDraft] = []
        self.dialog = ReturnSale(window.kit, window.frame, customer_id, sale_id)
        self.dialog.returned.connect(self.returned.append)
        self.dialog.exchange_asked.connect(self.drafts.append)
        self.dialog.open()
        window.rest()


def _press(heard: _Heard, window: Window, key: Qt.Key) -> None:
    table = heard.dialog.lines.table
    QTest.keyClick(table, key)
    window.rest()


@BOTH
def test_the_dialog_is_as_high_as_what_the_sale_needs(window: Window, room: Room) -> None:
    heard = _Heard(window, sale_id=room.sell((room.walnuts, 3_000), (room.tea, 2_000)).sale_id)
    dialog = heard.dialog
    assert dialog.usual.height() >= dialog.usual.heightForWidth(dialog.usual.width())
    dialog.accept()


@BOTH
def test_goods_come_back_by_the_keyboard(window: Window, room: Room) -> None:
    room.sell((room.walnuts, 3_000), (room.tea, 2_000))
    heard = _Heard(window)
    type_text(heard.dialog.number, "sale-1")
    QTest.keyClick(heard.dialog.number, Qt.Key.Key_Return)
    window.rest()
    assert heard.dialog.lines.table.hasFocus()
    assert not heard.dialog.main.isEnabled()
    assert list(unnamed(heard.dialog)) == []
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Minus):
        _press(heard, window, key)
    assert heard.dialog.lines.chosen() == (ReturnLine(0, 1_000),)
    _press(heard, window, Qt.Key.Key_Down)
    _press(heard, window, Qt.Key.Key_Space)
    assert heard.dialog.lines.chosen() == (ReturnLine(0, 1_000), ReturnLine(1, 2_000))
    assert heard.dialog.quote is not None
    assert heard.dialog.quote.refund == 1_500
    type_text(heard.dialog.reason, "too many")
    window.press(Qt.Key.Key_Return, CONTROL)
    window.rest()
    (done,) = heard.returned
    assert (done.refund, done.reason, done.points.taken) == (1_500, "too many", 15)
    assert window.errors == []


def test_how_much_comes_back_is_typed(window: Window, room: Room) -> None:
    sold = room.sell((room.walnuts, 3_000), (room.tea, 2_000))
    heard = _Heard(window, sale_id=sold.sale_id)
    QTest.keyClicks(heard.dialog.lines.table, "0")
    field = heard.dialog.focusWidget()
    assert field is not None
    QTest.keyClicks(field, ".75")
    QTest.keyClick(field, Qt.Key.Key_Return)
    window.rest()
    assert heard.dialog.lines.chosen() == (ReturnLine(0, 750),)
    _press(heard, window, Qt.Key.Key_Return)
    field = heard.dialog.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "99")
    QTest.keyClick(field, Qt.Key.Key_Return)
    window.rest()
    assert "Only 3" in heard.dialog.error.text()
    assert not heard.dialog.main.isEnabled()
    _press(heard, window, Qt.Key.Key_Minus)
    _press(heard, window, Qt.Key.Key_Space)
    assert heard.dialog.lines.chosen() == ()
    assert not heard.dialog.main.isEnabled()


def test_the_latest_sales_of_a_customer_are_offered(window: Window, room: Room) -> None:
    first, second = room.sell((room.walnuts, 1_000)), room.sell((room.tea, 1_000))
    gone = room.sell((room.tea, 1_000))
    room.take_back(gone)
    assert [one.id for one in room.shop.ask(returned_sales.latest, room.sara)] == [
        second.sale_id,
        first.sale_id,
    ]
    heard = _Heard(window, customer_id=room.sara)
    assert heard.dialog.latest.hasFocus()
    QTest.keyClick(heard.dialog.latest, Qt.Key.Key_Down)
    QTest.keyClick(heard.dialog.latest, Qt.Key.Key_Return)
    window.rest()
    # A single line is ticked already.
    assert heard.dialog.lines.chosen() == (ReturnLine(0, 1_000),)
    assert heard.dialog.quote is not None
    assert heard.dialog.quote.refund == 1_000
    heard.dialog.refund.buttons()[2].click()
    window.rest()
    assert [one.kind for one in heard.dialog.quote.ways] == ["transfer"]


@BOTH
def test_points_and_vouchers_are_told_before(window: Window, room: Room) -> None:
    sold = room.sell((room.walnuts, 10_000), codes=[room.voucher("amount", 500)])
    room.sell((room.walnuts, 1_000), spend=80)
    heard = _Heard(window, sale_id=sold.sale_id)
    lines, words = heard.dialog.sums.lines, window.kit.words
    assert [line.amount for line in lines[:2]] == [words.amount(9_500)] * 2
    assert len(lines) == 5
    assert words.digits("78") in lines[3].name
    said = {lines[3].name}
    for decided in ("forgive", "refund"):
        room.shop.do(settings.change, owed_points=decided)
        heard.dialog.outside.click()
        window.rest()
        said.add(heard.dialog.sums.lines[-2].name)
    assert len(said) == 3
    assert heard.dialog.beyond.isVisible() == heard.dialog.outside.isChecked()
    window.press(Qt.Key.Key_Escape)


def test_what_cannot_be_stands_in_the_dialog_and_is_kept(window: Window, room: Room) -> None:
    sold = room.sell((room.walnuts, 1_000))
    heard = _Heard(window)
    type_text(heard.dialog.number, "99")
    QTest.keyClick(heard.dialog.number, Qt.Key.Key_Return)
    window.rest()
    assert heard.dialog.which.error
    assert heard.dialog.number.text() == "99"
    type_text(heard.dialog.number, sold.number)
    QTest.keyClick(heard.dialog.number, Qt.Key.Key_Return)
    window.rest()
    room.take_back(sold)
    window.press(Qt.Key.Key_Return, CONTROL)
    window.rest()
    assert heard.dialog.error.text()
    assert heard.returned == []


def test_beyond_the_terms_says_so(window: Window, room: Room) -> None:
    room.shop.do(settings.change, return_policy="Unopened, with the slip.")
    sold = room.sell((room.walnuts, 1_000))
    room.later(20)
    heard = _Heard(window, sale_id=sold.sale_id)
    assert "Unopened" in heard.dialog.terms.text()
    assert heard.dialog.beyond.text()
    window.press(Qt.Key.Key_Return, CONTROL)
    window.rest()
    assert heard.dialog.error.text()
    usual = heard.dialog.usual.buttons()[1].text()
    heard.dialog.usual.buttons()[1].click()
    window.press(Qt.Key.Key_Return, CONTROL)
    window.rest()
    (done,) = heard.returned
    assert (done.allowed_by, done.reason) == ("owner", usual)


def test_an_exchange_goes_on_at_the_counter(window: Window, room: Room) -> None:
    sold = room.sell((room.walnuts, 1_000))
    heard = _Heard(window, sale_id=sold.sale_id)
    window.press(Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier)
    window.rest()
    (draft,) = heard.drafts
    assert replace(draft, refund=None) == ReturnDraft(sold.sale_id, (ReturnLine(0, 1_000),))
    assert heard.returned == []
    assert room.shop.ask(returns.look, sold.sale_id).sale.refunded == 0
