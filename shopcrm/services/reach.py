"""How somebody can be reached, and by what they agreed to be (M1); a no beats everything (A5)."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm.rules import letters
from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.rules.sayings import Saying, saying
from shopcrm.store.customers import Consent, Customer, Email, Phone

_AT_ONCE = 5000
"""How many people one question to the file names; it takes no more than 32,766 values."""


@dataclass(frozen=True, slots=True)
class Reach:
    """A person as messages see them: name, language, where they can be reached, and what they said to it.

    `address` and `phone` are empty where there is none; `said` holds the latest word per purpose and channel.
    """

    customer_id: int
    name: str
    language: str | None
    address: str
    phone: str
    said: frozenset[tuple[str, str, bool]]

    def may(self, purpose: Purpose, channel: Channel) -> bool:
        """Whether they may be told so: news need a yes, a service only that there is no no (M1)."""
        if channel is Channel.IN_PERSON:
            return True
        if purpose is Purpose.NEWS:
            return (purpose, channel, True) in self.said
        return (purpose, channel, False) not in self.said

    def where(self, channel: Channel) -> str:
        """Tell the address or number of a channel, empty where there is none."""
        return {Channel.EMAIL: self.address, Channel.CALL: self.phone}.get(channel, "")


def channel_for(reach: Reach, purpose: Purpose = Purpose.NEWS) -> Channel:
    """Choose how to tell somebody: by mail, else by a call, else in person."""
    for channel in (Channel.EMAIL, Channel.CALL):
        if reach.where(channel) and reach.may(purpose, channel):
            return channel
    return Channel.IN_PERSON


def why_in_person(reach: Reach) -> Saying:
    """Say why somebody cannot be sent anything."""
    if reach.address or reach.phone:
        return saying("They did not agree to messages.")
    return saying("No address and no number is known.")


def reaches(session: Session, customer_ids: Collection[int]) -> dict[int, Reach]:
    """Look up how some people can be reached."""
    found: dict[int, Reach] = {}
    for ids in portions(customer_ids):
        addresses = _addresses(session, ids)
        phones = _phones(session, ids)
        said = _said(session, ids)
        rows = session.execute(
            select(Customer.id, Customer.name, Customer.language).where(Customer.id.in_(ids))
        )
        for key, name, language in rows:
            words = frozenset(said.get(key, ()))
            found[key] = Reach(key, name, language, addresses.get(key, ""), phones.get(key, ""), words)
    return found


def portions(ids: Iterable[int]) -> Iterator[list[int]]:
    """Part ids into as many as one question can name."""
    every = sorted(set(ids))
    for start in range(0, len(every), _AT_ONCE):
        yield every[start : start + _AT_ONCE]


def _addresses(session: Session, ids: list[int]) -> dict[int, str]:
    # The preferred one comes last and stays; before it the oldest.
    rows = session.execute(
        select(Email.customer_id, Email.address)
        .where(Email.customer_id.in_(ids))
        .order_by(Email.preferred, Email.id.desc())
    )
    return {key: address for key, address in rows if letters.is_sound(address)}


def _phones(session: Session, ids: list[int]) -> dict[int, str]:
    rows = session.execute(
        select(Phone.customer_id, Phone.e164)
        .where(Phone.customer_id.in_(ids))
        .order_by(Phone.preferred, Phone.id.desc())
    )
    return {key: number for key, number in rows if number}


def _said(session: Session, ids: list[int]) -> dict[int, list[tuple[str, str, bool]]]:
    """Read the latest word of each person per purpose and channel."""
    latest = (
        select(func.max(Consent.id))
        .where(Consent.customer_id.in_(ids))
        .group_by(Consent.customer_id, Consent.purpose, Consent.channel)
    )
    rows = session.execute(
        select(Consent.customer_id, Consent.purpose, Consent.channel, Consent.given).where(
            Consent.id.in_(latest)
        )
    )
    said: dict[int, list[tuple[str, str, bool]]] = {}
    for key, purpose, channel, given in rows:
        said.setdefault(key, []).append((purpose, channel, given))
    return said
