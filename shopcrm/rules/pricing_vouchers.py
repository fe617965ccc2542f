"""What vouchers take off a basket: free goods, percentages and amounts, each on the goods it is for (V5).

A voucher that takes nothing off is not used up; it says why it lies idle.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from shopcrm.rules.money import Money, Quantity
from shopcrm.rules.pricing_steps import Idle, Step, StepKind, Work
from shopcrm.rules.sayings import Saying, saying
from shopcrm.rules.voucher_codes import masked
from shopcrm.rules.vouchers import (
    Kind,
    Terms,
    counts_for_minimum,
    reduction,
    refusal,
    shares,
    sort_out,
    units,
)

_STEPS = {
    Kind.GOODS: StepKind.GOODS_VOUCHER,
    Kind.PERCENT: StepKind.PERCENT_VOUCHER,
    Kind.AMOUNT: StepKind.AMOUNT_VOUCHER,
}


@dataclass(frozen=True, slots=True)
class _Left:
    """What earlier steps left of a line: units that no voucher gave yet, and what is to be paid for them."""

    product_id: int | None
    name: str
    shelves: tuple[int, ...]
    quantity: int
    amount: int


def that_may(work: Work, vouchers: Sequence[Terms], tier: str) -> tuple[Terms, ...]:
    """Keep the vouchers whose goods are there, come to their minimum, and may be used together (V6).

    What the goods come to is looked at before any voucher took something off. `tier` names the tier whose
    benefit was taken.
    """
    if not vouchers:
        return ()
    basket = _left(work)
    fitting: list[Terms] = []
    for terms in vouchers:
        why = refusal(terms, terms.customer_id, work.day, basket)
        if why is None:
            fitting.append(terms)
        else:
            missing = terms.minimum - counts_for_minimum(basket, terms)
            work.idle.append(Idle(terms.id, why, max(0, missing)))
    kept, refused = sort_out(fitting, sorted(set(work.promoted.values())), tier)
    work.idle.extend(Idle(terms.id, why) for terms, why in refused)
    return kept


def take(work: Work, terms: Terms) -> None:
    """Take off what a voucher gives, from the goods it is for."""
    basket = _left(work)
    parts = shares(basket, terms)
    before, amount = sum(parts), reduction(basket, terms)
    is_service = terms.kind is Kind.GOODS and terms.product_id is None
    if not amount and not is_service:
        said = saying(
            "Nothing is left for the voucher {code} to take off. Leave it out.", code=terms.shown_code
        )
        work.idle.append(Idle(terms.id, said))
        return
    why = _give(work, basket, terms) if terms.kind is Kind.GOODS else _why(terms, before, amount)
    borne = work.take(amount, parts)
    step = Step(_STEPS[terms.kind], before, amount, why, voucher_id=terms.id, shares=borne)
    work.steps.append(step)


def _left(work: Work) -> list[_Left]:
    return [
        _Left(line.product_id, line.name, line.shelves, line.quantity - work.free[place], work.rests[place])
        for place, line in enumerate(work.lines)
    ]


def _give(work: Work, basket: Sequence[_Left], terms: Terms) -> Saying:
    """Note which units a voucher gives, so that another one gives others, and say what it gives."""
    given = units(basket, terms)
    work.free = [had + more for had, more in zip(work.free, given, strict=True)]
    code = masked(terms.code)
    if terms.product_id is None:
        return saying("Voucher {code}: {words}", code=code, words=terms.words)
    line = next(line for line, much in zip(work.lines, given, strict=True) if much)
    return saying(
        "Voucher {code}: {quantity} of {goods} free",
        code=code,
        quantity=Quantity(sum(given), line.unit),
        goods=line.name,
    )


def _why(terms: Terms, before: int, amount: int) -> Saying:
    code = masked(terms.code)
    if terms.kind is Kind.AMOUNT:
        return saying("Voucher {code}: {amount} off", code=code, amount=Money(terms.value))
    percent, of = Quantity(terms.value * 10), Money(before)
    if terms.most == amount:
        return saying(
            "Voucher {code}: {percent}% of {amount}, at most {most}",
            code=code,
            percent=percent,
            amount=of,
            most=Money(amount),
        )
    return saying("Voucher {code}: {percent}% of {amount}", code=code, percent=percent, amount=of)
