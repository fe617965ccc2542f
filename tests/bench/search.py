"""The search as one types, from the keystroke to the rows, beside a bare LIKE over the same customers.

python -m tests.bench.search [--customers N ...] [--full]; --full adds a million customers.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import sqlcipher3.dbapi2 as driver
from sqlalchemy import insert
from sqlalchemy.orm import Session

from shopcrm import app as program
from shopcrm.rules.people import customer_key
from shopcrm.rules.text import fold, sort_key
from shopcrm.services import search, word_index
from shopcrm.services.shop import Shop, touched
from shopcrm.store.base import Topic
from shopcrm.store.customers import Customer, Email, Phone

SIZES = (10_000, 100_000)
FULL = 1_000_000
QUESTIONS = 1_000
BARE = 60
WARM_UP = 30
BATCH = 5_000
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)

FIRST = (
    "محمد علی زهرا فاطمه حسین رضا مریم مهدی امیر سارا حسن نرگس معصومه عباس لیلا سعید پریسا کامران "
    "نازنین آرش بهرام شیرین کاوه پویا الهام ندا مینا فرهاد شهرام منصور ژاله گلناز چنگیز یاسمن طاهره "
    "علی‌رضا محمدرضا امیرحسین فاطمه‌زهرا سیدعلی غلام‌حسین Sara John Emma Liam Olivia Noah Ava"
)
STEMS = (
    "کریم احمد نور محمد رضا حسین موسو صادق مراد جعفر رحیم اکبر کاظم باقر هاشم یوسف ابراهیم اسماعیل "
    "قاسم سلیمان داود یعقوب نجف عباس حیدر فتح شریف لطف عزیز غفار جلال کمال جمال بهرام فرخ شاه تهران "
    "شیراز اصفهان تبریز همدان گیلان کرمان Smith Brown Jones Taylor Wilson Evans"
)
ENDINGS = ("ی", "پور", "زاده", "نیا", "فر", "یان", "‌نژاد", "وند", "")
NOTES = ("", "", "", "گردوی ممتاز", "زعفران سرگل", "premium walnuts")


class Known(NamedTuple):
    """What questions about a customer are drawn from."""

    name: str
    phone: str


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure each size and print its table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--full", action="store_true")
    given = parser.parse_args(sys.argv[1:] if arguments is None else arguments)
    sizes = [*given.customers, *([FULL] if given.full and FULL not in given.customers else [])]
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            _measure(Path(folder) / "shop.db", size)


def _measure(path: Path, size: int) -> None:
    start = time.perf_counter()
    with program.opened(path) as app:
        known = _fill(app.shop, size)
        print(f"\n{size:,} customers, made in {time.perf_counter() - start:.0f} s", flush=True)
        draw = random.Random(11)
        kinds = _questions(known, draw)
        mixed = [question for questions in kinds.values() for question in questions]
        draw.shuffle(mixed)
        bare = driver.connect(str(path))
        bare.execute("PRAGMA cache_size=-32000")
        _head()
        _times(app.shop, search.find, mixed[:WARM_UP])
        _row("all", mixed, app.shop, bare)
        for kind, questions in kinds.items():
            _row(kind, questions, app.shop, bare)
        _row("two letters, nobody", ["zq", "ژغ", "qx", "ثژ"] * 25, app.shop, bare)
        _row("slips forgiven", _slips(known, draw), app.shop, None, search.find_with_slips)
        bare.close()


def _head() -> None:
    print(f"{'kind':<22}{'n':>6}{'p50 ms':>9}{'p99 ms':>9}{'max ms':>9}{'bare p50':>10}{'ratio':>8}")


Finder = Callable[[Session, str], list[search.SearchHit]]


def _row(kind: str, questions: Sequence[str], shop: Shop, bare: object, find: Finder = search.find) -> None:
    ours = _times(shop, find, questions)
    line = f"{kind:<22}{len(ours):>6}{_at(ours, 0.5):>9.2f}{_at(ours, 0.99):>9.2f}{ours[-1]:>9.2f}"
    if bare is not None:
        scanned = _bare_times(bare, questions[:BARE])
        line += f"{_at(scanned, 0.5):>10.2f}{_at(ours, 0.5) / _at(scanned, 0.5):>8.3f}"
    print(line, flush=True)


def _times(shop: Shop, find: Finder, questions: Sequence[str]) -> list[float]:
    taken = []
    for question in questions:
        start = time.perf_counter()
        shop.ask(find, question)
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


def _bare_times(bare: object, questions: Sequence[str]) -> list[float]:
    taken = []
    for question in questions:
        words = fold(question).split()
        having = " AND ".join("skey LIKE ?" for _ in words)
        scan = f"SELECT id, name FROM customer NOT INDEXED WHERE {having} ORDER BY last_seen_at DESC LIMIT 20"
        start = time.perf_counter()
        bare.execute(scan, [f"%{word}%" for word in words]).fetchall()  # type: ignore[attr-defined] # a connection
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


def _at(taken: Sequence[float], share: float) -> float:
    return taken[min(len(taken) - 1, int(share * len(taken)))]


def _questions(known: Sequence[Known], draw: random.Random) -> dict[str, list[str]]:
    def some(share: int) -> list[Known]:
        return draw.choices(known, k=QUESTIONS * share // 100)

    return {
        "name, 2-5 letters": [_beginning(draw.choice(k.name.split()), draw, 2, 5) for k in some(40)],
        "two words": [" ".join(_beginning(w, draw, 2, 4) for w in _two(k.name)) for k in some(20)],
        "end of a phone": [k.phone[-draw.randint(4, 7) :] for k in some(20)],
        "nobody": [draw.choice(("zq", "ژغ", "qx")) + _beginning(k.name, draw, 0, 3) for k in some(20)],
    }


def _slips(known: Sequence[Known], draw: random.Random) -> list[str]:
    """Put a wrong letter into a word of a name that has five letters at least."""
    wrong = []
    for k in draw.choices(known, k=QUESTIONS // 10):
        long = max(k.name.split(), key=len)
        place = draw.randrange(len(long))
        wrong.append(f"{long[:place]}ژ{long[place + 1 :]}")
    return wrong


def _two(name: str) -> tuple[str, str]:
    words = name.split()
    return words[0], words[-1]


def _beginning(word: str, draw: random.Random, least: int, most: int) -> str:
    return word[: draw.randint(least, most)]


def _fill(shop: Shop, size: int) -> list[Known]:
    people = _people(size)
    known: list[Known] = []
    while batch := list(islice(people, BATCH)):
        shop.do(_add, batch, len(known))
        known += batch
    shop.do(word_index.tidy, word_index.CUSTOMERS)
    return known


def _people(size: int) -> Iterator[Known]:
    draw, given, family = random.Random(7), FIRST.split(), STEMS.split()
    for _ in range(size):
        first = given[int(len(given) * draw.random() ** 2)]
        last = family[int(len(family) * draw.random() ** 1.5)] + draw.choice(ENDINGS)
        yield Known(f"{first} {last}", f"+989{draw.randrange(10**9):09d}")


def _add(session: Session, batch: Sequence[Known], before: int) -> None:
    draw = random.Random(before)
    people, phones, emails = [], [], []
    for key, (name, phone) in enumerate(batch, before + 1):
        seen = NOW - timedelta(minutes=draw.randrange(1_000_000))
        address = [f"user{key}@example.com"] if draw.random() < 0.3 else []
        note = draw.choice(NOTES)
        # Phones go in as plain words: parsing a million of them would take longer than all the rest.
        words = customer_key(name, str(10_000 + key), [], [phone[1:], f"0{phone[3:]}", *address], note, key)
        people.append(
            {
                "id": key,
                "code": str(10_000 + key),
                "name": name,
                "note": note,
                "skey": words,
                "sort_key": sort_key(name),
                "first_seen_at": seen,
                "last_seen_at": seen,
            }
        )
        phones.append({"customer_id": key, "e164": phone, "preferred": True})
        emails += [{"customer_id": key, "address": one, "preferred": True} for one in address]
    connection = session.connection()
    connection.execute(insert(Customer), people)
    connection.execute(insert(Phone), phones)
    connection.execute(insert(Email), emails)
    touched(session, Topic.CUSTOMERS)


if __name__ == "__main__":
    main()
