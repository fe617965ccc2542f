from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopcrm.rules import matching, matching_fit, matching_habits, matching_stated, matching_trial
from shopcrm.rules.calibration import Calibration
from shopcrm.rules.matching_habits import Habits
from shopcrm.rules.matching_history import History, before
from shopcrm.rules.matching_stated import Stated, Wish
from shopcrm.rules.matching_weights import COUNTING, USUAL, Formula, Weights
from tests.rules.made_shops import FIRST_DAY, shop

TEA, COFFEE, CUP = 0, 1, 2
TODAY = FIRST_DAY + 200
KNOWN = replace(USUAL, calibration=Calibration((-8.0, 0.0), (0.01, 0.9), (0.0, 0.6), (0.05, 1.0)))


def small() -> History:
    lines = [(0, TEA, day) for day in range(0, 200, 20)]
    lines += [(1, TEA, 10), (1, COFFEE, 190), (2, COFFEE, 100), (2, CUP, 150), (3, CUP, 198), (4, CUP, 5)]
    lines += [(customer, CUP, 3) for customer in range(5, 12)]
    return shop(lines, 13, 4, ["black tea", "coffee", "tea cup", "green tea"])


def habits(history: History | None = None, day: int = TODAY) -> Habits:
    return matching_habits.build(history or small(), day)


@pytest.mark.parametrize("weights", [USUAL, COUNTING])
def test_who_buys_it_often_stands_first_and_who_never_came_last(weights: Weights) -> None:
    order = matching.score(habits(), weights, TEA).order.tolist()
    assert order[:2] == [0, 1]
    assert order[-1] == 12
    assert sorted(order) == list(range(13))


def test_new_goods_go_first_to_those_who_like_things_like_them() -> None:
    ranking = matching.score(habits(), USUAL, 3)
    assert ranking.order[0] == 0
    assert not ranking.is_known
    assert not ranking.chance.any()


@pytest.mark.parametrize("weights", [USUAL, COUNTING])
def test_whoever_asked_stands_before_everybody_who_did_not(weights: Weights) -> None:
    stated = [Stated(12, Wish.ASKED, TODAY - 9), Stated(4, Wish.ASKED, TODAY - 2)]
    ranking = matching.score(habits(), weights, TEA, stated)
    assert set(ranking.order[:2].tolist()) == {4, 12}
    assert ranking.order[2] == 0
    assert ranking.asked.sum() == 2


def test_a_like_lifts_a_customer_and_a_liked_category_lifts_less() -> None:
    plain = matching.score(habits(), KNOWN, TEA)
    liked = matching.score(habits(), KNOWN, TEA, [Stated(4, Wish.LIKES, 0), Stated(4, Wish.LIKES_KIND, 0)])
    kind = matching.score(habits(), KNOWN, TEA, [Stated(4, Wish.LIKES_KIND, 0, "Teas")])
    assert plain.score[4] < kind.score[4] < liked.score[4]
    assert liked.score[4] - plain.score[4] == pytest.approx(matching_stated.LIKE_BONUS)


def test_who_never_came_but_likes_it_is_not_put_last() -> None:
    ranking = matching.score(habits(), USUAL, TEA, [Stated(12, Wish.LIKES, TODAY)])
    assert ranking.order[-1] != 12


def test_chances_rise_with_the_score_and_stay_in_their_band() -> None:
    lines = [(customer, TEA, 10 * customer) for customer in range(12)]
    ranking = matching.score(habits(shop(lines, 13, 1)), KNOWN, TEA)
    assert ranking.is_known
    assert (np.diff(ranking.chance[np.argsort(ranking.score)]) >= 0).all()
    assert (ranking.low <= ranking.chance).all()
    assert (ranking.chance <= ranking.high).all()


def test_equals_stand_by_what_they_took_lately_then_by_last_visit_then_by_number() -> None:
    lines = [(0, 1, 10), (1, 1, 20), (2, 1, 20), (3, 1, 190)]
    nothing = Formula(0.0, (0.0,) * len(USUAL.fresh.coefficients))
    flat = replace(USUAL, past=nothing, others=nothing, fresh=nothing)
    assert matching.score(habits(shop(lines, 4, 2)), flat, 0).order.tolist() == [3, 1, 2, 0]


def test_contributions_add_up_to_the_score() -> None:
    ranking = matching.score(habits(), USUAL, TEA)
    rest = ranking.score - ranking.contributions.sum(axis=1)
    assert np.allclose(rest, rest[0])


def test_nothing_sold_on_the_day_or_later_matters() -> None:
    later = [(3, TEA, day) for day in range(200, 260)]
    rows = [(int(c), int(p), int(d) - FIRST_DAY) for c, p, d in zip(*_columns(small()), strict=True)]
    both = shop(rows + later, 13, 4, small().names)
    assert np.array_equal(
        matching.score(habits(both), USUAL, TEA).score, matching.score(habits(), USUAL, TEA).score
    )
    assert matching_fit.fit(both, TODAY) == matching_fit.fit(small(), TODAY)
    assert len(before(both, TODAY)) == len(small())


@given(
    lines=st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 1), st.integers(0, 900)),
        max_size=60,
    ),
    day=st.integers(1, 1000),
)
@settings(max_examples=60, deadline=None)
def test_any_little_shop_gets_a_finite_whole_and_repeatable_ranking(
    lines: list[tuple[int, int, int]], day: int
) -> None:
    history = shop(lines, 5, 2, ["tea", ""], [[0], [-1]])
    weights = matching_fit.fit(history, FIRST_DAY + day)
    known = matching_habits.build(history, FIRST_DAY + day)
    for product in (0, 1):
        ranking = matching.score(known, weights, product)
        assert np.isfinite(ranking.score).all()
        assert np.isfinite(ranking.contributions).all()
        assert ((ranking.chance >= 0) & (ranking.chance <= 1)).all()
        assert sorted(ranking.order.tolist()) == [0, 1, 2, 3, 4]
        assert np.array_equal(ranking.order, matching.score(known, weights, product).order)


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.9, "more than 1 in 2"),
        (0.55, "about 1 in 2"),
        (0.247, "about 1 in 4"),
        (0.09, "about 1 in 12"),
        (0.0105, "about 1 in 100"),
        (0.001, "less than 1 in 100"),
    ],
)
def test_chances_are_said_as_one_in_so_many(chance: float, words: str) -> None:
    assert matching.odds(chance).plainly() == words


def test_a_chance_that_rests_on_nothing_is_not_said() -> None:
    assert matching.odds(0.5, is_known=False).plainly() == "not known yet"


def test_the_measures_of_a_ranking() -> None:
    bought = np.array([True, False, True, False])
    assert matching_trial.ndcg(np.array([0, 2, 1, 3]), bought) == pytest.approx(1.0)
    assert matching_trial.ndcg(np.array([1, 3, 0, 2]), bought) < 0.7
    assert matching_trial.auc(np.array([4.0, 1.0, 3.0, 2.0]), bought) == pytest.approx(1.0)
    assert matching_trial.auc(np.zeros(4), bought) == pytest.approx(0.5)
    assert matching_trial.auc(np.zeros(4), np.ones(4, dtype=np.bool_)) == pytest.approx(0.5)


def _columns(history: History) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return history.customer, history.product, history.day
