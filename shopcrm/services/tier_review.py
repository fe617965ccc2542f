"""The round of levels: what was earned again is kept, the rest is announced ahead and lowered (T3)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm.rules import tiers as rules
from shopcrm.rules.letters import Field, Text, ValueMissing
from shopcrm.rules.sayings import saying
from shopcrm.rules.text import one_line
from shopcrm.rules.tiers import Down, Measure, Rung
from shopcrm.services import outbox, settings, templates, tier_progress, tiers
from shopcrm.services.outbox import Draft, Version
from shopcrm.services.people import ACTIVE
from shopcrm.services.settings import Settings
from shopcrm.services.shop import now_of
from shopcrm.store.customers import Customer
from shopcrm.store.tiers import TierChange


@dataclass(frozen=True, slots=True)
class Reviewed:
    """How many levels were kept for another period, lowered, and announced to end."""

    kept: int = 0
    lowered: int = 0
    announced: int = 0


@dataclass(frozen=True, slots=True)
class _Due:
    """Somebody whose level ends soon or has ended."""

    customer_id: int
    rung: Rung
    until: date
    announced: bool

    def later(self, today: date, days: int) -> "_Due":
        """Give the same with its end moved, because nobody could say it before."""
        return replace(self, until=today + timedelta(days=days))


def review(session: Session, most: int | None = None) -> Reviewed:
    """Keep, announce and lower levels whose time comes; a second round on a day changes nothing (T3).

    Nobody is lowered to whom it was not announced so many days before, nor who was given one by hand (T4).
    With `most`, it ends when so many levels changed.
    """
    decided = settings.read(session)
    if Down(decided.tier_down) is not Down.PERIOD:
        return Reviewed()
    today = decided.days.of(now_of(session))
    counts = {"kept": 0, "lowered": 0}
    ahead: list[_Due] = []
    for one in list(_due(session, decided, today)):
        if most is not None and sum(counts.values()) + len(ahead) >= most:
            break
        became = _settle(session, one, decided, today)
        if became in counts:
            counts[became] += 1
        elif became == "announced":
            ahead.append(one if one.until >= today else one.later(today, decided.tier_announce_days))
    _announce(session, ahead, decided)
    if any(counts.values()) or ahead:
        tiers.note_many(session, sum(counts.values()) + len(ahead))
    return Reviewed(counts["kept"], counts["lowered"], len(ahead))


def _due(session: Session, decided: Settings, today: date) -> Iterator[_Due]:
    """Find whose level ends before the days of announcement are over."""
    newest = select(func.max(TierChange.id)).group_by(TierChange.customer_id)
    query = (
        select(
            TierChange.customer_id,
            TierChange.tier_id,
            TierChange.kind,
            TierChange.kept_until,
            TierChange.at,
        )
        .join(Customer, Customer.id == TierChange.customer_id)
        .where(TierChange.id.in_(newest), TierChange.tier_id.is_not(None), Customer.state == ACTIVE)
        .where(TierChange.kind != tiers.BY_HAND)
        .order_by(TierChange.customer_id)
    )
    last = today + timedelta(days=decided.tier_announce_days)
    for who, tier_id, kind, until, at in session.execute(query):
        rung = tiers.standing_on(session, tier_id)
        ends = until or _end_of(decided, at)
        if rung is not None and ends <= last:
            yield _Due(who, rung, ends, kind == "announced")


def _end_of(decided: Settings, at: datetime) -> date:
    """Give a level an end that was reached while the shop never took any back."""
    return tiers.window(decided).kept_until(decided.days.of(at))


def _settle(session: Session, one: _Due, decided: Settings, today: date) -> str:
    """Keep or lower a level for each period that went by; tells what became of it, or what is to be said."""
    counted, until, announced = tiers.window(decided), one.until, one.announced
    while True:
        found = _deserved(session, one.customer_id, until, decided)
        is_kept = not rules.is_above(one.rung, found)
        if until >= today:
            break
        if not is_kept and not announced and decided.tier_announce_days:
            return "announced"
        until, announced = counted.kept_until(counted.period_end(until)), False
        if not is_kept:
            tiers.write(session, one.customer_id, found, "lowered", until if found else None, quiet=True)
            return "lowered"
    if until > one.until:
        tiers.write(session, one.customer_id, one.rung, "kept", until, quiet=True)
        return "kept"
    return "" if is_kept or announced else "announced"


def _deserved(session: Session, customer_id: int, last: date, decided: Settings) -> Rung | None:
    """Tell which level was deserved until a day, or in the period that ended before it."""
    counted, rungs = tiers.window(decided), tiers.ladder(session)
    begins = {counted.begins(last), counted.begins(counted.period_end(last))}
    found: Rung | None = None
    for first in begins:
        progress = tier_progress.since(session, customer_id, Measure(decided.tier_measure), first)
        found = rules.higher(found, rules.deserved(rungs, progress))
    return found


def _announce(session: Session, ahead: Sequence[_Due], decided: Settings) -> None:
    """Say to people that their level ends; each is told once for each end."""
    texts = templates.read(session, templates.TIER)
    for one in ahead:
        tiers.write(session, one.customer_id, one.rung, "announced", one.until, quiet=True)
    try:
        drafts = [_draft(one, texts, decided) for one in ahead]
    except ValueMissing:
        # A shop that has not said its name sends nothing; what is missing to stay stands on the card.
        return
    outbox.queue(session, drafts)


def _draft(one: _Due, texts: Mapping[str, Text], decided: Settings) -> Draft:
    return Draft(
        key=f"tier:{one.customer_id}:{one.until}",
        customer_id=one.customer_id,
        versions={language: _version(one, text, language, decided) for language, text in texts.items()},
        why=(saying("The tier {tier} ends on {day}", tier=one.rung.benefit.name, day=one.until),),
        until=one.until,
        template=templates.TIER,
    )


def _version(one: _Due, text: Text, language: str, decided: Settings) -> Version:
    words = outbox.words_of(decided, language)
    values = {
        Field.TIER: words.isolate(one.rung.benefit.name),
        Field.DAY: words.day(one.until, year=False),
        Field.SHOP: words.isolate(one_line(decided.shop_name)),
    }
    return outbox.version(text, values)
