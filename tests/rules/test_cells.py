from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopcrm.rules import cells
from shopcrm.rules.cells import Price
from shopcrm.rules.errors import ShopError
from shopcrm.rules.money import CURRENCIES
from shopcrm.rules.text import persian_digits

GBP, IRR, IRT, JPY = (CURRENCIES[code] for code in ("GBP", "IRR", "IRT", "JPY"))

NUMBERS = {
    "12": "12",
    "+5": "5",
    "-3.50": "-3.50",
    "3.50-": "-3.50",
    "(12)": "-12",
    "−7": "-7",
    "1,234": "1234",
    "1,234,567.89": "1234567.89",
    "1.234.567": "1234567",
    "1.234,56": "1234.56",
    "12,5": "12.5",
    "0,125": "0.125",
    "1,00,000": "100000",
    "1 234 567": "1234567",
    "1'234": "1234",
    "۱۲٬۳۴۵٫۵": "12345.5",
    "٣٫٥": "3.5",
    "۱۲،۳۴۵": "12345",
    "\u200e-4\u200e": "-4",
    "£2.55": "2.55",
    "USD 12": "12",
    "۱۲٬۰۰۰ ریال": "12000",
    "۱۲۰۰تومان": "1200",
    "1e-07": "1E-7",
    "1.5E+05": "1.5E+5",
}


@pytest.mark.parametrize(("text", "value"), NUMBERS.items())
def test_numbers_are_read_as_people_write_them(text: str, value: str) -> None:
    assert cells.number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "-", "abc", "1.2.3", "12:30", "1/2", "12 apples", "٫", "1,2,3", "--4", "1_2", "ab" * 90]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(cells.NotANumber):
        cells.number(text)


def test_the_decimal_mark_is_decided_over_the_column() -> None:
    assert cells.decimal_mark(["1,234", "2,5"]) == ","
    assert cells.decimal_mark(["1,234", "2.5"]) == "."
    assert cells.decimal_mark(["1,234", "5,678"]) == "."
    assert cells.decimal_mark(["1.234.567"]) == ","
    assert cells.decimal_mark(["12.500", "3.000"], whole=True) == ","
    assert cells.decimal_mark(["12.500", "3.5"], whole=True) == "."
    assert cells.decimal_mark(["185,000", "15,000"], whole=True) == "."
    assert cells.decimal_mark([]) == "."
    assert cells.number("1,234", ",") == Decimal("1.234")
    assert cells.number("1.234", ",") == Decimal(1234)


@given(value=st.integers(-(10**12), 10**12), places=st.integers(0, 4), grouped=st.booleans())
def test_numbers_read_the_same_in_both_digits(value: int, places: int, grouped: bool) -> None:  # noqa: FBT001
    number = Decimal(value).scaleb(-places)
    latin = f"{number:,f}" if grouped else f"{number:f}"
    persian = persian_digits(latin).replace(",", "٬").replace(".", "٫")
    assert cells.number(latin) == number
    assert cells.number(persian) == number


@given(st.text(max_size=30))
def test_no_text_breaks_a_reading(text: str) -> None:
    readings: tuple[Callable[[str], object], ...] = (
        cells.number,
        cells.quantity,
        cells.percentage,
        cells.yes_or_no,
        cells.code,
        cells.label,
        cells.several,
        lambda given: cells.price(given, GBP),
        lambda given: cells.decimal_mark([given]),
    )
    for read in readings:
        with suppress(ShopError):
            read(text)


def test_quantities_are_thousandths() -> None:
    assert cells.quantity("2") == 2000
    assert cells.quantity("0.125") == 125
    assert cells.quantity("-۱٫۵") == -1500
    with pytest.raises(cells.QuantityTooFine):
        cells.quantity("0.0001")
    with pytest.raises(cells.NumberTooLarge):
        cells.quantity("1" + "0" * 20)


def test_money_is_exact_smallest_units() -> None:
    assert cells.money("2.55", GBP) == 255
    assert cells.money("2.555", GBP) == 256
    assert cells.money("-2.555", GBP) == -256
    assert cells.money("100", JPY) == 100
    assert cells.price("0.001", GBP) == Price(1, 10)
    with pytest.raises(cells.NumberTooLarge):
        cells.price("9" * 25, GBP)


def test_toman_is_ten_rial_whoever_says_it() -> None:
    assert cells.money("1200", IRR) == 1200
    assert cells.money("1200", IRT) == 12000
    assert cells.money("1200", IRR, unit=cells.said_unit("مبلغ (تومان)")) == 12000
    assert cells.money("1200", IRT, unit=cells.said_unit("Price (Rial)")) == 1200
    assert cells.money("1200 ریال", IRT, unit="toman") == 1200
    assert cells.money("12", GBP, unit="toman") == 1200


@pytest.mark.parametrize(
    ("price", "quantity", "total"),
    [
        ("0.001", 1000, 0),
        ("0.005", 1000, 1),
        ("1.0625", 8000, 850),
        ("-11062.06", 1000, -1106206),
        ("2.55", -1500, -383),
    ],
)
def test_a_price_finer_than_the_smallest_unit_keeps_the_exact_total(
    price: str, quantity: int, total: int
) -> None:
    assert cells.price(price, GBP).times(quantity) == total


def test_codes_keep_their_zeros_and_lose_the_point_of_a_spreadsheet() -> None:
    assert cells.code("17850.0") == "17850"
    assert cells.code(" 007 ") == "007"
    assert cells.code("۱۲۳A") == "123A"
    assert cells.code("1.5") == "1.5"
    assert cells.code("'=1") == "=1"


def test_labels_are_tidy_lines() -> None:
    assert cells.label("  علی\t رضا \n") == "علی رضا"
    assert cells.label("'=SUM") == "=SUM"
    assert cells.label("'tis") == "'tis"


def test_several_things_in_a_cell() -> None:
    assert cells.several("بادام، گردو;بادام\n almonds ,") == ("بادام", "گردو", "almonds")
    assert cells.several("") == ()


def test_yes_and_no() -> None:
    assert cells.yes_or_no("بله")
    assert cells.yes_or_no(" YES ")
    assert not cells.yes_or_no("خیر")
    with pytest.raises(cells.NotYesOrNo):
        cells.yes_or_no("perhaps")


def test_percentages_are_hundredths_of_a_percent() -> None:
    assert cells.percentage("9%") == 900
    assert cells.percentage("۹٫۵٪") == 950
    with pytest.raises(cells.NumberTooLarge):
        cells.percentage("120")


def test_a_reading_remembers_and_forgets_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def read(text: str) -> int:
        asked.append(text)
        return cells.quantity(text)

    known = cells.Remembering(read)
    assert [known["2"], known["2"], known["x"], known["x"]] == [2000, 2000, None, None]
    assert asked == ["2", "x"]
    monkeypatch.setattr(cells, "_REMEMBERED", 2)
    assert known["3"] == 3000
    assert list(known) == ["3"]
