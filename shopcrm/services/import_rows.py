"""What all imports share: the table that is read, how its cells are meant, and what became of each row.

The rows read are always those added, changed, unchanged and refused together; blank rows are not read.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any, Protocol

from sqlalchemy import Table as SqlTable
from sqlalchemy import bindparam, insert
from sqlalchemy.orm import Session

from shopcrm.rules.cell_dates import DayOrder
from shopcrm.rules.column_names import FileKind
from shopcrm.rules.errors import BadInput, Refused
from shopcrm.rules.sayings import Saying
from shopcrm.services.settings import Settings

SOURCE = "file"
"""Under this source stand the documents that came from files."""
CODE_LENGTH = 120
_NAME_LENGTH = 500
_LONG = {
    **dict.fromkeys(("likes", "needs", "dislikes", "avoids", "tags"), 5000),
    **dict.fromkeys(("phone_2", "email", "email_2"), 2000),
    "address": 10_000,
    "note": 30_000,
}
"""How many letters a cell may hold where it is no code; a shelf's path or a name is never longer than 500."""
Tick = Callable[[int, int], None]


class ImportStopped(Refused):
    """Somebody pressed cancel; a tick may raise it."""

    sentence = "The import was stopped. Nothing was changed."


class RowsRefused(Refused):
    """All or nothing was asked for."""

    sentence = (
        "{refused} of {read} rows cannot be taken, so nothing was changed. "
        "Correct them, or ask for the good rows only."
    )


class CellMissing(BadInput):
    """A cell that is needed is empty."""

    sentence = "{column} is empty."


class TooManyCells(BadInput):
    """The row is longer than the table is wide."""

    sentence = "The row has more cells than there are columns."


class TextTooLong(BadInput):
    """A code or number with more letters than are kept."""

    sentence = "{column} is longer than {limit} letters."


class CellRefused(BadInput):
    """A cell cannot be read."""

    sentence = "{column}: {reason}"


class Fate(IntEnum):
    """What became of a row, or would become of it."""

    BLANK = 0
    ADDED = 1
    CHANGED = 2
    UNCHANGED = 3
    REFUSED = 4


class Table(Protocol):
    """Whatever gives rows of text: a file that was opened."""

    @property
    def names(self) -> Sequence[str] | None:
        """The headings, or None."""

    @property
    def headings(self) -> Sequence[str]:
        """The headings, or numbers where there are none."""

    @property
    def first_row(self) -> int:
        """The number of the first row of data."""

    @property
    def rows_guess(self) -> int:
        """About how many rows there are."""

    @property
    def sample(self) -> Sequence[Sequence[str]]:
        """The first rows."""

    def batches(self) -> Iterator[list[list[str]]]:
        """Give all rows, many at a time, from the beginning."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a file is to be read: the column (from 0) of each field, and how its dates and numbers are meant.

    `order_proven` is False where nothing in the file tells whether the day or the month stands first.
    """

    kind: FileKind
    file_name: str
    headings: tuple[str, ...]
    columns: Mapping[str, int]
    order: DayOrder = DayOrder.DAY_FIRST
    order_proven: bool = True
    marks: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)

    def heading(self, name: str) -> str:
        """Name the column of a field as the file does."""
        place = self.columns.get(name)
        return name if place is None else self.headings[place]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was refused, or taken without a cell: its number in the file, its cells and why.

    `line` is its place within its invoice.
    """

    row: int
    cells: tuple[str, ...]
    reason: Saying
    line: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did, or would do; `fates` holds one Fate for each row of the file, blank ones too.

    `left_out` are rows that were taken without a cell that says too little to be kept.
    """

    first_row: int
    fates: bytes
    refusals: tuple[Refusal, ...]
    batch_id: int | None = None
    left_out: tuple[Refusal, ...] = ()

    @property
    def added(self) -> int:
        """Rows that brought something new."""
        return self.fates.count(Fate.ADDED)

    @property
    def changed(self) -> int:
        """Rows that changed something known."""
        return self.fates.count(Fate.CHANGED)

    @property
    def unchanged(self) -> int:
        """Rows that said what was known."""
        return self.fates.count(Fate.UNCHANGED)

    @property
    def refused(self) -> int:
        """Rows that could not be taken."""
        return self.fates.count(Fate.REFUSED)

    @property
    def read(self) -> int:
        """All rows but the blank ones."""
        return len(self.fates) - self.fates.count(Fate.BLANK)


@dataclass(frozen=True, slots=True)
class Task:
    """One run over one file; a dry one reads the shop and writes nothing. `now` is UTC."""

    session: Session
    plan: Plan
    settings: Settings
    now: datetime
    actor: str
    is_dry: bool


class Tally:
    """Notes what becomes of each row."""

    def __init__(self, first_row: int) -> None:
        self.first_row = first_row
        self.fates = bytearray()
        self.refusals: list[Refusal] = []
        self.left_out: list[Refusal] = []

    def refuse(self, place: int, row: Sequence[str], reason: Saying, line: int = 0) -> None:
        """Note a refused row, or a blank one, which is no row."""
        if not any(cell.strip() for cell in row):
            self.fates[place] = Fate.BLANK
            return
        self.fates[place] = Fate.REFUSED
        self.refusals.append(Refusal(self.first_row + place, tuple(row), reason, line))

    def leave_out(self, place: int, row: Sequence[str], reason: Saying) -> None:
        """Note that a row was taken without one of its cells."""
        self.left_out.append(Refusal(self.first_row + place, tuple(row), reason))


class Importer(Protocol):
    """What takes the rows of one kind of file."""

    def take(self, start: int, rows: list[list[str]]) -> None:
        """Take a batch of rows; `start` is the place of its first one, from 0."""

    def finish(self) -> None:
        """Write what only the whole file tells."""


def within_limit(plan: Plan, name: str, text: str) -> str:
    """Give the cell of a field back if it is no longer than what is kept; raises TextTooLong."""
    limit = _LONG.get(name, _NAME_LENGTH)
    if len(text) > limit:
        raise TextTooLong(column=plan.heading(name), limit=limit)
    return text


def squared(
    rows: list[list[str]], width: int, start: int, tally: Tally
) -> tuple[Iterable[int], list[list[str]]]:
    """Give the rows as wide as the table with their places; refuse longer ones and leave out blank ones."""
    tally.fates.extend(bytes(len(rows)))
    if set(map(len, rows)) == {width}:
        return range(start, start + len(rows)), rows
    places: list[int] = []
    fitting: list[list[str]] = []
    for place, row in enumerate(rows, start=start):
        if len(row) > width and any(cell.strip() for cell in row[width:]):
            tally.refuse(place, row, TooManyCells().saying)
        elif row:
            places.append(place)
            fitting.append([*row[:width], *[""] * (width - len(row))])
    return places, fitting


def insert_many(
    session: Session, table: SqlTable, names: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert rows of plain numbers and texts as fast as the driver can; their order is that of the names."""
    if not rows:
        return
    connection = session.connection()
    statement = insert(table).values({name: bindparam(name) for name in names})
    compiled = statement.compile(dialect=connection.dialect)
    if compiled.positional and list(compiled.positiontup or ()) == list(names):
        connection.exec_driver_sql(str(compiled), list(rows))
    else:
        connection.execute(statement, [dict(zip(names, row, strict=True)) for row in rows])
