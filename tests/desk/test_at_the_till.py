"""Who is at the till: sign in, change, lock and agree, with the keyboard alone."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm import app as program
from shopcrm.app import App
from shopcrm.desk import start
from shopcrm.desk.at_the_till import AtTheTill
from shopcrm.desk.dialogs.agreement import Agreement
from shopcrm.desk.dialogs.customer_form import CustomerForm
from shopcrm.desk.dialogs.first_run import LanguageStep, OwnerStep, ShopStep
from shopcrm.desk.dialogs.role_table import RoleTable
from shopcrm.desk.dialogs.sign_in import SignIn
from shopcrm.desk.dialogs.staff_form import StaffForm
from shopcrm.desk.page import Page
from shopcrm.desk.people_card import PeopleCard
from shopcrm.desk.walk import Walk
from shopcrm.desk.widgets.buttons import Button
from shopcrm.rules.roles import AREAS, Role
from shopcrm.rules.text import fold
from shopcrm.services import customers, settings, sign_in, staff
from shopcrm.services.customers import Draft
from shopcrm.services.pin_hashes import hashed
from shopcrm.services.shop import NOBODY, Who
from shopcrm.store.settings import AuditEntry
from shopcrm.store.staff import Staff
from tests.conftest import NOW

CONTROL = Qt.KeyboardModifier.ControlModifier
PATIENCE_MS = 20_000
PINS = {"Reza": "482913", "Mina": "739152", "Ali": "4826", "Aram": "5937"}
ROLES = {"Reza": "owner", "Mina": "manager", "Ali": "staff", "Aram": "staff"}
CUSTOMER = "Parvaneh Sohrabi"

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def file(application: App, tmp_path: Path) -> Path:
    """A shop with one customer, and nobody who works in it."""
    start.keep_places_in(tmp_path)
    application.shop.do(settings.change, first_run_done=True, shop_name="Noori")
    application.shop.do(customers.add, Draft(name=CUSTOMER))
    return application.path


@pytest.fixture(scope="module")
def hidden() -> dict[str, str]:
    """The PINs as the file keeps them, hidden once: that takes its time on purpose."""
    return {name: hashed(pin) for name, pin in PINS.items()}


@pytest.fixture
def with_pins(file: Path, application: App, hidden: dict[str, str]) -> Path:
    """The shop in which four people have PINs."""
    for name, role in ROLES.items():
        application.shop.do(_add, name, role, hidden[name])
    return file


def _add(session: Session, name: str, role: str, pin_hash: str) -> None:
    now = session.info["now"]
    session.add(Staff(name=name, skey=fold(name), role=role, pin_hash=pin_hash, pin_set_at=now, made_at=now))


@pytest.fixture
def open_window() -> Iterator[Callable[[Path], Walk]]:
    """Opens the window on a shop file; it is closed in the end, and nothing went wrong in it."""
    opened: list[tuple[App, Walk]] = []

    def window_on(path: Path) -> Walk:
        app = program.open_app(path, clock=lambda: NOW)
        hands = Walk(app)
        opened.append((app, hands))
        hands.window.show()
        hands.window.frame.activateWindow()
        hands.resize(1440, 900)
        return hands

    yield window_on
    for app, hands in opened:
        hands.__exit__(None, None, None)
        app.close()
        assert hands.errors == []


def _top(hands: Walk) -> QWidget:
    return hands.top


def _till(hands: Walk) -> AtTheTill:
    found = hands.window.findChildren(AtTheTill)
    assert len(found) == 1
    return found[0]


def _tap(hands: Walk, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    _top(hands).window().activateWindow()
    hands.turn()
    target = QApplication.focusWidget() or hands.window.frame
    QTest.keyClick(target, key, modifier)
    hands.settle()


def _type(hands: Walk, text: str) -> None:
    _top(hands).window().activateWindow()
    hands.turn()
    target = QApplication.focusWidget()
    assert isinstance(target, QLineEdit)
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
    hands.turn()


def _sign_in(hands: Walk, name: str, pin: str = "") -> None:
    """Choose a name by its first letters' key and type the PIN, all in the line of the PIN."""
    dialog = _top(hands)
    assert isinstance(dialog, SignIn)
    for _ in range(len(PINS)):
        if dialog.entry.name == name:
            break
        _tap(hands, Qt.Key.Key_Down)
    _type(hands, pin or PINS[name])
    _tap(hands, Qt.Key.Key_Return)


