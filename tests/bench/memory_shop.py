"""Fills a shop for the measure of the memory card: straight into the tables, the same for the same size."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver

from shopcrm import app as program
from tests.bench.people import NOW

LINES_EACH, GOODS, SHELVES, REGULARS, PURCHASES = 5, 2_000, 100, 40, 1_000
SORTS = ("dark", "milk", "white")
FILLED = ("sale", "sale_line", "stock_move", "customer", "note", "message", "wish", "preference")
Row = tuple[Any, ...]


def fill(path: Path, customers: int, sales: int) -> None:
    """Make a shop of so many customers and sales; the first forty have a thousand purchases each."""
    with program.opened(path, clock=lambda: NOW):
        pass
    bare = driver.connect(str(path), isolation_level=None)
    for line in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-200000", "temp_store=MEMORY"):
        bare.execute(f"PRAGMA {line}")
    marks = ", ".join("?" * len(FILLED))
    indexes = bare.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql <> '' AND tbl_name IN ({marks})",
        FILLED,
    ).fetchall()
    bare.execute("BEGIN")
    for name, _text in indexes:
        bare.execute(f"DROP INDEX {name}")
    _write(bare, customers, sales)
    for _name, text in indexes:
        bare.execute(text)
    bare.execute("COMMIT")
    bare.execute("PRAGMA journal_mode=DELETE")
    bare.close()


def _write(bare: Any, customers: int, sales: int) -> None:
    draw = random.Random(11)
    at = _text(NOW)
    people = ((n, str(n), f"Customer {n}", f"customer {n:06}", at, at) for n in range(1, customers + 1))
    _add(bare, "customer (id, code, name, sort_key, first_seen_at, last_seen_at)", people)
    bare.execute("INSERT INTO setting (name, value) VALUES ('shop_name', '\"Bench\"')")
    _add_goods(bare, draw)
    _add_sales(bare, draw, customers, sales)
    _add_talk(bare, draw, customers)


def _add(bare: Any, into: str, rows: Iterator[Row] | Sequence[Row], fixed: str = "") -> None:
    """Write rows into a table; columns named in `fixed`, such as `unit=''`, are the same in all of them."""
    table, _, columns = into.partition(" ")
    names = [name.strip() for name in columns.strip("()").split(",")]
    same = dict(part.split("=", 1) for part in fixed.split(" ") if part)
    plain = {
        name: "''" if "CHAR" in kind or "TEXT" in kind else "0"
        for _i, name, kind, needed, default, key in bare.execute(f"PRAGMA table_info({table})")
        if needed and default is None and not key and name not in names
    }
    more = plain | same
    into_all = ", ".join([*names, *more])
    values = ", ".join(["?"] * len(names) + list(more.values()))
    bare.executemany(f"INSERT INTO {table} ({into_all}) VALUES ({values})", rows)


def _add_goods(bare: Any, draw: random.Random) -> None:
    _add(bare, "category (id, name)", [(n, f"Shelf {n}") for n in range(1, SHELVES + 1)])
    alike = [f'{{"kind": "{draw.choice(SORTS)}", "pack": "{n % 3} kg"}}' for n in range(GOODS)]
    goods = [
        (n, f"P{n}", f"Product {n}", f" product {n} p{n} ", n % SHELVES + 1, alike[n - 1])
        for n in range(1, GOODS + 1)
    ]
    _add(bare, "product (id, code, name, skey, category_id, attributes)", goods, "stock_kept=1")
    came = [(n, _text(NOW - timedelta(hours=12 * n))) for n in range(1, 101)]
    _add(bare, "arrival (id, arrived_at)", came)
    lines = [(1 + n // 20, n % 20, 1 + draw.randrange(GOODS), 1000) for n in range(2_000)]
    _add(bare, "arrival_line (arrival_id, ordinal, product_id, quantity)", lines)
    there = [(n, 10**9, _text(NOW)) for n in range(1, GOODS + 1)]
    _add(bare, "stock_move (product_id, quantity, at)", there, "kind='arrival'")


def _add_sales(bare: Any, draw: random.Random, customers: int, sales: int) -> None:
    heads: list[Row] = []
    lines: list[Row] = []
    moves: list[Row] = []
    for number in range(1, sales + 1):
        at = NOW - timedelta(days=730 * (1 - number / sales), hours=1)
        # As many sales go to the most faithful as make a thousand for each of them.
        faithful = draw.random() < REGULARS * PURCHASES / sales
        who = draw.randint(1, REGULARS) if faithful else draw.randint(REGULARS + 1, customers)
        when = _text(at)
        heads.append((number, str(number), who, when, when[:10]))
        for ordinal in range(LINES_EACH):
            what = 1 + int(GOODS * draw.random() ** (4 if faithful else 2))
            lines.append((number, ordinal, what))
            moves.append((what, when))
    sold = "kind='sale'"
    _add(bare, "sale (id, number, customer_id, sold_at, day)", heads, f"{sold} source='bench' total=500")
    _add(
        bare, "sale_line (sale_id, ordinal, product_id)", lines, f"{sold} quantity=1000 price=100 amount=100"
    )
    _add(bare, "stock_move (product_id, at)", moves, f"{sold} quantity=-1000")


def _add_talk(bare: Any, draw: random.Random, customers: int) -> None:
    """Write wishes, tastes, notes and messages of many, and a hundred of each of the most faithful."""
    some = [*(1 + n % REGULARS for n in range(4_000)), *(draw.randint(1, customers) for _ in range(40_000))]
    when = [_text(NOW - timedelta(minutes=draw.randrange(1_000_000))) for _ in some]
    pairs = list(zip(some, when, strict=True))
    notes = [(who, at, at) for who, at in pairs]
    _add(bare, "note (customer_id, at, changed_at)", notes, "kind='note' text='more'")
    messages = [_message(place, who, at) for place, (who, at) in enumerate(pairs)]
    into = "message (key, customer_id, product_id, channel, state, made_at, not_before)"
    _add(bare, into, messages, "purpose='news' language='en' why='[]'")
    wishes = [(who, draw.randint(1, GOODS), at) for who, at in dict(pairs).items()]
    _add(bare, "wish (customer_id, product_id, asked_at)", wishes, "state='waiting'")
    tastes = [(who, draw.choice(("likes", "avoids")), at) for who, at in dict(pairs).items()]
    same = "words='dark' skey='dark' attribute='kind' source='told' strength=2"
    _add(bare, "preference (customer_id, kind, told_at)", tastes, same)


def _message(place: int, who: int, at: str) -> Row:
    waits = place % 4 == 0 and place > 4_000 - REGULARS
    way, state = ("in_person", "queued") if waits else ("email", "sent")
    return f"m{place}", who, 1 + place % GOODS, way, state, at, at


def _text(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds")
