"""Walks through the whole program on a fresh sample, without a screen, and saves a picture of everything."""

import json
import os
import tempfile
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from shopcrm import app as program
from shopcrm.cli import printing, sample, window
from shopcrm.cli.command import Answer
from shopcrm.outside.tables.writing import NotWritten
from shopcrm.rules import disk_words
from shopcrm.rules.wording import Words

if TYPE_CHECKING:
    from shopcrm.sample.make import Plan

_SEED = 7
_LANGUAGES = ("en", "fa")
_SCREEN = {
    "name": "tour",
    "x": 0,
    "y": 0,
    "width": 1440,
    "height": 900,
    "logicalDpi": 96,
    "logicalBaseDpi": 96,
    "dpr": 1,
}


def describe(words: Words) -> str:
    """Say what the command does."""
    return words.say("Save a picture of every page, dialog and paper, without a screen")


def fill(parser: ArgumentParser, words: Words) -> None:
    """Add the arguments."""
    parser.add_argument("folder", metavar=words.say("FOLDER"), help=words.say("where the pictures go"))
    parser.add_argument(
        "--theme", choices=["light", "dark"], default="light", help=words.say("the look of the pictures")
    )
    parser.add_argument(
        "--customers", metavar="N", default="2000", help=words.say("how many customers the sample has")
    )


def run(args: Namespace, words: Words) -> int:
    """Make a sample in each language asked for, walk through it, and list what was saved."""
    # The goods and names of the sample take 0.1 s to import, and every other command does without.
    from shopcrm.sample.make import Plan

    folder = Path(args.folder).resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotWritten(name=str(folder), reason=disk_words.why(error)) from error
    customers = sample.number(args.customers, 1, sample.MOST_CUSTOMERS)
    chosen = [args.language] if args.language else list(_LANGUAGES)
    pictures: list[str] = []
    papers: list[str] = []
    with tempfile.TemporaryDirectory(prefix="shopcrm-tour-", ignore_cleanup_errors=True) as made:
        room = Path(made)
        _draw_nowhere(room)
        for language in chosen:
            seen, printed = _walk(folder, room / language, Plan(_SEED, customers, language), args.theme)
            pictures += seen
            papers += printed
    answer = Answer(
        {"folder": str(folder), "pictures": pictures, "papers": papers},
        [
            *pictures,
            *papers,
            words.say(
                "{pictures} pictures and {papers} papers are in {place}.",
                pictures=len(pictures),
                papers=len(papers),
                place=words.ltr(str(folder)),
            ),
        ],
    )
    printing.show(answer, as_json=args.json)
    return 0


def _walk(folder: Path, room: Path, plan: "Plan", theme: str) -> tuple[list[str], list[str]]:
    try:
        # Qt is loaded only by what shows a window: all other commands run where there is none.
        from shopcrm.desk import tour as desk_tour
        from shopcrm.desk.album import Album
    except ImportError as error:
        raise window.NoWindowParts(reason=str(error)) from error
    room.mkdir()
    shop = room / "sample.db"
    program.make_sample_at(shop, plan, lambda _share: None)
    new = room / "new.db"
    with program.opened(shop) as app, program.opened(new, language=plan.language) as fresh:
        return desk_tour.walk(app, fresh, Album(folder, plan.language), theme, room)


def _draw_nowhere(room: Path) -> None:
    """Have Qt draw on a screen of 1440 by 900 that exists nowhere; to be said before Qt is loaded."""
    screen = room / "screen.json"
    screen.write_text(json.dumps({"screens": [_SCREEN]}), encoding="utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}"
    os.environ["QT_SCALE_FACTOR"] = "1"
