"""What people say about messages: whether an unknown one arrived, how a call went, who wants no more.

What is done by hand is ticked off here: said, called, posted, or sent from the shop's own phone.
"""

from sqlalchemy.orm import Session

from shopcrm.rules import delivery
from shopcrm.rules.delivery import HAND, CannotDecide, Channel, Decision, Purpose, Standing, State
from shopcrm.rules.sayings import saying
from shopcrm.services import consents, hand_work, postbox, reach, standing
from shopcrm.services.consents import Answer
from shopcrm.services.shop import now_of
from shopcrm.store.messages import Attempt, Message

HOW = "asked to stop"
"""How it was said, as it stands in the consents."""

TAKEN_BACK = saying("Somebody took it back before it went out.")

_CALLED = {Decision.TOLD, Decision.NO_ANSWER, Decision.CAME_IN, Decision.NOT_NOW, Decision.ASKED_TO_STOP}


def settle(session: Session, message_id: int, decision: Decision) -> Standing:
    """Note a person's word about a message and give where it stands now.

    Of an unknown one: it arrived, send it again, leave it. Of what is done by hand: told, no answer, came
    in, not now, or not yet, which takes a tick back. Raises NoSuchMessage or CannotDecide.
    """
    row = postbox.find(session, message_id)
    before = postbox.standing_of(row)
    channel, by_hand = Channel(row.channel), hand_work.is_by_hand(row, reach.ways(session))
    first = by_hand and before.state is not State.SENT and channel is not Channel.IN_PERSON
    is_try = decision in _CALLED and (channel is Channel.CALL or first)
    tries = row.attempts + 1 if is_try else row.attempts
    after = delivery.decide(channel, before, tries, decision, now_of(session), by_hand=by_hand)
    if is_try:
        _note_try(session, row, tries, after)
    postbox.put(session, row, after)
    if by_hand and after.state is State.SENT:
        row.provider = HAND
    if decision is Decision.ASKED_TO_STOP:
        _note_stop(session, row)
    return postbox.standing_of(row)


def take_back(session: Session, message_id: int) -> Standing:
    """Take a message back that still waits; raises NoSuchMessage, or CannotDecide once it is on its way."""
    row = postbox.find(session, message_id)
    if row.state != State.QUEUED:
        raise CannotDecide
    standing.withdraw(session, row, TAKEN_BACK)
    return postbox.standing_of(row)


def _note_try(session: Session, row: Message, tries: int, after: Standing) -> None:
    now = now_of(session)
    row.attempts = tries
    session.add(
        Attempt(
            message_id=row.id,
            ordinal=tries,
            began_at=now,
            ended_at=now,
            result="called" if row.channel == Channel.CALL else "by_hand",
            detail=after.outcome,
        )
    )


def _note_stop(session: Session, row: Message) -> None:
    """Take back the consent to news at once: on this channel, and on all where it was said in person."""
    spoken = Channel(row.channel)
    channels = consents.ASKED if spoken is Channel.IN_PERSON else (spoken,)
    said = [Answer(Purpose.NEWS, channel, given=False, how=HOW) for channel in channels]
    consents.settle(session, row.customer_id, said)
    for channel in channels:
        standing.withdraw_idle(session, channel, row.customer_id)
