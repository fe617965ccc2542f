"""What a voucher is good for, in front of a basket: its terms, why it cannot be used, and what it works on.

Both its days are included, in shop time (V4); what it may be used together with is a rule of its own (V6).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from shopcrm.rules.money import THOUSANDTHS, Money, divide_half_up
from shopcrm.rules.sayings import Saying, saying
from shopcrm.rules.text import fold
from shopcrm.rules.voucher_codes import shown

WHOLE = 10_000
"""Basis points in a whole."""
MOST_USES = 10_000


class Kind(StrEnum):
    """What a voucher gives."""

    PERCENT = "percent"
    AMOUNT = "amount"
    GOODS = "goods"
    CREDIT = "credit"


class Combines(StrEnum):
    """What else may be used in the same sale (V6); store credit pays and is never in the way."""

    ALL = "all"
    NO_VOUCHER = "no_voucher"
    NO_PROMOTION = "no_promotion"
    ALONE = "alone"


class Reason(StrEnum):
    """Why a voucher exists; one for a complaint is a cost of service, not of loyalty (V9)."""

    POINTS = "points"
    TIER = "tier"
    GAME = "game"
    COMPLAINT = "complaint"
    OCCASION = "occasion"
    CAMPAIGN = "campaign"
    REFERRAL = "referral"
    PARTNER = "partner"
    RETURN = "return"
    BOUGHT = "bought"
    GIFT = "gift"


class State(StrEnum):
    """Where a voucher stands, as people see it."""

    UNUSED = "unused"
    PARTLY_USED = "partly_used"
    USED = "used"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Limit:
    """Goods, or a shelf with all beneath it, that a voucher is for."""

    product_id: int | None = None
    category_id: int | None = None


@dataclass(frozen=True, slots=True)
class Used:
    """When and where a voucher was used: the moment, the till, and the number of the sale."""

    at: datetime
    till: str
    number: str


@dataclass(frozen=True, slots=True)
class Terms:
    """A voucher and its limits, as they stand now.

    `value` is basis points for percent, smallest units for amount and for the credit it began with, and
    thousandths of `product_id` for goods (whole services where `words` describe it). `most` caps a
    percentage, in smallest units. `state` is `blank`, `active` or `withdrawn`; `uses_left` counts its free
    places, `credit_rest` what is left of store credit. `last` is its last use, where none is left.
    """

    id: int
    code: str
    kind: Kind
    value: int
    most: int | None = None
    product_id: int | None = None
    words: str = ""
    from_on: date | None = None
    until_on: date | None = None
    minimum: int = 0
    uses: int = 1
    uses_left: int = 1
    customer_id: int | None = None
    combines: Combines = Combines.ALL
    reason: Reason = Reason.GIFT
    limits: tuple[Limit, ...] = ()
    credit_rest: int = 0
    state: str = "active"
    last: Used | None = None

    @property
    def shown_code(self) -> str:
        """Its code as people read it."""
        return shown(self.code)

    @property
    def is_spent(self) -> bool:
        """Whether nothing is left of it."""
        return self.credit_rest <= 0 if self.kind is Kind.CREDIT else self.uses_left <= 0

    def covers(self, product_id: int | None, shelves: Sequence[int], name: str = "") -> bool:
        """Tell whether it is for these goods; a voucher for a service, whether this is the service's name."""
        if self.kind is Kind.GOODS:
            if self.product_id is None:
                return product_id is None and bool(name) and fold(name) == fold(self.words)
            return product_id == self.product_id
        return not self.limits or any(
            (limit.product_id is not None and limit.product_id == product_id) or limit.category_id in shelves
            for limit in self.limits
        )


class OnSale(Protocol):
    """A line of a basket, as far as a voucher cares; `amount` is what is left of it to pay so far."""

    @property
    def product_id(self) -> int | None:
        """The goods, or None for what was typed in."""

    @property
    def name(self) -> str:
        """What the line says."""

    @property
    def shelves(self) -> tuple[int, ...]:
        """The shelf of the goods and all above it."""

    @property
    def quantity(self) -> int:
        """Thousandths of the unit."""

    @property
    def amount(self) -> int:
        """Smallest units."""


