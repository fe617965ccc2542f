"""Which rules give points on a day, what a point is worth, and by which rules a sale earned."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from shopcrm.rules.point_expiry import Expiry
from shopcrm.rules.points import Multiplier, Rule
from shopcrm.services import settings
from shopcrm.store.points import PointLot, PointMultiplier, PointPosting, PointRule
from shopcrm.store.prepared import Prepared
from shopcrm.store.unchanged import while_unchanged

_READ = "point rules"
"""Under this name a transaction keeps what it read."""

_EVERYTHING = Prepared(
    select(
        *PointRule.__table__.columns,
        PointMultiplier.percent,
        PointMultiplier.category_id,
        PointMultiplier.product_id,
        PointMultiplier.tier_id,
        PointMultiplier.weekday,
    )
    .outerjoin(PointMultiplier, PointMultiplier.rule_id == PointRule.id)
    .order_by(PointRule.id, PointMultiplier.id)
)
_OF_SALE = Prepared(
    select(PointLot.rule_id)
    .join(PointPosting, PointPosting.id == PointLot.posting_id)
    .where(PointPosting.sale_id == bindparam("sale"), PointPosting.kind == "earn")
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A rule with the days on which it holds (both included)."""

    rule: Rule
    starts_on: date
    ends_on: date | None
    active: bool

    def holds_on(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.active and self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def everything(session: Session) -> Sequence[Kept]:
    """Read all rules that there ever were, in the order in which they were made."""
    known: Sequence[Kept] | None = session.info.get(_READ)
    if known is None:
        known = session.info[_READ] = while_unchanged(session, _READ, _read)
    return known


def forget(session: Session) -> None:
    """Have the rules read anew in this transaction, for who changed them."""
    session.info.pop(_READ, None)


def rules_on(session: Session, day: date) -> tuple[Rule, ...]:
    """Give the rules that hold on a day of the shop, with their multipliers."""
    return tuple(one.rule for one in everything(session) if one.holds_on(day))


def rules_of_sale(session: Session, sale_id: int) -> tuple[Rule, ...]:
    """Give the rules by which a sale earned points, as they were; a used rule never changes (P6, R2)."""
    used = {rule_id for (rule_id,) in _OF_SALE.rows(session, sale=sale_id)}
    return tuple(one.rule for one in everything(session) if one.rule.id in used)


def worth_of_one(session: Session, day: date) -> int:
    """Tell what one point pays (smallest units): the best of today's rules, else what it was worth last."""
    known = everything(session)
    holding = [one.rule.worth for one in known if one.holds_on(day)]
    if holding:
        return max(holding)
    begun = [one for one in known if one.starts_on <= day]
    return max(begun, key=_ended).rule.worth if begun else 0


def _ended(one: Kept) -> tuple[date, int]:
    return one.ends_on or date.max, one.rule.id


def _read(session: Session) -> Sequence[Kept]:
    calendar = settings.read(session).calendar_kind
    by_rule: dict[int, tuple[Any, list[Multiplier]]] = {}
    for row in _EVERYTHING.named(session):
        _row, multipliers = by_rule.setdefault(row.id, (row, []))
        if row.percent is not None:
            multipliers.append(
                Multiplier(row.percent, row.category_id, row.product_id, row.tier_id, row.weekday)
            )
    return [_kept(row, multipliers, calendar) for row, multipliers in by_rule.values()]


def _kept(row: Any, multipliers: Iterable[Multiplier], calendar: Any) -> Kept:
    rule = Rule(
        id=row.id,
        name=row.name,
        points=row.points,
        per_amount=row.per_amount,
        minimum=row.minimum,
        pending_days=row.pending_days,
        expiry=Expiry(row.expiry),
        expiry_days=row.expiry_days,
        notice_days=row.notice_days,
        worth=row.worth,
        on_tax=row.on_tax,
        least_margin=row.least_margin,
        multipliers=tuple(multipliers),
        calendar=calendar,
    )
    return Kept(rule, row.starts_on, row.ends_on, row.active)
