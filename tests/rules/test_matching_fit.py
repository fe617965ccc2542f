from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from shopcrm.rules import (
    logistic,
    matching,
    matching_features,
    matching_fit,
    matching_habits,
    matching_sample,
    matching_trial,
    matching_weights,
)
from shopcrm.rules.matching_history import History
from shopcrm.rules.matching_weights import COUNTING, USUAL, Origin, Weights
from tests.rules import made_shops
from tests.rules.made_shops import FIRST_DAY, shop

Kind = Callable[[int], History]


def measured(history: History, day: int, weights: Weights) -> float:
    """Measure nDCG@50 over the products bought by three or more in the month after the day."""
    habits = matching_habits.build(history, day)
    came = matching_sample.outcomes(history, day)
    found = []
    for product in range(history.n_products):
        bought = np.zeros(history.n_customers, dtype=np.bool_)
        bought[came.of(product)] = True
        bought &= habits.people.seen
        if bought.sum() >= 3:
            found.append(matching_trial.ndcg(matching.score(habits, weights, product).order, bought))
    return float(np.mean(found))


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        (made_shops.grocer, 300),
        (made_shops.seasonal, 860),
        (made_shops.tasteful, 300),
        (made_shops.cafe, 200),
    ],
)
@pytest.mark.slow
def test_what_is_learned_ranks_better_than_counting_in_shops_of_other_kinds(kind: Kind, days: int) -> None:
    history, day = kind(7), FIRST_DAY + days
    weights = matching_fit.fit(history, day)
    assert measured(history, day, weights) >= measured(history, day, COUNTING)


def test_learning_is_repeatable_and_nothing_counts_against_a_customer() -> None:
    history = made_shops.grocer(1, n_customers=60)
    weights = matching_fit.fit(history, FIRST_DAY + 280)
    assert weights == matching_fit.fit(history, FIRST_DAY + 280)
    assert weights.origin is Origin.LEARNED
    for formula in (weights.past, weights.others, weights.fresh):
        assert min(formula.coefficients) >= 0
    assert weights.calibration.is_known
    assert weights.learned_on == FIRST_DAY + 280


def test_weights_are_written_down_and_read_back() -> None:
    weights = matching_fit.fit(made_shops.grocer(1, n_customers=60), FIRST_DAY + 280)
    assert matching_weights.from_json(weights.to_json()) == weights
    older = weights.to_json().replace('"version": 1', '"version": 0')
    assert matching_weights.from_json(older) is None
    assert matching_weights.from_json(weights.to_json().replace("often", "seldom")) is None


def test_without_sales_customers_are_counted_and_with_few_days_the_usual_weights_stand_in() -> None:
    assert matching_fit.fit(shop([], 3, 2), FIRST_DAY) == COUNTING
    assert matching_fit.fit(shop([(0, 0, 1)], 3, 2), FIRST_DAY + 20) == USUAL
    quiet = matching_fit.fit(shop([(0, 0, 1), (1, 0, 150)], 3, 2), FIRST_DAY + 200)
    assert quiet.origin is Origin.USUAL
    assert not quiet.calibration.is_known


def test_a_shop_under_three_months_old_is_told_no_chances() -> None:
    history = made_shops.grocer(2, n_customers=100, days=80)
    weights = matching_fit.fit(history, FIRST_DAY + 80)
    assert weights.origin is not Origin.LEARNED
    assert not weights.calibration.is_known


def test_counting_is_kept_where_it_does_better() -> None:
    history = made_shops.grocer(3, n_customers=80)
    habits = matching_habits.build(history, FIRST_DAY + 250)
    backwards = replace(USUAL, past=USUAL.others, others=USUAL.past)
    assert matching_trial.best(history, habits, [backwards, COUNTING], seed=1) == COUNTING
    assert matching_trial.best(shop([], 2, 2), matching_habits.build(shop([], 2, 2), 9), [USUAL], 1) == USUAL


