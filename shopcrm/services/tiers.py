"""The levels of customers: reached by what they bought, kept for a time, or given by hand (T1 to T6).

The latest change holds. What a level gives for a sale is what the one before the sale gives (T5).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from shopcrm.rules import tiers as rules
from shopcrm.rules.errors import NotFound, Refused
from shopcrm.rules.text import one_line
from shopcrm.rules.tiers import Down, Measure, Progress, Rung, Span, TierBenefit, Window
from shopcrm.services import people, settings, tier_progress
from shopcrm.services.points import ReasonMissing
from shopcrm.services.settings import Settings
from shopcrm.services.shop import now_of, touched, who_of
from shopcrm.store.base import Topic
from shopcrm.store.prepared import Prepared, among
from shopcrm.store.prepared_inserts import PreparedInsert
from shopcrm.store.sales import Sale
from shopcrm.store.tiers import Tier, TierChange
from shopcrm.store.unchanged import while_unchanged

BY_HAND = "by_hand"
_READ = "rungs"
"""Under this name a transaction keeps the levels that it read."""

_LADDER = Prepared(
    select(
        Tier.id,
        Tier.name,
        Tier.mark,
        Tier.discount,
        Tier.points_percent,
        Tier.threshold,
        Tier.one_sale,
        Tier.active,
    ).order_by(Tier.threshold, Tier.id)
)
_CHANGES = select(
    TierChange.id,
    TierChange.tier_id,
    TierChange.kind,
    TierChange.kept_until,
    TierChange.sale_id,
    TierChange.at,
).where(TierChange.customer_id == bindparam("who"))
_Change = tuple[int, int | None, str, date | None, int | None, datetime]
_LATEST = Prepared(_CHANGES.order_by(TierChange.id.desc()).limit(1))
_ALL = Prepared(_CHANGES.order_by(TierChange.id.desc()))
_CAME_BACK = Prepared(
    select(Sale.of_sale_id).where(Sale.of_sale_id.in_(among("sales")), Sale.kind == "return").distinct()
)
_NO_LIFT = frozenset({"announced", "taken_back"})
"""Kinds of change that only tell, or only follow from returns."""
_SOLD = Prepared(select(Sale.sold_at).where(Sale.id == bindparam("sale")))
_CHANGE = PreparedInsert(TierChange)


class NoSuchTier(NotFound):
    """The level is not there."""

    sentence = "There is no tier {name}. Nothing was changed. Choose one from the list."


class NotByHand(Refused):
    """There is nothing to release."""

    sentence = "The tier was not given by hand. It stays as it is."


@dataclass(frozen=True, slots=True)
class TierNow:
    """The level somebody has; `kept_until` is the last day on which they keep it for sure."""

    tier: TierBenefit
    kept_until: date | None = None
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Outlook:
    """How far somebody is: smallest units, points or visits, as `measure` says (T6).

    `to_stay` is what is missing until `until` to keep the level, None where nothing is needed; `to_rise` what
    is missing for the `next` one, `one_sale` the single sale (smallest units) that reaches it at once.
    """

    measure: Measure
    so_far: int
    to_stay: int | None = None
    to_rise: int | None = None
    next: TierBenefit | None = None
    until: date | None = None
    one_sale: int | None = None


@dataclass(frozen=True, slots=True)
class State:
    """What the latest change says, and the number of the sale that made it, where one did."""

    tier_id: int | None
    kind: str
    kept_until: date | None
    sale_id: int | None

    @property
    def by_hand(self) -> bool:
        """Whether it stays until it is released (T4)."""
        return self.kind == BY_HAND


def of_customer(session: Session, customer_id: int) -> TierNow | None:
    """Tell the level of somebody as it is, which is the one before a sale that is being made (T5)."""
    state = latest(session, customer_id)
    return None if state is None else _now(state, standing_on(session, state.tier_id))


def ladder(session: Session) -> tuple[Rung, ...]:
    """Give the levels that hold, the lowest first."""
    return tuple(rung for rung, active in _everything(session) if active)


def every_rung(session: Session) -> tuple[Rung, ...]:
    """Give all levels that there ever were, the lowest first."""
    return tuple(rung for rung, _active in _everything(session))


def standing_on(session: Session, tier_id: int | None) -> Rung | None:
    """Give the level of a number, or where the shop ended it, the highest beneath it that holds."""
    if tier_id is None:
        return None
    found: Rung | None = None
    for rung, active in _everything(session):
        found = rung if active else found
        if rung.benefit.id == tier_id:
            return found
    return None


def forget(session: Session) -> None:
    """Have the levels read anew in this transaction, for who changed them."""
    session.info.pop(_READ, None)


def window(decided: Settings) -> Window:
    """Tell how the shop counts progress."""
    return Window(Span(decided.tier_window), decided.tier_months, decided.calendar_kind)


def latest(session: Session, customer_id: int) -> State | None:
    """Read the latest change of somebody's level; None where there never was one."""
    rows = _LATEST.rows(session, who=customer_id)
    return None if not rows else State(*rows[0][1:5])


