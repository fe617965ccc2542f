"""A sale of three lines with points, tier and voucher, safely on disk, beside bare SQLite doing the same.

python -m tests.bench.sale [--full]; sizes from 10,000 customers up, full up to a million with ten million
lines. Bare SQLite has the same file, driver, settings, indexes and triggers, and runs the very statements of
as many sales, each whole transaction after it was prepared; a preview of twenty lines is measured as well.
"""

import argparse
import gc
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver

from shopcrm import app as program
from shopcrm.services import pricing, selling
from shopcrm.services.selling import Basket, BasketLine, Tender
from shopcrm.services.shop import Shop
from shopcrm.store import engine
from tests.bench import memory_shop, sale_shop
from tests.bench.heard import listening, work_of
from tests.bench.people import NOW

SIZES, FULL = ((10_000, 20_000), (100_000, 200_000)), (1_000_000, 2_000_000)
"""How many customers and sales; five lines each."""
SALES, LOOKS, PREVIEW_LINES = 400, 400, 20
GOAL_MS, GOAL_PREVIEW_MS = 4, 2
_STORED = 50_000
_CARD = (Tender("card"),)


def main(arguments: Sequence[str] | None = None) -> None:
    """Fill shops of several sizes, sell in each, and print the times."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--only", type=int, help="how many customers")
    given = parser.parse_args(sys.argv[1:] if arguments is None else arguments)
    sizes = (*SIZES, FULL) if given.full else SIZES
    print(
        f"goals: a sale {GOAL_MS} ms at p50, a preview {GOAL_PREVIEW_MS} ms at p99; milliseconds by the clock"
    )
    print(
        f"{'customers':>10}{'lines':>12}{'sale p50':>10}{'p99':>8}{'bare p50':>10}{'p99':>8}{'ratio':>7}"
        f"{'work p50':>10}{'bare':>8}{'ratio':>7}{'statements':>12}{'preview p50':>13}{'p99':>8}"
    )
    for customers, sales in sizes:
        if given.only in {None, customers}:
            with tempfile.TemporaryDirectory() as folder:
                _measure(Path(folder), customers, sales)


def _measure(folder: Path, customers: int, sales: int) -> None:
    path, copy = folder / "shop.db", folder / "copy.db"
    codes = sale_shop.fill(path, customers, sales, 3 * SALES)
    baskets = _baskets(codes, customers)
    shutil.copyfile(path, copy)
    # The window collects garbage in its own time, never within a sale.
    gc.collect()
    gc.disable()
    with program.opened(path, clock=lambda: NOW) as app:
        heard = [_heard(app.shop, next(baskets), f"heard {n}") for n in range(SALES)]
        bare, bare_work = _bare_times(copy, heard)
        clock, work = _times(app.shop, baskets)
        looks = _looks(app.shop, customers)
    gc.enable()
    half, most = SALES // 2, int(SALES * 0.99)
    statements = sum(len(one) for one in heard) / len(heard)
    print(
        f"{customers:>10,}{sales * memory_shop.LINES_EACH:>12,}{clock[half]:>10.2f}{clock[most]:>8.2f}"
        f"{bare[half]:>10.2f}{bare[most]:>8.2f}{clock[half] / bare[half]:>7.1f}"
        f"{work[half]:>10.2f}{bare_work[half]:>8.2f}{work[half] / bare_work[half]:>7.1f}"
        f"{statements:>12.0f}{looks[half]:>13.2f}{looks[most]:>8.2f}",
        flush=True,
    )


def _baskets(codes: Sequence[str], customers: int) -> Iterator[Basket]:
    """Give baskets of three lines, each of somebody else, with a voucher and points."""
    draw = random.Random(5)
    for code in codes:
        who = draw.randint(memory_shop.REGULARS + 1, customers)
        lines = tuple(BasketLine(draw.randint(1, memory_shop.GOODS), 1_000 * n) for n in (1, 2, 3))
        yield Basket(lines, who, (code,), points=50)


def _heard(shop: Shop, basket: Basket, key: str) -> list[str]:
    """Sell, and hear every statement as SQLite gets it, with its values."""
    with listening(shop) as heard:
        shop.do(selling.complete, basket, _CARD, key)
    return work_of(heard)


def _bare_times(path: Path, sales: Sequence[Sequence[str]]) -> tuple[list[float], list[float]]:
    """Do the same on the copy, each sale once to prepare it and once in earnest."""
    bare = driver.connect(str(path), isolation_level=None, cached_statements=_STORED)
    for line in engine._pragmas():
        bare.execute(line)
    clock: list[float] = []
    work: list[float] = []
    for statements in sales:
        _run(bare, statements, "ROLLBACK")
        began, worked = time.perf_counter(), time.thread_time()
        _run(bare, statements, "COMMIT")
        work.append((time.thread_time() - worked) * 1000)
        clock.append((time.perf_counter() - began) * 1000)
    bare.close()
    return sorted(clock), sorted(work)


def _run(bare: Any, statements: Sequence[str], end: str) -> None:
    bare.execute("BEGIN IMMEDIATE")
    for statement in statements:
        bare.execute(statement).fetchall()
    bare.execute(end)


def _times(shop: Shop, baskets: Iterator[Basket]) -> tuple[list[float], list[float]]:
    clock: list[float] = []
    work: list[float] = []
    for number in range(SALES):
        basket = next(baskets)
        began, worked = time.perf_counter(), time.thread_time()
        shop.do(selling.complete, basket, _CARD, f"timed {number}")
        work.append((time.thread_time() - worked) * 1000)
        clock.append((time.perf_counter() - began) * 1000)
    return sorted(clock), sorted(work)


def _looks(shop: Shop, customers: int) -> list[float]:
    """Preview a basket of twenty lines for somebody else each time."""
    draw = random.Random(6)
    times: list[float] = []
    for _ in range(LOOKS):
        lines = tuple(BasketLine(draw.randint(1, memory_shop.GOODS), 1_500) for _ in range(PREVIEW_LINES))
        basket = Basket(lines, draw.randint(memory_shop.REGULARS + 1, customers), whole_off=500, points=50)
        times.append(_time(lambda basket=basket: shop.ask(pricing.quote, basket)))  # type: ignore[misc] # bound now
    return sorted(times)


def _time(what: Callable[[], object]) -> float:
    began = time.perf_counter()
    what()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
