"""Claiming, sending and marking: each attempt is written before it is made, nothing unknown is repeated."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from shopcrm.rules.delivery import (
    LEASE,
    CannotDecide,
    Channel,
    Decision,
    Delivered,
    Outcome,
    Purpose,
    Refused,
    Standing,
    State,
    Unclear,
    Verdict,
)
from shopcrm.rules.letters import Text
from shopcrm.rules.sayings import from_json
from shopcrm.rules.wording import saying
from shopcrm.services import (
    answers,
    arrival_news,
    arrivals,
    held,
    messages,
    outbox,
    postbox,
    reach,
    sales,
    sending,
    settings,
    standing,
    stock,
    templates,
    turns,
    wishes,
)
from shopcrm.services.arrival_news import Wanted
from shopcrm.services.arrivals import ArrivalDraft
from shopcrm.services.messages import Filter, Letter, NoSuchMessage
from shopcrm.services.outbox import Draft, Version
from shopcrm.services.sales import LineDraft, SaleDraft
from shopcrm.services.shop import Shop
from shopcrm.store.customers import Email
from shopcrm.store.messages import Message
from tests import makers, telling
from tests.telling import Basket

MAIL = (Channel.EMAIL,)
LATER = saying("Later.")


def _claim(shop: Shop, who: str = "a") -> Letter:
    claim = shop.do(postbox.claim_one, who, MAIL)
    assert claim is not None
    assert claim.letter is not None
    return claim.letter


def _send(shop: Shop, courier: Basket) -> sending.SendReport:
    return sending.send_waiting(shop, {Channel.EMAIL: courier}, "a")


def _why(shop: Shop, message_id: int) -> str:
    return shop.ask(messages.one, message_id).problem[0].plainly()


def test_what_waits_is_sent_in_its_order(shop: Shop) -> None:
    telling.ready(shop, 3)
    courier = Basket()
    report = _send(shop, courier)
    assert (report.sent, report.failed, report.unknown, report.waiting) == (3, 0, 0, 0)
    assert [letter.address for letter in courier.letters] == [f"p{n}@example.com" for n in (1, 2, 3)]
    assert {row.state for row in telling.rows(shop)} == {"sent"}
    assert shop.ask(messages.tries, 1)[0].result == "delivered"


def test_M4_the_attempt_is_written_before_it_is_made_and_no_transaction_is_open(shop: Shop) -> None:
    (message,) = telling.ready(shop)

    class Witness(Basket):
        def deliver(self, letter: Letter) -> Verdict:
            self.seen = shop.ask(messages.one, message).state, shop.ask(messages.tries, message)
            shop.do(settings.change, shop_name="Another writer may write now")
            return super().deliver(letter)

    witness = Witness()
    _send(shop, witness)
    state, tries = witness.seen
    assert state is State.SENDING
    assert [(one.ordinal, one.result, one.ended_at) for one in tries] == [(1, "begun", None)]


def test_two_claims_never_get_the_same_message(shop: Shop) -> None:
    telling.ready(shop, 2)
    assert _claim(shop, "a").message_id != _claim(shop, "b").message_id
    assert shop.do(postbox.claim_one, "c", MAIL) is None


def test_M4_a_lapsed_lease_is_unknown_and_never_sent_again_by_itself(shop: Shop) -> None:
    (message,) = telling.ready(shop)
    _claim(shop)
    start = shop.clock()
    telling.at(shop, start + LEASE)
    assert not shop.ask(postbox.is_anything_due, MAIL)
    telling.at(shop, start + LEASE + timedelta(seconds=1))
    courier = Basket()
    assert _send(shop, courier).unknown == 1
    assert telling.state(shop, message) == "unknown"
    assert [one.result for one in shop.ask(messages.tries, message)] == ["lapsed"]
    for days in (1, 2, 30):
        telling.at(shop, start + timedelta(days=days))
        _send(shop, courier)
    assert courier.letters == []


def test_M4_without_the_guard_a_lapsed_message_would_go_twice(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A control: were a lapsed lease taken for *not sent*, the receiver would get two."""
    telling.ready(shop)
    first = Basket()
    first.deliver(_claim(shop))
    monkeypatch.setattr(
        "shopcrm.rules.delivery.lapsed", lambda: Standing(State.QUEUED, not_before=shop.clock())
    )
    telling.at(shop, shop.clock() + 2 * LEASE)
    second = Basket()
    _send(shop, second)
    _send(shop, second)
    assert len(first.letters + second.letters) == 2


