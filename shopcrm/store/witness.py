"""Watches a transaction that changes much at once, so that all of it can be taken back later.

Rows that were there are noted as they were before their first change; new ones are known by their numbers,
because whoever writes holds the file alone.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Integer, Table, func, select

LOG = "witnessed"


@dataclass(frozen=True, slots=True)
class Range:
    """The ids that rows of a table got, from the first to the last."""

    table: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Before:
    """A row as it was: the JSON of its columns, or empty where it was not there."""

    table: str
    key: int
    row: str


@dataclass
class Witness:
    """What was seen in the end: new rows by their ranges, and old ones that were changed or removed."""

    ranges: tuple[Range, ...] = ()
    before: tuple[Before, ...] = ()


@contextmanager
def watching(connection: Connection, tables: Sequence[Table]) -> Iterator[Witness]:
    """Watch these tables until the end; what was seen is in the witness then, unless something was raised."""
    seen = Witness()
    highest = {table.name: _highest(connection, table) for table in tables if _numbered(table)}
    connection.exec_driver_sql(
        f"CREATE TEMP TABLE IF NOT EXISTS {LOG} "
        "(rows_of TEXT, key TEXT, number INTEGER, row TEXT, UNIQUE (rows_of, key))"
    )
    connection.exec_driver_sql(f"DELETE FROM temp.{LOG}")
    for table in tables:
        # Where nothing was, everything is new, and there is nothing to be noted.
        if highest.get(table.name, 0) or _had_parents(table, highest):
            _watch(connection, table, highest)
    try:
        yield seen
        seen.ranges = tuple(_ranges(connection, tables, highest))
        seen.before = tuple(
            Before(*row)
            for row in connection.exec_driver_sql(
                f"SELECT rows_of, number, row FROM temp.{LOG} ORDER BY rowid"
            )
        )
    finally:
        for table in tables:
            for act in ("changed", "removed", "added"):
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS temp.witness_{table.name}_{act}")
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS temp.{LOG}")


def _numbered(table: Table) -> bool:
    """Whether the rows of a table have a number of their own."""
    keys = list(table.primary_key.columns)
    return len(keys) == 1 and isinstance(keys[0].type, Integer)


def _had_parents(table: Table, highest: Mapping[str, int]) -> bool:
    """Whether there was anything that rows without a number of their own could belong to."""
    if table.name in highest:
        return False
    return any(highest.get(key.column.table.name, 0) for key in table.foreign_keys)


def _highest(connection: Connection, table: Table) -> int:
    key = next(iter(table.primary_key.columns))
    return connection.scalar(select(func.coalesce(func.max(key), 0))) or 0


def _ranges(connection: Connection, tables: Sequence[Table], highest: Mapping[str, int]) -> Iterator[Range]:
    for table in tables:
        if table.name in highest:
            last = _highest(connection, table)
            if last > highest[table.name]:
                yield Range(table.name, highest[table.name] + 1, last)


def _watch(connection: Connection, table: Table, highest: Mapping[str, int]) -> None:
    name, keys = table.name, [column.name for column in table.primary_key.columns]
    if name in highest:
        # What the transaction itself added needs no picture of how it was before.
        was_there, number = f"old.{keys[0]} <= {highest[name]}", f"old.{keys[0]}"
    else:
        was_there, number = _parent_was_there(table, highest, "old"), _parent(table, highest, "old")
    key = " || '/' || ".join(f"old.{column}" for column in keys)
    for act, event in (("changed", "UPDATE"), ("removed", "DELETE")):
        connection.exec_driver_sql(
            f"CREATE TEMP TRIGGER witness_{name}_{act} BEFORE {event} ON main.{name} WHEN {was_there} "
            f"BEGIN INSERT OR IGNORE INTO {LOG} VALUES ('{name}', {key}, {number}, {_picture(table)}); END"
        )
    if name not in highest:
        new_key = key.replace("old.", "new.")
        connection.exec_driver_sql(
            f"CREATE TEMP TRIGGER witness_{name}_added AFTER INSERT ON main.{name} "
            f"WHEN {_parent_was_there(table, highest, 'new')} "
            f"BEGIN INSERT OR IGNORE INTO {LOG} "
            f"VALUES ('{name}', {new_key}, {_parent(table, highest, 'new')}, {_keys_only(keys)}); END"
        )


def _parent(table: Table, highest: Mapping[str, int], row: str) -> str:
    """Give the column that names the numbered parent of a row without a number, such as a line's document."""
    column = next(c.name for c in table.columns for key in c.foreign_keys if key.column.table.name in highest)
    return f"{row}.{column}"


