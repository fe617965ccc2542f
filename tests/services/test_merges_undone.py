"""Two who were one, and bought, spent and brought back meanwhile: each has their own books again (C2)."""

import pytest
from sqlalchemy import select, update

from shopcrm.rules.tenders import Tender
from shopcrm.services import (
    daily,
    health,
    merged_documents,
    merges,
    point_statement,
    points,
    returns,
    rewards,
    settings,
    store_credit,
    tabs,
    tiers,
)
from shopcrm.services.rewards import RewardDraft
from shopcrm.services.shop import Shop
from shopcrm.store.customers import Customer
from shopcrm.store.points import PointEntry, PointLot, PointPosting
from shopcrm.store.sales import Sale
from shopcrm.store.till import TabEntry
from shopcrm.store.vouchers import Voucher
from tests import makers
from tests.counter_shop import contradictions
from tests.services.counter_room import Room, books_agree, furnish, tier

TAB = (Tender("tab"),)
_OWNERS_OF_ENDS = select(PointPosting.customer_id).where(PointPosting.kind == "expire")


@pytest.fixture
def room(shop: Shop) -> Room:
    return furnish(shop)


@pytest.fixture
def reza(room: Room) -> int:
    return makers.customer(room.shop, name="Reza")


def merge(room: Room, reza: int) -> int:
    return room.shop.do(merges.merge, room.sara, reza).merge_id


def part(room: Room, merge_id: int) -> None:
    room.shop.do(merges.unmerge, merge_id)
    agree(room)


def agree(room: Room) -> None:
    """All books agree, and the doctor finds nothing."""
    assert room.shop.ask(contradictions) == {}
    assert all(finding.fine for finding in room.shop.ask(health.examine))
    for who in room.shop.ask(lambda s: set(s.scalars(select(PointEntry.customer_id)))):
        standing = room.shop.ask(points.standing, who)
        assert standing.owed >= 0
        assert room.shop.ask(books_agree, who)


def has(room: Room, who: int) -> tuple[int, int]:
    """Tell somebody's balance, and what they owe."""
    standing = room.shop.ask(points.standing, who)
    return standing.balance, standing.owed


def owner(room: Room, sale_id: int) -> int | None:
    return room.shop.ask(lambda s: s.get_one(Sale, sale_id).customer_id)


