"""What people write back: kept as a note, and where they ask to stop, no more news from then on (M1)."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules import opt_out
from shopcrm.rules.delivery import Channel, Outcome, Purpose, State
from shopcrm.services import consents, notes, people, settings, standing
from shopcrm.services.consents import Answer
from shopcrm.services.notes import NoteKind
from shopcrm.services.shop import now_of
from shopcrm.store.messages import Message

HOW = "wrote back to stop"
"""How it was said, as it stands in the consents."""

_ANSWERS_TO = timedelta(days=30)
_LEFT = (Outcome.NONE, Outcome.TOLD, Outcome.NO_ANSWER, Outcome.NOT_NOW)


@dataclass(frozen=True, slots=True)
class Heard:
    """What was made of a reply: whether it stops news, on which channels, and what waiting was taken back."""

    note_id: int
    stopped: bool = False
    channels: tuple[Channel, ...] = ()
    taken_back: int = 0


def heard(session: Session, customer_id: int, channel: Channel, text: str) -> Heard:
    """Keep what somebody wrote back, and stop their news at once where they ask for it.

    That channel is stopped, or all of them where they say so in general. Raises NoSuchCustomer.
    """
    note_id = notes.write(session, customer_id, NoteKind.REPLY, text)
    own = opt_out.own_words(settings.read(session).stop_words)
    if not opt_out.wants_to_stop(text, own):
        return Heard(note_id)
    everywhere = channel is Channel.IN_PERSON or opt_out.means_everything(text)
    return stop(session, customer_id, consents.ASKED if everywhere else (channel,), note_id)


def stop(session: Session, customer_id: int, channels: tuple[Channel, ...], note_id: int = 0) -> Heard:
    """Take back the consent to news on some channels, and what waits there; raises as `consents.record`."""
    customer_id = people.kept(session, customer_id).id
    said = [Answer(Purpose.NEWS, channel, given=False, how=HOW) for channel in channels]
    consents.settle(session, customer_id, said)
    taken_back = sum(standing.withdraw_idle(session, channel, customer_id) for channel in channels)
    _note_outcome(session, customer_id, channels)
    return Heard(note_id, stopped=True, channels=channels, taken_back=taken_back)


def _note_outcome(session: Session, customer_id: int, channels: tuple[Channel, ...]) -> None:
    """Write at the latest message on these channels what came of it; a purchase stays a purchase."""
    latest = session.scalar(
        select(Message)
        .where(Message.customer_id == customer_id, Message.channel.in_(channels))
        .where(Message.state == State.SENT, Message.purpose == Purpose.NEWS)
        .where(Message.settled_at > now_of(session) - _ANSWERS_TO)
        .order_by(Message.settled_at.desc(), Message.id.desc())
        .limit(1)
    )
    if latest is not None and latest.outcome in _LEFT:
        latest.outcome = Outcome.ASKED_TO_STOP
