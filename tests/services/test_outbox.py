"""Who is told by which way, and that one cause makes one message."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as sized
from hypothesis import strategies as st
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.rules.letters import Field, Text, TextEmpty, UnknownField, ValueMissing
from shopcrm.rules.people import NoSuchCustomer
from shopcrm.rules.sayings import from_json
from shopcrm.services import (
    arrival_news,
    consents,
    held,
    messages,
    outbox,
    reach,
    sales,
    sending,
    settings,
    standing,
    templates,
    wishes,
)
from shopcrm.services.arrival_news import Wanted
from shopcrm.services.consents import Answer
from shopcrm.services.outbox import Draft, NoText, Version
from shopcrm.services.sales import LineDraft, SaleDraft
from shopcrm.services.shop import Shop
from shopcrm.services.stock import NoSuchProduct
from shopcrm.store.customers import Customer, Email, Phone
from shopcrm.store.goods import Product
from shopcrm.store.messages import Message
from tests import makers, telling
from tests.telling import Basket


def _channel(shop: Shop, customer_id: int, purpose: Purpose = Purpose.NEWS) -> Channel:
    return reach.channel_for(shop.ask(reach.reaches, [customer_id])[customer_id], purpose)


def test_the_way_is_mail_then_a_call_then_in_person(shop: Shop) -> None:
    mail, number = "a@example.com", "+989121234567"
    ways = {
        telling.listener(shop, email=mail, phone=number, yes="email call"): Channel.EMAIL,
        telling.listener(shop, email=mail, phone=number, yes="call"): Channel.CALL,
        telling.listener(shop, phone=number, yes="email call"): Channel.CALL,
        telling.listener(shop, email=mail, phone=number): Channel.IN_PERSON,
        telling.listener(shop, email="no address", yes="email"): Channel.IN_PERSON,
        telling.listener(shop, yes="email call"): Channel.IN_PERSON,
    }
    assert {customer: _channel(shop, customer) for customer in ways} == ways


def test_the_preferred_address_is_used(shop: Shop) -> None:
    customer = telling.listener(shop, email="new@example.com", yes="email")
    makers.email(shop, customer, "older@example.com", preferred=False)
    assert shop.ask(reach.reaches, [customer])[customer].address == "new@example.com"


def test_M1_the_latest_word_holds_and_a_service_is_not_news(shop: Shop) -> None:
    customer = telling.listener(shop, email="a@example.com", yes="email")
    makers.consent(shop, customer, given=False)
    assert _channel(shop, customer) is Channel.IN_PERSON
    assert _channel(shop, customer, Purpose.SERVICE) is Channel.EMAIL
    makers.consent(shop, customer, given=True)
    assert _channel(shop, customer) is Channel.EMAIL
    makers.consent(shop, customer, given=False, purpose="service")
    assert _channel(shop, customer, Purpose.SERVICE) is Channel.IN_PERSON


_ANSWER = st.builds(
    Answer,
    st.sampled_from(Purpose),
    st.sampled_from([Channel.EMAIL, Channel.CALL]),
    st.booleans(),
    st.just("asked"),
)
_History = tuple[list[Answer], list[Answer]]
"""What somebody said before news were queued for them, and after."""

_HISTORIES = st.lists(
    st.tuples(st.lists(_ANSWER, max_size=5), st.lists(_ANSWER, max_size=2)), min_size=20, max_size=20
)


def test_M1_A5_no_history_of_consent_ever_lets_news_go_to_one_who_said_no(shop: Shop, *, full: bool) -> None:
    goods_in = telling.came_in(shop)
    told: Counter[str] = Counter()

    @sized(
        max_examples=500 if full else 50,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        database=None,
        phases=[Phase.generate],
    )
    @given(_HISTORIES)
    def histories(many: list[_History]) -> None:
        for (before, after), (queued, sent) in zip(many, shop.do(_live, goods_in, many), strict=True):
            assert queued == _right_way(before)
            if sent:
                assert _right_way([*before, *after], queued) == queued
            told[queued] += sent

    histories()
    assert min(told[Channel.EMAIL], told[Channel.CALL]) > 10, "some are told, or the test tests nothing"


def _right_way(said: list[Answer], only: str = "") -> str:
    """Work out plainly which way news may go after what was said."""
    latest = {answer.channel: answer.given for answer in said if answer.purpose is Purpose.NEWS}
    ways = [way for way in (Channel.EMAIL, Channel.CALL) if latest.get(way) and only in {"", way}]
    return ways[0] if ways else Channel.IN_PERSON


def _live(session: Session, goods_in: tuple[int, int], many: list[_History]) -> list[tuple[str, bool]]:
    """Let people speak, queue news, let them speak again; gives each one's way and whether it holds."""
    now = session.info["now"]
    rows = [Customer(name="Sara", first_seen_at=now, last_seen_at=now) for _ in many]
    session.add_all(rows)
    session.flush()
    people = [row.id for row in rows]
    session.add_all(Email(customer_id=one, address=f"p{one}@example.com") for one in people)
    session.add_all(Phone(customer_id=one, e164=f"+98{one}") for one in people)
    _say(session, people, [before for before, _ in many])
    wanted = [Wanted(one, *goods_in) for one in people]
    arrival_news.queue_arrival(session, wanted, templates.read(session, templates.ARRIVAL))
    _say(session, people, [after for _, after in many])
    found = session.scalars(
        select(Message).where(Message.customer_id.in_(people)).order_by(Message.customer_id)
    ).all()
    against = standing.reasons_against(session, found)
    return [(row.channel, row.id not in against) for row in found]


