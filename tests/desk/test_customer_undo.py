from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from shopcrm.app import App
from shopcrm.desk.dialogs.customer_form import CustomerForm
from shopcrm.desk.look import Look
from shopcrm.services import customers, notes, taking_back
from shopcrm.services.notes import NoteDraft, NoteKind
from tests.desk.kit_parts import press, type_text
from tests.desk.opened import CONTROL
from tests.desk.people_room import Room, happened, names, shown_id, shown_name, two_people


@pytest.fixture
def full_room(application: App, look: Look, qtbot: QtBot) -> Iterator[Room]:
    """The page on a shop with Maryam, who was seen last, and Ali."""
    with two_people(application, look, qtbot) as shown:
        yield shown


def _save(room: Room, form: CustomerForm) -> None:
    before = len(room.said)
    press(form, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: len(room.said) > before)
    room.rest()


def test_a_saved_change_is_taken_back_from_the_toast(full_room: Room) -> None:
    shop, maryam = full_room.kit.program.shop, shown_id(full_room)
    before = shop.ask(customers.show, maryam)
    full_room.press(Qt.Key.Key_F4)
    form = full_room.dialog(CustomerForm)
    form.who.name.clear()
    type_text(form.who.name, "Mina")
    form.who.phones.setPlainText("home: 09120001122")
    form.more.note.setPlainText("Sings")
    _save(full_room, form)
    assert (shown_name(full_room), full_room.said) == ("Mina", ["Mina is saved."])
    full_room.undo[-1]()
    full_room.until(lambda: shown_name(full_room) == "Maryam Noori")
    assert shop.ask(customers.show, maryam) == before


def test_a_form_in_which_nothing_was_changed_offers_no_undo(full_room: Room) -> None:
    full_room.press(Qt.Key.Key_F4)
    _save(full_room, full_room.dialog(CustomerForm))
    assert full_room.said == ["Maryam Noori is saved."]
    assert not full_room.undo


def test_a_new_entry_is_taken_back(full_room: Room) -> None:
    full_room.press(Qt.Key.Key_N, CONTROL)
    form = full_room.dialog(CustomerForm)
    type_text(form.who.name, "Sara")
    _save(full_room, form)
    assert "Sara" in names(full_room)
    full_room.undo[-1]()
    full_room.until(lambda: "Sara" not in names(full_room))
    assert len(names(full_room)) == 2
    assert shown_name(full_room) != "Sara" or not full_room.page.sheet.head.isVisible()


def test_a_new_entry_that_is_used_stays_and_the_reason_is_said(full_room: Room) -> None:
    full_room.press(Qt.Key.Key_N, CONTROL)
    form = full_room.dialog(CustomerForm)
    type_text(form.who.name, "Sara")
    _save(full_room, form)
    full_room.kit.program.shop.do(notes.write, shown_id(full_room), NoteKind.NOTE, "Came in")
    full_room.undo[-1]()
    full_room.until(lambda: bool(full_room.errors))
    assert isinstance(full_room.errors.pop(), taking_back.UsedSince)
    assert "Sara" in names(full_room)


def test_a_note_comes_back_at_its_own_time(full_room: Room) -> None:
    shop, maryam = full_room.kit.program.shop, shown_id(full_room)
    then = shop.clock() - timedelta(days=3)
    shop.do(notes.write_many, [NoteDraft(maryam, NoteKind.NOTE, "Asked for figs", then)])
    full_room.page.refresh()
    full_room.until(lambda: "Asked for figs" in happened(full_room))
    before = happened(full_room)
    table = full_room.page.sheet.timeline.table
    table.setFocus()
    table.go_to(before.index("Asked for figs"))
    press(table, Qt.Key.Key_Delete)
    full_room.until(lambda: bool(full_room.undo))
    assert full_room.said == ["The note is gone."]
    full_room.undo[-1]()
    full_room.until(lambda: happened(full_room) == before)
    (note,) = shop.ask(notes.of_customer, maryam)
    assert (note.at, note.changed_at) == (then, then)