def after_sale(session: Session, customer_id: int, sale_id: int) -> TierNow | None:
    """Lift somebody who reached a level with a sale that was written, and tell their level (T1, T2, T6)."""
    rungs, state = ladder(session), latest(session, customer_id)
    current = None if state is None else standing_on(session, state.tier_id)
    is_fixed = state is not None and state.by_hand
    if is_fixed or rules.next_above(rungs, current) is None:
        return None if state is None else _now(state, current)
    decided, day = settings.read(session), _today(session)
    so_far = tier_progress.so_far(
        session, customer_id, Measure(decided.tier_measure), window(decided).begins(day)
    )
    by_one = any(one.one_sale is not None for one in rungs)
    largest = tier_progress.of_sale(session, sale_id) if by_one else 0
    found = rules.deserved(rungs, Progress(so_far, largest))
    if found is None or not rules.is_above(found, current):
        return None if state is None else _now(state, current)
    until = until_of(decided, day)
    write(session, customer_id, found, "reached", until, sale_id=sale_id)
    return TierNow(found.benefit, until)


def after_return(session: Session, customer_id: int, return_id: int) -> TierNow | None:
    """Take a level back that a sale had lifted to of which something came back, and tell the level (T3).

    Of all that sales lifted to since a level came another way, the highest stays whose sale is kept whole, or
    that what is left still deserves; so the order in which sales come back makes no difference. Nothing is
    taken where the shop never takes levels back.
    """
    decided, state = settings.read(session), latest(session, customer_id)
    current = None if state is None else standing_on(session, state.tier_id)
    changes = [row for row in _ALL.rows(session, who=customer_id) if row[2] not in _NO_LIFT]
    lifts = list(takewhile(lambda row: row[2] == "reached" and row[4] is not None, changes))
    back = {key for (key,) in _CAME_BACK.rows(session, sales={row[4] for row in lifts})}
    if Down(decided.tier_down) is Down.NEVER or not back:
        return of_customer(session, customer_id)
    whole = [row for row in changes[: len(lifts) + 1] if row[4] is None or row[4] not in back]
    stands = [(standing_on(session, row[1]), row[3]) for row in whole]
    stands += [_left_of(session, customer_id, row) for row in lifts if row[4] in back]
    # Of two that come to the same, the first: one that is kept whole keeps its own end.
    kept, until = max(stands, key=lambda one: (0, 0) if one[0] is None else one[0].height)
    if rules.is_above(current, kept):
        write(session, customer_id, kept, "taken_back", until if kept else None, sale_id=return_id)
    return of_customer(session, customer_id)


def _left_of(session: Session, customer_id: int, lift: _Change) -> tuple[Rung | None, date | None]:
    """Tell what what is left deserves of a level that a sale lifted to, and until when."""
    _id, tier_id, _kind, until, _sale, at = lift
    decided, reached = settings.read(session), standing_on(session, tier_id)
    begins = window(decided).begins(decided.days.of(at))
    left = tier_progress.since(session, customer_id, Measure(decided.tier_measure), begins)
    found = rules.deserved(ladder(session), left)
    if rules.is_above(reached, found):
        return found, until_of(decided, _today(session))
    return reached, until


def at_sale(session: Session, customer_id: int, sale_id: int) -> TierBenefit | None:
    """Tell the level that somebody had before a sale was made (T5), for what its return deserves (R2)."""
    sold = _SOLD.rows(session, sale=sale_id)
    for _id, tier_id, _kind, _until, by_sale, at in _ALL.rows(session, who=customer_id):
        # A sale that lifts is itself reckoned with the level before.
        if sold and at <= sold[0][0] and (by_sale is None or by_sale < sale_id):
            rung = rules.rung_of(every_rung(session), tier_id)
            return None if rung is None else rung.benefit
    return None


