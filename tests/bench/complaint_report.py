"""The report over complaints: every figure between two days, of 100,000 complaints within.

python -m tests.bench.complaint_report [--full]; full up to a million. One in five waited for the customer,
one in fifty was opened again, one in ten has a remedy and an answer.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import sqlcipher3.dbapi2 as driver

from shopcrm import app as program
from shopcrm.services import complaint_figures
from tests.bench.memory_shop import _add, _text
from tests.bench.people import NOW

SIZES, FULL = (10_000, 100_000), (1_000_000,)
GOAL_S = 1.0
CAUSES, PEOPLE, DAYS = 24, 20_000, 365
_ABOUT = ("sale", "goods", "service", "staff", "delivery")


def main(arguments: Sequence[str] | None = None) -> None:
    """Fill shops of several sizes and print how long their report takes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--full", action="store_true")
    given = parser.parse_args(sys.argv[1:] if arguments is None else arguments)
    print(f"goal: {GOAL_S:.0f} s for 100,000 complaints")
    print(f"{'complaints':>12}{'first s':>10}{'again s':>10}{'to settle':>12}{'late':>8}")
    for size in (*SIZES, *FULL) if given.full else SIZES:
        with tempfile.TemporaryDirectory() as folder:
            _measure(Path(folder) / "shop.db", size)


def _measure(path: Path, size: int) -> None:
    with program.opened(path, clock=lambda: NOW):
        pass
    fill(path, size)
    last = NOW.date()
    with program.opened(path, clock=lambda: NOW) as app:
        times = []
        for _run in range(3):
            began = time.perf_counter()
            found = app.shop.ask(complaint_figures.figures, last - timedelta(days=DAYS), last)
            times.append(time.perf_counter() - began)
    assert found.complaints == size
    print(
        f"{size:>12,}{times[0]:>10.2f}{min(times):>10.2f}{found.settle.median:>12}{found.settle.late:>8}",
        flush=True,
    )


def fill(path: Path, size: int) -> None:
    """Write complaints of a year straight into the tables, the same for the same size."""
    draw = random.Random(7)
    bare = driver.connect(str(path), isolation_level=None)
    bare.execute("PRAGMA synchronous=OFF")
    bare.execute("BEGIN")
    at = _text(NOW)
    people = ((n, str(n), f"Customer {n}", f"customer {n:06}", at, at) for n in range(1, PEOPLE + 1))
    _add(bare, "customer (id, code, name, sort_key, first_seen_at, last_seen_at)", people)
    _add(bare, "cause (id, name)", [(n, f"Cause {n}") for n in range(1, CAUSES + 1)], "active=1")
    begins = [NOW - timedelta(minutes=draw.randrange(DAYS * 1440 - 2000)) for _n in range(size)]
    _add_cases(bare, draw, sorted(begins))
    bare.execute("COMMIT")
    bare.close()


def _add_cases(bare: driver.Connection, draw: random.Random, begins: Sequence[datetime]) -> None:
    cases, changes, remedies, answers = [], [], [], []
    for number, begun in enumerate(begins, start=1):
        answered, settled = (
            begun + timedelta(minutes=draw.randrange(600)),
            begun + timedelta(minutes=600 + draw.randrange(4000)),
        )
        told = (draw.choice(_ABOUT), draw.randint(1, PEOPLE), draw.randint(0, 5), draw.randint(1, CAUSES))
        at = [_text(one) for one in (begun, answered, settled)]
        cases.append((number, number, "settled", *told, at[0], at[0], at[1], at[2], "happy"))
        states = ["open", *_between(draw), "settled"]
        steps = [begun + (settled - begun) * place / (len(states) - 1) for place in range(len(states))]
        changes += [
            (number, _text(step), before, state)
            for step, before, state in zip(steps, ["draft", *states], states, strict=False)
        ]
        if not number % 10:
            remedies.append((number, 1, "refund", 50_000, at[2]))
            answers.append(("case", number, told[1], "counter", at[2], draw.randint(0, 10), at[2]))
    _add(
        bare,
        "complaint (id, number, state, about, customer_id, severity, cause_id, taken_at, recorded_at,"
        " answered_at, settled_at, outcome)",
        cases,
        "kind='complaint'",
    )
    _add(bare, "complaint_change (complaint_id, at, before, state)", changes)
    _add(bare, "remedy (complaint_id, turn, kind, amount, made_at)", remedies)
    _add(bare, "asking (about, complaint_id, customer_id, way, asked_at, score, answered_at)", answers)


def _between(draw: random.Random) -> list[str]:
    if not draw.randrange(50):
        return ["settled", "reopened"]
    return ["waiting_customer", "waiting_us"] if not draw.randrange(5) else []


if __name__ == "__main__":
    main()
