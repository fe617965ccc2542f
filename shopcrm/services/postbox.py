"""Hands out waiting messages one at a time to whoever sends them, and notes what came of each.

An attempt is written down before it is made. Only a lease that ran out means that a sender died in
between: such a message is *unknown*, and is never sent again by itself (M4).
"""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from shopcrm.rules import delivery
from shopcrm.rules.delivery import LEASE, Channel, Delivered, Purpose, Standing, State, Verdict
from shopcrm.rules.sayings import to_json
from shopcrm.services import reach, settings, standing, wishes
from shopcrm.services.messages import Letter, NoSuchMessage
from shopcrm.services.people import ERASED
from shopcrm.services.shop import now_of
from shopcrm.store.arrivals import Wish
from shopcrm.store.customers import Customer
from shopcrm.store.messages import Attempt, Message


@dataclass(frozen=True, slots=True)
class Claim:
    """One message that was taken in hand; without a letter it was withdrawn, because it no longer held."""

    message_id: int
    channel: Channel
    letter: Letter | None


def due_channels(session: Session) -> frozenset[Channel]:
    """Tell which channels couriers take messages of now; it reads the shop's settings."""
    return frozenset() if settings.read(session).sending_rests else reach.ways(session).automatic


def is_anything_due(session: Session, channels: Collection[Channel]) -> bool:
    """Whether a sender has something to do now: send, or give up on another sender that died."""
    now = now_of(session)
    if session.scalar(select(Message.id).where(*_lapsed(now)).limit(1)) is not None:
        return True
    if quiet_until(session) is not None:
        return False
    return session.scalar(select(Message.id).where(*_ready(now, channels)).limit(1)) is not None


def quiet_until(session: Session) -> datetime | None:
    """Tell when the quiet hours end in which we are, or None outside them."""
    decided = settings.read(session)
    return delivery.quiet_ends(now_of(session), decided.days, decided.quiet_from, decided.quiet_until)


def claim_one(
    session: Session, claimer: str, channels: Collection[Channel], lease: timedelta = LEASE
) -> Claim | None:
    """Take the next message that is due for this claimer and write its attempt down, before it is made (M4).

    Nothing is handed out in quiet hours, nor after the shop was restored until somebody has agreed to it.
    A message that no longer holds is withdrawn instead.
    """
    lapse(session)
    if settings.read(session).sending_rests or quiet_until(session) is not None:
        return None
    now = now_of(session)
    row = session.scalar(
        select(Message).where(*_ready(now, channels)).order_by(Message.not_before, Message.id).limit(1)
    )
    if row is None:
        return None
    person = reach.reaches(session, [row.customer_id])[row.customer_id]
    against = standing.still_holds(session, row, person)
    if against is not None:
        standing.withdraw(session, row, against)
        return Claim(row.id, Channel(row.channel), None)
    if not _take(session, row, claimer, now + lease):
        return None
    # The address may have been corrected since the message was written.
    row.address = person.where(Channel(row.channel))
    return Claim(row.id, Channel(row.channel), _begin(session, row, now))


def mark(session: Session, letter: Letter, verdict: Verdict) -> Standing:
    """Note what came of an attempt and give where the message stands now.

    It is also right long after the lease: what turns out to have arrived is not sent again.
    """
    now = now_of(session)
    attempt = session.scalars(
        select(Attempt).where(Attempt.message_id == letter.message_id, Attempt.ordinal == letter.attempt)
    ).one()
    attempt.ended_at, attempt.result, attempt.detail = now, *_told(verdict)
    row = session.get_one(Message, letter.message_id)
    if session.get_one(Customer, row.customer_id).state == ERASED:
        # What a provider answers names the address; of an erased person nothing is written down any more.
        attempt.detail = ""
        return standing_of(row)
    if row.attempts == letter.attempt and delivery.hears(State(row.state), verdict):
        after = delivery.after_attempt(verdict, tries=row.attempts, made_at=row.made_at, now=now)
        put(session, row, after)
        if isinstance(verdict, Delivered):
            row.provider, row.parts = verdict.provider or row.channel, verdict.parts
            row.reference = verdict.reference or None
    return standing_of(row)


