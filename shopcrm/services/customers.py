"""The people whom the shop knows: added, corrected, found by card or number, and shown with all there is.

Whoever was merged into another is found as who they became; a new draft is about the one who was kept (C2).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.orm import Session

from shopcrm.rules import cells
from shopcrm.rules.delivery import Channel
from shopcrm.rules.people import LONGEST_CODE, NoSuchCustomer, shown_name
from shopcrm.rules.sayings import FieldValue
from shopcrm.rules.text import ascii_digits, bare, one_line
from shopcrm.services import (
    cards,
    consents,
    contacts,
    customer_drafts,
    households,
    messages,
    occasions,
    people,
    preferences,
    purchases,
    settings,
    tags,
)
from shopcrm.services.cards import CardView
from shopcrm.services.consents import ConsentView
from shopcrm.services.customer_drafts import (
    CodeTaken,
    CodeTooLong,
    Draft,
    NothingKnown,
    Saved,
    UnknownChannel,
    UnknownLanguage,
)
from shopcrm.services.messages import Filter, MessageRow
from shopcrm.services.occasions import OccasionView
from shopcrm.services.people import ErasedOnRequest, Person, find, get, refresh_words
from shopcrm.services.preferences import PreferenceView
from shopcrm.services.purchases import Purchase
from shopcrm.services.shop import now_of
from shopcrm.store.customers import Customer
from shopcrm.store.prepared import Prepared
from shopcrm.store.sales import Sale

__all__ = [
    "Bought",
    "CodeTaken",
    "CodeTooLong",
    "CustomerSheet",
    "Draft",
    "ErasedOnRequest",
    "NothingKnown",
    "Person",
    "Saved",
    "UnknownChannel",
    "UnknownLanguage",
    "add",
    "add_note",
    "bought",
    "by_id_or_code",
    "count",
    "edit",
    "find",
    "get",
    "identify",
    "refresh_words",
    "seen",
    "show",
    "told",
]


_SOLD = case((Sale.kind == "sale", Sale.day))
_BOUGHT = Prepared(
    select(func.count(_SOLD), func.coalesce(func.sum(Sale.total), 0), func.min(_SOLD), func.max(_SOLD)).where(
        Sale.customer_id == bindparam("who")
    )
)


@dataclass(frozen=True, slots=True)
class Bought:
    """Purchases in short: how many sales, smallest units kept by the shop after returns, first and last day.

    `days_since` counts the shop's days since the last sale.
    """

    count: int = 0
    total: int = 0
    first: date | None = None
    last: date | None = None
    days_since: int | None = None


@dataclass(frozen=True, slots=True)
class CustomerSheet:
    """All that one sees of a customer; the lists of purchases and messages hold the newest ones.

    Of `cards` the one in use comes first; `household` are the others in it; `labels` says of a phone or an
    address what it is, such as work.
    """

    id: int
    code: str | None
    name: str
    note: str
    language: str | None
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    first_seen_at: datetime
    last_seen_at: datetime
    consents: tuple[ConsentView, ...]
    preferences: tuple[PreferenceView, ...]
    bought: Bought
    purchases: tuple[Purchase, ...]
    told: tuple[MessageRow, ...]
    state: str = people.ACTIVE
    honorific: str = ""
    tags: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    occasions: tuple[OccasionView, ...] = ()
    cards: tuple[CardView, ...] = ()
    preferred_channel: Channel | None = None
    referred_by: Person | None = None
    household: tuple[Person, ...] = ()
    handles: Mapping[Channel, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown_name(self) -> FieldValue:
        """Name the customer; who has no name goes by code or number."""
        return shown_name(self.name, self.code, self.id)


def add(session: Session, draft: Draft) -> Saved:
    """Add a customer; a phone of somebody else is a warning, since households share one.

    Raises NotAPhone, NotAnAddress, CodeTaken, NothingKnown and what is wrong with the rest.
    """
    if not any((draft.name, draft.code, draft.phones, draft.emails)):
        raise NothingKnown
    now = now_of(session)
    row = Customer(first_seen_at=now, last_seen_at=now)
    session.add(row)
    return customer_drafts.write(session, row, draft)


def edit(session: Session, customer_id: int, draft: Draft) -> Saved:
    """Change what the draft names and leave the rest as it is now; raises as `add`, or NoSuchCustomer.

    Two people who correct different fields at the same time both keep what they wrote.
    """
    return customer_drafts.write(session, people.kept(session, customer_id), draft)


def add_note(session: Session, customer_id: int, text: str) -> None:
    """Put a line under the notes that are there; raises NoSuchCustomer."""
    row = get(session, find(session, customer_id))
    edit(session, row.id, Draft(note="\n".join(filter(None, [row.note, bare(text).strip()]))))


def show(session: Session, customer_id: int, newest: int = 20) -> CustomerSheet:
    """Show all that is known of a customer, with so many of the newest purchases and messages.

    Raises NoSuchCustomer.
    """
    key = find(session, customer_id)
    row, known = get(session, key), contacts.of_customer(session, key)
    return CustomerSheet(
        id=key,
        code=row.code,
        name=row.name,
        note=row.note,
        language=row.language,
        phones=known.phones,
        emails=known.emails,
        first_seen_at=row.first_seen_at,
        last_seen_at=row.last_seen_at,
        consents=tuple(consents.latest(session, key)),
        preferences=tuple(preferences.of_customer(session, key)),
        bought=bought(session, key),
        purchases=tuple(purchases.page(session, key, limit=newest)) if newest else (),
        told=tuple(told(session, key, limit=newest)) if newest else (),
        state=row.state,
        honorific=row.honorific,
        tags=tuple(tags.of_customer(session, key)),
        addresses=known.homes,
        occasions=tuple(occasions.of_customer(session, key)),
        cards=tuple(cards.of_customer(session, key)),
        preferred_channel=Channel(row.preferred_channel) if row.preferred_channel else None,
        referred_by=households.referrer(session, key),
        household=tuple(households.others(session, key)),
        handles=known.handles,
        labels=known.labels,
    )


def bought(session: Session, customer_id: int) -> Bought:
    """Reckon a customer's purchases in short."""
    ((count, total, first, last),) = _BOUGHT.rows(session, who=customer_id)
    today = settings.read(session).days.of(now_of(session))
    return Bought(count, int(total), first, last, (today - last).days if last else None)


