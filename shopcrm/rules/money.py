"""Money is a whole number of the smallest unit of the shop's currency; toman is only a way to show rial.

Rounding happens half up, away from zero, and only where a function says so.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

THOUSANDTHS = 1000
"""Quantities are whole thousandths of the product's unit."""


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency and how many decimal digits its smallest unit lies below the unit that people say.

    `exponent` is 2 for pounds (pence), 0 for rial; toman is rial shown with exponent 1 and no decimals.
    """

    code: str
    exponent: int
    english: str
    persian: str
    shown_exponent: int = 0

    @property
    def decimals(self) -> int:
        """Digits after the point when an amount is shown."""
        return self.exponent - self.shown_exponent


CURRENCIES: dict[str, Currency] = {
    c.code: c
    for c in (
        Currency("IRR", 0, "rial", "ریال"),
        Currency("IRT", 1, "toman", "تومان", shown_exponent=1),
        Currency("GBP", 2, "£", "پوند"),
        Currency("EUR", 2, "€", "یورو"),
        Currency("USD", 2, "$", "دلار"),
        Currency("AED", 2, "AED", "درهم"),
        Currency("TRY", 2, "TL", "لیر"),
        Currency("AFN", 2, "AFN", "افغانی"),
        Currency("IQD", 3, "IQD", "دینار عراق"),
        Currency("TJS", 2, "TJS", "سامانی"),
        Currency("JPY", 0, "¥", "ین"),
    )
}
"""What a shop can choose; IRT stores rial and shows toman (10 rial)."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the smallest unit of the shop's currency, marked so that a sentence shows it as money."""

    amount: int

    def __str__(self) -> str:
        return str(self.amount)


@dataclass(frozen=True, slots=True)
class Quantity:
    """Thousandths of a unit, marked so that a sentence shows them as a quantity with the unit's name."""

    thousandths: int
    unit: str = ""

    def __str__(self) -> str:
        whole, rest = divmod(abs(self.thousandths), THOUSANDTHS)
        shown = f"{whole}.{rest:03d}".rstrip("0") if rest else str(whole)
        return f"{'-' if self.thousandths < 0 else ''}{shown} {self.unit}".strip()


def half_up(value: Decimal) -> int:
    """Round to a whole number, halves away from zero."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def divide_half_up(dividend: int, divisor: int) -> int:
    """Divide whole numbers and round halves away from zero; `divisor` is positive."""
    sign = -1 if dividend < 0 else 1
    return sign * ((2 * abs(dividend) + divisor) // (2 * divisor))


def line_total(price: int, quantity: int) -> int:
    """Multiply a price (smallest units) by a quantity (thousandths) and round half up to smallest units."""
    return divide_half_up(price * quantity, THOUSANDTHS)


def to_smallest(amount: Decimal, currency: Currency) -> int:
    """Turn an amount as people say it (pounds, toman) into smallest units, rounded half up."""
    return half_up(amount.scaleb(currency.exponent))
