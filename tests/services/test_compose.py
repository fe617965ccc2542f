"""A free message to one person or some, and how a text looks to a real one."""

import pytest
from sqlalchemy.orm import Session

from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.rules.letters import Field, Text, UnknownField, ValueMissing
from shopcrm.rules.people import NoSuchCustomer
from shopcrm.rules.sayings import from_json
from shopcrm.services import messages, settings, templates
from shopcrm.services import telling as glances
from shopcrm.services.arrival_news import Wanted
from shopcrm.services.outbox import NoText
from shopcrm.services.shop import Shop
from shopcrm.store.customers import Customer
from tests import telling

HELLO = {"en": Text("A word", "Hello {name}, from {shop}."), "fa": Text("خبر", "سلام {name}")}


@pytest.fixture(autouse=True)
def _named(shop: Shop) -> None:
    shop.do(settings.change, shop_name="Corner Shop")


def test_a_free_text_goes_to_those_who_were_chosen(shop: Shop) -> None:
    people = [telling.listener(shop, email=f"{n}@example.com", yes="email") for n in range(2)]
    assert shop.do(messages.compose, people, HELLO).by_channel == {Channel.EMAIL: 2}
    row = telling.rows(shop)[0]
    assert (row.body, row.template, row.purpose) == ("Hello Sara Ahmadi, from Corner Shop.", "news", "news")
    again = shop.do(messages.compose, people, HELLO)
    assert (again.added, again.repeated) == (0, 2), "a key pressed twice is one message"
    other = {"en": Text("", "Something else.")}
    assert shop.do(messages.compose, people, other).added == 2


def test_M1_M2_free_news_need_a_yes_and_count_and_a_service_does_not(shop: Shop) -> None:
    silent = telling.listener(shop, email="a@example.com")
    assert shop.do(messages.compose, [silent], HELLO).in_person == 1
    served = shop.do(messages.compose, [silent], {"en": Text("", "Your suit is ready.")}, Purpose.SERVICE)
    assert served.by_channel == {Channel.EMAIL: 1}
    shop.do(settings.change, weekly_cap=1)
    keen = telling.listener(shop, email="b@example.com", yes="email")
    first = shop.do(messages.compose, [keen], HELLO)
    second = shop.do(messages.compose, [keen], {"en": Text("", "And more.")})
    assert (first.in_person, second.in_person) == (0, 1)


def test_the_one_channel_that_was_chosen_is_taken_or_none(shop: Shop) -> None:
    customer = telling.listener(shop, email="a@example.com", phone="+989121234567", yes="email sms")
    chosen = shop.do(messages.compose, [customer], HELLO, Purpose.NEWS, Channel.SMS)
    assert chosen.by_channel == {Channel.SMS: 1}
    for channel, words in ((Channel.LETTER, "No address"), (Channel.CALL, "did not agree")):
        assert shop.do(messages.compose, [customer], HELLO, Purpose.NEWS, channel).in_person == 1
        assert words in from_json(telling.rows(shop)[-1].problem)[0].plainly()


def test_a_field_that_a_free_text_cannot_fill_stops_all_of_it(shop: Shop) -> None:
    customer = telling.listener(shop, email="a@example.com", yes="email")
    for text, error in (("{goods}", ValueMissing), ("{nickname}", UnknownField)):
        with pytest.raises(error):
            shop.do(messages.compose, [customer], {"en": Text("", text)})
    with pytest.raises(NoText):
        shop.do(messages.compose, [customer], {})
    with pytest.raises(NoSuchCustomer):
        shop.do(messages.compose, [99], HELLO)
    assert telling.rows(shop) == []


def _called(session: Session, customer_id: int, honorific: str) -> None:
    session.get_one(Customer, customer_id).honorific = honorific


def test_people_are_called_as_they_wish(shop: Shop) -> None:
    customer = telling.listener(shop, "Ahmadi", email="a@example.com", yes="email")
    plain = shop.do(messages.compose, [customer], {"en": Text("", "Dear {honorific} {name}")})
    assert plain.in_person == 1, "a blank is never sent"
    shop.do(_called, customer, "Dr")
    shop.do(messages.compose, [customer], {"en": Text("", "Dear {name}")})
    assert telling.rows(shop)[-1].body == "Dear Dr Ahmadi"


@pytest.mark.parametrize("kind", templates.kinds(), ids=lambda kind: kind.name)
def test_each_kind_of_text_has_one_in_each_language_and_a_preview(
    shop: Shop, kind: templates.TemplateKind
) -> None:
    telling.came_in(shop)
    customer = telling.listener(shop, phone="+989121234567", yes="sms")
    texts = shop.ask(templates.read, kind.name)
    assert set(texts) == {"en", "fa"}
    shown = shop.ask(templates.preview, kind.name, texts, customer)
    assert (shown.name, shown.language, shown.channel) == ("Sara Ahmadi", "en", Channel.SMS)
    assert shown.parts >= 1
    assert "{" not in shown.text.body
    persian = shop.ask(templates.preview, kind.name, {"en": texts["fa"]}, customer)
    assert persian.parts > shown.parts - 1


def test_a_field_that_a_kind_of_text_cannot_fill_is_refused_when_it_is_written(shop: Shop) -> None:
    with pytest.raises(UnknownField) as caught:
        shop.do(templates.write, templates.GREETING, "en", Text("", "{goods} for you"))
    assert "{occasion}" in str(caught.value)
    customer = telling.listener(shop)
    with pytest.raises(UnknownField):
        shop.ask(templates.preview, templates.NEWS, {"en": Text("", "{price}")}, customer)
    with pytest.raises(NoSuchCustomer):
        shop.ask(templates.preview, templates.NEWS, HELLO, 99)


def test_the_preview_of_an_arrival_counts_its_parts(shop: Shop) -> None:
    product, arrival = telling.came_in(shop)
    customer = telling.listener(shop, phone="+989121234567", yes="sms")
    text = {"en": Text("", "گ" * 71 + "{goods}")}
    shown = shop.ask(glances.preview, Wanted(customer, product, arrival), text)
    assert (shown.parts, shown.channel) == (2, Channel.SMS)
    assert Field.GOODS.value not in shown.text.body
