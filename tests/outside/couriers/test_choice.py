import json
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends import null

from shopcrm import app as program
from shopcrm.outside.couriers import choice, keyholes
from shopcrm.outside.couriers.choice import PasswordMissing
from shopcrm.outside.couriers.gateways.account import Account
from shopcrm.outside.couriers.keyholes import BotTokenMissing, SecretMissing, WebhookSecretMissing
from shopcrm.outside.couriers.line import OpenLine, Place
from shopcrm.outside.couriers.mail import MailServer
from shopcrm.outside.couriers.telegram import Bot
from shopcrm.outside.couriers.webhook import Hook
from shopcrm.outside.keys import Keys, variable
from shopcrm.rules.delivery import Channel, Credit
from shopcrm.rules.errors import ShopError
from shopcrm.services import settings
from shopcrm.services.settings import GATEWAYS, Settings
from tests import gateways
from tests.gateways import SECRET, USER, KavenegarService, TelegramService, served
from tests.mailroom import free_port
from tests.outside.couriers.test_gateways import LETTER

ALL = Settings(
    mail_host="mail.example.com",
    mail_user="shop@example.com",
    sms_gateway="kavenegar",
    sms_sender="3000505",
    telegram_bot="@corner_shop_bot",
    webhook_url="https://hook.example.com/in?key=1",
)
WITH_ALL = {
    "SHOPCRM_MAIL_PASSWORD": "p1",
    "SHOPCRM_KAVENEGAR_KEY": "p2",
    "SHOPCRM_TELEGRAM_KEY": "123456:p3p3p3p3p3p3",
    "SHOPCRM_WEBHOOK_KEY": "p4",
}
AUTOMATIC = [Channel.EMAIL, Channel.SMS, Channel.TELEGRAM, Channel.WEBHOOK]


@pytest.fixture(autouse=True)
def _no_ring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(null.Keyring())  # type: ignore[no-untyped-call] # the library has no types
    yield
    keyring.set_keyring(before)


def test_every_channel_that_is_set_up_gets_its_courier() -> None:
    found = choice.chosen(ALL, Keys(WITH_ALL), {})
    assert list(found.couriers) == AUTOMATIC
    assert found.troubles == ()
    assert choice.chosen(Settings(), Keys(WITH_ALL), {}).couriers == {}
    assert all(keyholes.is_ready(ALL, Keys(WITH_ALL), channel) for channel in AUTOMATIC)


@pytest.mark.parametrize("gateway", [name for name in GATEWAYS if name])
def test_each_gateway_of_the_settings_has_its_courier_and_its_variable(gateway: str) -> None:
    decided = Settings(sms_gateway=gateway, sms_user=USER)
    keys = Keys({f"SHOPCRM_{gateway.upper()}_KEY": SECRET})
    courier = choice.couriers(decided, keys, {})[Channel.SMS]
    assert type(courier).__name__.lower() == gateway
    courier.rest()


@pytest.mark.parametrize(
    ("channel", "kind"),
    [
        (Channel.EMAIL, PasswordMissing),
        (Channel.SMS, SecretMissing),
        (Channel.TELEGRAM, BotTokenMissing),
        (Channel.WEBHOOK, WebhookSecretMissing),
    ],
)
def test_a_missing_secret_stops_its_own_channel_only(channel: Channel, kind: type[ShopError]) -> None:
    hole = keyholes.keyhole(ALL, channel)
    assert hole is not None
    name = variable(hole.service)
    known = Keys({key: value for key, value in WITH_ALL.items() if key != name})
    found = choice.chosen(ALL, known, {})
    assert set(found.couriers) == set(AUTOMATIC) - {channel}
    (trouble,) = found.troubles
    assert type(trouble) is kind
    assert name in str(trouble)
    assert choice.couriers(ALL, known, {}).keys() == found.couriers.keys()
    assert not keyholes.is_ready(ALL, known, channel)
    assert choice.try_channel(ALL, known, channel, {}) == trouble.saying
    assert choice.credit(ALL, known, channel, {}) is None


def test_where_none_can_go_the_first_trouble_is_raised() -> None:
    with pytest.raises(PasswordMissing):
        choice.couriers(ALL, Keys({}), {})
    with pytest.raises(SecretMissing):
        choice.couriers(Settings(sms_gateway="twilio"), Keys({}), {})


def test_an_open_line_stops_its_own_channel_only_until_it_is_allowed() -> None:
    decided = Settings(sms_gateway="kavenegar", sms_url="http://gate.example.com", telegram_bot="shop_bot")
    found = choice.chosen(decided, Keys(WITH_ALL), {})
    assert list(found.couriers) == [Channel.TELEGRAM]
    assert isinstance(found.troubles[0], OpenLine)
    assert len(choice.chosen(decided, Keys(WITH_ALL), {choice.OPEN_LINE: "1"}).couriers) == 2


