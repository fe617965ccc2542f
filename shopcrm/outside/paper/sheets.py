"""A bare sheet of any size on which set lines, rules and grounds are drawn; all papers and cards stand on it.

Places are given in points from the top left corner of the sheet, whatever the reading direction.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PIL import Image
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from shopcrm.outside.paper.embedding import Ink
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.lines import Align, Line, Setter, Style
from shopcrm.outside.paper.saving import write_whole
from shopcrm.rules.wording import Words

# Streams as bytes are a fifth smaller than written in letters, and sooner made.
rl_config.useA85 = 0

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

    def headline(self, text: str, style: Style, room: float, height: float) -> list[Line]:
        """Set a few large words into a box: rather in one line somewhat smaller than in two."""
        whole = self.setter.line(text, style)
        if whole.width * _STEP**5 <= room and whole.style.leading <= height:
            return [self.setter.shrunk(text, style, room)]
        return self.fitted([(text, style)], room, height)

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
        parts: list[str] = []
        for down, row in enumerate(matrix):
            y = self.sheet_height - top - (down + 1) * step
            for start, end in _dark_runs(row):
                parts.append(f"{left + start * step:.3f} {y:.3f} {(end - start) * step:.3f} {step:.3f} re")
        self._fill(parts)

    def bars(self, widths: Sequence[int], left: float, top: float, bar: float, height: float) -> None:
        """Draw a bar code (without its quiet zone): dark and light in turn, `bar` points the thinnest."""
        parts: list[str] = []
        y, at = self.sheet_height - top - height, left
        for place, width in enumerate(widths):
            if not place % 2:
                parts.append(f"{at:.3f} {y:.3f} {width * bar:.3f} {height:.3f} re")
            at += width * bar
        self._fill(parts)

    def _fill(self, parts: list[str]) -> None:
        # Written at once: a call of the library for each of a hundred squares takes longer than the code.
        self.canvas.setFillColor("#000000")
        self.canvas.addLiteral(" ".join([*parts, "f"]))

    def picture(self, picture: Image.Image, left: float, top: float, width: float, height: float) -> None:
        """Draw a picture into a box, its proportions kept."""
        place = (left, self.sheet_height - top - height, width, height)
        self.canvas.drawImage(ImageReader(picture), *place, mask="auto", preserveAspectRatio=True)

    @contextmanager
    def stamp(self, name: str, size: tuple[float, float]) -> Iterator[None]:
        """Keep what is drawn inside as a stamp of a size, to be put on sheets as often as wanted."""
        whole = self.sheet_height
        self.canvas.beginForm(name, 0, 0, *size)
        self.sheet_height = size[1]
        try:
            yield
        finally:
            self.sheet_height = whole
            self.canvas.endForm()

    def put(self, name: str, left: float, top: float, height: float) -> None:
        """Put a stamp of a height with its top left corner at a place."""
        self.canvas.saveState()
        self.canvas.translate(left, self.sheet_height - top - height)
        self.canvas.doForm(name)
        self.canvas.restoreState()

    def cut_to(self, height: float) -> None:
        """Make this sheet as high as what is on it; nothing may be drawn on it yet."""
        self.sheet_height = height
        self.canvas.setPageSize((self.sheet_width, height))

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


def read_picture(source: Path | bytes) -> Image.Image | None:
    """Read a logo from its file, or from the bytes of one; None where it cannot be read."""
    try:
        with Image.open(io.BytesIO(source) if isinstance(source, bytes) else source) as file:
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
