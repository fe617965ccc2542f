"""Files that were brought in, and what each of them added."""

from datetime import datetime

from sqlalchemy import Integer
from sqlalchemy.orm import Mapped, mapped_column

from shopcrm.store.base import At, Base, Code, Id, Moment, Topic, Words, child_of


class ImportBatch(Base):
    """One file that was brought in, with its counts of rows."""

    __tablename__ = "import_batch"
    topic = Topic.SALES
    audited = True
    id: Mapped[Id]
    kind: Mapped[Code]
    file_name: Mapped[Words]
    imported_at: Mapped[At]
    imported_by: Mapped[Code]
    rows_read: Mapped[int] = mapped_column(Integer)
    rows_added: Mapped[int] = mapped_column(Integer)
    rows_changed: Mapped[int] = mapped_column(Integer)
    rows_unchanged: Mapped[int] = mapped_column(Integer)
    rows_refused: Mapped[int] = mapped_column(Integer)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_by: Mapped[Code] = mapped_column(default="", server_default="")


class ImportedRange(Base):
    """Rows that a file added to a table: their ids from the first to the last, all of them its own."""

    __tablename__ = "imported_range"
    topic = Topic.SALES
    id: Mapped[Id]
    batch_id: Mapped[int] = child_of("import_batch.id", ondelete="CASCADE")
    rows_of: Mapped[Code]
    first: Mapped[int] = mapped_column(Integer)
    last: Mapped[int] = mapped_column(Integer)


class ImportedChange(Base):
    """A row that a file changed: the JSON of the fields before and after."""

    __tablename__ = "imported_change"
    topic = Topic.SALES
    id: Mapped[Id]
    batch_id: Mapped[int] = child_of("import_batch.id", ondelete="CASCADE")
    rows_of: Mapped[Code]
    row_id: Mapped[int] = mapped_column(Integer)
    before: Mapped[Words]
    after: Mapped[Words]
