"""Paper from a roll: as wide as the roll, as long as what is on it, and black alone as its printers are.

What is to be printed is put down from top to bottom, and drawn when it is known how long the paper gets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PIL import Image

from shopcrm.outside.paper import codes
from shopcrm.outside.paper.fonts import Fonts, Weight
from shopcrm.outside.paper.lines import Align, Line, Style
from shopcrm.outside.paper.sheets import MILLIMETRE, Sheet
from shopcrm.rules.wording import Words

BLACK = "#000000"
SMALL = Style(8.5, colour=BLACK, spacing=1.4)
BODY = Style(9.5, colour=BLACK, spacing=1.4)
STRONG = Style(9.5, Weight.SEMIBOLD, BLACK, spacing=1.4)
NAME = Style(14.0, Weight.BOLD, BLACK, spacing=1.35)
TITLE = Style(11.5, Weight.BOLD, BLACK, spacing=1.4)
TOTAL = Style(15.0, Weight.BOLD, BLACK, spacing=1.35)
_PRINTED = {80: 71 * MILLIMETRE, 58: 47 * MILLIMETRE}
"""How much of a roll's width (millimetres) all of its printers reach; the rest is margin."""

_GAP = 6.0
_HAIR = 0.001
"""A page smaller by so many points is shown in whole dots, where renderers would round up to one more."""

_LONGEST = 8000.0
"""A page of a PDF may be 14,400 points long; longer paper goes on on the next."""

_END = 3 * MILLIMETRE
_LOGO = (34 * MILLIMETRE, 16 * MILLIMETRE)
_QR = 26 * MILLIMETRE
_BARS = 11 * MILLIMETRE


@dataclass(frozen=True)
class _Piece:
    """A part that is never torn: its height, and how it is drawn at a top."""

    height: float
    draw: Callable[[float], None]


