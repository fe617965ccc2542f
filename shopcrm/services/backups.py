"""Copies of the whole shop that were opened and checked: made, listed, copied further, thinned as they age.

Older ones go only after a newer one was found good in every way; a copy in which the books do not agree is
kept like the others, but takes nobody's place.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from shopcrm.rules import thinning
from shopcrm.rules.sayings import Saying, saying
from shopcrm.services import backup_places as places
from shopcrm.services import ledgers
from shopcrm.services.backup_places import Backup, Further, folder_of
from shopcrm.store import inside
from shopcrm.store.copies import CopyFailed, Step, checked_copy, go_on, same_copy, sweep
from shopcrm.store.engine import open_to_look

__all__ = ["Backup", "Made", "PlaceState", "catch_up", "folder_of", "last_made", "listed", "make", "states"]


_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made; `doubts` are books in it that do not agree, each in a sentence."""

    path: Path
    doubts: tuple[Saying, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceState:
    """How a further folder stands: whether it can be reached, and its newest backup, where it is known."""

    folder: str
    is_there: bool
    is_elsewhere: bool
    newest: datetime | None = None


def make(shop_file: Path, now: datetime, step: Step = go_on) -> Path:
    """Make a checked copy of a shop file that may be in use; raises CopyFailed with the older ones kept."""
    return make_and_thin(shop_file, now, step).path


def make_and_thin(shop_file: Path, now: datetime, step: Step = go_on) -> Made:
    """Make a checked copy, look into its books, and only then let older ones go; errors as in `make`."""
    folder = folder_of(shop_file)
    target = folder / places.name_of(shop_file, now)
    for place in (folder, shop_file.parent):
        sweep(place)
    checked_copy(shop_file, target, step)
    doubts = doubts_of(target)
    if not doubts:
        _thin(folder, shop_file.stem, now)
    return Made(target, doubts)


def copy_to(shop_file: Path, folder: Path, now: datetime) -> Made:
    """Make a checked copy in a folder that somebody names; raises CopyFailed or FolderNotThere.

    At most the folder itself is made: a stick that is not plugged in is not to come back as one of the disk.
    """
    try:
        fits = folder.is_dir() or (not folder.exists() and folder.parent.is_dir())
    except OSError:
        fits = False
    if not fits:
        raise places.FolderNotThere(folder=str(folder))
    target = folder / places.name_of(shop_file, now)
    checked_copy(shop_file, target)
    return Made(target, doubts_of(target))


def doubts_of(copy: Path) -> tuple[Saying, ...]:
    """Look whether the books in a copy agree; gives what does not, in sentences."""
    engine = open_to_look(copy)
    try:
        with Session(engine) as session:
            wrong = [
                Saying(check.wrong.text, (("count", count),))
                for check in ledgers.CHECKS
                if (count := ledgers.contradictions(session, check))
            ]
    except (DBAPIError, ValueError) as error:
        return (saying("The books in it cannot be read: {reason}.", reason=str(error)[:_LONGEST]),)
    finally:
        engine.dispose()
    return tuple(wrong)


def last_made(shop_file: Path) -> datetime | None:
    """Tell when the newest checked copy was made, in UTC, or None where there is none."""
    newest = next(iter(listed(shop_file)), None)
    return newest.made_at if newest is not None else None


def listed(shop_file: Path) -> list[Backup]:
    """List the backups beside a shop, the newest first."""
    return places.listed(folder_of(shop_file), shop_file.stem)


def all_listed(shop_file: Path) -> list[Backup]:
    """List the backups beside a shop and in the further folders that are there, the newest first."""
    found = listed(shop_file)
    for one in places.read(shop_file).further:
        if places.is_there(shop_file, one):
            for room in places.rooms(one, shop_file):
                found += places.listed(room, shop_file.stem)
    return sorted(found, key=lambda one: one.made_at, reverse=True)


def states(shop_file: Path) -> list[PlaceState]:
    """Tell how each further folder stands."""
    return [_state(shop_file, one) for one in places.read(shop_file).further]


def catch_up(shop_file: Path, now: datetime, step: Step = go_on) -> list[CopyFailed]:
    """Copy the newest backup into the further folders that lack it; gives what went wrong.

    A folder that is not there waits, and gets the newest one when it is back.
    """
    newest = next(iter(listed(shop_file)), None)
    seal = inside.first_seal(newest.path) if newest is not None else None
    wrong: list[CopyFailed] = []
    for one in places.read(shop_file).further:
        if newest is None or not places.is_there(shop_file, one):
            continue
        room = places.own_room(one, shop_file, seal or "new")
        try:
            _carry(newest, room, shop_file.stem, now, step)
        except CopyFailed as error:
            # One that was pulled out meanwhile is not there, which is no failure.
            if places.is_there(shop_file, one):
                wrong.append(error)
    return wrong


def _carry(newest: Backup, room: Path, stem: str, now: datetime, step: Step) -> None:
    there = places.listed(room, stem)
    if any(one.path.name == newest.path.name for one in there):
        return
    sweep(room)
    same_copy(newest.path, room / newest.path.name, step)
    _thin(room, stem, now)


def _thin(folder: Path, stem: str, now: datetime) -> None:
    """Let go of older backups; one that cannot be deleted stays for the next time."""
    found = places.listed(folder, stem)
    stays = thinning.kept([one.made_at for one in found], now)
    for one in found:
        if one.made_at not in stays:
            with suppress(OSError):
                one.path.unlink()


def _state(shop_file: Path, one: Further) -> PlaceState:
    there = places.is_there(shop_file, one)
    found: Sequence[Backup] = ()
    if there:
        rooms = places.rooms(one, shop_file)
        found = [copy for room in rooms for copy in places.listed(room, shop_file.stem)]
    newest = max((copy.made_at for copy in found), default=None)
    return PlaceState(one.folder, there, places.is_elsewhere(one), newest)
