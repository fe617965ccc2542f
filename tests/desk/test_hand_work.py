"""Working through a list by hand: one press for each message, and nothing is sent without a person's word."""

from collections.abc import Iterator
from urllib.parse import quote

import numpy as np
import pytest
import zxingcpp
from PySide6.QtCore import QEvent, QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from shopcrm.app import App
from shopcrm.desk.dialogs.hand_work import HandWork
from shopcrm.desk.look import Look
from shopcrm.desk.pages.messages import MessagesPage
from shopcrm.rules.delivery import Channel, Outcome, State
from shopcrm.services import answers, consents, messages, settings
from shopcrm.services.messages import HandItem
from shopcrm.services.shop import Shop
from tests.desk.gallery import settle
from tests.desk.kit_parts import unnamed
from tests.desk.message_room import ALT, queued, rows
from tests.desk.opened import CONTROL, Opened, opened

SMS, WHATSAPP, CALL, LETTER = Channel.SMS, Channel.WHATSAPP, Channel.CALL, Channel.LETTER
BOXES = {SMS: "texts", WHATSAPP: "whatsapp", CALL: "calls", LETTER: "letters"}


@pytest.fixture
def room(application: App, look: Look, qtbot: QtBot) -> Iterator[Opened[MessagesPage]]:
    """The page on a shop that has nothing to send yet."""
    with opened(application, look, qtbot, MessagesPage) as shown:
        yield shown


def _begin(room: Opened[MessagesPage], channel: Channel) -> HandWork:
    """Open the box of a way by hand and begin to work through it."""
    room.page.refresh()
    room.page.show_thing(BOXES[channel])
    room.rest()
    room.press(Qt.Key.Key_Return, CONTROL)
    return room.dialog(HandWork)


def _agree(room: Opened[MessagesPage]) -> None:
    room.press(Qt.Key.Key_Return, CONTROL)
    room.rest()


def _read(picture: QWidget) -> str:
    """Read the code on the screen as a phone does."""
    image: QImage = picture.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    found = zxingcpp.read_barcodes(np.ascontiguousarray(lines[:, : image.width()]))
    assert len(found) == 1
    return str(found[0].text)


def _open_items(shop: Shop, channel: Channel) -> list[int]:
    return [item.message_id for item in shop.ask(messages.by_hand, channel)]


def test_one_key_for_each_message_and_the_toast_says_what_was_done(room: Opened[MessagesPage]) -> None:
    shop = room.kit.program.shop
    items = queued(shop, SMS)
    dialog = _begin(room, SMS)
    assert dialog.progress.text() == "1 of 3"
    assert dialog.pane.name.text() == "Sara 0"
    assert dialog.pane.where.text() == "0912 000 0000"
    _agree(room)
    assert dialog.progress.text() == "2 of 3"
    assert _open_items(shop, SMS) == [item.message_id for item in items[1:]]
    _agree(room)
    _agree(room)
    assert QApplication.activeModalWidget() is None
    assert {row.state for row in rows(shop, SMS)} == {State.SENT}
    assert {row.provider for row in rows(shop, SMS)} == {"hand"}
    assert room.said[-1] == "3 are ticked off"


def test_M4_nothing_is_sent_without_a_persons_word(room: Opened[MessagesPage]) -> None:
    shop = room.kit.program.shop
    items = queued(shop, WHATSAPP)
    dialog = _begin(room, WHATSAPP)
    opened_links = _Links()
    QDesktopServices.setUrlHandler("https", opened_links, "take")  # type: ignore[arg-type] # the stub is wrong: Qt reads a name
    try:
        room.press(Qt.Key.Key_O, ALT)
    finally:
        QDesktopServices.unsetUrlHandler("https")
    room.press(Qt.Key.Key_C, CONTROL)
    assert opened_links.taken == [f"https://wa.me/989120000000?text={quote(items[0].body, safe='')}"]
    assert QGuiApplication.clipboard().text() == items[0].body
    assert _read(dialog.pane.code.picture) == opened_links.taken[0]
    room.press(Qt.Key.Key_S, ALT)
    room.press(Qt.Key.Key_Escape)
    room.rest()
    assert _open_items(shop, WHATSAPP) == [item.message_id for item in items]
    assert room.said == [], "nothing was done, so nothing is said"


