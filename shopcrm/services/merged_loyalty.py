"""What a merge of two people means for their points and levels, beyond that the rows change hands (C2).

Lots, entries and postings of both become those of the one who is kept, and the balance is their sum. The
level is the best of what either had and what both deserve together; one that was given by hand stays.
"""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm.rules import tiers as rules
from shopcrm.rules.tiers import Down, Rung
from shopcrm.services import merged_documents, merged_points, settings, tiers
from shopcrm.services.merge_journal import Journal
from shopcrm.services.shop import now_of
from shopcrm.services.tiers import State
from shopcrm.store.sales import Sale
from shopcrm.store.tiers import TierChange


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


def undone(session: Session, merge_id: int, journal: Journal, keep_id: int, gone_id: int) -> None:
    """Part what was written while two people were one: documents, points and levels.

    What came back of the sales of the one who goes is theirs again. What was spent of their lots otherwise
    stays with the kept one, who owes it.
    """
    moved = merged_documents.follow(session, keep_id, gone_id, journal.last_sale)
    merged_points.follow(session, keep_id, gone_id, moved)
    for who in (keep_id, gone_id):
        merged_points.part(session, who, f"unmerge {merge_id} {who}")
        _level_alone(session, who, journal.last_sale)
    sold = select(Sale.id).where(Sale.id.in_(moved), Sale.kind == "sale").order_by(Sale.id)
    for sale_id in session.scalars(sold).all():
        tiers.after_sale(session, gone_id, sale_id)


def _level_alone(session: Session, who: int, last_sale: int) -> None:
    """Take a level back that only both together deserved, or that a sale had lifted to which came back."""
    back = select(func.max(Sale.id)).where(Sale.customer_id == who, Sale.kind == "return")
    return_id = session.scalar(back.where(Sale.id > last_sale))
    if return_id is not None:
        tiers.after_return(session, who, return_id)
    state, decided = tiers.latest(session, who), settings.read(session)
    if state is None or (state.sale_id or 0) <= last_sale or state.kind != "reached":
        return
    rung, deserved = tiers.standing_on(session, state.tier_id), tiers.earned(session, who)
    if Down(decided.tier_down) is Down.NEVER or not rules.is_above(rung, deserved):
        return
    earlier, until = _before_the_merge(session, who, last_sale)
    if rules.is_above(deserved, earlier):
        earlier, until = deserved, tiers.until_of(decided, decided.days.of(now_of(session)))
    tiers.write(session, who, earlier, "taken_back", until, sale_id=state.sale_id)


def _before_the_merge(session: Session, who: int, last_sale: int) -> tuple[Rung | None, date | None]:
    """Give the level somebody has without what sales lifted to since."""
    lifted = (TierChange.kind == "reached") & (TierChange.sale_id > last_sale)
    changes = select(TierChange.tier_id, TierChange.kept_until).where(
        TierChange.customer_id == who, TierChange.kind != "announced", func.coalesce(lifted, False).is_(False)
    )
    row = session.execute(changes.order_by(TierChange.id.desc()).limit(1)).first()
    return (None, None) if row is None else (tiers.standing_on(session, row[0]), row[1])


def _height(session: Session, state: State) -> tuple[tuple[int, int], date]:
    """Tell which of two levels is the better one: the higher, else the one that is kept longer."""
    rung = tiers.standing_on(session, state.tier_id)
    return (-1, -1) if rung is None else rung.height, state.kept_until or date.max


def _note(journal: Journal, number: int) -> None:
    journal.added.setdefault("tier_change", []).append(number)
