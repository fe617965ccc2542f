"""Birthdays and other days of people, kept as they were said, and the ones that are near (D2, D3)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import CTE, Integer, Row, String, and_, bindparam, column, select, values
from sqlalchemy.orm import Session

from shopcrm.rules import occasions
from shopcrm.rules.calendar import CalendarKind, NoSuchDay
from shopcrm.rules.errors import BadInput, NotFound
from shopcrm.rules.occasions import LONGEST_LEAD, OccasionKind, SaidDay
from shopcrm.rules.people import shown_name
from shopcrm.rules.sayings import FieldValue
from shopcrm.rules.text import fold, one_line
from shopcrm.services import people, settings
from shopcrm.services.shop import now_of
from shopcrm.store.customers import Customer, Occasion
from shopcrm.store.prepared import Prepared

__all__ = [
    "LeadRefused",
    "NearOccasion",
    "NoSuchOccasion",
    "OccasionDraft",
    "OccasionKind",
    "OccasionTwice",
    "OccasionView",
    "add",
    "near",
    "of_customer",
    "remove",
    "settle",
]

_A_YEAR = 366


_OF_CUSTOMER = Prepared(
    select(*Occasion.__table__.columns).where(Occasion.customer_id == bindparam("who")).order_by(Occasion.id)
)


class OccasionTwice(BadInput):
    """Two occasions under one name."""

    sentence = "{name} stands there twice. Nothing was saved. Leave one out, or give it another name."


class LeadRefused(BadInput):
    """Nobody plans that far."""

    sentence = "One can be reminded at most {count} days ahead. Nothing was saved."


class NoSuchOccasion(NotFound):
    """The occasion is not there."""

    sentence = "This day is no longer written down. Look at the customer again."


@dataclass(frozen=True, slots=True)
class OccasionDraft:
    """A day of the year that matters to somebody, in the calendar in which it was said; the year is optional.

    `remind_days` is how many days ahead the shop wants to know.
    """

    kind: OccasionKind
    month: int
    day: int
    year: int | None = None
    calendar: CalendarKind = field(kw_only=True)
    label: str = ""
    remind_days: int = 7

    @property
    def name(self) -> FieldValue:
        """Name the occasion: by its label, or by what it is."""
        return occasions.named(self.kind, self.label)


@dataclass(frozen=True, slots=True)
class OccasionView(OccasionDraft):
    """An occasion as it is written down, and when it comes: today is 0 days left.

    `turns` is how many years it will be, or None where no year was said (D3).
    """

    id: int = field(kw_only=True)
    next_day: date = field(kw_only=True)
    days_left: int = field(kw_only=True)
    turns: int | None = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class NearOccasion:
    """An occasion of somebody that comes soon."""

    customer_id: int
    name: FieldValue
    view: OccasionView


def add(session: Session, customer_id: int, draft: OccasionDraft) -> int:
    """Write an occasion down and give its id; one of the same kind and label gets the new day.

    Raises NoSuchCustomer, ErasedOnRequest, NoSuchDay, LeadRefused.
    """
    customer_id = people.kept(session, customer_id).id
    _check(draft)
    key = fold(draft.label)
    same = select(Occasion).where(
        Occasion.customer_id == customer_id, Occasion.kind == draft.kind, Occasion.skey == key
    )
    row = session.scalars(same).first()
    if row is None:
        row = Occasion(customer_id=customer_id, kind=draft.kind, skey=key)
        session.add(row)
    row.label, row.calendar = one_line(draft.label), draft.calendar
    row.month, row.day, row.year, row.remind_days = draft.month, draft.day, draft.year, draft.remind_days
    session.flush()
    return row.id


def remove(session: Session, occasion_id: int) -> None:
    """Take an occasion away; raises NoSuchOccasion."""
    row = session.get(Occasion, occasion_id)
    if row is None:
        raise NoSuchOccasion
    session.delete(row)
    session.flush()


def settle(session: Session, customer_id: int, drafts: Sequence[OccasionDraft]) -> None:
    """Make the occasions of somebody exactly these; raises OccasionTwice and what `add` raises."""
    seen: set[tuple[OccasionKind, str]] = set()
    for draft in drafts:
        key = (draft.kind, fold(draft.label))
        if key in seen:
            raise OccasionTwice(name=draft.name)
        seen.add(key)
    kept = {add(session, customer_id, draft) for draft in drafts}
    for row in session.scalars(select(Occasion).where(Occasion.customer_id == customer_id)):
        if row.id not in kept:
            session.delete(row)
    session.flush()


def of_customer(session: Session, customer_id: int) -> list[OccasionView]:
    """List somebody's occasions, the next one first."""
    today = settings.read(session).days.of(now_of(session))
    rows = _OF_CUSTOMER.named(session, who=customer_id)
    return sorted((_view(row, today) for row in rows), key=lambda view: view.days_left)


def near(session: Session, days: int | None = None) -> list[NearOccasion]:
    """List the occasions of the next so many days, or within each one's own lead; the nearest first."""
    today = settings.read(session).days.of(now_of(session))
    near_days = _near_days(today, LONGEST_LEAD if days is None else min(days, _A_YEAR))
    same_day = and_(
        Occasion.calendar == near_days.c.calendar,
        Occasion.month == near_days.c.month,
        Occasion.day == near_days.c.day,
    )
    query = (
        select(*Occasion.__table__.columns, Customer.name, Customer.code)
        .join(near_days, same_day)
        .join(Customer, Customer.id == Occasion.customer_id)
        .where(Customer.state == people.ACTIVE)
        .order_by(Customer.sort_key, Occasion.id)
    )
    if days is None:
        query = query.where(Occasion.remind_days >= near_days.c.days_left)
    found = [
        NearOccasion(row.customer_id, shown_name(row.name, row.code, row.customer_id), _view(row, today))
        for row in session.execute(query)
    ]
    return sorted(found, key=lambda one: one.view.days_left)


def _near_days(today: date, days: int) -> CTE:
    """Give the days of the year that come within so many days, each with how many are left until it.

    They are a table to join, so that of a hundred thousand birthdays only the near ones are read.
    """
    left: dict[tuple[str, int, int], int] = {}
    for count in range(days + 1):
        for kind in CalendarKind:
            for month, day in occasions.kept_on(kind, today + timedelta(days=count)):
                left.setdefault((kind, month, day), count)
    columns = (
        column("calendar", String),
        column("month", Integer),
        column("day", Integer),
        column("days_left", Integer),
    )
    rows = [(*key, count) for key, count in left.items()]
    return values(*columns, name="near_day").data(rows).cte()


def _view(row: Occasion | Row[*tuple[Any, ...]], today: date) -> OccasionView:
    kind = CalendarKind(row.calendar)
    coming = occasions.next_day(kind, row.month, row.day, today)
    return OccasionView(
        OccasionKind(row.kind),
        row.month,
        row.day,
        row.year,
        calendar=kind,
        label=row.label,
        remind_days=row.remind_days,
        id=row.id,
        next_day=coming,
        days_left=(coming - today).days,
        turns=occasions.turns(kind, row.year, coming),
    )


def _check(draft: OccasionDraft) -> None:
    if not occasions.exists(SaidDay(draft.calendar, draft.month, draft.day, draft.year)):
        said = (draft.year, draft.month, draft.day)
        raise NoSuchDay(text="/".join(str(part) for part in said if part is not None), example="12/5")
    if not 0 <= draft.remind_days <= LONGEST_LEAD:
        raise LeadRefused(count=LONGEST_LEAD)
