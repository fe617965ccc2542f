"""The call list on paper: whom to ring up, what to say and why, with boxes to tick as the calls are made."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shopcrm.outside.paper.fonts import Fonts, Weight
from shopcrm.outside.paper.lines import Style
from shopcrm.outside.paper.pages import SECOND, Heading, PageSize, Paper
from shopcrm.outside.paper.rows import Column, Text, Ticks, draw_rows
from shopcrm.outside.paper.sheets import TEXT
from shopcrm.rules.wording import Words

_NAME = Style(10.5, Weight.SEMIBOLD, TEXT)
_PHONE = Style(10.5, Weight.MEDIUM, TEXT)


@dataclass(frozen=True)
class CallRow:
    """One call: the person, the phone in its international form, what to say, and the reasons in words."""

    name: str
    phone: str
    say: str
    reasons: tuple[str, ...] = ()


def write_call_list(
    path: Path,
    heading: Heading,
    rows: Sequence[CallRow],
    words: Words,
    fonts: Fonts,
    size: PageSize = PageSize.A4,
) -> None:
    """Write the list as a PDF file, wholly or not at all; raises PaperNotSaved and FontMissing."""
    call_list(heading, rows, words, fonts, size).save(path)


def call_list(
    heading: Heading, rows: Sequence[CallRow], words: Words, fonts: Fonts, size: PageSize = PageSize.A4
) -> Paper:
    """Lay the list out."""
    paper = Paper(fonts, words, heading, size)
    outcomes = (words.say("told"), words.say("no answer"), words.say("came in"), words.say("not now"))
    columns = [
        Column(""),
        Column(words.say("Person")),
        Column(words.say("What to say"), share=5),
        Column(words.say("Why"), share=4),
        Column(words.say("Outcome")),
    ]
    cells = [
        (
            Ticks(),
            Text(row.name, words.phone(row.phone), _NAME, _PHONE),
            Text(row.say),
            Text(_listed(row.reasons), style=SECOND),
            Ticks(outcomes, side_by_side=2 if size is PageSize.A4 else 1, writing_lines=1),
        )
        for row in rows
    ]
    draw_rows(paper, columns, cells)
    paper.space(6)
    paper.text(words.plural("{count} call", "{count} calls", count=len(rows)), SECOND)
    return paper


def _listed(reasons: Sequence[str]) -> str:
    return "\n".join(f"• {reason}" for reason in reasons) if len(reasons) > 1 else "".join(reasons)
