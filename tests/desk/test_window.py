"""The whole window on a sample shop: pages, languages, news of other programs, and a clean end."""

import gc
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from shopcrm import app as program
from shopcrm.app import App
from shopcrm.desk import start
from shopcrm.desk.dialogs.arrival_form import ArrivalForm
from shopcrm.desk.dialogs.crash_report import CrashReport
from shopcrm.desk.dialogs.first_run import LanguageStep, ShopStep
from shopcrm.desk.dialogs.help_page import HelpDialog
from shopcrm.desk.found_list import FoundList
from shopcrm.desk.pages.arrivals import ArrivalsPage
from shopcrm.desk.pages.settings import SettingsPage
from shopcrm.desk.tokens import Theme
from shopcrm.desk.walk import Walk
from shopcrm.desk.widgets.fields import LineEdit
from shopcrm.desk.widgets.search_box import SearchBox
from shopcrm.services import arrivals, customer_lists, customers, messages, settings, turns
from shopcrm.services.customer_lists import Order
from shopcrm.services.customers import Draft
from shopcrm.services.stock import NoSuchProduct
from tests import made_samples
from tests.conftest import NOW

PATIENCE_MS = 40_000
CONTROL = Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small sample shop, made once."""
    return made_samples.small(tmp_path_factory, tmp_path_factory.mktemp("sample") / "sample.db")


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
        hands.window.show()
        hands.window.frame.activateWindow()
        hands.resize(1440, 900)
        yield hands
        assert hands.errors == []


def _tap(hands: Walk, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the keyboard is."""
    # Without a window manager nobody makes the window active again when a dialog has closed.
    hands.top.window().activateWindow()
    hands.turn()
    target = QApplication.focusWidget() or hands.window.frame
    QTest.keyClick(target, key, modifier)
    hands.settle()


def _queued(app: App) -> int:
    """Count what waits, on whatever way."""
    found = app.shop.ask(messages.summary)
    by_hand = found.calls + found.in_person + found.texts + found.whatsapp + found.letters
    return found.waiting + found.sending + by_hand


def _customer_count(hands: Walk) -> str:
    return hands.window.page("customers").findChildren(FoundList)[0].count.text()


def _chip(hands: Walk, text: str) -> QPushButton:
    found = [b for b in hands.top.findChildren(QPushButton) if b.isVisible() and b.text() == text]
    return found[0]


def test_it_opens_on_the_shop_and_says_that_it_is_a_sample(walk: Walk) -> None:
    frame = walk.window.frame
    assert frame.isVisible()
    assert frame.windowTitle() == "Noori Nuts"
    assert frame.current == "counter"
    assert frame.banners.names() == ["drafts", "sample"]
    walk.go("customers")
    assert _customer_count(walk) == "60 customers"


def test_ctrl_and_a_digit_go_to_each_page(walk: Walk) -> None:
    pages = [page.key for page in start.PAGES][:8]
    for place, page in [*[*enumerate(pages)][1:], (0, pages[0])]:
        _tap(walk, Qt.Key(Qt.Key.Key_1 + place), CONTROL)
        assert walk.window.frame.current == page
        assert walk.window.page(page).isVisible()


@pytest.mark.parametrize("page", ["arrivals", "messages", "settings"])
def test_ctrl_tab_goes_round_the_parts_of_a_page(walk: Walk, page: str) -> None:
    walk.go(page)
    seen = [QApplication.focusWidget()]
    for _ in range(24):
        _tap(walk, Qt.Key.Key_Tab, CONTROL)
        seen.append(QApplication.focusWidget())
    assert all(one is not None for one in seen)
    assert seen[0] in seen[1:]
    assert len(set(seen)) >= (1 if page == "messages" else 2)


def test_another_language_comes_without_a_restart_and_keeps_the_place(walk: Walk) -> None:
    shop = walk.window.program.shop
    person = shop.ask(customer_lists.page, 5, 1, Order.SEEN)[0].id
    walk.go("customers", person)
    walk.go("settings")
    size = walk.window.frame.size()
    _chip(walk, "فارسی").click()
    walk.settle()
    window = walk.window
    assert window.frame.size() == size
    assert window.kit.words.language == "fa"
    assert window.frame.current == "settings"
    assert window.frame.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert window.page("settings").title(window.kit.words) == "تنظیمات"
    assert window.page("customers").memory() == person
    assert shop.ask(settings.read).language == "fa"


def test_the_look_turns_dark_and_what_was_being_written_stays(walk: Walk) -> None:
    walk.go("settings")
    page = walk.window.page("settings")
    assert isinstance(page, SettingsPage)
    page.findChildren(LineEdit)[0].setText("7")
    _chip(walk, "Dark").click()
    walk.settle()
    page = walk.window.page("settings")
    assert isinstance(page, SettingsPage)
    assert walk.window.look.theme is Theme.DARK
    assert page.findChildren(LineEdit)[0].text() == "7"


