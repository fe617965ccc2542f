"""A small chart of bars for what people would rather look at than read; time runs in reading direction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shopcrm.outside.paper.lines import Align, Style
from shopcrm.outside.paper.pages import Paper
from shopcrm.outside.paper.sheets import ACCENT, EDGE, HAIRLINE, MUTED

_HEIGHT = 84.0
_SMALL = Style(7.0, colour=MUTED, spacing=1.4)
_WIDEST_BAR = 26.0


@dataclass(frozen=True)
class Bar:
    """One bar: its amount, what stands under it, and what stands under that, such as a new year."""

    amount: int
    name: str
    era: str = ""


@dataclass(frozen=True)
class _Field:
    """Where bars stand: left edge and width, the height of nothing from the top, points for one unit."""

    left: float
    width: float
    zero: float
    scale: float


def draw_bars(paper: Paper, bars: Sequence[Bar], worded: Callable[[int], str]) -> None:
    """Draw bars over a base line with rounded values at its side; amounts below nothing hang down."""
    top_value, low_value = _bounds([bar.amount for bar in bars])
    scale = _HEIGHT / top_value
    depth = -low_value * scale
    below = 2 * _SMALL.leading + 6
    paper.need(4 + _HEIGHT + depth + below)
    marks = [top_value, top_value // 2, 0]
    names = [paper.setter.line(worded(value), _SMALL) for value in marks]
    side = max(line.width for line in names) + 6
    axis, left = paper.across([side, paper.width - side])
    field = _Field(left, paper.width - side, paper.top + 4 + _HEIGHT, scale)
    for value, line in zip(marks, names, strict=True):
        y = field.zero - value * scale
        paper.rule(field.left, field.width, y, HAIRLINE if value else EDGE)
        paper.draw(line, axis + (6 if paper.rtl else 0), side - 6, y - _SMALL.leading / 2, Align.TRAIL)
    _draw_columns(paper, bars, field, field.zero + depth + 3)
    paper.top = field.zero + depth + below


def _draw_columns(paper: Paper, bars: Sequence[Bar], field: _Field, names_top: float) -> None:
    step = field.width / len(bars)
    width = min(_WIDEST_BAR, step * 0.66)
    for number, bar in enumerate(bars):
        place = len(bars) - 1 - number if paper.rtl else number
        begin = field.left + place * step
        height = abs(bar.amount) * field.scale
        if bar.amount:
            top = field.zero - height if bar.amount > 0 else field.zero
            paper.ground(begin + (step - width) / 2, width, top, max(height, 0.8), ACCENT)
        paper.draw(paper.setter.shrunk(bar.name, _SMALL, step - 1), begin, step, names_top, Align.CENTRE)
        era = paper.setter.line(bar.era, _SMALL)
        paper.draw(era, begin, step, names_top + _SMALL.leading, Align.CENTRE)


def _bounds(amounts: Sequence[int]) -> tuple[int, int]:
    """Give a round value that no bar passes, and the lowest amount where one is below nothing."""
    return _round_up(max(1, *amounts)), min(0, *amounts)


def _round_up(value: int) -> int:
    """Round up to 1, 2, 4, 5 or 8 with zeros, so that its half is round as well."""
    power = int("1" + "0" * (len(str(value)) - 1))
    return next(step * power for step in (1, 2, 4, 5, 8, 10) if step * power >= value)
