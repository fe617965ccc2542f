"""How a command line is read; help and complaints come in the language of whoever typed it."""

import re
import sys
from argparse import PARSER, Action, ArgumentParser, HelpFormatter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, NoReturn

from shopcrm.cli import printing, typed
from shopcrm.cli.command import Misused
from shopcrm.rules.sayings import Saying, saying
from shopcrm.rules.wording import Words

_LONGEST = 120
_EMPTY = re.compile(r"(--[\w-]+)=--")
_COMPLAINTS: tuple[tuple[re.Pattern[str], Saying], ...] = (
    (re.compile(r"argument (?P<name>.+?): expected .+"), saying("{name} lacks its value")),
    (re.compile(r"the following arguments are required: (?P<name>.+)"), saying("{name} is missing")),
    (re.compile(r"unrecognized arguments: (?P<name>.+)"), saying("{name} has no meaning here")),
    (
        re.compile(r"ambiguous option: (?P<name>.+) could match (?P<others>.+)"),
        saying("{name} could be any of {others}"),
    ),
    (
        re.compile(r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)"),
        saying("{name} and {other} do not go together"),
    ),
    (
        re.compile(r"one of the arguments (?P<names>.+) is required"),
        saying("one of these is needed: {names}"),
    ),
    (
        re.compile(r"argument (?P<name>.+?): ignored explicit argument .+"),
        saying("{name} takes no value"),
    ),
)
"""What Python's own reader says in English only, and the same in the catalogue."""


class Parser(ArgumentParser):
    """A parser that complains in one sentence of the catalogue, and reads numbers as the shop does."""

    def __init__(self, **given: Any) -> None:
        # Its own -h speaks English only; ours stands among the arguments that all commands share.
        super().__init__(**{"add_help": False, **given})

    def _match_arguments_partial(self, actions: Sequence[Action], arg_strings_pattern: str) -> list[int]:
        """Leave what takes any number of words to those that stand behind an option: note 7 --kind call TEXT.

        Older Pythons would take none of them before the option, and then know nothing to do with them.
        """
        counts = super()._match_arguments_partial(actions, arg_strings_pattern)
        while "O" in arg_strings_pattern and counts and counts[-1] == 0:
            counts.pop()
        return counts

    def error(self, message: str) -> NoReturn:
        """Raise the complaint instead of printing usage over several lines."""
        for pattern, said in _COMPLAINTS:
            found = pattern.fullmatch(message)
            if found is not None:
                cut = {name: text[:_LONGEST] for name, text in found.groupdict().items()}
                raise Misused(reason=Saying(said.text, tuple(cut.items())))
        raise Misused(reason=saying("it cannot be read"))

    def print_help(self, file: Any = None) -> None:
        """Print the help; a console that cannot write Persian shows marks instead of failing."""
        printing.write(self.format_help().rstrip("\n"), file or sys.stdout)

    def _get_value(self, action: Action, arg_string: str) -> Any:
        """Read one value; what may be empty is empty without it, too."""
        if action.nargs == PARSER:  # All that stands behind a command is for the command to read.
            return arg_string
        if not arg_string.strip() and action.default != "":
            raise typed.ValueMissing(name=_name(action))
        return typed.whole(arg_string) if action.type is int else super()._get_value(action, arg_string)

    def _check_value(self, action: Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            if not str(value).strip():
                raise typed.ValueMissing(name=_name(action))
            raise Misused(
                reason=saying(
                    "{name} cannot be {value}; it is one of {choices}",
                    name=_name(action),
                    value=typed.shown(str(value)),
                    choices=", ".join(map(str, action.choices)),
                )
            )


class _Page(HelpFormatter):
    """A page of help with headings in the language of whoever reads it."""

    def __init__(self, prog: str, words: Words) -> None:
        super().__init__(prog)
        self._usage = words.say("usage:") + " "
        self._headings = {
            "positional arguments": words.say("what it takes"),
            "options": words.say("what can be added"),
        }

    def add_usage(
        self, usage: str | None, actions: Iterable[Action], groups: Any, prefix: str | None = None
    ) -> None:
        """Begin the page with how the command is written."""
        super().add_usage(usage, actions, groups, self._usage if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        """Begin a part of the page."""
        super().start_section(self._headings.get(heading or "", heading))


def pages(words: Words) -> Callable[..., HelpFormatter]:
    """Give what lays out pages of help in a language."""
    return partial(_Page, words=words)


def check(given: Iterable[str]) -> None:
    """Look at what the parser itself would stumble over; raises Misused or ValueMissing."""
    for argument in given:
        if any("\ud800" <= letter <= "\udfff" for letter in argument):
            raise Misused(reason=saying("it holds bytes that are no letters"))
        empty = _EMPTY.fullmatch(argument)
        if empty is not None:
            raise typed.ValueMissing(name=empty[1])


def _name(action: Action) -> str:
    """Name an argument as the help does."""
    return action.option_strings[-1] if action.option_strings else str(action.metavar or action.dest)
