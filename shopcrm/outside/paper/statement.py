"""The statement of points: what somebody has, what ends when, and each posting with the balance after it."""

from __future__ import annotations

from shopcrm.outside.paper.blocks import Figure, draw_figures
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.pages import NOTE, SECTION, STRONG, Heading, Paper
from shopcrm.outside.paper.rows import Cell, Column, Number, Text, draw_rows
from shopcrm.rules.money import Money
from shopcrm.rules.sayings import plain
from shopcrm.rules.wording import Words
from shopcrm.services.point_statement import Statement, StatementRow


def lay_statement(heading: Heading, statement: Statement, words: Words, fonts: Fonts) -> Paper:
    """Lay a statement out on A4 pages."""
    paper = Paper(fonts, words, heading)
    paper.text(words.isolate(words.shown(statement.customer)), SECTION)
    paper.text(_period(words, statement), NOTE)
    paper.space(8)
    draw_figures(paper, _figures(words, statement))
    for line in _ends(words, statement):
        paper.text(line, NOTE)
    paper.space(6)
    _draw_rows(paper, statement)
    return paper


def _period(words: Words, statement: Statement) -> str:
    if statement.since is None:
        return words.say("From the beginning until {last}", last=statement.until)
    return words.say("From {first} until {last}", first=statement.since, last=statement.until)


def _figures(words: Words, statement: Statement) -> list[Figure]:
    standing = statement.standing
    worth = Money(standing.usable * standing.worth_of_one)
    told = words.say("worth {amount}", amount=worth) if worth.amount else ""
    figures = [
        Figure(words.say("Points now"), words.number(standing.balance)),
        Figure(words.say("Can be spent"), words.number(standing.usable), told),
    ]
    if standing.pending:
        figures.append(Figure(words.say("Not usable yet"), words.number(standing.pending)))
    if standing.owed:
        word = words.say("the next points pay it off")
        figures.append(Figure(words.say("Owed"), words.number(standing.owed), word))
    if statement.tier is not None:
        until = statement.tier.kept_until
        kept = words.say("kept until {day}", day=until) if until else ""
        figures.append(Figure(words.say("Tier"), words.alone(statement.tier.tier.name), kept))
    return figures


def _ends(words: Words, statement: Statement) -> list[str]:
    return [
        words.plural("{count} point ends after {day}.", "{count} points end after {day}.", points, day=last)
        for last, points in statement.standing.soonest
    ]


def _draw_rows(paper: Paper, statement: Statement) -> None:
    words = paper.words
    columns = [
        Column(words.say("Day")),
        Column(words.say("What"), share=1),
        Column(words.say("Points"), numbers=True),
        Column(words.say("Balance"), numbers=True),
    ]
    rows: list[list[Cell]] = []
    if statement.opening or statement.since is not None:
        rows.append(_sum_row(words.say("Before"), words.number(statement.opening)))
    rows += [_row(words, row) for row in statement.rows]
    rows.append(_sum_row(words.say("In the end"), words.number(statement.closing)))
    draw_rows(paper, columns, rows)


def _sum_row(label: str, balance: str) -> list[Cell]:
    return [Text(""), Text(label, style=STRONG), Number(""), Number(balance, STRONG)]


def _row(words: Words, row: StatementRow) -> list[Cell]:
    """Tell one posting: what it was, why, and by whose reason."""
    why = [words.tell(one) for one in row.why if plain(one)]
    if row.reason:
        why.append(words.isolate(row.reason))
    return [
        Text(words.short_day(row.day)),
        Text(words.tell(row.what), words.listing(why)),
        Number(words.number(row.points)),
        Number(words.number(row.balance)),
    ]
