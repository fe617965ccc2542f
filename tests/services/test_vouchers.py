from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from shopcrm.rules import voucher_codes
from shopcrm.rules.people import NoSuchCustomer
from shopcrm.rules.vouchers import Combines, Limit, Reason, State
from shopcrm.services import (
    categories,
    settings,
    stock,
    store_credit,
    voucher_issue,
    voucher_list,
    voucher_sheet,
    vouchers,
    wrong_codes,
)
from shopcrm.services.shop import Session, Shop, Who
from shopcrm.services.voucher_issue import VoucherDraft
from shopcrm.services.voucher_list import Show
from shopcrm.store.vouchers import WrongCode
from tests import makers

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
AMOUNT = VoucherDraft("amount", 500)


def _code(shop: Shop, voucher_id: int) -> str:
    return shop.ask(vouchers.terms_of, [voucher_id])[voucher_id].code


def _make(shop: Shop, draft: VoucherDraft = AMOUNT) -> tuple[int, str]:
    key = shop.do(vouchers.issue, draft)[0]
    return key, _code(shop, key)


def _sale(shop: Shop, customer: int | None = None, number: str = "") -> int:
    return makers.sale(
        shop, customer, (makers.product(shop, code=number or "S"), 1_000, 1_000), number=number
    )


@pytest.fixture
def sale(shop: Shop) -> int:
    return _sale(shop, number="311")


def _why(shop: Shop, code: str, customer: int | None = None) -> str:
    problem = shop.ask(vouchers.check, code, customer).problem
    return "" if problem is None else problem.plainly()


def _state(shop: Shop, key: int) -> State:
    return shop.ask(voucher_sheet.show, key).row.state


def test_one_is_made_and_found_under_any_writing_of_its_code(shop: Shop) -> None:
    key, code = _make(shop, replace(AMOUNT, minimum=900, from_on=TODAY, until_on=TODAY + 9 * DAY))
    for written in (
        code,
        code.lower(),
        voucher_codes.shown(code),
        voucher_codes.shown(code).replace("-", " "),
    ):
        view = shop.ask(vouchers.look_up, written)
        assert (view.id, view.state, view.code) == (key, State.UNUSED, voucher_codes.shown(code))
    terms = shop.ask(vouchers.terms, [code, code.lower()])
    assert [(one.id, one.value, one.minimum, one.uses_left) for one in terms] == [(key, 500, 900, 1)]


def test_V1_codes_are_unique_over_all_kinds(shop: Shop) -> None:
    for kind, value in (("percent", 1_000), ("amount", 9), ("credit", 9)):
        shop.do(vouchers.issue, VoucherDraft(kind, value), 300)
    shop.do(vouchers.issue, VoucherDraft("goods", 1, words="A haircut"), 300)
    with shop.engine.connect() as connection:
        codes = connection.execute(text("select code from voucher")).scalars().all()
    assert len(set(codes)) == 1_200
    assert {code[0] for code in codes} == set(voucher_codes.KINDS.values())
    assert all(voucher_codes.is_good(code) for code in codes)


def test_V1_a_code_that_is_taken_is_never_given_out_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    _key, taken = _make(shop)
    fresh = voucher_codes.make("amount")
    drawn = iter([taken, taken, fresh])
    monkeypatch.setattr(voucher_codes, "make", lambda _kind: next(drawn))
    key = shop.do(vouchers.issue, AMOUNT)[0]
    assert _code(shop, key) == fresh


