"""Reads what somebody typed on the line of goods: how many of what, or only an amount."""

import re
from dataclasses import dataclass

from shopcrm.rules import cells
from shopcrm.rules.errors import ShopError
from shopcrm.rules.money import THOUSANDTHS, Currency, to_smallest
from shopcrm.rules.text import ascii_digits

_TIMES = re.compile(r"\s*([\d.,٫/]{1,12})\s*[*×]\s*(.*?)\s*")
_AMOUNT = re.compile(r"\d{1,15}(?:\.\d{1,4})?|\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,4})?")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)\s*%|%\s*(\d{1,3}(?:\.\d{1,2})?)")
_HUNDRED = 10_000
_LARGEST = 10**12
"""No single line of a shop comes to more smallest units; a barcode read as an amount would."""


@dataclass(frozen=True, slots=True)
class Entry:
    """So many thousandths of what the words name."""

    quantity: int
    what: str


def read(text: str) -> Entry:
    """Part "3*walnut" into how many and of what; what names no quantity means one."""
    found = _TIMES.fullmatch(ascii_digits(text))
    if found is not None:
        quantity = quantity_of(found[1])
        if quantity is not None:
            return Entry(quantity, found[2])
    return Entry(THOUSANDTHS, text.strip())


def quantity_of(text: str) -> int | None:
    """Read a quantity above nothing as thousandths, or give None."""
    try:
        quantity = cells.quantity(text.replace("/", "."))
    except ShopError:
        return None
    return quantity if quantity > 0 else None


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
