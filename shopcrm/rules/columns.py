"""Guesses which column of a file is what, from its headings in English or Persian, or from its values.

A column is named by its heading or by its place counted from 1. A guess is only ever a proposal.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from shopcrm.rules import cell_dates, cells
from shopcrm.rules.column_names import ASIDE, FIELDS, KNOWN, FileKind
from shopcrm.rules.column_values import Shape, guess_by_values, mostly, shape_of
from shopcrm.rules.errors import BadInput
from shopcrm.rules.text import fold, squeeze

IGNORED = "-"
"""The name of no column: what is mapped to it is left out."""

_LONGEST_HEADING = 60
"""No longer text names a column."""
_COLUMNS_LISTED = 40
_COLUMNS_GUESSED = 400
"""Of a wider file only the first columns are guessed; any other can be named."""
_EXACT, _WITHOUT_UNIT, _WITHIN = 1000, 900, 500
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BRACKETS = re.compile(r"[(\[{].*?[)\]}]")
_UNITS = frozenset(
    map(
        fold,
        (
            "gbp",
            "usd",
            "eur",
            "irr",
            "irt",
            "aed",
            "rial",
            "rials",
            "toman",
            "tomans",
            "ریال",
            "تومان",
            "ریالی",
            "به",
        ),
    )
)
_NEEDED: dict[FileKind, tuple[tuple[str, ...], ...]] = {
    FileKind.SALES: (("date",), ("amount", "price")),
    FileKind.CUSTOMERS: (("name", "first_name", "last_name", "number", "phone", "email"),),
    FileKind.GOODS: (("name", "code"),),
}


class NoSuchField(BadInput):
    """The kind of file has no such field."""

    sentence = "There is no field {field}. Possible are: {possible}."


class NoSuchColumn(BadInput):
    """The file has no such column."""

    sentence = (
        "The file has no column {column}. It has: {possible}. A column may also be given by its number."
    )


class ColumnTwice(BadInput):
    """One field is asked for from two columns."""

    sentence = "{field} is given twice. Name one column for it."


class ColumnMissing(BadInput):
    """Without this nothing can be read."""

    sentence = "No column was found for {field}. Say which it is. The file has: {possible}."


def find_header(top: Sequence[Sequence[str]], sample: Sequence[Sequence[str]]) -> int | None:
    """Find the row of headings among the first rows; None where the first row is data already."""
    filled = [place for place, row in enumerate(top) if any(cell.strip() for cell in row)]
    if not filled:
        return None
    known = {place: sum(map(_is_known, top[place][:_COLUMNS_GUESSED])) for place in filled}
    best = max(filled, key=lambda place: known[place])
    if known[best] >= 2 or (known[best] == 1 and best == filled[0] and not _has_values(top[best])):
        return best
    first = filled[0]
    if _has_values(top[first]) or sum(bool(cell.strip()) for cell in top[first]) < 2:
        return None
    below = [row for row in sample[first + 1 :] if row]
    width = len(top[first])
    numeric = any(mostly(below, column, Shape.NUMBER, Shape.DATE, Shape.CODE) for column in range(width))
    return first if below and numeric else None


def guess_kind(names: Sequence[str] | None, sample: Sequence[Sequence[str]]) -> FileKind:
    """Guess what a file tells about."""
    by_name = {kind: guess(kind, names, ()) if names else {} for kind in FileKind}
    sales, customers, goods = (by_name[kind] for kind in (FileKind.SALES, FileKind.CUSTOMERS, FileKind.GOODS))
    worth = {"quantity", "price", "amount"} & set(sales)
    if ("date" in sales and (worth or "invoice" in sales)) or ("invoice" in sales and worth):
        return FileKind.SALES
    if sales or customers or goods:
        telling = {"barcode", "unit", "cost", "price", "stock", "tax_rate"} & set(goods)
        personal = {"first_name", "last_name", "phone", "phone_2", "email", "consent"} & set(customers)
        if telling and len(telling) > len(personal):
            return FileKind.GOODS
        if personal or len(customers) >= len(goods):
            return FileKind.CUSTOMERS
        return FileKind.GOODS
    shapes = [shape_of(sample, column) for column in range(max(map(len, sample), default=0))]
    if Shape.DATE in shapes and Shape.NUMBER in shapes:
        return FileKind.SALES
    return FileKind.CUSTOMERS if Shape.PHONE in shapes or Shape.NUMBER not in shapes else FileKind.GOODS


def guess(kind: FileKind, names: Sequence[str] | None, sample: Sequence[Sequence[str]]) -> dict[str, int]:
    """Propose a column (from 0) for each field that is recognised; each column serves one field."""
    if not names:
        return guess_by_values(kind, sample)
    scores = sorted(
        (
            (-_score(heading, known, ASIDE[kind]), place, order, field)
            for place, heading in enumerate(names[:_COLUMNS_GUESSED])
            for order, (field, known) in enumerate(KNOWN[kind].items())
        ),
    )
    mapping: dict[str, int] = {}
    for score, place, _order, field in scores:
        if score < 0 and field not in mapping and place not in mapping.values():
            mapping[field] = place
    if kind is FileKind.SALES and "date" not in mapping:
        rest = (place for place in range(len(names)) if place not in mapping.values())
        day = next((place for place in rest if mostly(sample, place, Shape.DATE)), None)
        mapping |= {} if day is None else {"date": day}
    if kind is FileKind.CUSTOMERS and {"first_name", "last_name"} & set(mapping) and "name" in mapping:
        # "Organization name" holds "name", but beside the halves of a name it is no name of a person.
        whole = _score(names[mapping["name"]], KNOWN[kind]["name"])
        mapping = {field: at for field, at in mapping.items() if field != "name" or whole > _WITHIN + 100}
    return _told_apart(kind, mapping, sample)


def override(
    kind: FileKind, mapping: Mapping[str, int], headings: Sequence[str], wishes: Sequence[tuple[str, str]]
) -> dict[str, int]:
    """Change a guess by pairs of field and column; the column `-` leaves the field out.

    Raises NoSuchField, NoSuchColumn, ColumnTwice.
    """
    asked: dict[str, int | None] = {}
    for field, column in wishes:
        if field not in FIELDS[kind]:
            raise NoSuchField(field=field, possible=", ".join(FIELDS[kind]))
        if field in asked:
            raise ColumnTwice(field=field)
        asked[field] = None if column == IGNORED else _column(column, headings)
    taken = set(asked.values())
    # A row that is longer than its neighbours makes no column.
    within = {field: place for field, place in mapping.items() if place < len(headings)}
    kept = {field: place for field, place in within.items() if field not in asked and place not in taken}
    return kept | {field: place for field, place in asked.items() if place is not None}


def require(kind: FileKind, mapping: Mapping[str, int], headings: Sequence[str]) -> None:
    """Make sure that the fields without which nothing can be read have a column; raises ColumnMissing."""
    for choice in _NEEDED[kind]:
        if not any(field in mapping for field in choice):
            raise ColumnMissing(field=" / ".join(choice), possible=listed(headings))


def listed(headings: Sequence[str]) -> str:
    """List the columns of a file, of a wide one the first."""
    shown = ", ".join(heading[:_LONGEST_HEADING] for heading in headings[:_COLUMNS_LISTED])
    return shown if len(headings) <= _COLUMNS_LISTED else f"{shown}, …"


def _column(column: str, headings: Sequence[str]) -> int:
    """Find a column by its heading as it stands, by its folded heading, or by its number from 1."""
    if column in headings:
        return headings.index(column)
    folded = [squeeze(heading) for heading in headings]
    if squeeze(column) and squeeze(column) in folded:
        return folded.index(squeeze(column))
    number = cells.code(column)
    if number.isdecimal() and 1 <= int(number) <= len(headings):
        return int(number) - 1
    raise NoSuchColumn(column=column, possible=listed(headings))


def _score(heading: str, known: Sequence[str], aside: frozenset[str] = frozenset()) -> int:
    """Score how well a heading names a field; 0 is not at all, as where it speaks of something beside."""
    whole, joined, runs = _forms(heading[:_LONGEST_HEADING])
    if whole in known:
        return _EXACT - known.index(whole)
    if joined in known:
        return _WITHOUT_UNIT - known.index(joined)
    if aside & runs:
        return 0
    # "Customer mobile number 1" holds "mobile number"; the longest known name within wins.
    within = [len(name) for name in runs.intersection(known) if len(name) > 2]
    return _WITHIN + max(within) if within else 0


@lru_cache(maxsize=256)
def _forms(heading: str) -> tuple[str, str, frozenset[str]]:
    """Give a heading folded whole, without its units, and every run of its words."""
    words = [word for word in _words(_BRACKETS.sub(" ", heading)) if word not in _UNITS]
    runs = ("".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1))
    return squeeze(heading), "".join(words), frozenset(runs)


def _words(heading: str) -> list[str]:
    return fold(_CAMEL.sub(" ", heading)).split()


@lru_cache(maxsize=4096)
def _is_known(heading: str) -> bool:
    if not heading.strip() or len(heading) > _LONGEST_HEADING:
        return False
    best = max(_score(heading, known) for fields in KNOWN.values() for known in fields.values())
    return best > _WITHIN + 100


def _has_values(row: Sequence[str]) -> bool:
    return any(
        cells.looks_like_number(cell) or cell_dates.looks_like_date(cell) for cell in row if cell.strip()
    )


def _told_apart(kind: FileKind, mapping: dict[str, int], sample: Sequence[Sequence[str]]) -> dict[str, int]:
    """Tell a customer's name or phone from his number where the heading says only "customer"."""
    place = mapping.get("customer")
    if kind is not FileKind.SALES or place is None or not sample:
        return mapping
    for field, shape in (("customer_name", Shape.TEXT), ("phone", Shape.PHONE)):
        if field not in mapping and mostly(sample, place, shape):
            return {(field if known == "customer" else known): at for known, at in mapping.items()}
    return mapping
