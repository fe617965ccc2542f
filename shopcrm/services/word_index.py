"""Finds rows by any fragment of their folded words, in the time between two strokes of a key.

Every three letters in a row are indexed. Words of two letters go by way of the three-letter ones that begin
with them. Text so common that hundreds of rows have it is looked for along the rows as they are ordered,
which soon finds enough.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from sqlalchemy import text
from sqlalchemy.orm import Session

from shopcrm.rules.slips import most_slips, one_slip, slips_between, two_slips
from shopcrm.store.engine import fetch

_INDEXED = 3
_COMMON = 100
"""How many rows with the text are fetched and put in order; text that more of them have is common."""

_COMMON_SHARE = 500
"""In large tables it is common when more than one row in so many has it."""

_FREQUENT = 2_000
"""Two letters that begin so many sets of three are looked for along the rows at once."""

_MOST_TERMS = 100

_STEP = 40
"""How many rows with common text are looked at to choose the closest among them."""

_MOST_CANDIDATES = 2_000
_LAST = "\U0010ffff"

Ways = Callable[[str], list[tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class WordIndex:
    """A table with folded words in `skey`, the order its rows are preferred in, and an index of that."""

    table: str
    order: str
    ordered_by: str


CUSTOMERS = WordIndex("customer", "last_seen_at DESC", "ix_customer_seen")
GOODS = WordIndex("product", "sort_key", "ix_product_sort")


def find(session: Session, index: WordIndex, words: Sequence[str], limit: int) -> list[int]:
    """Find the rows that have all (folded) words, the closest first; gives ids, `limit` at most."""
    if not words:
        return []
    fields = _fields(words, limit)
    groups = _groups(session, index, words)
    if groups is None:
        return []
    if groups:
        match, is_exact = " AND ".join(groups), len(groups) == len(words)
        statement = _by_letters(index, len(words), is_exact=is_exact)
        ((ids,),) = fetch(session.connection(), statement, {**fields, "match": match})
        if ids is not None:
            return list(json.loads(ids))
    return _ids(session, _along_the_rows(index, len(words)), fields)


def find_with_slips(session: Session, index: WordIndex, words: Sequence[str], limit: int) -> list[int]:
    """Find the rows that have all words but for a slip or two in each, the fewest slips first."""
    if not any(map(most_slips, words)):
        return []
    for ways in (one_slip, two_slips)[: max(map(most_slips, words))]:
        match = " AND ".join(group for word in words if (group := _forgiving(word, ways)))
        found = _nearest(session, index, match, words) if match else []
        if found:
            return found[:limit]
    return []


def tidy(session: Session, index: WordIndex) -> None:
    """Bring the index into one piece after many rows were added: searches are then up to twice as fast.

    Takes about a second for 100,000 rows, in a write transaction.
    """
    session.connection().execute(
        text(f"INSERT INTO {index.table}_words({index.table}_words) VALUES ('optimize')")
    )


def _groups(session: Session, index: WordIndex, words: Sequence[str]) -> list[str] | None:
    """Say each word in the index's language, but for those too common to help; None where no row has one."""
    groups: list[str] = []
    for word in words:
        if len(word) >= _INDEXED:
            groups.append(_quoted(word))
            continue
        terms, count = _terms(session, index, word)
        if not terms:
            return None
        if len(word) > 1 and len(terms) < _MOST_TERMS and (len(words) > 1 or count <= _FREQUENT):
            groups.append(f"({' OR '.join(map(_quoted, terms))})")
    return groups


def _terms(session: Session, index: WordIndex, word: str) -> tuple[list[str], int]:
    """List the three letters that begin with a short word, and count the rows that have them."""
    asked: dict[str, str | int] = {
        "word": word,
        "last": word + _LAST,
        "most": _MOST_TERMS if len(word) > 1 else 1,
    }
    rows = fetch(session.connection(), _beginning_with(index), asked)
    return [term for term, _count in rows], sum(count for _term, count in rows)


