"""The shop's promotions: written down, changed and ended; one that took something off stays to be read."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from shopcrm.rules import promotions as rule
from shopcrm.rules.errors import BadInput, NotFound
from shopcrm.rules.text import one_line
from shopcrm.services import categories, moments
from shopcrm.services.stock import NoSuchProduct
from shopcrm.services.tiers import NoSuchTier
from shopcrm.store.goods import Product
from shopcrm.store.prepared import Prepared
from shopcrm.store.promotions import Promotion
from shopcrm.store.tiers import Tier
from shopcrm.store.unchanged import while_unchanged

_MOST_PERCENT = 10_000
_LARGEST = 10**15


class PromotionNameMissing(BadInput):
    """A promotion without a name."""

    sentence = "A promotion needs a name, which stands on the slip. Nothing was changed."


class PromotionValueRefused(BadInput):
    """Less than nothing, or more than all."""

    sentence = "A promotion takes off more than nothing and at most 100 percent. Nothing was changed."


class PromotionDaysRefused(BadInput):
    """The end comes before the beginning, or there is no day at all."""

    sentence = (
        "A promotion needs a weekday, and its last day cannot come before its first. Nothing was changed."
    )


class PromotionHoursRefused(BadInput):
    """A minute that no day has."""

    sentence = "The hours of a promotion lie between 0:00 and 24:00. Nothing was changed."


class NoSuchPromotion(NotFound):
    """The promotion is not there."""

    sentence = "There is no promotion {id}. Choose one from the list."


@dataclass(frozen=True, slots=True)
class PromotionDraft:
    """What is decided of a promotion; value in basis points or smallest units for one unit of goods.

    `weekdays` has a bit for each day, bit 0 for Monday; the hours are minutes of the shop's day.
    """

    name: str
    kind: str
    value: int
    starts_on: date
    ends_on: date | None = None
    weekdays: int = rule.EVERY_DAY
    from_minute: int = rule.ALL_DAY[0]
    until_minute: int = rule.ALL_DAY[1]
    product_id: int | None = None
    category_id: int | None = None
    tier_id: int | None = None


@dataclass(frozen=True, slots=True)
class PromotionRow(PromotionDraft):
    """A promotion in a list, with what it is for in words; `on` tells whether it holds on the day."""

    id: int = 0
    product: str = ""
    category: str = ""
    tier: str = ""
    on: bool = False


_COLUMNS = (
    Promotion.id,
    Promotion.name,
    Promotion.kind,
    Promotion.value,
    Promotion.starts_on,
    Promotion.ends_on,
    Promotion.weekdays,
    Promotion.from_minute,
    Promotion.until_minute,
    Promotion.product_id,
    Promotion.category_id,
    Promotion.tier_id,
)
_ON = Prepared(
    select(*_COLUMNS)
    .where(
        Promotion.active.is_(True),
        Promotion.starts_on <= bindparam("day"),
        or_(Promotion.ends_on.is_(None), Promotion.ends_on >= bindparam("evening")),
    )
    .order_by(Promotion.id)
)


def on(session: Session, day: date) -> tuple[rule.Promotion, ...]:
    """Give the promotions of a day, whatever weekday, hour, tier or goods they ask for.

    Those of the evening before are among them, for their hours may go over midnight.
    """
    return while_unchanged(session, "promotions", partial(_read_on, day=day), day)


def _read_on(session: Session, day: date) -> tuple[rule.Promotion, ...]:
    rows = _ON.rows(session, day=day, evening=day - timedelta(days=1))
    return tuple(rule.Promotion(*row) for row in rows)


def page(session: Session, *, ended: bool = False) -> list[PromotionRow]:
    """List the promotions that hold or will hold, the newest first; with `ended` those that are over too."""
    today = moments.today(session)
    query = (
        select(Promotion, Product.name, Tier.name)
        .outerjoin(Product, Product.id == Promotion.product_id)
        .outerjoin(Tier, Tier.id == Promotion.tier_id)
        .order_by(Promotion.starts_on.desc(), Promotion.id.desc())
    )
    if not ended:
        over = or_(Promotion.ends_on.is_(None), Promotion.ends_on >= today)
        query = query.where(Promotion.active.is_(True), over)
    shelves = categories.everything(session)
    rows: list[PromotionRow] = []
    for row, product, tier in session.execute(query).all():
        over_now = not row.active or (row.ends_on is not None and row.ends_on < today)
        values = {name: getattr(row, name) for name in PromotionDraft.__dataclass_fields__}
        shelf = categories.path_in(shelves, row.category_id)
        is_on = not over_now and row.starts_on <= today
        rows.append(
            PromotionRow(
                **values, id=row.id, product=product or "", category=shelf, tier=tier or "", on=is_on
            )
        )
    return rows


def save(session: Session, promotion_id: int | None, draft: PromotionDraft) -> int:
    """Write a promotion down, or make one what the draft says, and give its id.

    Raises PromotionNameMissing, PromotionValueRefused, PromotionDaysRefused, PromotionHoursRefused,
    NoSuchPromotion, NoSuchProduct, NoSuchCategory or NoSuchTier.
    """
    tidy = replace(draft, name=one_line(draft.name))
    _check(tidy)
    _check_things(session, tidy)
    row = Promotion() if promotion_id is None else _one(session, promotion_id)
    for name in PromotionDraft.__dataclass_fields__:
        setattr(row, name, getattr(tidy, name))
    session.add(row)
    session.flush()
    return row.id


def end(session: Session, promotion_id: int) -> None:
    """End a promotion now; what it took off before stays as it is. Raises NoSuchPromotion."""
    row = _one(session, promotion_id)
    row.active = False
    yesterday = moments.today(session) - timedelta(days=1)
    if row.starts_on <= yesterday and (row.ends_on is None or row.ends_on > yesterday):
        row.ends_on = yesterday


def take_up(session: Session, promotion_id: int, ends_on: date | None) -> None:
    """Let a promotion hold again that was ended, until the day that it had; raises NoSuchPromotion."""
    row = _one(session, promotion_id)
    row.active, row.ends_on = True, ends_on


def _check(draft: PromotionDraft) -> None:
    if not draft.name:
        raise PromotionNameMissing
    most = _MOST_PERCENT if draft.kind == rule.PERCENT else _LARGEST
    if draft.kind not in {rule.PERCENT, rule.AMOUNT} or not 0 < draft.value <= most:
        raise PromotionValueRefused
    if not 0 < draft.weekdays <= rule.EVERY_DAY:
        raise PromotionDaysRefused
    if draft.ends_on is not None and draft.ends_on < draft.starts_on:
        raise PromotionDaysRefused
    first, last = rule.ALL_DAY
    if not (first <= draft.from_minute < last and first < draft.until_minute <= last):
        raise PromotionHoursRefused


def _check_things(session: Session, draft: PromotionDraft) -> None:
    if draft.product_id is not None and session.get(Product, draft.product_id) is None:
        raise NoSuchProduct(id=draft.product_id)
    if draft.category_id is not None and draft.category_id not in categories.everything(session):
        raise categories.NoSuchCategory(id=draft.category_id)
    if draft.tier_id is not None and session.get(Tier, draft.tier_id) is None:
        raise NoSuchTier(id=draft.tier_id)


def _one(session: Session, promotion_id: int) -> Promotion:
    row = session.get(Promotion, promotion_id)
    if row is None:
        raise NoSuchPromotion(id=promotion_id)
    return row
