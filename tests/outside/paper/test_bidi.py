import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shopcrm.outside.paper import bidi

ALPHABET = "abاب٣۳12 ()[]{}+-−/.,:٪%«»\u200c\u200e\u200f\u2066\u2067\u2068\u2069ُא٬٫₤"


def shown(text: str, *, rtl: bool) -> str:
    found = bidi.levels(text, rtl=rtl)
    parts = [(text[run.start : run.end], run.rtl) for run in bidi.visual_runs(text, found, rtl=rtl)]
    return "".join(part[::-1] if turned else part for part, turned in parts)


@pytest.mark.parametrize(
    ("text", "rtl", "wanted"),
    [
        ("ابپ abc ۱۲", True, "abc ۱۲ پبا"),
        ("abc ابپ def", False, "abc پبا def"),
        ("بها ۱٬۲۵۰", True, "۱٬۲۵۰ اهب"),
        ("تا \u200e021-887\u200e", True, "\u200e021-887\u200e ات"),
        ("تا 021-887", True, "887-021 ات"),
        ("a \u2067ب 1\u2069 c", False, "a \u20671 ب\u2069 c"),
        ("\u200e\u2212500\u200e", True, "\u200e\u2212500\u200e"),
        ("", True, ""),
        ("ab  ", True, "  ab"),
        ("abc (ب", False, "abc (ب"),
    ],
)
def test_known_orders(text: str, *, rtl: bool, wanted: str) -> None:
    assert shown(text, rtl=rtl) == wanted


def test_brackets_stay_with_the_words_they_hold() -> None:
    # The shapes of the brackets are mirrored later, by the shaper.
    assert shown("ا (b) ت", rtl=True) == "ت )b( ا"
    assert shown("ab (پ) ت", rtl=True) == "ت )پ( ab"
    assert shown("ab (پ) cd", rtl=False) == "ab (پ) cd"


def test_isolates_deeper_than_the_algorithm_goes_do_no_harm() -> None:
    text = "\u2067" * 200 + "ا" + "\u2069" * 200
    assert sorted(shown(text, rtl=False)) == sorted(text)


@given(text=st.text(ALPHABET, max_size=16), rtl=st.booleans())
@example(text="a\u2068ب", rtl=False)
@example(text="[(])", rtl=True)
def test_a_second_implementation_agrees(text: str, *, rtl: bool) -> None:
    second = pytest.importorskip("bidi")
    ignored = {0x200C: None}
    theirs = second.get_display(text, base_dir="R" if rtl else "L")
    assert shown(text, rtl=rtl).translate(ignored) == theirs.translate(ignored)


@given(text=st.text(max_size=60), rtl=st.booleans())
def test_S3_no_letter_is_lost_or_doubled_in_the_reordering(text: str, *, rtl: bool) -> None:
    assert sorted(shown(text, rtl=rtl)) == sorted(text)
