"""Sets text in lines: Persian joined and in its right order, Latin and numbers inside it unharmed.

Lines are cut in reading order and put into visual order afterwards, and no letter is lost on the way:
what does not fit goes to the next line, or the line ends in an ellipsis.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from shopcrm.outside.paper import bidi
from shopcrm.outside.paper.fonts import JOINERS, MISSING, Fonts, Weight
from shopcrm.outside.paper.steering import LRM, RLM, Placed, steered

ELLIPSIS = "…"
_STEERING = LRM + RLM + "\u061c" + bidi.LRI + bidi.RLI + bidi.FSI + bidi.PDI
_LINE_ENDS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
# Most texts hold nothing else, and then need not be looked at letter by letter.
_ORDINARY = re.compile(r"[\n -~«»\u060c\u061b\u061f-\u066d\u0670-\u06d3\u06f0-\u06f9\u200c\u200e]*")
_UNSEEN = str.maketrans(dict.fromkeys(_STEERING))
_SMALLEST = 5.0  # points
_HAIR = 0.01  # points; sums of widths differ by less than this from rounding alone


class Align(Enum):
    """Where a line stands in its box: by reading direction, or physically on the right as numbers do."""

    LEAD = "lead"
    TRAIL = "trail"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True)
class Style:
    """How a text looks: size in points, weight, colour as #RRGGBB, digits of one width, line height."""

    size: float = 10.0
    weight: Weight = Weight.REGULAR
    colour: str = "#1C2226"
    tabular: bool = False
    spacing: float = 1.5

    @property
    def leading(self) -> float:
        """Height of one line in points."""
        return self.size * self.spacing


@dataclass(frozen=True)
class Line:
    """One line ready to be drawn: its text as it is read, its placed shapes, its width in points."""

    text: str
    style: Style
    glyphs: tuple[Placed, ...]
    width: float

    def start(self, left: float, room: float, align: Align, *, rtl: bool) -> float:
        """Give the x of the line's left end inside a box of `room` points on a page of that direction."""
        if align is Align.CENTRE:
            return left + (room - self.width) / 2
        on_right = align is Align.RIGHT or (align is Align.LEAD) == rtl
        return left + room - self.width if on_right else left


@dataclass(frozen=True)
class _Paragraph:
    text: str
    levels: Sequence[int]
    rtl: bool


@dataclass(frozen=True)
class Setter:
    """Sets lines for a page of one reading direction with one typeface.

    A text wholly of the other direction, such as a Latin name or a phone on a Persian page, keeps its own.
    """

    fonts: Fonts
    rtl: bool

    def line(self, text: str, style: Style) -> Line:
        """Set a text in one line, however long it gets; line ends in it become spaces."""
        return self._whole(_paragraph(" ".join(clean(text).split("\n")), rtl=self.rtl), style)

    def wrap(self, text: str, style: Style, room: float, most: int | None = None) -> list[Line]:
        """Set a text in lines of at most `room` points; past `most` lines the last ends in an ellipsis."""
        lines: list[Line] = []
        parts = clean(text).split("\n")
        for number, part in enumerate(parts):
            paragraph = _paragraph(part, rtl=self.rtl)
            for start, end in self._breaks(paragraph, style, room):
                if most is not None and len(lines) == most - 1:
                    rest = " ".join([part[start:], *parts[number + 1 :]])
                    return [*lines, self.cut(rest, style, room)]
                lines.append(self._slice(paragraph, style, start, end))
        return lines

    def cut(self, text: str, style: Style, room: float) -> Line:
        """Set a text in one line of at most `room` points, an ellipsis in place of what does not fit."""
        source = " ".join(clean(text).split("\n"))
        low, high = 0, self._reach(source, style, room)
        if high == len(source):
            whole = self.line(source, style)
            if whole.width <= room + _HAIR:
                return whole
        while low < high:
            middle = (low + high + 1) // 2
            if self._shortened(source, middle, style).width <= room + _HAIR:
                low = middle
            else:
                high = middle - 1
        return self._shortened(source, low, style)

    def _reach(self, source: str, style: Style, room: float) -> int:
        """Tell how many letters may fit at most, without setting those of a text that is far too long."""
        reach = max(64, int(room / style.size * 4))
        while reach < len(source) and self._shortened(source, reach, style).width <= room + _HAIR:
            reach *= 2
        return min(reach, len(source))

    def shrunk(self, text: str, style: Style, room: float) -> Line:
        """Set a text in one line and make it smaller where it is wider than `room`; it is never cut."""
        whole = self.line(text, style)
        if whole.width <= room + _HAIR:
            return whole
        return self.line(text, replace(style, size=max(_SMALLEST, style.size * room / whole.width)))

    def _shortened(self, source: str, length: int, style: Style) -> Line:
        while 0 < length < len(source) and _clings(source, length):
            length -= 1
        kept = source[:length].rstrip(" ")
        base = _direction(source, rtl=self.rtl)
        levels = bidi.levels(kept, rtl=base)
        # The mark keeps the ellipsis beside the last letter that stayed.
        mark = "" if not levels else RLM if levels[-1] % 2 else LRM
        text = kept + ELLIPSIS + mark
        return self._whole(_Paragraph(text, bidi.levels(text, rtl=base), base), style)

    def _whole(self, paragraph: _Paragraph, style: Style) -> Line:
        return self._slice(paragraph, style, 0, len(paragraph.text))

    def _slice(self, paragraph: _Paragraph, style: Style, start: int, end: int) -> Line:
        text = paragraph.text[start:end]
        face = self.fonts.face(style.weight)
        runs = bidi.visual_runs(text, paragraph.levels[start:end], rtl=paragraph.rtl)
        parts = [(text[run.start : run.end].translate(_UNSEEN), run.rtl) for run in runs]
        shaped = [(face.shape(part, rtl=rtl, tabular=style.tabular), rtl) for part, rtl in parts if part]
        width = sum(part.width for part, _ in shaped)
        glyphs = steered(shaped, rtl=paragraph.rtl, page_rtl=self.rtl)
        return Line(text, style, glyphs, width * style.size / 1000)

    def _width(self, paragraph: _Paragraph, style: Style, start: int, end: int) -> float:
        levels = paragraph.levels[start:end]
        if levels.count(levels[0]) != len(levels):
            return self._slice(paragraph, style, start, end).width
        text = paragraph.text[start:end].translate(_UNSEEN)
        shaped = self.fonts.face(style.weight).shape(text, rtl=levels[0] % 2 == 1, tabular=style.tabular)
        return shaped.width * style.size / 1000

    def _breaks(self, paragraph: _Paragraph, style: Style, room: float) -> list[tuple[int, int]]:
        """Cut a paragraph at spaces, and a word that is wider than the line inside itself."""
        found: list[tuple[int, int]] = []
        space = self.fonts.face(style.weight).shape(" ", rtl=False).width * style.size / 1000
        start = end = 0
        used = 0.0
        for word_start, word_end in _words(paragraph.text):
            width = self._width(paragraph, style, word_start, word_end)
            gap = (word_start - end) * space
            if end > start and used + gap + width <= room + _HAIR:
                end, used = word_end, used + gap + width
                continue
            if end > start:
                found.append((start, end))
            *whole, (start, end) = self._pieces(paragraph, style, room, word_start, word_end)
            found.extend(whole)
            used = self._width(paragraph, style, start, end) if whole else width
        return [*found, (start, end)]

    def _pieces(
        self, paragraph: _Paragraph, style: Style, room: float, start: int, end: int
    ) -> list[tuple[int, int]]:
        if self._width(paragraph, style, start, end) <= room + _HAIR:
            return [(start, end)]
        pieces = []
        while start < end:
            stop = self._longest(paragraph, style, room, start, end)
            pieces.append((start, stop))
            start = stop
        return pieces

    def _longest(self, paragraph: _Paragraph, style: Style, room: float, start: int, end: int) -> int:
        """Find where a too wide word must be cut; at least one letter with its marks stays in the line."""
        guess = max(8, int(room / style.size * 4))
        low, high = start + 1, min(end, start + guess)
        while low < high:
            middle = (low + high + 1) // 2
            if self._width(paragraph, style, start, middle) <= room + _HAIR:
                low = middle
            else:
                high = middle - 1
        back = low
        while back > start and back < end and _clings(paragraph.text, back):
            back -= 1
        if back > start:
            return back
        while low < end and _clings(paragraph.text, low):
            low += 1
        return low


