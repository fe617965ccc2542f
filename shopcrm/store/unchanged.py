"""What was worked out about the whole shop stays good until anything in its file changes.

A connection keeps it, because it alone knows: the file tells it of what others wrote, and it counts its own.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from shopcrm.store.engine import fetch, is_writing
from shopcrm.store.prepared import connection_of

R = TypeVar("R")
_STAND = "stand"
"""Under this name a session keeps what the file was like when its transaction began to read."""


def while_unchanged(session: Session, name: str, work_out: Callable[[Session], R], *about: object) -> R:
    """Give what was worked out under a name, anew if anything was written since, by whomever.

    It is worked out anew as well where it is `about` something else than the last time. While somebody
    writes nothing is kept, for it may yet be taken back.
    """
    connection = connection_of(session)
    if connection.dialect.name != "sqlite" or is_writing(connection):
        return work_out(session)
    stand = *_stand(session, connection), about
    kept: tuple[tuple[object, ...], R] | None = connection.info.get(name)
    if kept is None or kept[0] != stand:
        kept = connection.info[name] = (stand, work_out(session))
    return kept[1]


def _stand(session: Session, connection: Connection) -> tuple[int, int]:
    """Tell what the file is like, which is the same throughout a transaction that only reads."""
    raw: Any = connection.connection.dbapi_connection
    running = connection.get_transaction()
    known: tuple[object, int] | None = session.info.get(_STAND)
    if known is None or known[0] is not running:
        known = session.info[_STAND] = (running, fetch(connection, "PRAGMA data_version", ())[0][0])
    return known[1], raw.total_changes