class Roll(Sheet):
    """A document of slips; each begins where `cut` ended the one before."""

    def __init__(self, fonts: Fonts, words: Words, millimetres: int, *, title: str, author: str) -> None:
        size = (millimetres * MILLIMETRE - _HAIR, 1.0)
        super().__init__(fonts, words, size, title=title, author=author)
        self.width = _PRINTED[millimetres]
        self.left = (millimetres * MILLIMETRE - self.width) / 2
        self._pieces: list[_Piece] = []
        self._sheets = 0

    def text(
        self, text: str, style: Style = BODY, align: Align = Align.LEAD, most: int | None = None
    ) -> None:
        """Put a text down in as many lines as it takes; one without letters takes none."""
        if text:
            self.set_lines(self.setter.wrap(text, style, self.width, most), align)

    def set_lines(self, lines: Sequence[Line], align: Align = Align.LEAD) -> None:
        """Put lines down under each other."""
        for line in lines:
            self._add(line.style.leading, self._drawn(line, self.left, self.width, align))

    def pair(self, lead: str, number: str, style: Style = BODY, *, room: float = 0.0) -> None:
        """Put words and a number beside each other; numbers given the same `room` stand in one column."""
        figured = replace(style, tabular=room > 0)
        figure = self.setter.line(number, figured)
        column = max(room, figure.width)
        words_room = self.width - column - _GAP
        if words_room < self.width / 4:
            self.text(lead, style)
            self.set_lines([self.setter.shrunk(number, figured, self.width)], Align.TRAIL)
            return
        lines = self._beside(lead, style, words_room)
        number_left = self.left + (0 if self.rtl else words_room + _GAP)
        for place, line in enumerate(lines):
            draws = [self._drawn(line, self.left, self.width, Align.LEAD)]
            if place == len(lines) - 1:
                draws.append(self._drawn(figure, number_left, column, Align.RIGHT))
            self._add(style.leading, _all(draws))

    def _beside(self, lead: str, style: Style, room: float) -> list[Line]:
        """Wrap words with a number beside the last line; no code is torn for which the roll has room."""
        if any(self.setter.line(word, style).width > room for word in lead.split()):
            whole = self.setter.wrap(lead, style, self.width)
            return whole if whole[-1].width <= room else [*whole, self.setter.line("", style)]
        return self.setter.wrap(lead, style, room)

    def widest(self, numbers: Sequence[str], style: Style = BODY) -> float:
        """Give the room that a column of numbers needs."""
        tabular = replace(style, tabular=True)
        return max((self.setter.line(number, tabular).width for number in numbers), default=0.0)

    def space(self, height: float) -> None:
        """Leave some height free."""
        self._add(height, lambda _top: None)

    def line_across(self, *, strong: bool = False) -> None:
        """Put a line from side to side down, with some room around it."""
        thick = codes.DOT * (2 if strong else 1)

        def draw(top: float) -> None:
            self.ground(self.left, self.width, top + 3, thick, BLACK)

        self._add(6 + thick, draw)

    def logo(self, picture: Image.Image) -> None:
        """Put the logo of the shop down in the middle."""
        scale = min(_LOGO[0] / picture.width, _LOGO[1] / picture.height)
        width, height = picture.width * scale, picture.height * scale
        left = self.left + (self.width - width) / 2
        self._add(height + 4, lambda top: self.picture(picture, left, top, width, height))

    def qr(self, text: str, side: float = _QR) -> None:
        """Put the QR code of a code of capitals and digits down in the middle."""
        matrix = codes.code_squares(text)
        wide = codes.square(side, matrix)
        quiet = 4 * wide / len(matrix)
        left = self._on_a_dot(self.left + (self.width - wide) / 2)
        self._add(wide + 2 * quiet, lambda top: self.squares(matrix, left, top + quiet, wide))

    def bar_code(self, text: str) -> bool:
        """Put a code down in bars in the middle; tells whether it fits this paper, else nothing is put."""
        widths = codes.bars(text)
        # The margins of the paper are plain ground too.
        bar = codes.bar_width(text, self.sheet_width - 4 * MILLIMETRE)
        if bar is None or sum(widths) * bar > self.width:
            return False
        left = self._on_a_dot(self.left + (self.width - sum(widths) * bar) / 2)
        self._add(_BARS + 6, lambda top: Sheet.bars(self, widths, left, top + 3, bar, _BARS))
        return True

    def boxes(self, texts: Sequence[str], side: float, style: Style = STRONG) -> None:
        """Put square boxes down beside each other in the middle, in reading order, each with its text."""
        left = self.left + (self.width - side * len(texts)) / 2
        lines = [self.setter.shrunk(text, style, side - 4) for text in texts]

        def draw(top: float) -> None:
            for place, line in enumerate(lines):
                at = left + side * (len(lines) - 1 - place if self.rtl else place)
                self.box(at + 1, side - 2, top, side - 2, edge=BLACK)
                self.draw(line, at, side, top + (side - 2 - line.style.leading) / 2, Align.CENTRE)

        self._add(side, draw)

    def cut(self) -> None:
        """End this slip; what follows is on a sheet of its own."""
        pieces, self._pieces = self._pieces, []
        while pieces:
            fits = _fitting(pieces)
            self._draw_sheet(pieces[:fits])
            pieces = pieces[fits:]

    def _draw_sheet(self, pieces: Sequence[_Piece]) -> None:
        if self._sheets:
            self.next_sheet()
        self._sheets += 1
        height = 2 * _END + sum(piece.height for piece in pieces)
        # Whole dots, so that the printer's rows and the squares of codes meet.
        self.cut_to(-(-height // codes.DOT) * codes.DOT - _HAIR)
        top = _END
        for piece in pieces:
            piece.draw(top)
            top += piece.height

    def _finish(self) -> None:
        self.cut()
        super()._finish()

    def _add(self, height: float, draw: Callable[[float], None]) -> None:
        self._pieces.append(_Piece(height, draw))

    def _drawn(self, line: Line, left: float, room: float, align: Align) -> Callable[[float], None]:
        return lambda top: self.draw(line, left, room, top, align)

    @staticmethod
    def _on_a_dot(left: float) -> float:
        return round(left / codes.DOT) * codes.DOT


def _fitting(pieces: Sequence[_Piece]) -> int:
    height = 0.0
    for place, piece in enumerate(pieces):
        height += piece.height
        if place and height > _LONGEST:
            return place
    return len(pieces)


def _all(draws: Sequence[Callable[[float], None]]) -> Callable[[float], None]:
    def draw(top: float) -> None:
        for one in draws:
            one(top)

    return draw
