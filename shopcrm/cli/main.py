"""The command line: without a command it opens the window, with one it does what a person would do there.

Exit status is 0, or 2 with one plain sentence on standard error; never a traceback.
"""

import json
import sys
from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, TextIO

from shopcrm import app as program
from shopcrm.cli import standalone
from shopcrm.cli.command import Answer, Command, Misused, NoShopYet
from shopcrm.cli.commands import COMMANDS
from shopcrm.outside import paths
from shopcrm.rules.errors import ShopError
from shopcrm.rules.wording import Words

UNDERSTOOD = 0
FAILED = 2


class _Parser(ArgumentParser):
    """A parser that complains in one sentence."""

    def error(self, message: str) -> NoReturn:
        """Raise the complaint instead of printing usage over several lines."""
        raise Misused(reason=message)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, or open the window; gives the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    words = program.words_without_a_shop(_language_of(given) or "en")
    try:
        return _run(given, words)
    except ShopError as error:
        _print(words.tell(error), sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        _print(words.say("Stopped. What was not finished was undone."), sys.stderr)
        return FAILED
    except BrokenPipeError:
        return UNDERSTOOD
    except Exception as error:  # noqa: BLE001 -- the last net: a person gets a sentence, a report goes to a file
        _print(words.tell(standalone.keep_report(error)), sys.stderr)
        return FAILED


def _run(given: Sequence[str], words: Words) -> int:
    args = _parser(words).parse_args(given)
    if args.command in standalone.NAMES:
        return standalone.run(args, words)
    path = Path(args.file) if args.file else paths.default_shop()
    if args.command is None:
        return standalone.open_window(path, args.language, words)
    command = next(c for c in COMMANDS if c.name == args.command)
    return _on_shop(command, path, args)


def _on_shop(command: Command, path: Path, args: Namespace) -> int:
    if not command.makes_shop and not path.exists():
        raise NoShopYet(place=str(path))
    with program.opened(path, language=args.language) as app:
        words = app.words()
        try:
            answer = command.run(app, args, words)
        except ShopError as error:
            _print(words.tell(error), sys.stderr)
            return FAILED
    _show(answer, as_json=args.json)
    return UNDERSTOOD


def _show(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        _print(json.dumps(answer.document, ensure_ascii=False), sys.stdout)
    else:
        _print("\n".join(answer.lines), sys.stdout)


def _print(text: str, stream: TextIO) -> None:
    # A console that cannot write Persian shows marks instead of failing.
    encoding = stream.encoding or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding), file=stream, flush=True)


def _language_of(given: Sequence[str]) -> str | None:
    """Find the language before the line is parsed, so that even a complaint about it is in that language."""
    pairs = zip(given, [*given[1:], ""], strict=True)
    found = [
        second if first == "--language" else first.removeprefix("--language=")
        for first, second in pairs
        if first.startswith("--language")
    ]
    return next((language for language in found if language in {"en", "fa"}), None)


def _parser(words: Words) -> ArgumentParser:
    shared = _shared(words, first=False)
    parser = _Parser(
        prog="shopcrm",
        description=words.say("A small shop's memory of its customers. Without a command the window opens."),
        parents=[_shared(words, first=True)],
    )
    parser.add_argument("--version", action="version", version="shopcrm 0.1.0")
    commands = parser.add_subparsers(dest="command", parser_class=_Parser, metavar=words.say("COMMAND"))
    for command in COMMANDS:
        about = command.describe(words)
        command.fill(
            commands.add_parser(command.name, help=about, description=about, parents=[shared]), words
        )
    standalone.fill(commands, shared, words)
    return parser


def _shared(words: Words, *, first: bool) -> _Parser:
    """Make the arguments that may stand before or after the command; only the first ones have defaults."""
    parser = _Parser(add_help=False)

    def default(value: object) -> object:
        return value if first else SUPPRESS

    parser.add_argument(
        "--file", metavar="PATH", default=default(None), help=words.say("the shop file to use")
    )
    parser.add_argument(
        "--language", choices=["en", "fa"], default=default(None), help=words.say("English or Persian")
    )
    parser.add_argument(
        "--json", action="store_true", default=default(False), help=words.say("answer as one JSON document")
    )
    return parser
