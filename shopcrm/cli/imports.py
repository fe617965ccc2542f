"""Brings in sales, customers or goods from a file, lists what was brought in, and takes an import back.

The rows that were refused go into a file beside the one they came from.
"""

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
from shopcrm.services import import_undo, imports, settings
from shopcrm.services.import_undo import ImportRow
from shopcrm.services.imports import Outcome

_REASONS_SHOWN = 10
_MERE_WORDS = {"name", "note"}
_TELLING = ("number", "phone", "email", "price", "date")


class FileMissing(BadInput):
    """Nothing was said."""

    sentence = (
        "Name the file to bring in. Nothing was changed. With --list you see what was brought in before."
    )


class MapNotUnderstood(BadInput):
    """A wish for a column that is no pair."""

    sentence = "{text} was not understood. Nothing was changed. Write field=column, such as date=3."


def _describe(words: Words) -> str:
    return words.say(
        "Bring in sales, customers or goods from CSV, Excel or address cards, or take an import back"
    )


def _fill(parser: ArgumentParser, words: Words) -> None:
    parser.add_argument(
        "source", nargs="?", metavar=words.say("FILE"), help=words.say("the file to bring in")
    )
    _fill_afterwards(parser, words)
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


def _fill_afterwards(parser: ArgumentParser, words: Words) -> None:
    parser.add_argument(
        "--list",
        action="store_true",
        dest="listed",
        help=words.say("list the latest imports with their numbers"),
    )
    parser.add_argument(
        "--undo", type=int, metavar=words.say("NUMBER"), help=words.say("take the import of that number back")
    )


def _run(app: App, args: Namespace, words: Words) -> Answer:
    if args.listed:
        return _list(app, words)
    if args.undo is not None:
        return _undo(app, args.undo, words)
    if not args.source:
        raise FileMissing
    return _bring_in(app, args, words)


def _list(app: App, words: Words) -> Answer:
    rows = app.shop.ask(import_undo.recent)
    document = [
        {
            "number": row.id,
            "kind": row.kind,
            "file": row.file_name,
            "at": row.imported_at.isoformat(),
            "added": row.added,
            "changed": row.changed,
            "undone_at": row.undone_at.isoformat() if row.undone_at else None,
            "can_undo": row.can_undo,
        }
        for row in rows
    ]
    lines = [_line(row, words) for row in rows] or [words.say("Nothing was brought in yet.")]
    return Answer({"imports": document}, lines)


def _line(row: ImportRow, words: Words) -> str:
    said = words.say(
        "{number}: {file}, {moment}. Added: {added}. Changed: {changed}.",
        number=row.id,
        file=row.file_name,
        moment=row.imported_at,
        added=row.added,
        changed=row.changed,
    )
    if row.undone_at is None:
        return said
    return f"{said} {words.say('Taken back on {moment}.', moment=row.undone_at)}"


def _undo(app: App, number: int, words: Words) -> Answer:
    undone = app.shop.do(import_undo.undo, number)
    lines = [
        words.say(
            "Taken back. Rows removed: {removed}. Made as they were: {restored}.",
            removed=undone.removed,
            restored=undone.restored,
        )
    ]
    if undone.kept:
        lines.append(words.say("Kept, because they were used or changed since: {kept}.", kept=undone.kept))
    return Answer({"removed": undone.removed, "restored": undone.restored, "kept": undone.kept}, lines)


def _bring_in(app: App, args: Namespace, words: Words) -> Answer:
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
        app.backups.make_if_changed()
        outcome = app.shop.do(imports.bring_in, table, plan, only_good=not args.all_or_nothing)
    refused_file = app.refused_to_file(source, plan, outcome, words)
    return Answer(
        {
            "read": outcome.read,
            "added": outcome.added,
            "changed": outcome.changed,
            "unchanged": outcome.unchanged,
            "refused": outcome.refused,
            "left_out": len(outcome.left_out),
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
    for listed in (outcome.refusals, outcome.left_out):
        for refusal in listed[:_REASONS_SHOWN]:
            yield words.say("Row {row}: {reason}", row=refusal.row, reason=refusal.reason)
    if refused_file is not None:
        yield words.say("The refused rows and why are in {place}.", place=str(refused_file))


COMMAND = Command("import", _describe, _fill, _run, makes_shop=True)
