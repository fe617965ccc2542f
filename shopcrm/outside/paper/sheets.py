"""A bare sheet of any size on which set lines, rules and grounds are drawn; all papers and cards stand on it.

Places are given in points from the top left corner of the sheet, whatever the reading direction.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from shopcrm.outside.paper.embedding import Ink
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.lines import Align, Line, Setter, Style
from shopcrm.outside.paper.saving import write_whole
from shopcrm.rules.wording import Words

TEXT, MUTED, HAIRLINE, EDGE, RAISED = "#1C2226", "#565D64", "#DFDCD5", "#8A867D", "#FAF9F7"
ACCENT, ALARM, ALARM_GROUND = "#0B6580", "#9C2F24", "#FDF3F1"
MILLIMETRE = 72 / 25.4
_BASELINE = 0.69  # of the line's height, where the letters of the typeface sit in its middle
_LOGO_PIXELS = 600
_HAIR = 0.01  # points; sums of heights differ by less than this from rounding alone
_SMALLEST, _STEP = 5.5, 0.92
"""The smallest letters of a text that must fit into a box, in points, and how letters are made smaller."""


class Sheet:
    """A document of sheets of one size, drawn on by place; `speak` changes language and direction."""

    def __init__(
        self, fonts: Fonts, words: Words, size: tuple[float, float], *, title: str, author: str
    ) -> None:
        self.fonts = fonts
        self.words = words
        self.sheet_width, self.sheet_height = size
        self.setter = Setter(fonts, words.rtl)
        self._buffer = io.BytesIO()
        self.canvas = Canvas(self._buffer, pagesize=size, pageCompression=1, lang=words.language)
        self.canvas.setTitle(title)
        self.canvas.setAuthor(author)
        self.canvas.setCreator("ShopCRM")
        if words.rtl:
            self.canvas.setViewerPreference("Direction", "R2L")
        self._ink = Ink(self.canvas, fonts)
        self._open = True

    @property
    def rtl(self) -> bool:
        """Whether what is drawn now reads from right to left."""
        return self.words.rtl

    def speak(self, words: Words) -> None:
        """Draw what follows in another language, with its direction, digits and days."""
        self.words = words
        self.setter = Setter(self.fonts, words.rtl)

    def draw(self, line: Line, left: float, room: float, top: float, align: Align = Align.LEAD) -> None:
        """Draw a set line into a box that begins at `left` and `top` and is `room` wide."""
        x = line.start(left, room, align, rtl=self.rtl)
        self._ink.draw(line, x, self.sheet_height - top - line.style.leading * _BASELINE)

    def lines(
        self, lines: Sequence[Line], left: float, room: float, top: float, align: Align = Align.LEAD
    ) -> float:
        """Draw lines under each other; gives the top of what would come next."""
        for line in lines:
            self.draw(line, left, room, top, align)
            top += line.style.leading
        return top

    def fitted(self, parts: Sequence[tuple[str, Style]], room: float, height: float) -> list[Line]:
        """Set texts into a box, in smaller letters where they are long; past the smallest they are cut."""
        told = [(text, style) for text, style in parts if text]
        scale = 1.0
        while True:
            lines = self._scaled(told, room, scale)
            if sum(line.style.leading for line in lines) <= height + _HAIR:
                return lines
            if min(line.style.size for line in lines) * _STEP < _SMALLEST:
                most = max(1, int(height / max(line.style.leading for line in lines)))
                rest = " ".join(line.text for line in lines[most - 1 :])
                return [*lines[: most - 1], self.setter.cut(rest, lines[-1].style, room)]
            scale *= _STEP

    def _scaled(self, parts: Sequence[tuple[str, Style]], room: float, scale: float) -> list[Line]:
        styles = [(text, replace(style, size=style.size * scale)) for text, style in parts]
        return [line for text, style in styles for line in self.setter.wrap(text, style, room)]

    def rule(self, left: float, width: float, top: float, colour: str = HAIRLINE) -> None:
        """Draw a hairline."""
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(0.6)
        y = self.sheet_height - top
        self.canvas.line(left, y, left + width, y)

    def upright(self, left: float, top: float, height: float, colour: str = HAIRLINE) -> None:
        """Draw a hairline downwards."""
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(0.6)
        self.canvas.line(left, self.sheet_height - top, left, self.sheet_height - top - height)

    def ground(self, left: float, width: float, top: float, height: float, colour: str = RAISED) -> None:
        """Lay a quiet ground under what is drawn next."""
        self.canvas.setFillColor(colour)
        self.canvas.rect(left, self.sheet_height - top - height, width, height, stroke=0, fill=1)

    def box(
        self, left: float, width: float, top: float, height: float, *, fill: str = "", edge: str = EDGE
    ) -> None:
        """Draw a box with soft corners, filled where a colour is given."""
        self.canvas.setStrokeColor(edge)
        self.canvas.setLineWidth(0.9)
        if fill:
            self.canvas.setFillColor(fill)
        y = self.sheet_height - top - height
        self.canvas.roundRect(left, y, width, height, 4, stroke=1, fill=1 if fill else 0)

    def tick_box(self, left: float, top: float, side: float) -> None:
        """Draw an empty box to be ticked by hand."""
        self.canvas.setStrokeColor(EDGE)
        self.canvas.setLineWidth(0.9)
        self.canvas.roundRect(left, self.sheet_height - top - side, side, side, side / 6, stroke=1, fill=0)

    def squares(self, matrix: Sequence[Sequence[bool]], left: float, top: float, side: float) -> None:
        """Draw a QR code (without its quiet zone) as black runs of squares, `side` points wide in all."""
        step = side / len(matrix)
        path = self.canvas.beginPath()
        for down, row in enumerate(matrix):
            y = self.sheet_height - top - (down + 1) * step
            for start, end in _dark_runs(row):
                path.rect(left + start * step, y, (end - start) * step, step)
        self.canvas.setFillColor("#000000")
        self.canvas.drawPath(path, stroke=0, fill=1)

    def picture(self, picture: Image.Image, left: float, top: float, width: float, height: float) -> None:
        """Draw a picture into a box, its proportions kept."""
        place = (left, self.sheet_height - top - height, width, height)
        self.canvas.drawImage(ImageReader(picture), *place, mask="auto", preserveAspectRatio=True)

    def next_sheet(self) -> None:
        """End this sheet and begin the next."""
        self.canvas.showPage()

    def pdf(self) -> bytes:
        """Close the document and give it as bytes; nothing can be drawn afterwards."""
        if self._open:
            self._open = False
            self._finish()
            self.canvas.save()
        return self._buffer.getvalue()

    def save(self, path: Path) -> None:
        """Write the document to a file, wholly or not at all; raises PaperNotSaved."""
        write_whole(path, self.pdf())

    def _finish(self) -> None:
        """Draw what could only be drawn when all else was known."""
        self.canvas.showPage()


def read_picture(path: Path) -> Image.Image | None:
    """Read a logo; None where it cannot be read."""
    try:
        with Image.open(path) as file:
            picture = file.convert("RGBA")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    picture.thumbnail((_LOGO_PIXELS, _LOGO_PIXELS))
    return picture


def _dark_runs(row: Sequence[bool]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for place, dark in enumerate(row):
        if dark and runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        elif dark:
            runs.append((place, place + 1))
    return runs