def test_the_caller_hears_of_progress_and_may_stop_the_work() -> None:
    history = made_shops.grocer(1, n_customers=60)
    heard: list[float] = []
    matching_fit.fit(history, FIRST_DAY + 280, heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == 1.0

    def stop(share: float) -> None:
        if share > 0.3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        matching_fit.fit(history, FIRST_DAY + 280, stop)


def test_the_solver_finds_known_weights_and_stops_at_nothing() -> None:
    rng = np.random.default_rng(5)
    columns = rng.normal(size=(20_000, 3))
    line = -1.0 + columns @ np.array([1.5, 0.5, -1.0])
    outcome = (rng.random(20_000) < 1 / (1 + np.exp(-line))).astype(np.float64)
    found = logistic.fit(columns[:, :2], outcome, np.ones(20_000), np.zeros(3), np.full(3, 1e-3))
    assert found[1] == pytest.approx(1.5 * found[2] / 0.5, rel=0.15)
    bounded = logistic.fit(columns, outcome, np.ones(20_000), np.zeros(4), np.full(4, 1e-3))
    assert bounded[3] == 0.0
    assert np.array_equal(bounded, np.maximum(bounded, [-np.inf, 0, 0, 0]))


def test_without_evidence_the_solver_stays_at_its_first_guess() -> None:
    prior = np.array([-3.0, 0.7])
    found = logistic.fit(np.zeros((0, 1)), np.zeros(0), np.zeros(0), prior, np.ones(2))
    assert found == pytest.approx(prior)


def test_looking_at_some_customers_tells_the_same_as_looking_at_all() -> None:
    habits = matching_habits.build(made_shops.tasteful(1, n_customers=50), FIRST_DAY + 250)
    target = matching_features.aim(habits, 3)
    all_terms = matching_features.terms(habits, target, matching_features.everybody(habits))
    who = np.array([4, 7, 30, 31])
    some = matching_features.terms(habits, target, matching_features.some(habits, who))
    assert np.allclose(all_terms[who], some)
    nobody = matching_features.terms(habits, target, matching_features.some(habits, who[:0]))
    assert nobody.shape == (0, matching_features.N_TERMS)


def test_an_interval_is_due_while_the_next_purchase_falls_into_the_coming_month() -> None:
    ago = np.array([20.0, 5.0, 5.0, 120.0])
    gap = np.array([30.0, 70.0, 14.0, 60.0])
    assert matching_features.dueness(ago, gap).tolist() == [1.0, 0.25, 1.0, 0.25]


def test_a_shop_that_was_closed_for_years_has_nothing_to_learn_from() -> None:
    weights = matching_fit.fit(shop([(0, 0, 1), (1, 0, 2)], 2, 1), FIRST_DAY + 1000)
    assert weights.origin is Origin.USUAL


def test_where_nobody_bought_again_the_first_guess_for_past_buyers_stays() -> None:
    habits = matching_habits.build(made_shops.grocer(1, n_customers=60), FIRST_DAY + 200)
    nothing = matching_sample.outcomes(shop([], 60, 40), FIRST_DAY)
    sample = matching_sample.draw(habits, nothing, 0, 50, np.random.default_rng(1))
    assert matching_fit.learn([sample]).past == USUAL.past


def test_those_left_out_are_stood_for_by_those_kept() -> None:
    habits = matching_habits.build(made_shops.grocer(1, n_customers=60), FIRST_DAY + 200)
    came = matching_sample.outcomes(made_shops.grocer(1, n_customers=60), FIRST_DAY + 200)
    sample = matching_sample.draw(habits, came, 0, 3, np.random.default_rng(1))
    assert len(sample) < habits.people.seen.sum()
    assert sample.stands_for.sum() == pytest.approx(float(habits.people.seen.sum()))


def test_when_counting_wins_its_order_is_kept_and_no_chance_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching_trial, "DOUBT", -1e6)
    weights = matching_fit.fit(made_shops.grocer(3, n_customers=80), FIRST_DAY + 250)
    assert weights.origin is Origin.COUNTING
    assert not weights.calibration.is_known


def test_a_trial_and_the_solver_end_after_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    history = made_shops.grocer(3, n_customers=80)
    habits = matching_habits.build(history, FIRST_DAY + 250)
    monkeypatch.setattr(matching_trial, "MOST_PRODUCTS", 1)
    assert matching_trial.best(history, habits, [USUAL, USUAL], seed=1) == USUAL
    monkeypatch.setattr(logistic, "MOST_STEPS", 1)
    outcome = np.array([0.0, 1.0, 1.0, 1.0])
    one = np.ones((4, 1)) * [[1.0], [2.0], [3.0], [4.0]]
    assert np.isfinite(logistic.fit(one, outcome, np.ones(4), np.zeros(2), np.full(2, 0.1))).all()
