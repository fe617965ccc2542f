"""Tells those who complained of a cause that it was put right, once each, and counts whether it helped.

It is a service message about their own complaint (M1): it goes to whoever did not say no to those.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm.rules import letters
from shopcrm.rules.complaints import Kind
from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.rules.errors import Refused
from shopcrm.rules.improvements import BeforeAfter
from shopcrm.rules.letters import Field, Text
from shopcrm.rules.people import shown_name
from shopcrm.rules.sayings import FieldValue, saying
from shopcrm.rules.text import one_line
from shopcrm.services import causes, improvements, moments, outbox, reach, settings, templates
from shopcrm.services.first_texts import FIXED
from shopcrm.services.improvements import ImprovementState
from shopcrm.services.outbox import Draft, Queued
from shopcrm.services.people import ACTIVE
from shopcrm.store.complaints import Complaint, Improvement
from shopcrm.store.customers import Customer
from shopcrm.store.messages import Message

_LOOKED_AT = 180
"""Days before and after an improvement at most; what was long ago says little of it."""


class NotDoneYet(Refused):
    """There is nothing to tell yet."""

    sentence = "This improvement is not done. Nobody was told. Say first what changed."


@dataclass(frozen=True, slots=True)
class ToTellFixed:
    """Somebody who complained of the cause, under which number last, and how they would be told."""

    customer_id: int
    customer: FieldValue
    number: int
    channel: Channel


def to_tell(session: Session, improvement_id: int) -> Sequence[ToTellFixed]:
    """List who complained of the cause, or of one within it, before it was put right and was not told yet.

    Nobody stands there twice. Raises NoSuchImprovement, NotDoneYet.
    """
    row = _done(session, improvement_id)
    told = _told(session, improvement_id)
    people = {who: number for who, number in _complained(session, row) if who not in told}
    names = {
        key: shown_name(name, code, key)
        for ids in reach.portions(people)
        for key, name, code in session.execute(
            select(Customer.id, Customer.name, Customer.code).where(Customer.id.in_(ids))
        )
    }
    ways, known = reach.ways(session), reach.reaches(session, people)
    return [
        ToTellFixed(who, names[who], number, reach.channel_for(known[who], Purpose.SERVICE, ways))
        for who, number in people.items()
    ]


def tell(
    session: Session,
    improvement_id: int,
    customer_ids: Collection[int] | None = None,
    texts: Mapping[str, Text] | None = None,
) -> Queued:
    """Queue the message that it was put right to all whom `to_tell` lists, or to those of them named.

    Raises NoSuchImprovement, NotDoneYet, UnknownField, StrayBrace, TextEmpty, NoText or ValueMissing with
    nothing queued.
    """
    row = _done(session, improvement_id)
    found = [
        one
        for one in to_tell(session, improvement_id)
        if customer_ids is None or one.customer_id in customer_ids
    ]
    decided = settings.read(session)
    values = {
        Field.SHOP: one_line(decided.shop_name),
        Field.CHANGED: row.changed,
    }
    versions = {}
    for language, text in (texts or templates.read(session, FIXED)).items():
        words = outbox.words_of(decided, language)
        filled = {name: words.isolate(value) for name, value in values.items()}
        filled[Field.DAY] = words.day(decided.days.of(row.done_at or row.made_at), year=False)
        versions[language] = outbox.version(letters.check(text), filled)
    drafts = [
        Draft(
            key=f"{_key(improvement_id)}{one.customer_id}",
            customer_id=one.customer_id,
            versions=versions,
            purpose=Purpose.SERVICE,
            why=(saying("They complained of it, No. {number}", number=str(one.number)),),
            template=FIXED,
        )
        for one in found
    ]
    return outbox.queue(session, drafts)


def told(session: Session, improvement_id: int) -> int:
    """Count who has a message about it already."""
    return len(_told(session, improvement_id))


def before_after(session: Session, improvement_id: int) -> BeforeAfter:
    """Count complaints of the cause and all within it before it was done and since; 0 days where it is not.

    Raises NoSuchImprovement.
    """
    row = improvements.one(session, improvement_id)
    if row.done_at is None or row.state != ImprovementState.DONE:
        return BeforeAfter(0, 0, 0, 0)
    days = settings.read(session).days
    done, today = days.of(row.done_at), moments.today(session)
    first = session.scalar(select(func.min(Complaint.taken_at)).where(Complaint.kind == Kind.COMPLAINT.value))
    begins = done if first is None else days.of(first)
    since = max(begins, done - timedelta(days=_LOOKED_AT))
    until = min(today, done + timedelta(days=_LOOKED_AT))
    within = causes.below(session, row.cause_id)
    return BeforeAfter(
        _count(session, within, days.begins(since), row.done_at),
        max(0, (done - since).days),
        _count(session, within, row.done_at, days.range(until)[1]),
        max(0, (until - done).days),
    )


def _count(session: Session, within: Collection[int], since: datetime, until: datetime) -> int:
    query = select(func.count()).where(
        Complaint.cause_id.in_(within),
        Complaint.kind == Kind.COMPLAINT.value,
        Complaint.recorded_at.is_not(None),
        Complaint.taken_at >= since,
        Complaint.taken_at < until,
    )
    return int(session.scalar(query) or 0)


def _done(session: Session, improvement_id: int) -> Improvement:
    row = improvements.one(session, improvement_id)
    if row.state != ImprovementState.DONE:
        raise NotDoneYet
    return row


def _complained(session: Session, row: Improvement) -> list[tuple[int, int]]:
    """Find whoever complained before it was done, with their last number; only people of the shop."""
    query = (
        select(Complaint.customer_id, func.max(Complaint.number))
        .join(Customer, Customer.id == Complaint.customer_id)
        .where(
            Complaint.cause_id.in_(causes.below(session, row.cause_id)),
            Complaint.kind == Kind.COMPLAINT.value,
            Complaint.recorded_at.is_not(None),
            Complaint.taken_at <= row.done_at,
            Customer.state == ACTIVE,
        )
        .group_by(Complaint.customer_id)
        .order_by(func.max(Complaint.number))
    )
    return [(who or 0, int(number)) for who, number in session.execute(query)]


def _told(session: Session, improvement_id: int) -> set[int]:
    """Find who has a message about it, under the name that they have by now (C2)."""
    query = select(Message.customer_id).where(Message.key.startswith(_key(improvement_id), autoescape=True))
    return set(session.scalars(query))


def _key(improvement_id: int) -> str:
    return f"improvement:{improvement_id}:"