def set_by_hand(session: Session, customer_id: int, tier_id: int | None, reason: str) -> None:
    """Give somebody a level by hand (None for none), which stays until it is released (T4).

    Raises ReasonMissing, NoSuchTier, NoSuchCustomer, ErasedOnRequest.
    """
    why = _reason(reason)
    owner = people.kept(session, customer_id)
    rung = rules.rung_of(ladder(session), tier_id)
    if tier_id is not None and rung is None:
        raise NoSuchTier(name=str(tier_id))
    write(session, owner.id, rung, BY_HAND, None, reason=why)


def release(session: Session, customer_id: int, reason: str) -> TierNow | None:
    """Release a level that was given by hand; the one that is earned holds again (T4).

    Raises ReasonMissing, NotByHand, NoSuchCustomer, ErasedOnRequest.
    """
    why = _reason(reason)
    owner = people.kept(session, customer_id)
    state = latest(session, owner.id)
    if state is None or not state.by_hand:
        raise NotByHand
    found = earned(session, owner.id)
    until = until_of(settings.read(session), _today(session)) if found is not None else None
    write(session, owner.id, found, "released", until, reason=why)
    return of_customer(session, owner.id)


def earned(session: Session, customer_id: int) -> Rung | None:
    """Tell which level somebody deserves by what they came to in the window that ends today."""
    decided = settings.read(session)
    begins = window(decided).begins(_today(session))
    progress = tier_progress.since(session, customer_id, Measure(decided.tier_measure), begins)
    return rules.deserved(ladder(session), progress)


def outlook(session: Session, customer_id: int, *, to_rise_only: bool = False) -> Outlook:
    """Tell what is missing to stay and to rise, or only to rise, for who asks at every key (T6)."""
    decided = settings.read(session)
    measure, counted, day = Measure(decided.tier_measure), window(decided), _today(session)
    so_far = tier_progress.so_far(session, customer_id, measure, counted.begins(day))
    rungs, state = ladder(session), latest(session, customer_id)
    current = None if state is None else standing_on(session, state.tier_id)
    following = rules.next_above(rungs, current)
    to_stay, until = None, None if state is None else state.kept_until
    if current is not None and until is not None and until >= day and not to_rise_only:
        then = tier_progress.so_far(session, customer_id, measure, counted.begins(until))
        to_stay = max(current.threshold - then, 0)
    return Outlook(
        measure,
        so_far,
        to_stay,
        None if following is None else max(following.threshold - so_far, 0),
        None if following is None else following.benefit,
        until,
        None if following is None else following.one_sale,
    )


def until_of(decided: Settings, day: date) -> date | None:
    """Tell until when a level is kept that was reached on a day; None where no day ends it (T3)."""
    return window(decided).kept_until(day) if Down(decided.tier_down) is Down.PERIOD else None


def write(
    session: Session,
    customer_id: int,
    rung: Rung | None,
    kind: str,
    kept_until: date | None,
    *,
    sale_id: int | None = None,
    reason: str = "",
    quiet: bool = False,
) -> int:
    """Write a change of level down, and give its number; `quiet` leaves the note to who writes many."""
    tier_id = None if rung is None else rung.benefit.id
    number = _CHANGE.one(
        session,
        customer_id=customer_id,
        tier_id=tier_id,
        kind=kind,
        at=now_of(session),
        kept_until=kept_until,
        sale_id=sale_id,
        by=who_of(session).actor,
        reason=reason,
    )
    if not quiet:
        touched(session, Topic.TIERS, f"tier {tier_id} of customer {customer_id}: {kind}")
    return number


def note_many(session: Session, count: int) -> None:
    """Note in the trail that levels of many people changed at once."""
    touched(session, Topic.TIERS, f"tiers of {count} customers changed")


def _now(state: State, rung: Rung | None) -> TierNow | None:
    return None if rung is None else TierNow(rung.benefit, state.kept_until, state.by_hand)


def _everything(session: Session) -> Sequence[tuple[Rung, bool]]:
    """Read all levels, the lowest first, each with whether it holds."""
    known: Sequence[tuple[Rung, bool]] | None = session.info.get(_READ)
    if known is None:
        known = session.info[_READ] = while_unchanged(session, _READ, _read)
    return known


def _read(session: Session) -> Sequence[tuple[Rung, bool]]:
    return [(_rung(*row[:-1]), row[-1]) for row in _LADDER.rows(session)]


def _rung(
    key: int, name: str, mark: str, discount: int, points: int, threshold: int, one_sale: int | None
) -> Rung:
    return Rung(TierBenefit(key, name, mark, discount, points), threshold, one_sale)


def _reason(text: str) -> str:
    why = one_line(text)
    if not why:
        raise ReasonMissing
    return why


def _today(session: Session) -> date:
    return settings.read(session).days.of(now_of(session))
