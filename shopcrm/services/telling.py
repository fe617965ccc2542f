"""What the owner looks at before telling people of goods that came in: how far they go, and what is said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules import letters
from shopcrm.rules.letters import Text
from shopcrm.rules.money import THOUSANDTHS
from shopcrm.services import arrival_news, held, outbox, reach, settings, stock, templates
from shopcrm.services.arrival_news import Wanted
from shopcrm.services.templates import Preview
from shopcrm.store.customers import Customer
from shopcrm.store.goods import Product
from shopcrm.store.messages import Message
from shopcrm.store.sales import SaleLine

__all__ = ["Glance", "Preview", "glance", "languages_of", "preview"]

_LOOKED_AT = 200
"""How many of the latest purchases tell what people usually take."""


@dataclass(frozen=True, slots=True)
class Glance:
    """Goods that came in; quantities in thousandths, `usual` is what a purchase usually takes.

    `enough_for` is how many people the goods on hand suffice for, None where no stock is kept; what is held
    suffices for those it is held for, and for nobody else (A4).
    `told` are those who have a message about this arrival already.
    """

    product_id: int
    arrival_id: int
    name: str
    unit: str
    on_hand: int | None
    usual: int
    enough_for: int | None
    told: frozenset[int]
    texts: Mapping[str, Text]
    held: int = 0


def glance(session: Session, product_id: int, arrival_id: int) -> Glance:
    """Look at goods of an arrival; raises NoSuchProduct."""
    product = session.get(Product, product_id)
    if product is None:
        raise stock.NoSuchProduct(id=product_id)
    on_hand = stock.on_hand(session, [product_id]).get(product_id, 0) if product.stock_kept else None
    shares = held.shares(session, [product_id]).get(product_id, {})
    aside = sum(shares.values())
    usual = _usual(session, product_id)
    told = session.scalars(
        select(Message.customer_id).where(Message.arrival_id == arrival_id, Message.product_id == product_id)
    )
    return Glance(
        product_id,
        arrival_id,
        product.name,
        product.unit,
        on_hand,
        usual,
        None if on_hand is None else max(0, on_hand - aside) // usual + len(shares),
        frozenset(told),
        templates.read(session, templates.ARRIVAL),
        aside,
    )


def languages_of(session: Session, customer_ids: Sequence[int]) -> dict[int, str]:
    """Tell the language of each person: their own, else the shop's (M6)."""
    shops = settings.read(session).language
    found: dict[int, str] = {}
    for ids in reach.portions(customer_ids):
        rows = session.execute(select(Customer.id, Customer.language).where(Customer.id.in_(ids)))
        found.update({number: language or shops for number, language in rows})
    return found


def preview(session: Session, wanted: Wanted, texts: Mapping[str, Text]) -> Preview:
    """Write a message as one person will read it; raises what queueing it would raise."""
    decided = settings.read(session)
    checked = {language: letters.check(text) for language, text in texts.items()}
    versions = arrival_news.arrival_versions(session, wanted.product_id, wanted.arrival_id, checked, decided)
    draft = outbox.Draft(arrival_news.arrival_key(wanted), wanted.customer_id, versions)
    person = reach.reaches(session, [wanted.customer_id])[wanted.customer_id]
    language, text = outbox.write_for(draft, person, decided)
    channel = reach.channel_for(person, draft.purpose, reach.ways_of(decided))
    return Preview(person.name, language, text, templates.parts_of(text), channel)


def _usual(session: Session, product_id: int) -> int:
    """Tell what a purchase of the goods usually takes; one unit where nobody bought them yet."""
    quantities = session.scalars(
        select(SaleLine.quantity)
        .where(SaleLine.product_id == product_id, SaleLine.quantity > 0)
        .order_by(SaleLine.sale_id.desc())
        .limit(_LOOKED_AT)
    ).all()
    return max(1, median_low(quantities)) if quantities else THOUSANDTHS
