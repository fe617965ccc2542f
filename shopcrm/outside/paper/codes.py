"""Bar codes and QR codes at sizes that a printer of 8 dots to the millimetre prints.

Each bar and square is a whole number of that printer's dots wide, so that none comes out wider than it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from reportlab.graphics.barcode.code128 import Code128

from shopcrm.outside.paper.sheets import MILLIMETRE
from shopcrm.rules import qr

DOT = MILLIMETRE / 8
"""One dot of a slip printer (203 dots to the inch), in points."""

QUIET = 10
"""So many of its thinnest bars of plain ground must stand at each side of a bar code."""

_THINNEST, _WIDEST = 2, 3
"""Dots of the thinnest bar: a quarter of a millimetre is the least that is read for sure."""


@lru_cache(maxsize=64)
def bars(text: str) -> tuple[int, ...]:
    """Give the widths of dark and light in turn, as multiples of the thinnest bar; `text` is ASCII."""
    code = Code128(text, quiet=False)
    code.validate()
    code.encode()
    code.decompose()
    return tuple(ord(letter.lower()) - ord("a") + 1 for letter in code.decomposed)


def bar_width(text: str, room: float) -> float | None:
    """Give the width of the thinnest bar in points with which the code fits; None where it never does."""
    modules = sum(bars(text)) + 2 * QUIET
    dots = min(_WIDEST, int(room / DOT) // modules)
    return dots * DOT if dots >= _THINNEST else None


def square(side: float, matrix: Sequence[Sequence[bool]]) -> float:
    """Give the side of a QR code in whole dots for each of its squares, the nearest below `side`."""
    count = len(matrix)
    return max(1, int(side / DOT + 0.01) // count) * count * DOT


def code_squares(text: str) -> list[list[bool]]:
    """Make the squares of a voucher's code, as few and as well repaired as can be."""
    return qr.random_code(text)
