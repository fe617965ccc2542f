"""How gateways, their secrets and what is left at them are named, on every page alike."""

from urllib.parse import urlsplit

from shopcrm.desk.widgets.choices import Option
from shopcrm.rules.delivery import Channel, Credit
from shopcrm.rules.wording import Words
from shopcrm.services.settings import Settings

_GATEWAYS = {
    "kavenegar": "Kavenegar",
    "smsir": "SMS.ir",
    "melipayamak": "MeliPayamak",
    "twilio": "Twilio",
}
"""Names of companies; they are the same in every language."""


def gateways(words: Words) -> list[Option]:
    """Offer the SMS gateways, and none."""
    none = Option("", words.say("None: the shop's own phone sends them"))
    return [none, *(Option(code, words.ltr(name)) for code, name in _GATEWAYS.items())]


def gateway_name(words: Words, code: str) -> str:
    """Name an SMS gateway, or whoever else took a message."""
    return words.ltr(_GATEWAYS.get(code, code))


def set_up(decided: Settings) -> tuple[Channel, ...]:
    """List the channels on which a courier goes in this shop."""
    places = {
        Channel.EMAIL: decided.mail_host,
        Channel.SMS: decided.sms_gateway,
        Channel.TELEGRAM: decided.telegram_bot,
        Channel.WEBHOOK: decided.webhook_url,
    }
    return tuple(channel for channel, place in places.items() if place)


def secret_name(words: Words, channel: Channel) -> str:
    """Name what a channel is entered with."""
    names = {
        Channel.EMAIL: words.say("Password"),
        Channel.SMS: words.say("Key"),
        Channel.TELEGRAM: words.say("Token"),
        Channel.WEBHOOK: words.say("Secret"),
    }
    return names.get(channel, words.say("Secret"))


def secret_missing(words: Words, decided: Settings, channel: Channel) -> str:
    """Say which secret is not known on this computer."""
    match channel:
        case Channel.EMAIL:
            return words.say("The password of {name} is not known here", name=words.ltr(decided.mail_user))
        case Channel.TELEGRAM:
            bot = words.ltr(decided.telegram_bot)
            return words.say("The token of the bot {name} is not known here", name=bot)
        case Channel.WEBHOOK:
            host = urlsplit(decided.webhook_url).hostname or decided.webhook_url
            return words.say("The secret of {name} is not known here", name=words.ltr(host))
        case _:
            name = gateway_name(words, decided.sms_gateway)
            return words.say("The key of {name} is not known here", name=name)


def credit_left(words: Words, credit: Credit | None) -> str:
    """Say what is left at a gateway, in its own unit."""
    if credit is None:
        return words.say("The gateway did not say. Look again later.")
    match credit.unit:
        case "IRR":
            return words.say("{amount} rials are left.", amount=credit.amount)
        case "":
            return words.plural("{count} message is left.", "{count} messages are left.", count=credit.amount)
        case unit:
            return words.say("{amount} {unit} are left.", amount=credit.amount, unit=words.ltr(unit))
