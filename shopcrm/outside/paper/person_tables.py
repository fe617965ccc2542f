"""Tables and a chart of one person that several papers show: favourites, purchases, messages, notes.

A table that shows a part says so below, so that nobody takes it for the whole.
"""

from __future__ import annotations

from collections.abc import Sequence

from shopcrm.outside.paper import people_words
from shopcrm.outside.paper.chart import Bar, draw_bars
from shopcrm.outside.paper.pages import SECOND, Paper
from shopcrm.outside.paper.rows import Column, Number, Text, draw_rows
from shopcrm.rules.wording import Words
from shopcrm.services.messages import MessageRow
from shopcrm.services.notes import NoteView
from shopcrm.services.person_report import LONG, Favourite, MonthSpent
from shopcrm.services.purchases import Purchase


def draw_months(paper: Paper, months: Sequence[MonthSpent]) -> None:
    """Draw what was spent in each of the last months as bars."""
    words = paper.words
    numbered = len(months) == LONG
    bars = [
        Bar(
            month.amount,
            words.number(month.month) if numbered else words.month_name(month.month),
            words.digits(str(month.year)) if not place or month.month == 1 else "",
        )
        for place, month in enumerate(months)
    ]
    draw_bars(paper, bars, words.money)


def draw_favourites(paper: Paper, favourites: Sequence[Favourite]) -> None:
    """Draw the table of the goods somebody buys most often."""
    words = paper.words
    columns = [
        Column(words.say("Goods"), share=1),
        Column(words.say("Times"), numbers=True),
        Column(words.say("Quantity"), numbers=True),
        Column(words.say("Amount"), numbers=True),
        Column(words.say("Share"), numbers=True),
    ]
    rows = [
        (
            Text(one.name),
            Number(words.number(one.times)),
            Number(words.quantity(one.quantity, one.unit)),
            Number(words.amount(one.amount)),
            Number(words.percent(one.percent)),
        )
        for one in favourites
    ]
    draw_rows(paper, columns, rows)


def draw_purchases(paper: Paper, purchases: Sequence[Purchase]) -> None:
    """Draw the table of a person's purchases, the newest first."""
    words = paper.words
    columns = [
        Column(words.say("Day")),
        Column(words.say("Goods"), share=1),
        Column(words.say("Document")),
        Column(words.say("Amount"), numbers=True),
    ]
    rows = [
        (
            Text(words.short_day(one.day)),
            Text(purchase_goods(words, one)),
            Text(words.ltr(words.digits(one.number))),
            Number(words.amount(one.total)),
        )
        for one in purchases
    ]
    draw_rows(paper, columns, rows)


def purchase_goods(words: Words, purchase: Purchase) -> str:
    """Name the goods of a purchase, and say how many more there are and if they were brought back."""
    named = words.listing([words.isolate(name) for name in purchase.goods])
    if purchase.lines > len(purchase.goods):
        more = words.number(purchase.lines - len(purchase.goods))
        named = words.say("{goods} and {count} more", goods=named, count=more)
    if purchase.kind == "return":
        return words.say("brought back: {goods}", goods=named)
    if purchase.kind == "correction":
        return words.say("correction: {goods}", goods=named)
    return named


def draw_messages(paper: Paper, messages: Sequence[MessageRow]) -> None:
    """Draw the table of what somebody was told and what came of it."""
    words = paper.words
    columns = [
        Column(words.say("Day")),
        Column(words.say("How")),
        Column(words.say("Message"), share=1),
        Column(words.say("What came of it")),
    ]
    rows = [
        (
            Text(words.short_day(words.days.of(one.settled_at or one.made_at))),
            Text(people_words.channel_name(words, one.channel)),
            Text(one.subject or one.goods or first_line(one.body)),
            Text(people_words.became_of(words, one)),
        )
        for one in messages
    ]
    draw_rows(paper, columns, rows)


def first_line(text: str) -> str:
    """Give the first line of a text that says something."""
    return next((line for line in text.splitlines() if line.strip()), "")


def draw_notes(paper: Paper, notes: Sequence[NoteView]) -> None:
    """Draw the table of what was noted of visits, calls and else."""
    words = paper.words
    columns = [
        Column(words.say("Day")),
        Column(words.say("Kind")),
        Column("", share=1),
        Column(words.say("Written by")),
    ]
    rows = [
        (
            Text(words.short_day(words.days.of(note.at))),
            Text(people_words.note_kind(words, note.kind)),
            Text(note.text),
            Text(people_words.who(words, note.written_by)),
        )
        for note in notes
    ]
    draw_rows(paper, columns, rows)


def draw_rest(paper: Paper, shown: int, in_all: int) -> None:
    """Say how many are not on the paper, so that nobody takes a part for the whole."""
    if in_all > shown:
        words = paper.words
        paper.space(4)
        paper.text(words.say("the newest {count} of {whole}", count=shown, whole=in_all), SECOND)