def _quoted(fragment: str) -> str:
    # Folded words hold letters, digits and spaces only, so that nothing in them speaks to the index.
    return f'"{fragment}"'


def _fields(words: Sequence[str], limit: int) -> dict[str, str | int]:
    fields: dict[str, str | int] = {f"w{i}": word for i, word in enumerate(words)}
    return {**fields, "whole": " ".join(words), "limit": limit}


def _ids(session: Session, statement: str, fields: Mapping[str, str | int]) -> list[int]:
    return [row[0] for row in fetch(session.connection(), statement, fields)]


@lru_cache(maxsize=64)
def _by_letters(index: WordIndex, count: int, *, is_exact: bool) -> str:
    """Look up the rows in the index; where it knows all words exactly, they need not be read again."""
    table, has_all = index.table, "TRUE" if is_exact else _has_all(count, "")
    common = f"(SELECT max({_COMMON}, coalesce(max(id), 0) / {_COMMON_SHARE}) FROM {table})"
    return (
        f"WITH found AS MATERIALIZED ("
        f"SELECT rowid AS id FROM {table}_words WHERE {table}_words MATCH :match LIMIT {common}) "
        f"SELECT CASE WHEN (SELECT count(*) FROM found) < {common} THEN (SELECT json_group_array(id) FROM ("
        f"SELECT t.id FROM found CROSS JOIN {table} AS t ON t.id = found.id WHERE {has_all} "
        f"ORDER BY {_closeness(count)}, {index.order} LIMIT :limit)) END"
    )


@lru_cache(maxsize=64)
def _along_the_rows(index: WordIndex, count: int) -> str:
    ordering = index.order.split()[0]
    return (
        f"SELECT id FROM (SELECT id, skey, {ordering} FROM {index.table} INDEXED BY {index.ordered_by} "
        f"WHERE {_has_all(count, '')} ORDER BY {index.order} LIMIT max({_STEP}, :limit)) "
        f"ORDER BY {_closeness(count)}, {index.order} LIMIT :limit"
    )


@lru_cache(maxsize=2)
def _beginning_with(index: WordIndex) -> str:
    return (
        f"SELECT term, doc FROM {index.table}_words_vocabulary "
        "WHERE term >= :word AND term < :last LIMIT :most"
    )


def _has_all(count: int, before: str) -> str:
    return " AND ".join(f"skey LIKE '%{before}' || :w{i} || '%'" for i in range(count))


def _closeness(count: int) -> str:
    """Put first whose name begins with all that was asked, then whose words begin with it."""
    begin = _has_all(count, " ")
    return f"CASE WHEN skey LIKE ' ' || :whole || '%' THEN 0 WHEN {begin} THEN 1 ELSE 2 END"


def _forgiving(word: str, ways: Ways) -> str:
    if not most_slips(word):
        return _quoted(word) if len(word) >= _INDEXED else ""
    return f"({' OR '.join(' AND '.join(map(_quoted, way)) for way in [(word,), *ways(word)])})"


def _nearest(session: Session, index: WordIndex, match: str, words: Sequence[str]) -> list[int]:
    rows = fetch(session.connection(), _candidates(index), {"match": match})
    counters = [
        lru_cache(maxsize=None)(partial(slips_between, word, most=most_slips(word))) for word in words
    ]
    counted: list[tuple[int, int]] = []
    for key, skey in rows:
        known = skey.split()
        fewest = [min((n for w in known if (n := count(w)) is not None), default=None) for count in counters]
        if None not in fewest:
            counted.append((sum(n or 0 for n in fewest), key))
    return [key for _slips, key in sorted(counted, key=lambda pair: pair[0])]


@lru_cache(maxsize=2)
def _candidates(index: WordIndex) -> str:
    table = index.table
    return (
        f"SELECT t.id, t.skey FROM (SELECT rowid AS id FROM {table}_words WHERE {table}_words MATCH :match "
        f"ORDER BY rowid DESC LIMIT {_MOST_CANDIDATES}) AS found CROSS JOIN {table} AS t ON t.id = found.id "
        f"ORDER BY {index.order}"
    )
