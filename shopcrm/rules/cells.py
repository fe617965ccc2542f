"""Reads one cell of a table as a person meant it: numbers, money, quantities, codes, yes and no.

Every reading is exact: no amount passes through a float. How commas and points are meant is decided over the
whole column by `decimal_mark`, never cell by cell.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from decimal import Decimal
from typing import Generic, NamedTuple, TypeVar

from shopcrm.rules.errors import BadInput, ShopError
from shopcrm.rules.money import THOUSANDTHS, Currency, divide_half_up
from shopcrm.rules.text import ascii_digits, fold, one_line

Text = TypeVar("Text", bound=Hashable)
Value = TypeVar("Value")

LARGEST = 10**15
"""No amount (smallest units) or quantity (thousandths) of a shop is larger."""
_REMEMBERED = 200_000
_TOMAN = re.compile(r"تومان|تومن|\btom[ae]ns?\b|\birt\b", re.IGNORECASE)
_RIAL = re.compile(r"ری?ال|﷼|\brials?\b|\birr\b", re.IGNORECASE)
_MONEY_WORDS = re.compile(
    r"تومان|تومن|ری?ال|﷼|درهم|دلار|یورو|پوند|\btom[ae]ns?|\brials?|\b(?:irr|irt|gbp|usd|eur|aed|try|afn|iqd|tjs|jpy)"
    r"|(?<=\d)(?:irr|irt|gbp|usd|eur|aed|tl)\b|[$£€¥₺]",
    re.IGNORECASE,
)
_SPELLINGS = str.maketrans(
    {
        "_": "?", "٫": "_", "،": ",", "−": "-", "–": "-", "ي": "ی", "ك": "ک",
        **dict.fromkeys("٬'’ \t\n\u00a0\u2009\u202f\u200c\u200d\u200e\u200f\ufeff"),
        **dict.fromkeys("\u202a\u202b\u202c\u2066\u2067\u2068\u2069"),
    }
)  # fmt: skip
_PLAIN = re.compile(r"-?\d{1,30}(?:\.\d{1,20})?")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{2,3})*[.,]\d{3}")
_SCIENTIFIC = re.compile(r"-?\d(?:\.\d{1,20})?[eE][+-]?\d{1,2}")
_CODE_AS_NUMBER = re.compile(r"(\d+)\.0+")
_GUARD = re.compile(r"'(?='*[=+\-@\t\r＝＋－＠])")
_PARTS = re.compile(r":::|[;؛|\n/،,]")
_QUOTED = re.compile(rf'\s*"((?:[^"]|"")*)"\s*(?:{_PARTS.pattern}|$)')
_YES = frozenset(map(fold, ("yes", "y", "1", "true", "ok", "on", "x", "بله", "بلی", "آری", "دارد", "هست")))
_NO = frozenset(map(fold, ("no", "n", "0", "false", "off", "خیر", "نه", "ندارد", "نیست")))


class NotANumber(BadInput):
    """The cell holds no number."""

    sentence = "{text} is not a number."


class NumberTooLarge(BadInput):
    """No shop has so much."""

    sentence = "{text} is too large."


class QuantityTooFine(BadInput):
    """Quantities end at thousandths."""

    sentence = "{text} is finer than a thousandth of the unit."


class NotYesOrNo(BadInput):
    """Neither yes nor no."""

    sentence = "{text} is neither yes nor no."


class Price(NamedTuple):
    """An exact amount: `mantissa / scale` smallest units; `scale` is a power of ten."""

    mantissa: int
    scale: int

    def rounded(self) -> int:
        """Round half up to whole smallest units."""
        return self.mantissa if self.scale == 1 else divide_half_up(self.mantissa, self.scale)

    def times(self, quantity: int) -> int:
        """Multiply by thousandths of the unit and round once, half up, to whole smallest units."""
        return divide_half_up(self.mantissa * quantity, self.scale * THOUSANDTHS)


class Remembering(dict[Text, "Value | None"], Generic[Text, Value]):
    """A reading of cells that remembers what it read, since values repeat; what cannot be read is None."""

    def __init__(self, read: Callable[[Text], Value]) -> None:
        super().__init__()
        self.read = read

    def __missing__(self, text: Text) -> Value | None:
        try:
            value: Value | None = self.read(text)
        except ShopError:
            value = None
        if len(self) >= _REMEMBERED:
            self.clear()
        self[text] = value
        return value


def decimal_mark(texts: Iterable[str], *, whole: bool = False) -> str:
    """Decide from a column's cells whether its decimals stand behind a point or a comma.

    `whole` says that the currency has no decimals: 12.500 alone then means twelve thousand five hundred.
    """
    votes = {".": 0, ",": 0}
    doubtful = {".": 0, ",": 0}
    for text in texts:
        if "." in text or "," in text or "،" in text:
            bare = _bare_number(text)
            mark = _evidence(bare)
            if mark in votes:
                votes[mark] += 1
            elif mark == "?":
                doubtful["." if "." in bare else ","] += 1
    if votes[","] == votes["."]:
        return "," if whole and not votes["."] and doubtful["."] > doubtful[","] else "."
    return "," if votes[","] > votes["."] else "."


def number(text: str, mark: str = ".") -> Decimal:
    """Read a number in any digits; `mark` is the column's decimal mark. Raises NotANumber."""
    bare = _bare_number(text)
    if bare.startswith("(") and bare.endswith(")"):
        bare = "-" + bare[1:-1]
    elif bare.endswith("-"):
        bare = "-" + bare[:-1]
    bare = bare.removeprefix("+")
    if _SCIENTIFIC.fullmatch(bare):
        return Decimal(bare)
    plain = _plain(bare, mark)
    if not _PLAIN.fullmatch(plain):
        raise NotANumber(text=_shown(text))
    return Decimal(plain)


