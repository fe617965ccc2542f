"""Finds out in which letters a text file is written: UTF-8, UTF-16, or an older Persian or Western code page.

Persian and Western code pages share their bytes. In Persian the bytes above 127 stand together in words; in
Western text they stand singly among ASCII letters; that decides.
"""

import codecs
import re

UTF_8, UTF_16 = "utf-8", "utf-16"
PERSIAN, WESTERN = "cp1256", "cp1252"
WESTERN_ANY = "latin-1"
PATCHED_UTF_8 = "utf-8 with western bytes"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, UTF_16),
    (codecs.BOM_UTF16_BE, UTF_16),
)
_LETTER = rb"[\x81\x8a\x8d\x8e\x90\x98\x9a\x9e\x9f\xaa\xc0-\xff]"
_TOGETHER = re.compile(_LETTER + rb"{2,}")
_AMONG_ASCII = re.compile(
    rb"(?<![\x80-\xff])(?:(?<=[A-Za-z])" + _LETTER + rb"|" + _LETTER + rb"(?=[A-Za-z]))(?![\x80-\xff])"
)
_NO_WESTERN = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_UTF_8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_SAMPLE = 4000
_RARE = 50
"""Blanks and line ends leave zeros even in a text of Persian letters."""


def by_mark(head: bytes) -> str | None:
    """Read the mark at the beginning of a file, or the pattern of zeros that UTF-16 leaves without one."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    sample = head[: _SAMPLE - _SAMPLE % 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > len(sample) // _RARE and not even:
        return "utf-16-le"
    if even > len(sample) // _RARE and not odd:
        return "utf-16-be"
    return None


def by_letters(text: bytes) -> str:
    """Choose for text that is no UTF-8; `text` is as much of the file as there is evidence for."""
    sequences = _UTF_8_SEQUENCE.findall(text)
    stray = sum(byte > 127 for byte in _UTF_8_SEQUENCE.sub(b"", text))
    if len(sequences) > 9 * stray:
        return PATCHED_UTF_8
    persian = sum(len(word) for word in _TOGETHER.findall(text))
    western = len(_AMONG_ASCII.findall(text))
    if persian > western:
        return PERSIAN
    return WESTERN_ANY if _NO_WESTERN.search(text) else WESTERN


def decoder(encoding: str) -> codecs.IncrementalDecoder:
    """Make a decoder; raises UnicodeDecodeError on bytes that the encoding does not know."""
    if encoding == PATCHED_UTF_8:
        return codecs.getincrementaldecoder(UTF_8)(_PATCH)
    return codecs.getincrementaldecoder(encoding)("strict")


def _western(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode(WESTERN_ANY if _NO_WESTERN.search(wrong) else WESTERN), error.end


_PATCH = "shopcrm-western"
codecs.register_error(_PATCH, _western)
