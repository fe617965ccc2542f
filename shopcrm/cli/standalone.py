"""Commands that make their own shop or need none: the sample, the tour in pictures, the self-test."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable

from shopcrm.cli import sample, selftest, tour
from shopcrm.rules.wording import Words

NAMES: tuple[str, ...] = ("sample", "tour")


def fill(add: Callable[[str, str], ArgumentParser], words: Words) -> None:
    """Add these commands; `add` makes one of its name and what it is about."""
    sample.fill(add("sample", sample.describe(words)), words)
    tour.fill(add("tour", tour.describe(words)), words)


def add_flags(parser: ArgumentParser, words: Words) -> None:
    """Add what is asked without a command."""
    selftest.add_flag(parser, words)


def is_for(args: Namespace) -> bool:
    """Whether one of these was asked for."""
    return args.command in NAMES or args.selftest is not None


def run(args: Namespace, words: Words) -> int:
    """Run one of them; gives the exit status."""
    if args.selftest is not None:
        return selftest.run(args, words)
    return {"sample": sample.run, "tour": tour.run}[args.command](args, words)
