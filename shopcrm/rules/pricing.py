"""What a basket comes to, and why: every reduction in its fixed order, each one kept with its reason (V5).

Line discount, promotion, benefit of the tier, voucher for goods, percent voucher, discount on the whole
sale, amount voucher; each works on what the ones before left, and nothing falls below zero. What is taken off
the whole is shared out over its lines, so that they add up to the total and tax shrinks with its goods (V10).
Amounts are whole smallest units, rounded half up once for each step and once for the tax of each line. The
same lines and vouchers come to the same whatever the order in which they were entered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shopcrm.rules import pricing_vouchers, tax
from shopcrm.rules.lines import Line, typed_in
from shopcrm.rules.money import Money, Quantity, divide_half_up
from shopcrm.rules.pricing_steps import Idle, Step, StepKind, Work, begin
from shopcrm.rules.promotions import Promotion, Then, best, that_hold
from shopcrm.rules.sayings import saying
from shopcrm.rules.tiers import TierBenefit
from shopcrm.rules.vouchers import Kind, Terms

__all__ = ["Facts", "Idle", "Line", "Priced", "PricedLine", "Step", "StepKind", "price", "typed_in"]

_WHOLE = 10_000
_ORDER = {kind: place for place, kind in enumerate(StepKind)}


@dataclass(frozen=True, slots=True)
class Facts:
    """What a price depends on besides the lines: the moment, the buyer's tier, promotions and vouchers.

    `weekday` is 0 for Monday, `minute` that of the day on the shop's clock, `day_begins` the one with
    which the shop's days begin; `whole_off` is what somebody takes off the whole sale by hand, in smallest
    units.
    """

    day: date
    minute: int
    weekday: int
    promotions: tuple[Promotion, ...] = ()
    tier: TierBenefit | None = None
    vouchers: tuple[Terms, ...] = ()
    whole_off: int = 0
    whole_why: str = ""
    prices_include_tax: bool = True
    day_begins: int = 0


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line with what is paid for it after all was shared out; `tax` is the part of the amount that is."""

    line: Line
    gross: int
    amount: int
    tax: int

    @property
    def net(self) -> int:
        """What is paid for it before tax."""
        return self.amount - self.tax


@dataclass(frozen=True, slots=True)
class Priced:
    """Lines in the order of entry, the steps in the order of reckoning, and what it all comes to.

    `goods` is what the lines came to before anything was taken off; `idle` the vouchers that took nothing.
    """

    lines: tuple[PricedLine, ...]
    steps: tuple[Step, ...]
    goods: int
    total: int
    tax: int
    idle: tuple[Idle, ...] = ()

    @property
    def net(self) -> int:
        """What the sale comes to before tax (N3)."""
        return self.total - self.tax

    @property
    def off(self) -> int:
        """What all steps took off."""
        return sum(step.amount for step in self.steps)


def price(lines: Sequence[Line], facts: Facts) -> Priced:
    """Reckon what lines come to; nothing is ever below zero (V5, V10)."""
    work = begin(lines, facts.day)
    _take_line_discounts(work)
    _take_promotions(work, facts)
    tier = _take_tier(work, facts)
    vouchers = pricing_vouchers.that_may(work, facts.vouchers, tier)
    _take_vouchers(work, vouchers, Kind.GOODS)
    _take_vouchers(work, vouchers, Kind.PERCENT)
    _take_whole(work, facts)
    _take_vouchers(work, vouchers, Kind.AMOUNT)
    return _priced(work, included=facts.prices_include_tax)


def _take_vouchers(work: Work, vouchers: Sequence[Terms], kind: Kind) -> None:
    for terms in vouchers:
        if terms.kind is kind:
            pricing_vouchers.take(work, terms)


def _take_line_discounts(work: Work) -> None:
    for place, line in enumerate(work.lines):
        amount = min(work.rests[place], line.off)
        if amount > 0:
            said = saying("Taken off by hand: {reason}", reason=line.off_why)
            why = said if line.off_why else saying("Taken off by hand")
            _take_off_line(work, place, Step(StepKind.LINE, work.rests[place], amount, why))


def _take_promotions(work: Work, facts: Facts) -> None:
    tier_id = facts.tier.id if facts.tier else None
    then = Then(facts.day, facts.weekday, facts.minute, facts.day_begins)
    promotions = that_hold(facts.promotions, then, tier_id)
    for place, line in enumerate(work.lines if promotions else ()):
        rest = work.rests[place]
        found = best(promotions, line, rest)
        if found is not None:
            one, amount = found
            step = Step(StepKind.PROMOTION, rest, amount, one.why(line, rest), promotion_id=one.id)
            _take_off_line(work, place, step)
            work.promoted[place] = one.name


def _take_off_line(work: Work, place: int, step: Step) -> None:
    work.rests[place] -= step.amount
    entered = work.places[place]
    work.steps.append(Step(step.kind, step.before, step.amount, step.why, entered, step.promotion_id))


def _take_tier(work: Work, facts: Facts) -> str:
    """Take off what the tier gives, and name the tier where that is anything."""
    tier, before = facts.tier, sum(work.rests)
    amount = divide_half_up(before * tier.discount, _WHOLE) if tier else 0
    if tier is None or amount <= 0:
        return ""
    percent = Quantity(tier.discount * 10)
    why = saying("{tier} tier: {percent}% of {amount}", tier=tier.name, percent=percent, amount=Money(before))
    work.take(amount, work.rests)
    work.steps.append(Step(StepKind.TIER, before, amount, why, tier_id=tier.id))
    return tier.name


def _take_whole(work: Work, facts: Facts) -> None:
    before = sum(work.rests)
    amount = min(before, facts.whole_off)
    if amount > 0:
        said = saying("Taken off the whole sale by hand: {reason}", reason=facts.whole_why)
        why = said if facts.whole_why else saying("Taken off the whole sale by hand")
        work.take(amount, work.rests)
        work.steps.append(Step(StepKind.WHOLE, before, amount, why))


def _priced(work: Work, *, included: bool) -> Priced:
    found: list[tuple[int, PricedLine]] = []
    for place, line in enumerate(work.lines):
        rest = work.rests[place]
        part = tax.inside(rest, line.tax_rate) if included else tax.on_top(rest, line.tax_rate)
        amount = rest if included else rest + part
        found.append((work.places[place], PricedLine(line, line.gross, amount, part)))
    lines = tuple(one for _place, one in sorted(found, key=lambda pair: pair[0]))
    steps = sorted(work.steps, key=lambda step: (_ORDER[step.kind], -1 if step.line is None else step.line))
    return Priced(
        lines=lines,
        steps=tuple(steps),
        goods=sum(line.gross for line in lines),
        total=sum(line.amount for line in lines),
        tax=sum(line.tax for line in lines),
        idle=tuple(sorted(work.idle, key=lambda one: one.voucher_id)),
    )