def test_a_key_that_is_held_down_says_nothing_about_the_next_message(room: Opened[MessagesPage]) -> None:
    shop = room.kit.program.shop
    queued(shop, SMS)
    dialog = _begin(room, SMS)
    for repeats in (False, True, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, CONTROL, "", repeats)
        QApplication.sendEvent(dialog, event)
        room.rest()
    assert len(_open_items(shop, SMS)) == 2


def test_two_presses_at_once_count_once(room: Opened[MessagesPage]) -> None:
    shop = room.kit.program.shop
    queued(shop, SMS)
    dialog = _begin(room, SMS)
    dialog.agreed.emit()
    dialog.agreed.emit()
    room.rest()
    assert len(_open_items(shop, SMS)) == 2
    assert dialog.progress.text() == "2 of 3"


def test_the_code_opens_the_text_of_the_one_that_is_shown(room: Opened[MessagesPage]) -> None:
    items = queued(room.kit.program.shop, SMS, 2)
    dialog = _begin(room, SMS)
    assert _read(dialog.pane.code.picture) == f"SMSTO:{items[0].address}:{items[0].body}"
    _agree(room)
    assert _read(dialog.pane.code.picture) == f"SMSTO:{items[1].address}:{items[1].body}"
    assert not dialog.pane.code.problem.isVisible()


def test_a_text_too_long_for_a_code_says_so_and_gives_the_number_alone(room: Opened[MessagesPage]) -> None:
    item = queued(room.kit.program.shop, SMS, 1, "پیامی که در هیچ کدی جا نمی‌گیرد. " * 40)[0]
    dialog = _begin(room, SMS)
    assert _read(dialog.pane.code.picture) == f"SMSTO:{item.address}:"
    assert "too long for a QR code" in dialog.pane.code.problem.text()
    assert "number alone" in dialog.pane.code.problem.text()


def test_a_call_is_dialled_by_its_code_and_no_answer_comes_again(room: Opened[MessagesPage]) -> None:
    shop = room.kit.program.shop
    first, second = queued(shop, CALL, 2)
    dialog = _begin(room, CALL)
    assert _read(dialog.pane.code.picture) == f"tel:{first.address}"
    room.press(Qt.Key.Key_1, ALT)
    room.rest()
    row = shop.ask(messages.one, first.message_id)
    assert (row.state, row.outcome, row.attempts) == (State.QUEUED, Outcome.NO_ANSWER, 1)
    _agree(room)
    assert shop.ask(messages.one, second.message_id).outcome is Outcome.TOLD
    assert room.said[-1] == "1 is ticked off"


def test_what_is_to_be_tried_later_comes_only_when_nothing_else_is_left(room: Opened[MessagesPage]) -> None:
    first, second = queued(room.kit.program.shop, CALL, 2)
    _begin(room, CALL)
    room.press(Qt.Key.Key_1, ALT)
    room.rest()
    room.press(Qt.Key.Key_Escape)
    room.rest()
    assert _begin(room, CALL).pane.name.text() == room.kit.words.shown(second.name)
    _agree(room)
    assert _begin(room, CALL).pane.name.text() == room.kit.words.shown(first.name)
    room.press(Qt.Key.Key_Escape)


