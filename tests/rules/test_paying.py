import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopcrm.rules.errors import ShopError
from shopcrm.rules.paying import with_credit, with_points
from shopcrm.rules.tenders import (
    HandedTooLittle,
    Paid,
    PaidTooLittle,
    PaidTooMuch,
    PaymentRefused,
    PaymentUnknown,
    Tender,
    settle,
)
from shopcrm.rules.vouchers import Kind, Terms


@pytest.mark.parametrize(
    ("asked", "usable", "worth", "left", "spent", "pays"),
    [
        (5, 10, 1_000, 10_000, 5, 5_000),
        (50, 10, 1_000, 99_000, 10, 10_000),
        (50, 99, 1_000, 5_000, 5, 5_000),
        (50, 99, 1_000, 5_001, 6, 5_001),
        (5, 99, 1_000, 4_999, 5, 4_999),
        (4, 99, 1_000, 4_999, 4, 4_000),
        (5, 99, 0, 4_999, 0, 0),
        (-5, 99, 10, 4_999, 0, 0),
        (5, 99, 1_000, 0, 0, 0),
    ],
)
def test_P11_points_pay_up_to_the_exact_total_and_the_last_one_what_is_left(
    asked: int, usable: int, worth: int, left: int, spent: int, pays: int
) -> None:
    found = with_points(asked, usable, worth, left)
    assert (found.spending, found.pays, found.earning) == (spent, pays, 0)


def test_V7_store_credit_pays_up_to_what_is_left_the_older_first() -> None:
    terms = [Terms(key, f"C{key}", Kind.CREDIT, 900, credit_rest=rest) for key, rest in ((3, 500), (2, 700))]
    assert [(one.voucher_id, one.pays, one.rest) for one in with_credit(terms, 900)] == [
        (2, 700, 0),
        (3, 200, 300),
    ]
    assert [one.pays for one in with_credit([*terms, Terms(9, "A9", Kind.AMOUNT, 5)], 0)] == [0, 0]


@pytest.mark.parametrize(
    ("tenders", "to_pay", "paid"),
    [
        ([Tender("cash")], 900, [Paid("cash", 900)]),
        ([Tender("cash", 1_000)], 900, [Paid("cash", 900, 1_000)]),
        ([Tender("cash", handed=1_000)], 900, [Paid("cash", 900, 1_000)]),
        ([Tender("cash", 500, 600), Tender("card")], 900, [Paid("cash", 500, 600), Paid("card", 400)]),
        ([Tender("cash"), Tender("card", 400)], 900, [Paid("cash", 500), Paid("card", 400)]),
        ([Tender("cash", 700), Tender("card", 400)], 900, [Paid("cash", 500, 700), Paid("card", 400)]),
        ([Tender("tab", 900), Tender("cash", 0)], 900, [Paid("tab", 900)]),
        ([Tender("card")], 0, []),
        ([], 0, []),
    ],
)
def test_tenders_pay_exactly_and_only_cash_gives_change(
    tenders: list[Tender], to_pay: int, paid: list[Paid]
) -> None:
    assert list(settle(tenders, to_pay)) == paid


def test_change_is_what_was_handed_beyond_what_was_paid() -> None:
    assert [one.change for one in settle([Tender("cash", 1_000), Tender("card", 1)], 900)] == [101, 0]


@pytest.mark.parametrize(
    ("tenders", "error"),
    [
        ([], PaidTooLittle),
        ([Tender("card", 899)], PaidTooLittle),
        ([Tender("card", 901)], PaidTooMuch),
        ([Tender("card", 500), Tender("transfer", 500)], PaidTooMuch),
        ([Tender("cheque", 900)], PaymentUnknown),
        ([Tender("points", 900)], PaymentUnknown),
        ([Tender("cash", -1), Tender("card")], PaymentRefused),
        ([Tender("cash"), Tender("card")], PaymentRefused),
        ([Tender("cash", handed=-900)], PaymentRefused),
        ([Tender("cash", handed=899)], HandedTooLittle),
    ],
)
def test_tenders_that_do_not_fit_are_refused(tenders: list[Tender], error: type[ShopError]) -> None:
    with pytest.raises(error):
        settle(tenders, 900)


@given(
    st.lists(
        st.builds(Tender, st.sampled_from(["cash", "card", "tab"]), st.one_of(st.none(), st.integers(0, 99))),
        max_size=4,
    ),
    st.integers(0, 200),
)
def test_whatever_is_accepted_pays_exactly(tenders: list[Tender], to_pay: int) -> None:
    try:
        paid = settle(tenders, to_pay)
    except ShopError:
        return
    assert sum(one.amount for one in paid) == to_pay
    assert all(one.amount > 0 and one.change >= 0 for one in paid)
    assert all(one.kind == "cash" for one in paid if one.change)
