from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopcrm.rules import voucher_words, vouchers
from shopcrm.rules.lines import Line
from shopcrm.rules.vouchers import Combines, Kind, Limit, State, Terms, Used

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
CODE = "A7K2M94TXQ8WDC5"
WALNUTS, TEA = 1, 2
NUTS, FOOD = 7, 3


class Left(Line):
    """A line of which nothing was taken off yet."""

    @property
    def amount(self) -> int:
        return self.gross


def _line(
    product: int | None = WALNUTS, quantity: int = 1_000, price: int = 1_000, name: str = "Walnuts"
) -> Left:
    return Left(product, name, "kg", quantity, price, shelves=(NUTS, FOOD) if product == WALNUTS else ())


def _terms(kind: Kind = Kind.AMOUNT, value: int = 500, key: int = 1, **more: object) -> Terms:
    rest = value if kind is Kind.CREDIT else 0
    return replace(Terms(key, CODE, kind, value, credit_rest=rest), **more)  # type: ignore[arg-type] # a test names the fields


def _why(
    terms: Terms, customer: int | None = None, basket: list[Left] | None = None, day: date = TODAY
) -> str:
    found = vouchers.refusal(terms, customer, day, basket)
    return "" if found is None else found.plainly()


def test_V4_both_days_are_included() -> None:
    terms = _terms(from_on=TODAY, until_on=TODAY + DAY)
    assert "is good from 2026-11-22 on, not today" in _why(terms, day=TODAY - DAY)
    assert _why(terms, day=TODAY) == ""
    assert _why(terms, day=TODAY + DAY) == ""
    assert "was good until 2026-11-23" in _why(terms, day=TODAY + 2 * DAY)
    assert [vouchers.state_of(terms, TODAY + days * DAY) for days in (1, 2)] == [State.UNUSED, State.LAPSED]


def test_V2_a_used_one_says_when_and_where() -> None:
    used = Used(datetime(2026, 11, 20, 8, 30, tzinfo=UTC), "2", "311")
    spent = _terms(uses_left=0, last=used, until_on=TODAY - DAY)
    assert "was used already: 2026-11-20 08:30:00+00:00, till 2, sale 311" in _why(spent)
    assert vouchers.state_of(spent, TODAY) is State.USED
    assert "Nothing is left on the voucher A7K2M-94TXQ-8WDC5" in _why(_terms(Kind.CREDIT, 900, credit_rest=0))


@pytest.mark.parametrize(
    ("state", "says"), [("blank", "is not activated yet"), ("withdrawn", "was withdrawn")]
)
def test_one_that_is_not_active_says_so(state: str, says: str) -> None:
    assert says in _why(_terms(state=state))
    assert vouchers.state_of(_terms(state=state, until_on=TODAY - DAY), TODAY) == state


def test_one_for_a_customer_is_for_nobody_else() -> None:
    mine = _terms(customer_id=5)
    assert _why(mine, 5) == ""
    assert "is for another customer only" in _why(mine, 6)
    assert "is for another customer only" in _why(mine, None)
    assert _why(_terms(), 6) == _why(_terms(), None) == ""


def test_states_tell_what_is_left() -> None:
    assert vouchers.state_of(_terms(uses=3, uses_left=3), TODAY) is State.UNUSED
    assert vouchers.state_of(_terms(uses=3, uses_left=1), TODAY) is State.PARTLY_USED
    assert vouchers.state_of(_terms(uses=3, uses_left=1, until_on=TODAY - DAY), TODAY) is State.LAPSED
    credit = _terms(Kind.CREDIT, 900)
    assert vouchers.state_of(credit, TODAY) is State.UNUSED
    assert vouchers.state_of(replace(credit, credit_rest=1), TODAY) is State.PARTLY_USED
    assert vouchers.state_of(replace(credit, credit_rest=0), TODAY) is State.USED


@pytest.mark.parametrize(("price", "fits"), [(999, False), (1_000, True), (1_001, True)])
def test_the_minimum_is_reached_at_the_very_amount(price: int, fits: bool) -> None:  # noqa: FBT001 -- a table of cases
    why = _why(_terms(minimum=1_000), basket=[_line(price=price)])
    assert (why == "") is fits
    assert fits or why.endswith("needs goods for 1000; here are 999. 1 are missing.")


