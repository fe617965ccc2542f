"""Sends what waits: take one, deliver it with no transaction open, note what came of it, and the next.

The window's postman and the command line may do so at the same time; each message has one sender.
"""

import os
import secrets
import socket
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from shopcrm.rules.delivery import LEASE, Channel, Refused, State, Unclear, Verdict, pause
from shopcrm.rules.errors import ShopError
from shopcrm.rules.sayings import Saying
from shopcrm.rules.wording import saying
from shopcrm.services import messages, postbox
from shopcrm.services.messages import Courier, Letter
from shopcrm.services.shop import Shop

SENT_BY_US = (Channel.EMAIL,)
"""The channels that need nobody's voice."""

LONGEST_REST = timedelta(minutes=10)
UNCLEAR_IN_A_ROW = 3
"""After so many, the others wait for a better hour instead of becoming unknown as well."""


@dataclass(frozen=True, slots=True)
class Handled:
    """One message that was dealt with; `halts` says why no other would go for now, where that is so."""

    message_id: int
    state: State
    halts: Saying | None = None


@dataclass(frozen=True, slots=True)
class SendReport:
    """What a round of sending came to, and what is left: `waiting`, and all `unknown` for a person to settle.

    `quiet_until` is the end of the quiet hours in which we are; `trouble` says why the round broke off.
    """

    sent: int = 0
    failed: int = 0
    unknown: int = 0
    waiting: int = 0
    withdrawn: int = 0
    quiet_until: datetime | None = None
    trouble: Saying | None = None


def new_claimer() -> str:
    """Name a sender as nobody else is named."""
    return f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"


def send_one(
    shop: Shop, couriers: Mapping[Channel, Courier], claimer: str, lease: timedelta = LEASE
) -> Handled | None:
    """Deal with one message that is due; gives None where there is nothing to do now."""
    claim = shop.do(postbox.claim_one, claimer, couriers, lease)
    if claim is None:
        return None
    if claim.letter is None:
        return Handled(claim.message_id, State.WITHDRAWN)
    verdict = _deliver(couriers[claim.letter.channel], claim.letter)
    after = shop.do(postbox.mark, claim.letter, verdict)
    halts = verdict.why if isinstance(verdict, Refused) and verdict.halts else None
    return Handled(claim.message_id, after.state, halts)


def send_waiting(
    shop: Shop,
    couriers: Mapping[Channel, Courier],
    claimer: str,
    stop: Callable[[], bool] = lambda: False,
    lease: timedelta = LEASE,
) -> SendReport:
    """Send all that is due, until nothing is left, a courier cannot go on, or `stop` says so."""
    counts: Counter[State] = Counter()
    trouble: Saying | None = None
    unclear = 0
    try:
        while trouble is None and not stop():
            handled = send_one(shop, couriers, claimer, lease)
            if handled is None:
                break
            counts[handled.state] += 1
            unclear = unclear + 1 if handled.state is State.UNKNOWN else 0
            trouble = handled.halts or _silence(unclear)
    finally:
        _let_go(couriers)
    return _report(shop, counts, trouble)


class Round:
    """The postman's round beside an open window: one message at a time, with a rest after trouble."""

    def __init__(self, shop: Shop, call_couriers: Callable[[], Mapping[Channel, Courier]]) -> None:
        self._shop = shop
        self._call_couriers = call_couriers
        self._claimer = new_claimer()
        self._couriers: Mapping[Channel, Courier] | None = None
        self._unclear = 0
        self._troubles = 0
        self._rests_until: datetime | None = None

    def send_next(self) -> bool:
        """Send one message; tells whether there was one and another may follow at once.

        Raises what the couriers cannot be had for, once for each rest.
        """
        if self._is_resting() or not self._shop.ask(postbox.is_anything_due, SENT_BY_US):
            self.stop()
            return False
        handled = self._send()
        if handled is None:
            self.stop()
            return False
        self._unclear = self._unclear + 1 if handled.state is State.UNKNOWN else 0
        if handled.halts or _silence(self._unclear):
            self._rest()
            return False
        self._troubles = 0
        return True

    def hurry(self) -> None:
        """Look again at once, because something was put right."""
        self._rests_until = None

    def stop(self) -> None:
        """Let go of the line; the next message gets couriers by what the shop has set up by then."""
        couriers, self._couriers = self._couriers, None
        _let_go(couriers or {})

    def _send(self) -> Handled | None:
        try:
            if self._couriers is None:
                self._couriers = self._call_couriers()
            return send_one(self._shop, self._couriers, self._claimer)
        except ShopError:
            self._rest()
            raise

    def _is_resting(self) -> bool:
        return self._rests_until is not None and self._shop.clock() < self._rests_until

    def _rest(self) -> None:
        self.stop()
        self._troubles += 1
        self._unclear = 0
        self._rests_until = self._shop.clock() + min(pause(self._troubles), LONGEST_REST)


def _let_go(couriers: Mapping[Channel, Courier]) -> None:
    for courier in couriers.values():
        courier.rest()


def _silence(unclear: int) -> Saying | None:
    if unclear < UNCLEAR_IN_A_ROW:
        return None
    return saying("Of {count} messages in a row nobody knows whether they arrived.", count=unclear)


def _deliver(courier: Courier, letter: Letter) -> Verdict:
    try:
        return courier.deliver(letter)
    except Exception as error:  # noqa: BLE001 -- whatever breaks in a courier, nobody knows how far it got
        return Unclear(saying("Sending broke off ({kind}).", kind=type(error).__name__))


def _report(shop: Shop, counts: Counter[State], trouble: Saying | None) -> SendReport:
    stands = shop.ask(messages.summary)
    return SendReport(
        sent=counts[State.SENT],
        failed=counts[State.FAILED],
        unknown=stands.unknown,
        withdrawn=counts[State.WITHDRAWN],
        waiting=stands.waiting,
        quiet_until=shop.ask(postbox.quiet_until),
        trouble=trouble,
    )
