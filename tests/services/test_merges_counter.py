"""Two people become one at the counter: what they owe, have and are adds up, and all of it goes back (C2)."""

from datetime import date

import pytest
from sqlalchemy import update

from shopcrm.rules.tenders import Tender
from shopcrm.services import baskets, merges, points, returns, tabs, tiers, vouchers
from shopcrm.services.pricing import Basket, BasketLine
from shopcrm.services.shop import Session, Shop
from shopcrm.store.customers import Customer
from shopcrm.store.tiers import TierChange
from tests import makers
from tests.services.counter_room import Room, furnish, tier
from tests.services.test_merges import everything

TAB = (Tender("tab"),)


@pytest.fixture
def room(shop: Shop) -> Room:
    return furnish(shop)


@pytest.fixture
def reza(room: Room) -> int:
    return makers.customer(room.shop, name="Reza")


def test_C2_tabs_points_and_vouchers_add_up_and_go_back(room: Room, reza: int) -> None:
    shop = room.shop
    code = room.voucher("amount", 300, customer_id=reza)
    room.sell((room.walnuts, 3_000), pay=TAB)
    sold = room.sell((room.walnuts, 2_000), who=reza, pay=TAB)
    shop.do(baskets.hold, Basket((BasketLine(room.tea, 1_000),), reza), "for later")
    before = shop.ask(everything)
    done = shop.do(merges.merge, room.sara, reza)
    assert (room.owes(), room.balance()) == (5_000, 50)
    assert shop.ask(vouchers.check, code, room.sara).problem is None
    assert [one.customer_id for one in shop.ask(baskets.held)] == [room.sara]
    shop.do(merges.unmerge, done.merge_id)
    assert shop.ask(everything) == before
    assert (room.owes(), shop.ask(tabs.balance, reza)) == (3_000, 2_000)
    assert shop.do(returns.complete, room.draft(sold), "").customer_id == reza
    assert shop.ask(points.standing, reza).balance == 0


def test_C2_what_was_sold_to_one_is_brought_back_by_the_one_they_became(room: Room, reza: int) -> None:
    sold = room.sell((room.walnuts, 2_000), who=reza, pay=TAB)
    room.shop.do(merges.merge, room.sara, reza)
    draft = returns.ReturnDraft(sold.sale_id, customer_id=reza)
    done = room.shop.do(returns.complete, draft, "")
    assert (done.customer_id, done.points.taken, room.owes(), room.balance()) == (room.sara, 20, 0, 0)


@pytest.mark.parametrize(
    ("mine", "theirs", "holds"),
    [
        (("Silver", "reached"), ("Gold", "reached"), "Gold"),
        (("Gold", "reached"), ("Silver", "reached"), "Gold"),
        (("Gold", "reached"), ("Silver", "by_hand"), "Silver"),
        (("Silver", "by_hand"), ("Gold", "reached"), "Silver"),
        (("Silver", "by_hand"), ("Gold", "by_hand"), "Gold"),
        (("Gold", "reached"), None, "Gold"),
        (None, ("Silver", "by_hand"), "Silver"),
        (None, None, None),
    ],
)
def test_T4_C2_of_two_levels_the_higher_holds_and_one_by_hand_stays(
    room: Room, reza: int, mine: tuple[str, str] | None, theirs: tuple[str, str] | None, holds: str | None
) -> None:
    shop = room.shop
    known = {name: tier(shop, name, at) for name, at in (("Silver", 10), ("Gold", 20))}
    for who, said in ((room.sara, mine), (reza, theirs)):
        if said is not None:
            shop.do(_comes_to, who, known[said[0]], said[1])
    before = shop.ask(everything)
    done = shop.do(merges.merge, room.sara, reza)
    now = shop.ask(tiers.of_customer, room.sara)
    assert (now and now.tier.name) == holds
    by_hand = {said[1] for said in (mine, theirs) if said is not None} & {"by_hand"}
    assert (now is not None and now.by_hand) == bool(by_hand)
    shop.do(merges.unmerge, done.merge_id)
    assert shop.ask(everything) == before


@pytest.mark.parametrize(
    ("mine", "theirs", "stays"), [(None, None, None), (500, None, 500), (None, 0, 0), (500, 300, 300)]
)
def test_C2_the_stricter_limit_of_two_tabs_holds(
    room: Room, reza: int, mine: int | None, theirs: int | None, stays: int | None
) -> None:
    for who, limit in ((room.sara, mine), (reza, theirs)):
        room.shop.do(tabs.limit, who, limit)
    done = room.shop.do(merges.merge, room.sara, reza)
    assert room.shop.ask(lambda s: s.get_one(Customer, room.sara).tab_limit) == stays
    room.shop.do(merges.unmerge, done.merge_id)
    assert room.shop.ask(lambda s: s.get_one(Customer, room.sara).tab_limit) == mine


def _comes_to(session: Session, who: int, tier_id: int, kind: str) -> None:
    until = None if kind == "by_hand" else date(2027, 11, 22)
    now = session.info["now"]
    session.add(TierChange(customer_id=who, tier_id=tier_id, kind=kind, at=now, by="owner", kept_until=until))
    session.execute(update(Customer).where(Customer.id == who).values(last_seen_at=now))
