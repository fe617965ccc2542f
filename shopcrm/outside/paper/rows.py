"""Tables on paper: columns in reading order, row lines only, the head again on each page, no row torn in two.

Numbers stand physically on the right in both languages, so that their units line up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Protocol

from shopcrm.outside.paper.lines import Align, Line, Style
from shopcrm.outside.paper.pages import BODY, CAPTION, SECOND, Paper
from shopcrm.outside.paper.sheets import EDGE

_GAP = 12.0
_PAD = 5.0
_TICK = 9.0
_MOST_FITTED = 0.65  # of the width, so that something is left for the columns that share the rest
_LEAST_OF_ROW = 60.0


@dataclass(frozen=True)
class Strip:
    """A part of a cell that is never torn: its height and how it is drawn at a left edge and a top."""

    height: float
    draw: Callable[[float, float], None]


class Cell(Protocol):
    """Anything that can stand in a table."""

    def widest(self, paper: Paper) -> float:
        """Give the width in points that the cell would like to have."""
        ...

    def strips(self, paper: Paper, room: float, align: Align) -> list[Strip]:
        """Cut the cell into strips of at most `room` points width, from top to bottom."""
        ...


@dataclass(frozen=True)
class Column:
    """One column: its head, its share of the width (0: as wide as its widest cell), if it holds numbers."""

    head: str
    share: float = 0.0
    numbers: bool = False
    align: Align = Align.LEAD

    @property
    def side(self) -> Align:
        """Where the cells of the column stand."""
        return Align.RIGHT if self.numbers else self.align


@dataclass(frozen=True)
class Text:
    """A cell of words, with a quieter second text under it."""

    text: str
    second: str = ""
    style: Style = BODY
    second_style: Style = SECOND

    def widest(self, paper: Paper) -> float:
        """Give the width of the text in one line."""
        lines = [paper.setter.line(part, style) for part, style in self._parts() for part in part.split("\n")]
        return max((line.width for line in lines), default=0.0)

    def strips(self, paper: Paper, room: float, align: Align) -> list[Strip]:
        """Give one strip to each line."""
        wrapped = (paper.setter.wrap(part, style, room) for part, style in self._parts())
        return [_line_strip(paper, line, room, align) for line in chain.from_iterable(wrapped)]

    def _parts(self) -> list[tuple[str, Style]]:
        parts = [(self.text, self.style), (self.second, self.second_style)]
        return [(part, style) for part, style in parts if part]


@dataclass(frozen=True)
class Number:
    """A cell with a sum or a count, already in the digits of the paper; it is never cut nor wrapped."""

    text: str
    style: Style = BODY

    def widest(self, paper: Paper) -> float:
        """Give the width of the number."""
        return self._line(paper).width

    def strips(self, paper: Paper, room: float, align: Align) -> list[Strip]:
        """Give the one line, smaller where the column is too narrow, for half a sum is a wrong sum."""
        line = paper.setter.shrunk(self.text, replace(self.style, tabular=True), room)
        return [_line_strip(paper, line, room, align)]

    def _line(self, paper: Paper) -> Line:
        return paper.setter.line(self.text, replace(self.style, tabular=True))


@dataclass(frozen=True)
class Ticks:
    """A cell of boxes to be ticked by hand, each with its word, and lines to write on below them."""

    labels: tuple[str, ...] = ("",)
    side_by_side: int = 1
    writing_lines: int = 0

    def widest(self, paper: Paper) -> float:
        """Give the width of the widest box with its word, times those that stand side by side."""
        return self.side_by_side * self._step(paper)

    def strips(self, paper: Paper, room: float, align: Align) -> list[Strip]:
        """Give one strip to each row of boxes and to each line to write on."""
        del align
        beside = max(1, min(self.side_by_side, int(room / self._step(paper))))
        rows = [self.labels[start : start + beside] for start in range(0, len(self.labels), beside)]
        boxes = [Strip(BODY.leading, _boxes(paper, row, room / beside)) for row in rows]
        return boxes + [Strip(18, _writing_line(paper, room))] * self.writing_lines

    def _step(self, paper: Paper) -> float:
        words = max(paper.setter.line(label, SECOND).width for label in self.labels)
        return _TICK + (words + 10 if words else 0)


def draw_rows(paper: Paper, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
    """Draw a table from the paper's present place on, over as many pages as it takes.

    A table whose columns have no names has no head.
    """
    widths = _widths(paper, columns, rows)
    edges = paper.across(widths, _GAP)
    named = any(column.head for column in columns)
    head = _laid(paper, columns, _heads(columns), widths) if named else []
    shown = False
    for row in rows:
        laid = _laid(paper, columns, row, widths)
        whole = _height(laid) + _height(head)
        # A row that no page could hold whole begins here if some lines of it do fit.
        wanted = whole if whole <= paper.page_room else _height(head) + _LEAST_OF_ROW
        if paper.need(wanted - (_height(head) if shown else 0)) or not shown:
            _draw_head(paper, edges, head)
            shown = True
        _draw_row(paper, edges, head, laid)
    if not shown:
        paper.need(_height(head))
        _draw_head(paper, edges, head)


def _heads(columns: Sequence[Column]) -> list[Cell]:
    return [Text(column.head, style=CAPTION) for column in columns]


def _widths(paper: Paper, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> list[float]:
    free = paper.width - _GAP * (len(columns) - 1)
    every = [_heads(columns), *rows]
    fitted = {
        place: max(cells[place].widest(paper) for cells in every) + 0.5
        for place, column in enumerate(columns)
        if not column.share
    }
    shares = sum(column.share for column in columns)
    fitted = _squeezed(fitted, free * (_MOST_FITTED if shares else 1.0))
    rest = free - sum(fitted.values())
    return [fitted.get(place, rest * column.share / (shares or 1)) for place, column in enumerate(columns)]


def _squeezed(widths: dict[int, float], most: float) -> dict[int, float]:
    """Keep the widths where they fit together; else the widest give way, and the narrow ones stay whole."""
    out: dict[int, float] = {}
    for done, (place, width) in enumerate(sorted(widths.items(), key=lambda item: item[1])):
        out[place] = min(width, most / (len(widths) - done))
        most -= out[place]
    return out


def _laid(
    paper: Paper, columns: Sequence[Column], cells: Sequence[Cell], widths: Sequence[float]
) -> list[list[Strip]]:
    places = zip(columns, cells, widths, strict=True)
    return [cell.strips(paper, width, column.side) for column, cell, width in places]


def _height(laid: Sequence[Sequence[Strip]]) -> float:
    return max((sum(strip.height for strip in strips) + 2 * _PAD for strips in laid), default=0.0)


def _draw_head(paper: Paper, edges: Sequence[float], head: Sequence[Sequence[Strip]]) -> None:
    if not head:
        return
    paper.ground(paper.left, paper.width, paper.top, _height(head))
    _draw_piece(paper, edges, head, EDGE)


def _draw_row(
    paper: Paper, edges: Sequence[float], head: Sequence[Sequence[Strip]], laid: Sequence[Sequence[Strip]]
) -> None:
    """Draw a row; only one that is taller than a whole page goes on on the next."""
    left = [list(strips) for strips in laid]
    while _height(left) > paper.room:
        _draw_piece(paper, edges, [_taken(strips, paper.room - 2 * _PAD) for strips in left])
        if not any(left):
            return
        paper.new_page()
        _draw_head(paper, edges, head)
    _draw_piece(paper, edges, left)


def _taken(strips: list[Strip], room: float) -> list[Strip]:
    """Take from the strips those that fit, and one at least, so that a row always comes to its end."""
    taken: list[Strip] = []
    while strips and (not taken or sum(strip.height for strip in taken) + strips[0].height <= room):
        taken.append(strips.pop(0))
    return taken


def _draw_piece(
    paper: Paper, edges: Sequence[float], piece: Sequence[Sequence[Strip]], colour: str | None = None
) -> None:
    for edge, strips in zip(edges, piece, strict=True):
        top = paper.top + _PAD
        for strip in strips:
            strip.draw(edge, top)
            top += strip.height
    paper.top += _height(piece)
    paper.rule(paper.left, paper.width, paper.top, *([colour] if colour else []))


def _line_strip(paper: Paper, line: Line, room: float, align: Align) -> Strip:
    return Strip(line.style.leading, lambda left, top: paper.draw(line, left, room, top, align))


def _boxes(paper: Paper, labels: Sequence[str], step: float) -> Callable[[float, float], None]:
    words = [paper.setter.cut(label, SECOND, step - _TICK - 5) if label else None for label in labels]

    def draw(left: float, top: float) -> None:
        total = step * len(words)
        for place, word in enumerate(words):
            begin = left + (total - (place + 1) * step if paper.rtl else place * step)
            box = begin + step - _TICK if paper.rtl else begin
            paper.tick_box(box, top + (BODY.leading - _TICK) / 2, _TICK)
            if word:
                paper.draw(word, begin if paper.rtl else begin + _TICK + 5, step - _TICK - 5, top + 0.7)

    return draw


def _writing_line(paper: Paper, room: float) -> Callable[[float, float], None]:
    return lambda left, top: paper.rule(left, room, top + 15, EDGE)
