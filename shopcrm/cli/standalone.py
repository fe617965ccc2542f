"""Commands that make their own shop or need none: the sample, the tour in pictures, the self-test."""

from argparse import ArgumentParser, Namespace
from typing import Any

from shopcrm.cli import sample, selftest, tour
from shopcrm.rules.wording import Words

NAMES: tuple[str, ...] = ("sample", "tour")


def fill(commands: Any, shared: ArgumentParser, words: Words) -> None:
    """Add these commands to the parser."""
    about = sample.describe(words)
    sample.fill(commands.add_parser("sample", help=about, description=about, parents=[shared]), words)
    about = tour.describe(words)
    tour.fill(commands.add_parser("tour", help=about, description=about, parents=[shared]), words)


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
