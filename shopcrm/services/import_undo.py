"""Takes a whole import back: what it added goes, what it changed is as it was, what was used since stays."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    FromClause,
    Select,
    Table,
    and_,
    delete,
    false,
    func,
    insert,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.orm import Session

from shopcrm.rules.errors import NotFound, Refused
from shopcrm.services.import_rows import SOURCE
from shopcrm.services.shop import now_of, touched, who_of
from shopcrm.store import witness
from shopcrm.store.base import Topic
from shopcrm.store.imports import ImportBatch, ImportedChange, ImportedRange
from shopcrm.store.sales import Sale, SaleLine
from shopcrm.store.tables import METADATA
from shopcrm.store.witness import Witness

WATCHED = (
    "category",
    "product",
    "barcode",
    "stock_move",
    "customer",
    "phone",
    "email",
    "address",
    "card",
    "occasion",
    "tag",
    "consent",
    "preference",
    "wish",
    "hold",
    "sale",
    "sale_line",
    "message",
)
"""The tables that an import writes, parents before their children."""
_BY_PARENT = {"sale_line": "sale", "barcode": "product"}
"""Tables whose rows have no number of their own, and whose they are."""
_SOLD = ("sale", "sale_line")
"""Tables of a sale; of one that something came back of nothing is changed any more."""
_NESTED = frozenset({"category", "customer", "sale"})
"""Tables whose rows name others of the same table."""
_RECKONED = frozenset({"likely_duplicate", "imported_range", "imported_change"})
"""Tables that only repeat what stands elsewhere; nobody is used because they stand there."""
_NAMED = frozenset({"customer", "product"})
"""What is told of when it has to stay."""


class NoSuchImport(NotFound):
    """The import is not there."""

    sentence = "There is no import {id}. Look at the list of imports again."


class UndoneAlready(Refused):
    """It was taken back before."""

    sentence = "This import was taken back already, on {day}. Nothing was changed."


class TooOldToUndo(Refused):
    """It was brought in before the program took note of what an import does."""

    sentence = (
        "Nobody noted what this import of {day} added and changed, so it cannot be taken back. "
        "Nothing was changed. A backup from before it is the only way."
    )


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking back came to: rows removed, rows made as they were, and rows kept as they were used."""

    removed: int
    restored: int
    kept: int


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What taking back would remove, make as it was, and keep because it is used."""

    sales: int
    customers: int
    goods: int
    changed: int
    kept: int


@dataclass(frozen=True, slots=True)
class ImportRow:
    """An import in the list; counts are rows of the file."""

    id: int
    kind: str
    file_name: str
    imported_at: datetime
    imported_by: str
    added: int
    changed: int
    undone_at: datetime | None
    can_undo: bool


def recent(session: Session, limit: int = 20) -> list[ImportRow]:
    """List the latest imports, the newest first."""
    rows = session.scalars(select(ImportBatch).order_by(ImportBatch.id.desc()).limit(limit)).all()
    noted = _noted(session, [row.id for row in rows])
    return [
        ImportRow(
            row.id,
            row.kind,
            row.file_name,
            row.imported_at,
            row.imported_by,
            row.rows_added,
            row.rows_changed,
            row.undone_at,
            row.undone_at is None and row.id in noted,
        )
        for row in rows
    ]


@contextmanager
def noting(session: Session) -> Iterator[Witness]:
    """Take note of all that is written until the end, to be kept with `keep`."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        yield Witness()
        return
    session.flush()
    with witness.watching(connection, [METADATA.tables[name] for name in WATCHED]) as seen:
        yield seen
        session.flush()


def keep(session: Session, batch_id: int, seen: Witness) -> None:
    """Keep with an import what it did, so that it can be taken back."""
    connection = session.connection()
    ranges = [
        {"batch_id": batch_id, "rows_of": one.table, "first": one.first, "last": one.last}
        for one in seen.ranges
    ]
    changes = [
        {
            "batch_id": batch_id,
            "rows_of": one.table,
            "row_id": one.key,
            "before": one.row,
            "after": witness.picture_now(connection, METADATA.tables[one.table], one.row),
        }
        for one in seen.before
    ]
    for table, rows in ((ImportedRange, ranges), (ImportedChange, changes)):
        if rows:
            connection.execute(insert(table), rows)