def _who(hands: Walk) -> Who:
    return hands.window.program.shop.who


def _words_in_sight() -> str:
    windows = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    words = [label.text() for one in windows for label in one.findChildren(QLabel) if label.isVisible()]
    words += [line.text() for one in windows for line in one.findChildren(QLineEdit) if line.isVisible()]
    return "\n".join(words)


def test_without_pins_nobody_is_asked_and_nothing_locks(
    file: Path, open_window: Callable[[Path], Walk]
) -> None:
    hands = open_window(file)
    assert _top(hands) is hands.window.page(hands.window.frame.current)
    assert not hands.window.frame.top.person.isVisible()
    till = _till(hands)
    till.lock()
    _tap(hands, Qt.Key.Key_L, CONTROL)
    assert not till.locked
    assert not till.idle.timer.isActive()
    assert _who(hands) == Who()


def test_with_pins_the_window_asks_and_shows_nothing_before(
    with_pins: Path, open_window: Callable[[Path], Walk]
) -> None:
    hands = open_window(with_pins)
    dialog = _top(hands)
    assert isinstance(dialog, SignIn)
    assert _who(hands) == NOBODY
    assert [button.text() for button in dialog.entry.names.buttons()] == ["Reza", "Mina", "Ali", "Aram"]
    assert QApplication.focusWidget() is dialog.entry.pin
    ground = hands.window.frame.centralWidget()
    assert ground is not None
    assert not ground.isVisible()
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
        _tap(hands, key)
    _tap(hands, Qt.Key.Key_3, CONTROL)
    assert _top(hands) is dialog
    assert CUSTOMER not in _words_in_sight()
    _sign_in(hands, "Ali")
    assert _who(hands) == Who("Ali", role=Role.STAFF, signed_in=True)
    assert isinstance(_top(hands), Page)
    hands.go("customers")
    assert hands.window.frame.top.person.accessibleName() == "Ali, staff. Change the person"
    shown = hands.window.page("customers").findChildren(QLabel)
    assert any("1 customer" in label.text() for label in shown)


def test_a_wrong_pin_is_said_under_it_and_waits(with_pins: Path, open_window: Callable[[Path], Walk]) -> None:
    hands = open_window(with_pins)
    dialog = _top(hands)
    assert isinstance(dialog, SignIn)
    said = []
    for pin in ("1", "22", "9999", "8888", PINS["Reza"]):
        _type(hands, pin)
        _tap(hands, Qt.Key.Key_Return)
        assert _top(hands) is dialog
        assert dialog.entry.pin.text() == ""
        said.append(dialog.entry.error)
    assert said[0] == "This is not the PIN of Reza. Nobody was signed in. Try again."
    assert said[3].endswith("The next try can be made in 15 seconds.")
    assert said[4].startswith("There were too many wrong PINs for Reza.")
    _sign_in(hands, "Mina")
    assert _who(hands).actor == "Mina"


def test_arrows_and_first_letters_choose_while_the_pin_is_typed(
    with_pins: Path, open_window: Callable[[Path], Walk]
) -> None:
    dialog = _top(open_window(with_pins))
    assert isinstance(dialog, SignIn)
    chosen = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_A, Qt.Key.Key_A, Qt.Key.Key_M):
        QTest.keyClick(dialog.entry.pin, key)
        chosen.append(dialog.entry.name)
    QTest.keyClick(dialog.entry.pin, Qt.Key.Key_4)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_R):
        QTest.keyClick(dialog.entry.pin, key)
        chosen.append(dialog.entry.name)
    assert chosen == ["Mina", "Reza", "Aram", "Ali", "Aram", "Mina", "Mina", "Reza"]
    assert dialog.entry.pin.text() == "4"


