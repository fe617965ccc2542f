"""Takes special orders, ticks their details, hands them over, and prints their slips."""

import secrets
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from pathlib import Path

from shopcrm.app import App
from shopcrm.cli import compensation, sale, typed
from shopcrm.cli.command import Answer, Command, Json, Misused
from shopcrm.rules import promises as rules
from shopcrm.rules import voucher_codes
from shopcrm.rules.sayings import plain
from shopcrm.rules.tenders import CASH, Tender
from shopcrm.rules.wording import Words
from shopcrm.services import customers, order_rows, printing, settings, special_orders
from shopcrm.services.order_rows import OrderRow
from shopcrm.services.printing import What
from shopcrm.services.slips import SlipWidth
from shopcrm.services.special_orders import OrderDraft

_NARROW = 58
_USAGE = (
    "order add --customer ID --words TEXT --until DATE | show N | list | tick N DETAIL | untick N DETAIL"
    " | ready N | hand-over N | withdraw N | print N --pdf FILE"
)


def _describe(words: Words) -> str:
    return words.say("Take special orders, tick their details, hand them over, print their slips")


def _fill(parser: ArgumentParser, words: Words) -> None:
    say = words.say
    parser.add_argument(
        "act",
        choices=[*_ACTS],
        metavar=say("ACT"),
        help=say(
            "add, show N, list, tick N DETAIL, untick N DETAIL, ready N, hand-over N, withdraw N, print N"
        ),
    )
    parser.add_argument("order", nargs="?", type=int, metavar="N", help=say("the number of an order"))
    parser.add_argument("detail", nargs="?", type=int, metavar="DETAIL", help=say("which of its details"))
    parser.add_argument("--customer", metavar=say("ID"), help=say("the customer whom it is for"))
    parser.add_argument("--words", metavar="TEXT", default="", help=say("what is ordered"))
    parser.add_argument("--until", metavar="DATE", help=say("the promised day"))
    parser.add_argument(
        "--detail",
        dest="details",
        action="append",
        default=[],
        metavar="TEXT",
        help=say("a detail; repeatable"),
    )
    parser.add_argument("--deposit", metavar="N", help=say("what is paid ahead"))
    parser.add_argument(
        "--pay",
        action="append",
        default=[],
        metavar="KIND",
        help=say("how the deposit is paid, cash or card"),
    )
    parser.add_argument("--key", metavar="KEY", default="", help=say("the same key never takes it twice"))
    parser.add_argument("--refund", metavar="KIND", help=say("pay the deposit back so; else it stays credit"))
    parser.add_argument("--reason", metavar="TEXT", default="", help=say("why"))
    parser.add_argument("--all", action="store_true", help=say("list also those that are over"))
    parser.add_argument("--pdf", metavar="FILE", type=Path, help=say("where to save the paper"))
    parser.add_argument("--width", type=int, choices=[80, _NARROW], default=80, help=say("of a slip, in mm"))
    compensation.fill(parser, words)


def _run(app: App, args: Namespace, words: Words) -> Answer:
    return _ACTS[args.act](app, args, words)


def _add(app: App, args: Namespace, words: Words) -> Answer:
    day = typed.day(app, args.until)
    if day is None or args.customer is None or args.order is not None:
        raise Misused(reason=_USAGE)
    money = app.shop.ask(settings.read).money
    deposit = 0 if args.deposit is None else typed.money(args.deposit, money)
    tenders = tuple(sale.tender_of(text, money) for text in args.pay)
    draft = OrderDraft(
        customer_id=app.shop.ask(customers.by_id_or_code, args.customer),
        words=args.words,
        promised_on=day,
        details=tuple(args.details),
        deposit=deposit,
        if_late=compensation.read(app, args),
        deposit_words=f"{words.say('Deposit')}: {args.words}",
    )
    paid = tenders or ((Tender(CASH),) if deposit else ())
    key = args.key or (f"cli {secrets.token_hex(16)}" if deposit else "")
    taken = app.shop.do(special_orders.take, draft, key, paid)
    return _one(app, taken.order_id, words, {"known": taken.was_known})


def _show(app: App, args: Namespace, words: Words) -> Answer:
    return _one(app, _id(app, args), words)


