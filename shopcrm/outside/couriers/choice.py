"""Chooses the couriers that can go out, by what the shop has set up; one that cannot stops no other."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from shopcrm.outside.couriers import keyholes
from shopcrm.outside.couriers.envelope import Sender
from shopcrm.outside.couriers.mail import MailCourier, MailServer, Security, try_line
from shopcrm.outside.keys import MAIL_PASSWORD, Keys
from shopcrm.rules import letters
from shopcrm.rules.delivery import Channel, Credit
from shopcrm.rules.errors import ShopError, Trouble
from shopcrm.rules.sayings import Saying
from shopcrm.rules.wording import saying
from shopcrm.services.messages import Courier, Prepaid
from shopcrm.services.settings import Settings

if TYPE_CHECKING:
    from shopcrm.outside.couriers.telegram import Incoming, TelegramBot

OPEN_LINE = "SHOPCRM_MAIL_OPEN_LINE"
"""Set to 1, it allows a line without TLS to a server that is not on this computer."""

TELEGRAM_PLACE = "SHOPCRM_TELEGRAM_URL"
"""Another address of Telegram, for a shop that reaches it by way of a server of its own."""

Around = Mapping[str, str]
"""The environment of the program."""


class PasswordMissing(Trouble):
    """The mail account has a user name, and nobody said its password."""

    sentence = (
        "The password of {user} at {host} is not known here. Nothing was sent, and all of it waits. "
        "Set it in the settings, or put it into the environment variable {variable}."
    )


@dataclass(frozen=True, slots=True)
class Chosen:
    """The couriers that can go, and why others that are set up cannot."""

    couriers: dict[Channel, Courier]
    troubles: tuple[ShopError, ...] = ()


@runtime_checkable
class _Tried(Protocol):
    def try_line(self) -> Saying | None:
        """Log in without sending anything."""


def couriers(decided: Settings, keys: Keys, environment: Around | None = None) -> dict[Channel, Courier]:
    """Make the couriers for which the shop has what they need; there is none for what is not set up.

    Raises the first trouble, such as PasswordMissing or BadAddress, where none of them can go.
    """
    found = chosen(decided, keys, environment)
    if found.troubles and not found.couriers:
        raise found.troubles[0]
    return found.couriers


def chosen(decided: Settings, keys: Keys, environment: Around | None = None) -> Chosen:
    """Make every courier that can go, and tell of each that cannot."""
    made: dict[Channel, Courier] = {}
    troubles: list[ShopError] = []
    for channel in keyholes.set_up(decided):
        try:
            made[channel] = _MAKERS[channel](decided, keys, _around(environment))
        except ShopError as trouble:
            troubles.append(trouble)
    return Chosen(made, tuple(troubles))


def try_channel(
    decided: Settings, keys: Keys, channel: Channel, environment: Around | None = None
) -> Saying | None:
    """Log in on a channel without sending anything; gives what is wrong, or nothing where all is well."""
    if channel not in keyholes.set_up(decided):
        return saying("This channel is not set up yet.")
    try:
        courier = _MAKERS[channel](decided, keys, _around(environment))
        if channel is Channel.EMAIL:
            return try_line(mail_server(decided, keys, environment))
    except ShopError as trouble:
        return trouble.saying
    try:
        return courier.try_line() if isinstance(courier, _Tried) else None
    finally:
        courier.rest()


def credit(
    decided: Settings, keys: Keys, channel: Channel, environment: Around | None = None
) -> Credit | None:
    """Tell what is left at the provider of a channel, or None where nobody says it."""
    courier = chosen(decided, keys, environment).couriers.get(channel)
    if courier is None:
        return None
    try:
        return courier.credit() if isinstance(courier, Prepaid) else None
    finally:
        courier.rest()


def mail_server(decided: Settings, keys: Keys, environment: Around | None = None) -> MailServer:
    """Put together where letters are handed in; raises PasswordMissing."""
    user, host = decided.mail_user, decided.mail_host
    password = keys.mail_password(user, host) if user else ""
    if password is None:
        raise PasswordMissing(user=user, host=host, variable=MAIL_PASSWORD)
    return MailServer(
        host=host,
        port=decided.mail_port,
        security=Security(decided.mail_security),
        user=user,
        password=password,
        open_line_allowed=_may_be_open(_around(environment)),
    )


def telegram_bot(decided: Settings, keys: Keys, environment: Around | None = None) -> "TelegramBot":
    """Make the shop's bot; raises BotTokenMissing."""
    # What speaks HTTP takes 0.1 s to import, and a shop that only writes mail needs none of it.
    from shopcrm.outside.couriers.telegram import Bot, TelegramBot

    around = _around(environment)
    token = keyholes.secret(decided, keys, Channel.TELEGRAM)
    place = around.get(TELEGRAM_PLACE, "")
    return TelegramBot(Bot(token, base=place, open_line=_may_be_open(around)))


def telegram_replies(
    decided: Settings, keys: Keys, after: int = 0, environment: Around | None = None
) -> "list[Incoming]":
    """Read what people wrote to the bot since `after`; raises BotTokenMissing."""
    if Channel.TELEGRAM not in keyholes.set_up(decided):
        return []
    bot = telegram_bot(decided, keys, environment)
    try:
        return bot.replies(after)
    finally:
        bot.rest()


def _mail(decided: Settings, keys: Keys, around: Around) -> Courier:
    server = mail_server(decided, keys, around)
    sender = Sender(letters.sound_address(decided.mail_from or decided.mail_user), decided.shop_name)
    return MailCourier(server, sender)


def _sms(decided: Settings, keys: Keys, around: Around) -> Courier:
    # Imported late for the reason given above.
    from shopcrm.outside.couriers.gateways import kavenegar, melipayamak, smsir, twilio
    from shopcrm.outside.couriers.gateways.account import Account

    account = Account(
        keyholes.secret(decided, keys, Channel.SMS),
        sender=decided.sms_sender,
        user=decided.sms_user,
        base=decided.sms_url,
        open_line=_may_be_open(around),
    )
    gateways: dict[str, Callable[[Account], Courier]] = {
        kavenegar.PROVIDER: kavenegar.Kavenegar,
        smsir.PROVIDER: smsir.SmsIr,
        melipayamak.PROVIDER: melipayamak.MeliPayamak,
        twilio.PROVIDER: twilio.Twilio,
    }
    return gateways[decided.sms_gateway](account)


def _webhook(decided: Settings, keys: Keys, around: Around) -> Courier:
    # Imported late for the reason given above.
    from shopcrm.outside.couriers.webhook import Hook, Webhook

    secret = keyholes.secret(decided, keys, Channel.WEBHOOK)
    name, may_be_open = decided.webhook_name, _may_be_open(around)
    return Webhook(Hook(decided.webhook_url, secret, name, open_line=may_be_open))


_MAKERS: Mapping[Channel, Callable[[Settings, Keys, Around], Courier]] = {
    Channel.EMAIL: _mail,
    Channel.SMS: _sms,
    Channel.TELEGRAM: telegram_bot,
    Channel.WEBHOOK: _webhook,
}


def _around(environment: Around | None) -> Around:
    return os.environ if environment is None else environment


def _may_be_open(around: Around) -> bool:
    return around.get(OPEN_LINE) == "1"
