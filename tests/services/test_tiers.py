from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from shopcrm.rules.points import Earned
from shopcrm.rules.sayings import saying
from shopcrm.services import daily, merges, points, settings, tier_review, tier_rules, tiers
from shopcrm.services.points import ReasonMissing
from shopcrm.services.shop import Session, Shop
from shopcrm.services.tier_review import Reviewed
from shopcrm.services.tier_rules import TierDraft, TierNameMissing, TierRefused, TierTaken
from shopcrm.services.tiers import NoSuchTier, NotByHand
from shopcrm.store.messages import Message
from shopcrm.store.tiers import TierChange
from shopcrm.store.till import Payment
from tests import makers

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)


@pytest.fixture
def sara(shop: Shop) -> int:
    return makers.customer(shop, name="Sara")


@pytest.fixture
def walnuts(shop: Shop) -> int:
    return makers.product(shop)


@pytest.fixture
def ladder(shop: Shop) -> list[int]:
    """Bronze at 100, silver at 500, gold at 2,000."""
    return [
        makers.tier(shop, name, threshold)
        for name, threshold in (("Bronze", 100), ("Silver", 500), ("Gold", 2_000))
    ]


def _at(shop: Shop, day: date) -> None:
    shop.clock = lambda: datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def _buys(shop: Shop, who: int, amount: int, *, paid_by_points: int = 0) -> int:
    """Write a sale of the one product of the shop, and give its number."""
    number = f"{shop.clock()}-{who}-{amount}-{paid_by_points}"
    sale = makers.sale(shop, who, (1, 1_000, amount), number=number)
    if paid_by_points:
        shop.do(_pay, sale, paid_by_points)
    shop.do(tiers.after_sale, who, sale)
    return sale


def _pay(session: Session, sale: int, amount: int) -> None:
    row = Payment(sale_id=sale, kind="points", amount=amount, points=1, at=NOW, till="1", by="owner")
    session.add(row)


def _returns(shop: Shop, who: int, sale: int, amount: int) -> None:
    back = makers.sale(shop, who, (1, -1_000, amount), kind="return", of=sale, number=f"R{sale}-{amount}")
    shop.do(tiers.after_return, who, back)


def _name(shop: Shop, who: int) -> str:
    now = shop.ask(tiers.of_customer, who)
    return "" if now is None else now.tier.name


def _changes(shop: Shop, who: int) -> list[tuple[str, int | None, date | None]]:
    def read(session: Session) -> list[tuple[str, int | None, date | None]]:
        query = select(TierChange.kind, TierChange.tier_id, TierChange.kept_until)
        rows = session.execute(query.where(TierChange.customer_id == who).order_by(TierChange.id))
        return [(kind, tier_id, until) for kind, tier_id, until in rows]

    return shop.ask(read)


@pytest.mark.parametrize(
    ("amount", "name"),
    [
        (99, ""),
        (100, "Bronze"),
        (101, "Bronze"),
        (499, "Bronze"),
        (500, "Silver"),
        (501, "Silver"),
        (1_999, "Silver"),
        (2_000, "Gold"),
        (2_001, "Gold"),
    ],
)
@pytest.mark.usefixtures("ladder", "walnuts")
def test_T2_one_below_at_and_one_above_each_threshold(shop: Shop, sara: int, amount: int, name: str) -> None:
    _buys(shop, sara, amount)
    assert _name(shop, sara) == name


@pytest.mark.usefixtures("ladder", "walnuts")
def test_T1_a_level_comes_from_what_was_bought_and_never_from_points(shop: Shop, sara: int) -> None:
    shop.do(points.adjust, sara, 100_000, "a present")
    _buys(shop, sara, 99)
    assert _name(shop, sara) == ""
    _buys(shop, sara, 1)
    assert _name(shop, sara) == "Bronze"