def _list(app: App, args: Namespace, words: Words) -> Answer:
    whose = None if args.customer is None else app.shop.ask(customers.by_id_or_code, args.customer)
    rows = app.shop.ask(order_rows.everything) if args.all else app.shop.ask(order_rows.waiting)
    rows = [row for row in rows if whose is None or row.customer_id == whose]
    document: dict[str, Json] = {"orders": [_document(row) for row in rows]}
    return Answer(document, [_line(row, words) for row in rows] or [words.say("Nothing is ordered.")])


def _tick(app: App, args: Namespace, words: Words) -> Answer:
    app.shop.do(special_orders.tick, _id(app, args), _detail(args))
    return _one(app, _id(app, args), words)


def _untick(app: App, args: Namespace, words: Words) -> Answer:
    app.shop.do(special_orders.untick, _id(app, args), _detail(args))
    return _one(app, _id(app, args), words)


def _ready(app: App, args: Namespace, words: Words) -> Answer:
    app.shop.do(special_orders.ready, _id(app, args))
    return _one(app, _id(app, args), words)


def _hand_over(app: App, args: Namespace, words: Words) -> Answer:
    done = app.shop.do(special_orders.hand_over, _id(app, args), args.reason)
    return _one(app, done.order_id, words, {"known": done.was_known})


def _withdraw(app: App, args: Namespace, words: Words) -> Answer:
    done = app.shop.do(special_orders.withdraw, _id(app, args), args.reason, args.refund)
    more: dict[str, Json] = {"paid_back": done.paid_back, "return": done.return_id, "known": done.was_known}
    return _one(app, done.order_id, words, more)


def _print(app: App, args: Namespace, words: Words) -> Answer:
    if args.pdf is None:
        raise Misused(reason=_USAGE)
    width = SlipWidth.NARROW if args.width == _NARROW else SlipWidth.WIDE
    order_id = _id(app, args)
    number = app.papers.order_slip_to(args.pdf, order_id, words, width)
    app.shop.do(printing.note, What.ORDER, (order_id,), width)
    saved = words.say("Saved: {place}", place=str(args.pdf))
    return Answer({"order": number, "pdf": str(args.pdf)}, [saved])


_ACTS: Mapping[str, Callable[[App, Namespace, Words], Answer]] = {
    "add": _add,
    "show": _show,
    "list": _list,
    "tick": _tick,
    "untick": _untick,
    "ready": _ready,
    "hand-over": _hand_over,
    "withdraw": _withdraw,
    "print": _print,
}


def _id(app: App, args: Namespace) -> int:
    if args.order is None:
        raise Misused(reason=_USAGE)
    return app.shop.ask(order_rows.by_number, args.order)


def _detail(args: Namespace) -> int:
    if args.detail is None:
        raise Misused(reason=_USAGE)
    place: int = args.detail
    return place


def _one(app: App, order_id: int, words: Words, more: Mapping[str, Json] | None = None) -> Answer:
    view = app.shop.ask(order_rows.show, order_id)
    document = {
        **_document(view.order),
        "if_late": [compensation.document(p.if_broken) for p in view.promises],
    }
    lines = [_line(view.order, words)]
    for one in view.order.details:
        mark = words.say("ticked") if one.is_ticked else words.say("not ticked")
        number = words.digits(str(one.place))
        lines.append(words.say("{number}. {detail}: {mark}", number=number, detail=one.words, mark=mark))
    lines += [words.say("If it is late: {what}", what=words.tell(p.if_broken.says)) for p in view.promises]
    return Answer({"order": document, **(more or {})}, lines)


def _document(row: OrderRow) -> dict[str, Json]:
    code = voucher_codes.masked(row.deposit_code) if row.deposit_code else None
    return {
        "number": row.number,
        "customer_id": row.customer_id,
        "customer": plain(row.customer),
        "words": row.words,
        "promised": row.promised_on.isoformat(),
        "state": row.state,
        "late": row.is_late,
        "details": [{"place": d.place, "words": d.words, "ticked": d.is_ticked} for d in row.details],
        "deposit": row.deposit,
        "deposit_left": row.deposit_left,
        "deposit_code": code,
        "reason": row.handed_why,
    }


def _line(row: OrderRow, words: Words) -> str:
    state = words.say("late") if row.is_late else words.tell(rules.order_state(row.state))
    parts = [
        words.digits(str(row.number)),
        words.shown(row.customer),
        row.words,
        words.day(row.promised_on),
        state,
    ]
    if row.deposit:
        parts.append(words.say("deposit {amount}", amount=words.money(row.deposit)))
    return words.listing([words.isolate(part) for part in parts])


COMMAND = Command("order", _describe, _fill, _run)
