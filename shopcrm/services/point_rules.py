"""The rules that give points: written down, changed and ended; one that gave points stays as it was (P6).

What was given under a rule keeps its rate and its end: a change of either ends the old rule with yesterday
and makes a new one from today.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from shopcrm.rules.errors import BadInput, NotFound
from shopcrm.rules.point_expiry import Expiry
from shopcrm.rules.points import Multiplier
from shopcrm.rules.text import one_line
from shopcrm.services import categories, point_ledger, point_rates, tiers
from shopcrm.services.categories import NoSuchCategory
from shopcrm.services.point_rates import Kept
from shopcrm.services.stock import NoSuchProduct
from shopcrm.services.tiers import NoSuchTier
from shopcrm.store.goods import Product
from shopcrm.store.points import PointLot, PointMultiplier, PointRule

_LARGEST = 10**15
_MOST_POINTS = 1_000_000
_MOST_PERCENT = 10_000
_LONGEST_NAME = 120
_MOST_DAYS, _MOST_EXPIRY = 365, 3650
_WEEKDAYS = range(7)


class RuleNameMissing(BadInput):
    """A rule without a name."""

    sentence = "A rule needs a name, which stands on the slip. Nothing was changed."


class RuleRateRefused(BadInput):
    """No points, or for no money."""

    sentence = "A rule gives at least one point for an amount above zero. Nothing was changed."


class RuleDaysRefused(BadInput):
    """Days that cannot be."""

    sentence = (
        "The last day cannot come before the first, points wait and are announced for 0 to 365 days, and "
        "last 1 to 3,650. Nothing was changed."
    )


class MultiplierRefused(BadInput):
    """A multiplier for nothing, for two things, or for the same thing as another."""

    sentence = (
        "A multiplier is for one shelf, goods, tier or weekday, each only once, and between 0 and 10,000 "
        "percent. Nothing was changed."
    )


class NoSuchRule(NotFound):
    """The rule is not there."""

    sentence = "There is no rule {id}. Choose one from the list."


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """What is decided of a rule; money in smallest units, `least_margin` in basis points (P13)."""

    name: str
    points: int
    per_amount: int
    starts_on: date
    ends_on: date | None = None
    minimum: int = 0
    pending_days: int = 0
    expiry: str = Expiry.NEVER.value
    expiry_days: int = 365
    notice_days: int = 14
    worth: int = 0
    on_tax: bool = False
    least_margin: int | None = None
    multipliers: tuple[Multiplier, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleRow(RuleDraft):
    """A rule in a list; `on` tells whether it holds today, `used` whether it gave points already.

    `things` names what each multiplier is for, in their order; a weekday has no name here.
    """

    id: int = 0
    on: bool = False
    over: bool = False
    used: bool = False
    things: tuple[str, ...] = ()


_BINDING = (
    "points",
    "per_amount",
    "minimum",
    "pending_days",
    "expiry",
    "expiry_days",
    "on_tax",
    "least_margin",
    "multipliers",
)
"""What binds only new lots when it changes (P6)."""
_PLAIN = tuple(name for name in RuleDraft.__dataclass_fields__ if name != "multipliers")


def page(session: Session, *, ended: bool = False) -> list[RuleRow]:
    """List the rules that hold or will hold, the newest first; with `ended` those that are over too."""
    today = point_ledger.today(session)
    used = set(session.scalars(select(PointLot.rule_id).distinct()))
    rows = [_view(session, one, today, used) for one in reversed(point_rates.everything(session))]
    return [row for row in rows if ended or not row.over]


def save(session: Session, rule_id: int | None, draft: RuleDraft) -> int:
    """Write a new rule down or change one, and give the number of the one that holds then.

    Raises RuleNameMissing, RuleRateRefused, RuleDaysRefused, MultiplierRefused, NoSuchRule, NoSuchProduct,
    NoSuchCategory, NoSuchTier.
    """
    tidy = replace(draft, name=one_line(draft.name))
    _check(session, tidy)
    row = PointRule() if rule_id is None else _row(session, rule_id)
    if rule_id is not None and _is_used(session, rule_id) and _binds_anew(session, rule_id, tidy):
        row, tidy = _in_its_place(session, row, tidy)
    _fill(session, row, tidy)
    point_rates.forget(session)
    return row.id


def end(session: Session, rule_id: int) -> None:
    """Let a rule give no points any more, from now on; what it gave stays. Raises NoSuchRule."""
    _row(session, rule_id).active = False
    session.flush()
    point_rates.forget(session)


def take_up(session: Session, rule_id: int) -> None:
    """Let a rule that was ended give points again, in the days that it has; raises NoSuchRule."""
    _row(session, rule_id).active = True
    session.flush()
    point_rates.forget(session)


def usual(session: Session) -> RuleDraft:
    """Give what a new rule begins with: from today, one point, for a year."""
    return RuleDraft("", 1, 1, point_ledger.today(session), expiry=Expiry.DAYS.value)


def _in_its_place(session: Session, old: PointRule, draft: RuleDraft) -> tuple[PointRule, RuleDraft]:
    """End a used rule with yesterday and begin a new one today."""
    today = point_ledger.today(session)
    old.ends_on = min(old.ends_on or date.max, today - timedelta(days=1))
    session.flush()
    return PointRule(), replace(draft, starts_on=max(draft.starts_on, today))


def _fill(session: Session, row: PointRule, draft: RuleDraft) -> None:
    for name in _PLAIN:
        setattr(row, name, getattr(draft, name))
    row.active = True
    session.add(row)
    session.flush()
    session.execute(delete(PointMultiplier).where(PointMultiplier.rule_id == row.id))
    for one in draft.multipliers:
        session.add(
            PointMultiplier(
                rule_id=row.id,
                category_id=one.category_id,
                product_id=one.product_id,
                tier_id=one.tier_id,
                weekday=one.weekday,
                percent=one.percent,
            )
        )
    session.flush()


def _binds_anew(session: Session, rule_id: int, draft: RuleDraft) -> bool:
    before = next(one.rule for one in point_rates.everything(session) if one.rule.id == rule_id)
    return any(getattr(before, name) != getattr(draft, name) for name in _BINDING)


def _is_used(session: Session, rule_id: int) -> bool:
    return bool(session.scalar(select(exists().where(PointLot.rule_id == rule_id))))


def _check(session: Session, draft: RuleDraft) -> None:
    if not draft.name or len(draft.name) > _LONGEST_NAME:
        raise RuleNameMissing
    amounts = (draft.per_amount, draft.minimum, draft.worth)
    is_sound = 0 < draft.points <= _MOST_POINTS and draft.per_amount > 0
    if not is_sound or not all(0 <= amount <= _LARGEST for amount in amounts):
        raise RuleRateRefused
    days = 0 <= draft.pending_days <= _MOST_DAYS and 0 <= draft.notice_days <= _MOST_DAYS
    lasts = 1 <= draft.expiry_days <= _MOST_EXPIRY and draft.expiry in set(Expiry)
    if not (days and lasts) or (draft.ends_on is not None and draft.ends_on < draft.starts_on):
        raise RuleDaysRefused
    _check_multipliers(session, draft.multipliers)


def _check_multipliers(session: Session, multipliers: Sequence[Multiplier]) -> None:
    things = {(one.category_id, one.product_id, one.tier_id, one.weekday) for one in multipliers}
    one_each = all(sum(part is not None for part in thing) == 1 for thing in things)
    percents = all(0 <= one.percent <= _MOST_PERCENT for one in multipliers)
    weekdays = all(one.weekday is None or one.weekday in _WEEKDAYS for one in multipliers)
    if len(things) < len(multipliers) or not one_each or not percents or not weekdays:
        raise MultiplierRefused
    shelves, levels = categories.everything(session), {one.benefit.id for one in tiers.ladder(session)}
    for one in multipliers:
        if one.category_id is not None and one.category_id not in shelves:
            raise NoSuchCategory(id=one.category_id)
        if one.product_id is not None and session.get(Product, one.product_id) is None:
            raise NoSuchProduct(id=one.product_id)
        if one.tier_id is not None and one.tier_id not in levels:
            raise NoSuchTier(name=str(one.tier_id))


def _row(session: Session, rule_id: int) -> PointRule:
    row = session.get(PointRule, rule_id)
    if row is None:
        raise NoSuchRule(id=rule_id)
    return row


def _view(session: Session, kept: Kept, today: date, used: set[int | None]) -> RuleRow:
    rule = kept.rule
    plain = {name: getattr(rule, name) for name in _PLAIN if name not in {"starts_on", "ends_on"}}
    return RuleRow(
        **plain,
        starts_on=kept.starts_on,
        ends_on=kept.ends_on,
        multipliers=rule.multipliers,
        id=rule.id,
        on=kept.holds_on(today),
        over=not kept.active or (kept.ends_on is not None and kept.ends_on < today),
        used=rule.id in used,
        things=tuple(_thing(session, one) for one in rule.multipliers),
    )


def _thing(session: Session, one: Multiplier) -> str:
    if one.category_id is not None:
        return categories.path_in(categories.everything(session), one.category_id)
    if one.product_id is not None:
        product = session.get(Product, one.product_id)
        return "" if product is None else product.name
    return next((r.benefit.name for r in tiers.every_rung(session) if r.benefit.id == one.tier_id), "")