@pytest.mark.parametrize("earns", [0, 8_000])
def test_C2_P4_R3_what_was_spent_of_the_others_points_is_owed_once_and_comes_back_once(
    room: Room, reza: int, earns: int
) -> None:
    room.sell((room.walnuts, 1_000))
    room.sell((room.walnuts, 2_000), who=reza)
    done = merge(room, reza)
    sold = room.sell((room.tea, 1_000), spend=25)
    part(room, done)
    assert (has(room, room.sara), has(room, reza)) == ((-15, 15), (20, 0))
    if earns:
        room.sell((room.walnuts, earns))
        assert has(room, room.sara) == (65, 0)
    for _part in range(2):
        room.take_back(sold, (0, 500))
        agree(room)
    assert has(room, room.sara) == (10 + earns // 100, 0)
    assert has(room, reza) == (20, 0)
    assert room.shop.ask(points.standing, room.sara).usable == 10 + earns // 100


def test_C2_P4_points_that_went_back_half_before_and_half_after_are_no_more_than_were_spent(
    room: Room, reza: int
) -> None:
    room.sell((room.walnuts, 2_000), who=reza)
    done = merge(room, reza)
    sold = room.sell((room.tea, 1_000), spend=20)
    room.take_back(sold, (0, 500))
    part(room, done)
    room.take_back(sold)
    agree(room)
    assert (has(room, room.sara), has(room, reza)) == ((0, 0), (20, 0))


@pytest.mark.parametrize("first", ["reza", "nima"])
def test_C2_P4_of_two_who_became_one_person_each_has_their_own_back(
    room: Room, reza: int, first: str
) -> None:
    nima = makers.customer(room.shop, name="Nima")
    room.shop.do(points.adjust, nima, 8, "a present")
    sold = room.sell((room.walnuts, 2_000), who=reza)
    done = {"reza": merge(room, reza), "nima": merge(room, nima)}
    changed = room.exchange(sold, (0, 2_000), (room.tea, 400))
    room.shop.do(rewards.buy, room.sara, _reward(room, 5))
    mina = makers.customer(room.shop, name="Mina")
    whole = room.shop.do(merges.merge, mina, room.sara).merge_id
    room.take_back(changed.sold)
    part(room, whole)
    part(room, done.pop(first))
    part(room, *done.values())
    assert [has(room, who) for who in (mina, room.sara, reza, nima)] == [(0, 0), (-5, 5), (0, 0), (8, 0)]
    assert owner(room, changed.sold.sale_id) == reza


def test_C2_P4_who_paid_the_debt_of_the_other_has_the_points_back(room: Room, reza: int) -> None:
    _owing(room, reza, 20)
    room.sell((room.walnuts, 3_000))
    done = merge(room, reza)
    room.shop.do(points.adjust, room.sara, 1, "a present")
    assert has(room, room.sara) == (11, 0)
    part(room, done)
    assert (has(room, room.sara), has(room, reza)) == ((31, 0), (-20, 20))
    room.sell((room.walnuts, 3_000), who=reza)
    assert has(room, reza) == (10, 0)
    agree(room)


def test_C2_P5_points_that_come_back_after_their_last_day_lapse_once(shop: Shop) -> None:
    room = furnish(shop, expiry="days", expiry_days=5)
    reza = makers.customer(shop, name="Reza")
    _owing(room, reza, 20)
    room.sell((room.walnuts, 3_000))
    done = merge(room, reza)
    room.sell((room.tea, 500))
    room.later(10)
    shop.do(daily.do_daily)
    assert has(room, room.sara) == (0, 0)
    part(room, done)
    assert (has(room, room.sara), has(room, reza)) == ((0, 0), (-20, 20))
    again = merge(room, reza)
    part(room, again)
    assert (has(room, room.sara), has(room, reza)) == ((0, 0), (-20, 20))


def test_C2_P5_what_lapsed_of_the_others_points_goes_back_as_lapsed(shop: Shop) -> None:
    room = furnish(shop, expiry="days", expiry_days=5)
    reza = makers.customer(shop, name="Reza")
    room.sell((room.walnuts, 2_000), who=reza)
    done = merge(room, reza)
    shop.do(rewards.buy, room.sara, _reward(room, 5))
    room.later(10)
    shop.do(daily.do_daily)
    part(room, done)
    assert (has(room, room.sara), has(room, reza)) == ((-5, 5), (0, 0))
    told = [(row.kind, row.points) for row in shop.ask(point_statement.statement, reza).rows]
    assert told == [("earn", 20), ("expire", -15), ("expire", -5)]
    assert shop.ask(lambda s: set(s.scalars(_OWNERS_OF_ENDS))) == {reza}


def test_C2_R1_a_return_of_what_the_other_bought_goes_back_with_the_sale(room: Room, reza: int) -> None:
    code = room.voucher("amount", 600, customer_id=reza)
    room.sell((room.walnuts, 1_000), pay=TAB)
    sold = room.sell((room.walnuts, 3_000), who=reza, codes=[code], pay=TAB)
    done = merge(room, reza)
    back = room.take_back(sold, (0, 1_000))
    part(room, done)
    assert owner(room, back.return_id) == reza
    assert (room.owes(), room.shop.ask(tabs.balance, reza)) == (1_000, 1_600)
    assert (has(room, room.sara), has(room, reza)) == ((10, 0), (16, 0))
    made = [one.voucher_id for one in back.vouchers if one.what == "new"]
    assert room.shop.ask(lambda s: [s.get_one(Voucher, key).customer_id for key in made]) == [reza]
    assert room.shop.ask(returns.look, sold.sale_id).sale.tab_back == 800
    room.take_back(sold)
    agree(room)
    assert (room.shop.ask(tabs.balance, reza), has(room, reza)) == (0, (0, 0))


def test_C2_R7_what_was_taken_in_exchange_is_theirs_and_what_was_sold_besides_is_not(
    room: Room, reza: int
) -> None:
    sold = room.sell((room.walnuts, 3_000), who=reza)
    done = merge(room, reza)
    room.later(1)
    other = room.sell((room.walnuts, 1_000))
    changed = room.exchange(sold, (0, 2_000), (room.tea, 4_000), pay=TAB)
    back = room.take_back(changed.sold.sale_id, (0, 1_000), refund="credit")
    part(room, done)
    theirs = (sold.sale_id, changed.returned.return_id, changed.sold.sale_id, back.return_id)
    assert [owner(room, key) for key in theirs] == [reza] * 4
    assert owner(room, other.sale_id) == room.sara
    assert (has(room, room.sara), has(room, reza)) == ((10, 0), (17, 0))
    credit = next(one.voucher_id for one in back.vouchers if one.what == "credit")
    assert room.shop.ask(lambda s: s.get_one(Voucher, credit).customer_id) == reza
    assert room.shop.ask(store_credit.rest, credit) == 250
    assert room.shop.ask(lambda s: set(s.scalars(select(TabEntry.customer_id)))) <= {reza}


def test_C2_R4_an_exchange_paid_with_points_of_the_kept_one_is_owed_by_who_has_it(
    room: Room, reza: int
) -> None:
    room.sell((room.walnuts, 2_000))
    sold = room.sell((room.walnuts, 1_000), who=reza)
    done = merge(room, reza)
    changed = room.exchange(sold, (0, 1_000), (room.tea, 4_000))
    room.shop.do(rewards.buy, room.sara, _reward(room, 15))
    part(room, done)
    before = has(room, room.sara), has(room, reza)
    assert sum(balance for balance, _owed in before) == 15
    room.take_back(changed.sold)
    agree(room)
    assert (has(room, room.sara), has(room, reza)) == ((5, 0), (0, 0))


def test_C2_T3_a_level_that_a_sale_lifted_to_goes_when_it_came_back_while_merged(
    room: Room, reza: int
) -> None:
    tier(room.shop, "Silver", 3_000)
    tier(room.shop, "Gold", 5_000)
    room.sell((room.walnuts, 5_000))
    sold = room.sell((room.walnuts, 3_000), who=reza)
    assert _level(room, reza) == "Silver"
    done = merge(room, reza)
    room.take_back(sold)
    part(room, done)
    assert (_level(room, room.sara), _level(room, reza)) == ("Gold", "")


@pytest.mark.parametrize(
    ("policy", "mine", "stays"),
    [("period", 1_000, "Silver"), ("period", 2_000, "Silver"), ("never", 1_000, "Gold")],
)
def test_C2_T3_a_level_reached_while_merged_stays_as_far_as_it_is_deserved_alone(
    room: Room, reza: int, policy: str, mine: int, stays: str
) -> None:
    room.shop.do(settings.change, tier_down=policy)
    tier(room.shop, "Silver", 2_000)
    tier(room.shop, "Gold", 5_000)
    room.sell((room.walnuts, mine))
    room.sell((room.walnuts, 4_000 - mine), who=reza)
    done = merge(room, reza)
    room.sell((room.walnuts, 1_000))
    assert _level(room, room.sara) == "Gold"
    part(room, done)
    assert (_level(room, room.sara), _level(room, reza)) == (stays, "Silver")


def test_C2_T1_an_exchange_that_goes_back_lifts_who_it_goes_back_to(room: Room, reza: int) -> None:
    tier(room.shop, "Silver", 3_000)
    room.sell((room.walnuts, 9_000))
    sold = room.sell((room.walnuts, 1_000), who=reza)
    done = merge(room, reza)
    room.exchange(sold, (0, 1_000), (room.walnuts, 3_000), pay=(Tender("cash"),))
    part(room, done)
    assert (_level(room, room.sara), _level(room, reza)) == ("Silver", "Silver")


def test_C2_a_tab_paid_off_while_merged_is_the_kept_ones_money(room: Room, reza: int) -> None:
    room.sell((room.walnuts, 1_000), pay=TAB)
    sold = room.sell((room.walnuts, 2_000), who=reza, pay=TAB)
    done = merge(room, reza)
    room.shop.do(tabs.pay_off, room.sara, 3_000, "cash")
    part(room, done)
    assert (room.owes(), room.shop.ask(tabs.balance, reza)) == (-2_000, 2_000)
    assert room.take_back(sold).ways[0].kind == "tab"
    room.sell((room.walnuts, 2_000), pay=TAB)
    assert (room.owes(), room.shop.ask(tabs.balance, reza)) == (0, 0)


def test_C2_every_book_that_names_a_document_and_its_customer_goes_back_with_it() -> None:
    named = {f"{place.name} {document.name}" for place, document in merged_documents.books()}
    assert named >= {f"{table}.customer_id sale_id" for table in ("tab_entry", "voucher", "tier_change")}
    assert not any(one.startswith(("message.", "sale.", "point_posting.")) for one in named)


def test_C2_somebody_is_seen_when_their_goods_came_back(room: Room, reza: int) -> None:
    sold = room.sell((room.walnuts, 1_000), who=reza)
    done = merge(room, reza)
    room.later(3)
    room.take_back(sold)
    part(room, done)
    assert room.shop.ask(lambda s: s.get_one(Customer, reza).last_seen_at) == room.shop.clock()


def test_C2_T1_a_level_reached_while_merged_that_is_deserved_alone_stays(room: Room, reza: int) -> None:
    tier(room.shop, "Silver", 2_000)
    done = merge(room, reza)
    room.sell((room.walnuts, 2_000))
    part(room, done)
    assert (_level(room, room.sara), _level(room, reza)) == ("Silver", "")


def test_C2_T1_a_first_level_that_only_both_together_reached_becomes_the_one_deserved(
    room: Room, reza: int
) -> None:
    tier(room.shop, "Silver", 2_000)
    tier(room.shop, "Gold", 4_000)
    room.sell((room.walnuts, 1_900), who=reza)
    done = merge(room, reza)
    room.sell((room.walnuts, 2_500))
    part(room, done)
    assert (_level(room, room.sara), _level(room, reza)) == ("Silver", "")


def test_control_P4_points_that_lie_in_nobodys_lot_are_seen(room: Room, reza: int) -> None:
    room.sell((room.walnuts, 1_000))
    agree(room)
    theirs = update(PointLot).values(customer_id=reza)
    room.shop.do(lambda s: s.execute(theirs))
    assert set(room.shop.ask(contradictions)) == {"owed points"}


def _owing(room: Room, who: int, count: int) -> None:
    """Let somebody owe points: earned, spent on a reward, and then their goods came back."""
    sold = room.sell((room.walnuts, count * 100), who=who)
    room.shop.do(rewards.buy, who, _reward(room, count))
    room.take_back(sold)
    assert has(room, who) == (-count, count)


def _reward(room: Room, count: int) -> int:
    return room.shop.do(rewards.save, RewardDraft("A present", count, "amount", 100))


def _level(room: Room, who: int) -> str:
    now = room.shop.ask(tiers.of_customer, who)
    return "" if now is None else now.tier.name
