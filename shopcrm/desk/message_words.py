"""How the states, ways and outcomes of messages are named and drawn, on every page alike."""

from shopcrm.desk.tokens import Tint
from shopcrm.rules.delivery import Channel, Decision, Outcome, State
from shopcrm.rules.wording import Words

CHANNEL_ICONS = {Channel.EMAIL: "mail", Channel.CALL: "phone", Channel.IN_PERSON: "user"}

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
    match channel:
        case Channel.EMAIL:
            return words.say("e-mail")
        case Channel.CALL:
            return words.say("call")
        case _:
            return words.say("tell in person")


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


def decision_name(words: Words, decision: Decision) -> str:
    """Name what a person may say about a message."""
    names = {
        Decision.ARRIVED: words.say("It arrived"),
        Decision.SEND_AGAIN: words.say("Send again"),
        Decision.LEAVE: words.say("Leave it"),
        Decision.TOLD: words.say("They were told"),
        Decision.NO_ANSWER: words.say("No answer"),
        Decision.CAME_IN: words.say("They came in"),
        Decision.NOT_NOW: words.say("Not now"),
        Decision.ASKED_TO_STOP: words.say("Asked to stop"),
        Decision.NOT_YET: words.say("Not yet"),
    }
    return names[decision]


def decisions_for(channel: Channel, state: State) -> tuple[Decision, ...]:
    """List what may be said about a message that stands so, the most usual first."""
    if channel is Channel.EMAIL:
        return {
            State.UNKNOWN: (Decision.ARRIVED, Decision.SEND_AGAIN, Decision.LEAVE),
            State.FAILED: (Decision.SEND_AGAIN,),
            State.SENT: (Decision.CAME_IN, Decision.ASKED_TO_STOP),
        }.get(state, ())
    if state is State.SENT:
        return (Decision.CAME_IN, Decision.ASKED_TO_STOP, Decision.NOT_YET)
    if state not in {State.QUEUED, State.FAILED}:
        return ()
    spoken = (Decision.TOLD, Decision.NO_ANSWER, Decision.CAME_IN, Decision.NOT_NOW, Decision.ASKED_TO_STOP)
    return spoken if channel is Channel.CALL else tuple(d for d in spoken if d is not Decision.NO_ANSWER)
