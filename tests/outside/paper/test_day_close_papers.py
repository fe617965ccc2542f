from dataclasses import replace
from datetime import date

import pytest

from shopcrm.outside.paper import day_close_page, day_close_slip
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.pages import Heading, ShopHead
from shopcrm.outside.paper.render import render_pages
from shopcrm.outside.paper.sheets import Sheet
from shopcrm.rules.wording import Words
from shopcrm.services.day_close import ClosedDay
from shopcrm.services.day_figures import DayFigures
from tests.outside.paper.reading import needs_pdftotext, pdfium_lines, plain, poppler_lines
from tests.outside.paper.slip_made import a_day

SHOP = ShopHead("خشکبار نوری", "+982188776655")


def lay(fonts: Fonts, words: Words, day: ClosedDay, width: int | None) -> Sheet:
    if width is None:
        return day_close_page.lay_day_close(Heading(SHOP, "", date(2026, 11, 22)), day, words, fonts)
    return day_close_slip.lay_day_close_slip(SHOP, day, words, fonts, width)


@needs_pdftotext
@pytest.mark.parametrize("width", [80, 58, None])
@pytest.mark.parametrize("language", ["en", "fa"])
def test_all_figures_are_on_the_paper_and_copy_right(fonts: Fonts, width: int | None, language: str) -> None:
    words = Words(language)
    day = a_day()
    pdf = lay(fonts, words, day, width).pdf()
    figures = day.figures
    amounts = [
        day.expected,
        17_400_000,
        -1_000_000,
        figures.sold,
        -figures.returned,
        figures.net,
        150_000_000,
    ]
    wanted = [*map(words.amount, amounts), words.number(1_940)]
    wanted += ["اسکناس پاره جدا شد"] if language == "fa" else ["By person", "Promotions"][:1]
    for lines in (pdfium_lines(pdf), poppler_lines(pdf)):
        text = " ".join(lines)
        for one in wanted:
            assert plain(one) in text, one


@pytest.mark.parametrize(
    ("counted", "said"),
    [
        (18_400_000, "The drawer is right."),
        (18_500_000, "too much in the drawer"),
        (0, "missing from the drawer"),
    ],
)
def test_the_difference_is_said_in_words(fonts: Fonts, english: Words, counted: int, said: str) -> None:
    for width in (80, 58):
        text = " ".join(pdfium_lines(lay(fonts, english, a_day(counted=counted), width).pdf()))
        assert said in text


@pytest.mark.parametrize("width", [80, None])
def test_a_day_not_yet_closed_or_empty_says_so(fonts: Fonts, english: Words, width: int | None) -> None:
    day = replace(a_day(counted=None), id=None, figures=DayFigures(), since=None, note="")
    sheet = lay(fonts, english, day, width)
    text = " ".join(pdfium_lines(sheet.pdf()))
    assert "Day so far" in text
    assert "Nothing happened at this till" in text
    assert "Difference" not in text
    assert len(render_pages(sheet.pdf(), 0.5)) == 1
