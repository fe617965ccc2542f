"""What is typed on the line of goods, and what is likely put on the counter."""

import pytest

from shopcrm.desk.counter_typed import Entry, QuantityRefused, amount_of, percent_of, quantity_of, read
from shopcrm.desk.dialogs.cash import likely_notes
from shopcrm.rules.money import CURRENCIES

TOMAN, POUND = CURRENCIES["IRT"], CURRENCIES["GBP"]


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("walnut", Entry(1000, "walnut")),
        ("3*walnut", Entry(3000, "walnut")),
        ("۳*گردو", Entry(3000, "گردو")),
        ("0.75 × W1", Entry(750, "W1")),
        ("1٫5*W1", Entry(1500, "W1")),
        ("2*45000", Entry(2000, "45000")),
        ("1000000*W1", Entry(1_000_000_000, "W1")),
        ("*W1", Entry(1000, "*W1")),
        ("3*", Entry(3000, "")),
        ("Jam 2×50", Entry(1000, "Jam 2×50")),
    ],
)
def test_a_quantity_stands_before_a_star(text: str, entry: Entry) -> None:
    assert read(text) == entry


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("0*W1", "0"),
        ("۰ * W1", "۰"),
        ("0.000×W1", "0.000"),
        ("²*W1", "²"),
        ("3x*W1", "3x"),
        ("two*W1", "two"),
        ("-1*W1", "-1"),
        ("1e2*W1", "1e2"),
        ("1.2345*W1", "1.2345"),
        ("999999999*W1", "999999999"),
        ("6260001234567*W1", "6260001234567"),
    ],
)
def test_what_is_no_quantity_is_never_taken_for_one_piece(text: str, told: str) -> None:
    with pytest.raises(QuantityRefused) as refused:
        read(text)
    assert refused.value.fields["text"] == told


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("45000", 450_000),
        ("45,000", 450_000),
        ("۴۵٬۰۰۰", 450_000),
        ("45.5", 455),
        ("45.55", None),
        ("0", None),
        ("-5", None),
        ("4,50", None),
        ("45000 x", None),
        ("6260001234567", None),
        ("1" * 40, None),
        ("", None),
    ],
)
def test_an_amount_is_read_only_where_it_is_clearly_one(text: str, amount: int | None) -> None:
    assert amount_of(text, TOMAN) == amount


def test_pounds_have_pence() -> None:
    assert amount_of("12.30", POUND) == 1230
    assert amount_of("12.305", POUND) is None


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("10%", 1000),
        ("۱۲٫۵٪", 1250),
        ("%5", 500),
        ("100%", 10_000),
        ("101%", None),
        ("10", None),
        ("-1%", None),
    ],
)
def test_a_percentage_needs_its_sign(text: str, basis: int | None) -> None:
    assert percent_of(text) == basis


@pytest.mark.parametrize(
    ("text", "quantity"),
    [("2", 2000), ("1.25", 1250), ("0", None), ("-1", None), ("x", None), ("1000001", None)],
)
def test_a_quantity_is_more_than_nothing(text: str, quantity: int | None) -> None:
    assert quantity_of(text) == quantity


@pytest.mark.parametrize(
    ("to_pay", "notes"),
    [
        (16_531_400, [17_000_000, 18_000_000, 20_000_000]),
        (1_000_000, [2_000_000, 5_000_000, 10_000_000]),
        (1450, [1500, 1600, 2000]),
        (1, [2, 5, 10]),
    ],
)
def test_the_next_round_amounts_are_likely(to_pay: int, notes: list[int]) -> None:
    found = likely_notes(to_pay)
    assert all(note > to_pay for note in found)
    assert found == sorted(set(found))
    assert found == notes