@pytest.mark.usefixtures("ladder", "walnuts")
def test_T1_only_the_window_counts(shop: Shop, sara: int) -> None:
    _at(shop, date(2025, 11, 22))
    _buys(shop, sara, 400)
    _at(shop, TODAY)
    _buys(shop, sara, 100)
    assert shop.ask(tiers.outlook, sara).so_far == 100
    _at(shop, TODAY - timedelta(days=1))
    assert shop.ask(tiers.outlook, sara).so_far == 500


@pytest.mark.usefixtures("ladder", "walnuts")
def test_T1_the_calendar_year_of_the_shop(shop: Shop, sara: int) -> None:
    shop.do(settings.change, tier_window="year", calendar="jalali")
    _at(shop, date(2026, 3, 20))
    _buys(shop, sara, 400)
    _at(shop, date(2026, 3, 21))
    _buys(shop, sara, 100)
    assert shop.ask(tiers.outlook, sara).so_far == 100


@pytest.mark.usefixtures("ladder", "walnuts")
def test_T1_visits_are_days_with_a_kept_sale(shop: Shop, sara: int) -> None:
    shop.do(settings.change, tier_measure="visits")
    _buys(shop, sara, 10)
    _buys(shop, sara, 20)
    _at(shop, TODAY + timedelta(days=1))
    sale = _buys(shop, sara, 30)
    assert shop.ask(tiers.outlook, sara).so_far == 2
    _returns(shop, sara, sale, 29)
    assert shop.ask(tiers.outlook, sara).so_far == 2
    _returns(shop, sara, sale, 1)
    assert shop.ask(tiers.outlook, sara).so_far == 1


@pytest.mark.usefixtures("ladder", "walnuts")
def test_T1_points_that_were_earned_may_lift_whether_spent_or_not(shop: Shop, sara: int) -> None:
    shop.do(settings.change, tier_measure="points")
    rule = makers.point_rule(shop)
    sale = makers.sale(shop, sara, (1, 1_000, 10))
    earned = Earned(rule, "Points", 500, saying("x"), TODAY, None)
    shop.do(points.earn, sara, f"sale {sale}", sale, [earned])
    shop.do(points.spend, sara, 480, "sale 99")
    shop.do(points.adjust, sara, 9_000, "a present")
    shop.do(tiers.after_sale, sara, sale)
    assert (_name(shop, sara), shop.ask(tiers.outlook, sara).so_far) == ("Silver", 500)
    shop.do(points.take_back, sara, 450, "return 3", sale, saying("x"))
    assert shop.ask(tiers.outlook, sara).so_far == 50


@pytest.mark.usefixtures("ladder", "walnuts")
def test_P14_what_points_paid_is_no_spend(shop: Shop, sara: int) -> None:
    _buys(shop, sara, 600, paid_by_points=550)
    assert (_name(shop, sara), shop.ask(tiers.outlook, sara).so_far) == ("", 50)


@pytest.mark.usefixtures("ladder", "walnuts")
def test_N3_a_return_counts_on_the_day_of_its_sale(shop: Shop, sara: int) -> None:
    _at(shop, date(2025, 11, 20))
    old = _buys(shop, sara, 1_000)
    _at(shop, TODAY)
    _buys(shop, sara, 300)
    _returns(shop, sara, old, 1_000)
    assert shop.ask(tiers.outlook, sara).so_far == 300, "the sale was in no window any more"
    fresh = _buys(shop, sara, 80)
    _returns(shop, sara, fresh, 30)
    assert shop.ask(tiers.outlook, sara).so_far == 350


@pytest.mark.usefixtures("ladder", "walnuts")
def test_T5_a_sale_is_reckoned_with_the_level_before_it(shop: Shop, sara: int) -> None:
    first = _buys(shop, sara, 150)
    _at(shop, TODAY + timedelta(days=1))
    second = _buys(shop, sara, 600)
    _at(shop, TODAY + timedelta(days=2))
    third = _buys(shop, sara, 10)
    found = [shop.ask(tiers.at_sale, sara, sale) for sale in (first, second, third)]
    assert [None if one is None else one.name for one in found] == [None, "Bronze", "Silver"]
    assert shop.ask(tiers.at_sale, sara, 999) is None