def test_an_error_stands_at_the_top_in_words(walk: Walk, tmp_path: Path) -> None:
    window = walk.window
    window.show_error(NoSuchProduct(id=0))
    assert "error" in window.frame.banners.names()
    window.show_error(ValueError("0912 345 6789"))
    reports = list((tmp_path / "home").glob("report-*.txt"))
    assert len(reports) == 1
    assert "0912" not in reports[0].read_text(encoding="utf-8")
    walk.errors.clear()


def test_what_another_program_writes_is_seen_within_seconds(walk: Walk, app: App, qtbot: QtBot) -> None:
    walk.go("customers")
    with program.opened(app.path, clock=lambda: NOW) as other:
        other.shop.do(customers.add, Draft(name="Sara"))
    qtbot.waitUntil(lambda: _customer_count(walk) == "61 customers", timeout=PATIENCE_MS)


def test_ticks_by_hand_stay_when_the_list_is_read_again(walk: Walk) -> None:
    walk.go("arrivals")
    page = walk.window.page("arrivals")
    assert isinstance(page, ArrivalsPage)
    people = page._people
    first = people.chosen()[0].customer_id
    people.table.go_to(0)
    people.table.left_out.emit(people.table.current_row())
    page.refresh()
    walk.settle()
    assert first not in [wanted.customer_id for wanted in people.chosen()]


def test_the_preview_is_of_the_person_one_is_on_though_the_place_is_the_same(walk: Walk) -> None:
    walk.go("arrivals")
    page = walk.window.page("arrivals")
    assert isinstance(page, ArrivalsPage)
    people, found = page._people, page._found
    assert found is not None
    assert people._glance is not None
    seen: list[object] = []
    people.moved.connect(seen.append)
    turned = replace(found, people=found.people[::-1])
    glance, line = people._glance, walk.window.program.shop.ask(turns.line, people._glance.product_id)
    people.show_people(replace(glance, arrival_id=glance.arrival_id + 1), turned, line)
    assert seen[-1] == turned.people[0]
    walk.settle()


def test_goods_come_in_and_people_are_told_by_keyboard_alone(walk: Walk, app: App) -> None:
    line = app.shop.ask(arrivals.page, limit=2)[1].lines[0]
    before, queued = app.shop.ask(arrivals.count), _queued(app)
    _tap(walk, Qt.Key.Key_5, CONTROL)
    _tap(walk, Qt.Key.Key_N, CONTROL)
    form = walk.top
    assert isinstance(form, ArrivalForm)
    box = form.findChildren(SearchBox)[0]
    assert QApplication.focusWidget() is box
    QTest.keyClicks(box, line.code)
    _tap(walk, Qt.Key.Key_Return)
    _tap(walk, Qt.Key.Key_Return, CONTROL)
    assert app.shop.ask(arrivals.count) == before + 1
    page = walk.window.page("arrivals")
    assert isinstance(page, ArrivalsPage)
    assert line.name in page._people.title.text()
    wanted = page._people.chosen()
    assert wanted
    assert page._found is not None
    assert page._reader == page._found.people[0], "the preview is of these goods"
    _tap(walk, Qt.Key.Key_Return, CONTROL)
    assert _queued(app) - queued == len(wanted)
    assert page._people.chosen() == []


def test_the_offers_are_gone_when_one_was_taken(walk: Walk, app: App, qtbot: QtBot) -> None:
    line = app.shop.ask(arrivals.page, limit=1)[0].lines[0]
    walk.go("arrivals", "record")
    form = walk.top
    assert isinstance(form, ArrivalForm)
    box = form.findChildren(SearchBox)[0]
    QTest.keyClicks(box, line.code)
    qtbot.waitUntil(lambda: bool(box.offers()), timeout=PATIENCE_MS)
    QTest.keyClick(box._list, Qt.Key.Key_Return)
    walk.settle()
    assert len(form._lines) == 1
    assert not box._list.isVisible()
    form.reject()
    walk.settle()


def test_rows_of_a_spreadsheet_are_pasted_and_bad_ones_are_named(walk: Walk, app: App) -> None:
    line = app.shop.ask(arrivals.page, limit=1)[0].lines[0]
    walk.go("arrivals", "record")
    data = QMimeData()
    data.setText(f"{line.code}\t3\nno-such-goods\t2\n")
    QApplication.clipboard().setMimeData(data)
    walk.press("Ctrl+Shift+V")
    form = walk.top
    assert isinstance(form, ArrivalForm)
    assert [(one.product_id, one.quantity) for one in form._lines] == [(line.product_id, 3000)]
    assert "no-such-goods" in form._problem.text()
    walk.close_top()


def test_help_opens_at_the_page_one_is_on(walk: Walk) -> None:
    walk.go("goods")
    _tap(walk, Qt.Key.Key_F1)
    dialog = walk.top
    assert isinstance(dialog, HelpDialog)
    assert dialog.reader.toPlainText().startswith("Goods")
    walk.close_top()


