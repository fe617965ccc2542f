import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopcrm.rules import letters
from shopcrm.rules.letters import (
    RLM,
    BadAddress,
    Field,
    StrayBrace,
    Text,
    TextEmpty,
    UnknownField,
    ValueMissing,
)

VALUES = {field: field.value.upper() for field in Field}


def test_fields_are_filled() -> None:
    text = Text("{goods} is here", "Hello {first_name},\n{goods}: {price}. {shop} {day} {name}")
    assert letters.write(text, VALUES) == Text(
        "GOODS is here", "Hello FIRST_NAME,\nGOODS: PRICE. SHOP DAY NAME"
    )


@pytest.mark.parametrize(
    "text",
    [
        "{nickname}",
        "{}",
        "{0}",
        "{name.__class__}",
        "{name[0]}",
        "{name!r}",
        "{name:>10}",
        "{ name}",
        "{Name}",
        "{نام}",
    ],
)
def test_a_field_that_nobody_fills_is_named_before_sending(text: str) -> None:
    with pytest.raises(UnknownField) as caught:
        letters.check(Text("", "Hello " + text))
    assert caught.value.fields["field"] == text
    assert "{first_name}" in str(caught.value)


@pytest.mark.parametrize("text", ["a { b", "a } b", "{name", "name}", "{{name}", "{na{me}}"])
def test_a_lone_brace_is_an_error(text: str) -> None:
    with pytest.raises((StrayBrace, UnknownField)):
        letters.check(Text("", text))


def test_a_brace_written_twice_is_a_brace() -> None:
    assert letters.write(Text("", "{{goods}} {goods}"), VALUES).body == "{goods} GOODS"


@pytest.mark.parametrize("blank", ["", " ", "\u200f", "\n"])
def test_a_missing_value_is_an_error_and_never_a_blank(blank: str) -> None:
    with pytest.raises(ValueMissing) as caught:
        letters.write(Text("", "It costs {price}."), {**VALUES, Field.PRICE: blank})
    assert caught.value.fields["field"] == "{price}"


def test_a_text_needs_words() -> None:
    with pytest.raises(TextEmpty):
        letters.check(Text("Subject", " \n "))


@given(st.text(), st.text())
def test_what_a_customer_is_called_is_never_read_as_a_field(name: str, goods: str) -> None:
    values = {**VALUES, Field.NAME: name + "x", Field.GOODS: goods + "{price}"}
    written = letters.write(Text("", "{name}|{goods}"), values)
    assert written.body == f"{name}x|{goods}{{price}}"


@given(st.text())
def test_a_subject_is_always_one_line(goods: str) -> None:
    written = letters.write(Text("About {goods}", "."), {**VALUES, Field.GOODS: goods + "x"})
    assert written.subject.splitlines() == [written.subject]


@pytest.mark.parametrize(
    "address",
    [
        "sara@example.com\nBcc: all@example.com",
        "sara@example.com\r\n",
        "sara@example.com\u2028x",
        "sara @example.com",
        "sara@",
        "@example.com",
        "sara",
        "a@b@c",
        "<sara@example.com>",
        "sara@example.com,reza@example.com",
        "sara@example.com;reza@example.com",
        '"x"@example.com',
        "sara@-example.com",
        "sara@exa_mple.com",
        "sara@example..com",
        ".sara@example.com",
        "sa..ra@example.com",
        "سارا@example.com",
        "sara@" + "a" * 64 + ".com",
        "",
    ],
)
def test_an_address_that_could_become_a_header_is_refused(address: str) -> None:
    assert not letters.is_sound(address)
    with pytest.raises(BadAddress):
        letters.sound_address(address)


def test_a_foreign_host_travels_in_ascii() -> None:
    assert letters.sound_address("sara@مثال.ایران") == "sara@xn--mgbh0fb.xn--mgba3a4f16a"
    assert letters.sound_address("a+b.c@mail.example.com") == "a+b.c@mail.example.com"


@given(st.text(alphabet=string.printable + "ی\u2028\x85", max_size=40))
def test_no_sound_address_holds_a_space_or_a_line_end(address: str) -> None:
    if letters.is_sound(address):
        assert letters.sound_address(address).isascii()
        assert not set(letters.sound_address(address)) & set(' \r\n\t<>,;:"()')


def test_persian_lines_begin_at_the_right() -> None:
    marked = letters.right_to_left("سلام\nShopCRM سلام\n\n123\n\u200eABC\u200e رسید")
    assert marked.split("\n") == ["سلام", RLM + "ShopCRM سلام", "", "123", RLM + "\u200eABC\u200e رسید"]
