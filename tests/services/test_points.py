from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from shopcrm.rules.people import NoSuchCustomer
from shopcrm.rules.points import Earned, NoPoints, PointsShort
from shopcrm.rules.sayings import saying
from shopcrm.services import daily, merges, point_statement, points, settings, tiers, timeline
from shopcrm.services.daily import DayRound
from shopcrm.services.point_statement import StatementDaysRefused
from shopcrm.services.points import GivenBack, PointsBeyond, ReasonMissing, TakenBack
from shopcrm.services.shop import Session, Shop
from shopcrm.services.timeline import Group, Kind
from shopcrm.services.topics import Topic
from shopcrm.store.points import PointEntry, PointLot, PointPosting
from tests import makers

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
WHY = saying("came back")


@pytest.fixture
def sara(shop: Shop) -> int:
    return makers.customer(shop, name="Sara")


@pytest.fixture
def rule(shop: Shop) -> int:
    return makers.point_rule(shop, worth=10)


def _later(shop: Shop, days: int) -> None:
    shop.clock = lambda: NOW + timedelta(days=days)


def _earned(rule_id: int, count: int, *, wait: int = 0, lasts: int | None = None) -> Earned:
    start = TODAY + timedelta(days=wait)
    end = None if lasts is None else TODAY + timedelta(days=lasts)
    return Earned(rule_id, "Points", count, WHY, start, end)


def _earns(shop: Shop, who: int, earned: Earned, document: str = "sale 1", sale: int | None = None) -> int:
    return shop.do(points.earn, who, document, sale, [earned])


def _rests(shop: Shop, who: int) -> list[int]:
    return [lot.rest for lot in shop.ask(point_statement.lots, who)]


def _balance(shop: Shop, who: int) -> tuple[int, int, int, int]:
    """Give balance, usable, pending and owed, which all agree with lots, entries and history."""
    standing = shop.ask(points.standing, who)
    rows = shop.ask(point_statement.statement, who)
    if rows.customer_id != who:
        return standing.balance, standing.usable, standing.pending, standing.owed
    assert standing.balance == sum(one.points for one in shop.ask(point_statement.entries, who))
    assert standing.balance == sum(_rests(shop, who)) - standing.owed == rows.closing
    assert rows.opening + sum(row.points for row in rows.rows) == rows.closing
    return standing.balance, standing.usable, standing.pending, standing.owed


def test_nobody_has_points_at_first(shop: Shop, sara: int) -> None:
    assert _balance(shop, sara) == (0, 0, 0, 0)
    assert shop.ask(points.standing, 999).balance == 0


def test_P4_a_debit_consumes_the_soonest_expiring_lot_first(shop: Shop, sara: int, rule: int) -> None:
    for number, lasts in enumerate((None, 60, 30, 30, None)):
        _earns(shop, sara, _earned(rule, 10, lasts=lasts), f"sale {number}")
    shop.do(points.spend, sara, 25, "sale 9")
    left = {one.id: one.rest for one in shop.ask(point_statement.lots, sara)}
    assert left == {2: 5, 1: 10, 5: 10}
    taken = [(one.lot_id, one.points) for one in shop.ask(point_statement.entries, sara)[-3:]]
    assert taken == [(3, -10), (4, -10), (2, -5)]
    assert _balance(shop, sara) == (25, 25, 0, 0)


def test_P7_pending_points_are_not_spent_until_their_day(shop: Shop, sara: int, rule: int) -> None:
    _earns(shop, sara, _earned(rule, 10, wait=14))
    assert _balance(shop, sara) == (10, 0, 10, 0)
    with pytest.raises(PointsShort) as caught:
        shop.do(points.spend, sara, 1, "sale 2")
    assert caught.value.fields == {"have": 0, "asked": 1}
    _later(shop, 13)
    assert _balance(shop, sara) == (10, 0, 10, 0)
    _later(shop, 14)
    assert _balance(shop, sara) == (10, 10, 0, 0)
    shop.do(points.spend, sara, 10, "sale 2")


