"""A word to stop is heard at once: consent taken back, what waits withdrawn, the words kept."""

import pytest

from shopcrm.rules.delivery import Channel, Outcome, Purpose
from shopcrm.services import consents, incoming, messages, notes, opt_out, sending, settings
from shopcrm.services.notes import NoteKind
from shopcrm.services.shop import Shop
from tests import makers, telling
from tests.telling import Basket

NUMBER = "+989121234567"


def _listener(shop: Shop) -> int:
    return telling.listener(shop, email="a@example.com", phone=NUMBER, yes="email sms call")


def _may(shop: Shop, customer: int) -> set[Channel]:
    return {
        channel for channel in consents.ASKED if shop.ask(consents.allows, customer, Purpose.NEWS, channel)
    }


@pytest.mark.parametrize("text", ["لغو۱۱", "STOP", "stop, please"])
def test_M1_a_stop_word_takes_the_yes_back_at_once_with_how_and_when(shop: Shop, text: str) -> None:
    customer = _listener(shop)
    heard = shop.do(opt_out.heard, customer, Channel.SMS, text)
    assert (heard.stopped, heard.channels) == (True, (Channel.SMS,))
    assert _may(shop, customer) == {Channel.EMAIL, Channel.CALL}
    said = shop.ask(consents.history, customer)[0]
    assert (said.given, said.how, said.at, said.recorded_by) == (False, opt_out.HOW, shop.clock(), "owner")
    (note,) = shop.ask(notes.of_customer, customer)
    assert (note.kind, note.text) == (NoteKind.REPLY, text)


def test_who_wants_nothing_at_all_is_stopped_everywhere(shop: Shop) -> None:
    customer = _listener(shop)
    shop.do(opt_out.heard, customer, Channel.SMS, "stop all")
    assert _may(shop, customer) == set()


def test_what_is_said_in_person_stops_everything(shop: Shop) -> None:
    customer = _listener(shop)
    shop.do(opt_out.heard, customer, Channel.IN_PERSON, "no more")
    assert _may(shop, customer) == set()


def test_another_reply_is_kept_and_stops_nothing(shop: Shop) -> None:
    customer = _listener(shop)
    heard = shop.do(opt_out.heard, customer, Channel.SMS, "11 kilos, please")
    assert (heard.stopped, heard.note_id > 0) == (False, True)
    assert len(_may(shop, customer)) == 3


def test_what_waits_is_taken_back_and_what_went_out_says_what_came_of_it(shop: Shop) -> None:
    customer = _listener(shop)
    telling.tell(shop, telling.came_in(shop), [customer])
    sending.send_waiting(shop, {Channel.EMAIL: Basket()}, "a")
    telling.tell(shop, telling.came_in(shop, "Dates"), [customer])
    heard = shop.do(opt_out.heard, customer, Channel.EMAIL, "unsubscribe")
    assert heard.taken_back == 1
    assert telling.state(shop, 2) == "withdrawn"
    assert shop.ask(messages.one, 1).outcome is Outcome.ASKED_TO_STOP


def test_a_service_still_goes(shop: Shop) -> None:
    customer = _listener(shop)
    shop.do(opt_out.heard, customer, Channel.SMS, "stop")
    assert shop.ask(consents.allows, customer, Purpose.SERVICE, Channel.SMS)


def test_the_shops_own_words_count(shop: Shop) -> None:
    shop.do(settings.change, stop_words="basta, کافیه")
    customer = _listener(shop)
    assert shop.do(opt_out.heard, customer, Channel.SMS, "كافيه").stopped


def test_everybody_who_shares_the_number_is_heard(shop: Shop) -> None:
    first, second = _listener(shop), _listener(shop)
    welcome = shop.do(incoming.from_phone, Channel.SMS, NUMBER, "لغو")
    assert welcome.customer_ids == (first, second)
    assert all(Channel.SMS not in _may(shop, one) for one in (first, second))
    assert shop.do(incoming.from_phone, Channel.SMS, "+989350000000", "لغو").customer_ids == ()


def _started(shop: Shop, customer: int, chat: str = "777", *, news: bool = True) -> incoming.Welcome:
    token = shop.do(incoming.start_token, customer, news=news)
    return shop.do(incoming.from_telegram, chat, f"/start {token}")


def test_a_link_says_whose_chat_it_is_and_a_word_there_is_theirs(shop: Shop) -> None:
    customer = _listener(shop)
    assert _started(shop, customer).linked
    assert Channel.TELEGRAM in _may(shop, customer)
    welcome = shop.do(incoming.from_telegram, "777", "Thank you")
    assert (welcome.customer_ids, welcome.heard[0].stopped) == ((customer,), False)
    assert shop.do(incoming.from_telegram, "777", "/stop").heard[0].stopped
    assert Channel.TELEGRAM not in _may(shop, customer)
    _started(shop, customer)
    assert Channel.TELEGRAM not in _may(shop, customer), "an old link is no word against a no"


def test_a_link_for_services_is_no_yes_to_news(shop: Shop) -> None:
    customer = _listener(shop)
    _started(shop, customer, news=False)
    assert Channel.TELEGRAM not in _may(shop, customer)
    assert shop.ask(consents.allows, customer, Purpose.SERVICE, Channel.TELEGRAM)


def test_a_new_chat_takes_the_place_of_the_old_one(shop: Shop) -> None:
    customer = _listener(shop)
    _started(shop, customer, "1")
    _started(shop, customer, "2")
    assert shop.do(incoming.from_telegram, "1", "hi").customer_ids == ()
    assert shop.do(incoming.from_telegram, "2", "hi").customer_ids == (customer,)


def test_nobody_becomes_somebody_else_by_guessing(shop: Shop) -> None:
    first, second = _listener(shop), _listener(shop)
    token = shop.do(incoming.start_token, first, news=True)
    forged = token.replace(f"{first}n", f"{second}n")
    for text in (f"/start {forged}", f"/start {token[:-1]}x", "/start", "/start 1n-", f"/start 99{token}"):
        assert not shop.do(incoming.from_telegram, "666", text).linked, text
    assert shop.do(incoming.from_telegram, "666", "hello").customer_ids == ()
    assert makers.customer(shop) > second
