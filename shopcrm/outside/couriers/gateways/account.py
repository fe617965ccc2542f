"""The shop's account at a gateway, and what all gateways share: how numbers and texts are written."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from shopcrm.outside.couriers.gateways import faults
from shopcrm.outside.couriers.line import Answer, Patience, Place, Unanswered, Unreached
from shopcrm.rules.delivery import Refused, Report, Unclear, Verdict
from shopcrm.rules.sayings import Saying
from shopcrm.rules.sms import sendable
from shopcrm.rules.wording import saying
from shopcrm.services.messages import Asked, Letter

AT_ONCE = 50
"""How many messages are asked about in one round, where each needs a question of its own."""

_IRANIAN_MOBILE = re.compile(r"\+98(9[0-9]{9})")
_WHOLE = re.compile(r"\s*-?[0-9]{1,30}\s*")
_ANY_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")


@dataclass(frozen=True, slots=True)
class Account:
    """Who the shop is at a gateway; an empty `base` is the gateway's own address."""

    secret: str = field(repr=False)
    sender: str = ""
    user: str = ""
    base: str = ""
    patience: Patience = field(default_factory=Patience)
    open_line: bool = False
    cafile: str | None = None

    def place(self, usual: str) -> Place:
        """Where the gateway is: at its usual address, or where the settings say."""
        return Place(self.base or usual, self.patience, self.open_line, self.cafile)


def judged(attempt: Callable[[], Verdict]) -> Verdict:
    """Make an attempt and judge what became of it, whatever breaks on the way (M4)."""
    try:
        return attempt()
    except (Unreached, Unanswered) as trouble:
        return trouble.verdict


def query(question: Callable[[], Answer]) -> Answer | None:
    """Ask for something that changes nothing; gives None where no answer came."""
    try:
        return question()
    except (Unreached, Unanswered):
        return None


def one_by_one(
    asked: Sequence[Asked],
    question: Callable[[str], Answer],
    report: Callable[[Asked, Answer], Report | None],
) -> list[Report]:
    """Ask about messages at a gateway that tells of one at a time; stops where no answer comes."""
    reports = []
    for one in [one for one in asked if one.reference][:AT_ONCE]:
        try:
            found = report(one, question(one.reference))
        except (Unreached, Unanswered):
            break
        if found is not None:
            reports.append(found)
    return reports


def tried(
    question: Callable[[], Answer], refusal: Callable[[Answer], Refused | Unclear | None]
) -> Saying | None:
    """Ask as a trial of the account; gives what is wrong, or None where all is well."""
    try:
        refused = refusal(question())
    except (Unreached, Unanswered) as trouble:
        return trouble.why
    return refused.why if refused else None


def text_of(letter: Letter, gateway: str) -> str | Refused:
    """Give the text of a letter as a phone may get it, or the refusal of one that says nothing."""
    return sendable(letter.body) or faults.refusal(faults.Fault.TEXT, gateway, 0)


def iranian(address: str) -> str | Refused:
    """Write a number as it is dialled in Iran, 09…; refuses what is no mobile phone there."""
    found = _IRANIAN_MOBILE.fullmatch(address)
    if found is None:
        return Refused(permanent=True, why=saying("This gateway writes to mobile phones in Iran only."))
    return f"0{found[1]}"


def anywhere(address: str) -> str | Refused:
    """Give a number as it is dialled from abroad (E.164); refuses what is none."""
    return address if _ANY_NUMBER.fullmatch(address) else Refused(permanent=True, why=faults.NOT_MOBILE)


def local_id(key: str, made_at: datetime) -> str:
    """Name a message by a number of at most 15 digits, the same at every attempt and in no two shops."""
    cause = f"{key}|{made_at.astimezone(UTC).isoformat()}"
    return str(int.from_bytes(hashlib.sha256(cause.encode()).digest()[:8]) % 10**15)


def whole(value: object) -> int | None:
    """Read a whole number that a gateway wrote as a number or as text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return int(value) if isinstance(value, int) or _WHOLE.fullmatch(str(value)) else int(float(value))
    except (ValueError, OverflowError):
        return None
