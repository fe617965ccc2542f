"""The texts that the shop sends, one for each language; it has some to begin with.

Customers are told in their own language whatever the screen speaks, so these texts stand in no catalogue.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules import letters, sms
from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.rules.letters import Field, Text, UnknownField
from shopcrm.rules.occasions import OccasionKind
from shopcrm.rules.people import NoSuchCustomer
from shopcrm.rules.sayings import Saying, saying
from shopcrm.rules.text import one_line
from shopcrm.services import first_texts, occasions, outbox, reach, settings
from shopcrm.services.first_texts import (
    ARRIVAL,
    ASK_CASE,
    ASK_VISIT,
    CARD,
    FIRST_TEXTS,
    FIXED,
    GREETING,
    LETTER,
    NEWS,
    POINTS,
    TIER,
    WISH,
)
from shopcrm.services.outbox import Draft
from shopcrm.services.settings import LANGUAGES, SettingRefused, Settings
from shopcrm.services.shop import now_of
from shopcrm.store.arrivals import ArrivalLine
from shopcrm.store.complaints import Improvement
from shopcrm.store.goods import Product
from shopcrm.store.messages import Template
from shopcrm.store.tiers import Tier

__all__ = [
    "ARRIVAL",
    "CARD",
    "FIRST_TEXTS",
    "GREETING",
    "LETTER",
    "NEWS",
    "POINTS",
    "TIER",
    "WISH",
    "Preview",
    "TemplateKind",
    "kinds",
    "occasion_name",
    "preview",
    "read",
    "restore",
    "write",
]

_SOME_POINTS = 250
"""How many points a preview speaks of."""
_PERSON = (Field.FIRST_NAME, Field.NAME, Field.HONORIFIC, Field.SHOP, Field.DAY)
_GOODS = (*_PERSON, Field.GOODS, Field.PRICE)


@dataclass(frozen=True, slots=True)
class TemplateKind:
    """A kind of text: its code, what it is for, and the fields that are filled in it."""

    name: str
    title: Saying
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A message as one person will read it, the way it would go, and how many parts it has as SMS."""

    name: str
    language: str
    text: Text
    parts: int = 0
    channel: Channel = Channel.IN_PERSON


def kinds() -> tuple[TemplateKind, ...]:
    """List the kinds of texts in the order in which people look for them."""
    return (
        TemplateKind(ARRIVAL, saying("Goods came in"), _GOODS),
        TemplateKind(WISH, saying("What they asked for is in"), _GOODS),
        TemplateKind(GREETING, saying("Greeting"), (*_PERSON, Field.OCCASION)),
        TemplateKind(NEWS, saying("News"), _PERSON),
        TemplateKind(LETTER, saying("Letter"), _PERSON),
        TemplateKind(CARD, saying("Card"), _PERSON),
        TemplateKind(POINTS, saying("Points end soon"), (*_PERSON, Field.POINTS)),
        TemplateKind(TIER, saying("A tier ends soon"), (*_PERSON, Field.TIER)),
        TemplateKind(FIXED, saying("Complaint put right"), (*_PERSON, Field.CHANGED)),
        TemplateKind(ASK_CASE, saying("Question after a complaint"), _PERSON),
        TemplateKind(ASK_VISIT, saying("Question after a visit"), _PERSON),
    )


def read(session: Session, name: str) -> dict[str, Text]:
    """Read the texts of a name by language: the shop's own, else the first ones."""
    texts = {language: text for (known, language), text in FIRST_TEXTS.items() if known == name}
    rows = session.scalars(select(Template).where(Template.name == name))
    texts.update((row.language, Text(row.subject, row.body)) for row in rows)
    return texts


