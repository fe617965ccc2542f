"""The common ground of all tables: names of constraints, column types, and the topics they belong to."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


ONE_THING = (
    "(case when product_id is null then 0 else 1 end) + (case when category_id is null then 0 else 1 end)"
    " + (case when words = '' then 0 else 1 end) = 1"
)
"""A row that points at goods names one thing: a product, a category or plain words."""


class Topic(StrEnum):
    """What kind of thing changed; the window re-reads what shows it."""

    SETTINGS = "settings"
    CUSTOMERS = "customers"
    GOODS = "goods"
    SALES = "sales"
    ARRIVALS = "arrivals"
    WISHES = "wishes"
    MESSAGES = "messages"
    MATCHING = "matching"
    POINTS = "points"
    TIERS = "tiers"
    VOUCHERS = "vouchers"
    PROMOTIONS = "promotions"
    STAFF = "staff"
    TILL = "till"
    COMPLAINTS = "complaints"
    STANDARDS = "standards"
    AUDIT = "audit"


class Moment(TypeDecorator[datetime]):
    """A moment, kept in UTC without a zone and always given back with one (D1)."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment to UTC; a moment without a zone is a mistake of the program."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "a moment without a zone cannot be stored"
            raise ValueError(msg)
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back as UTC."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)


Id = Annotated[int, mapped_column(Integer, primary_key=True)]
Code = Annotated[str, mapped_column(String(120))]
Words = Annotated[str, mapped_column(Text)]
Amount = Annotated[int, mapped_column(BigInteger)]
Thousandths = Annotated[int, mapped_column(BigInteger)]
At = Annotated[datetime, mapped_column(Moment)]


class Base(DeclarativeBase):
    """The family of tables; each names its topic, so that the door can tell what changed."""

    metadata = MetaData(naming_convention=NAMES)
    topic: ClassVar[Topic]
    audited: ClassVar[bool] = False


def child_of(parent: str, **options: Any) -> Any:
    """Make a column that names the parent row; the child goes when the parent is removed, never before."""
    return mapped_column(ForeignKey(parent, **options), index=True)
