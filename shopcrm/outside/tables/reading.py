"""Opens a table that somebody brings (text, workbook, address cards) and gives its rows as plain text.

Only the outer form is interpreted; blank rows stay as empty rows, so that a row's number is its place.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

from shopcrm.outside.tables import packed, text_files, unreadable, vcards, workbooks
from shopcrm.rules import columns, disk_words

SAMPLE = 500
_HEADER_WITHIN = 12
_HEAD = 64


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that can be read as often as needed.

    `names` are the columns' names, None where the file has no header. `first_row` is the number of the first
    row of data, counted from 1 as a spreadsheet shows it; `rows_guess` is about how many follow. `sample`
    holds the first rows of data. `encoding` and `separator` are empty for a workbook, `sheets` for a text.
    """

    path: Path
    names: tuple[str, ...] | None
    width: int
    first_row: int
    rows_guess: int
    sample: tuple[tuple[str, ...], ...]
    raw_batches: Callable[[], Iterator[list[list[str]]]]
    skip: int = 0
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    def batches(self) -> Iterator[list[list[str]]]:
        """Give the rows of data in big batches, from the beginning; a blank row is an empty list."""
        rest = self.skip
        for batch in self.raw_batches():
            if rest < len(batch):
                yield batch[rest:]
            rest = max(rest - len(batch), 0)

    @property
    def headings(self) -> tuple[str, ...]:
        """Name each column: as the file does, or by its number."""
        names = self.names or ()
        return tuple(names[i] if i < len(names) and names[i] else str(i + 1) for i in range(self.width))


def open_table(
    path: Path,
    *,
    header: bool | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    separator: str | None = None,
) -> Sheet:
    """Open a table; what is not given is found. Raises a kind of UnreadableFile when it cannot be read."""
    if not path.is_file():
        raise unreadable.NoSuchFile(name=path.name)
    try:
        with path.open("rb") as opened:
            head = opened.read(_HEAD)
    except OSError as error:
        raise unreadable.NotOpened(name=path.name, reason=disk_words.why(error)) from error
    if not head:
        raise unreadable.EmptyFile(name=path.name)
    if packed.is_workbook(head):
        return _with_header(_workbook(path, sheet), header=header)
    if vcards.is_card_file(head):
        return _card_file(path)
    if sheet is not None:
        raise unreadable.NoSuchSheet(name=path.name, sheet=sheet, possible="1")
    return _with_header(_text_file(path, encoding, separator), header=header)


def _workbook(path: Path, sheet: str | None) -> Sheet:
    opened = workbooks.open_sheet(path, sheet)
    return Sheet(
        path=path,
        names=None,
        width=0,
        first_row=opened.start,
        rows_guess=opened.height,
        sample=(),
        raw_batches=opened.rows,
        sheet=opened.name,
        sheets=opened.names,
    )


def _text_file(path: Path, encoding: str | None, separator: str | None) -> Sheet:
    survey = text_files.survey(path, encoding=encoding, separator=separator)
    return Sheet(
        path=path,
        names=None,
        width=0,
        first_row=1 + survey.skip,
        rows_guess=survey.lines,
        sample=(),
        raw_batches=lambda: text_files.rows(survey),
        encoding=survey.encoding,
        separator=survey.separator,
    )


def _card_file(path: Path) -> Sheet:
    """Take address cards as a table of one row for each; row numbers count cards."""
    people = vcards.read_cards(path)
    if not people:
        raise unreadable.EmptyFile(name=path.name)
    return Sheet(
        path=path,
        names=vcards.HEADINGS,
        width=len(vcards.HEADINGS),
        first_row=1,
        rows_guess=len(people),
        sample=tuple(map(tuple, chain.from_iterable(vcards.rows(people[:SAMPLE])))),
        raw_batches=lambda: vcards.rows(people),
    )


def _with_header(raw: Sheet, *, header: bool | None) -> Sheet:
    top = list(islice(chain.from_iterable(raw.raw_batches()), SAMPLE + _HEADER_WITHIN))
    filled = next((place for place, row in enumerate(top) if any(cell.strip() for cell in row)), None)
    if filled is None:
        raise unreadable.EmptyFile(name=raw.path.name)
    place = columns.find_header(top[:_HEADER_WITHIN], top) if header is None else filled if header else None
    skip = 0 if place is None else place + 1
    names = None if place is None else tuple(cell.strip() for cell in top[place])
    data = [row for row in top[skip:] if row]
    # A row that is longer than its neighbours is refused later; it must not widen the table.
    width = max(len(names or ()), _usual_width(data))
    return replace(
        raw,
        names=names,
        width=width,
        skip=skip,
        first_row=raw.first_row + skip,
        rows_guess=max(raw.rows_guess - skip, 0),
        sample=tuple(tuple(row) for row in data[:SAMPLE]),
    )


def _usual_width(rows: list[list[str]]) -> int:
    widths = [len(row) for row in rows]
    return max(set(widths), key=lambda width: (widths.count(width), width), default=0)
