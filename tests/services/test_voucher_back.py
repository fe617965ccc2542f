from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as test_settings
from hypothesis import strategies as st
from sqlalchemy import delete, update

from shopcrm.rules.vouchers import Combines, Limit, Reason, State, Terms
from shopcrm.services import (
    settings,
    store_credit,
    voucher_figures,
    voucher_issue,
    voucher_sheet,
    vouchers,
)
from shopcrm.services.shop import Session, Shop
from shopcrm.services.voucher_back import Back
from shopcrm.services.voucher_issue import VoucherDraft
from shopcrm.store.sales import Sale
from shopcrm.store.vouchers import Voucher, VoucherLimit, VoucherUse
from tests import makers

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
PERCENT = VoucherDraft("percent", 2_000, most=700, minimum=100, until_on=TODAY + 30 * DAY)
AMOUNT = VoucherDraft("amount", 500, minimum=100, until_on=TODAY + 30 * DAY)


@pytest.fixture
def walnuts(shop: Shop) -> int:
    return makers.product(shop)


def _sale(shop: Shop, walnuts: int, number: str) -> int:
    return makers.sale(shop, None, (walnuts, 2_000, 1_000), number=number)


def _return(shop: Shop, walnuts: int, sale: int, number: str, *, reversal: bool = False) -> int:
    key = makers.sale(shop, None, (walnuts, -1_000, 1_000), number=number, kind="return")
    shop.do(_names, key, sale, reversal)
    return key


def _names(session: Session, key: int, sale: int, reversal: bool) -> None:  # noqa: FBT001 -- a use case of a test
    session.execute(update(Sale).where(Sale.id == key).values(of_sale_id=sale, reversal=reversal))


def _used(shop: Shop, sale: int, draft: VoucherDraft = AMOUNT, amount: int = 400) -> int:
    key = shop.do(vouchers.issue, draft)[0]
    shop.do(vouchers.redeem, key, sale, amount)
    return key


def _terms(shop: Shop, key: int | None) -> Terms:
    assert key is not None
    return shop.ask(vouchers.terms_of, [key])[key]


def _back(shop: Shop, sale: int, back: int, share: tuple[int, int], *, full: bool = False) -> list[Back]:
    return shop.do(vouchers.free, sale, back, lambda _borne: share, full=full)


def _later(shop: Shop, days: int = 1) -> None:
    at = shop.clock() + days * DAY
    shop.clock = lambda: at


def test_R5_a_full_return_on_the_same_day_frees_it(shop: Shop, walnuts: int) -> None:
    sale = _sale(shop, walnuts, "1")
    key = _used(shop, sale)
    back = _return(shop, walnuts, sale, "R1")
    assert _back(shop, sale, back, (1, 1), full=True) == [Back(key, is_freed=True, new_id=None, worth=400)]
    assert _terms(shop, key).uses_left == 1
    (use,) = shop.ask(voucher_sheet.show, key).uses
    assert use.freed_at == NOW
    other = _sale(shop, walnuts, "2")
    shop.do(vouchers.redeem, key, other, 400)
    assert _terms(shop, key).uses_left == 0


def test_R5_later_a_new_one_has_the_same_terms_and_dates(shop: Shop, walnuts: int) -> None:
    sale = _sale(shop, walnuts, "1")
    sara = makers.customer(shop)
    draft = replace(
        PERCENT,
        customer_id=sara,
        combines=Combines.ALONE,
        reason=Reason.COMPLAINT,
        limits=(Limit(product_id=walnuts),),
    )
    key = _used(shop, sale, draft)
    _later(shop)
    back = _return(shop, walnuts, sale, "R1")
    (one,) = _back(shop, sale, back, (1, 1), full=True)
    assert not one.is_freed
    old, new = _terms(shop, key), _terms(shop, one.new_id)
    assert old.uses_left == 0
    assert replace(new, id=old.id, code=old.code, uses_left=0, last=old.last) == old
    sheet = shop.ask(voucher_sheet.show, key)
    assert [linked.id for linked in sheet.replaced_by] == [one.new_id]


def test_R5_a_part_gives_the_share_and_all_parts_together_the_whole(shop: Shop, walnuts: int) -> None:
    sale = _sale(shop, walnuts, "1")
    _used(shop, sale)
    worths = []
    for part in (1, 2, 3):
        back = _return(shop, walnuts, sale, f"R{part}")
        worths += [one.worth for one in _back(shop, sale, back, (part, 3), full=part == 3)]
    assert worths == [166, 167, 167]
    assert _back(shop, sale, _return(shop, walnuts, sale, "R4"), (1, 1), full=True) == []


