from datetime import UTC, datetime, timedelta

import pytest

from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.rules.people import NoSuchCustomer, NotAnAddress, NotAPhone
from shopcrm.rules.text import fold
from shopcrm.rules.wording import Words
from shopcrm.services import contacts, customer_lists, customers, search, settings
from shopcrm.services.consents import Answer
from shopcrm.services.customer_lists import Order
from shopcrm.services.customers import CodeTaken, CodeTooLong, Draft, NothingKnown, UnknownLanguage
from shopcrm.services.preferences import Kind, Taste
from shopcrm.services.shop import Shop
from tests import makers

SARA = "+989123456789"


def test_a_customer_is_kept_as_it_was_given(shop: Shop, now: datetime) -> None:
    draft = Draft(
        name="  سارا\u202e  نوری ",
        code="۱۷۸۵۰",
        phones=["0912 345 6789", "021-88776655", " "],
        emails=["Sara@Example.com"],
        note="گردوی تازه\nدو کیلو",
        language="fa",
        consents=[Answer(Purpose.NEWS, Channel.EMAIL, True, "at the counter")],
        preferences=[Taste(Kind.AVOIDS, words="کنجد")],
    )
    sheet = shop.ask(customers.show, shop.do(customers.add, draft).id)
    assert (sheet.name, sheet.code, sheet.language) == ("سارا نوری", "17850", "fa")
    assert sheet.phones == (SARA, "+982188776655")
    assert sheet.emails == ("sara@example.com",)
    assert sheet.note == "گردوی تازه\nدو کیلو"
    assert sheet.first_seen_at == sheet.last_seen_at == now
    assert [(view.channel, view.given) for view in sheet.consents] == [(Channel.EMAIL, True)]
    assert [(view.kind, view.thing) for view in sheet.preferences] == [(Kind.AVOIDS, "کنجد")]
    assert sheet.bought.count == 0
    assert not sheet.purchases
    assert not sheet.told


def test_a_household_may_share_a_phone_after_a_warning(shop: Shop) -> None:
    first = shop.do(customers.add, Draft(name="Sara", phones=["09123456789"]))
    second = shop.do(customers.add, Draft(name="Ali", phones=["0912 345 6789"]))
    assert not first.warnings
    assert [Words().tell(warning) for warning in second.warnings] == ["Sara has the phone +989123456789 too."]
    assert shop.ask(customers.show, second.id).phones == (SARA,)


def test_a_shared_phone_is_known_before_anything_is_saved(shop: Shop) -> None:
    key = shop.do(customers.add, Draft(name="Sara", phones=["09123456789"])).id
    assert len(shop.ask(contacts.shared, ["۰۹۱۲۳۴۵۶۷۸۹", ""])) == 1
    assert not shop.ask(contacts.shared, ["09123456789"], key)


def test_the_last_edit_wins_field_by_field(shop: Shop) -> None:
    key = shop.do(customers.add, Draft(name="Sara", phones=["09123456789"], note="old")).id
    shop.do(customers.edit, key, Draft(note="new"))
    shop.do(customers.edit, key, Draft(name="Sara Noori"))
    shop.do(customers.edit, key, Draft(phones=["02188776655", "09123456789"]))
    sheet = shop.ask(customers.show, key)
    assert (sheet.name, sheet.note) == ("Sara Noori", "new")
    assert sheet.phones == ("+982188776655", SARA)


def test_what_is_taken_away_goes(shop: Shop) -> None:
    key = shop.do(customers.add, Draft(name="Sara", code="7", phones=["09123456789"], emails=["s@e.com"])).id
    shop.do(customers.edit, key, Draft(name="", code="", phones=[], emails=[], note="", language=""))
    sheet = shop.ask(customers.show, key)
    assert (sheet.name, sheet.code, sheet.phones, sheet.emails, sheet.language) == ("", None, (), (), None)
    assert Words().shown(sheet.shown_name) == f"Customer {key}"


def test_the_search_follows_every_change(shop: Shop) -> None:
    key = shop.do(customers.add, Draft(name="Sara Noori", phones=["09123456789"])).id
    shop.do(customers.edit, key, Draft(name="Zahra", phones=["02188776655"], emails=["z@example.com"]))
    shop.do(customers.add_note, key, "brings her own bags")
    assert not shop.ask(search.find, "noori")
    assert not shop.ask(search.find, "0912345")
    for asked in ("zahra", "2188776655", "z@example", "own bags"):
        assert [hit.id for hit in shop.ask(search.find, asked)] == [key]


@pytest.mark.parametrize(
    ("draft", "error"),
    [
        (Draft(), NothingKnown),
        (Draft(note="only a note"), NothingKnown),
        (Draft(name="Ali", phones=["12"]), NotAPhone),
        (Draft(name="Ali", emails=["a@b\r\nBcc: x@y.z"]), NotAnAddress),
        (Draft(name="Ali", code="17850"), CodeTaken),
        (Draft(name="Ali", code="9" * 121), CodeTooLong),
        (Draft(name="Ali", language="xx"), UnknownLanguage),
    ],
)
def test_a_bad_draft_leaves_nothing_behind(shop: Shop, draft: Draft, error: type[Exception]) -> None:
    shop.do(customers.add, Draft(name="Sara", code="17850"))
    with pytest.raises(error):
        shop.do(customers.add, draft)
    assert shop.ask(customers.count) == 1
    assert not shop.ask(search.find, "ali")


def test_one_s_own_code_is_not_taken(shop: Shop) -> None:
    key = shop.do(customers.add, Draft(name="Sara", code="17850")).id
    assert shop.do(customers.edit, key, Draft(code="17850", name="S")).id == key