@pytest.mark.parametrize(
    ("draft", "error"),
    [
        (VoucherDraft("percent", 0), voucher_issue.PercentRefused),
        (VoucherDraft("percent", 10_001), voucher_issue.PercentRefused),
        (VoucherDraft("amount", 0), voucher_issue.AmountRefused),
        (VoucherDraft("amount", -5), voucher_issue.AmountRefused),
        (VoucherDraft("amount", 10**30), voucher_issue.AmountRefused),
        (VoucherDraft("amount", 5, minimum=-1), voucher_issue.AmountRefused),
        (VoucherDraft("percent", 5, most=0), voucher_issue.AmountRefused),
        (VoucherDraft("goods", 1_000), voucher_issue.GoodsMissing),
        (VoucherDraft("amount", 5, words="Tea"), voucher_issue.GoodsNotWanted),
        (VoucherDraft("goods", 1_000, product_id=99), stock.NoSuchProduct),
        (VoucherDraft("amount", 5, limits=(Limit(product_id=99),)), stock.NoSuchProduct),
        (VoucherDraft("amount", 5, limits=(Limit(category_id=99),)), categories.NoSuchCategory),
        (VoucherDraft("amount", 5, uses=0), voucher_issue.UsesRefused),
        (VoucherDraft("amount", 5, uses=10_001), voucher_issue.UsesRefused),
        (VoucherDraft("amount", 5, from_on=TODAY + DAY, until_on=TODAY), voucher_issue.DaysRefused),
        (VoucherDraft("amount", 5, until_on=TODAY - DAY), voucher_issue.DayOver),
        (VoucherDraft("amount", 5, customer_id=99), NoSuchCustomer),
    ],
)
def test_what_cannot_be_is_refused_with_nothing_made(
    shop: Shop, draft: VoucherDraft, error: type[Exception]
) -> None:
    with pytest.raises(error):
        shop.do(vouchers.issue, draft)
    assert shop.ask(voucher_list.page) == []


@pytest.mark.parametrize("count", [0, -1, 1_001])
def test_too_many_at_once_are_refused(shop: Shop, count: int) -> None:
    with pytest.raises(voucher_issue.CountRefused):
        shop.do(vouchers.issue, AMOUNT, count)


def test_a_thousand_under_a_campaign_are_one_batch(shop: Shop) -> None:
    draft = replace(
        AMOUNT, campaign=" Nowruz  1406 ", reason=Reason.CAMPAIGN, limits=(Limit(product_id=_goods(shop)),)
    )
    ids = shop.do(vouchers.issue, draft, 1_000)
    assert len(set(ids)) == 1_000
    shop.do(vouchers.issue, replace(draft, campaign="Nowruz 1406"))
    (campaign,) = shop.ask(voucher_list.campaigns)
    assert (campaign.name, campaign.vouchers) == ("Nowruz 1406", 1_001)
    assert shop.ask(vouchers.terms_of, ids[:1])[ids[0]].limits == draft.limits
    assert len(shop.ask(voucher_list.page, Show(text="nowruz"), limit=2_000)) == 1_001


def _goods(shop: Shop) -> int:
    return makers.product(shop, code="G")


def test_V2_it_is_used_once_and_the_second_learns_when_and_where(shop: Shop, sale: int) -> None:
    key, code = _make(shop)
    shop.become(Who("sara", till="2"))
    shop.do(vouchers.redeem, key, sale, 500)
    other = _sale(shop, number="312")
    with pytest.raises(vouchers.VoucherSpent, match=r"2026-11-22 09:00:00\+00:00, till 2, sale 311"):
        shop.do(vouchers.redeem, key, other, 500)
    assert _state(shop, key) is State.USED
    assert "till 2, sale 311" in _why(shop, code)
    (row,) = shop.ask(voucher_list.page)
    assert row.used is not None
    assert (row.used.till, row.used.number) == ("2", "311")


def test_V3_each_use_takes_the_first_free_place(shop: Shop, sale: int) -> None:
    key, _ = _make(shop, replace(AMOUNT, uses=3))
    for left in (2, 1, 0):
        shop.do(vouchers.redeem, key, sale, 1)
        assert shop.ask(vouchers.terms_of, [key])[key].uses_left == left
    with pytest.raises(vouchers.VoucherSpent):
        shop.do(vouchers.redeem, key, sale, 1)
    assert _places(shop) == [1, 2, 3]


def _places(shop: Shop) -> list[int]:
    with shop.engine.connect() as connection:
        rows = connection.execute(text("select place from voucher_use where freed_at is null order by place"))
        return list(rows.scalars())


@pytest.mark.parametrize(("place", "allowed"), [(1, 1), (2, 1), (0, 1)])
def test_V3_the_database_itself_refuses_a_place_that_is_taken_or_beyond(
    shop: Shop, sale: int, place: int, allowed: int
) -> None:
    key, code = _make(shop)
    shop.do(vouchers.redeem, key, sale, 1)
    row = {"voucher_id": key, "place": place, "allowed": allowed}
    with pytest.raises(vouchers.VoucherSpent):
        shop.do(vouchers.take_place, row, sale, 1, code)
    assert _places(shop) == [1]


