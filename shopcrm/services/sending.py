"""Sends what waits: take one, deliver it with no transaction open, note what came of it, and the next.

The window's postman and the command line may do so at the same time; each message has one sender.
"""

import os
import secrets
import socket
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

from shopcrm.rules.delivery import LEASE, Channel, Refused, Report, State, Unclear, Verdict, pause
from shopcrm.rules.errors import ShopError
from shopcrm.rules.sayings import Saying
from shopcrm.rules.wording import saying
from shopcrm.services import messages, postbox, reports
from shopcrm.services.messages import Asked, Courier, Letter, Reporting
from shopcrm.services.reports import Heard
from shopcrm.services.shop import Shop

LONGEST_REST = timedelta(minutes=10)
ASK_EVERY = timedelta(minutes=1)
"""How often the postman looks whether gateways have something to tell of what was sent."""

UNCLEAR_IN_A_ROW = 3
"""After so many, the others wait for a better hour instead of becoming unknown as well."""


@dataclass(frozen=True, slots=True)
class Handled:
    """One message that was dealt with; `halts` says why no other of its channel would go for now."""

    message_id: int
    state: State
    channel: Channel
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
        return Handled(claim.message_id, State.WITHDRAWN, claim.channel)
    verdict = _deliver(couriers[claim.letter.channel], claim.letter)
    after = shop.do(postbox.mark, claim.letter, verdict)
    halts = verdict.why if isinstance(verdict, Refused) and verdict.halts else None
    return Handled(claim.message_id, after.state, claim.channel, halts)


def send_waiting(
    shop: Shop,
    couriers: Mapping[Channel, Courier],
    claimer: str,
    stop: Callable[[], bool] = lambda: False,
    lease: timedelta = LEASE,
) -> SendReport:
    """Send all that is due, until nothing is left, no courier can go on, or `stop` says so.

    A courier that cannot go on leaves the others to it.
    """
    counts: Counter[State] = Counter()
    trouble: Saying | None = None
    unclear: Counter[Channel] = Counter()
    ready = dict(couriers)
    try:
        while ready and not stop():
            handled = send_one(shop, ready, claimer, lease)
            if handled is None:
                break
            counts[handled.state] += 1
            halted = handled.halts or _silence(_count(unclear, handled))
            if halted is not None:
                del ready[handled.channel]
                trouble = trouble or halted
    finally:
        _let_go(couriers)
    return _report(shop, counts, trouble)


def ask_about_sent(shop: Shop, couriers: Mapping[Channel, Courier]) -> Heard:
    """Ask the gateways what became of messages, with no transaction open, and note what they say."""
    reporting = {channel: one for channel, one in couriers.items() if isinstance(one, Reporting)}
    by_key = [channel for channel, one in reporting.items() if one.settles_by_key]
    total = Heard()
    for channel, asked in shop.ask(reports.due, list(reporting), by_key).items():
        said = _ask(reporting[channel], asked)
        couriers[channel].rest()
        heard = shop.do(reports.hear, asked, said)
        total = Heard(*(a + b for a, b in zip(astuple(total), astuple(heard), strict=True)))
    return total


class Round:
    """The postman's round beside an open window: one message at a time, a channel rests after trouble.

    Now and then it asks the gateways what became of what was sent.
    """

    def __init__(self, shop: Shop, call_couriers: Callable[[], Mapping[Channel, Courier]]) -> None:
        self._shop = shop
        self._call_couriers = call_couriers
        self._claimer = new_claimer()
        self._couriers: Mapping[Channel, Courier] | None = None
        self._unclear: Counter[Channel] = Counter()
        self._troubles: Counter[Channel | None] = Counter()
        self._rests: dict[Channel | None, datetime] = {}
        self._asks_at: datetime | None = None

    def send_next(self) -> bool:
        """Send one message; tells whether there was one and another may follow at once.

        Raises what the couriers cannot be had for, once for each rest.
        """
        ready = self._ready()
        is_due = self._shop.ask(postbox.is_anything_due, ready)
        handled = self._send(ready) if ready and is_due else None
        if handled is None:
            self._ask_about_sent(ready)
            self.stop()
            return False
        if handled.halts or _silence(_count(self._unclear, handled)):
            self._rest(handled.channel)
            return False
        self._troubles.clear()
        return True

    def hurry(self) -> None:
        """Look again at once, because something was put right."""
        self._rests.clear()

    def stop(self) -> None:
        """Let go of the line; the next message gets couriers by what the shop has set up by then."""
        couriers, self._couriers = self._couriers, None
        _let_go(couriers or {})

    def _ready(self) -> frozenset[Channel]:
        """Give the channels of couriers that do not rest."""
        now = self._shop.clock()
        resting = {channel for channel, until in self._rests.items() if now < until}
        return frozenset() if None in resting else self._shop.ask(postbox.due_channels) - resting

    def _send(self, ready: frozenset[Channel]) -> Handled | None:
        couriers = self._called()
        chosen = {channel: one for channel, one in couriers.items() if channel in ready}
        try:
            return send_one(self._shop, chosen, self._claimer)
        except ShopError:
            self._rest(None)
            raise

    def _ask_about_sent(self, ready: frozenset[Channel]) -> None:
        now = self._shop.clock()
        if self._asks_at is not None and now < self._asks_at:
            return
        self._asks_at = now + ASK_EVERY
        if self._shop.ask(reports.due, ready, ready):
            couriers = self._called()
            ask_about_sent(self._shop, {channel: couriers[channel] for channel in ready & couriers.keys()})

    def _called(self) -> Mapping[Channel, Courier]:
        try:
            if self._couriers is None:
                self._couriers = self._call_couriers()
        except ShopError:
            self._rest(None)
            raise
        return self._couriers

    def _rest(self, channel: Channel | None) -> None:
        """Rest from one channel, or from all of them."""
        self.stop()
        self._troubles[channel] += 1
        self._unclear.clear()
        self._rests[channel] = self._shop.clock() + min(pause(self._troubles[channel]), LONGEST_REST)


def _count(unclear: Counter[Channel], handled: Handled) -> int:
    """Count how many of a channel are unclear in a row."""
    unclear[handled.channel] = unclear[handled.channel] + 1 if handled.state is State.UNKNOWN else 0
    return unclear[handled.channel]


def _ask(courier: Reporting, asked: Sequence[Asked]) -> list[Report]:
    try:
        return courier.ask_about(asked)
    except Exception:  # noqa: BLE001 -- a gateway that answers nonsense has answered nothing
        return []


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