def told(session: Session, customer_id: int, offset: int = 0, limit: int = 20) -> list[MessageRow]:
    """List what a customer was told or will be, the newest first."""
    return list(messages.page(session, Filter(customer_id=customer_id), offset, limit).rows)


def by_id_or_code(session: Session, text: str) -> int:
    """Find a customer by the shop's own number, else by another program's, else by a card, in use or old.

    Whoever was merged is found as who they became (C2). Raises NoSuchCustomer.
    """
    asked = ascii_digits(one_line(text))
    # 00042 is how another program writes it: the shop's own numbers have no zeros before them.
    is_ours = asked.isdecimal() and len(asked) < 19 and not asked.startswith("0")
    if is_ours and session.get(Customer, int(asked)) is not None:
        return find(session, int(asked))
    found = _by_code(session, asked) or _by_code(session, cells.code(asked)) or cards.find(session, asked)
    if found is None:
        raise NoSuchCustomer(id=one_line(text)[:LONGEST_CODE])
    return found


def identify(
    session: Session, *, card: str = "", code: str = "", phone: str = "", email: str = ""
) -> list[int]:
    """Find who is meant by card, then by code, then by phone, then by mail (C4).

    Each is looked at only where the one before does not single somebody out. Gives nobody, one id, or the
    ids among which a person has to choose. Raises NotAPhone or NotAnAddress.
    """
    found = cards.find(session, card)
    if found is None and code.strip():
        found = _by_code(session, ascii_digits(one_line(code)))
    if found is not None:
        return [found]
    shared: list[int] = []
    for ids in (contacts.who_has_phone(session, phone), contacts.who_has_address(session, email)):
        both = [key for key in ids if key in shared]
        shared = both or shared or ids
        if len(shared) == 1:
            break
    return shared


def seen(session: Session, customer_id: int, moment: datetime) -> None:
    """Note that somebody was in the shop at a moment (UTC); an earlier visit does not turn the clock back."""
    row = get(session, find(session, customer_id))
    row.last_seen_at = max(row.last_seen_at, moment)
    row.first_seen_at = min(row.first_seen_at, moment)


def count(session: Session) -> int:
    """Count the customers, without those who were merged or erased."""
    active = select(func.count()).select_from(Customer).where(Customer.state == people.ACTIVE)
    return session.scalars(active).one()


def _by_code(session: Session, code: str) -> int | None:
    found = session.scalars(select(Customer.id).where(Customer.code == code)).first() if code else None
    return None if found is None else find(session, found)