def test_P5_points_end_at_the_end_of_their_last_day_in_shop_time(shop: Shop, sara: int, rule: int) -> None:
    _earns(shop, sara, _earned(rule, 10, lasts=0))
    midnight = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
    shop.clock = lambda: midnight - timedelta(seconds=1)
    assert (_balance(shop, sara), shop.do(points.expire)) == ((10, 10, 0, 0), 0)
    shop.clock = lambda: midnight
    # They count no more, though their entry is not written yet.
    assert shop.ask(points.standing, sara).balance == 0
    assert (shop.do(points.expire), shop.do(points.expire)) == (1, 0)
    assert _balance(shop, sara) == (0, 0, 0, 0)
    last = shop.ask(point_statement.entries, sara)[-1]
    assert (last.kind, last.lot_id, last.points) == ("expire", 1, -10)


def test_P5_what_is_over_cannot_be_spent_and_lapses_with_the_next_posting(
    shop: Shop, sara: int, rule: int
) -> None:
    _earns(shop, sara, _earned(rule, 10, lasts=3))
    _later(shop, 4)
    with pytest.raises(PointsShort):
        shop.do(points.spend, sara, 1, "sale 2")
    _earns(shop, sara, _earned(rule, 3), "sale 3")
    assert _balance(shop, sara) == (3, 3, 0, 0)
    assert shop.do(points.expire) == 0


def test_P5_expiry_never_lowers_a_balance_below_zero(shop: Shop, sara: int, rule: int) -> None:
    """Whoever owes and has a lot besides, as a merge leaves it, pays with it before it ends."""
    reza = makers.customer(shop, name="Reza")
    _earns(shop, sara, _earned(rule, 6, lasts=5))
    shop.do(points.take_back, reza, 4, "return 2", None, WHY)
    shop.do(merges.merge, sara, reza)
    assert _balance(shop, sara) == (2, 2, 0, 4)
    _later(shop, 6)
    assert shop.do(points.expire) == 1
    assert _balance(shop, sara) == (0, 0, 0, 0)


def test_P5_the_round_of_the_day_lets_points_end(shop: Shop, sara: int, rule: int) -> None:
    for number in range(3):
        _earns(shop, sara, _earned(rule, 10, lasts=number), f"sale {number}")
    _later(shop, 2)
    assert shop.do(daily.do_daily).expired == 2
    assert shop.do(daily.do_daily).expired == 0
    _later(shop, 3)
    assert shop.do(daily.do_daily).expired == 1
    assert _balance(shop, sara) == (0, 0, 0, 0)


def test_P5_many_lots_of_many_people_end_at_once(shop: Shop, rule: int) -> None:
    people = [makers.customer(shop, name=f"Person {number}") for number in range(20)]
    for who in people:
        for number in range(3):
            _earns(shop, who, _earned(rule, 5, lasts=number), f"sale {who} {number}")
    _later(shop, 30)
    assert shop.do(points.expire) == 60
    assert {_balance(shop, who) for who in people} == {(0, 0, 0, 0)}


def test_P6_old_lots_keep_their_last_day(shop: Shop, sara: int) -> None:
    rule = makers.point_rule(shop, expiry="days", expiry_days=30)
    _earns(shop, sara, _earned(rule, 10, lasts=29))
    with pytest.raises(DBAPIError, match="only ever added to"):
        shop.do(_change_the_end)
    (lot,) = shop.ask(point_statement.lots, sara)
    assert lot.expires_on == TODAY + timedelta(days=29)


def _change_the_end(session: Session) -> None:
    session.connection().execute(update(PointLot).values(expires_on=None))


def test_P8_one_document_posts_once_whatever_is_retried(shop: Shop, sara: int, rule: int) -> None:
    other = makers.point_rule(shop, name="More")
    two = [_earned(rule, 10), _earned(other, 5)]
    assert shop.do(points.earn, sara, "sale 1", None, two) == 15
    assert shop.do(points.earn, sara, "sale 1", None, [_earned(rule, 99)]) == 15
    for _again in range(2):
        shop.do(points.spend, sara, 4, "sale 2")
        assert shop.do(points.take_back, sara, 3, "return 3", None, WHY) == TakenBack(3, 0)
        assert shop.do(points.give_back, sara, 2, "return 4", "sale 2") == GivenBack(2, 0)
    assert _balance(shop, sara) == (10, 10, 0, 0)


def test_P8_the_file_itself_refuses_a_second_posting(shop: Shop, sara: int, rule: int) -> None:
    _earns(shop, sara, _earned(rule, 10))
    with pytest.raises(IntegrityError):
        shop.do(_post_again, sara)
    with pytest.raises(DBAPIError, match="only ever added to"):
        shop.do(_forget_entries)
    assert _balance(shop, sara) == (10, 10, 0, 0)


