"""Writes what the shop hands out, in the form that the name of the file asks for.

One table goes to .csv or .xlsx; many go into one .xlsx with a sheet for each, a .zip of CSV files, or .json.
A file is written beside its place and put there whole.
"""

import csv
import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from shopcrm.outside.tables import writing
from shopcrm.rules.errors import BadInput
from shopcrm.services.exports import Portion, Take, Value

FORMS = (".csv", ".xlsx", ".json", ".zip")
_ONE_MOMENT = (1980, 1, 1, 0, 0, 0)
"""Written into each entry of a zip, so that the same content gives the same file."""


class UnknownForm(BadInput):
    """The name of the file names no form."""

    sentence = "{name} names no form to write. Nothing was written. End it with one of: {choices}."


class OneTableOnly(BadInput):
    """A CSV file holds one table."""

    sentence = (
        "{name} can hold one table only. Nothing was written. End the name with .zip, .xlsx or .json instead."
    )


Fill = Callable[[Take], None]
"""Reads the shop and gives each table to what it is handed."""


def hand_out(path: Path, fill: Fill, *, many: bool, rtl: bool = False) -> dict[str, int]:
    """Write tables into a file and give the number of rows of each.

    Raises UnknownForm, OneTableOnly, NotWritten or TooLongForExcel, with the place as it was.
    """
    form = path.suffix.lower()
    if form not in FORMS:
        raise UnknownForm(name=path.name, choices=", ".join(FORMS))
    if form == ".csv" and many:
        raise OneTableOnly(name=path.name)
    writers: dict[str, Callable[[Path, Fill], dict[str, int]]] = {
        ".csv": _csv,
        ".json": _json,
        ".zip": _zip,
        ".xlsx": lambda place, fill: _excel(place, fill, path.name, rtl=rtl),
    }
    counts: dict[str, int] = {}

    def write(place: Path) -> int:
        counts.update(writers[form](place, fill))
        return sum(counts.values())

    writing.put(path, write)
    return counts


def _csv(place: Path, fill: Fill) -> dict[str, int]:
    counts: dict[str, int] = {}

    def take(portion: Portion) -> None:
        counts[portion.name] = writing.fill_csv(place, portion.columns, _cells(portion))

    fill(take)
    return counts


def _excel(place: Path, fill: Fill, name: str, *, rtl: bool) -> dict[str, int]:
    with writing.Workbook(place, name, rtl=rtl) as book:
        counts: dict[str, int] = {}

        def take(portion: Portion) -> None:
            counts[portion.name] = book.add_sheet(portion.name, portion.columns, _cells(portion))

        fill(take)
    return counts


def _zip(place: Path, fill: Fill) -> dict[str, int]:
    counts: dict[str, int] = {}
    with place.open("wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:

        def take(portion: Portion) -> None:
            entry = zipfile.ZipInfo(f"{portion.name}.csv", _ONE_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w", force_zip64=True) as opened:
                counts[portion.name] = _csv_into(opened, portion)

        fill(take)
    return counts


def _csv_into(opened: IO[bytes], portion: Portion) -> int:
    text = io.TextIOWrapper(opened, encoding="utf-8-sig", newline="", errors="replace", write_through=True)
    writer = csv.writer(text)
    writer.writerow(portion.columns)
    count = 0
    for row in _cells(portion):
        writer.writerow([writing.safe(cell) for cell in row])
        count += 1
    text.flush()
    text.detach()
    return count


def _json(place: Path, fill: Fill) -> dict[str, int]:
    counts: dict[str, int] = {}
    with place.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.write("{")

        def take(portion: Portion) -> None:
            file.write(",\n" if counts else "\n")
            counts[portion.name] = _json_into(file, portion)

        fill(take)
        file.write("\n}\n")
        file.flush()
        os.fsync(file.fileno())
    return counts


def _json_into(file: IO[str], portion: Portion) -> int:
    file.write(f"{json.dumps(portion.name)}: [")
    count = 0
    for row in portion.rows:
        named = dict(zip(portion.columns, map(_plain, row), strict=True))
        file.write(",\n  " if count else "\n  ")
        json.dump(named, file, ensure_ascii=False)
        count += 1
    file.write("\n]")
    return count


def _cells(portion: Portion) -> Iterator[Sequence[writing.Cell]]:
    for row in portion.rows:
        yield [_cell(value) for value in row]


def _cell(value: Value) -> writing.Cell:
    if isinstance(value, bool):
        return int(value)
    return value.hex() if isinstance(value, bytes) else value


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    return value
