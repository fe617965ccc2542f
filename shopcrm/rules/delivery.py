"""The life of a message: waiting, being sent, sent, failed, unknown or withdrawn, and who may change what.

Whether an attempt that broke off arrived, nobody can tell: it is *unknown* and never repeated by itself (M4).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from shopcrm.rules.calendar import ShopDay, zone
from shopcrm.rules.errors import Refused as NotAllowed
from shopcrm.rules.sayings import Saying, saying

LONGEST_PAUSE = timedelta(hours=1)
GIVE_UP = timedelta(days=3)
"""How long an address that may recover is tried, counted from when the message was written."""

LEASE = timedelta(minutes=5)
"""How long a sender may take over one message before others take it for dead."""

SAID_NO = saying("They said no to it since.")
ADDRESS_GONE = saying("The address is no longer known.")
"""Why a message was taken back although the shop wanted to tell (A6)."""

TRIES_TO_CALL = 3
CALL_AGAIN = timedelta(hours=3)

HAND = "hand"
"""The provider of what a person did: called, posted, said, or sent from the shop's own phone."""

FIRST_ASKED = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
STOP_ASKING = timedelta(days=3)
"""How a provider is asked what became of a message: soon, then ever more rarely, then not any more."""

DOUBT_SETTLED = timedelta(hours=1)
"""How long an unknown message may still be on its way to a provider that does not know it."""


class Channel(StrEnum):
    """The way in which somebody is told."""

    EMAIL = "email"
    SMS = "sms"
    WHATSAPP = "whatsapp"
    TELEGRAM = "telegram"
    WEBHOOK = "webhook"
    CALL = "call"
    LETTER = "letter"
    IN_PERSON = "in_person"


ALWAYS_BY_HAND = (Channel.WHATSAPP, Channel.CALL, Channel.LETTER, Channel.IN_PERSON)
"""The channels on which no courier goes; text messages are the shop phone's where no gateway is set."""


class Purpose(StrEnum):
    """Why somebody is told: news they agreed to, or a service about their own order or complaint (M1)."""

    NEWS = "news"
    SERVICE = "service"


class State(StrEnum):
    """Where a message stands."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """What came of it."""

    NONE = ""
    TOLD = "told"
    NO_ANSWER = "no_answer"
    CAME_IN = "came_in"
    NOT_NOW = "not_now"
    BOUGHT = "bought"
    ASKED_TO_STOP = "asked_to_stop"


class Decision(StrEnum):
    """What a person says about a message: what became of an unknown one, or how a call went."""

    ARRIVED = "arrived"
    SEND_AGAIN = "send_again"
    LEAVE = "leave"
    TOLD = "told"
    NO_ANSWER = "no_answer"
    CAME_IN = "came_in"
    NOT_NOW = "not_now"
    ASKED_TO_STOP = "asked_to_stop"
    NOT_YET = "not_yet"


class CannotDecide(NotAllowed):
    """That cannot be said of a message that stands where this one does."""

    sentence = "This message is in another state by now. It was left as it is. Look at it again."


@dataclass(frozen=True, slots=True)
class Delivered:
    """The other side took the message; `reference` is what it called it, `provider` who it is.

    `parts` is how many pieces it counted, 0 where nobody counts; `cost` is in smallest units of its money.
    """

    reference: str = ""
    provider: str = ""
    parts: int = 0
    cost: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The message certainly did not go; `halts` says that no other would go either for now."""

    permanent: bool
    why: Saying
    halts: bool = False


@dataclass(frozen=True, slots=True)
class Unclear:
    """Nobody can tell whether the message arrived."""

    why: Saying


Verdict: TypeAlias = Delivered | Refused | Unclear


@dataclass(frozen=True, slots=True)
class Report:
    """What a provider says later of a message that it was asked about; `final` means that it will not change.

    `arrived` is None while nobody knows. `blocked` is a carrier's advertising block (M5), with its words in
    `why`. `key` is ours, and tells which message is meant where it has no reference yet. `known` False says
    that the provider looked and certainly never took this message.
    """

    reference: str
    arrived: bool | None
    final: bool
    why: Saying | None = None
    blocked: bool = False
    key: str = ""
    known: bool = True


