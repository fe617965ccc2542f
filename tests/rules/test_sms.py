import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopcrm.rules.sms import Script, measure, script_of, sendable

_PERSIAN = st.text(alphabet="سلام گردو رسید۱۲۳\u200c", min_size=1)
_LATIN = st.text(alphabet="Walnuts are here 1234 @£$é^{}[]€|~\\", min_size=1)


@pytest.mark.parametrize(
    ("text", "parts", "script", "used", "left"),
    [
        ("", 0, Script.LATIN, 0, 160),
        ("a", 1, Script.LATIN, 1, 159),
        ("a" * 160, 1, Script.LATIN, 160, 0),
        ("a" * 161, 2, Script.LATIN, 161, 145),
        ("a" * 306, 2, Script.LATIN, 306, 0),
        ("a" * 307, 3, Script.LATIN, 307, 152),
        ("€" * 80, 1, Script.LATIN, 160, 0),
        ("€" * 81, 2, Script.LATIN, 162, 143),
        ("س" * 70, 1, Script.UNICODE, 70, 0),
        ("س" * 71, 2, Script.UNICODE, 71, 63),
        ("س" * 134, 2, Script.UNICODE, 134, 0),
        ("س" * 135, 3, Script.UNICODE, 135, 66),
        ("س" * 201, 3, Script.UNICODE, 201, 0),
        ("س" * 268, 4, Script.UNICODE, 268, 0),
        ("می\u200cشود", 1, Script.UNICODE, 6, 64),
        ("a" * 69 + "۵", 1, Script.UNICODE, 70, 0),
        ("😀" * 35, 1, Script.UNICODE, 70, 0),
        ("😀" * 36, 2, Script.UNICODE, 72, 61),
    ],
)
def test_the_parts_of_a_text(text: str, parts: int, script: Script, used: int, left: int) -> None:
    size = measure(text)
    assert (size.parts, size.script, size.used, size.left) == (parts, script, used, left)


def test_a_letter_of_two_places_is_never_cut_by_the_end_of_a_part() -> None:
    assert measure("a" * 152 + "€" + "a" * 10).parts == 2
    assert measure("a" * 152 + "€" + "a" * 151).parts == 2
    assert measure("a" * 152 + "€" + "a" * 152).parts == 3
    assert measure("س" * 66 + "😀" + "س" * 66).parts == 3


@given(_PERSIAN | _LATIN | st.text(min_size=1))
def test_parts_hold_the_text_and_not_one_more_than_it_needs(text: str) -> None:
    size = measure(text)
    alone, each = (160, 153) if size.script is Script.LATIN else (70, 67)
    if size.used <= alone:
        assert size.parts == 1
        assert size.left == alone - size.used
    else:
        # At most one place of each full part stays empty, before a letter of two.
        assert (size.parts - 1) * (each - 1) < size.used <= size.parts * each
        assert 0 <= size.left < each


@given(_PERSIAN | _LATIN, st.sampled_from("aسs€ "))
def test_one_more_letter_never_makes_fewer_parts(text: str, letter: str) -> None:
    if script_of(text) is script_of(text + letter):
        assert measure(text).parts <= measure(text + letter).parts <= measure(text).parts + 1


@given(_PERSIAN)
def test_unicode_is_counted_as_it_is_written_down(text: str) -> None:
    assert measure(text).used == len(text.encode("utf-16-le")) // 2


@given(_LATIN)
def test_one_persian_digit_makes_all_of_it_unicode(text: str) -> None:
    assert script_of(text) is Script.LATIN
    assert script_of(text + "۷") is Script.UNICODE


@given(st.text())
def test_nothing_that_a_modem_obeys_or_nobody_sees_is_sent(text: str) -> None:
    clean = sendable(text)
    assert sendable(clean) == clean
    assert all(c == "\n" or unicodedata.category(c) != "Cc" for c in clean)
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(clean)


def test_lines_and_half_spaces_stay() -> None:
    assert sendable(" سلام\r\nمی\u200cرسد \t\n") == "سلام\nمی\u200cرسد"
