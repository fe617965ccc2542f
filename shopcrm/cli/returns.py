"""Takes goods back, exchanges them for others, and reverses the last sale of this till."""

import secrets
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from dataclasses import replace

from shopcrm.app import App
from shopcrm.cli import sale, typed
from shopcrm.cli.command import Answer, Command, Json
from shopcrm.rules.errors import BadInput
from shopcrm.rules.money import Currency, Money
from shopcrm.rules.returns import first_ordinal
from shopcrm.rules.wording import Words
from shopcrm.services import exchanges, returned_sales, returns, reversals, settings
from shopcrm.services.pricing import Basket
from shopcrm.services.refunds import WayBack
from shopcrm.services.returned_documents import Returned
from shopcrm.services.returns import ReturnDraft, ReturnLine


class ReturnLineNotRead(BadInput):
    """A line of a return without its parts."""

    sentence = (
        "{text} is not a line of a return. Nothing was changed. Write the number of the line from 1, and how "
        "much of it comes back; without that as much as was sold: 1, or 2:0.750."
    )


def _describe_return(words: Words) -> str:
    return words.say("Take goods of a sale back, in part or whole")


def _describe_exchange(words: Words) -> str:
    return words.say("Take goods of a sale back and sell others for them; only the difference is paid")


def _describe_reverse(words: Words) -> str:
    return words.say("Take the last sale of this till back as if it had never been")


def _fill_return(parser: ArgumentParser, words: Words) -> None:
    say = words.say
    parser.add_argument(
        "sale", metavar=say("SALE"), help=say("the number of the sale, or the code on its slip")
    )
    parser.add_argument(
        "--line",
        action="append",
        default=[],
        metavar="N:QTY[:PRICE]",
        help=say("a line by its number from 1, and how much of it; without any all that is left"),
    )
    parser.add_argument("--reason", default="", metavar="TEXT", help=say("why it comes back"))
    parser.add_argument(
        "--refund",
        metavar="KIND",
        help=say("cash, card, transfer or credit for the rest of the money; else as it was paid"),
    )
    parser.add_argument(
        "--outside", action="store_true", help=say("the goods are not as the shop's terms say")
    )
    _fill_key(parser, words)


def _fill_exchange(parser: ArgumentParser, words: Words) -> None:
    say = words.say
    _fill_return(parser, words)
    parser.add_argument(
        "--new",
        action="append",
        default=[],
        required=True,
        metavar="CODE:QTY[:PRICE]",
        help=say("goods that are taken instead, as in a sale"),
    )
    parser.add_argument(
        "--pay",
        action="append",
        default=[],
        metavar="KIND:AMOUNT",
        help=say("how the difference is paid; without an amount all that is left"),
    )


def _fill_reverse(parser: ArgumentParser, words: Words) -> None:
    say = words.say
    parser.add_argument(
        "sale", metavar=say("SALE"), help=say("the number of the sale, or the code on its slip")
    )
    parser.add_argument("--reason", default="", metavar="TEXT", help=say("why it comes back"))
    _fill_key(parser, words)


def _fill_key(parser: ArgumentParser, words: Words) -> None:
    parser.add_argument(
        "--key", default="", help=words.say("a name for this; the same one is done only once")
    )


def _run_return(app: App, args: Namespace, words: Words) -> Answer:
    done = app.shop.do(returns.complete, _draft(app, args), _key(args))
    return Answer(_document(app, done), _said(done, words))


def _run_exchange(app: App, args: Namespace, words: Words) -> Answer:
    money, draft = app.shop.ask(settings.read).money, _draft(app, args)
    buyer = app.shop.ask(returns.look, draft.sale_id).sale.customer_id
    basket = Basket(tuple(sale.line_of(app, text, money) for text in args.new), buyer)
    tenders = tuple(sale.tender_of(text, money) for text in args.pay)
    done = app.shop.do(exchanges.complete, draft, basket, tenders, _key(args))
    document: Mapping[str, Json] = {
        "returned": _document(app, done.returned),
        "sold": sale.document(done.sold, words),
        "difference": done.difference,
    }
    difference = words.say("Difference: {amount}", amount=Money(done.difference))
    return Answer(document, [*_said(done.returned, words), *sale.said(done.sold, words), difference])


