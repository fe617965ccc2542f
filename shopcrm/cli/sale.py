"""Sells a basket: goods, customer, vouchers, points and payments in one line, whole or not at all."""

import secrets
from argparse import ArgumentParser, Namespace

from shopcrm.app import App
from shopcrm.cli import typed
from shopcrm.cli.command import Answer, Command, Json
from shopcrm.rules.errors import BadInput
from shopcrm.rules.money import Currency, Money
from shopcrm.rules.tenders import CASH
from shopcrm.rules.wording import Words
from shopcrm.services import customers, goods, selling, settings, vouchers, wrong_codes
from shopcrm.services.selling import Basket, BasketLine, Sold, Tender


class LineNotRead(BadInput):
    """A line without its parts."""

    sentence = (
        "{text} is not a line of a sale. Nothing was sold. "
        "Write code and quantity, and a price where it is another one: 1001:2 or 1001:0.750:9000."
    )


class PaymentNotRead(BadInput):
    """A payment without its kind, or without the amount that was announced."""

    sentence = (
        "{text} is not a payment. Nothing was sold. "
        "Write its kind and how much: cash:5000, or card alone for all that is left."
    )


class PointsNotRead(BadInput):
    """Points are whole."""

    sentence = "{text} is not a number of points. Nothing was sold. Points are whole numbers from 0 on."


def _describe(words: Words) -> str:
    return words.say("Sell goods: to whom, with which vouchers and points, and how it is paid")


def _fill(parser: ArgumentParser, words: Words) -> None:
    say = words.say
    parser.add_argument(
        "--line",
        action="append",
        default=[],
        metavar="CODE:QTY[:PRICE]",
        help=say("goods by code or barcode, how much, and the price of one unit where it is another one"),
    )
    parser.add_argument("--amount", metavar="N", help=say("a total that is only typed in"))
    parser.add_argument("--customer", metavar=say("ID"), help=say("who buys"))
    parser.add_argument(
        "--voucher", action="append", default=[], metavar="CODE", help=say("a voucher that is used")
    )
    parser.add_argument("--points", default="0", metavar="N", help=say("how many points are spent"))
    parser.add_argument("--discount", metavar="N", help=say("what is taken off the whole sale by hand"))
    parser.add_argument("--reason", default="", metavar="TEXT", help=say("why it is taken off"))
    parser.add_argument(
        "--pay",
        action="append",
        default=[],
        metavar="KIND:AMOUNT",
        help=say("cash, card, transfer or tab, and how much; without an amount all that is left"),
    )
    parser.add_argument("--key", default="", help=say("a name of the basket; the same one is sold only once"))


def _run(app: App, args: Namespace, words: Words) -> Answer:
    money = app.shop.ask(settings.read).money
    for code in args.voucher:
        _look_at(app, code)
    basket = Basket(
        lines=_lines(app, args, money),
        customer_id=_customer(app, args.customer),
        voucher_codes=tuple(args.voucher),
        whole_off=0 if args.discount is None else typed.money(args.discount, money),
        whole_why=args.reason,
        points=_points(args.points),
    )
    tenders = tuple(tender_of(text, money) for text in args.pay) or (Tender(CASH),)
    sold = app.shop.do(selling.complete, basket, tenders, args.key or f"cli {secrets.token_hex(16)}")
    return Answer(document(sold, words), said(sold, words))


def _look_at(app: App, code: str) -> None:
    """Look a voucher up before the sale, so that a wrong code is noted (V8)."""
    try:
        app.shop.ask(vouchers.look_up, code)
    except vouchers.WRONG:
        app.shop.do(wrong_codes.note, code)
        raise


def _lines(app: App, args: Namespace, money: Currency) -> tuple[BasketLine, ...]:
    lines = [line_of(app, text, money) for text in args.line]
    if args.amount is not None:
        lines.append(BasketLine(price=typed.money(args.amount, money)))
    return tuple(lines)


def line_of(app: App, text: str, money: Currency) -> BasketLine:
    """Read a line such as 1001:2 or 1001:0.750:9000; raises LineNotRead or NoSuchGoods."""
    parts = text.split(":")
    if len(parts) not in {2, 3} or not all(part.strip() for part in parts):
        raise LineNotRead(text=typed.shown(text))
    product = app.shop.ask(goods.find, parts[0])
    price = typed.money(parts[2], money) if len(parts) == 3 else None
    return BasketLine(product.id, typed.quantity(parts[1]), price)


def _customer(app: App, given: str | None) -> int | None:
    return None if given is None else app.shop.ask(customers.by_id_or_code, given)


def _points(text: str) -> int:
    try:
        points = typed.whole(text)
    except BadInput as error:
        raise PointsNotRead(text=typed.shown(text)) from error
    if points < 0:
        raise PointsNotRead(text=typed.shown(text))
    return points


def tender_of(text: str, money: Currency) -> Tender:
    """Read a payment such as card or cash:5000, or card alone for all that is left; raises PaymentNotRead."""
    kind, given, amount = text.partition(":")
    if not kind.strip() or (given and not amount.strip()):
        raise PaymentNotRead(text=typed.shown(text))
    return Tender(kind.strip().lower(), typed.money(amount, money) if given else None)


def document(sold: Sold, words: Words) -> dict[str, Json]:
    """Tell the sale: amounts in smallest units, reasons in the words that people read."""
    return {
        "sale": sold.sale_id,
        "number": sold.number,
        "total": sold.total,
        "tax": sold.tax,
        "steps": [
            {
                "kind": step.kind.value,
                "before": step.before,
                "amount": step.amount,
                "why": words.tell(step.why),
                "line": None if step.line is None else step.line + 1,
                "promotion": step.promotion_id,
                "tier": step.tier_id,
                "voucher": step.voucher_id,
            }
            for step in sold.steps
        ],
        "to_pay": sold.to_pay,
        "paid": [
            {"kind": one.kind, "amount": one.amount, "points": one.points, "voucher": one.voucher_id}
            for one in sold.paid
        ],
        "change": sold.change,
        "points": {
            "earned": sold.points.earned,
            "spent": sold.points.spent,
            "balance": sold.points.balance,
        },
        "tier": sold.tier,
        "customer": sold.customer_id,
        "known": sold.was_known,
        "notices": [words.tell(notice) for notice in sold.notices],
    }


def said(sold: Sold, words: Words) -> list[str]:
    """Tell the sale to people."""
    say = words.say
    lines = [f"{words.tell(step.why)}: {words.money(-step.amount)}" for step in sold.steps]
    lines.append(say("Sale {number}: {total}", number=sold.number, total=Money(sold.total)))
    if sold.change:
        lines.append(say("Change: {amount}", amount=Money(sold.change)))
    if sold.customer_id is not None:
        points = sold.points
        lines.append(
            say(
                "Points: {earned} earned, {spent} spent, {balance} there now",
                earned=points.earned,
                spent=points.spent,
                balance=points.balance,
            )
        )
    if sold.tier is not None:
        lines.append(say("Tier: {tier}", tier=sold.tier))
    if sold.was_known:
        lines.append(say("This basket was sold before; nothing more was written down."))
    return [*lines, *(words.tell(notice) for notice in sold.notices)]


COMMAND = Command("sale", _describe, _fill, _run)
