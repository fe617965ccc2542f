"""Shows a paper as pictures, for the preview on screen and for printing through the system's printer.

One thread at a time looks into PDF files, because the library beneath allows no more.
"""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from PIL import Image

from shopcrm.rules.errors import Trouble

_ONE_AT_A_TIME = threading.Lock()
_PIXELS_PER_POINT_AT_96_DPI = 96 / 72


class PaperUnreadable(Trouble):
    """What should be shown is no PDF, or a damaged one."""

    sentence = "The file {path} cannot be shown: it is damaged or is not a PDF. Make the paper again."


@dataclass(frozen=True)
class Shown:
    """A page as a picture, and where on it lie pictures of its own (left, top, right, bottom in pixels)."""

    picture: Image.Image
    pictures: tuple[tuple[int, int, int, int], ...] = ()


def render_pages(pdf: Path | bytes, scale: float = _PIXELS_PER_POINT_AT_96_DPI) -> list[Image.Image]:
    """Give each page as a picture on white ground; `scale` is pixels to a point. Raises PaperUnreadable."""
    with _opened(pdf) as document:
        return [page.render(scale=scale).to_pil() for page in document]


def pages_with_pictures(pdf: Path | bytes, scale: float) -> list[Shown]:
    """Give each page likewise, and tell where logos and photographs lie on it. Raises PaperUnreadable."""
    with _opened(pdf) as document:
        return [Shown(page.render(scale=scale).to_pil(), _pictures(page, scale)) for page in document]


def _pictures(page: Any, scale: float) -> tuple[tuple[int, int, int, int], ...]:
    wide, high = page.get_size()
    boxes = []
    for found in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = found.get_bounds()
        box = (max(left, 0), max(high - top, 0), min(right, wide), min(high - bottom, high))
        boxes.append(tuple(round(edge * scale) for edge in box))
    return tuple((box[0], box[1], box[2], box[3]) for box in boxes)


@contextmanager
def _opened(pdf: Path | bytes) -> Iterator[Any]:
    with _ONE_AT_A_TIME:
        try:
            document = pdfium.PdfDocument(pdf)
        except (pdfium.PdfiumError, OSError) as trouble:
            raise PaperUnreadable(path=str(pdf) if isinstance(pdf, Path) else "PDF") from trouble
        try:
            yield document
        finally:
            document.close()


def page_pictures(pdf: Path | bytes, scale: float = _PIXELS_PER_POINT_AT_96_DPI) -> list[bytes]:
    """Give each page as a PNG file; `scale` is pixels to a point. Raises PaperUnreadable."""
    pictures = []
    for page in render_pages(pdf, scale):
        file = io.BytesIO()
        page.save(file, format="PNG", compress_level=1)
        pictures.append(file.getvalue())
    return pictures


def page_texts(pdf: Path | bytes) -> list[str]:
    """Give the text of each page, as a reader that copies it would get it. Raises PaperUnreadable."""
    with _opened(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]