def _post_again(session: Session, who: int) -> None:
    first = session.scalars(select(PointPosting)).one()
    session.add(
        PointPosting(
            customer_id=who, document=first.document, rule=first.rule, kind="earn", points=1, at=NOW, by="x"
        )
    )
    session.flush()


def _forget_entries(session: Session) -> None:
    session.connection().execute(delete(PointEntry))


def test_P11_points_can_be_used_to_the_last_one(shop: Shop, sara: int, rule: int) -> None:
    _earns(shop, sara, _earned(rule, 10))
    shop.do(points.spend, sara, 10, "sale 2")
    assert _balance(shop, sara) == (0, 0, 0, 0)
    with pytest.raises(PointsShort):
        shop.do(points.spend, sara, 1, "sale 3")


def test_a_statement_does_not_end_before_it_begins(shop: Shop, sara: int) -> None:
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(StatementDaysRefused, match="Nothing was made"):
        shop.ask(point_statement.statement, sara, TODAY, TODAY - timedelta(days=1))
    with pytest.raises(StatementDaysRefused):
        shop.ask(point_statement.statement, sara, tomorrow)
    assert shop.ask(point_statement.statement, sara, TODAY, TODAY).until == TODAY
    assert shop.ask(point_statement.statement, sara, tomorrow, tomorrow).rows == ()


def test_P12_points_change_by_hand_with_a_reason_and_a_person(shop: Shop, sara: int) -> None:
    for reason in ("", "   "):
        with pytest.raises(ReasonMissing):
            shop.do(points.adjust, sara, 5, reason)
    with pytest.raises(NoPoints):
        shop.do(points.adjust, sara, 0, "nothing")
    shop.do(points.adjust, sara, 50, " made  good ")
    shop.do(points.adjust, sara, -20, "typed wrong")
    with pytest.raises(PointsShort):
        shop.do(points.adjust, sara, -31, "too much")
    for beyond in (10**9 + 1, -(10**9) - 1, 10**20):
        with pytest.raises(PointsBeyond, match="At most 1000000000 points"):
            shop.do(points.adjust, sara, beyond, "a slip of the finger")
    rows = shop.ask(point_statement.statement, sara).rows
    assert [(row.kind, row.points, row.reason, row.by) for row in rows] == [
        ("adjust", 50, "made good", "owner"),
        ("adjust", -20, "typed wrong", "owner"),
    ]
    with pytest.raises(NoSuchCustomer):
        shop.do(points.adjust, 999, 5, "nobody")


def test_P12_what_is_given_by_hand_lasts_as_long_as_the_rules_say(shop: Shop, sara: int) -> None:
    makers.point_rule(shop, expiry="days", expiry_days=10)
    makers.point_rule(shop, name="Longer", expiry="days", expiry_days=20)
    shop.do(points.adjust, sara, 5, "made good")
    (lot,) = shop.ask(point_statement.lots, sara)
    assert lot.expires_on == TODAY + timedelta(days=19)
    makers.point_rule(shop, name="Without an end")
    shop.do(points.adjust, sara, 5, "made good")
    assert shop.ask(point_statement.lots, sara)[-1].expires_on is None


def test_R3_a_return_takes_what_is_there_and_the_rest_is_owed(shop: Shop, sara: int, rule: int) -> None:
    _earns(shop, sara, _earned(rule, 10))
    shop.do(points.spend, sara, 7, "sale 2")
    assert shop.do(points.take_back, sara, 10, "return 3", None, WHY) == TakenBack(3, 7)
    assert _balance(shop, sara) == (-7, 0, 0, 7)
    entries = [(one.lot_id, one.points) for one in shop.ask(point_statement.entries, sara)[-2:]]
    assert entries == [(1, -3), (None, -7)]


def test_R3_what_is_missing_may_be_forgiven(shop: Shop, sara: int, rule: int) -> None:
    _earns(shop, sara, _earned(rule, 10))
    shop.do(points.spend, sara, 7, "sale 2")
    assert shop.do(points.take_back, sara, 10, "return 3", None, WHY, owe=False) == TakenBack(3, 7)
    assert _balance(shop, sara) == (0, 0, 0, 0)
    assert shop.do(points.take_back, sara, 10, "return 4", None, WHY, owe=False) == TakenBack(0, 10)
    assert _balance(shop, sara) == (0, 0, 0, 0)


