"""A small sample shop that many tests look at: made once for all workers, since making one takes seconds."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shopcrm import app as program
from shopcrm.sample import make
from tests.conftest import NOW

CUSTOMERS = 60


def small(factory: pytest.TempPathFactory, place: Path, language: str = "en") -> Path:
    """Put a sample shop of sixty people into a place, and give the place."""
    room = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        # Each worker has a room of its own within one that all share.
        room = room.parent
    made = room / f"small-{language}.db"
    with _alone(room / f"small-{language}.busy"):
        if not made.exists():
            fresh = made.with_suffix(".fresh")
            with program.opened(fresh, clock=lambda: NOW) as app:
                make.make(app.shop, make.Plan(3, CUSTOMERS, language), lambda _share: None)
            fresh.rename(made)
    shutil.copyfile(made, place)
    return place


@contextmanager
def _alone(sign: Path) -> Iterator[None]:
    """Wait until no other worker is at it."""
    while True:
        try:
            os.close(os.open(sign, os.O_CREAT | os.O_EXCL))
            break
        except FileExistsError:
            time.sleep(0.05)
    try:
        yield
    finally:
        sign.unlink()
