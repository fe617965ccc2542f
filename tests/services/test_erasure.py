import json
from typing import Any

import pytest
from sqlalchemy import BigInteger, Integer, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shopcrm.app import App
from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.delivery import Channel, Delivered, Purpose, Refused
from shopcrm.rules.letters import Text
from shopcrm.rules.people import NoSuchCustomer, shown_name
from shopcrm.rules.sayings import saying
from shopcrm.services import (
    about,
    arrival_news,
    customer_rows,
    customers,
    erasure,
    greetings,
    merges,
    occasions,
    outbox,
    postbox,
    search,
    settings,
    sold_before,
    suppressions,
    vouchers,
)
from shopcrm.services.arrival_news import Wanted
from shopcrm.services.messages import Letter
from shopcrm.services.occasions import OccasionDraft, OccasionKind
from shopcrm.services.shop import Shop
from shopcrm.store.base import Moment
from shopcrm.store.customers import Customer
from shopcrm.store.messages import Attempt, Message
from shopcrm.store.tables import METADATA
from shopcrm.store.vouchers import Voucher
from tests import canaries, makers
from tests.services.counter_room import furnish


def _one(shop: Shop) -> int:
    goods = makers.product(shop, stock=900_000)
    return canaries.let_live(shop, canaries.canary(1), goods)


def test_C3_who_is_replaced_how_much_is_kept(shop: Shop) -> None:
    key = _one(shop)
    goes = shop.ask(erasure.look, key)
    done = shop.do(erasure.erase, key)
    assert (goes.sales, goes.total, goes.messages, goes.waiting) == (1, 3900, 2, 1)
    assert (done.sales, done.withdrawn) == (1, 1)
    row = shop.ask(lambda s: s.get_one(Customer, key))
    assert row.state == "erased"
    assert shown_name(row.name, row.code, row.id) == saying("erased customer")
    assert (row.code, row.skey, row.note, row.household_id) == (None, "", "", None)
    assert shop.ask(customers.bought, key).total == 3900
    assert shop.ask(customers.count) == 0
    assert shop.ask(search.find, "zqx") == []


def test_erasing_takes_along_who_was_merged(shop: Shop) -> None:
    keep, gone = makers.customer(shop, name="Ali"), makers.customer(shop, name="Reza", code="R1")
    makers.phone(shop, gone, "+989121234567")
    brought = makers.customer(shop, name="Sara")
    shop.do(_set, brought, {"referred_by_id": keep})
    shop.do(merges.merge, keep, gone)
    assert shop.ask(erasure.look, gone).merged == 1
    assert shop.do(erasure.erase, gone).ids == (keep, gone)
    assert shop.ask(lambda s: s.get_one(Customer, brought).referred_by_id) is None
    assert [view.can_undo for view in shop.ask(merges.recent)] == [False]
    for again in (keep, gone):
        with pytest.raises(erasure.ErasedAlready):
            shop.do(erasure.erase, again)
    with pytest.raises(NoSuchCustomer):
        shop.do(erasure.erase, 99)


def test_C3_who_asked_to_be_forgotten_is_known_again_by_a_keyed_hash(shop: Shop) -> None:
    assert not shop.ask(_asked, phone="0912 123 4567")
    key = makers.customer(shop, code="1042")
    makers.phone(shop, key, "+989121234567")
    makers.email(shop, key, "a@example.com")
    shop.do(erasure.erase, key)
    for phone in ("0912 123 4567", "+98 912 1234567", "۰۹۱۲۱۲۳۴۵۶۷"):
        assert shop.ask(_asked, phone=phone)
    assert shop.ask(_asked, email="A@Example.com")
    assert shop.ask(_asked, card="۱۰۴۲")
    assert not shop.ask(_asked, phone="0912 123 4568", email="no address", card="")
    again = makers.customer(shop)
    makers.phone(shop, again, "+989121234567")
    assert shop.do(suppressions.note, again) == 0


def test_every_place_that_names_a_customer_is_removed_or_cleaned() -> None:
    places = {place.name for place in customer_rows.places()}
    assert places == erasure.REMOVED | erasure.CLEANED


def test_about_a_person_covers_every_table_that_names_one(shop: Shop) -> None:
    makers.customer(shop, name="Earlier")
    key = makers.customer(shop, name="Maryam")
    makers.product(shop)
    for place in customer_rows.places():
        if place.table.name not in {"customer", "phone"}:
            shop.do(_fill, place, key, makers.customer(shop))
    makers.phone(shop, key, "+989121234567")
    document = shop.ask(about.everything, key)
    json.dumps(document)
    for place in customer_rows.places():
        rows = document[place.name if place.name in document else place.table.name]
        assert rows or place.table.name == "customer", place.name
    assert document["goods"]
    assert "skey" not in json.dumps(document)