@pytest.mark.usefixtures("walnuts")
def test_T6_one_large_sale_reaches_a_level_at_once(shop: Shop, sara: int) -> None:
    makers.tier(shop, "Gold", 10_000, one_sale=1_000)
    for _number in range(3):
        _at(shop, TODAY + timedelta(days=_number))
        _buys(shop, sara, 999)
    assert _name(shop, sara) == ""
    assert shop.ask(tiers.outlook, sara).one_sale == 1_000
    _buys(shop, sara, 1_000)
    assert _name(shop, sara) == "Gold"


@pytest.mark.usefixtures("ladder", "walnuts")
def test_T6_what_is_missing_to_stay_and_to_rise_is_told(shop: Shop, sara: int) -> None:
    first = shop.ask(tiers.outlook, sara)
    assert (first.to_stay, first.to_rise, first.next and first.next.name) == (None, 100, "Bronze")
    _buys(shop, sara, 620)
    now = shop.ask(tiers.outlook, sara)
    assert (now.to_stay, now.to_rise, now.next and now.next.name) == (500, 1_380, "Gold")
    assert now.until == date(2027, 11, 22)
    _at(shop, TODAY + timedelta(days=30))
    _buys(shop, sara, 120)
    assert shop.ask(tiers.outlook, sara).to_stay == 380
    _buys(shop, sara, 9_000)
    top = shop.ask(tiers.outlook, sara)
    assert (top.next, top.to_rise, top.one_sale) == (None, None, None)


@pytest.mark.usefixtures("walnuts")
def test_T3_a_level_is_announced_kept_and_lowered_at_the_end_of_the_next_period(
    shop: Shop, sara: int, ladder: list[int]
) -> None:
    shop.do(settings.change, shop_name="Nut House")
    _buys(shop, sara, 600)
    end = date(2027, 11, 22)
    assert _changes(shop, sara) == [("reached", ladder[1], end)]
    _at(shop, end - timedelta(days=31))
    assert shop.do(tier_review.review) == Reviewed()
    _at(shop, end - timedelta(days=30))
    assert shop.do(tier_review.review) == Reviewed(announced=1)
    assert shop.do(tier_review.review) == Reviewed()
    (said,) = shop.ask(_messages)
    assert (said.key, said.until) == (f"tier:{sara}:{end}", end)
    assert "tier Silver is yours until 22 November" in said.body
    _at(shop, end)
    assert shop.do(tier_review.review) == Reviewed()
    _at(shop, end + timedelta(days=1))
    assert shop.do(tier_review.review) == Reviewed(lowered=1)
    assert shop.do(tier_review.review) == Reviewed()
    assert _changes(shop, sara)[1:] == [("announced", ladder[1], end), ("lowered", None, None)]
    assert _name(shop, sara) == ""


@pytest.mark.usefixtures("walnuts")
def test_T3_who_earns_it_again_keeps_it(shop: Shop, sara: int, ladder: list[int]) -> None:
    _buys(shop, sara, 600)
    _at(shop, date(2027, 6, 1))
    _buys(shop, sara, 500)
    _at(shop, date(2027, 11, 23))
    assert shop.do(tier_review.review) == Reviewed(kept=1)
    assert _changes(shop, sara)[-1] == ("kept", ladder[1], date(2028, 11, 22))
    assert _name(shop, sara) == "Silver"


@pytest.mark.usefixtures("walnuts")
def test_T3_who_earns_less_goes_to_what_they_earned(shop: Shop, sara: int, ladder: list[int]) -> None:
    _buys(shop, sara, 600)
    _at(shop, date(2027, 11, 1))
    _buys(shop, sara, 150)
    shop.do(tier_review.review)
    _at(shop, date(2027, 11, 23))
    assert shop.do(tier_review.review) == Reviewed(lowered=1)
    assert _changes(shop, sara)[-1] == ("lowered", ladder[0], date(2028, 11, 22))


