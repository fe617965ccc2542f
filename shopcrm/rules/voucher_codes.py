"""Voucher codes: three groups of five to be said aloud, which betray a slip of finger, ear or eye (V1).

A code has 15 characters of Crockford's base 32: a letter for the kind, 13 random ones (65 bits), and a check
character. Nothing of what the voucher is worth is in it.

Why every slip shows. Read each character as an element of GF(32) and let a be a root of x^5 + x^2 + 1, whose
powers 1, a, a^2 ... a^30 are all the elements but zero, each once. A code c0 ... c14 is good where the sum
of a^(14-i) * ci is zero. A wrong character at i changes the sum by a^(14-i) * (c - c'), a product of two
elements that are not zero, so it is not zero. Changing places of two characters at i and j, neighbours or
not, changes it by (a^(14-i) - a^(14-j)) * (ci - cj); the first factor is not zero because the powers
differ, the second because the characters do. No weights modulo 32 can do this: their differences are even
somewhere, and an even number times 16 is nothing.
"""

import re
import secrets
import unicodedata
from collections.abc import Callable

from shopcrm.rules.errors import BadInput
from shopcrm.rules.text import ascii_digits, bare, one_line

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 15
GROUP = 5
KINDS = {"percent": "P", "amount": "A", "goods": "G", "credit": "C"}
"""The letter with which the codes of a kind begin."""

_FIRST = frozenset(KINDS.values())
_RANDOM = LENGTH - 2
_LONGEST_SHOWN = 40
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_ALIKE = str.maketrans("OIL", "011")
_GAPS = re.compile(r"[\s\-_.\u00ad\u200c\u200d\u2010-\u2015\u2212\u0640]+")
_HIDDEN = "•"

_UNPLEASANT = (
    *("ARSE", "ASS", "COCK", "CRAP", "CVNT", "DAMN", "DEAD", "DICK", "DIE", "FAG", "FAT", "FVCK", "GAY"),
    *("HATE", "HELL", "KILL", "KKK", "NAZI", "PIG", "PISS", "RAPE", "SEX", "SHIT", "SLAG", "SLVT", "TIT"),
    *("WHORE", "GOH", "GOZ", "JENDE", "JNDE", "KESAFAT", "KHAR", "KIR", "KON", "KOON", "KOS", "KVN", "KVS"),
    *("LASHI", "MORD"),
)
"""Words that nobody wants to read on a present, in English, and in Persian in these letters.

U is not in the alphabet; V is read for it.
"""
_READ_AS = {
    "O": "0",
    "I": "1",
    "L": "1",
    "Z": "Z2",
    "E": "E3",
    "A": "A4",
    "S": "S5",
    "G": "G69",
    "T": "T7",
    "B": "B8",
}
_BAD_WORDS = re.compile(
    "|".join("".join(f"[{_READ_AS.get(letter, letter)}]" for letter in word) for word in _UNPLEASANT)
)


class NotACode(BadInput):
    """The text has not the form of a voucher code."""

    sentence = (
        "{text} is not a voucher code. Nothing was changed. A code has 15 letters and digits; "
        "scan it, or type it again."
    )


class CodeMistyped(NotACode):
    """The check character does not fit."""

    sentence = (
        "The code {text} has a slip in it. Nothing was changed. "
        "Compare it with the voucher, and type it again."
    )


def make(kind: str, bits: Callable[[int], int] = secrets.randbits) -> str:
    """Make a code for a kind of voucher; `bits` gives so many random bits, from a secure source."""
    while True:
        drawn = bits(5 * _RANDOM)
        body = "".join(ALPHABET[drawn >> 5 * place & 31] for place in range(_RANDOM))
        code = KINDS[kind] + body
        code += check_character(code)
        if is_pleasant(code):
            return code


def check_character(code: str) -> str:
    """Give the character that stands behind 14 tidy ones."""
    held = 0
    for character in code:
        held = _TIMES_A[held ^ _VALUES[character]]
    return ALPHABET[held]


def is_good(code: str) -> bool:
    """Tell whether tidy characters have the form of a code and its check character."""
    return _has_form(code) and code[0] in _FIRST and check_character(code[:-1]) == code[-1]


def is_pleasant(code: str) -> bool:
    """Tell whether no unpleasant word is in a code, its digits read as the letters they look like."""
    return _BAD_WORDS.search(code) is None


def tidy(text: str) -> str:
    """Read a code in any disguise: any digits, spaces, hyphens, small letters, O for 0, I and L for 1.

    What is no code comes out as it can; `parse` tells.
    """
    wide = ascii_digits(unicodedata.normalize("NFKC", bare(text)))
    return _GAPS.sub("", wide).upper().translate(_ALIKE)


def parse(text: str) -> str:
    """Read a code and give its 15 characters; raises NotACode, or CodeMistyped where only the check fails."""
    code = tidy(text)
    if not _has_form(code):
        raise NotACode(text=one_line(text)[:_LONGEST_SHOWN])
    if not is_good(code):
        raise CodeMistyped(text=shown(code))
    return code


def shown(code: str) -> str:
    """Write a code as people read it: three groups of five."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def masked(code: str) -> str:
    """Write a code for lists and logs, where nobody should read it off: its first group and last two."""
    tidied = tidy(code)
    if len(tidied) != LENGTH:
        return tidied[:2] + _HIDDEN * min(max(len(tidied) - 2, 0), LENGTH)
    return shown(tidied[:GROUP] + _HIDDEN * (LENGTH - GROUP - 2) + tidied[-2:])


def _has_form(code: str) -> bool:
    return len(code) == LENGTH and all(character in _VALUES for character in code)


def _times_a(value: int) -> int:
    """Multiply by a in GF(32), where a^5 = a^2 + 1."""
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 32 else doubled


_TIMES_A = tuple(_times_a(value) for value in range(32))
