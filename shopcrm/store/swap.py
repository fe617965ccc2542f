"""Puts another file in the place of the shop file, so that at every moment the old or the new one is there.

The old one is kept aside with all that belongs to it, and its journal never meets the new one.
"""

import os
from contextlib import closing, suppress
from pathlib import Path
from shutil import copyfile

import sqlcipher3.dbapi2 as driver

from shopcrm.rules import disk_words
from shopcrm.rules.errors import Trouble
from shopcrm.store.copies import folder_to_disk, to_disk

JOURNALS = ("-wal", "-shm", "-journal")
_PATIENCE_S = 3
_AGAIN = tuple(f"-{number}" for number in range(2, 1000))


class StillInUse(Trouble):
    """Another program has the shop file open."""

    sentence = (
        "Another program has the shop file open. Nothing was changed. "
        "Close ShopCRM everywhere else and try again."
    )


class NotReplaced(Trouble):
    """The file could not be put in its place."""

    sentence = "The shop file could not be replaced: {reason}. It is as it was. Check the disk and try again."


def put_in_place(fresh: Path, shop: Path, aside: Path) -> Path | None:
    """Put a checked file in the place of the shop file; tells where the old one is kept, if there was one.

    Both lie in the same folder; where the name aside is taken, a number is put behind it. Raises StillInUse
    or NotReplaced with the shop file as it was.
    """
    try:
        there = shop.exists()
        if there:
            _settle(shop)
            aside = _keep(shop, aside)
        for ending in JOURNALS:
            # Only a damaged file still has a journal here; without it, it is no worse than it was.
            _move(shop.with_name(shop.name + ending), aside.with_name(aside.name + ending))
        folder_to_disk(shop.parent)
        fresh.replace(shop)
        folder_to_disk(shop.parent)
    except OSError as error:
        raise NotReplaced(reason=disk_words.why(error)) from error
    return aside if there else None


def _settle(shop: Path) -> None:
    """Fold the journal into the file, which nobody else may have open; a damaged one stays as it is."""
    try:
        with closing(driver.connect(str(shop), timeout=_PATIENCE_S, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE").fetchone()
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
    except (driver.Error, ValueError) as error:
        if "locked" in str(error) or "busy" in str(error):
            raise StillInUse from error
        if "full" in str(error):
            raise NotReplaced(reason=str(error)) from error


def _keep(shop: Path, aside: Path) -> Path:
    """Give the old file a second name that nothing has yet, or copy it where a file can have only one."""
    for more in ("", *_AGAIN):
        place = aside.with_name(f"{aside.stem}{more}{aside.suffix}")
        # What another one restoring at this moment keeps is not written over.
        with suppress(FileExistsError):
            _keep_at(shop, place)
            return place
    raise FileExistsError(str(aside))


def _keep_at(shop: Path, place: Path) -> None:
    try:
        os.link(shop, place)
    except FileExistsError:
        raise
    except OSError:
        half = place.with_name(f".{place.name}.part")
        place.touch(exist_ok=False)
        try:
            copyfile(shop, half)
            to_disk(half)
            half.replace(place)
        except OSError:
            place.unlink()
            raise
        finally:
            with suppress(OSError):
                half.unlink(missing_ok=True)


def _move(journal: Path, aside: Path) -> None:
    if journal.exists():
        journal.replace(aside)
