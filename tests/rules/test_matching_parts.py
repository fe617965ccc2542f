from dataclasses import replace

import numpy as np
import pytest

from shopcrm.rules import (
    calibration,
    likeness,
    matching,
    matching_habits,
    matching_history,
    matching_reasons,
)
from shopcrm.rules.matching_features import N_TERMS, Term
from shopcrm.rules.matching_stated import Stated, Wish
from shopcrm.rules.matching_weights import COUNTING, USUAL
from tests.rules.made_shops import FIRST_DAY, shop

NAMES = ["Black tea", "Coffee", "Tea cup", "Green tea"]
FOLDED = [name.lower() for name in NAMES]
TODAY = FIRST_DAY + 410


def test_lines_of_one_day_are_merged_and_what_is_no_sale_falls_out() -> None:
    history = matching_history.merged(
        [1, 0, 1, 0], [0, 0, 0, 0], [5, 5, 5, 6], [1000, 2000, 500, -1000], [10, 20, 5, 7],
        n_customers=2, n_products=1,
    )  # fmt: skip
    assert history.customer.tolist() == [0, 1]
    assert history.quantity.tolist() == [2000, 1500]
    assert history.amount.tolist() == [20, 15]
    assert list(history.names) == [""]
    assert history.category.tolist() == [[-1]]


def test_a_history_can_be_empty() -> None:
    empty = matching_history.merged([], [], [], [], [], n_customers=0, n_products=1)
    assert len(empty) == 0
    ranking = matching.score(matching_habits.build(empty, 10), USUAL, 0)
    assert ranking.order.tolist() == []


def test_old_sales_are_forgotten_after_two_years() -> None:
    habits = matching_habits.build(shop([(0, 0, 1), (1, 0, 900)], 2, 1), FIRST_DAY + 1000)
    assert habits.pairs.customer.tolist() == [1]
    assert habits.days_known == 999


def test_goods_are_alike_by_words_pieces_and_category() -> None:
    goods = likeness.read([*FOLDED, "teacups", ""], np.array([[0], [0], [-1], [0], [-1], [7]]))
    to_tea = likeness.like(goods, 0)
    assert to_tea[0] == 0
    assert to_tea[3] > to_tea[2] > to_tea[4] > 0
    assert to_tea[1] > 0
    assert likeness.like(goods, 5).tolist() == [0] * 6


def test_goods_that_are_not_sold_yet_do_not_tell_how_rare_a_word_is() -> None:
    names = ["green tea", "black tea", "tea pot"]
    sold = np.array([0, 1, 1, 2])
    before = likeness.like(likeness.read(names, np.full((3, 1), -1), sold), 0)
    more = [*names, "white tea", "red tea"]
    assert likeness.like(likeness.read(more, np.full((5, 1), -1), sold), 0)[:3].tolist() == before.tolist()
    assert likeness.like(likeness.read(more, np.full((5, 1), -1)), 0)[:3].tolist() != before.tolist()


def test_chances_follow_what_came_true_and_never_fall() -> None:
    rng = np.random.default_rng(2)
    score = rng.normal(size=30_000)
    truth = 1 / (1 + np.exp(2 - score))
    came = (rng.random(30_000) < truth).astype(np.float64)
    curve = calibration.learn(score, came, np.ones(30_000))
    chance = curve.chance(np.linspace(-2, 2, 50))
    assert (np.diff(chance) >= 0).all()
    assert np.abs(chance - 1 / (1 + np.exp(2 - np.linspace(-2, 2, 50)))).max() < 0.08
    low, high = curve.band(np.zeros(1))
    assert low[0] < curve.chance(np.zeros(1))[0] < high[0]


def test_scores_that_contradict_the_outcome_share_one_chance() -> None:
    score = np.arange(400.0)
    curve = calibration.learn(score, np.where(score < 200, 1.0, 0.0), np.ones(400))
    assert curve.chance(np.array([0.0, 399.0])).tolist() == [0.5, 0.5]


def test_too_few_outcomes_tell_no_chance() -> None:
    curve = calibration.learn(np.arange(50.0), np.arange(50.0) % 2, np.ones(50))
    assert not curve.is_known
    assert curve.chance(np.ones(3)).tolist() == [0, 0, 0]
    assert [ends.tolist() for ends in curve.band(np.ones(1))] == [[0], [0]]


def said(customer: int, stated: list[Stated] | None = None, product: int = 0) -> list[str]:
    lines = [(0, 0, day) for day in range(10, 410, 40)] + [(0, 1, 380), (1, 2, 400), (2, 1, 8), (2, 0, 3)]
    lines += [(3, 3, 405), (4, 1, 9), (4, 0, 9), (6, 0, 70), (6, 0, 72), (6, 1, 300)]
    lines += [(7, 0, day) for day in range(380, 410, 10)]
    habits = matching_habits.build(shop(lines, 9, 4, FOLDED), TODAY)
    ranking = matching.score(habits, USUAL, product, stated or [])
    return [one.plainly() for one in matching_reasons.reasons(habits, ranking, [customer], NAMES)[0]]