def test_a_secret_that_was_kept_for_one_host_or_account_is_not_handed_to_another() -> None:
    keys = Keys({})
    assert not keyholes.keep_secret(ALL, keys, Channel.SMS, " p2 ")
    assert keyholes.secret(ALL, keys, Channel.SMS) == "p2"
    for other in (
        Settings(sms_gateway="kavenegar", sms_url="https://evil.example.com"),
        Settings(sms_gateway="kavenegar", sms_user="another"),
        Settings(sms_gateway="smsir"),
    ):
        assert not keyholes.is_ready(other, keys, Channel.SMS)
    keyholes.keep_secret(ALL, keys, Channel.WEBHOOK, "p4")
    assert not keyholes.is_ready(Settings(webhook_url="https://evil.example.com"), keys, Channel.WEBHOOK)
    assert not keyholes.keep_secret(Settings(), keys, Channel.SMS, "p2")


def test_what_is_not_set_up_cannot_be_tried() -> None:
    for channel in Channel:
        said = choice.try_channel(Settings(), Keys({}), channel, {})
        assert said is not None
        assert said.plainly() == "This channel is not set up yet."
        assert choice.credit(Settings(), Keys({}), channel, {}) is None
    assert choice.telegram_replies(Settings(), Keys({})) == []


def test_the_app_tries_keeps_and_asks_by_channel(
    application: program.App, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = TelegramService(updates=[{"update_id": 1, "message": {"chat": {"id": 5, "type": "private"}}}])
    with served(KavenegarService()) as service, served(bot):
        monkeypatch.setenv(choice.TELEGRAM_PLACE, bot.base)
        url = f"{service.base}/v1"
        application.shop.do(settings.change, sms_gateway="kavenegar", sms_url=url, telegram_bot="shop_bot")
        assert not application.channel_ready(Channel.SMS)
        assert len(application.courier_troubles()) == 2
        said = application.try_channel(Channel.SMS)
        assert said is not None
        assert "kavenegar" in said.plainly()
        assert not application.keep_secret(Channel.SMS, SECRET)
        assert not application.keep_secret(Channel.TELEGRAM, bot.token)
        assert application.channel_ready(Channel.SMS)
        assert application.courier_troubles() == ()
        assert application.try_channel(Channel.SMS) is None
        assert application.try_channel(Channel.TELEGRAM) is None
        assert application.courier_credit(Channel.SMS) == Credit(1_500_000, "IRR")
        assert application.courier_credit(Channel.TELEGRAM) is None
        assert [one.chat for one in application.telegram_replies()] == ["5"]
        assert service.taken == []


def test_twenty_secrets_are_shown_nowhere(
    application: program.App, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Twenty secrets go in by each door; none comes out in what is told, kept, logged or written down."""
    caplog.set_level("DEBUG")
    secrets = [f"{number}23456:canary-{number:02}-secret" for number in range(1, 21)]
    told: list[str] = []
    kinds = [GATEWAYS[1 + number % 4] for number in range(20)]
    nobody = free_port()
    with served(gateways.KavenegarService()) as service:
        for gateway, secret in zip(kinds, secrets, strict=True):
            application.shop.do(
                settings.change,
                sms_gateway=gateway,
                sms_user=USER,
                sms_url=f"{service.base}/v1",
                telegram_bot="shop_bot",
                webhook_url=f"{service.base}/hook",
                mail_host="127.0.0.1",
                mail_port=nobody,
                mail_user="shop@example.com",
            )
            for channel in AUTOMATIC:
                application.keep_secret(channel, secret)
            told += _everything_told(application)
            told += map(repr, (Account(secret), Bot(secret), Hook("https://x", secret), Place(secret)))
            told.append(repr(MailServer("x", password=secret)))
    application.backups.make()
    told += [caplog.text, repr(application.keys), repr(application)]
    for path in tmp_path.rglob("*"):
        told.append(path.read_bytes().decode("latin-1") if path.is_file() else path.name)
    assert len(told) > 200
    everything = "\n".join(told)
    assert [secret for secret in secrets if secret in everything or secret[2:] in everything] == []


def _everything_told(application: program.App) -> list[str]:
    """Have each courier fail in its way, and collect what is said, kept and reported."""
    told: list[str] = []
    decided = application.shop.ask(settings.read)
    told.append(json.dumps(repr(decided)))
    for channel, courier in application.couriers().items():
        told += [repr(courier), repr(vars(courier).get("_line"))]
        verdict = courier.deliver(LETTER)
        told += [repr(verdict), repr(application.try_channel(channel))]
        courier.rest()
    told.append(repr(application.courier_troubles()))
    error = RuntimeError(repr(application.keys))
    return [*told, str(application.keep_report(error)), application.describe(error)]
