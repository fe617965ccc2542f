from collections.abc import Sequence
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopcrm.rules import tax
from shopcrm.rules.pricing import Facts, Line, Priced, Step, StepKind, price, typed_in
from shopcrm.rules.promotions import Promotion
from shopcrm.rules.sharing import share_out
from shopcrm.rules.tiers import TierBenefit
from shopcrm.rules.vouchers import Combines, Kind, Limit, Terms

DAY = date(2026, 11, 22)
GOLD = TierBenefit(1, "Gold", "gold", 300)
CODES = {Kind.PERCENT: "P", Kind.AMOUNT: "A", Kind.GOODS: "G"}


def _facts(**more: object) -> Facts:
    return Facts(DAY, 600, 6, **more)  # type: ignore[arg-type] # each test names what it changes


def _terms(key: int, kind: Kind, value: int, **more: object) -> Terms:
    return Terms(key, f"{CODES[kind]}{key:014}", kind, value, **more)  # type: ignore[arg-type] # as above


def _line(product_id: int | None, amount: int, **more: object) -> Line:
    return Line(product_id, f"Goods {product_id}", "", 1000, amount, **more)  # type: ignore[arg-type] # as above


def _said(priced: Priced) -> list[tuple[str, int, int, str]]:
    return [(step.kind.value, step.before, step.amount, step.why.plainly()) for step in priced.steps]


def test_V5_the_whole_order_is_kept_and_each_step_says_why() -> None:
    facts = _facts(
        promotions=(Promotion(5, "Nut week", "percent", 1_000, DAY, product_id=1),),
        tier=GOLD,
        vouchers=(
            _terms(4, Kind.AMOUNT, 10_000),
            _terms(3, Kind.PERCENT, 500),
            _terms(2, Kind.GOODS, 1_000, product_id=3),
        ),
        whole_off=7_000,
        whole_why="scratched",
    )
    lines = [_line(1, 2_000_000, off=20_000, off_why="broken"), _line(2, 200_000), _line(3, 50_000)]
    priced = price(lines, facts)
    assert _said(priced) == [
        ("line", 2_000_000, 20_000, "Taken off by hand: broken"),
        ("promotion", 1_980_000, 198_000, "Nut week: 10% of 1980000"),
        ("tier", 2_032_000, 60_960, "Gold tier: 3% of 2032000"),
        ("goods_voucher", 48_500, 48_500, "Voucher G0000-•••••-•••02: 1 of Goods 3 free"),
        ("percent_voucher", 1_922_540, 96_127, "Voucher P0000-•••••-•••03: 5% of 1922540"),
        ("whole", 1_826_413, 7_000, "Taken off the whole sale by hand: scratched"),
        ("amount_voucher", 1_819_413, 10_000, "Voucher A0000-•••••-•••04: 10000 off"),
    ]
    assert [step.line for step in priced.steps] == [0, 0, None, None, None, None, None]
    assert (priced.goods, priced.off, priced.total) == (2_250_000, 440_587, 1_809_413)
    assert sum(line.amount for line in priced.lines) == priced.total
    assert priced.lines[2].amount == 0


def test_V5_what_nobody_asked_for_leaves_no_step() -> None:
    priced = price([_line(1, 500), typed_in(300, "Bag")], _facts(tier=TierBenefit(1, "Plain")))
    assert (priced.steps, priced.total, priced.net, priced.idle) == ((), 800, 800, ())


def test_V5_a_total_never_falls_below_zero_and_what_took_nothing_is_not_used() -> None:
    facts = _facts(whole_off=900, vouchers=(_terms(1, Kind.AMOUNT, 5_000), _terms(2, Kind.AMOUNT, 5_000)))
    priced = price([_line(1, 1_000, off=5_000), _line(2, 700)], facts)
    assert [(step.kind, step.amount) for step in priced.steps] == [
        (StepKind.LINE, 1_000),
        (StepKind.WHOLE, 700),
    ]
    assert (priced.total, [one.voucher_id for one in priced.idle]) == (0, [1, 2])
    assert "Nothing is left" in priced.idle[0].why.plainly()