def test_persian_digits_are_a_pin_too(with_pins: Path, open_window: Callable[[Path], Walk]) -> None:
    hands = open_window(with_pins)
    _sign_in(hands, "Ali", "۴۸۲۶")
    assert _who(hands).actor == "Ali"


def test_ctrl_l_changes_the_person_and_esc_leaves_it(
    with_pins: Path, open_window: Callable[[Path], Walk]
) -> None:
    hands = open_window(with_pins)
    _sign_in(hands, "Ali")
    for page in ("customers", "settings"):
        hands.go(page)
        _tap(hands, Qt.Key.Key_L, CONTROL)
        dialog = _top(hands)
        assert isinstance(dialog, SignIn)
        assert dialog.entry.name == "Ali"
        _tap(hands, Qt.Key.Key_Escape)
        assert _who(hands).actor == "Ali"
        assert _top(hands) is hands.window.page(page)
    _tap(hands, Qt.Key.Key_L, CONTROL)
    _sign_in(hands, "Mina")
    assert _who(hands) == Who("Mina", role=Role.MANAGER, signed_in=True)
    assert hands.window.frame.current == "settings"


def test_ctrl_l_twice_locks_and_everything_is_there_again(
    with_pins: Path, open_window: Callable[[Path], Walk]
) -> None:
    hands = open_window(with_pins)
    _sign_in(hands, "Ali")
    hands.go("customers")
    hands.press("Ctrl+N")
    form = _top(hands)
    assert isinstance(form, CustomerForm)
    _type(hands, "Nasrin Sad")
    written = QApplication.focusWidget()
    assert isinstance(written, QLineEdit)
    _till(hands).lock()
    hands.settle()
    assert isinstance(_top(hands), SignIn)
    assert not form.isVisible()
    assert "Nasrin" not in _words_in_sight()
    _sign_in(hands, "Mina")
    assert _top(hands) is form
    assert form.isVisible()
    assert written.text() == "Nasrin Sad"
    assert QApplication.focusWidget() is written
    hands.press("Ctrl+Enter")
    assert hands.window.program.shop.ask(customers.count) == 2
    hands.settle()
    _tap(hands, Qt.Key.Key_L, CONTROL)
    _tap(hands, Qt.Key.Key_L, CONTROL)
    assert _till(hands).locked
    dialog = _top(hands)
    assert isinstance(dialog, SignIn)
    _tap(hands, Qt.Key.Key_Escape)
    assert _top(hands) is dialog
    _sign_in(hands, "Mina")
    assert not _till(hands).locked


def test_it_locks_by_itself_when_nobody_touches_anything(
    with_pins: Path, open_window: Callable[[Path], Walk], qtbot: QtBot
) -> None:
    hands = open_window(with_pins)
    _sign_in(hands, "Ali")
    till = _till(hands)
    assert till.idle.timer.isActive()
    assert till.idle.timer.interval() == 10 * 60_000
    till.idle.timer.start(1_500)
    for _ in range(6):
        qtbot.wait(300)
        QTest.keyClick(hands.window.frame.windowHandle(), Qt.Key.Key_Shift)
    assert not till.locked
    for place in range(6):
        qtbot.wait(300)
        QTest.mouseMove(hands.window.frame.windowHandle(), QPoint(300 + 10 * place, 300))
    assert not till.locked
    qtbot.waitUntil(lambda: till.locked, timeout=PATIENCE_MS)
    hands.settle()
    assert isinstance(_top(hands), SignIn)
    assert _who(hands) == NOBODY


