"""Writes tables that people open in a spreadsheet: nothing in them can run, and every letter arrives (S4).

CSV is UTF-8 with the mark that Excel looks for. A file is written beside its place and put there whole.
"""

import csv
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeAlias

from shopcrm.rules import cells, disk_words
from shopcrm.rules.errors import Trouble

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Cell: TypeAlias = "str | int | Decimal | date | datetime | None"

EXCEL_ROWS = 1_048_575
"""Rows of data that a sheet holds beneath its headings."""
_EXCEL_LETTERS = 32_767
_EXCEL_EXACT = 10**15
_DANGEROUS = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_PLAIN_NUMBER = re.compile(r"[+-]?[\d۰-۹][\d۰-۹.,٫٬]*")
_IRANIAN_PHONE = re.compile(r"\+98(\d{10})")
_WIDEST = 60
_MEASURED = 200
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
    "default_date_format": "yyyy-mm-dd hh:mm",
}


class NotWritten(Trouble):
    """The disk is full, or the place may not be written."""

    sentence = (
        "{name} could not be written: {reason}. Nothing was replaced. Choose another place and try again."
    )


class TooLongForExcel(Trouble):
    """A sheet has its end."""

    sentence = "{name} was not written: a sheet holds {limit} rows and there are more. Save it as CSV."


def write_csv(
    path: Path, headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, separator: str = ","
) -> int:
    """Write rows as CSV and give their number; raises NotWritten with the place as it was."""
    return put(path, lambda place: fill_csv(place, headings, rows, separator=separator))


def fill_csv(
    place: Path, headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, separator: str = ","
) -> int:
    """Write rows as CSV right where they are to stand and give their number, for whoever puts it there."""
    with place.open("w", encoding="utf-8-sig", newline="", errors="replace") as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerow([safe(heading) for heading in headings])
        count = 0
        for row in rows:
            writer.writerow([safe(cell) for cell in row])
            count += 1
        file.flush()
        os.fsync(file.fileno())
    return count


def write_excel(
    path: Path, headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str = "", rtl: bool = False
) -> int:
    """Write rows as an Excel sheet, from right to left if so asked, and give their number.

    Raises NotWritten, TooLongForExcel, with the place as it was.
    """
    return put(path, lambda place: _fill_workbook(place, path.name, headings, rows, title, rtl=rtl))


def write_refused(
    path: Path, headings: Sequence[str], reason_heading: str, rows: Iterable[tuple[Sequence[str], str]]
) -> int:
    """Write refused rows as they came, each with its reason, to be corrected and brought again."""
    width = len(headings)
    padded = ([*row, *[""] * (width - len(row)), reason] for row, reason in rows)
    return write_csv(path, [*headings, reason_heading], padded)


def free_place(path: Path) -> Path:
    """Find a name like this one that nothing has yet, such as list-2.csv."""
    tried, number = path, 1
    while tried.exists():
        number += 1
        tried = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return tried


def safe(cell: Cell) -> str:
    """Write a cell as text that no spreadsheet takes for a formula.

    An Iranian phone becomes 0912…; what begins like a formula and is no plain number gets an apostrophe.
    """
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return cell.isoformat(" ") if isinstance(cell, datetime) else str(cell)
    if phone := _IRANIAN_PHONE.fullmatch(cell):
        return f"0{phone[1]}"
    if _DANGEROUS.match(cell) and not (cell[0] == "-" and _PLAIN_NUMBER.fullmatch(cell)):
        return f"'{cell}"
    return cell


def put(path: Path, fill: Callable[[Path], int]) -> int:
    """Fill a file beside the place, then put it there in one step; raises NotWritten, the place as it was."""
    # The writer of workbooks takes 0.1 s to import, and few runs write one.
    from xlsxwriter.exceptions import XlsxWriterException

    beside = path.with_name(f".{path.name}.part")
    try:
        count = fill(beside)
        beside.replace(path)
    except (OSError, XlsxWriterException) as error:
        raise NotWritten(name=path.name, reason=disk_words.why(error)) from error
    finally:
        beside.unlink(missing_ok=True)
    return count


class Workbook:
    """An Excel workbook that is filled sheet by sheet and closed in the end; errors call it by `name`."""

    def __init__(self, place: Path, name: str, *, rtl: bool = False) -> None:
        import xlsxwriter

        self._file = place.open("wb")
        self._book = xlsxwriter.Workbook(self._file, _OPTIONS)
        self._name, self._rtl = name, rtl
        self._bold = self._book.add_format({"bold": True})
        self._days = self._book.add_format({"num_format": "yyyy-mm-dd"})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        with self._file:
            self._book.close()

    def add_sheet(self, title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
        """Write rows under headings on a new sheet and give their number; raises TooLongForExcel."""
        first, rest = _measured(rows)
        sheet = self._book.add_worksheet(_sheet_name(title) or None)
        if self._rtl:
            sheet.right_to_left()
        sheet.freeze_panes(1, 0)
        for place, heading in enumerate(headings):
            longest = max([len(heading), *(len(safe(row[place])) for row in first if place < len(row))])
            sheet.set_column(place, place, min(longest + 2, _WIDEST))
            sheet.write_string(0, place, heading, self._bold)
        count = 0
        for count, row in enumerate(_both(first, rest), start=1):
            if count > EXCEL_ROWS:
                raise TooLongForExcel(name=self._name, limit=EXCEL_ROWS)
            for column, cell in enumerate(row):
                _write(sheet, count, column, cell, self._days)
        sheet.autofilter(0, 0, count, max(len(headings) - 1, 0))
        return count


def _fill_workbook(
    place: Path, name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], title: str, *, rtl: bool
) -> int:
    with Workbook(place, name, rtl=rtl) as book:
        return book.add_sheet(title, headings, rows)


def _write(sheet: "Worksheet", row: int, column: int, cell: Cell, days: object) -> None:
    match cell:
        case None | "":
            return
        case str():
            _write_text(sheet, row, column, cell)
        case datetime():
            sheet.write_datetime(row, column, cell.replace(tzinfo=None))
        case date():
            sheet.write_datetime(row, column, cell, days)
        case int() | Decimal() if _is_exact(cell):
            sheet.write_number(row, column, cell)
        case _:
            # Excel keeps fifteen digits of a number and all of a text.
            _write_text(sheet, row, column, str(cell))


def _is_exact(number: int | Decimal) -> bool:
    return -_EXCEL_EXACT < number < _EXCEL_EXACT


def _write_text(sheet: "Worksheet", row: int, column: int, text: str) -> None:
    whole = text.encode("utf-8", "replace").decode()
    phone = _IRANIAN_PHONE.fullmatch(whole)
    # Whoever reads a table takes one such apostrophe away, so that a real one has to stand there twice.
    shown = f"0{phone[1]}" if phone else cells.guarded(whole)
    sheet.write_string(
        row, column, shown if len(shown) <= _EXCEL_LETTERS else shown[: _EXCEL_LETTERS - 1] + "…"
    )


def _measured(rows: Iterable[Sequence[Cell]]) -> tuple[list[Sequence[Cell]], Iterator[Sequence[Cell]]]:
    """Take the first rows, from which the widths of the columns are found."""
    rest = iter(rows)
    first = [row for _, row in zip(range(_MEASURED), rest, strict=False)]
    return first, rest


def _both(first: list[Sequence[Cell]], rest: Iterator[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    yield from first
    yield from rest


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:31]
