"""How the states, ways and outcomes of messages are named and drawn, on every page alike."""

from shopcrm.desk.tokens import Tint
from shopcrm.rules import delivery
from shopcrm.rules.delivery import Channel, Decision, Outcome, State
from shopcrm.rules.wording import Words
from shopcrm.services.messages import MessageRow

CHANNEL_ICONS = {
    Channel.EMAIL: "mail",
    Channel.SMS: "message-square-text",
    Channel.WHATSAPP: "message-circle",
    Channel.TELEGRAM: "send",
    Channel.WEBHOOK: "webhook",
    Channel.CALL: "phone",
    Channel.LETTER: "mailbox",
    Channel.IN_PERSON: "user",
}

_WITH_SUBJECT = (Channel.EMAIL, Channel.WEBHOOK, Channel.LETTER)

_STATE_LOOKS: dict[State, tuple[str, Tint]] = {
    State.QUEUED: ("clock", "muted"),
    State.SENDING: ("send", "accent"),
    State.SENT: ("circle-check", "ok"),
    State.FAILED: ("ban", "danger"),
    State.UNKNOWN: ("circle-question-mark", "warn"),
    State.WITHDRAWN: ("undo-2", "muted"),
}


def channel_name(words: Words, channel: Channel | None) -> str:
    """Name the way in which somebody is told."""
    names = {
        Channel.EMAIL: words.say("e-mail"),
        Channel.SMS: words.say("text message"),
        Channel.WHATSAPP: words.say("WhatsApp"),
        Channel.TELEGRAM: words.say("Telegram"),
        Channel.WEBHOOK: words.say("messenger"),
        Channel.CALL: words.say("call"),
        Channel.LETTER: words.say("letter"),
        Channel.IN_PERSON: words.say("tell in person"),
    }
    return names[channel or Channel.IN_PERSON]


def state_name(words: Words, state: State) -> str:
    """Name where a message stands."""
    names = {
        State.QUEUED: words.say("waits"),
        State.SENDING: words.say("is being sent"),
        State.SENT: words.say("sent"),
        State.FAILED: words.say("not sent"),
        State.UNKNOWN: words.say("unknown"),
        State.WITHDRAWN: words.say("taken back"),
    }
    return names[state]


def read_subject(channel: Channel, subject: str) -> str:
    """Give the subject where the way carries one; texts and calls have none."""
    return subject if channel in _WITH_SUBJECT else ""


def stands(words: Words, message: MessageRow) -> str:
    """Name where a message stands; of what a gateway took, whether it arrived or was only handed over."""
    if message.state is State.SENT and not message.by_hand:
        if message.arrived:
            return words.say("arrived")
        if message.channel is Channel.SMS:
            return words.say("handed over")
    if message.state is State.SENT and message.channel is Channel.LETTER:
        return words.say("posted")
    return state_name(words, message.state)


def stands_icon(message: MessageRow) -> str:
    """Give the sign of where a message stands."""
    return "check-check" if message.arrived and message.state is State.SENT else state_icon(message.state)


def state_icon(state: State) -> str:
    """Give the sign of a state; the word always stands beside it."""
    return _STATE_LOOKS[state][0]


def state_tint(state: State) -> Tint:
    """Give the colour of a state."""
    return _STATE_LOOKS[state][1]


def outcome_name(words: Words, outcome: Outcome) -> str:
    """Name what came of it."""
    names = {
        Outcome.NONE: "",
        Outcome.TOLD: words.say("told"),
        Outcome.NO_ANSWER: words.say("no answer"),
        Outcome.CAME_IN: words.say("came in"),
        Outcome.NOT_NOW: words.say("not now"),
        Outcome.BOUGHT: words.say("bought it"),
        Outcome.ASKED_TO_STOP: words.say("asked to stop"),
    }
    return names[outcome]


def decision_name(words: Words, decision: Decision, channel: Channel = Channel.CALL) -> str:
    """Name what a person may say about a message; on paper and phones one sends, and does not tell."""
    sends = channel in {Channel.SMS, Channel.WHATSAPP, Channel.LETTER}
    names = {
        Decision.ARRIVED: words.say("It arrived"),
        Decision.SEND_AGAIN: words.say("Send again"),
        Decision.LEAVE: words.say("Leave it"),
        Decision.TOLD: words.say("I sent it") if sends else words.say("They were told"),
        Decision.NO_ANSWER: words.say("No answer"),
        Decision.CAME_IN: words.say("They came in"),
        Decision.NOT_NOW: words.say("Not now"),
        Decision.ASKED_TO_STOP: words.say("Asked to stop"),
        Decision.NOT_YET: words.say("Not yet"),
    }
    return names[decision]


_UNKNOWN = (Decision.ARRIVED, Decision.SEND_AGAIN, Decision.LEAVE)
_AFTER_HAND = (Decision.CAME_IN, Decision.ASKED_TO_STOP, Decision.NOT_YET)
_SPOKEN = (Decision.TOLD, Decision.NO_ANSWER, Decision.CAME_IN, Decision.NOT_NOW, Decision.ASKED_TO_STOP)
_SAID = tuple(decision for decision in _SPOKEN if decision is not Decision.NO_ANSWER)


def decisions_for(channel: Channel, state: State, *, by_hand: bool | None = None) -> tuple[Decision, ...]:
    """List what may be said about a message that stands so, the most usual first.

    `by_hand` says whether a person carries it, where the channel alone does not tell.
    """
    if state is State.UNKNOWN:
        return _UNKNOWN
    if not (delivery.is_by_hand(channel) if by_hand is None else by_hand):
        sent = (Decision.CAME_IN, Decision.ASKED_TO_STOP)
        return {State.FAILED: (Decision.SEND_AGAIN,), State.SENT: sent}.get(state, ())
    if state is State.SENT:
        return _AFTER_HAND
    if state not in {State.QUEUED, State.FAILED}:
        return ()
    return _SPOKEN if channel is Channel.CALL else _SAID
