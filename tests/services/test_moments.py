"""A clock that is set back makes nothing good again, and of one that had run ahead the owner says so."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from shopcrm.rules.roles import Role
from shopcrm.services import (
    audit,
    health,
    moments,
    points,
    promotions,
    return_terms,
    reversals,
    settings,
    vouchers,
)
from shopcrm.services.promotions import PromotionDraft
from shopcrm.services.reversals import TooLateToReverse
from shopcrm.services.shop import NotAllowed, Shop, Who
from shopcrm.store.sales import Sale
from shopcrm.store.settings import AuditEntry
from tests import makers
from tests.services.counter_room import Room, furnish
from tests.services.counters import TODAY, basket, quote

DAY = timedelta(days=1)
MINUTE = 1 / 1440


@pytest.fixture
def room(shop: Shop) -> Room:
    return furnish(shop)


def _write(room: Room) -> None:
    """Let the program write something down at the moment that its clock shows."""
    room.sell((room.tea, 1_000), who=None)


def _entries(shop: Shop) -> list[AuditEntry]:
    return list(shop.ask(lambda s: s.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()))


def test_V4_a_voucher_that_lapsed_stays_so_when_the_clock_is_set_back(room: Room) -> None:
    shop = room.shop
    code = room.voucher("amount", 500, until_on=TODAY)
    assert shop.ask(vouchers.check, code).problem is None
    room.later(1)
    _write(room)
    lapsed = shop.ask(vouchers.check, code).problem
    assert lapsed is not None
    room.later(-1)
    assert shop.ask(vouchers.check, code).problem == lapsed
    assert quote(shop, basket(room.walnuts, voucher_codes=(code,))).to_pay == 1_000
    _write(room)
    room.later(MINUTE)
    assert shop.ask(vouchers.check, code).problem == lapsed, (
        "what is written by a clock set back helps nothing"
    )


def test_D1_a_promotion_that_ended_stays_so_when_the_clock_is_set_back(room: Room) -> None:
    shop = room.shop
    shop.do(promotions.save, None, PromotionDraft("Nuts", "percent", 1_000, TODAY, TODAY, until_minute=780))
    assert quote(shop, basket(room.walnuts)).to_pay == 900
    room.later(31 * MINUTE)
    assert quote(shop, basket(room.walnuts)).to_pay == 1_000
    _write(room)
    room.later(-31 * MINUTE)
    assert quote(shop, basket(room.walnuts)).to_pay == 1_000


def test_R1_the_days_of_a_return_stay_over_when_the_clock_is_set_back(room: Room) -> None:
    shop = room.shop
    left = shop.ask(return_terms.days_left, TODAY)
    room.later(left + 1)
    _write(room)
    assert shop.ask(return_terms.days_left, TODAY) == -1
    room.later(-left - 1)
    assert shop.ask(return_terms.days_left, TODAY) == -1


@pytest.mark.parametrize("back", [11 * MINUTE, 1.0, 400.0])
def test_a_sale_is_not_reversed_after_eleven_minutes_though_the_clock_is_set_back(
    room: Room, back: float
) -> None:
    sold = room.sell((room.walnuts, 1_000))
    room.later(11 * MINUTE)
    makers.customer(room.shop, name="Reza")
    room.later(-back)
    assert room.shop.ask(reversals.last) is None
    with pytest.raises(TooLateToReverse):
        room.shop.do(reversals.reverse, sold.sale_id, "r")


def test_a_sale_that_lies_far_ahead_of_the_clock_is_not_reversed(room: Room) -> None:
    """Nothing was written since, so that nobody knows how long ago it was."""
    room.sell((room.walnuts, 1_000))
    room.later(-1)
    assert room.shop.ask(reversals.last) is None
    with pytest.raises(TooLateToReverse):
        room.shop.do(reversals.reverse, None, "r")


def test_a_clock_that_is_set_right_by_seconds_keeps_no_sale_from_being_reversed(room: Room) -> None:
    sold = room.sell((room.walnuts, 1_000))
    room.later(-MINUTE)
    room.shop.do(reversals.reverse, sold.sale_id, "r")


def test_what_is_sold_under_a_clock_set_back_has_its_own_minutes(room: Room) -> None:
    shop = room.shop
    room.later(5)
    _write(room)
    room.later(-5)
    sold = room.sell((room.walnuts, 1_000))
    row = shop.ask(lambda s: s.get_one(Sale, sold.sale_id))
    assert (row.sold_at, row.day) == (shop.clock(), TODAY), "what happened is written by the clock"
    room.later(10 * MINUTE)
    shop.do(reversals.reverse, sold.sale_id, "r")
    again = room.sell((room.walnuts, 1_000))
    room.later(11 * MINUTE)
    with pytest.raises(TooLateToReverse):
        shop.do(reversals.reverse, again.sale_id, "r2")


def test_words_that_somebody_wrote_make_no_sale_younger(room: Room) -> None:
    sold = room.sell((room.walnuts, 1_000))
    room.later(11 * MINUTE)
    shop = room.shop
    with shop.agreeing(Who("Boss"), f'"sale {sold.sale_id}: '):
        makers.customer(shop, name=f"sale {sold.sale_id}: ")
        shop.do(settings.change, shop_name=f"sale {sold.sale_id}: ")
    room.later(-11 * MINUTE)
    with pytest.raises(TooLateToReverse):
        shop.do(reversals.reverse, sold.sale_id, "r")


def test_an_import_that_lies_ahead_moves_nothing(room: Room) -> None:
    shop = room.shop
    code = room.voucher("amount", 500, until_on=TODAY)
    makers.sale(shop, room.sara, (room.walnuts, 1_000, 1_000), at=datetime(2099, 1, 1, tzinfo=UTC))
    assert shop.ask(moments.today) == TODAY
    assert shop.ask(vouchers.check, code).problem is None
    assert shop.ask(points.standing, room.sara).soonest == ()


def test_the_trail_never_goes_back_and_tells_what_the_clock_said(room: Room) -> None:
    shop = room.shop
    room.later(3)
    _write(room)
    ahead = shop.clock()
    room.later(-3)
    _write(room)
    last = _entries(shop)[-1]
    assert (last.at, json.loads(last.detail)["clock"]) == (ahead, shop.clock().isoformat())
    assert [row.at for row in _entries(shop)] == sorted(row.at for row in _entries(shop))
    assert shop.ask(audit.first_break) is None
    assert shop.ask(moments.behind) == 3 * DAY
    room.later(4)
    _write(room)
    assert (_entries(shop)[-1].at, shop.ask(moments.behind)) == (shop.clock(), timedelta())


def test_the_owner_says_that_a_clock_is_right_after_it_had_run_ahead(room: Room) -> None:
    shop = room.shop
    code = room.voucher("amount", 500, until_on=TODAY)
    room.later(3_650)
    _write(room)
    room.later(-3_650)
    assert _is_fine(shop) is False
    assert shop.ask(vouchers.check, code).problem is not None
    shop.become(Who("Mina", role=Role.MANAGER))
    with pytest.raises(NotAllowed):
        shop.do(moments.trust_clock)
    shop.become(Who())
    shop.do(moments.trust_clock)
    assert _is_fine(shop) is True
    assert shop.ask(vouchers.check, code).problem is None
    last = _entries(shop)[-1]
    assert (last.at, last.act) == (shop.clock(), "moments.trust_clock")
    assert "the clock is right: 2026-11-22" in last.detail
    _write(room)
    assert shop.ask(moments.moment) == shop.clock()


def _is_fine(shop: Shop) -> bool:
    return next(one.fine for one in shop.ask(health.examine) if one.name == "clock")
