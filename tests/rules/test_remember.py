"""The order of the memory card: what comes first, what gives way, and that nothing else matters."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopcrm.rules.remember import MOST, Act, Kind, Reminder, most_important, ranked
from shopcrm.rules.sayings import saying

TODAY = date(2026, 11, 22)
WEEK = TODAY + timedelta(days=7)


def _line(
    kind: Kind,
    thing: int = 1,
    *,
    due: date | None = None,
    worth: int = 0,
    goods: int | None = None,
    subject: str = "",
) -> Reminder:
    what = saying("Something")
    return Reminder(
        kind, what, saying("For a reason"), Act.TOLD, thing, due, worth, goods=goods, subject=subject
    )


def _kinds(*lines: Reminder) -> list[Kind]:
    return [one.kind for one in most_important(lines, TODAY, most=99)]


reminders = st.builds(
    _line,
    st.sampled_from(Kind),
    st.integers(0, 5),
    due=st.none() | st.dates(TODAY - timedelta(days=3), WEEK),
    worth=st.integers(0, 3),
    goods=st.none() | st.integers(1, 4),
    subject=st.sampled_from(["", "a", "b"]),
)
some = st.lists(reminders, max_size=12)


def test_kinds_stand_in_their_order_where_nothing_ends() -> None:
    lines = [_line(kind, place) for place, kind in enumerate(Kind)]
    assert _kinds(*reversed(lines)) == list(Kind)


def test_the_order_of_kinds_is_the_agreed_one() -> None:
    assert [kind.value for kind in Kind] == [
        "complaint",
        "promise",
        "held",
        "wish_in",
        "favourite_in",
        "tell",
        "voucher",
        "occasion",
        "points_short",
        "overdue",
        "guess",
        "question",
    ]


def test_an_open_complaint_comes_before_everything_that_ends_today() -> None:
    lines = (_line(Kind.HELD, due=TODAY), _line(Kind.VOUCHER, due=TODAY), _line(Kind.COMPLAINT))
    assert _kinds(*lines)[0] is Kind.COMPLAINT


def test_a_promise_comes_before_everything_that_ends_today() -> None:
    assert _kinds(_line(Kind.HELD, due=TODAY), _line(Kind.PROMISE, due=WEEK)) == [Kind.PROMISE, Kind.HELD]


@pytest.mark.parametrize("kind", [Kind.VOUCHER, Kind.OCCASION, Kind.TELL, Kind.POINTS_SHORT])
def test_what_ends_today_comes_before_what_is_usually_stronger(kind: Kind) -> None:
    assert _kinds(_line(Kind.FAVOURITE_IN), _line(kind, due=TODAY)) == [kind, Kind.FAVOURITE_IN]


@pytest.mark.parametrize("kind", [Kind.VOUCHER, Kind.OCCASION])
def test_what_ends_in_a_week_keeps_its_place(kind: Kind) -> None:
    assert _kinds(_line(Kind.FAVOURITE_IN), _line(kind, due=WEEK)) == [Kind.FAVOURITE_IN, kind]


def test_what_ends_today_beats_what_ends_in_a_week_of_the_same_kind() -> None:
    lines = [_line(Kind.VOUCHER, 1, due=WEEK, worth=9), _line(Kind.VOUCHER, 2, due=TODAY)]
    assert [one.thing for one in most_important(lines, TODAY)] == [2, 1]


def test_what_ends_never_comes_after_what_ends_some_day() -> None:
    lines = [_line(Kind.VOUCHER, 1, worth=9), _line(Kind.VOUCHER, 2, due=WEEK)]
    assert [one.thing for one in most_important(lines, TODAY)] == [2, 1]


def test_of_two_alike_the_one_that_is_worth_more_comes_first() -> None:
    lines = [_line(Kind.OVERDUE, 1, worth=3), _line(Kind.OVERDUE, 2, worth=8)]
    assert [one.thing for one in most_important(lines, TODAY)] == [2, 1]


def test_A4_what_is_held_for_them_outranks_news() -> None:
    assert _kinds(_line(Kind.TELL, due=TODAY), _line(Kind.HELD, due=TODAY)) == [Kind.HELD, Kind.TELL]
    assert _kinds(_line(Kind.TELL), _line(Kind.HELD, due=WEEK)) == [Kind.HELD, Kind.TELL]


def test_two_lines_on_the_same_goods_become_the_stronger() -> None:
    lines = [_line(Kind.OVERDUE, goods=7), _line(Kind.WISH_IN, goods=7), _line(Kind.TELL, goods=8)]
    assert _kinds(*lines) == [Kind.WISH_IN, Kind.TELL]


def test_what_the_shop_owes_never_gives_way_to_another_line_on_the_same_goods() -> None:
    lines = [_line(Kind.COMPLAINT, goods=7), _line(Kind.HELD, 1, goods=7), _line(Kind.HELD, 2, goods=7)]
    assert len(most_important([*lines, _line(Kind.FAVOURITE_IN, goods=7)], TODAY)) == 3


def test_never_more_than_two_guesses_and_questions() -> None:
    lines = [_line(Kind.GUESS, subject=str(n)) for n in range(3)]
    lines += [_line(Kind.QUESTION, subject=str(n)) for n in range(3)]
    assert _kinds(*lines) == [Kind.GUESS, Kind.GUESS]


def test_a_guess_is_never_pressing() -> None:
    assert _kinds(_line(Kind.GUESS, due=TODAY), _line(Kind.OVERDUE)) == [Kind.OVERDUE, Kind.GUESS]


def test_the_same_line_twice_is_one() -> None:
    assert len(most_important([_line(Kind.TELL), _line(Kind.TELL)], TODAY)) == 1


@given(some, st.randoms(use_true_random=False))
def test_the_order_in_which_lines_come_does_not_matter(lines: list[Reminder], draw: st.DrawFn) -> None:
    mixed = list(lines)
    draw.shuffle(mixed)  # type: ignore[attr-defined] # hypothesis gives a random.Random here
    assert most_important(mixed, TODAY) == most_important(lines, TODAY)


@given(some)
def test_at_most_five_lines_and_two_of_them_ask(lines: list[Reminder]) -> None:
    card = most_important(lines, TODAY)
    assert len(card) <= MOST
    assert sum(one.kind in {Kind.GUESS, Kind.QUESTION} for one in card) <= 2
    assert set(card) <= set(lines)


@given(some, reminders)
def test_something_less_important_never_changes_what_stands_above_it(
    lines: list[Reminder], more: Reminder
) -> None:
    before, after = ranked(lines, TODAY), ranked([*lines, more], TODAY)
    place = after.index(more) if more in after else len(after)
    assert after[:place] == before[:place]


@given(some)
def test_ranking_what_is_ranked_changes_nothing(lines: list[Reminder]) -> None:
    once = ranked(lines, TODAY)
    assert ranked(once, TODAY) == once


@given(some)
def test_the_first_lines_are_the_beginning_of_all_lines(lines: list[Reminder]) -> None:
    assert most_important(lines, TODAY, 3) == ranked(lines, TODAY)[:3]


@given(some)
def test_no_goods_are_offered_twice(lines: list[Reminder]) -> None:
    owed = {Kind.COMPLAINT, Kind.PROMISE, Kind.HELD}
    goods = [one.goods for one in ranked(lines, TODAY) if one.goods is not None and one.kind not in owed]
    assert len(goods) == len(set(goods))


def test_the_key_names_a_line_whatever_its_words() -> None:
    line = _line(Kind.GUESS, 0, subject="product 3")
    assert line.key == replace(line, what=saying("Other words"), worth=4).key
