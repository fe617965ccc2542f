"""All that the shop file holds of a person, as a paper that people can read; for whoever asks what is known.

Nothing is chosen: each row of each table is on it, but for the numbers that tie rows together.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from shopcrm.outside.paper import care_words, people_words
from shopcrm.outside.paper.about_words import CODES, COLUMNS, PARTS, named
from shopcrm.outside.paper.blocks import Fact, draw_facts
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.lines import Style
from shopcrm.outside.paper.pages import SECOND, Heading, Paper
from shopcrm.outside.paper.rows import Cell, Column, Number, Text, draw_rows
from shopcrm.outside.paper.sheets import TEXT
from shopcrm.rules.sayings import from_json
from shopcrm.rules.wording import Words

Rows = Sequence[Mapping[str, Any]]

_SMALL = Style(8.5, colour=TEXT)
_MOST_COLUMNS = 6
_TIES = {"id", "customer_id", "household_id", "ordinal"}
_MONEY = {"total", "amount", "price", "limit_price", "tax", "tab_limit", "minimum", "most", "earned_at_least"}
_MONEY |= {"deposit"}
_DAYS = {"day", "until", "expires_on", "usable_from", "from_on", "until_on", "kept_until"}
_DAYS |= {"due_on", "promised_on", "happened_on", "follow_up_on", "look_back_on"}
_CODES = {
    "kind",
    "state",
    "channel",
    "purpose",
    "outcome",
    "source",
    "language",
    "calendar",
    "preferred_channel",
    "combines",
    "paid_by",
    "about",
    "makes",
    "way",
    "task",
}
_WHO = {"written_by", "recorded_by", "made_by", "served_by", "undone_by", "allowed_by"}
_WHO |= {"settled_by", "handed_by", "ticked_by", "taken_by", "learned_by", "task_done_by", "responsible"}
_WHO |= {"staff"}
_PICTURES = {"image"}
"""A picture of a complaint stands in the file for programs only."""
_LONG = {"text", "body", "note", "words", "detail", "why", "problem", "product_id", "name", "address"}


def write_about(
    path: Path, heading: Heading, document: Mapping[str, Any], words: Words, fonts: Fonts
) -> None:
    """Write the paper as a PDF, wholly or not at all; raises PaperNotSaved and FontMissing.

    `document` is what `services.about.everything` gives.
    """
    about_person(heading, document, words, fonts).save(path)


def about_person(heading: Heading, document: Mapping[str, Any], words: Words, fonts: Fonts) -> Paper:
    """Lay the paper out."""
    note = words.say("Everything that is kept, table by table. The same stands in the file for programs.")
    paper = Paper(fonts, words, replace(heading, note=note))
    reader = _Reader(words, document)
    order = {name: place for place, name in enumerate(PARTS)}
    parts = {name: rows for name, rows in document.items() if isinstance(rows, list) and rows}
    for name in sorted(parts, key=lambda name: (order.get(name, len(order)), name)):
        paper.section(named(words, PARTS, name))
        _draw_part(paper, reader, name, parts[name])
    empty = [named(words, PARTS, name) for name, rows in document.items() if rows == []]
    if empty:
        paper.space(12)
        paper.text(words.say("Nothing is kept of: {parts}.", parts=words.listing(empty)), SECOND)
    return paper


def _draw_part(paper: Paper, reader: _Reader, name: str, rows: Sequence[Any]) -> None:
    records = [row for row in rows if isinstance(row, Mapping)]
    if len(records) < len(rows):
        paper.text(paper.words.listing([reader.plain(row) for row in rows]))
        return
    columns = _filled(name, records)
    if len(columns) <= _MOST_COLUMNS and len(records) > 1:
        _draw_table(paper, reader, columns, records)
    else:
        for record in records:
            filled = [column for column in columns if not _is_empty(record[column])]
            draw_facts(paper, [Fact(reader.head(one), [reader.value(one, record[one])]) for one in filled], 3)
            paper.rule(paper.left, paper.width, paper.top)
            paper.space(4)


def _filled(name: str, records: Rows) -> list[str]:
    """List the columns that say something; the number of a message is what its attempts are known by."""
    ties = _TIES - {"id"} if name == "message" else _TIES
    return [
        column
        for column in records[0]
        if column not in ties | _PICTURES and any(not _is_empty(row[column]) for row in records)
    ]


def _draw_table(paper: Paper, reader: _Reader, columns: Sequence[str], records: Rows) -> None:
    heads = [
        Column(reader.head(one), share=1 if one in _LONG else 0, numbers=one in _MONEY | {"quantity"})
        for one in columns
    ]
    rows = [[_cell(one, reader.value(one, record[one])) for one in columns] for record in records]
    draw_rows(paper, heads, rows)


def _cell(column: str, text: str) -> Cell:
    return Number(text, _SMALL) if column in _MONEY | {"quantity"} else Text(text, style=_SMALL)


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


class _Reader:
    """Puts the values of one person's document into words; knows the names of its goods and shelves."""

    def __init__(self, words: Words, document: Mapping[str, Any]) -> None:
        self.words = words
        self._goods: Mapping[str, str] = document.get("goods", {})
        self._shelves: Mapping[str, str] = document.get("shelves", {})
        self._sales = {row["id"]: row["number"] for row in document.get("sale", ())}

    def head(self, column: str) -> str:
        """Name a column."""
        return named(self.words, COLUMNS, column)

    def value(self, column: str, value: Any) -> str:
        """Put a value into words by the column in which it stands."""
        if _is_empty(value):
            return ""
        if isinstance(value, bool):
            return self.words.say("yes") if value else self.words.say("no")
        if isinstance(value, int):
            return self._number(column, value)
        if isinstance(value, str):
            return self._text(column, value)
        if column == "wants":
            return self.words.listing([self._code(column, str(one)) for one in value])
        return self._sayings(value)

    def plain(self, value: Any) -> str:
        """Show a value that stands alone."""
        return self.words.number(value) if isinstance(value, int) else str(value)

    def _number(self, column: str, value: int) -> str:
        words = self.words
        if column in _MONEY:
            return words.amount(value)
        if column == "quantity":
            return words.quantity(value)
        if column == "product_id":
            return self._goods.get(str(value), words.number(value))
        if column == "category_id":
            return self._shelves.get(str(value), words.number(value))
        if column == "sale_id":
            return words.ltr(words.digits(self._sales.get(value, str(value))))
        return words.digits(str(value))

    def _text(self, column: str, value: str) -> str:
        words = self.words
        was_state = column == "before" and value in care_words.CODES.keys() | CODES.keys()
        if column in _CODES or column in _WHO or was_state:
            return people_words.who(words, value) if column in _WHO else self._code(column, value)
        try:
            if column in _DAYS:
                return words.short_day(date.fromisoformat(value))
            if column == "at" or column.endswith("_at") or column in {"not_before", "lease_until"}:
                moment = datetime.fromisoformat(value)
                return f"{words.short_day(words.days.of(moment))} {words.clock(moment)}"
        except ValueError:
            return value
        if column == "e164":
            return words.phone(value)
        return words.isolate(words.digits(value) if value.isdecimal() else value)

    def _code(self, column: str, value: str) -> str:
        """Name a kind or a state; what a message is for has words of its own."""
        is_care = column != "purpose" and value in care_words.CODES
        return named(self.words, care_words.CODES if is_care else CODES, value)

    def _sayings(self, value: Any) -> str:
        """Word kept sentences; any other list or record is shown as it is written in the file."""
        text = json.dumps(value, ensure_ascii=False)
        try:
            return "\n".join(self.words.tell(one) for one in from_json(text))
        except (KeyError, TypeError, ValueError):
            return text
