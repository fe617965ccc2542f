"""Tells whether the journal beside a shop file is its own, or was left there by another file.

SQLite takes any journal of that name for its own, and damages the file with it. Each time the first page of
a file is written its counter grows by one, in the journal as in the file: so the file's own counter stands
between the one before the journal's first and the journal's last.
"""

import struct
from pathlib import Path
from typing import BinaryIO

_FILE_HEAD, _HEAD, _FRAME = 100, 32, 24
_MARKS = (0x377F0682, 0x377F0683)
_COUNTER = slice(24, 28)
_TRIES = 3


def is_of_another(path: Path) -> bool:
    """Whether the journal beside a file was written for another one; raises OSError.

    A file in use is read while others write, so what looks wrong is looked at again.
    """
    beside = path.with_name(path.name + "-wal")
    for _try in range(_TRIES):
        if not beside.exists() or beside.stat().st_size < _HEAD + _FRAME:
            return False
        before = _counter(path)
        span = _span(beside)
        if span is None or before is None or span[0] - 1 <= before <= span[1]:
            return False
        if before == _counter(path):
            return True
    return False


def _counter(path: Path) -> int | None:
    with path.open("rb") as file:
        head = file.read(_FILE_HEAD)
    return int.from_bytes(head[_COUNTER]) if len(head) == _FILE_HEAD else None


def _span(beside: Path) -> tuple[int, int] | None:
    """Give the first and the last counter that a journal holds, or None where it holds none."""
    with beside.open("rb") as journal:
        head = journal.read(_HEAD)
        mark, _version, size = struct.unpack(">III", head[:12])
        if mark not in _MARKS:
            return None
        counters = _counters(journal, size, head[16:24])
    return (min(counters), max(counters)) if counters else None


def _counters(journal: BinaryIO, size: int, salt: bytes) -> list[int]:
    """Read the counters of all first pages; pages with another salt are left over from before."""
    found = []
    place = _HEAD
    while len(frame := journal.read(_FRAME)) == _FRAME and frame[8:16] == salt:
        if frame[:4] == b"\x00\x00\x00\x01":
            page = journal.read(_FILE_HEAD)
            if len(page) == _FILE_HEAD:
                found.append(int.from_bytes(page[_COUNTER]))
        place += _FRAME + size
        journal.seek(place)
    return found
