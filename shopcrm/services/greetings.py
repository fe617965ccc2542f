"""Greets people on their days: one greeting for each person, occasion and year, whatever happens (M3).

A greeting is news: it goes only to who takes news, and counts under the weekly cap (M2). It goes on the day
itself, a letter some days ahead, and never late. Who cannot be sent one is greeted at the next visit.
"""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules.calendar import parts
from shopcrm.rules.delivery import HAND, Channel, Outcome, Purpose, State
from shopcrm.rules.errors import NotFound
from shopcrm.rules.letters import Field, Text
from shopcrm.rules.sayings import saying, to_json
from shopcrm.rules.text import fold, one_line
from shopcrm.services import occasions, outbox, reach, settings, standing, templates
from shopcrm.services.occasions import NearOccasion, NoSuchOccasion, OccasionView
from shopcrm.services.outbox import Draft, Queued, Version
from shopcrm.services.settings import Settings
from shopcrm.services.shop import now_of
from shopcrm.store.messages import Message

LETTER_AHEAD = 5
"""How many days ahead of the day a letter is written, so that it is there in time."""

_LATEST_LETTER = 2
_LONGEST_LABEL = 60
GREETED = saying("They were greeted in person.")


class NotGreeted(NotFound):
    """There is no greeting to take back."""

    sentence = "There is no greeting {id} to take back. Look at the customer again."


def greeting_of(view: OccasionView) -> str:
    """Name an occasion and the year that it has next, in its own calendar: nobody is greeted twice for it."""
    label = fold(view.label)[:_LONGEST_LABEL]
    return f"{view.kind}:{label}:{parts(view.calendar, view.next_day)[0]}"


def queue_due(session: Session) -> Queued:
    """Queue the greetings of today, and the letters of the next days; a second look adds nothing (M3).

    Raises ValueMissing where the shop lacks what its text asks for.
    """
    found = occasions.near(session, LETTER_AHEAD)
    if not found:
        return Queued()
    decided = settings.read(session)
    texts = templates.read(session, templates.GREETING)
    people = reach.reaches(session, [one.customer_id for one in found])
    ways = reach.ways_of(decided)
    due = [
        one
        for one in found
        if _is_due(one.view, reach.channel_for(people[one.customer_id], Purpose.NEWS, ways))
    ]
    return outbox.queue(session, [_draft(one, texts, decided) for one in due])


def note_greeted(session: Session, customer_id: int, occasion_id: int) -> int:
    """Note that somebody was greeted by word of mouth, and give the number of the greeting.

    One that waits is taken back; one that went out stays. Raises NoSuchOccasion.
    """
    view = next((one for one in occasions.of_customer(session, customer_id) if one.id == occasion_id), None)
    if view is None:
        raise NoSuchOccasion
    greeting = greeting_of(view)
    row = _of(session, customer_id, greeting)
    if row is None:
        row = _spoken(session, customer_id, greeting, view.next_day)
        session.add(row)
        session.flush()
    elif row.state == State.QUEUED and row.channel != Channel.IN_PERSON:
        standing.withdraw(session, row, GREETED)
    elif row.state == State.QUEUED:
        row.state, row.outcome, row.provider = State.SENT, Outcome.TOLD, HAND
        row.settled_at = now_of(session)
    return row.id


def forget_greeted(session: Session, message_id: int) -> None:
    """Take back that somebody was greeted by word of mouth; what waited before waits again.

    Raises NotGreeted.
    """
    row = session.get(Message, message_id)
    if row is None or row.greeting is None:
        raise NotGreeted(id=message_id)
    if row.key == _spoken_key(row.customer_id, row.greeting):
        session.delete(row)
    elif row.provider == HAND or row.problem == to_json([GREETED]):
        row.state, row.outcome, row.provider, row.problem = State.QUEUED, Outcome.NONE, "", ""
        row.settled_at = None
    session.flush()


def is_greeted(session: Session, customer_id: int, view: OccasionView) -> bool:
    """Whether somebody was greeted for the coming occasion already, or a greeting is on its way."""
    row = _of(session, customer_id, greeting_of(view))
    return row is not None and not (row.state == State.QUEUED and row.channel == Channel.IN_PERSON)


def _is_due(view: OccasionView, channel: Channel) -> bool:
    if channel is Channel.LETTER:
        return view.days_left >= _LATEST_LETTER
    return view.days_left == 0


def _draft(one: NearOccasion, texts: Mapping[str, Text], decided: Settings) -> Draft:
    greeting = greeting_of(one.view)
    return Draft(
        key=f"greeting:{one.customer_id}:{greeting}",
        customer_id=one.customer_id,
        versions={language: _version(one.view, text, language, decided) for language, text in texts.items()},
        why=(saying("{occasion} is on {day}", occasion=one.view.name, day=one.view.next_day),),
        until=one.view.next_day,
        greeting=greeting,
        template=templates.GREETING,
    )


def _version(view: OccasionView, text: Text, language: str, decided: Settings) -> Version:
    words = outbox.words_of(decided, language)
    values = {
        Field.OCCASION: words.isolate(templates.occasion_name(view.kind, view.label, language)),
        Field.SHOP: words.isolate(one_line(decided.shop_name)),
        Field.DAY: words.day(view.next_day, year=False),
    }
    return outbox.version(text, values)


def _of(session: Session, customer_id: int, greeting: str) -> Message | None:
    return session.scalar(
        select(Message).where(Message.customer_id == customer_id, Message.greeting == greeting)
    )


def _spoken_key(customer_id: int, greeting: str) -> str:
    return f"greeted:{customer_id}:{greeting}"


def _spoken(session: Session, customer_id: int, greeting: str, day: date) -> Message:
    now = now_of(session)
    return Message(
        key=_spoken_key(customer_id, greeting),
        customer_id=customer_id,
        channel=Channel.IN_PERSON,
        purpose=Purpose.NEWS,
        language=settings.read(session).language,
        state=State.SENT,
        outcome=Outcome.TOLD,
        made_at=now,
        not_before=now,
        settled_at=now,
        until=day,
        provider=HAND,
        greeting=greeting,
        template=templates.GREETING,
    )
