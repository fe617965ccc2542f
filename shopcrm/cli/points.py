"""Shows the points of a customer and the rules that give them, corrects them by hand, saves a statement."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from shopcrm.app import App
from shopcrm.cli import typed
from shopcrm.cli.command import Answer, Command, Json, Misused
from shopcrm.rules.wording import Words
from shopcrm.services import customers, point_rules, point_statement, points
from shopcrm.services.point_rules import RuleRow
from shopcrm.services.point_statement import EntryRow, LotRow
from shopcrm.services.points import Standing


def _describe(words: Words) -> str:
    return words.say("Show the points of a customer, correct them, save a statement, list the rules")


def _fill(parser: ArgumentParser, words: Words) -> None:
    say = words.say
    parser.add_argument(
        "act",
        choices=["show", "adjust", "statement", "rules"],
        metavar=say("ACT"),
        help=say("show ID, adjust ID N, statement ID --pdf FILE, or rules"),
    )
    parser.add_argument(
        "id", nargs="?", metavar=say("ID"), help=say("a customer's number here, or in another program")
    )
    parser.add_argument(
        "points", nargs="?", type=int, metavar="N", help=say("how many to add, with a minus to take")
    )
    parser.add_argument("--reason", metavar="TEXT", default="", help=say("why"))
    parser.add_argument("--pdf", metavar="FILE", type=Path, help=say("where to save the statement"))
    parser.add_argument("--from", dest="since", metavar="DATE", help=say("the first day of the statement"))
    parser.add_argument("--to", dest="until", metavar="DATE", help=say("the last day of the statement"))


def _run(app: App, args: Namespace, words: Words) -> Answer:
    if args.act == "rules":
        return _rules(app, words)
    lacks_points = args.act == "adjust" and args.points is None
    if args.id is None or lacks_points or (args.act == "statement" and args.pdf is None):
        raise Misused(reason="points show ID | adjust ID N --reason TEXT | statement ID --pdf FILE | rules")
    customer_id = app.shop.ask(customers.by_id_or_code, args.id)
    match args.act:
        case "adjust":
            return _adjust(app, customer_id, args, words)
        case "statement":
            app.shop.do(points.lapse, customer_id)
            return _statement(app, customer_id, args, words)
    app.shop.do(points.lapse, customer_id)
    return _show(app, customer_id, words)


def _show(app: App, customer_id: int, words: Words) -> Answer:
    standing = app.shop.ask(points.standing, customer_id)
    lots = app.shop.ask(point_statement.lots, customer_id)
    document: dict[str, Json] = {
        "customer_id": customer_id,
        **_figures(standing),
        "lots": [_lot(one) for one in lots],
        "entries": [_entry(one) for one in app.shop.ask(point_statement.entries, customer_id)],
    }
    lines = [
        words.say(
            "{count} points, {usable} of them usable now", count=standing.balance, usable=standing.usable
        )
    ]
    if standing.owed:
        lines.append(words.say("{count} points are owed", count=standing.owed))
    for one in lots:
        if one.expires_on is None:
            lines.append(words.say("{count} points without an end", count=one.rest))
        else:
            lines.append(words.say("{count} points until {day}", count=one.rest, day=one.expires_on))
    return Answer(document, lines)


def _figures(standing: Standing) -> dict[str, Json]:
    return {
        "balance": standing.balance,
        "usable": standing.usable,
        "pending": standing.pending,
        "owed": standing.owed,
        "worth_of_one": standing.worth_of_one,
    }


def _lot(one: LotRow) -> Json:
    return {
        "id": one.id,
        "points": one.points,
        "rest": one.rest,
        "usable_from": one.usable_from.isoformat(),
        "expires_on": one.expires_on.isoformat() if one.expires_on else None,
        "rule_id": one.rule_id,
    }


def _entry(one: EntryRow) -> Json:
    return {
        "id": one.id,
        "at": one.at.isoformat(),
        "kind": one.kind,
        "document": one.document,
        "lot_id": one.lot_id,
        "points": one.points,
    }


def _adjust(app: App, customer_id: int, args: Namespace, words: Words) -> Answer:
    key = app.shop.do(points.adjust, customer_id, args.points, args.reason)
    standing = app.shop.ask(points.standing, customer_id)
    document: dict[str, Json] = {"customer_id": customer_id, "posting": key, **_figures(standing)}
    return Answer(document, [words.say("Done. They have {count} points now.", count=standing.balance)])


def _statement(app: App, customer_id: int, args: Namespace, words: Words) -> Answer:
    since, until = (typed.day(app, text) for text in (args.since, args.until))
    app.papers.statement_to(args.pdf, customer_id, words, since, until)
    return Answer(
        {"customer_id": customer_id, "pdf": str(args.pdf)},
        [words.say("Saved: {place}", place=str(args.pdf))],
    )


def _rules(app: App, words: Words) -> Answer:
    rows = app.shop.ask(point_rules.page)
    document: dict[str, Json] = {"rules": [_rule(row) for row in rows]}
    lines = [
        words.say(
            "{name}: {points} points for {amount}",
            name=row.name,
            points=row.points,
            amount=words.money(row.per_amount),
        )
        for row in rows
    ]
    return Answer(document, lines or [words.say("No rule gives points yet.")])


def _rule(row: RuleRow) -> Json:
    return {
        "id": row.id,
        "name": row.name,
        "on": row.on,
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat() if row.ends_on else None,
        "points": row.points,
        "per_amount": row.per_amount,
        "minimum": row.minimum,
        "pending_days": row.pending_days,
        "expiry": row.expiry,
        "expiry_days": row.expiry_days,
        "notice_days": row.notice_days,
        "worth": row.worth,
        "on_tax": row.on_tax,
        "least_margin": row.least_margin,
        "multipliers": [
            {
                "percent": one.percent,
                "category_id": one.category_id,
                "product_id": one.product_id,
                "tier_id": one.tier_id,
                "weekday": one.weekday,
            }
            for one in row.multipliers
        ],
    }


COMMAND = Command("points", _describe, _fill, _run)
