"""Brings in sales, customers or goods from a file, and puts the rows it refused into a file beside it."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from shopcrm.app import App
from shopcrm.cli.command import Answer, Command
from shopcrm.outside.tables import reading
from shopcrm.rules import columns
from shopcrm.rules.column_names import FIELDS, FileKind
from shopcrm.rules.errors import BadInput
from shopcrm.rules.money import CURRENCIES
from shopcrm.rules.wording import Words
from shopcrm.services import imports, settings
from shopcrm.services.imports import Outcome

_REASONS_SHOWN = 10
_MERE_WORDS = {"name", "note"}
_TELLING = ("number", "phone", "email", "price", "date")


class MapNotUnderstood(BadInput):
    """A wish for a column that is no pair."""

    sentence = "{text} was not understood. Nothing was changed. Write field=column, such as date=3."


def _describe(words: Words) -> str:
    return words.say("Bring in sales, customers or goods from a CSV file or an Excel workbook")


def _fill(parser: ArgumentParser, words: Words) -> None:
    parser.add_argument("source", metavar=words.say("FILE"), help=words.say("the file to bring in"))
    parser.add_argument(
        "--kind", choices=[kind.value for kind in FileKind], help=words.say("what the file tells about")
    )
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="FIELD=COLUMN",
        help=words.say("which column is what, by its heading or its number; - for none; may be repeated"),
    )
    parser.add_argument(
        "--no-header", action="store_true", help=words.say("the first row is data, not headings")
    )
    parser.add_argument("--sheet", help=words.say("the sheet of the workbook, by its name"))
    parser.add_argument(
        "--dry-run", action="store_true", help=words.say("only tell what would happen, and change nothing")
    )
    parser.add_argument(
        "--all-or-nothing", action="store_true", help=words.say("change nothing if any row is refused")
    )
    parser.add_argument(
        "--currency",
        choices=list(CURRENCIES),
        help=words.say("the money of the shop, as long as it has no sales and no prices"),
    )
    parser.epilog = words.say(
        "Fields of sales: {sales}. Of customers: {customers}. Of goods: {goods}.",
        sales=", ".join(FIELDS[FileKind.SALES]),
        customers=", ".join(FIELDS[FileKind.CUSTOMERS]),
        goods=", ".join(FIELDS[FileKind.GOODS]),
    )


def _run(app: App, args: Namespace, words: Words) -> Answer:
    source = Path(args.source)
    if args.currency:
        app.shop.do(settings.change, currency=args.currency)
    table = reading.open_table(source, header=False if args.no_header else None, sheet=args.sheet)
    plan = imports.propose(
        table,
        source.name,
        app.shop.ask(settings.read).money,
        kind=FileKind(args.kind) if args.kind else None,
        wishes=[_pair(text) for text in args.map],
    )
    if not (args.kind or args.map or table.names) and set(plan.columns) <= _MERE_WORDS:
        # Any letter or list would pass for names of customers.
        raise columns.ColumnMissing(field=" / ".join(_TELLING), possible=columns.listed(plan.headings))
    if args.dry_run:
        outcome = app.shop.ask(imports.dry_run, table, plan)
    else:
        outcome = app.shop.do(imports.bring_in, table, plan, only_good=not args.all_or_nothing)
    refused_file = app.refused_to_file(source, plan, outcome, words)
    return Answer(
        {
            "read": outcome.read,
            "added": outcome.added,
            "changed": outcome.changed,
            "unchanged": outcome.unchanged,
            "refused": outcome.refused,
            "refused_file": str(refused_file) if refused_file else None,
        },
        list(_lines(outcome, refused_file, words, is_dry=args.dry_run)),
    )


def _pair(text: str) -> tuple[str, str]:
    field, found, column = text.partition("=")
    if not found or not field.strip() or not column.strip():
        raise MapNotUnderstood(text=text)
    return field.strip(), column.strip()


def _lines(outcome: Outcome, refused_file: Path | None, words: Words, *, is_dry: bool) -> Iterator[str]:
    if is_dry:
        yield words.say("This was a trial. Nothing was changed. It would be so:")
    yield words.plural("{count} row read.", "{count} rows read.", count=outcome.read)
    yield words.say(
        "Added: {added}. Changed: {changed}. Unchanged: {unchanged}. Refused: {refused}.",
        added=outcome.added,
        changed=outcome.changed,
        unchanged=outcome.unchanged,
        refused=outcome.refused,
    )
    for refusal in outcome.refusals[:_REASONS_SHOWN]:
        yield words.say("Row {row}: {reason}", row=refusal.row, reason=refusal.reason)
    if refused_file is not None:
        yield words.say("The refused rows and why are in {place}.", place=str(refused_file))


COMMAND = Command("import", _describe, _fill, _run, makes_shop=True)
