from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from shopcrm.rules.delivery import Channel, Purpose, State
from shopcrm.rules.points import Earned
from shopcrm.rules.sayings import saying
from shopcrm.services import daily, point_notices, points, settings, standing, templates
from shopcrm.services.shop import Session, Shop
from shopcrm.store.messages import Message
from tests import makers

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)


@pytest.fixture
def sara(shop: Shop) -> int:
    """Sara, who takes news by mail from a shop that has a name."""
    shop.do(settings.change, shop_name="Nut House")
    key = makers.customer(shop, name="Sara")
    makers.email(shop, key, "sara@example.com")
    makers.consent(shop, key)
    return key


def _earns(shop: Shop, who: int, count: int, lasts: int, rule: int, document: str = "sale 1") -> None:
    end = TODAY + timedelta(days=lasts)
    earned = Earned(rule, "Points", count, saying("x"), TODAY, end)
    shop.do(points.earn, who, document, None, [earned])


def _later(shop: Shop, days: int) -> None:
    shop.clock = lambda: NOW + timedelta(days=days)


def _messages(shop: Shop) -> list[Message]:
    def read(session: Session) -> list[Message]:
        return list(session.scalars(select(Message).order_by(Message.id)))

    return shop.ask(read)


def test_P15_a_notice_goes_out_ahead_once_for_each_person_and_day(shop: Shop, sara: int) -> None:
    rule = makers.point_rule(shop, notice_days=14)
    _earns(shop, sara, 10, 30, rule, "sale 1")
    _earns(shop, sara, 5, 30, rule, "sale 2")
    _earns(shop, sara, 7, 31, rule, "sale 3")
    _later(shop, 15)
    assert shop.do(point_notices.queue_notices) == 0
    _later(shop, 16)
    assert (shop.do(point_notices.queue_notices), shop.do(point_notices.queue_notices)) == (1, 0)
    (message,) = _messages(shop)
    end = TODAY + timedelta(days=30)
    assert (message.key, message.until) == (f"points:{sara}:{end}", end)
    assert (message.channel, message.purpose, message.template) == (
        Channel.EMAIL,
        Purpose.NEWS,
        templates.POINTS,
    )
    assert message.body.startswith("Hello Sara,\n\n15 of your points are good until 22 December.")
    _later(shop, 17)
    assert shop.do(daily.do_daily).noticed == 1


def test_P15_no_days_of_notice_no_notice(shop: Shop, sara: int) -> None:
    _earns(shop, sara, 10, 1, makers.point_rule(shop, notice_days=0))
    assert shop.do(point_notices.queue_notices) == 0


def test_P15_what_was_given_by_hand_is_told_too(shop: Shop, sara: int) -> None:
    makers.point_rule(shop, notice_days=14, expiry="days", expiry_days=5)
    shop.do(points.adjust, sara, 9, "made good")
    assert shop.do(point_notices.queue_notices) == 1


def test_P15_what_was_spent_or_is_over_is_not_told(shop: Shop, sara: int) -> None:
    rule = makers.point_rule(shop)
    _earns(shop, sara, 10, 5, rule, "sale 1")
    shop.do(points.spend, sara, 10, "sale 2")
    assert shop.do(point_notices.queue_notices) == 0
    _earns(shop, sara, 10, 5, rule, "sale 3")
    _later(shop, 6)
    assert shop.do(point_notices.queue_notices) == 0


def test_M1_who_takes_no_news_is_told_in_person(shop: Shop, sara: int) -> None:
    makers.consent(shop, sara, given=False)
    _earns(shop, sara, 10, 5, makers.point_rule(shop))
    assert shop.do(point_notices.queue_notices) == 1
    (message,) = _messages(shop)
    assert message.channel == Channel.IN_PERSON


def test_a_notice_is_taken_back_where_the_points_were_used_since(shop: Shop, sara: int) -> None:
    makers.consent(shop, sara, given=False)
    _earns(shop, sara, 10, 5, makers.point_rule(shop))
    shop.do(point_notices.queue_notices)
    assert shop.do(standing.withdraw_idle, Channel.IN_PERSON) == 0
    shop.do(points.spend, sara, 10, "sale 2")
    assert shop.do(standing.withdraw_idle, Channel.IN_PERSON) == 1
    (message,) = _messages(shop)
    assert message.state == State.WITHDRAWN
    assert "They used the points in the meantime." in message.problem


def test_a_shop_without_a_name_tells_nobody_until_it_has_one(shop: Shop, sara: int) -> None:
    shop.do(settings.change, shop_name="")
    _earns(shop, sara, 10, 5, makers.point_rule(shop))
    assert shop.do(daily.do_daily).noticed == 0
    shop.do(settings.change, shop_name="Nut House")
    assert shop.do(point_notices.queue_notices) == 1


def test_a_merged_or_erased_person_is_not_told(shop: Shop, sara: int) -> None:
    reza = makers.customer(shop, name="Reza")
    _earns(shop, reza, 10, 5, makers.point_rule(shop))
    makers.merged(shop, reza, sara)
    assert shop.do(point_notices.queue_notices) == 0