def _say(session: Session, people: list[int], histories: list[list[Answer]]) -> None:
    for person, history in zip(people, histories, strict=True):
        for answer in history:
            consents.record(session, person, answer)


def test_a_second_queueing_adds_nothing(shop: Shop) -> None:
    goods_in = telling.came_in(shop)
    people = [telling.listener(shop, email=f"{n}@example.com", yes="email") for n in range(3)]
    first = telling.tell(shop, goods_in, people)
    again = telling.tell(shop, goods_in, [*people, people[0]])
    assert (first.added, first.by_channel[Channel.EMAIL]) == (3, 3)
    assert (again.added, again.repeated) == (0, 4)
    assert len(telling.rows(shop)) == 3


def test_a_second_message_with_one_cause_is_impossible_in_the_file_itself(shop: Shop) -> None:
    telling.ready(shop)
    (row,) = telling.rows(shop)

    def twice(session: Session) -> None:
        values = {c.key: getattr(row, c.key) for c in Message.__table__.columns if c.key != "id"}
        session.execute(insert(Message).values(**values))

    with pytest.raises(IntegrityError):
        shop.do(twice)


def test_A2_one_message_for_one_wish_whatever_comes_in(shop: Shop) -> None:
    sara = telling.listener(shop, email="a@example.com", yes="email")
    first, second = telling.came_in(shop, "Walnuts"), telling.came_in(shop, "Walnut halves")
    wish = shop.do(wishes.ask, sara, words="walnut").wish_id
    texts = shop.ask(templates.read, templates.ARRIVAL)
    wanted = [Wanted(sara, product, arrival, wish) for product, arrival in (first, second)]
    queued = shop.do(arrival_news.queue_arrival, wanted, texts)
    assert (queued.added, queued.repeated) == (1, 1)
    later = shop.do(arrival_news.queue_arrival, wanted[1:], texts)
    assert (later.added, later.repeated) == (0, 1)


def test_A5_who_avoids_it_is_left_out_even_in_person(shop: Shop) -> None:
    sara = telling.listener(shop, email="a@example.com", yes="email")
    makers.avoids(shop, sara, "walnut")
    queued = telling.tell(shop, telling.came_in(shop), [sara])
    assert (queued.added, queued.left_out) == (0, 1)


def test_M2_the_strictest_cap_wins_and_services_are_exempt(shop: Shop) -> None:
    shop.do(settings.change, weekly_cap=2, repeat_days=14)
    sara = telling.listener(shop, email="a@example.com", yes="email")
    goods_in = [telling.came_in(shop, name) for name in ("Walnuts", "Pistachios", "Almonds")]
    channels = [next(iter(telling.tell(shop, one, [sara]).by_channel)) for one in goods_in]
    assert channels == [Channel.EMAIL, Channel.EMAIL, Channel.IN_PERSON]
    (reason,) = from_json(telling.rows(shop)[-1].problem)
    assert reason.plainly() == "They already have 2 messages this week."
    served = shop.do(outbox.queue, [_service(sara, f"order:{n}") for n in range(5)])
    assert served.by_channel == {Channel.EMAIL: 5}
    sending.send_waiting(shop, {Channel.EMAIL: Basket()}, "a")
    telling.at(shop, shop.clock() + timedelta(days=8))
    assert telling.tell(shop, telling.came_in(shop, "Dates"), [sara]).in_person == 0


