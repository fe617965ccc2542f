"""Gives the shop's word, lists what it gave, and keeps it or makes up for it."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping

from shopcrm.app import App
from shopcrm.cli import compensation, typed
from shopcrm.cli.command import Answer, Command, Json, Misused
from shopcrm.rules import promises as rules
from shopcrm.rules.promises import Compensation
from shopcrm.rules.sayings import plain
from shopcrm.rules.wording import Words
from shopcrm.services import customers, promises
from shopcrm.services.promises import PromiseDraft, PromiseRow

_USAGE = "promise add --words TEXT --until DATE | list | keep N | break N | withdraw N | make-up N"


def _describe(words: Words) -> str:
    return words.say("Promise something, list promises, keep them, or make up for them")


def _fill(parser: ArgumentParser, words: Words) -> None:
    say = words.say
    parser.add_argument(
        "act",
        choices=[*_ACTS],
        metavar=say("ACT"),
        help=say("add, list, keep N, break N, withdraw N, or make-up N"),
    )
    parser.add_argument("promise", nargs="?", type=int, metavar="N", help=say("the number of a promise"))
    parser.add_argument("--customer", metavar=say("ID"), help=say("the customer whom it is for"))
    parser.add_argument("--words", metavar="TEXT", default="", help=say("what is promised"))
    parser.add_argument("--until", metavar="DATE", help=say("its last day, which is included"))
    parser.add_argument("--reason", metavar="TEXT", default="", help=say("why"))
    parser.add_argument("--all", action="store_true", help=say("list also those that are over"))
    compensation.fill(parser, words)


def _run(app: App, args: Namespace, words: Words) -> Answer:
    return _ACTS[args.act](app, args, words)


def _add(app: App, args: Namespace, words: Words) -> Answer:
    day = typed.day(app, args.until)
    if day is None or args.promise is not None:
        raise Misused(reason=_USAGE)
    agreed = compensation.read(app, args) or Compensation()
    draft = PromiseDraft(args.words, day, _customer(app, args), agreed)
    return _one(app, app.shop.do(promises.make, draft), words)


def _list(app: App, args: Namespace, words: Words) -> Answer:
    whose = _customer(app, args)
    rows = app.shop.ask(promises.everything) if args.all else app.shop.ask(promises.to_do)
    rows = [row for row in rows if whose is None or row.customer_id == whose]
    document: dict[str, Json] = {"promises": [_document(row) for row in rows]}
    return Answer(document, [_line(row, words) for row in rows] or [words.say("Nothing is promised.")])


def _keep(app: App, args: Namespace, words: Words) -> Answer:
    app.shop.do(promises.keep, _named(args))
    return _one(app, _named(args), words)


def _break(app: App, args: Namespace, words: Words) -> Answer:
    app.shop.do(promises.break_by_hand, _named(args), args.reason)
    return _one(app, _named(args), words)


def _withdraw(app: App, args: Namespace, words: Words) -> Answer:
    app.shop.do(promises.withdraw, _named(args), args.reason)
    return _one(app, _named(args), words)


def _make_up(app: App, args: Namespace, words: Words) -> Answer:
    given = app.shop.do(promises.make_up, _named(args))
    document: dict[str, Json] = {
        "promise": given.promise_id,
        "voucher": given.voucher_id,
        "posting": given.posting_id,
        "what": given.what.plainly(),
        "known": given.was_known,
    }
    what = words.tell(given.what)
    if given.was_known:
        return Answer(document, [words.say("It was made up for before: {what}.", what=what)])
    return Answer(document, [words.say("Given to make up for it: {what}.", what=what)])


_ACTS: Mapping[str, Callable[[App, Namespace, Words], Answer]] = {
    "add": _add,
    "list": _list,
    "keep": _keep,
    "break": _break,
    "withdraw": _withdraw,
    "make-up": _make_up,
}


def _named(args: Namespace) -> int:
    if args.promise is None:
        raise Misused(reason=_USAGE)
    number: int = args.promise
    return number


def _customer(app: App, args: Namespace) -> int | None:
    return None if args.customer is None else app.shop.ask(customers.by_id_or_code, args.customer)


def _one(app: App, promise_id: int, words: Words) -> Answer:
    row = app.shop.ask(promises.read, promise_id)
    return Answer({"promise": _document(row)}, [_line(row, words)])


def _document(row: PromiseRow) -> dict[str, Json]:
    return {
        "id": row.id,
        "customer_id": row.customer_id,
        "customer": plain(row.customer),
        "words": row.words,
        "until": row.due_on.isoformat(),
        "if_broken": compensation.document(row.if_broken),
        "state": row.state,
        "reason": row.why,
        "order": row.order_number,
        "complaint": row.complaint_number,
        "voucher": row.voucher_id,
        "posting": row.posting_id,
    }


def _line(row: PromiseRow, words: Words) -> str:
    parts = [words.digits(str(row.id)), *([words.shown(row.customer)] if row.customer else []), row.words]
    parts += [words.day(row.due_on), words.tell(rules.promise_state(row.state))]
    return words.listing([words.isolate(part) for part in parts])


COMMAND = Command("promise", _describe, _fill, _run)
