"""Writes down what came in, line by line, and answers with the goods as the shop knows them."""

from argparse import ArgumentParser, Namespace

from shopcrm.app import App
from shopcrm.cli.command import Answer, Command, Json
from shopcrm.rules import cells
from shopcrm.rules.errors import BadInput
from shopcrm.rules.money import THOUSANDTHS
from shopcrm.rules.wording import Words
from shopcrm.services import arrivals
from shopcrm.services.arrivals import ArrivalDraft, ArrivalLineView, ArrivalView, Came


class LineNotRead(BadInput):
    """A line is no code with a quantity."""

    sentence = "{line} is not a code and a quantity. Nothing was written down. Write it like 1001:2.5."


def _describe(words: Words) -> str:
    return words.say("Write down goods that came in")


def _fill(parser: ArgumentParser, words: Words) -> None:
    parser.add_argument(
        "--line",
        metavar="CODE:QTY",
        action="append",
        required=True,
        help=words.say("a code or barcode and how much came; may be given several times"),
    )
    parser.add_argument("--note", metavar="TEXT", default="", help=words.say("a note on the arrival"))
    parser.add_argument("--supplier", metavar="TEXT", default="", help=words.say("who brought it"))


def _run(app: App, args: Namespace, words: Words) -> Answer:
    lines = [_line(text) for text in args.line]
    draft = ArrivalDraft(lines, supplier=args.supplier, note=args.note)
    found = app.shop.do(arrivals.record, draft)
    return Answer(_document(found), _said(found, words))


def _line(text: str) -> Came:
    code, between, quantity = text.rpartition(":")
    try:
        if between and code.strip():
            return Came(code, cells.quantity(quantity))
    except BadInput as error:
        raise LineNotRead(line=text) from error
    raise LineNotRead(line=text)


def _document(found: ArrivalView) -> dict[str, Json]:
    return {
        "arrival": found.id,
        "lines": [
            {"code": line.code, "name": line.name, "quantity": _in_units(line)} for line in found.lines
        ],
    }


def _in_units(line: ArrivalLineView) -> int | float:
    """Give a quantity in units of the goods, whole where it is whole."""
    whole, rest = divmod(line.quantity, THOUSANDTHS)
    return line.quantity / THOUSANDTHS if rest else whole


def _said(found: ArrivalView, words: Words) -> list[str]:
    lines = [
        words.say(
            "{code}  {name}: {quantity}",
            code=line.code,
            name=line.name,
            quantity=words.quantity(line.quantity, line.unit),
        )
        for line in found.lines
    ]
    return [words.say("Arrival {number} is written down.", number=found.id), *lines]


COMMAND = Command("arrival", _describe, _fill, _run)
