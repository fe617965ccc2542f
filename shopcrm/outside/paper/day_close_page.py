"""A closed day on an A4 page: the drawer as boxes at the top, then each group of figures as a table."""

from __future__ import annotations

from shopcrm.outside.paper import day_words
from shopcrm.outside.paper.blocks import Figure, draw_figures
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.pages import BODY, NOTE, STRONG, Heading, Paper
from shopcrm.outside.paper.rows import Column, Number, Text, draw_rows
from shopcrm.rules.wording import Words
from shopcrm.services import day_rows
from shopcrm.services.day_close import ClosedDay
from shopcrm.services.day_rows import Group


def lay_day_close(heading: Heading, day: ClosedDay, words: Words, fonts: Fonts) -> Paper:
    """Lay a closed day out on A4 pages."""
    paper = Paper(fonts, words, Heading(heading.shop, day_words.title(words, day), heading.day))
    for line in day_words.head(words, day):
        paper.text(line, NOTE)
    paper.space(8)
    _draw_drawer(paper, day)
    for group in day_rows.groups(day):
        _draw_group(paper, group)
    if day.note:
        paper.section(words.say("Note"))
        paper.text(day.note)
    return paper


def _draw_drawer(paper: Paper, day: ClosedDay) -> None:
    words = paper.words
    figures = [
        Figure(words.say("Kept, before tax"), words.money(day.figures.net)),
        Figure(words.say("Should lie in the drawer"), words.money(day.expected)),
    ]
    if day.counted is not None and day.difference is not None:
        figures.append(Figure(words.say("Counted"), words.money(day.counted)))
        told = words.tell(day_rows.difference(day.difference))
        figures.append(Figure(words.say("Difference"), words.money(day.difference), told))
    draw_figures(paper, figures)


def _draw_group(paper: Paper, group: Group) -> None:
    words = paper.words
    paper.section(words.tell(group.title))
    columns = [Column("", share=1), Column("", numbers=True)]
    rows = []
    for row in group.rows:
        style = STRONG if row.strong else BODY
        rows.append((Text(words.tell(row.label), style=style), Number(day_words.figure(words, row), style)))
    draw_rows(paper, columns, rows)
