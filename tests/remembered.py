"""What the suite keeps from test to test, since making it anew takes longer than most tests: no shop sees it.

A program compiles each statement once for the one shop that it has open; a run of tests has one memory of
compiled statements for all of its shops. What pytest collected lives until the end, so the garbage collector
leaves it alone. The commands that tests start share the package's bytecode, as an installed one does.
"""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy import Engine, create_engine
from sqlalchemy.util import LRUCache

from shopcrm.store import engine

_STATEMENTS = 5_000
"""All that the program ever asks, with room for what the tests ask."""


def bytecode() -> None:
    """Let bytecode be kept, here and by commands that tests start, also where the system forbids it."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


@contextmanager
def without_garbage() -> Iterator[None]:
    """Make what lives until the end without looking for garbage in it, then or later."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def statements(patch: pytest.MonkeyPatch) -> None:
    """Let every shop that is opened from now on find the statements that another one compiled."""
    first = create_engine("sqlite://", module=driver)
    # The first connection teaches the dialect what this SQLite can do.
    first.connect().close()
    first.dispose()
    compiled: LRUCache[Any, Any] = LRUCache(_STATEMENTS)

    def opened(*places: Any, **how: Any) -> Engine:
        made = create_engine(*places, **how)
        # A statement is found again by its dialect, which is the same for all shops.
        made.dialect = made.pool._dialect = first.dialect
        made._compiled_cache = compiled
        return made

    patch.setattr(engine, "create_engine", opened)