def test_who_is_not_there_is_named(shop: Shop) -> None:
    with pytest.raises(NoSuchCustomer) as caught:
        shop.ask(customers.show, 99)
    assert Words().tell(caught.value) == "There is no customer 99. Search by name or phone."


def test_a_customer_is_found_by_our_number_or_the_source_s_code(shop: Shop) -> None:
    first = makers.customer(shop, name="Sara", code="17850")
    makers.customer(shop, name="Ali", code=str(first))
    assert shop.ask(customers.by_id_or_code, "۱۷۸۵۰") == first
    assert shop.ask(customers.by_id_or_code, str(first)) == first
    for unknown in ("99", "9" * 30, "", "sara"):
        with pytest.raises(NoSuchCustomer):
            shop.ask(customers.by_id_or_code, unknown)


def test_C4_the_card_decides_whatever_phone_and_mail_say(shop: Shop) -> None:
    sara = makers.customer(shop, name="Sara", code="17850")
    ali = makers.customer(shop, name="Ali")
    makers.phone(shop, ali, SARA)
    assert shop.ask(customers.identify, code="17850", phone="09123456789") == [sara]


def test_C4_the_phone_is_asked_where_the_card_is_unknown(shop: Shop) -> None:
    ali = makers.customer(shop, name="Ali")
    zoe = makers.customer(shop, name="Zoe")
    makers.phone(shop, ali, SARA)
    makers.email(shop, zoe, "zoe@example.com")
    assert shop.ask(customers.identify, code="5", phone="0912 345 6789", email="zoe@example.com") == [ali]


def test_C4_the_mail_is_asked_only_where_the_phone_is_shared(shop: Shop) -> None:
    ali, sara, zoe = (makers.customer(shop, name=name) for name in ("Ali", "Sara", "Zoe"))
    for key in (ali, sara):
        makers.phone(shop, key, SARA)
    makers.email(shop, sara, "home@example.com")
    makers.email(shop, zoe, "home@example.com")
    assert shop.ask(customers.identify, phone="09123456789", email="home@example.com") == [sara]
    assert shop.ask(customers.identify, phone="09123456789", email="else@example.com") == [ali, sara]
    assert shop.ask(customers.identify, email="Home@example.com") == [sara, zoe]
    assert shop.ask(customers.identify, phone="02188776655") == []
    assert shop.ask(customers.identify) == []


def test_phones_are_dialled_as_in_the_shop_s_country(shop: Shop) -> None:
    shop.do(settings.change, region="GB")
    key = shop.do(customers.add, Draft(name="Ann", phones=["07911 123456"])).id
    assert shop.ask(customers.show, key).phones == ("+447911123456",)
    assert shop.ask(customers.identify, phone="07911123456") == [key]


def test_seen_never_turns_the_clock_back(shop: Shop, now: datetime) -> None:
    key = makers.customer(shop, seen=now)
    shop.do(customers.seen, key, now + timedelta(days=1))
    shop.do(customers.seen, key, now - timedelta(days=9))
    sheet = shop.ask(customers.show, key)
    assert (sheet.first_seen_at, sheet.last_seen_at) == (now - timedelta(days=9), now + timedelta(days=1))


def test_purchases_are_told_in_short_and_in_full(shop: Shop, now: datetime) -> None:
    key, goods = makers.customer(shop), makers.product(shop)
    makers.sale(shop, key, (goods, 3000, 1000), number="1", at=now - timedelta(days=30))
    makers.sale(shop, key, (goods, 1000, 1000), number="2", at=now - timedelta(days=10))
    makers.sale(shop, key, (goods, -1000, 1000), number="3", kind="return", at=now)
    makers.message(shop, key)
    sheet = shop.ask(customers.show, key)
    assert (sheet.bought.count, sheet.bought.total, sheet.bought.days_since) == (2, 3000, 10)
    assert [row.number for row in sheet.purchases] == ["3", "2", "1"]
    assert [row.subject for row in sheet.told] == ["Fresh walnuts"]
    assert [row.number for row in shop.ask(customers.show, key, newest=1).purchases] == ["3"]


def test_days_since_are_the_shop_s_days(shop: Shop) -> None:
    key, goods = makers.customer(shop), makers.product(shop)
    makers.sale(shop, key, (goods, 1000, 1000), at=datetime(2026, 11, 21, 20, 31, tzinfo=UTC))
    assert shop.ask(customers.show, key).bought.days_since == 0


def test_a_page_is_sorted_as_it_is_asked_for(shop: Shop, now: datetime) -> None:
    names = ["هادی", "بابک", "", "پارسا"]
    keys = [
        makers.customer(shop, name=name, code=None if name else "17850", seen=now - timedelta(days=place))
        for place, name in enumerate(names)
    ]
    makers.phone(shop, keys[1], "+982188776655", preferred=False)
    makers.phone(shop, keys[1], SARA)
    by_name = shop.ask(customer_lists.page)
    assert [line.name for line in by_name] == ["", "بابک", "پارسا", "هادی"]
    assert [line.phone for line in by_name] == ["", SARA, "", ""]
    assert Words().shown(by_name[0].shown_name) == "Customer 17850"
    assert [line.id for line in shop.ask(customer_lists.page, order=Order.SEEN)] == keys
    assert [line.id for line in shop.ask(customer_lists.page, order=Order.NEWEST)] == keys[::-1]
    assert [line.id for line in shop.ask(customer_lists.page, 1, 2, Order.SEEN)] == keys[1:3]
    assert by_name[1].last_seen_at == now - timedelta(days=1)


def test_words_of_a_customer_are_folded(shop: Shop) -> None:
    key = shop.do(customers.add, Draft(name="عليِ كاظمة")).id
    assert [hit.id for hit in shop.ask(search.find, fold("علی کاظمه"))] == [key]
