"""Reads one sheet of an Excel or OpenDocument workbook as rows of text."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path

import python_calamine as calamine

from shopcrm.outside.tables import packed, unreadable

BATCH = 500
_FULL = "Cell limit"
"""So the reader complains of an OpenDocument sheet that is too large for it."""


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """One sheet, opened; `start` is the place of its first filled row, counted from 1 as Excel does."""

    name: str
    names: tuple[str, ...]
    start: int
    height: int
    rows: Callable[[], Iterator[list[list[str]]]]


def open_sheet(path: Path, sheet: str | None = None) -> WorkbookSheet:
    """Open the sheet of that name, or the first that holds anything."""
    packed.inspect(path)
    try:
        with calamine.load_workbook(path) as book:
            found = _find(path, book, sheet)
            start = found.start
            rows = found.iter_rows
            names = tuple(book.sheet_names)
    except calamine.PasswordError as error:
        raise unreadable.LockedWorkbook(name=path.name) from error
    except calamine.CalamineError as error:
        if _FULL in str(error):
            raise unreadable.TooWide(name=path.name) from error
        raise unreadable.DamagedFile(name=path.name) from error
    if start is None:
        raise unreadable.EmptyFile(name=path.name)
    return WorkbookSheet(found.name, names, start[0] + 1, found.height, lambda: _batches(rows()))


def _find(path: Path, book: calamine.CalamineWorkbook, wanted: str | None) -> calamine.CalamineSheet:
    if wanted is not None:
        if wanted not in book.sheet_names:
            raise unreadable.NoSuchSheet(name=path.name, sheet=wanted, possible=", ".join(book.sheet_names))
        return book.get_sheet_by_name(wanted)
    for name in book.sheet_names:
        found = book.get_sheet_by_name(name)
        if found.start is not None:
            return found
    raise unreadable.EmptyFile(name=path.name)


def _batches(rows: Iterator[Sequence[object]]) -> Iterator[list[list[str]]]:
    while batch := [[_text(cell) for cell in row] for row in islice(rows, BATCH)]:
        yield [row if any(row) else [] for row in batch]


def _text(cell: object) -> str:
    """Write a cell as a person would type it: whole numbers without a point, days and times as ISO."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        # Excel keeps 15 digits; more would bring in the noise of the binary number.
        return str(int(cell)) if cell.is_integer() else f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)