def test_M4_an_unclear_attempt_is_unknown_until_somebody_settles_it(shop: Shop) -> None:
    (message,) = telling.ready(shop)
    courier = Basket(Unclear(LATER))
    assert _send(shop, courier).unknown == 1
    telling.at(shop, shop.clock() + timedelta(days=2))
    _send(shop, courier)
    assert len(courier.letters) == 1
    assert _why(shop, message) == "Later."
    shop.do(answers.settle, message, Decision.SEND_AGAIN)
    assert _send(shop, courier).sent == 1
    first, again = courier.letters
    assert (first.key, again.attempt) == (again.key, 2)


@pytest.mark.parametrize(("decision", "state"), [(Decision.ARRIVED, "sent"), (Decision.LEAVE, "failed")])
def test_an_unknown_one_is_settled_by_a_person(shop: Shop, decision: Decision, state: str) -> None:
    (message,) = telling.ready(shop)
    courier = Basket(Unclear(LATER))
    _send(shop, courier)
    shop.do(answers.settle, message, decision)
    assert telling.state(shop, message) == state
    telling.at(shop, shop.clock() + timedelta(days=1))
    _send(shop, courier)
    assert len(courier.letters) == 1
    with pytest.raises(CannotDecide):
        shop.do(answers.settle, message, Decision.ARRIVED)


def test_news_after_the_lease_settle_what_was_unknown(shop: Shop) -> None:
    (message,) = telling.ready(shop)
    letter = _claim(shop)
    telling.at(shop, shop.clock() + 2 * LEASE)
    shop.do(postbox.lapse)
    assert shop.do(postbox.mark, letter, Delivered()).state is State.SENT
    assert telling.state(shop, message) == "sent"


def test_M4_what_arrived_after_all_is_not_sent_again_though_somebody_asked_for_it(shop: Shop) -> None:
    telling.ready(shop)
    letter = _claim(shop)
    telling.at(shop, shop.clock() + 2 * LEASE)
    shop.do(postbox.lapse)
    shop.do(answers.settle, letter.message_id, Decision.SEND_AGAIN)
    shop.do(postbox.mark, letter, Unclear(LATER))
    assert telling.state(shop, letter.message_id) == "queued"
    shop.do(postbox.mark, letter, Delivered())
    courier = Basket()
    _send(shop, courier)
    assert courier.letters == []


def test_an_old_attempt_changes_nothing_of_a_newer_one(shop: Shop) -> None:
    telling.ready(shop)
    old = _claim(shop)
    telling.at(shop, shop.clock() + 2 * LEASE)
    shop.do(postbox.lapse)
    shop.do(answers.settle, old.message_id, Decision.SEND_AGAIN)
    _claim(shop, "b")
    shop.do(postbox.mark, old, Refused(permanent=True, why=LATER))
    assert telling.state(shop, old.message_id) == "sending"


def test_put_off_waits_and_refused_is_failed_with_its_words(shop: Shop) -> None:
    first, second = telling.ready(shop, 2)
    courier = Basket(Refused(permanent=False, why=LATER), Refused(permanent=True, why=saying("Never.")))
    report = _send(shop, courier)
    assert (report.sent, report.failed, report.waiting) == (0, 1, 1)
    assert (_why(shop, first), _why(shop, second)) == ("Later.", "Never.")
    assert _send(shop, courier).sent == 0
    telling.at(shop, shop.clock() + timedelta(minutes=1))
    assert _send(shop, courier).sent == 1
    assert shop.ask(messages.one, first).problem == ()


def test_a_dead_line_ends_the_round_and_costs_one_attempt(shop: Shop) -> None:
    telling.ready(shop, 5)
    courier = Basket(Refused(permanent=False, why=LATER, halts=True))
    report = _send(shop, courier)
    assert (report.trouble, report.waiting, len(courier.letters)) == (LATER, 5, 1)


def test_M4_three_unclear_ones_in_a_row_end_the_round(shop: Shop) -> None:
    telling.ready(shop, 6)
    courier = Basket(*[Unclear(LATER)] * 6)
    report = _send(shop, courier)
    assert (report.unknown, report.waiting) == (3, 3)
    assert report.trouble is not None


