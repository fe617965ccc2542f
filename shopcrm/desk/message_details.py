"""What is known of a message beside its text: where it stands, who took it, its parts, whether it arrived."""

from dataclasses import dataclass

from shopcrm.desk import message_words as named
from shopcrm.desk.channel_words import gateway_name
from shopcrm.desk.tokens import Tint
from shopcrm.rules import sms
from shopcrm.rules.delivery import Channel, Outcome, State
from shopcrm.rules.wording import Words
from shopcrm.services.messages import MessageRow

_PHONES = (Channel.CALL, Channel.SMS, Channel.WHATSAPP)


@dataclass(frozen=True)
class Detail:
    """One sign with its words."""

    icon: str
    tint: Tint
    text: str


def details(words: Words, message: MessageRow) -> list[Detail]:
    """List what is known of a message, where it goes first."""
    found = [_where(words, message), _state(words, message)]
    if message.by_hand and message.state is State.SENT:
        found.append(Detail("hand", "muted", words.say("by hand")))
    elif message.provider and message.provider != message.channel:
        name = gateway_name(words, message.provider)
        found.append(Detail("server", "muted", words.say("by {name}", name=name)))
    parts = _parts(message)
    if parts:
        shown = words.plural("{count} text message", "{count} text messages", count=parts)
        found.append(Detail("message-square-text", "warn" if parts > 1 else "muted", shown))
    if message.outcome is not Outcome.NONE:
        tint: Tint = "danger" if message.outcome is Outcome.ASKED_TO_STOP else "muted"
        icon = "ban" if message.outcome is Outcome.ASKED_TO_STOP else "reply"
        found.append(Detail(icon, tint, named.outcome_name(words, message.outcome)))
    return found


def _where(words: Words, message: MessageRow) -> Detail:
    icon, address = named.CHANNEL_ICONS[message.channel], message.address
    if not address or message.channel is Channel.LETTER:
        # An address of several lines stands by itself.
        return Detail(icon, "muted", named.channel_name(words, message.channel))
    shown = words.phone(address) if message.channel in _PHONES else words.ltr(address)
    return Detail(icon, "muted", shown)


def _state(words: Words, message: MessageRow) -> Detail:
    tint = named.state_tint(message.state)
    return Detail(named.stands_icon(message), tint, named.stands(words, message))


def _parts(message: MessageRow) -> int:
    """Count the parts as the gateway did, or as they will be where it did not say."""
    if message.channel is not Channel.SMS:
        return 0
    return message.parts or sms.measure(sms.sendable(message.body)).parts