def _parent_was_there(table: Table, highest: Mapping[str, int], row: str) -> str:
    column = next(c for c in table.columns for key in c.foreign_keys if key.column.table.name in highest)
    parent = next(key.column.table.name for key in column.foreign_keys)
    return f"{row}.{column.name} <= {highest[parent]}"


def _picture(table: Table) -> str:
    pairs = ", ".join(f"'{column.name}', old.{column.name}" for column in table.columns)
    return f"json_object({pairs})"


def _keys_only(keys: Sequence[str]) -> str:
    """Picture a row that was not there before: its key alone."""
    pairs = ", ".join(f"'{key}', new.{key}" for key in keys)
    return f"json_object({pairs})"


def picture_now(connection: Connection, table: Table, before: str) -> str:
    """Picture a row as it is now, found by the key in an older picture; empty where it is gone."""
    known = json.loads(before)
    pairs = ", ".join(f"'{column.name}', {column.name}" for column in table.columns)
    where = " AND ".join(f"{column.name} = ?" for column in table.primary_key.columns)
    keys = tuple(known[column.name] for column in table.primary_key.columns)
    found = connection.exec_driver_sql(f"SELECT json_object({pairs}) FROM {table.name} WHERE {where}", keys)
    return str(found.scalar() or "")


def put_back(connection: Connection, table: Table, before: str, after: str, now: str) -> bool:
    """Make a row again as it was before; what somebody changed since stays. Tells whether all went back.

    Pictures are JSON: of the row before, right after the change, and now; empty where it was not there.
    """
    old, then, here = (json.loads(picture) if picture else {} for picture in (before, after, now))
    keys = [column.name for column in table.primary_key.columns]
    if set(old) == set(keys):
        return _take_out(connection, table, old, is_same=then == here)
    if not here:
        return _put_in(connection, table, old) if not then else False
    changed = [name for name in old if name not in keys and old[name] != then.get(name)]
    mine = [
        name
        for name in changed
        if here[name] == then.get(name) and _leads_somewhere(connection, table, name, old[name])
    ]
    if mine:
        sets = ", ".join(f"{name} = ?" for name in mine)
        where = " AND ".join(f"{name} = ?" for name in keys)
        values = tuple(old[name] for name in (*mine, *keys))
        connection.exec_driver_sql(f"UPDATE {table.name} SET {sets} WHERE {where}", values)
    return len(mine) == len(changed)


def _leads_somewhere(connection: Connection, table: Table, name: str, value: object) -> bool:
    """Whether what a column names is still there."""
    parents = [key.column for key in table.columns[name].foreign_keys] if value is not None else []
    return all(
        connection.exec_driver_sql(f"SELECT 1 FROM {one.table.name} WHERE {one.name} = ?", (value,)).first()
        for one in parents
    )


def _take_out(connection: Connection, table: Table, key: Mapping[str, object], *, is_same: bool) -> bool:
    if is_same:
        where = " AND ".join(f"{name} = ?" for name in key)
        connection.exec_driver_sql(f"DELETE FROM {table.name} WHERE {where}", tuple(key.values()))
    return is_same


def _put_in(connection: Connection, table: Table, row: Mapping[str, object]) -> bool:
    if not all(_leads_somewhere(connection, table, name, value) for name, value in row.items()):
        return False
    names, places = ", ".join(row), ", ".join("?" * len(row))
    statement = f"INSERT OR IGNORE INTO {table.name} ({names}) VALUES ({places})"
    return connection.exec_driver_sql(statement, tuple(row.values())).rowcount == 1
