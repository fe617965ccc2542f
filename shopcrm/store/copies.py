"""Makes a copy of a shop file that is known to be good, because it was opened and checked."""

import os
from contextlib import suppress
from pathlib import Path

import sqlcipher3.dbapi2 as driver

from shopcrm.rules.errors import Trouble


class CopyFailed(Trouble):
    """No good copy could be made; what was there stays."""

    sentence = (
        "No good copy of the shop could be made at {place}: {reason}. Nothing was changed. "
        "Free some room or choose another folder."
    )


def checked_copy(source: Path, target: Path) -> None:
    """Copy a shop file while it may be in use, check the copy, and only then give it its name.

    Raises CopyFailed; a copy that is not good never takes the place of another one.
    """
    half = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        half.unlink(missing_ok=True)
        _copy(source, half)
        _check(half)
        _to_disk(half)
        half.replace(target)
        _folder_to_disk(target.parent)
    except (OSError, driver.Error) as error:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise CopyFailed(place=str(target), reason=str(error)) from error


def _copy(source: Path, half: Path) -> None:
    # A plain path, not a URI: file names with % and ? stay what they are.
    connection = driver.connect(str(source), timeout=10)
    try:
        connection.execute("VACUUM INTO ?", (str(half),))
    finally:
        connection.close()


def _check(half: Path) -> None:
    connection = driver.connect(str(half))
    try:
        (verdict,) = connection.execute("PRAGMA integrity_check").fetchone()
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    finally:
        connection.close()
    if verdict != "ok" or broken is not None:
        raise OSError(str(verdict if verdict != "ok" else "broken links"))


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _folder_to_disk(folder: Path) -> None:
    if os.name != "posix":
        return  # Windows keeps a rename by itself and cannot open a folder.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
