from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from shopcrm.outside.couriers.line import Patience
from shopcrm.outside.couriers.telegram import Bot, Incoming, TelegramBot
from shopcrm.rules.delivery import Channel, Delivered, Refused, Unclear, Verdict
from tests.gateways import Manner, TelegramService, served
from tests.mailroom import free_port
from tests.outside.couriers.test_gateways import LETTER as SMS

LETTER = replace(SMS, channel=Channel.TELEGRAM, address="4242", body="سلام *سارا* <b>x</b>")
QUICK = Patience(connect=1, read=0.25, whole=1)


@pytest.fixture
def service() -> Iterator[TelegramService]:
    made = TelegramService()
    with served(made):
        yield made


@pytest.fixture
def bot(service: TelegramService) -> Iterator[TelegramBot]:
    made = TelegramBot(Bot(service.token, service.base, QUICK))
    yield made
    made.rest()


def _after(service: TelegramService, bot: TelegramBot, manner: Manner) -> Verdict:
    service.manners.append(manner)
    return bot.deliver(LETTER)


def test_a_letter_goes_as_plain_text(service: TelegramService, bot: TelegramBot) -> None:
    assert bot.deliver(LETTER) == Delivered("1", "telegram", 1)
    assert [(one.to, one.text) for one in service.taken] == [("4242", LETTER.body)]
    sent = service.requests[0].document
    assert "parse_mode" not in sent
    assert sent["link_preview_options"] == {"is_disabled": True}


def test_whoever_stopped_the_bot_is_not_tried_again(service: TelegramService, bot: TelegramBot) -> None:
    verdict = _after(service, bot, Manner(code=403))
    assert isinstance(verdict, Refused)
    assert verdict.permanent
    assert verdict.why.plainly() == "They stopped the bot."


def test_telegram_asks_for_a_pause(service: TelegramService, bot: TelegramBot) -> None:
    verdict = _after(service, bot, Manner(code=429))
    assert isinstance(verdict, Refused)
    assert (verdict.permanent, verdict.halts) == (False, True)
    assert "17 seconds" in verdict.why.plainly()


@pytest.mark.parametrize(
    ("code", "permanent", "halts"),
    [(400, True, False), (401, False, True), (404, False, True), (409, False, True)],
)
def test_each_no_has_its_meaning(
    service: TelegramService, bot: TelegramBot, code: int, *, permanent: bool, halts: bool
) -> None:
    verdict = _after(service, bot, Manner(code=code))
    assert isinstance(verdict, Refused)
    assert (verdict.permanent, verdict.halts) == (permanent, halts)


@pytest.mark.parametrize(
    "manner",
    [
        Manner(cut=True),
        Manner(cut=True, takes=True),
        Manner(takes=True, stall=0.6),
        Manner(takes=True, body=b"{"),
        Manner(code=500, status=500),
    ],
)
def test_M4_what_nobody_answered_is_unclear(
    service: TelegramService, bot: TelegramBot, manner: Manner
) -> None:
    assert isinstance(_after(service, bot, manner), Unclear)


@pytest.mark.parametrize(
    ("address", "body"), [("", "x"), ("@sara", "x"), ("12 3", "x"), ("4242", ""), ("4242", "a" * 4097)]
)
def test_what_cannot_go_is_not_tried(
    service: TelegramService, bot: TelegramBot, address: str, body: str
) -> None:
    verdict = bot.deliver(replace(LETTER, address=address, body=body))
    assert isinstance(verdict, Refused)
    assert verdict.permanent
    assert service.requests == []


def test_a_bot_that_is_not_known_or_not_reached_makes_all_wait(service: TelegramService) -> None:
    for token in ("", "no token", "1234567:wrong-token-of-somebody", "../../etc"):
        bot = TelegramBot(Bot(token, service.base, QUICK))
        verdict = bot.deliver(LETTER)
        assert isinstance(verdict, Refused)
        assert (verdict.halts, verdict.permanent) == (True, False)
        assert bot.try_line() == verdict.why
        assert bot.replies() == []
        bot.rest()
    away = TelegramBot(Bot(service.token, f"http://127.0.0.1:{free_port()}", QUICK))
    verdict = away.deliver(LETTER)
    assert isinstance(verdict, Refused)
    assert verdict.halts
    assert away.replies() == []
    assert away.try_line() == verdict.why


def test_a_trial_sends_nothing(service: TelegramService, bot: TelegramBot) -> None:
    assert bot.try_line() is None
    assert service.taken == []


def _said(number: int, text: str, **more: Any) -> dict[str, Any]:
    who = {"id": 4242, "first_name": "سارا", "last_name": "احمدی"}
    chat = {"id": 4242, "type": "private"}
    return {"update_id": number, "message": {"from": who, "chat": chat, "text": text, **more}}


def test_what_came_in_is_read_once_it_was_written_down(service: TelegramService, bot: TelegramBot) -> None:
    left = {
        "update_id": 13,
        "my_chat_member": {
            "chat": {"id": 4242, "type": "private"},
            "from": {"first_name": "Sara"},
            "new_chat_member": {"status": "kicked"},
        },
    }
    group = {"id": -7, "type": "group"}
    service.updates = [
        _said(10, "/start aB3-_x"),
        _said(11, "لغو\x1b"),
        _said(12, "hello all", chat=group),
        left,
        {"update_id": 14, "message": "junk"},
        _said(15, "/start"),
        _said(16, "", photo=[]),
    ]
    expected = [
        Incoming(10, "4242", "/start aB3-_x", "aB3-_x", "سارا احمدی"),
        Incoming(11, "4242", "لغو", "", "سارا احمدی"),
        Incoming(12, ""),
        Incoming(13, "4242", name="Sara", stopped=True),
        Incoming(15, "4242", "/start", name="سارا احمدی"),
        Incoming(16, "4242", name="سارا احمدی"),
    ]
    assert bot.replies() == expected
    assert bot.replies() == expected
    assert bot.replies(after=13) == expected[4:]
    assert [one["update_id"] for one in service.updates] == [14, 15, 16]


def test_no_token_is_shown(
    service: TelegramService, bot: TelegramBot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    said = [repr(bot), repr(Bot(service.token)), repr(_after(service, bot, Manner(code=400))), caplog.text]
    assert service.token not in "".join(said)