def test_a_voucher_that_is_not_active_cannot_be_used(shop: Shop, sale: int) -> None:
    blank, _ = _make(shop, replace(AMOUNT, blank=True))
    gone, _ = _make(shop)
    shop.do(voucher_issue.withdraw, gone, "lost")
    for key in (blank, gone):
        with pytest.raises(vouchers.VoucherUnusable):
            shop.do(vouchers.redeem, key, sale, 1)
    with pytest.raises(vouchers.NoSuchVoucher):
        shop.do(vouchers.redeem, 99, sale, 1)


def test_V4_the_last_day_ends_with_the_shops_day(shop: Shop) -> None:
    _key, code = _make(shop, replace(AMOUNT, from_on=TODAY, until_on=TODAY))
    shop.do(settings.change, day_starts_at=4)
    at = {True: datetime(2026, 11, 23, 0, 29, tzinfo=UTC), False: datetime(2026, 11, 23, 0, 30, tzinfo=UTC)}
    for good, moment in at.items():
        shop.clock = lambda moment=moment: moment
        assert (_why(shop, code) == "") is good


def test_another_shops_code_is_told_from_a_slip(shop: Shop) -> None:
    with pytest.raises(vouchers.UnknownCode, match="is not one of this shop"):
        shop.ask(vouchers.check, voucher_codes.make("amount"))
    _key, code = _make(shop)
    with pytest.raises(vouchers.CodeMistyped):
        shop.ask(vouchers.check, code[:-1] + ("2" if code[-1] != "2" else "3"))
    with pytest.raises(vouchers.NotACode):
        shop.ask(vouchers.check, "hello")
    with pytest.raises(vouchers.UnknownCode):
        shop.ask(vouchers.terms, [voucher_codes.make("goods")])


def test_one_of_another_customers_says_so(shop: Shop) -> None:
    sara, reza = makers.customer(shop), makers.customer(shop, name="Reza")
    _key, code = _make(shop, replace(AMOUNT, customer_id=sara))
    assert _why(shop, code, sara) == ""
    assert "another customer" in _why(shop, code, reza)


def test_V1_messages_about_unknown_codes_do_not_tell_the_code(shop: Shop) -> None:
    code = voucher_codes.make("amount")
    with pytest.raises(vouchers.UnknownCode) as error:
        shop.ask(vouchers.look_up, code)
    assert voucher_codes.shown(code) not in str(error.value)


def test_blank_ones_are_activated_by_their_code(shop: Shop) -> None:
    sara = makers.customer(shop)
    ids = shop.do(vouchers.issue, VoucherDraft("credit", 900, blank=True), 3)
    code = _code(shop, ids[1])
    assert "not activated" in _why(shop, code)
    assert shop.ask(store_credit.rest, ids[1]) == 0
    done = shop.do(voucher_issue.activate, voucher_codes.shown(code).lower(), sara, TODAY + 30 * DAY)
    assert done == ids[1]
    terms = shop.ask(vouchers.terms_of, ids)[done]
    assert (terms.state, terms.customer_id, terms.until_on, terms.credit_rest) == (
        "active",
        sara,
        TODAY + 30 * DAY,
        900,
    )
    with pytest.raises(voucher_issue.NotBlank, match="good already"):
        shop.do(voucher_issue.activate, code)
    with pytest.raises(vouchers.UnknownCode):
        shop.do(voucher_issue.activate, voucher_codes.make("amount"))
    with pytest.raises(voucher_issue.DayOver):
        shop.do(voucher_issue.activate, _code(shop, ids[0]), None, TODAY - DAY)
    assert _state(shop, ids[0]) is State.BLANK


def test_one_is_withdrawn_with_a_reason_and_its_credit_goes(shop: Shop, sale: int) -> None:
    key, code = _make(shop, VoucherDraft("credit", 900))
    shop.do(store_credit.spend, key, 200, sale)
    with pytest.raises(voucher_issue.ReasonMissing):
        shop.do(voucher_issue.withdraw, key, "  ")
    shop.do(voucher_issue.withdraw, key, "lost in the post")
    sheet = shop.ask(voucher_sheet.show, key)
    assert sheet.row.state is State.WITHDRAWN
    assert [one.plainly() for one in sheet.withdrawn_why] == ["lost in the post"]
    assert [(one.kind, one.amount, one.rest) for one in sheet.credit] == [
        ("load", 900, 900),
        ("spend", -200, 700),
        ("withdraw", -700, 0),
    ]
    assert "was withdrawn" in _why(shop, code)
    with pytest.raises(voucher_issue.NotWithdrawn):
        shop.do(voucher_issue.withdraw, key, "again")


