"""What somebody came to in a time, which their level comes from: money, points earned, or visits (T1, N3).

Money is the net kept sale: after discounts, before tax, less what came back later, credited to the day of the
original sale. What points paid is no spend (P14).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, bindparam, cast, func, or_, select
from sqlalchemy.orm import Session, aliased

from shopcrm.rules.tiers import Measure, Progress
from shopcrm.services import settings
from shopcrm.store.base import Moment
from shopcrm.store.points import PointPosting
from shopcrm.store.prepared import Prepared
from shopcrm.store.sales import Sale
from shopcrm.store.till import Payment

_ORIGINAL, _BACK = aliased(Sale), aliased(Sale)
_SINCE = bindparam("since", type_=Moment())
_NET = Sale.total - Sale.tax
_BY_POINTS = (
    select(func.sum(Payment.amount * _NET // Sale.total))
    .where(Payment.sale_id == Sale.id, Payment.points.is_not(None), Sale.total != 0)
    .correlate(Sale)
    .scalar_subquery()
)
_SPENT = _NET - func.coalesce(_BY_POINTS, 0)
_ROOT = func.coalesce(_ORIGINAL.id, Sale.id)
_CAME_BACK = (
    select(func.sum(_BACK.total))
    .where(_BACK.of_sale_id == Sale.id, _BACK.kind == "return")
    .correlate(Sale)
    .scalar_subquery()
)


def _whole(column: Any) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(column), 0), BigInteger)


def _kept(*columns: Any) -> Select[Any]:
    """Ask about the documents from a moment on; a return counts where its sale does."""
    return (
        select(*columns)
        .select_from(Sale)
        .outerjoin(_ORIGINAL, and_(_ORIGINAL.id == Sale.of_sale_id, Sale.kind == "return"))
        .where(Sale.sold_at >= _SINCE, or_(_ORIGINAL.id.is_(None), _ORIGINAL.sold_at >= _SINCE))
    )


def _visits(*columns: Any) -> Select[Any]:
    """Ask about the sales of which anything was kept."""
    kept = Sale.total + func.coalesce(_CAME_BACK, 0) > 0
    return select(*columns).where(Sale.sold_at >= _SINCE, Sale.kind == "sale", kept)


def _earned(*columns: Any) -> Select[Any]:
    """Ask about the points that were earned, less those that returns took back."""
    in_time = or_(_ORIGINAL.id.is_(None), _ORIGINAL.sold_at >= _SINCE)
    taken_back = and_(PointPosting.kind == "take_back", in_time)
    return (
        select(*columns)
        .select_from(PointPosting)
        .outerjoin(_ORIGINAL, _ORIGINAL.id == PointPosting.sale_id)
        .where(PointPosting.at >= _SINCE, or_(PointPosting.kind == "earn", taken_back))
    )


_DAYS = func.count(Sale.day.distinct())
_BUYER, _OWNER = Sale.customer_id, PointPosting.customer_id
_WHO: ColumnElement[int] = bindparam("who")
_ANYBODY = Sale.customer_id.is_not(None)
_OF_ONE: Mapping[Measure, Prepared[int]] = {
    Measure.SPEND: Prepared(_kept(_whole(_SPENT)).where(_BUYER == _WHO)),
    Measure.VISITS: Prepared(_visits(_DAYS).where(_BUYER == _WHO)),
    Measure.POINTS: Prepared(_earned(_whole(PointPosting.points)).where(_OWNER == _WHO)),
}
_OF_ALL: Mapping[Measure, Prepared[int, int]] = {
    Measure.SPEND: Prepared(_kept(_BUYER, _whole(_SPENT)).where(_ANYBODY).group_by(_BUYER)),
    Measure.VISITS: Prepared(_visits(_BUYER, _DAYS).where(_ANYBODY).group_by(_BUYER)),
    Measure.POINTS: Prepared(_earned(_OWNER, _whole(PointPosting.points)).group_by(_OWNER)),
}
_EACH = _kept(_whole(_SPENT).label("spent"))
_LARGEST = Prepared(
    _EACH.where(_BUYER == _WHO).group_by(_ROOT).order_by(_EACH.selected_columns.spent.desc()).limit(1)
)
_SALES = _kept(_BUYER.label("who"), _whole(_SPENT).label("spent")).where(_ANYBODY).group_by(_BUYER, _ROOT)
_ONE_EACH = _SALES.subquery()
_LARGEST_OF_ALL = Prepared(select(_ONE_EACH.c.who, func.max(_ONE_EACH.c.spent)).group_by(_ONE_EACH.c.who))
_ONE = Prepared(
    select(_whole(_SPENT)).where(
        or_(Sale.id == bindparam("sale"), and_(Sale.of_sale_id == bindparam("of"), Sale.kind == "return"))
    )
)


def so_far(session: Session, customer_id: int, measure: Measure, since_day: date) -> int:
    """Tell what somebody came to from a day of the shop on: smallest units, points, or visits."""
    return _asked(session, _OF_ONE[measure], customer_id, since_day)


def of_sale(session: Session, sale_id: int) -> int:
    """Tell what is kept of one sale (smallest units)."""
    return _ONE.rows(session, sale=sale_id, of=sale_id)[0][0]


def since(session: Session, customer_id: int, measure: Measure, day: date) -> Progress:
    """Tell what somebody came to from a day of the shop on, and their largest single sale in that time."""
    return Progress(so_far(session, customer_id, measure, day), _asked(session, _LARGEST, customer_id, day))


def of_everybody(session: Session, measure: Measure, day: date) -> dict[int, Progress]:
    """Tell the same of everybody who came to anything from a day of the shop on, by their numbers."""
    begins = settings.read(session).days.begins(day)
    sums = dict(_OF_ALL[measure].rows(session, since=begins))
    largest = dict(_LARGEST_OF_ALL.rows(session, since=begins))
    everybody = sorted(sums.keys() | largest.keys())
    return {who: Progress(sums.get(who, 0), largest.get(who, 0)) for who in everybody}


def _asked(session: Session, question: Prepared[int], customer_id: int, day: date) -> int:
    begins = settings.read(session).days.begins(day)
    rows = question.rows(session, who=customer_id, since=begins)
    return rows[0][0] if rows else 0
