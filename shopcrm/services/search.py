"""The search of the whole shop: customers and goods by any part of what is known of them, as one types.

The closest come first, among them whoever was seen last. Slips of the finger are forgiven only when nothing
fits as it was typed.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from shopcrm.rules.people import phone_fragment, shown_name
from shopcrm.rules.sayings import FieldValue
from shopcrm.rules.slips import other_layout
from shopcrm.rules.text import ascii_digits, fold, one_line
from shopcrm.services import people, word_index
from shopcrm.services.word_index import CUSTOMERS, GOODS, WordIndex
from shopcrm.store.engine import fetch

LIMIT = 20
_LONGEST = 200
_EVERYBODY = 1_000_000
_MOST_WORDS = 6

_CUSTOMERS = (
    "SELECT c.id, c.code, c.name, c.note, c.last_seen_at, "
    "(SELECT group_concat(e164, ' ' ORDER BY preferred DESC, id) FROM phone WHERE customer_id = c.id), "
    "(SELECT group_concat(name, char(10) ORDER BY id) FROM tag WHERE customer_id = c.id) "
    "FROM json_each(:ids) AS place CROSS JOIN customer AS c ON c.id = place.value ORDER BY place.key"
)

_THEIRS = "FROM {table} WHERE customer_id IN (SELECT value FROM json_each(:ids))"
_MORE = " UNION ALL ".join(
    f"SELECT customer_id, '{part}', {column} {_THEIRS.format(table=table)}"
    for part, table, column in (
        ("email", "email", "address"),
        ("card", "card", "number"),
        ("address", "address", "text"),
        ("note", "note", "text"),
    )
)

_GOODS = text(
    "SELECT p.id, p.code, p.name, p.unit, p.price "
    "FROM json_each(:ids) AS place CROSS JOIN product AS p ON p.id = place.value ORDER BY place.key"
)

_CUSTOMER_BY_CODE = "SELECT id FROM customer WHERE code = ?"

_GOODS_BY_CODE = text(
    "SELECT product_id FROM barcode WHERE code = :code UNION SELECT id FROM product WHERE code = :code"
)


class Part(StrEnum):
    """The part of a customer in which the search found what was asked."""

    NAME = "name"
    CODE = "code"
    PHONE = "phone"
    EMAIL = "email"
    TAG = "tag"
    CARD = "card"
    ADDRESS = "address"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A customer that was found; `matched` is the text of the part in which the search found the words."""

    id: int
    code: str | None
    name: str
    phones: tuple[str, ...]
    last_seen_at: datetime
    part: Part
    matched: str
    by_slip: bool = False
    tags: tuple[str, ...] = ()

    @property
    def shown_name(self) -> FieldValue:
        """Name the customer; who has no name goes by code or number."""
        return shown_name(self.name, self.code, self.id)


@dataclass(frozen=True, slots=True)
class GoodsHit:
    """A product that was found; price in smallest units for one unit."""

    id: int
    code: str
    name: str
    unit: str
    price: int | None
    by_slip: bool = False


@dataclass(frozen=True, slots=True)
class Anything:
    """What a search through the whole shop found."""

    customers: tuple[SearchHit, ...]
    goods: tuple[GoodsHit, ...]


def find(session: Session, asked: str, limit: int = LIMIT) -> list[SearchHit]:
    """Find customers by any fragment of what they are known by, in any spelling (C1).

    That is name, code, card, phone, address, tag and note. Who has the very code comes first, and whoever
    was merged is found by theirs as who they became.
    """
    words, ids = _as_asked(session, asked, limit)
    return _customers(session, ids, words, by_slip=False)


def find_ids(session: Session, asked: str) -> list[int]:
    """List everybody whom `find` would find, however many they are."""
    return _as_asked(session, asked, _EVERYBODY)[1]


def find_with_slips(session: Session, asked: str, limit: int = LIMIT) -> list[SearchHit]:
    """Find customers whom a slip of the finger or the wrong keyboard hides; for when `find` finds nobody."""
    words, ids = _guessed(session, CUSTOMERS, asked, limit)
    return _customers(session, ids, words, by_slip=True)


def find_goods(session: Session, asked: str, limit: int = LIMIT) -> list[GoodsHit]:
    """Find goods by code, barcode or any fragment of their words; an exact code or barcode comes first."""
    ids = list(
        session.connection().execute(_GOODS_BY_CODE, {"code": ascii_digits(one_line(asked))}).scalars()
    )
    more = word_index.find(session, GOODS, _words(asked), limit)
    return _goods(session, list(dict.fromkeys([*ids, *more]))[:limit], by_slip=False)


def find_goods_with_slips(session: Session, asked: str, limit: int = LIMIT) -> list[GoodsHit]:
    """Find goods whom a slip of the finger or the wrong keyboard hides; for when `find_goods` finds none."""
    _read, ids = _guessed(session, GOODS, asked, limit)
    return _goods(session, ids, by_slip=True)


def find_anything(session: Session, asked: str, limit: int = LIMIT) -> Anything:
    """Find customers, then goods; slips are forgiven only where neither has anything as it was typed."""
    customers, goods = find(session, asked, limit), find_goods(session, asked, limit)
    if not customers and not goods:
        customers = find_with_slips(session, asked, limit)
        goods = find_goods_with_slips(session, asked, limit)
    return Anything(tuple(customers), tuple(goods))


