"""How the tasks of a day are named and drawn: their groups, their signs, and what a key does about them."""

from shopcrm.desk.tokens import Tint
from shopcrm.desk.widgets.brush import Sign
from shopcrm.rules.wording import Words
from shopcrm.services.today import Kind

_SIGNS: dict[Kind, tuple[str, Tint, Tint]] = {
    Kind.UNKNOWN: ("circle-question-mark", "warn_soft", "warn"),
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
    match kind:
        case Kind.UNKNOWN:
            return words.say("Settle")
        case Kind.ARRIVAL:
            return words.say("Who to tell")
        case Kind.BY_HAND:
            return words.say("Begin")
        case Kind.DUPLICATE:
            return words.say("Compare")
        case Kind.FAILED:
            return words.say("Look")
        case _:
            return words.say("Open")
