import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest

from shopcrm.outside.couriers.gateways import faults, kavenegar, melipayamak, smsir, twilio
from shopcrm.outside.couriers.gateways.account import Account, local_id
from shopcrm.outside.couriers.gateways.faults import Fault
from shopcrm.outside.couriers.line import Answer, Patience
from shopcrm.rules.delivery import Channel, Credit, Delivered, Purpose, Refused, Report, Unclear, Verdict
from shopcrm.rules.sayings import Saying
from shopcrm.services.messages import Asked, Courier, Letter, Prepaid, Reporting
from tests import gateways
from tests.gateways import SECRET, USER, Manner, Service, served
from tests.mailroom import certificates, free_port

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LETTER = Letter(
    message_id=1,
    key="arrival:1:1",
    attempt=1,
    channel=Channel.SMS,
    purpose=Purpose.NEWS,
    address="+989121234567",
    subject="Walnuts",
    body="سلام سارا\nگردو رسید",
    language="fa",
    made_at=AT,
    began_at=AT,
)
QUICK = Patience(connect=1, read=0.25, whole=1)


class Gateway(Courier, Reporting, Prepaid, Protocol):
    """What each of the four can do."""

    def try_line(self) -> Saying | None:
        """Log in."""


@dataclass
class Kind:
    """One of the four, as the tests know it."""

    make: Callable[[Account], Gateway]
    service: type[Service]
    base: str
    faults: dict[int, Fault]
    name: str
    to: str = "09121234567"


KINDS = {
    "kavenegar": Kind(
        kavenegar.Kavenegar, gateways.KavenegarService, "/v1", kavenegar.FAULTS, kavenegar.NAME
    ),
    "smsir": Kind(smsir.SmsIr, gateways.SmsIrService, "/v1", smsir.FAULTS, smsir.NAME),
    "melipayamak": Kind(
        melipayamak.MeliPayamak,
        gateways.MeliPayamakService,
        "/api/SendSMS",
        melipayamak.FAULTS,
        melipayamak.NAME,
    ),
    "twilio": Kind(
        twilio.Twilio, gateways.TwilioService, "/2010-04-01", twilio.FAULTS, twilio.NAME, to="+989121234567"
    ),
}


@dataclass
class Set:
    """A gateway with its service."""

    kind: Kind
    service: Service
    gateway: Gateway

    def send(self, letter: Letter = LETTER) -> Verdict:
        return self.gateway.deliver(letter)

    def after(self, manner: Manner) -> Verdict:
        self.service.manners.append(manner)
        return self.send()

    def ask(self, reference: str = "", waited: timedelta = timedelta(hours=2)) -> list[Report]:
        return self.gateway.ask_about([Asked(1, LETTER.key, reference, AT, waited)])


def _account(kind: Kind, port: int, secret: str = SECRET) -> Account:
    return Account(secret, "3000505", USER, f"http://127.0.0.1:{port}{kind.base}", QUICK)


@pytest.fixture(params=KINDS)
def each(request: pytest.FixtureRequest) -> Iterator[Set]:
    kind = KINDS[request.param]
    with served(kind.service()) as service:
        made = Set(kind, service, kind.make(_account(kind, service.port)))
        yield made
        made.gateway.rest()


@pytest.fixture
def kave() -> Iterator[Set]:
    kind = KINDS["kavenegar"]
    with served(kind.service()) as service:
        made = Set(kind, service, kind.make(_account(kind, service.port)))
        yield made
        made.gateway.rest()


def test_a_letter_is_taken_and_named(each: Set) -> None:
    verdict = each.send()
    assert isinstance(verdict, Delivered)
    (taken,) = each.service.taken
    assert (taken.to, taken.text, taken.sender) == (each.kind.to, LETTER.body, "3000505")
    assert (verdict.reference, verdict.parts) == (taken.name, 1)
    assert KINDS[verdict.provider] is each.kind
    assert verdict.cost == (1200 if verdict.provider == "kavenegar" else None)


def test_a_long_text_tells_its_parts(each: Set) -> None:
    verdict = each.send(replace(LETTER, body="س" * 135))
    assert isinstance(verdict, Delivered)
    assert verdict.parts == 3


