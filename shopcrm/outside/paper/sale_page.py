"""The slip of a sale, a return or an exchange on an A5 page, for shops whose printer takes sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from shopcrm.outside.paper import codes, slip_words
from shopcrm.outside.paper.fonts import Fonts, Weight
from shopcrm.outside.paper.lines import Align, Style
from shopcrm.outside.paper.pages import (
    BODY,
    CAPTION,
    NOTE,
    SECOND,
    STRONG,
    Heading,
    PageSize,
    Paper,
    ShopHead,
)
from shopcrm.outside.paper.rows import Cell, Column, Number, Text, draw_rows
from shopcrm.outside.paper.sheets import EDGE, MILLIMETRE, TEXT
from shopcrm.outside.paper.slip_words import Part, Row
from shopcrm.rules.wording import Words
from shopcrm.services.slips import Slip

_TOTAL = Style(15.0, Weight.BOLD, TEXT, spacing=1.4)
_BARS = 10 * MILLIMETRE


def lay_sale_page(shop: ShopHead, slip: Slip, day: date, words: Words, fonts: Fonts) -> Paper:
    """Lay a slip out on A5 pages; `day` is that of the document."""
    mark = slip_words.copy_mark(words, slip)
    title = slip_words.title(words, slip)
    paper = Paper(fonts, words, Heading(shop, f"{title} · {mark}" if mark else title, day), PageSize.A5)
    paper.text(_beside(slip_words.head(words, slip)), NOTE)
    paper.space(6)
    parts = slip_words.parts(words, slip)
    for part in parts:
        _draw_part(paper, part)
        _draw_rows(paper, part.sums, _column(paper, parts))
    _draw_total(paper, slip, _column(paper, parts))
    points = [f"{row.label}:\u00a0{row.figure}" for row in slip_words.points(words, slip)]
    if points:
        paper.need(2 * BODY.leading)
        paper.text(_beside(points), BODY)
    _draw_foot(paper, slip)
    return paper


def _beside(texts: Sequence[str]) -> str:
    return " · ".join(texts)


def _column(paper: Paper, parts: Sequence[Part]) -> float:
    """Give the width that the table gives its amounts, so that all stand under one another."""
    setter, tabular = paper.setter, replace(BODY, tabular=True)
    figures = [line.figure for part in parts for line in part.lines]
    widths = [setter.line(figure, tabular).width for figure in figures]
    return max([*widths, setter.line(paper.words.say("Amount"), CAPTION).width]) + 0.5


def _draw_part(paper: Paper, part: Part) -> None:
    if part.title:
        paper.section(part.title)
    words = paper.words
    columns = [
        Column(words.say("Goods"), share=1),
        Column(words.say("Quantity")),
        Column(words.say("Amount"), numbers=True),
    ]
    laid: list[list[Cell]] = []
    for line in part.lines:
        laid.append([Text(line.name), Text(line.detail, style=SECOND), Number(line.figure)])
        laid += [[Text(off.label, style=SECOND), Text(""), Number(off.figure, SECOND)] for off in line.off]
    draw_rows(paper, columns, laid)
    paper.space(4)


def _draw_rows(paper: Paper, rows: Sequence[Row], column: float) -> None:
    for row in rows:
        _draw_row(paper, row, STRONG if row.strong else BODY, column)


def _draw_row(paper: Paper, row: Row, style: Style, column: float) -> None:
    """Draw words and a figure, the figures of all rows physically right in one column."""
    figure = paper.setter.line(row.figure, replace(style, tabular=style is not _TOTAL))
    column = max(figure.width, column)
    words_room = paper.width - column - 12
    lines = paper.setter.wrap(row.label, style, words_room)
    paper.need(style.leading * len(lines))
    lead, trail = paper.across([words_room, column], 12)
    top = paper.lines(lines, lead, words_room, paper.top)
    paper.draw(figure, trail, column, top - style.leading, Align.RIGHT)
    paper.top = top


def _draw_total(paper: Paper, slip: Slip, column: float) -> None:
    words = paper.words
    paper.need(_TOTAL.leading + 12)
    paper.space(4)
    paper.rule(paper.left, paper.width, paper.top, EDGE)
    paper.space(4)
    _draw_row(paper, slip_words.total(words, slip), _TOTAL, column)
    tax = slip_words.tax(words, slip)
    if tax is not None:
        _draw_row(paper, tax, SECOND, column)
    _draw_rows(paper, slip_words.payments(words, slip), column)
    paper.space(6)


def _draw_foot(paper: Paper, slip: Slip) -> None:
    """Draw the terms and last words, and beside them the bars by which the sale is found again."""
    bar = codes.bar_width(slip.code, paper.width) if slip.code.isascii() else None
    widths = codes.bars(slip.code) if bar is not None else ()
    bars = sum(widths) * (bar or 0.0)
    room = paper.width - bars - 16 if bars < paper.width / 2 else paper.width
    lines = [*paper.setter.wrap(slip.terms, NOTE, room), *paper.setter.wrap(slip.words, STRONG, room)]
    paper.space(6)
    beside = room < paper.width
    tall = sum(line.style.leading for line in lines)
    paper.need(max(tall, _BARS + SECOND.leading) if beside else tall)
    [lead, trail] = paper.across([room, bars], 16) if beside else [paper.left, paper.left]
    top = paper.top
    paper.top = paper.lines(lines, lead, room, top)
    if bar is not None:
        if not beside:
            paper.need(_BARS + SECOND.leading)
            top = paper.top
        paper.bars(widths, trail, top, bar, _BARS)
        code = paper.setter.line(paper.words.ltr(slip.code), SECOND)
        paper.draw(code, trail, bars, top + _BARS + 1, Align.CENTRE)
