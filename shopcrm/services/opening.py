"""When the shop is open: the hours of its week, the fixed holidays, and the closed days that it lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules import opening as rules
from shopcrm.rules.errors import NotFound
from shopcrm.rules.sayings import Saying
from shopcrm.rules.text import one_line
from shopcrm.services import moments, shop_hours, standards
from shopcrm.services.shop_hours import of_shop
from shopcrm.store.standards import Holiday

__all__ = ["HolidayRow", "NoSuchHoliday", "add_holiday", "holidays", "of_shop", "remove_holiday"]

_LONGEST = 120
_A_YEAR = 366


class NoSuchHoliday(NotFound):
    """The day stands in no list of the shop."""

    sentence = "{day} does not stand among the closed days of the shop. Nothing was changed."


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """A day on which the shop is closed; one that `is_fixed` is built in."""

    day: date
    name: str | Saying
    is_fixed: bool = False


def holidays(
    session: Session, since: date | None = None, until: date | None = None, *, fixed: bool = False
) -> list[HolidayRow]:
    """List the closed days of the shop from today on, or of other days; with `fixed` those built in too.

    Fixed ones are listed for a year where no end is named.
    """
    first = since or moments.today(session)
    query = select(Holiday).where(Holiday.day >= first).order_by(Holiday.day)
    if until is not None:
        query = query.where(Holiday.day <= until)
    found = [HolidayRow(row.day, row.name) for row in session.scalars(query)]
    if fixed and standards.hours(session).fixed:
        known = {row.day for row in found}
        found += [row for row in _fixed(first, until) if row.day not in known]
    return sorted(found, key=lambda row: row.day)


def add_holiday(session: Session, day: date, name: str = "") -> bool:
    """Add a closed day, or name one anew; tells whether it is new. Clocks stand still on it (K2)."""
    before = of_shop(session)
    row = session.scalars(select(Holiday).where(Holiday.day == day)).one_or_none()
    is_new = row is None
    if row is None:
        row = Holiday(day=day)
        session.add(row)
    row.name = one_line(name)[:_LONGEST]
    session.flush()
    shop_hours.changed(session, before)
    return is_new


def remove_holiday(session: Session, day: date) -> str:
    """Take a closed day off the list and give its name; raises NoSuchHoliday. Clocks run on it (K2)."""
    before = of_shop(session)
    row = session.scalars(select(Holiday).where(Holiday.day == day)).one_or_none()
    if row is None:
        raise NoSuchHoliday(day=day)
    session.delete(row)
    session.flush()
    shop_hours.changed(session, before)
    return row.name


def _fixed(first: date, until: date | None) -> Sequence[HolidayRow]:
    days = (until - first).days + 1 if until is not None else _A_YEAR
    found = []
    for number in range(max(0, days)):
        day = first + timedelta(days=number)
        name = rules.fixed_holiday(day)
        if name is not None:
            found.append(HolidayRow(day, name, is_fixed=True))
    return found
