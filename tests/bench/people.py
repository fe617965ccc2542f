"""Fills a shop with as many made-up customers as a measure needs, fast."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.orm import Session

from shopcrm import app as program
from shopcrm.rules.text import search_key, sort_key
from shopcrm.services import settings
from shopcrm.services.shop import touched
from shopcrm.services.topics import Topic
from shopcrm.store.customers import Customer

FIRST = (
    *[
        "علی",
        "مریم",
        "زهرا",
        "رضا",
        "حسین",
        "فاطمه",
        "نورا",
        "محمد",
        "سارا",
        "امیر",
        "لیلا",
        "مهدی",
        "نازنین",
        "کیان",
        "آرش",
    ],
    *["Sara", "John", "Emma", "Liam", "Olivia"],
)
LAST = (
    *[
        "کریمی",
        "احمدی",
        "نوری",
        "محمدی",
        "رضایی",
        "حسینی",
        "موسوی",
        "صادقی",
        "مرادی",
        "جعفری",
        "رحیمی",
        "اکبری",
    ],
    *["Smith", "Brown", "Jones", "Taylor", "Wilson"],
)
BATCH = 20_000
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def fill(path: Path, count: int) -> None:
    """Make a shop file with so many customers, each with a name, a phone and a last visit."""
    draw = random.Random(7)
    with program.opened(path, clock=lambda: NOW) as app:
        app.shop.do(settings.change, shop_name="Bench", first_run_done=True)
        for start in range(0, count, BATCH):
            app.shop.do(_add, draw, start, min(BATCH, count - start))


def _add(session: Session, draw: random.Random, start: int, count: int) -> None:
    rows = []
    for number in range(start, start + count):
        name = f"{draw.choice(FIRST)} {draw.choice(LAST)} {draw.choice(LAST)}"
        phone = f"0912{draw.randrange(10**7):07d}"
        seen = NOW - timedelta(minutes=draw.randrange(1_000_000))
        rows.append(
            {
                "code": str(number + 1),
                "name": name,
                "note": "",
                "skey": search_key(name, phone, f"98{phone[1:]}"),
                "sort_key": sort_key(name),
                "first_seen_at": seen,
                "last_seen_at": seen,
            }
        )
    session.execute(insert(Customer), rows)
    touched(session, Topic.CUSTOMERS, f"added {count} customers")


if __name__ == "__main__":
    import sys

    fill(Path(sys.argv[1]), int(sys.argv[2]))
