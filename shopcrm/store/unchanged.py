"""What was worked out about the whole shop stays good until anything in its file changes.

A connection keeps it, because it alone knows: the file tells it of what others wrote, and it counts its own.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from shopcrm.store.engine import fetch, is_writing

R = TypeVar("R")


def while_unchanged(session: Session, name: str, work_out: Callable[[Session], R], *about: object) -> R:
    """Give what was worked out under a name, anew if anything was written since, by whomever.

    It is worked out anew as well where it is `about` something else than the last time. While somebody
    writes nothing is kept, for it may yet be taken back.
    """
    connection = session.connection()
    if connection.dialect.name != "sqlite" or is_writing(connection):
        return work_out(session)
    raw: Any = connection.connection.dbapi_connection
    stand = (fetch(connection, "PRAGMA data_version", ())[0][0], raw.total_changes, about)
    kept: tuple[tuple[int, int, tuple[object, ...]], R] | None = connection.info.get(name)
    if kept is None or kept[0] != stand:
        kept = connection.info[name] = (stand, work_out(session))
    return kept[1]
