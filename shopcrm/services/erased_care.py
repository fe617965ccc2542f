"""Takes every word of an erased person out of complaints, answers, promises and special orders (C3).

What was paid, given and decided stays, as do the days; what was still to be done for them ends.
"""

from collections.abc import Collection

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from shopcrm.rules.complaints import UNSETTLED, State
from shopcrm.rules.promises import WAITING, OrderState, PromiseState
from shopcrm.services.shop import now_of, who_of
from shopcrm.store.complaints import (
    Asking,
    Complaint,
    ComplaintChange,
    ComplaintPhoto,
    ComplaintWord,
    Remedy,
)
from shopcrm.store.promises import OrderDetail, Promise, SpecialOrder


def count(session: Session, ids: Collection[int]) -> int:
    """Tell how many complaints, promises and special orders of some customers have words that would go."""
    counted = (
        select(func.count()).select_from(table).where(table.customer_id.in_(ids))
        for table in (Complaint, Promise, SpecialOrder)
    )
    return sum(session.scalars(query).one() for query in counted)


def clean(session: Session, ids: Collection[int]) -> None:
    """Leave of some customers' cases and orders what was done and how much, and not a word of who."""
    _clean_complaints(session, ids)
    _clean_promises(session, ids)
    _clean_orders(session, ids)
    answered = update(Asking).where(Asking.customer_id.in_(ids))
    session.execute(answered.values(words="", task_words=""))
    now = now_of(session)
    waiting = answered.where(Asking.task == "open")
    session.execute(waiting.values(task="done", task_done_at=now, task_done_by=who_of(session).actor))


def _clean_complaints(session: Session, ids: Collection[int]) -> None:
    mine = select(Complaint.id).where(Complaint.customer_id.in_(ids))
    for table in (ComplaintWord, Remedy):
        session.execute(update(table).where(table.complaint_id.in_(mine)).values(words=""))
    session.execute(update(ComplaintChange).where(ComplaintChange.complaint_id.in_(mine)).values(why=""))
    session.execute(delete(ComplaintPhoto).where(ComplaintPhoto.complaint_id.in_(mine)))
    wiped = {"words": "", "key": None, "follow_up_on": None}  # Nobody is left to be asked again.
    session.execute(update(Complaint).where(Complaint.customer_id.in_(ids)).values(wiped))
    unsettled = {*UNSETTLED, State.DRAFT}
    open_ones = select(Complaint).where(Complaint.customer_id.in_(ids), Complaint.state.in_(unsettled))
    for row in session.scalars(open_ones).all():
        _withdraw(session, row)


def _withdraw(session: Session, row: Complaint) -> None:
    """End a case of somebody who can no longer be asked; the change is stamped as any other (K1)."""
    who = who_of(session)
    change = ComplaintChange(
        complaint_id=row.id,
        at=now_of(session),
        by=who.actor,
        till=who.till,
        before=row.state,
        state=State.WITHDRAWN.value,
    )
    row.state = State.WITHDRAWN.value
    row.answer_due = row.settle_due = row.answer_left = row.settle_left = None
    session.add(change)
    session.flush()


def _clean_promises(session: Session, ids: Collection[int]) -> None:
    mine = update(Promise).where(Promise.customer_id.in_(ids))
    session.execute(mine.values(words="", if_broken="", why=""))
    waiting = mine.where(Promise.state.in_((PromiseState.OPEN, PromiseState.BROKEN)))
    ended = {"settled_at": now_of(session), "settled_by": who_of(session).actor}
    session.execute(waiting.values(state=PromiseState.WITHDRAWN.value, **ended))


def _clean_orders(session: Session, ids: Collection[int]) -> None:
    mine = select(SpecialOrder.id).where(SpecialOrder.customer_id.in_(ids))
    session.execute(update(OrderDetail).where(OrderDetail.order_id.in_(mine)).values(words=""))
    theirs = update(SpecialOrder).where(SpecialOrder.customer_id.in_(ids))
    session.execute(theirs.values(words="", handed_why=""))
    waiting = theirs.where(SpecialOrder.state.in_(WAITING))
    ended = {"handed_at": now_of(session), "handed_by": who_of(session).actor}
    session.execute(waiting.values(state=OrderState.WITHDRAWN.value, **ended))
