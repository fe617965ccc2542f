"""What a rule would have given and cost, had it held for the last year; told before it is switched on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Integer, select, type_coerce
from sqlalchemy.orm import Session

from shopcrm.rules.money import line_total
from shopcrm.rules.point_expiry import Expiry
from shopcrm.rules.points import EarningLine, Rule, earned
from shopcrm.rules.seasons import months_later
from shopcrm.services import categories, point_ledger, settings
from shopcrm.services.point_rules import RuleDraft
from shopcrm.store.goods import Product
from shopcrm.store.sales import Sale, SaleLine

_YEAR = 12
_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Replay:
    """What a year of sales would have earned: points, what they pay when spent, and the sales themselves."""

    since: date
    sales: int = 0
    earning: int = 0
    customers: int = 0
    goods: int = 0
    points: int = 0
    worth: int = 0


def what_it_would_have_cost(
    session: Session, draft: RuleDraft, tick: Callable[[int], None] | None = None
) -> Replay:
    """Reckon what a rule would have given for the sales of the last year, to whoever is known.

    Nobody's level of then is known, so every level counts as usual. `tick` is told how many sales were looked
    at, and may raise to stop.
    """
    since = months_later(settings.read(session).calendar_kind, point_ledger.today(session), -_YEAR)
    rule = _rule(session, draft)
    shelves = categories.everything(session)
    found = Replay(since)
    people: set[int] = set()
    for number, (who, day, lines) in enumerate(_sales(session, since, shelves), start=1):
        points = sum(one.points for one in earned([rule], lines, 0, None, day))
        people.add(who)
        found = replace(
            found,
            sales=number,
            earning=found.earning + (points > 0),
            goods=found.goods + sum(line.amount for line in lines),
            points=found.points + points,
        )
        if tick is not None and number % _AT_ONCE == 0:
            tick(number)
    return replace(found, customers=len(people), worth=found.points * draft.worth)


def _rule(session: Session, draft: RuleDraft) -> Rule:
    return Rule(
        id=0,
        name=draft.name,
        points=draft.points,
        per_amount=draft.per_amount,
        minimum=draft.minimum,
        pending_days=draft.pending_days,
        expiry=Expiry(draft.expiry),
        expiry_days=draft.expiry_days,
        on_tax=draft.on_tax,
        least_margin=draft.least_margin,
        multipliers=draft.multipliers,
        calendar=settings.read(session).calendar_kind,
    )


def _sales(
    session: Session, since: date, shelves: categories.Shelves
) -> Iterator[tuple[int, date, list[EarningLine]]]:
    query = (
        select(
            Sale.id,
            type_coerce(Sale.customer_id, Integer).label("who"),
            Sale.day,
            SaleLine.amount,
            SaleLine.tax,
            SaleLine.product_id,
            SaleLine.quantity,
            Product.category_id,
            Product.earns_points,
            Product.cost,
        )
        .join(SaleLine, SaleLine.sale_id == Sale.id)
        .outerjoin(Product, Product.id == SaleLine.product_id)
        .where(Sale.day >= since, Sale.kind == "sale", Sale.customer_id.is_not(None))
        .order_by(Sale.id, SaleLine.ordinal)
        .execution_options(yield_per=_AT_ONCE)
    )
    above: dict[int | None, tuple[int, ...]] = {}
    for _key, rows in groupby(session.connection().execute(query), key=lambda row: row[0]):
        every = list(rows)
        yield every[0].who, every[0].day, [_line(row, shelves, above) for row in every]


def _line(row: Any, shelves: categories.Shelves, above: dict[int | None, tuple[int, ...]]) -> EarningLine:
    if row.category_id not in above:
        above[row.category_id] = categories.above_in(shelves, row.category_id)
    return EarningLine(
        row.amount,
        row.tax,
        row.product_id,
        above[row.category_id],
        row.earns_points is not False,
        None if row.cost is None else line_total(row.cost, row.quantity),
    )
