"""Sees to it that what was deleted from a shop file is nowhere in it any more, nor in its journal.

Deleted words are overwritten as they go; what is left of them could only be in the journal, or in a page
that was copied while it was split. The journal is emptied, and the file rewritten if a look finds something.
"""

from collections.abc import Collection
from pathlib import Path
from urllib.parse import quote

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Engine

ENDINGS = ("", "-wal", "-shm", "-journal")
"""The shop file and those that SQLite keeps beside it."""

_CHUNK = 1 << 20


def wipe(engine: Engine, path: Path, words: Collection[str]) -> bool:
    """Clean the file of deleted words; tells whether none of them is found in it any more.

    Words that somebody else has too are not among them, or the file would never be clean.
    """
    sought = _writings(words)
    if _empty_journal(engine) and not holds(path, sought):
        return True
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        connection.rollback()
        if raw is not None:
            raw.execute("VACUUM")
    return _empty_journal(engine) and not holds(path, sought)


def holds(path: Path, sought: Collection[bytes]) -> bool:
    """Whether any of some bytes stands in a shop file or in what lies beside it."""
    places = [path.with_name(path.name + ending) for ending in ENDINGS]
    return any(_stands_in(place, sought) for place in places if place.exists())


def _empty_journal(engine: Engine) -> bool:
    """Fold the journal into the file and cut it to nothing; tells whether nobody was in the way."""
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        connection.rollback()
        busy = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] if raw is not None else 1
    return not busy


def _writings(words: Collection[str]) -> set[bytes]:
    return {word.encode(code) for word in words for code in ("utf-8", "utf-16-le", "utf-16-be")}


def _stands_in(place: Path, sought: Collection[bytes]) -> bool:
    """Look through a file piece by piece; pieces overlap, so that nothing hides on a seam."""
    longest = max(map(len, sought), default=0)
    with place.open("rb") as file:
        before = b""
        while piece := file.read(_CHUNK):
            text = before + piece
            if any(one in text for one in sought):
                return True
            before = text[-longest:] if longest else b""
    return False


def still_names(copy: Path, ids: Collection[int], nobody: str) -> bool:
    """Whether a copy of the shop, of whatever version, names some customers otherwise than `nobody`.

    It is only read. One that cannot be opened may hold anybody.
    """
    marks = ", ".join("?" * len(ids))
    asked = f"SELECT 1 FROM customer WHERE id IN ({marks}) AND (name NOT IN ('', ?) OR skey <> '') LIMIT 1"
    try:
        connection = driver.connect(f"file:{quote(str(copy))}?mode=ro&immutable=1", uri=True)
        try:
            return connection.execute(asked, [*ids, nobody]).fetchone() is not None
        finally:
            connection.close()
    except driver.Error:
        return True
