"""The history of somebody's points in words and figures, for screen and paper; it adds up line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from shopcrm.rules.errors import BadInput
from shopcrm.rules.people import shown_name
from shopcrm.rules.sayings import FieldValue, Saying, from_json, saying
from shopcrm.services import people, point_ledger, points, settings, tiers
from shopcrm.services.points import Standing
from shopcrm.services.shop import now_of
from shopcrm.services.tiers import Outlook, TierNow
from shopcrm.store.points import PointEntry, PointLot, PointPosting
from shopcrm.store.prepared import Prepared


class StatementDaysRefused(BadInput):
    """A statement that would end before it begins."""

    sentence = (
        "The statement would end on {until}, before it begins on {since}. Nothing was made. "
        "Choose an earlier first day or a later last one."
    )


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One posting: so many points, and the balance after it."""

    id: int
    at: datetime
    day: date
    kind: str
    what: Saying
    why: tuple[Saying, ...]
    reason: str
    points: int
    balance: int
    sale_id: int | None
    by: str


@dataclass(frozen=True, slots=True)
class Statement:
    """Somebody's points between two days (both included): what they had before, each posting, what they have.

    `opening` plus the points of all rows is `closing`. `standing`, `tier` and `outlook` are those of now.
    """

    customer_id: int
    customer: FieldValue
    since: date | None
    until: date
    opening: int
    rows: tuple[StatementRow, ...]
    closing: int
    standing: Standing
    tier: TierNow | None
    outlook: Outlook


@dataclass(frozen=True, slots=True)
class LotRow:
    """A lot with what is left of it; both days are included."""

    id: int
    points: int
    rest: int
    usable_from: date
    expires_on: date | None
    rule_id: int | None


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry of the ledger; without a lot it is owed."""

    id: int
    at: datetime
    kind: str
    document: str
    lot_id: int | None
    points: int


_POSTINGS = Prepared(
    select(*PointPosting.__table__.columns, func.sum(PointEntry.points).label("sum"))
    .join(PointEntry, PointEntry.posting_id == PointPosting.id)
    .where(PointEntry.customer_id == bindparam("who"))
    .group_by(PointPosting.id)
    .order_by(PointPosting.id)
)
_LOTS = Prepared(
    select(
        PointLot.id,
        PointLot.points,
        func.sum(PointEntry.points),
        PointLot.usable_from,
        PointLot.expires_on,
        PointLot.rule_id,
    )
    .join(PointEntry, (PointEntry.lot_id == PointLot.id) & (PointEntry.customer_id == PointLot.customer_id))
    .where(PointLot.customer_id == bindparam("who"))
    .group_by(PointLot.id)
    .having(func.sum(PointEntry.points) > 0)
    .order_by(PointLot.expires_on.is_(None), PointLot.expires_on, PointLot.id)
)
_ENTRIES = Prepared(
    select(
        PointEntry.id,
        PointPosting.at,
        PointPosting.kind,
        PointPosting.document,
        PointEntry.lot_id,
        PointEntry.points,
    )
    .join(PointPosting, PointPosting.id == PointEntry.posting_id)
    .where(PointEntry.customer_id == bindparam("who"))
    .order_by(PointEntry.id)
)
_WORDS = {
    "earn": saying("Earned"),
    "spend": saying("Paid with points"),
    "expire": saying("Ended"),
    "take_back": saying("Taken back with a return"),
    "give_back": saying("Given back with a return"),
    "adjust": saying("By hand"),
    "settle": saying("Owed points paid"),
    "reward": saying("For a reward"),
}


def statement(
    session: Session, customer_id: int, since: date | None = None, until: date | None = None
) -> Statement:
    """Tell the history of somebody's points between two days, or all of it.

    Raises NoSuchCustomer, StatementDaysRefused.
    """
    owner = people.get(session, people.find(session, customer_id))
    days, last = settings.read(session).days, until or date.max
    end = until or point_ledger.today(session)
    if since is not None and since > end:
        raise StatementDaysRefused(since=since, until=end)
    opening = balance = 0
    rows: list[StatementRow] = []
    for row in _POSTINGS.named(session, who=owner.id):
        day = days.of(row.at)
        if day > last:
            break
        balance += row.sum
        if since is not None and day < since:
            opening = balance
        elif row.sum:
            rows.append(_row(row, day, balance))
    now = points.standing(session, owner.id)
    if now.over and until is None:
        balance -= now.over
        rows.append(_ended(session, now.over, end, balance))
    return Statement(
        owner.id,
        shown_name(owner.name, owner.code, owner.id),
        since,
        end,
        opening,
        tuple(rows),
        balance,
        now,
        tiers.of_customer(session, owner.id),
        tiers.outlook(session, owner.id),
    )


def lots(session: Session, customer_id: int) -> Sequence[LotRow]:
    """List the lots of somebody in which anything is left, in the order of use (P4)."""
    return [LotRow(*row) for row in _LOTS.rows(session, who=customer_id)]


def entries(session: Session, customer_id: int) -> Sequence[EntryRow]:
    """List every entry of somebody's points, the oldest first."""
    return [EntryRow(*row) for row in _ENTRIES.rows(session, who=customer_id)]


def _ended(session: Session, count: int, day: date, balance: int) -> StatementRow:
    """Tell what ended and is not written yet, because the day's round comes later."""
    return StatementRow(
        0, now_of(session), day, "expire", _WORDS["expire"], (), "", -count, balance, None, ""
    )


def _row(row: Any, day: date, balance: int) -> StatementRow:
    return StatementRow(
        row.id,
        row.at,
        day,
        row.kind,
        _WORDS["take_back" if row.rule.startswith("regain") else row.kind],
        from_json(row.why),
        row.reason,
        row.sum,
        balance,
        row.sale_id,
        row.by,
    )
