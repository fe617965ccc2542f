"""The words at the head of a closed day on paper, and how its figures are written."""

from __future__ import annotations

from shopcrm.rules.wording import Words
from shopcrm.services import day_rows
from shopcrm.services.day_close import ClosedDay
from shopcrm.services.day_rows import DayRow


def title(words: Words, day: ClosedDay) -> str:
    """Name the close, or say that it is not closed yet."""
    if day.id is None:
        return words.say("Day so far")
    return words.say("Day close {number}", number=str(day.id))


def head(words: Words, day: ClosedDay) -> list[str]:
    """Tell of which day, from when until when, at which till, by whom."""
    said = [words.long_day(day.day)]
    if day.since is not None:
        said.append(words.say("From {first} until {last}", first=day.since, last=day.at))
    else:
        said.append(words.say("Until {moment}", moment=day.at))
    till = words.say("Till {till}", till=day.till)
    said.append(f"{till} · {words.isolate(words.shown(day_rows.person(day.by)))}")
    if day.figures.is_empty:
        said.append(words.tell(day.says))
    return said


def figure(words: Words, row: DayRow) -> str:
    """Write the figure of a row."""
    return words.number(row.figure) if row.counts else words.amount(row.figure)
