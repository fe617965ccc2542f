"""The short sheet for the counter: what to remember of a person, what they avoid in large, what they buy.

It is half a page (A5), one for each person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from shopcrm.outside.paper import people_words, person_tables
from shopcrm.outside.paper.blocks import draw_warning
from shopcrm.outside.paper.fonts import Fonts, Weight
from shopcrm.outside.paper.lines import Style
from shopcrm.outside.paper.pages import SECOND, STRONG, Heading, PageSize, Paper
from shopcrm.outside.paper.rows import Column, Number, Text, Ticks, draw_rows
from shopcrm.outside.paper.sheets import TEXT
from shopcrm.rules.money import THOUSANDTHS
from shopcrm.rules.wording import Words
from shopcrm.services.person_report import CounterNotes, Favourite
from shopcrm.services.preferences import Kind

_TABLE_HEAD, _TABLE_ROW = 58.0, 26.0
_NAMES = 84.0
"""About so many points high are the head of the usual purchases and each of them, and their names alone."""
_FEWEST = 3
_LARGE = Style(17.0, Weight.BOLD, TEXT, spacing=1.35)


def write_counter_sheets(
    path: Path, heading: Heading, notes: Sequence[CounterNotes], words: Words, fonts: Fonts
) -> None:
    """Write a sheet for each person as one PDF, wholly or not at all; raises PaperNotSaved, FontMissing."""
    counter_sheets(heading, notes, words, fonts).save(path)


def counter_sheets(heading: Heading, notes: Sequence[CounterNotes], words: Words, fonts: Fonts) -> Paper:
    """Lay the sheets out."""
    paper: Paper | None = None
    for one in notes:
        own = _own_heading(heading, one, words)
        if paper is None:
            paper = Paper(fonts, words, own, PageSize.A5)
        else:
            paper.begin_part(own, apart=True)
        _draw(paper, one)
    return paper or Paper(fonts, words, heading, PageSize.A5)


def _own_heading(heading: Heading, notes: CounterNotes, words: Words) -> Heading:
    sheet = notes.sheet
    parts = [words.phone(phone) for phone in sheet.phones[:1]]
    if sheet.cards:
        number = people_words.card_number(words, sheet.cards[0].number)
        parts.append(words.say("card {number}", number=number))
    title = people_words.name_of(words, sheet)
    return replace(heading, title=title, note=" · ".join(parts), shop=replace(heading.shop, address=""))


def _draw(paper: Paper, notes: CounterNotes) -> None:
    words = paper.words
    avoids = people_words.tastes(words, notes.sheet.preferences, Kind.AVOIDS)
    if avoids:
        draw_warning(paper, words.say("Avoids"), [avoids], _LARGE)
    _draw_lines(paper, notes)
    if notes.sheet.note:
        paper.section(words.say("About them"))
        paper.text(notes.sheet.note)
    _draw_told(paper, notes)
    _draw_last(paper, notes)
    _draw_usual(paper, notes.favourites)


def _draw_lines(paper: Paper, notes: CounterNotes) -> None:
    words = paper.words
    if not notes.lines:
        return
    paper.section(words.say("To remember now"))
    rows = [(Ticks(), Text(words.tell(one.what), words.tell(one.why), STRONG)) for one in notes.lines]
    draw_rows(paper, [Column(""), Column("", share=1)], rows)
    if notes.more:
        paper.text(words.plural("{count} more", "{count} more", count=notes.more), SECOND)


def _draw_told(paper: Paper, notes: CounterNotes) -> None:
    words = paper.words
    likes = people_words.tastes(words, notes.sheet.preferences, Kind.LIKES)
    needs = people_words.tastes(words, notes.sheet.preferences, Kind.NEEDS)
    if likes or needs:
        paper.section(words.say("Told us"))
    if likes:
        paper.text(words.say("likes {things}", things=likes))
    if needs:
        paper.text(words.say("needs {things}", things=needs))


def _draw_usual(paper: Paper, favourites: Sequence[Favourite]) -> None:
    """Draw as many as one sheet holds; where hardly any have room in a table they are named, or left out."""
    words = paper.words
    fitting = int((paper.room - _TABLE_HEAD) // _TABLE_ROW)
    if not favourites or paper.room < _NAMES:
        return
    paper.section(words.say("Usual purchases"))
    if fitting < min(_FEWEST, len(favourites)):
        named = [words.say("{goods} ×{times}", goods=one.name, times=one.times) for one in favourites]
        paper.text(words.listing(named))
        return
    columns = [
        Column(words.say("Goods"), share=1),
        Column(words.say("Times"), numbers=True),
        Column(words.say("Usually"), numbers=True),
    ]
    rows = [
        (
            Text(one.name),
            Number(words.number(one.times)),
            Number(words.quantity(_usual_quantity(one), one.unit)),
        )
        for one in favourites[:fitting]
    ]
    draw_rows(paper, columns, rows)


def _usual_quantity(favourite: Favourite) -> int:
    """Give what they take at a time on average, in thousandths rounded to tenths; of pieces to whole ones."""
    average = favourite.quantity / max(1, favourite.times)
    if favourite.quantity % THOUSANDTHS == 0 and average >= THOUSANDTHS:
        return round(average / THOUSANDTHS) * THOUSANDTHS
    return round(average / 100) * 100


def _draw_last(paper: Paper, notes: CounterNotes) -> None:
    words, last = paper.words, notes.last
    paper.section(words.say("Last visit"))
    if last is None:
        paper.text(words.say("Nothing bought yet"), SECOND)
        return
    ago = words.plural("{count} day ago", "{count} days ago", count=notes.totals.days_since or 0)
    goods = person_tables.purchase_goods(words, last)
    paper.text(words.say("{day}, {ago}: {goods}", day=last.day, ago=ago, goods=goods))
