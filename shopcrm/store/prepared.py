"""Questions asked whenever somebody stands at the counter: put into the words of the database only once.

Otherwise SQLAlchemy's care for a statement takes longer than the statement itself. Values come and go as the
columns have them, and what waits to be written is written first, as with every other question.
"""

from collections import namedtuple
from collections.abc import Callable, Collection, Mapping
from typing import Any, Generic, TypeVarTuple

from sqlalchemy import Connection, Dialect, Select, String, TypeDecorator, bindparam, func, select
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from shopcrm.store.engine import fetch

Columns = TypeVarTuple("Columns")
_Turn = Callable[[Any], Any] | None
"""How a value goes into the file or comes out of it; None where it stays as it is."""


class _Numbers(TypeDecorator[Collection[int]]):
    """Any count of numbers as one value."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Collection[int] | None, dialect: Dialect) -> str:
        """Write the numbers as a JSON list."""
        del dialect
        return f"[{','.join(map(str, value or ()))}]"


def among(name: str) -> Select[int]:
    """Stand for a collection of numbers that is given by its name when the question is asked."""
    return select(func.json_each(bindparam(name, type_=_Numbers())).table_valued("value").c.value)


_HELD = "connection"
"""Under this name a session keeps the connection of its transaction."""


def connection_of(session: Session) -> Connection:
    """Give the connection of the running transaction, which a session itself looks up much more slowly."""
    held: Connection | None = session.info.get(_HELD)
    if held is None or not held.in_transaction():
        held = session.info[_HELD] = session.connection()
    return held


def plain_rows(session: Session, query: Select[*tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Read very many rows as the file has them, for sums over columns that need no turning.

    SQLAlchemy makes something of its own of each row, which takes as long as reading it.
    """
    found = session.connection().execute(query)
    try:
        rows = [] if found.cursor is None else list(found.cursor.fetchall())
    finally:
        found.close()
    return rows


class Prepared(Generic[*Columns]):
    """A question that is put into the words of the database at first, and after that only asked."""

    def __init__(self, query: Select[*Columns]) -> None:
        self._query = query
        self._written: _Written | None = None

    def rows(self, session: Session, /, **values: object) -> list[tuple[*Columns]]:
        """Ask it with the values of its places, and give all rows."""
        return self._ready(session).rows(connection_of(session), values)

    def named(self, session: Session, /, **values: object) -> list[Any]:
        """Ask it likewise, and give rows whose values go by the names of their columns."""
        written = self._ready(session)
        return [written.named(*row) for row in written.rows(connection_of(session), values)]

    def _ready(self, session: Session) -> "_Written":
        if session.autoflush:
            session.flush()
        if self._written is None:
            self._written = _Written(self._query, connection_of(session).dialect)
        return self._written


class _Written:
    """A question in the words of one database: its text, its values in their order, and its columns."""

    def __init__(self, query: Select[*tuple[Any, ...]], dialect: Dialect) -> None:
        compiled = query.compile(dialect=dialect)
        self.statement = str(compiled)
        self._places: list[tuple[str | None, Any, _Turn]] = []
        for name in compiled.positiontup or ():
            bind = compiled.binds[name]
            turn = bind.type.dialect_impl(dialect).bind_processor(dialect)
            if bind.required:
                self._places.append((bind.key, None, turn))
            else:
                fixed = bind.effective_value
                self._places.append((None, turn(fixed) if turn else fixed, None))
        turns = [_turn(column.type, dialect) for column in query.selected_columns]
        self._turns = [(place, turn) for place, turn in enumerate(turns) if turn is not None]
        keys = [column.key or "" for column in query.selected_columns]
        # Its names are those of the question, which only it knows.
        self.named: Callable[..., Any] = namedtuple("Row", keys, rename=True)  # type: ignore[misc] # noqa: PYI024 -- as said

    def rows(self, connection: Connection, values: Mapping[str, object]) -> list[Any]:
        """Put the values in their places, ask, and turn what the file has into what the columns mean."""
        filled: list[Any] = [
            fixed if name is None else (turn(values[name]) if turn else values[name])
            for name, fixed, turn in self._places
        ]
        rows = fetch(connection, self.statement, filled)
        if not self._turns:
            return rows
        read = []
        for row in rows:
            cells = list(row)
            for place, turn in self._turns:
                cells[place] = turn(cells[place])
            read.append(tuple(cells))
        return read


def _turn(column: TypeEngine[Any], dialect: Dialect) -> _Turn:
    return column.dialect_impl(dialect).result_processor(dialect, None)
