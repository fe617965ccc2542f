"""How much of a price is tax: rates in basis points, rounded half up once for each line of a sale (V10)."""

from shopcrm.rules.money import divide_half_up

WHOLE = 10_000
"""Basis points of the whole."""


def inside(amount: int, rate: int) -> int:
    """Tell how much of an amount that includes tax is tax."""
    return divide_half_up(amount * rate, WHOLE + rate)


def on_top(amount: int, rate: int) -> int:
    """Tell how much tax comes on top of an amount that has none."""
    return divide_half_up(amount * rate, WHOLE)
