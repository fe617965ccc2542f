"""Reads what somebody typed on the line of goods: how many of what, or only an amount."""

import re
from dataclasses import dataclass

from shopcrm.rules import cells
from shopcrm.rules.errors import BadInput, ShopError
from shopcrm.rules.money import THOUSANDTHS, Currency, to_smallest
from shopcrm.rules.text import ascii_digits

_TIMES = re.compile(r"\s*([^*×]*[^*×\s])\s*([*×])\s*(.*?)\s*")
_QUANTITY = re.compile(r"[\d.,٫/]{1,12}")
_WORD = re.compile(r"[^\W\d_]{2}")
_AMOUNT = re.compile(r"\d{1,15}(?:\.\d{1,4})?|\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,4})?")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)\s*%|%\s*(\d{1,3}(?:\.\d{1,2})?)")
_HUNDRED = 10_000
_LARGEST = 10**12
"""No single line of a shop comes to more smallest units; a barcode read as an amount would."""
_MOST = 1_000_000 * THOUSANDTHS
"""Nobody sells more of one thing at a counter; a barcode before a star would be read as a quantity."""


class QuantityRefused(BadInput):
    """What stands before the star is no quantity."""

    sentence = (
        "{text} is not a quantity that can be sold. The basket is as it was. "
        "Write 3*name for three, or 0.75*name for a part."
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """So many thousandths of what the words name."""

    quantity: int
    what: str


def read(text: str) -> Entry:
    """Part "3*walnut" into how many and of what; what names no quantity means one.

    Raises QuantityRefused: selling one piece where another number was meant is a sale that nobody made.
    """
    found = _TIMES.fullmatch(ascii_digits(text))
    if found is None or (found[2] == "×" and _WORD.search(found[1])):
        # Goods may be called "Jam 2×50"; nobody counts with words.
        return Entry(THOUSANDTHS, text.strip())
    quantity = quantity_of(found[1]) if _QUANTITY.fullmatch(found[1]) else None
    if quantity is None:
        raise QuantityRefused(text=text[found.start(1) : found.end(1)])
    return Entry(quantity, found[3])


def quantity_of(text: str) -> int | None:
    """Read a quantity above nothing, a million at most, as thousandths, or give None."""
    try:
        quantity = cells.quantity(text.replace("/", "."))
    except ShopError:
        return None
    return quantity if 0 < quantity <= _MOST else None


def amount_of(text: str, currency: Currency) -> int | None:
    """Read an amount above nothing in smallest units; None for anything else, such as a code."""
    plain = ascii_digits(text).strip().replace("٫", ".").replace("٬", ",").replace("،", ",")
    if not _AMOUNT.fullmatch(plain):
        return None
    number = cells.number(plain.replace(",", ""))
    smallest = to_smallest(number, currency)
    if number.scaleb(currency.exponent) != smallest:
        return None
    return smallest if 0 < smallest <= _LARGEST else None


def percent_of(text: str) -> int | None:
    """Read a percentage such as 12.5% in basis points; None for what is none, or not from 0 to 100."""
    found = _PERCENT.fullmatch(ascii_digits(text).replace("٫", ".").replace("٪", "%").strip())
    if found is None:
        return None
    basis = int(cells.number(found[1] or found[2]).scaleb(2))
    return basis if basis <= _HUNDRED else None
