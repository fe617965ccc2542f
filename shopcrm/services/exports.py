"""Hands out what the shop knows, in forms that any program reads: customers, goods, or every table there is.

A list of customers or goods, brought in again, changes nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from typing import Any, TypeAlias

from sqlalchemy import Column, ColumnElement, Select, Table, and_, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from shopcrm.rules import attributes, cells
from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.column_names import OWN_NUMBER
from shopcrm.rules.delivery import Purpose
from shopcrm.rules.money import THOUSANDTHS, Currency
from shopcrm.services import categories, incoming, settings, suppressions
from shopcrm.services.consents import GENERAL
from shopcrm.services.people import ACTIVE
from shopcrm.store.customers import (
    Address,
    Card,
    Consent,
    Customer,
    Email,
    Occasion,
    Phone,
    Preference,
    Tag,
)
from shopcrm.store.goods import Barcode, Category, Product, StockMove
from shopcrm.store.sales import Sale
from shopcrm.store.tables import METADATA

Value: TypeAlias = "str | int | Decimal | bool | date | datetime | bytes | None"
Take: TypeAlias = Callable[["Portion"], None]
"""Takes one table after the other; its rows must be read before the next one comes."""

_AT_ONCE = 500
_TASTES = ("likes", "needs", "dislikes", "avoids")
_PACKED = frozenset({"sales_digest", "learned_weights"})
"""What the program reckoned from the rest, and can reckon again."""
_SECRET = frozenset({"pin_hash"})
"""From the seal of a short PIN, somebody with a fast computer finds the PIN itself."""

_SEALS = (suppressions.KEY_NAME, incoming.SEAL_NAME)
"""With these beside the hashes, somebody could try out whose phone was erased, or make links of the shop."""


class Kind(StrEnum):
    """What is handed out."""

    CUSTOMERS = "customers"
    GOODS = "goods"
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class Portion:
    """One table on its way out: its name, the names of its columns, and its rows, read as they are taken.

    Of everything, money is in smallest units, quantities in thousandths, moments in UTC, as they are kept.
    """

    name: str
    columns: tuple[str, ...]
    rows: Iterator[Sequence[Value]]


def hand_out(session: Session, kind: Kind, take: Take) -> None:
    """Give every table of a kind to `take`, all from one moment of the shop."""
    match kind:
        case Kind.CUSTOMERS:
            take(Portion("customers", CUSTOMER_COLUMNS, _customers(session)))
        case Kind.GOODS:
            take(Portion("goods", GOODS_COLUMNS, _goods(session)))
        case Kind.EVERYTHING:
            for table in METADATA.sorted_tables:
                if table.name not in _PACKED:
                    columns = [column for column in table.columns if column.name not in _SECRET]
                    names = tuple(column.name for column in columns)
                    take(Portion(table.name, names, _rows(session, table, columns)))


def size(session: Session, kind: Kind) -> int:
    """Count the rows that are handed out."""
    match kind:
        case Kind.CUSTOMERS:
            counted = [select(func.count()).select_from(Customer).where(Customer.state == ACTIVE)]
        case Kind.GOODS:
            counted = [select(func.count()).select_from(Product)]
        case Kind.EVERYTHING:
            tables = (table for table in METADATA.sorted_tables if table.name not in _PACKED)
            counted = [select(func.count()).select_from(table) for table in tables]
    return sum(session.scalar(query) or 0 for query in counted)


CUSTOMER_COLUMNS = (
    OWN_NUMBER,
    "number",
    "name",
    "honorific",
    "phone",
    "phone_2",
    "email",
    "address",
    "card",
    "birthday",
    "tags",
    "language",
    "note",
    "likes",
    "needs",
    "dislikes",
    "avoids",
    "consent",
    "first_seen",
    "last_seen",
    "visits",
    "spent",
)
"""The columns of the list of customers; `spent` is in the shop's money, `visits` counts sales.

The last four are for reading only: an import takes no note of them.
"""

GOODS_COLUMNS = (
    "code",
    "name",
    "barcode",
    "category",
    "unit",
    "price",
    "cost",
    "tax_rate",
    "stock",
)
"""The columns of the list of goods; prices in the shop's money, tax in percent, stock in units."""


def _customers(session: Session) -> Iterator[Sequence[Value]]:
    query = (
        select(Customer)
        .where(Customer.state == ACTIVE)
        .order_by(Customer.id)
        .execution_options(yield_per=_AT_ONCE)
    )
    people, money = iter(session.scalars(query)), settings.read(session).money
    while some := list(islice(people, _AT_ONCE)):
        yield from _described(session, some, money)
        session.expunge_all()


def _described(session: Session, people: Sequence[Customer], money: Currency) -> Iterator[Sequence[Value]]:
    ids = [one.id for one in people]
    phones, emails = _lists(session, Phone, Phone.e164, ids), _lists(session, Email, Email.address, ids)
    homes, tags = _lists(session, Address, Address.text, ids), _tags(session, ids)
    cards, birthdays = _cards(session, ids), _birthdays(session, ids)
    tastes, consents, bought = _tastes(session, ids), _consents(session, ids), _bought(session, ids)
    for one in people:
        first, *others = phones.get(one.id, [""])
        visits, spent = bought.get(one.id, (0, 0))
        yield (
            one.id,
            one.code,
            one.name,
            one.honorific,
            first,
            ", ".join(others),
            ", ".join(emails.get(one.id, ())),
            "\n\n".join(homes.get(one.id, ())),
            cards.get(one.id, ""),
            birthdays.get(one.id, ""),
            cells.joined(tags.get(one.id, ())),
            one.language,
            one.note,
            *(cells.joined(tastes.get((one.id, kind), ())) for kind in _TASTES),
            consents.get(one.id, ""),
            one.first_seen_at,
            one.last_seen_at,
            visits,
            _amount(spent, money),
        )


