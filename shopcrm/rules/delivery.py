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
    """The other side took the message; `reference` is what it called it."""

    reference: str = ""


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


def decide(channel: Channel, standing: Standing, tries: int, decision: Decision, now: datetime) -> Standing:
    """Decide where a message stands after a person's word about it; raises CannotDecide."""
    if decision in _LETTER_DECISIONS:
        return _decide_letter(channel, standing, decision, now)
    if channel is Channel.EMAIL:
        return _answered(standing, decision)
    if channel is Channel.IN_PERSON and decision is Decision.NO_ANSWER:
        raise CannotDecide
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


def _decide_letter(channel: Channel, standing: Standing, decision: Decision, now: datetime) -> Standing:
    unsettled = {State.UNKNOWN, State.FAILED} if decision is Decision.SEND_AGAIN else {State.UNKNOWN}
    if channel is not Channel.EMAIL or standing.state not in unsettled:
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
