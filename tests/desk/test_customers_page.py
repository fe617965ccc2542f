from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from shopcrm.app import App
from shopcrm.desk.dialogs.customer_form import CustomerForm
from shopcrm.desk.look import Look
from shopcrm.desk.pages.customers import CustomersPage
from shopcrm.rules.delivery import Channel
from shopcrm.services import customers, tags
from shopcrm.services.customers import Draft
from shopcrm.services.preferences import Kind
from tests import makers
from tests.desk.kit_parts import press, type_text, unnamed
from tests.desk.opened import CONTROL, opened
from tests.desk.people_room import (
    Room,
    listed,
    names,
    search,
    shown_id,
    shown_name,
    stands_on,
    two_people,
)


@pytest.fixture
def room(application: App, look: Look, qtbot: QtBot) -> Iterator[Room]:
    """The page on a shop with nobody in it."""
    with opened(application, look, qtbot, CustomersPage) as shown:
        yield shown


@pytest.fixture
def full_room(application: App, look: Look, qtbot: QtBot) -> Iterator[Room]:
    """The page on a shop with Maryam, who was seen last, and Ali."""
    with two_people(application, look, qtbot) as shown:
        yield shown


def test_a_customer_is_added_by_keyboard_and_found_in_another_spelling(room: Room) -> None:
    room.press(Qt.Key.Key_N, CONTROL)
    form = room.dialog(CustomerForm)
    type_text(form.who.name, "كريمي")
    type_text(form.who.phones, "۰۹۱۲ ۳۴۵ ۶۷۱۸")
    press(form, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: bool(room.said))
    assert room.kit.program.shop.ask(customers.show, 1).phones == ("+989123456718",)
    search(room, "کریم")
    assert names(room) == ["كريمي"]
    assert shown_name(room) == "كريمي"
    search(room, "4567")
    assert names(room) == ["كريمي"]


def test_a_bad_phone_gets_a_sentence_and_stays_as_it_was_typed(room: Room) -> None:
    room.press(Qt.Key.Key_N, CONTROL)
    form = room.dialog(CustomerForm)
    type_text(form.who.name, "Sara")
    form.who.phones.setFocus()
    type_text(form.who.phones, "0912 345")
    form.who.emails.setFocus()
    room.rest()
    assert form.field("phones").error.startswith("0912 345 is not a phone number.")
    press(form, Qt.Key.Key_Return, CONTROL)
    room.rest()
    assert form.who.phones.toPlainText() == "0912 345"
    assert form.isVisible()
    assert room.kit.program.shop.ask(customers.count) == 0
    form.reject()


def test_nobody_without_anything_to_know_them_by_is_added(room: Room) -> None:
    room.press(Qt.Key.Key_N, CONTROL)
    form = room.dialog(CustomerForm)
    press(form, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: bool(form.field("name").error))
    assert form.main.isEnabled()
    form.reject()


def test_what_was_searched_for_in_vain_begins_a_new_customer(full_room: Room) -> None:
    for typed, name, phone in (("Zohreh Q", "Zohreh Q", ""), ("0935 111", "", "0935 111")):
        search(full_room, typed)
        assert not listed(full_room)
        assert shown_name(full_room) != typed
        full_room.page.list.empty.button.click()
        form = full_room.dialog(CustomerForm)
        assert (form.who.name.text(), form.who.phones.toPlainText()) == (name, phone)
        form.reject()


def test_a_slip_is_forgiven_under_its_own_line(full_room: Room) -> None:
    search(full_room, "karinmi")
    assert names(full_room) == ["Perhaps you meant", "Ali Karimi"]
    assert shown_name(full_room) == "Ali Karimi"


def test_whoever_was_seen_last_comes_first(full_room: Room) -> None:
    assert [(row.name, row.second, row.seen) for row in listed(full_room)] == [
        ("Maryam Noori", "0912 345 6718", "yesterday"),
        ("Ali Karimi", "0912 222 3344", "2 weeks ago"),
    ]
    assert full_room.page.list.count.text() == "2 customers"
    search(full_room, "ali")
    assert full_room.page.list.count.text() == "1 of 2"


def test_up_and_down_show_the_person(full_room: Room) -> None:
    assert shown_name(full_room) == "Maryam Noori"
    press(full_room.page.list.box, Qt.Key.Key_Down)
    press(full_room.page.list.table, Qt.Key.Key_Down)
    full_room.until(lambda: shown_name(full_room) == "Ali Karimi")
    press(full_room.page.list.table, Qt.Key.Key_Return)
    full_room.rest()
    assert full_room.page.sheet.pane() == 2


def test_a_shared_phone_is_told_and_hinders_nothing(full_room: Room) -> None:
    full_room.press(Qt.Key.Key_N, CONTROL)
    form = full_room.dialog(CustomerForm)
    type_text(form.who.name, "Son of Ali")
    form.who.phones.setFocus()
    type_text(form.who.phones, "0912 222 3344")
    form.more.note.setFocus()
    full_room.until(lambda: form.who.warning.isVisible())
    assert form.who.warning.text().startswith("Ali Karimi has the phone")
    press(form, Qt.Key.Key_Return, CONTROL)
    full_room.until(lambda: bool(full_room.said))
    assert full_room.said[-1].startswith("Son of Ali is saved. Ali Karimi has the phone")
    assert shown_name(full_room) == "Son of Ali"