def test_what_is_used_up_is_not_withdrawn(shop: Shop, sale: int) -> None:
    key, _ = _make(shop)
    shop.do(vouchers.redeem, key, sale, 500)
    with pytest.raises(voucher_issue.NotWithdrawn, match="used up"):
        shop.do(voucher_issue.withdraw, key, "why not")


def test_V7_store_credit_is_spent_in_parts_up_to_what_is_left(shop: Shop, sale: int) -> None:
    key, code = _make(shop, VoucherDraft("credit", 900))
    assert shop.do(store_credit.spend, key, 400, sale) == 500
    assert _state(shop, key) is State.PARTLY_USED
    with pytest.raises(store_credit.CreditShort, match="Only 500 is left on this store credit, not 501"):
        shop.do(store_credit.spend, key, 501, sale)
    assert shop.do(store_credit.spend, key, 500, sale) == 0
    assert _state(shop, key) is State.USED
    assert "was used already" in _why(shop, code)
    assert shop.do(store_credit.give_back, key, 300, sale) == 300
    assert [(one.amount, one.rest) for one in shop.ask(store_credit.entries, key)] == [
        (900, 900),
        (-400, 500),
        (-500, 0),
        (300, 300),
    ]
    assert _state(shop, key) is State.PARTLY_USED


@pytest.mark.parametrize("amount", [0, -1])
def test_V7_nobody_spends_or_gives_back_nothing(shop: Shop, sale: int, amount: int) -> None:
    key, _ = _make(shop, VoucherDraft("credit", 900))
    for act in (store_credit.spend, store_credit.give_back):
        with pytest.raises(store_credit.CreditAmountRefused):
            shop.do(act, key, amount, sale)


def test_V7_the_database_itself_refuses_a_second_entry_of_one_number(shop: Shop, sale: int) -> None:
    key, _ = _make(shop, VoucherDraft("credit", 900))
    with pytest.raises(store_credit.CreditShort):
        shop.do(_spends_from_what_it_saw, key, sale)
    assert shop.ask(store_credit.rest, key) == 500


def _spends_from_what_it_saw(session: Session, key: int, sale: int) -> None:
    """Spend twice as two tills would that both saw 900."""
    with pytest.MonkeyPatch.context() as patch:
        seen = store_credit._last(session, key)
        patch.setattr(store_credit, "_last", lambda _session, _key: seen)
        store_credit.spend(session, key, 400, sale)
        session.commit()
        store_credit.spend(session, key, 400, sale)


def test_lists_tell_state_and_where_used_by_state_customer_campaign_and_code(shop: Shop, sale: int) -> None:
    sara = makers.customer(shop, name="Sara Tehrani")
    used, _c = _make(shop)
    shop.do(vouchers.redeem, used, sale, 500)
    partly, _c = _make(shop, replace(AMOUNT, uses=2, customer_id=sara))
    shop.do(vouchers.redeem, partly, sale, 500)
    lapsed, _c = _make(shop, replace(AMOUNT, until_on=TODAY))
    gone, _c = _make(shop)
    shop.do(voucher_issue.withdraw, gone, "lost")
    blank, code = _make(shop, replace(AMOUNT, blank=True))
    credit, _c = _make(shop, VoucherDraft("credit", 900))
    shop.clock = lambda: NOW + DAY
    wanted = {
        State.USED: used,
        State.PARTLY_USED: partly,
        State.LAPSED: lapsed,
        State.WITHDRAWN: gone,
        State.BLANK: blank,
        State.UNUSED: credit,
    }
    for state, key in wanted.items():
        (row,) = shop.ask(voucher_list.page, Show(state))
        assert (row.id, row.state) == (key, state)
    assert shop.ask(voucher_list.counts) == dict.fromkeys(wanted, 1)
    assert [row.id for row in shop.ask(voucher_list.page, Show(text="tehrani"))] == [partly]
    assert [row.id for row in shop.ask(voucher_list.of_customer, sara)] == [partly]
    assert [row.id for row in shop.ask(voucher_list.page, Show(text=code[4:9].lower()))] == [blank]
    assert shop.ask(voucher_list.page, Show(text="nothing like it")) == []
    assert [row.id for row in shop.ask(voucher_list.page, offset=1, limit=2)] == [blank, gone]