def write(session: Session, name: str, language: str, text: Text) -> Text:
    """Keep a text of the shop's own; raises UnknownField, StrayBrace, TextEmpty or SettingRefused.

    A field that nothing fills in this kind of text is unknown here.
    """
    if language not in LANGUAGES:
        raise SettingRefused(name="language", value=language, choices=", ".join(LANGUAGES))
    tidy = letters.check(text)
    _check_fields(name, tidy)
    row = _row(session, name, language)
    if row is None:
        session.add(Template(name=name, language=language, subject=tidy.subject, body=tidy.body))
    else:
        row.subject, row.body = tidy.subject, tidy.body
    return tidy


def restore(session: Session, name: str, language: str) -> Text | None:
    """Go back to the text that the shop began with, and give it where there is one."""
    row = _row(session, name, language)
    if row is not None:
        session.delete(row)
    return FIRST_TEXTS.get((name, language))


def preview(session: Session, name: str, texts: Mapping[str, Text], customer_id: int) -> Preview:
    """Write a text as a real person would read it, of the goods that came in last.

    Raises what sending it would raise: UnknownField, StrayBrace, TextEmpty, ValueMissing, NoText.
    """
    decided = settings.read(session)
    person = reach.reaches(session, [customer_id]).get(customer_id)
    if person is None:
        raise NoSuchCustomer(id=customer_id)
    versions = {}
    for language, text in texts.items():
        tidy = letters.check(text)
        _check_fields(name, tidy)
        versions[language] = outbox.version(tidy, _values(session, customer_id, language, decided))
    draft = Draft(name, customer_id, versions)
    language, written = outbox.write_for(draft, person, decided)
    channel = reach.channel_for(person, Purpose.NEWS, reach.ways_of(decided))
    return Preview(person.name, language, written, parts_of(written), channel)


def parts_of(text: Text) -> int:
    """Count the parts that a text has as SMS, in the script that it needs."""
    return sms.measure(sms.sendable(text.body)).parts


def occasion_name(kind: OccasionKind, label: str, language: str) -> str:
    """Name an occasion in the language of its reader: by its own label, or by what it is."""
    return one_line(label) or first_texts.OCCASIONS[kind, language]


def _check_fields(name: str, text: Text) -> None:
    known = next((kind.fields for kind in kinds() if kind.name == name), tuple(Field))
    for asked in (*letters.fields_of(text.subject), *letters.fields_of(text.body)):
        if asked not in known:
            raise UnknownField(field=letters.shown(asked), choices=", ".join(map(letters.shown, known)))


def _values(session: Session, customer_id: int, language: str, decided: Settings) -> dict[Field, str]:
    words = outbox.words_of(decided, language)
    latest = select(Product).join(ArrivalLine, ArrivalLine.product_id == Product.id)
    product = session.scalar(latest.order_by(ArrivalLine.id.desc()).limit(1)) or session.scalar(
        select(Product).order_by(Product.id).limit(1)
    )
    price = None if product is None else product.price
    own = next(iter(occasions.of_customer(session, customer_id)), None)
    kind, label = (OccasionKind.BIRTHDAY, "") if own is None else (own.kind, own.label)
    return {
        Field.GOODS: words.isolate(one_line(product.name)) if product is not None else "",
        Field.PRICE: "" if price is None else words.money(price),
        Field.SHOP: words.isolate(one_line(decided.shop_name)),
        Field.DAY: words.day(decided.days.of(now_of(session)), year=False),
        Field.OCCASION: words.isolate(occasion_name(kind, label, language)),
        Field.POINTS: words.number(_SOME_POINTS),
        Field.TIER: words.isolate(session.scalar(select(Tier.name).order_by(Tier.threshold).limit(1)) or "★"),
        Field.CHANGED: words.isolate(_latest_change(session) or "★"),
    }


def _latest_change(session: Session) -> str | None:
    done = select(Improvement.changed).where(Improvement.state == "done").order_by(Improvement.done_at.desc())
    return session.scalar(done.limit(1))


def _row(session: Session, name: str, language: str) -> Template | None:
    return session.scalar(select(Template).where(Template.name == name, Template.language == language))
