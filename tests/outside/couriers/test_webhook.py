import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from shopcrm.outside.couriers.line import OpenLine, Patience
from shopcrm.outside.couriers.webhook import SIGNATURE, Hook, Webhook, key_of
from shopcrm.rules.delivery import Channel, Delivered, Refused, Unclear, Verdict
from tests.gateways import SECRET, HookService, Manner, served
from tests.mailroom import free_port
from tests.outside.couriers.test_gateways import LETTER as SMS

LETTER = replace(SMS, channel=Channel.WEBHOOK)
QUICK = Patience(connect=1, read=0.25, whole=1)


@pytest.fixture
def service() -> Iterator[HookService]:
    made = HookService()
    with served(made):
        yield made


@pytest.fixture
def hook(service: HookService) -> Iterator[Webhook]:
    made = Webhook(Hook(f"{service.base}/in/?shop=1", SECRET, patience=QUICK))
    yield made
    made.rest()


def _after(service: HookService, hook: Webhook, manner: Manner) -> Verdict:
    service.manners.append(manner)
    return hook.deliver(LETTER)


def test_a_letter_is_posted_with_its_key_and_signature(service: HookService, hook: Webhook) -> None:
    verdict = hook.deliver(LETTER)
    assert isinstance(verdict, Delivered)
    assert (verdict.reference, verdict.provider) == (service.taken[0].name, "webhook")
    (request,) = service.requests
    assert request.path == "/in/"
    assert json.loads(request.raw) == {
        "key": key_of(LETTER),
        "phone": "+989121234567",
        "email": "",
        "subject": "Walnuts",
        "text": LETTER.body,
        "language": "fa",
        "purpose": "news",
    }
    assert request.headers["Idempotency-Key"] == key_of(LETTER)
    given = dict(part.split("=") for part in request.headers[SIGNATURE].split(","))
    signed = given["t"].encode() + b"." + request.raw
    assert given["v1"] == hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert int(given["t"]) == LETTER.began_at.timestamp()


def test_a_mail_address_stands_as_one(service: HookService, hook: Webhook) -> None:
    hook.deliver(replace(LETTER, address="sara@example.com"))
    document = service.requests[0].document
    assert (document["phone"], document["email"]) == ("", "sara@example.com")


def test_the_key_is_the_same_at_each_attempt_and_of_one_shop_only() -> None:
    again = replace(LETTER, attempt=2, began_at=LETTER.began_at + timedelta(hours=1))
    elsewhere = replace(LETTER, made_at=LETTER.made_at + timedelta(seconds=1))
    assert key_of(again) == key_of(LETTER) != key_of(elsewhere)


@pytest.mark.parametrize(
    ("code", "permanent", "halts"),
    [
        (400, True, False),
        (422, True, False),
        (401, False, True),
        (403, False, True),
        (404, False, True),
        (301, False, True),
        (409, False, False),
        (429, False, True),
        (500, False, False),
        (503, False, True),
    ],
)
def test_each_no_has_its_meaning(
    service: HookService, hook: Webhook, code: int, *, permanent: bool, halts: bool
) -> None:
    verdict = _after(service, hook, Manner(code=code, headers=(("Location", "http://127.0.0.1:1/"),)))
    assert isinstance(verdict, Refused)
    assert (verdict.permanent, verdict.halts) == (permanent, halts)
    assert str(code) in verdict.why.plainly()


@pytest.mark.parametrize(
    "manner", [Manner(cut=True), Manner(cut=True, takes=True), Manner(takes=True, stall=0.6)]
)
def test_M4_what_nobody_answered_is_unclear(service: HookService, hook: Webhook, manner: Manner) -> None:
    assert isinstance(_after(service, hook, manner), Unclear)


def test_a_yes_without_a_word_is_a_yes(service: HookService, hook: Webhook) -> None:
    assert _after(service, hook, Manner(status=204, body=b"")) == Delivered("", "webhook", 1)
    assert _after(service, hook, Manner(body=b"OK", takes=True)) == Delivered("", "webhook", 1)


def test_what_was_handed_over_twice_is_taken_once(service: HookService, hook: Webhook) -> None:
    assert isinstance(_after(service, hook, Manner(cut=True, takes=True)), Unclear)
    assert isinstance(hook.deliver(LETTER), Delivered)
    assert len(service.taken) == 1


def test_a_trial_sends_nothing(service: HookService, hook: Webhook) -> None:
    assert hook.try_line() is None
    assert [one.method for one in service.requests] == ["OPTIONS"]
    away = Webhook(Hook(f"http://127.0.0.1:{free_port()}/", SECRET, patience=QUICK))
    assert away.try_line() is not None
    assert isinstance(away.deliver(LETTER), Refused)


def test_an_open_line_to_another_computer_is_refused() -> None:
    with pytest.raises(OpenLine, match=r"hook\.example\.com"):
        Webhook(Hook("http://hook.example.com/x", SECRET))
    assert Webhook(Hook("http://hook.example.com/x", SECRET, open_line=True))


def test_no_secret_is_shown(service: HookService, hook: Webhook, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    said = [repr(hook), repr(Hook("https://x.example", SECRET)), repr(hook.deliver(LETTER)), caplog.text]
    assert SECRET not in "".join(said)
    assert SECRET not in service.requests[0].raw.decode() + str(service.requests[0].headers)
