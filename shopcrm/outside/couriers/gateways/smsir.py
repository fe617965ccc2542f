"""The SMS gateway SMS.ir (apidocs.sms.ir): tells what is wrong inside an answer that looks fine."""

from collections.abc import Mapping, Sequence

from shopcrm.outside.couriers.gateways import faults
from shopcrm.outside.couriers.gateways.account import (
    Account,
    iranian,
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
from shopcrm.services.messages import Asked, Letter

NAME = "SMS.ir"
PROVIDER = "smsir"
BASE = "https://api.sms.ir/v1"

FAULTS = {
    10: Fault.LOGIN,
    11: Fault.LOGIN,
    12: Fault.HERE,
    13: Fault.ACCOUNT,
    14: Fault.ACCOUNT,
    20: Fault.RATE,
    101: Fault.SENDER,
    102: Fault.CREDIT,
    103: Fault.TEXT,
    104: Fault.RECEIVER,
    105: Fault.FORM,
    106: Fault.FORM,
    107: Fault.FORM,
    108: Fault.FORM,
    109: Fault.FORM,
    110: Fault.FORM,
    113: Fault.FORM,
    114: Fault.FORM,
    115: Fault.BLOCK,
    116: Fault.FORM,
    117: Fault.WORDS,
    118: Fault.LIMIT,
    119: Fault.RIGHTS,
    123: Fault.SENDER,
}

_DONE = 1
_ARRIVED = 1
_LOST: Mapping[int, Saying] = {
    2: faults.NOT_REACHED,
    4: faults.NOT_TAKEN,
    6: faults.NOT_TAKEN,
    7: faults.BLOCKED,
}
_BLOCKED = 7


class SmsIr:
    """Takes letters to SMS.ir, which knows no number of ours: what is unknown there stays unknown."""

    settles_by_key = False

    def __init__(self, account: Account) -> None:
        self._line = Line(account.place(BASE), headers={"X-API-KEY": account.secret})
        self._sender = account.sender

    def __repr__(self) -> str:
        return "SmsIr(…)"

    def deliver(self, letter: Letter) -> Verdict:
        """Hand one letter over."""
        text, receiver, sender = text_of(letter, NAME), iranian(letter.address), whole(self._sender)
        if isinstance(text, Refused):
            return text
        if isinstance(receiver, Refused):
            return receiver
        if sender is None:
            return faults.refusal(Fault.SENDER, NAME, 101)
        document = {"lineNumber": sender, "messageText": text, "mobiles": [receiver], "sendDateTime": None}
        return judged(lambda: _verdict(self._line.post("send/bulk", document=document), text))

    def rest(self) -> None:
        """Let go of the line."""
        self._line.rest()

    def ask_about(self, asked: Sequence[Asked]) -> list[Report]:
        """Ask for what it took, one by one."""
        return one_by_one(asked, lambda name: self._line.get(f"send/{whole(name) or 0}"), _report)

    def credit(self) -> Credit | None:
        """Tell how many messages are left."""
        answer = query(lambda: self._line.get("credit"))
        left = whole(answer.part("data")) if answer else None
        return None if left is None else Credit(left)

    def try_line(self) -> Saying | None:
        """Log in without sending anything; gives what is wrong, or nothing where all is well."""
        return tried(lambda: self._line.get("credit"), _refusal)


def _verdict(answer: Answer, text: str) -> Verdict:
    refused = _refusal(answer)
    if refused is not None:
        return refused
    found = answer.part("data", "messageIds")
    if not isinstance(found, list) or len(found) != 1:
        return faults.unreadable(NAME)
    # Inside an answer of success, 0 stands for a blocked number and nothing for one that is none.
    if found[0] is None:
        return faults.refusal(Fault.RECEIVER, NAME, 104)
    reference = whole(found[0])
    if reference is None:
        return faults.unreadable(NAME)
    if reference == 0:
        return faults.refusal(Fault.BLOCK, NAME, 115)
    # What it calls the cost is a number of messages and no money.
    return Delivered(str(reference), PROVIDER, measure(text).parts)


def _refusal(answer: Answer) -> Refused | Unclear | None:
    code = whole(answer.part("status"))
    if code is None:
        return faults.unreadable(NAME) if answer.status == 200 else faults.by_status(answer.status, NAME)
    if code == _DONE:
        return None
    # Code 0 is an inner error of theirs, after which nobody knows how far it got.
    return faults.rejected(FAULTS, NAME, code) if code else faults.unreadable(NAME)


def _report(one: Asked, answer: Answer) -> Report | None:
    if _refusal(answer) is not None:
        return None
    state = whole(answer.part("data", "deliveryState")) or 0
    lost = _LOST.get(state)
    arrived = True if state == _ARRIVED else None if lost is None else False
    final, blocked = arrived is not None, state == _BLOCKED
    return Report(one.reference, arrived=arrived, final=final, why=lost, blocked=blocked, key=one.key)
