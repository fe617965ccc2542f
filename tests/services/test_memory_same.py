"""The quick ways of the memory card and the timeline say what slow and plain ones say, in made-up shops."""

import random
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm import app as program
from shopcrm.services import holds, memory, popular, regulars, seen, timeline
from shopcrm.services.regulars import Regular
from shopcrm.services.shop import Shop
from shopcrm.store.goods import Product
from shopcrm.store.sales import Sale, SaleLine
from tests import makers
from tests.conftest import NOW
from tests.services.test_memory import TODAY

PEOPLE, GOODS = 4, 12


def _plain_regulars(session: Session, customer_id: int) -> list[Regular]:
    """Work out what somebody buys, row by row."""
    query = select(Sale).where(Sale.customer_id == customer_id).order_by(Sale.sold_at.desc())
    sales = {sale.id: sale for sale in session.scalars(query.limit(regulars.LATEST))}
    days: dict[int, set[date]] = {}
    kept: Counter[int] = Counter()
    for line in session.scalars(select(SaleLine).where(SaleLine.product_id.is_not(None))):
        if line.sale_id in sales and line.product_id is not None:
            kept[line.product_id] += line.quantity
            if line.kind == "sale":
                days.setdefault(line.product_id, set()).add(sales[line.sale_id].day)
    found = []
    for row in session.scalars(select(Product)):
        on = days.get(row.id)
        if on and kept[row.id] > 0:
            usual = kept[row.id] // len(on)
            alike = row.category_id, row.attributes, row.stock_kept
            found.append(Regular(row.id, row.name, *alike, len(on), min(on), max(on), usual))
    return sorted(found, key=lambda one: (-one.times, -one.last.toordinal(), one.product_id))


def _regulars(session: Session, customer_id: int) -> list[Regular]:
    return regulars.described(session, regulars.purchases(session, customer_id))


def _plain_usual(session: Session) -> dict[int, int]:
    newest = max(session.scalars(select(Sale.id)), default=0)
    lines = session.scalars(select(SaleLine).where(SaleLine.sale_id > newest - popular.LATELY))
    return dict(Counter(key for key, _sale in {(one.product_id, one.sale_id) for one in lines} if key))


def _made_up(shop: Shop, draw: random.Random) -> None:
    shelves = [makers.category(shop, name) for name in ("Nuts", "Chocolate")]
    for number in range(GOODS):
        alike = {"kind": draw.choice(("dark", "milk")), "grade": draw.choice(("fine", "plain"))}
        stock = draw.choice((None, 2000, 90_000))
        shelf = draw.choice(shelves)
        makers.product(
            shop, name=f"Goods {number}", code=f"G{number}", category_id=shelf, stock=stock, alike=alike
        )
    for number in range(PEOPLE):
        makers.customer(shop, name=f"Person {number}")


def _happens(shop: Shop, draw: random.Random, number: int) -> None:
    """Let something happen between the shop and somebody."""
    who, goods = draw.randint(1, PEOPLE), draw.randint(1, GOODS)
    at = NOW - timedelta(days=draw.randint(0, 90), minutes=number)
    match draw.randrange(9):
        case 0:
            makers.arrival(shop, goods, at=at)
        case 1:
            makers.wish(shop, draw.randint(1, PEOPLE), words=f"w{number} goods")
        case 2 if draw.random() < 0.4:
            makers.preference(shop, who, draw.choice(("likes", "avoids")), words="dark", attribute="kind")
        case 3:
            makers.message(shop, who, f"m{number}", channel=draw.choice(("in_person", "email")))
        case 4:
            makers.sale(shop, who, (goods, -1000, 100), kind="return", at=at, number=str(number))
        case 5:
            kept = makers.product(shop, name=f"Fresh {number}", code=f"F{number}", stock=5000)
            shop.do(holds.hold, who, kept, 1000, TODAY)
        case _:
            lines = [(draw.randint(1, 4 + who), 1000 * draw.randint(1, 3), 100) for _ in range(3)]
            makers.sale(shop, who, *lines, at=at, number=str(number))


def _everything(session: Session, customer_id: int) -> list[object]:
    return [
        memory.card(session, customer_id, 99),
        memory.card(session, customer_id),
        seen.of_customer(session, customer_id),
        *(timeline.page(session, customer_id, group) for group in timeline.Group),
    ]


@pytest.mark.parametrize("seed", range(2))
def test_what_was_kept_from_the_last_look_never_shows(shop: Shop, tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    _made_up(shop, draw)
    for number in range(40):
        _happens(shop, draw, number)
        who = draw.randint(1, PEOPLE)
        warm = shop.ask(_everything, who)
        # Whoever writes keeps nothing, and a program just opened has nothing kept.
        assert shop.do(_everything, who) == warm
        if number % 10 == 0:
            with program.opened(tmp_path / "shop.db", clock=lambda: NOW) as fresh:
                assert fresh.shop.ask(_everything, who) == warm


@pytest.mark.parametrize("seed", range(2))
def test_the_short_way_comes_to_what_the_long_way_comes_to(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(popular, "LATELY", 20)
    draw = random.Random(seed)
    _made_up(shop, draw)
    for number in range(40):
        _happens(shop, draw, number)
    for who in range(1, PEOPLE + 1):
        bought = shop.ask(_regulars, who)
        assert bought == shop.ask(_plain_regulars, who)
        assert bought != []
        counted = [(one.goods.id, one.times, one.last_on) for one in shop.ask(regulars.of_customer, who)]
        assert counted == [(one.product_id, one.times, one.last) for one in bought]
    assert dict(shop.ask(popular.usual).goods) == shop.ask(_plain_usual)
