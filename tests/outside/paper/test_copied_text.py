import unicodedata

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.lines import Style
from tests.outside.paper.conftest import FONT_FOLDER
from tests.outside.paper.reading import needs_pdftotext, pdfium_lines, plain, poppler_lines, sheet

FONTS = Fonts(FONT_FOLDER)
LRM = "\u200e"

# Each stands for something that once came out wrong in a PDF: a ligature, a mark, a half-space, a turn.
PERSIAN_LINES = [
    "علی\u200cرضا کاشانی گردوی اعلاء را دوست دارد",
    "سلام لاله بالا لا الله ریال",
    "می\u200cخواهم خانه\u200cها پنج\u200cشنبه",
    "مُحمّد خانهٔ ما",
    f"تلفن {LRM}021-88776655{LRM} تاریخ {LRM}1404/09/30{LRM} ساعت ۱۲:۳۰",
    f"بها ۱٬۲۵۰٬۰۰۰ تومان و مانده {LRM}\u2212۵۰۰{LRM} تومان",
    "تلفن: ۰۲۱۸۸۷۷۶۶۵۵، پس از ۲ روز: ۳ بار.",
    f"شماره {LRM}+98 912 345 6789{LRM} برای او",
    "تخفیف ۲۰٪ روی ۳ کالا",
    f"خرید T-shirt آبی برای مشتری گرامی Sara Smith با کد {LRM}7KQ4-M2XA{LRM} انجام شد و تمام",
    "+98 912 345 6789",
    "Sara Smith",
    "يك كتاب عربي",
]
LATIN_LINES = [
    "Sara Smith bought 5 boxes for 1,250,000",
    "office fluff AVA To Wi-Fi T-shirt",
    "+98 912 345 6789",
]
WORD = st.text("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیئ\u200c", min_size=2, max_size=9).map(
    lambda word: word.strip("\u200c")
)
# Poppler takes single letters in a row for one word set wide.
PERSIAN = WORD.filter(lambda word: len(word) > 1)
LATIN = st.sampled_from(
    ["iPhone 15 Pro", "office", "Sara Smith", "T-shirt", "7KQ4-M2XA", "a.b@c-d.com", "fi"]
)
AMOUNT = st.integers(10, 10**9).map(
    lambda number: f"{number:,}".replace(",", "٬").translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
)
MARKED = st.sampled_from(["1404/09/30", "2026-11-22", "0912-345-6789", "+989121234567", "۱۴۰۵/۰۹/۰۱"]).map(
    lambda text: f"{LRM}{text}{LRM}"
)


def lines_of(*words: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    # Poppler takes very short lines under each other for vertical writing.
    line = st.lists(st.one_of(*words), min_size=3, max_size=7).map(" ".join)
    return st.lists(line, min_size=1, max_size=8)


def mostly_persian(texts: list[str]) -> bool:
    """Say which direction poppler guesses for the page: it goes by the majority of letters."""
    kinds = [unicodedata.bidirectional(letter) for letter in "".join(texts)]
    return kinds.count("AL") > kinds.count("L")


def words(lines: list[str]) -> list[str]:
    return sorted(" ".join(map(plain, lines)).split())


@pytest.mark.parametrize("text", PERSIAN_LINES)
def test_a_persian_line_read_by_pdfium(text: str) -> None:
    assert pdfium_lines(sheet(FONTS, [text], rtl=True)) == [plain(text)]


@needs_pdftotext
@pytest.mark.parametrize("text", PERSIAN_LINES)
def test_a_persian_line_read_by_poppler(text: str) -> None:
    assert poppler_lines(sheet(FONTS, [text], rtl=True)) == [plain(text)]


@needs_pdftotext
def test_latin_lines_read_by_both() -> None:
    pdf = sheet(FONTS, LATIN_LINES, rtl=False)
    assert pdfium_lines(pdf) == poppler_lines(pdf) == LATIN_LINES


@needs_pdftotext
def test_a_persian_name_on_an_english_line() -> None:
    texts = [
        "Paid over the counter by \u2068علی\u200cرضا کاشانی\u2069 on 2026-11-22",
        "Name: علی, city: تهران.",
    ]
    pdf = sheet(FONTS, texts, rtl=False)
    assert poppler_lines(pdf) == [plain(text) for text in texts]
    assert words(pdfium_lines(pdf)) == words(texts)


def test_one_shape_for_different_letters() -> None:
    # Arabic and Persian yeh share their joined shape; each must come back as itself.
    texts = ["بيت", "بیت", "ه\u0654", "ۀ"]
    assert pdfium_lines(sheet(FONTS, texts, rtl=True)) == [plain(text) for text in texts]


def test_letters_that_the_typeface_lacks_come_back() -> None:
    assert pdfium_lines(sheet(FONTS, ["漢字 😀 ok"], rtl=False)) == ["漢字 😀 ok"]


@needs_pdftotext
@settings(max_examples=25, deadline=None)
@given(lines_of(PERSIAN, PERSIAN, AMOUNT, MARKED))
def test_persian_words_amounts_dates_and_phones_are_what_was_written(texts: list[str]) -> None:
    pdf = sheet(FONTS, texts, rtl=True)
    assert pdfium_lines(pdf) == poppler_lines(pdf) == [plain(text) for text in texts]


@needs_pdftotext
@settings(max_examples=25, deadline=None)
@given(lines_of(PERSIAN, PERSIAN, PERSIAN, LATIN, AMOUNT))
def test_latin_words_among_persian_are_what_was_written(texts: list[str]) -> None:
    assume(mostly_persian(texts))
    pdf = sheet(FONTS, texts, rtl=True)
    assert pdfium_lines(pdf) == poppler_lines(pdf) == [plain(text) for text in texts]


@needs_pdftotext
@settings(max_examples=25, deadline=None)
@given(lines_of(LATIN, LATIN, LATIN, PERSIAN.map(lambda word: f"\u2068{word}\u2069")))
def test_persian_names_among_latin_are_what_was_written(texts: list[str]) -> None:
    assume(not mostly_persian(texts))
    pdf = sheet(FONTS, texts, rtl=False)
    assert words(poppler_lines(pdf)) == words(texts)
    assert words(pdfium_lines(pdf)) == words(texts)


def test_the_file_holds_only_the_shapes_that_are_used() -> None:
    few = len(sheet(FONTS, ["سلام"], rtl=True))
    assert few < 12_000


def test_sums_in_columns_are_read_too() -> None:
    style = Style(10, tabular=True)
    texts = ["۱٬۲۵۰٬۰۰۰", "۹۸۷", "1,111"]
    assert pdfium_lines(sheet(FONTS, texts, rtl=True, style=style)) == texts
