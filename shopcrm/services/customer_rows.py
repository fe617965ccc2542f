"""Where the shop file names a customer: found in the tables themselves, so that none is ever forgotten.

Every row that names a customer has one number of its own, `id`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, UniqueConstraint, and_, select
from sqlalchemy.orm import Session

from shopcrm.services.reach import portions
from shopcrm.store.base import Base, Topic
from shopcrm.store.tables import METADATA

CUSTOMER = "customer.id"


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A column that names a customer."""

    table: Table
    column: Column[Any]

    @property
    def name(self) -> str:
        """Name the place, such as sale.customer_id."""
        return f"{self.table.name}.{self.column.name}"


def places() -> list[Place]:
    """List every column of every table that names a customer."""
    return [
        Place(table, column)
        for table in METADATA.sorted_tables
        for column in table.columns
        if any(key.target_fullname == CUSTOMER for key in column.foreign_keys)
    ]


def at(name: str) -> Place:
    """Give the place of a name, such as sale.customer_id."""
    table, column = name.split(".")
    return Place(METADATA.tables[table], METADATA.tables[table].columns[column])


def unique_with(place: Place) -> list[list[Any]]:
    """List what may not be there twice for one customer: the other columns of each unique key of a place."""
    keys: list[list[Any]] = [
        list(one.columns) for one in place.table.constraints if isinstance(one, UniqueConstraint)
    ]
    keys += [list(index.expressions) for index in place.table.indexes if index.unique]
    return [[part for part in key if part is not place.column] for key in keys if place.column in key]


def topic_of(table: Table) -> Topic:
    """Tell what kind of thing changes with a table."""
    known = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    row_class = known.get(table)
    return Topic.CUSTOMERS if row_class is None else row_class.topic


def named_by(place: Place, ids: Collection[int]) -> ColumnElement[bool]:
    """Choose the rows of a place that name one of some customers."""
    return place.column.in_(list(ids))


def rows_of(session: Session, place: Place, ids: Collection[int]) -> list[dict[str, Any]]:
    """Read the rows of a place that name one of some customers, in their order."""
    query = select(place.table).where(named_by(place, ids)).order_by(place.table.c.id)
    return [dict(row) for row in session.connection().execute(query).mappings()]


def ids_where(session: Session, table: Table, *conditions: ColumnElement[bool]) -> list[int]:
    """List the numbers of some rows."""
    return list(session.connection().execute(select(table.c.id).where(and_(*conditions))).scalars())


def in_portions(table: Table, ids: Sequence[int]) -> list[ColumnElement[bool]]:
    """Name many rows in as many conditions as it takes."""
    return [table.c.id.in_(some) for some in portions(ids)]
