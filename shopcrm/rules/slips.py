"""Slips of the finger: a letter wrong, missing, too many, two swapped, or the keyboard in the other language.

Words here are folded ones (C1). A fragment that begins or ends with a space is the start or end of a word.
"""

from rapidfuzz.distance import OSA

_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,"
_PERSIAN = "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو"
_TO_PERSIAN = str.maketrans(_LATIN, _PERSIAN)
_TO_LATIN = str.maketrans(_PERSIAN + "ئيكأإآ", _LATIN + "mdkhhh")
_INDEXED = 3
"""Three letters in a row are the shortest that can be looked up."""


def other_layout(text: str) -> str:
    """Tell what the same keys give on the other keyboard, Persian or Latin; the same text where none do."""
    if text.isascii():
        return text.lower().translate(_TO_PERSIAN)
    return text.translate(_TO_LATIN)


def most_slips(word: str) -> int:
    """Tell how many slips are forgiven in a word: none in three letters, one in five, two in longer ones.

    Numbers differ by so little that only one is forgiven, and only in those as long as a phone number.
    """
    if word.isdecimal():
        return 1 if len(word) >= 7 else 0
    return 0 if len(word) < 4 else 1 if len(word) < 6 else 2


def slips_between(asked: str, word: str, most: int) -> int | None:
    """Count the slips that lead from what was asked to a word or its beginning; None for more than `most`."""
    size = len(asked)
    if len(word) < size - most or word.isdecimal() is not asked.isdecimal():
        return None
    ends = {min(len(word), size + more) for more in range(-most, most + 1)} | {len(word)}
    fewest = min(OSA.distance(asked, word[:end], score_cutoff=most) for end in ends)
    return fewest if fewest <= most else None


def one_slip(word: str) -> list[tuple[str, ...]]:
    """List what a word with at most one slip still holds; each item is a set of fragments found together."""
    ways = [(f" {word[:i]}", f"{word[j:]} ") for i in range(len(word) + 1) for j in (i, i + 1)]
    swaps = [(f" {word[:i]}{word[i + 1]}{word[i]}{word[i + 2 :]}",) for i in range(len(word) - 1)]
    return _usable([*ways, *swaps])


def two_slips(word: str) -> list[tuple[str, ...]]:
    """List fragments of which a word with two slips still holds one."""
    third = max(2, len(word) // 3)
    pieces = [f" {word[:third]}", word[third:-third], f"{word[-third:]} "]
    return _usable([(piece,) for piece in pieces])


def _usable(ways: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Leave out fragments too short to be looked up; the open end of a long one needs no space."""
    tidy = (tuple(_open(part) for part in way if len(part) >= _INDEXED) for way in ways)
    return list(dict.fromkeys(way for way in tidy if way))


def _open(part: str) -> str:
    """Let a word go on after a fragment that is long enough: people stop typing before its end."""
    return part.rstrip() if len(part) > _INDEXED + 1 else part