def _lists(
    session: Session,
    table: type[Phone] | type[Email] | type[Address],
    value: InstrumentedAttribute[str],
    ids: Sequence[int],
) -> dict[int, list[str]]:
    query = select(table.customer_id, value).where(table.customer_id.in_(ids))
    return _gathered(session, query.order_by(table.preferred.desc(), table.id))


def _tags(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    return _gathered(
        session, select(Tag.customer_id, Tag.name).where(Tag.customer_id.in_(ids)).order_by(Tag.id)
    )


def _gathered(session: Session, query: Select[*tuple[Any, ...]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for key, value in session.execute(query):
        found.setdefault(key, []).append(value)
    return found


def _cards(session: Session, ids: Sequence[int]) -> dict[int, str]:
    query = select(Card.customer_id, Card.number).where(Card.customer_id.in_(ids), Card.replaced_at.is_(None))
    return {key: numbers[-1] for key, numbers in _gathered(session, query.order_by(Card.id)).items()}


def _birthdays(session: Session, ids: Sequence[int]) -> dict[int, str]:
    query = select(Occasion).where(Occasion.customer_id.in_(ids), Occasion.kind == "birthday")
    return {row.customer_id: _day(row) for row in session.scalars(query.order_by(Occasion.id.desc()))}


def _day(row: Occasion) -> str:
    """Write a birthday in the calendar it was said in; without a year it begins with two dashes (D3)."""
    year = "--" if row.year is None else f"{row.year:04d}-"
    day = f"{year}{row.month:02d}-{row.day:02d}"
    return day if CalendarKind(row.calendar) is CalendarKind.GREGORIAN else f"{day} jalali"


def _tastes(session: Session, ids: Sequence[int]) -> dict[tuple[int, str], list[str]]:
    query = (
        select(Preference, Product.name, Category.name)
        .outerjoin(Product, Product.id == Preference.product_id)
        .outerjoin(Category, Category.id == Preference.category_id)
        .where(Preference.customer_id.in_(ids), Preference.source == "told")
        .order_by(Preference.id)
    )
    found: dict[tuple[int, str], list[str]] = {}
    for row, goods, shelf in session.execute(query):
        words = attributes.shown(row.attribute, row.words) if row.attribute else row.words
        found.setdefault((row.customer_id, row.kind), []).append(goods or shelf or words)
    return found


def _consents(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Tell who said yes to news on every usual channel, and who said no on any; others stand with nothing.

    A file has one word for it, and a yes to one channel must not come back as a yes to all.
    """
    newest = (
        select(func.max(Consent.id))
        .where(Consent.customer_id.in_(ids), Consent.purpose == Purpose.NEWS)
        .group_by(Consent.customer_id, Consent.channel)
    )
    refused = func.sum(case((Consent.given, 0), else_=1))
    agreed = func.sum(case((and_(Consent.given, Consent.channel.in_(GENERAL)), 1), else_=0))
    query = select(Consent.customer_id, refused, agreed).where(Consent.id.in_(newest))
    said = {}
    for key, no, yes in session.execute(query.group_by(Consent.customer_id)):
        said[key] = "no" if no else "yes" if yes == len(GENERAL) else ""
    return said


def _bought(session: Session, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    sold = func.sum(case((Sale.kind == "sale", 1), else_=0))
    query = select(Sale.customer_id, sold, func.sum(Sale.total)).where(Sale.customer_id.in_(ids))
    rows = session.execute(query.group_by(Sale.customer_id))
    return {key: (int(count), int(total)) for key, count, total in rows if key is not None}


def _amount(amount: int | None, money: Currency) -> Decimal | None:
    """Write an amount as people say it, exactly."""
    return None if amount is None else _plain(Decimal(amount).scaleb(-money.exponent))


def _plain(number: Decimal) -> Decimal:
    """Leave out noughts after the point, which are no news."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def _goods(session: Session) -> Iterator[Sequence[Value]]:
    barcodes = _gathered(session, select(Barcode.product_id, Barcode.code).order_by(Barcode.code))
    moved = select(StockMove.product_id, func.sum(StockMove.quantity)).group_by(StockMove.product_id)
    stock = {key: int(count) for key, count in session.execute(moved)}
    shelves, money = categories.everything(session), settings.read(session).money
    for row in session.scalars(select(Product).order_by(Product.id).execution_options(yield_per=_AT_ONCE)):
        yield (
            row.code,
            row.name,
            ", ".join(barcodes.get(row.id, ())),
            categories.path_in(shelves, row.category_id),
            row.unit,
            _amount(row.price, money),
            _amount(row.cost, money),
            _plain(Decimal(row.tax_rate) / 100),
            _plain(Decimal(stock.get(row.id, 0)) / THOUSANDTHS) if row.stock_kept else None,
        )


def _rows(session: Session, table: Table, columns: Sequence[Column[Any]]) -> Iterator[Sequence[Value]]:
    shown = [_told(table, column) for column in columns]
    found = session.connection().execute(
        select(*shown).order_by(*table.primary_key.columns).execution_options(yield_per=5000)
    )
    for part in found.partitions(5000):
        for row in part:
            yield tuple(row)


def _told(table: Table, column: Column[Any]) -> ColumnElement[Any]:
    """Give a column as it is handed out: the shop's own seals stay in the shop."""
    if (table.name, column.name) != ("setting", "value"):
        return column
    return case((table.c.name.in_(_SEALS), ""), else_=column)
