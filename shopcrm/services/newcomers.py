"""Adds many people at once, as an import or the sample does: everybody of one batch is new and has a name.

Households and who brought whom are written down one by one later.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from shopcrm.rules.cards import parse_card
from shopcrm.rules.people import customer_key, parse_address, parse_phone
from shopcrm.rules.text import bare, fold, one_line, sort_key
from shopcrm.services import people as known_people
from shopcrm.services import settings
from shopcrm.services.cards import CardTaken
from shopcrm.services.contacts import Labelled
from shopcrm.services.customer_drafts import Draft, NothingKnown
from shopcrm.services.shop import now_of, touched, who_of
from shopcrm.store.base import Base, Topic
from shopcrm.store.customers import Address, Card, Consent, Customer, Email, Occasion, Phone, Preference, Tag


def add_many(session: Session, drafts: Sequence[Draft]) -> list[int]:
    """Add customers and give their ids in order; all of them are seen now for the first time.

    Raises NothingKnown for one without a name, NotAPhone, NotAnAddress, NotACard and CardTaken, with nobody
    added.
    """
    region = settings.read(session).region
    people = [_tidy(draft, region) for draft in drafts]
    if not people:
        return []
    _refuse_taken(session, [draft.card for draft in people if draft.card])
    now = now_of(session)
    rows = [_customer(draft) | {"first_seen_at": now, "last_seen_at": now} for draft in people]
    added = insert(Customer).returning(Customer.id, sort_by_parameter_order=True)
    ids = list(session.connection().execute(added, rows).scalars())
    owned = list(zip(ids, people, strict=True))
    _insert(session, Phone, (row for key, draft in owned for row in _phones(key, draft)))
    _insert(session, Email, (row for key, draft in owned for row in _emails(key, draft)))
    _insert(session, Consent, (row for key, draft in owned for row in _consents(session, key, draft)))
    _insert(session, Preference, (row for key, draft in owned for row in _preferences(session, key, draft)))
    _insert(session, Address, (row for key, draft in owned for row in _homes(key, draft)))
    _insert(session, Card, (_card(key, draft) | {"given_at": now} for key, draft in owned if draft.card))
    _insert(session, Tag, (row for key, draft in owned for row in _tags(key, draft)))
    _insert(session, Occasion, (row for key, draft in owned for row in _occasions(key, draft)))
    touched(session, Topic.CUSTOMERS, f"{len(ids)} customers, {ids[0]} to {ids[-1]}")
    return ids


def _tidy(draft: Draft, region: str) -> Draft:
    name = one_line(draft.name or "")
    if not name:
        raise NothingKnown
    return Draft(
        name=name,
        code=draft.code or None,
        phones=list(dict.fromkeys(parse_phone(text, region) for text in _texts(draft.phones))),
        emails=list(dict.fromkeys(parse_address(text) for text in _texts(draft.emails))),
        note=bare(draft.note or "").strip(),
        language=draft.language or None,
        consents=draft.consents,
        preferences=draft.preferences or (),
        honorific=one_line(draft.honorific or ""),
        tags=list({fold(tag): one_line(tag) for tag in reversed(draft.tags or ()) if fold(tag)}.values())[
            ::-1
        ],
        addresses=list(dict.fromkeys(bare(text).strip() for text in _texts(draft.addresses))),
        occasions=draft.occasions or (),
        preferred_channel=draft.preferred_channel or None,
        card=parse_card(draft.card) if draft.card else None,
    )


def _refuse_taken(session: Session, numbers: Sequence[str]) -> None:
    taken = session.execute(select(Card.number, Card.customer_id).where(Card.number.in_(numbers))).first()
    if taken is not None:
        number, owner = taken
        name = known_people.person(session, known_people.find(session, owner)).name
        raise CardTaken(number=number, name=name)


def _texts(given: Sequence[str | Labelled] | None) -> list[str]:
    texts = (one.text if isinstance(one, Labelled) else one for one in given or ())
    return [text for text in texts if text.strip()]


def _customer(draft: Draft) -> dict[str, Any]:
    name, note = draft.name or "", draft.note or ""
    phones, emails, homes = _texts(draft.phones), _texts(draft.emails), _texts(draft.addresses)
    also = [*([draft.card] if draft.card else []), *(draft.tags or ()), *homes]
    return {
        "name": name,
        "code": draft.code,
        "note": note,
        "language": draft.language,
        "skey": customer_key(name, draft.code, phones, emails, note, 0, *also),
        "sort_key": sort_key(name),
        "honorific": draft.honorific,
        "preferred_channel": draft.preferred_channel,
    }


def _insert(session: Session, table: type[Base], rows: Iterator[dict[str, Any]]) -> None:
    every = list(rows)
    if every:
        session.connection().execute(insert(table), every)


def _phones(customer_id: int, draft: Draft) -> Iterator[dict[str, Any]]:
    for place, e164 in enumerate(_texts(draft.phones)):
        yield {"customer_id": customer_id, "e164": e164, "preferred": place == 0}


def _emails(customer_id: int, draft: Draft) -> Iterator[dict[str, Any]]:
    for place, address in enumerate(_texts(draft.emails)):
        yield {"customer_id": customer_id, "address": address, "preferred": place == 0}


def _homes(customer_id: int, draft: Draft) -> Iterator[dict[str, Any]]:
    for place, text in enumerate(_texts(draft.addresses)):
        yield {"customer_id": customer_id, "text": text, "preferred": place == 0}


def _card(customer_id: int, draft: Draft) -> dict[str, Any]:
    return {"customer_id": customer_id, "number": draft.card}


def _tags(customer_id: int, draft: Draft) -> Iterator[dict[str, Any]]:
    for name in draft.tags or ():
        yield {"customer_id": customer_id, "name": name, "skey": fold(name)}


def _occasions(customer_id: int, draft: Draft) -> Iterator[dict[str, Any]]:
    for said in draft.occasions or ():
        yield {
            "customer_id": customer_id,
            "kind": said.kind,
            "label": one_line(said.label),
            "skey": fold(said.label),
            "calendar": said.calendar,
            "month": said.month,
            "day": said.day,
            "year": said.year,
            "remind_days": said.remind_days,
        }


def _consents(session: Session, customer_id: int, draft: Draft) -> Iterator[dict[str, Any]]:
    for answer in draft.consents:
        yield {
            "customer_id": customer_id,
            "purpose": answer.purpose,
            "channel": answer.channel,
            "given": answer.given,
            "at": now_of(session),
            "how": one_line(answer.how),
            "recorded_by": who_of(session).actor,
        }


def _preferences(session: Session, customer_id: int, draft: Draft) -> Iterator[dict[str, Any]]:
    for taste in draft.preferences or ():
        words = one_line(taste.words)
        yield {
            "customer_id": customer_id,
            "kind": taste.kind,
            "product_id": taste.product_id,
            "category_id": taste.category_id,
            "words": words,
            "skey": fold(words),
            "attribute": one_line(taste.attribute),
            "strength": taste.strength,
            "source": taste.source,
            "told_at": now_of(session),
            "recorded_by": who_of(session).actor,
        }
