"""Keeps the tree of causes, and the improvements that keep them from coming again."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from shopcrm.app import App
from shopcrm.cli import typed
from shopcrm.cli.command import Answer, Command, Json, Misused
from shopcrm.rules.improvements import effect_words
from shopcrm.rules.wording import Words
from shopcrm.services import causes, improvement_news, improvement_report, improvements
from shopcrm.services.causes import CauseRow
from shopcrm.services.improvement_report import Reported
from shopcrm.services.improvements import ImprovementDraft

_USAGE = (
    "improvement list | add --cause NAME --what TEXT --who NAME --until DATE | "
    "done N --changed TEXT [--tell] | tell N | drop N --why TEXT"
)


def _describe_cause(words: Words) -> str:
    return words.say("List why things go wrong, and add a cause")


def _fill_cause(parser: ArgumentParser, words: Words) -> None:
    say = words.say
    parser.add_argument(
        "act", choices=["list", "add", "first"], metavar=say("ACT"), help=say("list, add NAME, or first")
    )
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help=say("the name of a cause"))
    parser.add_argument("--in", dest="within", metavar="NAME", help=say("the cause within which it lies"))


def _run_cause(app: App, args: Namespace, words: Words) -> Answer:
    match args.act:
        case "add":
            within = None if args.within is None else app.shop.ask(causes.by_name, args.within)
            app.shop.do(causes.add, args.name, within)
        case "first":
            app.shop.do(causes.take_first)
    rows = app.shop.ask(causes.tree)
    lines = [f"{'  ' * row.depth}{words.isolate(row.name)} ({words.number(row.cases_below)})" for row in rows]
    empty = words.say("No cause is there yet. {command} takes up the usual ones.", command="cause first")
    return Answer({"causes": [_cause(row) for row in rows]}, lines or [empty])


def _cause(row: CauseRow) -> Json:
    return {
        "id": row.id,
        "parent_id": row.parent_id,
        "name": row.name,
        "path": row.path,
        "complaints": row.cases,
        "complaints_below": row.cases_below,
    }


def _describe(words: Words) -> str:
    return words.say("List what is improved, add an improvement, say that it is done")


def _fill(parser: ArgumentParser, words: Words) -> None:
    say = words.say
    parser.add_argument(
        "act",
        choices=["list", "add", "done", "tell", "drop"],
        metavar=say("ACT"),
        help=say("list, add, done N, tell N, or drop N"),
    )
    parser.add_argument("number", nargs="?", type=int, metavar="N", help=say("the number of an improvement"))
    parser.add_argument("--cause", metavar="NAME", help=say("the cause, by its name or whole path"))
    parser.add_argument("--what", default="", metavar="TEXT", help=say("what is changed"))
    parser.add_argument("--who", default="", metavar="NAME", help=say("who sees to it"))
    parser.add_argument("--until", metavar="DATE", help=say("its last day, which is included"))
    parser.add_argument("--changed", default="", metavar="TEXT", help=say("what changed"))
    parser.add_argument("--why", default="", metavar="TEXT", help=say("why"))
    parser.add_argument("--tell", action="store_true", help=say("tell those who complained of it"))
    parser.add_argument("--pdf", type=Path, metavar="FILE", help=say("where to save the report"))


def _run(app: App, args: Namespace, words: Words) -> Answer:
    match args.act:
        case "add":
            return _add(app, args, words)
        case "done":
            return _done(app, args, words)
        case "tell":
            app.shop.do(improvement_news.tell, _number(args))
            return _answer([app.shop.ask(improvement_report.look, args.number)], words)
        case "drop":
            app.shop.do(improvements.drop, _number(args), args.why)
            return _answer([app.shop.ask(improvement_report.look, args.number)], words)
    if args.pdf is not None:
        app.papers.improvements_report_to(args.pdf, words)
    return _answer(app.shop.ask(improvement_report.read), words)


def _add(app: App, args: Namespace, words: Words) -> Answer:
    day = typed.day(app, args.until)
    if args.cause is None or day is None or args.number is not None:
        raise Misused(reason=_USAGE)
    cause = app.shop.ask(causes.by_name, args.cause)
    key = app.shop.do(improvements.add, ImprovementDraft(cause, args.what, args.who, day))
    return _answer([app.shop.ask(improvement_report.look, key)], words)


def _done(app: App, args: Namespace, words: Words) -> Answer:
    number = _number(args)
    app.shop.do(improvements.done, number, args.changed)
    if args.tell:
        app.shop.do(improvement_news.tell, number)
    return _answer([app.shop.ask(improvement_report.look, number)], words)


def _number(args: Namespace) -> int:
    if args.number is None:
        raise Misused(reason=_USAGE)
    number: int = args.number
    return number


def _answer(found: Sequence[Reported], words: Words) -> Answer:
    lines = [_line(one, words) for one in found]
    document: dict[str, Json] = {"improvements": [_document(one) for one in found]}
    return Answer(document, lines or [words.say("Nothing was improved yet.")])


def _document(one: Reported) -> Json:
    row, counted = one.row, one.counted
    return {
        "id": row.id,
        "cause": row.cause,
        "what": row.what,
        "who": row.who,
        "until": row.due_on.isoformat(),
        "state": row.state,
        "changed": row.changed,
        "late": row.late,
        "before": counted.before,
        "after": counted.after,
        "days_before": counted.days_before,
        "days_after": counted.days_after,
        "effect": counted.effect,
        "told": one.told,
        "to_tell": one.to_tell,
    }


def _line(one: Reported, words: Words) -> str:
    row = one.row
    state = words.tell(improvements.state_words(row.state))
    parts = [words.digits(str(row.id)), words.isolate(row.what), words.isolate(row.cause), state]
    if row.done_at is not None:
        parts.append(words.tell(effect_words(one.counted.effect)))
    if one.to_tell:
        parts.append(words.plural("{count} person to tell", "{count} people to tell", one.to_tell))
    return words.listing(parts)


CAUSE = Command("cause", _describe_cause, _fill_cause, _run_cause)
COMMAND = Command("improvement", _describe, _fill, _run)