def lapse(session: Session) -> int:
    """Call *unknown* whatever a sender took in hand and never came back with; give how many."""
    now = now_of(session)
    rows = session.scalars(select(Message).where(*_lapsed(now))).all()
    for row in rows:
        put(session, row, delivery.lapsed())
        session.execute(
            update(Attempt)
            .where(Attempt.message_id == row.id, Attempt.ordinal == row.attempts, Attempt.result == "begun")
            .values(result="lapsed", ended_at=now)
        )
    return len(rows)


def doubt_waiting(session: Session) -> int:
    """Call *unknown* all that couriers would send, because the file is an older copy of the shop.

    What waited when the copy was made may have gone out since, and must not go twice. Gives how many.
    """
    automatic = Message.channel.in_(reach.ways(session).automatic)
    waits = (Message.state == State.QUEUED) & automatic
    rows = session.scalars(select(Message).where(waits | (Message.state == State.SENDING))).all()
    for row in rows:
        put(session, row, delivery.doubtful())
    return len(rows)


def put(session: Session, row: Message, after: Standing) -> None:
    """Put a message where it stands now; whoever was told of a wish is noted there."""
    was_out = row.state == State.SENT == after.state
    row.state, row.outcome = after.state, after.outcome
    row.problem = to_json([after.problem] if after.problem else [])
    row.claimed_by = row.lease_until = None
    if not was_out:
        # What is said of it later changes nothing of when it went out.
        row.settled_at = None if after.state is State.QUEUED else now_of(session)
    if after.not_before is not None:
        row.not_before = after.not_before
    if after.state is State.QUEUED:
        # It goes out anew, under another name at the gateway.
        row.provider, row.reference, row.parts, row.arrived, row.asked_at = "", None, 0, None, None
    if after.state is State.SENT and row.wish_id is not None:
        _note_wish(session, row)


def standing_of(row: Message) -> Standing:
    """Read where a message stands."""
    return Standing(State(row.state), delivery.Outcome(row.outcome), row.not_before)


def find(session: Session, message_id: int) -> Message:
    """Find a message's row for the other services; raises NoSuchMessage."""
    # Where a database locks rows and not the whole file, a tick and a sender wait for each other here.
    row = session.get(Message, message_id, with_for_update=True)
    if row is None:
        raise NoSuchMessage(id=message_id)
    return row


def _ready(now: datetime, channels: Collection[Channel]) -> tuple[ColumnElement[bool], ...]:
    return (Message.state == State.QUEUED, Message.channel.in_(channels), Message.not_before <= now)


def _lapsed(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (Message.state == State.SENDING, Message.lease_until < now)


def _take(session: Session, row: Message, claimer: str, lease_until: datetime) -> bool:
    """Take a message by a conditional write, so that of two senders only one gets it."""
    taken = session.scalar(
        update(Message)
        .where(Message.id == row.id, Message.state == State.QUEUED, Message.attempts == row.attempts)
        .values(
            state=State.SENDING, claimed_by=claimer, lease_until=lease_until, attempts=Message.attempts + 1
        )
        .returning(Message.id)
    )
    session.refresh(row)
    return taken is not None


def _begin(session: Session, row: Message, now: datetime) -> Letter:
    session.add(Attempt(message_id=row.id, ordinal=row.attempts, began_at=now))
    return Letter(
        message_id=row.id,
        key=row.key,
        attempt=row.attempts,
        channel=Channel(row.channel),
        purpose=Purpose(row.purpose),
        address=row.address,
        subject=row.subject,
        body=row.body,
        language=row.language,
        made_at=row.made_at,
        began_at=now,
    )


def _told(verdict: Verdict) -> tuple[str, str]:
    if isinstance(verdict, Delivered):
        return "delivered", verdict.reference
    result = "unclear" if isinstance(verdict, delivery.Unclear) else "refused"
    return result, verdict.why.plainly()


def _note_wish(session: Session, row: Message) -> None:
    wish = session.get(Wish, row.wish_id)
    if wish is not None and wish.state == "waiting":
        # Its last day may have ended while the message was out; that it went out is true all the same.
        with suppress(wishes.WishClosed):
            wishes.told(session, wish.id, row.until)
