"""What works on every page: a scan opens its person or goods, and a question mark lists the keys."""

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from shopcrm import app as program
from shopcrm.app import App
from shopcrm.desk import start
from shopcrm.desk.dialogs.arrival_form import ArrivalForm
from shopcrm.desk.dialogs.customer_form import CustomerForm
from shopcrm.desk.dialogs.help_page import HelpDialog
from shopcrm.desk.dialogs.key_list import KeyList, page_keys
from shopcrm.desk.walk import Walk
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.keycaps import Keycap
from shopcrm.services import cards, customer_lists, goods
from shopcrm.services.customer_lists import Order
from shopcrm.store.goods import Barcode
from tests import made_samples
from tests.conftest import NOW

PATIENCE_MS = 40_000
CARD, BARCODE = "7000000017", "6260009990017"
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
PAGES = [page.key for page in start.PAGES]
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small sample shop, where somebody has a card and goods have a barcode."""
    path = made_samples.small(tmp_path_factory, tmp_path_factory.mktemp("sample") / "sample.db")
    with program.opened(path, clock=lambda: NOW) as app:
        app.shop.do(cards.give, _person(app), CARD)
        app.shop.do(_with_barcode, app.shop.ask(goods.page, limit=1)[0].id)
    return path


@pytest.fixture
def app(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    """The sample in a file of its own."""
    monkeypatch.setenv("SHOPCRM_HOME", str(tmp_path / "home"))
    start.keep_places_in(tmp_path)
    own = tmp_path / "sample.db"
    shutil.copyfile(sample, own)
    with program.opened(own, clock=lambda: NOW) as opened:
        yield opened


@pytest.fixture
def walk(app: App) -> Iterator[Walk]:
    """The window on the sample, shown and at rest; nothing went wrong in the end."""
    with Walk(app) as hands:
        # Keys are not seen: nothing need be drawn.
        hands.window.frame.setUpdatesEnabled(False)
        hands.window.show()
        hands.window.frame.activateWindow()
        hands.resize(1440, 900)
        yield hands
        assert hands.errors == []


def scan(hands: Walk, code: str) -> None:
    """Scan a code where the keyboard is."""
    hands.top.window().activateWindow()
    hands.turn()
    target = QApplication.focusWidget() or hands.window.frame
    for letter in code:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
    QTest.keyClick(target, Qt.Key.Key_Return)
    hands.turn()
    hands.settle()


def texts(hands: Walk) -> list[str]:
    """Read what stands in the lines of what one looks at."""
    return [line.text() for line in hands.top.findChildren(QLineEdit)]


def test_S1_a_card_scanned_on_any_page_opens_its_person(walk: Walk, app: App, *, full: bool) -> None:
    cards_read = (CARD, CARD.translate(PERSIAN))
    both = itertools.product(PAGES[1:], cards_read)
    for page, written in both if full else zip(PAGES[1:], itertools.cycle(cards_read), strict=False):
        walk.go("customers", _person(app, 3))
        walk.go(page)
        before = texts(walk)
        scan(walk, written)
        assert walk.window.frame.current == "customers", page
        assert walk.window.page("customers").memory() == _person(app), page
        assert walk.window.frame.banners.names() == ["drafts", "sample"], page
        walk.go(page)
        assert texts(walk) == before


def test_S1_a_barcode_opens_goods(walk: Walk, app: App) -> None:
    walk.go("today")
    scan(walk, BARCODE)
    assert walk.window.frame.current == "goods"
    assert walk.window.page("goods").memory() == app.shop.ask(goods.page, limit=1)[0].id


def test_S1_an_unknown_code_is_said_and_nothing_else_happens(walk: Walk) -> None:
    walk.go("today")
    scan(walk, "99999999")
    assert walk.window.frame.current == "today"
    assert "error" in walk.window.frame.banners.names()
    assert "99999999" in str(walk.errors[0])
    walk.errors.clear()
    scan(walk, CARD)
    assert "error" not in walk.window.frame.banners.names()


def test_S1_in_a_dialog_a_scan_is_typed(walk: Walk, app: App, qtbot: QtBot) -> None:
    walk.go("customers", _person(app))
    walk.press("Ctrl+N")
    form = walk.top
    assert isinstance(form, CustomerForm)
    line = form.findChildren(QLineEdit)[0]
    line.setFocus()
    line.clear()
    scan(walk, CARD.translate(PERSIAN))
    assert line.text() == CARD
    assert walk.window.page("customers").memory() == _person(app)
    walk.close_top()
    walk.go("arrivals", "record")
    arrival = walk.top
    assert isinstance(arrival, ArrivalForm)
    scan(walk, BARCODE)
    qtbot.waitUntil(lambda: len(arrival._lines) == 1, timeout=PATIENCE_MS)
    walk.close_top()


def test_a_question_mark_lists_the_keys_of_the_page(walk: Walk) -> None:
    for page in PAGES:
        walk.go(page)
        button = next(one for one in walk.top.findChildren(Button) if one.isVisible() and one.isEnabled())
        walk.window.frame.activateWindow()
        walk.turn()
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Question)
        walk.settle()
        assert isinstance(walk.top, KeyList), page
        shown = {cap.key for cap in walk.top.findChildren(Keycap)}
        assert {key for key, _what in page_keys(walk.window.page(page))} <= shown
        assert {key for key, _what in walk.window.page(page).hints()} <= shown
        walk.close_top()


def test_the_help_leads_to_the_keys_from_a_field_too(walk: Walk) -> None:
    walk.go("customers")
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    QTest.keyClick(line, Qt.Key.Key_F1)
    walk.settle()
    assert isinstance(walk.top, HelpDialog)
    walk.press("?")
    assert isinstance(walk.top, KeyList)
    shown = {cap.key for cap in walk.top.findChildren(Keycap)}
    assert {"Ctrl+Shift+V", "Ctrl+Shift+C", "Ctrl+Shift+D"} <= shown
    walk.close_top()


def test_a_question_mark_in_a_text_is_a_letter(walk: Walk) -> None:
    walk.go("customers")
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    QTest.keyClick(line, Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier)
    assert not isinstance(walk.top, KeyList)
    assert line.text() == "?"
    line.clear()
    walk.settle()


def _person(app: App, place: int = 7) -> int:
    return app.shop.ask(customer_lists.page, place, 1, Order.NAME)[0].id


def _with_barcode(session: Session, product_id: int) -> None:
    session.add(Barcode(code=BARCODE, product_id=product_id))
