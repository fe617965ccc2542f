"""What the counter reads of the shop: who stands there, and which goods somebody typed or scanned."""

from dataclasses import dataclass
from datetime import datetime

from shopcrm.rules import cells
from shopcrm.services import customers, figures, goods, points, rewards, search, tabs, tiers
from shopcrm.services.points import Standing
from shopcrm.services.preferences import Kind, Source
from shopcrm.services.rewards import RewardRow
from shopcrm.services.search import GoodsHit
from shopcrm.services.shop import Session
from shopcrm.services.tiers import Outlook, TierNow

_MOST_GOODS = 6


@dataclass(frozen=True, slots=True)
class AtCounter:
    """Somebody who stands at the counter; `tab` is what they owe in smallest units.

    `rewards` are what points buy, the least points first.
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


@dataclass(frozen=True, slots=True)
class Typed:
    """Goods that somebody typed: those with the very code, and what else has the words in it."""

    text: str
    exact: GoodsHit | None
    hits: tuple[GoodsHit, ...]


def person(session: Session, customer_id: int) -> AtCounter:
    """Read who somebody is; whoever was merged is read as who they became. Raises NoSuchCustomer."""
    sheet = customers.show(session, customer_id, newest=0)
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
        tiers.of_customer(session, sheet.id),
        tiers.outlook(session, sheet.id),
        points.standing(session, sheet.id),
        tabs.balance(session, sheet.id),
        tuple(rewards.offered(session)),
    )


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
