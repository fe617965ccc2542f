"""How a text travels as SMS: in which script, in how many parts, and what of it may be sent at all.

Parts are cumulative: one alone holds 160 septets or 70 units, and each of several 153 or 67, since their
first seven octets say which part they are (3GPP TS 23.038 and 23.040).
"""

from dataclasses import dataclass
from enum import StrEnum

from shopcrm.rules.text import bare

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
"""Letters of the second table; each takes two places, and both stand in one part."""


class Script(StrEnum):
    """How the letters of a text are written on their way."""

    LATIN = "gsm7"
    UNICODE = "ucs2"


_LIMITS = {Script.LATIN: (160, 153), Script.UNICODE: (70, 67)}


@dataclass(frozen=True, slots=True)
class Size:
    """How long a text is as SMS; `used` places are taken, and `left` are free before one more part is needed.

    A place is a septet in Latin script, and half of a Unicode pair otherwise.
    """

    parts: int
    script: Script
    used: int
    left: int


def measure(text: str) -> Size:
    """Count the parts of a text; one Persian letter or digit makes all of it Unicode. Nothing has no part."""
    script = script_of(text)
    alone, each = _LIMITS[script]
    widths = [_width(letter, script) for letter in text]
    used = sum(widths)
    if used <= alone:
        return Size(min(used, 1), script, used, alone - used)
    parts, free = 1, each
    for width in widths:
        if width > free:
            parts, free = parts + 1, each
        free -= width
    return Size(parts, script, used, free)


def script_of(text: str) -> Script:
    """Tell the script that a text needs."""
    return Script.LATIN if all(c in _BASIC or c in _EXTENDED for c in text) else Script.UNICODE


def sendable(text: str) -> str:
    """Take out of a text what no phone shows and what a modem would obey; lines stay lines."""
    lines = (" ".join(line.split(" ")).rstrip() for line in bare(text.replace("\t", " ")).split("\n"))
    return "\n".join(lines).strip()


def _width(letter: str, script: Script) -> int:
    if script is Script.LATIN:
        return 2 if letter in _EXTENDED else 1
    return 2 if ord(letter) > 0xFFFF else 1
