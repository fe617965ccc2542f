from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Column, ForeignKey, Integer, Table, delete, func, insert, select, update
from sqlalchemy.orm import Session

from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.rules.people import NoSuchCustomer
from shopcrm.services import (
    cards,
    consents,
    customer_rows,
    customers,
    duplicates,
    merge_moves,
    merges,
    people,
    preferences,
    reach,
    search,
    wishes,
)
from shopcrm.services.consents import Answer
from shopcrm.services.customers import Draft
from shopcrm.services.shop import Shop
from shopcrm.store.customers import Customer
from shopcrm.store.merges import LikelyDuplicate, Merge
from shopcrm.store.messages import Message
from shopcrm.store.tables import METADATA
from tests import makers
from tests.conftest import NOW

Rows = dict[str, list[dict[str, Any]]]


def everything(session: Session) -> Rows:
    """Read all rows of all tables that name customers, but for the trail of merges and pairs."""
    left_out = {Merge.__tablename__, LikelyDuplicate.__tablename__}
    tables = {place.table for place in customer_rows.places()} | {METADATA.tables["customer"]}
    return {
        table.name: [
            dict(row) for row in session.connection().execute(select(table).order_by(table.c.id)).mappings()
        ]
        for table in sorted(tables, key=lambda table: table.name)
        if table.name not in left_out
    }


def two(shop: Shop) -> tuple[int, int]:
    """Make one person twice, with everything that may be there only once on both sides."""
    goods = makers.product(shop, stock=90_000)
    ids = []
    for name, code, phone in (
        ("Maryam Noori", "A1", "0912 345 6789"),
        ("Noori Maryam", "B7", "0935 111 2233"),
    ):
        draft = Draft(
            name=name,
            code=code,
            phones=[phone, "021 8888 7766"],
            emails=["m@example.com"],
            note=f"of {code}",
            tags=["kind"],
        )
        key = shop.do(customers.add, draft).id
        makers.wish(shop, key, words="saffron")
        makers.preference(shop, key, "likes" if code == "A1" else "avoids", words="peanuts")
        makers.message(shop, key, key=f"m{key}")
        makers.sale(shop, key, (goods, 1000, 500), number=code)
        makers.consent(shop, key, given=code == "A1")
        shop.do(cards.give, key)
        ids.append(key)
    return ids[0], ids[1]


def test_C2_a_merge_moves_everything_and_the_old_card_finds_the_person(shop: Shop) -> None:
    keep, gone = two(shop)
    old_card = shop.ask(customers.show, gone).cards[0].number
    done = shop.do(merges.merge, keep, gone)
    sheet = shop.ask(customers.show, keep)
    assert sheet.bought.count == 2
    assert len(sheet.phones) == 3
    assert sheet.emails == ("m@example.com",)
    assert sheet.note == "of A1\nof B7"
    assert done.moved["sale"] == 1
    for text in (old_card, "B7", str(gone)):
        assert shop.ask(customers.by_id_or_code, text) == keep
    assert shop.ask(people.find, gone) == keep
    assert [hit.id for hit in shop.ask(search.find, "0935 111 2233")] == [keep]
    assert shop.ask(customers.count) == 1


def test_C2_of_two_open_wishes_and_tastes_one_stays(shop: Shop) -> None:
    keep, gone = two(shop)
    shop.do(merges.merge, keep, gone)
    open_ones = [row for row in shop.ask(wishes.of_customer, keep) if row.state in wishes.OPEN]
    assert len(open_ones) == 1
    assert [taste.kind for taste in shop.ask(preferences.of_customer, keep)] == ["avoids"]


@pytest.mark.parametrize(
    ("kept", "other"), [(True, False), (False, True), (None, False), (None, True), (True, True)]
)
def test_C2_the_strictest_consent_wins(shop: Shop, *, kept: bool | None, other: bool) -> None:
    keep, gone = makers.customer(shop), makers.customer(shop)
    if kept is not None:
        makers.consent(shop, keep, given=kept)
    makers.consent(shop, gone, given=other)
    done = shop.do(merges.merge, keep, gone)
    holds = kept is not False and other
    assert shop.ask(consents.allows, keep, Purpose.NEWS, Channel.EMAIL) is holds
    shop.do(merges.unmerge, done.merge_id)
    assert shop.ask(consents.allows, keep, Purpose.NEWS, Channel.EMAIL) is (kept is True)
    assert shop.ask(consents.allows, gone, Purpose.NEWS, Channel.EMAIL) is other


