"""Brings a shop back from a backup: shows what is inside, makes it ready beside the shop, then swaps the two.

All that can fail is done on a copy beside the shop file before anything is touched. What was there is kept
aside. In the restored shop what waited to be sent is *unknown*, since it may have gone out meanwhile, and
nothing is sent until somebody agrees.
"""

import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import sqlcipher3.dbapi2 as driver
from sqlalchemy.orm import Session

from shopcrm.rules import disk_words
from shopcrm.rules.calendar import Clock
from shopcrm.rules.errors import BadInput, NotFound, Refused, Trouble
from shopcrm.services import postbox, settings
from shopcrm.services.shop import Shop, Who, touched
from shopcrm.store import copies, inside, shop_file, swap
from shopcrm.store.base import Topic
from shopcrm.store.copies import Step, go_on
from shopcrm.store.engine import open_engine
from shopcrm.store.shop_file import FileState

_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"\xfd7zXZ", b"BZh", b"(\xb5/\xfd")


class NoBackupThere(NotFound):
    """Nothing lies at the place that was named."""

    sentence = "There is no backup at {place}. Nothing was changed. Look whether its disk is plugged in."


class BackupIsFolder(BadInput):
    """A folder was named instead of a file."""

    sentence = "{place} is a folder. Nothing was changed. Choose one of the backups in it."


class BackupIsPacked(BadInput):
    """An archive was named."""

    sentence = "{file} is a packed file. Nothing was changed. Unpack it and choose the shop file in it."


class BackupDamaged(Trouble):
    """The backup does not read back as it was written."""

    sentence = "The backup {file} is damaged ({reason}). Nothing was changed. Choose another one."


class BackupIsShop(BadInput):
    """The shop file itself was named."""

    sentence = "{file} is the shop file itself. Nothing was changed. Choose a backup of it."


class OtherShop(Refused):
    """The backup is of another shop."""

    sentence = (
        "{file} is a backup of another shop: {name}. Nothing was changed. "
        "Open it as a shop of its own: shopcrm restore with --file and a new place."
    )


@dataclass(frozen=True, slots=True)
class Inside:
    """What lies in a backup; `latest` is when something was last written down in it.

    `seal` tells shops apart. `is_older` says that it will be brought to the form of this program.
    """

    path: Path
    shop_name: str
    seal: str | None
    latest: datetime | None
    last_sale: datetime | None
    size: int
    version: int
    is_older: bool
    is_sample: bool
    counts: Mapping[str, int] = field(default_factory=dict)
    language: str = "en"
    calendar: str = "gregorian"
    zone: str = "Asia/Tehran"


@dataclass(frozen=True, slots=True)
class Ready:
    """A restored shop that lies beside the shop file and waits to take its place.

    `aside` is how the old one is called then; where the name is taken, a number follows it.
    """

    fresh: Path
    shop: Path
    aside: Path


def look(path: Path) -> Inside:
    """Look inside a backup without touching it.

    Raises NoBackupThere, BackupIsFolder, BackupIsPacked, BackupDamaged, NotAShop, NewerShop or
    FileUnreadable.
    """
    seen = _look_at(path)
    try:
        found = inside.contents(path)
        size = path.stat().st_size
        latest, last_sale = _moment(found.latest), _moment(found.last_sale)
    except (driver.Error, OSError, ValueError, TypeError) as error:
        raise BackupDamaged(file=path.name, reason=str(error)) from error
    return Inside(
        path,
        found.name,
        found.first,
        latest,
        last_sale,
        size,
        seen.version,
        seen.state is FileState.OLDER,
        found.is_sample,
        found.counts,
        found.language,
        found.calendar,
        found.zone,
    )


def refuse_other(found: Inside, shop: Path) -> None:
    """Raise BackupIsShop for the shop file itself, and OtherShop for what is of another shop.

    A shop in which there is nothing yet takes any backup: that is how one moves to a new computer.
    """
    if shop.exists() and found.path.samefile(shop):
        raise BackupIsShop(file=shop.name)
    mine = inside.first_seal(shop) if shop.exists() else None
    if mine is None or mine == found.seal or inside.is_bare(shop):
        return
    raise OtherShop(file=found.path.name, name=found.shop_name or "?")


