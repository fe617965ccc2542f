from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from shopcrm.outside.paper import voucher_card, voucher_slip
from shopcrm.outside.paper.cutting import A4, CARD
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.pages import ShopHead
from shopcrm.outside.paper.render import render_pages
from shopcrm.outside.paper.sheets import MILLIMETRE, Sheet
from shopcrm.rules import voucher_codes
from shopcrm.rules.money import Money
from shopcrm.rules.sayings import saying
from shopcrm.rules.wording import Words
from shopcrm.services.printed_vouchers import VoucherLayout, VoucherToPrint
from tests.outside.paper.people import HOSTILE
from tests.outside.paper.reading import letters, needs_pdftotext, pdfium_lines, plain, poppler_lines

SHOP = ShopHead("خشکبار نوری", "+982188776655", "تهران")
BENEFIT = saying("{amount} off", amount=Money(500_000))
TERMS = (saying("Only for {name}", name="Sara Smith"), saying("Good until {day}", day=date(2026, 12, 31)))
PERSIAN = ("۵۰٬۰۰۰ تومان تخفیف", "فقط برای مریم نوری", "برای پسته، Nescafé Gold", "تا پایان ۱۰ دی ۱۴۰۵")
PRINTERS = {150: 150 / 72, 203: 203.2 / 72}


def vouchers(count: int, benefit: str = "") -> list[VoucherToPrint]:
    said = saying("{words}", words=benefit) if benefit else BENEFIT
    codes = [voucher_codes.make("amount") for _ in range(count)]
    return [VoucherToPrint(place, code, said, TERMS) for place, code in enumerate(codes)]


def lay(
    fonts: Fonts, words: Words, found: list[VoucherToPrint], layout: VoucherLayout, shop: ShopHead = SHOP
) -> Sheet:
    if layout.startswith("slip"):
        return voucher_slip.lay_voucher_slips(shop, found, words, fonts, int(layout.removeprefix("slip")))
    return voucher_card.lay_voucher_cards(shop, found, words, fonts, layout)


def read(page: Image.Image) -> list[tuple[str, str]]:
    """Read the codes of a page and their kinds."""
    found = zxingcpp.read_barcodes(np.array(page.convert("L")))
    return sorted((one.text, "bars" if "128" in str(one.format) else "squares") for one in found)


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("dots", PRINTERS)
@pytest.mark.parametrize("layout", VoucherLayout)
def test_S3_every_code_reads_back_from_paper(
    fonts: Fonts, layout: VoucherLayout, dots: int, language: str
) -> None:
    found = vouchers(11)
    sheet = lay(fonts, Words(language), found, layout)
    seen = [one for page in render_pages(sheet.pdf(), PRINTERS[dots]) for one in read(page)]
    assert sorted(code for code, kind in seen if kind == "squares") == sorted(one.code for one in found)
    # Bars of a quarter of a millimetre are for slip printers, which have 203 dots.
    if layout is VoucherLayout.SLIP_80 and dots == 203:
        assert sorted(code for code, kind in seen if kind == "bars") == sorted(one.code for one in found)


@pytest.mark.parametrize(
    ("layout", "size", "pages"),
    [
        (VoucherLayout.CARD, CARD, 11),
        (VoucherLayout.SHEET_8, A4, 2),
        (VoucherLayout.SHEET_10, A4, 2),
        (VoucherLayout.SLIP_80, (80 * MILLIMETRE, None), 11),
        (VoucherLayout.SLIP_58, (58 * MILLIMETRE, None), 11),
    ],
)
def test_each_layout_has_its_paper(
    fonts: Fonts, english: Words, layout: VoucherLayout, size: tuple[float, float | None], pages: int
) -> None:
    shown = render_pages(lay(fonts, english, vouchers(11), layout).pdf(), 1.0)
    assert len(shown) == pages
    assert shown[0].width == pytest.approx(size[0], abs=1)
    if size[1] is not None:
        assert shown[0].height == pytest.approx(size[1], abs=1)


@needs_pdftotext
@pytest.mark.parametrize("layout", VoucherLayout)
@pytest.mark.parametrize("language", ["en", "fa"])
def test_text_copies_right(fonts: Fonts, layout: VoucherLayout, language: str) -> None:
    words, found = Words(language), vouchers(2)
    wanted = [words.tell(one) for one in (BENEFIT, *TERMS)]
    if language == "fa":
        benefit, *terms = [saying("{words}", words=text) for text in PERSIAN]
        found = [replace(one, benefit=benefit, terms=tuple(terms)) for one in found]
        wanted = list(PERSIAN)
    wanted += [SHOP.name, words.phone(SHOP.phone), *(voucher_codes.shown(one.code) for one in found)]
    pdf = lay(fonts, words, found, layout).pdf()
    for lines in (pdfium_lines(pdf), poppler_lines(pdf)):
        text = " ".join(lines)
        for one in wanted:
            assert plain(one) in text


def test_what_vouchers_share_is_drawn_once(fonts: Fonts, persian: Words) -> None:
    def size(count: int) -> int:
        return len(lay(fonts, persian, vouchers(count), VoucherLayout.SHEET_10).pdf())

    assert size(200) - size(100) < 100 * 1_500


@pytest.mark.parametrize("layout", VoucherLayout)
@pytest.mark.parametrize("words", [Words("en"), Words("fa")], ids=["en", "fa"])
def test_hostile_words_stay_on_their_voucher(fonts: Fonts, layout: VoucherLayout, words: Words) -> None:
    name = " ".join(HOSTILE)
    found = vouchers(1, name)
    sheet = lay(fonts, words, found, layout, ShopHead(name, "1" * 200, name))
    pdf = sheet.pdf()
    places = [one for one in letters(pdf) if one.text.strip()]
    assert min(one.left for one in places) >= 0
    assert max(one.right for one in places) <= sheet.sheet_width
    assert min(one.bottom for one in places) >= 0
    assert (found[0].code, "squares") in read(render_pages(pdf, PRINTERS[203])[0])


@pytest.mark.parametrize("layout", VoucherLayout)
def test_a_logo_is_on_the_voucher_and_hides_nothing(
    fonts: Fonts, persian: Words, layout: VoucherLayout, tmp_path: Path
) -> None:
    Image.new("RGB", (300, 200), "#0B6580").save(tmp_path / "logo.png")
    found = vouchers(2)
    pdf = lay(fonts, persian, found, layout, replace(SHOP, logo=tmp_path / "logo.png")).pdf()
    first, *_ = render_pages(pdf, PRINTERS[203])
    assert b"/Image" in pdf
    colours = {colour for _count, colour in first.convert("RGB").getcolors(1 << 24) or ()}
    assert (11, 101, 128) in colours
    assert (found[0].code, "squares") in read(first)
    (tmp_path / "logo.png").write_bytes(b"no picture")
    assert lay(fonts, persian, found, layout, replace(SHOP, logo=tmp_path / "logo.png")).pdf()
