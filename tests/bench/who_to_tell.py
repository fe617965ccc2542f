"""Who to tell with 1,000,000 sale lines and 100,000 customers: cold, warm, and learning apart."""

import random
import statistics
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.orm import Session

from shopcrm import app as program
from shopcrm.services.matching import Matcher
from shopcrm.services.shop import touched
from shopcrm.services.topics import Topic
from shopcrm.store.goods import Product
from shopcrm.store.sales import Sale, SaleLine
from tests.bench import people

CUSTOMERS, GOODS, SALES, LINES_EACH = 100_000, 2_000, 200_000, 5
BATCH = 20_000
GOAL_MS = 300
ASKED = 25


def main(_arguments: list[str] | None = None) -> float:
    """Print the times; gives the median of a warm question in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shop.db"
        people.fill(path, CUSTOMERS)
        with program.opened(path, clock=lambda: people.NOW) as app:
            app.shop.do(_add_goods)
            draw = random.Random(11)
            for start in range(0, SALES, BATCH):
                app.shop.do(_add_sales, draw, start)
            learning = _timed(Matcher(app.shop), 1)
            cold = _timed(Matcher(app.shop), 2)
            matcher = Matcher(app.shop)
            matcher.rank(3, limit=50)
            warm = [_timed(matcher, number) for number in range(4, 4 + ASKED)]
    middle = statistics.median(warm)
    print(f"learning and first answer {learning / 1000:.1f} s; first answer of a program {cold:.0f} ms")
    lines = SALES * LINES_EACH
    print(f"at {lines:,} lines: median {middle:.0f} ms, worst {max(warm):.0f} ms (goal {GOAL_MS})")
    return middle


def _timed(matcher: Matcher, product: int) -> float:
    began = time.perf_counter()
    matcher.rank(product, limit=50)
    return (time.perf_counter() - began) * 1000


def _add_goods(session: Session) -> None:
    rows = [{"code": f"P{i}", "name": f"Product {i}", "skey": f"product {i}"} for i in range(GOODS)]
    session.execute(insert(Product), rows)
    touched(session, Topic.GOODS, "made goods")


def _add_sales(session: Session, draw: random.Random, start: int) -> None:
    heads, lines = [], []
    for number in range(start + 1, start + BATCH + 1):
        # A few people buy often and a few goods are bought often, as in a real shop.
        who = min(CUSTOMERS, int(draw.paretovariate(0.6)))
        at = people.NOW - timedelta(days=730 * (1 - number / SALES), hours=1)
        heads.append(_head(number, who, at))
        for ordinal in range(LINES_EACH):
            what = 1 + min(GOODS - 1, int(draw.paretovariate(0.5)) % GOODS)
            lines.append(_line(number, ordinal, what))
    session.execute(insert(Sale), heads)
    session.execute(insert(SaleLine), lines)
    touched(session, Topic.SALES, "made sales")


def _head(number: int, who: int, at: datetime) -> dict[str, object]:
    return {
        "id": number,
        "source": "bench",
        "number": str(number),
        "kind": "sale",
        "customer_id": who,
        "sold_at": at,
        "day": at.date(),
        "total": 500,
    }


def _line(sale: int, ordinal: int, what: int) -> dict[str, object]:
    return {
        "sale_id": sale,
        "ordinal": ordinal,
        "product_id": what,
        "kind": "sale",
        "quantity": 1000,
        "price": 100,
        "amount": 100,
    }


if __name__ == "__main__":
    main()
