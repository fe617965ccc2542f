from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from shopcrm.app import App
from shopcrm.desk.customer_list import Person
from shopcrm.desk.dialogs.customer_form import CustomerForm
from shopcrm.desk.look import Look
from shopcrm.desk.pages.customers import CustomersPage
from shopcrm.desk.widgets.chips import KeptChip
from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.services import consents, customers, preferences
from shopcrm.services.customers import Draft
from shopcrm.services.preferences import Kind
from tests import makers
from tests.desk.kit_parts import press, type_text, unnamed
from tests.desk.opened import CONTROL, Opened, opened

CONTROL_SHIFT = CONTROL | Qt.KeyboardModifier.ShiftModifier
HOSTILE = "<b>x</b> & <img src=x>"


@pytest.fixture
def room(application: App, look: Look, qtbot: QtBot) -> Iterator[Opened[CustomersPage]]:
    """The page on a shop with nobody in it."""
    with opened(application, look, qtbot, CustomersPage) as shown:
        yield shown


@pytest.fixture
def full_room(application: App, look: Look, qtbot: QtBot) -> Iterator[Opened[CustomersPage]]:
    """The page on a shop with Maryam, who was seen last, and Ali."""
    shop, now = application.shop, application.shop.clock()
    ali = makers.customer(shop, name="Ali Karimi", seen=now - timedelta(days=20))
    makers.phone(shop, ali, "+989122223344")
    maryam = makers.customer(shop, name="Maryam Noori", code="17850", seen=now - timedelta(days=1))
    makers.phone(shop, maryam, "+989123456718")
    with opened(application, look, qtbot, CustomersPage) as shown:
        yield shown


def _rows(shown: Opened[CustomersPage]) -> list[Person]:
    rows = shown.page.list.table.model()
    found = [rows.index(row, 0).data(Qt.ItemDataRole.UserRole) for row in range(rows.rowCount())]
    return [row for row in found if row is not None]


def _names(shown: Opened[CustomersPage]) -> list[str]:
    return [row.divider or row.name for row in _rows(shown)]


def _search(shown: Opened[CustomersPage], text: str) -> None:
    box = shown.page.list.box
    box.clear()
    type_text(box, text)
    shown.qtbot.wait(150)
    shown.rest()


def _shown_id(shown: Opened[CustomersPage]) -> int:
    assert shown.page.sheet.customer_id is not None
    return shown.page.sheet.customer_id


def _stands_on(shown: Opened[CustomersPage]) -> str:
    row = shown.page.list.current()
    assert row is not None
    return str(row.name)


def _shown_name(shown: Opened[CustomersPage]) -> str:
    return shown.page.sheet.head.name.text()


def test_a_customer_is_added_by_keyboard_and_found_in_another_spelling(room: Opened[CustomersPage]) -> None:
    room.press(Qt.Key.Key_N, CONTROL)
    form = room.dialog(CustomerForm)
    type_text(form.name, "كريمي")
    type_text(form.phones, "۰۹۱۲ ۳۴۵ ۶۷۱۸")
    press(form, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: bool(room.said))
    assert room.kit.program.shop.ask(customers.show, 1).phones == ("+989123456718",)
    _search(room, "کریم")
    assert _names(room) == ["كريمي"]
    assert _shown_name(room) == "كريمي"
    _search(room, "4567")
    assert _names(room) == ["كريمي"]


def test_a_bad_phone_gets_a_sentence_and_stays_as_it_was_typed(room: Opened[CustomersPage]) -> None:
    room.press(Qt.Key.Key_N, CONTROL)
    form = room.dialog(CustomerForm)
    type_text(form.name, "Sara")
    form.phones.setFocus()
    type_text(form.phones, "0912 345")
    form.emails.setFocus()
    room.rest()
    assert form.field("phones").error.startswith("0912 345 is not a phone number.")
    press(form, Qt.Key.Key_Return, CONTROL)
    room.rest()
    assert form.phones.toPlainText() == "0912 345"
    assert form.isVisible()
    assert room.kit.program.shop.ask(customers.count) == 0
    form.reject()