def _run_reverse(app: App, args: Namespace, words: Words) -> Answer:
    number = app.shop.ask(returned_sales.find, args.sale)
    done = app.shop.do(reversals.reverse, number, _key(args), args.reason)
    return Answer(_document(app, done), _said(done, words))


def _draft(app: App, args: Namespace) -> ReturnDraft:
    money = app.shop.ask(settings.read).money
    sale_id = app.shop.ask(returned_sales.find, args.sale)
    first = _first(app, sale_id) if args.line else 0
    lines = [line_of(text, money) for text in args.line]
    return ReturnDraft(
        sale_id,
        tuple(replace(line, ordinal=line.ordinal + first) for line in lines),
        reason=args.reason,
        refund=args.refund,
        outside=args.outside,
    )


def _first(app: App, sale_id: int) -> int:
    """Tell the ordinal of the first line of a sale: files count their lines from 1."""
    return first_ordinal(app.shop.ask(returned_sales.read, sale_id).lines)


def line_of(text: str, money: Currency) -> ReturnLine:
    """Read a line of a return: its number from 1, how much of it, for what; blank is as it was sold (K5)."""
    number, *more = text.split(":")
    quantity, price = (*more, "", "")[:2]
    place, paid = _place(number), typed.money(price, money) if price.strip() else None
    if place is None or len(more) > 2 or (paid is not None and paid < 0):
        raise ReturnLineNotRead(text=typed.shown(text))
    return ReturnLine(place, typed.quantity(quantity) if quantity.strip() else None, paid)


def _place(number: str) -> int | None:
    """Read the number of a line, from 1, as its place from 0; None for anything else."""
    try:
        place = typed.whole(number)
    except BadInput:
        return None
    return place - 1 if place > 0 else None


def _key(args: Namespace) -> str:
    return args.key or f"cli {secrets.token_hex(16)}"


def _document(app: App, done: Returned) -> dict[str, Json]:
    """Tell the return: amounts in smallest units, quantities in thousandths."""
    points, first = done.points, _first(app, done.of_sale_id)
    return {
        "return": done.return_id,
        "number": done.number,
        "of": done.of_sale_id,
        "refund": done.refund,
        "tax": done.tax,
        "lines": [
            {
                "line": one.ordinal + 1 - first,
                "quantity": one.quantity,
                "price": one.price,
                "amount": one.amount,
            }
            for one in done.lines
        ],
        "payments": [_payment(one) for one in done.ways],
        "points": {
            "given_back": points.given,
            "lapsed": points.lapsed,
            "taken_back": points.taken,
            "owed": points.owed,
            "forgiven": points.forgiven,
            "kept_from_refund": points.kept,
            "regained": points.regained,
            "earned": points.earned,
            "balance": points.balance,
        },
        "tier": done.tier,
        "vouchers": [{"code": one.code, "what": one.what, "worth": one.worth} for one in done.vouchers],
        "customer": done.customer_id,
        "reversal": done.reversal,
        "reason": done.reason,
        "allowed_by": done.allowed_by,
        "known": done.was_known,
    }


def _payment(one: WayBack) -> Json:
    return {"kind": one.kind, "amount": one.amount, "points": one.points, "voucher": one.voucher_id}


def _said(done: Returned, words: Words) -> list[str]:
    say, points = words.say, done.points
    lines = [
        say(
            "Return {number} of sale {of}: {refund}",
            number=done.number,
            of=done.of_number,
            refund=Money(done.refund),
        )
    ]
    if points.given or points.taken:
        lines.append(
            say(
                "Points: {given} came back, {taken} taken back, {balance} there now",
                given=points.given,
                taken=points.taken,
                balance=points.balance,
            )
        )
    if points.owed:
        lines.append(say("{points} of the points were spent already and are owed.", points=points.owed))
    lines += [
        say("Voucher {code}: {amount}", code=one.code, amount=Money(one.worth))
        for one in done.vouchers
        if one.what in {"freed", "new", "credit"}
    ]
    if done.was_known:
        lines.append(say("This was done before; nothing more was written down."))
    return lines


RETURN = Command("return", _describe_return, _fill_return, _run_return)
EXCHANGE = Command("exchange", _describe_exchange, _fill_exchange, _run_exchange)
REVERSE = Command("reverse", _describe_reverse, _fill_reverse, _run_reverse)
