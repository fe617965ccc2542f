"""What goods are like, found in any spelling."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopcrm.rules import attributes


def _goods(**pairs: object) -> str:
    return json.dumps(pairs, ensure_ascii=False)


@pytest.mark.parametrize(
    ("written", "name", "value"),
    [
        (_goods(size="42"), "size", "42"),
        (_goods(size="۴۲"), "Size", "42"),
        (_goods(Kind="Dark"), "kind", " DARK "),
        (_goods(نوع="تلخ و شيرين"), "نوع", "تلخ و شیرین"),
        (_goods(sugar=True), "sugar", "yes"),
        (_goods(sugar="yes"), "sugar", "true"),
        (_goods(شکر="بله"), "شكر", "yes"),
        (_goods(contains="milk, nuts"), "contains", "nuts"),
        (_goods(contains=["milk", "nuts"]), "contains", "milk"),
        (_goods(size=42), "size", "۴۲"),
    ],
)
def test_C1_a_value_is_found_however_it_is_written(written: str, name: str, value: str) -> None:
    assert attributes.has(written, name, value)


@pytest.mark.parametrize(
    ("written", "name", "value"),
    [
        (_goods(size="42"), "size", "4"),
        (_goods(size="42"), "width", "42"),
        (_goods(sugar=False), "sugar", "yes"),
        (_goods(size=""), "size", ""),
        ("", "size", "42"),
        ("not json", "size", "42"),
        ("[1, 2]", "size", "42"),
    ],
)
def test_what_is_not_there_is_not_found(written: str, name: str, value: str) -> None:
    assert not attributes.has(written, name, value)


def test_plain_words_are_found_among_values_but_not_where_they_are_denied() -> None:
    assert attributes.speak_of(_goods(contains="hazelnuts"), "nuts")
    assert attributes.speak_of(_goods(sugar="yes"), "sugar")
    assert not attributes.speak_of(_goods(diet="sugar-free"), "sugar")
    assert not attributes.speak_of(_goods(sugar="no"), "sugar")


def test_a_name_whose_value_is_yes_is_shown_alone() -> None:
    assert attributes.shown("sugar", "yes") == "sugar"
    assert attributes.shown("size", "42") == "size: 42"


@pytest.mark.parametrize("text", ["size", "=42", "size=", "", " = ", "!=?"])
def test_half_a_pair_is_none(text: str) -> None:
    assert attributes.split(text) == ("", "")


def test_a_pair_is_parted_at_the_first_sign() -> None:
    assert attributes.split(" size = 42 ") == ("size", "42")
    assert attributes.split("formula=a=b") == ("formula", "a=b")


@given(st.text(), st.text(min_size=1), st.text(min_size=1))
def test_any_text_can_be_asked_about(written: str, name: str, value: str) -> None:
    attributes.has(written, name, value)
    attributes.speak_of(written, value)


@given(
    st.text(min_size=1, alphabet="abcآبی ", max_size=8), st.text(min_size=1, alphabet="xyzگچ ", max_size=8)
)
def test_what_is_written_is_found_again(name: str, value: str) -> None:
    if attributes.split(f"{name}={value}") != ("", ""):
        assert attributes.has(json.dumps({name: value}), name, value)
        assert attributes.knows(json.dumps({name: value}), name)
