import pytest

from shopcrm.desk import person_reading
from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.services import contacts, customers, reach
from shopcrm.services.consents import Answer
from shopcrm.services.contacts import Labelled
from shopcrm.services.customers import Draft
from shopcrm.services.shop import Shop
from tests import makers

_NO = Answer(Purpose.NEWS, Channel.CALL, given=False, how="asked at the counter")
PEOPLE = [
    Draft(name="Sara"),
    Draft(name="Ali", phones=["02122334455", "09123456718", "09121112233"], emails=["a@example.com"]),
    Draft(
        name="Mina",
        honorific="Mrs",
        language="fa",
        phones=[Labelled("09121112233", "work")],
        emails=["b@example.com", Labelled("a@example.com", "home")],
        addresses=["Tehran\nFirst street", Labelled("Shiraz", "parents")],
        handles={Channel.TELEGRAM: "4711", Channel.WHATSAPP: "09125556677"},
        preferred_channel="letter",
        consents=[_NO, Answer(Purpose.NEWS, Channel.CALL, given=True, how="at the counter")],
    ),
]


@pytest.mark.parametrize("draft", PEOPLE)
def test_how_somebody_is_reached_is_the_same_from_their_sheet(shop: Shop, draft: Draft) -> None:
    key = shop.do(customers.add, draft).id
    person = shop.ask(person_reading.person, key)
    assert person.reach == shop.ask(reach.reaches, [key])[key]


def test_all_ways_to_somebody_are_read_as_one_by_one(shop: Shop) -> None:
    for draft in PEOPLE:
        key = shop.do(customers.add, draft).id
        known = shop.ask(contacts.of_customer, key)
        assert list(known.phones) == shop.ask(contacts.phones, key)
        assert list(known.emails) == shop.ask(contacts.addresses, key)
        assert list(known.homes) == shop.ask(contacts.homes, key)
        assert known.handles == shop.ask(contacts.handles, key)
        assert known.labels == shop.ask(contacts.labels, key)


def test_whoever_is_gone_is_not_written_to(shop: Shop) -> None:
    sara, ali = makers.customer(shop, name="Sara"), makers.customer(shop, name="Ali")
    makers.merged(shop, ali, sara)
    assert [one.customer_id for one in shop.ask(person_reading.addressees, [ali, sara, 4711])] == [sara]
