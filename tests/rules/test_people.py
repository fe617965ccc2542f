import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopcrm.rules.people import (
    NotAnAddress,
    NotAPhone,
    called,
    customer_key,
    first_name,
    parse_address,
    parse_phone,
    parse_phones,
    phone_fragment,
    phone_writings,
    shown_name,
)
from shopcrm.rules.text import persian_digits
from shopcrm.rules.wording import Words

SARA = "+989123456789"


@pytest.mark.parametrize(
    "text",
    [
        "09123456789",
        "9123456789",
        "989123456789",
        "00989123456789",
        "+989123456789",
        "+98 (0)912 345 6789",
        "0912-345-6789",
        "0912 345 67 89",
        "0912.345.6789",
        "0912/345/6789",
        "(0912) 3456789",
        "۰۹۱۲۳۴۵۶۷۸۹",
        "٠٩١٢٣٤٥٦٧٨٩",
        "۰۹۱۲ ۳۴۵ ۶۷۸۹",
        "\u200f۰۹۱۲\u200c۳۴۵\u200e۶۷۸۹\u202c",
        "０９１２３４５６７８９",
        "tel:+98-912-345-6789",
        "تلفن: ۰۹۱۲۳۴۵۶۷۸۹",
        "09123456789 داخلی ۱۲",
        "09123456789 ext 12",
        "9123456789.0",
        " 09123456789\t",
    ],
)
def test_a_phone_is_read_however_it_is_written(text: str) -> None:
    assert parse_phone(text, "IR") == SARA


@pytest.mark.parametrize(
    ("text", "region", "e164"),
    [
        ("020 7946 0958", "GB", "+442079460958"),
        ("07700 900123", "GB", "+447700900123"),
        ("+44 7911 123456", "IR", "+447911123456"),
        ("021-88776655", "IR", "+982188776655"),
        ("(202) 555-0123", "US", "+12025550123"),
    ],
)
def test_the_shop_s_country_is_meant_where_none_is_named(text: str, region: str, e164: str) -> None:
    assert parse_phone(text, region) == e164


@pytest.mark.parametrize(
    "text", ["", " ", "Sara", "12345", "88776655", "0912345678", "+", "0" * 200, "9" * 59, "۱۲", "\x00\n"]
)
def test_what_cannot_be_dialled_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(NotAPhone) as caught:
        parse_phone(text, "IR")
    sentence = Words().tell(caught.value)
    assert "0912 345 6789" in sentence
    assert "\n" not in sentence


@given(st.text(max_size=80))
def test_any_text_is_a_phone_or_refused(text: str) -> None:
    try:
        e164 = parse_phone(text, "IR")
    except NotAPhone:
        return
    assert e164.startswith("+")
    assert e164[1:].isascii()
    assert e164[1:].isdigit()
    assert parse_phone(e164, "GB") == e164


@given(st.integers(min_value=0, max_value=9_999_999))
def test_persian_digits_are_the_same_number(rest: int) -> None:
    number = f"0912{rest:07d}"
    assert parse_phone(persian_digits(number)) == parse_phone(number) == f"+98{number[1:]}"


def test_a_country_that_nobody_knows_still_reads_whole_numbers() -> None:
    assert parse_phone(SARA, "ZZ") == SARA
    with pytest.raises(NotAPhone, match=r"\+989123456789"):
        parse_phone("0912 345 6789", "ZZ")


def test_several_numbers_in_one_place_are_parted() -> None:
    assert parse_phones("09123456789، 021-88776655; 0912 345 6789") == [SARA, "+982188776655"]
    assert parse_phones("09123456789 / 02188776655") == [SARA, "+982188776655"]
    assert parse_phones("0912 345 6789") == [SARA]
    assert parse_phones("  ") == []
    with pytest.raises(NotAPhone):
        parse_phones("09123456789, none")


def test_a_phone_is_searched_for_as_dialled_at_home_and_from_abroad() -> None:
    assert phone_writings(SARA) == ("989123456789", "09123456789")
    assert phone_writings("+447911123456") == ("447911123456", "07911123456")
    assert phone_writings("+12") == ("12", "12")


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("0912 345", "0912345"),
        ("+98 (0)912", "98912"),
        ("00989", "989"),
        ("۶۷-۸۹", "6789"),
        ("6789", "6789"),
        ("sara", ""),
        ("sara 0912", ""),
        ("", ""),
        ("+", ""),
    ],
)
def test_part_of_a_phone_is_read_as_it_is_typed(typed: str, digits: str) -> None:
    assert phone_fragment(typed) == digits


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("sara@example.com", "sara@example.com"),
        (" Sara.Noori+shop@Example.CO.UK ", "sara.noori+shop@example.co.uk"),
        ("\u200esara@example.com\u200f", "sara@example.com"),
        ("mailto:sara@example.com", "sara@example.com"),
        ("sara۱۲@example.com", "sara12@example.com"),
        ("o'neill@example.com", "o'neill@example.com"),
    ],
)
def test_an_address_is_tidied(text: str, address: str) -> None:
    assert parse_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sara",
        "sara@example",
        "sara @example.com",
        "sara@@example.com",
        ".sara@example.com",
        "sara.@example.com",
        "sa..ra@example.com",
        "sara@-example.com",
        "sara@example..com",
        "sara@example.com.",
        "sara@example.com\r\nBcc: all@example.com",
        "sara@example.com\nSubject: x",
        "sara@example.com, ali@example.com",
        "Sara <sara@example.com>",
        '"sara"@example.com',
        "sara@[127.0.0.1]",
        "سارا@example.com",
        "s" * 65 + "@example.com",
        "sara@" + "a" * 60 + "." + "b" * 60 + ".com",
    ],
)
def test_what_is_no_address_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(NotAnAddress) as caught:
        parse_address(text)
    sentence = Words().tell(caught.value)
    assert "name@example.com" in sentence
    assert not {"\r", "\n"} & set(sentence)


@given(st.text(alphabet="ab.@-+\r\n\t\x00 <>,:;%", max_size=40))
def test_no_address_holds_room_for_a_second_header(text: str) -> None:
    try:
        address = parse_address(text)
    except NotAnAddress:
        return
    assert not set(address) & set("\r\n\t\x00 <>,:;")
    assert address.count("@") == 1


def test_who_has_no_name_goes_by_their_number() -> None:
    english, persian = Words(), Words(language="fa")
    assert shown_name("Sara", "17850", 5) == "Sara"
    assert english.shown(shown_name("", "17850", 5)) == "Customer 17850"
    assert called(english, "", None, 5) == "Customer 5"
    assert called(persian, "سارا", None, 5) == "سارا"
    assert "۵" in called(persian, "", None, 5)


def test_who_has_neither_name_nor_code_is_found_by_the_number_that_is_shown() -> None:
    assert " 42 " in customer_key("", None, [SARA], [], "", 42)
    assert " 42 " not in customer_key("Sara", None, [SARA], [], "", 42)
    assert " 42 " not in customer_key("", "17850", [SARA], [], "", 42)


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Sara Noori", "Sara"),
        ("Mr. Brown", "Mr. Brown"),
        ("آقای گرگانی", "آقای گرگانی"),
        ("مریم نوری", "مریم"),
    ],
)
def test_who_is_known_by_a_title_is_called_by_all_of_the_name(name: str, called: str) -> None:
    assert first_name(name) == called
