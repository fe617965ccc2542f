"""What care there is to take today: late cases, settled customers to ask again, drafts, and low answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from shopcrm.rules.complaints import State
from shopcrm.rules.people import shown_name
from shopcrm.rules.sayings import FieldValue, Saying, saying
from shopcrm.services import case_pages, complaint_list, moments
from shopcrm.services.day_rows import person
from shopcrm.services.shop import now_of
from shopcrm.store.complaints import Asking, Complaint
from shopcrm.store.customers import Customer

_GIST = 100


@dataclass(frozen=True, slots=True)
class CareTask:
    """One thing to do: what and why, and the case, the low answer or only the customer it is about."""

    what: FieldValue
    why: Saying
    complaint_id: int | None
    customer_id: int | None
    asking_id: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How care stands: cases that are late, customers to ask again, drafts, and low answers."""

    late: int
    ask_again: int
    drafts: int
    low: int


def standing(session: Session) -> Standing:
    """Count what there is to do."""
    asked, drafts = _count(session, _to_ask(session)), _count(session, _IS_DRAFT)
    low = session.scalar(select(func.count()).select_from(Asking).where(Asking.task == "open")) or 0
    return Standing(complaint_list.late(session), asked, drafts, low)


def late(session: Session, most: int) -> tuple[int, Sequence[CareTask]]:
    """Count the cases of which a clock ran out, and give the first."""
    show = case_pages.Show()
    ids = [row.id for row in case_pages.page(session, show, 0, most) if row.late]
    rows = _rows(session, Complaint.id.in_(ids), most, Complaint.id)
    by_id, now = {row.id: row for row in rows}, now_of(session)
    return complaint_list.late(session), [
        CareTask(_named(by_id[key]), _why_late(by_id[key], now), key, by_id[key].customer_id) for key in ids
    ]


def to_ask_again(session: Session, most: int) -> tuple[int, Sequence[CareTask]]:
    """Count the settled cases whose day to ask again has come, and give the first."""
    found = _to_ask(session)
    rows = _rows(session, found, most, Complaint.follow_up_on)
    return _count(session, found), [
        CareTask(
            _named(row),
            saying("No. {number} is settled: ask how it is now.", number=str(row.number)),
            row.id,
            row.customer_id,
        )
        for row in rows
    ]


def drafts(session: Session, most: int) -> tuple[int, Sequence[CareTask]]:
    """Count the drafts that nobody finished, and give the latest."""
    rows = _rows(session, _IS_DRAFT, most, Complaint.id.desc())
    return _count(session, _IS_DRAFT), [
        CareTask(
            _named(row),
            saying("No. {number}, not recorded yet: {words}", number=str(row.number), words=_gist(row.gist)),
            row.id,
            row.customer_id,
        )
        for row in rows
    ]


def low_answers(session: Session, most: int) -> tuple[int, Sequence[CareTask]]:
    """Count the low answers that nobody called back about, and give the latest."""
    is_open = Asking.task == "open"
    query = (
        select(
            Asking.id,
            Asking.complaint_id,
            Asking.customer_id,
            Asking.score,
            Asking.words,
            Customer.name,
            Customer.code,
        )
        .outerjoin(Customer, Customer.id == Asking.customer_id)
        .where(is_open)
    )
    rows = session.execute(query.order_by(Asking.id.desc()).limit(most))
    count = session.scalar(select(func.count()).select_from(Asking).where(is_open)) or 0
    return count, [
        CareTask(
            _name(row),
            saying("{score} of 10: {words}", score=row.score or 0, words=_gist(row.words))
            if row.words
            else saying("{score} of 10", score=row.score or 0),
            row.complaint_id,
            row.customer_id,
            row.id,
        )
        for row in rows
    ]


_IS_DRAFT: ColumnElement[bool] = Complaint.state == State.DRAFT.value


def _to_ask(session: Session) -> ColumnElement[bool]:
    today = moments.today(session)
    is_due = (Complaint.follow_up_on <= today) & Complaint.followed_up_at.is_(None)
    return (Complaint.state == State.SETTLED.value) & is_due


def _count(session: Session, condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Complaint).where(condition)) or 0


def _rows(session: Session, condition: ColumnElement[bool], most: int, order: Any) -> Sequence[Any]:
    query = select(
        Complaint.id,
        Complaint.number,
        Complaint.customer_id,
        Complaint.answer_due,
        Complaint.settle_due,
        Complaint.responsible,
        func.substr(Complaint.words, 1, _GIST).label("gist"),
        Customer.name,
        Customer.code,
    ).outerjoin(Customer, Customer.id == Complaint.customer_id)
    return session.execute(query.where(condition).order_by(order).limit(most)).all()


def _why_late(row: Any, now: datetime) -> Saying:
    if row.answer_due is not None and row.answer_due < now:
        return saying(
            "No. {number}: the first answer was due {moment}. Responsible: {name}.",
            number=str(row.number),
            moment=row.answer_due,
            name=person(row.responsible),
        )
    return saying(
        "No. {number}: it was to be settled by {moment}. Responsible: {name}.",
        number=str(row.number),
        moment=row.settle_due,
        name=person(row.responsible),
    )


def _named(row: Any) -> FieldValue:
    return _name(row) or saying("Nobody known")


def _name(row: Any) -> FieldValue:
    return "" if row.customer_id is None else shown_name(row.name, row.code, row.customer_id)


def _gist(text: str) -> str:
    return " ".join(text.split())
