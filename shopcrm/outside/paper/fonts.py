"""The typeface of everything printed: reads its files and turns letters into joined shapes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb

from shopcrm.rules.errors import Trouble

MISSING = "\ufffd"
JOINERS = "\u200c\u200d"
_LANGUAGE = "fa"
# The half-space is drawn and not told: readers that sort a line anew would turn a word round at it.
_UNTOLD = str.maketrans(dict.fromkeys(JOINERS))
_Point = tuple[float, float]


class FontMissing(Trouble):
    """A file of the typeface is not where the program was installed."""

    sentence = (
        "The font file {path} is missing or damaged, so nothing can be printed. Install the program again."
    )


class Weight(Enum):
    """The weights that are carried, by the name in their files."""

    REGULAR = "Regular"
    MEDIUM = "Medium"
    SEMIBOLD = "SemiBold"
    BOLD = "Bold"


@dataclass(frozen=True)
class Glyph:
    """One shape in its place (thousandths of the type size), with the letters it stands for.

    `letters` stand in the order in which shapes stand: a right-to-left ligature lists its last letter first.
    """

    shape: int
    letters: str
    advance: float
    own_width: float
    right: float = 0.0
    up: float = 0.0


@dataclass(frozen=True)
class Shaped:
    """Shapes from left to right and the width they take together (thousandths of the type size)."""

    glyphs: tuple[Glyph, ...]
    width: float


class Face:
    """One weight of the typeface; holds its tables and remembers what it shaped."""

    def __init__(self, path: Path) -> None:
        try:
            self.data = path.read_bytes()
            self.hb_face = hb.Face(self.data)
        except (OSError, ValueError) as trouble:
            raise FontMissing(path=str(path)) from trouble
        if not self.hb_face.glyph_count:
            raise FontMissing(path=str(path))
        self.name = path.stem
        self._font = hb.Font(self.hb_face)
        self._scale = 1000 / self.hb_face.upem
        # The typeface's own shape for a missing letter is empty; this one can be seen.
        self._missing = self._font.get_nominal_glyph(ord(MISSING)) or 0
        blank = self._font.get_nominal_glyph(ord(" ")) or 0
        width = self._font.get_glyph_h_advance(blank) * self._scale
        self._space = Glyph(blank, " ", width, width)
        self._word = lru_cache(maxsize=20_000)(self._shaped_word)

    @property
    def measures(self) -> tuple[float, float]:
        """Ascent and descent (negative), in thousandths of the type size."""
        extents = self._font.get_font_extents("ltr")
        return extents.ascender * self._scale, extents.descender * self._scale

    def outline(self, shape: int) -> str:
        """Give a shape as PDF path operators in thousandths of the type size."""
        pen = _Pen(self._scale)
        self._font.draw_glyph_with_pen(shape, pen)
        return " ".join(pen.path)

    def shape(self, text: str, *, rtl: bool, tabular: bool = False) -> Shaped:
        """Shape one run; `tabular` gives all digits one width, for columns of sums.

        Words are shaped one by one and remembered: letters do not join over a space.
        """
        words = [self._word(word, rtl=rtl, tabular=tabular) for word in text.split(" ")]
        if len(words) == 1:
            return words[0]
        glyphs: list[Glyph] = []
        for place, word in enumerate(reversed(words) if rtl else words):
            if place:
                glyphs.append(self._space)
            glyphs.extend(word.glyphs)
        return Shaped(tuple(glyphs), sum(glyph.advance for glyph in glyphs))

    def _shaped_word(self, text: str, *, rtl: bool, tabular: bool) -> Shaped:
        buffer = hb.Buffer()
        # A mark belongs to its letter, and a half-space to the letter before it.
        buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_GRAPHEMES
        buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        buffer.add_str(text)
        buffer.direction = "rtl" if rtl else "ltr"
        buffer.script = "Arab" if rtl else "Latn"
        buffer.language = _LANGUAGE
        hb.shape(self._font, buffer, {"tnum": True} if tabular else {})
        infos, places = buffer.glyph_infos or [], buffer.glyph_positions or []
        owned = _letters(text, [info.cluster for info in infos], rtl=rtl)
        glyphs = [
            self._glyph(info.codepoint, letters, place)
            for info, place, letters in zip(infos, places, owned, strict=True)
        ]
        return Shaped(tuple(glyphs), sum(glyph.advance for glyph in glyphs))

    def _glyph(self, shape: int, letters: str, place: hb.GlyphPosition) -> Glyph:
        advance = place.x_advance
        if shape == 0:
            shape, advance = self._missing, self._font.get_glyph_h_advance(self._missing)
        return Glyph(
            shape,
            letters,
            advance * self._scale,
            self._font.get_glyph_h_advance(shape) * self._scale,
            place.x_offset * self._scale,
            place.y_offset * self._scale,
        )


class _Pen:
    """Writes an outline down as HarfBuzz walks along it, by the names that its pens have."""

    def __init__(self, scale: float) -> None:
        self.path: list[str] = []
        self._scale = scale
        self._at = (0.0, 0.0)

    def moveTo(self, to: _Point) -> None:  # noqa: N802 - HarfBuzz calls it so
        self._write("m", to)

    def lineTo(self, to: _Point) -> None:  # noqa: N802 - HarfBuzz calls it so
        self._write("l", to)

    def curveTo(self, first: _Point, second: _Point, to: _Point) -> None:  # noqa: N802 - HarfBuzz calls it so
        self._write("c", first, second, to)

    def qCurveTo(self, bend: _Point, to: _Point) -> None:  # noqa: N802 - HarfBuzz calls it so
        # PDF knows cubic curves alone.
        self._write("c", _two_thirds(self._at, bend), _two_thirds(to, bend), to)

    def closePath(self) -> None:  # noqa: N802 - HarfBuzz calls it so
        self.path.append("h")

    def _write(self, operator: str, *points: _Point) -> None:
        self._at = points[-1]
        numbers = (f"{value * self._scale:.1f}" for point in points for value in point)
        self.path.append(f"{' '.join(numbers)} {operator}")


def _two_thirds(end: _Point, bend: _Point) -> _Point:
    return end[0] + (bend[0] - end[0]) * 2 / 3, end[1] + (bend[1] - end[1]) * 2 / 3


@dataclass(frozen=True)
class Fonts:
    """The folder of the typeface, from which each weight is read when it is first wanted."""

    folder: Path
    _faces: dict[Weight, Face] = field(default_factory=dict, compare=False, repr=False)

    def face(self, weight: Weight) -> Face:
        """Give one weight; raises FontMissing."""
        if weight not in self._faces:
            self._faces[weight] = Face(self.folder / f"Vazirmatn-{weight.value}.ttf")
        return self._faces[weight]


def _letters(text: str, clusters: list[int], *, rtl: bool) -> list[str]:
    """Share the letters of a run out to its shapes: each letter goes to exactly one shape."""
    if not clusters:
        return []
    starts = sorted(set(clusters))
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    # A letter drawn with several shapes belongs to the first of them in reading order.
    places = enumerate(clusters) if rtl else reversed(list(enumerate(clusters)))
    owner = {cluster: place for place, cluster in places}
    owned = []
    for place, cluster in enumerate(clusters):
        begin = 0 if cluster == starts[0] else cluster
        letters = text[begin : ends[cluster]] if owner[cluster] == place else ""
        letters = letters.translate(_UNTOLD)
        owned.append(letters[::-1] if rtl else letters)
    return owned
