"""Reads what lies inside a shop file of any version that is not in use, and leaves it untouched."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copyfile
from typing import Any
from urllib.parse import quote

import sqlcipher3.dbapi2 as driver

COUNTED = ("customer", "sale", "product", "voucher", "message")
"""What a shop file is known by."""
UNREADABLE = (driver.Error, ValueError)
"""What the driver raises at a damaged file: where its complaint itself cannot be read, a ValueError."""
_SPOKEN = ("language", "calendar", "zone")
_BESIDE = ("-wal", "-journal")


@dataclass(frozen=True, slots=True)
class Contents:
    """What was read: texts as they lie in the file, moments as ISO text, and the rows of some tables.

    `first` is the seal of the first entry of the trail, which no other shop has; None where nothing was
    ever written down.
    """

    name: str = ""
    language: str = "en"
    calendar: str = "gregorian"
    zone: str = "Asia/Tehran"
    first: str | None = None
    latest: str | None = None
    last_sale: str | None = None
    is_sample: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)


def contents(path: Path) -> Contents:
    """Read what is inside; raises the driver's errors or ValueError where it does not read back."""
    with _only_read(path) as connection:
        _refuse_cut(path, connection)
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")}
        decided = dict(connection.execute("SELECT name, value FROM setting")) if "setting" in tables else {}
        first = latest = None
        if "audit_entry" in tables:
            first = _one(connection, "SELECT hash FROM audit_entry ORDER BY id LIMIT 1")
            latest = _one(connection, "SELECT at FROM audit_entry ORDER BY id DESC LIMIT 1")
        sold = _one(connection, "SELECT max(sold_at) FROM sale") if "sale" in tables else None
        return Contents(
            name=str(json.loads(decided.get("shop_name", '""'))),
            **{name: str(json.loads(decided[name])) for name in _SPOKEN if name in decided},
            first=first,
            latest=latest,
            last_sale=sold,
            is_sample=json.loads(decided.get("sample_seed", "null")) is not None,
            counts={name: _rows(connection, name) for name in COUNTED if name in tables},
        )


def first_seal(path: Path) -> str | None:
    """Read by what a shop is told from others, though it may be in use; None where it cannot be read."""
    try:
        with closing(driver.connect(str(path), timeout=10)) as connection:
            return _one(connection, "SELECT hash FROM audit_entry ORDER BY id LIMIT 1")
    except UNREADABLE:
        return None


def is_bare(path: Path) -> bool:
    """Whether a shop that may be in use has neither customers nor goods nor sales."""
    try:
        with closing(driver.connect(str(path), timeout=10)) as connection:
            return not any(
                connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone() for name in COUNTED[:3]
            )
    except UNREADABLE:
        return False


def verdict(path: Path) -> str:
    """Tell `ok` where a file that is not in use is whole, or else what is wrong first."""
    try:
        with _only_read(path) as connection:
            (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            return str(said)
    except (*UNREADABLE, OSError) as error:
        return str(error)


@contextmanager
def _only_read(path: Path) -> Iterator[Any]:
    """Open a file so that nothing beside it is made or changed; what its journal holds counts, too."""
    beside = [ending for ending in _BESIDE if _is_there(path.with_name(path.name + ending))]
    if not beside:
        with closing(_opened(f"file:{quote(str(path))}?mode=ro&immutable=1")) as connection:
            yield connection
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as room:
        copy = Path(room) / "shop.db"
        for ending in ("", *beside):
            copyfile(path.with_name(path.name + ending), copy.with_name(copy.name + ending))
        with closing(_opened(f"file:{quote(str(copy))}")) as connection:
            yield connection


def _refuse_cut(path: Path, connection: Any) -> None:
    """Raise ValueError where the last page is cut short; what is missing would be read as zeros."""
    (page,) = connection.execute("PRAGMA page_size").fetchone()
    if path.stat().st_size % page:
        raise ValueError("it is cut short")


def _is_there(journal: Path) -> bool:
    return journal.exists() and journal.stat().st_size > 0


def _opened(uri: str) -> Any:
    connection = driver.connect(uri, uri=True, isolation_level=None)
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    return connection


def _one(connection: Any, asked: str) -> str | None:
    row = connection.execute(asked).fetchone()
    return None if row is None or row[0] is None else str(row[0])


def _rows(connection: Any, table: str) -> int:
    return int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])
