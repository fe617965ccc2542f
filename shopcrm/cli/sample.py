"""Makes a sample shop in a file of its own, and opens it."""

import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from shopcrm import app as program
from shopcrm.cli import printing, typed, window
from shopcrm.cli.command import Answer
from shopcrm.outside import paths
from shopcrm.rules.errors import BadInput
from shopcrm.rules.wording import Words

MOST_CUSTOMERS = 50_000

if TYPE_CHECKING:
    from shopcrm.sample.make import Made, Tell


class NumberRefused(BadInput):
    """A seed or a number of customers that cannot be."""

    sentence = "{text} cannot be used. Nothing was made. Write a whole number from {low} to {high}."


def describe(words: Words) -> str:
    """Say what the command does."""
    return words.say("Make a sample shop in a file of its own and open it")


def fill(parser: ArgumentParser, words: Words) -> None:
    """Add the arguments."""
    parser.add_argument(
        "--seed", metavar="N", default="1", help=words.say("another number makes another shop")
    )
    parser.add_argument(
        "--customers", metavar="N", default="2000", help=words.say("how many customers it has")
    )
    parser.add_argument(
        "--no-open", action="store_true", help=words.say("make it without opening the window")
    )


def run(args: Namespace, words: Words) -> int:
    """Make the sample, tell where it is, and open it; gives the exit status.

    Raises PlaceOfOwnShop or NotASample with all files untouched, NoScreen with the sample made.
    """
    # The goods and names of the sample take 0.1 s to import, and every other command does without.
    from shopcrm.sample.make import Plan

    path = Path(args.file) if args.file else paths.sample_shop()
    plan = Plan(number(args.seed, 0, 2**31), number(args.customers, 1, MOST_CUSTOMERS), words.language)
    made = program.make_sample_at(path, plan, _progress(words, quiet=args.json or not sys.stderr.isatty()))
    answer = Answer({**asdict(made), "file": str(path)}, _said(made, path, words))
    printing.show(answer, as_json=args.json)
    return 0 if args.no_open else window.open_window(path, args.language)


def number(text: str, low: int, high: int) -> int:
    """Read a whole number in any digits; raises NumberRefused outside of the bounds, which are included."""
    try:
        found = typed.whole(text)
    except BadInput as error:
        raise NumberRefused(text=typed.shown(text), low=low, high=high) from error
    if not low <= found <= high:
        raise NumberRefused(text=typed.shown(text), low=low, high=high)
    return found


def _progress(words: Words, *, quiet: bool) -> "Tell":
    def tell(share: float) -> None:
        if not quiet:
            sys.stderr.write("\r" + words.percent(round(100 * share)) + ("\n" if share >= 1 else ""))
            sys.stderr.flush()

    return tell


def _said(made: "Made", path: Path, words: Words) -> list[str]:
    return [
        words.say("The sample shop is in {place}.", place=str(path)),
        words.say(
            "{customers} customers, {goods} goods, {sales} sales, {arrivals} arrivals, {wishes} requests",
            customers=made.customers,
            goods=made.goods,
            sales=made.sales,
            arrivals=made.arrivals,
            wishes=made.wishes,
        ),
    ]
