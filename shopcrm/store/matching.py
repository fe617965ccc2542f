"""What the shop learned about who buys what: the weights of the ranking, for the day they were learned on."""

from datetime import date

from sqlalchemy import Date, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from shopcrm.store.base import At, Base, Code, Id, Topic, Words


class LearnedWeights(Base):
    """Weights learned only from what was known before `as_of`; `grounds` tells the sales they rest on."""

    __tablename__ = "learned_weights"
    topic = Topic.MATCHING
    id: Mapped[Id]
    as_of: Mapped[date] = mapped_column(Date, index=True)
    grounds: Mapped[Code]
    version: Mapped[int] = mapped_column(Integer)
    weights: Mapped[Words]
    learned_at: Mapped[At]


class SalesDigest(Base):
    """All sale lines up to a sale as packed columns of numbers, so that ranking need not read them again.

    It is made from the sales and can be thrown away at any time; `grounds` tells whether it still fits.
    """

    __tablename__ = "sales_digest"
    topic = Topic.MATCHING
    id: Mapped[Id]
    last_sale_id: Mapped[int] = mapped_column(Integer)
    grounds: Mapped[Code]
    columns: Mapped[bytes] = mapped_column(LargeBinary)
