"""Measures the import of sales against bare inserts of the same rows: same driver, pragmas and indexes.

    python -m tests.bench.imports [FILE] [--lines 1000000] [--rounds 3]

Without a file a year of sales is made up. The goal is a ratio of at most 3, reading the file included.
"""

import argparse
import csv
import gzip
import random
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from shopcrm import app as program
from shopcrm.outside.tables.reading import open_table
from shopcrm.services import imports, settings

TABLES = ("category", "customer", "product", "sale", "sale_line")
GOAL = 3.0


def main() -> None:
    """Run the rounds and print each one's figures and the best ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        source = args.file or _made_up(place / "sales.csv.gz", args.lines)
        rounds = [_round(place / str(number), source) for number in range(args.rounds)]
    best = [min(figures) for figures in zip(*rounds, strict=True)]
    wall, processor = best[0] / best[2], best[1] / best[3]
    print(f"best of {args.rounds} rounds: ratio {wall:.2f}, in processor time {processor:.2f}; goal {GOAL}")


def _round(place: Path, source: Path) -> tuple[float, float, float, float]:
    place.mkdir()
    with program.opened(place / "import.db") as app:
        app.shop.do(settings.change, currency="GBP", zone="Europe/London")
        imported = _timed(lambda: _import(app, source))
        rows = app.shop.ask(_rows)
        trial = _timed(lambda: app.shop.ask(imports.dry_run, *_plan(app, source)))
        again = _timed(lambda: _import(app, source))
    with program.opened(place / "bare.db") as app:
        bare = _timed(lambda: _insert(app, rows))
    print(
        f"import {imported[0]:.1f} s (processor {imported[1]:.1f}), bare {bare[0]:.1f} s ({bare[1]:.1f}), "
        f"trial {trial[0]:.1f} s, the same file again {again[0]:.1f} s"
    )
    return (*imported, *bare)


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - wall, time.process_time() - cpu


def _plan(app: program.App, source: Path) -> tuple[Any, Any]:
    table = open_table(source)
    return table, imports.propose(table, source.name, app.shop.ask(settings.read).money)


def _import(app: program.App, source: Path) -> None:
    app.shop.do(imports.bring_in, *_plan(app, source))


def _rows(session: Session) -> dict[str, tuple[list[str], list[tuple[Any, ...]]]]:
    found = {}
    for table in TABLES:
        result = session.execute(text(f"SELECT * FROM {table}"))
        found[table] = (list(result.keys()), [tuple(row) for row in result])
    return found


def _insert(app: program.App, rows: dict[str, tuple[list[str], list[tuple[Any, ...]]]]) -> None:
    raw = app.shop.engine.raw_connection()
    bare: Any = raw.dbapi_connection
    bare.execute("BEGIN IMMEDIATE")
    for table, (names, values) in rows.items():
        places = ", ".join("?" * len(names))
        bare.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})", values)
    bare.execute("COMMIT")
    raw.close()


def _made_up(path: Path, lines: int) -> Path:
    chance = random.Random(1)
    moment = datetime(2025, 1, 1, 8)  # noqa: DTZ001  a till's clock, as files have it
    with gzip.open(path, "wt", encoding="utf-8", newline="", compresslevel=1) as file:
        writer = csv.writer(file)
        writer.writerow(("Invoice", "Code", "Product", "Quantity", "Date", "Price", "Customer"))
        written, invoice = 0, 100_000
        while written < lines:
            invoice += 1
            moment += timedelta(seconds=chance.randrange(60, 900))
            customer = chance.randrange(1, lines // 40 + 2)
            for _ in range(min(chance.randrange(1, 40), lines - written)):
                code = chance.randrange(1, 4000)
                price = f"{code % 97 + 1}.{code % 100:02d}"
                writer.writerow(
                    (
                        invoice,
                        f"P{code}",
                        f"Product number {code}",
                        chance.randrange(1, 13),
                        moment,
                        price,
                        customer,
                    )
                )
                written += 1
    return path


if __name__ == "__main__":
    main()
