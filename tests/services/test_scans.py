"""A scanned code means one person or one product, whatever it was typed as (C4, S1)."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopcrm.rules.text import persian_digits
from shopcrm.services import cards, scans
from shopcrm.services.scans import CodeUnknown, Scanned, What
from shopcrm.services.shop import Shop
from tests import makers

BARCODE = "6260001234567"


def test_C4_a_card_finds_its_person_in_any_digits(shop: Shop) -> None:
    sara = makers.customer(shop)
    number = shop.do(cards.give, sara, "20261122")
    for written in (number, persian_digits(number)):
        assert shop.ask(scans.what_is, (written,)) == Scanned(What.CUSTOMER, sara, written)


def test_C2_an_old_card_and_that_of_a_merged_person_find_whoever_stayed(shop: Shop) -> None:
    sara, gone = makers.customer(shop), makers.customer(shop, name="Sarah")
    old, others = shop.do(cards.give, sara, "20261122"), shop.do(cards.give, gone, "20261133")
    shop.do(cards.replace, sara, "lost")
    makers.merged(shop, gone, sara)
    for number in (old, others):
        assert shop.ask(scans.what_is, (number,)).id == sara


def test_a_barcode_and_a_code_find_goods(shop: Shop) -> None:
    walnuts = makers.product(shop, code="W-17", barcodes=(BARCODE,))
    for written in (BARCODE, persian_digits(BARCODE), "W-17"):
        found = shop.ask(scans.what_is, (written,))
        assert (found.what, found.id) == (What.GOODS, walnuts)


def test_of_several_readings_the_first_that_anything_has_counts(shop: Shop) -> None:
    walnuts = makers.product(shop, barcodes=(BARCODE,))
    sara = makers.customer(shop)
    shop.do(cards.give, sara, "20261122")
    assert shop.ask(scans.what_is, ("nothing", BARCODE)).id == walnuts
    assert shop.ask(scans.what_is, (BARCODE, "20261122")).what is What.CUSTOMER


@pytest.mark.parametrize("readings", [(), ("99999999",), ("99999999", "x")])
def test_what_nobody_has_is_said_with_the_code(shop: Shop, readings: tuple[str, ...]) -> None:
    makers.customer(shop)
    with pytest.raises(CodeUnknown) as raised:
        shop.ask(scans.what_is, readings)
    assert (readings[0] if readings else "") in str(raised.value)


def test_any_text_is_a_thing_or_unknown(shop: Shop) -> None:
    makers.product(shop, barcodes=(BARCODE,))

    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.text(max_size=40), max_size=3))
    def check(readings: list[str]) -> None:
        with suppress(CodeUnknown):
            assert shop.ask(scans.what_is, readings).what is What.GOODS

    check()
