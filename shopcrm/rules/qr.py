"""Turns a text into the squares of a QR code, for screen and paper alike."""

import re
from collections.abc import Iterator
from typing import Any

from shopcrm.rules import phone_links

QUIET = 4
"""How many squares of plain ground must stand around a code."""

_PIECES = re.compile(r"(?:%[0-9A-F]{2}){8,}|.+?(?=(?:%[0-9A-F]{2}){8}|\Z)", re.DOTALL)
_NARROW, _BYTES = 2, 4
"""What the standard calls the two kinds of writing (ISO/IEC 18004)."""

_MASK = 3
_ROOMY = 300
"""Up to so many bytes there is room for more repair of stains; beyond, smaller squares would harm more."""


def matrix(text: str) -> list[list[bool]]:
    """Make the rows of squares, True where one is dark, without the quiet ground; raises TooLongForQr."""
    # The library takes 0.07 s to import, and most windows never show a code.
    import segno

    phone_links.fits_qr(text)
    level = "m" if len(text.encode()) <= _ROOMY else "l"
    pieces: Any = list(_pieces(text))
    code = segno.make(pieces, error=level, micro=False)
    return [[bool(square) for square in row] for row in code.matrix]


def random_code(text: str) -> list[list[bool]]:
    """Make the rows of squares of a code of random capitals and digits, larger and better repaired.

    Raises TooLongForQr. A mask breaks up what is regular; among random letters none does it better than
    another, and to try all eight takes four times as long as all the rest.
    """
    # Late for the same reason.
    import segno

    phone_links.fits_qr(text)
    code = segno.make(text, error="q", micro=False, mask=_MASK)
    return [[bool(square) for square in row] for row in code.matrix]


def _pieces(text: str) -> Iterator[tuple[str, int, str | None]]:
    """Part a text so that escaped letters take the narrow writing that has capitals, digits and % only."""
    for piece in _PIECES.findall(text):
        if piece.startswith("%") and piece.isascii() and piece == piece.upper():
            yield piece, _NARROW, None
        else:
            yield piece, _BYTES, "utf-8"