def test_about_a_person_tells_what_they_bought_and_were_told(shop: Shop) -> None:
    key = _one(shop)
    text = json.dumps(shop.ask(about.everything, key), ensure_ascii=False)
    for word in ("zqx01vjw@example.com", "cut for zqx01vjw", "550 zqx01vjw", "the book of", "Walnuts"):
        assert word in text
    shop.do(erasure.erase, key)
    assert "zqx" not in json.dumps(shop.ask(about.everything, key))


def test_a_letter_that_comes_back_late_says_nothing_of_an_erased_person(shop: Shop) -> None:
    key = makers.customer(shop)
    message = makers.message(shop, key, state="sending")
    shop.do(_attempt, message)
    shop.do(erasure.erase, key)
    row = shop.ask(lambda s: s.get_one(Message, message))
    letter = Letter(
        message_id=message, key=row.key, attempt=1, channel=Channel.EMAIL,
        purpose=Purpose.NEWS,
        address="a@example.com", subject="", body="", language="en",
        made_at=row.made_at, began_at=row.made_at,
    )  # fmt: skip
    refused = Refused(permanent=True, why=saying("550 {address}", address="a@example.com"))
    for verdict in (refused, Delivered(reference="a@example.com")):
        shop.do(postbox.mark, letter, verdict)
        assert shop.ask(lambda s: s.scalars(select(Attempt.detail)).one()) == ""
        assert shop.ask(lambda s: s.get_one(Message, message)).state == "withdrawn"


def test_nobody_erased_or_merged_is_ranked_or_told(application: App) -> None:
    shop = application.shop
    goods = makers.product(shop)
    kept, gone, erased = (makers.customer(shop, name=name) for name in ("Ali", "Reza", "Sara"))
    for one in (kept, gone, erased):
        makers.sale(shop, one, (goods, 1000, 500), number=f"n{one}")
        makers.wish(shop, one, product_id=goods)
    arrival = makers.arrival(shop, goods)
    before = application.matcher.rank(goods)
    assert {one.customer_id for one in before.people} == {kept, gone, erased}
    shop.do(merges.merge, kept, gone)
    shop.do(erasure.erase, erased)
    assert {one.customer_id for one in application.matcher.rank(goods).people} == {kept}
    wanted = [Wanted(one.customer_id, goods, arrival) for one in before.people]
    texts = {"en": Text("News", "Fresh goods are here.")}
    queued = shop.do(arrival_news.queue_arrival, wanted, texts)
    assert (queued.added, queued.left_out) == (1, 2)
    draft = outbox.Draft("x", erased, {"en": outbox.version(texts["en"], {})})
    with pytest.raises(NoSuchCustomer):
        shop.do(outbox.queue, [draft])


def _asked(session: Session, /, **known: str) -> bool:
    return suppressions.is_suppressed(session, **known)


def _attempt(session: Session, message_id: int) -> None:
    session.add(Attempt(message_id=message_id, ordinal=1, began_at=session.info["now"]))
    session.execute(update(Message).where(Message.id == message_id).values(attempts=1))


def _set(session: Session, key: int, values: dict[str, Any]) -> None:
    session.execute(update(Customer).where(Customer.id == key).values(values))


def _fill(session: Session, place: customer_rows.Place, key: int, other: int) -> None:
    """Write a row that names a customer into a table, with whatever its other columns ask for."""
    values: dict[str, Any] = {}
    for column in place.table.columns:
        if column.primary_key or column.nullable or column.default is not None or column.server_default:
            continue
        values[column.name] = _something(column, session)
    given = {"calendar": "jalali", "month": 5, "day": 12, "purpose": "news", "words": "tea"}
    kinds = {
        "note": "note", "occasion": "other", "sale": "sale", "point_posting": "earn",
        "tier_change": "reached", "tab_entry": "sale", "voucher": "amount", "complaint": "praise",
    }  # fmt: skip
    values |= {name: value for name, value in given.items() if name in place.table.columns}
    if place.table.name == "sale":
        values["day"] = session.info["now"].date()
    if "kind" in place.table.columns:
        values["kind"] = kinds.get(place.table.name, "likes")
    if "posting_id" in place.table.columns:
        values["posting_id"] = 1
    given = {"about": "visit", "way": "paper"}
    values |= {name: value for name, value in given.items() if place.table.name == "asking"}
    if place.table.name in {"message", "hold"}:
        values["product_id"] = 1
    both = {"first_id": other, "second_id": other, "kept_id": other, "gone_id": other}
    values |= {name: value for name, value in both.items() if name in place.table.columns}
    values[place.column.name] = key
    if place.column.name == "second_id":
        values["first_id"] = key - 1
    session.connection().exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    session.connection().execute(insert(METADATA.tables[place.table.name]).values(values))


