"""How somebody can be reached, and by what they agreed to be (M1); a no beats everything (A5)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from shopcrm.rules import letters
from shopcrm.rules.delivery import Channel, Purpose
from shopcrm.rules.mobiles import takes_texts
from shopcrm.rules.sayings import Saying, saying
from shopcrm.services import settings
from shopcrm.services.people import ACTIVE
from shopcrm.services.settings import Settings
from shopcrm.store.customers import Address, Consent, Customer, Email, Handle, Phone

_AT_ONCE = 5000
"""How many people one question to the file names; it takes no more than 32,766 values."""

_ORDER = (
    Channel.EMAIL,
    Channel.SMS,
    Channel.TELEGRAM,
    Channel.WEBHOOK,
    Channel.WHATSAPP,
    Channel.CALL,
    Channel.LETTER,
)
"""Where nobody said what they prefer: what costs least and troubles least comes first."""


@dataclass(frozen=True, slots=True)
class Ways:
    """The channels that a shop has, in the order in which it takes them.

    `automatic` are sent by a courier. Mail always is, though it waits until a server is set. The rest of
    `order` is done by hand and ticked off.
    """

    order: tuple[Channel, ...]
    automatic: frozenset[Channel]

    @property
    def by_hand(self) -> tuple[Channel, ...]:
        """The channels on which a person does it, a word in person last."""
        return (*(channel for channel in self.order if channel not in self.automatic), Channel.IN_PERSON)


def ways_of(decided: Settings) -> Ways:
    """Tell the channels that a shop has by its settings; what a courier can take at once comes first."""
    ready = {
        channel
        for channel, there in (
            (Channel.EMAIL, decided.mail_host),
            (Channel.SMS, decided.sms_gateway),
            (Channel.TELEGRAM, decided.telegram_bot),
            (Channel.WEBHOOK, decided.webhook_url),
        )
        if there
    }
    closed = {Channel.TELEGRAM, Channel.WEBHOOK} - ready
    if not decided.whatsapp:
        closed.add(Channel.WHATSAPP)
    can_wait = [channel for channel in _ORDER if channel not in ready | closed]
    order = (*(channel for channel in _ORDER if channel in ready), *can_wait)
    return Ways(order, frozenset({*ready, Channel.EMAIL}))


def ways(session: Session) -> Ways:
    """Tell the channels that the shop has."""
    return ways_of(settings.read(session))


BASIC_WAYS = ways_of(Settings())
"""The channels of a shop that has set up nothing."""


@dataclass(frozen=True, slots=True)
class Reach:
    """A person as messages see them: name, language, where they can be reached, and what they said to it.

    What is not known is empty: `address` is for mail, `phone` for calls, `mobile` for texts, `postal` for
    letters, `handles` by channel for messengers. `said` holds the latest word per purpose and channel.
    """

    customer_id: int
    name: str
    language: str | None
    address: str
    phone: str
    said: frozenset[tuple[str, str, bool]]
    mobile: str = ""
    postal: str = ""
    handles: Mapping[str, str] = field(default_factory=dict)
    preferred: Channel | None = None
    honorific: str = ""
    is_known: bool = True
    """Whether they are one of the shop's people still: nobody tells a merged or erased person anything."""

    def may(self, purpose: Purpose, channel: Channel) -> bool:
        """Whether they may be told so: news need a yes, a service only that there is no no (M1)."""
        if not self.is_known:
            return False
        if channel is Channel.IN_PERSON:
            return True
        if purpose is Purpose.NEWS:
            return (purpose, channel, True) in self.said
        return (purpose, channel, False) not in self.said

    def where(self, channel: Channel) -> str:
        """Tell the address or number of a channel, empty where there is none."""
        match channel:
            case Channel.EMAIL:
                return self.address
            case Channel.CALL:
                return self.phone
            case Channel.LETTER:
                return self.postal
            case Channel.SMS | Channel.WHATSAPP:
                return self.handles.get(channel) or self.mobile
            case Channel.WEBHOOK:
                return self.handles.get(channel) or self.mobile or self.phone or self.address
            case _:
                return self.handles.get(channel, "")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a person, the preferred contact of each kind first, and their latest words."""

    name: str
    language: str | None
    honorific: str
    preferred: Channel | None
    state: str
    phones: Sequence[str]
    emails: Sequence[str]
    homes: Sequence[str]
    handles: Mapping[Channel, str]
    said: Iterable[tuple[Purpose, Channel, bool]]


def channel_for(reach: Reach, purpose: Purpose = Purpose.NEWS, open_ways: Ways = BASIC_WAYS) -> Channel:
    """Choose how to tell somebody: as they prefer, else in the shop's order, else in person."""
    wanted = [reach.preferred] if reach.preferred in open_ways.order else []
    for channel in (*wanted, *open_ways.order):
        if channel is not None and reach.where(channel) and reach.may(purpose, channel):
            return channel
    return Channel.IN_PERSON


