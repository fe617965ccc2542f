"""Prints a finished paper on a printer of the system; a failed printer changes nothing in the shop."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter

from shopcrm.rules.errors import Trouble

DOTS_PER_INCH = 200


class NotPrinted(Trouble):
    """The printer did not take the paper."""

    sentence = (
        "The printer did not take the paper. Nothing else was changed. Check it, or save the paper as a file."
    )


def print_pages(printer: QPrinter, pages: Sequence[bytes]) -> None:
    """Print pages given as PNG pictures, each as large as the paper allows; raises NotPrinted."""
    painter = QPainter()
    if not painter.begin(printer):
        raise NotPrinted
    try:
        for place, page in enumerate(pages):
            if place and not printer.newPage():
                raise NotPrinted
            picture = QImage.fromData(page)
            room = painter.viewport()
            size = picture.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QRect(room.topLeft(), size), picture)
    finally:
        painter.end()
