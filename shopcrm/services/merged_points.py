"""The books of points of two people who were one: each has their own lots and their own debts again (C2, P4).

What was taken out of the other's lots meanwhile is owed, and whoever paid the other's debt has it back.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, literal, select, update
from sqlalchemy.orm import Session, aliased

from shopcrm.rules.lots import Lot, in_order
from shopcrm.rules.points import take
from shopcrm.services import customer_rows, point_ledger, reach
from shopcrm.services.point_ledger import Account, Posting
from shopcrm.services.shop import touched
from shopcrm.store.base import Topic
from shopcrm.store.points import PointEntry, PointLot, PointPosting


def follow(session: Session, keep_id: int, gone_id: int, documents: Sequence[int]) -> None:
    """Let postings follow the documents that went back, or what they gave back, or the lot that ended."""
    spent = aliased(PointPosting)
    gave_back = select(literal("give back ").concat(spent.document)).where(
        spent.customer_id == gone_id, spent.kind.in_(("spend", "reward"))
    )
    _with_lots(session, keep_id, gone_id, PointPosting.rule.in_(gave_back))
    for ids in reach.portions(documents):
        names = [f"{kind} {key}" for key in ids for kind in ("sale", "return")]
        _with_lots(session, keep_id, gone_id, PointPosting.document.in_(names))
    _ends(session, keep_id, gone_id)
    touched(session, Topic.POINTS)


def part(session: Session, customer_id: int, document: str) -> None:
    """Put the books of one of the two right: no entry in a lot of the other, and no points that lie nowhere.

    Then what is owed is paid, and what is over lapses, as far as it was filled again.
    """
    account = point_ledger.look(session, customer_id)
    entries = [(lot_id, -points) for lot_id, points in _in_lots_of_others(session, customer_id)]
    entries += _paid_for_the_other(session, account)
    if entries:
        owed = (None, -sum(points for _lot, points in entries))
        point_ledger.write(session, account, Posting(document, "apart", "settle"), [*entries, owed])
    point_ledger.clear(session, point_ledger.look(session, customer_id), document=document)


def _with_lots(session: Session, keep_id: int, gone_id: int, which: ColumnElement[bool]) -> None:
    """Move postings with their entries and the lots they made; what ended stays with its lot."""
    connection, theirs = session.connection(), {"customer_id": gone_id}
    postings = update(PointPosting).where(
        PointPosting.customer_id == keep_id, PointPosting.kind != "expire", which
    )
    moved = connection.execute(postings.values(theirs).returning(PointPosting.id)).scalars().all()
    for ids in reach.portions(moved):
        for table in (PointEntry, PointLot):
            rows = update(table).where(table.customer_id == keep_id, table.posting_id.in_(ids))
            connection.execute(rows.values(theirs))


def _ends(session: Session, keep_id: int, gone_id: int) -> None:
    """Let what ended by itself follow its lot."""
    connection, theirs = session.connection(), {"customer_id": gone_id}
    lots = select(PointLot.id).where(PointLot.customer_id == gone_id)
    ends = select(PointPosting.id).where(PointPosting.customer_id == keep_id, PointPosting.kind == "expire")
    entries = update(PointEntry).where(
        PointEntry.customer_id == keep_id, PointEntry.lot_id.in_(lots), PointEntry.posting_id.in_(ends)
    )
    moved = connection.execute(entries.values(theirs).returning(PointEntry.posting_id)).scalars().all()
    left = select(PointEntry.posting_id).where(PointEntry.customer_id == keep_id)
    for some in customer_rows.in_portions(PointPosting.metadata.tables["point_posting"], moved):
        whole = update(PointPosting).where(some, PointPosting.id.not_in(left))
        connection.execute(whole.values(theirs))


def _in_lots_of_others(session: Session, customer_id: int) -> list[tuple[int | None, int]]:
    """Sum what somebody's entries leave in lots that are not theirs."""
    query = (
        select(PointEntry.lot_id, func.sum(PointEntry.points))
        .join(PointLot, PointLot.id == PointEntry.lot_id)
        .where(PointEntry.customer_id == customer_id, PointLot.customer_id != customer_id)
        .group_by(PointEntry.lot_id)
        .having(func.sum(PointEntry.points) != 0)
    )
    return [(lot_id, int(points)) for lot_id, points in session.execute(query)]


def _paid_for_the_other(session: Session, account: Account) -> list[tuple[int | None, int]]:
    """Give back to lots what they paid of a debt that is the other's again; what ends last comes first."""
    too_much = -account.owed
    if too_much <= 0:
        return []
    debt = aliased(PointEntry)
    settled = select(debt.posting_id).where(
        debt.customer_id == account.customer_id, debt.lot_id.is_(None), debt.points > 0
    )
    query = (
        select(PointLot, func.sum(PointEntry.points))
        .join(PointEntry, PointEntry.lot_id == PointLot.id)
        .where(PointLot.customer_id == account.customer_id, PointEntry.customer_id == account.customer_id)
        .where(PointEntry.points < 0, PointEntry.posting_id.in_(settled))
        .group_by(PointLot.id)
    )
    rests = {lot.id: lot.rest for lot in account.lots}
    paid = [
        Lot(lot.id, min(-int(points), lot.points - rests.get(lot.id, 0)), lot.usable_from, lot.expires_on)
        for lot, points in session.execute(query)
    ]
    return [(one.lot_id, one.points) for one in take(reversed(in_order(paid)), too_much)]
