"""The report on improvements on A4: what, who, by when, what changed, and what came of it in complaints."""

from __future__ import annotations

from collections.abc import Sequence

from shopcrm.outside.paper.blocks import Figure, draw_figures
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.pages import NOTE, Heading, Paper
from shopcrm.outside.paper.rows import Cell, Column, Number, Text, draw_rows
from shopcrm.rules.improvements import effect_words
from shopcrm.rules.wording import Words
from shopcrm.services import day_rows, improvements
from shopcrm.services.improvement_report import Reported
from shopcrm.services.improvements import ImprovementState


def lay_improvements_report(heading: Heading, found: Sequence[Reported], words: Words, fonts: Fonts) -> Paper:
    """Lay the report out on A4 pages."""
    paper = Paper(fonts, words, heading)
    states = [one.row.state for one in found]
    late = sum(one.row.late for one in found)
    draw_figures(
        paper,
        [
            Figure(
                words.say("Still to do"),
                words.number(states.count(ImprovementState.OPEN)),
                words.say("{count} late", count=late) if late else "",
            ),
            Figure(words.say("Done"), words.number(states.count(ImprovementState.DONE))),
            Figure(words.say("Dropped"), words.number(states.count(ImprovementState.DROPPED))),
        ],
    )
    if not found:
        paper.text(words.say("Nothing was improved yet."), NOTE)
    _draw_open(paper, [one for one in found if one.row.state is ImprovementState.OPEN])
    _draw_over(paper, [one for one in found if one.row.state is not ImprovementState.OPEN])
    return paper


def _draw_open(paper: Paper, found: Sequence[Reported]) -> None:
    words = paper.words
    if not found:
        return
    paper.section(words.say("Still to do"))
    columns = [
        Column(words.say("What"), share=2),
        Column(words.say("Cause"), share=1),
        Column(words.say("Who")),
        Column(words.say("By when")),
    ]
    rows: list[list[Cell]] = [
        [
            Text(words.alone(one.row.what)),
            Text(words.alone(one.row.cause)),
            Text(words.shown(day_rows.person(one.row.who))),
            Text(words.short_day(one.row.due_on), words.say("late") if one.row.late else ""),
        ]
        for one in found
    ]
    draw_rows(paper, columns, rows)


def _draw_over(paper: Paper, found: Sequence[Reported]) -> None:
    words = paper.words
    if not found:
        return
    paper.section(words.say("Done, or dropped"))
    paper.text(words.say("Complaints of the cause are counted for 30 days, before and after."), NOTE)
    columns = [
        Column(words.say("What, and what changed"), share=2),
        Column(words.say("Cause"), share=1),
        Column(words.say("Before"), numbers=True),
        Column(words.say("After"), numbers=True),
        Column(words.say("What came of it"), share=1),
    ]
    draw_rows(paper, columns, [_over(words, one) for one in found])


def _over(words: Words, one: Reported) -> list[Cell]:
    row, counted = one.row, one.counted
    what = Text(words.alone(row.what), words.alone(row.changed))
    cause = Text(words.alone(row.cause), words.short_day(words.days.of(row.done_at or row.made_at)))
    if row.state is ImprovementState.DROPPED:
        dropped = Text(words.tell(improvements.state_words(row.state)))
        return [what, cause, Number(""), Number(""), dropped]
    told = words.plural("{count} person was told", "{count} people were told", one.told) if one.told else ""
    return [
        what,
        cause,
        Number(_rate(words, counted.rate_before)),
        Number(_rate(words, counted.rate_after)),
        Text(words.tell(effect_words(counted.effect)), told),
    ]


def _rate(words: Words, thousandths: int | None) -> str:
    """Say how many there are for 30 days, exact to a tenth; a dash while nobody can know."""
    return "—" if thousandths is None else words.quantity((thousandths + 50) // 100 * 100)
