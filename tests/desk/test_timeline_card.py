import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from shopcrm.app import App
from shopcrm.desk.look import Look
from shopcrm.desk.note_writing import NoteEditor
from shopcrm.desk.pages.customers import CustomersPage
from shopcrm.desk.sale_details import SaleDetails
from shopcrm.desk.timeline_words import Line
from shopcrm.desk.widgets.buttons import Button
from shopcrm.services import customers, notes
from shopcrm.services.notes import NoteKind
from shopcrm.services.scans import Scanned, What
from shopcrm.services.timeline import Group
from tests import makers
from tests.desk.kit_parts import press, type_text
from tests.desk.opened import CONTROL, opened
from tests.desk.people_room import CONTROL_SHIFT, Room, happened, shown_id, shown_name, two_people


@pytest.fixture
def full_room(application: App, look: Look, qtbot: QtBot) -> Iterator[Room]:
    """The page on a shop with Maryam, who was seen last, and Ali."""
    with two_people(application, look, qtbot) as shown:
        yield shown


def _noted(shown: Room, customer_id: int) -> list[tuple[str, str]]:
    found = shown.kit.program.shop.ask(notes.of_customer, customer_id)
    return [(note.kind, note.text) for note in found]


def test_a_note_is_saved_as_it_is_typed_and_when_one_goes_on(full_room: Room) -> None:
    line, maryam = full_room.page.sheet.timeline.note.line, shown_id(full_room)
    full_room.press(Qt.Key.Key_D, CONTROL)
    assert line.hasFocus()
    type_text(line, "Small packs")
    full_room.until(lambda: _noted(full_room, maryam) == [("note", "Small packs")])
    full_room.page.refresh()
    full_room.until(lambda: "Small packs" in happened(full_room))
    type_text(line, ", please")
    full_room.page.show_thing(1)
    full_room.until(lambda: shown_name(full_room) == "Ali Karimi")
    assert _noted(full_room, maryam) == [("note", "Small packs, please")]
    assert line.text() == ""
    assert _noted(full_room, 1) == []


def test_never_more_than_the_last_second_of_a_note_is_missing(full_room: Room) -> None:
    line, maryam = full_room.page.sheet.timeline.note.line, shown_id(full_room)
    line.setFocus()
    typed: list[tuple[float, str]] = []
    for letter in "she likes her pistachios roasted":
        type_text(line, letter)
        typed.append((time.monotonic(), line.text()))
        full_room.qtbot.wait(60)
        kept = next(iter(_noted(full_room, maryam)), ("", ""))[1]
        # A second to save, and half a one for a computer that has other things to do.
        due = [text for moment, text in typed if time.monotonic() - moment > 1.5]
        assert not due or len(kept) >= len(due[-1].strip())
    full_room.until(lambda: _noted(full_room, maryam)[0][1] == line.text())
    assert len(_noted(full_room, maryam)) == 1


def test_enter_ends_a_note_and_a_new_one_begins(full_room: Room) -> None:
    line, maryam = full_room.page.sheet.timeline.note.line, shown_id(full_room)
    for text in ("first", "second"):
        type_text(line, text)
        press(line, Qt.Key.Key_Return)
        assert line.text() == ""
    full_room.until(lambda: len(_noted(full_room, maryam)) == 2)


def test_a_call_is_written_down_by_one_key_and_words_may_follow(full_room: Room) -> None:
    line, maryam = full_room.page.sheet.timeline.note.line, shown_id(full_room)
    full_room.press(Qt.Key.Key_C, CONTROL_SHIFT)
    full_room.until(lambda: _noted(full_room, maryam) == [("call", "Called")])
    assert line.hasFocus()
    type_text(line, "Not answered")
    full_room.until(lambda: _noted(full_room, maryam) == [("call", "Not answered")])
    full_room.press(Qt.Key.Key_V, CONTROL_SHIFT)
    full_room.until(lambda: ("visit", "Came in") in _noted(full_room, maryam))
    assert len(_noted(full_room, maryam)) == 2


def test_a_note_is_changed_where_it_stands_and_taken_out(full_room: Room) -> None:
    shop, card, maryam = full_room.kit.program.shop, full_room.page.sheet.timeline, shown_id(full_room)
    shop.do(notes.write, maryam, NoteKind.NOTE, "Calls at noon")
    full_room.page.refresh()
    full_room.until(lambda: "Calls at noon" in happened(full_room))
    card.table.setFocus()
    card.table.go_to(1)
    press(card.table, Qt.Key.Key_Return)
    (editor,) = card.findChildren(NoteEditor)
    assert editor.hasFocus()
    type_text(editor, "Calls at one")
    press(editor, Qt.Key.Key_Return)
    full_room.until(lambda: "Calls at one" in happened(full_room))
    assert card.table.hasFocus()
    assert not [one for one in card.findChildren(NoteEditor) if one.isVisible()]
    press(card.table, Qt.Key.Key_Delete)
    full_room.until(lambda: bool(full_room.undo))
    assert _noted(full_room, maryam) == []
    full_room.undo[-1]()
    full_room.until(lambda: _noted(full_room, maryam) == [("note", "Calls at one")])


def test_a_note_is_handed_in_when_the_page_is_left(full_room: Room) -> None:
    maryam = shown_id(full_room)
    type_text(full_room.page.sheet.timeline.note.line, "Call before noon")
    full_room.page.hide()
    full_room.kit.lanes.close()
    assert _noted(full_room, maryam) == [("note", "Call before noon")]