def state_of(terms: Terms, day: date) -> State:
    """Tell where a voucher stands on a day of the shop."""
    if terms.state == "withdrawn":
        return State.WITHDRAWN
    if terms.state == "blank":
        return State.BLANK
    if terms.is_spent:
        return State.USED
    if terms.until_on is not None and day > terms.until_on:
        return State.LAPSED
    begun = terms.credit_rest < terms.value if terms.kind is Kind.CREDIT else terms.uses_left < terms.uses
    return State.PARTLY_USED if begun else State.UNUSED


def refusal(
    terms: Terms, customer_id: int | None, day: date, basket: Sequence[OnSale] | None = None
) -> Saying | None:
    """Say why a voucher cannot be used on a day by somebody (None is the bearer), or None where it can.

    With a basket, its minimum and its goods are looked at too. Both days are included (V4).
    """
    found = _withheld(terms) or _out_of_time(terms, day) or _spent(terms)
    if found is not None:
        return found
    if terms.customer_id is not None and terms.customer_id != customer_id:
        return saying(
            "The voucher {code} is for another customer only. Choose that customer, or leave it out.",
            code=terms.shown_code,
        )
    return None if basket is None else _does_not_fit(terms, basket)


def shares(lines: Sequence[OnSale], terms: Terms) -> tuple[int, ...]:
    """Tell for each line how much of what is left of it the voucher works on, in smallest units.

    A voucher for goods works on as many units as it gives, the dearest first; which line came first does not
    matter. All others work on the whole of what they are for.
    """
    if terms.kind is not Kind.GOODS:
        return tuple(
            line.amount if terms.covers(line.product_id, line.shelves, line.name) else 0 for line in lines
        )
    given = zip(lines, units(lines, terms), strict=True)
    return tuple(divide_half_up(line.amount * much, line.quantity) if much else 0 for line, much in given)


def units(lines: Sequence[OnSale], terms: Terms) -> tuple[int, ...]:
    """Tell for each line how many of its thousandths a voucher for goods gives, the dearest first."""
    left = terms.value if terms.product_id is not None else terms.value * THOUSANDTHS
    given = [0] * len(lines)
    mine = [
        place
        for place, line in enumerate(lines)
        if line.quantity > 0 and terms.covers(line.product_id, line.shelves, line.name)
    ]
    for place in sorted(mine, key=lambda place: _dearest(lines[place])):
        given[place] = min(left, lines[place].quantity)
        left -= given[place]
    return tuple(given)


def goods_amount(lines: Sequence[OnSale], terms: Terms) -> int:
    """Tell on how much of a basket the voucher works, in smallest units."""
    return sum(shares(lines, terms))


def reduction(lines: Sequence[OnSale], terms: Terms) -> int:
    """Tell how much a voucher takes off a basket, in smallest units; never more than it works on.

    A percentage is rounded half up, once. Store credit takes nothing off, it pays.
    """
    base = goods_amount(lines, terms)
    match terms.kind:
        case Kind.PERCENT:
            off = divide_half_up(base * terms.value, WHOLE)
            return min(base, off if terms.most is None else min(off, terms.most))
        case Kind.AMOUNT:
            return min(base, terms.value)
        case Kind.GOODS:
            return base
        case Kind.CREDIT:
            return 0


def counts_for_minimum(lines: Sequence[OnSale], terms: Terms) -> int:
    """Tell what the goods come to that must reach the minimum.

    It is what the voucher is for; for free goods, all that is bought besides them.
    """
    base = goods_amount(lines, terms)
    return sum(line.amount for line in lines) - base if terms.kind is Kind.GOODS else base


def clash(vouchers: Iterable[Terms], promotions: Sequence[str] = (), tier: str = "") -> Saying | None:
    """Say which of some vouchers cannot be used with which other or offer, and why; None where all can (V6).

    `promotions` names the promotions that take something off this sale, `tier` the tier whose benefit does.
    """
    _kept, refused = sort_out(vouchers, promotions, tier)
    return refused[0][1] if refused else None