def test_the_reasons_are_the_largest_terms_in_words() -> None:
    first, *others = said(0)
    assert first.startswith("Bought it 10 times, last ")
    assert len(others) <= 2


def test_things_like_it_and_things_that_go_with_it_are_named() -> None:
    assert "Likes things like it: Green tea" in said(3)
    assert "People who buy Coffee like this" in said(0, product=0) + said(4) + said(2)


def test_what_was_told_is_said_first() -> None:
    day = FIRST_DAY + 400
    stated = [Stated(0, Wish.LIKES_KIND, day, "Teas"), Stated(0, Wish.ASKED, day), Stated(0, Wish.ASKED, day)]
    first, second, third = said(0, [*stated, Stated(3, Wish.LIKES, day)])
    assert first.startswith("Asked for it on ")
    assert second == "Likes Teas, told us"
    assert third.startswith("Bought it 10 times")
    assert said(3, [Stated(3, Wish.LIKES, day)])[0] == "Likes it, told us"


def test_who_has_nothing_to_speak_for_them_gets_no_reason() -> None:
    assert said(8) == []


def forced(topic: Term, customer: int, lines: list[tuple[int, int, int]]) -> list[str]:
    """Say the reasons as if one term alone spoke for the customer."""
    habits = matching_habits.build(shop(lines, 3, 4, FOLDED), TODAY)
    ranking = matching.score(habits, USUAL, 0)
    alone = np.zeros((3, N_TERMS))
    alone[:, topic] = 1.0
    found = matching_reasons.reasons(habits, replace(ranking, contributions=alone), [customer], NAMES)
    return [one.plainly() for one in found[0]]


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        (Term.SEASON, ["Bought it around this time last year"]),
        (Term.BREADTH, ["Buys a wide range"]),
        (Term.ACTIVE, ["Comes often"]),
        (Term.OFTEN, ["Bought it once, 10 days ago"]),
        (Term.DUE, []),
    ],
)
def test_each_term_has_its_words(topic: Term, words: list[str]) -> None:
    assert forced(topic, 0, [(0, 0, 400)]) == words


def test_topics_without_words_for_this_customer_make_room_for_the_rest() -> None:
    habits = matching_habits.build(shop([(0, 0, 400)], 3, 4, FOLDED), TODAY)
    every = np.ones((3, N_TERMS))
    every[:, [Term.VISITS, Term.STEADY, Term.ACTIVE]] = [0.2, 0.0, 0.0]
    ranking = replace(matching.score(habits, USUAL, 0), contributions=every)
    found = [one.plainly() for one in matching_reasons.reasons(habits, ranking, [2], NAMES)[0]]
    assert found == ["Bought it around this time last year", "Buys a wide range", "Comes often"]


def test_terms_that_do_not_hold_are_not_said() -> None:
    assert forced(Term.OFTEN, 0, [(0, 1, 400)]) == []
    assert forced(Term.DUE, 0, [(0, 1, 400)]) == []
    assert forced(Term.COMPANY, 0, [(1, 0, 400)]) == []
    assert forced(Term.LIKENESS, 0, [(0, 1, 400)]) == []
    assert forced(Term.DUE, 0, [(0, 0, 1), (0, 0, 15), (0, 0, 30)]) == []


def test_an_interval_that_is_due_is_said_in_weeks() -> None:
    every = [(0, 0, day) for day in range(180, 410, 42)]
    assert forced(Term.DUE, 0, every) == ["Buys it about every 6 weeks, due now"]


def test_a_short_interval_is_said_in_days() -> None:
    every = [(0, 0, day) for day in range(390, 410, 3)]
    assert forced(Term.DUE, 0, every) == ["Buys it about every 3 days, due now"]


def test_the_same_purchase_is_not_named_twice() -> None:
    lines = [(0, 3, 300), (1, 3, 300), (1, 0, 300), (2, 3, 310), (2, 0, 310)]
    habits = matching_habits.build(shop(lines, 3, 4, FOLDED), TODAY)
    both = np.zeros((3, N_TERMS))
    both[:, [Term.COMPANY, Term.LIKENESS]] = [2.0, 1.0]
    ranking = replace(matching.score(habits, USUAL, 0), contributions=both)
    found = matching_reasons.reasons(habits, ranking, [0], NAMES)[0]
    assert [one.plainly() for one in found] == ["People who buy Green tea like this"]


def test_counting_gives_its_reasons_too() -> None:
    habits = matching_habits.build(shop([(0, 0, 400), (0, 0, 380), (1, 1, 405)], 3, 2, FOLDED[:2]), TODAY)
    ranking = matching.score(habits, COUNTING, 0)
    found = matching_reasons.reasons(habits, ranking, [0, 1], NAMES)
    assert found[0][0].plainly() == "Bought it 2 times, last 10 days ago"
    assert found[1][0].plainly() == "Comes often"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"), (1, "yesterday"), (13, "13 days ago"), (20, "3 weeks ago"), (90, "3 months ago"),
        (740, "2 years ago"),
    ],
)  # fmt: skip
def test_how_long_ago_is_said_in_the_fitting_unit(days: int, words: str) -> None:
    assert matching_reasons.ago(days).plainly() == words
