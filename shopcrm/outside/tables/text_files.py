"""Reads a text table, packed with gzip or not, in any usual encoding and with any usual separator.

A file is surveyed from end to end before its first row is given out, so that a damaged end is known first.
"""

import csv
import gzip
import io
import re
import zlib
from codecs import IncrementalDecoder
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from shopcrm.outside.tables import encodings, separators, unreadable
from shopcrm.rules import disk_words

EXPANDED_LIMIT = 2 * 1024**3
"""No more bytes than this are taken from one file, unpacked."""
ROW_LIMIT = 5_000_000
"""No more rows than this are taken from one file."""
BATCH = 500
"""Small batches die young, so that the collector of garbage has nothing to look at."""
_PIECE = 1 << 18
_HEAD = 1 << 16
_EVIDENCE = 1 << 22
_LONGEST_LINE = 1 << 20
_LINES_IN_A_CELL = 200
_GZIP = b"\x1f\x8b"
_PAPERS = ("%pdf-", "{\\rtf", "[{", '{"')
_DOCUMENT = re.compile(r'\[?\s*\{\s*"[^"\n]*"\s*:')
"""How JSON begins, packed or on lines of its own."""
_START = 200
_WEB = ("<html", "<!doctype", "<table", "<?xml", "<meta", "<head")


@dataclass(frozen=True, slots=True)
class Survey:
    """What a first reading of the whole file tells; `lines` is an upper bound of the rows."""

    path: Path
    encoding: str
    separator: str
    lines: int
    skip: int
    """Lines at the top that only declare the separator."""


def survey(path: Path, *, encoding: str | None = None, separator: str | None = None) -> Survey:
    """Read the file from end to end and find its encoding and separator, unless they are given."""
    head, lines, is_utf_8 = _look(path)
    chosen = encoding or encodings.by_mark(head)
    if chosen is None:
        chosen = encodings.UTF_8 if is_utf_8 else encodings.by_letters(_high_bytes(path))
    text = _head_text(path, chosen, head)
    start = text.lstrip("\ufeff \t\r\n")[:_START].lower()
    if start.startswith(_WEB):
        raise unreadable.WebPage(name=path.name)
    if start.startswith(_PAPERS) or _DOCUMENT.match(start):
        raise unreadable.NotATable(name=path.name)
    top = text.split("\n")
    first = separators.declared(top[0])
    whole = top[:-1] if len(head) == _HEAD and len(top) > 1 else top
    mark = separator if separator is not None else first or separators.find(whole[:200])
    return Survey(path, chosen, mark, lines, skip=1 if first else 0)


def rows(found: Survey) -> Iterator[list[list[str]]]:
    """Give the rows in big batches; a blank line is an empty row, so that places can be counted."""
    stream = chain.from_iterable(_lines(found))
    for _ in range(found.skip):
        next(stream, None)
    cut = _cut(found, stream)
    count = 0
    while batch := list(islice(cut, BATCH)):
        count += len(batch)
        if count > ROW_LIMIT:
            raise unreadable.TooManyRows(name=found.path.name, limit=ROW_LIMIT)
        yield batch


def _cut(found: Survey, stream: Iterator[str]) -> Iterator[list[str]]:
    mark = found.separator
    if mark == separators.SPACES:
        yield from (line.split() for line in stream)
        return
    if mark == separators.NONE:
        yield from ([line] if line else [] for line in stream)
        return
    # Only a line with a quotation mark needs the whole grammar; cutting the others is twice as fast.
    for place, line in enumerate(stream, start=1 + found.skip):
        if '"' in line:
            yield _quoted(found, line, stream, place)
        else:
            yield line.split(mark) if line else []


def _quoted(found: Survey, line: str, stream: Iterator[str], place: int) -> list[str]:
    taken = [line]

    def more() -> Iterator[str]:
        yield line + "\n"
        for following in stream:
            taken.append(following)
            if len(taken) > _LINES_IN_A_CELL:
                raise unreadable.OpenQuotation(name=found.path.name, line=place)
            yield following + "\n"

    try:
        row = next(csv.reader(more(), delimiter=found.separator))
    except csv.Error as error:
        raise unreadable.OpenQuotation(name=found.path.name, line=place) from error
    if len(taken) > 1 and sum(text.count('"') for text in taken) % 2:
        raise unreadable.OpenQuotation(name=found.path.name, line=place)
    return row


def _lines(found: Survey) -> Iterator[list[str]]:
    decoder = io.IncrementalNewlineDecoder(encodings.decoder(found.encoding), translate=True)
    rest, done = "", 0
    try:
        for piece in chain(_pieces(found.path), (b"",)):
            lines = (rest + decoder.decode(piece, final=not piece)).split("\n")
            rest = lines.pop()
            if len(rest) > _LONGEST_LINE:
                raise unreadable.LineTooLong(name=found.path.name, line=done + len(lines) + 1)
            done += len(lines)
            yield lines
    except UnicodeError as error:
        raise unreadable.DamagedFile(name=found.path.name) from error
    if rest:
        yield [rest]


def _look(path: Path) -> tuple[bytes, int, bool]:
    """Give the first bytes, the number of lines, and whether all is UTF-8; refuse what is no text."""
    head, lines, is_utf_8, wide = b"", 0, True, False
    decoder = encodings.decoder(encodings.UTF_8)
    for piece in _pieces(path):
        if not head:
            head = piece[:_HEAD]
            wide = encodings.by_mark(head) not in {None, "utf-8-sig"}
        if not wide and b"\0" in piece:
            raise unreadable.NotATable(name=path.name)
        lines += piece.count(b"\n") or piece.count(b"\r")
        is_utf_8 = is_utf_8 and not wide and _decodes(decoder, piece)
    if not head.strip():
        raise unreadable.EmptyFile(name=path.name)
    return head, lines + 1, is_utf_8 and not wide and _decodes(decoder, b"", final=True)


def _decodes(decoder: IncrementalDecoder, piece: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError:
        return False
    return True


def _high_bytes(path: Path) -> bytes:
    """Collect the lines with bytes above 127, as far as evidence is needed."""
    evidence: list[bytes] = []
    size = 0
    for piece in _pieces(path):
        high = [line for line in piece.split(b"\n") if not line.isascii()]
        evidence += high
        size += sum(map(len, high))
        if size > _EVIDENCE:
            break
    return b"\n".join(evidence)


def _head_text(path: Path, encoding: str, head: bytes) -> str:
    try:
        decoder = io.IncrementalNewlineDecoder(encodings.decoder(encoding), translate=True)
        return str(decoder.decode(head))
    except (UnicodeError, LookupError) as error:
        raise unreadable.DamagedFile(name=path.name) from error


def _pieces(path: Path) -> Iterator[bytes]:
    """Give the bytes of a file, unpacked where it is packed, up to the limit."""
    size = 0
    try:
        with path.open("rb") as plain:
            packed = plain.peek(2)[:2] == _GZIP
            source = gzip.GzipFile(fileobj=plain) if packed else plain
            while piece := source.read(_PIECE):
                size += len(piece)
                if size > EXPANDED_LIMIT:
                    raise unreadable.TooLarge(name=path.name, megabytes=EXPANDED_LIMIT >> 20)
                yield piece
    except EOFError as error:
        raise unreadable.CutFile(name=path.name) from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise unreadable.DamagedFile(name=path.name) from error
    except OSError as error:
        raise unreadable.NotOpened(name=path.name, reason=disk_words.why(error)) from error
