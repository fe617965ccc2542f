"""Adds many people at once, as an import or the sample does: everybody of one batch is new and has a name."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from shopcrm.rules.people import customer_key, parse_address, parse_phone
from shopcrm.rules.text import bare, fold, one_line, sort_key
from shopcrm.services import settings
from shopcrm.services.customers import Draft, NothingKnown
from shopcrm.services.shop import now_of, touched, who_of
from shopcrm.store.base import Base, Topic
from shopcrm.store.customers import Consent, Customer, Email, Phone, Preference


def add_many(session: Session, drafts: Sequence[Draft]) -> list[int]:
    """Add customers and give their ids in order; all of them are seen now for the first time.

    Raises NothingKnown for one without a name, NotAPhone and NotAnAddress, with nobody added.
    """
    region = settings.read(session).region
    people = [_tidy(draft, region) for draft in drafts]
    if not people:
        return []
    now = now_of(session)
    rows = [_customer(draft) | {"first_seen_at": now, "last_seen_at": now} for draft in people]
    added = insert(Customer).returning(Customer.id, sort_by_parameter_order=True)
    ids = list(session.connection().execute(added, rows).scalars())
    owned = list(zip(ids, people, strict=True))
    _insert(session, Phone, (row for key, draft in owned for row in _phones(key, draft)))
    _insert(session, Email, (row for key, draft in owned for row in _emails(key, draft)))
    _insert(session, Consent, (row for key, draft in owned for row in _consents(session, key, draft)))
    _insert(session, Preference, (row for key, draft in owned for row in _preferences(session, key, draft)))
    touched(session, Topic.CUSTOMERS, f"{len(ids)} customers, {ids[0]} to {ids[-1]}")
    return ids


def _tidy(draft: Draft, region: str) -> Draft:
    name = one_line(draft.name or "")
    if not name:
        raise NothingKnown
    return Draft(
        name=name,
        code=draft.code or None,
        phones=list(dict.fromkeys(parse_phone(text, region) for text in draft.phones or () if text)),
        emails=list(dict.fromkeys(parse_address(text) for text in draft.emails or () if text)),
        note=bare(draft.note or "").strip(),
        language=draft.language or None,
        consents=draft.consents,
        preferences=draft.preferences or (),
    )


def _customer(draft: Draft) -> dict[str, Any]:
    name, note = draft.name or "", draft.note or ""
    phones, emails = list(draft.phones or ()), list(draft.emails or ())
    return {
        "name": name,
        "code": draft.code,
        "note": note,
        "language": draft.language,
        "skey": customer_key(name, draft.code, phones, emails, note, 0),
        "sort_key": sort_key(name),
    }


def _insert(session: Session, table: type[Base], rows: Iterator[dict[str, Any]]) -> None:
    every = list(rows)
    if every:
        session.connection().execute(insert(table), every)


def _phones(customer_id: int, draft: Draft) -> Iterator[dict[str, Any]]:
    for place, e164 in enumerate(draft.phones or ()):
        yield {"customer_id": customer_id, "e164": e164, "preferred": place == 0}


def _emails(customer_id: int, draft: Draft) -> Iterator[dict[str, Any]]:
    for place, address in enumerate(draft.emails or ()):
        yield {"customer_id": customer_id, "address": address, "preferred": place == 0}


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
            "strength": taste.strength,
            "source": taste.source,
            "told_at": now_of(session),
        }
