"""Low answers are tasks: whoever kept the word, or served, calls back and says what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules.errors import BadInput, Refused
from shopcrm.rules.people import shown_name
from shopcrm.rules.sayings import FieldValue
from shopcrm.rules.text import one_line
from shopcrm.services import feedback, reach
from shopcrm.services.feedback import About, Asked
from shopcrm.services.shop import now_of, who_of
from shopcrm.store.complaints import Asking, Complaint
from shopcrm.store.customers import Customer
from shopcrm.store.sales import Sale

LONGEST = 1000
"""The most letters on what came of a call."""


class CallWordsMissing(BadInput):
    """A call that nobody can read of was none."""

    sentence = "Write in a few words what came of the call. The task stays open."


class NothingToCall(Refused):
    """The task is done, or there never was one."""

    sentence = "There is nothing to call back for. Nothing was changed. Look at the list again."


@dataclass(frozen=True, slots=True)
class CallBack:
    """A low answer that somebody calls back for: who calls, whom, and under which number."""

    id: int
    about: About
    score: int
    words: str
    customer_id: int | None
    customer: FieldValue
    phone: str
    caller: str
    number: int | None
    complaint_id: int | None
    answered_at: datetime


def waiting(session: Session, caller: str | None = None) -> Sequence[CallBack]:
    """List the calls to make, the longest waiting first; of everybody, or of one who calls.

    Of a case whoever is responsible calls, of a visit whoever served, else whoever asked.
    """
    query = (
        select(Asking, Customer.name, Customer.code, Complaint.responsible, Complaint.number, Sale.served_by)
        .outerjoin(Customer, Customer.id == Asking.customer_id)
        .outerjoin(Complaint, Complaint.id == Asking.complaint_id)
        .outerjoin(Sale, Sale.id == Asking.sale_id)
        .where(Asking.task == "open")
        .order_by(Asking.answered_at, Asking.id)
    )
    rows = session.execute(query).all()
    known = reach.reaches(session, {row.customer_id for row, *_rest in rows if row.customer_id is not None})
    found = []
    for row, name, code, responsible, number, served_by in rows:
        who = row.customer_id
        found.append(
            CallBack(
                row.id,
                About(row.about),
                row.score or 0,
                row.words,
                who,
                "" if who is None else shown_name(name, code, who),
                known[who].phone if who in known else "",
                responsible or served_by or row.by,
                number,
                row.complaint_id,
                row.answered_at or row.asked_at,
            )
        )
    return [one for one in found if caller is None or one.caller == caller]


def done(session: Session, asking_id: int, words: str) -> Asked:
    """Tick a call off with what came of it; raises NoSuchAsking, NothingToCall, CallWordsMissing."""
    row = feedback.one(session, asking_id)
    text = one_line(words)[:LONGEST]
    if row.task != "open":
        raise NothingToCall
    if not text:
        raise CallWordsMissing
    row.task, row.task_words = "done", text
    row.task_done_at, row.task_done_by = now_of(session), who_of(session).actor
    session.flush()
    return feedback.asked(row)
