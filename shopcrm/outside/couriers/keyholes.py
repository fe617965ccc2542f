"""Which channels the shop has set up, and which secret each of them needs."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from shopcrm.outside.keys import MAIL, Keys, variable
from shopcrm.rules.delivery import Channel
from shopcrm.rules.errors import Trouble
from shopcrm.services.settings import Settings


class SecretMissing(Trouble):
    """A channel is set up, and nobody said its secret."""

    sentence = (
        "The key of the SMS gateway {name} is not known here. All text messages wait. "
        "Set it in the settings, or put it into the environment variable {variable}."
    )


class BotTokenMissing(SecretMissing):
    """The Telegram bot has a token."""

    sentence = (
        "The token of the Telegram bot {name} is not known here. All its messages wait. "
        "Set it in the settings, or put it into the environment variable {variable}."
    )


class WebhookSecretMissing(SecretMissing):
    """What goes to the webhook is signed."""

    sentence = (
        "The secret of the webhook at {name} is not known here. All its messages wait. "
        "Set it in the settings, or put it into the environment variable {variable}."
    )


@dataclass(frozen=True, slots=True)
class Keyhole:
    """Where the secret of a channel belongs: to an account at a service, which people know by a name.

    The account names the host, so that a secret that was kept for one is never handed to another.
    """

    service: str
    account: str
    name: str


def set_up(decided: Settings) -> list[Channel]:
    """List the channels on which a courier goes in this shop, whether or not its secret is known."""
    places = {
        Channel.EMAIL: decided.mail_host,
        Channel.SMS: decided.sms_gateway,
        Channel.TELEGRAM: decided.telegram_bot,
        Channel.WEBHOOK: decided.webhook_url,
    }
    return [channel for channel, place in places.items() if place]


def keyhole(decided: Settings, channel: Channel) -> Keyhole | None:
    """Tell which secret a channel needs; None where it is not set up, or needs none."""
    if channel not in set_up(decided):
        return None
    if channel is Channel.SMS:
        at = f" at {_host(decided.sms_url)}" if decided.sms_url else ""
        return Keyhole(decided.sms_gateway, f"{decided.sms_user or 'shop'}{at}", decided.sms_gateway)
    if channel is Channel.TELEGRAM:
        bot = decided.telegram_bot.removeprefix("@")
        return Keyhole("telegram", bot.lower(), bot)
    if channel is Channel.WEBHOOK:
        host = _host(decided.webhook_url)
        return Keyhole("webhook", host, host)
    user, host = decided.mail_user, decided.mail_host
    return Keyhole(MAIL, f"{user} at {host}", user) if user else None


def secret(decided: Settings, keys: Keys, channel: Channel) -> str:
    """Find the secret of a channel; raises SecretMissing in the words of the channel."""
    hole = keyhole(decided, channel)
    if hole is None:
        return ""
    found = keys.secret(hole.service, hole.account)
    if found is None:
        missing = _MISSING.get(channel, SecretMissing)
        raise missing(name=hole.name, variable=variable(hole.service))
    return found.strip()


def is_ready(decided: Settings, keys: Keys, channel: Channel) -> bool:
    """Whether a channel is set up and its secret is at hand, or none is needed."""
    hole = keyhole(decided, channel)
    if hole is None:
        return channel in set_up(decided)
    return keys.secret(hole.service, hole.account) is not None


def keep_secret(decided: Settings, keys: Keys, channel: Channel, told: str) -> bool:
    """Keep the secret of a channel as it is set up now; tells whether it will outlast this session."""
    hole = keyhole(decided, channel)
    return hole is not None and keys.keep_secret(hole.service, hole.account, told.strip())


_MISSING = {Channel.TELEGRAM: BotTokenMissing, Channel.WEBHOOK: WebhookSecretMissing}


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
