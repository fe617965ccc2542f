"""The levels of the programme: written down, changed and ended, with how many people stand on each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm.rules import tiers as rules
from shopcrm.rules.errors import BadInput
from shopcrm.rules.text import fold, one_line
from shopcrm.rules.tiers import Measure
from shopcrm.services import settings, tier_progress, tiers
from shopcrm.services.people import ACTIVE
from shopcrm.services.shop import now_of
from shopcrm.services.tiers import NoSuchTier
from shopcrm.store.customers import Customer
from shopcrm.store.tiers import Tier, TierChange

MARKS = ("gold", "silver", "bronze", "plain")
_LARGEST = 10**15
_WHOLE = 10_000
_LONGEST_NAME = 120


class TierNameMissing(BadInput):
    """A level without a name."""

    sentence = "A tier needs a name. Nothing was changed."


class TierTaken(BadInput):
    """Another level has the name or the threshold."""

    sentence = "There is a tier {name} with this name or threshold already. Nothing was changed."


class TierRefused(BadInput):
    """Figures that cannot be."""

    sentence = (
        "A tier begins above zero, takes off 0 to 100 percent, and gives 0 to 10,000 percent of the points. "
        "Nothing was changed."
    )


@dataclass(frozen=True, slots=True)
class TierDraft:
    """What is decided of a level; `threshold` in smallest units, points or visits as the shop measures.

    `one_sale` is in smallest units, `discount` in basis points.
    """

    name: str
    threshold: int
    mark: str = "plain"
    one_sale: int | None = None
    discount: int = 0
    points_percent: int = 100


@dataclass(frozen=True, slots=True)
class TierRow(TierDraft):
    """A level in a list, with how many people are on it."""

    id: int = 0
    on: bool = True
    people: int = 0


def page(session: Session, *, ended: bool = False) -> list[TierRow]:
    """List the levels that hold, the highest first; with `ended` those that do not hold any more too."""
    people = _people(session)
    rows = session.scalars(select(Tier).order_by(Tier.threshold.desc(), Tier.id.desc()))
    return [
        TierRow(
            row.name,
            row.threshold,
            row.mark,
            row.one_sale,
            row.discount,
            row.points_percent,
            id=row.id,
            on=row.active,
            people=people.get(row.id, 0),
        )
        for row in rows
        if ended or row.active
    ]


def save(session: Session, tier_id: int | None, draft: TierDraft) -> int:
    """Write a new level down or change one, and give its number; nobody loses theirs by it.

    Raises TierNameMissing, TierTaken, TierRefused, NoSuchTier.
    """
    tidy = replace(draft, name=one_line(draft.name))
    _check(session, tier_id, tidy)
    row = Tier() if tier_id is None else _row(session, tier_id)
    for name in TierDraft.__dataclass_fields__:
        setattr(row, name, getattr(tidy, name))
    row.active = True
    session.add(row)
    session.flush()
    tiers.forget(session)
    return row.id


def end(session: Session, tier_id: int) -> None:
    """End a level; who is on it has the one beneath, until it is taken up again. Raises NoSuchTier."""
    _row(session, tier_id).active = False
    session.flush()
    tiers.forget(session)


def take_up(session: Session, tier_id: int) -> None:
    """Let a level hold again that was ended; raises NoSuchTier."""
    _row(session, tier_id).active = True
    session.flush()
    tiers.forget(session)


def lift_all(session: Session) -> int:
    """Lift everybody who deserves more than they have, and tell how many: for levels that are new.

    Nobody is lowered, and nobody is touched who was given a level by hand (T4).
    """
    decided, rungs = settings.read(session), tiers.ladder(session)
    day = decided.days.of(now_of(session))
    begins = tiers.window(decided).begins(day)
    lowest = min((rung.threshold for rung in rungs), default=0)
    ones = [rung.one_sale for rung in rungs if rung.one_sale is not None]
    lifted = 0
    held = _latest(session)
    everybody = tier_progress.of_everybody(session, Measure(decided.tier_measure), begins)
    for who, progress in everybody.items():
        if progress.so_far < lowest and not (ones and progress.largest >= min(ones)):
            continue
        tier_id, kind = held.get(who, (None, ""))
        found = rules.deserved(rungs, progress)
        if kind != tiers.BY_HAND and rules.is_above(found, tiers.standing_on(session, tier_id)):
            tiers.write(session, who, found, "reached", tiers.until_of(decided, day), quiet=True)
            lifted += 1
    if lifted:
        tiers.note_many(session, lifted)
    return lifted


def _latest(session: Session) -> dict[int, tuple[int | None, str]]:
    newest = select(func.max(TierChange.id)).group_by(TierChange.customer_id)
    rows = session.execute(
        select(TierChange.customer_id, TierChange.tier_id, TierChange.kind).where(TierChange.id.in_(newest))
    )
    return {who: (tier_id, kind) for who, tier_id, kind in rows}


def _people(session: Session) -> dict[int, int]:
    """Count who stands on which level; who was merged or erased is nobody."""
    newest = select(func.max(TierChange.id)).group_by(TierChange.customer_id)
    rows = session.execute(
        select(TierChange.tier_id, func.count())
        .join(Customer, Customer.id == TierChange.customer_id)
        .where(TierChange.id.in_(newest), TierChange.tier_id.is_not(None), Customer.state == ACTIVE)
        .group_by(TierChange.tier_id)
    )
    counted: dict[int, int] = {}
    for tier_id, people in rows:
        rung = tiers.standing_on(session, tier_id)
        if rung is not None:
            counted[rung.benefit.id] = counted.get(rung.benefit.id, 0) + people
    return counted


def _check(session: Session, tier_id: int | None, draft: TierDraft) -> None:
    if not draft.name or len(draft.name) > _LONGEST_NAME:
        raise TierNameMissing
    sale = draft.one_sale is None or 0 < draft.one_sale <= _LARGEST
    amounts = 0 < draft.threshold <= _LARGEST and sale
    parts = 0 <= draft.discount <= _WHOLE and 0 <= draft.points_percent <= _WHOLE
    if not (amounts and parts) or draft.mark not in MARKS:
        raise TierRefused
    for row in _others(session, tier_id):
        if fold(row.name) == fold(draft.name) or (row.active and row.threshold == draft.threshold):
            raise TierTaken(name=row.name)


def _others(session: Session, tier_id: int | None) -> Iterable[Tier]:
    return [row for row in session.scalars(select(Tier)) if row.id != tier_id]


def _row(session: Session, tier_id: int) -> Tier:
    row = session.get(Tier, tier_id)
    if row is None:
        raise NoSuchTier(name=str(tier_id))
    return row
