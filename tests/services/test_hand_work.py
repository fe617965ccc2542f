"""What waits for a person, how it is ticked off, and that neither gateway nor person does it twice."""

import pytest

from shopcrm.rules.delivery import CannotDecide, Channel, Decision, Delivered, Outcome, State
from shopcrm.services import answers, messages, postbox, sending, settings
from shopcrm.services.shop import Shop
from tests import makers, telling
from tests.telling import Basket

SMS = Channel.SMS


def _texts(shop: Shop, count: int = 1) -> list[int]:
    people = [telling.listener(shop, f"P{n}", phone=f"+98912000000{n}", yes="sms") for n in range(count)]
    telling.tell(shop, telling.came_in(shop), people)
    return [row.id for row in telling.rows(shop)]


def test_without_a_gateway_texts_wait_for_the_shops_own_phone(shop: Shop) -> None:
    first, second = _texts(shop, 2)
    items = shop.ask(messages.by_hand, SMS)
    assert [(one.message_id, one.address) for one in items] == [
        (first, "+989120000000"),
        (second, "+989120000001"),
    ]
    assert shop.ask(messages.summary).texts == 2
    shop.do(answers.settle, first, Decision.TOLD)
    assert [one.message_id for one in shop.ask(messages.by_hand, SMS)] == [second]
    row = shop.ask(messages.one, first)
    assert (row.state, row.outcome, row.provider, row.by_hand) == (State.SENT, Outcome.TOLD, "hand", True)
    assert [one.result for one in shop.ask(messages.tries, first)] == ["by_hand"]


def test_a_gateway_that_is_set_up_later_sends_what_was_not_ticked_off_and_nothing_twice(shop: Shop) -> None:
    ticked, waiting = _texts(shop, 2)
    shop.do(answers.settle, ticked, Decision.TOLD)
    shop.do(settings.change, sms_gateway="kavenegar")
    assert shop.ask(messages.by_hand, SMS) == []
    courier = Basket(Delivered("77", "kavenegar", 2))
    assert sending.send_waiting(shop, {SMS: courier}, "a").sent == 1
    assert [letter.message_id for letter in courier.letters] == [waiting]
    sent = shop.ask(messages.one, waiting)
    assert (sent.provider, sent.parts, sent.by_hand) == ("kavenegar", 2, False)
    shop.do(settings.change, sms_gateway="")
    with pytest.raises(CannotDecide):
        shop.do(answers.settle, waiting, Decision.TOLD)
    shop.do(answers.settle, waiting, Decision.NOT_YET)
    assert telling.state(shop, waiting) == "sent", "what a gateway sent is never queued again by a tick"


def test_what_a_gateway_has_in_hand_cannot_be_ticked_off(shop: Shop) -> None:
    (message,) = _texts(shop)
    shop.do(settings.change, sms_gateway="kavenegar")
    assert shop.do(postbox.claim_one, "a", (SMS,)) is not None
    shop.do(settings.change, sms_gateway="")
    with pytest.raises(CannotDecide):
        shop.do(answers.settle, message, Decision.TOLD)


def test_a_tick_on_a_letter_is_taken_back_and_no_answer_is_noted_later(shop: Shop) -> None:
    (message,) = _texts(shop)
    with pytest.raises(CannotDecide):
        shop.do(answers.settle, message, Decision.NO_ANSWER)
    shop.do(answers.settle, message, Decision.TOLD)
    assert shop.do(answers.settle, message, Decision.NO_ANSWER).outcome is Outcome.NO_ANSWER
    assert shop.do(answers.settle, message, Decision.NOT_YET).state is State.QUEUED
    assert len(shop.ask(messages.by_hand, SMS)) == 1


def test_what_waits_can_be_taken_back_by_a_person(shop: Shop) -> None:
    (message,) = telling.ready(shop)
    assert shop.do(answers.take_back, message).state is State.WITHDRAWN
    with pytest.raises(CannotDecide):
        shop.do(answers.take_back, message)


def test_who_said_no_or_bought_it_is_not_on_the_list(shop: Shop) -> None:
    _texts(shop, 2)
    makers.consent(shop, telling.rows(shop)[0].customer_id, "sms", given=False)
    assert len(shop.ask(messages.by_hand, SMS)) == 1


def test_who_asks_to_stop_on_the_phone_has_the_rest_of_that_channel_taken_back(shop: Shop) -> None:
    customer = telling.listener(shop, phone="+989120000000", yes="sms")
    shop.do(settings.change, weekly_cap=5)
    for name in ("Walnuts", "Dates"):
        telling.tell(shop, telling.came_in(shop, name), [customer])
    first, second = (row.id for row in telling.rows(shop))
    shop.do(answers.settle, first, Decision.ASKED_TO_STOP)
    assert telling.state(shop, second) == "withdrawn"


def test_M4_an_older_copy_doubts_what_couriers_send_and_leaves_what_hands_do(shop: Shop) -> None:
    _texts(shop)
    assert shop.do(postbox.doubt_waiting) == 0
    shop.do(settings.change, sms_gateway="kavenegar")
    assert shop.do(postbox.doubt_waiting) == 1
    assert shop.ask(messages.summary).unknown == 1