def why_in_person(reach: Reach) -> Saying:
    """Say why somebody cannot be sent anything."""
    if any(map(reach.where, _ORDER)):
        return saying("They did not agree to messages.")
    return saying("No address and no number is known.")


def reaches(session: Session, customer_ids: Collection[int]) -> dict[int, Reach]:
    """Look up how some people can be reached."""
    found: dict[int, Reach] = {}
    for ids in portions(customer_ids):
        addresses, postal = _addresses(session, ids), _postal(session, ids)
        phones, mobiles = _phones(session, ids)
        handles, said = _handles(session, ids), _said(session, ids)
        for key, name, language, honorific, preferred, state in session.execute(_people(ids)):
            found[key] = Reach(
                key,
                name,
                language,
                addresses.get(key, ""),
                phones.get(key, ""),
                frozenset(said.get(key, ())),
                mobiles.get(key, ""),
                postal.get(key, ""),
                handles.get(key, {}),
                Channel(preferred) if preferred else None,
                honorific,
                is_known=state == ACTIVE,
            )
    return found


def of_known(customer_id: int, known: Known) -> Reach:
    """Tell the same of one person of whom all is read already, as `reaches` would."""
    phones = [number for number in known.phones if number]
    return Reach(
        customer_id,
        known.name,
        known.language,
        next(filter(letters.is_sound, known.emails), ""),
        next(iter(phones), ""),
        frozenset(known.said),
        next(filter(takes_texts, phones), ""),
        next(filter(None, known.homes), ""),
        {channel.value: handle for channel, handle in known.handles.items()},
        known.preferred,
        known.honorific,
        is_known=known.state == ACTIVE,
    )


def gone(session: Session, customer_ids: Collection[int]) -> set[int]:
    """Tell which of some people were merged into somebody else or erased."""
    found: set[int] = set()
    for ids in portions(customer_ids):
        rows = session.scalars(select(Customer.id).where(Customer.id.in_(ids), Customer.state != ACTIVE))
        found.update(rows)
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


def _phones(session: Session, ids: list[int]) -> tuple[dict[int, str], dict[int, str]]:
    """Give the number to call and the one for texts: the preferred one, for texts a mobile only."""
    rows = session.execute(
        select(Phone.customer_id, Phone.e164)
        .where(Phone.customer_id.in_(ids))
        .order_by(Phone.preferred, Phone.id.desc())
    )
    known = [(key, number) for key, number in rows if number]
    return dict(known), {key: number for key, number in known if takes_texts(number)}


def _postal(session: Session, ids: list[int]) -> dict[int, str]:
    rows = session.execute(
        select(Address.customer_id, Address.text)
        .where(Address.customer_id.in_(ids))
        .order_by(Address.preferred, Address.id.desc())
    )
    return {key: text for key, text in rows if text}


def _handles(session: Session, ids: list[int]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    rows = session.execute(
        select(Handle.customer_id, Handle.channel, Handle.value).where(Handle.customer_id.in_(ids))
    )
    for key, channel, value in rows:
        found.setdefault(key, {})[channel] = value
    return found


def _people(ids: list[int]) -> Select[int, str, str | None, str, str | None, str]:
    row = Customer
    return select(row.id, row.name, row.language, row.honorific, row.preferred_channel, row.state).where(
        row.id.in_(ids)
    )


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
