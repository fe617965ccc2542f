"""What gateways say later, and what it changes: arrived, lost, blocked, or never taken."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from shopcrm.rules import delivery
from shopcrm.rules.delivery import Channel, Delivered, Outcome, Report, State, Unclear, Verdict
from shopcrm.rules.wording import saying
from shopcrm.services import answers, arrival_news, messages, reports, sending, settings, templates, wishes
from shopcrm.services.arrival_news import Wanted
from shopcrm.services.messages import Asked, Reporting
from shopcrm.services.sending import Round
from shopcrm.services.shop import Shop
from tests import telling
from tests.telling import Basket

SMS = Channel.SMS
BLOCKED = saying("The carrier blocked it as advertising.")
LOST = saying("The phone was off.")


class Gateway(Basket):
    """A courier that tells later what it was told to tell, by reference or by our key."""

    def __init__(self, *verdicts: Verdict, settles_by_key: bool = True) -> None:
        super().__init__(*verdicts)
        self.settles_by_key = settles_by_key
        self.says: dict[str, Report] = {}
        self.asked: list[Asked] = []

    def ask_about(self, asked: Sequence[Asked]) -> list[Report]:
        self.asked += asked
        return [self.says[one.reference] for one in asked if one.reference in self.says]


def _sent(shop: Shop, gateway: Gateway, count: int = 1) -> list[int]:
    shop.do(settings.change, sms_gateway="kavenegar")
    people = [telling.listener(shop, f"P{n}", phone=f"+98912000000{n}", yes="sms") for n in range(count)]
    telling.tell(shop, telling.came_in(shop), people)
    sending.send_waiting(shop, {SMS: gateway}, "a")
    return [row.id for row in telling.rows(shop)]


def _ask(shop: Shop, gateway: Gateway, after: timedelta = timedelta(minutes=2)) -> reports.Heard:
    telling.at(shop, shop.clock() + after)
    return sending.ask_about_sent(shop, {SMS: gateway})


def test_what_arrived_is_known_and_never_asked_about_again(shop: Shop) -> None:
    gateway = Gateway(Delivered("r1", "kavenegar", 1))
    (message,) = _sent(shop, gateway)
    assert _ask(shop, gateway).arrived == 0
    gateway.says["r1"] = Report("r1", arrived=True, final=True)
    assert _ask(shop, gateway, timedelta(minutes=10)).arrived == 1
    row = shop.ask(messages.one, message)
    assert (row.state, row.arrived, row.outcome) == (State.SENT, True, Outcome.NONE)
    asked = len(gateway.asked)
    _ask(shop, gateway, timedelta(hours=5))
    assert len(gateway.asked) == asked == 2


def test_what_did_not_arrive_failed_with_its_reason(shop: Shop) -> None:
    gateway = Gateway(Delivered("r1"))
    (message,) = _sent(shop, gateway)
    gateway.says["r1"] = Report("r1", arrived=False, final=True, why=LOST)
    assert _ask(shop, gateway).failed == 1
    row = shop.ask(messages.one, message)
    assert (row.state, row.arrived, row.problem) == (State.FAILED, False, (LOST,))


def test_M5_a_block_is_final_with_its_own_words_and_never_retried(shop: Shop) -> None:
    gateway = Gateway(Delivered("r1"))
    (message,) = _sent(shop, gateway)
    gateway.says["r1"] = Report("r1", arrived=False, final=True, why=BLOCKED, blocked=True)
    _ask(shop, gateway)
    for days in (1, 2, 30):
        telling.at(shop, shop.clock() + timedelta(days=days))
        sending.send_waiting(shop, {SMS: gateway}, "a")
    assert len(gateway.letters) == 1
    row = shop.ask(messages.one, message)
    assert (row.state, row.problem) == (State.FAILED, (BLOCKED,))


def test_a_report_that_comes_twice_or_contradicts_itself_changes_nothing_more(shop: Shop) -> None:
    gateway = Gateway(Delivered("r1"), Delivered("r2"))
    first, second = _sent(shop, gateway, 2)
    asked = [
        Asked(first, "a", "r1", shop.clock(), timedelta()),
        Asked(second, "b", "r2", shop.clock(), timedelta()),
    ]
    said = [Report("r1", arrived=True, final=True), Report("r2", arrived=False, final=True, why=LOST)]
    assert (shop.do(reports.hear, asked, said).arrived, shop.do(reports.hear, asked, said).arrived) == (1, 0)
    turned = [Report("r1", arrived=True, final=True), Report("r2", arrived=True, final=True)]
    shop.do(reports.hear, asked, turned)
    assert telling.state(shop, second) == "failed"
    assert shop.ask(messages.one, second).problem == (LOST,)


def test_M4_an_unknown_one_that_the_gateway_has_is_sent_and_not_sent_again(shop: Shop) -> None:
    gateway = Gateway(Unclear(LOST))
    (message,) = _sent(shop, gateway)
    key = gateway.letters[0].key
    gateway.says[""] = Report("r1", arrived=None, final=False, key=key)
    _ask(shop, gateway)
    assert telling.state(shop, message) == "sent"
    gateway.says = {"r1": Report("r1", arrived=True, final=True, key=key)}
    _ask(shop, gateway, timedelta(minutes=10))
    assert shop.ask(messages.one, message).arrived is True
    assert len(gateway.letters) == 1


def test_M4_an_unknown_one_goes_again_only_when_the_gateway_surely_never_took_it(shop: Shop) -> None:
    gateway = Gateway(Unclear(LOST))
    (message,) = _sent(shop, gateway)
    key = gateway.letters[0].key
    gateway.says[""] = Report("", arrived=None, final=False, key=key, known=False)
    _ask(shop, gateway, timedelta(minutes=20))
    assert telling.state(shop, message) == "unknown", "it may still be on its way"
    assert _ask(shop, gateway, timedelta(hours=1)).queued_again == 1
    sending.send_waiting(shop, {SMS: gateway}, "a")
    assert [letter.key for letter in gateway.letters] == [key, key]
    assert telling.state(shop, message) == "sent"


def test_M4_a_gateway_that_knows_no_keys_settles_nothing_unknown(shop: Shop) -> None:
    gateway = Gateway(Unclear(LOST), settles_by_key=False)
    (message,) = _sent(shop, gateway)
    for hours in (1, 2, 10):
        _ask(shop, gateway, timedelta(hours=hours))
    assert gateway.asked == []
    assert telling.state(shop, message) == "unknown"


def test_M4_a_gateway_that_answers_nonsense_or_breaks_settles_nothing(shop: Shop) -> None:
    class Broken(Gateway):
        def ask_about(self, asked: Sequence[Asked]) -> list[Report]:
            raise ZeroDivisionError(len(asked))

    broken = Broken(Delivered("r1"))
    (message,) = _sent(shop, broken)
    assert _ask(shop, broken).asked == 1
    odd = Gateway()
    odd.says["r1"] = Report("somebody else's", arrived=False, final=True)
    _ask(shop, odd, timedelta(minutes=10))
    assert telling.state(shop, message) == "sent"


def test_a_gateway_is_asked_ever_more_rarely_and_then_not_any_more(shop: Shop) -> None:
    start = shop.clock()
    gateway = Gateway(Delivered("r1"))
    _sent(shop, gateway)
    asked_at = []
    for minute in range(0, 6 * 24 * 60, 5):
        telling.at(shop, start + timedelta(minutes=minute))
        before = len(gateway.asked)
        sending.ask_about_sent(shop, {SMS: gateway})
        if len(gateway.asked) > before:
            asked_at.append(shop.clock() - start)
    assert 10 <= len(asked_at) <= 25
    assert asked_at[-1] <= delivery.STOP_ASKING
    assert asked_at[-1] - asked_at[-2] >= timedelta(hours=6)


def test_what_a_person_said_meanwhile_stands(shop: Shop) -> None:
    gateway = Gateway(Unclear(LOST))
    (message,) = _sent(shop, gateway)
    asked = [Asked(message, "k", "", shop.clock(), timedelta())]
    shop.do(answers.settle, message, delivery.Decision.LEAVE)
    shop.do(reports.hear, asked, [Report("r1", arrived=True, final=True, key="k")])
    assert telling.state(shop, message) == "failed"


def test_a_wish_waits_again_when_its_message_did_not_arrive(shop: Shop) -> None:
    shop.do(settings.change, sms_gateway="kavenegar")
    customer = telling.listener(shop, phone="+989121234567", yes="sms")
    product, arrival = telling.came_in(shop)
    wish = shop.do(wishes.ask, customer, product_id=product).wish_id
    texts = shop.ask(templates.read, templates.WISH)
    shop.do(arrival_news.queue_arrival, [Wanted(customer, product, arrival, wish)], texts)
    gateway = Gateway(Delivered("r1"))
    sending.send_waiting(shop, {SMS: gateway}, "a")
    assert shop.ask(wishes.of_customer, customer)[0].state == "told"
    gateway.says["r1"] = Report("r1", arrived=False, final=True)
    _ask(shop, gateway)
    assert shop.ask(wishes.of_customer, customer)[0].state == "waiting"


def test_the_postman_asks_by_himself_when_nothing_waits(shop: Shop) -> None:
    gateway = Gateway(Delivered("r1"))
    (message,) = _sent(shop, gateway)
    gateway.says["r1"] = Report("r1", arrived=True, final=True)
    round_ = Round(shop, lambda: {SMS: gateway})
    telling.at(shop, shop.clock() + timedelta(minutes=2))
    assert round_.send_next() is False
    assert shop.ask(messages.one, message).arrived is True


def test_a_dead_gateway_leaves_the_mail_to_go_on(shop: Shop) -> None:
    shop.do(settings.change, sms_gateway="kavenegar")
    goods_in = telling.came_in(shop)
    people = [telling.listener(shop, phone="+989121234567", yes="sms")]
    people += [telling.listener(shop, email=f"p{n}@example.com", yes="email") for n in range(3)]
    telling.tell(shop, goods_in, people)
    dead = Gateway(delivery.Refused(permanent=False, why=LOST, halts=True))
    mail = Basket()
    report = sending.send_waiting(shop, {SMS: dead, Channel.EMAIL: mail}, "a")
    assert (report.sent, report.waiting, report.trouble) == (3, 1, LOST)


@pytest.mark.parametrize(("courier", "reports_later"), [(Basket(), False), (Gateway(), True)])
def test_not_every_courier_tells_later(courier: Basket, *, reports_later: bool) -> None:
    assert isinstance(courier, Reporting) is reports_later
