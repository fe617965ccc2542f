"""A backup of a large shop against copying its file by hand, while the counter goes on selling.

python -m tests.bench.backup [--full]; a file of some 270 MB, full of 1 GB. Three times in a row: `cp` and
`fsync` of the file, sales with nothing else going on, and sales while a backup is copied and checked. The
goals are a copy that takes at most three times as long as cp and fsync, a median sale at most a fifth slower,
and none over half a second.
"""

import argparse
import gc
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

from shopcrm import app as program
from shopcrm.outside import priority
from shopcrm.services import backups, selling
from shopcrm.services.selling import Basket, Tender
from shopcrm.services.shop import Shop
from shopcrm.store import copies
from tests.bench import sale_shop
from tests.bench.people import NOW
from tests.bench.sale import _baskets

SIZE, FULL = (100_000, 200_000), (350_000, 780_000)
"""How many customers and sales; five lines each."""
ROUNDS, SALES, PAUSE_S = 3, 150, 0.01
"""A counter sells with a breath between two sales, which is still a hundred times what people do."""
CASH = (Tender("card"),)


def main(arguments: Sequence[str] | None = None) -> None:
    """Make a shop, measure, and print the figures and their ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--shop", type=Path, help="a shop that was made before, to be used again")
    given = parser.parse_args(sys.argv[1:] if arguments is None else arguments)
    customers, sales = FULL if given.full else SIZE
    with tempfile.TemporaryDirectory() as folder:
        path = given.shop or Path(folder) / "shop.db"
        if not path.exists():
            sale_shop.fill(path, customers, sales, 0)
        _measure(path, Path(folder), customers)


def _measure(path: Path, folder: Path, customers: int) -> None:
    size = path.stat().st_size / 2**20
    print(f"a shop of {size:,.0f} MB; goals: copy 3.0, median sale 1.2, longest 500 ms")
    print(
        f"{'cp+fsync s':>11}{'copy s':>9}{'ratio':>7}{'checked s':>11}{'books s':>9}"
        f"{'sale ms':>9}{'beside':>8}{'ratio':>7}{'p99':>8}{'longest':>9}{'alone':>8}"
    )
    with program.opened(path, clock=lambda: NOW) as app:
        baskets = _baskets_forever(customers)
        _sell(app.shop, baskets, lambda sold: sold >= 50)
        for number in range(ROUNDS):
            plain = _cp(path, folder)
            alone = _sell(app.shop, baskets, lambda sold: sold >= SALES)
            beside, times = _beside(app.shop, baskets, path, folder / f"copy-{number}.db")
            copied, checked, books = times
            print(
                f"{plain:>11.2f}{copied:>9.2f}{copied / plain:>7.2f}{checked:>11.2f}{books:>9.2f}"
                f"{median(alone):>9.2f}{median(beside):>8.2f}{median(beside) / median(alone):>7.2f}"
                f"{sorted(beside)[int(len(beside) * 0.99)]:>8.1f}{max(beside):>9.1f}{max(alone):>8.1f}",
                flush=True,
            )


def _cp(path: Path, folder: Path) -> float:
    began = time.perf_counter()
    with path.open("rb") as file, (folder / "plain.db").open("wb") as copy:
        while piece := file.read(8 << 20):
            copy.write(piece)
        copy.flush()
        os.fsync(copy.fileno())
    took = time.perf_counter() - began
    (folder / "plain.db").unlink()
    return took


def _beside(
    shop: Shop, baskets: Iterator[Basket], path: Path, target: Path
) -> tuple[list[float], tuple[float, float, float]]:
    """Sell for as long as a backup is made in another thread; give the sales and the parts of the backup."""
    times: list[float] = []

    def back_up() -> None:
        half = target.with_suffix(".half")
        began = time.perf_counter()
        counts = copies._copy(path, half, copies.go_on)
        copies.to_disk(half)
        copied = time.perf_counter()
        copies.check(half, counts)
        checked = time.perf_counter()
        assert backups.doubts_of(half) == ()
        times.extend((copied - began, checked - copied, time.perf_counter() - checked))
        half.unlink()

    worker = threading.Thread(target=priority.behind, args=(back_up,))
    worker.start()
    sold = _sell(shop, baskets, lambda _sold: not worker.is_alive())
    worker.join()
    return sold, (times[0], times[1], times[2])


def _sell(shop: Shop, baskets: Iterator[Basket], enough: Callable[[int], bool]) -> list[float]:
    """Sell until it is enough; give how long each sale took in milliseconds."""
    times: list[float] = []
    gc.collect()
    gc.disable()
    while not enough(len(times)):
        basket, key = next(baskets), f"sale {time.perf_counter_ns()}"
        began = time.perf_counter()
        shop.do(selling.complete, basket, CASH, key)
        times.append((time.perf_counter() - began) * 1000)
        time.sleep(PAUSE_S)
    gc.enable()
    return times


def _baskets_forever(customers: int) -> Iterator[Basket]:
    while True:
        for basket in _baskets([""] * 1000, customers):
            yield Basket(basket.lines, basket.customer_id)


if __name__ == "__main__":
    main()
