"""Queues 10,000 messages beside bare SQLite writing the same rows, then sends some to a server here."""

import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import sqlcipher3.dbapi2 as driver
from sqlalchemy import insert
from sqlalchemy.orm import Session

from shopcrm import app as program
from shopcrm.services import arrival_news, messages, sending, settings, templates
from shopcrm.services.arrival_news import Wanted
from shopcrm.services.shop import Shop, now_of
from shopcrm.store.customers import Consent, Customer, Email
from shopcrm.store.messages import Message
from tests import telling
from tests.mailroom import open_mailroom

MESSAGES = 10_000
SENT = 200


def main(count: int = MESSAGES) -> float:
    with tempfile.TemporaryDirectory() as folder, program.opened(Path(folder) / "shop.db") as app:
        shop = app.shop
        shop.do(_people, count)
        product, arrival = telling.came_in(shop)
        texts = shop.ask(templates.read, templates.ARRIVAL)
        wanted = [Wanted(customer, product, arrival, rank=customer) for customer in range(1, count + 1)]
        start = time.perf_counter()
        queued = shop.do(arrival_news.queue_arrival, wanted, texts)
        taken = time.perf_counter() - start
        start = time.perf_counter()
        again = shop.do(arrival_news.queue_arrival, wanted, texts)
        repeated = time.perf_counter() - start
        print(f"queued {queued.added} in {taken:.2f} s; a second time {again.added} in {repeated:.2f} s")
        bare = _bare(app.path, Path(folder) / "bare.db")
        print(f"bare SQLite writing the same rows: {bare:.2f} s; ratio {taken / bare:.1f}")
        _send(app, min(SENT, count))
        _read(shop)
    return taken


def _send(app: program.App, count: int) -> None:
    with open_mailroom() as room:
        app.shop.do(
            settings.change,
            quiet_from=0,
            quiet_until=0,
            mail_host="127.0.0.1",
            mail_port=room.port,
            mail_security="none",
            mail_from="shop@example.com",
        )
        start = time.perf_counter()
        sending.send_waiting(app.shop, app.couriers(), "bench", stop=lambda: len(room.kept) >= count)
        taken = time.perf_counter() - start
        print(f"sent {len(room.kept)} in {taken:.2f} s, {1000 * taken / count:.1f} ms each")


def _read(shop: Shop) -> None:
    for name, query in (("summary", messages.summary), ("not reached", messages.not_reached)):
        start = time.perf_counter()
        shop.ask(query)
        print(f"{name}: {1000 * (time.perf_counter() - start):.1f} ms")
    start = time.perf_counter()
    shop.ask(messages.page, messages.Filter())
    print(f"a page of the list: {1000 * (time.perf_counter() - start):.1f} ms")


def _bare(path: Path, target: Path) -> float:
    """Write the same rows with the driver alone, into the same table with the same indexes."""
    names = [column.name for column in Message.__table__.columns]
    source = driver.connect(str(path))
    rows: Sequence[tuple[object, ...]] = source.execute(f"SELECT {', '.join(names)} FROM message").fetchall()
    forms = source.execute("SELECT sql FROM sqlite_master WHERE tbl_name = 'message' AND sql IS NOT NULL")
    bare = driver.connect(str(target), isolation_level=None)
    bare.execute("PRAGMA journal_mode=WAL")
    bare.execute("PRAGMA synchronous=FULL")
    for (sql,) in forms.fetchall():
        bare.execute(sql)
    start = time.perf_counter()
    bare.execute("BEGIN IMMEDIATE")
    bare.executemany(f"INSERT INTO message VALUES ({', '.join('?' * len(names))})", rows)
    bare.execute("COMMIT")
    taken = time.perf_counter() - start
    bare.close()
    source.close()
    return taken


def _people(session: Session, count: int) -> None:
    now = now_of(session)
    seen = {"first_seen_at": now, "last_seen_at": now}
    ids = range(1, count + 1)
    session.execute(insert(Customer), [{"id": n, "name": f"Person {n}", **seen} for n in ids])
    session.execute(insert(Email), [{"customer_id": n, "address": f"p{n}@example.com"} for n in ids])
    said = {"purpose": "news", "channel": "email", "given": True, "at": now, "how": "x", "recorded_by": "o"}
    session.execute(insert(Consent), [{"customer_id": n, **said} for n in ids])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES)