def test_V5_of_several_promotions_the_best_one_counts_for_a_line_and_never_two() -> None:
    facts = _facts(
        promotions=(
            Promotion(1, "Ten percent", "percent", 1_000, DAY),
            Promotion(2, "150 off", "amount", 150, DAY, product_id=1),
            Promotion(3, "150 off as well", "amount", 150, DAY),
        )
    )
    priced = price([_line(1, 1_000), _line(2, 2_000)], facts)
    assert [(step.line, step.promotion_id, step.amount) for step in priced.steps] == [
        (0, 2, 150),
        (1, 1, 200),
    ]
    assert priced.steps[0].why.plainly() == "150 off: 150 off for each one"


def test_V5_a_percentage_stops_at_its_most() -> None:
    (step,) = price([_line(1, 100_000)], _facts(vouchers=(_terms(1, Kind.PERCENT, 5_000, most=9_999),))).steps
    assert (step.amount, "at most 9999" in step.why.plainly()) == (9_999, True)


@pytest.mark.parametrize(
    ("quantities", "value", "free"),
    [
        ((2_000,), 1_000, 500),
        ((1_000, 500), 1_500, 750),
        ((400,), 1_000, 200),
        ((1_000, 1_000), 2_000, 1_000),
    ],
)
def test_V5_a_voucher_for_goods_gives_up_to_so_much_of_them(
    quantities: tuple[int, ...], value: int, free: int
) -> None:
    lines = [Line(7, "Tea", "", quantity, 500) for quantity in quantities]
    facts = _facts(vouchers=(_terms(1, Kind.GOODS, value, product_id=7),))
    assert price([*lines, _line(8, 900)], facts).off == free


def test_V5_two_vouchers_for_goods_give_two_of_them() -> None:
    facts = _facts(vouchers=tuple(_terms(key, Kind.GOODS, 1_000, product_id=7) for key in (1, 2, 3)))
    priced = price([Line(7, "Tea", "", 2_000, 500)], facts)
    assert ([step.amount for step in priced.steps], priced.total) == ([500, 500], 0)
    assert [one.voucher_id for one in priced.idle] == [3]


def test_V5_what_one_voucher_gave_of_dear_and_cheap_units_is_not_given_by_the_next() -> None:
    lines = [Line(7, "Tea", "", 500, 500), Line(7, "Tea", "", 3_000, 400)]
    vouchers = (_terms(1, Kind.GOODS, 2_000, product_id=7), _terms(2, Kind.GOODS, 1_000, product_id=7))
    priced = price(lines, _facts(vouchers=vouchers))
    # Half a unit at 500 and one and a half at 400 come first, then one more at 400.
    assert ([step.amount for step in priced.steps], priced.total) == ([850, 400], 200)


def test_V5_a_voucher_for_a_service_is_used_though_it_takes_nothing_off() -> None:
    facts = _facts(vouchers=(_terms(1, Kind.GOODS, 1, words="Delivery"),))
    assert _said(price([_line(1, 500)], facts)) == [
        ("goods_voucher", 0, 0, "Voucher G0000-•••••-•••01: Delivery")
    ]
    assert price([_line(1, 500), typed_in(90, "Delivery")], facts).total == 500


def test_V5_a_voucher_for_a_shelf_works_on_what_stands_on_it_alone() -> None:
    facts = _facts(vouchers=(_terms(1, Kind.AMOUNT, 5_000, limits=(Limit(category_id=9),)),))
    priced = price([_line(1, 3_000, shelves=(8, 9)), _line(2, 4_000, shelves=(8,))], facts)
    assert [line.amount for line in priced.lines] == [0, 4_000]
    assert "None of the goods" in price([_line(2, 4_000)], facts).idle[0].why.plainly()


