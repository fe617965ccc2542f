"""Tells from what somebody writes back whether they want no more news."""

from collections.abc import Collection
from functools import lru_cache

from shopcrm.rules.text import fold

STOP_WORDS = (
    "لغو",
    "لغو۱۱",
    "لغو عضویت",
    "توقف",
    "انصراف",
    "نفرستید",
    "نفرست",
    "نفرستین",
    "ارسال نکنید",
    "ارسال نکن",
    "ندهید",
    "11 لغو",
    "stop",
    "stopall",
    "stop all",
    "unsubscribe",
    "cancel",
    "end",
    "quit",
    "optout",
    "opt out",
    "11",
    "no more",
    "remove me",
)
"""What people write in either language, and the number that carriers in Iran ask them to send."""

_HELLO = ("please", "pls", "hi", "hello", "سلام", "لطفا", "خواهشا", "دیگر", "دیگه", "پیام", "پیامک")
_POLITE = frozenset(map(fold, _HELLO))
"""What people say before the word that counts."""

_EVERYTHING = frozenset(map(fold, ("all", "stopall", "everything", "همه", "هیچ", "هیچی", "کلا")))


def own_words(text: str) -> tuple[str, ...]:
    """Read the shop's own words, parted by commas of either script or line ends."""
    for mark in "،؛;\n":
        text = text.replace(mark, ",")
    return tuple(word for word in map(fold, text.split(",")) if word)


def wants_to_stop(text: str, more: Collection[str] = ()) -> bool:
    """Whether a reply is one of the words, or begins with one, a please before it left out.

    Where it is all that was said, spaces do not matter: "s t o p", "un-subscribe".
    A number counts only where it is all that was said: "11 kilos, please" is an order. A doubtful one
    counts as a no, because news to one who said no are worse than news left out.
    """
    said = _bare(text)
    words = {*_folded(), *map(fold, more)}
    if said.replace(" ", "") in {word.replace(" ", "") for word in words}:
        return True
    return any(said.startswith(word + " ") for word in words if not word.isdecimal())


def _bare(text: str) -> str:
    """Leave out what is said for politeness at the beginning."""
    words = fold(text).split()
    first = next((place for place, word in enumerate(words) if word not in _POLITE), len(words))
    return " ".join(words[first:])


def means_everything(text: str) -> bool:
    """Whether they want no more on any channel, and not on this one alone."""
    return not _EVERYTHING.isdisjoint(fold(text).split())


@lru_cache(maxsize=1)
def _folded() -> frozenset[str]:
    return frozenset(map(fold, STOP_WORDS))