def test_the_standing_remark_is_pinned_and_saved_as_it_is_typed(full_room: Room) -> None:
    shop, standing, maryam = (
        full_room.kit.program.shop,
        full_room.page.sheet.timeline.standing,
        shown_id(full_room),
    )
    assert not standing.isVisible()
    full_room.press(Qt.Key.Key_D, CONTROL_SHIFT)
    assert standing.text.hasFocus()
    type_text(standing.text, "Buys for her mother")
    full_room.until(lambda: shop.ask(customers.show, maryam).note == "Buys for her mother")
    full_room.page.refresh()
    type_text(standing.text, " too")
    full_room.rest()
    assert standing.text.toPlainText() == "Buys for her mother too"
    full_room.page.show_thing(1)
    full_room.until(lambda: shown_name(full_room) == "Ali Karimi")
    assert shop.ask(customers.show, maryam).note == "Buys for her mother too"
    assert shop.ask(customers.show, 1).note == ""
    assert not standing.isVisible()


def test_what_happened_stands_newest_first_and_opens(full_room: Room) -> None:
    shop, card = full_room.kit.program.shop, full_room.page.sheet.timeline
    maryam = shown_id(full_room)
    tea, now = makers.product(shop, name="Tea"), shop.clock()
    makers.sale(shop, maryam, (tea, 1000, 50_000), number="17", at=now - timedelta(days=3))
    makers.sale(shop, maryam, (tea, -1000, 50_000), number="18", kind="return", at=now)
    makers.message(shop, maryam)
    full_room.page.refresh()
    full_room.rest()
    heads = [line.divider for line in card.rows.all() if line.divider]
    assert heads == ["Today, Sunday, 22 November", "Thursday, 19 November"]
    amounts = [line.amount for line in card.rows.all() if line.amount]
    assert amounts == ["\u22125,000", "5,000"]
    place = card.rows.rowCount() - 1
    aligned = card.rows.index(place, 1).data(Qt.ItemDataRole.TextAlignmentRole)
    assert aligned & Qt.AlignmentFlag.AlignAbsolute
    card.table.setFocus()
    card.table.go_to(place)
    press(card.table, Qt.Key.Key_Return)
    full_room.until(lambda: isinstance(QApplication.activePopupWidget(), SaleDetails))
    details = QApplication.activePopupWidget()
    assert details is not None
    assert {"Sale 17", "Tea", "5,000"} <= {label.text() for label in details.findChildren(QLabel)}
    (back,) = details.findChildren(Button)
    back.click()
    (asked,) = full_room.went
    assert asked == ("counter", Scanned(What.SALE, 1, ""))
    full_room.went.clear()
    card.filters.buttons()[2].click()
    full_room.rest()
    (message,) = [line for line in card.rows.all() if line.entry is not None]
    card.table.go_to(card.rows.all().index(message))
    press(card.table, Qt.Key.Key_Return)
    assert full_room.went == [("messages", 1)]


def _many_sales(session: Session, customer_id: int) -> None:
    for number in range(95):
        notes.write(session, customer_id, NoteKind.NOTE, f"Note {number}")


def test_a_long_timeline_goes_on_where_one_reads_it(application: App, look: Look, qtbot: QtBot) -> None:
    key = makers.customer(application.shop, name="Sara")
    application.shop.do(_many_sales, key)
    with opened(application, look, qtbot, CustomersPage) as shown:
        card = shown.page.sheet.timeline
        assert len(happened(shown)) < 70
        card.table.setFocus()
        while "Note 0" not in happened(shown):
            press(card.table, Qt.Key.Key_End)
            shown.rest()
        assert happened(shown) == ["Today, Sunday, 22 November", *(f"Note {n}" for n in range(94, -1, -1))]
        at = card.rows.rowCount() - 1
        press(card.table, Qt.Key.Key_End)
        shown.page.refresh()
        shown.rest()
        here = card.table.current_row()
        assert isinstance(here, Line)
        assert (card.table.currentIndex().row(), here.what) == (at, "Note 0")


def test_an_answer_about_the_one_before_is_dropped(full_room: Room) -> None:
    shop, maryam = full_room.kit.program.shop, shown_id(full_room)
    shop.do(notes.write, maryam, NoteKind.NOTE, "About Maryam")
    shop.do(notes.write, 1, NoteKind.NOTE, "About Ali")
    for who in (maryam, 1, maryam, 1):
        full_room.page.sheet.show_customer(who)
    full_room.until(lambda: shown_name(full_room) == "Ali Karimi")
    full_room.rest()
    assert "About Ali" in happened(full_room)
    assert "About Maryam" not in happened(full_room)


def test_the_filters_are_a_list_where_there_is_little_room(
    application: App, look: Look, qtbot: QtBot
) -> None:
    with two_people(application, look, qtbot, size=(1100, 700)) as shown:
        card = shown.page.sheet.timeline
        application.shop.do(notes.write, shown_id(shown), NoteKind.NOTE, "A word")
        assert card.small_filters.isVisible()
        assert not card.filters.isVisible()
        card.small_filters.choose(Group.SALES)
        card.small_filters.picked.emit(Group.SALES)
        shown.rest()
        assert happened(shown) == []
        assert card.filters.value() is Group.SALES
