"""What people allow: a yes or no to news or service on each channel, with when, how and who took it (M1).

Nothing said is changed or removed; what was written down last holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.rules.errors import BadInput
from shopcrm.rules.text import one_line
from shopcrm.services import people
from shopcrm.services.shop import now_of, who_of
from shopcrm.store.customers import Consent
from shopcrm.store.prepared import Prepared

ASKED = tuple(channel for channel in Channel if channel is not Channel.IN_PERSON)
"""The channels that need leave; a word in person needs none."""

GENERAL = (Channel.EMAIL, Channel.SMS, Channel.CALL)
"""What an answer means that names no channel, such as one in a list from elsewhere."""


_NEWEST = (
    select(func.max(Consent.id))
    .where(Consent.customer_id == bindparam("who"))
    .group_by(Consent.purpose, Consent.channel)
)
_LATEST = Prepared(
    select(Consent.purpose, Consent.channel, Consent.given, Consent.how, Consent.at, Consent.recorded_by)
    .where(Consent.id.in_(_NEWEST))
    .order_by(Consent.purpose, Consent.channel)
)


class HowMissing(BadInput):
    """Nobody could tell later how the consent was given."""

    sentence = "Say how they said yes or no, such as: asked at the counter. Nothing was written down."


class NoLeaveNeeded(BadInput):
    """One may always speak with somebody who stands there."""

    sentence = "A word in person needs no consent. Nothing was written down."


@dataclass(frozen=True, slots=True)
class Answer:
    """A yes or no to one purpose on one channel, and how it was said."""

    purpose: Purpose
    channel: Channel
    given: bool
    how: str


@dataclass(frozen=True, slots=True)
class ConsentView(Answer):
    """An answer as it was written down: when, and by whom."""

    at: datetime
    recorded_by: str


def record(session: Session, customer_id: int, answer: Answer) -> int:
    """Write an answer down, now and by whoever acts; whoever was merged says it for who they became (C2).

    Raises NoSuchCustomer, ErasedOnRequest, HowMissing, NoLeaveNeeded.
    """
    row = _row(session, people.kept(session, customer_id).id, answer)
    session.add(row)
    session.flush()
    return row.id


def settle(session: Session, customer_id: int, answers: Sequence[Answer]) -> int:
    """Write down those answers that differ from what holds, and count them; errors as in `record`."""
    key = people.kept(session, customer_id).id
    held = {(view.purpose, view.channel): view.given for view in latest(session, key)}
    fresh = [answer for answer in answers if held.get((answer.purpose, answer.channel)) != answer.given]
    for answer in fresh:
        record(session, key, answer)
    return len(fresh)


def latest(session: Session, customer_id: int) -> list[ConsentView]:
    """List what holds: the last answer to each purpose on each channel."""
    return [
        ConsentView(Purpose(purpose), Channel(channel), given, how, at, by)
        for purpose, channel, given, how, at, by in _LATEST.rows(session, who=customer_id)
    ]


def history(session: Session, customer_id: int) -> list[ConsentView]:
    """List every answer that was ever written down, the newest first."""
    rows = session.scalars(
        select(Consent).where(Consent.customer_id == customer_id).order_by(Consent.id.desc())
    )
    return [_view(row) for row in rows]


def allows(session: Session, customer_id: int, purpose: Purpose, channel: Channel) -> bool:
    """Whether somebody may be told so: news need a yes, a service only that there is no no (M1)."""
    said = session.scalar(
        select(Consent.given)
        .where(Consent.customer_id == customer_id, Consent.purpose == purpose, Consent.channel == channel)
        .order_by(Consent.id.desc())
        .limit(1)
    )
    if channel is Channel.IN_PERSON:
        return True
    return bool(said) if purpose is Purpose.NEWS else said is not False


def _row(session: Session, customer_id: int, answer: Answer) -> Consent:
    how = one_line(answer.how)
    if not how:
        raise HowMissing
    if answer.channel is Channel.IN_PERSON:
        raise NoLeaveNeeded
    return Consent(
        customer_id=customer_id,
        purpose=answer.purpose,
        channel=answer.channel,
        given=answer.given,
        at=now_of(session),
        how=how,
        recorded_by=who_of(session).actor,
    )


def _view(row: Consent) -> ConsentView:
    return ConsentView(
        Purpose(row.purpose), Channel(row.channel), row.given, row.how, row.at, row.recorded_by
    )