def make_ready(found: Inside, shop: Path, clock: Clock, who: Who, step: Step = go_on) -> Ready:
    """Make a checked, upgraded copy of a backup beside the shop file; raises BackupDamaged or CopyFailed."""
    # Two who restore at once each have their own; what one that died left is swept away with half copies.
    fresh = shop.with_name(f".{shop.name}.part{secrets.token_hex(4)}")
    try:
        shop.parent.mkdir(parents=True, exist_ok=True)
        _bring(found.path, fresh, step)
        if found.is_older:
            # Alembic takes 0.15 s to import, and every start of the program would wait for it.
            from shopcrm.store import migrate

            migrate.upgrade(fresh)
        _note(fresh, found, clock, who)
        copies.to_disk(fresh)
    except OSError as error:
        _clear(fresh)
        raise copies.CopyFailed(place=str(shop.parent), reason=disk_words.why(error)) from error
    except BaseException:
        _clear(fresh)
        raise
    aside = f"{shop.stem}-before-restore-{clock():%Y%m%d-%H%M%S}{shop.suffix}"
    return Ready(fresh, shop, shop.with_name(aside))


def put_in_place(ready: Ready) -> Path | None:
    """Let the restored shop take its place; gives where the old one is kept, or None where there was none.

    Nobody may have the shop file open. Raises StillInUse or NotReplaced with everything as it was.
    """
    try:
        return swap.put_in_place(ready.fresh, ready.shop, ready.aside)
    finally:
        _clear(ready.fresh)


def may(session: Session) -> None:
    """Let only those past the door who may restore the shop."""
    del session


def note(session: Session, name: str, latest: str) -> None:
    """Write into a restored shop that it was restored, and let its messages rest until somebody agrees."""
    postbox.doubt_waiting(session)
    settings.change(session, sending_rests=True)
    touched(session, Topic.SETTINGS, f"restored from {name}, last written {latest}")


def _look_at(path: Path) -> shop_file.Look:
    try:
        if path.is_dir():
            raise BackupIsFolder(place=str(path))
        if not path.exists():
            raise NoBackupThere(place=str(path))
        if not path.is_file():
            raise shop_file.NotAShop(file=path.name)  # A pipe would be waited for, without end.
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise shop_file.FileUnreadable(file=path.name, reason=disk_words.why(error)) from error
    if head.startswith(_PACKED):
        raise BackupIsPacked(file=path.name)
    seen = shop_file.look_at(path)
    if seen.state is FileState.NEW:
        raise shop_file.NotAShop(file=path.name)
    return seen


def _bring(source: Path, fresh: Path, step: Step) -> None:
    """Copy a backup with what its journal holds, and look whether all of it is whole."""
    for ending in ("", "-wal", "-journal"):
        beside = source.with_name(source.name + ending)
        if beside.exists():
            copies.pour(beside, fresh.with_name(fresh.name + ending), step)
    try:
        copies.check(fresh, step=step)
    except (driver.Error, ValueError) as error:
        if "full" in str(error):
            raise OSError(str(error)) from error
        raise BackupDamaged(file=source.name, reason=str(error)) from error
    except OSError as error:
        raise BackupDamaged(file=source.name, reason=str(error)) from error


def _note(fresh: Path, found: Inside, clock: Clock, who: Who) -> None:
    shop = Shop(open_engine(fresh), clock, who)
    try:
        shop.do(note, found.path.name, str(found.latest or "-"))
    finally:
        shop.close()
    copies.settle(fresh)


def _clear(fresh: Path) -> None:
    for ending in ("", *swap.JOURNALS):
        with suppress(OSError):
            fresh.with_name(fresh.name + ending).unlink(missing_ok=True)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None
