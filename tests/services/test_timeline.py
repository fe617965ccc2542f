"""Everything between a customer and the shop in one list, paged without a gap or a repetition."""

from datetime import datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from sqlalchemy import Insert, delete, insert, select, update
from sqlalchemy.orm import Session

from shopcrm.rules.timeline import GROUPS, bought_after
from shopcrm.rules.wording import Words
from shopcrm.services import cards, holds, notes, timeline, wishes
from shopcrm.services.notes import NoteKind
from shopcrm.services.shop import Shop, touched
from shopcrm.services.timeline import Entry, Group, Kind, Place
from shopcrm.services.topics import Topic
from shopcrm.store.customers import Consent, Customer, Note
from shopcrm.store.merges import Merge
from shopcrm.store.messages import Message
from shopcrm.store.sales import Sale
from tests import makers
from tests.conftest import NOW
from tests.services.test_memory import TODAY

EN = Words()


def _list(shop: Shop, customer: int, group: Group = Group.ALL) -> list[Entry]:
    return list(shop.ask(timeline.page, customer, group, None, 1_000).entries)


def _says(shop: Shop, customer: int) -> list[tuple[str, str]]:
    return [(one.kind.value, EN.tell(one.what)) for one in _list(shop, customer)]


def test_nothing_happened_with_a_stranger(shop: Shop) -> None:
    page = shop.ask(timeline.page, makers.customer(shop))
    assert (page.entries, page.next) == ((), None)


def test_a_sale_is_told_by_its_goods_and_a_return_as_such(shop: Shop) -> None:
    sara = makers.customer(shop)
    goods = [makers.product(shop, name=name, code=name) for name in ("Pistachio", "Walnuts", "Dates", "Figs")]
    makers.sale(shop, sara, *((one, 1000, 10) for one in goods[:3]), at=NOW - timedelta(days=3))
    makers.sale(shop, sara, *((one, 1000, 10) for one in goods), at=NOW - timedelta(days=2))
    makers.sale(shop, sara, (goods[0], -1000, 10), kind="return", at=NOW - timedelta(days=1))
    assert _says(shop, sara) == [
        ("return", "Brought back: Pistachio"),
        ("sale", "Pistachio, Walnuts, Dates and 1 more"),
        ("sale", "Pistachio, Walnuts, Dates"),
    ]
    assert [one.amount for one in _list(shop, sara)] == [-10, 40, 30]


def test_everything_else_is_there_too(shop: Shop) -> None:
    sara, walnuts = makers.customer(shop), makers.product(shop, stock=9000)
    omid = makers.customer(shop, name="Omid")
    wish = shop.do(wishes.ask, sara, product_id=walnuts).wish_id
    shop.do(wishes.told, wish)
    shop.do(holds.release, shop.do(holds.hold, sara, walnuts, 1000, TODAY))
    makers.consent(shop, sara)
    makers.message(shop, sara, state="sent")
    number = shop.do(cards.give, sara, "1234")
    shop.do(cards.replace, sara, "lost")
    for kind in NoteKind:
        shop.do(notes.write, sara, kind, f"some {kind}")
    shop.do(_add_merge, sara, omid)
    said = _says(shop, sara)
    for entry in (
        ("wish", "Asked for Walnuts"),
        ("wish", "Was told that Walnuts is here"),
        ("hold", "Walnuts kept aside until 22 November 2026"),
        ("hold", "Walnuts is no longer kept aside"),
        ("consent", "Said yes. By e-mail: news"),
        ("message", "By e-mail: Fresh walnuts"),
        ("card", f"Was given the card {number}"),
        ("card", f"The card {number} was replaced"),
        ("merge", "Was merged with Omid (number 2)"),
        *((kind.value, kind.value.capitalize()) for kind in NoteKind),
    ):
        assert entry in said
    assert said.index(entry) < said.index(("wish", "Asked for Walnuts"))


