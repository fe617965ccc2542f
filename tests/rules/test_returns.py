from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopcrm.rules import returns
from shopcrm.rules.returns import LineBack, ReturnLine, SoldLine, Split
from shopcrm.rules.tenders import Paid

FOUR = SoldLine(0, "Walnuts", "kg", quantity=4_000, price=100, amount=399, tax=33)


def take(line: SoldLine, *asked: ReturnLine) -> tuple[list[LineBack], SoldLine]:
    back, (after,) = returns.bring_back("7", [line], asked)
    return back, after


def test_K5_blank_quantity_and_price_mean_as_sold() -> None:
    back, after = take(FOUR)
    assert back == [LineBack(0, 4_000, 100, 399, 33)]
    assert (after.left, after.ceiling, returns.remaining(after)) == (0, 0, (0, 0, 0))
    assert take(FOUR, ReturnLine(0)) == (back, after)
    assert take(replace(FOUR, returned=3_000, refunded=299, tax_back=25))[0] == [
        LineBack(0, 1_000, 100, 100, 8)
    ]


def test_R1_the_ceiling_is_what_was_paid_less_earlier_refunds() -> None:
    with pytest.raises(returns.TooMuchReturned, match="Only 4 kg of Walnuts can still be brought back, not"):
        take(FOUR, ReturnLine(0, 4_001))
    with pytest.raises(returns.RefundTooHigh, match="At most 399 can be paid back for Walnuts, not 400"):
        take(FOUR, ReturnLine(0, 4_000, price=100))
    half = replace(FOUR, returned=2_000, refunded=300)
    assert take(half)[0][0].amount == 99
    with pytest.raises(returns.RefundTooHigh):
        take(half, ReturnLine(0, 1_000, price=100))
    with pytest.raises(returns.RefundTooHigh):
        take(half, ReturnLine(0, 1_000, price=-1))
    for quantity in (0, -1_000):
        with pytest.raises(returns.ReturnQuantityRefused):
            take(FOUR, ReturnLine(0, quantity))


def test_R1_a_line_must_be_there_and_something_of_it_left() -> None:
    with pytest.raises(returns.NoSuchLine, match="Sale 7 has no line 3"):
        take(FOUR, ReturnLine(2))
    gone = replace(FOUR, returned=4_000, refunded=399, tax_back=33)
    with pytest.raises(returns.NothingLeft):
        take(gone)
    other = SoldLine(1, "Tea", "", 1_000, 50, 50)
    with pytest.raises(returns.TooMuchReturned):
        returns.bring_back("7", [gone, other], [ReturnLine(0)])
    assert returns.bring_back("7", [gone, other], [])[0] == [LineBack(1, 1_000, 50, 50, 0)]
    correction = SoldLine(2, "Cup", "", -1_000, 50, -50)
    assert (correction.left, correction.ceiling) == (0, 0)


def test_the_same_line_twice_is_taken_one_after_the_other() -> None:
    back, after = take(FOUR, ReturnLine(0, 1_000), ReturnLine(0, 3_000))
    assert [one.amount for one in back] == [100, 299]
    assert after.ceiling == 0
    with pytest.raises(returns.TooMuchReturned):
        take(FOUR, ReturnLine(0, 1_000), ReturnLine(0, 3_001))


def test_what_was_kept_of_a_refund_does_not_come_back_with_the_next_one() -> None:
    back, after = take(FOUR, ReturnLine(0, 1_000, price=40))
    assert back == [LineBack(0, 1_000, 40, 40, 3)]
    assert take(after, ReturnLine(0, 1_000))[0][0].amount == 100


def test_goods_that_cost_nothing_give_nothing_back() -> None:
    free = SoldLine(0, "Cup", "", 2_000, 100, 0)
    back, after = take(free, ReturnLine(0, 1_000))
    assert (back[0].amount, back[0].tax) == (0, 0)
    assert returns.share_back([after]) == (100_000, 200_000)
    assert returns.share_back([SoldLine(0, "x", "", 1_000, 0, 0)]) == (0, 1)
    assert returns.share_back([SoldLine(0, "x", "", 1_000, 0, 0, returned=1_000)]) == (1, 1)


