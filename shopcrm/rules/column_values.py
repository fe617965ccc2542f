"""Guesses which column is what where a file has no headings, by the look of the values."""

import re
from collections.abc import Callable, Sequence
from enum import Enum, auto

from shopcrm.rules import cell_dates, cells
from shopcrm.rules.column_names import FileKind
from shopcrm.rules.errors import ShopError
from shopcrm.rules.text import ascii_digits


class Shape(Enum):
    """What the values of a column look like."""

    DATE = auto()
    CLOCK = auto()
    PHONE = auto()
    EMAIL = auto()
    CODE = auto()
    """Whole numbers that may name things or count them."""
    NUMBER = auto()
    """Numbers of which some have decimals or signs."""
    MIXED = auto()
    """Letters and digits without blanks."""
    TEXT = auto()
    EMPTY = auto()


_SHARE = 0.9
_LOOK_AT = 300
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_MOBILE = re.compile(r"(?:\+?98|0098|0)?9\d{9}|\+\d{9,14}")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_WHOLE = re.compile(r"\d{1,18}(?:\.0)?")
_MIXED = re.compile(r"(?=.*\d)[\w\-/.]{2,}")
_COMPACT_DAY = re.compile(r"(?:1[34]|19|20)\d{6}")


def shape_of(sample: Sequence[Sequence[str]], column: int) -> Shape:
    """Find the look that nine in ten of a column's values share, blank ones aside."""
    found = [
        _shape(row[column].strip()) for row in sample[:_LOOK_AT] if column < len(row) and row[column].strip()
    ]
    if not found:
        return Shape.EMPTY
    counts = {shape: found.count(shape) / len(found) for shape in set(found)}
    for shape in (Shape.DATE, Shape.CLOCK, Shape.PHONE, Shape.EMAIL, Shape.CODE):
        if counts.get(shape, 0) >= _SHARE:
            return shape
    if counts.get(Shape.NUMBER, 0) + counts.get(Shape.CODE, 0) >= _SHARE:
        return Shape.NUMBER
    codes = (Shape.CODE, Shape.MIXED, Shape.NUMBER, Shape.PHONE)
    return Shape.MIXED if sum(counts.get(shape, 0) for shape in codes) >= _SHARE else Shape.TEXT


def mostly(sample: Sequence[Sequence[str]], column: int, *shapes: Shape) -> bool:
    """Tell whether a column has one of these looks."""
    return shape_of(sample, column) in shapes


def guess_by_values(kind: FileKind, sample: Sequence[Sequence[str]]) -> dict[str, int]:
    """Propose columns (from 0) for the fields of a kind of file by their values alone."""
    width = max(map(len, sample), default=0)
    shapes = [shape_of(sample, column) for column in range(width)]
    if kind is FileKind.SALES:
        return _sales(sample, shapes)
    return _customers(shapes) if kind is FileKind.CUSTOMERS else _goods(sample, shapes)


def _shape(value: str) -> Shape:
    plain = ascii_digits(value)
    tests: tuple[tuple[Shape, Callable[[str], object]], ...] = (
        (Shape.PHONE, lambda text: _MOBILE.fullmatch(text.replace(" ", "").replace("-", ""))),
        (Shape.DATE, _is_day),
        (Shape.CLOCK, _CLOCK.fullmatch),
        (Shape.EMAIL, _EMAIL.fullmatch),
        (Shape.CODE, _WHOLE.fullmatch),
        (Shape.NUMBER, cells.looks_like_number),
        (Shape.MIXED, _MIXED.fullmatch),
    )
    return next((shape for shape, fits in tests if fits(plain)), Shape.TEXT)


def _is_day(text: str) -> bool:
    return cell_dates.looks_like_date(text) and (not text.isdecimal() or bool(_COMPACT_DAY.fullmatch(text)))


def _first(shapes: Sequence[Shape], *wanted: Shape, after: int = -1, but: Sequence[int] = ()) -> int | None:
    places = (i for i, shape in enumerate(shapes) if i > after and i not in but and shape in wanted)
    return next(places, None)


def _filled(mapping: dict[str, int | None]) -> dict[str, int]:
    return {field: place for field, place in mapping.items() if place is not None}


