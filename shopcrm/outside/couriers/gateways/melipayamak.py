"""The SMS gateway MeliPayamak (melipayamak.com/api): answers with one number, which is a name or a fault."""

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

NAME = "MeliPayamak"
PROVIDER = "melipayamak"
BASE = "https://rest.payamak-panel.com/api/SendSMS"

FAULTS = {
    -111: Fault.HERE,
    -110: Fault.LOGIN,
    -109: Fault.HERE,
    -108: Fault.HERE,
    -10: Fault.LINK,
    -7: Fault.SENDER,
    -6: Fault.UNDONE,
    -5: Fault.FORM,
    -4: Fault.FORM,
    -3: Fault.SENDER,
    -2: Fault.FORM,
    -1: Fault.RIGHTS,
    0: Fault.LOGIN,
    2: Fault.CREDIT,
    3: Fault.LIMIT,
    4: Fault.LIMIT,
    5: Fault.SENDER,
    6: Fault.BUSY,
    7: Fault.WORDS,
    9: Fault.SENDER,
    10: Fault.ACCOUNT,
    11: Fault.UNDONE,
    12: Fault.ACCOUNT,
    14: Fault.LINK,
    15: Fault.FORM,
    16: Fault.RECEIVER,
    17: Fault.TEXT,
    18: Fault.RECEIVER,
    19: Fault.RATE,
    35: Fault.BLOCK,
    108: Fault.HERE,
}

_DONE = 1
_SHORTEST_NAME = 10_000
"""Names of messages are long numbers; what is smaller is a fault, even in an answer of success."""

_ARRIVED = 1
_LOST: Mapping[int, Saying] = {
    -1: faults.NOT_TAKEN,
    2: faults.NOT_REACHED,
    3: faults.NOT_TAKEN,
    16: faults.NOT_TAKEN,
    35: faults.BLOCKED,
    300: faults.FILTERED,
    500: faults.NOT_TAKEN,
}
_BLOCKED = 35


class MeliPayamak:
    """Takes letters to MeliPayamak, which knows no number of ours: what is unknown there stays unknown."""

    settles_by_key = False

    def __init__(self, account: Account) -> None:
        self._line = Line(account.place(BASE))
        self._who = {"username": account.user, "password": account.secret}
        self._sender = account.sender

    def __repr__(self) -> str:
        return "MeliPayamak(…)"

    def deliver(self, letter: Letter) -> Verdict:
        """Hand one letter over."""
        text, receiver = text_of(letter, NAME), iranian(letter.address)
        if isinstance(text, Refused):
            return text
        if isinstance(receiver, Refused):
            return receiver
        form = {"to": receiver, "from": self._sender, "text": text, "isFlash": "false"}
        return judged(lambda: _verdict(self._ask("SendSMS", form), text))

    def rest(self) -> None:
        """Let go of the line."""
        self._line.rest()

    def ask_about(self, asked: Sequence[Asked]) -> list[Report]:
        """Ask for what it took, one by one."""
        return one_by_one(asked, lambda name: self._ask("GetDeliveries2", {"recID": name}), _report)

    def credit(self) -> Credit | None:
        """Tell how many messages are left."""
        answer = query(lambda: self._ask("GetCredit"))
        left = whole(answer.part("Value")) if answer and _refusal(answer) is None else None
        return None if left is None else Credit(left)

    def try_line(self) -> Saying | None:
        """Log in without sending anything; gives what is wrong, or nothing where all is well."""
        return tried(lambda: self._ask("GetCredit"), _refusal)

    def _ask(self, path: str, form: Mapping[str, str] | None = None) -> Answer:
        return self._line.post(path, form={**self._who, **(form or {})})


def _verdict(answer: Answer, text: str) -> Verdict:
    refused = _refusal(answer)
    if refused is not None:
        return refused
    name = whole(answer.part("Value"))
    if name is None:
        return faults.unreadable(NAME)
    if name < _SHORTEST_NAME:
        return faults.rejected(FAULTS, NAME, name)
    # The name may have more digits than a float holds, so it is taken as it was written.
    return Delivered(str(answer.part("Value")).strip(), PROVIDER, measure(text).parts)


def _refusal(answer: Answer) -> Refused | Unclear | None:
    code = whole(answer.part("RetStatus"))
    if code is None:
        return faults.unreadable(NAME) if answer.status == 200 else faults.by_status(answer.status, NAME)
    if code == _DONE:
        return None
    if code == _BLOCKED and answer.part("StrRetStatus") == "InvalidData":
        # The same number stands for a message that it could not read.
        return faults.refusal(Fault.FORM, NAME, code)
    return faults.rejected(FAULTS, NAME, code)


def _report(one: Asked, answer: Answer) -> Report | None:
    state = whole(answer.part("Value"))
    if state is None or _refusal(answer) is not None:
        return None
    lost = _LOST.get(state)
    arrived = True if state == _ARRIVED else None if lost is None else False
    final, blocked = arrived is not None, state == _BLOCKED
    return Report(one.reference, arrived=arrived, final=final, why=lost, blocked=blocked, key=one.key)