def test_R4_points_come_back_in_proportion_and_only_whole_ones() -> None:
    paid = [Paid("points", 100, points=1), Paid("cash", 300)]
    assert returns.split(paid, 200, 400) == Split(0, 50, (), 150)
    assert returns.split(paid, 400, 400) == Split(1, 100, (), 300)
    many = [Paid("points", 100, points=40), Paid("credit", 60, voucher_id=9), Paid("card", 40)]
    assert returns.split(many, 50, 200) == Split(10, 25, ((9, 15),), 10)
    assert returns.split(many, 50, 200).otherwise == 40
    assert returns.split(many, 200, 200).less(returns.split(many, 50, 200)) == Split(30, 75, ((9, 45),), 30)


def test_a_refund_lowers_the_tab_by_what_the_sale_put_on_it_and_is_still_owed() -> None:
    assert returns.off_the_tab(50, on_tab=80, owes=200) == 50
    assert returns.off_the_tab(50, on_tab=30, owes=200) == 30
    assert returns.off_the_tab(50, on_tab=80, owes=20) == 20
    assert returns.off_the_tab(50, on_tab=80, owes=-20) == 0


LINES = st.builds(
    SoldLine,
    ordinal=st.just(0),
    name=st.just("x"),
    unit=st.just(""),
    quantity=st.integers(1, 9_000),
    price=st.integers(0, 10**6),
    amount=st.integers(0, 10**7),
    tax=st.just(0),
).flatmap(lambda line: st.integers(0, line.amount).map(lambda tax: replace(line, tax=tax)))


@given(LINES, st.lists(st.integers(1, 9_000), max_size=6))
def test_R2_four_small_returns_equal_one_large_one(line: SoldLine, parts: list[int]) -> None:
    now, sums = line, [0, 0, 0]
    for part in parts:
        if part > now.left:
            continue
        (back,), now = take(now, ReturnLine(0, part))
        assert 0 <= back.tax <= max(back.amount, 1)
        sums = [sums[0] + back.quantity, sums[1] + back.amount, sums[2] + back.tax]
        (large,), at_once = take(line, ReturnLine(0, sums[0]))
        assert sums == [large.quantity, large.amount, large.tax]
        assert now == at_once
    if now.left:
        (back,), now = take(now)
        sums = [sums[0] + back.quantity, sums[1] + back.amount, sums[2] + back.tax]
    assert sums == [line.quantity, line.amount, line.tax]


WAYS = st.lists(
    st.one_of(
        st.builds(Paid, st.just("points"), st.integers(1, 500), points=st.integers(1, 500)),
        st.builds(Paid, st.just("credit"), st.integers(1, 500), voucher_id=st.integers(1, 3)),
        st.builds(Paid, st.sampled_from(["cash", "card", "tab"]), st.integers(1, 500)),
    ),
    min_size=1,
    max_size=5,
)


@given(WAYS, st.lists(st.integers(1, 400), max_size=8))
def test_R4_what_goes_back_in_steps_is_what_was_paid(ways: list[Paid], steps: list[int]) -> None:
    total = sum(one.amount for one in ways)
    before, back = Split(), 0
    for step in [*steps, total]:
        part = min(step, total - back)
        back += part
        now = returns.split(ways, back, total)
        less = now.less(before)
        assert less.otherwise + less.rest == part
        assert min([less.points, less.worth, less.rest, *(amount for _key, amount in less.credit)]) >= 0
        before = now
    credit: dict[int, int] = {}
    for one in ways:
        if one.voucher_id is not None:
            credit[one.voucher_id] = credit.get(one.voucher_id, 0) + one.amount
    points = [one for one in ways if one.kind == "points"]
    assert dict(before.credit) == credit
    assert (before.worth, before.points) == (
        sum(p.amount for p in points),
        sum(p.points or 0 for p in points),
    )


@given(WAYS, st.integers(0, 3_000))
def test_R4_nobody_gets_more_points_than_the_returned_part_was_paid_with(ways: list[Paid], back: int) -> None:
    total = sum(one.amount for one in ways)
    gone = returns.split(ways, min(back, total), total)
    points = [one for one in ways if one.kind == "points"]
    worth, count = sum(one.amount for one in points), sum(one.points or 0 for one in points)
    assert gone.points * worth <= gone.worth * count
