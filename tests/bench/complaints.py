"""Complaints at the counter: a draft saved while somebody types, and lists of any state and person.

python -m tests.bench.complaints [--full]; full is 100,000 cases of 20,000 customers. Times are of the
processor, and by the clock, with the whole way through the door; beside the lists stands bare SQLite doing
the same reads.
"""

import argparse
import gc
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import insert
from sqlalchemy.orm import Session

from shopcrm import app as program
from shopcrm.rules.complaints import About, State
from shopcrm.services import (
    care_tasks,
    case_pages,
    case_taking,
    complaint_drafts,
    complaint_list,
    memory_complaints,
    settings,
)
from shopcrm.services.case_pages import Box, Show
from shopcrm.services.complaint_drafts import CaseDraft
from shopcrm.services.shop import Shop, touched
from shopcrm.store.base import Topic
from shopcrm.store.complaints import Complaint
from tests.bench import people
from tests.bench.heard import listening
from tests.bench.people import NOW

FULL, SMALL = (100_000, 20_000), (10_000, 5_000)
"""How many cases and customers."""
ROUNDS, GOAL_MS, PART = 200, 16.0, 100
STAFF = ("Leila", "Omid", "Sahar", "owner")
_OPEN_SHARE = 0.05
"""So many of all cases are not settled; a shop with more has other worries."""
WORDS = "It was promised for Wednesday. I had guests on Friday and nobody called me. " * 4


@dataclass(slots=True)
class Times:
    """Milliseconds of the processor and by the clock, and of bare SQLite for the same reads."""

    work: list[float] = field(default_factory=list)
    clock: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Measure what is done within."""
        clock, work = time.perf_counter(), time.thread_time()
        yield
        self.work.append((time.thread_time() - work) * 1000)
        self.clock.append((time.perf_counter() - clock) * 1000)


def main(arguments: Sequence[str] | None = None) -> None:
    """Fill a shop with cases, and print the times."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--full", action="store_true")
    given = parser.parse_args(sys.argv[1:] if arguments is None else arguments)
    cases, customers = FULL if given.full else SMALL
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shop.db"
        people.fill(path, customers)
        with program.opened(path, clock=lambda: NOW) as app:
            app.shop.do(_fill, cases, customers)
        print(f"{cases:,} cases of {customers:,} customers; goal {GOAL_MS:.0f} ms at p99; milliseconds")
        print(f"{'':<34}{'p50':>8}{'p99':>8}{'clock p50':>11}{'p99':>8}{'bare p50':>10}{'ratio':>7}")
        gc.disable()
        with program.opened(path, clock=lambda: NOW) as app:
            _measure(app.shop, path)
        gc.enable()


def _measure(shop: Shop, path: Path) -> None:
    _drafts(shop)
    with _bare(path) as bare:
        for box in Box:
            _lists(shop, bare, f"list, {box.value}", Show(box))
        for box in (Box.TO_DO, Box.SETTLED, Box.ALL):
            _lists(shop, bare, f"list, {box.value}, one person", Show(box, "Leila"))
        _asks(shop, bare, "counts over the list", complaint_list.counts)
        _asks(shop, bare, "counts in the top bar", care_tasks.standing)
        _asks(shop, bare, "late ones on the page of today", care_tasks.late, 5)
        _asks(shop, bare, "what is said and promised now", case_taking.outlook, About.GOODS, 4)
        _asks(shop, bare, "lines of a memory card", _lines)


def _lines(session: Session) -> object:
    days = settings.read(session).days
    return list(memory_complaints.lines(session, 7, days, days.of(NOW)))


def _drafts(shop: Shop) -> None:
    """Save a draft letter by letter, as the dialog does."""
    kept = shop.do(complaint_drafts.save, CaseDraft(words="I"))
    times = Times()
    for end in range(2, ROUNDS + 2):
        draft = CaseDraft(words=WORDS[:end], about=About.DELIVERY, customer_id=7, severity=4)
        with times.measured():
            shop.do(complaint_drafts.save, draft, kept.id)
    _print("a draft is saved", times)


def _lists(shop: Shop, bare: Any, name: str, show: Show) -> None:
    def look(session: Session) -> object:
        return case_pages.page(session, show, 0, PART), case_pages.total(session, show)

    _asks(shop, bare, name, look)


def _asks(shop: Shop, bare: Any, name: str, ask: Callable[..., object], *values: object) -> None:
    shop.ask(ask, *values)
    times = Times()
    with listening(shop) as heard:
        for _round in range(ROUNDS // 2):
            heard.clear()
            with times.measured():
                shop.ask(ask, *values)
            reads = [line for line in heard if line.startswith("SELECT")]
            began = time.thread_time()
            for statement in reads:
                bare.execute(statement).fetchall()
            times.bare.append((time.thread_time() - began) * 1000)
    _print(name, times)


@contextmanager
def _bare(path: Path) -> Iterator[Any]:
    bare = driver.connect(str(path), isolation_level=None)
    bare.execute("PRAGMA cache_size=-32000")
    yield bare
    bare.close()


def _print(name: str, times: Times) -> None:
    work, clock, bare = sorted(times.work), sorted(times.clock), sorted(times.bare)
    half, most = len(work) // 2, int(len(work) * 0.99)
    beside = f"{bare[half]:>10.2f}{work[half] / max(bare[half], 1e-6):>7.1f}" if bare else " " * 17
    sign = "  over" if work[most] > GOAL_MS else ""
    print(
        f"{name:<34}{work[half]:>8.2f}{work[most]:>8.2f}{clock[half]:>11.2f}{clock[most]:>8.2f}{beside}{sign}",
        flush=True,
    )


def _fill(session: Session, count: int, customers: int) -> None:
    """Write cases straight into the table: most are settled, some open, a few late, waiting or drafts."""
    draw = random.Random(5)
    opens = (State.OPEN, State.WAITING_US, State.REOPENED, State.WAITING_CUSTOMER)
    rows = []
    for number in range(1, count + 1):
        is_open = draw.random() < _OPEN_SHARE
        state = draw.choice(opens) if is_open else State.WITHDRAWN if draw.random() < 0.03 else State.SETTLED
        taken = NOW - timedelta(minutes=draw.randrange(2 * 365 * 1440))
        runs = is_open and state is not State.WAITING_CUSTOMER
        due = NOW + timedelta(minutes=draw.randrange(-500, 5_000)) if runs else None
        rows.append(
            {
                "number": number,
                "state": state.value,
                "about": draw.choice(("sale", "goods", "service", "staff", "delivery")),
                "customer_id": draw.randrange(1, customers + 1),
                "words": WORDS,
                "severity": draw.randrange(1, 6),
                "responsible": draw.choice(STAFF),
                "taken_at": taken,
                "taken_by": "owner",
                "till": "1",
                "recorded_at": taken,
                "settle_due": due,
                "answer_due": due - timedelta(minutes=300) if due and draw.random() < 0.3 else None,
                "settled_at": taken if state is State.SETTLED else None,
                "learned_at": taken if state is State.SETTLED and draw.random() < 0.8 else None,
                "follow_up_on": taken.date() if state is State.SETTLED else None,
                "followed_up_at": taken if state is State.SETTLED and draw.random() < 0.999 else None,
            }
        )
    session.execute(insert(Complaint), rows)
    touched(session, Topic.COMPLAINTS)


if __name__ == "__main__":
    main()
