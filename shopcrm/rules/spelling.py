"""How a name sounds, whichever of the two scripts it stands in and however it was spelled.

Persian writes few vowels and Latin writes each in many ways, so that keys hold consonants only.
"""

import re
from functools import lru_cache

from shopcrm.rules.text import fold

_TITLES = frozenset(
    map(
        fold,
        [
            *["mr", "mrs", "ms", "miss", "dr", "prof", "eng", "madam", "agha", "khanom", "khanum"],
            *["آقا", "آقای", "خانم", "خانوم", "دکتر", "مهندس", "استاد", "سرکار", "جناب"],
            *["حاج", "حاجی", "حاجیه"],
        ],
    )
)
_LETTERS = {
    "ب": "b", "پ": "p", "ت": "t|th", "ط": "t|th", "ث": "s|c", "س": "s|c", "ص": "s|c", "ج": "j|g",
    "چ": "ch|tch", "ح": "h", "ه": "h", "خ": "kh|x", "د": "d", "ذ": "z", "ز": "z", "ض": "z", "ظ": "z",
    "ژ": "zh|j", "ر": "r", "ش": "sh", "غ": "gh|q|g", "ق": "gh|q|g", "ف": "f|ph", "ک": "k|c", "گ": "g",
    "ل": "l", "م": "m", "ن": "n",
}  # fmt: skip
"""Each consonant with its Latin writings, the first of them for keys."""
_LONG = {"ا": "[ao]+", "و": "[ouvw]+", "ی": "[iye]+", "ع": "[aeiou]*"}
_SHORT = "[aeiou]?"
_TWO = {"kh": "X", "sh": "S", "ch": "C", "zh": "j", "gh": "q", "ph": "f", "th": "t"}
_ONE = {**{letter: letter for letter in "bpstjhdzrqfkglmn"}, "c": "k", "x": "X"}
_VOWELS = ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ie", "i"), ("y", "i"), ("ph", "f")
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=65_536)
def without_titles(name: str) -> tuple[str, ...]:
    """Fold a name into its words and leave titles out, unless there is nothing else."""
    words = tuple(fold(name).split())
    return tuple(word for word in words if word not in _TITLES) or words


def sound_alike(one: str, two: str) -> bool:
    """Whether two folded words are writings of one name: مریم and Maryam, Noori and Nouri."""
    if one == two:
        return True
    if one.isascii() is two.isascii():
        return one.isascii() and _plain(one) == _plain(two)
    if sounds(one) != sounds(two):
        return False
    latin, persian = (one, two) if one.isascii() else (two, one)
    return _writings(persian).fullmatch(latin) is not None


@lru_cache(maxsize=65_536)
def sounds(word: str) -> str:
    """Give the consonants of a folded word as one key for all its writings: مریم and Maryam are both mrm."""
    if word.isascii():
        plain = _TWICE.sub(r"\1", word)
        for pair, sign in _TWO.items():
            plain = plain.replace(pair, sign)
        heard = "".join(_ONE.get(letter, letter if letter.isupper() else "") for letter in plain)
    else:
        firsts = (_LETTERS[letter].split("|")[0] for letter in word if letter in _LETTERS)
        heard = "".join(_TWO.get(first, first) for first in firsts)
    # فاطمه ends in a letter that is not spoken; Fateme leaves it out, and Fatemeh does not.
    return heard.removesuffix("h") if len(heard) > 1 else heard


def name_key(name: str) -> str:
    """Give a key that is the same for a name with its words swapped or written in the other script."""
    return " ".join(sorted(filter(None, map(sounds, without_titles(name)))))


@lru_cache(maxsize=4096)
def _plain(word: str) -> str:
    for writing, sound in _VOWELS:
        word = word.replace(writing, sound)
    plain = _TWICE.sub(r"\1", word)
    return plain.removesuffix("h") if len(plain) > 2 else plain


@lru_cache(maxsize=4096)
def _writings(word: str) -> re.Pattern[str]:
    """Make the pattern of all the ways to write a Persian word in Latin letters."""
    letters = _TWICE.sub(lambda twice: twice[1] if twice[1] in _LONG else twice[0], word)
    parts = []
    for place, letter in enumerate(letters):
        if letter in _LONG:
            first = "[aeiou]+" if letter == "ا" and place == 0 else _LONG[letter]
            parts.append(first + ("" if letter == "ا" else _SHORT))
        else:
            silent = "?" if letter == "ه" and place == len(letters) - 1 else "{1,2}"
            parts.append(f"(?:{_LETTERS.get(letter, re.escape(letter))}){silent}{_SHORT}")
    return re.compile("".join(parts))
