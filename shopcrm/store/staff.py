"""The people of the shop, what each may do, and every PIN that was tried."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from shopcrm.store.base import At, Base, Code, Id, Moment, Topic, Words


class Staff(Base):
    """Somebody who serves; without a PIN they cannot sign in once anybody has one.

    `skey` is the folded name, by which two people are told apart; `pin_hash` is argon2id's own text.
    """

    __tablename__ = "staff"
    __table_args__ = (CheckConstraint("role in ('owner', 'manager', 'staff')", name="role"),)
    topic = Topic.STAFF
    audited = True
    id: Mapped[Id]
    name: Mapped[Code]
    skey: Mapped[Code] = mapped_column(unique=True)
    role: Mapped[Code]
    pin_hash: Mapped[Words] = mapped_column(default="")
    pin_set_at: Mapped[datetime | None] = mapped_column(Moment)
    made_at: Mapped[At]
    left_at: Mapped[datetime | None] = mapped_column(Moment)


class PinTry(Base):
    """One PIN that was tried for somebody; the wrong ones since the last right one slow down the next.

    `boot` and `tick` (milliseconds) tell the time of a clock that nobody can set: this start of the
    computer, and how long after it.
    """

    __tablename__ = "pin_try"
    __table_args__ = (Index("ix_pin_try_latest", "staff_id", "id"),)
    topic = Topic.STAFF
    id: Mapped[Id]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[At]
    till: Mapped[Code]
    right: Mapped[bool] = mapped_column(Boolean)
    boot: Mapped[Code] = mapped_column(default="")
    tick: Mapped[int] = mapped_column(BigInteger, default=0)
