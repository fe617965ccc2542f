"""One way to read any spelling: the same folding for what is written down and for what is asked (C1).

After folding, ي and ی, ك and ک, ة and ه, the hamza forms, half-spaces, vowel marks, the three sets
of digits and letter case no longer matter.
"""

import re
import unicodedata

_NOT_A_WORD = re.compile(r"[^\w]+")
_INVISIBLE = dict.fromkeys(
    [0x200B, 0x200C, 0x200D, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0xAD]
)
_ASCII_DIGITS = {start + i: str(i) for start in (0x660, 0x6F0) for i in range(10)}
_DIRECTING = {mark: None for mark in _INVISIBLE if mark not in {0x200C, 0x200D}}
_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_ALPHABET = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_SORT_KEYS = {ord(letter): chr(0x4E00 + place) for place, letter in enumerate(_ALPHABET)}


def _letters() -> dict[int, str | None]:
    alike = {
        "ی": "\u064a\u0649\u06d2\u06d0\u06cd\u0620\u0626\u06ce",
        "ک": "\u0643\u06aa",
        "ه": "\u0629\u06c0\u06c1\u06c2\u06be\u06d5\u06c3",
        "ا": "\u0623\u0625\u0622\u0671\u0672\u0673",
        "و": "\u0624",
    }
    table: dict[int, str | None] = {ord(c): to for to, many in alike.items() for c in many}
    table.update({start + i: str(i) for start in (0x660, 0x6F0) for i in range(10)})
    marks = [*range(0x610, 0x61B), *range(0x64B, 0x660), 0x670, 0x640, *range(0x6D6, 0x6EE), 0x621]
    table.update(dict.fromkeys(marks))
    table.update(_INVISIBLE)
    # A half-space and its kin part two words.
    table.update({0x200C: " ", 0x200B: " ", 0xA0: " "})
    return table


_LETTERS = _letters()


def fold(text: str) -> str:
    """Fold a text to lower-case words of plain letters and ASCII digits, one space between."""
    if text.isascii():
        return " ".join(_NOT_A_WORD.sub(" ", text.lower()).replace("_", " ").split())
    wide = unicodedata.normalize("NFKC", text).translate(_LETTERS).casefold()
    bare = "".join(c for c in unicodedata.normalize("NFKD", wide) if not unicodedata.combining(c))
    return " ".join(_NOT_A_WORD.sub(" ", bare.translate(_LETTERS)).replace("_", " ").split())


def squeeze(text: str) -> str:
    """Fold and drop the spaces, so that علی‌رضا, علی رضا and علیرضا are one."""
    return fold(text).replace(" ", "")


def search_key(*parts: str) -> str:
    """Make what a search looks through: the folded parts, then the squeezed form of those with spaces.

    A space stands before the first word and after the last, so that every word's ends can be looked for.
    """
    folded = [key for key in map(fold, parts) if key]
    joined = [word.replace(" ", "") for word in folded if " " in word]
    return " " + " ".join(dict.fromkeys([*folded, *joined])) + " " if folded else ""


def sort_key(text: str) -> str:
    """Make a key that sorts Persian in the order of its alphabet, after Latin."""
    return fold(text).translate(_SORT_KEYS)


def ascii_digits(text: str) -> str:
    """Read Persian and Arabic digits as 0-9 and leave the rest."""
    return text.translate(_ASCII_DIGITS)


def persian_digits(text: str) -> str:
    """Write 0-9 as Persian digits."""
    return text.translate(_PERSIAN_DIGITS)


def bare(text: str) -> str:
    """Strip control characters and marks of direction; keep line ends and half-spaces."""
    if text.isascii() and text.isprintable():
        return text
    kept = (c for c in text.translate(_DIRECTING) if c in "\n\t" or unicodedata.category(c) != "Cc")
    return "".join(kept)


def one_line(text: str) -> str:
    """Make a single tidy line of what was typed or brought."""
    return " ".join(bare(text).split())