def test_the_minimum_counts_only_what_the_voucher_is_for() -> None:
    nuts_only = _terms(minimum=1_500, limits=(Limit(category_id=FOOD),))
    assert "here are 1000" in _why(nuts_only, basket=[_line(), _line(TEA)])
    assert _why(nuts_only, basket=[_line(), _line(price=500), _line(TEA)]) == ""


def test_free_goods_do_not_count_for_their_own_minimum() -> None:
    free = _terms(Kind.GOODS, 1_000, product_id=WALNUTS, minimum=1_000)
    assert "here are 0" in _why(free, basket=[_line()])
    assert _why(free, basket=[_line(), _line(TEA)]) == ""


def test_none_of_its_goods_in_the_basket() -> None:
    for terms in (
        _terms(limits=(Limit(product_id=WALNUTS),)),
        _terms(limits=(Limit(category_id=NUTS),)),
        _terms(Kind.GOODS, 1_000, product_id=WALNUTS),
    ):
        assert "None of the goods in the basket" in _why(terms, basket=[_line(TEA)])
        assert "None of the goods in the basket" in _why(terms, basket=[])
        assert _why(terms, basket=[_line(TEA), _line()]) == ""


def test_a_shelf_counts_with_all_beneath_it() -> None:
    for shelf in (NUTS, FOOD):
        assert _terms(limits=(Limit(category_id=shelf),)).covers(WALNUTS, (NUTS, FOOD))
    assert not _terms(limits=(Limit(category_id=99),)).covers(WALNUTS, (NUTS, FOOD))
    either = _terms(limits=(Limit(category_id=99), Limit(product_id=TEA)))
    assert (either.covers(TEA, ()), either.covers(WALNUTS, (NUTS,)), either.covers(None, ())) == (
        True,
        False,
        False,
    )


def test_a_percentage_is_rounded_half_up_once_and_capped() -> None:
    lines = [_line(price=333), _line(TEA, price=333)]
    assert vouchers.reduction(lines, _terms(Kind.PERCENT, 1_250)) == 83
    assert vouchers.reduction(lines, _terms(Kind.PERCENT, 1_250, most=50)) == 50
    assert vouchers.reduction(lines, _terms(Kind.PERCENT, 10_000)) == 666
    assert vouchers.reduction([_line(price=2)], _terms(Kind.PERCENT, 2_500)) == 1


def test_an_amount_never_takes_more_than_there_is() -> None:
    assert vouchers.reduction([_line(price=499)], _terms()) == 499
    assert vouchers.reduction([_line(price=501)], _terms()) == 500
    assert vouchers.reduction([_line(price=900)], _terms(Kind.CREDIT, 900)) == 0


def test_free_goods_take_off_the_dearest_units_first() -> None:
    lines = [_line(price=1_000, quantity=2_000), _line(price=1_500, quantity=500), _line(TEA, price=9_000)]
    terms = _terms(Kind.GOODS, 1_000, product_id=WALNUTS)
    assert vouchers.shares(lines, terms) == (500, 750, 0)
    assert vouchers.reduction(lines, replace(terms, value=9_000)) == 2_750


def test_a_service_is_free_where_a_line_says_its_name() -> None:
    sharpening = _terms(Kind.GOODS, 2, words="Knife sharpening")
    lines = [_line(None, 3_000, 700, "knife  SHARPENING"), _line(None, 1_000, 700, "Anything")]
    assert vouchers.shares(lines, sharpening) == (1_400, 0)
    assert _why(sharpening, basket=[_line(TEA)]) == ""
    assert vouchers.reduction([_line(TEA)], sharpening) == 0


@given(
    st.lists(st.tuples(st.integers(1, 5_000), st.integers(0, 3_000)), min_size=1, max_size=4),
    st.integers(1, 9_000),
)
def test_V5_the_order_of_lines_does_not_change_what_is_free(lines: list[tuple[int, int]], value: int) -> None:
    basket = [_line(quantity=quantity, price=price) for quantity, price in lines]
    terms = _terms(Kind.GOODS, value, product_id=WALNUTS)
    found = {vouchers.goods_amount(order, terms) for order in permutations(basket)}
    assert len(found) == 1
    assert 0 <= found.pop() <= sum(line.amount for line in basket)


