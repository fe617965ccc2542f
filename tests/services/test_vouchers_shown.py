"""Where vouchers show besides their own page: the memory card, the timeline, a scan."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shopcrm.rules import voucher_codes
from shopcrm.rules.remember import Act, Kind
from shopcrm.services import memory, scans, store_credit, timeline, voucher_issue, vouchers, wrong_codes
from shopcrm.services.memory_vouchers import SOON
from shopcrm.services.scans import Scanned, What
from shopcrm.services.shop import Shop
from shopcrm.services.voucher_issue import VoucherDraft
from tests import makers

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


@pytest.fixture
def sara(shop: Shop) -> int:
    return makers.customer(shop)


@pytest.fixture
def draft(sara: int) -> VoucherDraft:
    return VoucherDraft("percent", 1_000, customer_id=sara, until_on=TODAY + SOON)


def _make(shop: Shop, draft: VoucherDraft) -> int:
    return shop.do(vouchers.issue, draft)[0]


def _remembered(shop: Shop, customer: int) -> list[int]:
    lines = shop.ask(memory.card, customer).lines
    return [line.thing for line in lines if line.kind is Kind.VOUCHER]


def test_a_voucher_about_to_lapse_is_remembered(shop: Shop, sara: int, draft: VoucherDraft) -> None:
    later, sooner = _make(shop, draft), _make(shop, replace(draft, until_on=TODAY))
    assert _remembered(shop, sara) == [sooner, later]
    line = shop.ask(memory.card, sara).lines[0]
    assert (line.what.plainly(), line.why.plainly()) == ("Their voucher: 10% off", "Good until 2026-11-22")
    assert (line.act, line.due) == (Act.USE_VOUCHER, TODAY)


def test_what_cannot_be_used_now_is_not_remembered(shop: Shop, sara: int, draft: VoucherDraft) -> None:
    for other in (
        replace(draft, until_on=TODAY + SOON + DAY),
        replace(draft, until_on=None),
        replace(draft, from_on=TODAY + DAY),
        replace(draft, blank=True),
        replace(draft, customer_id=None),
        replace(draft, customer_id=makers.customer(shop, name="Reza")),
    ):
        _make(shop, other)
    gone, used = _make(shop, draft), _make(shop, draft)
    shop.do(voucher_issue.withdraw, gone, "a mistake")
    sale = makers.sale(shop, None, (makers.product(shop), 1_000, 1_000))
    shop.do(vouchers.redeem, used, sale, 100)
    assert _remembered(shop, sara) == []


def test_a_timeline_tells_what_was_given_and_what_was_used(
    shop: Shop, sara: int, draft: VoucherDraft
) -> None:
    key, credit = _make(shop, draft), _make(shop, VoucherDraft("credit", 900, customer_id=sara))
    _make(shop, replace(draft, blank=True))
    shop.clock = lambda: NOW + DAY
    sale = makers.sale(shop, sara, (makers.product(shop), 1_000, 1_000))
    shop.do(vouchers.redeem, key, sale, 100)
    shop.do(store_credit.spend, credit, 300, sale)
    entries = shop.ask(timeline.page, sara).entries
    assert [entry.kind for entry in entries] == [
        timeline.Kind.SALE,
        timeline.Kind.VOUCHER,
        timeline.Kind.VOUCHER,
    ]
    codes = {
        one.id: voucher_codes.masked(one.code) for one in shop.ask(vouchers.terms_of, [key, credit]).values()
    }
    assert entries[0].why[-1].plainly() == f"With the voucher {codes[key]}: 100 off"
    assert entries[1].what.plainly() == f"Was given the voucher {codes[credit]}: 900 of credit"
    assert entries[2].what.plainly() == f"Was given the voucher {codes[key]}: 10% off"


def test_a_scanned_voucher_is_one(shop: Shop, draft: VoucherDraft) -> None:
    key = _make(shop, draft)
    code = shop.ask(vouchers.terms_of, [key])[key].code
    for written in (code, voucher_codes.shown(code), code.lower()):
        assert shop.ask(scans.what_is, ("nothing", written)) == Scanned(What.VOUCHER, key, code)


def test_another_shops_voucher_says_so_unless_goods_have_its_code(shop: Shop) -> None:
    code = voucher_codes.make("goods")
    with pytest.raises(vouchers.UnknownCode):
        shop.ask(scans.what_is, (code,))
    goods = makers.product(shop, code=code)
    assert shop.ask(scans.what_is, (code,)) == Scanned(What.GOODS, goods, code)


def test_V8_scans_wait_too(shop: Shop, draft: VoucherDraft) -> None:
    key = _make(shop, draft)
    code = shop.ask(vouchers.terms_of, [key])[key].code
    for _ in range(22):
        shop.do(wrong_codes.note, "hello")
    with pytest.raises(wrong_codes.TooManyWrongCodes):
        shop.ask(scans.what_is, (code,))