def test_C2_a_no_outlives_the_undoing_of_another_merge(shop: Shop) -> None:
    keep, first, second = (makers.customer(shop) for _person in range(3))
    makers.consent(shop, keep, given=True)
    for other in (first, second):
        makers.consent(shop, other, given=False)
    undone = shop.do(merges.merge, keep, first)
    shop.do(merges.merge, keep, second)
    shop.do(merges.unmerge, undone.merge_id)
    assert not shop.ask(consents.allows, keep, Purpose.NEWS, Channel.EMAIL)


def test_a_no_said_while_two_were_one_holds_for_both(shop: Shop) -> None:
    keep, gone = makers.customer(shop), makers.customer(shop)
    makers.consent(shop, gone, given=True)
    done = shop.do(merges.merge, keep, gone)
    no = Answer(Purpose.NEWS, Channel.EMAIL, given=False, how="at the counter")
    shop.do(consents.record, keep, no)
    shop.do(merges.unmerge, done.merge_id)
    for one in (keep, gone):
        assert not shop.ask(consents.allows, one, Purpose.NEWS, Channel.EMAIL)


def test_C2_undoing_gives_everything_back(shop: Shop) -> None:
    keep, gone = two(shop)
    before = shop.ask(everything)
    done = shop.do(merges.merge, keep, gone)
    assert shop.ask(everything) != before
    view = shop.do(merges.unmerge, done.merge_id)
    assert shop.ask(everything) == before
    assert not view.can_undo
    assert shop.do(duplicates.sweep).waiting == 0


def test_what_came_after_stays_with_the_kept_one(shop: Shop) -> None:
    keep, gone = two(shop)
    done = shop.do(merges.merge, keep, gone)
    later = makers.sale(shop, keep, (1, 1000, 900), number="later")
    shop.do(customers.edit, keep, Draft(note="written since"))
    shop.do(merges.unmerge, done.merge_id)
    sheets = [shop.ask(customers.show, one) for one in (keep, gone)]
    assert later in {sale.id for sale in sheets[0].purchases}
    assert sheets[0].note == "written since"
    assert [sheet.bought.count for sheet in sheets] == [2, 1]


def test_a_greeting_and_a_waiting_message_go_once(shop: Shop) -> None:
    keep, gone = makers.customer(shop), makers.customer(shop)
    goods = makers.product(shop)
    for one in (keep, gone):
        greeted = {"greeting": "birthday:1405", "state": "sent"}
        for key, values in (("greet", greeted), ("news", {"product_id": goods})):
            message = makers.message(shop, one, key=f"{key}{one}")
            shop.do(_set, Message, message, values)
    done = shop.do(merges.merge, keep, gone)
    states = shop.ask(lambda s: s.execute(select(Message.customer_id, Message.state, Message.greeting)).all())
    assert sorted(states, key=str) == [
        (keep, "queued", None),
        (keep, "sent", "birthday:1405"),
        (keep, "sent", None),
        (keep, "withdrawn", None),
    ]
    shop.do(merges.unmerge, done.merge_id)
    assert shop.ask(lambda s: s.scalars(select(Message.state).where(Message.customer_id == gone)).all()) == [
        "sent",
        "queued",
    ]


def test_nobody_is_merged_who_cannot_be(shop: Shop) -> None:
    one, other, third = (makers.customer(shop, name=name) for name in ("Ali", "Reza", "Sara"))
    with pytest.raises(merges.MergedWithThemselves):
        shop.do(merges.merge, one, one)
    with pytest.raises(NoSuchCustomer):
        shop.do(merges.merge, one, 99)
    shop.do(merges.merge, one, other)
    for pair in ((third, other), (other, third)):
        with pytest.raises(merges.MergedAlready, match="Reza was merged into Ali"):
            shop.do(merges.merge, *pair)
    shop.do(_set, Customer, third, {"state": "erased"})
    with pytest.raises(merges.ErasedForGood):
        shop.do(merges.merge, one, third)


