"""How causes and improvements stand in lists: indented by their place, and with what came of them."""

from collections.abc import Callable

from shopcrm.desk.complaint_words import person_name
from shopcrm.desk.tokens import Tint
from shopcrm.desk.widgets.brush import Align, Sign
from shopcrm.desk.widgets.columns import Column
from shopcrm.rules.improvements import effect_words
from shopcrm.rules.wording import Words
from shopcrm.services import improvements
from shopcrm.services.causes import CauseRow
from shopcrm.services.improvement_report import Reported
from shopcrm.services.improvements import ImprovementState

_INDENT = "\u2003"
"""A space as wide as a letter is high, for each step into the tree."""
_SIGNS = {
    ImprovementState.OPEN: Sign("wrench", size=28),
    ImprovementState.DONE: Sign("circle-check", ground="ok_soft", ink="ok", size=28),
    ImprovementState.DROPPED: Sign("ban", size=28),
}


def cause_columns(words: Words) -> list[Column[CauseRow]]:
    """Give the columns of the tree of causes."""

    def name(row: CauseRow) -> str:
        return _INDENT * row.depth + words.alone(row.name)

    def count(row: CauseRow) -> str:
        return words.number(row.cases_below) if row.cases_below else ""

    return [
        Column(words.say("Cause"), name, share=1),
        Column(words.say("Complaints"), count, Align.COUNT),
    ]


def improvement_columns(words: Words) -> list[Column[Reported]]:
    """Give the columns of improvements."""

    def what(one: Reported) -> str:
        return words.alone(one.row.what)

    return [
        Column(words.say("Improvement"), what, share=1, second=_second(words), sign=_sign),
        Column(words.say("Who"), _who(words), second=_when(words), tint=_tint),
    ]


def _second(words: Words) -> Callable[[Reported], str]:
    def told(one: Reported) -> str:
        row = one.row
        match row.state:
            case ImprovementState.OPEN:
                return words.alone(row.cause)
            case ImprovementState.DONE:
                parts = [words.isolate(row.changed), words.tell(effect_words(one.counted.effect))]
                return " · ".join(part for part in parts if part)
            case ImprovementState.DROPPED:
                return words.alone(row.changed)

    return told


def _who(words: Words) -> Callable[[Reported], str]:
    def who(one: Reported) -> str:
        return person_name(words, one.row.who)

    return who


def _when(words: Words) -> Callable[[Reported], str]:
    def when(one: Reported) -> str:
        row = one.row
        day = words.day(row.due_on, year=False)
        if row.late:
            return words.say("late since {day}", day=day)
        if row.state is ImprovementState.OPEN:
            return words.say("by {day}", day=day)
        return words.tell(improvements.state_words(row.state))

    return when


def _sign(one: Reported) -> Sign:
    return (
        Sign("clock-alert", ground="danger_soft", ink="danger", size=28)
        if one.row.late
        else _SIGNS[one.row.state]
    )


def _tint(one: Reported) -> Tint:
    return "danger" if one.row.late else "text"
