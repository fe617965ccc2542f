import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopcrm.outside.paper.fonts import Fonts, Weight
from shopcrm.outside.paper.lines import Align, Line, Setter, Style, clean
from tests.outside.paper.conftest import FONT_FOLDER

FONTS = Fonts(FONT_FOLDER)
STYLE = Style(10)
TEXTS = st.text(st.sampled_from("ابلایمکabcfi ۱۲۳12-/.:()\u200c\u200eُّ漢😀\n\t"), max_size=120)


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(text=TEXTS, rtl=st.booleans(), room=st.floats(5, 300))
def test_S3_wrapping_keeps_every_letter_in_order(text: str, *, rtl: bool, room: float) -> None:
    lines = Setter(FONTS, rtl).wrap(text, STYLE, room)
    assert squeezed("".join(line.text for line in lines)) == squeezed(clean(text))


@given(text=TEXTS, rtl=st.booleans(), room=st.floats(30, 300))
def test_lines_keep_within_their_room(text: str, *, rtl: bool, room: float) -> None:
    assert all(line.width <= room + 0.02 for line in Setter(FONTS, rtl).wrap(text, STYLE, room))


@given(text=TEXTS, rtl=st.booleans(), room=st.floats(20, 300))
def test_a_cut_line_fits_and_shows_that_it_was_cut(text: str, *, rtl: bool, room: float) -> None:
    setter = Setter(FONTS, rtl)
    line = setter.cut(text, STYLE, room)
    assert line.width <= room + 0.02
    shown = line.text.rstrip("\u200e\u200f")
    whole = " ".join(clean(text).split("\n"))
    assert line.text == whole or (shown.endswith("…") and whole.startswith(shown[:-1]))


@given(TEXTS, st.integers(1, 3))
def test_no_more_lines_than_asked_for(text: str, most: int) -> None:
    setter = Setter(FONTS, rtl=True)
    every = setter.wrap(text, STYLE, 60)
    some = setter.wrap(text, STYLE, 60, most=most)
    assert len(some) == min(len(every), most)
    whole = squeezed("".join(line.text for line in some)) == squeezed(clean(text))
    assert whole or "…" in some[-1].text


@given(text=st.text(max_size=80), rtl=st.booleans())
@settings(max_examples=200)
def test_no_text_breaks_the_engine(text: str, *, rtl: bool) -> None:
    setter = Setter(FONTS, rtl)
    setter.wrap(text, STYLE, 50)
    setter.cut(text, STYLE, 50)


@pytest.mark.parametrize(
    "word", ["x" * 10_000, "س" * 10_000, "a" + "\u0301" * 10_000, "<b onclick='x'>" * 600]
)
def test_a_word_of_ten_thousand_letters(word: str) -> None:
    setter = Setter(FONTS, rtl=True)
    lines = setter.wrap(word, STYLE, 400)
    assert squeezed("".join(line.text for line in lines)) == squeezed(word)
    assert setter.cut(word, STYLE, 100).width <= 100.02


def test_what_cannot_be_seen_is_taken_out() -> None:
    assert clean("a\x00b\x1bc\u202ed\ufeffe\u00adf") == "abcdef"
    assert clean("a\r\nb\rc\u2028d") == "a\nb\nc\nd"
    assert clean("می\u200cخواهم\tو\u3000او") == "می\u200cخواهم و او"
    assert clean("a\ud800b") == "a\ufffdb"
    assert clean("❤\ufe0f") == "❤"


def test_marks_are_not_parted_from_their_letter() -> None:
    lines = Setter(FONTS, rtl=True).wrap("مُحَمَّد" * 20, STYLE, 20)
    assert all(line.text[0] == "م" or line.text[0] in "حد" for line in lines)


def test_empty_lines_between_paragraphs_stay() -> None:
    assert [line.text for line in Setter(FONTS, rtl=False).wrap("a\n\nb", STYLE, 100)] == ["a", "", "b"]


def test_where_a_line_stands() -> None:
    line = Line("x", STYLE, (), 30.0)
    assert line.start(10, 100, Align.LEAD, rtl=False) == 10
    assert line.start(10, 100, Align.LEAD, rtl=True) == 80
    assert line.start(10, 100, Align.TRAIL, rtl=False) == 80
    assert line.start(10, 100, Align.TRAIL, rtl=True) == 10
    assert line.start(10, 100, Align.RIGHT, rtl=False) == line.start(10, 100, Align.RIGHT, rtl=True) == 80
    assert line.start(10, 100, Align.CENTRE, rtl=True) == 45


def test_the_width_is_that_of_the_shapes() -> None:
    style = Style(12, Weight.BOLD)
    line = Setter(FONTS, rtl=True).line("بهای iPhone ۱۲۳", style)
    assert line.width == pytest.approx(sum(placed.glyph.advance for placed in line.glyphs) * 12 / 1000)


def seen(line: Line) -> str:
    """What stands on paper from left to right."""
    in_place = sorted(line.glyphs, key=lambda placed: placed.at)
    return "".join(placed.glyph.letters.strip("\u200e\u200f") for placed in in_place)


def told(text: str, *, rtl: bool) -> str:
    return seen(Setter(FONTS, rtl).line(text, STYLE))


def test_a_text_of_the_other_direction_keeps_its_own() -> None:
    assert told("Sara (Tehran).", rtl=True) == "Sara (Tehran)."
    assert told("021-88776655", rtl=True) == "021-88776655"
    assert told("سلام.", rtl=False) == ".مالس"
    assert told("خرید \u200e12 kg\u200e.", rtl=True) == ".12 kg دیرخ"


def test_the_ellipsis_stands_where_the_words_went_on() -> None:
    setter = Setter(FONTS, rtl=True)
    latin = setter.cut("iPhone 15 Pro Max 256", STYLE, 60)
    persian = setter.cut("گردوی اعلاء تازه از تویسرکان", STYLE, 60)
    assert seen(latin)[-1] == "…"
    assert seen(persian)[0] == "…"


def test_isolates_spanning_two_lines_keep_their_order() -> None:
    setter = Setter(FONTS, rtl=True)
    lines = setter.wrap("نام \u2066Anna Maria 12 Schmidt\u2069 است", STYLE, 70)
    joined = " ".join(line.text for line in lines)
    assert squeezed(joined.translate({0x2066: None, 0x2069: None})) == "نامAnnaMaria12Schmidtاست"
    latin = [line for line in lines if "Maria" in line.text]
    assert "Maria" in seen(latin[0])