def _sales(sample: Sequence[Sequence[str]], shapes: Sequence[Shape]) -> dict[str, int]:
    day = _first(shapes, Shape.DATE)
    if day is None:
        return {}
    rows = [row for row in sample[:_LOOK_AT] if len(row) == len(shapes)]
    figures = _figures(rows, shapes, day)
    taken = list(figures.values())
    keys = [i for i, s in enumerate(shapes) if s in {Shape.CODE, Shape.MIXED} and i not in taken]
    # An invoice has one day; a customer comes back on others.
    invoice = next((i for i in keys if _follows(rows, i, day) and not _all_differ(rows, i)), None)
    others = [i for i in keys if i != invoice]
    customer = next((i for i in others if i < day), None) if others else None
    codes = [
        i for i in others if i != customer and not (customer is not None and _follows(rows, customer, i))
    ]
    return (
        _filled(
            {
                "invoice": invoice,
                "date": day,
                "time": _first(shapes, Shape.CLOCK),
                "customer": customer,
                "phone": _first(shapes, Shape.PHONE),
                "code": next((i for i in codes if i > day), None),
                "product": _first(shapes, Shape.TEXT),
            }
        )
        | figures
    )


def _figures(rows: Sequence[Sequence[str]], shapes: Sequence[Shape], day: int) -> dict[str, int]:
    """Find quantity, price and amount: the product proves them; else the last number is what was paid."""
    numeric = [i for i, shape in enumerate(shapes) if shape in {Shape.NUMBER, Shape.CODE} and i != day]
    for total in reversed(numeric):
        for count in numeric:
            for price in numeric:
                if (
                    len({total, count, price}) == 3
                    and count < price
                    and _multiplies(rows, count, price, total)
                ):
                    return {"quantity": count, "price": price, "amount": total}
    late = [i for i in numeric if i > day]
    amounts = (
        [i for i in late if shapes[i] is Shape.NUMBER]
        or late[-1:]
        or [i for i in numeric if shapes[i] is Shape.NUMBER]
    )
    if not amounts:
        return {}
    counts = [i for i in late if i < amounts[-1] and shapes[i] is Shape.CODE and _are_small(rows, i)]
    return {"amount": amounts[-1]} | ({"quantity": counts[-1]} if counts else {})


def _customers(shapes: Sequence[Shape]) -> dict[str, int]:
    phones = [i for i, shape in enumerate(shapes) if shape is Shape.PHONE]
    texts = [i for i, shape in enumerate(shapes) if shape is Shape.TEXT]
    return _filled(
        {
            "number": _first(shapes, Shape.CODE, Shape.MIXED),
            "name": texts[0] if texts else None,
            "phone": phones[0] if phones else None,
            "phone_2": phones[1] if len(phones) > 1 else None,
            "email": _first(shapes, Shape.EMAIL),
            "note": texts[1] if len(texts) > 1 else None,
        }
    )


def _goods(sample: Sequence[Sequence[str]], shapes: Sequence[Shape]) -> dict[str, int]:
    code = _first(shapes, Shape.CODE, Shape.MIXED)
    if code is not None and not _all_differ([row for row in sample if code < len(row)], code):
        code = None
    name = _first(shapes, Shape.TEXT)
    after = max(code if code is not None else -1, name if name is not None else -1)
    return _filled(
        {"code": code, "name": name, "price": _first(shapes, Shape.NUMBER, Shape.CODE, after=after)}
    )


def _follows(rows: Sequence[Sequence[str]], key: int, value: int) -> bool:
    """Tell whether each value of one column goes with a single value of another."""
    pairs = {(row[key], row[value]) for row in rows}
    return len(pairs) == len({row[key] for row in rows})


def _all_differ(rows: Sequence[Sequence[str]], column: int) -> bool:
    return len({row[column] for row in rows}) == len(rows)


def _are_small(rows: Sequence[Sequence[str]], column: int) -> bool:
    return all(len(ascii_digits(row[column].strip()).removesuffix(".0")) <= 4 for row in rows)


def _multiplies(rows: Sequence[Sequence[str]], count: int, price: int, total: int) -> bool:
    try:
        fits = [
            abs(cells.number(row[count]) * cells.number(row[price]) - cells.number(row[total])) <= 1
            for row in rows
            if row[count].strip() and row[price].strip() and row[total].strip()
        ]
        varied = len({row[total] for row in rows}) > 2
    except ShopError:
        return False
    return varied and len(fits) > 2 and sum(fits) >= _SHARE * len(fits)
