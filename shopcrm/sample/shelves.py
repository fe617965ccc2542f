"""What the sample shop sells: some four hundred goods on their shelves, with prices as they were in 2026."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shopcrm.sample import shelf_kitchen, shelf_nuts, shelf_sweets

TOMAN = 10
"""Rials in a toman."""
_ROUND = 10_000
"""Prices end on whole thousands of toman."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A form in which goods are sold: words for it, its share of the price of a kilogram, its unit if any."""

    english: str
    persian: str
    share: float
    unit: str = ""
    attribute: tuple[str, str, str, str] | None = None


_KINDS = {
    "plain": Kind("", "", 1.0),
    "prem": Kind("premium", "ممتاز", 1.35, "", ("grade", "premium", "درجه", "ممتاز")),
    "raw": Kind("raw", "خام", 1.0, "", ("roasting", "raw", "برشتگی", "خام")),
    "roast": Kind("roasted", "بوداده", 1.05, "", ("roasting", "roasted", "برشتگی", "بوداده")),
    "salt": Kind("salted", "شور", 1.05, "", ("flavour", "salted", "طعم", "شور")),
    "lemon": Kind("with lemon", "لیمویی", 1.07, "", ("flavour", "lemon", "طعم", "لیمویی")),
    "saffron": Kind("with saffron", "زعفرانی", 1.15, "", ("flavour", "saffron", "طعم", "زعفرانی")),
    "hot": Kind("hot", "تند", 1.05, "", ("flavour", "hot", "طعم", "تند")),
    "sf": Kind("sugar-free", "بدون شکر", 1.15, "", ("diet", "sugar-free", "رژیم", "بدون شکر")),
    "100": Kind("100 g pack", "بستهٔ ۱۰۰ گرمی", 0.11, "pc", ("pack", "100 g", "بسته", "۱۰۰ گرم")),
    "250": Kind("250 g pack", "بستهٔ ۲۵۰ گرمی", 0.265, "pc", ("pack", "250 g", "بسته", "۲۵۰ گرم")),
    "500": Kind("500 g pack", "بستهٔ ۵۰۰ گرمی", 0.52, "pc", ("pack", "500 g", "بسته", "۵۰۰ گرم")),
    "jar": Kind("350 g jar", "شیشهٔ ۳۵۰ گرمی", 0.4, "pc", ("pack", "350 g", "بسته", "۳۵۰ گرم")),
    "box": Kind("boxed", "جعبه‌ای", 0.7, "pc", ("pack", "box", "بسته", "جعبه")),
    "bag": Kind("10 kg bag", "کیسهٔ ۱۰ کیلویی", 9.6, "pc", ("pack", "10 kg", "بسته", "۱۰ کیلو")),
}
_SORTS = {
    "Dark chocolate": ("kind", "dark", "نوع", "تلخ"),
    "Milk chocolate": ("kind", "milk", "نوع", "شیری"),
    "White chocolate": ("kind", "white", "نوع", "سفید"),
}
_UNITS = {("kg", "en"): "kg", ("kg", "fa"): "کیلو", ("pc", "en"): "piece", ("pc", "fa"): "عدد"}


@dataclass(frozen=True, slots=True)
class Ware:
    """Something the sample shop sells, before it has an id; price in rial for one unit."""

    code: str
    name: str
    path: str
    unit: str
    weighed: bool
    price: int
    fame: float
    group: str
    seasons: tuple[str, ...]
    traits: frozenset[str]
    attributes: tuple[tuple[str, str], ...]
    barcodes: tuple[str, ...]


def wares(language: str) -> list[Ware]:
    """List everything the shop sells, in one language."""
    found: list[Ware] = []
    for heading, line in _lines():
        english, persian, price, fame, kinds = line
        for kind in kinds.split():
            found.append(
                _ware(len(found), heading, (english, persian), int(price), float(fame), kind, language)
            )
    return found


def ean13(number: int) -> str:
    """Make the in-store barcode of a number below ten thousand millions: 20, the number, the check digit."""
    digits = f"20{number:010d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def _lines() -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    heading: Sequence[str] = ()
    for text in (shelf_nuts.SHELVES, shelf_sweets.SHELVES, shelf_kitchen.SHELVES):
        for line in text.strip().splitlines():
            cells = [cell.strip() for cell in line.removeprefix("@").split("|")]
            if line.startswith("@"):
                heading = cells
            else:
                yield heading, cells


def _ware(
    place: int,
    heading: Sequence[str],
    names: tuple[str, str],
    price: int,
    fame: float,
    kind: str,
    language: str,
) -> Ware:
    form = _KINDS[kind]
    persian = language == "fa"
    unit = form.unit or heading[2]
    share = form.share if heading[2] == "kg" or not form.unit else 1.0
    tail = (form.english, form.persian)[persian]
    between = " " if persian else ", "
    exact = price * 1_000 * TOMAN * share
    return Ware(
        code=str(1001 + place),
        name=f"{names[persian]}{between}{tail}" if tail else names[persian],
        path=heading[persian],
        unit=_UNITS[unit, language],
        weighed=unit == "kg",
        price=round(exact / _ROUND) * _ROUND,
        fame=fame / (1.0 + 0.5 * (form.share > 1.2)),
        group=heading[3],
        seasons=tuple(heading[4].split()) if len(heading) > 4 else (),
        traits=_traits(kind, names[0]),
        attributes=(*_attributes(form, persian=persian), *_sort(names[0], persian=persian)),
        barcodes=(ean13(1001 + place), ean13(50_001 + place)) if place % 9 == 0 else (ean13(1001 + place),),
    )


def _traits(kind: str, english: str) -> frozenset[str]:
    dear = kind == "prem" or any(word in english for word in ("Mamra", "Piarom", "Akbari", "Super negin"))
    return frozenset({kind, *(["prem"] if dear else [])})


def _sort(english: str, *, persian: bool) -> tuple[tuple[str, str], ...]:
    """Tell dark from milk and white where goods come in such sorts."""
    found = (sort for beginning, sort in _SORTS.items() if english.startswith(beginning))
    return tuple((sort[2:] if persian else sort[:2]) for sort in found)


def _attributes(form: Kind, *, persian: bool) -> tuple[tuple[str, str], ...]:
    if form.attribute is None:
        return ()
    pair = form.attribute[2:] if persian else form.attribute[:2]
    return ((pair[0], pair[1]),)