@pytest.mark.parametrize(("amount", "used"), [(999, False), (1_000, True), (1_001, True)])
def test_V5_the_minimum_of_a_voucher_is_inclusive(amount: int, *, used: bool) -> None:
    priced = price([_line(1, amount)], _facts(vouchers=(_terms(1, Kind.AMOUNT, 100, minimum=1_000),)))
    assert (bool(priced.steps), [one.missing for one in priced.idle]) == (used, [] if used else [1])


def test_V6_a_voucher_that_goes_with_nothing_else_says_with_what_it_clashes() -> None:
    promotion = Promotion(1, "Nut week", "percent", 1_000, DAY)
    strict = _terms(2, Kind.AMOUNT, 100, combines=Combines.NO_PROMOTION)
    priced = price([_line(1, 1_000)], _facts(promotions=(promotion,), vouchers=(strict,)))
    assert [step.kind for step in priced.steps] == [StepKind.PROMOTION]
    assert "Nut week" in priced.idle[0].why.plainly()
    pair = (_terms(3, Kind.AMOUNT, 100, combines=Combines.NO_VOUCHER), _terms(4, Kind.AMOUNT, 100))
    found = [price([_line(1, 1_000)], _facts(vouchers=order)) for order in permutations(pair)]
    assert [[one.voucher_id for one in each.idle] for each in found] == [[4], [4]]


def test_V10_a_discount_lowers_the_tax_in_proportion_to_its_goods() -> None:
    lines = [_line(1, 110_000, tax_rate=1_000), _line(2, 110_000)]
    assert price(lines, _facts()).tax == 10_000
    halved = price(lines, _facts(whole_off=110_000))
    assert [(line.amount, line.tax, line.net) for line in halved.lines] == [
        (55_000, 5_000, 50_000),
        (55_000, 0, 55_000),
    ]
    other = _terms(1, Kind.AMOUNT, 50_000, limits=(Limit(product_id=2),))
    assert price(lines, _facts(vouchers=(other,))).tax == 10_000


def test_V10_tax_that_is_added_comes_on_top_of_what_is_left() -> None:
    priced = price([_line(1, 1_005, tax_rate=1_000)], _facts(prices_include_tax=False, whole_off=5))
    assert (priced.total, priced.tax, priced.net, priced.goods) == (1_100, 100, 1_000, 1_005)


@pytest.mark.parametrize(
    ("amount", "inside", "on_top"), [(1, 0, 0), (4, 0, 0), (5, 0, 1), (6, 1, 1), (105, 10, 11)]
)
def test_Q16_tax_is_rounded_half_up(amount: int, inside: int, on_top: int) -> None:
    assert (tax.inside(amount, 1_000), tax.on_top(amount, 1_000)) == (inside, on_top)


AMOUNTS = st.integers(0, 10**9)
LINES = st.builds(
    Line,
    st.sampled_from([None, 1, 2, 3]),
    st.just("x"),
    st.just(""),
    st.integers(1, 9_000),
    AMOUNTS,
    st.one_of(st.just(0), AMOUNTS),
    shelves=st.sampled_from([(), (8,), (9, 8)]),
    tax_rate=st.sampled_from([0, 900, 1_000, 10_000]),
)
PROMOTIONS = st.builds(
    Promotion,
    st.integers(1, 9),
    st.just("Offer"),
    st.sampled_from(["percent", "amount"]),
    st.integers(1, 10_000),
    st.just(DAY),
    product_id=st.sampled_from([None, 1, 2]),
    category_id=st.sampled_from([None, 8, 9]),
)


