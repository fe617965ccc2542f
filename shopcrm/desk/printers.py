"""Prints a finished paper on a printer of the system; a failed printer changes nothing in the shop."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter

from shopcrm.rules.errors import Trouble

DOTS_PER_INCH = 200
_ROUNDING = 1.01
"""By so much a page may seem larger than the paper it was made for, from rounding alone."""


class NotPrinted(Trouble):
    """The printer did not take the paper."""

    sentence = (
        "The printer did not take the paper. Nothing else was changed. Check it, or save the paper as a file."
    )


def print_pages(printer: QPrinter, pages: Sequence[bytes]) -> None:
    """Print pages given as PNG pictures of so many dots to the inch in their true size; raises NotPrinted.

    Cards are cut out and addresses meet a window, so only what is larger than the paper is made smaller.
    """
    # The margins are part of the pictures.
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        raise NotPrinted
    try:
        for place, page in enumerate(pages):
            if place and not printer.newPage():
                raise NotPrinted
            picture = QImage.fromData(page)
            painter.drawImage(_place(printer, picture), picture)
    finally:
        painter.end()


def _place(printer: QPrinter, picture: QImage) -> QRect:
    """Give where a picture goes on the paper: at its top, in the middle between its sides."""
    paper = printer.pageLayout().fullRectPixels(printer.resolution())
    size = picture.size() * (printer.resolution() / DOTS_PER_INCH)
    if size.width() > paper.width() * _ROUNDING or size.height() > paper.height() * _ROUNDING:
        size = size.scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
    return QRect(QPoint((paper.width() - size.width()) // 2, 0), size)
