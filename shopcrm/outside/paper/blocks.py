"""What a paper about people is made of besides tables: facts side by side, figures in boxes, a warning.

Each block keeps together where a page can hold it, and flows on where no page could.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from shopcrm.outside.paper.fonts import Weight
from shopcrm.outside.paper.lines import Line, Style
from shopcrm.outside.paper.pages import BODY, CAPTION, SECOND, Paper
from shopcrm.outside.paper.sheets import ALARM, ALARM_GROUND, HAIRLINE, RAISED, TEXT

_GAP = 18.0
_PAD = 9.0
_FIGURE = Style(13.0, Weight.SEMIBOLD, TEXT, spacing=1.35)
_WARNED = Style(10.5, Weight.SEMIBOLD, TEXT)
_WARNING = Style(9.0, Weight.BOLD, ALARM)


@dataclass(frozen=True)
class Fact:
    """Something known, in one or more lines under its name."""

    name: str
    lines: Sequence[str]


@dataclass(frozen=True)
class Figure:
    """A number to be seen at a glance, with its name above it and a word on it below."""

    name: str
    value: str
    word: str = ""


def draw_facts(paper: Paper, facts: Sequence[Fact], side_by_side: int = 2) -> None:
    """Draw facts in reading order, so many beside each other; those that say nothing are left out."""
    told = [fact for fact in facts if any(fact.lines)]
    room = (paper.width - _GAP * (side_by_side - 1)) / side_by_side
    for start in range(0, len(told), side_by_side):
        _draw_beside(
            paper, [_fact_lines(paper, fact, room) for fact in told[start : start + side_by_side]], room
        )


def draw_figures(paper: Paper, figures: Sequence[Figure]) -> None:
    """Draw figures in boxes of one width, in one row."""
    gap = 8.0
    room = (paper.width - gap * (len(figures) - 1)) / len(figures)
    height = 2 * _PAD + CAPTION.leading + _FIGURE.leading + SECOND.leading - 2
    paper.need(height + 4)
    inner = room - 2 * _PAD
    for left, figure in zip(paper.across([room] * len(figures), gap), figures, strict=True):
        paper.box(left, room, paper.top, height, fill=RAISED, edge=HAIRLINE)
        top = paper.top + _PAD
        small = replace(CAPTION, size=8.0)
        paper.draw(paper.setter.shrunk(figure.name, small, inner), left + _PAD, inner, top)
        top += CAPTION.leading
        paper.draw(paper.setter.shrunk(figure.value, _FIGURE, inner), left + _PAD, inner, top)
        top += _FIGURE.leading
        word = paper.setter.shrunk(figure.word, replace(SECOND, size=8.0), inner)
        paper.draw(word, left + _PAD, inner, top)
    paper.top += height + 10


def draw_warning(paper: Paper, title: str, lines: Sequence[str], style: Style = _WARNED) -> None:
    """Draw what must not be overlooked in a box; a box that no page could hold goes on in the next one."""
    room = paper.width - 2 * _PAD - 4
    set_lines = [paper.setter.line(title, _WARNING)]
    set_lines += chain.from_iterable(paper.setter.wrap(line, style, room) for line in lines)
    paper.need(min(_height(set_lines) + 2 * _PAD, paper.page_room / 2))
    while set_lines:
        fits = _fitting(set_lines, paper.room - 2 * _PAD)
        height = _height(fits) + 2 * _PAD
        paper.box(paper.left, paper.width, paper.top, height, fill=ALARM_GROUND, edge=ALARM)
        paper.lines(fits, paper.left + _PAD + 2, room, paper.top + _PAD)
        paper.top += height
        set_lines = set_lines[len(fits) :]
        if set_lines:
            paper.new_page()
    paper.top += 10


def draw_bullets(paper: Paper, texts: Sequence[str], style: Style = BODY) -> None:
    """Let texts flow down the page, each begun with a dot that stands in front of its lines."""
    indent = 10.0
    room = paper.width - indent
    [_, left] = paper.across([indent, room])
    dot = paper.setter.line("•", style)
    [edge] = paper.across([indent])
    for text in texts:
        for place, line in enumerate(paper.setter.wrap(text, style, room)):
            paper.need(style.leading)
            if not place:
                paper.draw(dot, edge, indent, paper.top)
            paper.draw(line, left, room, paper.top)
            paper.top += style.leading


def _fact_lines(paper: Paper, fact: Fact, room: float) -> list[Line]:
    lines = [paper.setter.line(fact.name, CAPTION)]
    texts = [text for text in fact.lines if text]
    return lines + list(chain.from_iterable(paper.setter.wrap(text, BODY, room) for text in texts))


def _draw_beside(paper: Paper, blocks: Sequence[list[Line]], room: float) -> None:
    """Draw blocks beside each other; whole ones where they fit, else as much as the page still takes."""
    left = [list(lines) for lines in blocks]
    tallest = max(_height(lines) for lines in left)
    paper.need(min(tallest, paper.page_room))
    while any(left):
        edges = paper.across([room] * len(left), _GAP)
        fits = [_fitting(lines, paper.room) for lines in left]
        for edge, lines in zip(edges, fits, strict=True):
            paper.lines(lines, edge, room, paper.top)
        paper.top += max(_height(lines) for lines in fits)
        left = [lines[len(drawn) :] for lines, drawn in zip(left, fits, strict=True)]
        if any(left):
            paper.new_page()
    paper.top += 6


def _fitting(lines: Sequence[Line], room: float) -> list[Line]:
    """Take the lines that fit, and one at least, so that a block always comes to its end."""
    taken: list[Line] = []
    height = 0.0
    for line in lines:
        height += line.style.leading
        if taken and height > room:
            break
        taken.append(line)
    return taken


def _height(lines: Sequence[Line]) -> float:
    return sum(line.style.leading for line in lines)
