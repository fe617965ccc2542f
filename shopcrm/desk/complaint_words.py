"""How cases are named and drawn on the desk: kinds, what they are about, how upset, states, clocks."""

from datetime import datetime

from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Tint
from shopcrm.desk.widgets.brush import Sign
from shopcrm.rules import calendar
from shopcrm.rules.complaints import About, Kind, State
from shopcrm.rules.wording import Words
from shopcrm.services.case_taking import Clock

ABOUT_ICONS: dict[About, str] = {
    About.SALE: "receipt",
    About.GOODS: "package",
    About.SERVICE: "hand-heart",
    About.STAFF: "user-round",
    About.DELIVERY: "truck",
}
FACES = ("smile", "meh", "annoyed", "frown", "angry")
"""From calm to leaving; a face never stands without its word."""
KIND_ICONS: dict[Kind, str] = {
    Kind.COMPLAINT: "octagon-alert",
    Kind.SUGGESTION: "lightbulb",
    Kind.PRAISE: "hand-heart",
}
_STATES: dict[State, tuple[str, Tint, Tint]] = {
    State.DRAFT: ("pencil", "sunken", "text"),
    State.OPEN: ("clock", "warn_soft", "warn"),
    State.WAITING_US: ("clock", "warn_soft", "warn"),
    State.REOPENED: ("rotate-ccw", "warn_soft", "warn"),
    State.WAITING_CUSTOMER: ("hourglass", "accent_soft", "accent_ink"),
    State.SETTLED: ("circle-check", "ok_soft", "ok"),
    State.WITHDRAWN: ("ban", "sunken", "muted"),
}
_LATE: tuple[str, Tint, Tint] = ("octagon-alert", "danger_soft", "danger")
_HOUR = 60
_MANY_HOURS = 10
"""From so many hours on nobody counts minutes."""


def person_name(words: Words, name: str) -> str:
    """Name who works here; in a shop without names it is the owner."""
    return words.say("the owner") if name == "owner" else words.alone(name)


def state_sign(state: State, *, late: bool = False, size: int = 32) -> Sign:
    """Draw a state; what is overdue wears the eight-sided sign."""
    icon, ground, ink = _LATE if late else _STATES[state]
    return Sign(icon, ground=ground, ink=ink, size=size)


def state_tint(state: State, *, late: bool = False) -> Tint:
    """Give the ink of a state."""
    return "danger" if late else _STATES[state][2]


def saved_at(words: Words, moment: datetime) -> str:
    """Say that what was typed is kept, to the second."""
    local = moment.astimezone(calendar.zone(words.days.zone))
    clock = words.ltr(words.digits(f"{local:%H:%M:%S}"))
    return words.say("Saved on this till {clock}", clock=clock)


def due_text(kit: Kit, due: datetime) -> str:
    """Say by when: the time where it is today, else the day."""
    words = kit.words
    now = kit.program.shop.clock()
    today = kit.settings.days.of(now)
    day = kit.settings.days.of(due)
    if day == today:
        return words.say("{clock} today", clock=words.clock(due))
    return words.say("{day}, {clock}", day=words.seen_from(today).shown(day), clock=words.clock(due))


def left_text(words: Words, minutes: int) -> str:
    """Say how much opening time is left, or by how much it is over."""
    span = span_text(words, abs(minutes))
    if minutes < 0:
        return words.say("overdue by {span} of opening hours", span=span)
    return words.say("{span} of opening hours left", span=span)


def span_text(words: Words, minutes: int) -> str:
    """Write a span of opening time."""
    hours, rest = divmod(minutes, _HOUR)
    if not hours:
        return words.say("{count} min", count=rest)
    if not rest or hours >= _MANY_HOURS:
        return words.say("{count} h", count=hours)
    return words.say("{hours} h {minutes} min", hours=hours, minutes=rest)


def clock_tint(clock: Clock) -> Tint:
    """Give the colour of a clock: calm, near its end, over."""
    if clock.left < 0:
        return "danger"
    return "warn" if clock.left * 4 <= clock.total else "accent"
