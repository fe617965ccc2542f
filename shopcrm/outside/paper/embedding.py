"""Puts the typeface into the document so that text copied from the paper is the text that was meant.

Each pair of a shape and the letters it stands for has a code of its own, so one shape may stand for different
letters, and a ligature for all of its letters. reportlab's own fonts know one letter to a shape, and none for
a joined one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import uharfbuzz as hb
from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFStream,
    PDFString,
    PDFZCompress,
)
from reportlab.pdfgen.canvas import Canvas

from shopcrm.outside.paper.fonts import Face, Fonts, Glyph, Weight
from shopcrm.outside.paper.lines import Line
from shopcrm.outside.paper.steering import Placed

_CODES = 0xFFFF
_WIDEST = 3200  # thousandths of the type size; the ligatures are wide
_BLOCK = 100  # entries that one section of a character map may hold
_MAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_MAP_FOOT = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"


@dataclass
class _Embedded:
    """One weight inside one document: the codes given out so far."""

    face: Face
    name: str
    codes: dict[tuple[int, str], str] = field(default_factory=dict)
    widths: list[float] = field(default_factory=list)

    def code(self, glyph: Glyph) -> str:
        """Give the four hexadecimal digits that stand for the shape with its letters."""
        key = (glyph.shape, glyph.letters)
        if key not in self.codes:
            if len(self.codes) == _CODES:
                # Only a document of tens of thousands of different foreign letters comes here.
                return next(code for (shape, _), code in self.codes.items() if shape == glyph.shape)
            self.codes[key] = f"{len(self.codes) + 1:04X}"
            self.widths.append(round(glyph.own_width, 2))
        return self.codes[key]

    def addObjects(self, document: PDFDocument) -> None:  # noqa: N802 - reportlab asks its late fonts by this name
        shapes = [0, *(shape for shape, _ in self.codes)]
        descendant = PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("CIDFontType2"),
                "BaseFont": PDFName(self._base_name),
                "CIDSystemInfo": PDFDictionary(
                    {
                        "Registry": PDFString("Adobe"),
                        "Ordering": PDFString("Identity"),
                        "Supplement": 0,
                    }
                ),
                "FontDescriptor": document.Reference(self._descriptor(document, shapes)),
                "W": PDFArray([1, PDFArray(self.widths)]),
                "CIDToGIDMap": document.Reference(_stream(b"".join(shape.to_bytes(2) for shape in shapes))),
            }
        )
        font = PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("Type0"),
                "BaseFont": PDFName(self._base_name),
                "Encoding": PDFName("Identity-H"),
                "DescendantFonts": PDFArray([document.Reference(descendant)]),
                "ToUnicode": document.Reference(_stream(self._to_unicode().encode())),
            }
        )
        fonts = document.idToObject["BasicFonts"]
        fonts.dict[self.name] = document.Reference(font)  # type: ignore[attr-defined] # it is a dictionary

    @property
    def _base_name(self) -> str:
        return f"SHPCRM+{self.face.name}"

    def _descriptor(self, document: PDFDocument, shapes: Sequence[int]) -> PDFDictionary:
        ascent, descent = self.face.measures
        return PDFDictionary(
            {
                "Type": PDFName("FontDescriptor"),
                "FontName": PDFName(self._base_name),
                "Flags": 4,
                "FontBBox": PDFArray([-600, round(descent), _WIDEST, round(ascent)]),
                "ItalicAngle": 0,
                "Ascent": round(ascent),
                "Descent": round(descent),
                "CapHeight": 700,
                "StemV": 80,
                "FontFile2": document.Reference(_stream(_subset(self.face, shapes))),
            }
        )

    def _to_unicode(self) -> str:
        rows = [
            f"<{code}> <{letters.encode('utf-16-be').hex().upper()}>"
            for (_, letters), code in self.codes.items()
            if letters
        ]
        blocks = (rows[start : start + _BLOCK] for start in range(0, len(rows), _BLOCK))
        body = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
        return _MAP_HEAD + body + _MAP_FOOT


class Ink:
    """Draws set lines on one reportlab canvas and gives the document the fonts they need."""

    def __init__(self, canvas: Canvas, fonts: Fonts) -> None:
        self._canvas = canvas
        self._fonts = fonts
        self._embedded: dict[Weight, _Embedded] = {}

    def draw(self, line: Line, x: float, y: float) -> None:
        """Draw a line whose left end stands at x on the baseline y (points from the lower left corner)."""
        if not line.glyphs:
            return
        font = self._font(line.style.weight)
        self._canvas.setFillColor(line.style.colour)
        self._canvas.addLiteral(_operators(line, font, x, y))

    def _font(self, weight: Weight) -> _Embedded:
        if weight not in self._embedded:
            font = _Embedded(self._fonts.face(weight), f"Shop{weight.value}")
            # reportlab has no public place for a font that is not in its own register.
            self._canvas._doc.delayedFonts.append(font)  # type: ignore[attr-defined] # noqa: SLF001
            self._embedded[weight] = font
        return self._embedded[weight]


def _operators(line: Line, font: _Embedded, x: float, y: float) -> str:
    """Write the lettered shapes as one text of PDF, then the marks that float over them as outlines."""
    row: list[str] = []
    marks: list[str] = []
    pen = 0.0
    for placed in line.glyphs:
        glyph = placed.glyph
        if glyph.letters:
            step = round(pen - placed.at)
            if step:
                row.append(f"> {step} <")
                pen -= step
            row.append(font.code(glyph))
            pen += glyph.own_width
        else:
            # As text, a reader would make up a letter for it; as an outline it is seen and not read.
            marks.append(_floating(line, font, placed, x, y))
    text = f"BT /{font.name} {line.style.size:g} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm [<{''.join(row)}>] TJ ET"
    return " ".join([text, *marks])


def _floating(line: Line, font: _Embedded, placed: Placed, x: float, y: float) -> str:
    scale = line.style.size / 1000
    glyph = placed.glyph
    place = f"{x + (placed.at + glyph.right) * scale:.2f} {y + glyph.up * scale:.2f}"
    return f"q {scale:g} 0 0 {scale:g} {place} cm {font.face.outline(glyph.shape)} f Q"


def _subset(face: Face, shapes: Sequence[int]) -> bytes:
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(shapes)
    wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    for tag in ("GSUB", "GPOS", "GDEF", "STAT", "DSIG", "OS/2", "name", "post", "cmap"):
        wanted.drop_table_tag_set.add(int.from_bytes(tag.encode()))
    return bytes(hb.subset(face.hb_face, wanted).blob.data)


def _stream(content: bytes) -> PDFStream:
    return PDFStream(content=content, filters=[PDFZCompress])
