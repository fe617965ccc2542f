"""The list of cases a part at a time: those in a box, of one person, or found by number or customer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from shopcrm.rules.complaints import RUNNING, UNSETTLED, Kind, State
from shopcrm.rules.text import ascii_digits
from shopcrm.services import complaint_list, search
from shopcrm.services.complaint_list import CaseRow
from shopcrm.services.shop import now_of
from shopcrm.store.complaints import Complaint
from shopcrm.store.prepared import Prepared, among

_MOST_PEOPLE = 100
"""Cases of so many customers are looked for by a name at most."""


class Box(StrEnum):
    """Which cases are listed; TO_DO are all that are not settled, TO_LEARN those not closed for the shop."""

    TO_DO = "to_do"
    WAITING = "waiting"
    TO_LEARN = "to_learn"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"
    DRAFTS = "drafts"
    ALL = "all"


_STATES: dict[Box, tuple[State, ...]] = {
    Box.TO_DO: tuple(sorted(UNSETTLED)),
    Box.WAITING: (State.WAITING_CUSTOMER,),
    Box.TO_LEARN: (State.SETTLED,),
    Box.SETTLED: (State.SETTLED,),
    Box.WITHDRAWN: (State.WITHDRAWN,),
    Box.DRAFTS: (State.DRAFT,),
    Box.ALL: tuple(State),
}


_ROWS = Prepared(complaint_list.rows().where(Complaint.id.in_(among("ids"))))


@dataclass(frozen=True, slots=True)
class Show:
    """What is listed: a box, of one responsible person or everybody (None), and what is searched for."""

    box: Box = Box.TO_DO
    responsible: str | None = None
    text: str = ""


def page(session: Session, show: Show, offset: int, limit: int) -> Sequence[CaseRow]:
    """Give a part of the list: what is late and due next at the top, else the latest first."""
    if show.text.strip():
        ids = _latest(session, _found(session, show), offset, limit)
    elif show.box is Box.TO_DO:
        ids = _most_urgent(session, show.responsible, offset + limit)[offset:]
    else:
        ids = _latest_of_each(session, show, offset + limit)[offset:]
    return _rows(session, ids)


def total(session: Session, show: Show) -> int:
    """Count all that is listed."""
    if show.text.strip():
        return session.scalar(select(func.count()).where(*_found(session, show))) or 0
    if show.box is Box.ALL:
        mine = [] if show.responsible is None else [Complaint.responsible == show.responsible]
        return session.scalar(select(func.count()).select_from(Complaint).where(*mine)) or 0
    parts = (_of_state(one, show.responsible, show.box) for one in _STATES[show.box])
    return sum(session.scalar(select(func.count()).where(*part)) or 0 for part in parts)


def people(session: Session) -> list[str]:
    """Name everybody who answers for a case, by name; an empty name is nobody."""
    # From one name to the next by the index, so that it takes no longer with more cases.
    names: list[str] = []
    found = session.scalar(select(func.min(Complaint.responsible)))
    while found is not None:
        names += [found] if found else []
        found = session.scalar(select(func.min(Complaint.responsible)).where(Complaint.responsible > found))
    return names


def _of_state(state: State, responsible: str | None, box: Box = Box.ALL) -> list[ColumnElement[bool]]:
    """Say which cases of a state count; each state is asked by itself, in the order of its index."""
    found: list[ColumnElement[bool]] = [Complaint.state == state.value]
    if responsible is not None:
        found.append(Complaint.responsible == responsible)
    if box is Box.TO_LEARN:
        found += [Complaint.learned_at.is_(None), Complaint.kind == Kind.COMPLAINT.value]
    return found


def _most_urgent(session: Session, responsible: str | None, many: int) -> list[int]:
    """Order by the clock that ends first; what has none comes after, the latest first.

    Whoever is among the first by the earlier of two clocks is among the first by one of them, so that each
    clock is asked for its first ones.
    """
    # Written so that the index of the clock is used: far fewer wait for an answer than somebody has cases.
    mine = [] if responsible is None else [Complaint.responsible + "" == responsible]
    answers = select(Complaint.id, Complaint.answer_due).where(Complaint.answer_due.is_not(None), *mine)
    first = _first(session, answers.order_by(Complaint.answer_due), many, {})
    still: list[int] = []
    for state in _STATES[Box.TO_DO]:
        here = _of_state(state, responsible)
        if state in RUNNING:
            settles = select(Complaint.id, Complaint.settle_due).where(
                *here, Complaint.settle_due.is_not(None)
            )
            first = _first(session, settles.order_by(Complaint.settle_due), many, first)
        idle = (Complaint.settle_due.is_(None), Complaint.answer_due.is_(None))
        still += _newest(session, select(Complaint.id).where(*here, *idle), many)
    ordered = sorted(first, key=lambda number: (first[number], -number))
    return [*ordered, *sorted(still, reverse=True)][:many]


def _first(
    session: Session, query: Select[int, datetime | None], many: int, known: Mapping[int, datetime]
) -> dict[int, datetime]:
    """Add the cases whose clock ends first to those that are known, each with its earlier clock.

    Only where the shop has to act a clock is set; of the first answer there are few at a time.
    """
    found = dict(known)
    for number, due in session.execute(query.limit(many)):
        if due is not None:
            found[number] = min(due, found.get(number, due))
    return found


def _latest_of_each(session: Session, show: Show, many: int) -> list[int]:
    if show.box is Box.ALL and show.responsible is None:
        return _newest(session, select(Complaint.id), many)
    found: list[int] = []
    for state in _STATES[show.box]:
        query = select(Complaint.id).where(*_of_state(state, show.responsible, show.box))
        if state not in UNSETTLED:
            # No clock runs: with it said, the index gives them in their order.
            query = query.where(Complaint.settle_due.is_(None))
        found += _newest(session, query, many)
    return sorted(found, reverse=True)[:many]


def _newest(session: Session, query: Select[Any], many: int) -> list[int]:
    return list(session.scalars(query.order_by(Complaint.id.desc()).limit(many)))


def _found(session: Session, show: Show) -> list[ColumnElement[bool]]:
    """Say what fits a number as it stands on the slip, or a customer."""
    conditions: list[ColumnElement[bool]] = [
        Complaint.state.in_([state.value for state in _STATES[show.box]])
    ]
    if show.responsible is not None:
        conditions.append(Complaint.responsible == show.responsible)
    if show.box is Box.TO_LEARN:
        conditions += [Complaint.learned_at.is_(None), Complaint.kind == Kind.COMPLAINT.value]
    number = ascii_digits(show.text.strip())
    by_customer = Complaint.customer_id.in_(search.find_ids(session, show.text)[:_MOST_PEOPLE])
    if number.isdecimal() and len(number) < _LONG:
        conditions.append(by_customer | (Complaint.number == int(number)))
    else:
        conditions.append(by_customer)
    return conditions


_LONG = 10
"""No case has a number of so many digits; a phone has."""


def _latest(
    session: Session, conditions: Sequence[ColumnElement[bool]], offset: int, limit: int
) -> list[int]:
    query = select(Complaint.id).where(*conditions).order_by(Complaint.id.desc())
    return list(session.scalars(query.offset(offset).limit(limit)))


def _rows(session: Session, ids: Sequence[int]) -> list[CaseRow]:
    now = now_of(session)
    by_id = {row.id: complaint_list.row_of(row, now) for row in _ROWS.named(session, ids=ids)}
    return [by_id[number] for number in ids]
