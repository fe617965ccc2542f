"""The memory card end to end: each kind of line comes from what is remembered, and one key settles it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.people import NoSuchCustomer
from shopcrm.rules.remember import Act, Kind, Reminder
from shopcrm.rules.wording import Words, saying
from shopcrm.services import holds, memory, occasions, preferences, questions, seen, wishes
from shopcrm.services.holds import NotEnough
from shopcrm.services.memory import Done, GuessGone, OnlyShown
from shopcrm.services.occasions import OccasionDraft, OccasionKind
from shopcrm.services.shop import Shop
from tests import makers
from tests.conftest import NOW

TODAY = date(2026, 11, 22)
EN = Words()


def _card(shop: Shop, customer: int) -> list[Reminder]:
    return list(shop.ask(memory.card, customer).lines)


def _kinds(shop: Shop, customer: int) -> list[Kind]:
    return [one.kind for one in _card(shop, customer)]


def _only(shop: Shop, customer: int, kind: Kind) -> Reminder:
    found = [one for one in _card(shop, customer) if one.kind is kind]
    assert len(found) == 1
    return found[0]


def _act(shop: Shop, customer: int, line: Reminder, choice: str | None = None) -> Done:
    return shop.do(memory.act, customer, line, choice)


def _buys(shop: Shop, customer: int, product: int, *days_ago: int, quantity: int = 1000) -> None:
    for days in days_ago:
        makers.sale(shop, customer, (product, quantity, 1000), at=NOW - timedelta(days=days))


def _says(line: Reminder) -> tuple[str, str]:
    return EN.tell(line.what), EN.tell(line.why)


def test_a_stranger_has_an_empty_card(shop: Shop) -> None:
    card = shop.ask(memory.card, makers.customer(shop))
    assert (card.lines, card.more) == ((), 0)


def test_nobody_has_no_card(shop: Shop) -> None:
    with pytest.raises(NoSuchCustomer):
        shop.ask(memory.card, 99)


def test_A4_held_for_them_is_remembered_handed_over_and_taken_back(shop: Shop) -> None:
    sara, walnuts = makers.customer(shop), makers.product(shop, stock=5000)
    shop.do(holds.hold, sara, walnuts, 1500, TODAY)
    line = _only(shop, sara, Kind.HELD)
    assert (line.act, line.due, line.goods) == (Act.HAND_OVER, TODAY, walnuts)
    assert _says(line)[0] == "Walnuts is kept aside for them: 1.5"
    done = _act(shop, sara, line)
    assert Kind.HELD not in _kinds(shop, sara)
    shop.do(memory.undo, done)
    assert _only(shop, sara, Kind.HELD).key == line.key


def test_A1_a_wish_in_stock_is_remembered_held_and_taken_back(shop: Shop) -> None:
    sara, walnuts = makers.customer(shop), makers.product(shop, stock=5000)
    shop.do(wishes.ask, sara, product_id=walnuts)
    line = _only(shop, sara, Kind.WISH_IN)
    assert _says(line) == (
        "Walnuts is here, which they asked for",
        "Asked for Walnuts on 22 November 2026",
    )
    done = _act(shop, sara, line)
    assert _kinds(shop, sara) == [Kind.HELD]
    assert shop.ask(holds.of_customer, sara)[0].until == TODAY + timedelta(days=1)
    shop.do(memory.undo, done)
    assert _kinds(shop, sara) == [Kind.WISH_IN]


def test_A1_who_hears_of_their_wish_is_told_and_it_can_be_taken_back(shop: Shop) -> None:
    sara, walnuts = makers.customer(shop), makers.product(shop, stock=5000)
    wish = shop.do(wishes.ask, sara, product_id=walnuts).wish_id
    line = _only(shop, sara, Kind.WISH_IN)
    done = shop.do(memory.act, sara, line, instead=Act.TOLD)
    assert [row.state for row in shop.ask(wishes.of_customer, sara)] == ["told"]
    shop.do(memory.undo, done)
    assert [(row.id, row.state) for row in shop.ask(wishes.of_customer, sara)] == [(wish, "waiting")]


def test_A4_nothing_is_promised_that_others_hold(shop: Shop) -> None:
    sara, omid = makers.customer(shop), makers.customer(shop, name="Omid")
    walnuts = makers.product(shop, stock=1000)
    shop.do(wishes.ask, sara, product_id=walnuts)
    line = _only(shop, sara, Kind.WISH_IN)
    shop.do(holds.hold, omid, walnuts, 1000, TODAY)
    assert _kinds(shop, sara) == []
    with pytest.raises(NotEnough):
        _act(shop, sara, line)


def test_A6_what_could_not_be_sent_is_told_in_person_and_can_be_taken_back(shop: Shop) -> None:
    sara = makers.customer(shop)
    makers.message(shop, sara, channel="in_person")
    line = _only(shop, sara, Kind.TELL)
    assert _says(line)[0] == "Tell them: Fresh walnuts are here."
    done = _act(shop, sara, line)
    assert _kinds(shop, sara) == []
    shop.do(memory.undo, done)
    assert _kinds(shop, sara) == [Kind.TELL]


def test_a_favourite_that_came_in_is_remembered(shop: Shop) -> None:
    sara, walnuts = makers.customer(shop), makers.product(shop, stock=90_000)
    _buys(shop, sara, walnuts, 40, 30, 20)
    assert Kind.FAVOURITE_IN not in _kinds(shop, sara)
    makers.arrival(shop, walnuts, at=NOW - timedelta(days=2))
    line = _only(shop, sara, Kind.FAVOURITE_IN)
    assert _says(line) == (
        "Walnuts came in on 20 November 2026",
        "Bought it 3 times, last on 2 November 2026",
    )
    with pytest.raises(OnlyShown):
        _act(shop, sara, line)


def test_a_favourite_that_runs_low_is_remembered_until_it_is_gone(shop: Shop) -> None:
    sara, walnuts = makers.customer(shop), makers.product(shop, stock=2000)
    _buys(shop, sara, walnuts, 40, 30, 20)
    line = _only(shop, sara, Kind.FAVOURITE_IN)
    assert _says(line)[0] == "Walnuts runs low: 2 left"
    shop.do(memory.act, sara, line, instead=Act.HOLD)
    assert _kinds(shop, sara)[0] is Kind.HELD
    shop.do(holds.hold, makers.customer(shop, name="Omid"), walnuts, 1000, TODAY)
    assert Kind.FAVOURITE_IN not in _kinds(shop, makers.customer(shop, name="Nika"))


@pytest.mark.parametrize(
    "told",
    [{"words": "walnut"}, {"attribute": "grade", "words": "Premium"}, {"category_id": 1}, {"product_id": 1}],
)
def test_what_they_told_makes_a_favourite_of_what_comes_in(shop: Shop, told: dict[str, str]) -> None:
    sara, shelf = makers.customer(shop), makers.category(shop)
    walnuts = makers.product(shop, category_id=shelf, stock=90_000, alike={"grade": "premium"})
    makers.preference(shop, sara, **told)  # type: ignore[arg-type] # the cases name each their own fields
    makers.arrival(shop, walnuts)
    assert _says(_only(shop, sara, Kind.FAVOURITE_IN))[1].startswith("Likes ")


def test_what_was_brought_back_is_no_favourite(shop: Shop) -> None:
    sara, walnuts = makers.customer(shop), makers.product(shop, stock=90_000)
    _buys(shop, sara, walnuts, 40, 30, 20)
    makers.sale(shop, sara, (walnuts, -3000, 1000), kind="return")
    makers.arrival(shop, walnuts)
    assert _kinds(shop, sara) == []


def _born(shop: Shop, customer: int, day: int = 25, year: int | None = 1986) -> None:
    draft = OccasionDraft(OccasionKind.BIRTHDAY, 11, day, year, calendar=CalendarKind.GREGORIAN)
    shop.do(occasions.add, customer, draft)


def test_D2_a_day_of_theirs_is_remembered_within_its_lead(shop: Shop) -> None:
    sara, omid = makers.customer(shop), makers.customer(shop, name="Omid")
    _born(shop, sara)
    _born(shop, omid, day=30)
    line = _only(shop, sara, Kind.OCCASION)
    assert _says(line) == ("Birthday: in 3 days", "It is on 25 November 2026, 40 years")
    assert _kinds(shop, omid) == []


def test_M3_who_was_greeted_is_not_greeted_again_this_year(shop: Shop) -> None:
    sara = makers.customer(shop)
    _born(shop, sara, year=None)
    done = _act(shop, sara, _only(shop, sara, Kind.OCCASION))
    assert _kinds(shop, sara) == []
    shop.do(memory.undo, done)
    line = _only(shop, sara, Kind.OCCASION)
    _act(shop, sara, line)
    _act(shop, sara, line)
    shop.clock = lambda: datetime(2027, 11, 24, 9, tzinfo=UTC)
    assert _kinds(shop, sara) == [Kind.OCCASION]


def test_a_usual_purchase_that_is_overdue_is_remembered_while_it_is_there(shop: Shop) -> None:
    sara, walnuts = makers.customer(shop), makers.product(shop, stock=90_000)
    _buys(shop, sara, walnuts, 60, 40, 30)
    line = _only(shop, sara, Kind.OVERDUE)
    assert _says(line) == ("They usually take Walnuts", "About every 15 days, last on 23 October 2026")
    _buys(shop, sara, walnuts, 0)
    assert Kind.OVERDUE not in _kinds(shop, sara)


def _chocolate(shop: Shop) -> tuple[int, int]:
    shelf = makers.category(shop, "Chocolate")
    dark = makers.product(shop, name="Bitter bar", code="D", category_id=shelf, alike={"kind": "Dark"})
    milk = makers.product(shop, name="Soft bar", code="M", category_id=shelf, alike={"kind": "milk"})
    return dark, milk


def _leans_to_dark(shop: Shop) -> int:
    """Make somebody who nearly always takes dark, among people who mostly take milk."""
    dark, milk = _chocolate(shop)
    other = makers.customer(shop, name="Omid")
    for day in range(40):
        makers.sale(shop, other, (milk, 1000, 10), at=NOW - timedelta(days=200 + day))
    sara = makers.customer(shop)
    _buys(shop, sara, dark, *range(10, 100, 10))
    _buys(shop, sara, milk, 5, 105, 115)
    return sara


def test_a_guess_is_remembered_confirmed_and_taken_back(shop: Shop) -> None:
    sara = _leans_to_dark(shop)
    line = _only(shop, sara, Kind.GUESS)
    assert _says(line) == ("Do they prefer Dark (kind)?", "9 of their 12 times")
    done = _act(shop, sara, line, "yes")
    told = shop.ask(preferences.of_customer, sara)
    assert [(one.attribute, one.words, one.source) for one in told] == [("kind", "Dark", "told")]
    assert line.key not in [one.key for one in _card(shop, sara)]
    shop.do(memory.undo, done)
    assert _only(shop, sara, Kind.GUESS).key == line.key


def _always_packed(shop: Shop, value: str) -> int:
    """Make somebody who always takes goods that are alike in their pack, among people who do not."""
    green, black, white = (
        makers.product(shop, name=name, code=name, alike={"pack": pack})
        for name, pack in (("Green tea", value), ("Black tea", value), ("White tea", "loose"))
    )
    omid, sara = makers.customer(shop, name="Omid"), makers.customer(shop)
    for day in range(40):
        makers.sale(shop, omid, (white, 1000, 10), at=NOW - timedelta(days=200 + day))
    _buys(shop, sara, green, *range(10, 100, 10))
    _buys(shop, sara, black, *range(15, 105, 10))
    return sara


def test_a_size_that_is_bought_is_seen_but_no_taste_to_ask_about(shop: Shop) -> None:
    sara = _always_packed(shop, "10 kg")
    assert "pack: 10 kg" in [one.thing for one in shop.ask(seen.of_customer, sara).seen]
    assert Kind.GUESS not in _kinds(shop, sara)


def test_a_size_is_not_guessed_from_a_few_purchases(shop: Shop) -> None:
    large, loose = (makers.product(shop, code=pack, alike={"pack": pack}) for pack in ("10 kg", "loose"))
    omid, sara = makers.customer(shop, name="Omid"), makers.customer(shop)
    for day in range(40):
        makers.sale(shop, omid, (loose, 1000, 10), at=NOW - timedelta(days=200 + day))
    _buys(shop, sara, large, *range(10, 110, 10))
    assert not shop.ask(seen.of_customer, sara).guessed


def test_a_sort_that_is_bought_is_asked_about_in_words(shop: Shop) -> None:
    assert _says(_only(shop, _always_packed(shop, "box"), Kind.GUESS))[0] == "Do they prefer box (pack)?"


def test_a_guess_that_was_called_wrong_never_comes_back_but_by_undoing(shop: Shop) -> None:
    sara = _leans_to_dark(shop)
    line = _only(shop, sara, Kind.GUESS)
    done = _act(shop, sara, line, "no")
    assert line.key not in [one.key for one in _card(shop, sara)]
    assert shop.ask(preferences.of_customer, sara) == []
    with pytest.raises(GuessGone):
        _act(shop, sara, line, "yes")
    shop.do(memory.undo, done)
    assert _only(shop, sara, Kind.GUESS).key == line.key


def _undecided(shop: Shop) -> int:
    dark, milk = _chocolate(shop)
    sara = makers.customer(shop)
    _buys(shop, sara, dark, 30)
    _buys(shop, sara, milk, 3)
    return sara


def test_a_question_is_remembered_answered_and_taken_back(shop: Shop) -> None:
    sara = _undecided(shop)
    line = _only(shop, sara, Kind.QUESTION)
    assert EN.tell(line.what) == "Which do they like better: Dark or milk?"
    assert [choice.value for choice in line.choices] == ["kind=Dark", "kind=milk", ""]
    done = _act(shop, sara, line, "kind=milk")
    assert [one.words for one in shop.ask(preferences.of_customer, sara)] == ["milk"]
    assert _kinds(shop, sara) == []
    shop.do(memory.undo, done)
    assert shop.ask(preferences.of_customer, sara) == []
    assert _only(shop, sara, Kind.QUESTION).key == line.key


def test_a_question_put_off_is_not_put_again(shop: Shop) -> None:
    sara = _undecided(shop)
    _act(shop, sara, _only(shop, sara, Kind.QUESTION), "")
    assert _kinds(shop, sara) == []
    assert shop.ask(questions.propose, sara) is None


@pytest.mark.parametrize(
    "said", [{"words": "walnuts"}, {"attribute": "nut", "words": "yes"}, {"category_id": 1}]
)
def test_A5_nothing_that_they_avoid_is_on_the_card(shop: Shop, said: dict[str, str]) -> None:
    sara, shelf = makers.customer(shop), makers.category(shop)
    walnuts = makers.product(shop, category_id=shelf, stock=2000, alike={"nut": "yes"})
    shop.do(wishes.ask, sara, product_id=walnuts)
    _buys(shop, sara, walnuts, 60, 40, 30)
    makers.arrival(shop, walnuts)
    assert _kinds(shop, sara) != []
    makers.preference(shop, sara, "avoids", **said)  # type: ignore[arg-type] # the cases name each their own fields
    assert _kinds(shop, sara) == []


def test_at_most_five_lines_and_the_rest_is_counted(shop: Shop) -> None:
    sara = makers.customer(shop)
    for number in range(7):
        makers.message(shop, sara, f"m{number}", channel="in_person")
    card = shop.ask(memory.card, sara)
    assert (len(card.lines), card.more) == (5, 2)


def test_an_act_that_only_leads_elsewhere_cannot_be_taken_back(shop: Shop) -> None:
    done = Done(saying("It was shown."))
    with pytest.raises(OnlyShown):
        shop.do(memory.undo, done)
