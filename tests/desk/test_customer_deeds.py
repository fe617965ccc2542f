import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from shopcrm.app import App
from shopcrm.desk.dialogs.duplicates import DuplicatesDialog
from shopcrm.desk.dialogs.erasing import ErasingDialog
from shopcrm.desk.dialogs.merge_choice import MergeChoice
from shopcrm.desk.dialogs.message_form import MessageForm
from shopcrm.desk.dialogs.report_choice import ReportChoice
from shopcrm.desk.dialogs.wish_form import WishForm
from shopcrm.desk.look import Look
from shopcrm.outside.tables.writing import NotWritten
from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.services import customers, merges, messages
from shopcrm.services.messages import Filter
from tests import makers
from tests.desk.kit_parts import choose_file, press, type_text, unnamed
from tests.desk.opened import CONTROL, D
from tests.desk.people_room import ALT, CONTROL_SHIFT, Room, shown_id, shown_name, two_people
from tests.outside.paper.reading import pdfium_lines


@pytest.fixture
def full_room(application: App, look: Look, qtbot: QtBot) -> Iterator[Room]:
    """The page on a shop with Maryam, who was seen last, and Ali."""
    with two_people(application, look, qtbot) as shown:
        yield shown


def _choose(shown: Room, words: str) -> None:
    """Choose a line of the menu, as the keyboard does."""
    deed = next(deed for deed in shown.page.deeds.menu() if deed.words == words)
    assert deed.do is not None
    deed.do()


def _message_form(shown: Room) -> MessageForm:
    shown.press(Qt.Key.Key_M, CONTROL)
    return shown.dialog(MessageForm)


def test_a_message_is_seen_as_they_read_it_and_queued(full_room: Room) -> None:
    shop, maryam = full_room.kit.program.shop, shown_id(full_room)
    makers.consent(shop, maryam, "sms")
    full_room.page.refresh()
    full_room.rest()
    form = _message_form(full_room)
    assert form.way.channel() is Channel.SMS
    assert not list(unnamed(form))
    type_text(form.text, "Dear {first_name}, the figs are in.")
    full_room.until(lambda: "text message" in form.size_line.text())
    assert form.size_line.text().startswith("1 text message, ")
    press(form, Qt.Key.Key_Return, CONTROL)
    full_room.until(lambda: bool(full_room.said))
    assert full_room.said == ["The message is queued."]
    (row,) = shop.ask(messages.page, Filter(customer_id=maryam)).rows
    assert (row.channel, row.body) == (Channel.SMS, "Dear Maryam, the figs are in.")


def test_a_way_that_is_not_allowed_says_why(full_room: Room) -> None:
    form = _message_form(full_room)
    buttons = {button.text(): button for button in form.way.choice.buttons()}
    assert form.way.channel() is Channel.IN_PERSON
    assert form.main.text() == "Note it on their card"
    assert not buttons["Text message"].isEnabled()
    assert buttons["Text message"].accessibleDescription() == "they were not asked yet"
    assert "E-mail: nothing to reach them by is known" in form.way.why.text()
    form.purpose.buttons()[1].click()
    assert form.purpose.value() is Purpose.SERVICE
    assert buttons["Text message"].isEnabled()
    form.reject()


def test_an_unknown_field_is_told_and_nothing_is_queued(full_room: Room) -> None:
    form = _message_form(full_room)
    type_text(form.text, "Dear {nobody}")
    press(form, Qt.Key.Key_Return, CONTROL)
    full_room.rest()
    assert form.isVisible()
    assert form.text.toPlainText() == "Dear {nobody}"
    assert not full_room.kit.program.shop.ask(messages.page, Filter()).rows
    form.reject()


def test_a_kept_text_is_a_beginning(full_room: Room) -> None:
    form = _message_form(full_room)
    form.start.choose("letter")
    form.start.picked.emit("letter")
    full_room.until(lambda: "thank you" in form.text.toPlainText())
    form.reject()


