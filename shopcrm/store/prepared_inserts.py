"""Rows that are written with every sale: put into the words of the database only once, as questions are.

Values go in as the columns have them, with the defaults of the columns where nothing is said. Whoever writes
so tells the door which topic changed.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Dialect, insert
from sqlalchemy.orm import Session

from shopcrm.store.base import Base
from shopcrm.store.engine import fetch, put_many
from shopcrm.store.prepared import connection_of

_Place = tuple[str, Any, bool, Callable[[Any], Any] | None]
"""A column: its name, what stands there if nothing is said, whether that may be, and how it goes in."""


class PreparedInsert:
    """A way to add rows to one table, put into the words of the database once and after that only used."""

    def __init__(self, row_class: type[Base]) -> None:
        self._table: Any = row_class.__table__
        self._places: list[_Place] = []
        self._statement = ""
        self._numbered = ""

    def one(self, session: Session, /, **values: object) -> int:
        """Add one row to a table whose rows are numbered, and give its number."""
        self._make_ready(session)
        number: int = fetch(connection_of(session), self._numbered, self._filled(values))[0][0]
        return number

    def many(self, session: Session, rows: Sequence[Mapping[str, object]]) -> None:
        """Add rows, each with the values of its columns by their names."""
        if rows:
            self._make_ready(session)
            put_many(connection_of(session), self._statement, [self._filled(row) for row in rows])

    def _filled(self, values: Mapping[str, object]) -> list[Any]:
        filled: list[Any] = []
        for name, usual, may_miss, turn in self._places:
            value = values.get(name, usual) if may_miss else values[name]
            filled.append(turn(value) if turn else value)
        return filled

    def _make_ready(self, session: Session) -> None:
        session.flush()
        if not self._statement:
            self._put_into_words(connection_of(session).dialect)

    def _put_into_words(self, dialect: Dialect) -> None:
        table = self._table
        numbered = "id" in table.c
        named = [column.name for column in table.c if not (numbered and column.name == "id")]
        statement = insert(table)
        compiled = statement.compile(dialect=dialect, column_keys=named)
        self._places = [self._place(name, dialect) for name in compiled.positiontup or named]
        if numbered:
            giving = statement.returning(table.c.id)
            self._numbered = str(giving.compile(dialect=dialect, column_keys=named))
        self._statement = str(compiled)

    def _place(self, name: str, dialect: Dialect) -> _Place:
        column = self._table.c[name]
        usual = column.default.arg if column.default is not None else None
        may_miss = column.nullable or column.default is not None
        return name, usual, may_miss, column.type.dialect_impl(dialect).bind_processor(dialect)
