"""The messages page: its boxes, what a message shows, replies, letters and the credit of the gateway."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from shopcrm.app import App
from shopcrm.desk.credit_card import CreditCard
from shopcrm.desk.dialogs.templates import TemplatesDialog
from shopcrm.desk.look import Look
from shopcrm.desk.message_details import details
from shopcrm.desk.pages.messages import MessagesPage
from shopcrm.desk.reply_line import ReplyLine
from shopcrm.rules.delivery import Channel, Decision, State
from shopcrm.services import answers, consents, messages, notes, settings
from shopcrm.services.notes import NoteKind
from shopcrm.services.shop import Shop
from shopcrm.store.messages import Message
from tests.desk.kit_parts import type_text, unnamed
from tests.desk.message_room import ALT, button, queued, rows
from tests.desk.opened import CONTROL, Opened, opened
from tests.gateways import SECRET, KavenegarService, served

SMS, WHATSAPP, CALL, LETTER = Channel.SMS, Channel.WHATSAPP, Channel.CALL, Channel.LETTER


@pytest.fixture
def room(application: App, look: Look, qtbot: QtBot) -> Iterator[Opened[MessagesPage]]:
    """The page on a shop that has nothing to send yet."""
    with opened(application, look, qtbot, MessagesPage) as shown:
        yield shown


def _shop(room: Opened[MessagesPage]) -> Shop:
    return room.kit.program.shop


def _open(room: Opened[MessagesPage], box: str) -> None:
    room.page.refresh()
    room.page.show_thing(box)
    room.rest()


def _keys(room: Opened[MessagesPage]) -> list[str]:
    return [box.key for box in room.page.listed]


def _counts(room: Opened[MessagesPage]) -> dict[str, int]:
    return {box.key: box.count for box in room.page.listed}


def _by_gateway(session: Session, message_id: int, *, arrived: bool | None, parts: int) -> None:
    row = session.get_one(Message, message_id)
    row.state, row.provider, row.parts, row.arrived = "sent", "kavenegar", parts, arrived
    row.settled_at = row.made_at


def test_a_way_by_hand_has_a_box_once_it_has_work_and_keeps_it(room: Opened[MessagesPage]) -> None:
    always = ["waiting", "calls", "person", "unknown", "failed", "sent", "withdrawn"]
    assert _keys(room) == always
    (item,) = queued(_shop(room), SMS, 1)
    queued(_shop(room), LETTER, 2)
    room.page.refresh()
    room.rest()
    assert _keys(room) == ["waiting", "calls", "texts", "letters", *always[2:]]
    assert (_counts(room)["texts"], _counts(room)["letters"], _counts(room)["waiting"]) == (1, 2, 0)
    _shop(room).do(answers.settle, item.message_id, Decision.TOLD)
    room.page.refresh()
    room.rest()
    assert _counts(room)["texts"] == 0, "a box does not vanish under the hand"


def test_the_page_begins_at_the_first_box_with_something_to_do(
    application: App, look: Look, qtbot: QtBot
) -> None:
    queued(application.shop, SMS)
    with opened(application, look, qtbot, MessagesPage) as room:
        assert room.page.memory() == "texts"
        assert not room.page._empty.isVisible()


def test_with_a_gateway_texts_are_sent_and_not_worked_through(
    application: App, look: Look, qtbot: QtBot
) -> None:
    queued(application.shop, SMS, 2)
    application.shop.do(settings.change, sms_gateway="kavenegar")
    with opened(application, look, qtbot, MessagesPage) as room:
        assert "texts" not in _keys(room)
        assert _counts(room)["waiting"] == 2
        room.press(Qt.Key.Key_Return, CONTROL)
        assert QApplication.activeModalWidget() is None


def test_a_message_says_who_took_it_in_how_many_parts_and_whether_it_arrived(
    room: Opened[MessagesPage],
) -> None:
    shop = _shop(room)
    first, second = queued(shop, SMS, 2)
    shop.do(_by_gateway, first.message_id, arrived=True, parts=2)
    shop.do(_by_gateway, second.message_id, arrived=None, parts=1)
    arrived, handed = rows(shop, SMS)
    words = room.kit.words
    told = [(one.text, one.tint) for one in details(words, arrived)]
    assert ("arrived", "ok") in told
    assert ("2 text messages", "warn") in told
    assert any("Kavenegar" in text for text, _tint in told)
    assert "handed over" in [one.text for one in details(words, handed)]


def test_a_reply_is_kept_as_a_note_and_the_rest_stays(room: Opened[MessagesPage]) -> None:
    shop = _shop(room)
    (item,) = queued(shop, SMS, 1)
    shop.do(answers.settle, item.message_id, Decision.TOLD)
    _open(room, "sent")
    room.press(Qt.Key.Key_D, CONTROL)
    line = room.page.findChildren(ReplyLine)[0].line
    assert room.focused is line
    type_text(line, "thank you, I will come tomorrow")
    room.press(Qt.Key.Key_Return)
    room.rest()
    kept = shop.ask(notes.of_customer, item.customer_id, 10)
    assert [(one.kind, one.text) for one in kept] == [(NoteKind.REPLY, "thank you, I will come tomorrow")]
    assert room.said[-1] == "Their answer is noted."
    assert line.text() == ""


@pytest.mark.parametrize("word", ["STOP", "لغو۱۱"])
def test_M1_a_stop_word_takes_the_consent_back_and_says_so_at_once(
    room: Opened[MessagesPage], word: str
) -> None:
    shop = _shop(room)
    first, second = queued(shop, SMS, 2)
    shop.do(answers.settle, first.message_id, Decision.TOLD)
    _open(room, "sent")
    reply = room.page.findChildren(ReplyLine)[0]
    room.press(Qt.Key.Key_D, CONTROL)
    type_text(reply.line, word)
    room.press(Qt.Key.Key_Return)
    room.rest()
    assert reply.stopped.isVisible()
    assert room.said[-1] == "They asked to stop. They get no more news by text message."
    latest = shop.ask(consents.latest, first.customer_id)
    assert [one.given for one in latest if one.channel is SMS] == [False]
    untouched = shop.ask(consents.latest, second.customer_id)
    assert [one.given for one in untouched if one.channel is SMS] == [True]
    room.page.refresh()
    room.rest()
    assert reply.stopped.isVisible(), "what was said stays while one is at this message"


def test_what_is_being_written_as_a_reply_stays_when_something_changes(room: Opened[MessagesPage]) -> None:
    shop = _shop(room)
    (item,) = queued(shop, SMS, 1)
    shop.do(answers.settle, item.message_id, Decision.TOLD)
    _open(room, "sent")
    line = room.page.findChildren(ReplyLine)[0].line
    room.press(Qt.Key.Key_D, CONTROL)
    type_text(line, "half a sen")
    queued(shop, CALL, 2)
    room.page.refresh()
    room.rest()
    assert line.text() == "half a sen"
    assert room.focused is line


def test_a_message_that_waits_is_taken_back_by_a_key(room: Opened[MessagesPage]) -> None:
    shop = _shop(room)
    (item,) = queued(shop, WHATSAPP, 1)
    _open(room, "whatsapp")
    room.press(Qt.Key.Key_Delete, CONTROL)
    room.rest()
    assert shop.ask(messages.one, item.message_id).state is State.WITHDRAWN
    assert room.said[-1] == "Noted: taken back"


def test_letters_are_printed_then_noted_as_posted_and_that_is_taken_back(
    room: Opened[MessagesPage],
) -> None:
    shop, papers = _shop(room), list[Path]()
    queued(shop, LETTER, 3)
    room.page.printed.connect(papers.append)
    _open(room, "letters")
    posted = button(room.page, "Alt+P")
    assert not posted.isEnabled(), "what is not on paper cannot have been posted"
    room.press(Qt.Key.Key_P, CONTROL)
    room.until(lambda: bool(papers))
    assert papers[0].read_bytes().startswith(b"%PDF")
    assert {row.state for row in rows(shop, LETTER)} == {State.QUEUED}, "printed is not posted"
    late = queued(shop, LETTER, 1)[-1]
    first = rows(shop, LETTER)[0].id
    shop.do(answers.take_back, first)
    room.press(Qt.Key.Key_P, ALT)
    room.rest()
    assert room.said[-1] == "2 letters are noted as posted."
    states = {row.id: row.state for row in rows(shop, LETTER)}
    assert states[first] is State.WITHDRAWN
    assert states[late.message_id] is State.QUEUED, "what came after the printing was not posted"
    assert sorted(states.values()).count(State.SENT) == 2
    room.undo[-1]()
    room.rest()
    assert [row.state for row in rows(shop, LETTER)].count(State.SENT) == 0
    assert button(room.page, "Alt+P").isEnabled()


def test_calls_are_printed_as_before(room: Opened[MessagesPage]) -> None:
    papers = list[Path]()
    queued(_shop(room), CALL, 2)
    room.page.printed.connect(papers.append)
    _open(room, "calls")
    room.press(Qt.Key.Key_P, CONTROL)
    room.until(lambda: bool(papers))
    assert papers[0].read_bytes().startswith(b"%PDF")


def test_the_texts_open_by_a_key_and_what_was_written_is_kept_for_the_next_time(
    room: Opened[MessagesPage],
) -> None:
    room.press(Qt.Key.Key_T, CONTROL)
    dialog = room.dialog(TemplatesDialog)
    dialog.text.setPlainText("Hello {first_name}, half a text")
    room.press(Qt.Key.Key_Escape)
    room.rest()
    room.press(Qt.Key.Key_T, CONTROL)
    again = room.dialog(TemplatesDialog)
    room.rest()
    assert again.text.toPlainText() == "Hello {first_name}, half a text"
    room.press(Qt.Key.Key_Escape)


def test_the_credit_is_asked_by_a_key_and_never_at_start(
    application: App, look: Look, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPCRM_KAVENEGAR_KEY", SECRET)
    monkeypatch.setenv("SHOPCRM_MAIL_OPEN_LINE", "1")
    with served(KavenegarService()) as service:
        application.shop.do(
            settings.change, sms_gateway="kavenegar", sms_sender="1000", sms_url=f"{service.base}/v1"
        )
        with opened(application, look, qtbot, MessagesPage) as room:
            assert service.requests == []
            room.press(Qt.Key.Key_G, ALT)
            room.rest()
            assert room.page.findChildren(CreditCard)[0].says.text() == "1,500,000 rials are left."


def test_without_a_gateway_there_is_no_credit_to_ask_for(room: Opened[MessagesPage]) -> None:
    assert not room.page.findChildren(CreditCard)[0].isVisible()


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("size", [(1440, 900), (1100, 700)])
def test_everything_has_a_name_and_fits(
    application: App, look: Look, qtbot: QtBot, language: str, size: tuple[int, int]
) -> None:
    for channel in (SMS, WHATSAPP, CALL, LETTER):
        queued(application.shop, channel, 2)
    application.shop.do(answers.settle, rows(application.shop, SMS)[0].id, Decision.TOLD)
    with opened(application, look, qtbot, MessagesPage, language=language, size=size) as room:
        for box in ("texts", "letters", "sent"):
            _open(room, box)
            assert set(unnamed(room.page)) <= {"Button in EmptyState"}, "that one is hidden"
            assert room.page.width() <= size[0]
            assert room.page.minimumSizeHint().width() <= size[0]


def test_a_call_that_is_to_come_later_stays_in_its_box(room: Opened[MessagesPage]) -> None:
    shop = _shop(room)
    (item,) = queued(shop, CALL, 1)
    _open(room, "calls")
    room.press(Qt.Key.Key_2, ALT)
    room.rest()
    row = shop.ask(messages.one, item.message_id)
    assert (row.state, row.not_before > shop.clock() + timedelta(hours=1)) == (State.QUEUED, True)
    assert _counts(room)["calls"] == 1