def undo(session: Session, batch_id: int) -> Undone:
    """Take an import back; raises NoSuchImport, UndoneAlready or TooOldToUndo.

    Somebody or something that was used since, such as a customer with a later sale, is kept.
    """
    batch = _takeable(session, batch_id)
    session.flush()
    restored, stayed = _restore(session, batch_id)
    removed, used = _remove(session, batch_id)
    batch.undone_at, batch.undone_by = now_of(session), who_of(session).actor
    for topic in (Topic.CUSTOMERS, Topic.GOODS, Topic.SALES, Topic.MESSAGES, Topic.WISHES):
        touched(session, topic)
    touched(session, Topic.SALES, f"took back import {batch_id}: {removed} rows removed, {restored} restored")
    session.flush()
    session.expire_all()
    return Undone(removed, restored, stayed + used)


def foresee(session: Session, batch_id: int) -> Foreseen:
    """Tell what taking an import back would do; raises as `undo`."""
    _takeable(session, batch_id)
    ranges = _Ranges(session, batch_id)
    removed, kept = {}, 0
    sale, line = METADATA.tables["sale"], METADATA.tables["sale_line"]
    stays: ColumnElement[bool] = false()
    for name in ("sale", "customer", "product"):
        table = METADATA.tables[name]
        mine = ranges.inside(name, table)
        used = list(_used(session, table.c.id, table, ranges)) if ranges.has(name) else []
        if name == "sale":
            stays = and_(mine, or_(false(), *used))
        # Whoever and whatever a sale names that stays has to stay with it.
        elif name == "customer":
            used.append(table.c.id.in_(select(sale.c.customer_id).where(stays)))
        else:
            sold = select(line.c.product_id).join(sale, sale.c.id == line.c.sale_id).where(stays)
            used.append(table.c.id.in_(sold.where(line.c.product_id.is_not(None))))
        staying = _count(session, table, mine, or_(*used)) if used else 0
        removed[name] = _count(session, table, mine) - staying
        kept += staying
    changes = select(func.count()).select_from(ImportedChange).where(ImportedChange.batch_id == batch_id)
    changed = session.scalar(changes) or 0
    return Foreseen(removed["sale"], removed["customer"], removed["product"], changed, kept)


def _takeable(session: Session, batch_id: int) -> ImportBatch:
    batch = session.get(ImportBatch, batch_id)
    if batch is None:
        raise NoSuchImport(id=batch_id)
    if batch.undone_at is not None:
        raise UndoneAlready(day=batch.undone_at)
    if batch.rows_added + batch.rows_changed and batch_id not in _noted(session, [batch_id]):
        raise TooOldToUndo(day=batch.imported_at)
    return batch


def _count(session: Session, table: Table, *where: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*where)) or 0