def test_M4_whatever_breaks_in_a_courier_is_unknown(shop: Shop) -> None:
    (message,) = telling.ready(shop)

    class Broken(Basket):
        def deliver(self, letter: Letter) -> Verdict:
            raise ZeroDivisionError(letter.address)

    assert _send(shop, Broken()).unknown == 1
    assert "ZeroDivisionError" in _why(shop, message)
    assert "example.com" not in _why(shop, message)


def test_a_round_stops_when_it_is_told_to(shop: Shop) -> None:
    telling.ready(shop, 3)
    courier = Basket()
    report = sending.send_waiting(shop, {Channel.EMAIL: courier}, "a", stop=lambda: len(courier.letters) == 2)
    assert (report.sent, report.waiting) == (2, 1)


def test_nothing_goes_in_quiet_hours(shop: Shop) -> None:
    telling.ready(shop)
    noon = shop.clock()
    telling.at(shop, noon.replace(hour=18))
    courier = Basket()
    report = _send(shop, courier)
    assert (report.waiting, report.quiet_until) == (1, noon.replace(hour=5, minute=30) + timedelta(days=1))
    assert shop.do(postbox.claim_one, "a", MAIL) is None
    telling.at(shop, noon.replace(hour=5, minute=30) + timedelta(days=1))
    assert _send(shop, courier).sent == 1


def _queued(shop: Shop) -> tuple[int, int, int]:
    """Queue one mail; gives customer, product and message."""
    (message,) = telling.ready(shop)
    row = telling.rows(shop)[0]
    assert row.product_id is not None
    return row.customer_id, row.product_id, message


def _assert_withdrawn(shop: Shop, message: int, words: str) -> None:
    courier = Basket()
    report = _send(shop, courier)
    assert (report.sent, report.withdrawn) == (0, 1)
    assert courier.letters == []
    assert telling.state(shop, message) == "withdrawn"
    assert words in _why(shop, message)
    assert shop.ask(messages.tries, message) == []


def test_A3_who_bought_it_since_is_not_told(shop: Shop) -> None:
    customer, product, message = _queued(shop)
    shop.do(sales.record, SaleDraft(shop.clock(), [LineDraft(product, 1_000, 5)], customer))
    _assert_withdrawn(shop, message, "bought it")


def test_A3_who_bought_it_before_is_told(shop: Shop) -> None:
    customer, product, _message = _queued(shop)
    long_ago = shop.clock() - timedelta(days=30)
    shop.do(sales.record, SaleDraft(long_ago, [LineDraft(product, 1_000, 5)], customer))
    assert _send(shop, Basket()).sent == 1


def test_A3_what_is_gone_is_not_offered(shop: Shop) -> None:
    _customer, product, message = _queued(shop)
    shop.do(stock.correct, product, 0, "stolen")
    _assert_withdrawn(shop, message, "left")


def test_A3_a_closed_wish_is_not_answered(shop: Shop) -> None:
    customer = telling.listener(shop, email="a@example.com", yes="email")
    product, arrival = telling.came_in(shop)
    wish = shop.do(wishes.ask, customer, product_id=product).wish_id
    texts = shop.ask(templates.read, templates.ARRIVAL)
    shop.do(arrival_news.queue_arrival, [Wanted(customer, product, arrival, wish)], texts)
    shop.do(wishes.withdraw, wish)
    _assert_withdrawn(shop, telling.rows(shop)[0].id, "settled")


def test_a_wish_is_noted_as_told_once_the_mail_went(shop: Shop) -> None:
    customer = telling.listener(shop, email="a@example.com", yes="email")
    product, arrival = telling.came_in(shop)
    wish = shop.do(wishes.ask, customer, product_id=product).wish_id
    texts = shop.ask(templates.read, templates.ARRIVAL)
    until = date(2026, 12, 1)
    shop.do(arrival_news.queue_arrival, [Wanted(customer, product, arrival, wish)], texts, until)
    assert shop.ask(wishes.of_customer, customer)[0].state == "waiting"
    _send(shop, Basket())
    told = shop.ask(wishes.of_customer, customer)[0]
    assert (told.state, told.until, told.told_at) == ("told", until, shop.clock())


