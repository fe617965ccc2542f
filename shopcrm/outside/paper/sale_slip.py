"""The slip of a sale, a return or an exchange: on a roll of 80 or 58 mm, or on an A5 page."""

from __future__ import annotations

from collections.abc import Sequence

from shopcrm.outside.paper import slip_head, slip_words
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.lines import Align
from shopcrm.outside.paper.pages import ShopHead
from shopcrm.outside.paper.roll import BODY, SMALL, STRONG, TITLE, TOTAL, Roll
from shopcrm.outside.paper.slip_words import LineWords, Part, Row
from shopcrm.rules.wording import Words
from shopcrm.services.slips import Slip


def lay_slip(shop: ShopHead, slip: Slip, words: Words, fonts: Fonts, millimetres: int) -> Roll:
    """Lay a slip out on a roll that is so many millimetres wide (80 or 58)."""
    roll = Roll(fonts, words, millimetres, title=slip_words.title(words, slip), author=shop.name)
    slip_head.draw_shop(roll, shop)
    roll.line_across(strong=True)
    _draw_head(roll, slip)
    rows = _all_rows(words, slip)
    room = roll.widest([row.figure for row in rows], STRONG)
    for part in slip_words.parts(words, slip):
        _draw_part(roll, part, room)
    _draw_total(roll, slip, room)
    _draw_rows(roll, slip_words.points(words, slip), room)
    _draw_foot(roll, slip)
    return roll


def _all_rows(words: Words, slip: Slip) -> list[Row]:
    """Gather all figures, so that they stand in one column."""
    rows = [*slip_words.payments(words, slip), *slip_words.points(words, slip)]
    for part in slip_words.parts(words, slip):
        rows += [Row("", line.figure) for line in part.lines]
        rows += [row for line in part.lines for row in line.off]
        rows += part.sums
    return rows


def _draw_head(roll: Roll, slip: Slip) -> None:
    words = roll.words
    roll.text(slip_words.title(words, slip), TITLE, Align.CENTRE)
    roll.text(slip_words.copy_mark(words, slip), TITLE, Align.CENTRE)
    for line in slip_words.head(words, slip):
        roll.text(line, SMALL)


def _draw_part(roll: Roll, part: Part, room: float) -> None:
    roll.line_across()
    roll.text(part.title, STRONG)
    for line in part.lines:
        _draw_line(roll, line, room)
    if part.sums:
        roll.space(3)
        for row in part.sums:
            roll.pair(row.label, row.figure, STRONG if row.strong else BODY, room=room)


def _draw_line(roll: Roll, line: LineWords, room: float) -> None:
    roll.pair(line.name, line.figure, BODY, room=room)
    roll.text(line.detail, SMALL)
    for row in line.off:
        roll.pair(row.label, row.figure, SMALL, room=room)
    roll.space(2)


def _draw_total(roll: Roll, slip: Slip, room: float) -> None:
    words = roll.words
    roll.line_across(strong=True)
    total = slip_words.total(words, slip)
    roll.pair(total.label, total.figure, TOTAL)
    tax = slip_words.tax(words, slip)
    if tax is not None:
        roll.pair(tax.label, tax.figure, SMALL, room=room)
    roll.space(2)
    for row in slip_words.payments(words, slip):
        roll.pair(row.label, row.figure, STRONG if row.strong else BODY, room=room)


def _draw_rows(roll: Roll, rows: Sequence[Row], room: float) -> None:
    if rows:
        roll.line_across()
    for row in rows:
        roll.pair(row.label, row.figure, STRONG if row.strong else BODY, room=room)


def _draw_foot(roll: Roll, slip: Slip) -> None:
    roll.line_across()
    roll.text(slip.terms, SMALL)
    if slip.words:
        roll.space(3)
        roll.text(slip.words, STRONG, Align.CENTRE)
    if slip.code.isascii():
        roll.space(4)
        roll.bar_code(slip.code)
        roll.text(roll.words.ltr(slip.code), SMALL, Align.CENTRE)
