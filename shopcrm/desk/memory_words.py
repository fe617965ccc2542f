"""How the lines of the memory card are drawn, and the one word on the key of each."""

from shopcrm.desk.tokens import Tint
from shopcrm.desk.widgets.brush import Sign
from shopcrm.rules.remember import Act, Kind, Reminder
from shopcrm.rules.wording import Words

_SIZE = 32
_CALM: tuple[Tint, Tint] = ("accent_soft", "accent_ink")
_WARN: tuple[Tint, Tint] = ("warn_soft", "warn")
_QUIET: tuple[Tint, Tint] = ("sunken", "muted")
_OF_GOODS = frozenset({Act.SHOW_GOODS, Act.HOLD, Act.HAND_OVER})
_SIGNS: dict[Kind, tuple[str, tuple[Tint, Tint]]] = {
    Kind.COMPLAINT: ("octagon-alert", ("danger_soft", "danger")),
    Kind.PROMISE: ("handshake", _WARN),
    Kind.HELD: ("package-check", ("ok_soft", "ok")),
    Kind.WISH_IN: ("heart", _CALM),
    Kind.FAVOURITE_IN: ("heart", _CALM),
    Kind.TELL: ("message-circle", _WARN),
    Kind.VOUCHER: ("ticket-percent", _WARN),
    Kind.OCCASION: ("cake", _CALM),
    Kind.POINTS_SHORT: ("coins", _CALM),
    Kind.OVERDUE: ("clock", _WARN),
    Kind.GUESS: ("lightbulb", _QUIET),
    Kind.QUESTION: ("message-circle-question-mark", _QUIET),
}


def sign_of(reminder: Reminder) -> Sign:
    """Draw what a line is about; the colour only repeats what the sign says."""
    icon, (ground, ink) = _SIGNS[reminder.kind]
    return Sign(icon, ground=ground, ink=ink, size=_SIZE)


def can_be_sold(reminder: Reminder) -> bool:
    """Whether a line speaks of goods that can go into a basket at once."""
    return reminder.goods is not None and reminder.act in _OF_GOODS


def act_word(words: Words, act: Act) -> str:
    """Name what the key of a line does."""
    names = {
        Act.OPEN_COMPLAINT: words.say("Open"),
        Act.OPEN_PROMISE: words.say("Open"),
        Act.HAND_OVER: words.say("Hand over"),
        Act.HOLD: words.say("Keep aside"),
        Act.SHOW_GOODS: words.say("Show"),
        Act.TOLD: words.say("Told"),
        Act.USE_VOUCHER: words.say("Use"),
        Act.GREETED: words.say("Greeted"),
        Act.SHOW_REWARDS: words.say("Show"),
        Act.CONFIRM: words.say("Confirm"),
        Act.ANSWER: words.say("Answer"),
    }
    return names[act]
