"""The counter by a scanner alone, under a Persian layout, in the whole window (S1)."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from shopcrm import app as program
from shopcrm.desk import start
from shopcrm.desk.dialogs.agreement import Agreement
from shopcrm.desk.key_places import _PERSIAN
from shopcrm.desk.pages.counter import CounterPage
from shopcrm.desk.walk import Walk
from shopcrm.rules.roles import Role
from shopcrm.rules.text import persian_digits
from shopcrm.services import complaints, selling, wrong_codes
from shopcrm.services.complaint_drafts import CaseDraft
from shopcrm.services.pin_hashes import hashed
from shopcrm.services.pricing import Basket, BasketLine
from shopcrm.services.selling import Tender
from shopcrm.services.shop import Shop, Who
from tests.conftest import NOW
from tests.desk import counter_room
from tests.desk.counter_room import DATES_BAR, WALNUT_BAR, Furnished, Stock

_KEYS = {latin: persian for persian, latin in reversed(_PERSIAN.items())}
pytestmark = pytest.mark.usefixtures("qapp")


@dataclass
class Till:
    """The window on the furnished shop."""

    walk: Walk
    stock: Stock
    shop: Shop

    @property
    def page(self) -> CounterPage:
        page = self.walk.window.page("counter")
        assert isinstance(page, CounterPage)
        return page

    def scan(self, code: str) -> None:
        """Scan a code while the keyboard is Persian: digits and letters come as that layout writes them."""
        self.walk.window.frame.activateWindow()
        self.walk.turn()
        for letter in code:
            target = QApplication.focusWidget() or self.walk.window.frame
            written = persian_digits(_KEYS.get(letter.lower(), letter))
            event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, written)
            QApplication.sendEvent(target, event)
        QTest.keyClick(QApplication.focusWidget() or self.walk.window.frame, Qt.Key.Key_Return)
        self.walk.settle(0.02)

    def press(self, key: Qt.Key) -> None:
        self.walk.window.frame.activateWindow()
        self.walk.turn()
        QTest.keyClick(QApplication.focusWidget() or self.walk.window.frame, key)
        self.walk.settle(0.02)

    def sold(self) -> list[int]:
        return self.shop.ask(counter_room.totals)


@pytest.fixture
def till(counters: dict[str, Furnished], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Till]:
    """The window in Persian, as it opens."""
    monkeypatch.setenv("SHOPCRM_HOME", str(tmp_path / "home"))
    start.keep_places_in(tmp_path)
    own = tmp_path / "shop.db"
    shutil.copyfile(counters["fa"].path, own)
    with program.opened(own, clock=lambda: NOW, language="fa") as app, Walk(app) as hands:
        hands.window.show()
        hands.resize(1440, 900)
        yield Till(hands, counters["fa"].stock, app.shop)
        assert hands.errors == []


def test_S1_a_sale_by_scans_and_three_keys(till: Till) -> None:
    assert till.walk.window.frame.current == "counter"
    for code in (till.stock.card, WALNUT_BAR, DATES_BAR, DATES_BAR, till.stock.voucher):
        till.scan(code)
    content = till.page.basket.content
    assert content.customer_id == till.stock.maryam
    assert [item.quantity for item in content.items] == [1000, 2000]
    assert content.codes == (till.stock.voucher,)
    assert till.page.goods.line.text() == ""
    till.press(Qt.Key.Key_F5)
    assert till.sold() == [12_900_000 * 97 // 100 - 1_500_000]
    assert till.page.basket.content.is_empty


def test_S1_the_slip_of_a_case_opens_the_case(till: Till) -> None:
    case = till.shop.do(complaints.record, CaseDraft("The nuts were old."))
    till.scan(f"CASE-{case.number}")
    till.walk.settle()
    assert till.walk.window.frame.current == "complaints"
    assert till.walk.window.page("complaints").memory() == case.id


def test_S1_scans_that_follow_fast_are_all_sold(till: Till) -> None:
    for _scan in range(4):
        till.page.take_scan((DATES_BAR,))
    till.page.take_scan((WALNUT_BAR,))
    till.walk.settle(0.05)
    assert [item.quantity for item in till.page.basket.content.items] == [4000, 1000]


def test_S1_a_scan_into_another_field_writes_nothing_there(till: Till) -> None:
    till.scan(till.stock.card)
    till.scan(DATES_BAR)
    till.press(Qt.Key.Key_F4)
    till.scan(WALNUT_BAR)
    assert till.page.pay.points.line.text() == ""
    assert len(till.page.basket.content.items) == 2
    assert QApplication.focusWidget() is till.page.pay.points.line


def test_what_nothing_has_is_told_at_the_goods(till: Till) -> None:
    till.scan("99999999")
    assert till.page.goods.trouble.text()
    till.scan(DATES_BAR)
    assert not till.page.goods.trouble.text()


def test_V8_another_shops_voucher_is_told_and_noted(till: Till) -> None:
    good = till.stock.voucher
    other = counter_room.foreign_code()
    assert other != good
    till.scan(other)
    assert till.page.goods.trouble.text()
    assert till.shop.ask(counter_room.wrong_codes) == 1
    assert till.shop.ask(wrong_codes.wait) == 0


def test_keys_that_move_money_do_nothing_on_other_pages(till: Till) -> None:
    till.scan(DATES_BAR)
    for page in ("today", "customers", "goods", "arrivals", "messages", "settings"):
        till.walk.go(page)
        for key in (Qt.Key.Key_F5, Qt.Key.Key_F7, Qt.Key.Key_F8):
            till.press(key)
        till.walk.window.frame.toast.time_over()
    assert till.sold() == []
    till.walk.go("counter")
    assert len(till.page.basket.content.items) == 1
    till.press(Qt.Key.Key_F7)
    assert till.sold() == [1_850_000]


def test_S1_elsewhere_a_card_leads_to_the_person_and_goods_to_their_page(till: Till) -> None:
    till.walk.go("today")
    till.scan(till.stock.card)
    assert till.walk.window.frame.current == "customers"
    till.scan(DATES_BAR)
    assert till.walk.window.frame.current == "goods"


def test_the_counter_keeps_its_basket_in_another_language(till: Till) -> None:
    till.scan(till.stock.card)
    till.scan(DATES_BAR)
    key = till.page.basket.key
    till.walk.window.make_anew(till.walk.window.kit.settings)
    till.walk.settle()
    assert till.page.basket.key == key
    assert till.page.person.person is not None
    till.press(Qt.Key.Key_F5)
    assert len(till.sold()) == 1


def test_what_was_sold_elsewhere_is_not_shown_as_this_sale(till: Till) -> None:
    till.scan(DATES_BAR)
    other = Basket((BasketLine(till.stock.saffron),))
    till.shop.do(selling.complete, other, [Tender("cash")], "other")
    till.walk.settle()
    assert len(till.page.basket.content.items) == 1


def test_somebody_who_is_looked_at_can_be_sold_to_by_one_key(till: Till) -> None:
    till.walk.go("customers", till.stock.ali)
    till.walk.press("Ctrl+Enter")
    assert till.walk.window.frame.current == "counter"
    assert till.page.basket.content.customer_id == till.stock.ali
    assert till.page.person.head.name.text() == "علی کریمی"


def test_beyond_the_limit_somebody_in_charge_agrees(till: Till) -> None:
    for name, role in (("Reza", "owner"), ("Ali", "staff")):
        till.shop.do(counter_room.add_staff, name, role, hashed(f"{name} 482913"))
    till.shop.become(Who("Ali", role=Role.STAFF, signed_in=True))
    till.scan(DATES_BAR)
    till.page.basket.take_off(900_000, "dented")
    till.walk.settle(0.02)
    till.press(Qt.Key.Key_F5)
    dialog = till.walk.top
    assert isinstance(dialog, Agreement)
    assert till.sold() == []
    dialog.reject()
    till.walk.settle(0.02)
    assert till.page.pay.trouble.text()
    assert len(till.page.basket.content.items) == 1
    till.press(Qt.Key.Key_F5)
    dialog = till.walk.top
    assert isinstance(dialog, Agreement)
    dialog.given.emit(Who("Reza", role=Role.OWNER), "an old customer")
    dialog.accept()
    till.walk.settle(0.02)
    assert till.sold() == [950_000]
