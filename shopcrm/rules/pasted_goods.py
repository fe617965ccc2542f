"""Reads lines of goods that were pasted from a spreadsheet or a message: a code and how many came.

Columns may be parted by tabs, semicolons, commas or blanks, and digits may be Persian.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from shopcrm.rules import cells
from shopcrm.rules.errors import BadInput, ShopError
from shopcrm.rules.sayings import Saying

_PARTERS = ("\t", ";", "؛", "|")
_COMMAS = re.compile(r"[,،]")


class QuantityNotFound(BadInput):
    """The line names goods, but not how many."""

    sentence = "It does not say how many came."


class QuantityUnclear(BadInput):
    """A line with more commas than one can be read in several ways."""

    sentence = "It can be read in several ways. Part the columns with tabs or semicolons."


class QuantityNotMore(BadInput):
    """Nothing came, or less."""

    sentence = "The quantity must be more than zero."


@dataclass(frozen=True, slots=True)
class PastedLine:
    """Goods by code with their quantity in thousandths; `row` counts from 1 as people count."""

    row: int
    code: str
    quantity: int


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that could not be read, as it stands, and why."""

    row: int
    text: str
    why: Saying


@dataclass(frozen=True, slots=True)
class Pasted:
    """Everything that a paste held: what was read and what was not."""

    lines: tuple[PastedLine, ...]
    refused: tuple[RefusedRow, ...]


def parse_rows(text: str) -> Pasted:
    """Read pasted rows; empty ones and a heading in the first row are passed over.

    The code stands first; the quantity is the next column that is a number.
    """
    rows = [(place, line.strip()) for place, line in enumerate(text.splitlines(), start=1) if line.strip()]
    mark = cells.decimal_mark(cell for _place, line in rows for cell in re.split(r"[\t;؛|]", line)[1:])
    lines: list[PastedLine] = []
    refused: list[RefusedRow] = []
    for place, line in rows:
        try:
            columns = _columns(line)
            if place == rows[0][0] and _is_heading(columns):
                continue
            lines.append(PastedLine(place, cells.code(columns[0]), _quantity(columns, mark)))
        except ShopError as error:
            refused.append(RefusedRow(place, line, error.saying))
    return Pasted(tuple(lines), tuple(refused))


def _columns(line: str) -> Sequence[str]:
    parter = next((parter for parter in _PARTERS if parter in line), None)
    if parter is not None:
        return [cell.strip() for cell in line.split(parter)]
    if not _COMMAS.search(line):
        return line.rsplit(maxsplit=1)
    columns = [cell.strip() for cell in _COMMAS.split(line)]
    if sum(cells.looks_like_number(cell) for cell in columns[1:]) > 1:
        # 2,5 may be two and a half, or two for five: nobody can tell.
        raise QuantityUnclear
    return columns


def _quantity(columns: Sequence[str], mark: str) -> int:
    numbers = (cell for cell in columns[1:] if cells.looks_like_number(cell))
    first = next(numbers, None)
    if first is None:
        raise QuantityNotFound
    found = cells.quantity(first, mark)
    if found <= 0:
        raise QuantityNotMore
    return found


def _is_heading(columns: Sequence[str]) -> bool:
    return len(columns) > 1 and not any(letter.isdecimal() for cell in columns for letter in cell)
