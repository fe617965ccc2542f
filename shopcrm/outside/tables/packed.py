"""Looks into a workbook before it is opened: a small file may unpack into more than the memory holds.

The reader lays a sheet out as a full rectangle, so one cell in the last corner would end the program.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from shopcrm.outside.tables import unreadable

EXPANDED_LIMIT = 2 * 1024**3
"""No more bytes than this are taken from one workbook, unpacked."""
CELL_LIMIT = 30_000_000
"""No sheet may span more cells than this."""
_PIECE = 1 << 18
_OVERLAP = 64
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = b"PK"
_OLE_LOCK = "EncryptedPackage".encode("utf-16-le")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.(xml|bin)$")
_FAR_COLUMN = re.compile(rb"""\sr=["']([A-Za-z]{2,})(\d+)["']""")
_ROW = re.compile(rb"""<(?:\w+:)?row [^>]*?r=["'](\d+)["']""")
_ANY_CELL_ROW = re.compile(rb"""\sr=["'][A-Za-z]+(\d{5,})["']""")
_NARROW = 26
_DIMENSION_RECORD = b"\x94\x01\x10"


def is_workbook(head: bytes) -> bool:
    """Tell whether the first bytes are those of an Excel or OpenDocument workbook."""
    return head.startswith((_ZIP, _OLE))


def inspect(path: Path) -> None:
    """Refuse a workbook that is locked, damaged, something else, or too big once it is unpacked."""
    with path.open("rb") as opened:
        head = opened.read(8)
    if head.startswith(_OLE):
        if _OLE_LOCK in path.read_bytes():
            raise unreadable.LockedWorkbook(name=path.name)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            _inspect_archive(path, archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise unreadable.DamagedFile(name=path.name) from error
    except RuntimeError as error:  # what zipfile says of an entry under a password
        raise unreadable.LockedWorkbook(name=path.name) from error


def _inspect_archive(path: Path, archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise unreadable.PackedFile(name=path.name)
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise unreadable.LockedWorkbook(name=path.name)
    size = 0
    for name in archive.namelist():
        span = _Span(path, name)
        for piece in _pieces(archive, name):
            size += len(piece)
            if size > EXPANDED_LIMIT:
                raise unreadable.TooLarge(name=path.name, megabytes=EXPANDED_LIMIT >> 20)
            if _SHEET.match(name):
                span.look(piece)


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as entry:
        while piece := entry.read(_PIECE):
            yield piece


class _Span:
    """How far the cells of one sheet reach, as seen so far in its pieces."""

    def __init__(self, path: Path, name: str) -> None:
        self._path = path
        self._name = name
        self._rows = 0
        self._columns = _NARROW
        self._tail = b""

    def look(self, piece: bytes) -> None:
        """Note the farthest row and column of a piece; raises TooWide."""
        text = self._tail + piece
        if self._name.endswith(".bin"):
            self._look_binary(text)
        else:
            self._look_cells(text)
        self._tail = text[-_OVERLAP:]
        if self._rows * self._columns > CELL_LIMIT:
            raise unreadable.TooWide(name=self._path.name)

    def _look_cells(self, text: bytes) -> None:
        for letters, row in set(_FAR_COLUMN.findall(text)):
            self._columns = max(self._columns, _column(letters))
            self._rows = max(self._rows, int(row))
        # The last row of a piece is the farthest in every sheet that a program wrote.
        last = text.rfind(b"<row ")
        found = _ROW.search(text, max(last, 0))
        if found:
            self._rows = max(self._rows, int(found[1]))
        for row in _ANY_CELL_ROW.findall(text):
            self._rows = max(self._rows, int(row))

    def _look_binary(self, text: bytes) -> None:
        at = text.find(_DIMENSION_RECORD)
        if at >= 0 and not self._tail and len(text) >= at + 19:
            numbers = [int.from_bytes(text[at + 3 + 4 * i : at + 7 + 4 * i], "little") for i in range(4)]
            self._rows, self._columns = numbers[1] + 1, max(numbers[3] + 1, _NARROW)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
