"""Writes down what somebody asked for, lists who waits for what, and holds what is there for them."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any

from shopcrm.app import App
from shopcrm.cli import typed
from shopcrm.cli.command import Answer, Command, Json, Misused
from shopcrm.rules import attributes
from shopcrm.rules.errors import BadInput, NotFound
from shopcrm.rules.sayings import plain
from shopcrm.rules.text import fold
from shopcrm.rules.wording import Words
from shopcrm.services import (
    categories,
    customers,
    goods,
    holds,
    settings,
    turns,
    waiting_list,
    wish_goods,
    wishes,
)
from shopcrm.services.waiting_list import Show, WishLine


class NoSuchShelf(NotFound):
    """No category has this name, or several have it."""

    sentence = "There is no single category {name}. Nothing was written down. Write its whole path: A > B."


class TraitNotRead(BadInput):
    """An attribute without its two halves."""

    sentence = "{text} is not a name and a value. Nothing was written down. Write it like size=42."


def _describe(words: Words) -> str:
    return words.say("Write down what a customer asks for, list requests, and hold goods for them")


def _fill(parser: ArgumentParser, words: Words) -> None:
    say = words.say
    parser.add_argument(
        "id", nargs="?", metavar=say("ID"), help=say("a customer's number here, or in another program")
    )
    thing = parser.add_mutually_exclusive_group()
    thing.add_argument("--product", metavar="CODE", help=say("the code or barcode of the goods"))
    thing.add_argument("--category", metavar="NAME", help=say("a category, by name or path"))
    thing.add_argument("--attribute", metavar="NAME=VALUE", help=say("what goods are like, such as size=42"))
    thing.add_argument("--words", metavar="TEXT", help=say("plain words, looked for in the names of goods"))
    parser.add_argument("--quantity", metavar="N", help=say("how much, in units of the goods"))
    parser.add_argument("--limit-price", metavar="N", help=say("the most they pay for one unit"))
    parser.add_argument("--until", metavar="DATE", help=say("the last day of the request or the hold"))
    parser.add_argument("--priority", type=int, default=0, help=say("0 in turn, 1 ahead, 2 before everybody"))
    parser.add_argument("--note", metavar="TEXT", default="", help=say("a note on the request"))
    _fill_acts(parser, words)


def _fill_acts(parser: ArgumentParser, words: Words) -> None:
    say = words.say
    acts = parser.add_mutually_exclusive_group()
    acts.add_argument(
        "--list", action="store_true", help=say("list the open requests, of ID or of everybody")
    )
    acts.add_argument("--withdraw", type=int, metavar="WISH", help=say("close a request no longer wanted"))
    acts.add_argument("--reopen", type=int, metavar="WISH", help=say("take back that a request was closed"))
    acts.add_argument("--told", type=int, metavar="WISH", help=say("note that they were told"))
    acts.add_argument("--hold", type=int, metavar="WISH", help=say("hold goods for a request, until --until"))
    acts.add_argument("--release", type=int, metavar="HOLD", help=say("let go what was held"))
    parser.add_argument("--in-stock", action="store_true", help=say("list only what could be met now"))


def _run(app: App, args: Namespace, words: Words) -> Answer:
    if args.list or args.in_stock:
        return _list(app, args, words)
    if args.hold is not None:
        return _hold(app, args, words)
    for name, act in _SIMPLE.items():
        key = getattr(args, name)
        if key is not None:
            app.shop.do(act, key)
            return Answer({name: key}, [words.say("Done.")])
    return _ask(app, args, words)


_SIMPLE: Mapping[str, Any] = {
    "withdraw": wishes.withdraw,
    "reopen": wishes.reopen,
    "told": wishes.told,
    "release": holds.release,
}


def _ask(app: App, args: Namespace, words: Words) -> Answer:
    if args.id is None:
        raise Misused(reason="wish ID --product CODE | --list | --hold WISH ...")
    customer_id = app.shop.ask(customers.by_id_or_code, args.id)
    asked = app.shop.do(
        wishes.ask,
        customer_id,
        **_thing(app, args),
        quantity=None if args.quantity is None else typed.quantity(args.quantity),
        limit_price=_price(app, args.limit_price),
        until=typed.day(app, args.until),
        priority=args.priority,
        note=args.note,
    )
    document: dict[str, Json] = {
        "wish": asked.wish_id,
        "again": asked.again,
        "since": asked.since.isoformat(),
    }
    return Answer(document, [words.tell(asked.says)])


def _thing(app: App, args: Namespace) -> dict[str, Any]:
    """Give the one thing that is named; where none is, the shop says so."""
    if args.product is not None:
        return {"product_id": app.shop.ask(goods.find, args.product).id}
    if args.category is not None:
        return {"category_id": _category(app, args.category)}
    if args.attribute is not None:
        name, value = attributes.split(args.attribute)
        if not name:
            raise TraitNotRead(text=args.attribute)
        return {"attribute": name, "words": value}
    return {"words": args.words or ""}


def _category(app: App, name: str) -> int:
    shelves = app.shop.ask(categories.tree)
    exact = [row.id for row in shelves if fold(row.path) == fold(name)]
    found = exact or [row.id for row in shelves if fold(row.name) == fold(name)]
    if len(found) != 1:
        raise NoSuchShelf(name=name)
    return found[0]


def _price(app: App, text: str | None) -> int | None:
    return None if text is None else typed.money(text, app.shop.ask(settings.read).money)


def _hold(app: App, args: Namespace, words: Words) -> Answer:
    until = typed.day(app, args.until) or app.shop.ask(holds.usual_day)
    quantity = None if args.quantity is None else typed.quantity(args.quantity)
    key = app.shop.do(turns.hold_wish, args.hold, until, quantity)
    row = next(row for row in app.shop.ask(holds.all_open) if row.id == key)
    said = words.say(
        "{quantity} of {goods} held for {name} until {day}",
        quantity=words.quantity(row.quantity, row.unit),
        goods=row.product,
        name=row.customer,
        day=row.until,
    )
    document = {
        "hold": key,
        "wish": args.hold,
        "product_id": row.product_id,
        "quantity": row.quantity,
        "until": until.isoformat(),
    }
    return Answer(document, [said])


def _list(app: App, args: Namespace, words: Words) -> Answer:
    """List open requests: quantities in thousandths, money in smallest units."""
    if args.id is not None:
        key = app.shop.ask(customers.by_id_or_code, args.id)
        lines = app.shop.ask(waiting_list.of_customer, key)
    else:
        lines = list(app.shop.ask(waiting_list.read).lines)
    if args.in_stock:
        lines = [line for line in lines if line.is_in(Show.IN_STOCK)]
    money = app.shop.ask(wish_goods.money_waiting)
    document: dict[str, Json] = {
        "wishes": [_wish(line) for line in lines],
        "money": {"total": money.total, "priced": money.priced, "unpriced": money.unpriced},
    }
    return Answer(
        document, [_line(line, words) for line in lines] or [words.say("Nobody waits for anything")]
    )


def _wish(line: WishLine) -> Json:
    wish, there, hold = line.wish, line.there, line.hold
    return {
        "id": wish.id,
        "customer_id": wish.customer_id,
        "customer": plain(wish.customer),
        "thing": wish.thing,
        "product_id": wish.product_id,
        "category_id": wish.category_id,
        "attribute": wish.attribute,
        "words": wish.words,
        "state": wish.state,
        "asked_at": wish.asked_at.isoformat(),
        "told_at": wish.told_at.isoformat() if wish.told_at else None,
        "quantity": wish.quantity,
        "limit_price": wish.limit_price,
        "until": wish.until.isoformat() if wish.until else None,
        "priority": wish.priority,
        "note": wish.note,
        "in_stock": None if there is None else {"product_id": there.product_id, "left": there.left},
        "hold": None if hold is None else {"id": hold.id, "until": hold.until.isoformat()},
    }


def _line(line: WishLine, words: Words) -> str:
    wish = line.wish
    parts = [words.digits(str(wish.id)), words.shown(wish.customer), wish.thing]
    parts.append(words.day(words.days.of(wish.asked_at)))
    if line.hold is not None:
        parts.append(words.say("held until {day}", day=line.hold.until))
    elif line.there is not None:
        left = words.quantity(line.there.left, line.there.unit)
        parts.append(words.say("{quantity} of {goods} on hand", quantity=left, goods=line.there.product))
    return words.listing([words.isolate(part) for part in parts])


COMMAND = Command("wish", _describe, _fill, _run)
