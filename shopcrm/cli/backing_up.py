"""Makes a checked copy of the shop, brings one back after showing what is inside, and tells of damage."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path

from shopcrm import app as program
from shopcrm import app_backups
from shopcrm.app import App
from shopcrm.cli import printing
from shopcrm.cli.command import Answer, Command, Json
from shopcrm.rules.errors import BadInput
from shopcrm.rules.wording import Words
from shopcrm.services import backup_words
from shopcrm.services.restoring import Inside

NOT_SAID_YES = 2
"""The exit status where nothing was brought back because nobody said yes."""
_YES = frozenset({"y", "yes", "بله", "آری"})


class BackupNotNamed(BadInput):
    """There is no backup, and none was named."""

    sentence = "No backup was found beside the shop. Nothing was changed. Name one: shopcrm restore FILE"


def _describe_backup(words: Words) -> str:
    return words.say("Make a checked copy of the whole shop, beside it or in a folder")


def _fill_backup(parser: ArgumentParser, words: Words) -> None:
    where = words.say("the folder to copy to, such as a stick; without it, beside the shop")
    parser.add_argument("to", type=Path, nargs="?", metavar=words.say("FOLDER"), help=where)
    parser.add_argument("--list", action="store_true", dest="listed", help=words.say("list the backups"))


def _back_up(app: App, args: Namespace, words: Words) -> Answer:
    if args.listed:
        return _list(app, words)
    if args.to is None:
        place = app.backups.make()
        doubts = app.backups.standing().doubts
    else:
        made = app.backups.copy_to(args.to)
        place, doubts = made.path, made.doubts
    lines = [words.say("Copied and checked: {file}", file=words.ltr(str(place))), *map(words.tell, doubts)]
    document: dict[str, Json] = {"file": str(place), "size": place.stat().st_size, "checked": True}
    return Answer({**document, "doubts": [words.tell(one) for one in doubts]}, lines)


def _list(app: App, words: Words) -> Answer:
    found = app.backups.listed()
    document: list[Json] = [
        {"file": str(one.path), "made_at": one.made_at.isoformat(), "size": one.size} for one in found
    ]
    lines = [
        words.say("{moment} · {file}", moment=one.made_at, file=words.ltr(str(one.path))) for one in found
    ]
    return Answer({"backups": document}, lines or [words.say("No copy of the shop was made yet.")])


def _describe_restore(words: Words) -> str:
    return words.say(
        "Bring the shop back from a backup, after showing what is inside; what was there is kept"
    )


def _fill_restore(parser: ArgumentParser, words: Words) -> None:
    what = words.say("the backup; without it, the newest one")
    parser.add_argument("backup", type=Path, nargs="?", metavar=words.say("FILE"), help=what)
    parser.add_argument("--look", action="store_true", help=words.say("only show what is inside"))
    parser.add_argument("--yes", action="store_true", help=words.say("bring it back without a question"))


def _restore(app: App, args: Namespace, words: Words) -> Answer:
    """Have the backup put in place as soon as the shop is closed, which is before anything is answered."""
    found = app.backups.look(_named(app.path, args))
    answer = _not_now(found, args, words)
    if answer is not None:
        return answer
    app.backups.restore(found.path)
    return _done(found, app.path, words)


def bring_back(path: Path, args: Namespace) -> Answer:
    """Bring a backup back where the shop file is damaged or not there; errors as in `look_for`."""
    found = app_backups.look_for(path, _named(path, args))
    words = app_backups.words_of(found, args.language)
    answer = _not_now(found, args, words)
    if answer is not None:
        return answer
    app_backups.bring_back(path, found, program.utc_now)
    return _done(found, path, words)


def _named(path: Path, args: Namespace) -> Path:
    if args.backup is not None:
        return Path(args.backup)
    newest = app_backups.newest_good(path)
    if newest is None:
        raise BackupNotNamed
    return newest.path


def _not_now(found: Inside, args: Namespace, words: Words) -> Answer | None:
    """Answer with what is inside where it is only looked at, or where nobody says yes."""
    inside: dict[str, Json] = {"restored": False, **_document(found)}
    if args.look:
        return Answer(inside, told(found, words))
    if args.yes:
        return None
    if args.json or not sys.stdin.isatty():
        printing.write(words.say("Nothing was changed yet. Say --yes to bring it back."), sys.stderr)
        return Answer(inside, told(found, words), NOT_SAID_YES)
    for line in told(found, words):
        printing.write(line, sys.stdout)
    printing.write(words.say("Bring this back? What is there now is kept beside it. (yes/no)"), sys.stdout)
    if sys.stdin.readline().strip().lower() in _YES:
        return None
    return Answer(inside, [words.say("Nothing was changed.")], NOT_SAID_YES)


def _done(found: Inside, path: Path, words: Words) -> Answer:
    lines = [
        *told(found, words),
        words.say("It is in place. The shop as it was before is kept beside it, if there was one."),
        words.say("No message goes out until you agree: shopcrm send --go-on"),
    ]
    return Answer({"restored": True, "shop": str(path), **_document(found)}, lines)


def _document(found: Inside) -> Mapping[str, Json]:
    return {
        "file": str(found.path),
        "shop_name": found.shop_name,
        "latest": found.latest.isoformat() if found.latest else None,
        "last_sale": found.last_sale.isoformat() if found.last_sale else None,
        "size": found.size,
        "form": found.version,
        "is_older_form": found.is_older,
        "is_sample": found.is_sample,
        "counts": dict(found.counts),
    }


def told(found: Inside, words: Words) -> list[str]:
    """Say what lies in a backup."""
    return [words.ltr(found.path.name), *backup_words.inside(found, words)]


BACKUP = Command("backup", _describe_backup, _fill_backup, _back_up)
RESTORE = Command("restore", _describe_restore, _fill_restore, _restore)
