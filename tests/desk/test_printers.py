import io
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from shopcrm.desk import printers
from shopcrm.outside.paper.render import render_pages

MILLIMETRE = printers.DOTS_PER_INCH / 25.4


def picture(width: float, height: float) -> bytes:
    """Make a black page of so many millimetres, as the renderer gives it."""
    file = io.BytesIO()
    Image.new("L", (round(width * MILLIMETRE), round(height * MILLIMETRE)), 0).save(file, format="PNG")
    return file.getvalue()


def printed(qapp: QApplication, path: Path, *pages: bytes) -> list[tuple[float, float, float]]:
    """Print to a file and tell of each page the width and height of what is black, and its top, in mm."""
    del qapp
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setOutputFileName(str(path))
    printers.print_pages(printer, pages)
    found = []
    for page in render_pages(path, 2.0):
        box = page.convert("L").point(lambda value: 255 if value < 128 else 0).getbbox()
        assert box
        left, top, right, bottom = (place / 2 / 72 * 25.4 for place in box)
        found.append((right - left, bottom - top, top))
    return found


def test_cards_and_letters_are_printed_in_their_true_size(qapp: QApplication, tmp_path: Path) -> None:
    card, letter = printed(qapp, tmp_path / "out.pdf", picture(85.6, 54), picture(210, 297))
    assert card == pytest.approx((85.6, 54, 0), abs=0.6)
    assert letter == pytest.approx((210, 297, 0), abs=0.6)


def test_what_is_larger_than_the_paper_is_made_smaller_as_a_whole(qapp: QApplication, tmp_path: Path) -> None:
    [(width, height, _)] = printed(qapp, tmp_path / "out.pdf", picture(420, 297))
    assert (width, height) == pytest.approx((210, 148.5), abs=0.8)