def clean(text: str) -> str:
    """Take out what has no place on paper (control letters, hidden marks); line ends become newlines."""
    if _ORDINARY.fullmatch(text):
        return text
    return "".join(_cleaned(letter) for letter in text.replace("\r\n", "\n"))


def _cleaned(letter: str) -> str:
    if letter in _LINE_ENDS:
        return "\n"
    kind = unicodedata.category(letter)
    if letter == "\t" or (kind == "Zs" and letter not in "\u00a0\u202f"):
        return " "
    if kind == "Cs":
        return MISSING
    if letter in JOINERS or letter in _STEERING:
        return letter
    variant = "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef" or letter == "\u034f"
    return "" if variant or kind in {"Cc", "Cf"} else letter


def _paragraph(text: str, *, rtl: bool) -> _Paragraph:
    if text.isascii():
        # Plain Latin keeps its order on every page; codes of vouchers need no longer look.
        return _Paragraph(text, bytes(len(text)), rtl=False)
    base = _direction(text, rtl=rtl)
    return _Paragraph(text, bidi.levels(text, rtl=base), base)


def _direction(text: str, *, rtl: bool) -> bool:
    """Say whether a paragraph reads from right to left.

    On a right-to-left page it does with any such letter in it, for there a Latin name may come first. On a
    left-to-right page its first letter decides, but for names that were put in isolation.
    """
    kinds = [unicodedata.bidirectional(letter) for letter in text if letter not in _STEERING]
    if rtl or "L" not in kinds:
        return bool({"R", "AL"} & set(kinds))
    return _first_strong(text) in {"R", "AL"}


def _first_strong(text: str) -> str:
    depth = 0
    for letter in text:
        if letter in {bidi.LRI, bidi.RLI, bidi.FSI}:
            depth += 1
        elif letter == bidi.PDI:
            depth -= 1
        elif depth <= 0 and (kind := unicodedata.bidirectional(letter)) in {"L", "R", "AL"}:
            return kind
    return "L"


def _words(text: str) -> list[tuple[int, int]]:
    places = []
    start = 0
    for word in text.split(" "):
        if word:
            places.append((start, start + len(word)))
        start += len(word) + 1
    return places


def _clings(text: str, place: int) -> bool:
    """Say whether the letter at a place must not be parted from the one before it."""
    here, before = text[place], text[place - 1]
    return here in JOINERS or before == "\u200d" or here in _STEERING or unicodedata.combining(here) != 0
