"""Who turns out not to have a way is told another way, and nobody is lost."""

import pytest

from shopcrm.rules.delivery import CannotDecide, Channel, Decision, Purpose, State
from shopcrm.rules.letters import Text
from shopcrm.services import answers, consents, messages, other_way, settings
from shopcrm.services.messages import Filter, NoSuchMessage
from shopcrm.services.shop import Shop
from tests import telling

WHATSAPP, SMS = Channel.WHATSAPP, Channel.SMS


def _waiting(shop: Shop, yes: str, count: int = 1) -> list[int]:
    one = telling.listener(shop, phone="+989120000001", yes=yes)
    for number in range(count):
        texts = {"en": Text("", f"News {number}")}
        shop.do(messages.compose, [one], texts, Purpose.SERVICE, WHATSAPP)
    return [row.id for row in shop.ask(messages.page, Filter()).rows]


def test_A6_all_that_waits_there_goes_another_way(shop: Shop) -> None:
    first, second = _waiting(shop, "whatsapp", 2)
    assert shop.do(other_way.not_there, first) is SMS
    rows = [shop.ask(messages.one, one) for one in (first, second)]
    assert [(row.channel, row.state, row.address) for row in rows] == [
        (SMS, State.QUEUED, "+989120000001")
    ] * 2
    said = shop.ask(consents.latest, rows[0].customer_id)
    assert {(one.purpose, one.given) for one in said if one.channel is WHATSAPP} == {
        (Purpose.NEWS, False),
        (Purpose.SERVICE, False),
    }


def test_what_does_not_wait_or_is_sent_by_a_courier_stays(shop: Shop) -> None:
    (message,) = _waiting(shop, "whatsapp")
    shop.do(answers.settle, message, Decision.TOLD)
    with pytest.raises(CannotDecide):
        shop.do(other_way.not_there, message)
    with pytest.raises(NoSuchMessage):
        shop.do(other_way.not_there, 99)


def test_what_is_to_be_told_in_person_or_by_a_gateway_has_no_other_way(shop: Shop) -> None:
    (message,) = _waiting(shop, "whatsapp")
    assert shop.do(other_way.not_there, message) is SMS
    shop.do(settings.change, sms_gateway="kavenegar")
    with pytest.raises(CannotDecide):
        shop.do(other_way.not_there, message)
    shop.do(settings.change, sms_gateway="")
    while shop.ask(messages.one, message).channel is not Channel.IN_PERSON:
        shop.do(other_way.not_there, message)
    with pytest.raises(CannotDecide):
        shop.do(other_way.not_there, message)
