"""The memory card and the first page of the timeline, beside bare SQLite doing the very same reads.

python -m tests.bench.memory [--full]; who is asked about has a thousand purchases. Full is a shop of 100,000
customers and 1,000,000 sale lines. Processor time tells more than the clock where the machine has other work.
"""

import argparse
import gc
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy.orm import Session

from shopcrm import app as program
from shopcrm.services import memory, timeline
from shopcrm.services.shop import Shop
from tests.bench import memory_shop
from tests.bench.heard import listening
from tests.bench.people import NOW

FULL, SMALL = (100_000, 200_000), (10_000, 60_000)
"""How many customers and sales."""
ROUNDS, GOAL_MS = 5, 16
_STORED = 50_000


@dataclass(slots=True)
class Times:
    """Milliseconds by the clock and of the processor for each look, and of bare SQLite for its reads."""

    clock: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    reads: int = 0


def main(arguments: Sequence[str] | None = None) -> None:
    """Fill a shop, ask about its most faithful customers, and print the times."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--full", action="store_true")
    given = parser.parse_args(sys.argv[1:] if arguments is None else arguments)
    customers, sales = FULL if given.full else SMALL
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shop.db"
        began = time.perf_counter()
        memory_shop.fill(path, customers, sales)
        lines = sales * memory_shop.LINES_EACH
        print(f"{customers:,} customers, {lines:,} lines, made in {time.perf_counter() - began:.0f} s")
        print(f"goal: {GOAL_MS} ms for both at p99; milliseconds, processor time unless by the clock")
        print(
            f"{'':<22}{'reads':>6}{'p50':>8}{'p99':>8}{'clock p50':>11}{'p99':>8}"
            f"{'bare p50':>10}{'p99':>8}{'ratio':>7}"
        )
        # The window collects garbage in its own time, never within a question.
        gc.disable()
        with program.opened(path, clock=lambda: NOW) as app:
            began = time.thread_time()
            app.shop.ask(_both, 1)
            print(f"the first look of a program {(time.thread_time() - began) * 1000:.0f}")
            _measure(app.shop, path)
        gc.enable()


def _measure(shop: Shop, path: Path) -> None:
    bare = driver.connect(str(path), isolation_level=None, cached_statements=_STORED)
    bare.execute("PRAGMA cache_size=-32000")
    for name, ask, change in (
        ("memory card", memory.card, False),
        ("timeline, first page", timeline.page, False),
        ("both", _both, False),
        ("both, after a write", _both, True),
    ):
        _print(name, _times(shop, bare, ask, change=change))
    bare.close()


def _both(session: Session, customer_id: int) -> object:
    return memory.card(session, customer_id), timeline.page(session, customer_id)


def _times(shop: Shop, bare: Any, ask: Callable[[Session, int], object], *, change: bool) -> Times:
    """Look at each of the most faithful several times; with `change` somebody writes before each look."""
    times = Times()
    with listening(shop) as heard:
        for customer in list(range(1, memory_shop.REGULARS + 1)) * ROUNDS:
            if change:
                bare.execute("UPDATE customer SET note = note || '.' WHERE id = ?", (customer,))
            heard.clear()
            clock, work = time.perf_counter(), time.thread_time()
            shop.ask(ask, customer)
            times.work.append((time.thread_time() - work) * 1000)
            times.clock.append((time.perf_counter() - clock) * 1000)
            reads = [line for line in heard if line.startswith("SELECT")]
            times.reads += len(reads)
            times.bare.append(_bare_time(bare, reads))
    return times


def _bare_time(bare: Any, reads: Sequence[str]) -> float:
    """Time the same reads; the first time over SQLite only makes its plans."""
    for _ in range(2):
        work = time.thread_time()
        for statement in reads:
            bare.execute(statement).fetchall()
        taken = time.thread_time() - work
    return taken * 1000


def _print(name: str, times: Times) -> None:
    clock, work, bare = sorted(times.clock), sorted(times.work), sorted(times.bare)
    half, most = len(work) // 2, int(len(work) * 0.99)
    print(
        f"{name:<22}{times.reads / len(work):>6.1f}{work[half]:>8.2f}{work[most]:>8.2f}{clock[half]:>11.2f}"
        f"{clock[most]:>8.2f}{bare[half]:>10.2f}{bare[most]:>8.2f}{work[half] / bare[half]:>7.2f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