def sort_out(
    vouchers: Iterable[Terms], promotions: Sequence[str] = (), tier: str = ""
) -> tuple[tuple[Terms, ...], tuple[tuple[Terms, Saying], ...]]:
    """Part vouchers into those that can be used together and those that cannot, each with the reason (V6).

    The older voucher stays, so that it does not matter in which order they were scanned.
    """
    kept: list[Terms] = []
    refused: list[tuple[Terms, Saying]] = []
    for one in sorted(vouchers, key=lambda one: one.id):
        why = _against_offers(one, promotions, tier) or next(
            filter(None, (_pair(one, o) for o in kept)), None
        )
        if why is None:
            kept.append(one)
        else:
            refused.append((one, why))
    return tuple(kept), tuple(refused)


def _withheld(terms: Terms) -> Saying | None:
    if terms.state == "blank":
        return saying(
            "The voucher {code} is not activated yet. Activate it first, under Vouchers.",
            code=terms.shown_code,
        )
    if terms.state == "withdrawn":
        return saying("The voucher {code} was withdrawn. Leave it out.", code=terms.shown_code)
    return None


def _out_of_time(terms: Terms, day: date) -> Saying | None:
    if terms.from_on is not None and day < terms.from_on:
        return saying(
            "The voucher {code} is good from {day} on, not today. Leave it out.",
            code=terms.shown_code,
            day=terms.from_on,
        )
    if terms.until_on is not None and day > terms.until_on and not terms.is_spent:
        return saying(
            "The voucher {code} was good until {day}. Leave it out.",
            code=terms.shown_code,
            day=terms.until_on,
        )
    return None


def _spent(terms: Terms) -> Saying | None:
    if not terms.is_spent:
        return None
    if terms.last is None:
        return saying("Nothing is left on the voucher {code}. Leave it out.", code=terms.shown_code)
    return saying(
        "The voucher {code} was used already: {moment}, till {till}, sale {number}. Leave it out.",
        code=terms.shown_code,
        moment=terms.last.at,
        till=terms.last.till,
        number=terms.last.number,
    )


def _does_not_fit(terms: Terms, basket: Sequence[OnSale]) -> Saying | None:
    code = terms.shown_code
    is_service = terms.kind is Kind.GOODS and terms.product_id is None
    if not is_service and not any(terms.covers(line.product_id, line.shelves, line.name) for line in basket):
        return saying("None of the goods in the basket is what the voucher {code} is for.", code=code)
    reached = counts_for_minimum(basket, terms)
    if reached < terms.minimum:
        return saying(
            "The voucher {code} needs goods for {minimum}; here are {amount}. {missing} are missing.",
            code=code,
            minimum=Money(terms.minimum),
            amount=Money(reached),
            missing=Money(terms.minimum - reached),
        )
    return None


def _against_offers(terms: Terms, promotions: Sequence[str], tier: str) -> Saying | None:
    if terms.combines not in {Combines.NO_PROMOTION, Combines.ALONE} or terms.kind is Kind.CREDIT:
        return None
    if promotions:
        return saying(
            "The voucher {code} cannot be used together with an offer, and {offer} is on. Leave it out.",
            code=terms.shown_code,
            offer=promotions[0],
        )
    if tier and terms.combines is Combines.ALONE:
        return saying(
            "The voucher {code} is only good alone, and the tier {tier} takes something off. Leave it out.",
            code=terms.shown_code,
            tier=tier,
        )
    return None


def _pair(new: Terms, old: Terms) -> Saying | None:
    if Kind.CREDIT in {new.kind, old.kind}:
        return None
    if new.id == old.id:
        return saying("The voucher {code} is in the basket already.", code=new.shown_code)
    strict = next((t for t in (new, old) if t.combines in {Combines.NO_VOUCHER, Combines.ALONE}), None)
    if strict is None:
        return None
    return saying(
        "The vouchers {code} and {other} cannot be used together: {strict} allows no other. Leave one out.",
        code=new.shown_code,
        other=old.shown_code,
        strict=strict.shown_code,
    )


def _dearest(line: OnSale) -> tuple[Fraction, int]:
    return -Fraction(line.amount, line.quantity), line.quantity
