"""The texts that the shop sends: changed in each language, read as a real person reads them, restored."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from shopcrm.app import App
from shopcrm.desk.dialogs.templates import TemplatesDialog
from shopcrm.desk.look import Look
from shopcrm.desk.pages.messages import MessagesPage
from shopcrm.desk.widgets.chips import ButtonChip
from shopcrm.rules.letters import Text
from shopcrm.services import customers, settings, templates
from shopcrm.services.templates import ARRIVAL, FIRST_TEXTS, NEWS
from tests import makers, telling
from tests.desk.kit_parts import unnamed
from tests.desk.message_room import ALT
from tests.desk.opened import CONTROL, Opened, opened


@pytest.fixture
def room(application: App, look: Look, qtbot: QtBot) -> Iterator[Opened[MessagesPage]]:
    """A shop with goods, two people who read English and one who reads Persian."""
    telling.came_in(application.shop, "Walnuts")
    for name in ("Sara Ahmadi", "Omid Rad"):
        makers.customer(application.shop, name=name)
    persian = makers.customer(application.shop, name="نسرین صادقی")
    application.shop.do(_reads, persian, "fa")
    with opened(application, look, qtbot, MessagesPage) as shown:
        yield shown


def _reads(session: Session, customer_id: int, language: str) -> None:
    customers.get(session, customer_id).language = language


def _dialog(room: Opened[MessagesPage]) -> TemplatesDialog:
    room.press(Qt.Key.Key_T, CONTROL)
    dialog = room.dialog(TemplatesDialog)
    _rest(room)
    return dialog


def _rest(room: Opened[MessagesPage]) -> None:
    """Wait for the rest of the hands after which the text is looked at."""
    room.qtbot.wait(300)
    room.rest()


def _write(room: Opened[MessagesPage], dialog: TemplatesDialog, text: str) -> None:
    dialog.text.setPlainText(text)
    _rest(room)


def _read(room: Opened[MessagesPage], name: str) -> dict[str, Text]:
    return room.kit.program.shop.ask(templates.read, name)


def test_a_text_is_changed_in_both_languages_and_kept_by_one_key(room: Opened[MessagesPage]) -> None:
    dialog = _dialog(room)
    _write(room, dialog, "Dear {first_name}, {goods} is here.")
    room.press(Qt.Key.Key_2, ALT)
    _write(room, dialog, "{first_name} عزیز، {goods} رسید.")
    assert _read(room, ARRIVAL)["en"] == FIRST_TEXTS[ARRIVAL, "en"], "nothing is kept before one says so"
    room.press(Qt.Key.Key_Return, CONTROL)
    room.rest()
    assert QApplication.activeModalWidget() is None
    kept = _read(room, ARRIVAL)
    assert kept["en"].body == "Dear {first_name}, {goods} is here."
    assert kept["fa"].body == "{first_name} عزیز، {goods} رسید."
    assert room.said == ["The texts are kept."]


def test_it_is_read_as_real_people_of_its_language_read_it(room: Opened[MessagesPage]) -> None:
    dialog = _dialog(room)
    _write(room, dialog, "Hello {name}")
    first = dialog.preview.who.text()
    dialog.preview.after.click()
    _rest(room)
    second = dialog.preview.who.text()
    assert {first, second} == {"As Sara Ahmadi will read it", "As Omid Rad will read it"}
    dialog.preview.before.click()
    _rest(room)
    assert dialog.preview.who.text() == first
    room.press(Qt.Key.Key_2, ALT)
    _rest(room)
    assert "نسرین صادقی" in dialog.preview.who.text()
    assert not dialog.preview.after.isEnabled(), "there is nobody else who reads Persian"


def test_more_than_one_part_turns_the_count_warn(room: Opened[MessagesPage]) -> None:
    dialog = _dialog(room)
    _write(room, dialog, "Hello {first_name}")
    assert dialog.preview.size_line.text() == "10 characters, 1 text message"
    _write(room, dialog, "long words " * 20)
    assert "2 text messages" in dialog.preview.size_line.text()
    assert dialog.preview.size_line.tint == "warn"


def test_a_field_that_nobody_fills_is_refused_before_it_is_kept(room: Opened[MessagesPage]) -> None:
    dialog = _dialog(room)
    _write(room, dialog, "Hello {first_nam}")
    assert "{first_nam}" in dialog.field.error
    room.press(Qt.Key.Key_2, ALT)
    _rest(room)
    assert dialog.field.error == ""
    room.press(Qt.Key.Key_Return, CONTROL)
    room.rest()
    assert QApplication.activeModalWidget() is dialog
    assert dialog.language.value() == "en", "it goes to the text that cannot be kept"
    assert "{first_nam}" in dialog.field.error
    assert _read(room, ARRIVAL)["en"] == FIRST_TEXTS[ARRIVAL, "en"]
    room.press(Qt.Key.Key_Escape)


def test_what_one_person_lacks_is_said_and_the_text_can_still_be_kept(room: Opened[MessagesPage]) -> None:
    room.kit.program.shop.do(settings.change, shop_name="")
    dialog = _dialog(room)
    _write(room, dialog, "Hello from {shop}")
    assert "{shop}" in dialog.preview.lacking.text()
    assert dialog.field.error == ""
    room.press(Qt.Key.Key_Return, CONTROL)
    room.rest()
    assert _read(room, ARRIVAL)["en"].body == "Hello from {shop}"


def test_a_field_goes_in_where_one_writes(room: Opened[MessagesPage]) -> None:
    dialog = _dialog(room)
    _write(room, dialog, "Hello ")
    dialog.text.moveCursor(dialog.text.textCursor().MoveOperation.End)
    chips = {one.text(): one for one in dialog.findChildren(ButtonChip) if one.isVisible()}
    chips["{first_name}"].click()
    assert dialog.text.toPlainText() == "Hello {first_name}"
    assert "{occasion}" not in chips, "only greetings know an occasion"


def test_the_text_one_began_with_comes_back_and_only_when_it_is_kept(room: Opened[MessagesPage]) -> None:
    shop = room.kit.program.shop
    own = Text("Ours", "Hello {first_name}, this is ours.")
    shop.do(templates.write, ARRIVAL, "en", own)
    dialog = _dialog(room)
    assert dialog.text.toPlainText() == own.body
    room.press(Qt.Key.Key_R, ALT)
    room.rest()
    assert dialog.text.toPlainText() == FIRST_TEXTS[ARRIVAL, "en"].body
    assert _read(room, ARRIVAL)["en"] == own
    room.press(Qt.Key.Key_Return, CONTROL)
    room.rest()
    assert _read(room, ARRIVAL)["en"] == FIRST_TEXTS[ARRIVAL, "en"]


def test_every_kind_is_reached_by_the_keyboard(room: Opened[MessagesPage]) -> None:
    dialog = _dialog(room)
    for _step in range(3):
        room.press(Qt.Key.Key_Down)
    assert dialog.text.toPlainText() == FIRST_TEXTS[NEWS, "en"].body
    room.press(Qt.Key.Key_Escape)


@pytest.mark.parametrize("language", ["en", "fa"])
def test_it_fits_a_small_window_and_is_named(
    application: App, look: Look, qtbot: QtBot, language: str
) -> None:
    makers.customer(application.shop)
    with opened(application, look, qtbot, MessagesPage, language=language, size=(1100, 700)) as room:
        dialog = _dialog(room)
        assert dialog.width() <= 1100
        assert dialog.height() <= 700
        assert list(unnamed(dialog)) == []
        dialog.reject()
        room.rest()
