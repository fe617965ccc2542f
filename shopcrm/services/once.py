"""Nothing that was asked for under a key is done twice: a held-down Enter, a retry, a second window (P8).

The document that was made keeps the key and a seal of what was asked. The same key with the same request
finds it; with another request it is refused.
"""

import hashlib
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from shopcrm.rules.errors import BadInput, Refused
from shopcrm.store.prepared import Prepared
from shopcrm.store.sales import Sale

LONGEST = 110
"""The most letters of a key; a document keeps a few more, for what is added to it."""

_KNOWN = Prepared(select(Sale.id, Sale.request).where(Sale.key == bindparam("key")))


class KeyUsed(Refused):
    """Something else was done under the key."""

    sentence = "Something else was written down under this key already. Nothing was changed. Begin anew."


class KeyTooLong(BadInput):
    """A key that no document can keep."""

    sentence = "A key is at most {most} letters long. Nothing was changed."


@dataclass(frozen=True, slots=True)
class Asked:
    """The key under which something is asked, and the seal of what is; without a key it is never known."""

    key: str
    seal: str


def seal(*parts: object) -> str:
    """Seal what is asked; frozen values that are equal have the same seal."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def find(session: Session, key: str, sealed: str) -> int | None:
    """Find the document that was made of the same request; raises KeyUsed where it was another one.

    Raises KeyTooLong as well.
    """
    if len(key) > LONGEST:
        raise KeyTooLong(most=LONGEST)
    rows = _KNOWN.rows(session, key=key) if key else []
    if not rows:
        return None
    document, request = rows[0]
    if request != sealed:
        raise KeyUsed
    return int(document)
