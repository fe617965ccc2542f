"""Changes that every sale makes: put into the words of the database only once, as questions are.

Whoever changes so tells the door which topic changed.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Dialect, Update
from sqlalchemy.orm import Session

from shopcrm.store.engine import put_many

_Place = tuple[str | None, Any, Callable[[Any], Any] | None]
"""A value: the name it is given by, or what always stands there, and how it goes into the file."""


class PreparedUpdate:
    """A change that is put into the words of the database at first, and after that only made."""

    def __init__(self, statement: Update) -> None:
        self._update = statement
        self._places: list[_Place] = []
        self._statement = ""

    def make(self, session: Session, /, **values: object) -> None:
        """Make the change with the values of its places."""
        session.flush()
        connection = session.connection()
        if not self._statement:
            self._put_into_words(connection.dialect)
        filled: list[Any] = [
            fixed if name is None else (turn(values[name]) if turn else values[name])
            for name, fixed, turn in self._places
        ]
        put_many(connection, self._statement, [filled])

    def _put_into_words(self, dialect: Dialect) -> None:
        compiled = self._update.compile(dialect=dialect)
        for name in compiled.positiontup or ():
            bind = compiled.binds[name]
            turn = bind.type.dialect_impl(dialect).bind_processor(dialect)
            if bind.required:
                self._places.append((bind.key, None, turn))
            else:
                fixed = bind.effective_value
                self._places.append((None, turn(fixed) if turn else fixed, None))
        self._statement = str(compiled)