def test_R5_the_minimum_shrinks_with_the_share(shop: Shop, walnuts: int) -> None:
    sale = _sale(shop, walnuts, "1")
    _used(shop, sale)
    (one,) = _back(shop, sale, _return(shop, walnuts, sale, "R1"), (1, 2))
    new = _terms(shop, one.new_id)
    assert (new.value, new.minimum, new.until_on) == (250, 50, AMOUNT.until_on)


def test_R5_a_part_of_a_percentage_is_the_share_of_what_it_took_off(shop: Shop, walnuts: int) -> None:
    sale = _sale(shop, walnuts, "1")
    _used(shop, sale, PERCENT, amount=401)
    (one,) = _back(shop, sale, _return(shop, walnuts, sale, "R1"), (1, 2))
    new = _terms(shop, one.new_id)
    assert (new.kind, new.value, new.most) == ("amount", 200, None)


@pytest.mark.parametrize(("setting", "freed", "new"), [("free", 1, 0), ("new", 0, 1), ("never", 0, 0)])
def test_R5_the_setting_decides(shop: Shop, walnuts: int, setting: str, freed: int, new: int) -> None:
    shop.do(settings.change, voucher_back=setting)
    sale = _sale(shop, walnuts, "1")
    _used(shop, sale)
    backs = _back(shop, sale, _return(shop, walnuts, sale, "R1"), (1, 1), full=True)
    assert sum(one.is_freed for one in backs) == freed
    assert sum(one.new_id is not None for one in backs) == new


def test_R5_a_reversal_frees_it_though_a_day_went_by(shop: Shop, walnuts: int) -> None:
    sale = _sale(shop, walnuts, "1")
    key = _used(shop, sale)
    _later(shop)
    back = _return(shop, walnuts, sale, "R1", reversal=True)
    assert [one.is_freed for one in _back(shop, sale, back, (1, 1), full=True)] == [True]
    assert _terms(shop, key).uses_left == 1


def test_R5_one_of_several_uses_frees_its_own_place_only(shop: Shop, walnuts: int) -> None:
    first, second = _sale(shop, walnuts, "1"), _sale(shop, walnuts, "2")
    key = _used(shop, first, replace(AMOUNT, uses=2))
    shop.do(vouchers.redeem, key, second, 1)
    _back(shop, first, _return(shop, walnuts, first, "R1"), (1, 1), full=True)
    assert _terms(shop, key).uses_left == 1
    third = _sale(shop, walnuts, "3")
    shop.do(vouchers.redeem, key, third, 1)
    with pytest.raises(vouchers.VoucherSpent):
        shop.do(vouchers.redeem, key, third, 1)


@test_settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 7), min_size=1, max_size=4), st.sampled_from([AMOUNT, PERCENT]), st.booleans())
def test_R5_several_returns_never_give_back_more_than_the_whole(
    shop: Shop,
    shares: list[int],
    draft: VoucherDraft,
    whole: bool,  # noqa: FBT001 -- hypothesis names them
) -> None:
    """So many sevenths come back each time; the last return may bring the rest."""
    shop.do(_forget)
    shop.clock = lambda: NOW
    walnuts = makers.product(shop, code=f"H{shop.ask(_number)}")
    sale = _sale(shop, walnuts, f"S{walnuts}")
    _used(shop, sale, draft, amount=333)
    worth = draft.value if draft.kind == "amount" else 333
    given, so_far = 0, 0
    for place, share in enumerate(shares):
        so_far = 7 if whole and place == len(shares) - 1 else min(6, so_far + share)
        back = _return(shop, walnuts, sale, f"R{walnuts}.{place}")
        given += sum(one.worth for one in _back(shop, sale, back, (so_far, 7), full=so_far == 7))
        _later(shop)
    assert given <= max(worth, 333)
    assert given == worth * so_far // 7 or (so_far == 7 and given in {333, worth})


def _forget(session: Session) -> None:
    for table in (VoucherUse, VoucherLimit, Voucher):
        session.execute(delete(table).where(table.id > 0))


def _number(session: Session) -> int:
    return len(session.query(Sale).all())


def _earned(shop: Shop, sale: int, at_least: int = 0, kind: str = "amount") -> int:
    draft = VoucherDraft(kind, 500, sale_id=sale, earned_at_least=at_least, reason=Reason.CAMPAIGN)
    return shop.do(vouchers.issue, draft)[0]


