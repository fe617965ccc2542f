"""Makes copies of a shop file that are known to be good, because they were opened and checked.

A copy is of one moment, though others go on writing: a transaction that only reads is held meanwhile. It is
written and put on the disk bit by bit, so that nobody who sells waits behind one great heap of writing.
"""

import hashlib
import os
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import sqlcipher3.dbapi2 as driver

from shopcrm.rules import disk_words
from shopcrm.rules.errors import Trouble

STEP_PAGES = 2048
"""So many pages are copied before they are put on the disk: 8 MB."""
_CHUNK = 8 << 20
_EVERY_STEPS = 1_000_000
"""So many steps of the database are made between two looks whether to stop."""
_STALE_S = 3600
"""A half copy that nobody wrote to for so long was left behind by a program that died."""
Step = Callable[[], None]
"""Called between two pieces of a copy; what it raises ends the copy, with nothing left of it."""


class CopyFailed(Trouble):
    """No good copy could be made; what was there stays."""

    sentence = (
        "No good copy of the shop could be made at {place}: {reason}. Nothing was changed. "
        "Free some room or choose another folder."
    )


def go_on() -> None:
    """Let a copy go on."""


def checked_copy(source: Path, target: Path, step: Step = go_on) -> None:
    """Copy a shop file while it may be in use, check the copy, and only then give it its name.

    Raises CopyFailed; a copy that is not good never takes the place of another one.
    """
    with _half_of(target, make=True) as half:
        before = _copy(source, half, step)
        check(half, before, step)


def same_copy(source: Path, target: Path, step: Step = go_on) -> None:
    """Copy a file that nobody writes to, such as a backup, and read it again before it gets its name.

    Raises CopyFailed as above. Of the folders only the last is made: a stick that was pulled out is not
    to come back as a folder of the disk.
    """
    with _half_of(target, make=False) as half:
        with source.open("rb") as file, half.open("xb") as copy:
            written = _pour(file, copy, step)
        with half.open("rb") as file:
            _from_disk(file)
            if _pour(file, None, step) != written:
                raise OSError("it does not read back as it was written")


def pour(source: Path, target: Path, step: Step = go_on) -> None:
    """Copy the bytes of a file; raises OSError."""
    with source.open("rb") as file, target.open("wb") as copy:
        _pour(file, copy, step)


def settle(path: Path) -> None:
    """Put everything into the file itself, so that it needs no journal beside it."""
    with closing(driver.connect(str(path), isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE").fetchone()


def check(path: Path, counts: Mapping[str, int] | None = None, step: Step = go_on) -> None:
    """Look whether a copy that nobody uses is whole; raises OSError or the driver's errors if not."""
    with closing(driver.connect(str(path), isolation_level=None)) as connection, _watched(connection, step):
        # A copy lies alone: without a journal it opens even where nothing can be written beside it.
        connection.execute("PRAGMA journal_mode=DELETE").fetchone()
        (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if verdict != "ok":
            raise OSError(" ".join(str(verdict).split()))
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise OSError("broken links")
        if counts is not None and _counts(connection) != counts:
            raise OSError("rows are missing")


def to_disk(path: Path) -> None:
    """Put all of a file on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def folder_to_disk(folder: Path) -> None:
    """Put the names in a folder on the disk."""
    if os.name != "posix":
        return  # Windows keeps a rename by itself and cannot open a folder.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: Path) -> None:
    """Remove half copies that a program which died left in a folder."""
    with suppress(OSError):
        for half in folder.glob(".*.part*"):
            if time.time() - half.stat().st_mtime > _STALE_S:
                half.unlink()


@contextmanager
def _half_of(target: Path, *, make: bool) -> Iterator[Path]:
    """Give a place to write to; what was written there takes its name in the end, or is gone."""
    # No two programs write to the same half, and none gives another's its name.
    half = target.with_name(f".{target.name}.part{secrets.token_hex(4)}")
    try:
        target.parent.mkdir(parents=make, exist_ok=True)
        yield half
        to_disk(half)
        half.replace(target)
        folder_to_disk(target.parent)
    except (OSError, driver.Error, ValueError) as error:
        raise CopyFailed(place=str(target), reason=disk_words.why(error)) from error
    finally:
        for ending in ("", "-journal", "-wal", "-shm"):
            with suppress(OSError):
                half.with_name(half.name + ending).unlink(missing_ok=True)


def _copy(source: Path, half: Path, step: Step) -> dict[str, int]:
    """Copy page by page as of one moment, and count the rows of that moment."""
    # A plain path, not a URI: file names with % and ? stay what they are.
    with (
        closing(driver.connect(str(source), timeout=10, isolation_level=None)) as shop,
        closing(driver.connect(str(half), isolation_level=None)) as copy,
    ):
        shop.execute("BEGIN")
        counts = _counts(shop)
        for setting in ("journal_mode=OFF", "synchronous=OFF"):
            copy.execute(f"PRAGMA {setting}").fetchone()

        def on_step(_status: int, _left: int, _all: int) -> None:
            to_disk(half)
            step()

        shop.backup(copy, pages=STEP_PAGES, progress=on_step, sleep=0)
        shop.execute("ROLLBACK")
    return counts


@contextmanager
def _watched(connection: Any, step: Step) -> Iterator[None]:
    """Have `step` called now and then while a connection is at work, and raise what it raises."""
    raised: list[BaseException] = []

    def on_progress() -> int:
        try:
            step()
        except BaseException as error:  # noqa: BLE001 -- it is raised below, outside the driver
            raised.append(error)
        return len(raised)

    connection.set_progress_handler(on_progress, _EVERY_STEPS)
    try:
        yield
    except (driver.Error, ValueError):
        if raised:
            raise raised[0] from None
        raise


def _counts(connection: Any) -> dict[str, int]:
    # Tables of the search are made from the others, and their rows are no rows of the shop.
    named = connection.execute(
        "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite%' "
        "AND name NOT LIKE '%\\_words%' ESCAPE '\\'"
    ).fetchall()
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in named}


def _pour(file: BinaryIO, into: BinaryIO | None, step: Step) -> str:
    """Read a file through and give its digest; write it somewhere else on the way."""
    digest = hashlib.sha256()
    while piece := file.read(_CHUNK):
        digest.update(piece)
        if into is not None:
            into.write(piece)
            into.flush()
            os.fsync(into.fileno())
        step()
    return digest.hexdigest()


def _from_disk(file: BinaryIO) -> None:
    """Have what is read next come from the disk, where the system can be told so."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
