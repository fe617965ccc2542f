"""What one wants to know of a person at a glance: what they spent this year, and in what rhythm they come.

Several sales on one day are one visit (N1); what was brought back counts against what was spent.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median_low

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from shopcrm.rules import calendar
from shopcrm.services import settings
from shopcrm.services.shop import now_of
from shopcrm.store.prepared import Prepared
from shopcrm.store.sales import Sale

_LOOKED_AT = 13
"""How many of the latest visits make the rhythm."""
_ENOUGH = 4
"""With fewer visits there is no rhythm to speak of."""


_SPENT = Prepared(
    select(func.coalesce(func.sum(Sale.total), 0)).where(
        Sale.customer_id == bindparam("who"), Sale.day >= bindparam("begins", type_=Sale.day.type)
    )
)
_VISITS = Prepared(
    select(Sale.day)
    .where(Sale.customer_id == bindparam("who"), Sale.kind == "sale")
    .distinct()
    .order_by(Sale.day.desc())
    .limit(_LOOKED_AT)
)

_IN_A_YEAR = Prepared(
    select(func.count(Sale.day.distinct())).where(
        Sale.customer_id == bindparam("who"),
        Sale.kind == "sale",
        Sale.day > bindparam("after", type_=Sale.day.type),
    )
)
_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Figures:
    """Smallest units spent since the year of the shop's calendar began, the last visit, and the rhythm.

    `every` is the usual number of days between visits, None while too few are known; `due` is when the
    next one is to be expected.
    """

    spent: int = 0
    last: date | None = None
    every: int | None = None
    due: date | None = None


def of_customer(session: Session, customer_id: int) -> Figures:
    """Reckon the figures of a person."""
    decided = settings.read(session)
    today = decided.days.of(now_of(session))
    year = calendar.parts(decided.calendar_kind, today)[0]
    begins = calendar.from_parts(decided.calendar_kind, year, 1, 1)
    ((spent,),) = _SPENT.rows(session, who=customer_id, begins=begins)
    days = [day for (day,) in _VISITS.rows(session, who=customer_id)]
    every = _rhythm(days)
    due = days[0] + timedelta(days=every) if every is not None else None
    return Figures(int(spent or 0), days[0] if days else None, every, due)


def visits_a_year(session: Session, customer_id: int) -> int:
    """Count the days of the last year on which a person bought something (N1)."""
    today = settings.read(session).days.of(now_of(session))
    ((count,),) = _IN_A_YEAR.rows(session, who=customer_id, after=today - _YEAR)
    return int(count or 0)


def _rhythm(days: list[date]) -> int | None:
    """Tell the usual number of days between visits, given the newest first."""
    if len(days) < _ENOUGH:
        return None
    return median_low((newer - older).days for newer, older in pairwise(days))
