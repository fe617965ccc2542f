"""What a table shows of a row: columns that read a value, a second line, a sign, a tick, a chance."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.brush import Align, Sign
from shopcrm.desk.widgets.chance import Band

Row = TypeVar("Row")


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column. `value` gives the words; the rest adds to them and may be left out.

    `share` above 0 takes what room is left; else the column fits its widest value, or is `width` wide; it is
    never narrower than `least`.
    `kind` is the kind of writing; without it a `strong` column is a little heavier than the others.
    `tick` may give None for a row that cannot be ticked just now.
    `sort` names the column for a click on its head; without it the head does nothing.
    """

    title: str
    value: Callable[[Row], str]
    align: Align = Align.LEAD
    share: int = 0
    width: int = 0
    least: int = 0
    strong: bool = False
    second: Callable[[Row], str] | None = None
    icon: Callable[[Row], str] | None = None
    sign: Callable[[Row], Sign | None] | None = None
    tint: Callable[[Row], Tint] | None = None
    tick: Callable[[Row], bool | None] | None = None
    band: Callable[[Row], Band | None] | None = None
    kind: Type | None = None
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows; a cell that waits for its row shows a grey bar."""

    text: str = ""
    align: Align = Align.LEAD
    second: str = ""
    icon: str = ""
    sign: Sign | None = None
    tint: Tint = "text"
    tick: bool | None = None
    band: Band | None = None
    kind: Type = Type.BODY
    waits: bool = False


@dataclass(frozen=True)
class Shape(Generic[Row]):
    """How rows as a whole are shown.

    `divider` gives the words of a row that is a line across the table; `quiet` tells which rows are greyed.
    """

    divider: Callable[[Row], str] | None = None
    quiet: Callable[[Row], bool] | None = None
    divider_icon: str = ""


def cell_of(column: Column[Any], row: Any, *, quiet: bool) -> Cell:
    """Read what a column shows of a row."""
    band = column.band(row) if column.band is not None else None
    tint: Tint = column.tint(row) if column.tint is not None else "text"
    return Cell(
        text=column.value(row),
        align=column.align,
        second=column.second(row) if column.second is not None else "",
        icon=column.icon(row) if column.icon is not None else "",
        sign=column.sign(row) if column.sign is not None else None,
        tint="muted" if quiet and tint == "text" else tint,
        tick=column.tick(row) if column.tick is not None else None,
        band=band,
        kind=_kind(column, band),
    )


def _kind(column: Column[Any], band: Band | None) -> Type:
    if column.kind is not None:
        return column.kind
    if column.strong:
        return Type.MEDIUM
    return Type.BODY if band is None else Type.LABEL