@pytest.mark.parametrize("name", KINDS)
def test_each_code_of_the_tables_is_a_sentence(name: str) -> None:
    kind = KINDS[name]
    with served(kind.service()) as service:
        gateway = kind.make(_account(kind, service.port))
        for code, fault in kind.faults.items():
            service.manners.append(Manner(code=code))
            verdict = gateway.deliver(LETTER)
            assert verdict == faults.refusal(fault, kind.name, code)
            assert isinstance(verdict, Refused)
            assert len(verdict.why.plainly()) > 20
            assert not (verdict.permanent and verdict.halts)
        gateway.rest()
        assert service.taken == []


@pytest.mark.parametrize("fault", Fault)
def test_a_fault_of_the_account_stops_all_and_one_of_the_letter_that_one(fault: Fault) -> None:
    refused = faults.refusal(fault, "G", 1)
    account = {"login", "account", "credit", "rate", "limit", "busy", "here", "sender", "rights"}
    assert refused.halts is (fault in account | {"address", "trial"})
    assert refused.permanent is (not refused.halts and fault is not Fault.UNDONE)


def test_a_code_that_nobody_knows_is_told_as_it_is(each: Set) -> None:
    verdict = each.after(Manner(code=499))
    assert isinstance(verdict, Refused)
    assert "499" in verdict.why.plainly()
    assert not verdict.permanent
    assert not verdict.halts


def test_M5_an_advertising_block_is_final_with_its_own_words(each: Set) -> None:
    name = next(name for name, kind in KINDS.items() if kind is each.kind)
    blocked = {"kavenegar": 14, "smsir": 7, "melipayamak": 35, "twilio": "undelivered 30004"}
    verdict = each.send()
    assert isinstance(verdict, Delivered)
    each.service.states[verdict.reference] = blocked[name]
    (report,) = each.ask(verdict.reference)
    assert (report.arrived, report.final, report.blocked, report.why) == (False, True, True, faults.BLOCKED)
    assert "advertising" in faults.BLOCKED.plainly()


def test_M5_a_block_that_is_told_at_once_is_final_too(each: Set) -> None:
    name = next(name for name, kind in KINDS.items() if kind is each.kind)
    if name == "twilio":
        assert each.after(Manner(code=21610)) == Refused(permanent=True, why=faults.OPTED_OUT)
        return
    if name == "kavenegar":
        each.service.states[str(7_000_000_000_000_000)] = 14
    else:
        each.service.states[each.kind.to] = 0 if name == "smsir" else "35"
    assert each.send() == Refused(permanent=True, why=faults.BLOCKED)


_STATES: dict[str, dict[object, tuple[bool | None, bool]]] = {
    "kavenegar": {1: (None, False), 5: (None, False), 10: (True, True), 11: (False, True), 13: (False, True)},
    "smsir": {None: (None, False), 3: (None, False), 1: (True, True), 2: (False, True), 4: (False, True)},
    "melipayamak": {
        0: (None, False),
        8: (None, False),
        100: (None, False),
        400: (None, False),
        1: (True, True),
        2: (False, True),
        300: (False, True),
        500: (False, True),
    },
    "twilio": {
        "queued": (None, False),
        "sent": (None, False),
        "delivered": (True, True),
        "read": (True, True),
        "failed": (False, True),
        "undelivered 30003": (False, True),
        "canceled": (False, True),
    },
}


def test_the_states_of_each_gateway_are_read(each: Set) -> None:
    name = next(name for name, kind in KINDS.items() if kind is each.kind)
    verdict = each.send()
    assert isinstance(verdict, Delivered)
    for state, (arrived, final) in _STATES[name].items():
        each.service.states[verdict.reference] = state
        (report,) = each.ask(verdict.reference)
        assert (report.arrived, report.final) == (arrived, final), state
        assert (report.reference, report.key, report.known) == (verdict.reference, LETTER.key, True)
        assert (report.why is not None) is (arrived is False)


