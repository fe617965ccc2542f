"""What the shop stands for: its standards version by version, who read them, and the days it is closed."""

from datetime import date

from sqlalchemy import CheckConstraint, Date, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shopcrm.store.base import At, Base, Code, Id, Topic, Words, child_of


class Standard(Base):
    """One version of one standard; `content` is JSON whose shape its kind tells. Rows are only ever added."""

    __tablename__ = "standard"
    __table_args__ = (
        CheckConstraint(
            "kind in ('dos', 'returns', 'guarantees', 'hours', 'clocks', 'remedies', 'phrases')", name="kind"
        ),
        UniqueConstraint("kind", "version"),
    )
    topic = Topic.STANDARDS
    audited = True
    id: Mapped[Id]
    kind: Mapped[Code]
    version: Mapped[int] = mapped_column(Integer)
    content: Mapped[Words]
    at: Mapped[At]
    by: Mapped[Code]


class StandardReading(Base):
    """Somebody read a version of a standard; `staff` is their name, as everywhere."""

    __tablename__ = "standard_reading"
    __table_args__ = (UniqueConstraint("standard_id", "staff"),)
    topic = Topic.STANDARDS
    id: Mapped[Id]
    standard_id: Mapped[int] = child_of("standard.id")
    staff: Mapped[Code]
    at: Mapped[At]


class Holiday(Base):
    """A day on which the shop is closed, beside the fixed ones that are built in (K2)."""

    __tablename__ = "holiday"
    topic = Topic.STANDARDS
    id: Mapped[Id]
    day: Mapped[date] = mapped_column(Date, unique=True)
    name: Mapped[Words] = mapped_column(default="")
