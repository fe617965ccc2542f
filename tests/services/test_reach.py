"""By which channel somebody is told, for every channel there is."""

from collections.abc import Mapping

import pytest
from sqlalchemy.orm import Session

from shopcrm.rules.delivery import Channel, Purpose, State
from shopcrm.services import customers, messages, reach, settings
from shopcrm.services.customers import Draft
from shopcrm.services.reach import Reach
from shopcrm.services.shop import Shop
from shopcrm.store.customers import Address, Customer, Handle
from tests import makers, telling

MOBILE, LAND_LINE = "+989121234567", "+982188776655"
ALL = " ".join(channel for channel in Channel if channel is not Channel.IN_PERSON)


def _known(shop: Shop, customer_id: int) -> Reach:
    return shop.ask(reach.reaches, [customer_id])[customer_id]


def _channel(shop: Shop, customer_id: int, purpose: Purpose = Purpose.NEWS) -> Channel:
    return reach.channel_for(_known(shop, customer_id), purpose, shop.ask(reach.ways))


def _everywhere(shop: Shop, yes: str = ALL) -> int:
    customer = telling.listener(shop, email="a@example.com", phone=MOBILE, yes=yes)
    shop.do(_add, customer, "12345", "Tehran\nVali Asr 1")
    return customer


def _add(session: Session, customer_id: int, chat: str, address: str) -> None:
    if chat:
        session.add(Handle(customer_id=customer_id, channel=Channel.TELEGRAM, value=chat))
    if address:
        session.add(Address(customer_id=customer_id, text=address, preferred=True))


def _prefers(session: Session, customer_id: int, channel: Channel) -> None:
    session.get_one(Customer, customer_id).preferred_channel = channel


def test_what_has_nothing_set_up_is_done_by_hand(shop: Shop) -> None:
    ways = shop.ask(reach.ways)
    assert ways.order == (Channel.EMAIL, Channel.SMS, Channel.WHATSAPP, Channel.CALL, Channel.LETTER)
    assert ways.automatic == {Channel.EMAIL}
    assert ways.by_hand == (
        Channel.SMS,
        Channel.WHATSAPP,
        Channel.CALL,
        Channel.LETTER,
        Channel.IN_PERSON,
    )
    shop.do(settings.change, whatsapp=False)
    assert Channel.WHATSAPP not in shop.ask(reach.ways).order


@pytest.mark.parametrize(
    ("setting", "channel"),
    [
        ({"sms_gateway": "kavenegar"}, Channel.SMS),
        ({"telegram_bot": "corner_shop_bot"}, Channel.TELEGRAM),
        ({"webhook_url": "https://example.com/in"}, Channel.WEBHOOK),
        ({"mail_host": "mail.example.com"}, Channel.EMAIL),
    ],
)
def test_what_a_courier_can_take_at_once_comes_first(
    shop: Shop, setting: Mapping[str, str], channel: Channel
) -> None:
    customer = _everywhere(shop)
    shop.do(settings.change, **setting)
    assert channel in shop.ask(reach.ways).automatic
    assert _channel(shop, customer) is channel


@pytest.mark.parametrize("channel", [channel for channel in Channel if channel is not Channel.IN_PERSON])
def test_M1_news_go_by_a_channel_only_with_a_yes_to_it(shop: Shop, channel: Channel) -> None:
    shop.do(settings.change, telegram_bot="corner_shop_bot", webhook_url="https://example.com/in")
    assert _channel(shop, _everywhere(shop, yes=channel)) is channel
    assert _channel(shop, _everywhere(shop, yes="")) is Channel.IN_PERSON


@pytest.mark.parametrize("channel", [channel for channel in Channel if channel is not Channel.IN_PERSON])
def test_what_somebody_prefers_comes_first_where_it_is_allowed(shop: Shop, channel: Channel) -> None:
    shop.do(settings.change, telegram_bot="corner_shop_bot", webhook_url="https://example.com/in")
    customer = _everywhere(shop)
    shop.do(_prefers, customer, channel)
    assert _channel(shop, customer) is channel
    makers.consent(shop, customer, channel, given=False)
    assert _channel(shop, customer) is not channel


def test_a_channel_that_the_shop_lacks_is_not_taken_though_it_is_preferred(shop: Shop) -> None:
    customer = _everywhere(shop)
    shop.do(_prefers, customer, Channel.TELEGRAM)
    assert _channel(shop, customer) is Channel.EMAIL


def test_texts_go_to_a_mobile_and_calls_to_the_preferred_phone(shop: Shop) -> None:
    customer = telling.listener(shop, phone=LAND_LINE, yes="sms call")
    assert _channel(shop, customer) is Channel.CALL
    makers.phone(shop, customer, MOBILE, preferred=False)
    known = _known(shop, customer)
    assert (known.where(Channel.CALL), known.where(Channel.SMS)) == (LAND_LINE, MOBILE)
    assert known.where(Channel.WHATSAPP) == known.where(Channel.WEBHOOK) == MOBILE
    assert (known.where(Channel.TELEGRAM), known.where(Channel.IN_PERSON)) == ("", "")


def test_the_channel_is_the_one_on_the_message(shop: Shop) -> None:
    customer = _everywhere(shop, yes="letter")
    telling.tell(shop, telling.came_in(shop), [customer])
    (item,) = shop.ask(messages.by_hand, Channel.LETTER)
    assert (item.customer_id, item.address) == (customer, "Tehran\nVali Asr 1")
    row = shop.ask(messages.one, item.message_id)
    assert (row.channel, row.state, row.by_hand) == (Channel.LETTER, State.QUEUED, True)


def test_a_person_is_called_as_they_wish(shop: Shop) -> None:
    added = shop.do(customers.add, Draft(name="Ahmadi", honorific="Dr"))
    assert _known(shop, added.id).honorific == "Dr"