def test_V1_lists_mask_codes_and_the_sheet_shows_them(shop: Shop) -> None:
    key, code = _make(shop)
    (row,) = shop.ask(voucher_list.page)
    assert row.masked == f"{code[:5]}-•••••-•••{code[-2:]}"
    assert shop.ask(voucher_sheet.show, key).code == voucher_codes.shown(code)
    with pytest.raises(vouchers.NoSuchVoucher):
        shop.ask(voucher_sheet.show, 99)


def test_the_sheet_names_goods_and_shelves(shop: Shop) -> None:
    shelf = makers.category(shop, "Nuts")
    draft = replace(
        AMOUNT, limits=(Limit(product_id=_goods(shop)), Limit(category_id=shelf)), combines=Combines.ALONE
    )
    key, _c = _make(shop, draft)
    said = [one.plainly() for one in shop.ask(voucher_sheet.show, key).conditions]
    assert said == ["For Walnuts or Nuts", "For whoever brings it", "Only alone"]


def test_V1_no_code_is_in_the_trail(shop: Shop, sale: int) -> None:
    key, code = _make(shop)
    shop.do(vouchers.redeem, key, sale, 500)
    shop.do(wrong_codes.note, code)
    with shop.engine.connect() as connection:
        trail = " ".join(connection.execute(text("select detail from audit_entry")).scalars())
        masked = connection.execute(text("select masked from wrong_code")).scalars().one()
    assert code not in trail
    assert masked == voucher_codes.masked(code)


def _try_wrong(shop: Shop, times: int, *, seconds: int = 1) -> None:
    begin = shop.clock()
    for place in range(times):
        shop.clock = lambda place=place: begin + timedelta(seconds=place * seconds)
        shop.do(wrong_codes.note, "A0000-00000-00000")


def _later(shop: Shop, seconds: int) -> None:
    at = shop.clock() + timedelta(seconds=seconds)
    shop.clock = lambda: at


def test_V8_wrong_codes_slow_the_till_down_more_and_more(shop: Shop) -> None:
    _key, code = _make(shop)
    shop.do(settings.change, wrong_codes_an_hour=5)
    _try_wrong(shop, 4)
    assert shop.ask(wrong_codes.wait) == 0
    waits = []
    for _ in range(9):
        shop.do(wrong_codes.note, "hello")
        waits.append(shop.ask(wrong_codes.wait))
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    with pytest.raises(wrong_codes.TooManyWrongCodes, match="Wait 60 seconds"):
        shop.ask(vouchers.check, code)
    _later(shop, 59)
    assert shop.ask(wrong_codes.wait) == 1
    _later(shop, 1)
    assert shop.ask(vouchers.check, code).problem is None
    _later(shop, 3_600)
    shop.do(wrong_codes.note, "hello")
    assert shop.ask(wrong_codes.wait) == 0


@pytest.mark.parametrize(
    ("who", "waits"),
    [
        (Who("sara", till="1"), True),
        (Who("reza", till="1"), True),
        (Who("sara", till="2"), True),
        (Who("reza", till="2"), False),
    ],
)
def test_V8_it_counts_by_till_and_by_person(shop: Shop, who: Who, waits: bool) -> None:  # noqa: FBT001 -- a table of cases
    shop.do(settings.change, wrong_codes_an_hour=3)
    shop.become(Who("sara", till="1"))
    _try_wrong(shop, 4)
    shop.become(who)
    assert (shop.ask(wrong_codes.wait) > 0) is waits


def test_V8_a_clock_set_back_neither_frees_nor_locks_for_ever(shop: Shop) -> None:
    shop.do(settings.change, wrong_codes_an_hour=3)
    _try_wrong(shop, 6)
    _later(shop, -1_800)
    assert shop.ask(wrong_codes.wait) > 0
    _later(shop, -7_200)
    assert shop.ask(wrong_codes.wait) == 0


def test_V8_control_without_the_notes_nothing_waits(shop: Shop) -> None:
    shop.do(settings.change, wrong_codes_an_hour=3)
    _try_wrong(shop, 6)
    assert shop.ask(wrong_codes.wait) > 0
    shop.do(_forget_wrong)
    assert shop.ask(wrong_codes.wait) == 0


def _forget_wrong(session: Session) -> None:
    for row in session.query(WrongCode):
        session.delete(row)
