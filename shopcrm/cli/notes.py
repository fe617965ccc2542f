"""Writes a note about a customer, or lists those that are there."""

from argparse import ArgumentParser, Namespace

from shopcrm.app import App
from shopcrm.cli.command import Answer, Command, Json, Misused
from shopcrm.outside.paper import people_words
from shopcrm.rules.sayings import saying
from shopcrm.rules.wording import Words
from shopcrm.services import customers, notes
from shopcrm.services.notes import NoteKind, NoteView

_LISTED = 50


def _describe(words: Words) -> str:
    return words.say("Write a note about a customer, or list the notes")


def _fill(parser: ArgumentParser, words: Words) -> None:
    parser.add_argument(
        "id", metavar=words.say("ID"), help=words.say("the customer's number here, or in another program")
    )
    parser.add_argument("text", nargs="*", metavar=words.say("TEXT"), help=words.say("what to write down"))
    kinds = [kind.value for kind in NoteKind if kind is not NoteKind.REPLY]
    parser.add_argument("--kind", choices=kinds, default=NoteKind.NOTE.value, help=words.say("what it was"))
    parser.add_argument("--list", action="store_true", help=words.say("list the notes, the newest first"))


def _run(app: App, args: Namespace, words: Words) -> Answer:
    customer = app.shop.ask(customers.by_id_or_code, args.id)
    if args.list:
        return _listed(app, customer, words)
    text = " ".join(args.text)
    if not text.strip():
        raise Misused(reason=saying("there is no text to write down"))
    key = app.shop.do(notes.write, customer, NoteKind(args.kind), text)
    return Answer({"customer": customer, "note": key}, [words.say("The note is written down.")])


def _listed(app: App, customer: int, words: Words) -> Answer:
    rows = app.shop.ask(notes.of_customer, customer, _LISTED)
    document: dict[str, Json] = {
        "customer": customer,
        "notes": [
            {"id": row.id, "kind": row.kind, "text": row.text, "at": row.at.isoformat(), "by": row.written_by}
            for row in rows
        ],
    }
    lines = [_line(words, row) for row in rows]
    return Answer(document, lines or [words.say("There are no notes yet.")])


def _line(words: Words, row: NoteView) -> str:
    """Tell a note; what is more than a note is named."""
    if row.kind is NoteKind.NOTE:
        return words.say("{moment}: {text}", moment=row.at, text=row.text)
    what = people_words.note_kind(words, row.kind)
    return words.say("{moment}, {what}: {text}", moment=row.at, what=what, text=row.text)


COMMAND = Command("note", _describe, _fill, _run)