def test_V6_a_clash_says_which_and_why() -> None:
    open_one, strict = _terms(key=1), _terms(key=2, combines=Combines.NO_VOUCHER)
    said = vouchers.clash([open_one, strict])
    assert said is not None
    assert "cannot be used together" in said.plainly()
    assert "allows no other" in said.plainly()
    assert vouchers.clash([open_one, replace(strict, combines=Combines.ALL)]) is None
    assert vouchers.clash([strict], ["Week of nuts"], "Gold") is None


@pytest.mark.parametrize(
    ("combines", "promotions", "tier", "says"),
    [
        (Combines.NO_PROMOTION, ["Week of nuts"], "", "Week of nuts"),
        (Combines.ALONE, ["Week of nuts"], "", "Week of nuts"),
        (Combines.ALONE, [], "Gold", "Gold"),
        (Combines.NO_PROMOTION, [], "Gold", ""),
        (Combines.ALL, ["Week of nuts"], "Gold", ""),
    ],
)
def test_V6_offers_and_tiers_clash_with_what_does_not_bear_them(
    combines: Combines, promotions: list[str], tier: str, says: str
) -> None:
    said = vouchers.clash([_terms(combines=combines)], promotions, tier)
    assert (said is not None) == bool(says)
    assert said is None or says in said.plainly()


def test_V6_store_credit_pays_and_is_never_in_the_way() -> None:
    credit = _terms(Kind.CREDIT, 900, key=2, combines=Combines.ALONE)
    assert vouchers.clash([_terms(key=1, combines=Combines.ALONE), credit], [], "") is None
    assert vouchers.clash([credit], ["Week of nuts"], "Gold") is None


def test_V6_who_stays_does_not_depend_on_the_order() -> None:
    some = [_terms(key=3), _terms(key=1, combines=Combines.ALONE), _terms(Kind.CREDIT, key=2), _terms(key=4)]
    outcomes = set()
    for order in permutations(some):
        kept, refused = vouchers.sort_out(order)
        outcomes.add((tuple(one.id for one in kept), tuple(one.id for one, _why in refused)))
    assert outcomes == {((1, 2), (3, 4))}


def test_the_same_voucher_twice_says_so() -> None:
    said = vouchers.clash([_terms(), _terms()])
    assert said is not None
    assert "in the basket already" in said.plainly()


@pytest.mark.parametrize(
    ("terms", "says"),
    [
        (_terms(Kind.PERCENT, 1_250), "12.5% off"),
        (_terms(Kind.PERCENT, 2_000, most=900), "20% off, 900 at most"),
        (_terms(), "500 off"),
        (_terms(Kind.CREDIT, 900), "900 of credit"),
        (_terms(Kind.GOODS, 500, product_id=WALNUTS), "0.5 kg of Walnuts free"),
        (_terms(Kind.GOODS, 1, words="A haircut"), "A haircut free"),
        (_terms(Kind.GOODS, 3, words="A haircut"), "3 times A haircut free"),
    ],
)
def test_the_benefit_in_a_few_words(terms: Terms, says: str) -> None:
    assert voucher_words.benefit(terms, "Walnuts", "kg").plainly() == says


def test_the_terms_in_sentences() -> None:
    terms = _terms(
        from_on=TODAY, until_on=TODAY + DAY, minimum=100, uses=3, customer_id=1, combines=Combines.ALONE
    )
    said = [one.plainly() for one in voucher_words.conditions(terms, "Sara", ["Nuts", "Tea", "Rice"])]
    assert said == [
        "Good from 2026-11-22 until 2026-11-23",
        "With goods for 100 or more",
        "For Nuts, Tea or 1 more",
        "Good 3 times",
        "Only for Sara",
        "Only alone",
    ]
    assert [one.plainly() for one in voucher_words.conditions(_terms())] == ["For whoever brings it"]
