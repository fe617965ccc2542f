from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
import zxingcpp

from shopcrm.outside.paper import order_slip
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.pages import ShopHead
from shopcrm.outside.paper.render import render_pages
from shopcrm.rules.promises import Compensation, Makes, OrderState, PromiseState
from shopcrm.rules.wording import Words
from shopcrm.services.order_rows import DetailRow, OrderRow, OrderView
from shopcrm.services.promises import PromiseRow
from tests.conftest import NOW
from tests.outside.paper.people import HOSTILE
from tests.outside.paper.reading import letters, pdfium_lines, plain

SHOP = ShopHead("خشکبار نوری", "+982188776655", "تهران، بازار")
CODE = "C19M75G4XJ1G9H9"
DAY = date(2026, 11, 24)
ORDER = OrderRow(
    id=3, number=1042, customer_id=1, customer="مریم نوری", words="کیک گردو برای ده نفر", promised_on=DAY,
    details=(DetailRow(1, "no sugar", NOW, "Ali"), DetailRow(2, "نام سارا رویش", None, "")),
    deposit=2_000_000, deposit_left=2_000_000, deposit_sale_id=7, deposit_sale_number="7",
    deposit_voucher_id=9, deposit_code=CODE, state=OrderState.OPEN, is_late=False, made_at=NOW,
    by="owner", ready_at=None, handed_at=None, handed_by="", handed_why="",
)  # fmt: skip
PROMISE = PromiseRow(
    id=1, customer_id=1, customer="مریم نوری", words=ORDER.words, due_on=DAY,
    if_broken=Compensation(Makes.VOUCHER, 500_000, "free if late"), state=PromiseState.OPEN, made_at=NOW,
    by="owner", settled_at=None, settled_by="", why="", complaint_number=None, order_id=3,
    order_number=1042, voucher_id=None, posting_id=None,
)  # fmt: skip


def _pdf(fonts: Fonts, words: Words, view: OrderView, width: int = 80) -> bytes:
    return order_slip.lay_order_slip(SHOP, view, words, fonts, width).pdf()


@pytest.mark.parametrize("width", [80, 58])
@pytest.mark.parametrize("language", ["en", "fa"])
def test_what_was_agreed_stands_on_it_and_its_code_pays(fonts: Fonts, language: str, width: int) -> None:
    words = Words(language)
    pdf = _pdf(fonts, words, OrderView(ORDER, (PROMISE,)), width)
    text = " ".join(pdfium_lines(pdf))
    wanted = [
        words.digits("1042"),
        words.amount(2_000_000),
        words.amount(500_000),
        "no sugar",
        "free if late",
    ]
    for one in [*wanted, SHOP.name, "C19M7-5G4XJ-1G9H9"]:
        assert plain(one) in text, one
    pages = render_pages(pdf, 203.2 / 72)
    found = [one.text for page in pages for one in zxingcpp.read_barcodes(np.array(page.convert("L")))]
    assert found == [CODE]


def test_a_second_slip_says_that_it_is_a_copy(fonts: Fonts) -> None:
    first, again = (_pdf(fonts, Words("en"), OrderView(ORDER, (), printed)) for printed in (0, 1))
    assert "Copy" not in " ".join(pdfium_lines(first))
    assert "Copy 1" in " ".join(pdfium_lines(again))


def test_without_a_deposit_nothing_is_said_of_one(fonts: Fonts) -> None:
    order = replace(ORDER, deposit=0, deposit_left=0, deposit_code="", details=())
    text = " ".join(pdfium_lines(_pdf(fonts, Words("en"), OrderView(order, ()))))
    assert "Deposit" not in text
    assert "late" not in text


def test_what_is_left_of_the_deposit_and_the_days_of_grace_are_said(fonts: Fonts) -> None:
    order = replace(ORDER, deposit_left=500_000)
    late = replace(PROMISE, due_on=DAY + timedelta(days=2))
    text = " ".join(pdfium_lines(_pdf(fonts, Words("en"), OrderView(order, (late,)))))
    assert "Left of it" in text
    assert "more than 2 days late" in text


@pytest.mark.parametrize("width", [80, 58])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_break_no_slip(fonts: Fonts, width: int, hostile: str) -> None:
    details = tuple(DetailRow(place, hostile, None, "") for place in (1, 2))
    order = replace(ORDER, customer=hostile, words=hostile * 5, details=details)
    pdf = _pdf(fonts, Words("fa"), OrderView(order, (PROMISE,)), width)
    assert max(one.right for one in letters(pdf, 0) if one.text.strip()) <= width / 25.4 * 72 + 1
