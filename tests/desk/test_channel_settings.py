"""The ways out are set up, tried and given their secrets on the settings page, and asked for where needed."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from shopcrm.app import App
from shopcrm.desk import start
from shopcrm.desk.channel_cards import ChannelCard, MailCard, SmsCard, TelegramCard, WebhookCard
from shopcrm.desk.dialogs.secret import SecretDialog
from shopcrm.desk.dialogs.templates import TemplatesDialog
from shopcrm.desk.form_card import SettingCard
from shopcrm.desk.look import Look
from shopcrm.desk.pages.settings import SettingsPage
from shopcrm.desk.walk import Walk
from shopcrm.desk.widgets.choices import Combo
from shopcrm.desk.widgets.fields import LineEdit
from shopcrm.desk.writing_cards import AnswersCard, GreetingsCard, QuietCard
from shopcrm.rules.delivery import Channel
from shopcrm.services import settings
from shopcrm.services.settings import Settings
from tests.desk.kit_parts import unnamed
from tests.desk.message_room import ALT, queued
from tests.desk.opened import CONTROL, Opened, opened
from tests.gateways import SECRET, KavenegarService, TelegramService, served

OTHER = "another-secret-that-nobody-knows"


@pytest.fixture
def room(application: App, look: Look, qtbot: QtBot) -> Iterator[Opened[SettingsPage]]:
    """The page of a new shop."""
    with opened(application, look, qtbot, SettingsPage) as shown:
        yield shown


@pytest.fixture
def walk(application: App, tmp_path: Path) -> Iterator[Walk]:
    """The whole window on a new shop, at rest; nothing went wrong in the end."""
    start.keep_places_in(tmp_path)
    application.shop.do(settings.change, first_run_done=True)
    with Walk(application) as hands:
        hands.window.show()
        hands.window.postman.close()
        hands.window.frame.activateWindow()
        hands.resize(1440, 900)
        hands.go("settings")
        yield hands
        assert hands.errors == []


def _card(page: object, kind: type[SettingCard]) -> SettingCard:
    assert isinstance(page, SettingsPage)
    return page.findChildren(kind)[0]


def _line(card: SettingCard, name: str) -> LineEdit:
    editor = card.fields[name].editor
    assert isinstance(editor, LineEdit)
    return editor


def _choose(card: SettingCard, name: str, value: str) -> None:
    editor = card.fields[name].editor
    assert isinstance(editor, Combo)
    editor.choose(value)


def _said(card: SettingCard) -> str:
    assert isinstance(card, ChannelCard)
    return card.said.text()


def _decided(room: Opened[SettingsPage]) -> Settings:
    return room.kit.program.shop.ask(settings.read)


def _save(room: Opened[SettingsPage], card: SettingCard) -> None:
    """Press Ctrl+Enter in the card."""
    next(iter(card.fields.values())).editor.setFocus()
    room.press(Qt.Key.Key_Return, CONTROL)
    room.rest()


def test_a_gateway_asks_for_what_it_needs_and_nothing_else(room: Opened[SettingsPage]) -> None:
    card = _card(room.page, SmsCard)
    shown = {"": set[str](), "kavenegar": {"sms_sender", "secret", "sms_url"}}
    shown["smsir"] = shown["kavenegar"]
    shown["twilio"] = shown["melipayamak"] = {*shown["kavenegar"], "sms_user"}
    for gateway, fields in shown.items():
        _choose(card, "sms_gateway", gateway)
        seen = {name for name, field in card.fields.items() if not field.isHidden()}
        assert seen == {*fields, "sms_gateway"}, gateway


def test_what_is_wrong_stands_under_its_field_and_nothing_is_changed(room: Opened[SettingsPage]) -> None:
    before = _decided(room)
    for kind, name, text in (
        (QuietCard, "quiet_from", "25"),
        (QuietCard, "weekly_cap", "many"),
        (AnswersCard, "link_days", "-3"),
        (GreetingsCard, "greet_hour", "24"),
        (TelegramCard, "telegram_bot", "no bot"),
        (WebhookCard, "webhook_url", "example.com"),
        (MailCard, "mail_from", "not an address"),
        (MailCard, "mail_port", "0"),
    ):
        card = _card(room.page, kind)
        _line(card, name).setText(text)
        _save(room, card)
        assert card.fields[name].error, name
        assert _line(card, name).text() == text, "what was written is kept"
    assert _decided(room) == before


def test_hours_caps_greetings_and_answers_are_kept(room: Opened[SettingsPage]) -> None:
    quiet, greetings, replies = (_card(room.page, k) for k in (QuietCard, GreetingsCard, AnswersCard))
    for name, text in (("quiet_from", "۲۲"), ("quiet_until", "8"), ("weekly_cap", "3"), ("repeat_days", "0")):
        _line(quiet, name).setText(text)
    _save(room, quiet)
    greetings.findChildren(QCheckBox)[0].setChecked(True)
    _line(greetings, "greet_hour").setText("11")
    _save(room, greetings)
    replies.findChildren(QCheckBox)[0].setChecked(False)
    _line(replies, "stop_words").setText("enough, بس است")
    _line(replies, "link_days").setText("30")
    _save(room, replies)
    now = _decided(room)
    assert (now.quiet_from, now.quiet_until, now.weekly_cap, now.repeat_days) == (22, 8, 3, 0)
    assert (now.greet, now.greet_hour) == (True, 11)
    assert (now.whatsapp, now.stop_words, now.link_days) == (False, "enough, بس است", 30)


def test_trying_logs_in_without_sending_and_says_how_it_went(
    room: Opened[SettingsPage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPCRM_MAIL_OPEN_LINE", "1")
    with served(KavenegarService()) as service:
        card = _card(room.page, SmsCard)
        _choose(card, "sms_gateway", "kavenegar")
        _line(card, "sms_sender").setText("10008663")
        _line(card, "sms_url").setText(f"{service.base}/v1")
        _line(card, "secret").setText(OTHER)
        _line(card, "sms_sender").setFocus()
        room.press(Qt.Key.Key_T, ALT)
        room.until(lambda: "tried" not in _said(card))
        assert card.memory()[0] == "danger"
        assert "It works" not in _said(card)
        _line(card, "secret").setText(SECRET)
        _line(card, "sms_sender").setFocus()
        room.press(Qt.Key.Key_T, ALT)
        room.until(lambda: "It works" in _said(card))
        assert card.memory()[0] == "ok"
        assert "no keyring" in _said(card), "how long it is known is still said"
        assert service.taken == []
    assert _decided(room).sms_gateway == "kavenegar"
    assert _line(card, "secret").text() == "", "a secret does not stay on the screen"


def test_a_secret_never_reaches_the_shop_file(room: Opened[SettingsPage]) -> None:
    card = _card(room.page, TelegramCard)
    _line(card, "telegram_bot").setText("@noori_shop_bot")
    _line(card, "secret").setText(SECRET)
    _save(room, card)
    room.until(lambda: bool(_said(card)))
    assert "no keyring" in _said(card)
    assert card.memory()[0] == "warn"
    assert room.kit.program.channel_ready(Channel.TELEGRAM), "for this session it is known"
    path = room.kit.program.path
    with sqlite3.connect(path) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for one in path.parent.glob(f"{path.name}*"):
        assert SECRET.encode() not in one.read_bytes()


def test_saving_hurries_what_rests_from_trouble(room: Opened[SettingsPage]) -> None:
    application = room.kit.program
    assert isinstance(application, App)
    rests = application._round._rests
    for kind in (QuietCard, AnswersCard, GreetingsCard, MailCard, SmsCard, WebhookCard):
        rests[Channel.EMAIL] = application.shop.clock().replace(year=2030)
        _save(room, _card(room.page, kind))
        assert rests == {}, kind.__name__


def test_what_was_said_and_what_was_not_saved_outlasts_the_new_window(walk: Walk) -> None:
    page = walk.window.page("settings")
    _line(_card(page, WebhookCard), "webhook_name").setText("half a na")
    _choose(_card(page, SmsCard), "sms_gateway", "twilio")
    card = _card(page, TelegramCard)
    _line(card, "telegram_bot").setText("@noori_shop_bot")
    _line(card, "secret").setText(SECRET)
    _line(card, "telegram_bot").setFocus()
    _tap(walk, Qt.Key.Key_Return, CONTROL)
    again = walk.window.page("settings")
    assert again is not page, "the window was made anew with the settings"
    assert "no keyring" in _said(_card(again, TelegramCard))
    assert _line(_card(again, WebhookCard), "webhook_name").text() == "half a na"
    gateway = _card(again, SmsCard).fields["sms_gateway"].editor
    assert isinstance(gateway, Combo)
    assert gateway.value() == "twilio"


def test_a_message_that_waits_for_a_secret_asks_for_it_at_the_top(
    application: App, walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPCRM_MAIL_OPEN_LINE", "1")
    banners = walk.window.frame.banners
    queued(application.shop, Channel.SMS, 2)
    with served(KavenegarService()) as service:
        decided = application.shop.do(
            settings.change, sms_gateway="kavenegar", sms_sender="1000", sms_url=f"{service.base}/v1"
        )
        walk.window.make_anew(decided)
        walk.settle()
        assert "secret" in banners_of(walk)
        _tap(walk, Qt.Key.Key_K, ALT)
        dialog = walk.top
        assert isinstance(dialog, SecretDialog)
        assert dialog.windowTitle() == "The key of Kavenegar is not known here"
        _tap(walk, Qt.Key.Key_Return, CONTROL)
        assert walk.top is dialog, "nothing was written yet"
        walk.write(dialog.secret, SECRET)
        _tap(walk, Qt.Key.Key_Return, CONTROL)
        assert "secret" not in banners_of(walk)
        while application.deliver_next():
            pass
        assert len(service.taken) == 2
    assert banners is not walk.window.frame.banners


def test_no_notice_asks_for_a_secret_that_nothing_waits_for(application: App, walk: Walk) -> None:
    decided = application.shop.do(settings.change, telegram_bot="@noori_shop_bot")
    walk.window.make_anew(decided)
    walk.settle()
    assert "secret" not in banners_of(walk)


def test_a_bot_is_tried_too(room: Opened[SettingsPage], monkeypatch: pytest.MonkeyPatch) -> None:
    with served(TelegramService()) as service:
        monkeypatch.setenv("SHOPCRM_TELEGRAM_URL", service.base)
        monkeypatch.setenv("SHOPCRM_MAIL_OPEN_LINE", "1")
        card = _card(room.page, TelegramCard)
        _line(card, "telegram_bot").setText("@noori_shop_bot")
        assert isinstance(service, TelegramService)
        _line(card, "secret").setText(service.token)
        _line(card, "telegram_bot").setFocus()
        room.press(Qt.Key.Key_T, ALT)
        room.until(lambda: "It works" in _said(card))


def test_the_texts_open_from_here_as_well(room: Opened[SettingsPage]) -> None:
    room.press(Qt.Key.Key_T, CONTROL)
    room.dialog(TemplatesDialog)
    room.press(Qt.Key.Key_Escape)
    room.rest()


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("size", [(1440, 900), (1100, 700)])
def test_every_field_has_a_name_and_fits_the_width(
    application: App, look: Look, qtbot: QtBot, language: str, size: tuple[int, int]
) -> None:
    application.shop.do(settings.change, sms_gateway="twilio", sms_user="AC1", sms_sender="+15005550006")
    with opened(application, look, qtbot, SettingsPage, language=language, size=size) as room:
        assert list(unnamed(room.page)) == []
        assert room.page.minimumSizeHint().width() <= size[0] - 84


def banners_of(walk: Walk) -> list[str]:
    """Tell which notices stand at the top."""
    return walk.window.frame.banners.names()


def _tap(walk: Walk, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    """Press a key where the keyboard is."""
    walk.top.window().activateWindow()
    walk.turn()
    QTest.keyClick(QApplication.focusWidget() or walk.window.frame, key, modifier)
    walk.settle()
