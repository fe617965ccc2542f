"""Why a gateway says no, in the shop's words: each of its codes means one of these faults.

A fault of the account stops all letters, a fault of one letter stops that one for good.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum

from shopcrm.rules.delivery import Refused, Unclear
from shopcrm.rules.sayings import Saying
from shopcrm.rules.wording import saying

BLOCKED = saying(
    "The carrier does not deliver advertising to this number. They can ask their carrier to allow it."
)
"""A final outcome with its own words, never a retry (M5)."""

FILTERED = saying("The carrier filtered the text. Write it in other words, without links.")
OPTED_OUT = saying("They answered that they want no more messages from this sender.")
NOT_REACHED = saying("It did not reach the phone, which may be off or out of reach.")
NOT_TAKEN = saying("The carrier did not take it.")
CALLED_OFF = saying("It was called off at the gateway before it went out.")
SWITCHED_OFF = saying("The number is not in use.")
NOT_MOBILE = saying("The number is not a mobile phone.")


class Fault(StrEnum):
    """What is wrong; the first group stops everything for now, the second this one letter for good."""

    LOGIN = "login"
    ACCOUNT = "account"
    CREDIT = "credit"
    RATE = "rate"
    LIMIT = "limit"
    BUSY = "busy"
    HERE = "here"
    SENDER = "sender"
    RIGHTS = "rights"
    ADDRESS = "address"
    TRIAL = "trial"

    RECEIVER = "receiver"
    TEXT = "text"
    WORDS = "words"
    LINK = "link"
    BLOCK = "block"
    OPTED_OUT = "opted_out"
    REGION = "region"
    FORM = "form"

    UNDONE = "undone"
    """Neither: it did not go, and may go later."""


_PASSING = frozenset(
    {
        Fault.LOGIN,
        Fault.ACCOUNT,
        Fault.CREDIT,
        Fault.RATE,
        Fault.LIMIT,
        Fault.BUSY,
        Fault.HERE,
        Fault.SENDER,
        Fault.RIGHTS,
        Fault.ADDRESS,
        Fault.TRIAL,
    }
)


def refusal(fault: Fault, gateway: str, code: int | str) -> Refused:
    """Put a fault into words for the gateway that named it by a code of its own."""
    halts = fault in _PASSING
    permanent = not halts and fault is not Fault.UNDONE
    return Refused(permanent=permanent, why=_words(fault, gateway, str(code)), halts=halts)


def rejected(faults: Mapping[int, Fault], gateway: str, code: int) -> Refused:
    """Put a code into words by a gateway's own table; one that is not in it is told as it is."""
    fault = faults.get(code)
    if fault is not None:
        return refusal(fault, gateway, code)
    why = saying("{gateway} refused it with code {code}.", gateway=gateway, code=str(code))
    return Refused(permanent=False, why=why)


def by_status(status: int, gateway: str) -> Refused | Unclear:
    """Judge an answer that holds nothing but the number of the protocol.

    After an inner error nobody knows what the other side did before it.
    """
    if status in _BY_STATUS:
        return refusal(_BY_STATUS[status], gateway, status)
    if 300 <= status < 400:
        return refusal(Fault.ADDRESS, gateway, status)
    if 400 <= status < 500:
        return rejected({}, gateway, status)
    return unreadable(gateway)


def unreadable(gateway: str) -> Unclear:
    """Say that an answer came which tells nothing."""
    return Unclear(
        saying("{gateway} answered in a way that does not tell whether it took the message.", gateway=gateway)
    )


_BY_STATUS = {
    401: Fault.LOGIN,
    402: Fault.CREDIT,
    403: Fault.LOGIN,
    404: Fault.ADDRESS,
    405: Fault.ADDRESS,
    407: Fault.HERE,
    408: Fault.UNDONE,
    413: Fault.TEXT,
    429: Fault.RATE,
}


def _words(fault: Fault, gateway: str, code: str) -> Saying:
    return _OWN.get(fault) or _NAMED[fault](gateway, code)


_OWN = {
    Fault.BLOCK: BLOCKED,
    Fault.WORDS: FILTERED,
    Fault.OPTED_OUT: OPTED_OUT,
    Fault.RECEIVER: NOT_MOBILE,
}
_NAMED: Mapping[Fault, Callable[[str, str], Saying]] = {
    Fault.LOGIN: lambda gateway, _code: saying(
        "{gateway} does not accept the key or the password. Set it again in the settings.", gateway=gateway
    ),
    Fault.ACCOUNT: lambda gateway, _code: saying(
        "The account at {gateway} is switched off. Ask there.", gateway=gateway
    ),
    Fault.CREDIT: lambda gateway, _code: saying(
        "The credit at {gateway} is used up. Everything waits until you add some.", gateway=gateway
    ),
    Fault.RATE: lambda gateway, _code: saying(
        "{gateway} asks for a pause, because too much was sent at once.", gateway=gateway
    ),
    Fault.LIMIT: lambda gateway, _code: saying(
        "What {gateway} sends for the account in one day is used up. The rest goes later.", gateway=gateway
    ),
    Fault.BUSY: lambda gateway, _code: saying("{gateway} is busy or under repair just now.", gateway=gateway),
    Fault.HERE: lambda gateway, _code: saying(
        "{gateway} does not let this computer in. Allow its internet address there.", gateway=gateway
    ),
    Fault.SENDER: lambda gateway, _code: saying(
        "{gateway} does not know the sender number, or it is not yours. Correct it in the settings.",
        gateway=gateway,
    ),
    Fault.RIGHTS: lambda gateway, code: saying(
        "The account at {gateway} may not do this (code {code}). Ask there.", gateway=gateway, code=code
    ),
    Fault.ADDRESS: lambda gateway, code: saying(
        "{gateway} is not at the address in the settings (code {code}).", gateway=gateway, code=code
    ),
    Fault.TRIAL: lambda gateway, _code: saying(
        "The account at {gateway} is on trial and sends to your own number only.", gateway=gateway
    ),
    Fault.TEXT: lambda gateway, _code: saying(
        "{gateway} does not take the text, because it is empty or too long.", gateway=gateway
    ),
    Fault.LINK: lambda gateway, _code: saying(
        "{gateway} does not let you send links. Take the link out of the text.", gateway=gateway
    ),
    Fault.REGION: lambda gateway, _code: saying(
        "{gateway} does not send to the country of this number.", gateway=gateway
    ),
    Fault.FORM: lambda gateway, code: saying(
        "{gateway} did not understand the message (code {code}).", gateway=gateway, code=code
    ),
    Fault.UNDONE: lambda gateway, code: saying(
        "{gateway} could not do it this time (code {code}).", gateway=gateway, code=code
    ),
}