def test_with_0_minutes_it_never_locks(
    with_pins: Path, application: App, open_window: Callable[[Path], Walk]
) -> None:
    application.shop.do(settings.change, lock_minutes=0)
    hands = open_window(with_pins)
    _sign_in(hands, "Ali")
    assert not _till(hands).idle.timer.isActive()


def test_the_window_can_be_closed_while_it_is_locked(
    with_pins: Path, open_window: Callable[[Path], Walk]
) -> None:
    hands = open_window(with_pins)
    left: list[object] = []
    hands.window.left.connect(left.append)
    hands.press("Ctrl+Q")
    assert left == [None]


def test_a_manager_agrees_on_the_spot_and_the_trail_names_both(
    with_pins: Path, open_window: Callable[[Path], Walk], application: App
) -> None:
    hands = open_window(with_pins)
    _sign_in(hands, "Ali")
    hands.go("settings")
    card = hands.window.page("settings").findChildren(PeopleCard)[0]
    card._minutes.setText("۵")
    card._on_save()
    hands.settle()
    dialog = _top(hands)
    assert isinstance(dialog, Agreement)
    assert [button.text() for button in dialog.entry.names.buttons()] == ["Reza", "Mina"]
    _tap(hands, Qt.Key.Key_Return, CONTROL)
    assert _top(hands) is dialog, "a reason is asked for"
    _type(hands, "quiet day")
    _tap(hands, Qt.Key.Key_Return)
    _tap(hands, Qt.Key.Key_Down)
    _type(hands, "000000")
    _tap(hands, Qt.Key.Key_Return)
    assert dialog.entry.error.startswith("This is not the PIN of Mina.")
    _type(hands, PINS["Mina"])
    _tap(hands, Qt.Key.Key_Return)
    assert application.shop.ask(settings.read).lock_minutes == 5
    assert _who(hands).actor == "Ali"
    last = application.shop.ask(
        lambda s: s.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    )
    assert last is not None
    assert (last.actor, last.act) == ("Ali", "settings.change")
    detail = json.loads(last.detail)
    assert (detail["allowed_by"], detail["reason"]) == ("Mina", "quiet day")


def test_where_nobody_agrees_the_refusal_stands_on_the_card(
    with_pins: Path, open_window: Callable[[Path], Walk], application: App
) -> None:
    hands = open_window(with_pins)
    _sign_in(hands, "Ali")
    hands.go("settings")
    card = hands.window.page("settings").findChildren(PeopleCard)[0]
    card._minutes.setText("7")
    card._on_save()
    hands.settle()
    _tap(hands, Qt.Key.Key_Escape)
    assert any(
        "Ali may not do this" in label.text() for label in card.findChildren(QLabel) if label.isVisible()
    )
    assert application.shop.ask(settings.read).lock_minutes == 10


def test_whoever_leaves_is_locked_out_of_an_open_window(
    with_pins: Path, open_window: Callable[[Path], Walk], application: App, qtbot: QtBot
) -> None:
    hands = open_window(with_pins)
    _sign_in(hands, "Ali")
    application.shop.do(staff.change_role, "Ali", "manager", "593716")
    qtbot.waitUntil(lambda: _who(hands).role is Role.MANAGER, timeout=PATIENCE_MS)
    application.shop.do(staff.leave, "Ali")
    qtbot.waitUntil(lambda: _who(hands) == NOBODY, timeout=PATIENCE_MS)
    hands.settle()
    dialog = _top(hands)
    assert isinstance(dialog, SignIn)
    assert "Ali" not in [button.text() for button in dialog.entry.names.buttons()]


def test_the_first_pin_of_another_program_locks_an_open_window(
    file: Path, open_window: Callable[[Path], Walk], application: App, qtbot: QtBot
) -> None:
    hands = open_window(file)
    application.shop.do(staff.add, "Reza", "owner", PINS["Reza"])
    qtbot.waitUntil(lambda: _till(hands).locked, timeout=PATIENCE_MS)
    hands.settle()
    _sign_in(hands, "Reza")
    assert _who(hands).role is Role.OWNER


