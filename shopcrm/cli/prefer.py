"""Writes down what a customer likes, dislikes, needs or avoids, or takes it away again."""

from argparse import ArgumentParser, Namespace

from shopcrm.app import App
from shopcrm.cli.command import Answer, Command, Json
from shopcrm.rules import attributes
from shopcrm.rules.text import fold
from shopcrm.rules.wording import Words
from shopcrm.services import categories, customers, goods, preferences
from shopcrm.services.preferences import AttributeUnclear, Kind, Taste
from shopcrm.services.shop import Session

_STRENGTH = 2


def _describe(words: Words) -> str:
    return words.say("Write down what a customer likes, dislikes, needs or avoids")


def _fill(parser: ArgumentParser, words: Words) -> None:
    parser.add_argument(
        "id", metavar=words.say("ID"), help=words.say("the customer's number here, or in another program")
    )
    parser.add_argument("kind", choices=[kind.value for kind in Kind], help=words.say("how they stand to it"))
    thing = parser.add_mutually_exclusive_group(required=True)
    thing.add_argument(
        "--product", metavar=words.say("CODE"), help=words.say("the code or barcode of the goods")
    )
    thing.add_argument("--category", metavar=words.say("NAME"), help=words.say("a category, by name or path"))
    thing.add_argument(
        "--attribute", metavar=words.say("NAME=VALUE"), help=words.say("what goods are like, such as size=42")
    )
    thing.add_argument("--words", metavar=words.say("TEXT"), help=words.say("plain words"))
    parser.add_argument(
        "--strength", type=int, default=_STRENGTH, help=words.say("from 1, a little, to 3, very much")
    )
    parser.add_argument("--remove", action="store_true", help=words.say("take it away again"))


def _run(app: App, args: Namespace, words: Words) -> Answer:
    customer = app.shop.ask(customers.by_id_or_code, args.id)
    taste = app.shop.ask(_taste, args)
    if args.remove:
        app.shop.do(preferences.drop, customer, taste)
        return Answer({"customer": customer, "removed": True}, [words.say("It is taken away.")])
    key = app.shop.do(preferences.add, customer, taste)
    view = next(one for one in app.shop.ask(preferences.of_customer, customer) if one.id == key)
    document: dict[str, Json] = {
        "customer": customer,
        "preference": key,
        "kind": view.kind,
        "thing": view.thing,
    }
    return Answer(document, [words.say("It is written down: {thing}", thing=view.thing)])


def _taste(session: Session, args: Namespace) -> Taste:
    kind, strength = Kind(args.kind), args.strength
    if args.product is not None:
        return Taste(kind, product_id=goods.find(session, args.product).id, strength=strength)
    if args.category is not None:
        return Taste(kind, category_id=categories.named(session, args.category), strength=strength)
    if args.attribute is not None:
        name, value = attributes.split(args.attribute)
        if not fold(name):
            raise AttributeUnclear(example="size=42")
        return Taste(kind, words=value, attribute=name, strength=strength)
    return Taste(kind, words=args.words, strength=strength)


COMMAND = Command("prefer", _describe, _fill, _run)
