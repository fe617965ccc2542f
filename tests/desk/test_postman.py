"""The postman fetches what people write back to the bot, on a thread of its own."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from shopcrm.app import App
from shopcrm.desk.postman import REST_MS, Postman, _Fetcher
from shopcrm.rules.delivery import Channel
from shopcrm.services import consents, incoming, notes, settings
from tests import makers
from tests.gateways import TelegramService, served

BOT = "noori_shop_bot"


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[TelegramService]:
    """A messenger on this computer to which somebody has written."""
    with served(TelegramService()) as here:
        assert isinstance(here, TelegramService)
        monkeypatch.setenv("SHOPCRM_TELEGRAM_URL", here.base)
        monkeypatch.setenv("SHOPCRM_MAIL_OPEN_LINE", "1")
        yield here


def _wrote(number: int, text: str) -> dict[str, object]:
    chat = {"id": 77, "type": "private"}
    return {"update_id": number, "message": {"message_id": number, "chat": chat, "text": text}}


def _postman(application: App) -> Postman:
    return Postman(application.shop, application.deliver_next, fetch=application.fetch_replies)


def test_what_people_write_to_the_bot_is_taken_in_while_the_window_is_open(
    application: App, qtbot: QtBot, service: TelegramService
) -> None:
    shop = application.shop
    shop.do(settings.change, telegram_bot=BOT)
    application.keep_secret(Channel.TELEGRAM, service.token)
    customer = makers.customer(shop)
    token = shop.do(incoming.start_token, customer, news=True)
    service.updates = [_wrote(4, f"/start {token}"), _wrote(5, "stop")]
    postman = _postman(application)
    postman.start()
    try:
        qtbot.waitUntil(lambda: len(shop.ask(notes.of_customer, customer, 9)) == 1, timeout=20_000)
    finally:
        postman.close()
    latest = [one for one in shop.ask(consents.latest, customer) if one.channel is Channel.TELEGRAM]
    assert [one.given for one in latest] == [False], "a stop word counts at once"


def test_nobody_is_asked_without_a_bot_or_without_its_token(
    application: App, service: TelegramService
) -> None:
    application.fetch_replies()
    application.shop.do(settings.change, telegram_bot=BOT)
    application.fetch_replies()
    assert service.requests == []


def test_what_went_wrong_is_told_once_and_then_it_rests(application: App, qtbot: QtBot) -> None:
    def breaks() -> None:
        raise RuntimeError

    postman = Postman(application.shop, lambda: False, fetch=breaks)
    told: list[object] = []
    postman.failed.connect(told.append)
    postman.start()
    try:
        qtbot.waitUntil(lambda: bool(told), timeout=20_000)
        fetcher = postman.findChildren(_Fetcher)[0]
        assert fetcher.pause_ms == REST_MS
    finally:
        postman.close()
