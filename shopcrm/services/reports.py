"""What gateways say later: whether a message arrived, did not, or was blocked as advertising (M5).

A report that comes twice, or late, changes nothing more. What a provider certainly never took is queued
again under the same key; whatever it does not answer stays as it is.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from shopcrm.rules import delivery
from shopcrm.rules.delivery import GIVE_UP, HAND, STOP_ASKING, Channel, Report, State
from shopcrm.services import postbox, wishes
from shopcrm.services.messages import Asked
from shopcrm.services.shop import now_of
from shopcrm.store.arrivals import Wish
from shopcrm.store.messages import Attempt, Message

AT_ONCE = 200
"""How many messages one question to a gateway names; the smallest limit of those in use."""

_LONG_AGO = STOP_ASKING + 3 * GIVE_UP


@dataclass(frozen=True, slots=True)
class Heard:
    """What a round of questions came to."""

    asked: int = 0
    arrived: int = 0
    failed: int = 0
    queued_again: int = 0


def due(
    session: Session, channels: Collection[Channel], by_key: Collection[Channel] = ()
) -> dict[Channel, list[Asked]]:
    """List what to ask gateways about now: what was sent, on channels `by_key` what is unknown as well."""
    now = now_of(session)
    found: dict[Channel, list[Asked]] = {}
    latest = (Attempt.message_id == Message.id) & (Attempt.ordinal == Message.attempts)
    query = select(Message, Attempt.began_at).outerjoin(Attempt, latest)
    for row, began_at in session.execute(query.where(*_open(now, channels, by_key)).order_by(Message.id)):
        asked = found.setdefault(Channel(row.channel), [])
        settled_at = row.settled_at or row.made_at
        if len(asked) < AT_ONCE and delivery.is_time_to_ask(settled_at, row.asked_at, now):
            # An older copy of the shop knows no attempt; it may have been made at any time since.
            waited = now - (began_at or row.made_at)
            asked.append(Asked(row.id, row.key, row.reference or "", row.made_at, waited))
    return {channel: asked for channel, asked in found.items() if asked}


def hear(session: Session, asked: Sequence[Asked], reports: Sequence[Report]) -> Heard:
    """Note that gateways were asked about messages, and what they said of them."""
    now = now_of(session)
    named = _by_message(asked, reports)
    counts = {State.SENT: 0, State.FAILED: 0, State.QUEUED: 0}
    for ids in _portions([one.message_id for one in asked]):
        for row in session.scalars(select(Message).where(Message.id.in_(ids)).with_for_update()):
            if State(row.state) in {State.SENT, State.UNKNOWN}:
                row.asked_at = now
            report = named.get(row.id)
            if report is not None:
                _hear_one(session, row, report, counts)
    return Heard(len(asked), counts[State.SENT], counts[State.FAILED], counts[State.QUEUED])


def _hear_one(session: Session, row: Message, report: Report, counts: dict[State, int]) -> None:
    before, now = State(row.state), now_of(session)
    after = delivery.after_report(before, report, row.settled_at or row.made_at, now)
    if after is not None:
        outcome, settled_at, reference = row.outcome, row.settled_at, row.reference
        postbox.put(session, row, after)
        row.outcome = outcome
        if after.state is not State.QUEUED:
            row.settled_at = settled_at
            row.reference = report.reference or reference
    if report.known and report.final and before in {State.SENT, State.UNKNOWN}:
        if report.arrived and not row.arrived:
            counts[State.SENT] += 1
        row.arrived = report.arrived if row.arrived is None else row.arrived
    if after is not None and after.state is not State.SENT:
        counts[after.state] += 1
    if after is not None and after.state is State.FAILED:
        _wait_again(session, row)


def _wait_again(session: Session, row: Message) -> None:
    """Let a wish wait again whose message did not arrive, so that the next arrival tells the person."""
    wish = session.get(Wish, row.wish_id) if row.wish_id is not None else None
    if wish is not None and wish.state == "told":
        with suppress(wishes.WishClosed):
            wishes.not_told(session, wish.id)


def _by_message(asked: Sequence[Asked], reports: Sequence[Report]) -> Mapping[int, Report]:
    """Find the message that each report speaks of: by our key where it carries one, else by its reference."""
    by_key = {one.key: one.message_id for one in asked}
    by_reference = {one.reference: one.message_id for one in asked if one.reference}
    named = {}
    for report in reports:
        message_id = by_key.get(report.key) if report.key else by_reference.get(report.reference)
        if message_id is not None:
            named[message_id] = report
    return named


def _open(
    now: datetime, channels: Collection[Channel], by_key: Collection[Channel]
) -> list[ColumnElement[bool]]:
    sent = (Message.state == State.SENT) & Message.reference.is_not(None)
    unknown = (Message.state == State.UNKNOWN) & Message.channel.in_(by_key)
    return [
        Message.state.in_((State.SENT, State.UNKNOWN)),
        Message.channel.in_(channels),
        Message.not_before > now - _LONG_AGO,
        or_(sent, unknown),
        Message.arrived.is_(None),
        Message.provider != HAND,
        Message.settled_at > now - STOP_ASKING,
    ]


def _portions(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]
