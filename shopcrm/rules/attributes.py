"""What goods are like, such as size 42 or sugar-free: names and values, read in any spelling (C1)."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache

from shopcrm.rules.mentions import mentions
from shopcrm.rules.text import fold, one_line

_SEVERAL = re.compile(r"[,،;؛|/]")
_YES = frozenset(map(fold, ("yes", "true", "1", "بله", "آری", "دارد")))


def has(attributes: str, name: str, value: str) -> bool:
    """Tell whether goods have a value under a name; `attributes` is their JSON object.

    A value may be one of several that stand there with commas between; spelling does not matter.
    """
    key, asked = same(name, value)
    return bool(asked) and asked in _folded(attributes).get(key, frozenset())


def knows(attributes: str, name: str) -> bool:
    """Tell whether goods have anything written under a name."""
    return fold(name) in _folded(attributes)


@lru_cache(maxsize=20_000)
def same(name: str, value: str) -> tuple[str, str]:
    """Give what two writings of one attribute have in common, so that they can be compared."""
    return fold(name), _value(value)


def speak_of(attributes: str, words: str) -> bool:
    """Tell whether any value among the attributes of goods speaks of what plain words name.

    A name whose value is yes speaks for itself: sugar = yes speaks of sugar.
    """
    return any(
        mentions(name if _value(value) == "yes" else value, words) for name, value in _pairs(attributes)
    )


def pairs(attributes: str) -> dict[str, str]:
    """Read the names and values of goods as they were written, in their order."""
    return dict(_pairs(attributes))


def shown(name: str, value: str) -> str:
    """Write an attribute as people read it: the name alone where the value is only yes."""
    return name if _value(value) == "yes" else f"{name}: {value}"


def is_size(value: str) -> bool:
    """Whether a value is a size or a measure, such as 42 or 250 g; sizes are needed, not liked."""
    return value.lstrip()[:1].isdecimal()


def split(text: str) -> tuple[str, str]:
    """Part `size=42` into name and value; both are empty where there is no such pair."""
    name, sign, value = text.partition("=")
    tidy = one_line(name), one_line(value)
    return tidy if sign and fold(tidy[0]) and fold(tidy[1]) else ("", "")


@lru_cache(maxsize=20_000)
def _pairs(attributes: str) -> tuple[tuple[str, str], ...]:
    try:
        read = json.loads(attributes or "{}")
    except ValueError:
        return ()
    if not isinstance(read, Mapping):
        return ()
    return tuple((str(name), _text(value)) for name, value in read.items())


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)


@lru_cache(maxsize=20_000)
def _folded(attributes: str) -> Mapping[str, frozenset[str]]:
    return {
        fold(name): frozenset(map(_value, (value, *_SEVERAL.split(value)))) - {""}
        for name, value in _pairs(attributes)
    }


@lru_cache(maxsize=20_000)
def _value(text: str) -> str:
    folded = fold(text)
    return "yes" if folded in _YES else folded
