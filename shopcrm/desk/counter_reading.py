"""What the counter reads of the shop: who stands there, and which goods somebody typed or scanned."""

from dataclasses import dataclass
from datetime import date, datetime

from shopcrm.rules import cells
from shopcrm.rules import tiers as tier_rules
from shopcrm.rules.tiers import Measure
from shopcrm.services import (
    customers,
    figures,
    goods,
    points,
    rewards,
    search,
    settings,
    tabs,
    tier_progress,
    tiers,
)
from shopcrm.services.points import Standing
from shopcrm.services.preferences import Kind, Source
from shopcrm.services.rewards import RewardRow
from shopcrm.services.search import GoodsHit
from shopcrm.services.shop import Session, now_of
from shopcrm.services.tiers import Outlook, TierNow

_MOST_GOODS = 6


@dataclass(frozen=True, slots=True)
class AtCounter:
    """Somebody who stands at the counter; `tab` is what they owe in smallest units.

    `rewards` are what points buy, the least points first. `keeps` is what their tier takes in the time that
    decides whether they keep it, 0 where nothing of today counts for that; `came_today` that they bought
    something today already.
    """

    id: int
    name: str
    code: str | None
    honorific: str
    phone: str
    card: str
    last_seen_at: datetime
    visits: int
    avoids: tuple[str, ...]
    tier: TierNow | None
    outlook: Outlook
    standing: Standing
    tab: int
    rewards: tuple[RewardRow, ...] = ()
    keeps: int = 0
    came_today: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """Goods that somebody typed: those with the very code, and what else has the words in it."""

    text: str
    exact: GoodsHit | None
    hits: tuple[GoodsHit, ...]


def person(session: Session, customer_id: int) -> AtCounter:
    """Read who somebody is; whoever was merged is read as who they became. Raises NoSuchCustomer."""
    sheet = customers.show(session, customer_id, newest=0)
    tier, outlook = tiers.of_customer(session, sheet.id), tiers.outlook(session, sheet.id)
    today = settings.read(session).days.of(now_of(session))
    return AtCounter(
        sheet.id,
        sheet.name,
        sheet.code,
        sheet.honorific,
        next(iter(sheet.phones), ""),
        next((card.number for card in sheet.cards if card.replaced_at is None), ""),
        sheet.last_seen_at,
        figures.visits_a_year(session, sheet.id),
        tuple(t.thing for t in sheet.preferences if t.kind is Kind.AVOIDS and t.source is Source.TOLD),
        tier,
        outlook,
        points.standing(session, sheet.id),
        tabs.balance(session, sheet.id),
        tuple(rewards.offered(session)),
        _keeps(session, tier, outlook, today),
        tier_progress.so_far(session, sheet.id, Measure.VISITS, today) > 0,
    )


def _keeps(session: Session, tier: TierNow | None, outlook: Outlook, today: date) -> int:
    if tier is None or outlook.until is None or outlook.to_stay is None:
        return 0
    if tiers.window(settings.read(session)).begins(outlook.until) > today:
        # The time that decides has not begun.
        return 0
    rung = tier_rules.rung_of(tiers.ladder(session), tier.tier.id)
    return 0 if rung is None else rung.threshold


def typed(session: Session, text: str) -> Typed:
    """Find what was typed: by the very code or barcode, else by any part of its words, slips forgiven."""
    code = cells.code(text)
    known = goods.ids_by_code(session, [code]).get(code) if code else None
    hits = search.find_goods(session, text, _MOST_GOODS)
    if known is None and not hits:
        hits = search.find_goods_with_slips(session, text, _MOST_GOODS)
    exact = next((hit for hit in hits if hit.id == known), None)
    if exact is None and known is not None:
        exact = goods_by_id(session, known)
    return Typed(text, exact, tuple(hit for hit in hits if hit is not exact))


def goods_by_id(session: Session, product_id: int) -> GoodsHit:
    """Read goods that are to be sold; raises NoSuchProduct."""
    view = goods.show(session, product_id)
    return GoodsHit(view.id, view.code, view.name, view.unit, view.price)