def test_A1_who_was_told_and_asks_again_waits_again_and_is_told_of_the_next(shop: Shop) -> None:
    customer = telling.listener(shop, email="a@example.com", yes="email")
    product, arrival = telling.came_in(shop)
    wish = shop.do(wishes.ask, customer, product_id=product).wish_id
    texts = shop.ask(templates.read, templates.ARRIVAL)
    shop.do(arrival_news.queue_arrival, [Wanted(customer, product, arrival, wish)], texts)
    _send(shop, Basket())
    telling.at(shop, shop.clock() + timedelta(days=90))
    next_one = shop.do(arrivals.record, ArrivalDraft([(product, 1000)])).id
    again = Wanted(customer, product, next_one, wish)
    assert shop.do(arrival_news.queue_arrival, [again], texts).repeated == 1
    assert shop.do(wishes.ask, customer, product_id=product).again
    assert [turn.wish.id for turn in shop.ask(turns.line, product).turns] == [wish]
    assert shop.do(arrival_news.queue_arrival, [again], texts).added == 1


def test_M4_what_went_out_is_noted_though_the_wish_lapsed_meanwhile(shop: Shop) -> None:
    customer = telling.listener(shop, email="a@example.com", yes="email")
    product, arrival = telling.came_in(shop)
    today = shop.ask(held.today)
    wish = shop.do(wishes.ask, customer, product_id=product, until=today).wish_id
    texts = shop.ask(templates.read, templates.ARRIVAL)
    shop.do(arrival_news.queue_arrival, [Wanted(customer, product, arrival, wish)], texts)
    letter = _claim(shop)
    telling.at(shop, shop.clock() + timedelta(days=1))
    assert shop.do(postbox.mark, letter, Delivered("1", "mail")).state is State.SENT
    assert shop.ask(wishes.of_customer, customer)[0].state == "lapsed"


def test_A5_who_said_no_since_is_not_told_and_is_counted(shop: Shop) -> None:
    customer, _product, message = _queued(shop)
    makers.consent(shop, customer, given=False)
    _assert_withdrawn(shop, message, "said no")
    assert shop.ask(messages.not_reached).count == 1


def test_A5_who_avoids_it_since_is_not_told(shop: Shop) -> None:
    customer, _product, message = _queued(shop)
    makers.avoids(shop, customer, "walnuts")
    _assert_withdrawn(shop, message, "Avoids")


def test_an_address_taken_away_since_is_not_used(shop: Shop) -> None:
    customer, _product, message = _queued(shop)
    shop.do(_readdress, customer, None)
    _assert_withdrawn(shop, message, "address")


def test_an_address_corrected_since_is_used(shop: Shop) -> None:
    customer, _product, _message = _queued(shop)
    shop.do(_readdress, customer, "right@example.com")
    courier = Basket()
    _send(shop, courier)
    assert courier.letters[0].address == "right@example.com"
    assert telling.rows(shop)[0].address == "right@example.com"


def _readdress(session: Session, customer_id: int, address: str | None) -> None:
    row = session.query(Email).filter_by(customer_id=customer_id).one()
    if address is None:
        session.delete(row)
    else:
        row.address = address


def test_what_comes_too_late_is_not_sent(shop: Shop) -> None:
    customer = telling.listener(shop, email="a@example.com", yes="email")
    telling.tell(shop, telling.came_in(shop), [customer], until=date(2026, 11, 22))
    telling.at(shop, shop.clock() + timedelta(days=1))
    _assert_withdrawn(shop, telling.rows(shop)[0].id, "too late")


def test_M1_a_service_goes_to_who_takes_no_news_and_bought_the_last_one(shop: Shop) -> None:
    customer, product, _message = _queued(shop)
    makers.consent(shop, customer, given=False)
    draft = Draft(
        "order:1",
        customer,
        {"en": Version(Text("Ready", "Your order is ready."), {})},
        purpose=Purpose.SERVICE,
        product_id=product,
    )
    shop.do(outbox.queue, [draft])
    shop.do(stock.correct, product, 0, "sold")
    courier = Basket()
    _send(shop, courier)
    assert [letter.key for letter in courier.letters] == ["order:1"]


def _called(shop: Shop, count: int = 1) -> list[int]:
    people = [telling.listener(shop, f"P{n}", phone=f"+98912000000{n}", yes="call") for n in range(count)]
    telling.tell(shop, telling.came_in(shop), people)
    return [row.id for row in telling.rows(shop)]


