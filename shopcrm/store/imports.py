"""Files that were brought in, and what each of them added."""

from sqlalchemy import Integer
from sqlalchemy.orm import Mapped, mapped_column

from shopcrm.store.base import At, Base, Code, Id, Topic, Words


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