def test_M2_what_waited_past_its_last_day_fills_no_week(shop: Shop) -> None:
    shop.do(settings.change, weekly_cap=1)
    sara = telling.listener(shop, email="a@example.com", yes="email")
    last = shop.ask(held.today)
    telling.tell(shop, telling.came_in(shop, "Walnuts"), [sara], last)
    telling.at(shop, shop.clock() + timedelta(days=8))
    assert telling.tell(shop, telling.came_in(shop, "Dates"), [sara]).by_channel == {Channel.EMAIL: 1}


def test_M2_the_cap_holds_within_one_batch(shop: Shop) -> None:
    shop.do(settings.change, weekly_cap=1)
    sara = telling.listener(shop, email="a@example.com", yes="email")
    walnuts, dates = telling.came_in(shop, "Walnuts"), telling.came_in(shop, "Dates")
    wanted = [Wanted(sara, *walnuts, rank=2), Wanted(sara, *dates, rank=1)]
    shop.do(arrival_news.queue_arrival, wanted, shop.ask(templates.read, templates.ARRIVAL))
    assert [(row.product_id, row.channel) for row in telling.rows(shop)] == [
        (dates[0], "email"),
        (walnuts[0], "in_person"),
    ]


def test_nobody_is_told_of_the_same_twice_within_the_time_set(shop: Shop) -> None:
    shop.do(settings.change, weekly_cap=50, repeat_days=14)
    sara = telling.listener(shop, email="a@example.com", yes="email")
    product, first = telling.came_in(shop)
    telling.tell(shop, (product, first), [sara])
    sending.send_waiting(shop, {Channel.EMAIL: Basket()}, "a")
    for days, channel in ((1, Channel.IN_PERSON), (15, Channel.EMAIL)):
        telling.at(shop, shop.clock() + timedelta(days=days))
        _, arrival = telling.came_in(shop, f"Other {days}")
        assert telling.tell(shop, (product, arrival), [sara]).by_channel == {channel: 1}


def _service(customer_id: int, key: str) -> Draft:
    versions = {"en": Version(Text("Your order", "It is ready, {name}."), {})}
    return Draft(key, customer_id, versions, purpose=Purpose.SERVICE)


def test_A6_whom_the_shop_could_not_reach_is_counted_by_reason(shop: Shop) -> None:
    people = [telling.listener(shop, email="a@example.com") for _ in range(2)]
    people += [telling.listener(shop), telling.listener(shop, email="b@example.com", yes="email")]
    goods_in = telling.came_in(shop)
    queued = telling.tell(shop, goods_in, people)
    assert queued.in_person == 3
    missed = shop.ask(messages.not_reached)
    assert missed.count == 3
    assert [(reason.plainly(), count) for reason, count in missed.reasons] == [
        ("They did not agree to messages.", 2),
        ("No address and no number is known.", 1),
    ]
    assert shop.ask(messages.not_reached, goods_in[1]) == missed
    assert shop.ask(messages.not_reached, goods_in[1] + 1).count == 0
    (told,) = shop.ask(messages.tell_in_person, people[2])
    assert (told.goods, told.not_sent[0].plainly()) == ("Walnuts", "No address and no number is known.")
    assert len(shop.ask(messages.tell_in_person)) == 3


def test_M6_each_reads_their_own_language(shop: Shop) -> None:
    english = telling.listener(shop, "Sara Ahmadi", email="a@example.com", yes="email")
    persian = telling.listener(shop, "رضا کریمی", email="b@example.com", yes="email")
    shop.do(_speaks, persian, "fa")
    shop.do(settings.change, calendar="jalali")
    telling.tell(shop, telling.came_in(shop), [english, persian])
    first, second = telling.rows(shop)
    assert (first.language, first.subject) == ("en", "Walnuts is here")
    assert first.body.startswith("Hello Sara,")
    assert (second.language, second.subject) == ("fa", "Walnuts رسید")
    assert second.body.startswith("سلام رضا،")
    assert "۱ آذر" in second.body


def _speaks(session: Session, customer_id: int, language: str) -> None:
    session.get_one(Customer, customer_id).language = language


def test_a_field_nobody_fills_stops_all_of_it(shop: Shop) -> None:
    sara = telling.listener(shop, email="a@example.com", yes="email")
    product, arrival = telling.came_in(shop)
    wanted = [Wanted(sara, product, arrival)]
    for text, error in (
        (Text("x", "{nickname}"), UnknownField),
        (Text("x", " "), TextEmpty),
    ):
        with pytest.raises(error):
            shop.do(arrival_news.queue_arrival, wanted, {"en": text})
    with pytest.raises(NoText):
        shop.do(arrival_news.queue_arrival, wanted, {"fa": Text("x", "x")})
    assert telling.rows(shop) == []


