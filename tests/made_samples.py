"""Sample shops that many tests look at: each is made once for all workers, since making one takes seconds."""

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from shopcrm import app as program
from shopcrm.sample.make import Made, Plan
from tests.conftest import NOW

SEED = 7
NIGHT = NOW + timedelta(days=1, hours=11)
"""Late in the evening of the next day."""
CUSTOMERS = 60
FULL_LIFE = 200
"""With so many customers all that a sample can have happens in it."""


def small(factory: pytest.TempPathFactory, place: Path, language: str = "en") -> Path:
    """Put a sample shop of sixty people into a place, and give the place."""
    sample(factory, place, Plan(SEED, CUSTOMERS, language))
    return place


def sample(
    factory: pytest.TempPathFactory, place: Path, plan: Plan, now: datetime = NOW, *, again: bool = False
) -> Made:
    """Put what `make_sample_at` makes of a plan at a time into a place; tells what is in it.

    What is made again is the second of its kind, to be compared with the first.
    """
    name = f"sample-{plan.seed}-{plan.customers}-{plan.language}-{now:%d-%H}{'-again' if again else ''}"
    made, busy = _rooms(factory, name)
    told = made.with_suffix(".json")
    with _alone(busy):
        if not told.exists():
            counts = program.make_sample_at(made, plan, lambda _share: None, lambda: now)
            told.write_text(json.dumps(asdict(counts)), encoding="utf-8")
    shutil.copyfile(made, place)
    return Made(**json.loads(told.read_text(encoding="utf-8")))


def _rooms(factory: pytest.TempPathFactory, name: str) -> tuple[Path, Path]:
    room = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        # Each worker has a room of its own within one that all share.
        room = room.parent
    return room / f"{name}.db", room / f"{name}.busy"


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
