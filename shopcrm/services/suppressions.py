"""Who asked to be forgotten: kept only as keyed hashes, so that they are known again but never named (C3).

The key is made once, at random, and lies in the shop file; without it nobody can try numbers out.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules.cards import tidy_card
from shopcrm.rules.errors import ShopError
from shopcrm.rules.people import parse_address, parse_phone
from shopcrm.services import merges, people, settings
from shopcrm.services.shop import now_of
from shopcrm.store.customers import Card, Customer, Email, Phone
from shopcrm.store.merges import Suppression
from shopcrm.store.settings import Setting

KEY_NAME = "suppression_key"
"""The setting in which the key stands; it leaves the shop file in backups only."""
_KEY_BYTES = 32
PHONE, EMAIL, CARD, WORDS = "phone", "email", "card", "words"
_SEAL = 20


def note(session: Session, customer_id: int) -> int:
    """Note all phones, mail addresses, cards and old numbers of somebody, and count what is new.

    Those who were merged into them are noted too. Raises NoSuchCustomer.
    """
    people.get(session, customer_id)
    ids = merges.part_of(session, customer_id)
    known: list[tuple[str, str]] = []
    for kind, query in (
        (PHONE, select(Phone.e164).where(Phone.customer_id.in_(ids))),
        (EMAIL, select(Email.address).where(Email.customer_id.in_(ids))),
        (CARD, select(Card.number).where(Card.customer_id.in_(ids))),
        (CARD, select(Customer.code).where(Customer.id.in_(ids), Customer.code.is_not(None))),
    ):
        known += [(kind, text) for text in session.scalars(query) if text]
    return sum(_note(session, kind, text) for kind, text in known)


def is_suppressed(session: Session, *, phone: str = "", email: str = "", card: str = "") -> bool:
    """Tell whether somebody with such a phone, mail address or card asked to be forgotten, in any writing.

    What cannot be read belongs to nobody.
    """
    key = _key(session)
    if key is None:
        return False
    region = settings.read(session).region
    hashes = []
    for kind, text in ((PHONE, phone), (EMAIL, email), (CARD, card)):
        try:
            tidy = _tidy(kind, text, region) if text.strip() else ""
        except ShopError:
            continue
        if tidy:
            hashes.append(_hash(key, kind, tidy))
    found = select(Suppression.id).where(Suppression.hash.in_(hashes)).limit(1)
    return bool(hashes) and session.scalar(found) is not None


def teller(session: Session) -> Callable[[str], bool]:
    """Give what tells of many contacts in turn whether they are suppressed, without asking the shop again.

    Phones are in E.164 then, mail addresses in lower case, cards as they are kept.
    """
    key = _key(session)
    hashes = frozenset(session.scalars(select(Suppression.hash))) if key is not None else frozenset()

    def is_held(contact: str) -> bool:
        kind = PHONE if contact.startswith("+") else EMAIL if "@" in contact else CARD
        tidy = tidy_card(contact) if kind == CARD else contact
        return bool(hashes) and _hash(key or b"", kind, tidy) in hashes

    return is_held


def sealer(session: Session, *, make: bool = False) -> Callable[[str], str]:
    """Give what seals words that name somebody: the same seal each time, which tells nothing of them.

    Before anybody was erased there is no key, and nothing comes of it, unless one is to be made.
    """
    key = _key(session)
    if key is None and make:
        key = _make_key(session)
    return lambda words: "" if key is None else _hash(key, WORDS, words)[:_SEAL]


def _tidy(kind: str, text: str, region: str) -> str:
    if kind == PHONE:
        return parse_phone(text, region)
    return parse_address(text) if kind == EMAIL else tidy_card(text)


def _note(session: Session, kind: str, text: str) -> bool:
    tidy = tidy_card(text) if kind == CARD else text
    mark = _hash(_key(session) or _make_key(session), kind, tidy)
    if session.scalar(select(Suppression.id).where(Suppression.hash == mark)) is not None:
        return False
    session.add(Suppression(kind=kind, hash=mark, at=now_of(session)))
    session.flush()
    return True


def _hash(key: bytes, kind: str, text: str) -> str:
    return hmac.new(key, f"{kind}:{text}".encode(), hashlib.sha256).hexdigest()


def _key(session: Session) -> bytes | None:
    row = session.get(Setting, KEY_NAME)
    return None if row is None else bytes.fromhex(json.loads(row.value))


def _make_key(session: Session) -> bytes:
    key = secrets.token_bytes(_KEY_BYTES)
    session.add(Setting(name=KEY_NAME, value=json.dumps(key.hex())))
    session.flush()
    return key