def test_nobody_without_anything_to_know_them_by_is_added(room: Opened[CustomersPage]) -> None:
    room.press(Qt.Key.Key_N, CONTROL)
    form = room.dialog(CustomerForm)
    press(form, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: bool(form.field("name").error))
    assert form.main.isEnabled()
    form.reject()


def test_what_was_searched_for_in_vain_begins_a_new_customer(full_room: Opened[CustomersPage]) -> None:
    for typed, name, phone in (("Zohreh Q", "Zohreh Q", ""), ("0935 111", "", "0935 111")):
        _search(full_room, typed)
        assert not _rows(full_room)
        assert _shown_name(full_room) != typed
        full_room.page.list.empty.button.click()
        form = full_room.dialog(CustomerForm)
        assert (form.name.text(), form.phones.toPlainText()) == (name, phone)
        form.reject()


def test_a_slip_is_forgiven_under_its_own_line(full_room: Opened[CustomersPage]) -> None:
    _search(full_room, "karinmi")
    assert _names(full_room) == ["Perhaps you meant", "Ali Karimi"]
    assert _shown_name(full_room) == "Ali Karimi"


def test_whoever_was_seen_last_comes_first(full_room: Opened[CustomersPage]) -> None:
    assert [(row.name, row.second, row.seen) for row in _rows(full_room)] == [
        ("Maryam Noori", "0912 345 6718", "yesterday"),
        ("Ali Karimi", "0912 222 3344", "2 weeks ago"),
    ]
    assert full_room.page.list.count.text() == "2 customers"
    _search(full_room, "ali")
    assert full_room.page.list.count.text() == "1 of 2"


def test_up_and_down_show_the_person(full_room: Opened[CustomersPage]) -> None:
    assert _shown_name(full_room) == "Maryam Noori"
    press(full_room.page.list.box, Qt.Key.Key_Down)
    press(full_room.page.list.table, Qt.Key.Key_Down)
    full_room.until(lambda: _shown_name(full_room) == "Ali Karimi")
    press(full_room.page.list.table, Qt.Key.Key_Return)
    full_room.rest()
    assert full_room.page.sheet.pane() == 3


def test_an_answer_to_news_is_written_down_with_how(full_room: Opened[CustomersPage]) -> None:
    shop = full_room.kit.program.shop
    line = full_room.page.sheet.contact.lines[0]
    assert (line.purpose, line.channel) == (Purpose.NEWS, Channel.EMAIL)
    assert line.state.text() == "not asked yet, so nothing is sent"
    line.yes.setFocus()
    press(line.yes, Qt.Key.Key_Space)
    full_room.until(lambda: line.state.text().startswith("yes since"))
    (view,) = shop.ask(consents.latest, _shown_id(full_room))
    assert (view.given, view.how, view.recorded_by) == (True, "told us at the counter", "owner")
    assert line.no.hasFocus()
    press(line.no, Qt.Key.Key_Space)
    full_room.until(lambda: line.state.text().startswith("no since"))
    assert len(shop.ask(consents.history, _shown_id(full_room))) == 2


def test_the_note_is_saved_as_it_is_typed_and_when_one_goes_on(full_room: Opened[CustomersPage]) -> None:
    shop, sheet = full_room.kit.program.shop, full_room.page.sheet
    maryam = _shown_id(full_room)
    full_room.press(Qt.Key.Key_D, CONTROL)
    assert sheet.note.text.hasFocus()
    type_text(sheet.note.text, "Small packs")
    full_room.until(lambda: shop.ask(customers.show, maryam).note == "Small packs")
    type_text(sheet.note.text, ", please")
    sheet.show_customer(1)
    full_room.until(lambda: _shown_name(full_room) == "Ali Karimi")
    assert shop.ask(customers.show, maryam).note == "Small packs, please"
    assert sheet.note.text.toPlainText() == ""
    assert shop.ask(customers.show, 1).note == ""