def test_R3_the_lots_of_the_sale_itself_go_first_even_while_they_wait(
    shop: Shop, sara: int, rule: int
) -> None:
    walnuts = makers.product(shop)
    sale = makers.sale(shop, sara, (walnuts, 1_000, 9_000))
    _earns(shop, sara, _earned(rule, 5, lasts=3), "sale 90")
    _earns(shop, sara, _earned(rule, 9, wait=14), f"sale {sale}", sale)
    shop.do(points.take_back, sara, 10, "return 3", sale, WHY)
    assert _balance(shop, sara) == (4, 4, 0, 0)


def test_P4_owed_points_are_paid_by_the_next_lots(shop: Shop, sara: int, rule: int) -> None:
    shop.do(points.take_back, sara, 7, "return 1", None, WHY)
    _earns(shop, sara, _earned(rule, 5), "sale 2")
    assert (_balance(shop, sara), _rests(shop, sara)) == ((-2, 0, 0, 2), [])
    _earns(shop, sara, _earned(rule, 5, wait=14), "sale 3")
    assert (_balance(shop, sara), _rests(shop, sara)) == ((3, 0, 3, 0), [3])
    entries = [(one.kind, one.lot_id, one.points) for one in shop.ask(point_statement.entries, sara)]
    assert entries[1:4] == [("earn", 1, 5), ("earn", 1, -5), ("earn", None, 5)]
    shop.do(points.take_back, sara, 10, "return 4", None, WHY)
    shop.do(points.adjust, sara, 9, "made good")
    assert _balance(shop, sara) == (2, 2, 0, 0)


def test_R4_spent_points_come_back_to_their_lots_with_their_old_end(shop: Shop, sara: int, rule: int) -> None:
    _earns(shop, sara, _earned(rule, 10, lasts=5), "sale 1")
    _earns(shop, sara, _earned(rule, 10, lasts=50), "sale 2")
    shop.do(points.spend, sara, 16, "sale 3")
    assert shop.do(points.give_back, sara, 8, "return 4", "sale 3") == GivenBack(8, 0)
    assert [(one.rest, one.expires_on) for one in shop.ask(point_statement.lots, sara)] == [
        (2, TODAY + timedelta(days=5)),
        (10, TODAY + timedelta(days=50)),
    ]
    assert shop.do(points.give_back, sara, 100, "return 5", "sale 3") == GivenBack(8, 0)
    assert shop.do(points.give_back, sara, 1, "return 6", "sale 3") == GivenBack(0, 0)
    assert _balance(shop, sara) == (20, 20, 0, 0)


def test_R4_what_is_over_comes_back_and_lapses_at_once_in_sight(shop: Shop, sara: int, rule: int) -> None:
    _earns(shop, sara, _earned(rule, 10, lasts=5), "sale 1")
    shop.do(points.spend, sara, 6, "sale 2")
    _later(shop, 6)
    shop.do(points.expire)
    assert shop.do(points.give_back, sara, 6, "return 3", "sale 2") == GivenBack(6, 6)
    assert shop.do(points.give_back, sara, 6, "return 3", "sale 2") == GivenBack(6, 6)
    assert _balance(shop, sara) == (0, 0, 0, 0)
    kinds = [(row.kind, row.points) for row in shop.ask(point_statement.statement, sara).rows]
    assert kinds == [("earn", 10), ("spend", -6), ("expire", -4), ("give_back", 6), ("expire", -6)]


def test_R4_the_shop_may_give_days_of_grace(shop: Shop, sara: int, rule: int) -> None:
    shop.do(settings.change, grace_days=7)
    _earns(shop, sara, _earned(rule, 10, lasts=5), "sale 1")
    shop.do(points.spend, sara, 6, "sale 2")
    _later(shop, 6)
    assert shop.do(points.give_back, sara, 4, "return 3", "sale 2") == GivenBack(4, 0)
    (lot,) = shop.ask(point_statement.lots, sara)
    assert (lot.rest, lot.expires_on) == (4, TODAY + timedelta(days=13))
    assert shop.do(points.give_back, sara, 4, "return 4", "sale 2") == GivenBack(2, 0)
    assert _balance(shop, sara) == (6, 6, 0, 0)


def test_R4_what_comes_back_pays_what_is_owed_first(shop: Shop, sara: int, rule: int) -> None:
    _earns(shop, sara, _earned(rule, 10, lasts=5), "sale 1")
    shop.do(points.spend, sara, 10, "sale 2")
    shop.do(points.take_back, sara, 3, "return 3", None, WHY)
    _later(shop, 6)
    assert shop.do(points.give_back, sara, 10, "return 4", "sale 2") == GivenBack(10, 7)
    assert _balance(shop, sara) == (0, 0, 0, 0)