def test_the_form_changes_only_what_was_changed_in_it(full_room: Room) -> None:
    shop, maryam = full_room.kit.program.shop, shown_id(full_room)
    makers.preference(shop, maryam, "likes", words="figs")
    makers.preference(shop, maryam, "needs", words="small packs")
    makers.consent(shop, maryam)
    full_room.page.refresh()
    full_room.rest()
    full_room.press(Qt.Key.Key_F4)
    form = full_room.dialog(CustomerForm)
    assert (
        form.more.likes.text(),
        form.who.by_channel[Channel.EMAIL].isChecked(),
        form.who.by_channel[Channel.CALL].isChecked(),
    ) == ("figs", True, False)
    shop.do(customers.edit, maryam, Draft(note="written by somebody else meanwhile"))
    form.who.name.selectAll()
    type_text(form.who.name, "Maryam N")
    type_text(form.more.avoids, "sesame، raisins")
    form.who.by_channel[Channel.EMAIL].click()
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


def test_a_long_list_fetches_what_comes_into_sight(application: App, look: Look, qtbot: QtBot) -> None:
    application.shop.do(_many, 350)
    with opened(application, look, qtbot, CustomersPage) as shown:
        table, rows = shown.page.list.table, shown.page.list.table.model()
        assert rows.rowCount() == 350
        table.setFocus()
        press(table, Qt.Key.Key_End)
        shown.until(lambda: shown_name(shown) == "Guest 0")
        assert stands_on(shown) == "Guest 0"
        shown.page.refresh()
        shown.rest()
        assert table.currentIndex().row() == 349


def _many(session: Session, count: int) -> None:
    for number in range(count):
        saved = customers.add(session, Draft(name=f"Guest {number}"))
        row = customers.get(session, saved.id)
        row.last_seen_at = row.first_seen_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=number)


def test_a_refresh_follows_the_person_one_stands_on(full_room: Room) -> None:
    press(full_room.page.list.box, Qt.Key.Key_Down)
    press(full_room.page.list.table, Qt.Key.Key_Down)
    full_room.until(lambda: shown_name(full_room) == "Ali Karimi")
    makers.customer(full_room.kit.program.shop, name="Just came in")
    full_room.page.refresh()
    full_room.rest()
    assert stands_on(full_room) == "Ali Karimi"
    assert shown_name(full_room) == "Ali Karimi"


def test_who_has_no_name_goes_by_their_number(application: App, look: Look, qtbot: QtBot) -> None:
    makers.customer(application.shop, name="", code="17850")
    with opened(application, look, qtbot, CustomersPage) as shown:
        assert names(shown) == ["Customer 17850"]
        assert shown_name(shown) == "Customer 17850"


def test_ctrl_tab_goes_round_the_parts_of_the_page(full_room: Room) -> None:
    seen = []
    for _step in range(5):
        full_room.press(Qt.Key.Key_Tab, CONTROL)
        seen.append(full_room.page.sheet.pane())
    assert seen == [0, 1, 2, -1, 0]
    full_room.press(Qt.Key.Key_F, CONTROL)
    assert full_room.page.list.box.hasFocus()


def test_a_customer_is_shown_from_elsewhere_and_remembered(full_room: Room) -> None:
    full_room.page.show_thing(1)
    full_room.until(lambda: shown_name(full_room) == "Ali Karimi")
    assert full_room.page.memory() == 1


def test_who_is_shown_from_elsewhere_stays_when_the_list_comes(
    application: App, look: Look, qtbot: QtBot
) -> None:
    for name in ("Ali", "Sara"):
        makers.customer(application.shop, name=name)
    with opened(application, look, qtbot, CustomersPage, thing=1) as shown:
        shown.rest()
        assert shown_name(shown) == "Ali"
        assert shown.page.list.current() is None


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
        shown.page.sheet.contact.edit.click()
        form = shown.dialog(CustomerForm)
        assert list(unnamed(form)) == []
        form.reject()


def test_whoever_has_a_tag_is_listed_alone(full_room: Room) -> None:
    shop = full_room.kit.program.shop
    shop.do(tags.settle, 1, ["Wholesale", "Neighbour"])
    full_room.page.refresh()
    full_room.rest()
    chips = full_room.page.list.tags
    assert chips.choice is not None
    assert [button.text() for button in chips.choice.buttons()] == ["All", "Neighbour", "Wholesale"]
    assert [row.tag for row in listed(full_room)] == ["", "Wholesale +1"]
    button = chips.choice.buttons()[2]
    button.setFocus()
    press(button, Qt.Key.Key_Space)
    full_room.rest()
    assert names(full_room) == ["Ali Karimi"]
    assert full_room.page.list.count.text() == "1 of 2"
    search(full_room, "mar")
    assert names(full_room) == []
    search(full_room, "ali")
    assert names(full_room) == ["Ali Karimi"]