@pytest.mark.parametrize("state", [{}, [], 5, None])
def test_a_state_that_is_no_word_spoils_no_other_answer(state: object) -> None:
    kind = KINDS["twilio"]
    body = json.dumps({"sid": "SM1", "status": state, "num_segments": "9" * 30}).encode()
    with served(kind.service()) as service:
        made = Set(kind, service, kind.make(_account(kind, service.port)))
        assert made.after(Manner(status=201, body=body)) == Delivered("SM1", twilio.PROVIDER, 1)
        made.gateway.rest()
    answer = twilio._report(Asked(1, "k", "SM1", AT, timedelta()), Answer(200, json.loads(body)))
    assert answer is not None
    assert (answer.arrived, answer.final) == (None, False)


def test_M4_a_line_cut_before_or_after_the_letter_was_taken_is_unclear(each: Set) -> None:
    assert isinstance(each.after(Manner(cut=True)), Unclear)
    assert isinstance(each.after(Manner(cut=True, takes=True)), Unclear)
    assert len(each.service.taken) == 1


def test_M4_silence_after_the_letter_was_taken_is_unclear(each: Set) -> None:
    assert isinstance(each.after(Manner(takes=True, stall=0.6)), Unclear)
    assert len(each.service.taken) == 1


@pytest.mark.parametrize(
    "manner",
    [
        Manner(body=b"{not json", takes=True),
        Manner(body=b"<html>login</html>", takes=True),
        Manner(body=b"[]", takes=True),
        Manner(body=b"null", takes=True),
        Manner(body=b"[" * 100_000, takes=True),
        Manner(body=b"x" * 2_000_000, takes=True),
        Manner(status=500, body=b"oops", takes=True),
        Manner(status=502, body=b"", takes=True),
    ],
)
def test_M4_an_answer_that_tells_nothing_is_unclear(each: Set, manner: Manner) -> None:
    assert isinstance(each.after(manner), Unclear)


def test_what_was_not_sent_waits(each: Set) -> None:
    gateway = each.kind.make(_account(each.kind, free_port()))
    verdict = gateway.deliver(LETTER)
    assert isinstance(verdict, Refused)
    assert (verdict.permanent, verdict.halts) == (False, True)
    assert gateway.ask_about([Asked(1, "k", "5", AT, timedelta(hours=1))]) == []
    assert gateway.credit() is None
    assert gateway.try_line() == verdict.why


@pytest.mark.parametrize("status", [301, 307, 401, 403, 404, 429])
def test_the_number_of_the_protocol_alone_stops_all(each: Set, status: int) -> None:
    elsewhere = (("Location", "http://127.0.0.1:1/steal"),)
    verdict = each.after(Manner(status=status, body=b"", headers=elsewhere))
    assert isinstance(verdict, Refused)
    assert (verdict.permanent, verdict.halts) == (False, True)
    assert len(each.service.requests) == 1


def test_a_wrong_key_is_told_and_stops_all(each: Set) -> None:
    gateway = each.kind.make(_account(each.kind, each.service.port, "another key"))
    verdict = gateway.deliver(LETTER)
    assert isinstance(verdict, Refused)
    assert verdict.halts
    assert verdict.why == gateway.try_line()
    assert "does not accept the key" in verdict.why.plainly()
    gateway.rest()


@pytest.mark.parametrize("key", ["کلید", "two\nlines", "a\rb"])
def test_a_key_that_cannot_be_one_makes_all_wait(each: Set, key: str) -> None:
    gateway = each.kind.make(_account(each.kind, each.service.port, key))
    verdict = gateway.deliver(LETTER)
    assert isinstance(verdict, Refused)
    assert (verdict.permanent, verdict.halts) == (False, True)
    assert gateway.try_line() is not None
    assert each.service.taken == []
    gateway.rest()


def test_credit_and_trial_send_nothing(each: Set) -> None:
    units = {"kavenegar": "IRR", "twilio": "USD"}
    name = next(name for name, kind in KINDS.items() if kind is each.kind)
    assert each.gateway.credit() == Credit(1_500_000, units.get(name, ""))
    assert each.gateway.try_line() is None
    assert each.service.taken == []