def quantity(text: str, mark: str = ".") -> int:
    """Read a quantity as thousandths; raises NotANumber, QuantityTooFine, NumberTooLarge."""
    scaled = number(text, mark).scaleb(3)
    if scaled != scaled.to_integral_value():
        raise QuantityTooFine(text=_shown(text))
    if abs(scaled) > LARGEST:
        raise NumberTooLarge(text=_shown(text))
    return int(scaled)


def said_unit(text: str) -> str:
    """Tell whether a heading or a cell speaks of toman ("toman"), rial ("rial") or neither ("")."""
    if _TOMAN.search(text):
        return "toman"
    return "rial" if _RIAL.search(text) else ""


def price(text: str, currency: Currency, mark: str = ".", unit: str = "") -> Price:
    """Read an amount of money exactly; the unit that the cell says wins over `unit`, which its heading says.

    Raises NotANumber, NumberTooLarge.
    """
    value = number(text, mark).scaleb(_exponent(currency, said_unit(text) or unit))
    if abs(value) > LARGEST:
        raise NumberTooLarge(text=_shown(text))
    mantissa, scale = value.as_integer_ratio()
    # The ratio is in lowest terms; a power of ten keeps prices comparable at sight.
    ten = 1
    while ten % scale:
        ten *= 10
    return Price(mantissa * (ten // scale), ten)


def money(text: str, currency: Currency, mark: str = ".", unit: str = "") -> int:
    """Read an amount of money as whole smallest units, rounded half up."""
    return price(text, currency, mark, unit).rounded()


def percentage(text: str) -> int:
    """Read a percentage as hundredths of a percent, rounded half up; raises NotANumber."""
    found = number(text.replace("%", "").replace("٪", ""))
    if not 0 <= found <= 100:
        raise NumberTooLarge(text=_shown(text))
    return Price(*(found * 100).as_integer_ratio()).rounded()


def code(text: str) -> str:
    """Read the code of a thing: plain digits, no blanks around, leading zeros kept, 17850.0 as 17850."""
    tidy = label(ascii_digits(text))
    as_number = _CODE_AS_NUMBER.fullmatch(tidy)
    return as_number[1] if as_number else tidy


def label(text: str) -> str:
    """Read a name or a line of words, without the apostrophe that guards a table against formulas."""
    if text.isalnum():
        return text
    return one_line(unguarded(text))


def unguarded(text: str) -> str:
    """Take away the apostrophe that guards a table against formulas; `writing.safe` puts it there."""
    return text[1:] if text.startswith("'") and _GUARD.match(text) else text


def guarded(text: str) -> str:
    """Double an apostrophe that would be taken for a guard, where none is put in front of formulas."""
    return f"'{text}" if text.startswith("'") and _GUARD.match(text) else text


def several(text: str) -> tuple[str, ...]:
    """Part a cell that holds several things, each once, in order; what stands in quotes stays whole."""
    whole = unguarded(text)
    parts = _unquoted(whole) if '"' in whole else _PARTS.split(whole)
    return tuple(dict.fromkeys(found for part in parts if (found := one_line(part))))


def joined(things: Iterable[str]) -> str:
    """Write several things into one cell, so that `several` reads the same ones."""
    return ", ".join(_quoted(thing) if _PARTS.search(thing) or '"' in thing else thing for thing in things)


def yes_or_no(text: str) -> bool:
    """Read a yes or no in either language; raises NotYesOrNo."""
    folded = fold(text)
    if folded in _YES:
        return True
    if folded in _NO:
        return False
    raise NotYesOrNo(text=_shown(text))


def looks_like_number(text: str) -> bool:
    """Tell whether a cell could be a number."""
    try:
        number(text.replace("%", "").replace("٪", ""))
    except ShopError:
        return False
    return True


def _quoted(thing: str) -> str:
    return '"' + thing.replace('"', '""') + '"'


def _unquoted(text: str) -> Iterator[str]:
    place = 0
    while place < len(text):
        if quoted := _QUOTED.match(text, place):
            yield quoted[1].replace('""', '"')
            place = quoted.end()
            continue
        end = _PARTS.search(text, place)
        yield text[place : end.start() if end else None]
        place = end.end() if end else len(text)


def _shown(text: str) -> str:
    tidy = one_line(text)
    return tidy if len(tidy) <= 40 else tidy[:39] + "…"


def _exponent(currency: Currency, unit: str) -> int:
    if currency.code in {"IRR", "IRT"} and unit:
        return 1 if unit == "toman" else 0
    return currency.exponent


def _bare_number(text: str) -> str:
    """Leave digits, signs, brackets, points, commas and `_` for the Persian decimal mark."""
    tidy = ascii_digits(text).translate(_SPELLINGS)
    return (
        tidy
        if tidy.isascii() and not tidy.upper().isupper() and "$" not in tidy
        else _MONEY_WORDS.sub("", tidy)
    )


def _plain(bare: str, mark: str) -> str:
    """Write a bare number with a point for the decimals and nothing between the thousands."""
    if "_" in bare:
        return bare.replace(",", "").replace(".", "").replace("_", ".")
    points, commas = bare.count("."), bare.count(",")
    if points and commas:
        decimal = max(".", ",", key=bare.rfind)
        other = "," if decimal == "." else "."
        return bare.replace(other, "").replace(decimal, ".")
    if not points and not commas:
        return bare
    only = "." if points else ","
    if _groups(bare, only) and (only != mark or bare.count(only) > 1):
        return bare.replace(only, "")
    return bare.replace(",", ".")


def _groups(bare: str, only: str) -> bool:
    unsigned = bare.lstrip("-")
    return bool(_GROUPED.fullmatch(unsigned)) and not (unsigned.startswith("0") and unsigned.count(only) == 1)


def _evidence(bare: str) -> str:
    """Give the mark that this number proves to be the decimal one, `?` for doubt, or nothing."""
    points, commas = bare.count("."), bare.count(",")
    if points and commas:
        return max(".", ",", key=bare.rfind)
    if not points and not commas:
        return ""
    only = "." if points else ","
    if points + commas > 1:
        return "," if points else "."
    return "?" if _groups(bare.strip("()-+"), only) else only
