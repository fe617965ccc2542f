from collections.abc import Callable
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopcrm.rules import phone_links
from shopcrm.rules.phone_links import NotForPhone, TooLongForLink, TooLongForQr
from shopcrm.rules.sms import sendable

NUMBER = "+989121234567"
TEXT = "سلام سارا، گردوی تازه رسید.\nمی\u200cآیی؟ 50% + & = # ?"


def test_a_link_opens_an_sms_with_the_text_as_it_was() -> None:
    link = phone_links.sms_link(NUMBER, TEXT)
    assert link.startswith("sms:+989121234567?body=%D8%B3")
    assert link.isascii()
    assert unquote(link.partition("body=")[2]) == TEXT
    assert " " not in link


def test_a_code_opens_an_sms_and_holds_the_text_itself() -> None:
    assert phone_links.sms_code(NUMBER, TEXT) == f"SMSTO:{NUMBER}:{TEXT}"


def test_a_link_opens_a_chat_in_whatsapp() -> None:
    parts = urlsplit(phone_links.whatsapp_link(NUMBER, TEXT))
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "wa.me", "/989121234567")
    assert parse_qs(parts.query) == {"text": [TEXT]}
    assert phone_links.whatsapp_link(NUMBER) == "https://wa.me/989121234567"


@given(st.text(max_size=100))
def test_any_text_comes_back_from_a_link(text: str) -> None:
    parts = urlsplit(phone_links.whatsapp_link(NUMBER, f"x{text}"))
    assert unquote(parts.query.partition("=")[2]) == sendable(f"x{text}")
    assert not parts.fragment


def test_a_link_starts_the_bot_with_a_token() -> None:
    assert (
        phone_links.telegram_link("@corner_shop_bot", "aB3-_x") == "https://t.me/corner_shop_bot?start=aB3-_x"
    )
    assert phone_links.telegram_link("corner_shop_bot") == "https://t.me/corner_shop_bot"


@pytest.mark.parametrize(
    ("bot", "token"),
    [("", "a"), ("b t", "a"), ("bot/x", ""), ("shop_bot", "a b"), ("shop_bot", "é"), ("shop_bot", "a" * 65)],
)
def test_what_telegram_would_not_take_is_refused(bot: str, token: str) -> None:
    with pytest.raises(NotForPhone):
        phone_links.telegram_link(bot, token)


@pytest.mark.parametrize("number", ["", "09121234567", "+98912?body=x", "+98 912", "+0123456789"])
@pytest.mark.parametrize(
    "make", [phone_links.sms_link, phone_links.sms_code, phone_links.whatsapp_link], ids=lambda f: f.__name__
)
def test_only_a_whole_number_goes_into_a_link(make: Callable[[str, str], str], number: str) -> None:
    with pytest.raises(NotForPhone):
        make(number, "x")


def test_a_text_that_no_phone_could_read_is_told() -> None:
    with pytest.raises(TooLongForQr, match="1300"):
        phone_links.sms_code(NUMBER, "س" * 650)
    assert phone_links.sms_code(NUMBER, "س" * 600)
    with pytest.raises(TooLongForLink):
        phone_links.whatsapp_link(NUMBER, "س" * 400)