def test_answers_that_come_twice_are_one_report(kave: Set) -> None:
    verdict = kave.send()
    assert isinstance(verdict, Delivered)
    kave.service.twice = True
    kave.service.states[verdict.reference] = 10
    (report,) = kave.ask(verdict.reference)
    assert report.arrived


@pytest.mark.parametrize("address", ["+15105550101", "09121234567", "+982188776655", "", "+98912\n1234567"])
def test_the_three_of_iran_write_to_mobiles_there_only(each: Set, address: str) -> None:
    verdict = each.send(replace(LETTER, address=address))
    if each.kind is KINDS["twilio"] and address in {"+15105550101", "+982188776655"}:
        assert isinstance(verdict, Delivered)
        return
    assert isinstance(verdict, Refused)
    assert verdict.permanent
    assert each.service.requests == []


def test_nothing_that_a_modem_obeys_is_sent(each: Set) -> None:
    each.send(replace(LETTER, body="hi\x1a\x1b\x00\r\nAT+CMGD=1\u202e\tend \n"))
    (taken,) = each.service.taken
    assert taken.text == "hi\nAT+CMGD=1 end"
    empty = each.send(replace(LETTER, body="\x1a\u202e \n"))
    assert isinstance(empty, Refused)
    assert empty.permanent


def test_M4_kavenegar_takes_one_letter_once_and_settles_what_was_unclear(kave: Set) -> None:
    assert isinstance(kave.after(Manner(takes=True, cut=True)), Unclear)
    (report,) = kave.ask()
    assert (report.known, report.key, report.reference) == (True, LETTER.key, kave.service.taken[0].name)
    again = kave.send(replace(LETTER, attempt=2, began_at=AT + timedelta(hours=1)))
    assert isinstance(again, Delivered)
    assert again.reference == report.reference
    assert len(kave.service.taken) == 1


@pytest.mark.parametrize(("hours", "sure"), [(0, False), (1, True), (10, True), (11, False), (30, False)])
def test_M4_kavenegar_denies_a_letter_only_while_it_would_remember_it(
    kave: Set, hours: int, *, sure: bool
) -> None:
    reports = kave.ask(waited=timedelta(hours=hours))
    assert [one.known for one in reports] == ([False] if sure else [])


@pytest.mark.parametrize("name", ["smsir", "melipayamak", "twilio"])
def test_M4_the_others_cannot_be_asked_without_a_reference(name: str) -> None:
    kind = KINDS[name]
    with served(kind.service()) as service:
        gateway = kind.make(_account(kind, service.port))
        assert gateway.settles_by_key is False
        assert gateway.ask_about([Asked(1, LETTER.key, "", AT, timedelta(hours=1))]) == []
        assert service.requests == []


def test_our_number_differs_between_shops_and_not_between_attempts() -> None:
    ours = local_id("arrival:1:1", AT)
    assert ours == local_id("arrival:1:1", AT.astimezone())
    assert len({ours, local_id("arrival:1:1", AT + timedelta(seconds=1)), local_id("arrival:1:2", AT)}) == 3
    assert ours.isdigit()
    assert len(ours) <= 15


def test_no_key_is_shown(each: Set, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    said = [repr(each.gateway), repr(_account(each.kind, 1)), repr(each.send()), repr(each.ask("1"))]
    said += [repr(each.after(Manner(code=418))), repr(each.after(Manner(cut=True))), caplog.text]
    said += [repr(vars(each.gateway)["_line"])]
    assert SECRET not in "".join(said)


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    trusted = certificates(tmp_path_factory.mktemp("certificates"))
    kind = KINDS["kavenegar"]
    with served(kind.service(), trusted.server) as service:
        account = replace(_account(kind, service.port), base=f"https://127.0.0.1:{service.port}/v1")
        doubtful = kind.make(account)
        verdict = doubtful.deliver(LETTER)
        assert isinstance(verdict, Refused)
        assert "certificate" in verdict.why.plainly()
        assert service.taken == []
        sure = kind.make(replace(account, cafile=str(trusted.authority)))
        assert isinstance(sure.deliver(LETTER), Delivered)
        sure.rest()