def _add_merge(session: Session, kept: int, gone: int) -> None:
    session.add(Merge(kept_id=kept, gone_id=gone, at=NOW, by="owner", moved="{}"))


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "They came in and bought on the same day."),
        (1, "They came in and bought 1 day later."),
        (2, "They came in and bought 2 days later."),
    ],
)
def test_a_message_says_when_they_came_in_and_bought(shop: Shop, days: int, said: str) -> None:
    sara, walnuts = makers.customer(shop), makers.product(shop)
    message = makers.message(shop, sara, state="sent")
    sale = makers.sale(shop, sara, (walnuts, 1000, 10), at=NOW + timedelta(days=days))
    shop.do(_follow, message, sale)
    entry = next(one for one in _list(shop, sara) if one.kind is Kind.MESSAGE)
    assert [EN.tell(one) for one in entry.why] == [said] == [EN.tell(bought_after(days))]


def _follow(session: Session, message: int, sale: int) -> None:
    session.execute(update(Message).where(Message.id == message).values(sale_id=sale, outcome="bought"))


def test_each_kind_is_in_one_group_besides_all() -> None:
    assert set(GROUPS) == set(Kind)
    assert Group.ALL not in GROUPS.values()


happened = st.lists(
    st.tuples(st.sampled_from(["sale", "return", "note", "call", "message", "consent"]), st.integers(0, 3)),
    max_size=14,
)


@given(happened, st.sampled_from(Group), st.integers(1, 5))
@how(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_paging_through_is_the_whole_list_in_order(
    shop: Shop, what: list[tuple[str, int]], group: Group, limit: int
) -> None:
    shop.do(_happen, what)
    paged: list[Entry] = []
    after: Place | None = None
    while True:
        page = shop.ask(timeline.page, 1, group, after, limit)
        paged += page.entries
        after = page.next
        if after is None:
            break
    assert paged == _list(shop, 1, group)
    assert len(paged) == len({(one.kind, one.id) for one in paged})
    assert [one.at for one in paged] == sorted((one.at for one in paged), reverse=True)
    kinds = [kind for kind, _minute in what if group in {Group.ALL, GROUPS[Kind(kind)]}]
    assert sorted(one.kind.value for one in paged) == sorted(kinds)


def test_what_comes_in_meanwhile_shows_nothing_twice(shop: Shop) -> None:
    shop.do(_happen, [("note", minute % 2) for minute in range(6)])
    first = shop.ask(timeline.page, 1, Group.ALL, None, 3)
    shop.do(notes.write, 1, NoteKind.NOTE, "just now")
    rest = shop.ask(timeline.page, 1, Group.ALL, first.next, 9)
    assert len({one.id for one in (*first.entries, *rest.entries)}) == 6


def _happen(session: Session, what: list[tuple[str, int]]) -> None:
    """Make exactly this happen with the first customer, many things at the same moment."""
    _forget(session)
    numbers = count(1)
    for kind, minute in what:
        at = NOW - timedelta(minutes=minute)
        session.execute(_row(kind, at, next(numbers)))


def _forget(session: Session) -> None:
    for table in (Sale, Note, Message, Consent):
        session.execute(delete(table))
    if not session.scalar(select(Customer.id).where(Customer.id == 1)):
        session.add(Customer(id=1, name="Sara", first_seen_at=NOW, last_seen_at=NOW))
        session.flush()
    touched(session, Topic.SALES, "emptied")


def _row(kind: str, at: datetime, number: int) -> Insert:
    if kind in {"sale", "return"}:
        return insert(Sale).values(
            source="t", number=str(number), kind=kind, customer_id=1, sold_at=at, day=at.date(), total=1
        )
    if kind == "message":
        return insert(Message).values(
            key=str(number),
            customer_id=1,
            channel="email",
            purpose="news",
            language="en",
            made_at=at,
            not_before=at,
        )
    if kind == "consent":
        return insert(Consent).values(
            customer_id=1,
            purpose="news",
            channel="email",
            given=True,
            at=at,
            how="asked",
            recorded_by="owner",
        )
    return insert(Note).values(customer_id=1, kind=kind, text="t", at=at, changed_at=at, written_by="owner")
