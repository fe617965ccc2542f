"""Tells people of goods that came in: one message for each person, goods and arrival, best first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules import letters
from shopcrm.rules.letters import Field, Text
from shopcrm.rules.sayings import Saying
from shopcrm.rules.text import one_line
from shopcrm.services import avoiding, outbox, reach, settings
from shopcrm.services.first_texts import ARRIVAL, WISH
from shopcrm.services.outbox import Draft, Queued, Version
from shopcrm.services.settings import Settings
from shopcrm.services.shop import now_of
from shopcrm.services.stock import NoSuchProduct
from shopcrm.store.arrivals import Arrival
from shopcrm.store.goods import Product


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody whom the shop wants to tell of goods that came in; the lowest rank is told first."""

    customer_id: int
    product_id: int
    arrival_id: int
    wish_id: int | None = None
    why: tuple[Saying, ...] = ()
    rank: int = 0


def queue_arrival(
    session: Session,
    wanted: Sequence[Wanted],
    texts: Mapping[str, Text],
    until: date | None = None,
    wish_texts: Mapping[str, Text] | None = None,
) -> Queued:
    """Queue news of goods that came in for everybody on a list; `texts` by language, `until` the last day.

    Whoever asked for the goods gets the `wish_texts`, where there are some.
    Raises UnknownField, StrayBrace, TextEmpty, NoText, or ValueMissing where the goods or the shop lack
    what the text asks for, with nothing queued.
    """
    decided = settings.read(session)
    written = {
        ARRIVAL: {language: letters.check(text) for language, text in texts.items()},
        WISH: {language: letters.check(text) for language, text in (wish_texts or {}).items()},
    }
    avoiders: dict[int, set[int]] = {}
    versions: dict[tuple[int, int, str], dict[str, Version]] = {}
    drafts: list[Draft] = []
    ranked = sorted(wanted, key=lambda one: one.rank)
    # Whoever was merged or erased since the list was made is not told.
    gone = reach.gone(session, [one.customer_id for one in ranked])
    for one in ranked:
        if one.product_id not in avoiders:
            avoiders[one.product_id] = set(avoiding.avoiders(session, one.product_id))
        if one.customer_id in gone or one.customer_id in avoiders[one.product_id]:
            continue
        kind = WISH if wish_texts and one.wish_id is not None else ARRIVAL
        subject = one.product_id, one.arrival_id, kind
        if subject not in versions:
            versions[subject] = arrival_versions(session, *subject[:2], written[kind], decided)
        drafts.append(_arrival_draft(one, versions[subject], until, kind))
    queued = outbox.queue(session, drafts)
    return Queued(queued.by_channel, queued.reasons, queued.repeated, len(ranked) - len(drafts))


def arrival_versions(
    session: Session, product_id: int, arrival_id: int, texts: Mapping[str, Text], decided: Settings
) -> dict[str, Version]:
    """Join texts with the values that everybody gets; raises ValueMissing where an asked one is unknown."""
    product = session.get(Product, product_id)
    if product is None:
        raise NoSuchProduct(id=product_id)
    arrived_at = session.scalar(select(Arrival.arrived_at).where(Arrival.id == arrival_id))
    made = {}
    for language, text in texts.items():
        words = outbox.words_of(decided, language)
        values = {
            Field.GOODS: words.isolate(one_line(product.name)),
            Field.PRICE: "" if product.price is None else words.money(product.price),
            Field.SHOP: words.isolate(one_line(decided.shop_name)),
            Field.DAY: words.day(decided.days.of(arrived_at or now_of(session)), year=False),
        }
        made[language] = outbox.version(text, values)
    return made


def arrival_key(one: Wanted) -> str:
    """Name the cause of a message, so that a second one for it is impossible."""
    return f"arrival:{one.arrival_id}:{one.product_id}:{one.customer_id}"


def _arrival_draft(one: Wanted, versions: Mapping[str, Version], until: date | None, kind: str) -> Draft:
    return Draft(
        key=arrival_key(one),
        customer_id=one.customer_id,
        versions=versions,
        product_id=one.product_id,
        arrival_id=one.arrival_id,
        wish_id=one.wish_id,
        why=one.why,
        until=until,
        template=kind,
    )
