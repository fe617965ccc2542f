"""Reads papers back with two programs that share no code, as people's viewers do when text is copied."""

import io
import shutil
import subprocess
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from shopcrm.outside.paper.embedding import Ink
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.lines import Align, Setter, Style

# The half-space and the marks of direction are seen in their effect and not compared.
_UNSEEN = dict.fromkeys([0x200C, 0x200D, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
needs_pdftotext = pytest.mark.skipif(
    not shutil.which("pdftotext"), reason="pdftotext (poppler) is not installed"
)


@dataclass(frozen=True)
class Letter:
    """One letter as it lies on the page; points from the lower left corner."""

    text: str
    left: float
    right: float
    bottom: float


def plain(text: str) -> str:
    """Spell letters in one way, for U+06C0 may come back as two."""
    text = unicodedata.normalize("NFC", text.translate(_UNSEEN)).replace("\u06d5\u0654", "\u06c0")
    return " ".join(text.split())


def pdfium_lines(pdf: bytes) -> list[str]:
    lines = []
    with pdfium.PdfDocument(pdf) as document:
        for page in document:
            lines += [plain(line) for line in page.get_textpage().get_text_bounded().splitlines()]
    return [line for line in lines if line]


def poppler_lines(pdf: bytes, *options: str) -> list[str]:
    program = shutil.which("pdftotext")
    assert program
    done = subprocess.run([program, *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return [line for line in map(plain, done.stdout.decode().replace("\f", "\n").splitlines()) if line]


def letters(pdf: bytes, page: int = 0) -> list[Letter]:
    with pdfium.PdfDocument(pdf) as document:
        text = document[page].get_textpage()
        found = []
        for place in range(text.count_chars()):
            left, bottom, right, _ = text.get_charbox(place)
            found.append(Letter(text.get_text_range(place, 1), left, right, bottom))
        return found


def sheet(fonts: Fonts, texts: Sequence[str], *, rtl: bool, style: Style | None = None) -> bytes:
    """Make a page with each text in a line of its own."""
    style = style or Style(12)
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(2000, 30 * len(texts) + 30))
    ink, setter = Ink(canvas, fonts), Setter(fonts, rtl)
    if rtl:
        canvas.setViewerPreference("Direction", "R2L")
    for place, text in enumerate(texts):
        line = setter.line(text, style)
        ink.draw(line, line.start(20, 1960, Align.LEAD, rtl=rtl), 30 * (len(texts) - place))
    canvas.save()
    return file.getvalue()
