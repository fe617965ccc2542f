"""Shows a paper as pictures, for the preview on screen and for printing through the system's printer.

One thread at a time looks into PDF files, because the library beneath allows no more.
"""

import io
import threading
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

from shopcrm.rules.errors import Trouble

_ONE_AT_A_TIME = threading.Lock()
_PIXELS_PER_POINT_AT_96_DPI = 96 / 72


class PaperUnreadable(Trouble):
    """What should be shown is no PDF, or a damaged one."""

    sentence = "The file {path} cannot be shown: it is damaged or is not a PDF. Make the paper again."


def render_pages(pdf: Path | bytes, scale: float = _PIXELS_PER_POINT_AT_96_DPI) -> list[Image.Image]:
    """Give each page as a picture on white ground; `scale` is pixels to a point. Raises PaperUnreadable."""
    with _ONE_AT_A_TIME:
        try:
            document = pdfium.PdfDocument(pdf)
        except (pdfium.PdfiumError, OSError) as trouble:
            raise PaperUnreadable(path=str(pdf) if isinstance(pdf, Path) else "PDF") from trouble
        try:
            return [page.render(scale=scale).to_pil() for page in document]
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
    with _ONE_AT_A_TIME:
        try:
            document = pdfium.PdfDocument(pdf)
        except (pdfium.PdfiumError, OSError) as trouble:
            raise PaperUnreadable(path=str(pdf) if isinstance(pdf, Path) else "PDF") from trouble
        try:
            return [page.get_textpage().get_text_range() for page in document]
        finally:
            document.close()
