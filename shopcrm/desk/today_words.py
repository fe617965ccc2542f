"""How the tasks of a day are named and drawn: their groups, their signs, and what a key does about them."""

from shopcrm.desk.tokens import Tint
from shopcrm.desk.widgets.brush import Sign
from shopcrm.rules.wording import Words
from shopcrm.services.today import Kind

_SIGNS: dict[Kind, tuple[str, Tint, Tint]] = {
    Kind.UNKNOWN: ("circle-question-mark", "warn_soft", "warn"),
    Kind.CASE_LATE: ("octagon-alert", "danger_soft", "danger"),
    Kind.DRAFT: ("pencil", "warn_soft", "warn"),
    Kind.ASK_AGAIN: ("smile", "accent_soft", "accent_ink"),
    Kind.LOW_ANSWER: ("frown", "warn_soft", "warn"),
    Kind.BROKEN: ("octagon-alert", "danger_soft", "danger"),
    Kind.PROMISE: ("handshake", "warn_soft", "warn"),
    Kind.ORDER: ("package-check", "accent_soft", "accent_ink"),
    Kind.ARRIVAL: ("package-open", "accent_soft", "accent_ink"),
    Kind.WISH_IN: ("heart", "accent_soft", "accent_ink"),
    Kind.HOLD_ENDS: ("hand", "warn_soft", "warn"),
    Kind.BY_HAND: ("phone", "sunken", "text"),
    Kind.OCCASION: ("cake", "ok_soft", "ok"),
    Kind.FAILED: ("ban", "danger_soft", "danger"),
    Kind.GUESS: ("lightbulb", "sunken", "text"),
    Kind.DUPLICATE: ("users", "sunken", "text"),
}


def sign(kind: Kind) -> Sign:
    """Give the sign of a kind of task; its group's words always stand over it."""
    icon, ground, ink = _SIGNS[kind]
    return Sign(icon, ground=ground, ink=ink, size=32)


def more_sign() -> Sign:
    """Give the sign of the line that shows the rest of a group."""
    return Sign("chevron-down", ground="sunken", ink="muted", size=32)


def group_name(words: Words, kind: Kind, count: int) -> str:
    """Name a group of tasks, with how many there are."""
    names = {
        Kind.UNKNOWN: words.say("Did these messages arrive?"),
        Kind.CASE_LATE: words.say("Complaints that are overdue"),
        Kind.DRAFT: words.say("Begun, and not recorded"),
        Kind.ASK_AGAIN: words.say("Settled, and to be asked again"),
        Kind.LOW_ANSWER: words.say("Low answers to call back about"),
        Kind.BROKEN: words.say("Not kept, and to be made up for"),
        Kind.PROMISE: words.say("Promised for today and tomorrow"),
        Kind.ORDER: words.say("Special orders that are due or ready"),
        Kind.ARRIVAL: words.say("Came in, and nobody was told"),
        Kind.WISH_IN: words.say("Asked for, and here now"),
        Kind.HOLD_ENDS: words.say("Kept aside, and nearly over"),
        Kind.BY_HAND: words.say("To send and to ring up"),
        Kind.OCCASION: words.say("Birthdays and other days"),
        Kind.FAILED: words.say("Could not be sent"),
        Kind.GUESS: words.say("To ask at the next visit"),
        Kind.DUPLICATE: words.say("Perhaps one person"),
    }
    return words.say("{group} · {count}", group=names[kind], count=count)


def act_word(words: Words, kind: Kind) -> str:
    """Say what Enter does about a task."""
    names = {
        Kind.UNKNOWN: words.say("Settle"),
        Kind.ASK_AGAIN: words.say("Ask"),
        Kind.DRAFT: words.say("Go on"),
        Kind.BROKEN: words.say("Make up for it"),
        Kind.PROMISE: words.say("Kept"),
        Kind.ARRIVAL: words.say("Who to tell"),
        Kind.BY_HAND: words.say("Begin"),
        Kind.DUPLICATE: words.say("Compare"),
        Kind.FAILED: words.say("Look"),
    }
    return names.get(kind, words.say("Open"))
