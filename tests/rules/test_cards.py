import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopcrm.rules import cards
from shopcrm.rules.cards import NotACard, parse_card

NINE = st.from_regex(r"[1-8][0-9]{8}", fullmatch=True)


@given(NINE)
def test_every_wrong_digit_and_every_swap_of_neighbours_is_noticed(digits: str) -> None:
    number = cards.number_of(digits)
    assert cards.is_ours(number)
    for place, right in enumerate(number):
        for wrong in "0123456789":
            changed = number[:place] + wrong + number[place + 1 :]
            assert cards.is_ours(changed) == (wrong == right)
        swapped = number[:place] + number[place : place + 2][::-1] + number[place + 2 :]
        assert cards.is_ours(swapped) == (swapped == number)


@pytest.mark.parametrize("text", ["ab 12-34", "AB1234", "ab۱۲۳۴", " ab\u200c1234 "])
def test_a_card_is_read_in_any_writing(text: str) -> None:
    assert parse_card(text) == "AB1234"


@pytest.mark.parametrize("text", ["", "- -", "1" * 41, "12/34"])
def test_what_no_card_has_is_refused(text: str) -> None:
    with pytest.raises(NotACard):
        parse_card(text)


@pytest.mark.parametrize("text", ["", "123", "12345678901", "۱۲۳۴۵۶۷۸۹۰"])
def test_only_ten_digits_can_be_a_card_of_the_shop(text: str) -> None:
    assert not cards.is_ours(text)
