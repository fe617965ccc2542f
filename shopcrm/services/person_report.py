"""What the papers say about one person: figures of what they bought, their favourites, and all that is known.

Amounts are smallest units that the shop kept, returns taken off; several sales on one day are one visit (N1).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Integer, case, func, select
from sqlalchemy.orm import Session

from shopcrm.rules import calendar
from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.remember import Reminder
from shopcrm.services import customers, figures, memory, messages, notes, purchases, seen, settings, wishes
from shopcrm.services.customers import CustomerSheet
from shopcrm.services.messages import Filter, MessageRow
from shopcrm.services.notes import NoteView
from shopcrm.services.purchases import Purchase
from shopcrm.services.seen import Tastes
from shopcrm.services.shop import now_of
from shopcrm.services.wishes import WishRow
from shopcrm.store.goods import Product
from shopcrm.store.sales import Sale, SaleLine

_FAVOURITES = 8
_PURCHASES = 25
_MESSAGES = 8
_NOTES = 10
_LATEST, _USUAL = 5, 5
"""For the counter: how many documents are looked through for the last visit, how many usual goods."""
SHORT, LONG = 12, 24
"""Months in a chart: of who came lately only, and of who came before that too."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Somebody's purchases in figures; `rhythm` is the usual number of days between two visits, if known.

    `this_year` is of the shop's calendar; `brought_back` is what was paid back, as a positive amount.
    """

    spent: int = 0
    this_year: int = 0
    visits: int = 0
    first: date | None = None
    last: date | None = None
    days_since: int | None = None
    rhythm: int | None = None
    returns: int = 0
    brought_back: int = 0


@dataclass(frozen=True, slots=True)
class Favourite:
    """Goods that somebody bought: in how many sales, how much they kept, and its share of all they spent."""

    name: str
    unit: str
    times: int
    quantity: int
    amount: int
    percent: int


@dataclass(frozen=True, slots=True)
class MonthSpent:
    """What somebody spent in one month of the shop's calendar, in smallest units, returns taken off."""

    year: int
    month: int
    amount: int


@dataclass(frozen=True, slots=True)
class PersonReport:
    """All that a paper may say about somebody; the lists are cut, and their full lengths are told."""

    sheet: CustomerSheet
    totals: Totals
    favourites: tuple[Favourite, ...]
    months: tuple[MonthSpent, ...]
    tastes: Tastes
    wishes: tuple[WishRow, ...]
    purchases: tuple[Purchase, ...]
    purchases_in_all: int
    messages: tuple[MessageRow, ...]
    messages_in_all: int
    notes: tuple[NoteView, ...]
    more_notes: bool


@dataclass(frozen=True, slots=True)
class CounterNotes:
    """What to have at hand while somebody stands at the counter; `more` lines found no place on the card."""

    sheet: CustomerSheet
    lines: tuple[Reminder, ...]
    more: int
    favourites: tuple[Favourite, ...]
    last: Purchase | None
    totals: Totals


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """One person in a printed list; `spent` in smallest units, returns taken off."""

    sheet: CustomerSheet
    spent: int


def read(session: Session, customer_id: int) -> PersonReport:
    """Gather what the papers say about one person; raises NoSuchCustomer."""
    sheet = customers.show(session, customer_id, newest=_PURCHASES)
    noted = notes.of_customer(session, sheet.id, _NOTES + 1)
    told = messages.page(session, Filter(customer_id=sheet.id), limit=_MESSAGES)
    days = _days(session, sheet.id)
    kind, today = _calendar(session)
    return PersonReport(
        sheet=sheet,
        totals=_totals(session, sheet.id, days, today),
        favourites=favourites(session, sheet.id),
        months=_months(days, kind, today),
        tastes=seen.of_customer(session, sheet.id),
        wishes=tuple(wishes.of_customer(session, sheet.id)),
        purchases=sheet.purchases,
        purchases_in_all=purchases.count(session, sheet.id),
        messages=told.rows,
        messages_in_all=told.total,
        notes=tuple(noted[:_NOTES]),
        more_notes=len(noted) > _NOTES,
    )


def read_all(session: Session, customer_ids: Sequence[int]) -> list[PersonReport]:
    """Gather the reports of several people, each once, in the order asked for; raises NoSuchCustomer."""
    return [read(session, key) for key in _each_once(session, customer_ids)]


def for_counter(session: Session, customer_ids: Sequence[int]) -> list[CounterNotes]:
    """Gather the short notes for the counter of some people; raises NoSuchCustomer."""
    return [_for_counter(session, key) for key in _each_once(session, customer_ids)]


def _each_once(session: Session, customer_ids: Sequence[int]) -> list[int]:
    """Follow those who were merged to whoever was kept, and name nobody twice."""
    return list(dict.fromkeys(customers.find(session, key) for key in customer_ids))