@pytest.mark.usefixtures("walnuts")
def test_T3_nobody_goes_down_to_whom_it_was_not_said_before(shop: Shop, sara: int, ladder: list[int]) -> None:
    """The program was not running in the days in which it should have been said."""
    _buys(shop, sara, 600)
    _at(shop, date(2028, 1, 10))
    assert shop.do(tier_review.review) == Reviewed(announced=1)
    assert _changes(shop, sara)[-1] == ("announced", ladder[1], date(2028, 2, 9))
    assert _name(shop, sara) == "Silver"
    _at(shop, date(2028, 2, 10))
    assert shop.do(tier_review.review) == Reviewed(lowered=1)


@pytest.mark.usefixtures("walnuts")
def test_T3_a_year_that_was_said_late_is_still_reckoned_whole(
    shop: Shop, sara: int, ladder: list[int]
) -> None:
    shop.do(settings.change, tier_window="year")
    _buys(shop, sara, 600)
    _at(shop, date(2027, 6, 1))
    _buys(shop, sara, 100)
    _at(shop, date(2028, 1, 10))
    assert shop.do(tier_review.review) == Reviewed(announced=1)
    _at(shop, date(2028, 2, 10))
    assert shop.do(tier_review.review) == Reviewed(lowered=1)
    assert _changes(shop, sara)[-1] == ("lowered", ladder[0], date(2028, 12, 31))


@pytest.mark.usefixtures("ladder", "walnuts")
def test_T3_where_nothing_is_to_be_said_it_goes_down_at_once(shop: Shop, sara: int) -> None:
    shop.do(settings.change, tier_announce_days=0)
    _buys(shop, sara, 600)
    _at(shop, date(2027, 11, 23))
    assert shop.do(tier_review.review) == Reviewed(lowered=1)


@pytest.mark.parametrize("down", ["never", "returned"])
@pytest.mark.usefixtures("ladder", "walnuts")
def test_T3_a_shop_may_never_take_a_level_at_the_end_of_a_period(shop: Shop, sara: int, down: str) -> None:
    shop.do(settings.change, tier_down=down)
    _buys(shop, sara, 600)
    _at(shop, date(2030, 1, 1))
    assert shop.do(tier_review.review) == Reviewed()
    assert (_name(shop, sara), shop.ask(tiers.outlook, sara).until) == ("Silver", None)
    shop.do(settings.change, tier_down="period")
    assert shop.do(tier_review.review) == Reviewed(announced=1)


@pytest.mark.parametrize(("down", "name"), [("returned", ""), ("period", ""), ("never", "Bronze")])
@pytest.mark.usefixtures("ladder", "walnuts")
def test_T3_the_sale_that_lifted_is_returned(shop: Shop, sara: int, down: str, name: str) -> None:
    shop.do(settings.change, tier_down=down)
    sale = _buys(shop, sara, 150)
    _returns(shop, sara, sale, 50)
    assert _name(shop, sara) == "Bronze"
    _returns(shop, sara, sale, 1)
    assert _name(shop, sara) == name


@pytest.mark.usefixtures("walnuts")
def test_T3_the_level_before_comes_back_with_its_end(shop: Shop, sara: int, ladder: list[int]) -> None:
    _buys(shop, sara, 150)
    _at(shop, date(2027, 3, 1))
    sale = _buys(shop, sara, 600)
    assert _name(shop, sara) == "Silver"
    _returns(shop, sara, sale, 600)
    assert _changes(shop, sara)[-1] == ("taken_back", ladder[0], date(2027, 11, 22))


@pytest.mark.usefixtures("ladder", "walnuts")
def test_T3_another_sale_that_comes_back_takes_no_level(shop: Shop, sara: int) -> None:
    first = _buys(shop, sara, 90)
    _buys(shop, sara, 20)
    _returns(shop, sara, first, 90)
    assert _name(shop, sara) == "Bronze"
    shop.do(tiers.after_return, sara, 999)
    reza = makers.customer(shop, name="Reza")
    assert shop.do(tiers.after_return, reza, 2) is None