def test_what_is_being_written_is_not_replaced_by_what_is_read(full_room: Opened[CustomersPage]) -> None:
    sheet = full_room.page.sheet
    type_text(sheet.note.text, "half a sen")
    full_room.page.refresh()
    type_text(sheet.note.text, "tence")
    full_room.until(lambda: True)
    assert sheet.note.text.toPlainText() == "half a sentence"


def test_a_preference_is_told_and_taken_back_by_keyboard(full_room: Opened[CustomersPage]) -> None:
    shop, tastes = full_room.kit.program.shop, full_room.page.sheet.tastes
    maryam = _shown_id(full_room)
    full_room.press(Qt.Key.Key_P, CONTROL_SHIFT)
    assert tastes.entry.box.hasFocus()
    tastes.entry.kind.choose(Kind.AVOIDS)
    type_text(tastes.entry.box, "sesame")
    press(tastes.entry.box, Qt.Key.Key_Return)
    full_room.until(lambda: bool(tastes.findChildren(KeptChip)))
    (told,) = shop.ask(preferences.of_customer, maryam)
    assert (told.kind, told.words) == (Kind.AVOIDS, "sesame")
    chip = tastes.findChildren(KeptChip)[0]
    assert chip.accessibleName() == "Avoids sesame"
    press(chip, Qt.Key.Key_Delete)
    full_room.until(lambda: not tastes.findChildren(KeptChip))
    assert not shop.ask(preferences.of_customer, maryam)
    full_room.undo[-1]()
    full_room.until(lambda: bool(tastes.findChildren(KeptChip)))
    assert [taste.words for taste in shop.ask(preferences.of_customer, maryam)] == ["sesame"]


def test_goods_and_categories_are_offered_for_a_preference(full_room: Opened[CustomersPage]) -> None:
    shop = full_room.kit.program.shop
    nuts = makers.category(shop, "Walnut shelf")
    walnuts = makers.product(shop, name="Walnuts of Tuyserkan", category_id=nuts)
    tastes = full_room.page.sheet.tastes
    tastes.add.click()
    full_room.rest()
    type_text(tastes.entry.box, "waln")
    full_room.qtbot.wait(150)
    full_room.rest()
    offers = tastes.entry.box.offers()
    assert [offer.text for offer in offers] == ["waln", "Walnut shelf", "Walnuts of Tuyserkan"]
    offered = QApplication.activePopupWidget()
    assert offered is not None
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        press(offered, key)
    full_room.until(lambda: bool(tastes.findChildren(KeptChip)))
    (told,) = shop.ask(preferences.of_customer, _shown_id(full_room))
    assert (told.kind, told.product_id, told.thing) == (Kind.LIKES, walnuts, "Walnuts of Tuyserkan")


def test_a_shared_phone_is_told_and_hinders_nothing(full_room: Opened[CustomersPage]) -> None:
    full_room.press(Qt.Key.Key_N, CONTROL)
    form = full_room.dialog(CustomerForm)
    type_text(form.name, "Son of Ali")
    form.phones.setFocus()
    type_text(form.phones, "0912 222 3344")
    form.note.setFocus()
    full_room.until(lambda: form.warning.isVisible())
    assert form.warning.text().startswith("Ali Karimi has the phone")
    press(form, Qt.Key.Key_Return, CONTROL)
    full_room.until(lambda: bool(full_room.said))
    assert full_room.said[-1].startswith("Son of Ali is saved. Ali Karimi has the phone")
    assert _shown_name(full_room) == "Son of Ali"


