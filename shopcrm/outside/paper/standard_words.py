"""How papers put the standards of the shop: days with their hours, and what they share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

from shopcrm.outside.paper.pages import BODY, NOTE, STRONG, Paper
from shopcrm.outside.paper.rows import Cell, Column, Text, draw_rows
from shopcrm.rules import standard_words
from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.opening import Span
from shopcrm.rules.standard_words import DayGroup
from shopcrm.rules.standards import Content, Hours, StandardKind
from shopcrm.rules.wording import Words
from shopcrm.services.printed_standards import PrintedStandards

T = TypeVar("T", bound=Content)
_MONDAY = date(2024, 1, 1)
_SATURDAY = 5


def one(found: PrintedStandards, kind: StandardKind, shape: type[T]) -> T:
    """Give one kind of what is printed."""
    content = found.holds[kind]
    if not isinstance(content, shape):
        msg = f"{kind} holds {type(content).__name__}"
        raise TypeError(msg)
    return content


def day_name(words: Words, day: int) -> str:
    """Name a day of the week, 0 being Monday."""
    return words.weekday(_MONDAY + timedelta(days=day))


def spans(words: Words, each: Sequence[Span]) -> str:
    """Say the hours of a day."""
    if not each:
        return words.say("closed")
    return words.listing([_span(words, span) for span in each])


def draw_hours(paper: Paper, found: PrintedStandards) -> None:
    """Draw the hours of the week, the shop's week first, and on which days it is closed."""
    words, hours = paper.words, one(found, StandardKind.HOURS, Hours)
    first = _SATURDAY if words.calendar is CalendarKind.JALALI else 0
    rows: list[list[Cell]] = [
        [Text(_days(words, group), style=STRONG), Text(spans(words, group.spans), style=BODY)]
        for group in standard_words.day_groups(hours.week, first)
    ]
    draw_rows(paper, [Column("", share=1), Column("", share=2)], rows)
    paper.space(4)
    if hours.fixed:
        paper.text(words.say("Closed on public holidays."), NOTE)
    for row in found.closed:
        name = words.shown(row.name)
        day = words.long_day(row.day)
        told = words.say("Closed on {day}: {name}", day=day, name=words.isolate(name)) if name else ""
        paper.text(told or words.say("Closed on {day}", day=day), NOTE)


def _days(words: Words, group: DayGroup) -> str:
    if group.first == group.last:
        return day_name(words, group.first)
    return words.say(
        "{first} to {last}", first=day_name(words, group.first), last=day_name(words, group.last)
    )


def _span(words: Words, span: Span) -> str:
    opens, closes = (words.ltr(words.digits(standard_words.clock(at))) for at in (span.opens, span.closes))
    return words.say("{opens} to {closes}", opens=opens, closes=closes)
