"""Hears what a shop asks of SQLite, so that bare SQLite can do the very same."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from shopcrm.services.shop import Shop


@contextmanager
def listening(shop: Shop) -> Iterator[list[str]]:
    """Hear every statement as SQLite gets it, with its values."""
    heard: list[str] = []
    # While nobody else asks, the shop asks through one and the same connection.
    held = shop.engine.raw_connection()
    raw: Any = held.dbapi_connection
    held.close()
    raw.set_trace_callback(heard.append)
    yield heard
    raw.set_trace_callback(None)


def work_of(heard: list[str]) -> list[str]:
    """Give what reads and writes, without what begins and ends transactions."""
    kept = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
    return [line for line in heard if line.lstrip().startswith(kept)]
