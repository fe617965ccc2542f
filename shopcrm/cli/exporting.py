"""Writes customers, goods, everything, or all about one person, into a file that other programs read."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from shopcrm import app_exports
from shopcrm.app import App
from shopcrm.cli.command import Answer, Command
from shopcrm.rules.wording import Words
from shopcrm.services import customers
from shopcrm.services.exports import Kind


def _describe(words: Words) -> str:
    return words.say("Write customers, goods, everything or one person into a file for other programs")


def _fill(parser: ArgumentParser, words: Words) -> None:
    forms = ", ".join(app_exports.FORMS)
    where = words.say("the file to write; its ending chooses the form: {forms}", forms=words.ltr(forms))
    parser.add_argument("to", type=Path, metavar=words.say("FILE"), help=where)
    kinds = [kind.value for kind in Kind]
    parser.add_argument(
        "--what", choices=kinds, default=Kind.CUSTOMERS.value, help=words.say("what to write")
    )
    one = words.say("all about one customer, as .json or .pdf")
    parser.add_argument("--customer", metavar=words.say("ID"), help=one)


def _run(app: App, args: Namespace, words: Words) -> Answer:
    place: Path = args.to
    if args.customer is not None:
        key = app.shop.ask(customers.by_id_or_code, args.customer)
        app.export_person_to(place, key, words)
        done = words.say("All about them is in {file}.", file=place.name)
        return Answer({"file": str(place), "customer": key}, [done])
    counts = app.export_to(place, Kind(args.what), words)
    lines = [
        words.plural("{table}: {count} row", "{table}: {count} rows", table=name, count=count)
        for name, count in counts.items()
    ]
    written = words.say("Written to {file}.", file=place.name)
    return Answer({"file": str(place), "rows": counts}, [*lines, written])


COMMAND = Command("export", _describe, _fill, _run)