KEYS: list[tuple[Qt.Key, Qt.KeyboardModifier, type[WishForm] | type[ReportChoice]]] = [
    (Qt.Key.Key_W, CONTROL_SHIFT, WishForm),
    (Qt.Key.Key_P, CONTROL, ReportChoice),
]


@pytest.mark.parametrize(("key", "modifier", "kind"), KEYS)
@pytest.mark.parametrize("size", [(1440, 900), (1100, 700)])
def test_keys_open_what_they_say_in_any_window(
    application: App,
    look: Look,
    qtbot: QtBot,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier,
    kind: type[D],
    size: tuple[int, int],
) -> None:
    with two_people(application, look, qtbot, size=size) as shown:
        shown.press(key, modifier)
        shown.dialog(kind).reject()


def test_the_menu_offers_what_fits_the_person(full_room: Room) -> None:
    shop, maryam = full_room.kit.program.shop, shown_id(full_room)
    words = [deed.words for deed in full_room.page.deeds.menu()]
    assert "Give a card" in words
    assert not [line for line in words if line.startswith("Undo the merge")]
    _choose(full_room, "Give a card")
    full_room.until(lambda: bool(full_room.said))
    full_room.rest()
    (card,) = shop.ask(customers.show, maryam).cards
    assert full_room.said[-1] == f"Their card is {card.number} now."
    _choose(full_room, "Replace the card")
    full_room.until(lambda: len(full_room.said) == 2)
    assert len(shop.ask(customers.show, maryam).cards) == 2


def test_the_menu_opens_by_its_key(full_room: Room) -> None:
    full_room.press(Qt.Key.Key_Period, ALT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    texts = [action.text() for action in menu.actions()]
    assert "They came in\tCtrl+Shift+V" in texts
    menu.close()


def test_two_who_are_one_are_merged_and_parted_again(full_room: Room) -> None:
    shop, maryam = full_room.kit.program.shop, shown_id(full_room)
    _choose(full_room, "Merge with…")
    choice = full_room.dialog(MergeChoice)
    press(choice, Qt.Key.Key_Return, CONTROL)
    assert choice.other.error
    choice.reject()
    shop.do(merges.merge, maryam, 1)
    full_room.page.refresh()
    full_room.rest()
    _choose(full_room, "Undo the merge with Ali Karimi")
    full_room.until(lambda: bool(full_room.said))
    assert full_room.said[-1] == "Maryam Noori and Ali Karimi are two people again."
    assert shop.ask(customers.count) == 2


def test_the_two_are_compared_before_anything_is_changed(full_room: Room) -> None:
    full_room.page.deeds._on_merge_chosen(1)
    full_room.dialog(DuplicatesDialog).reject()
    assert full_room.kit.program.shop.ask(customers.count) == 2


def test_whoever_is_erased_is_no_longer_shown(full_room: Room) -> None:
    name = shown_name(full_room)
    _choose(full_room, "Erase…")
    dialog = full_room.dialog(ErasingDialog)
    assert name in dialog.main.text()
    dialog.reject()
    full_room.rest()
    assert shown_name(full_room) == name


@pytest.mark.parametrize("form", [".json", ".pdf"])
def test_all_about_a_person_is_saved_where_one_wants_it(full_room: Room, tmp_path: Path, form: str) -> None:
    place = tmp_path / f"copy{form}"
    _choose(full_room, "Export all that is kept of them")
    choose_file(full_room.frame, place, f"(*{form})")
    full_room.until(lambda: bool(full_room.said))
    assert full_room.said[-1] == f"Saved: {place.name}"
    if form == ".json":
        assert json.loads(place.read_text())["customer_id"] == shown_id(full_room)
    else:
        assert "Maryam Noori" in " ".join(pdfium_lines(place.read_bytes()))


def test_a_copy_that_cannot_be_written_says_why(full_room: Room, tmp_path: Path) -> None:
    full_room.page.deeds.export.write(shown_id(full_room), str(tmp_path / "no folder" / "copy.json"))
    full_room.until(lambda: bool(full_room.errors))
    assert isinstance(full_room.errors.pop(), NotWritten)