def test_Q17_a_clock_that_was_set_back_neither_brings_back_nor_ends_twice(
    shop: Shop, sara: int, rule: int
) -> None:
    _earns(shop, sara, _earned(rule, 10, lasts=5), "sale 1")
    _earns(shop, sara, _earned(rule, 3, wait=10), "sale 2")
    _later(shop, 12)
    shop.do(points.expire)
    assert _balance(shop, sara) == (3, 3, 0, 0)
    _later(shop, 0)
    assert _balance(shop, sara) == (3, 3, 0, 0), "what could be used stays so"
    shop.do(points.spend, sara, 1, "sale 3")
    assert shop.do(points.expire) == 0
    _later(shop, 13)
    assert (shop.do(points.expire), _balance(shop, sara)) == (0, (2, 2, 0, 0))
    moments = [row.at for row in shop.ask(point_statement.statement, sara).rows]
    assert moments == sorted(moments)


def test_Q17_a_round_under_a_clock_that_ran_ahead_hides_nothing_later(
    shop: Shop, sara: int, rule: int
) -> None:
    _later(shop, 1_000)
    assert shop.do(points.expire) == 0
    _later(shop, 0)
    _earns(shop, sara, _earned(rule, 10, lasts=5))
    _later(shop, 6)
    assert shop.do(points.expire) == 1


def test_a_lot_that_comes_from_a_day_long_past_is_over_at_once(shop: Shop, sara: int, rule: int) -> None:
    assert _earns(shop, sara, _earned(rule, 10, wait=-30, lasts=-1)) == 10
    assert _balance(shop, sara) == (0, 0, 0, 0)


def test_the_soonest_ends_are_told_first(shop: Shop, sara: int, rule: int) -> None:
    ends: Sequence[int | None] = (40, 10, None, 10, 20, 30)
    for number, lasts in enumerate(ends):
        _earns(shop, sara, _earned(rule, 2, lasts=lasts), f"sale {number}")
    standing = shop.ask(points.standing, sara)
    assert [((day - TODAY).days, count) for day, count in standing.soonest] == [(10, 4), (20, 2), (30, 2)]
    assert standing.worth_of_one == 10


def test_a_point_is_worth_what_the_best_rule_of_today_says(shop: Shop, sara: int) -> None:
    assert shop.ask(points.standing, sara).worth_of_one == 0
    makers.point_rule(shop, worth=10)
    makers.point_rule(shop, name="Better", worth=15, ends_on=TODAY)
    makers.point_rule(shop, name="Later", worth=99, starts_on=TODAY + timedelta(days=30))
    assert shop.ask(points.standing, sara).worth_of_one == 15
    _later(shop, 1)
    assert shop.ask(points.standing, sara).worth_of_one == 10


def test_a_point_keeps_its_worth_where_no_rule_holds_any_more(shop: Shop, sara: int) -> None:
    makers.point_rule(shop, worth=20, ends_on=TODAY - timedelta(days=9))
    makers.point_rule(shop, name="Older", worth=5, ends_on=TODAY - timedelta(days=90))
    assert shop.ask(points.standing, sara).worth_of_one == 20


def test_nothing_and_nobody_are_refused(shop: Shop, sara: int, rule: int) -> None:
    for act in (
        lambda: shop.do(points.spend, sara, 0, "sale 1"),
        lambda: shop.do(points.take_back, sara, 0, "return 1", None, WHY),
        lambda: shop.do(points.give_back, sara, -1, "return 1", "sale 1"),
    ):
        with pytest.raises(NoPoints):
            act()
    with pytest.raises(NoSuchCustomer):
        _earns(shop, 999, _earned(rule, 5))
    assert shop.do(points.earn, sara, "sale 1", None, [_earned(rule, 0)]) == 0
    assert _balance(shop, sara) == (0, 0, 0, 0)