def _by_code(session: Session, code: str) -> int | None:
    """Find who has the very code; one without any digit is found among the words anyway."""
    if not any(letter.isdecimal() for letter in code):
        return None
    rows = fetch(session.connection(), _CUSTOMER_BY_CODE, (code,))
    found = people.find(session, rows[0][0]) if rows else None
    return found if found and people.get(session, found).state == people.ACTIVE else None


def _as_asked(session: Session, asked: str, limit: int) -> tuple[list[str], list[int]]:
    known = _by_code(session, ascii_digits(one_line(asked)))
    for words in _readings(asked):
        ids = word_index.find(session, CUSTOMERS, words, limit)
        if known is not None:
            ids = list(dict.fromkeys([known, *ids]))[:limit]
        if ids:
            return words, ids
    return [], []


def _words(asked: str) -> list[str]:
    return fold(asked[:_LONGEST]).split()[:_MOST_WORDS]


def _readings(asked: str) -> list[list[str]]:
    """Give the ways to read what was asked: digits in groups are first one number, then several."""
    fragment = phone_fragment(asked)
    readings = [[fragment], _words(asked)] if fragment else [_words(asked)]
    return readings[:1] if readings[0] == readings[-1] else readings


def _guessed(session: Session, index: WordIndex, asked: str, limit: int) -> tuple[list[str], list[int]]:
    meant = _words(other_layout(asked))
    ids = word_index.find(session, index, meant, limit)
    if ids:
        return meant, ids
    for words in _readings(asked):
        ids = word_index.find_with_slips(session, index, words, limit)
        if ids:
            return words, ids
    return [], []


def _customers(
    session: Session, ids: Sequence[int], words: Sequence[str], *, by_slip: bool
) -> list[SearchHit]:
    if not ids:
        return []
    rows = [_Row(*row) for row in fetch(session.connection(), _CUSTOMERS, {"ids": json.dumps(ids)})]
    plain = {row.id: part for row in rows if (part := _as_written(row, words)) is not None}
    # Few are found by their address or card, and most searches need not look for any.
    more = _more(session, [row.id for row in rows if row.id not in plain])
    return [
        _hit(row, plain.get(row.id) or _matched(row, more.get(row.id, []), words), by_slip=by_slip)
        for row in rows
    ]


def _more(session: Session, ids: Sequence[int]) -> dict[int, list[tuple[Part, str]]]:
    more: dict[int, list[tuple[Part, str]]] = {}
    rows = fetch(session.connection(), _MORE, {"ids": json.dumps(ids)}) if ids else []
    for key, part, shown in rows:
        more.setdefault(key, []).append((Part(part), shown))
    return more


class _Row(NamedTuple):
    """A customer as the file has it: phones in one line, a tag on each line, the moment as text in UTC."""

    id: int
    code: str | None
    name: str
    note: str
    last_seen_at: str
    phones: str | None
    tags: str | None


def _hit(row: _Row, found: tuple[Part, str], *, by_slip: bool) -> SearchHit:
    phones = tuple(row.phones.split()) if row.phones else ()
    seen = datetime.fromisoformat(row.last_seen_at).replace(tzinfo=UTC)
    tags = tuple(row.tags.split("\n")) if row.tags else ()
    return SearchHit(row.id, row.code, row.name, phones, seen, *found, by_slip, tags)


def _as_written(row: _Row, words: Sequence[str]) -> tuple[Part, str] | None:
    """Find the part that holds all words but for letter case; nearly all is written as it is folded."""
    for part, shown in _parts(row, ()):
        plain = shown.lower()
        if all(word in plain for word in words):
            return part, shown
    return None


def _matched(row: _Row, more: Iterable[tuple[Part, str]], words: Sequence[str]) -> tuple[Part, str]:
    """Tell the part that holds most of the words; the first of those that hold as many."""
    parts = _parts(row, more)
    best, most = parts[0], 0
    for part, shown in parts:
        count = _words_in(part, shown, words)
        if count > most:
            best, most = (part, shown), count
        if most == len(words):
            break
    return best


def _parts(row: _Row, more: Iterable[tuple[Part, str]]) -> list[tuple[Part, str]]:
    parts = [(Part.NAME, row.name), *((Part.PHONE, phone) for phone in (row.phones or "").split())]
    if row.code:
        parts.append((Part.CODE, row.code))
    parts += [(Part.TAG, tag) for tag in (row.tags or "").splitlines()]
    if row.note:
        parts.append((Part.NOTE, row.note))
    return [*parts, *more]


def _words_in(part: Part, shown: str, words: Sequence[str]) -> int:
    """Count the words in a part; a phone is kept with its country and asked for as it is dialled at home."""
    key = fold(shown)
    joined = key.replace(" ", "")
    at_home = [word.removeprefix("0") if part is Part.PHONE else word for word in words]
    return sum(word in key or word in joined for word in at_home)


def _goods(session: Session, ids: Sequence[int], *, by_slip: bool) -> list[GoodsHit]:
    rows = session.connection().execute(_GOODS, {"ids": json.dumps(ids)}).all() if ids else []
    return [GoodsHit(key, code, name, unit, price, by_slip) for key, code, name, unit, price in rows]