def test_the_form_changes_only_what_was_changed_in_it(full_room: Opened[CustomersPage]) -> None:
    shop, maryam = full_room.kit.program.shop, _shown_id(full_room)
    makers.preference(shop, maryam, "likes", words="figs")
    makers.preference(shop, maryam, "needs", words="small packs")
    makers.consent(shop, maryam)
    full_room.page.refresh()
    full_room.rest()
    full_room.press(Qt.Key.Key_F4)
    form = full_room.dialog(CustomerForm)
    assert (form.likes.text(), form.by_mail.isChecked(), form.by_call.isChecked()) == ("figs", True, False)
    shop.do(customers.edit, maryam, Draft(note="written by somebody else meanwhile"))
    form.name.selectAll()
    type_text(form.name, "Maryam N")
    type_text(form.avoids, "sesame، raisins")
    form.by_mail.click()
    press(form, Qt.Key.Key_Return, CONTROL)
    full_room.until(lambda: bool(full_room.said))
    sheet = shop.ask(customers.show, maryam)
    assert (sheet.name, sheet.note, sheet.phones) == (
        "Maryam N",
        "written by somebody else meanwhile",
        ("+989123456718",),
    )
    assert [(view.channel, view.given) for view in sheet.consents] == [(Channel.EMAIL, False)]
    assert {(taste.kind, taste.thing) for taste in sheet.preferences} == {
        (Kind.LIKES, "figs"),
        (Kind.NEEDS, "small packs"),
        (Kind.AVOIDS, "sesame"),
        (Kind.AVOIDS, "raisins"),
    }


def test_purchases_and_messages_stand_newest_first(full_room: Opened[CustomersPage]) -> None:
    shop, history = full_room.kit.program.shop, full_room.page.sheet.history
    maryam = _shown_id(full_room)
    tea, now = makers.product(shop, name="Tea"), shop.clock()
    makers.sale(shop, maryam, (tea, 1000, 50_000), number="17", at=now - timedelta(days=3))
    makers.sale(shop, maryam, (tea, -1000, 50_000), number="18", kind="return", at=now)
    makers.message(shop, maryam)
    full_room.page.refresh()
    full_room.rest()
    rows = history.purchases.model()
    texts = [[rows.index(row, column).data() for column in range(3)] for row in range(rows.rowCount())]
    assert [(goods, amount) for _day, goods, amount in texts] == [("Tea", "\u22125,000"), ("Tea", "5,000")]
    assert rows.index(0, 2).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignAbsolute
    history.tabs.buttons()[1].click()
    full_room.rest()
    assert history.table() is history.messages
    assert history.messages.isVisible()
    assert history.messages.model().index(0, 1).data() == "Fresh walnuts"
    press(history.messages, Qt.Key.Key_Return)
    history.messages.go_to(0)
    press(history.messages, Qt.Key.Key_Return)
    assert full_room.went == [("messages", 1)]


def test_a_hostile_name_is_shown_as_it_is_written(application: App, look: Look, qtbot: QtBot) -> None:
    key = makers.customer(application.shop, name=HOSTILE, note=HOSTILE)
    makers.avoids(application.shop, key, HOSTILE)
    with opened(application, look, qtbot, CustomersPage) as shown:
        assert _shown_name(shown) == HOSTILE
        for label in shown.page.findChildren(QLabel):
            assert label.textFormat() is Qt.TextFormat.PlainText
            assert "<b>" not in label.toolTip()
        rows = shown.page.list.table.model()
        assert "<b>" not in (rows.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) or "")
        assert shown.page.sheet.note.text.toPlainText() == HOSTILE


def test_a_long_list_fetches_what_comes_into_sight(application: App, look: Look, qtbot: QtBot) -> None:
    application.shop.do(_many, 350)
    with opened(application, look, qtbot, CustomersPage) as shown:
        table, rows = shown.page.list.table, shown.page.list.table.model()
        assert rows.rowCount() == 350
        table.setFocus()
        press(table, Qt.Key.Key_End)
        shown.until(lambda: _shown_name(shown) == "Guest 0")
        assert _stands_on(shown) == "Guest 0"
        shown.page.refresh()
        shown.rest()
        assert table.currentIndex().row() == 349


def _many(session: Session, count: int) -> None:
    for number in range(count):
        saved = customers.add(session, Draft(name=f"Guest {number}"))
        row = customers.get(session, saved.id)
        row.last_seen_at = row.first_seen_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=number)


