"""Whether a text speaks of what plain words name: "sesame" is in sesame brittle, but not in sesame-free.

A word is found inside a longer one, so that who avoids nuts is kept from walnuts; better once too often.
"""

import re
from functools import lru_cache

from shopcrm.rules.text import fold

_PARTS = re.compile(r"[,،;؛/|\n+&]|\b(?:and|or)\b|(?<=\s)(?:و|یا)(?=\s)", re.IGNORECASE)
_AFTER = frozenset({"free"})
_BEFORE = frozenset({"without", "no", "non", fold("بدون"), fold("فاقد")})
_ENDINGS = (fold("های"), fold("ها"), "s")
_SHORTEST = 3
"""A word shorter than this must stand alone: چای is found in چایی, but مو not in مویز."""


def mentions(text: str, words: str) -> bool:
    """Tell whether a text speaks of any of the things that plain words name (parted by commas or *and*)."""
    said = _said(text)
    return any(_speaks_of(said, part) for part in _meant(words))


@lru_cache(maxsize=20_000)
def _said(text: str) -> tuple[str, ...]:
    return tuple(fold(text).split())


@lru_cache(maxsize=20_000)
def _meant(words: str) -> tuple[tuple[str, ...], ...]:
    parts = (tuple(w for w in fold(part).split() if w not in _ENDINGS) for part in _PARTS.split(words))
    return tuple(part for part in parts if part)


def _speaks_of(said: tuple[str, ...], part: tuple[str, ...]) -> bool:
    if not _denies(part):
        said = _without_denied(said)
    return all(any(_found(word, inside) for inside in said) for word in part)


def _denies(part: tuple[str, ...]) -> bool:
    return any(word in _AFTER or word in _BEFORE for word in part)


def _without_denied(said: tuple[str, ...]) -> tuple[str, ...]:
    after = (*said, "")[1:]
    before = ("", *said)[:-1]
    around = zip(before, said, after, strict=True)
    return tuple(word for left, word, right in around if right not in _AFTER and left not in _BEFORE)


def _found(word: str, inside: str) -> bool:
    stem = _stem(word)
    return stem in inside if len(stem) >= _SHORTEST else stem == _stem(inside)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending)
    return word
