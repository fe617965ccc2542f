"""Prints a finished paper on a printer of the system; a failed printer changes nothing in the shop."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSizeF, Qt
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from shopcrm.rules.errors import Trouble

DOTS_PER_INCH = 200
_MILLIMETRES_PER_INCH = 25.4
_ROUNDING = 1.01
"""By so much a page may seem larger than the paper it was made for, from rounding alone."""


class NotPrinted(Trouble):
    """The printer did not take the paper."""

    sentence = (
        "The printer did not take the paper. Nothing else was changed. Check it, or save the paper as a file."
    )


class NoPrinter(Trouble):
    """The system has no printer, or none is its usual one."""

    sentence = (
        "This computer has no usual printer. Nothing else was changed. "
        "Choose one in the system's settings, or name a slip printer in those of the shop."
    )


def print_by_itself(pages: Sequence[bytes], printer: QPrinter | None = None) -> None:
    """Print on the system's usual printer without a question, each page on paper of its own size.

    Raises NoPrinter and NotPrinted.
    """
    if printer is None:
        usual = QPrinterInfo.defaultPrinter()
        if usual.isNull():
            raise NoPrinter
        printer = QPrinter(usual, QPrinter.PrinterMode.HighResolution)
    for page in pages:
        picture = QImage.fromData(page)
        size = QSizeF(picture.width(), picture.height()) / DOTS_PER_INCH * _MILLIMETRES_PER_INCH
        printer.setPageSize(QPageSize(size, QPageSize.Unit.Millimeter))
        print_pages(printer, [page])


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
