"""Bars that lie, the longest first, each with its count and what all down to it come to: a Pareto chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shopcrm.outside.paper.lines import Align
from shopcrm.outside.paper.pages import BODY, CAPTION, SECOND, Paper
from shopcrm.outside.paper.sheets import ACCENT, HAIRLINE

_NAME, _GAP, _BAR = 0.38, 10.0, 9.0
_LEADING = 18.0


@dataclass(frozen=True)
class ParetoBar:
    """One bar: its name, its length, and the words for its count and for all down to it."""

    name: str
    amount: int
    count: str
    together: str


def draw_pareto(paper: Paper, bars: Sequence[ParetoBar]) -> None:
    """Draw the bars under heads, in reading order; numbers stand in columns at the trailing end."""
    words = paper.words
    heads = words.say("Complaints"), words.say("Together")
    counts = max(paper.setter.line(text, BODY).width for text in (heads[0], *(one.count for one in bars)))
    shares = max(paper.setter.line(text, BODY).width for text in (heads[1], *(one.together for one in bars)))
    name = paper.width * _NAME
    field = paper.width - name - counts - shares - 3 * _GAP
    edges = paper.across([name, field, counts, shares], _GAP)
    paper.need(CAPTION.leading + 3 * _LEADING)
    for edge, width, text in ((edges[2], counts, heads[0]), (edges[3], shares, heads[1])):
        paper.draw(paper.setter.line(text, CAPTION), edge, width, paper.top, Align.RIGHT)
    paper.top += CAPTION.leading + 2
    longest = max(one.amount for one in bars)
    for one in bars:
        paper.need(_LEADING)
        paper.draw(paper.setter.cut(one.name, BODY, name), edges[0], name, paper.top)
        length = max(1.0, field * one.amount / max(1, longest))
        left = edges[1] + (field - length if paper.rtl else 0)
        paper.ground(left, length, paper.top + (BODY.leading - _BAR) / 2, _BAR, ACCENT)
        paper.draw(paper.setter.line(one.count, BODY), edges[2], counts, paper.top, Align.RIGHT)
        paper.draw(paper.setter.line(one.together, SECOND), edges[3], shares, paper.top, Align.RIGHT)
        paper.top += _LEADING
        paper.rule(paper.left, paper.width, paper.top - 2, HAIRLINE)
    paper.space(4)
