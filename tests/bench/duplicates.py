"""Looking for people known twice among 100,000 customers: how long it takes, and how many are found."""

import random
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.orm import Session

from shopcrm import app as program
from shopcrm.rules.text import search_key
from shopcrm.services import duplicates, likely_pairs
from shopcrm.services.shop import touched
from shopcrm.services.topics import Topic
from shopcrm.store.customers import Customer, Email, Phone
from tests.bench.people import FIRST, LAST

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
PEOPLE = 100_000
TWICE = 2_000
GOAL_S = 20.0
_MIDDLE = "بدپتجحخدرزسشصطعفقکگلمنوه"


def fill(path: Path, people: int, twice: int) -> None:
    """Make a shop with so many people, of whom some stand there twice with a slip in name or phone."""
    draw = random.Random(11)
    with program.opened(path, clock=lambda: NOW) as app:
        names = [f"{draw.choice(FIRST)} {_surname(draw)}" for _ in range(people)]
        phones = [f"+98912{draw.randrange(10**7):07d}" for _ in range(people)]
        for place in range(twice):
            other = draw.randrange(twice, people)
            swapped = " ".join(reversed(names[other].split(" ")))
            names[place], phones[place] = draw.choice(
                [
                    (swapped, phones[other]),
                    (names[other].split(" ")[0], phones[other]),
                    (names[other], _slip(draw, phones[other])),
                ]
            )
        app.shop.do(_add, names, phones)


def main(args: list[str]) -> None:
    """Time the whole look, and say where the time goes."""
    del args
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shop.db"
        fill(path, PEOPLE, TWICE)
        with program.opened(path, clock=lambda: NOW) as app:
            began = time.perf_counter()
            found = app.shop.ask(likely_pairs.find)
            looked = time.perf_counter()
            swept = app.shop.do(duplicates.keep, found)
            kept = time.perf_counter()
            pairs = app.shop.ask(duplicates.waiting)
            listed = time.perf_counter()
    print(f"{PEOPLE:,} people, {TWICE:,} of them twice: {swept.new:,} pairs to look at")
    print(f"looking {looked - began:.1f} s, keeping {kept - looked:.1f} s (goal: {GOAL_S:.0f} s in all)")
    print(f"first {len(pairs)} pairs side by side: {1000 * (listed - kept):.0f} ms")


def _surname(draw: random.Random) -> str:
    """Make a surname; those of a town are many, and a few are common."""
    if draw.random() < 0.3:
        return draw.choice(LAST)
    return "".join(draw.choice(_MIDDLE) for _ in range(3)) + draw.choice(("ی", "پور", "زاده", "نژاد"))


def _slip(draw: random.Random, phone: str) -> str:
    place = draw.randrange(6, len(phone))
    return phone[:place] + str((int(phone[place]) + 1) % 10) + phone[place + 1 :]


def _add(session: Session, names: list[str], phones: list[str]) -> None:
    connection = session.connection()
    customers = [
        {"id": key, "name": name, "skey": search_key(name, phone), "first_seen_at": NOW, "last_seen_at": NOW}
        for key, (name, phone) in enumerate(zip(names, phones, strict=True), 1)
    ]
    connection.execute(insert(Customer), customers)
    reach = [{"customer_id": key, "e164": phone, "preferred": True} for key, phone in enumerate(phones, 1)]
    connection.execute(insert(Phone), reach)
    mails = [
        {"customer_id": key, "address": f"p{key}@example.com", "preferred": True} for key in range(1, 30_000)
    ]
    connection.execute(insert(Email), mails)
    touched(session, Topic.CUSTOMERS, "made people")


if __name__ == "__main__":
    main(sys.argv[1:])
