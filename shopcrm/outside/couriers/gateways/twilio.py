"""The international SMS gateway Twilio (twilio.com/docs/messaging/api), for numbers of any country."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from shopcrm.outside.couriers.gateways import faults
from shopcrm.outside.couriers.gateways.account import (
    Account,
    anywhere,
    judged,
    one_by_one,
    query,
    text_of,
    tried,
    whole,
)
from shopcrm.outside.couriers.gateways.faults import Fault
from shopcrm.outside.couriers.line import Answer, Line
from shopcrm.rules.delivery import Credit, Delivered, Refused, Report, Unclear, Verdict
from shopcrm.rules.sayings import Saying
from shopcrm.rules.sms import measure
from shopcrm.rules.text import one_line
from shopcrm.services.messages import Asked, Letter

NAME = "Twilio"
PROVIDER = "twilio"
BASE = "https://api.twilio.com/2010-04-01"

LONGEST_TEXT = 1600

FAULTS = {
    20003: Fault.LOGIN,
    20005: Fault.ACCOUNT,
    20008: Fault.RIGHTS,
    20404: Fault.ADDRESS,
    20429: Fault.RATE,
    14107: Fault.RATE,
    21211: Fault.RECEIVER,
    21212: Fault.SENDER,
    21214: Fault.RECEIVER,
    21217: Fault.RECEIVER,
    21266: Fault.FORM,
    21408: Fault.REGION,
    21421: Fault.RECEIVER,
    21602: Fault.TEXT,
    21603: Fault.SENDER,
    21604: Fault.RECEIVER,
    21606: Fault.SENDER,
    21608: Fault.TRIAL,
    21610: Fault.OPTED_OUT,
    21611: Fault.LIMIT,
    21612: Fault.REGION,
    21614: Fault.RECEIVER,
    21617: Fault.TEXT,
    21659: Fault.SENDER,
    21660: Fault.SENDER,
    21703: Fault.SENDER,
    21704: Fault.SENDER,
    21705: Fault.SENDER,
    21730: Fault.BUSY,
    30001: Fault.LIMIT,
    30002: Fault.ACCOUNT,
    30010: Fault.CREDIT,
    63038: Fault.LIMIT,
}

_ARRIVED = frozenset({"delivered", "read"})
_LOST = frozenset({"undelivered", "failed", "canceled"})
_WHY_LOST: Mapping[int, Saying] = {
    21610: faults.OPTED_OUT,
    30003: faults.NOT_REACHED,
    30004: faults.BLOCKED,
    30005: faults.SWITCHED_OFF,
    30006: faults.NOT_MOBILE,
    30007: faults.FILTERED,
    30008: faults.NOT_TAKEN,
}
_MOST_PARTS = 255
_BLOCKED = frozenset({30004, 30007})


class Twilio:
    """Takes letters to Twilio, which knows no number of ours: what is unknown there stays unknown."""

    settles_by_key = False

    def __init__(self, account: Account) -> None:
        self._line = Line(account.place(BASE), auth=(account.user, account.secret))
        self._home = f"Accounts/{quote(account.user, safe='')}"
        self._sender = account.sender

    def __repr__(self) -> str:
        return "Twilio(…)"

    def deliver(self, letter: Letter) -> Verdict:
        """Hand one letter over."""
        text, receiver = text_of(letter, NAME), anywhere(letter.address)
        if isinstance(text, Refused):
            return text
        if isinstance(receiver, Refused):
            return receiver
        if len(text) > LONGEST_TEXT:
            return faults.refusal(Fault.TEXT, NAME, 21617)
        by = "MessagingServiceSid" if self._sender.startswith("MG") else "From"
        form = {"To": receiver, by: self._sender, "Body": text}
        return judged(lambda: _verdict(self._line.post(f"{self._home}/Messages.json", form=form), text))

    def rest(self) -> None:
        """Let go of the line."""
        self._line.rest()

    def ask_about(self, asked: Sequence[Asked]) -> list[Report]:
        """Ask for what it took, one by one."""

        def question(name: str) -> Answer:
            return self._line.get(f"{self._home}/Messages/{quote(name, safe='')}.json")

        return one_by_one(asked, question, _report)

    def credit(self) -> Credit | None:
        """Tell what is left, in whole units of the account's money."""
        answer = query(lambda: self._line.get(f"{self._home}/Balance.json"))
        left = whole(answer.part("balance")) if answer and _refusal(answer) is None else None
        return None if answer is None or left is None else Credit(left, _unit(answer.part("currency")))

    def try_line(self) -> Saying | None:
        """Log in without sending anything; gives what is wrong, or nothing where all is well."""
        return tried(lambda: self._line.get(f"{self._home}/Balance.json"), _refusal)


def _verdict(answer: Answer, text: str) -> Verdict:
    refused = _refusal(answer)
    if refused is not None:
        return refused
    name = answer.part("sid")
    if not isinstance(name, str) or not name:
        return faults.unreadable(NAME)
    if _state(answer) in _LOST:
        return Refused(permanent=True, why=_why_lost(answer))
    # Its price is known later only, and so is the number of parts where a service chooses the sender.
    said = whole(answer.part("num_segments")) or 0
    return Delivered(name, PROVIDER, said if 0 < said <= _MOST_PARTS else measure(text).parts)


def _refusal(answer: Answer) -> Refused | Unclear | None:
    if answer.status in {200, 201}:
        return None if isinstance(answer.body, dict) else faults.unreadable(NAME)
    code = whole(answer.part("code"))
    # After an inner error of theirs the message may be out: they say so themselves (error 20500).
    if code is None or answer.status >= 500:
        return faults.by_status(answer.status, NAME)
    return faults.rejected(FAULTS, NAME, code)


def _report(one: Asked, answer: Answer) -> Report | None:
    if _refusal(answer) is not None:
        return None
    state = _state(answer)
    if state in _ARRIVED:
        return Report(one.reference, arrived=True, final=True, key=one.key)
    if state not in _LOST:
        return Report(one.reference, arrived=None, final=False, key=one.key)
    blocked = whole(answer.part("error_code")) in _BLOCKED
    why = _why_lost(answer)
    return Report(one.reference, arrived=False, final=True, why=why, blocked=blocked, key=one.key)


def _state(answer: Answer) -> str:
    """Read where a message stands; whatever is no word is none."""
    state = answer.part("status")
    return state if isinstance(state, str) else ""


def _why_lost(answer: Answer) -> Saying:
    if answer.part("status") == "canceled":
        return faults.CALLED_OFF
    return _WHY_LOST.get(whole(answer.part("error_code")) or 0, faults.NOT_TAKEN)


def _unit(currency: object) -> str:
    return one_line(currency)[:3] if isinstance(currency, str) else ""