def _noted(session: Session, ids: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for table in (ImportedRange, ImportedChange):
        found.update(session.scalars(select(table.batch_id).where(table.batch_id.in_(ids)).distinct()))
    return found


def _restore(session: Session, batch_id: int) -> tuple[int, int]:
    """Make changed rows as they were, the last change first; gives how many, and how many stay in part."""
    connection, restored, stayed = session.connection(), 0, 0
    query = select(ImportedChange.rows_of, ImportedChange.row_id, ImportedChange.before, ImportedChange.after)
    rows = connection.execute(
        query.where(ImportedChange.batch_id == batch_id).order_by(ImportedChange.id.desc())
    ).all()
    sold = select(ImportedChange.row_id).where(
        ImportedChange.batch_id == batch_id, ImportedChange.rows_of.in_(_SOLD)
    )
    fixed = set(session.scalars(select(Sale.of_sale_id).where(Sale.of_sale_id.in_(sold))))
    for name, key, before, after in rows:
        if name in _SOLD and key in fixed:
            stayed += 1
            continue
        table = METADATA.tables[name]
        now = witness.picture_now(connection, table, before)
        if witness.put_back(connection, table, before, after, now):
            restored += 1
        else:
            stayed += 1
    _add_up(session, sold)
    return restored, stayed


def _add_up(session: Session, sale_ids: Select[int]) -> None:
    """Let sales of files be the sum of their lines, where a later import had changed some of them as well."""
    amounts = select(func.sum(SaleLine.amount)).where(SaleLine.sale_id == Sale.id).scalar_subquery()
    from_file = Sale.source == SOURCE
    session.connection().execute(
        update(METADATA.tables["sale"])
        .where(Sale.id.in_(sale_ids), from_file, amounts.is_not(None), Sale.total != amounts)
        .values(total=amounts)
    )


class _Ranges:
    """The rows that an import added, table by table."""

    def __init__(self, session: Session, batch_id: int) -> None:
        query = select(ImportedRange.rows_of, ImportedRange.first, ImportedRange.last)
        rows = session.execute(query.where(ImportedRange.batch_id == batch_id))
        self._of = {name: (first, last) for name, first, last in rows}

    def has(self, name: str) -> bool:
        """Whether rows were added to a table."""
        return name in self._of

    def inside(self, name: str, row: FromClause) -> ColumnElement[bool]:
        """Say of a row of a table whether the import added it; a line belongs to its document."""
        owner = _BY_PARENT.get(name)
        if owner is not None:
            return self.within(row.c[f"{owner}_id"], owner)
        return self.within(row.c.id, name) if "id" in row.c else ~true()

    def within(self, column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
        """Say of a column whether it names a row that the import added to a table."""
        if name not in self._of:
            return ~true()
        return column.between(*self._of[name])


def _remove(session: Session, batch_id: int) -> tuple[int, int]:
    """Remove what was added, children first; gives how many rows, and how many were used since and stay."""
    ranges, connection = _Ranges(session, batch_id), session.connection()
    linked = ranges.within(METADATA.tables["message"].c.sale_id, "sale")
    connection.execute(update(METADATA.tables["message"]).where(linked).values(sale_id=None))
    removed = kept = 0
    settled: set[str] = set()
    for name in reversed(WATCHED):
        table = METADATA.tables[name]
        if not ranges.has(_BY_PARENT.get(name, name)):
            continue
        mine = ranges.inside(name, table)
        used = [
            *_used(session, table.c.get("id"), table, ranges, settled),
            *_parts_of_used(session, table, ranges, settled),
        ]
        gone = delete(table).where(mine, *(~one for one in used))
        # A shelf goes after those within it, so it takes as many rounds as shelves lie within each other.
        while (count := connection.execute(gone).rowcount) and name in _NESTED:
            removed += count
        removed += count
        settled.add(name)
        if name in _NAMED and used:
            kept += _count(session, table, mine)
    return removed, kept


def _used(
    session: Session,
    key: ColumnElement[Any] | None,
    table: Table,
    ranges: _Ranges,
    settled: Collection[str] = (),
) -> Iterator[ColumnElement[bool]]:
    """Say of a column that names rows of a table whether what the import did not add needs the row.

    What is left of tables that are settled stays, although the import added it, and needs its rows too.
    What nobody needs at all is left out, so that half a million rows go without a look at each.
    """
    for reference in _references(table):
        child = reference.parent.table.alias()
        named = child.c[reference.parent.name]
        name = reference.parent.table.name
        stays = true() if name == table.name or name in settled else ~ranges.inside(name, child)
        users = select(named).where(ranges.within(named, table.name), stays)
        if key is not None and session.connection().execute(users.limit(1)).first() is not None:
            yield key.in_(users)


def _parts_of_used(
    session: Session, table: Table, ranges: _Ranges, settled: Collection[str]
) -> Iterator[ColumnElement[bool]]:
    """Say of a row whether it is a part of somebody who stays, such as a phone of a customer."""
    for key in table.foreign_keys:
        parent = key.column.table
        if key.ondelete == "CASCADE" and ranges.has(parent.name) and parent.name != table.name:
            yield from _used(session, key.parent, parent, ranges, settled)


def _references(table: Table) -> list[ForeignKey]:
    return [
        key
        for other in METADATA.sorted_tables
        for key in other.foreign_keys
        if key.column.table is table and other.name not in _RECKONED
    ]
