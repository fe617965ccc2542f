"""Draws the window once without a screen, for the self-test."""

from pathlib import Path

from PySide6.QtCore import qVersion
from PySide6.QtGui import QFontInfo, QImage

from shopcrm.desk import start
from shopcrm.desk.look import FAMILY
from shopcrm.desk.program import Program
from shopcrm.desk.tokens import Type
from shopcrm.desk.walk import Walk
from shopcrm.rules.wording import saying
from shopcrm.services.health import Finding

_COLOURS = 12
"""A window that was drawn has more colours than this; an empty one has a few."""


def examine(program: Program, folder: Path) -> list[Finding]:
    """Open the window, look at what it drew and close it; the picture is left in the folder."""
    start.keep_places_in(folder)
    with Walk(program) as walk:
        walk.window.show()
        walk.settle()
        picture = walk.window.frame.grab()
        picture.save(str(folder / "window.png"))
        look = walk.window.look
        letters = QFontInfo(look.font(Type.BODY)).family() == FAMILY
        icon = look.icon("shopping-cart", "text", 24).toImage()
        drawn = _colours(picture.toImage()) > _COLOURS
    version = qVersion()
    return [
        Finding("letters", fine=letters, says=saying("The window writes in {family}.", family=FAMILY)),
        Finding("icons", fine=_colours(icon) > 1, says=saying("Icons are drawn.")),
        Finding("window", fine=drawn, says=saying("Qt {version} draws the window.", version=version)),
    ]


def _colours(image: QImage) -> int:
    """Count the colours along a coarse grid."""
    across = range(0, image.width(), max(1, image.width() // 60))
    down = range(0, image.height(), max(1, image.height() // 60))
    return len({image.pixel(x, y) for x in across for y in down})
