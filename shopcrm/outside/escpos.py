"""Slips on a slip printer: each page as a picture of black dots, so that Persian prints on any of them.

The printer gets pictures and never text; it is reached as a device file, over the network, or by its name in
the system's print queue. What it does not take is told in one sentence; nothing in the shop depends on it.
"""

from __future__ import annotations

import logging
import os
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from PIL import Image

from shopcrm.outside.paper.render import Shown, pages_with_pictures
from shopcrm.rules import disk_words
from shopcrm.rules.errors import BadInput, Trouble
from shopcrm.rules.sayings import FieldValue, saying

if TYPE_CHECKING:
    from escpos.escpos import Escpos

Opening: TypeAlias = "Callable[[], Escpos]"
"""Opens the way to a printer."""

DOTS_TO_A_MILLIMETRE = 8
WIDTHS = {80: 576, 58: 384}
"""How many dots a printer puts side by side on a roll of so many millimetres."""

_POINTS_TO_A_MILLIMETRE = 72 / 25.4
_DARK = 150
"""Of 256 shades of grey, those below are printed: thin strokes stay whole."""

_PATIENCE = 5.0
"""Seconds until a printer that does not answer counts as out."""

_PORT = 9100
_FOLDER = "ESCPOS_CAPABILITIES_PICKLE_DIR"
_NAME = "escpos.printer"
_SECONDS_TO_A_PAGE = 30.0
_STRIP = 240
"""Rows that go to the printer at once; small printers hold no more."""


class SlipPrinterOut(Trouble):
    """The slip printer did not take the paper."""

    sentence = (
        "The slip printer {printer} did not print: {reason}. The sale is safe. "
        "Check cable, power and paper, and print again."
    )


class SlipPrinterUnknown(BadInput):
    """The settings name a printer in no way that there is."""

    sentence = (
        "{printer} names no slip printer. Nothing was printed. "
        "Write file:PATH, network:ADDRESS:PORT or lp:NAME in the settings."
    )


def is_named(printer: str) -> bool:
    """Tell whether the settings name a slip printer, and not the system's own printers."""
    return bool(printer.strip())


def send(printer: str, pdf: Path, *, open_drawer: bool = False, patience: float = _PATIENCE) -> None:
    """Print the pages of a slip and cut after each; raises SlipPrinterOut and SlipPrinterUnknown.

    `open_drawer` opens the cash drawer that hangs on the printer. A printer that neither takes nor refuses
    what it gets for so many seconds of `patience` counts as out.
    """
    strips = [rasterised(page) for page in pages_with_pictures(pdf, _scale())]
    opening = _way_to(printer, patience)
    troubles: list[Exception] = []

    def print_all() -> None:
        try:
            _feed(opening, strips, open_drawer=open_drawer)
        except Exception as error:  # noqa: BLE001 -- the library raises kinds of its own, and bare ones
            troubles.append(error)

    # A device file may block for ever; whoever waits for it must not.
    feeding = threading.Thread(target=print_all, name="slip printer", daemon=True)
    feeding.start()
    feeding.join(patience + len(strips) * _SECONDS_TO_A_PAGE)
    if feeding.is_alive():
        troubles.append(TimeoutError())
    if troubles:
        raise SlipPrinterOut(printer=printer, reason=_reason(troubles[0])) from troubles[0]


def rasterised(page: Shown) -> Image.Image:
    """Make a page black dots on white as wide as the printer prints; pictures on it keep shades as dots.

    The margins, which no slip printer reaches, are cut off.
    """
    grey = page.picture.convert("L")
    dots = grey.point([0 if shade < _DARK else 255 for shade in range(256)]).convert("1")
    for box in page.pictures:
        dots.paste(grey.crop(box).convert("1"), box[:2])
    return _within(dots)


def _feed(opening: Opening, strips: Sequence[Image.Image], *, open_drawer: bool) -> None:
    device = opening()
    try:
        # Some printers keep the settings of whoever printed before.
        device.hw("INIT")
        for strip in strips:
            device.image(strip, impl="bitImageRaster", fragment_height=_STRIP)
            device.cut()
        if open_drawer:
            device.cashdraw(2)
    finally:
        device.close()


def _within(page: Image.Image) -> Image.Image:
    millimetres = round(page.width / DOTS_TO_A_MILLIMETRE)
    width = WIDTHS.get(millimetres, min(page.width, WIDTHS[80]))
    left = (page.width - width) // 2
    return page.crop((left, 0, left + width, page.height))


def _scale() -> float:
    return DOTS_TO_A_MILLIMETRE / _POINTS_TO_A_MILLIMETRE


def _way_to(printer: str, patience: float) -> Opening:
    """Find how to open a printer; raises SlipPrinterUnknown."""
    way, _, place = printer.strip().partition(":")
    ways: dict[str, Callable[[Any], Escpos]] = {
        "file": lambda library: _opened(library.File(place)),
        "lp": lambda library: _opened(library.LP(place)),
        "network": lambda library: _connected(library, *address(place), patience),
    }
    if not place or way not in ways:
        raise SlipPrinterUnknown(printer=printer)
    return lambda: _with_width(ways[way](_library()))


def address(place: str) -> tuple[str, int]:
    """Read the address of a printer in the network; most of them listen on the same port."""
    host, _, port = place.rpartition(":")
    if host and port.isascii() and port.isdecimal():
        return host.strip("[]"), int(port)
    return place.strip("[]"), _PORT


def _opened(device: Any) -> Escpos:
    device.open()
    opened: Escpos = device
    return opened


def _connected(library: Any, host: str, port: int, patience: float) -> Escpos:
    # The library's own way loses the line where nobody answers, and knows only the older kind of address.
    line = socket.create_connection((host, port), patience)
    device: Escpos = library.Network(host, port, timeout=patience)
    device.device = line
    return device


def _with_width(device: Escpos) -> Escpos:
    # Without a width the library says on the screen that it has none.
    wide = {"media": {"width": {"pixels": WIDTHS[80]}}}
    device.profile.profile_data = {**device.profile.profile_data, **wide}
    return device


def _library() -> Any:
    """Bring in the library of printers, which takes 0.3 s and few programs print slips.

    It keeps what it knows of printers as a file in a folder of its own; that one is thrown away again.
    """
    if _NAME in sys.modules:
        return sys.modules[_NAME]
    listening = list(logging.root.handlers)
    with tempfile.TemporaryDirectory() as folder:
        os.environ[_FOLDER] = folder
        try:
            library = import_module(_NAME)
        finally:
            del os.environ[_FOLDER]
            # It also makes the whole program write its log on the screen.
            logging.root.handlers[:] = listening
    return library


def _reason(error: Exception) -> FieldValue:
    """Say what a printer or the library complains of."""
    cause = error if isinstance(error, OSError) else error.__context__
    if isinstance(cause, TimeoutError):
        return saying("it does not answer")
    if isinstance(cause, OSError):
        return disk_words.why(cause)
    lines = str(error).strip().splitlines()
    return lines[-1] if lines else type(error).__name__
