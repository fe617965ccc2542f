"""How the entries of a timeline are drawn and worded: a head for each day, a sign, what, who and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.brush import Align, Sign
from shopcrm.desk.widgets.columns import Column
from shopcrm.rules import calendar
from shopcrm.rules.wording import Words
from shopcrm.services.timeline import Entry, Kind

NOTES = frozenset({Kind.NOTE, Kind.VISIT, Kind.CALL, Kind.REPLY})
"""What people wrote themselves, and may change."""
SALES = frozenset({Kind.SALE, Kind.RETURN, Kind.CORRECTION})

_SIZE = 28
_CALM: tuple[Tint, Tint] = ("accent_soft", "accent_ink")
_QUIET: tuple[Tint, Tint] = ("sunken", "muted")
_OK: tuple[Tint, Tint] = ("ok_soft", "ok")
_WARN: tuple[Tint, Tint] = ("warn_soft", "warn")
_SIGNS: dict[Kind, tuple[str, tuple[Tint, Tint]]] = {
    Kind.SALE: ("shopping-cart", _CALM),
    Kind.RETURN: ("undo-2", _WARN),
    Kind.CORRECTION: ("pencil", _WARN),
    Kind.MESSAGE: ("send", _CALM),
    Kind.NOTE: ("notebook-pen", _QUIET),
    Kind.VISIT: ("store", _QUIET),
    Kind.CALL: ("phone", _QUIET),
    Kind.REPLY: ("message-circle", _QUIET),
    Kind.WISH: ("heart", _CALM),
    Kind.HOLD: ("package-check", _OK),
    Kind.CONSENT: ("shield-check", _OK),
    Kind.CARD: ("id-card", _QUIET),
    Kind.MERGE: ("merge", _QUIET),
    Kind.POINTS: ("coins", _CALM),
    Kind.TIER: ("award", _OK),
    Kind.VOUCHER: ("ticket-percent", _OK),
    Kind.PROMISE: ("handshake", _CALM),
    Kind.ORDER: ("package-check", _CALM),
    Kind.COMPLAINT: ("octagon-alert", _WARN),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list, already in words; a line with a `divider` is the head of a day."""

    what: str = ""
    second: str = ""
    amount: str = ""
    sign: Sign | None = None
    entry: Entry | None = None
    divider: str = ""

    @property
    def key(self) -> tuple[str, int] | None:
        """Name what the line is about, the same at every look."""
        return (self.entry.kind, self.entry.id) if self.entry is not None else None


def lines_of(words: Words, entries: Iterable[Entry], today: date, last: date | None = None) -> list[Line]:
    """Word entries, newest first, with a head before each day; `last` is the day that has one already."""
    lines: list[Line] = []
    words = words.seen_from(today)
    for entry in entries:
        if entry.day != last:
            lines.append(Line(divider=day_head(words, entry.day, today)))
            last = entry.day
        lines.append(_line(words, entry))
    return lines


def day_head(words: Words, day: date, today: date) -> str:
    """Name a day over its entries; the year stands there where it is not this one."""
    years = [calendar.parts(words.calendar, one)[0] for one in (day, today)]
    shown = words.long_day(day, year=years[0] != years[1])
    if day == today:
        return words.say("Today, {day}", day=shown)
    if day == today - timedelta(days=1):
        return words.say("Yesterday, {day}", day=shown)
    return shown


def columns() -> list[Column[Line]]:
    """Make the columns: what happened with its sign, and the amount at the right in both languages."""
    return [
        Column("", _what, share=1, strong=True, second=_second, sign=_sign),
        Column("", _amount, Align.NUMBER, kind=Type.TITLE),
    ]


def _line(words: Words, entry: Entry) -> Line:
    icon, (ground, ink) = _SIGNS[entry.kind]
    what, text = words.tell(entry.what), " ".join(entry.text.split())
    seconds = [words.tell(why) for why in entry.why]
    if entry.kind in NOTES and text:
        what, seconds = words.isolate(text), [what, *seconds]
    elif text:
        seconds.append(words.isolate(text))
    if entry.at != words.days.begins(entry.day):
        # What was brought in from a list has a day and no hour.
        seconds.append(words.clock(entry.at))
    if entry.who:
        seconds.append(words.say("the owner") if entry.who == "owner" else words.isolate(entry.who))
    amount = "" if entry.amount is None else words.amount(entry.amount)
    sign = Sign(icon, ground=ground, ink=ink, size=_SIZE)
    return Line(what, " · ".join(part for part in seconds if part), amount, sign, entry)


def _what(line: Line) -> str:
    return line.what


def _second(line: Line) -> str:
    return line.second


def _sign(line: Line) -> Sign | None:
    return line.sign


def _amount(line: Line) -> str:
    return line.amount


def divider(line: Line) -> str:
    """Give the words of a line that is the head of a day."""
    return line.divider