def _something(column: Any, session: Session) -> Any:
    if isinstance(column.type, Moment):
        return session.info["now"]
    kind = column.type.python_type.__name__
    return {"date": session.info["now"].date(), "int": 7, "bool": True}.get(kind, f"x{column.name}")


def test_C3_the_name_of_an_occasion_goes_from_the_greetings_too(shop: Shop) -> None:
    customer = makers.customer(shop)
    wedding = OccasionDraft(OccasionKind.OTHER, 11, 22, calendar=CalendarKind.GREGORIAN, label="With Zorblax")
    shop.do(occasions.add, customer, wedding)
    shop.do(settings.change, shop_name="Corner Shop")
    shop.do(greetings.queue_due)
    shop.do(erasure.erase, customer)
    row = shop.ask(lambda s: s.scalars(select(Message)).one())
    assert "zorblax" not in f"{row.key} {row.greeting}".lower()


def test_C3_points_tab_and_vouchers_stay_as_amounts_without_a_word_of_who(shop: Shop) -> None:
    key = _one(shop)
    friend = makers.customer(shop, name="Ali")
    shop.do(_give_voucher, friend)
    ledgers = (
        "point_posting",
        "point_entry",
        "point_lot",
        "tab_entry",
        "tier_change",
        "voucher",
        "sale_step",
    )
    before = {name: shop.ask(_amounts, name) for name in ledgers}
    shop.do(erasure.erase, key)
    assert {name: shop.ask(_amounts, name) for name in ledgers} == before
    assert shop.ask(_amounts, "held_basket") == []
    rows = shop.ask(lambda s: s.scalars(select(Voucher).order_by(Voucher.id)).all())
    assert [(row.customer_id, row.kind, row.state) for row in rows] == [
        (key, "goods", "withdrawn"),
        (key, "goods", "withdrawn"),
        (None, "credit", "active"),
        (friend, "amount", "active"),
    ]
    assert {row.words + row.reason_words for row in rows} == {"", "for Ali"}
    assert "zqx" not in " ".join(row.withdrawn_why for row in rows)


def test_C3_store_credit_of_an_erased_person_is_withdrawn_and_a_sale_of_theirs_can_still_come_back(
    shop: Shop,
) -> None:
    room = furnish(shop)
    code, percent = room.voucher("credit", 900, customer_id=room.sara), room.voucher("percent", 1_000)
    unused = room.voucher("credit", 300, customer_id=room.sara)
    sold = room.sell((room.walnuts, 1_000), codes=[code, percent])
    other = room.sell((room.walnuts, 2_000), off=100)
    shop.do(erasure.erase, room.sara)
    left = shop.ask(vouchers.look_up, unused).terms
    assert (left.state, left.credit_rest) == ("withdrawn", 0)
    assert [step.why.plainly() for step in shop.ask(sold_before.steps, other.sale_id)] == ["taken off"]
    assert room.take_back(other).refund == 1_900
    (fresh,) = [one for one in room.take_back(sold).vouchers if one.what == "credit"]
    view = shop.ask(vouchers.look_up, fresh.code)
    assert (fresh.worth, view.terms.credit_rest, view.terms.customer_id) == (900, 900, None)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("tab_entry", "reason"),
        ("tab_entry", "amount"),
        ("point_posting", "why"),
        ("point_posting", "points"),
        ("tier_change", "reason"),
    ],
)
def test_words_of_a_ledger_go_and_never_become_others(shop: Shop, table: str, column: str) -> None:
    _one(shop)
    with pytest.raises(IntegrityError, match="only ever added to"):
        shop.do(_change_all, table, column, 5 if column in {"amount", "points"} else "something else")


def _change_all(session: Session, table: str, column: str, value: object) -> None:
    session.connection().execute(update(METADATA.tables[table]).values({column: value}))


def _amounts(session: Session, name: str) -> list[tuple[Any, ...]]:
    """Read the numbers of a table, row by row."""
    table = METADATA.tables[name]
    numbers = [column for column in table.columns if isinstance(column.type, Integer | BigInteger)]
    rows = session.connection().execute(select(*numbers).order_by(*table.primary_key.columns))
    return [tuple(row) for row in rows]


def _give_voucher(session: Session, key: int) -> None:
    made = {"issued_at": session.info["now"], "issued_by": "owner"}
    session.add(
        Voucher(code="A" * 15, kind="amount", value=700, customer_id=key, reason_words="for Ali", **made)
    )