@st.composite
def _vouchers(draw: st.DrawFn) -> tuple[Terms, ...]:
    found: list[Terms] = []
    for key in range(1, draw(st.integers(0, 4)) + 1):
        kind = draw(st.sampled_from([Kind.PERCENT, Kind.AMOUNT, Kind.GOODS]))
        value = draw(st.integers(1, 10_000))
        found.append(
            _terms(
                key,
                kind,
                value,
                most=draw(st.sampled_from([None, 1, 777])) if kind is Kind.PERCENT else None,
                product_id=draw(st.sampled_from([1, 2])) if kind is Kind.GOODS else None,
                minimum=draw(st.sampled_from([0, 0, 5_000])),
                combines=draw(st.sampled_from(list(Combines))),
                limits=draw(st.sampled_from([(), (Limit(product_id=1),), (Limit(category_id=8),)])),
            )
        )
    return tuple(found)


FACTS = st.builds(
    _facts,
    promotions=st.lists(PROMOTIONS, max_size=3, unique_by=lambda one: one.id).map(tuple),
    tier=st.sampled_from([None, GOLD, TierBenefit(2, "All", "plain", 10_000)]),
    vouchers=_vouchers(),
    whole_off=st.one_of(st.just(0), AMOUNTS),
    prices_include_tax=st.booleans(),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(LINES, max_size=6), FACTS)
def test_V5_V10_lines_add_up_to_the_total_and_nothing_is_below_zero(lines: list[Line], facts: Facts) -> None:
    priced = price(lines, facts)
    assert [one.line for one in priced.lines] == lines
    assert sum(one.amount for one in priced.lines) == priced.total
    assert sum(one.tax for one in priced.lines) == priced.tax
    before_tax = priced.total if facts.prices_include_tax else priced.net
    assert before_tax == priced.goods - priced.off >= 0
    assert all(0 <= one.tax <= one.amount for one in priced.lines)
    assert all(0 <= step.amount <= step.before for step in priced.steps)
    _assert_each_works_on_the_rest(priced)


def _assert_each_works_on_the_rest(priced: Priced) -> None:
    rest = priced.goods
    order = list(StepKind)
    assert [order.index(step.kind) for step in priced.steps] == sorted(
        order.index(step.kind) for step in priced.steps
    )
    for step in priced.steps:
        assert step.before <= rest
        rest -= step.amount


@settings(max_examples=80, deadline=None)
@given(st.lists(LINES, max_size=6), FACTS, st.randoms())
def test_V5_any_order_of_entry_gives_the_same_total(lines: list[Line], facts: Facts, draw: object) -> None:
    mixed, vouchers, promotions = list(lines), list(facts.vouchers), list(facts.promotions)
    for each in (mixed, vouchers, promotions):
        draw.shuffle(each)  # type: ignore[attr-defined] # a random.Random
    other = _facts(
        promotions=tuple(promotions),
        tier=facts.tier,
        vouchers=tuple(vouchers),
        whole_off=facts.whole_off,
        prices_include_tax=facts.prices_include_tax,
    )
    one, two = price(lines, facts), price(mixed, other)
    assert (one.total, one.tax, one.off) == (two.total, two.tax, two.off)
    assert _taken(one.steps) == _taken(two.steps)
    assert sorted(map(repr, one.lines)) == sorted(map(repr, two.lines))


def _taken(steps: Sequence[Step]) -> list[tuple[str, int, int, int]]:
    return sorted((one.kind.value, one.voucher_id or 0, one.before, one.amount) for one in steps)


@given(st.lists(AMOUNTS, min_size=1, max_size=9), st.data())
def test_V10_shares_add_up_and_none_is_more_than_its_part(weights: list[int], data: st.DataObject) -> None:
    amount = data.draw(st.integers(0, sum(weights)))
    shares = share_out(amount, weights)
    assert sum(shares) == amount
    assert all(0 <= share <= weight for share, weight in zip(shares, weights, strict=True))
    whole = sum(weights) or 1
    assert all(
        abs(share * whole - amount * weight) < whole for share, weight in zip(shares, weights, strict=True)
    )