@pytest.mark.usefixtures("walnuts")
def test_T4_a_level_by_hand_stays_until_it_is_released(shop: Shop, sara: int, ladder: list[int]) -> None:
    with pytest.raises(ReasonMissing):
        shop.do(tiers.set_by_hand, sara, ladder[1], "  ")
    with pytest.raises(NoSuchTier):
        shop.do(tiers.set_by_hand, sara, 999, "a neighbour")
    with pytest.raises(NotByHand):
        shop.do(tiers.release, sara, "enough")
    shop.do(tiers.set_by_hand, sara, ladder[1], "a neighbour")
    sale = _buys(shop, sara, 5_000)
    _returns(shop, sara, sale, 5_000)
    _buys(shop, sara, 120)
    _at(shop, date(2035, 1, 1))
    assert shop.do(tier_review.review) == Reviewed()
    now = shop.ask(tiers.of_customer, sara)
    assert now is not None
    assert (now.tier.name, now.by_hand) == ("Silver", True)
    assert shop.ask(tiers.outlook, sara).to_stay is None
    _at(shop, TODAY)
    with pytest.raises(ReasonMissing):
        shop.do(tiers.release, sara, "")
    released = shop.do(tiers.release, sara, "moved away")
    assert released is not None
    assert (released.tier.name, released.by_hand) == ("Bronze", False)
    assert _changes(shop, sara)[-1] == ("released", ladder[0], date(2027, 11, 22))


@pytest.mark.usefixtures("ladder", "walnuts")
def test_T4_no_level_may_be_given_by_hand_too(shop: Shop, sara: int) -> None:
    shop.do(tiers.set_by_hand, sara, None, "staff of the shop")
    _buys(shop, sara, 5_000)
    assert _name(shop, sara) == ""
    shop.do(tiers.release, sara, "left the shop")
    assert _name(shop, sara) == "Gold"


@pytest.mark.usefixtures("walnuts")
def test_a_level_that_ended_leaves_the_one_beneath_and_comes_back(
    shop: Shop, sara: int, ladder: list[int]
) -> None:
    _buys(shop, sara, 600)
    shop.do(tier_rules.end, ladder[1])
    assert _name(shop, sara) == "Bronze"
    assert [row.name for row in shop.ask(tier_rules.page)] == ["Gold", "Bronze"]
    shop.do(tier_rules.end, ladder[0])
    assert _name(shop, sara) == ""
    for tier_id in ladder[:2]:
        shop.do(tier_rules.take_up, tier_id)
    assert _name(shop, sara) == "Silver"
    assert [(row.name, row.people) for row in shop.ask(tier_rules.page, ended=True)] == [
        ("Gold", 0),
        ("Silver", 1),
        ("Bronze", 0),
    ]


def test_levels_are_written_down_and_changed(shop: Shop) -> None:
    key = shop.do(tier_rules.save, None, TierDraft("  Gold ", 500, "gold", 900, 1_000, 150))
    shop.do(tier_rules.save, key, TierDraft("Golden", 600, "gold"))
    (row,) = shop.ask(tier_rules.page)
    assert (row.id, row.name, row.threshold, row.one_sale, row.discount) == (key, "Golden", 600, None, 0)
    for draft, error in (
        (TierDraft(" ", 5), TierNameMissing),
        (TierDraft("GOLDEN", 5), TierTaken),
        (TierDraft("Silver", 600), TierTaken),
        (TierDraft("Silver", 0), TierRefused),
        (TierDraft("Silver", 5, "blue"), TierRefused),
        (TierDraft("Silver", 5, one_sale=0), TierRefused),
        (TierDraft("Silver", 5, discount=10_001), TierRefused),
        (TierDraft("Silver", 5, points_percent=-1), TierRefused),
    ):
        with pytest.raises(error):
            shop.do(tier_rules.save, None, draft)
    with pytest.raises(NoSuchTier):
        shop.do(tier_rules.save, 99, TierDraft("Silver", 5))


