"""Sends by another way what waits for somebody who turns out not to have this one, so that nobody is lost."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules.delivery import CannotDecide, Channel, Purpose, State
from shopcrm.rules.sayings import saying, to_json
from shopcrm.services import consents, hand_work, postbox, reach
from shopcrm.services.consents import Answer
from shopcrm.store.messages import Message

HOW = "cannot be reached that way"
"""Why a channel is not used any more, as it stands in the consents."""

_NOT_THERE = saying("They cannot be reached that way.")


def not_there(session: Session, message_id: int) -> Channel:
    """Take it that somebody cannot be reached by the way of a message that waits; give the way it goes now.

    All that waits for them there goes the best way that is left, else it is told in person (A6), and nothing
    is written for that way any more until somebody says otherwise. Only for what people do by hand.
    Raises NoSuchMessage, or CannotDecide where it does not wait any more.
    """
    found, ways = postbox.find(session, message_id), reach.ways(session)
    channel = Channel(found.channel)
    waits = found.state == State.QUEUED and hand_work.is_by_hand(found, ways)
    if not waits or channel is Channel.IN_PERSON:
        raise CannotDecide
    answers = [Answer(purpose, channel, given=False, how=HOW) for purpose in Purpose]
    consents.settle(session, found.customer_id, answers)
    person = reach.reaches(session, [found.customer_id])[found.customer_id]
    waiting = select(Message).where(Message.customer_id == found.customer_id, Message.channel == channel)
    for row in session.scalars(waiting.where(Message.state == State.QUEUED)):
        other = reach.channel_for(person, Purpose(row.purpose), ways)
        row.channel, row.address = other.value, person.where(other)
        row.problem = to_json([_NOT_THERE]) if other is Channel.IN_PERSON else row.problem
    return Channel(found.channel)
