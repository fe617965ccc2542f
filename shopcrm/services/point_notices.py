"""Tells people ahead that points of theirs end soon: once for each person and last day (P15).

A notice is news: it goes only to who takes news, and counts under the weekly cap (M1, M2).
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm.rules.letters import Field, Text, ValueMissing
from shopcrm.rules.sayings import saying
from shopcrm.rules.text import one_line
from shopcrm.services import outbox, point_ledger, reach, settings, templates
from shopcrm.services.outbox import Draft, Version
from shopcrm.services.people import ACTIVE
from shopcrm.services.settings import Settings
from shopcrm.store.customers import Customer
from shopcrm.store.messages import Message
from shopcrm.store.points import PointEntry, PointLot, PointRule

Ending = dict[tuple[int, date], int]
"""How many points end, by person and last day."""


def queue_notices(session: Session, most: int | None = None) -> int:
    """Queue a notice for points that end soon, one for each person and day, and tell how many.

    Where the text asks for what the shop lacks, such as its name, nobody is told until it has it. With
    `most`, only so many are told.
    """
    ending = _ending(session)
    fresh = _without_known(session, ending)
    if not fresh:
        return 0
    decided = settings.read(session)
    texts = templates.read(session, templates.POINTS)
    try:
        drafts = [_draft(who, day, fresh[who, day], texts, decided) for who, day in sorted(fresh)[:most]]
    except ValueMissing:
        return 0
    return outbox.queue(session, drafts).added


def _ending(session: Session) -> Ending:
    """Find what ends within the days of notice that its rule gives."""
    day = point_ledger.today(session)
    longest = session.scalar(select(func.max(PointRule.notice_days))) or 0
    near = (PointLot.expires_on >= day, PointLot.expires_on <= day + timedelta(days=longest))
    # What was given by hand has no rule of its own.
    ahead = func.coalesce(PointRule.notice_days, longest)
    rows = session.execute(
        select(PointLot.customer_id, PointLot.expires_on, ahead, func.sum(PointEntry.points))
        .outerjoin(PointRule, PointRule.id == PointLot.rule_id)
        .join(Customer, Customer.id == PointLot.customer_id)
        .join(
            PointEntry,
            (PointEntry.customer_id == PointLot.customer_id) & (PointEntry.lot_id == PointLot.id),
        )
        .where(*near, ahead > 0, Customer.state == ACTIVE)
        .group_by(PointLot.customer_id, PointLot.expires_on, ahead)
        .having(func.sum(PointEntry.points) > 0)
    )
    ending: Ending = {}
    for who, last, notice, points in rows:
        if last is not None and (last - day).days <= notice:
            ending[who, last] = ending.get((who, last), 0) + int(points)
    return ending


def _without_known(session: Session, ending: Ending) -> Ending:
    """Leave out what was told before, without reading all messages of all these people."""
    keys = {_key(who, day): (who, day) for who, day in ending}
    known: set[str] = set()
    for some in _portions(list(keys)):
        known.update(session.scalars(select(Message.key).where(Message.key.in_(some))))
    return {place: ending[place] for key, place in keys.items() if key not in known}


def _portions(keys: list[str]) -> Iterable[list[str]]:
    for places in reach.portions(range(len(keys))):
        yield [keys[place] for place in places]


def _key(customer_id: int, day: date) -> str:
    return f"points:{customer_id}:{day}"


def _draft(customer_id: int, day: date, points: int, texts: Mapping[str, Text], decided: Settings) -> Draft:
    return Draft(
        key=_key(customer_id, day),
        customer_id=customer_id,
        versions={
            language: _version(day, points, text, language, decided) for language, text in texts.items()
        },
        why=(saying("{points} points end on {day}", points=points, day=day),),
        until=day,
        template=templates.POINTS,
    )


def _version(day: date, points: int, text: Text, language: str, decided: Settings) -> Version:
    words = outbox.words_of(decided, language)
    values = {
        Field.POINTS: words.number(points),
        Field.DAY: words.day(day, year=False),
        Field.SHOP: words.isolate(one_line(decided.shop_name)),
    }
    return outbox.version(text, values)
