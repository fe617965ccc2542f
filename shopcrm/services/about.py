"""Everything the shop knows of one person, for the person themselves: every row of every table about them."""

import base64
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from shopcrm.services import customer_rows, merges, people
from shopcrm.services.people import ERASED
from shopcrm.store.complaints import ComplaintChange, ComplaintPhoto, ComplaintWord, Remedy
from shopcrm.store.customers import Household
from shopcrm.store.goods import Category, Product
from shopcrm.store.imports import ImportedChange
from shopcrm.store.messages import Attempt
from shopcrm.store.promises import OrderDetail
from shopcrm.store.sales import SaleLine, SaleStep
from shopcrm.store.tables import METADATA
from shopcrm.store.tiers import Tier
from shopcrm.store.till import Payment
from shopcrm.store.vouchers import CreditEntry, VoucherLimit, VoucherUse

Document: TypeAlias = dict[str, Any]

_INNER = frozenset({"skey", "sort_key", "moved", "hash", "request"})
"""Columns that only repeat others, for the search, for taking things back and for telling a repeat."""

_IN_JSON = frozenset({"why", "problem", "before", "after", "content", "wants"})
_OF_SALES = tuple(table.__tablename__ for table in (SaleLine, SaleStep, Payment, VoucherUse))
_OF_VOUCHERS = tuple(table.__tablename__ for table in (VoucherLimit, CreditEntry))
_OF_COMPLAINTS = tuple(
    table.__tablename__ for table in (ComplaintChange, ComplaintWord, ComplaintPhoto, Remedy)
)
_OF_ORDERS = (OrderDetail.__tablename__,)
_AT_ONCE = 5000


def everything(session: Session, customer_id: int) -> Document:
    """Give all rows about a person, table by table, as values that JSON can hold.

    Money is in smallest units, quantities in thousandths, moments in UTC. Those who were merged into the
    person are part of it. Of other people only their numbers stand in it. Raises NoSuchCustomer.
    """
    kept = people.find(session, customer_id)
    ids = merges.part_of(session, kept) if people.get(session, kept).state != ERASED else [kept]
    customer = METADATA.tables["customer"]
    document: Document = {"customer_id": kept, "customer": _read(session, customer, "id", ids)}
    for place in customer_rows.places():
        name = place.name if place.table.name in document or _several(place.table) else place.table.name
        rows = customer_rows.rows_of(session, place, ids)
        if place.table is customer:
            document[name] = [row["id"] for row in rows if row["id"] not in ids]
        else:
            document[name] = [_plain(row) for row in rows]
    document.update(_parts(session, document, ids))
    document["goods"] = _names(session, Product, document, "product_id")
    document["shelves"] = _names(session, Category, document, "category_id")
    document["tiers"] = _names(session, Tier, document, "tier_id")
    return document


def _several(table: Table) -> bool:
    """Whether a table names customers in more than one column."""
    return sum(place.table is table for place in customer_rows.places()) > 1


def _parts(session: Session, document: Mapping[str, Any], ids: Sequence[int]) -> Document:
    """Read what hangs on the rows about a person without naming them."""
    sales = [row["id"] for row in document["sale"]]
    messages = [row["id"] for row in document["message"]]
    homes = [row["household_id"] for row in document["customer"] if row["household_id"] is not None]
    imported = METADATA.tables[ImportedChange.__tablename__]
    changes = [row for row in _read(session, imported, "row_id", ids) if row["rows_of"] == "customer"]
    vouchers = [row["id"] for row in document["voucher"]]
    parts = {"sale_id": (_OF_SALES, sales), "voucher_id": (_OF_VOUCHERS, vouchers)}
    parts["complaint_id"] = (_OF_COMPLAINTS, [row["id"] for row in document["complaint"]])
    parts["order_id"] = (_OF_ORDERS, [row["id"] for row in document["special_order"]])
    return {
        **{
            table: _read(session, METADATA.tables[table], column, keys)
            for column, (tables, keys) in parts.items()
            for table in tables
        },
        "attempt": _read(session, METADATA.tables[Attempt.__tablename__], "message_id", messages),
        "household": _read(session, METADATA.tables[Household.__tablename__], "id", homes),
        "imported_change": changes,
    }


def _names(
    session: Session,
    table: type[Product] | type[Category] | type[Tier],
    document: Mapping[str, Any],
    column: str,
) -> dict[str, str]:
    rows = [row for part in document.values() if isinstance(part, list) for row in part]
    wanted = sorted({row[column] for row in rows if isinstance(row, dict) and row.get(column) is not None})
    named: dict[str, str] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        found = session.execute(select(table.id, table.name).where(table.id.in_(some)))
        named.update({str(key): name for key, name in found})
    return named


def _read(session: Session, table: Table, column: str, keys: Sequence[int]) -> list[Document]:
    rows: list[Document] = []
    for start in range(0, len(keys), _AT_ONCE):
        query = select(table).where(table.c[column].in_(keys[start : start + _AT_ONCE]))
        found = session.connection().execute(query.order_by(*table.primary_key.columns)).mappings()
        rows += [_plain(dict(row)) for row in found]
    return rows


def _plain(row: Mapping[str, Any]) -> Document:
    return {name: _value(name, value) for name, value in row.items() if name not in _INNER}


def _value(name: str, value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if name in _IN_JSON and isinstance(value, str) and value:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
