"""The papers of the counter as the whole program makes them: from the shop file to a PDF."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from shopcrm.app import App
from shopcrm.outside.escpos import SlipPrinterUnknown
from shopcrm.outside.paper.render import page_texts
from shopcrm.outside.paper.saving import PaperNotSaved
from shopcrm.rules import voucher_codes
from shopcrm.rules.people import NoSuchCustomer
from shopcrm.services import (
    day_close,
    logo,
    points,
    printed_vouchers,
    printing,
    settings,
    voucher_issue,
    voucher_list,
    vouchers,
)
from shopcrm.services.day_close import NoSuchClose
from shopcrm.services.printed_vouchers import VoucherLayout, VoucherUsedUp, VoucherWithdrawn
from shopcrm.services.printing import What
from shopcrm.services.sales import NoSuchSale
from shopcrm.services.slips import SlipWidth
from shopcrm.services.voucher_issue import VoucherDraft
from shopcrm.services.vouchers import NoSuchVoucher
from tests import makers
from tests.sold import sell


def text_of(path: Path) -> str:
    return " ".join(" ".join(page_texts(path)).split())


@pytest.mark.parametrize("layout", VoucherLayout)
def test_vouchers_of_every_kind_say_what_they_are_good_for(
    application: App, tmp_path: Path, layout: VoucherLayout
) -> None:
    shop, path = application.shop, tmp_path / "vouchers.pdf"
    sara, nuts = makers.customer(shop), makers.category(shop, "Nuts")
    walnuts = makers.product(shop, name="Walnuts", category_id=nuts)
    drafts = [
        VoucherDraft("percent", 1_250, most=90_000, minimum=50_000, until_on=date(2026, 12, 31)),
        VoucherDraft("amount", 70_000, customer_id=sara, combines="alone", uses=3),
        VoucherDraft("goods", 2_000, product_id=walnuts),
        VoucherDraft("credit", 120_000),
    ]
    ids = [shop.do(vouchers.issue, draft)[0] for draft in drafts]
    assert application.papers.vouchers_to(path, ids, layout, application.words()) == 4
    text = text_of(path)
    for wanted in ("12.5", "9,000", "31 December 2026", "7,000", "Sara", "Walnuts", "12,000"):
        assert wanted in text
    for terms in shop.ask(vouchers.terms_of, ids).values():
        assert voucher_codes.shown(terms.code) in text


def test_vouchers_that_are_not_there_or_withdrawn_are_not_printed(application: App, tmp_path: Path) -> None:
    shop, path = application.shop, tmp_path / "vouchers.pdf"
    one = shop.do(vouchers.issue, VoucherDraft("amount", 5_000))[0]
    with pytest.raises(NoSuchVoucher):
        application.papers.vouchers_to(path, [one, 99], VoucherLayout.CARD, application.words())
    shop.do(voucher_issue.withdraw, one, "lost")
    with pytest.raises(VoucherWithdrawn):
        shop.ask(printed_vouchers.ready, [one])
    assert not path.exists()


def test_a_voucher_that_is_used_up_is_not_handed_out_again_on_paper(application: App) -> None:
    shop = application.shop
    used, good = (shop.do(vouchers.issue, VoucherDraft("amount", 5_000))[0] for _one in range(2))
    sold = makers.sale(shop, makers.customer(shop), (makers.product(shop), 1_000, 9_000), number="7")
    shop.do(vouchers.redeem, used, sold, 5_000)
    with pytest.raises(VoucherUsedUp):
        shop.ask(printed_vouchers.ready, [used])
    assert shop.ask(voucher_list.ids, voucher_list.Show(), 9) == [good]


@pytest.mark.parametrize("width", SlipWidth)
def test_a_slip_printed_again_says_copy(application: App, tmp_path: Path, width: SlipWidth) -> None:
    shop, path = application.shop, tmp_path / "slip.pdf"
    sale = sell(shop, (makers.product(shop, price=50_000), 1000)).sale_id
    assert application.papers.slip_to(path, sale, width, application.words()) == 0
    assert "Copy" not in text_of(path)
    shop.do(printing.note, What.SLIP, [sale], width)
    assert application.papers.slip_to(path, sale, width, application.words()) == 1
    assert "Copy 1" in text_of(path)
    with pytest.raises(NoSuchSale):
        application.papers.slip_to(path, 99, width, application.words())


def test_a_statement_shows_somebodys_points(application: App, tmp_path: Path) -> None:
    path, sara = tmp_path / "points.pdf", makers.customer(application.shop)
    application.shop.do(points.adjust, sara, 120, "a present")
    assert application.papers.statement_to(path, sara, application.words()) == 1
    assert "120" in text_of(path)
    assert "a present" in text_of(path)
    with pytest.raises(NoSuchCustomer):
        application.papers.statement_to(path, 99, application.words())


@pytest.mark.parametrize("width", SlipWidth)
def test_a_day_goes_on_paper_before_and_after_its_close(
    application: App, tmp_path: Path, width: SlipWidth
) -> None:
    shop, path = application.shop, tmp_path / "day.pdf"
    sell(shop, (makers.product(shop, price=50_000), 1000))
    application.papers.day_close_to(path, None, application.words(), width)
    assert "Day so far" in text_of(path)
    closed = shop.do(day_close.close, 50_000)
    application.papers.day_close_to(path, closed.id, application.words(), width)
    assert "Day close 1" in text_of(path)
    with pytest.raises(NoSuchClose):
        application.papers.day_close_to(path, 99, application.words(), width)


def test_the_logo_of_the_shop_stands_on_its_papers(application: App, tmp_path: Path) -> None:
    shop, path = application.shop, tmp_path / "slip.pdf"
    picture = BytesIO()
    Image.new("RGB", (90, 60), "#0B6580").save(picture, "PNG")
    shop.do(logo.put, picture.getvalue())
    shop.do(logo.put, picture.getvalue())
    sale = sell(shop, (makers.product(shop, price=50_000), 1000)).sale_id
    application.papers.slip_to(path, sale, SlipWidth.WIDE, application.words())
    assert b"/Image" in path.read_bytes()
    assert shop.ask(settings.read).shop_name == ""


def test_a_paper_that_cannot_be_written_or_printed_is_one_sentence(application: App, tmp_path: Path) -> None:
    shop = application.shop
    sale = sell(shop, (makers.product(shop, price=50_000), 1000)).sale_id
    with pytest.raises(PaperNotSaved):
        application.papers.slip_to(tmp_path / "none" / "slip.pdf", sale, SlipWidth.WIDE, application.words())
    application.papers.slip_to(tmp_path / "slip.pdf", sale, SlipWidth.WIDE, application.words())
    assert not application.papers.has_slip_printer()
    with pytest.raises(SlipPrinterUnknown):
        application.papers.send_to_slip_printer(tmp_path / "slip.pdf")
    shop.do(settings.change, slip_printer=f"file:{tmp_path / 'device'}")
    application.papers.send_to_slip_printer(tmp_path / "slip.pdf", open_drawer=True)
    assert (tmp_path / "device").stat().st_size > 10_000