@pytest.mark.usefixtures("walnuts")
@pytest.mark.parametrize("measure", ["spend", "visits"])
def test_new_levels_lift_whoever_deserves_them_already(shop: Shop, sara: int, measure: str) -> None:
    shop.do(settings.change, tier_measure=measure)
    reza, mina = makers.customer(shop, name="Reza"), makers.customer(shop, name="Mina")
    for who, amount in ((sara, 600), (reza, 90), (mina, 5_000)):
        _buys(shop, who, amount)
    makers.tier(shop, "Silver", 500 if measure == "spend" else 1)
    shop.do(tiers.set_by_hand, mina, None, "staff of the shop")
    assert shop.do(tier_rules.lift_all) == (1 if measure == "spend" else 2)
    assert shop.do(tier_rules.lift_all) == 0
    assert [_name(shop, who) for who in (sara, mina)] == ["Silver", ""]


@pytest.mark.usefixtures("walnuts")
def test_new_levels_lift_by_one_large_sale_and_by_points(shop: Shop, sara: int) -> None:
    _buys(shop, sara, 600)
    makers.tier(shop, "Gold", 10_000, one_sale=600)
    assert shop.do(tier_rules.lift_all) == 1
    shop.do(settings.change, tier_measure="points")
    assert shop.do(tier_rules.lift_all) == 0


@pytest.mark.usefixtures("ladder", "walnuts")
def test_C2_after_a_merge_the_level_is_the_best_and_the_undo_parts_them_again(shop: Shop, sara: int) -> None:
    reza = makers.customer(shop, name="Reza")
    _buys(shop, sara, 300)
    _buys(shop, reza, 250)
    assert (_name(shop, sara), _name(shop, reza)) == ("Bronze", "Bronze")
    merged = shop.do(merges.merge, sara, reza)
    assert _name(shop, sara) == "Silver", "together they deserve it"
    shop.do(merges.unmerge, merged.merge_id)
    assert (_name(shop, sara), _name(shop, reza)) == ("Bronze", "Bronze")
    assert [len(_changes(shop, who)) for who in (sara, reza)] == [1, 1]


@pytest.mark.usefixtures("walnuts")
def test_C2_a_merge_keeps_the_better_level_and_one_given_by_hand(
    shop: Shop, sara: int, ladder: list[int]
) -> None:
    reza, mina = makers.customer(shop, name="Reza"), makers.customer(shop, name="Mina")
    _buys(shop, sara, 2_500)
    _at(shop, TODAY + timedelta(days=1))
    _buys(shop, reza, 150)
    _at(shop, TODAY + timedelta(days=600))
    merged = shop.do(merges.merge, sara, reza)
    assert _name(shop, sara) == "Gold"
    shop.do(tiers.set_by_hand, mina, ladder[0], "a neighbour")
    second = shop.do(merges.merge, sara, mina)
    now = shop.ask(tiers.of_customer, sara)
    assert now is not None
    assert (now.tier.name, now.by_hand) == ("Bronze", True)
    shop.do(merges.unmerge, second.merge_id)
    shop.do(merges.unmerge, merged.merge_id)
    assert [_name(shop, who) for who in (sara, reza, mina)] == ["Gold", "Bronze", "Bronze"]


@pytest.mark.usefixtures("ladder", "walnuts")
def test_the_round_of_the_day_reviews_levels(shop: Shop, sara: int) -> None:
    _buys(shop, sara, 600)
    _at(shop, date(2027, 11, 1))
    assert shop.do(daily.do_daily).tiers == Reviewed(announced=1)
    assert _changes(shop, sara)[-1][0] == "announced", "a shop without a name says it on the card alone"
    assert shop.ask(_messages) == []


def test_without_levels_nothing_is_asked(shop: Shop, sara: int) -> None:
    assert shop.do(tiers.after_sale, sara, 1) is None
    assert shop.ask(tiers.of_customer, sara) is None
    assert shop.ask(tiers.outlook, sara).next is None


def _messages(session: Session) -> list[Message]:
    return list(session.scalars(select(Message)))