def test_a_refresh_follows_the_person_one_stands_on(full_room: Opened[CustomersPage]) -> None:
    press(full_room.page.list.box, Qt.Key.Key_Down)
    press(full_room.page.list.table, Qt.Key.Key_Down)
    full_room.until(lambda: _shown_name(full_room) == "Ali Karimi")
    makers.customer(full_room.kit.program.shop, name="Just came in")
    full_room.page.refresh()
    full_room.rest()
    assert _stands_on(full_room) == "Ali Karimi"
    assert _shown_name(full_room) == "Ali Karimi"


def test_who_has_no_name_goes_by_their_number(application: App, look: Look, qtbot: QtBot) -> None:
    makers.customer(application.shop, name="", code="17850")
    with opened(application, look, qtbot, CustomersPage) as shown:
        assert _names(shown) == ["Customer 17850"]
        assert _shown_name(shown) == "Customer 17850"


def test_ctrl_tab_goes_round_the_parts_of_the_page(full_room: Opened[CustomersPage]) -> None:
    seen = []
    for _step in range(5):
        full_room.press(Qt.Key.Key_Tab, CONTROL)
        seen.append(full_room.page.sheet.pane())
    assert seen == [0, 1, 2, 3, -1]
    full_room.press(Qt.Key.Key_F, CONTROL)
    assert full_room.page.list.box.hasFocus()


def test_a_small_window_puts_the_parts_behind_tabs(application: App, look: Look, qtbot: QtBot) -> None:
    key = makers.customer(application.shop, name="Sara")
    makers.avoids(application.shop, key, "sesame")
    with opened(application, look, qtbot, CustomersPage, size=(1100, 700)) as shown:
        sheet = shown.page.sheet
        assert (sheet.history.isVisible(), sheet.tastes.isVisible(), sheet.contact.isVisible()) == (
            True,
            False,
            False,
        )
        sheet.tabs.buttons()[2].click()
        assert (sheet.history.isVisible(), sheet.tastes.isVisible(), sheet.contact.isVisible()) == (
            False,
            False,
            True,
        )
        shown.press(Qt.Key.Key_D, CONTROL)
        assert sheet.note.isVisible()
        assert shown.page.width() <= 1100 - 84


def test_a_customer_is_shown_from_elsewhere_and_remembered(full_room: Opened[CustomersPage]) -> None:
    full_room.page.show_thing(1)
    full_room.until(lambda: _shown_name(full_room) == "Ali Karimi")
    assert full_room.page.memory() == 1


def test_who_is_shown_from_elsewhere_stays_when_the_list_comes(
    application: App, look: Look, qtbot: QtBot
) -> None:
    for name in ("Ali", "Sara"):
        makers.customer(application.shop, name=name)
    with opened(application, look, qtbot, CustomersPage, thing=1) as shown:
        shown.rest()
        assert _shown_name(shown) == "Ali"
        assert shown.page.list.current() is None


def test_a_note_is_handed_in_when_the_page_is_left(full_room: Opened[CustomersPage]) -> None:
    maryam = _shown_id(full_room)
    type_text(full_room.page.sheet.note.text, "Call before noon")
    full_room.page.hide()
    full_room.kit.lanes.close()
    assert full_room.kit.program.shop.ask(customers.show, maryam).note == "Call before noon"


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("size", [(1440, 900), (1100, 700)])
def test_everything_has_a_name_for_a_screen_reader(
    application: App, look: Look, qtbot: QtBot, language: str, size: tuple[int, int]
) -> None:
    key = makers.customer(application.shop, name="مریم نوری")
    makers.avoids(application.shop, key, "sesame")
    with opened(application, look, qtbot, CustomersPage, language=language, size=size) as shown:
        shown.page.sheet.tastes.entry.begin()
        assert not [who for who in unnamed(shown.page) if "EmptyState" not in who]
        shown.page.sheet.head.edit.click()
        form = shown.dialog(CustomerForm)
        assert list(unnamed(form)) == []
        form.reject()