def test_a_value_that_the_goods_lack_stops_all_of_it(shop: Shop) -> None:
    shop.do(settings.change, shop_name="")
    sara = telling.listener(shop, email="a@example.com", yes="email")
    product, arrival = telling.came_in(shop)
    shop.do(settings.change, shop_name="")
    with pytest.raises(ValueMissing) as caught:
        shop.do(
            arrival_news.queue_arrival, [Wanted(sara, product, arrival)], {"en": Text("x", "From {shop}.")}
        )
    assert caught.value.fields["field"] == "{shop}"
    assert telling.rows(shop) == []


def test_who_has_no_name_gets_no_letter_with_a_blank(shop: Shop) -> None:
    nameless = telling.listener(shop, "", email="a@example.com", yes="email")
    queued = telling.tell(shop, telling.came_in(shop), [nameless])
    assert queued.in_person == 1
    (row,) = telling.rows(shop)
    assert (row.body, row.address) == ("", "")
    assert "{first_name}" in from_json(row.problem)[0].plainly()


def test_what_customers_are_called_is_text_and_nothing_else(shop: Shop) -> None:
    name = "{price} <b>=1+1</b> %s"
    sara = telling.listener(shop, name, email="a@example.com", yes="email")
    values = {Field.PRICE: "9", Field.NAME: "not this"}
    draft = Draft("k", sara, {"en": Version(Text("To {name}", "Dear {name}: {price}"), values)})
    shop.do(outbox.queue, [draft])
    (row,) = telling.rows(shop)
    assert row.subject == f"To {name}"
    assert row.body == f"Dear {name}: 9"


def test_a_message_and_what_caused_it_are_one(shop: Shop) -> None:
    sara = telling.listener(shop, email="a@example.com", yes="email")
    product, arrival = telling.came_in(shop)

    def sell_and_tell(session: Session) -> None:
        sales.record(session, SaleDraft(shop.clock(), [LineDraft(product, 1_000, 5)], sara))
        outbox.queue(session, [_service(sara, "sale:1")])
        raise NoText

    with pytest.raises(NoText):
        shop.do(sell_and_tell)
    assert telling.rows(shop) == []
    assert shop.ask(sales.count) == 0
    assert arrival


def test_nobody_and_nothing_are_not_told(shop: Shop) -> None:
    product, arrival = telling.came_in(shop)
    with pytest.raises(NoSuchCustomer):
        telling.tell(shop, (product, arrival), [99])
    with pytest.raises(NoSuchProduct):
        telling.tell(shop, (99, arrival), [telling.listener(shop)])
    with pytest.raises(NoSuchProduct):
        shop.ask(arrival_news.arrival_versions, 99, arrival, {}, shop.ask(settings.read))


def test_M2_what_waited_for_a_line_counts_when_it_goes_out(shop: Shop) -> None:
    customer = telling.listener(shop, email="a@example.com", yes="email")
    for name in ("Walnuts", "Almonds"):
        telling.tell(shop, telling.came_in(shop, name), [customer])
    telling.at(shop, shop.clock() + timedelta(days=8))
    assert telling.tell(shop, telling.came_in(shop, "Dates"), [customer]).in_person == 1
    sending.send_waiting(shop, {Channel.EMAIL: Basket()}, "a")
    assert telling.tell(shop, telling.came_in(shop, "Figs"), [customer]).in_person == 1
    telling.at(shop, shop.clock() + timedelta(days=8))
    assert telling.tell(shop, telling.came_in(shop, "Rice"), [customer]).in_person == 0


def test_A3_what_costs_too_much_by_now_is_not_told(shop: Shop) -> None:
    customer = telling.listener(shop, email="a@example.com", yes="email")
    product, arrival = telling.came_in(shop)
    wish = shop.do(wishes.ask, customer, product_id=product, limit_price=130_000).wish_id
    texts = shop.ask(templates.read, templates.ARRIVAL)
    wanted = Wanted(customer, product, arrival, wish)
    shop.do(arrival_news.queue_arrival, [wanted], texts)
    shop.do(_cost, product, 130_001)
    assert sending.send_waiting(shop, {Channel.EMAIL: Basket()}, "a").withdrawn == 1


def _cost(session: Session, product_id: int, price: int) -> None:
    session.get_one(Product, product_id).price = price
