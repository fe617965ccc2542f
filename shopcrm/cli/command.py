"""The shape of a command: what it is called, what it takes, and what it answers."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from shopcrm.app import App
from shopcrm.rules.errors import BadInput, NotFound
from shopcrm.rules.wording import Words

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"


class NoShopYet(NotFound):
    """The file to work on does not exist."""

    sentence = (
        "There is no shop file at {place}. Nothing was done. Import a file, or make a sample, to begin one."
    )


class Misused(BadInput):
    """The command line was not understood."""

    sentence = "The command was not understood: {reason}. Nothing was done. See shopcrm --help."


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command answers: a document for --json, lines for people, and the exit status."""

    document: Mapping[str, Json]
    lines: Sequence[str]
    status: int = 0


Fill = Callable[[ArgumentParser, Words], None]
Run = Callable[[App, Namespace, Words], Answer]


@dataclass(frozen=True, slots=True)
class Command:
    """A command on an open shop; only one that brings something in makes a new file where there is none.

    What is `for_anybody` runs though nobody said who they are: it shows nothing of customers.
    """

    name: str
    describe: Callable[[Words], str]
    fill: Fill
    run: Run
    makes_shop: bool = False
    for_anybody: bool = False


def takes_nothing(parser: ArgumentParser, words: Words) -> None:
    """Fill in no arguments, for a command that needs none."""
    del parser, words