def _for_counter(session: Session, customer_id: int) -> CounterNotes:
    sheet = customers.show(session, customer_id, newest=_LATEST)
    card = memory.card(session, sheet.id)
    return CounterNotes(
        sheet=sheet,
        lines=card.lines,
        more=card.more,
        favourites=favourites(session, sheet.id, _USUAL),
        last=next((one for one in sheet.purchases if one.kind == "sale"), None),
        totals=totals(session, sheet.id),
    )


def listed(session: Session, customer_ids: Sequence[int]) -> list[ListedPerson]:
    """Gather the rows of a printed list in the order that was asked for; raises NoSuchCustomer."""
    sheets = [customers.show(session, key, newest=0) for key in _each_once(session, customer_ids)]
    return [ListedPerson(sheet, sheet.bought.total) for sheet in sheets]


def totals(session: Session, customer_id: int) -> Totals:
    """Reckon somebody's purchases in figures."""
    return _totals(session, customer_id, _days(session, customer_id), _calendar(session)[1])


def favourites(session: Session, customer_id: int, limit: int = _FAVOURITES) -> tuple[Favourite, ...]:
    """List the goods that somebody keeps, those they came back for most often first."""
    sold = case((Sale.kind == "sale", Sale.id))
    times = func.count(sold.distinct())
    kept = func.sum(SaleLine.quantity, type_=Integer)
    amount = func.sum(SaleLine.amount, type_=Integer)
    query = (
        select(Product.name, Product.unit, times, kept, amount)
        .join_from(Sale, SaleLine, SaleLine.sale_id == Sale.id)
        .join(Product, Product.id == SaleLine.product_id)
        .where(Sale.customer_id == customer_id)
        .group_by(Product.id, Product.name, Product.unit)
        .having(kept > 0)
        .order_by(times.desc(), amount.desc(), Product.id)
    )
    spent = session.scalar(select(func.sum(Sale.total)).where(Sale.customer_id == customer_id)) or 0
    return tuple(
        Favourite(name, unit, count, int(quantity), int(paid), _percent(int(paid), int(spent)))
        for name, unit, count, quantity, paid in session.execute(query.limit(limit)).all()
    )


@dataclass(frozen=True, slots=True)
class _Day:
    """One day on which somebody bought or brought back something."""

    day: date
    kept: int
    sales: int


def _days(session: Session, customer_id: int) -> list[_Day]:
    sold = func.count(case((Sale.kind == "sale", Sale.id)))
    query = (
        select(Sale.day, func.sum(Sale.total, type_=Integer), sold)
        .where(Sale.customer_id == customer_id)
        .group_by(Sale.day)
        .order_by(Sale.day)
    )
    return [_Day(day, int(kept), sales) for day, kept, sales in session.execute(query).all()]


def _totals(session: Session, customer_id: int, days: Sequence[_Day], today: date) -> Totals:
    visits = [one.day for one in days if one.sales]
    glance = figures.of_customer(session, customer_id)
    brought = select(func.count(), func.coalesce(func.sum(Sale.total), 0)).where(
        Sale.customer_id == customer_id, Sale.kind == "return"
    )
    returns, paid_back = session.execute(brought).one()
    return Totals(
        spent=sum(one.kept for one in days),
        this_year=glance.spent,
        visits=len(visits),
        first=visits[0] if visits else None,
        last=visits[-1] if visits else None,
        days_since=(today - visits[-1]).days if visits else None,
        rhythm=glance.every,
        returns=returns,
        brought_back=-int(paid_back),
    )


def _months(days: Sequence[_Day], kind: CalendarKind, today: date) -> tuple[MonthSpent, ...]:
    """Add up the last months, the oldest first and those without a purchase too; nothing without any."""
    spent: dict[tuple[int, int], int] = {}
    for one in days:
        year, month, _ = calendar.parts(kind, one.day)
        spent[year, month] = spent.get((year, month), 0) + one.kept
    for length in (SHORT, LONG):
        shown = _last_months(kind, today, length)
        if min(spent, default=shown[0]) >= shown[0]:
            break
    if not any(spent.get(month) for month in shown):
        return ()
    return tuple(MonthSpent(year, month, spent.get((year, month), 0)) for year, month in shown)


def _last_months(kind: CalendarKind, today: date, length: int) -> list[tuple[int, int]]:
    year, month, _ = calendar.parts(kind, today)
    last = year * 12 + month - 1
    return [(number // 12, number % 12 + 1) for number in range(last - length + 1, last + 1)]


def _calendar(session: Session) -> tuple[CalendarKind, date]:
    decided = settings.read(session)
    return decided.calendar_kind, decided.days.of(now_of(session))


def _percent(part: int, whole: int) -> int:
    return (200 * part + whole) // (2 * whole) if whole > 0 else 0
