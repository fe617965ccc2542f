"""Shows the level of a customer, gives one by hand and releases it, and lists all levels."""

from argparse import ArgumentParser, Namespace

from shopcrm.app import App
from shopcrm.cli.command import Answer, Command, Json, Misused
from shopcrm.rules.text import fold
from shopcrm.rules.tiers import measured
from shopcrm.rules.wording import Words
from shopcrm.services import customers, tier_rules, tiers
from shopcrm.services.tiers import NoSuchTier


def _describe(words: Words) -> str:
    return words.say("Show the tier of a customer, give one by hand or release it, list all tiers")


def _fill(parser: ArgumentParser, words: Words) -> None:
    say = words.say
    parser.add_argument(
        "act",
        choices=["show", "set", "release", "list"],
        metavar=say("ACT"),
        help=say("show ID, set ID NAME, release ID, or list; one set by hand stays until it is released"),
    )
    parser.add_argument(
        "id", nargs="?", metavar=say("ID"), help=say("a customer's number here, or in another program")
    )
    parser.add_argument("name", nargs="?", metavar=say("NAME"), help=say("the name of the tier"))
    parser.add_argument("--reason", metavar="TEXT", default="", help=say("why"))


def _run(app: App, args: Namespace, words: Words) -> Answer:
    if args.act == "list":
        return _list(app, words)
    if args.id is None or (args.act == "set" and args.name is None):
        raise Misused(reason="tier show ID | set ID NAME --reason TEXT | release ID --reason TEXT | list")
    customer_id = app.shop.ask(customers.by_id_or_code, args.id)
    if args.act == "set":
        app.shop.do(tiers.set_by_hand, customer_id, _named(app, args.name), args.reason)
    elif args.act == "release":
        app.shop.do(tiers.release, customer_id, args.reason)
    return _show(app, customer_id, words)


def _named(app: App, name: str) -> int:
    found = [row.id for row in app.shop.ask(tier_rules.page) if fold(row.name) == fold(name)]
    if not found:
        raise NoSuchTier(name=name)
    return found[0]


def _show(app: App, customer_id: int, words: Words) -> Answer:
    now, ahead = app.shop.ask(tiers.of_customer, customer_id), app.shop.ask(tiers.outlook, customer_id)
    document: dict[str, Json] = {
        "customer_id": customer_id,
        "tier": None if now is None else now.tier.name,
        "by_hand": now is not None and now.by_hand,
        "kept_until": now.kept_until.isoformat() if now is not None and now.kept_until else None,
        "measure": ahead.measure.value,
        "so_far": ahead.so_far,
        "to_stay": ahead.to_stay,
        "to_rise": ahead.to_rise,
        "next": None if ahead.next is None else ahead.next.name,
    }
    name = words.say("no tier") if now is None else now.tier.name
    lines = [words.say("Tier: {tier}", tier=name)]
    if ahead.next is not None and ahead.to_rise is not None:
        more = measured(ahead.measure, ahead.to_rise)
        lines.append(words.say("Missing for {tier}: {amount}", tier=ahead.next.name, amount=more))
    return Answer(document, lines)


def _list(app: App, words: Words) -> Answer:
    rows = app.shop.ask(tier_rules.page)
    document: dict[str, Json] = {
        "tiers": [
            {
                "id": row.id,
                "name": row.name,
                "threshold": row.threshold,
                "one_sale": row.one_sale,
                "discount": row.discount,
                "points_percent": row.points_percent,
                "customers": row.people,
            }
            for row in rows
        ]
    }
    lines = [
        words.plural("{name}: {count} customer", "{name}: {count} customers", count=row.people, name=row.name)
        for row in rows
    ]
    return Answer(document, lines or [words.say("There are no tiers yet.")])


COMMAND = Command("tier", _describe, _fill, _run)
