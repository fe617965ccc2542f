"""What a scanner meant, whatever layout the keyboard has: a key's place tells more than the letter on it.

A scanner types as if the keyboard were an American one, so under a Persian layout its digits arrive as
Persian digits and its letters as Persian letters (S1).
"""

import string
from collections.abc import Sequence
from dataclasses import dataclass

from shopcrm.rules.text import ascii_digits

_ROWS = (("1234567890-=", 10), ("qwertyuiop[]", 24), ("asdfghjkl;'", 38), ("zxcvbnm,./", 52))
_ON_X11 = {first + place: letter for row, first in _ROWS for place, letter in enumerate(row)} | {65: " "}
_SHIFTED = str.maketrans("1234567890-=[];',./", '!@#$%^&*()_+{}:"<>?')
_PERSIAN = dict(zip("ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپوئ", "qwertyuiop[]asdfghjkl;'zxcvbnm,m", strict=True))
_PERSIAN |= {"ي": "d", "ك": ";", "ـ": "_", "٫": ".", "٬": ",", "÷": "`", "×": "~", "؟": "?"}
# Marks that stand above a letter cannot be told apart in a row of text, so they are named by number.
_MARKS = {0x652: "Q", 0x64C: "W", 0x64D: "E", 0x64B: "R", 0x64F: "T", 0x650: "Y", 0x64E: "U", 0x651: "I"}
_MARKS |= {0x653: "X", 0x670: "V", 0x200C: "B", 0x654: "N"}
_PERSIAN_SHIFTED = {chr(mark): letter for mark, letter in _MARKS.items()}
_PERSIAN_SHIFTED |= dict(zip("ؤئيإأآة»«كژء", "ASDFGHJKLZCM", strict=True))
_SURE = frozenset(string.ascii_letters + string.digits + "-_. /+")
_VIRTUAL_KEYS = frozenset(map(ord, string.digits + string.ascii_uppercase))
"""The codes by which Windows names the keys of digits and letters, whatever the layout."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One key of a scan: the text it wrote, and the codes by which the system names its place, else 0."""

    text: str
    scan_code: int = 0
    virtual_key: int = 0
    shift: bool = False


def readings(strokes: Sequence[Stroke], platform: str) -> tuple[str, ...]:
    """Give what a scan can mean, the likeliest first; `platform` is what Qt calls the system's screen.

    What was written counts where it is plain, since the scanner may have been set to the layout in use; the
    places of the keys come second, and first where the writing is foreign.
    """
    written = "".join(ascii_digits(stroke.text) for stroke in strokes)
    placed = "".join(_placed(stroke, platform) for stroke in strokes)
    both = (written, placed) if set(written) <= _SURE else (placed, written)
    return tuple(dict.fromkeys(both))


def writes(text: str) -> bool:
    """Whether a key writes something; some marks of a Persian layout count as not printable."""
    return bool(text) and (text.isprintable() or text in _PERSIAN_SHIFTED)


def _placed(stroke: Stroke, platform: str) -> str:
    letter = _ON_X11.get(stroke.scan_code) if platform in {"xcb", "wayland"} else None
    if letter is None and platform == "windows" and stroke.virtual_key in _VIRTUAL_KEYS:
        letter = chr(stroke.virtual_key).lower()
    if letter is None:
        return _by_letter(stroke)
    if not stroke.shift:
        return letter
    return letter.upper() if letter.isalpha() else letter.translate(_SHIFTED)


def _by_letter(stroke: Stroke) -> str:
    plain = ascii_digits(stroke.text)
    if plain.isascii():
        return plain
    first, second = (_PERSIAN_SHIFTED, _PERSIAN) if stroke.shift else (_PERSIAN, _PERSIAN_SHIFTED)
    return first.get(stroke.text) or second.get(stroke.text) or stroke.text
