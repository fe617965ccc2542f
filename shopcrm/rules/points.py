"""How points are earned and in which order they are used up (P2 to P4, P13, P14).

Points are whole numbers; nothing here is a fraction of one. Money is in smallest units.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.errors import BadInput, Refused
from shopcrm.rules.lots import Lot, in_order
from shopcrm.rules.money import Money
from shopcrm.rules.point_expiry import Expiry, first_day, last_day
from shopcrm.rules.sayings import Saying, saying
from shopcrm.rules.tiers import TierBenefit

AS_USUAL = 100
"""The percentage that neither adds to nor takes from the points of a rule."""

USUAL_TIMES = AS_USUAL**4
"""Points as usual: by shelf, goods, tier and weekday, each of them 100 percent."""

MOST_EARNED = 10**12
"""No rule gives more points for one sale, so that sums of many can be kept."""
_WHOLE_MARGIN = 10_000


class PointsShort(Refused):
    """More points were to be spent than can be."""

    sentence = "Only {have} points can be used now, not {asked}. None were taken. Use fewer points."


class NoPoints(BadInput):
    """Nobody spends or is given no points at all."""

    sentence = "The number of points must be more than zero. Nothing was changed."


@dataclass(frozen=True, slots=True)
class Multiplier:
    """How many times the points for one thing (percent): a shelf, goods, a tier or a weekday (0 Monday)."""

    percent: int
    category_id: int | None = None
    product_id: int | None = None
    tier_id: int | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """So many points for so much money; see the table of rules for what each word means.

    `calendar` is the shop's, in which the lots of the rule end (P15).
    """

    id: int
    name: str
    points: int
    per_amount: int
    minimum: int = 0
    pending_days: int = 0
    expiry: Expiry = Expiry.NEVER
    expiry_days: int = 365
    notice_days: int = 14
    worth: int = 0
    on_tax: bool = False
    least_margin: int | None = None
    multipliers: tuple[Multiplier, ...] = ()
    calendar: CalendarKind = CalendarKind.GREGORIAN


@dataclass(frozen=True, slots=True)
class EarningLine:
    """What one line was paid (tax inside), its tax, and what it is; `cost_total` None where not known.

    `shelves` are the shelf it stands on and those above, the nearest first.
    """

    amount: int
    tax: int = 0
    product_id: int | None = None
    shelves: tuple[int, ...] = ()
    earns: bool = True
    cost_total: int | None = None


@dataclass(frozen=True, slots=True)
class Earned:
    """What one rule gives for one sale, and from when until when the points can be used."""

    rule_id: int
    name: str
    points: int
    why: Saying
    usable_from: date
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Taken:
    """So many points out of one lot."""

    lot_id: int
    points: int


def earned(
    rules: Sequence[Rule],
    lines: Sequence[EarningLine],
    paid_otherwise: int,
    tier: TierBenefit | None,
    day: date,
) -> tuple[Earned, ...]:
    """Tell what each rule gives for a sale, rounded down once per sale and rule (P2, P3, P13, P14).

    `paid_otherwise` is what points and store credit paid; every line bears its part of it.
    """
    whole = sum(line.amount for line in lines)
    paid = min(max(whole - paid_otherwise, 0), whole)
    if paid <= 0:
        return ()
    found = (_by_rule(rule, lines, (paid, whole), tier, day) for rule in rules)
    return tuple(one for one in found if one is not None)


def earns_on(rule: Rule, line: EarningLine) -> int:
    """Tell the smallest units of a line on which a rule gives points, before what was paid otherwise."""
    if not line.earns:
        return 0
    net = line.amount - line.tax
    least, cost = rule.least_margin, line.cost_total
    # Compared as whole numbers: what is left over, as a part of the price, is less than the least margin.
    if least is not None and cost is not None and (net - cost) * _WHOLE_MARGIN < least * net:
        return 0
    return max(line.amount if rule.on_tax else net, 0)


def times(rule: Rule, line: EarningLine, tier: TierBenefit | None, day: date) -> int:
    """Tell how many times the points a line gets, in parts of `USUAL_TIMES`: shelf, goods, tier and weekday.

    What a rule says of a tier stands in the place of what the tier itself says, and what it says of a nearer
    shelf in the place of what it says of one above.
    """
    known = rule.multipliers
    if not known:
        return AS_USUAL**3 * _tier_percent(rule, tier)
    by_shelf = {one.category_id: one.percent for one in known if one.category_id is not None}
    by_goods = {one.product_id: one.percent for one in known if one.product_id is not None}
    by_day = {one.weekday: one.percent for one in known if one.weekday is not None}
    shelf = next((by_shelf[one] for one in line.shelves if one in by_shelf), AS_USUAL)
    goods = AS_USUAL if line.product_id is None else by_goods.get(line.product_id, AS_USUAL)
    return shelf * goods * _tier_percent(rule, tier) * by_day.get(day.weekday(), AS_USUAL)


def spend(lots: Iterable[Lot], points: int) -> tuple[Taken, ...]:
    """Choose which lots points come from: soonest to expire, then older, never-expiring last (P4).

    The lots are those that can be used; raises NoPoints or PointsShort.
    """
    if points <= 0:
        raise NoPoints
    ordered = in_order(lots)
    taken = take(ordered, points)
    if sum(one.points for one in taken) < points:
        raise PointsShort(have=sum(lot.rest for lot in ordered), asked=points)
    return taken


def take(lots: Iterable[Lot], points: int) -> tuple[Taken, ...]:
    """Take points from lots in the order in which they are given, as far as there are any."""
    taken: list[Taken] = []
    for lot in lots:
        part = min(lot.rest, points)
        if part > 0:
            taken.append(Taken(lot.id, part))
            points -= part
    return tuple(taken)


def _by_rule(
    rule: Rule, lines: Sequence[EarningLine], share: tuple[int, int], tier: TierBenefit | None, day: date
) -> Earned | None:
    """Reckon with one division of whole numbers, so that it is rounded once (P3)."""
    paid, whole = share
    bases = [earns_on(rule, line) for line in lines]
    base = sum(bases) * paid
    if not base or base < rule.minimum * whole:
        return None
    gained = sum(
        amount * times(rule, line, tier, day) for line, amount in zip(lines, bases, strict=True) if amount
    )
    points = min(gained * rule.points * paid // (rule.per_amount * whole * USUAL_TIMES), MOST_EARNED)
    if points <= 0:
        return None
    usable_from = first_day(day, rule.pending_days)
    ends = last_day(rule.expiry, rule.expiry_days, usable_from, rule.calendar)
    return Earned(rule.id, rule.name, points, _why(rule, base // whole, points, tier), usable_from, ends)


def _tier_percent(rule: Rule, tier: TierBenefit | None) -> int:
    if tier is None:
        return AS_USUAL
    own = next((one.percent for one in rule.multipliers if one.tier_id == tier.id), None)
    return tier.points_percent if own is None else own


def _why(rule: Rule, base: int, points: int, tier: TierBenefit | None) -> Saying:
    percent = _tier_percent(rule, tier)
    if tier is not None and percent != AS_USUAL:
        return saying(
            "{points} by {rule} for {amount}, at {percent} % with {tier}",
            points=points,
            rule=rule.name,
            amount=Money(base),
            percent=percent,
            tier=tier.name,
        )
    return saying("{points} by {rule} for {amount}", points=points, rule=rule.name, amount=Money(base))