@dataclass(frozen=True, slots=True)
class Credit:
    """What is left at a provider, in its own unit, such as rial, messages or dollars."""

    amount: int
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a message stands after something happened; `not_before` only where it waits again."""

    state: State
    outcome: Outcome = Outcome.NONE
    not_before: datetime | None = None
    problem: Saying | None = None


def after_attempt(verdict: Verdict, *, tries: int, made_at: datetime, now: datetime) -> Standing:
    """Decide where a message stands after its attempt number `tries` (from 1)."""
    match verdict:
        case Delivered():
            return Standing(State.SENT)
        case Unclear(why=why):
            return Standing(State.UNKNOWN, problem=why)
        case Refused(permanent=True, why=why):
            return Standing(State.FAILED, problem=why)
    if not verdict.halts and now - made_at >= GIVE_UP:
        tried = saying("Tried for {count} days. {why}", count=GIVE_UP.days, why=verdict.why)
        return Standing(State.FAILED, problem=tried)
    return Standing(State.QUEUED, not_before=now + pause(tries), problem=verdict.why)


def pause(tries: int) -> timedelta:
    """Tell how long to wait after so many tries: one minute, doubled each time, up to an hour."""
    return min(LONGEST_PAUSE, timedelta(minutes=2 ** min(max(tries, 1) - 1, 10)))


def lapsed() -> Standing:
    """Decide where a message stands whose sender was never heard of again."""
    why = saying("The program stopped while it was sending this, so nobody knows whether it arrived.")
    return Standing(State.UNKNOWN, problem=why)


def hears(state: State, verdict: Verdict) -> bool:
    """Whether the news of the latest attempt still changes a message.

    It may come after the lease: then it settles what was unknown. A person's word stands, but nothing
    that arrived is sent again.
    """
    if state is State.QUEUED:
        return isinstance(verdict, Delivered)
    return state in {State.SENDING, State.UNKNOWN}


def doubtful() -> Standing:
    """Decide where a message stands that waits in an older copy of the shop."""
    why = saying("The shop was brought back from an older copy, so nobody knows whether this went out since.")
    return Standing(State.UNKNOWN, problem=why)


def is_time_to_ask(settled_at: datetime, asked_at: datetime | None, now: datetime) -> bool:
    """Whether to ask a provider about a message again: each wait is as long as it has been out so far."""
    if now - settled_at > STOP_ASKING:
        return False
    if asked_at is None:
        return now - settled_at >= FIRST_ASKED
    return now - asked_at >= max(FIRST_ASKED, min(LONGEST_WAIT, asked_at - settled_at))


def after_report(state: State, report: Report, settled_at: datetime, now: datetime) -> Standing | None:
    """Decide where a message stands after its provider spoke of it later; None where nothing changes.

    Only what was sent, or is unknown, hears it: a person's word and an earlier report stand, so a report
    that comes twice changes nothing. An unknown message that the provider certainly never took is queued
    again, after an hour, because until then it may still be on its way. A block is final (M5).
    """
    if state not in {State.SENT, State.UNKNOWN}:
        return None
    if report.final and report.known and report.arrived is False:
        return Standing(State.FAILED, problem=report.why or saying("It did not arrive."))
    if state is State.SENT:
        return None
    if report.known:
        return Standing(State.SENT)
    is_sure = now - settled_at >= DOUBT_SETTLED
    return Standing(State.QUEUED, not_before=now) if is_sure else None


def is_by_hand(channel: Channel) -> bool:
    """Whether a channel is always a person's work."""
    return channel in ALWAYS_BY_HAND


def decide(
    channel: Channel,
    standing: Standing,
    tries: int,
    decision: Decision,
    now: datetime,
    *,
    by_hand: bool | None = None,
) -> Standing:
    """Decide where a message stands after a person's word about it; raises CannotDecide.

    `by_hand` says whether a person carries it, where the channel alone does not tell.
    """
    manual = is_by_hand(channel) if by_hand is None else by_hand
    if decision in _LETTER_DECISIONS:
        return _decide_letter(standing, decision, now, manual=manual)
    if not manual:
        return _answered(standing, decision)
    if channel is not Channel.CALL and decision is Decision.NO_ANSWER:
        if channel is Channel.IN_PERSON or standing.state is not State.SENT:
            raise CannotDecide
        return _answered(standing, decision)
    return _decide_call(standing, tries, decision, now)


def quiet_ends(now: datetime, day: ShopDay, quiet_from: int, quiet_until: int) -> datetime | None:
    """Tell when the quiet hours end in which `now` falls, or None outside them.

    Hours are whole ones of the shop's clock, from the first up to the second; equal hours mean none.
    """
    local = now.astimezone(zone(day.zone))
    hours = (local.hour - quiet_from) % 24, (quiet_until - quiet_from) % 24
    if hours[0] >= hours[1]:
        return None
    end = local.replace(hour=quiet_until, minute=0, second=0, microsecond=0, tzinfo=None)
    if quiet_until <= local.hour:
        end += timedelta(days=1)
    return day.at(end)


_LETTER_DECISIONS = {Decision.ARRIVED, Decision.SEND_AGAIN, Decision.LEAVE}

_ANSWERS = {
    Decision.TOLD: Outcome.TOLD,
    Decision.CAME_IN: Outcome.CAME_IN,
    Decision.NOT_NOW: Outcome.NOT_NOW,
    Decision.ASKED_TO_STOP: Outcome.ASKED_TO_STOP,
    Decision.NO_ANSWER: Outcome.NO_ANSWER,
}


def _decide_letter(standing: Standing, decision: Decision, now: datetime, *, manual: bool) -> Standing:
    again = decision is Decision.SEND_AGAIN and not manual
    unsettled = {State.UNKNOWN, State.FAILED} if again else {State.UNKNOWN}
    if standing.state not in unsettled:
        raise CannotDecide
    if decision is Decision.ARRIVED:
        return Standing(State.SENT)
    if decision is Decision.SEND_AGAIN:
        return Standing(State.QUEUED, not_before=now)
    return Standing(State.FAILED, problem=saying("It was left as it is."))


def _answered(standing: Standing, decision: Decision) -> Standing:
    """Note what came of a message that went out; the rest of it stays."""
    if standing.state not in {State.SENT, State.UNKNOWN} or decision is Decision.TOLD:
        raise CannotDecide
    return Standing(standing.state, _ANSWERS.get(decision, Outcome.NONE), problem=standing.problem)


def _decide_call(standing: Standing, tries: int, decision: Decision, now: datetime) -> Standing:
    if standing.state not in {State.QUEUED, State.SENT, State.FAILED}:
        raise CannotDecide
    if decision is Decision.NOT_YET:
        return Standing(State.QUEUED, not_before=now)
    if decision is not Decision.NO_ANSWER:
        return Standing(State.SENT, _ANSWERS[decision])
    if tries >= TRIES_TO_CALL:
        never = saying("Nobody answered {count} calls.", count=tries)
        return Standing(State.FAILED, Outcome.NO_ANSWER, problem=never)
    return Standing(State.QUEUED, Outcome.NO_ANSWER, not_before=now + CALL_AGAIN)