def test_A6_who_has_no_whatsapp_is_told_another_way_and_later_too(room: Opened[MessagesPage]) -> None:
    shop = room.kit.program.shop
    first, second = queued(shop, WHATSAPP, 2, also="sms")
    dialog = _begin(room, WHATSAPP)
    room.press(Qt.Key.Key_1, ALT)
    room.rest()
    row = shop.ask(messages.one, first.message_id)
    assert (row.channel, row.state, row.address) == (SMS, State.QUEUED, first.address)
    assert "another way" in dialog.news.text()
    assert dialog.pane.name.text() == room.kit.words.shown(second.name)
    said = [one for one in shop.ask(consents.latest, first.customer_id) if one.channel is WHATSAPP]
    assert {(one.given, one.how) for one in said} == {(False, "cannot be reached that way")}


def test_who_can_be_reached_in_no_other_way_is_told_in_person(room: Opened[MessagesPage]) -> None:
    shop = room.kit.program.shop
    (item,) = queued(shop, WHATSAPP, 1)
    _begin(room, WHATSAPP)
    room.press(Qt.Key.Key_1, ALT)
    room.rest()
    row = shop.ask(messages.one, item.message_id)
    assert (row.channel, row.state) == (Channel.IN_PERSON, State.QUEUED)
    assert [room.kit.words.tell(one) for one in row.problem] == ["They cannot be reached that way."]


def test_M1_who_asked_to_stop_gets_nothing_and_counts_as_not_told(room: Opened[MessagesPage]) -> None:
    shop = room.kit.program.shop
    first, second = queued(shop, SMS, 2)
    _begin(room, SMS)
    room.press(Qt.Key.Key_1, ALT)
    room.rest()
    row = shop.ask(messages.one, first.message_id)
    assert row.state is State.WITHDRAWN
    said = [one for one in shop.ask(consents.latest, first.customer_id) if one.channel is SMS]
    assert [one.given for one in said] == [False]
    assert _open_items(shop, SMS) == [second.message_id]


def test_the_last_tick_is_taken_back(room: Opened[MessagesPage]) -> None:
    shop = room.kit.program.shop
    items = queued(shop, SMS)
    dialog = _begin(room, SMS)
    assert not dialog.undo.isEnabled()
    _agree(room)
    room.press(Qt.Key.Key_S, ALT)
    room.press(Qt.Key.Key_Z, CONTROL)
    room.rest()
    assert dialog.progress.text() == "1 of 3"
    assert len(_open_items(shop, SMS)) == 3
    _agree(room)
    assert dialog.pane.name.text() == room.kit.words.shown(items[1].name), "what was skipped comes again"


def test_what_somebody_else_did_meanwhile_is_said_and_left(room: Opened[MessagesPage]) -> None:
    shop = room.kit.program.shop
    items = queued(shop, SMS, 2)
    dialog = _begin(room, SMS)
    shop.do(answers.take_back, items[0].message_id)
    _agree(room)
    assert "another state" in dialog.news.text()
    assert shop.ask(messages.one, items[0].message_id).state is State.WITHDRAWN
    room.press(Qt.Key.Key_S, ALT)
    assert dialog.progress.text() == "2 of 2"


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("channel", [SMS, WHATSAPP, CALL, LETTER])
def test_every_way_fits_a_small_window_and_is_named(
    application: App, look: Look, qtbot: QtBot, language: str, channel: Channel
) -> None:
    items: list[HandItem] = queued(application.shop, channel, 2)
    with opened(application, look, qtbot, MessagesPage, language=language, size=(1100, 700)) as shown:
        dialog = HandWork(shown.kit, shown.frame, items)
        dialog.open()
        settle()
        assert dialog.width() <= 1100
        assert dialog.height() <= 700
        assert list(unnamed(dialog)) == []
        dialog.reject()
        settle()


def test_whatsapp_that_was_switched_off_has_no_box(application: App, look: Look, qtbot: QtBot) -> None:
    queued(application.shop, WHATSAPP, 1)
    application.shop.do(settings.change, whatsapp=False)
    with opened(application, look, qtbot, MessagesPage) as shown:
        assert "whatsapp" not in [box.key for box in shown.page.listed]


class _Links(QObject):
    """Takes what would be opened in the browser."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        """Take one."""
        self.taken.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
