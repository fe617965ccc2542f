"""The command line: without a command it opens the window, with one it does what a person would do there.

Exit status is 0, or 2 with one plain sentence on standard error; never a traceback.
"""

import sys
from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from shopcrm import app as program
from shopcrm import app_backups
from shopcrm.app_backups import CopyFailed
from shopcrm.cli import backing_up, printing, signing, standalone, window
from shopcrm.cli import parser as reading
from shopcrm.cli.command import Command, NoShopYet
from shopcrm.cli.commands import COMMANDS
from shopcrm.cli.parser import Parser
from shopcrm.outside import paths, reports
from shopcrm.rules.errors import ShopError
from shopcrm.rules.wording import Words
from shopcrm.services.shop import FileDamaged

UNDERSTOOD = 0
FAILED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, or open the window; gives the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    words = _words(given)
    try:
        return _run(given, words)
    except ShopError as error:
        printing.write(words.tell(error), sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return stopped(given)
    except BrokenPipeError:
        return UNDERSTOOD
    except Exception as error:  # noqa: BLE001 -- the last net: a person gets a sentence, a report goes to a file
        printing.write(words.tell(reports.keep(error)), sys.stderr)
        return FAILED


def stopped(arguments: Sequence[str] | None = None) -> int:
    """Say that somebody pressed Ctrl+C; gives the exit status."""
    words = _words(sys.argv[1:] if arguments is None else arguments)
    printing.write(words.say("Stopped. What was not finished was undone."), sys.stderr)
    return FAILED


def _words(given: Sequence[str]) -> Words:
    return program.words_without_a_shop(_language_of(given) or "en")


def _run(given: Sequence[str], words: Words) -> int:
    reading.check(given)
    args = _parser(words, given).parse_args(given)
    if standalone.is_for(args):
        return standalone.run(args, words)
    path = Path(args.file) if args.file else paths.default_shop()
    if args.command is None:
        return window.open_window(path, args.language, args.staff)
    command = next(c for c in COMMANDS if c.name == args.command)
    return _on_shop(command, path, args)


def _on_shop(command: Command, path: Path, args: Namespace) -> int:
    if not path.exists() and command.name == backing_up.RESTORE.name:
        return _bring_back(path, args)
    if not command.makes_shop and not path.exists():
        raise NoShopYet(place=str(path))
    try:
        return _on_open_shop(command, path, args)
    except Exception as error:
        damage = app_backups.explained(path, error)
        if damage is None:
            raise
        if command.name == backing_up.RESTORE.name:
            return _bring_back(path, args)
        raise damage from error


def _bring_back(path: Path, args: Namespace) -> int:
    answer = backing_up.bring_back(path, args)
    printing.show(answer, as_json=args.json)
    return answer.status


def _on_open_shop(command: Command, path: Path, args: Namespace) -> int:
    with program.opened(path, language=args.language) as app:
        words = app.words()
        try:
            signing.let_in(app, args.staff, for_anybody=command.for_anybody)
            answer = command.run(app, args, words)
        except (FileDamaged, CopyFailed):
            raise
        except ShopError as error:
            printing.write(words.tell(error), sys.stderr)
            return FAILED
    printing.show(answer, as_json=args.json)
    return answer.status


def _language_of(given: Sequence[str]) -> str | None:
    """Find the language before the line is parsed, so that even a complaint about it is in that language."""
    pairs = pairwise([*given, ""])
    found = [
        second if first == "--language" else first.removeprefix("--language=")
        for first, second in pairs
        if first.startswith("--language")
    ]
    return next((language for language in found if language in {"en", "fa"}), None)


def _parser(words: Words, given: Sequence[str]) -> ArgumentParser:
    """Make the reader of a line; what a command takes is filled in only where the line names it."""
    shared = _shared(words, first=False)
    pages = reading.pages(words)
    parser = Parser(
        prog="shopcrm",
        description=words.say("A small shop's memory of its customers. Without a command the window opens."),
        parents=[_shared(words, first=True)],
        formatter_class=pages,
    )
    version = words.say("show the version and leave")
    parser.add_argument("--version", action="version", version="shopcrm 0.1.0", help=version)
    standalone.add_flags(parser, words)
    commands = parser.add_subparsers(dest="command", parser_class=Parser, metavar=words.say("COMMAND"))

    def add(name: str, about: str) -> ArgumentParser:
        parents = [shared] if name in given else []
        return commands.add_parser(
            name, help=about, description=about, parents=parents, formatter_class=pages
        )

    for command in COMMANDS:
        one = add(command.name, command.describe(words))
        if command.name in given:
            command.fill(one, words)
    standalone.fill(add, words)
    return parser


def _shared(words: Words, *, first: bool) -> Parser:
    """Make the arguments that may stand before or after the command; only the first ones have defaults."""
    parser = Parser()

    def default(value: object) -> object:
        return value if first else SUPPRESS

    parser.add_argument(
        "-h", "--help", action="help", default=SUPPRESS, help=words.say("show this help and leave")
    )
    parser.add_argument(
        "--file", metavar="PATH", default=default(None), help=words.say("the shop file to use")
    )
    parser.add_argument(
        "--language", choices=["en", "fa"], default=default(None), help=words.say("English or Persian")
    )
    parser.add_argument(
        "--staff",
        metavar="NAME",
        default=default(None),
        help=words.say("who acts; their PIN stands in SHOPCRM_PIN"),
    )
    parser.add_argument(
        "--json", action="store_true", default=default(False), help=words.say("answer as one JSON document")
    )
    return parser
