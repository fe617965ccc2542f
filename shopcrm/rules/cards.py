"""Numbers of customer cards: ten digits, the last of which betrays a slip of the finger or of the reader.

The check digit is Damm's: it notices every single wrong digit and every swap of two neighbours.
"""

from shopcrm.rules.errors import BadInput
from shopcrm.rules.text import ascii_digits, one_line

LENGTH = 10
LONGEST_NUMBER = 40
_TABLE = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
"""Damm's table of order ten: no row or column has a digit twice, and no two neighbours may change places."""


class NotACard(BadInput):
    """The text cannot be the number of a card."""

    sentence = "{text} is not a card number. Nothing was saved. Scan the card again."


def check_digit(digits: str) -> str:
    """Give the digit that stands behind these ASCII digits."""
    held = "0"
    for digit in digits:
        held = _TABLE[int(held)][int(digit)]
    return held


def number_of(digits: str) -> str:
    """Make the number of a card from nine digits."""
    return digits + check_digit(digits)


def is_ours(number: str) -> bool:
    """Tell whether a tidy number is one that the shop's own cards could have."""
    return number.isascii() and number.isdecimal() and len(number) == LENGTH and check_digit(number) == "0"


def parse_card(text: str) -> str:
    """Read the number of a card in any writing: any digits, with or without gaps; raises NotACard."""
    number = tidy_card(text)
    if not number or len(number) > LONGEST_NUMBER or not number.isalnum():
        raise NotACard(text=one_line(text)[:LONGEST_NUMBER])
    return number


def tidy_card(text: str) -> str:
    """Drop the gaps and dashes of a number, and read its digits and letters as the shop writes them."""
    return "".join(c for c in ascii_digits(one_line(text)).upper() if not c.isspace() and c not in "-\u200c")
