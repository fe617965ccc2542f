"""One short maker per table, for tests that need a row and do not care how it came."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from shopcrm.rules.money import line_total
from shopcrm.rules.text import fold, search_key, sort_key
from shopcrm.services import customers, settings
from shopcrm.services.shop import Shop
from shopcrm.store.arrivals import Arrival, ArrivalLine, Wish
from shopcrm.store.base import Base
from shopcrm.store.customers import Consent, Customer, Email, Phone, Preference
from shopcrm.store.goods import Barcode, Category, Product, StockMove
from shopcrm.store.messages import Message
from shopcrm.store.points import PointMultiplier, PointRule
from shopcrm.store.sales import Sale, SaleLine
from shopcrm.store.tiers import Tier


def customer(
    shop: Shop, *, name: str = "Sara", code: str | None = None, note: str = "", seen: datetime | None = None
) -> int:
    at = seen or shop.clock()
    row = Customer(name=name, code=code, note=note, first_seen_at=at, last_seen_at=at)
    return shop.do(_with_words, row)


def merged(shop: Shop, gone_id: int, kept_id: int) -> None:
    """Make one customer a pointer to another, with nothing moved."""
    shop.do(_point_at, gone_id, kept_id)


def email(shop: Shop, customer_id: int, address: str, *, preferred: bool = True) -> int:
    key = shop.do(_add, Email(customer_id=customer_id, address=address, preferred=preferred))
    shop.do(_find_again, customer_id)
    return key


def phone(shop: Shop, customer_id: int, e164: str, *, preferred: bool = True) -> int:
    key = shop.do(_add, Phone(customer_id=customer_id, e164=e164, preferred=preferred))
    shop.do(_find_again, customer_id)
    return key


def consent(
    shop: Shop, customer_id: int, channel: str = "email", *, given: bool = True, purpose: str = "news"
) -> int:
    row = Consent(
        customer_id=customer_id,
        purpose=purpose,
        channel=channel,
        given=given,
        at=shop.clock(),
        how="asked at the counter",
        recorded_by="owner",
    )
    return shop.do(_add, row)


def preference(
    shop: Shop,
    customer_id: int,
    kind: str = "likes",
    *,
    product_id: int | None = None,
    category_id: int | None = None,
    words: str = "",
    source: str = "told",
    attribute: str = "",
    at: datetime | None = None,
) -> int:
    row = Preference(
        customer_id=customer_id,
        kind=kind,
        product_id=product_id,
        category_id=category_id,
        words=words,
        skey=fold(words),
        source=source,
        attribute=attribute,
        told_at=at or shop.clock(),
    )
    return shop.do(_add, row)


def avoids(shop: Shop, customer_id: int, words: str) -> int:
    return preference(shop, customer_id, "avoids", words=words)


def category(shop: Shop, name: str = "Nuts", parent_id: int | None = None) -> int:
    return shop.do(_add, Category(name=name, parent_id=parent_id))


def product(
    shop: Shop,
    *,
    name: str = "Walnuts",
    code: str = "W1",
    category_id: int | None = None,
    price: int | None = 1000,
    barcodes: Sequence[str] = (),
    stock: int | None = None,
    alike: Mapping[str, str] | None = None,
) -> int:
    """Make goods; with `stock` (thousandths) it is kept, and so much is there; `alike` are its attributes."""
    row = Product(
        name=name,
        code=code,
        category_id=category_id,
        price=price,
        attributes=json.dumps(alike or {}, ensure_ascii=False),
        stock_kept=stock is not None,
        skey=search_key(name, code, *barcodes),
        sort_key=sort_key(name),
    )
    key = shop.do(_add, row)
    for barcode in barcodes:
        shop.do(_add_only, Barcode(code=barcode, product_id=key))
    if stock:
        move = StockMove(product_id=key, quantity=stock, kind="correction", at=shop.clock(), reason="counted")
        shop.do(_add, move)
    return key


def sale(
    shop: Shop,
    customer_id: int | None,
    *lines: tuple[int, int, int],
    number: str = "",
    kind: str = "sale",
    at: datetime | None = None,
    of: int | None = None,
) -> int:
    """Make a document of lines (product, thousandths, price of one unit); the quantities of a return are
    negative, and `of` is the sale that it belongs to.
    """
    return shop.do(_sale, customer_id, lines, number, kind, at or shop.clock(), of)


def arrival(shop: Shop, product_id: int, quantity: int = 1000, *, at: datetime | None = None) -> int:
    key = shop.do(_add, Arrival(arrived_at=at or shop.clock(), recorded_by="owner"))
    shop.do(_add, ArrivalLine(arrival_id=key, ordinal=0, product_id=product_id, quantity=quantity))
    return key


def wish(
    shop: Shop,
    customer_id: int,
    *,
    product_id: int | None = None,
    words: str = "",
    state: str = "waiting",
    until: date | None = None,
) -> int:
    row = Wish(
        customer_id=customer_id,
        product_id=product_id,
        words=words,
        skey=fold(words),
        state=state,
        asked_at=shop.clock(),
        until=until,
    )
    return shop.do(_add, row)


def message(
    shop: Shop, customer_id: int, key: str = "m1", *, channel: str = "email", state: str = "queued"
) -> int:
    row = Message(
        key=key,
        customer_id=customer_id,
        channel=channel,
        purpose="news",
        subject="Fresh walnuts",
        body="Fresh walnuts are here.",
        language="en",
        state=state,
        made_at=shop.clock(),
        not_before=shop.clock(),
    )
    return shop.do(_add, row)


def _with_words(session: Session, row: Customer) -> int:
    key = _add(session, row)
    customers.refresh_words(session, row)
    return key


def _point_at(session: Session, gone_id: int, kept_id: int) -> None:
    row = customers.get(session, gone_id)
    row.state, row.merged_into_id = "merged", kept_id
    customers.refresh_words(session, row)


def _find_again(session: Session, customer_id: int) -> None:
    customers.refresh_words(session, customers.get(session, customer_id))


def _sale(
    session: Session,
    customer_id: int | None,
    lines: Sequence[tuple[int, int, int]],
    number: str,
    kind: str,
    at: datetime,
    of: int | None,
) -> int:
    amounts = [line_total(price, quantity) for _product, quantity, price in lines]
    head = Sale(
        source="test",
        number=number or f"{at.timestamp()}-{customer_id}-{kind}" + (f"-{of}" if of else ""),
        kind=kind,
        of_sale_id=of,
        customer_id=customer_id,
        sold_at=at,
        day=settings.read(session).days.of(at),
        total=sum(amounts),
    )
    key = _add(session, head)
    for ordinal, ((product_id, quantity, price), amount) in enumerate(zip(lines, amounts, strict=True)):
        row = SaleLine(
            sale_id=key,
            ordinal=ordinal,
            product_id=product_id,
            kind=kind,
            quantity=quantity,
            price=price,
            amount=amount,
        )
        session.add(row)
    return key


def _add(session: Session, row: Base) -> int:
    session.add(row)
    session.flush()
    key: int = row.id  # type: ignore[attr-defined] # every table that is made here has a number
    return key


def _add_only(session: Session, row: Base) -> None:
    session.add(row)


def point_rule(shop: Shop, *multipliers: Mapping[str, int], name: str = "Points", **values: object) -> int:
    """Make a rule: one point for a thousand smallest units, without an end, unless said otherwise."""
    usual = {"starts_on": date(2020, 1, 1), "points": 1, "per_amount": 1_000}
    key = shop.do(_add, PointRule(name=name, **{**usual, **values}))
    for one in multipliers:
        shop.do(_add, PointMultiplier(rule_id=key, **one))
    return key


def tier(shop: Shop, name: str, threshold: int, **values: object) -> int:
    return shop.do(_add, Tier(name=name, threshold=threshold, **values))