def test_the_first_run_asks_for_language_and_shop_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPCRM_HOME", str(tmp_path / "home"))
    start.keep_places_in(tmp_path)
    with program.opened(tmp_path / "new.db", clock=lambda: NOW) as app:
        with Walk(app) as hands:
            hands.window.show()
            hands.settle()
            step = hands.top
            assert isinstance(step, LanguageStep)
            step.choice.choose("fa")
            hands.press("Ctrl+Enter")
            shop_step = hands.top
            assert isinstance(shop_step, ShopStep)
            hands.press("Ctrl+Enter")
            assert hands.top is shop_step, "a shop without a name is asked again"
            shop_step.name.setText("آجیل نوری")
            hands.press("Ctrl+Enter")
            assert hands.window.frame.windowTitle() == "آجیل نوری"
            assert hands.errors == []
        decided = app.shop.ask(settings.read)
        assert (decided.language, decided.calendar, decided.first_run_done) == ("fa", "jalali", True)
        with Walk(app) as hands:
            hands.window.show()
            hands.settle()
            assert hands.top is hands.window.page("counter")


def test_removing_the_sample_opens_the_own_shop_after_it(app: App, tmp_path: Path) -> None:
    with Walk(app) as hands:
        hands.window.show()
        hands.settle()
        following: list[Path | None] = []
        hands.window.left.connect(following.append)
        hands.window.frame.banners.acted.emit("sample")
        hands.turn()
        assert following == [tmp_path / "home" / "shop.db"]
    assert app.path.exists()
    app.close()
    assert not app.path.exists()


def test_closing_frees_everything(app: App) -> None:
    with Walk(app) as hands:
        hands.window.show()
        for page in start.PAGES:
            hands.go(page.key)
        window, frame, pages = hands.window, hands.window.frame, dict(hands.window._pages)
        assert not gc.isenabled()
    gc.collect()
    hands.turn()
    assert not isValid(window)
    assert not isValid(frame)
    assert not [name for name, page in pages.items() if isValid(page)]
    assert gc.isenabled()
    names = ("search", "quick", "slow", "postman", "lookout")
    assert not [t.name for t in threading.enumerate() if t.name.startswith(names)]


def test_closing_while_work_runs_does_not_wait_for_its_end(app: App) -> None:
    with Walk(app) as hands:
        hands.window.show()
        hands.settle()
        go_on = threading.Event()

        def job(tick: object) -> None:
            assert callable(tick)
            for done in range(1000):
                go_on.set()
                time.sleep(0.01)
                tick(done, 1000)

        work = hands.window.lanes.work(hands.window, lambda _n: None, lambda _e: None, job)
        assert go_on.wait(5)
        work.cancel()
        began = time.monotonic()
        hands.window.leave()
        assert time.monotonic() - began < 5


GARBAGE = """
import gc, sys, threading, time
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from shopcrm.desk.garbage import Collector
app = QApplication([])
died = set()
class Cyclic(QWidget):
    def __init__(self):
        super().__init__()
        self.me, self.line = self, QLineEdit(self)
    def __del__(self):
        died.add(threading.current_thread().name)
parent = QObject()
if sys.argv[1] == "guarded":
    collector = Collector(parent)
for _ in range(50):
    Cyclic()
def churn():
    for _ in range(100):
        rows = [[number] for number in range(5000)]
worker = threading.Thread(target=churn, name="worker")
worker.start()
while worker.is_alive():
    app.processEvents()
    time.sleep(0.001)
if sys.argv[1] == "guarded":
    gc.collect()
print(",".join(sorted(died)))
"""


def _garbage(mode: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", GARBAGE, mode]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)


@pytest.mark.slow
def test_discarded_widgets_die_in_the_thread_of_the_window() -> None:
    ran = _garbage("guarded")
    assert (ran.returncode, ran.stdout.strip()) == (0, "MainThread"), ran.stderr


@pytest.mark.slow
def test_control_without_the_collector_they_die_in_a_worker() -> None:
    ran = _garbage("bare")
    assert ran.returncode != 0 or "worker" in ran.stdout


def test_a_person_can_be_found_from_anywhere(walk: Walk, app: App) -> None:
    person = app.shop.ask(customer_lists.page, 7, 1, Order.SEEN)[0]
    walk.go("settings")
    _tap(walk, Qt.Key.Key_K, CONTROL)
    finder = walk.window.frame.finder
    assert QApplication.focusWidget() is finder
    walk.write(finder, person.name)
    values = [offer.value for offer in finder.offers()]
    assert ("customers", person.id) in values
    finder.chosen.emit(("customers", person.id))
    walk.settle()
    assert walk.window.frame.current == "customers"
    assert walk.window.page("customers").memory() == person.id


def test_what_nobody_expected_gets_one_dialog_with_a_report_that_can_be_copied(walk: Walk) -> None:
    window = walk.window
    secret = "0912 345 6789"
    for _time in range(2):
        window.show_error(RuntimeError(secret))
    walk.settle()
    reports = window.frame.findChildren(CrashReport)
    assert len(reports) == 1
    assert "RuntimeError" in reports[0].report.toPlainText()
    assert secret not in reports[0].report.toPlainText()
    reports[0]._on_copy()
    assert QApplication.clipboard().text() == reports[0].report.toPlainText()
    reports[0].accept()
    walk.settle()
    walk.errors.clear()