def test_calls_wait_for_a_voice_and_are_ticked_off(shop: Shop) -> None:
    first, second, third = _called(shop, 3)
    assert _send(shop, Basket()).sent == 0
    listed = shop.ask(messages.call_list)
    assert [(one.message_id, one.name, one.phone) for one in listed[:1]] == [(first, "P0", "+989120000000")]
    assert listed[0].say.startswith("Hello P0")
    shop.do(answers.settle, first, Decision.NO_ANSWER)
    shop.do(answers.settle, second, Decision.TOLD)
    assert [one.message_id for one in shop.ask(messages.call_list)] == [third, first]
    assert shop.ask(messages.one, second).outcome is Outcome.TOLD
    shop.do(answers.settle, second, Decision.NOT_YET)
    assert len(shop.ask(messages.call_list)) == 3
    for _ in range(2):
        shop.do(answers.settle, first, Decision.NO_ANSWER)
    assert telling.state(shop, first) == "failed"
    assert [one.result for one in shop.ask(messages.tries, first)] == ["called"] * 3
    assert shop.ask(messages.not_reached).count == 1


def test_A3_A5_the_call_list_leaves_out_what_no_longer_holds(shop: Shop) -> None:
    first, second, third = _called(shop, 3)
    one, two, three = telling.rows(shop)
    assert one.product_id is not None
    shop.do(sales.record, SaleDraft(shop.clock(), [LineDraft(one.product_id, 1_000, 5)], one.customer_id))
    makers.consent(shop, two.customer_id, "call", given=False)
    assert [call.message_id for call in shop.ask(messages.call_list)] == [third]
    assert shop.do(standing.withdraw_idle, Channel.CALL) == 2
    assert [telling.state(shop, m) for m in (first, second, third)] == ["withdrawn", "withdrawn", "queued"]
    assert three.customer_id


def test_who_asks_to_stop_is_asked_no_more_at_once(shop: Shop) -> None:
    customer, _product, message = _queued(shop)
    _send(shop, Basket())
    shop.do(answers.settle, message, Decision.ASKED_TO_STOP)
    assert shop.ask(messages.one, message).outcome is Outcome.ASKED_TO_STOP
    person = shop.ask(reach.reaches, [customer])[customer]
    assert not person.may(Purpose.NEWS, Channel.EMAIL)


def test_who_says_stop_in_person_stops_all_of_it(shop: Shop) -> None:
    customer = telling.listener(shop, email="a@example.com", phone="+989121234567")
    telling.tell(shop, telling.came_in(shop), [customer])
    for channel in ("email", "call"):
        makers.consent(shop, customer, channel)
    shop.do(answers.settle, telling.rows(shop)[0].id, Decision.ASKED_TO_STOP)
    person = shop.ask(reach.reaches, [customer])[customer]
    assert reach.channel_for(person) is Channel.IN_PERSON


def test_what_is_told_in_person_leaves_the_list(shop: Shop) -> None:
    customer = telling.listener(shop)
    telling.tell(shop, telling.came_in(shop), [customer])
    (told,) = shop.ask(messages.tell_in_person, customer)
    shop.do(answers.settle, told.message_id, Decision.TOLD)
    assert shop.ask(messages.tell_in_person, customer) == []
    assert shop.do(standing.withdraw_idle, Channel.IN_PERSON, customer) == 0


def test_the_list_is_newest_first_and_can_be_narrowed(shop: Shop) -> None:
    telling.ready(shop, 3)
    _send(shop, Basket(Refused(permanent=True, why=LATER)))
    everything = shop.ask(messages.page, Filter(), 0, 2)
    assert (everything.total, [row.id for row in everything.rows]) == (3, [3, 2])
    assert [row.id for row in shop.ask(messages.page, Filter(), 2, 2).rows] == [1]
    failed = shop.ask(messages.page, Filter(states=(State.FAILED,), channels=MAIL))
    (row,) = failed.rows
    assert (row.customer, row.goods, row.state, row.attempts) == ("Person 1", "Walnuts", State.FAILED, 1)
    mine = Filter(customer_id=row.customer_id, arrival_id=1, product_id=1)
    assert shop.ask(messages.page, mine).total == 1
    assert shop.ask(messages.page, Filter(arrival_id=2)).total == 0
    with pytest.raises(NoSuchMessage):
        shop.ask(messages.one, 99)
    with pytest.raises(NoSuchMessage):
        shop.do(answers.settle, 99, Decision.TOLD)


