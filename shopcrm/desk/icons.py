"""Small line drawings by name, in the colour that is asked for; the drawings come from the Lucide set."""

import functools
import importlib.resources
import zipfile

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer


@functools.lru_cache(maxsize=1024)
def drawn(name: str, colour: str, size: int, ratio: float, *, mirror: bool = False) -> QPixmap:
    """Draw an icon `size` pixels wide in a #RRGGBB colour; KeyError for a name that the set does not have."""
    svg = _set().read(f"{name}.svg").replace(b"currentColor", colour.encode())
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if mirror:
        painter.translate(size, 0)
        painter.scale(-1, 1)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


@functools.cache
def _set() -> zipfile.ZipFile:
    """Open the set once; its file stays open as long as the program runs."""
    return zipfile.ZipFile(importlib.resources.files("lucide").joinpath("lucide.zip").open("rb"))
