from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import zxingcpp

from shopcrm.outside.paper import sale_page, sale_slip
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.pages import ShopHead
from shopcrm.outside.paper.render import render_pages
from shopcrm.outside.paper.roll import Roll
from shopcrm.outside.paper.sheets import MILLIMETRE, Sheet
from shopcrm.rules.wording import Words
from shopcrm.services.slips import Slip, SlipLine
from tests.outside.paper.people import HOSTILE
from tests.outside.paper.reading import letters, needs_pdftotext, pdfium_lines, plain, poppler_lines
from tests.outside.paper.slip_made import a_return, a_slip

SHOP = ShopHead("خشکبار نوری", "+982188776655", "تهران، بازار")
WIDTHS = ["80", "58", "a5"]
PRINTERS = {150: 150 / 72, 203: 203.2 / 72}


def lay(fonts: Fonts, words: Words, slip: Slip, width: str, shop: ShopHead = SHOP) -> Sheet:
    if width == "a5":
        return sale_page.lay_sale_page(shop, slip, date(2026, 11, 22), words, fonts)
    return sale_slip.lay_slip(shop, slip, words, fonts, int(width))


def exchange() -> Slip:
    return replace(a_slip(), number="1044", exchange=replace(a_return(), printed=0), owed=3_000_000)


@pytest.mark.parametrize("dots", PRINTERS)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en", "fa"])
def test_S3_the_sale_is_found_again_by_its_bars(fonts: Fonts, language: str, width: str, dots: int) -> None:
    pages = render_pages(lay(fonts, Words(language), a_slip(), width).pdf(), PRINTERS[dots])
    found = [one.text for page in pages for one in zxingcpp.read_barcodes(np.array(page.convert("L")))]
    assert found == ["SALE-1042"]


@needs_pdftotext
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en", "fa"])
def test_text_copies_right(fonts: Fonts, width: str, language: str) -> None:
    words = Words(language)
    slip = a_slip()
    pdf = lay(fonts, words, slip, width).pdf()
    amounts = [slip.total, 14_700_000, -700_000, 2_400_000, -1_050_000, 17_500_000, 700_000]
    wanted = [*map(words.amount, amounts), SHOP.name, "Nescafé Gold", words.number(1_240)]
    if language == "fa":
        wanted += ["پسته اکبری ممتاز", "بسته پاره", "سطح طلایی", a_slip().terms]
    for lines in (pdfium_lines(pdf), poppler_lines(pdf)):
        text = " ".join(lines)
        for one in wanted:
            assert plain(one) in text, one


@pytest.mark.parametrize("width", ["80", "58"])
def test_the_paper_is_as_long_as_what_is_on_it(fonts: Fonts, english: Words, width: str) -> None:
    short = replace(a_slip(), lines=a_slip().lines[:1], points=None, terms="", words="")
    many = replace(a_slip(), lines=a_slip().lines * 30)
    heights = []
    for slip in (short, a_slip(), many):
        sheet = lay(fonts, english, slip, width)
        [page] = render_pages(sheet.pdf(), 1.0)
        assert page.width == pytest.approx(int(width) * MILLIMETRE, abs=1)
        places = [one.bottom for one in letters(sheet.pdf()) if one.text.strip()]
        assert 4 < min(places) < 30
        heights.append(page.height)
    assert heights == sorted(heights)


def test_a_sale_of_a_thousand_lines_goes_on_on_more_pages(fonts: Fonts, persian: Words) -> None:
    sheet = lay(fonts, persian, replace(a_slip(), lines=a_slip().lines * 334), "58")
    pages = render_pages(sheet.pdf(), 0.2)
    assert len(pages) > 1
    assert all(page.height < 14_400 * 0.2 for page in pages)
    assert sum(line == "Nescafé Gold" or "Nescafé Gold" in line for line in pdfium_lines(sheet.pdf())) == 334


@pytest.mark.parametrize("width", WIDTHS)
def test_a_copy_says_so_and_the_first_does_not(fonts: Fonts, english: Words, width: str) -> None:
    assert "Copy" not in " ".join(pdfium_lines(lay(fonts, english, a_slip(), width).pdf()))
    again = " ".join(pdfium_lines(lay(fonts, english, replace(a_slip(), printed=2), width).pdf()))
    assert "Copy 2" in again


@pytest.mark.parametrize("width", WIDTHS)
def test_a_return_shows_what_is_paid_back(fonts: Fonts, english: Words, width: str) -> None:
    text = " ".join(pdfium_lines(lay(fonts, english, a_return(), width).pdf()))
    for wanted in ("Return 1043", "Of the sale 1042", "Paid back", "−110,000", "Points taken back", "−11"):
        assert wanted in text


@pytest.mark.parametrize("width", WIDTHS)
def test_R7_an_exchange_shows_both_sides_and_the_difference(fonts: Fonts, english: Words, width: str) -> None:
    text = " ".join(pdfium_lines(lay(fonts, english, exchange(), width).pdf()))
    for wanted in ("Exchange 1044", "Taken back, of the sale 1042", "Taken instead", "1,770,000 toman"):
        assert wanted in text
    # What went back as cash is settled against what was paid in cash.
    assert "1,590,000" in text


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("words", [Words("en"), Words("fa")], ids=["en", "fa"])
def test_hostile_names_stay_on_the_paper(fonts: Fonts, width: str, words: Words) -> None:
    name = " ".join(HOSTILE)
    line = SlipLine(name[:300], name[:40], 10**12, 10**15, 10**15, 10**15)
    slip = replace(
        a_slip(), lines=(line,), customer=name[:200], served_by=name[:80], total=10**15, tier=name[:60]
    )
    sheet = lay(fonts, words, slip, width, ShopHead(name, "1" * 200, name))
    places = [one for one in letters(sheet.pdf()) if one.text.strip()]
    assert min(one.left for one in places) >= 0
    assert max(one.right for one in places) <= sheet.sheet_width


def test_a_code_beside_a_number_is_not_torn_on_a_narrow_roll(fonts: Fonts, persian: Words) -> None:
    roll = Roll(fonts, persian, 58, title="slip", author="shop")
    room = roll.widest([persian.amount(20_904_000)])
    roll.pair("اعتبار خرید C3CMV-•••••-•••8Z", persian.amount(2_000_000), room=room)
    roll.cut()
    assert any("C3CMV-•••••-•••8Z" in line for line in pdfium_lines(roll.pdf()))
