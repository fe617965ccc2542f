"""Cards laid side by side on an A4 sheet, in reading order, with marks outside them to cut along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shopcrm.outside.paper.sheets import EDGE, MILLIMETRE, Sheet

A4 = (210 * MILLIMETRE, 297 * MILLIMETRE)
CARD = (85.6 * MILLIMETRE, 54 * MILLIMETRE)
"""Width and height of a bank card (ISO/IEC 7810 ID-1)."""

_MARK, _GAP = 4 * MILLIMETRE, MILLIMETRE


@dataclass(frozen=True)
class Cutting:
    """So many cards of a size across and down a sheet; a single one is a sheet of its own size."""

    card: tuple[float, float]
    across: int = 1
    down: int = 1

    @property
    def single(self) -> bool:
        """Whether each card is a sheet of its own."""
        return self.across * self.down == 1

    @property
    def sheet(self) -> tuple[float, float]:
        """Width and height of the sheet."""
        return self.card if self.single else A4

    def places(self, *, rtl: bool) -> list[tuple[float, float]]:
        """Give the left and top edges of the cards on a sheet, in reading order."""
        left, top = self._corner
        columns = [left + column * self.card[0] for column in range(self.across)]
        rows = [top + row * self.card[1] for row in range(self.down)]
        return [(x, y) for y in rows for x in (reversed(columns) if rtl else columns)]

    def walk(self, sheet: Sheet, count: int) -> Iterator[tuple[float, float]]:
        """Give so many cards their places, beginning sheets with their marks as it goes."""
        places: Sequence[tuple[float, float]] = self.places(rtl=sheet.rtl)
        for number in range(count):
            place = number % len(places)
            if number and not place:
                sheet.next_sheet()
            if not place and not self.single:
                self._draw_marks(sheet)
            yield places[place]

    def _draw_marks(self, sheet: Sheet) -> None:
        left, top = self._corner
        right, bottom = left + self.across * self.card[0], top + self.down * self.card[1]
        for row in range(self.down + 1):
            y = top + row * self.card[1]
            sheet.rule(left - _GAP - _MARK, _MARK, y, EDGE)
            sheet.rule(right + _GAP, _MARK, y, EDGE)
        for column in range(self.across + 1):
            x = left + column * self.card[0]
            sheet.upright(x, top - _GAP - _MARK, _MARK, EDGE)
            sheet.upright(x, bottom + _GAP, _MARK, EDGE)

    @property
    def _corner(self) -> tuple[float, float]:
        wide, high = self.sheet
        return (wide - self.across * self.card[0]) / 2, (high - self.down * self.card[1]) / 2