def test_the_statement_of_some_days_opens_with_what_was_there_before(
    shop: Shop, sara: int, rule: int
) -> None:
    for days in range(4):
        _later(shop, days)
        _earns(shop, sara, _earned(rule, 10), f"sale {days}")
    since, until = TODAY + timedelta(days=1), TODAY + timedelta(days=2)
    found = shop.ask(point_statement.statement, sara, since, until)
    assert (found.customer, found.opening, found.closing) == ("Sara", 10, 30)
    assert [(row.day, row.points, row.balance) for row in found.rows] == [(since, 10, 20), (until, 10, 30)]
    assert [row.what.plainly() for row in found.rows] == ["Earned", "Earned"]


def test_C2_after_a_merge_the_points_are_one_and_after_its_undo_two_again(
    shop: Shop, sara: int, rule: int
) -> None:
    reza = makers.customer(shop, name="Reza")
    _earns(shop, sara, _earned(rule, 10, lasts=50), "sale 1")
    _earns(shop, reza, _earned(rule, 7, lasts=5), "sale 2")
    merged = shop.do(merges.merge, sara, reza)
    assert _balance(shop, sara) == (17, 17, 0, 0)
    assert _balance(shop, reza) == (0, 0, 0, 0)
    assert [lot.rest for lot in shop.ask(point_statement.lots, sara)] == [7, 10]
    assert shop.ask(point_statement.statement, reza).customer_id == sara
    shop.do(merges.unmerge, merged.merge_id)
    assert [_balance(shop, who) for who in (sara, reza)] == [(10, 10, 0, 0), (7, 7, 0, 0)]


def test_C2_what_one_owes_is_paid_from_the_lots_of_the_other(shop: Shop, sara: int, rule: int) -> None:
    reza = makers.customer(shop, name="Reza")
    shop.do(points.take_back, sara, 4, "return 1", None, WHY)
    _earns(shop, reza, _earned(rule, 10), "sale 2")
    merged = shop.do(merges.merge, sara, reza)
    assert _balance(shop, sara) == (6, 6, 0, 4)
    shop.do(points.spend, sara, 5, "sale 3")
    assert _balance(shop, sara) == (1, 1, 0, 0)
    shop.do(merges.unmerge, merged.merge_id)
    assert [_balance(shop, who) for who in (sara, reza)] == [(-9, 0, 0, 9), (10, 10, 0, 0)]


def test_C2_what_happened_to_a_lot_by_itself_goes_with_it(shop: Shop, sara: int, rule: int) -> None:
    """Points that ended or came back while two were one are not the debt of the one who was kept."""
    reza = makers.customer(shop, name="Reza")
    _earns(shop, reza, _earned(rule, 10, lasts=5), "sale 1")
    _earns(shop, reza, _earned(rule, 10), "sale 2")
    shop.do(points.spend, reza, 12, "sale 3")
    shop.do(points.give_back, reza, 4, "return 4", "sale 3")
    merged = shop.do(merges.merge, sara, reza)
    shop.do(points.give_back, sara, 2, "return 5", "sale 3")
    _later(shop, 6)
    shop.do(points.expire)
    shop.do(merges.unmerge, merged.merge_id)
    assert _balance(shop, sara) == (0, 0, 0, 0)
    assert _balance(shop, reza) == (10, 10, 0, 0)


def test_what_happens_apart_from_a_sale_stands_in_the_timeline(shop: Shop, sara: int, rule: int) -> None:
    gold = makers.tier(shop, "Gold", 500)
    _earns(shop, sara, _earned(rule, 10, lasts=5), "sale 1")
    shop.do(points.adjust, sara, 5, "made good")
    shop.do(tiers.set_by_hand, sara, gold, "a neighbour")
    _later(shop, 6)
    shop.do(points.expire)
    entries = shop.ask(timeline.page, sara, Group.SALES).entries
    assert [(one.kind, one.what.plainly(), one.text, one.who) for one in entries] == [
        (Kind.POINTS, "Points that ended: -10", "", "owner"),
        (Kind.TIER, "Was given the tier Gold by hand", "a neighbour", "owner"),
        (Kind.POINTS, "Points by hand: 5", "made good", "owner"),
    ]


def test_P5_a_day_of_many_ends_is_done_in_parts(
    shop: Shop, rule: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily, "_PORTION", 3)
    for number in range(7):
        who = makers.customer(shop, name=f"Person {number}")
        _earns(shop, who, _earned(rule, 5, lasts=0), f"sale {number}")
    _later(shop, 1)
    done: list[frozenset[Topic]] = []
    shop.on_change(done.append)
    DayRound(shop).make_if_due()
    assert len(done) == 3, "three, three and one"
    assert shop.do(points.expire) == 0
