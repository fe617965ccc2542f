"""How what is left of a sale is paid: cash, card, transfer or the customer's tab, down to the last unit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shopcrm.rules.errors import BadInput
from shopcrm.rules.money import Money
from shopcrm.rules.sayings import saying

CASH, CARD, TRANSFER, TAB = "cash", "card", "transfer", "tab"
CREDIT, POINTS = "credit", "points"
KINDS = (CASH, CARD, TRANSFER, TAB)
"""What somebody can pay with at the counter; store credit and points are reckoned before."""


class PaymentUnknown(BadInput):
    """Nobody pays so."""

    sentence = "A sale is paid by {kinds}, not by {kind}. Nothing was sold."


class PaymentRefused(BadInput):
    """Less than nothing, or the rest twice."""

    sentence = (
        "A payment is more than nothing, and only one of several can be for all the rest. Nothing was sold."
    )


class PaidTooLittle(BadInput):
    """Something is left to pay."""

    sentence = "{missing} of the sale are not paid. Nothing was sold. Say how they are paid."


class PaidTooMuch(BadInput):
    """More would be paid than the sale comes to."""

    sentence = (
        "The payments come to {over} more than there is to pay. Nothing was sold. "
        "Only cash can be given back."
    )


class HandedTooLittle(BadInput):
    """The cash on the counter is less than what is paid with it."""

    sentence = "{handed} is less than the {amount} to pay in cash. Nothing was sold."


@dataclass(frozen=True, slots=True)
class Tender:
    """One way in which a sale is to be paid; `amount` None is all that is left.

    Of cash more may be given than there is to pay; `handed` is what was put on the counter.
    """

    kind: str
    amount: int | None = None
    handed: int | None = None


@dataclass(frozen=True, slots=True)
class Paid:
    """What one payment comes to; `points` counts the points that paid, `voucher_id` names store credit."""

    kind: str
    amount: int
    handed: int | None = None
    points: int | None = None
    voucher_id: int | None = None

    @property
    def change(self) -> int:
        """The cash that is given back."""
        return 0 if self.handed is None else self.handed - self.amount


def settle(tenders: Sequence[Tender], to_pay: int) -> tuple[Paid, ...]:
    """Work out what each tender pays of an amount; together they pay it exactly.

    Raises PaymentUnknown, PaymentRefused, PaidTooLittle, PaidTooMuch or HandedTooLittle.
    """
    _check(tenders)
    left = to_pay
    paid: dict[int, Paid] = {}
    # What cannot be given back comes first, then cash, then whatever is to take the rest.
    for place in sorted(range(len(tenders)), key=lambda place: _turn(tenders[place])):
        one = tenders[place]
        amount = left if one.amount is None else one.amount
        if one.kind == CASH:
            paid[place] = _cash(one, amount, left)
        elif amount > left:
            raise PaidTooMuch(over=Money(amount - left))
        else:
            paid[place] = Paid(one.kind, amount)
        left -= paid[place].amount
    if left:
        raise PaidTooLittle(missing=Money(left))
    return tuple(one for _place, one in sorted(paid.items()) if one.amount)


def _cash(tender: Tender, amount: int, left: int) -> Paid:
    paid = Paid(CASH, min(amount, left), tender.handed)
    if tender.handed is None and amount > left:
        paid = replace(paid, handed=amount)
    if paid.handed is not None and paid.handed < paid.amount:
        raise HandedTooLittle(handed=Money(paid.handed), amount=Money(paid.amount))
    return paid


def _turn(tender: Tender) -> int:
    if tender.amount is None:
        return 2
    return 1 if tender.kind == CASH else 0


def _check(tenders: Sequence[Tender]) -> None:
    for one in tenders:
        if one.kind not in KINDS:
            raise PaymentUnknown(kind=one.kind, kinds=saying("cash, card, transfer or tab"))
    below = any((one.amount or 0) < 0 or (one.handed or 0) < 0 for one in tenders)
    if below or sum(one.amount is None for one in tenders) > 1:
        raise PaymentRefused