@pytest.mark.parametrize(("remaining", "lapses"), [(999, True), (1_000, False), (1_001, False), (0, True)])
def test_R6_what_the_sale_earned_lapses_when_the_rest_no_longer_earns_it(
    shop: Shop,
    walnuts: int,
    remaining: int,
    lapses: bool,  # noqa: FBT001 -- a table of cases
) -> None:
    sale = _sale(shop, walnuts, "1")
    key = _earned(shop, sale, 1_000)
    assert shop.do(vouchers.lapse_earned_by, sale, remaining) == ([key] if lapses else [])
    sheet = shop.ask(voucher_sheet.show, key)
    assert sheet.row.state is (State.WITHDRAWN if lapses else State.UNUSED)
    assert [one.plainly() for one in sheet.withdrawn_why] == (
        ["The sale that earned it was brought back."] if lapses else []
    )


def test_R6_what_needs_no_amount_stays_while_anything_of_the_sale_is_kept(shop: Shop, walnuts: int) -> None:
    sale = _sale(shop, walnuts, "1")
    key = _earned(shop, sale)
    assert shop.do(vouchers.lapse_earned_by, sale, 1) == []
    assert shop.do(vouchers.lapse_earned_by, sale, 0) == [key]
    assert shop.do(vouchers.lapse_earned_by, sale, 0) == []


def test_R6_what_was_used_stays_used(shop: Shop, walnuts: int) -> None:
    sale, other = _sale(shop, walnuts, "1"), _sale(shop, walnuts, "2")
    used, credit = _earned(shop, sale), _earned(shop, sale, kind="credit")
    shop.do(vouchers.redeem, used, other, 500)
    shop.do(store_credit.spend, credit, 1, other)
    assert shop.do(vouchers.lapse_earned_by, sale, 0) == []


def test_R6_unused_credit_goes_with_its_voucher(shop: Shop, walnuts: int) -> None:
    sale = _sale(shop, walnuts, "1")
    credit = _earned(shop, sale, kind="credit")
    assert shop.do(vouchers.lapse_earned_by, sale, 0) == [credit]
    assert [(one.kind, one.rest) for one in shop.ask(store_credit.entries, credit)] == [
        ("load", 500),
        ("lapse", 0),
    ]


def test_R6_vouchers_of_other_sales_stay(shop: Shop, walnuts: int) -> None:
    sale, other = _sale(shop, walnuts, "1"), _sale(shop, walnuts, "2")
    _earned(shop, other)
    assert shop.do(vouchers.lapse_earned_by, sale, 0) == []


def test_V9_a_voucher_for_a_complaint_is_a_cost_of_service(shop: Shop, walnuts: int) -> None:
    sale = _sale(shop, walnuts, "1")
    _used(shop, sale, replace(AMOUNT, reason=Reason.COMPLAINT), amount=300)
    _used(shop, sale, replace(AMOUNT, reason=Reason.CAMPAIGN), amount=200)
    for reason, spent in ((Reason.COMPLAINT, 70), (Reason.POINTS, 50), (Reason.BOUGHT, 900)):
        credit = shop.do(vouchers.issue, VoucherDraft("credit", 1_000, reason=reason))[0]
        shop.do(store_credit.spend, credit, spent, sale)
    figures = shop.ask(voucher_figures.by_reason, TODAY, TODAY)
    assert [(one.reason, one.issued, one.uses, one.amount) for one in figures] == [
        (Reason.POINTS, 1, 1, 50),
        (Reason.COMPLAINT, 2, 2, 370),
        (Reason.CAMPAIGN, 1, 1, 200),
        (Reason.BOUGHT, 1, 1, 900),
    ]
    assert voucher_figures.loyalty_cost(figures) == 250
    assert voucher_figures.service_cost(figures) == 370
    assert shop.ask(voucher_figures.by_reason, TODAY + DAY, TODAY + DAY) == []


def test_V9_the_reason_goes_with_a_voucher_into_the_one_in_its_place(shop: Shop, walnuts: int) -> None:
    sale = _sale(shop, walnuts, "1")
    _used(shop, sale, replace(AMOUNT, reason=Reason.COMPLAINT, reason_words="stale tea"))
    (one,) = _back(shop, sale, _return(shop, walnuts, sale, "R1"), (1, 2))
    assert one.new_id is not None
    row = shop.ask(voucher_sheet.show, one.new_id).row
    assert (row.reason, row.reason_words) == (Reason.COMPLAINT, "stale tea")


def test_a_withdrawn_one_that_is_freed_stays_withdrawn(shop: Shop, walnuts: int) -> None:
    sale = _sale(shop, walnuts, "1")
    key = _used(shop, sale, replace(AMOUNT, uses=2))
    shop.do(voucher_issue.withdraw, key, "a mistake")
    _back(shop, sale, _return(shop, walnuts, sale, "R1"), (1, 1), full=True)
    assert shop.ask(voucher_sheet.show, key).row.state is State.WITHDRAWN
