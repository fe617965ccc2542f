"""What people say about messages: whether an unknown one arrived, how a call went, who wants no more."""

from sqlalchemy.orm import Session

from shopcrm.rules import delivery
from shopcrm.rules.delivery import Channel, Decision, Purpose, Standing
from shopcrm.services import consents, postbox
from shopcrm.services.consents import Answer
from shopcrm.services.shop import now_of
from shopcrm.store.messages import Attempt, Message

HOW = "asked to stop"
"""How it was said, as it stands in the consents."""

_CALLED = {Decision.TOLD, Decision.NO_ANSWER, Decision.CAME_IN, Decision.NOT_NOW, Decision.ASKED_TO_STOP}


def settle(session: Session, message_id: int, decision: Decision) -> Standing:
    """Note a person's word about a message and give where it stands now.

    Of an unknown one: it arrived, send it again, leave it. Of a call: told, no answer, came in, not now,
    or not yet, which takes a tick back. Raises NoSuchMessage or CannotDecide.
    """
    row = postbox.find(session, message_id)
    before = postbox.standing_of(row)
    is_call = row.channel == Channel.CALL and decision in _CALLED
    tries = row.attempts + 1 if is_call else row.attempts
    after = delivery.decide(Channel(row.channel), before, tries, decision, now_of(session))
    if is_call:
        _note_call(session, row, tries, after)
    postbox.put(session, row, after)
    if decision is Decision.ASKED_TO_STOP:
        _note_stop(session, row)
    return postbox.standing_of(row)


def _note_call(session: Session, row: Message, tries: int, after: Standing) -> None:
    now = now_of(session)
    row.attempts = tries
    session.add(
        Attempt(
            message_id=row.id,
            ordinal=tries,
            began_at=now,
            ended_at=now,
            result="called",
            detail=after.outcome,
        )
    )


def _note_stop(session: Session, row: Message) -> None:
    """Take back the consent to news at once: on this channel, and on all where it was said in person."""
    spoken = Channel(row.channel)
    channels = consents.ASKED if spoken is Channel.IN_PERSON else (spoken,)
    said = [Answer(Purpose.NEWS, channel, given=False, how=HOW) for channel in channels]
    consents.settle(session, row.customer_id, said)
