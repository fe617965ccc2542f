"""A complaint that is recorded and put right with a voucher, safely on disk, beside bare SQLite.

python -m tests.bench.putting_right [--full]; full is 100,000 cases of 20,000 customers. Both in one
transaction, and each in its own as at the counter; bare SQLite runs the very statements of as many cases,
each whole transaction after it was prepared.
"""

import argparse
import gc
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy.orm import Session

from shopcrm import app as program
from shopcrm.rules.complaints import About, RemedyKind
from shopcrm.services import complaints, remedies
from shopcrm.services.complaint_drafts import CaseDraft
from shopcrm.services.remedies import RemedyDraft
from shopcrm.services.shop import Shop
from shopcrm.store import engine
from tests.bench import people
from tests.bench.complaints import FULL, SMALL, WORDS, _fill
from tests.bench.heard import listening, work_of
from tests.bench.people import NOW
from tests.bench.sale import _run

ROUNDS, GOAL_MS = 300, 5.0
_TOLD = CaseDraft(words=WORDS, about=About.DELIVERY, severity=4)
_VOUCHER = RemedyDraft(RemedyKind.VOUCHER, "sorry for the wait", amount=5_000)


def main(arguments: Sequence[str] | None = None) -> None:
    """Fill a shop with cases, record and put right more of them, and print the times."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--full", action="store_true")
    given = parser.parse_args(sys.argv[1:] if arguments is None else arguments)
    cases, customers = FULL if given.full else SMALL
    with tempfile.TemporaryDirectory() as folder:
        path, copy = Path(folder) / "shop.db", Path(folder) / "copy.db"
        people.fill(path, customers)
        with program.opened(path, clock=lambda: NOW) as app:
            app.shop.do(_fill, cases, customers)
        shutil.copyfile(path, copy)
        print(f"{cases:,} cases of {customers:,} customers; goal {GOAL_MS:.0f} ms at p50; by the clock")
        gc.disable()
        with program.opened(path, clock=lambda: NOW) as app:
            _measure(app.shop, copy, customers)
        gc.enable()


def _measure(shop: Shop, copy: Path, customers: int) -> None:
    heard = [_heard(shop, who) for who in _people(customers, 0)]
    bare = _bare_times(copy, heard)
    both = [_time(lambda who=who: shop.do(_both, who)) for who in _people(customers, 1)]  # type: ignore[misc]
    taken: list[float] = []
    given: list[float] = []
    for who in _people(customers, 2):
        began = time.perf_counter()
        case = shop.do(complaints.record, replace(_TOLD, customer_id=who)).id
        taken.append((time.perf_counter() - began) * 1000)
        given.append(_time(lambda case=case: shop.do(remedies.put_right, case, _VOUCHER)))  # type: ignore[misc]
    statements = sum(len(one) for one in heard) / len(heard)
    print(f"{'':<44}{'p50':>8}{'p99':>8}")
    for name, times in (
        ("recorded and put right in one", both),
        (f"bare SQLite, the same {statements:.0f} statements", bare),
        ("recorded", taken),
        ("put right with a voucher", given),
    ):
        times.sort()
        print(f"{name:<44}{times[len(times) // 2]:>8.2f}{times[int(len(times) * 0.99)]:>8.2f}")
    print(f"ratio {both[ROUNDS // 2] / bare[ROUNDS // 2]:.1f}", flush=True)


def _both(session: Session, customer_id: int) -> None:
    case = complaints.record(session, replace(_TOLD, customer_id=customer_id)).id
    remedies.put_right(session, case, _VOUCHER)


def _people(customers: int, turn: int) -> range:
    first = 1 + turn * ROUNDS
    return range(first, min(first + ROUNDS, customers))


def _heard(shop: Shop, customer_id: int) -> list[str]:
    """Do it, and hear every statement as SQLite gets it, with its values."""
    with listening(shop) as heard:
        shop.do(_both, customer_id)
    return work_of(heard)


def _bare_times(path: Path, cases: Sequence[Sequence[str]]) -> list[float]:
    bare: Any = driver.connect(str(path), isolation_level=None, cached_statements=50_000)
    for line in engine._pragmas():
        bare.execute(line)
    times = []
    for statements in cases:
        _run(bare, statements, "ROLLBACK")
        times.append(_time(lambda statements=statements: _run(bare, statements, "COMMIT")))  # type: ignore[misc]
    bare.close()
    return times


def _time(what: Callable[[], object]) -> float:
    began = time.perf_counter()
    what()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
