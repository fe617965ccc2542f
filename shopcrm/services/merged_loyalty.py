"""What a merge of two people means for their points and levels, beyond that the rows change hands (C2).

Lots, entries and postings of both become those of the one who is kept, and the balance is their sum. The
level is the best of what either had and what both deserve together; one that was given by hand stays.
"""

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from shopcrm.rules import tiers as rules
from shopcrm.services import settings, tiers
from shopcrm.services.merge_journal import Journal
from shopcrm.services.shop import now_of, touched
from shopcrm.services.tiers import State
from shopcrm.store.base import Topic
from shopcrm.store.points import PointEntry, PointLot, PointPosting

_FOLLOW_THEIR_LOT = ("expire", "give_back")


def before(session: Session, keep_id: int, gone_id: int) -> tuple[State | None, State | None]:
    """Read the levels of two people before one becomes part of the other."""
    return tiers.latest(session, keep_id), tiers.latest(session, gone_id)


def after(session: Session, journal: Journal, keep_id: int, held: tuple[State | None, State | None]) -> None:
    """Settle the level of the kept one; the journal takes it back with the merge."""
    known = sorted((one for one in held if one is not None), key=lambda one: _height(session, one))
    by_hand = next((one for one in reversed(known) if one.by_hand), None)
    best = by_hand or next(reversed(known), None)
    joint = None if by_hand is not None else tiers.earned(session, keep_id)
    rung = None if best is None else tiers.standing_on(session, best.tier_id)
    if rules.is_above(joint, rung):
        decided = settings.read(session)
        until = tiers.until_of(decided, decided.days.of(now_of(session)))
        _note(journal, tiers.write(session, keep_id, joint, "reached", until))
    elif best is not None and best != tiers.latest(session, keep_id):
        kind = tiers.BY_HAND if by_hand is not None else "kept"
        _note(journal, tiers.write(session, keep_id, rung, kind, best.kept_until))


def undone(session: Session, keep_id: int, gone_id: int) -> None:
    """Let what happened to lots by themselves follow them to whose they are again.

    What was spent of them meanwhile stays with the kept one, who owes it.
    """
    theirs = select(PointLot.id).where(PointLot.customer_id == gone_id)
    kinds = select(PointPosting.id).where(PointPosting.kind.in_(_FOLLOW_THEIR_LOT))
    moved = (
        update(PointEntry)
        .where(PointEntry.customer_id == keep_id, PointEntry.lot_id.in_(theirs))
        .where(PointEntry.posting_id.in_(kinds))
        .values(customer_id=gone_id)
    )
    session.connection().execute(moved)
    touched(session, Topic.POINTS)


def _height(session: Session, state: State) -> tuple[tuple[int, int], date]:
    """Tell which of two levels is the better one: the higher, else the one that is kept longer."""
    rung = tiers.standing_on(session, state.tier_id)
    return (-1, -1) if rung is None else rung.height, state.kept_until or date.max


def _note(journal: Journal, number: int) -> None:
    journal.added.setdefault("tier_change", []).append(number)
