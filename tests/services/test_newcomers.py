from datetime import datetime

import pytest

from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.rules.people import NotAnAddress, NotAPhone
from shopcrm.services import customers, newcomers, search
from shopcrm.services.consents import Answer
from shopcrm.services.customers import Draft, NothingKnown
from shopcrm.services.occasions import OccasionDraft, OccasionKind
from shopcrm.services.preferences import Kind, Taste
from shopcrm.services.shop import Shop
from shopcrm.services.topics import Topic

SARA = Draft(
    name=" سارا  نوری ",
    phones=["۰۹۱۲ ۰۰۰ ۰۰۰۱", "09120000001", "09120000002"],
    emails=["Sara@Example.com"],
    note="likes a chat",
    language="fa",
    consents=[Answer(Purpose.NEWS, Channel.EMAIL, given=True, how="asked at the counter")],
    preferences=[Taste(Kind.AVOIDS, words="كنجد", strength=3)],
    honorific="خانم",
    tags=["Wholesale", "wholesale", "همسایه"],
    addresses=["خیابان ولیعصر"],
    occasions=[OccasionDraft(OccasionKind.BIRTHDAY, 10, 5, 1370, calendar=CalendarKind.JALALI)],
    preferred_channel="sms",
)
ALIKE = (
    *("name", "phones", "emails", "note", "language", "consents", "first_seen_at", "bought"),
    *("honorific", "tags", "addresses", "preferred_channel"),
)


def test_each_of_many_is_what_adding_them_alone_makes(shop: Shop, now: datetime) -> None:
    alone = shop.ask(customers.show, shop.do(customers.add, SARA).id)
    key, other = shop.do(newcomers.add_many, [SARA, Draft(name="Reza")])
    assert key < other
    together = shop.ask(customers.show, key)
    for field in ALIKE:
        assert getattr(together, field) == getattr(alone, field), field
    assert [(day.month, day.day, day.turns) for day in together.occasions] == [(10, 5, 35)]
    assert [(p.kind, p.thing, p.strength) for p in together.preferences] == [(Kind.AVOIDS, "كنجد", 3)]
    assert together.last_seen_at == now
    assert shop.ask(customers.show, other).phones == ()


def test_the_search_finds_them_and_the_others_are_told(shop: Shop) -> None:
    heard: list[frozenset[Topic]] = []
    shop.on_change(heard.append)
    (key,) = shop.do(newcomers.add_many, [SARA])
    assert Topic.CUSTOMERS in heard[0]
    for asked in ("نوري", "0000002", "example", "همسايه", "وليعصر"):
        assert [hit.id for hit in shop.ask(search.find, asked)] == [key]


@pytest.mark.parametrize(
    ("draft", "error"),
    [
        (Draft(phones=["09120000001"]), NothingKnown),
        (Draft(name="Reza", phones=["12"]), NotAPhone),
        (Draft(name="Reza", emails=["reza"]), NotAnAddress),
    ],
)
def test_one_bad_draft_refuses_all(shop: Shop, draft: Draft, error: type[Exception]) -> None:
    with pytest.raises(error):
        shop.do(newcomers.add_many, [SARA, draft])
    assert shop.ask(customers.count) == 0
    assert shop.do(newcomers.add_many, []) == []