def test_people_are_added_and_changed_in_the_settings(
    with_pins: Path, open_window: Callable[[Path], Walk], application: App
) -> None:
    hands = open_window(with_pins)
    _sign_in(hands, "Reza")
    hands.go("settings")
    card = hands.window.page("settings").findChildren(PeopleCard)[0]
    card._new.click()
    hands.settle()
    form = _top(hands)
    assert isinstance(form, StaffForm)
    _type(hands, "Leila")
    form.pin.first.setText("123")
    form.pin.second.setText("123")
    _tap(hands, Qt.Key.Key_Return, CONTROL)
    assert _top(hands) is form
    form.pin.first.setText("4823")
    form.pin.second.setText("4832")
    _tap(hands, Qt.Key.Key_Return, CONTROL)
    assert _top(hands) is form
    form.pin.second.setText("4823")
    _tap(hands, Qt.Key.Key_Return, CONTROL)
    assert "Leila" in [row.name for row in application.shop.ask(staff.everybody)]
    names = [label.text() for label in card.findChildren(QLabel) if label.isVisible()]
    assert "Leila" in names
    change = next(b for b in card.findChildren(Button) if b.accessibleName() == "Edit Leila")
    change.click()
    hands.settle()
    form = _top(hands)
    assert isinstance(form, StaffForm)
    form.role.choose(Role.MANAGER)
    form.role.picked.emit(Role.MANAGER)
    _tap(hands, Qt.Key.Key_Return, CONTROL)
    assert _top(hands) is form, "whoever is in charge needs a longer PIN"
    form.pin.first.setText("482316")
    form.pin.second.setText("482316")
    _tap(hands, Qt.Key.Key_Return, CONTROL)
    assert sign_in.sign_in(application.shop, "Leila", "482316").role is Role.MANAGER
    change = next(b for b in card.findChildren(Button) if b.accessibleName() == "Edit Reza")
    change.click()
    hands.settle()
    form = _top(hands)
    assert isinstance(form, StaffForm)
    left = next(b for b in form.findChildren(Button) if b.text() == "Works here no more")
    left.click()
    hands.settle()
    assert _top(hands) is form
    assert "only owner" in form._role_field.error


def test_the_table_of_roles_shows_every_deed(with_pins: Path, open_window: Callable[[Path], Walk]) -> None:
    hands = open_window(with_pins)
    _sign_in(hands, "Ali")
    hands.go("settings")
    hands.window.page("settings").findChildren(PeopleCard)[0]._on_table()
    hands.settle()
    table = _top(hands)
    assert isinstance(table, RoleTable)
    shown = {label.text() for label in table.findChildren(QLabel)}
    assert {deed.words.text for area in AREAS for deed in area.deeds} <= shown
    _tap(hands, Qt.Key.Key_Return, CONTROL)
    assert _top(hands) is hands.window.page("settings")


def test_the_wizard_ends_with_the_owners_pin_which_may_stay_out(
    application: App, tmp_path: Path, open_window: Callable[[Path], Walk]
) -> None:
    start.keep_places_in(tmp_path)
    hands = open_window(application.path)
    assert isinstance(_top(hands), LanguageStep)
    hands.press("Ctrl+Enter")
    step = _top(hands)
    assert isinstance(step, ShopStep)
    step.name.setText("Noori")
    hands.press("Ctrl+Enter")
    owner = _top(hands)
    assert isinstance(owner, OwnerStep)
    _tap(hands, Qt.Key.Key_Return, CONTROL)
    assert _top(hands) is owner
    owner.name.setText("Reza Noori")
    owner.pin.first.setText("482913")
    owner.pin.second.setText("۴۸۲۹۱۳")
    hands.press("Ctrl+Enter")
    hands.settle()
    assert _who(hands) == Who("Reza Noori", role=Role.OWNER, signed_in=True)
    assert not _till(hands).locked
    assert hands.window.frame.top.person.isVisible()
