"""The SMS gateway Kavenegar (kavenegar.com/rest.html): knows each message by our own number for it.

A message that is handed over twice under one number goes out once, and an unknown one can be asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from shopcrm.outside.couriers.gateways import faults
from shopcrm.outside.couriers.gateways.account import (
    Account,
    iranian,
    judged,
    local_id,
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

NAME = "Kavenegar"
PROVIDER = "kavenegar"
BASE = "https://api.kavenegar.com/v1"

SURELY_DONE = timedelta(seconds=30)
REMEMBERED = timedelta(hours=11)
"""The gateway finds a message by our number for twelve hours; later it would deny one that it sent."""

FAULTS = {
    400: Fault.FORM,
    401: Fault.ACCOUNT,
    402: Fault.UNDONE,
    403: Fault.LOGIN,
    404: Fault.ADDRESS,
    405: Fault.ADDRESS,
    406: Fault.FORM,
    407: Fault.HERE,
    409: Fault.BUSY,
    411: Fault.RECEIVER,
    412: Fault.SENDER,
    413: Fault.TEXT,
    414: Fault.FORM,
    415: Fault.FORM,
    416: Fault.HERE,
    417: Fault.FORM,
    418: Fault.CREDIT,
    419: Fault.FORM,
    420: Fault.LINK,
    422: Fault.FORM,
    426: Fault.RIGHTS,
    427: Fault.RIGHTS,
    429: Fault.RATE,
    451: Fault.RATE,
    501: Fault.TRIAL,
}

_ARRIVED = 10
_NEVER_TAKEN = 100
_LOST: Mapping[int, Saying] = {
    6: faults.NOT_TAKEN,
    11: faults.NOT_REACHED,
    13: faults.CALLED_OFF,
    14: faults.BLOCKED,
}
_BLOCKED = 14


class Kavenegar:
    """Takes letters to Kavenegar; the key stands in the address, so the address is a secret too."""

    settles_by_key = True

    def __init__(self, account: Account) -> None:
        place = account.place(BASE)
        with_key = f"{place.base.rstrip('/')}/{quote(account.secret, safe='')}"
        self._line = Line(replace(place, base=with_key))
        self._sender = account.sender

    def __repr__(self) -> str:
        return "Kavenegar(…)"

    def deliver(self, letter: Letter) -> Verdict:
        """Hand one letter over under our own number for it."""
        text, receiver = text_of(letter, NAME), iranian(letter.address)
        if isinstance(text, Refused):
            return text
        if isinstance(receiver, Refused):
            return receiver
        form = {"receptor": receiver, "message": text, "localid": local_id(letter.key, letter.made_at)}
        if self._sender:
            form["sender"] = self._sender
        return judged(lambda: _verdict(self._line.post("sms/send.json", form=form), text))

    def rest(self) -> None:
        """Let go of the line."""
        self._line.rest()

    def ask_about(self, asked: Sequence[Asked]) -> list[Report]:
        """Ask by its number for what it took, and by ours for what nobody knows."""
        known = {one.reference: one for one in asked if one.reference}
        unknown = {local_id(one.key, one.made_at): one for one in asked if not one.reference}
        found = self._entries("sms/status.json", "messageid", known)
        by_ours = self._entries("sms/statuslocalmessageid.json", "localid", unknown)
        return [_report(known[name], entry) for name, entry in found.items()] + [
            report for name, entry in by_ours.items() if (report := _settled(unknown[name], entry))
        ]

    def credit(self) -> Credit | None:
        """Tell what is left, in rial."""
        answer = query(lambda: self._line.post("account/info.json"))
        left = whole(answer.part("entries", "remaincredit")) if answer else None
        return None if left is None else Credit(left, "IRR")

    def try_line(self) -> Saying | None:
        """Log in without sending anything; gives what is wrong, or nothing where all is well."""
        return tried(lambda: self._line.post("account/info.json"), _refusal)

    def _entries(self, path: str, name: str, asked: Mapping[str, Asked]) -> dict[str, dict[str, Any]]:
        """Read the entries about some messages, by the name under which each was asked for."""
        if not asked:
            return {}
        answer = query(lambda: self._line.post(path, form={name: ",".join(asked)}))
        entries = _listed(answer) if answer and _refusal(answer) is None else []
        return {str(entry[name]): entry for entry in entries if str(entry.get(name)) in asked}


def _verdict(answer: Answer, text: str) -> Verdict:
    refused = _refusal(answer)
    if refused is not None:
        return refused
    entries = _listed(answer)
    reference = whole(entries[0].get("messageid")) if entries else None
    if not reference:
        return faults.unreadable(NAME)
    lost = _LOST.get(whole(entries[0].get("status")) or 0)
    if lost is not None:
        return Refused(permanent=True, why=lost)
    return Delivered(str(reference), PROVIDER, measure(text).parts, whole(entries[0].get("cost")))


def _refusal(answer: Answer) -> Refused | Unclear | None:
    """Read what was wrong; the gateway's own code counts before the number of the protocol."""
    code = whole(answer.part("return", "status"))
    if code is None:
        return faults.unreadable(NAME) if answer.status == 200 else faults.by_status(answer.status, NAME)
    if code == 200:
        return None
    return faults.by_status(code, NAME) if code >= 500 and code not in FAULTS else _rejected(code)


def _rejected(code: int) -> Refused:
    return faults.rejected(FAULTS, NAME, code)


def _listed(answer: Answer) -> list[dict[str, Any]]:
    entries = answer.part("entries")
    return [one for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []


def _report(one: Asked, entry: Mapping[str, Any]) -> Report:
    state = whole(entry.get("status")) or 0
    reference = one.reference or str(whole(entry.get("messageid")) or "")
    if state == _ARRIVED:
        return Report(reference, arrived=True, final=True, key=one.key)
    lost = _LOST.get(state)
    arrived = None if lost is None else False
    final, blocked = lost is not None, state == _BLOCKED
    return Report(reference, arrived=arrived, final=final, why=lost, blocked=blocked, key=one.key)


def _settled(one: Asked, entry: Mapping[str, Any]) -> Report | None:
    """Settle an unknown one: found, certainly never taken, or still nobody's guess."""
    if whole(entry.get("status")) != _NEVER_TAKEN and whole(entry.get("messageid")):
        return _report(one, entry)
    if SURELY_DONE < one.waited < REMEMBERED:
        return Report("", arrived=None, final=False, key=one.key, known=False)
    return None
