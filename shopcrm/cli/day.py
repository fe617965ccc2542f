"""Closes the day at a till with what lies in the drawer, or shows what happened since the last close."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path

from shopcrm.app import App
from shopcrm.cli import typed
from shopcrm.cli.command import Answer, Command, Json, Misused
from shopcrm.rules.wording import Words
from shopcrm.services import day_close, printing, settings
from shopcrm.services.day_close import ClosedDay
from shopcrm.services.printing import What
from shopcrm.services.slips import SlipWidth


def _describe(words: Words) -> str:
    return words.say("Close the day at the till, or show what happened since the last close")


def _fill(parser: ArgumentParser, words: Words) -> None:
    say = words.say
    parser.add_argument(
        "act", choices=("close", "show"), metavar=say("ACT"), help=say("close the day, or only show it")
    )
    parser.add_argument(
        "number", nargs="?", type=int, metavar=say("NUMBER"), help=say("an earlier close to show")
    )
    parser.add_argument("--counted", metavar="N", help=say("how much cash was counted in the drawer"))
    parser.add_argument("--left", metavar="N", help=say("how much of it stays for change; else as before"))
    parser.add_argument("--note", metavar="TEXT", default="", help=say("a note on the close"))
    parser.add_argument("--pdf", type=Path, metavar="FILE", help=say("write it on paper"))
    parser.add_argument(
        "--width", choices=("80", "58", "a4"), default="80", help=say("a roll of 80 or 58 mm, or a page")
    )


def _run(app: App, args: Namespace, words: Words) -> Answer:
    if args.act == "close":
        if args.number is not None:
            # A close is for now; whoever writes what was counted without --counted must not close without it.
            raise Misused(reason="day close --counted N --left N | day show [NUMBER]")
        counted, left = _money(app, args.counted), _money(app, args.left)
        day = app.shop.do(day_close.close, counted, args.note, left)
    elif args.number is not None:
        day = app.shop.ask(day_close.read, args.number)
    else:
        day = app.shop.ask(day_close.open_now)
    lines = [words.tell(day.says), *_lines(day, words)]
    if args.pdf is not None:
        _print(app, day, args, words)
        lines.append(words.say("Written to {file}.", file=args.pdf.name))
    return Answer(_document(day), lines)


def _print(app: App, day: ClosedDay, args: Namespace, words: Words) -> None:
    width = SlipWidth.PAGE if args.width == "a4" else SlipWidth(args.width)
    app.papers.day_close_to(args.pdf, day.id, words, width)
    if day.id is not None:
        app.shop.do(printing.note, What.DAY_CLOSE, [day.id], args.width)


def _money(app: App, text: str | None) -> int | None:
    return None if text is None else typed.money(text, app.shop.ask(settings.read).money)


def _lines(day: ClosedDay, words: Words) -> list[str]:
    said = [words.say("Should lie in the drawer: {amount}", amount=words.money(day.expected))]
    if day.counted is not None and day.difference is not None:
        said.append(words.say("Counted: {amount}", amount=words.money(day.counted)))
        said.append(words.say("Difference: {amount}", amount=words.money(day.difference)))
    said.append(words.say("Kept, before tax: {amount}", amount=words.money(day.figures.net)))
    return said


def _document(day: ClosedDay) -> dict[str, Json]:
    """Tell a close; amounts in smallest units, `close` None where the day is still open."""
    figures = asdict(day.figures)
    figures.pop("mark")
    return {
        "close": day.id,
        "day": day.day.isoformat(),
        "since": day.since.isoformat() if day.since else None,
        "at": day.at.isoformat(),
        "till": day.till,
        "by": day.by,
        "empty": day.figures.is_empty,
        "opening": day.opening,
        "expected": day.expected,
        "counted": day.counted,
        "difference": day.difference,
        "left": day.left,
        "note": day.note,
        "net": day.figures.net,
        "cash": day.figures.cash,
        "figures": figures,
    }


COMMAND = Command("day", _describe, _fill, _run)
