"""A case is taken in at the counter: recorded, and where a guarantee of the shop was broken it is invoked.

What the guarantee makes for it is a broken promise to the customer, ready for one-key approval.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules.complaints import About
from shopcrm.rules.promises import Makes, PromiseState
from shopcrm.rules.standards import Guarantee
from shopcrm.services import case_clocks, complaint_drafts, complaints, moments, promises, standards
from shopcrm.services.complaint_drafts import CaseDraft, one
from shopcrm.services.complaints import Recorded
from shopcrm.services.promises import PromiseDraft
from shopcrm.services.shop import now_of
from shopcrm.store.complaints import ComplaintPhoto


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock of a case: when it runs out (UTC), how many opening minutes are left of how many."""

    due: datetime
    left: int
    total: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would be promised now to somebody so upset, and what can be said; None where no clock runs.

    `ready` tells that the order's own guarantee is broken and prepared already.
    """

    answer: Clock | None
    settle: Clock | None
    say: tuple[str, ...]
    avoid: tuple[str, ...]
    guarantee: Guarantee | None
    ready: bool = False


def outlook(session: Session, about: About, severity: int, order_id: int | None = None) -> Outlook:
    """Look ahead while a complaint is taken; nothing is written down."""
    now, times = now_of(session), standards.times(session, severity)
    answer, settle = case_clocks.due(session, severity, now)
    said = standards.phrases(session, about, severity or complaints.MIDDLE)
    guarantee = next(iter(standards.guarantees(session, about)), None) if about is not About.NOT_YET else None
    ready = False
    if order_id is not None:
        broken = [one for one in promises.of_order(session, order_id) if one.state is PromiseState.BROKEN]
        ready = bool(broken)
        guarantee = standards.guarantee_of_orders(session) or guarantee
    return Outlook(
        None if answer is None else Clock(answer, times.answer, times.answer),
        None if settle is None else Clock(settle, times.settle, times.settle),
        said.say,
        said.avoid,
        guarantee,
        ready,
    )


def clocks_of(session: Session, complaint_id: int) -> tuple[Clock | None, Clock | None]:
    """Tell what is left on the clocks of a case, of all that they had when it was recorded."""
    row, now = one(session, complaint_id), now_of(session)
    since = row.recorded_at or row.taken_at
    found: list[Clock | None] = []
    for due in (row.answer_due, row.settle_due):
        left = case_clocks.left(session, now, due)
        total = case_clocks.left(session, since, due)
        found.append(None if due is None else Clock(due, left or 0, max(1, total or 0)))
    return found[0], found[1]


def take(
    session: Session,
    draft: CaseDraft,
    complaint_id: int | None = None,
    key: str | None = None,
    guarantee: Guarantee | None = None,
) -> Recorded:
    """Record a case and invoke a guarantee with it; a second time finds the first.

    Raises as `complaints.record` and `promises.make` do.
    """
    recorded = complaints.record(session, draft, complaint_id, key)
    if guarantee is None or recorded.was_known or guarantee.if_broken.makes is Makes.NOTHING:
        return recorded
    row = one(session, recorded.id)
    if row.order_id is not None and promises.of_order(session, row.order_id):
        # The order has a promise of its own; two would give twice.
        return recorded
    promised = PromiseDraft(
        guarantee.words, moments.today(session), row.customer_id, guarantee.if_broken, recorded.id
    )
    promises.break_by_hand(session, promises.make(session, promised))
    return recorded


def photos(session: Session, complaint_id: int) -> list[int]:
    """List the photos of a case by their numbers, in their order."""
    query = select(ComplaintPhoto.id).where(ComplaintPhoto.complaint_id == complaint_id)
    return list(session.scalars(query.order_by(ComplaintPhoto.place)))


def put_away(session: Session, complaint_id: int) -> int:
    """Put a draft away that nobody wants, and give its number; raises NoSuchComplaint, NotADraft."""
    complaint_drafts.drop(session, complaint_id)
    return one(session, complaint_id).number
