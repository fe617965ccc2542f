"""Adds, lists and removes the days on which the shop is closed; fixed holidays of Iran are built in."""

from argparse import ArgumentParser, Namespace
from datetime import date

from shopcrm.app import App
from shopcrm.cli import typed
from shopcrm.cli.command import Answer, Command, Json, Misused
from shopcrm.rules.sayings import plain
from shopcrm.rules.wording import Words
from shopcrm.services import opening
from shopcrm.services.opening import HolidayRow


def _describe(words: Words) -> str:
    return words.say("List the days on which the shop is closed, add one, take one off")


def _fill(parser: ArgumentParser, words: Words) -> None:
    say = words.say
    parser.add_argument(
        "act",
        choices=["list", "add", "remove"],
        metavar=say("ACT"),
        help=say("list, add DAY [--name TEXT], remove DAY"),
    )
    parser.add_argument("day", nargs="?", metavar=say("DAY"), help=say("such as 2026-12-10 or 1405/09/19"))
    parser.add_argument("--name", metavar="TEXT", default="", help=say("what for"))


def _run(app: App, args: Namespace, words: Words) -> Answer:
    day = typed.day(app, args.day)
    if args.act == "list":
        return _list(app, words)
    if day is None:
        raise Misused(reason="holiday list | add DAY [--name TEXT] | remove DAY")
    return _add(app, day, args.name, words) if args.act == "add" else _remove(app, day, words)


def _list(app: App, words: Words) -> Answer:
    rows = app.shop.ask(opening.holidays, fixed=True)
    document: dict[str, Json] = {"holidays": [_row(one) for one in rows]}
    lines = [_line(one, words) for one in rows]
    return Answer(document, lines or [words.say("No closed days are listed")])


def _add(app: App, day: date, name: str, words: Words) -> Answer:
    is_new = app.shop.do(opening.add_holiday, day, name)
    document: dict[str, Json] = {"day": day.isoformat(), "name": name, "new": is_new}
    return Answer(document, [words.say("Closed on {day}", day=words.long_day(day))])


def _remove(app: App, day: date, words: Words) -> Answer:
    name = app.shop.do(opening.remove_holiday, day)
    document: dict[str, Json] = {"day": day.isoformat(), "name": name, "removed": True}
    return Answer(document, [words.say("Open on {day}", day=words.long_day(day))])


def _row(one: HolidayRow) -> Json:
    return {"day": one.day.isoformat(), "name": plain(one.name), "fixed": one.is_fixed}


def _line(one: HolidayRow, words: Words) -> str:
    name = words.shown(one.name)
    told = [words.long_day(one.day), words.isolate(name) if name else ""]
    told.append(words.say("fixed") if one.is_fixed else "")
    return words.listing([part for part in told if part])


COMMAND = Command("holiday", _describe, _fill, _run)