def test_undoing_is_refused_when_it_is_too_late(shop: Shop) -> None:
    one, other, third = (makers.customer(shop, name=name) for name in ("Ali", "Reza", "Sara"))
    first = shop.do(merges.merge, one, other).merge_id
    second = shop.do(merges.merge, third, one).merge_id
    with pytest.raises(merges.NoSuchMerge):
        shop.do(merges.unmerge, 99)
    with pytest.raises(merges.KeptMergedSince):
        shop.do(merges.unmerge, first)
    shop.do(merges.unmerge, second)
    shop.do(merges.unmerge, first)
    with pytest.raises(merges.UnmergedAlready):
        shop.do(merges.unmerge, first)
    third_merge = shop.do(merges.merge, one, other).merge_id
    shop.clock = lambda: NOW + timedelta(days=30, seconds=1)
    with pytest.raises(merges.MergeTooOld):
        shop.do(merges.unmerge, third_merge)
    assert not shop.ask(merges.recent)[0].can_undo
    assert len(shop.ask(merges.of_customer, one)) == 3
    shop.clock = lambda: NOW
    shop.do(_set, Customer, one, {"state": "erased"})
    with pytest.raises(merges.ErasedForGood):
        shop.do(merges.unmerge, third_merge)


def test_a_merge_changed_by_a_later_one_still_gives_back_what_it_took(shop: Shop) -> None:
    keep, first, second = (makers.customer(shop) for _person in range(3))
    mine = makers.preference(shop, first, "likes", words="tea")
    makers.preference(shop, second, "avoids", words="tea")
    wish = makers.wish(shop, first, words="honey")
    shop.do(_set, METADATA.tables["wish"], wish, {"asked_at": NOW + timedelta(days=1)})
    makers.wish(shop, second, words="honey")
    early = shop.do(merges.merge, keep, first).merge_id
    shop.do(merges.merge, keep, second)
    shop.do(merges.unmerge, early)
    assert [taste.id for taste in shop.ask(preferences.of_customer, first)] == [mine]
    assert [(row.id, row.state) for row in shop.ask(wishes.of_customer, first)] == [(wish, "waiting")]


def test_C2_every_place_that_names_a_customer_is_handled() -> None:
    """What may be there only once for a customer has its rule, and every row can be named by one number."""
    places = customer_rows.places()
    assert len(places) > 20
    unruled = [
        place.name
        for place in places
        if customer_rows.unique_with(place)
        and place.name not in {*merge_moves.SETTLED, *merge_moves._HANDLED}
    ]
    assert unruled == []
    assert all([column.name for column in place.table.primary_key] == ["id"] for place in places)
    assert set(merge_moves.SETTLED) | merge_moves.STAYS <= {place.name for place in places}


@contextmanager
def _new_table(shop: Shop, *, unique: bool) -> Iterator[Table]:
    table = Table(
        "made_ledger",
        METADATA,
        Column("id", Integer, primary_key=True),
        Column("customer_id", ForeignKey("customer.id"), unique=unique),
        Column("points", Integer),
    )
    table.create(shop.engine)
    try:
        yield table
    finally:
        METADATA.remove(table)


def test_C2_a_ledger_that_nobody_thought_of_moves_by_itself_and_its_sum_stays(shop: Shop) -> None:
    keep, gone = makers.customer(shop), makers.customer(shop)
    with _new_table(shop, unique=False) as table:
        rows = [
            {"customer_id": one, "points": points} for one, points in ((keep, 100), (gone, 50), (gone, -20))
        ]
        shop.do(lambda s: s.connection().execute(insert(table), rows))
        balance: Callable[[int], Any] = lambda key: shop.ask(  # noqa: E731 -- asked four times, of two people
            lambda s: s.scalar(
                select(func.coalesce(func.sum(table.c.points), 0)).where(table.c.customer_id == key)
            )
        )
        done = shop.do(merges.merge, keep, gone)
        assert (balance(keep), balance(gone)) == (130, 0)
        shop.do(merges.unmerge, done.merge_id)
        assert (balance(keep), balance(gone)) == (100, 30)
        shop.do(lambda s: s.connection().execute(delete(table)))


def test_the_watch_over_the_places_would_notice_a_new_one(shop: Shop) -> None:
    with _new_table(shop, unique=True), pytest.raises(AssertionError):
        test_C2_every_place_that_names_a_customer_is_handled()


def test_nobody_tells_a_merged_person(shop: Shop) -> None:
    keep, gone = makers.customer(shop), makers.customer(shop)
    makers.email(shop, gone, "a@example.com")
    shop.do(merges.merge, keep, gone)
    found = shop.ask(reach.reaches, [keep, gone])
    assert found[keep].is_known
    assert not found[gone].is_known
    assert not found[gone].may(Purpose.SERVICE, Channel.IN_PERSON)


def _set(session: Session, table: Any, key: int, values: dict[str, Any]) -> None:
    held = table if isinstance(table, Table) else table.__table__
    session.connection().execute(update(held).where(held.c.id == key).values(values))