def test_the_summary_counts_each_place(shop: Shop) -> None:
    telling.ready(shop, 3)
    _called(shop)
    telling.tell(shop, telling.came_in(shop, "Dates"), [telling.listener(shop)])
    _send(shop, Basket(Unclear(LATER), Refused(permanent=True, why=LATER)))
    found = shop.ask(messages.summary)
    assert (found.sent, found.failed, found.unknown, found.calls, found.in_person) == (1, 1, 1, 1, 1)
    assert (found.waiting, found.sending, found.withdrawn) == (0, 0, 0)


def test_the_reasons_are_kept_for_any_language(shop: Shop) -> None:
    customer = telling.listener(shop, email="a@example.com", yes="email")
    product, arrival = telling.came_in(shop)
    why = (saying("Bought it {count} times", count=4), saying("Likes {thing}", thing="nuts"))
    texts = shop.ask(templates.read, templates.ARRIVAL)
    shop.do(arrival_news.queue_arrival, [Wanted(customer, product, arrival, why=why)], texts)
    assert from_json(telling.rows(shop)[0].why) == why


def test_M4_an_older_copy_of_the_shop_sends_nothing_again_by_itself(shop: Shop) -> None:
    telling.ready(shop, 3)
    _called(shop)
    _claim(shop)
    assert shop.do(postbox.doubt_waiting) == 3
    courier = Basket()
    assert _send(shop, courier).unknown == 3
    assert courier.letters == []
    assert len(shop.ask(messages.call_list)) == 1


def test_a_sender_knows_whether_there_is_something_to_do(shop: Shop) -> None:
    noon = shop.clock()
    assert not shop.ask(postbox.is_anything_due, MAIL)
    telling.ready(shop)
    assert shop.ask(postbox.is_anything_due, MAIL)
    assert not shop.ask(postbox.is_anything_due, (Channel.CALL,))
    telling.at(shop, noon.replace(hour=18))
    assert not shop.ask(postbox.is_anything_due, MAIL)
    telling.at(shop, noon)
    _claim(shop)
    telling.at(shop, noon.replace(hour=18))
    assert shop.ask(postbox.is_anything_due, MAIL), "a dead sender is found in quiet hours as well"


def test_of_two_writers_only_one_takes_a_message(shop: Shop) -> None:
    telling.ready(shop)

    def both(session: Session) -> list[bool]:
        row = postbox.find(session, 1)
        session.expunge(row)
        first = postbox.find(session, 1)
        lease = shop.clock() + LEASE
        taken = [postbox._take(session, first, "a", lease)]
        session.expunge(first)
        session.add(row)
        return [*taken, postbox._take(session, row, "b", lease)]

    assert shop.do(both) == [True, False]
    assert telling.rows(shop)[0].claimed_by == "a"


def test_a_message_that_another_writer_takes_meanwhile_is_left_to_it(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a database that locks rows and not the whole file, the conditional write alone decides."""
    telling.ready(shop)

    def meanwhile(session: Session, message: Message, _person: object) -> None:
        other = update(Message).where(Message.id == message.id).values(attempts=1, state="sending")
        session.execute(other.execution_options(synchronize_session=False))

    monkeypatch.setattr(standing, "still_holds", meanwhile)
    assert shop.do(postbox.claim_one, "a", MAIL) is None
    assert telling.rows(shop)[0].claimed_by is None


def test_A5_only_what_one_avoids_is_held_back(shop: Shop) -> None:
    people = [telling.listener(shop, f"P{n}", email=f"p{n}@example.com", yes="email") for n in range(3)]
    telling.tell(shop, telling.came_in(shop), people)
    makers.avoids(shop, people[0], "milk")
    makers.avoids(shop, people[1], "walnut")
    rows = telling.rows(shop)
    against = shop.ask(standing.reasons_against, rows)
    assert list(against) == [rows[1].id]


def test_a_call_about_a_wish_notes_it_once(shop: Shop) -> None:
    customer = telling.listener(shop, phone="+989121234567", yes="call")
    product, arrival = telling.came_in(shop)
    wish = shop.do(wishes.ask, customer, product_id=product).wish_id
    texts = shop.ask(templates.read, templates.ARRIVAL)
    shop.do(arrival_news.queue_arrival, [Wanted(customer, product, arrival, wish)], texts)
    first = shop.clock()
    shop.do(answers.settle, 1, Decision.TOLD)
    telling.at(shop, first + timedelta(hours=1))
    shop.do(answers.settle, 1, Decision.CAME_IN)
    assert shop.ask(wishes.of_customer, customer)[0].told_at == first
