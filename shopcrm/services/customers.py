"""The people whom the shop knows: added, corrected, found by their number, and shown with all that is known.

What is searched for (`skey`) is made anew with every change of name, code, phone, address or note.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import case, func, select, text
from sqlalchemy.orm import Session

from shopcrm.rules import cells
from shopcrm.rules.errors import BadInput
from shopcrm.rules.people import LONGEST_CODE, NoSuchCustomer, customer_key, shown_name
from shopcrm.rules.sayings import FieldValue, Saying
from shopcrm.rules.text import ascii_digits, bare, one_line, sort_key
from shopcrm.services import consents, contacts, messages, preferences, purchases, settings
from shopcrm.services.consents import Answer, ConsentView
from shopcrm.services.messages import Filter, MessageRow
from shopcrm.services.preferences import PreferenceView, Taste
from shopcrm.services.purchases import Purchase
from shopcrm.services.settings import LANGUAGES
from shopcrm.services.shop import now_of
from shopcrm.store.base import Moment
from shopcrm.store.customers import Customer
from shopcrm.store.sales import Sale


class NothingKnown(BadInput):
    """A customer without anything to know them by."""

    sentence = "Give a name, a number, a phone or a mail address. Nothing was saved."


class CodeTaken(BadInput):
    """Somebody else has the number."""

    sentence = "The number {code} already belongs to {name}. Nothing was saved. Choose another number."


class CodeTooLong(BadInput):
    """The number does not fit."""

    sentence = "A customer's number has at most {count} characters. Nothing was saved."


class UnknownLanguage(BadInput):
    """A language that the program does not speak."""

    sentence = "{language} is not a language of this program. Nothing was saved. Choose one of: {choices}."


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be known of a customer; None leaves a field as it is, first phone and mail are preferred.

    `code` is the number under which another program knew them. Of `consents` only what differs is written
    down; `preferences` are all that they told the shop. An empty code or language takes it away.
    """

    name: str | None = None
    code: str | None = None
    phones: Sequence[str] | None = None
    emails: Sequence[str] | None = None
    note: str | None = None
    language: str | None = None
    consents: Sequence[Answer] = ()
    preferences: Sequence[Taste] | None = None


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
    """All that one sees of a customer; the lists of purchases and messages hold the newest ones."""

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

    @property
    def shown_name(self) -> FieldValue:
        """Name the customer; who has no name goes by code or number."""
        return shown_name(self.name, self.code, self.id)


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """A customer in a list, with the preferred phone, or nothing where there is none."""

    id: int
    code: str | None
    name: str
    phone: str
    last_seen_at: datetime

    @property
    def shown_name(self) -> FieldValue:
        """Name the customer; who has no name goes by code or number."""
        return shown_name(self.name, self.code, self.id)


class Order(StrEnum):
    """How a list of customers is sorted."""

    NAME = "name"
    SEEN = "seen"
    NEWEST = "newest"


_PHONE = "(SELECT e164 FROM phone WHERE customer_id = c.id ORDER BY preferred DESC, id LIMIT 1)"
_PAGES = {
    order: text(
        f"SELECT c.id, c.code, c.name, coalesce({_PHONE}, ''), c.last_seen_at FROM customer AS c "
        f"ORDER BY {by} LIMIT :limit OFFSET :offset"
    ).columns(last_seen_at=Moment)
    for order, by in {
        Order.NAME: "c.sort_key, c.id",
        Order.SEEN: "c.last_seen_at DESC",
        Order.NEWEST: "c.id DESC",
    }.items()
}


@dataclass(frozen=True, slots=True)
class Saved:
    """The customer that was saved, and what to know about it, such as a phone that another one has too."""

    id: int
    warnings: tuple[Saying, ...] = ()


def add(session: Session, draft: Draft) -> Saved:
    """Add a customer; a phone of somebody else is a warning, since households share one.

    Raises NotAPhone, NotAnAddress, CodeTaken, NothingKnown and what is wrong with the rest.
    """
    if not any((draft.name, draft.code, draft.phones, draft.emails)):
        raise NothingKnown
    now = now_of(session)
    row = Customer(first_seen_at=now, last_seen_at=now)
    session.add(row)
    return _save(session, row, draft)


def edit(session: Session, customer_id: int, draft: Draft) -> Saved:
    """Change what the draft names and leave the rest as it is now; raises as `add`, or NoSuchCustomer.

    Two people who correct different fields at the same time both keep what they wrote.
    """
    return _save(session, get(session, customer_id), draft)


def add_note(session: Session, customer_id: int, text: str) -> None:
    """Put a line under the notes that are there; raises NoSuchCustomer."""
    row = get(session, customer_id)
    edit(session, customer_id, Draft(note="\n".join(filter(None, [row.note, bare(text).strip()]))))


def show(session: Session, customer_id: int, newest: int = 20) -> CustomerSheet:
    """Show all that is known of a customer, with so many of the newest purchases and messages.

    Raises NoSuchCustomer.
    """
    row = get(session, customer_id)
    return CustomerSheet(
        id=row.id,
        code=row.code,
        name=row.name,
        note=row.note,
        language=row.language,
        phones=tuple(contacts.phones(session, customer_id)),
        emails=tuple(contacts.addresses(session, customer_id)),
        first_seen_at=row.first_seen_at,
        last_seen_at=row.last_seen_at,
        consents=tuple(consents.latest(session, customer_id)),
        preferences=tuple(preferences.of_customer(session, customer_id)),
        bought=bought(session, customer_id),
        purchases=tuple(purchases.page(session, customer_id, limit=newest)),
        told=tuple(told(session, customer_id, limit=newest)),
    )


def bought(session: Session, customer_id: int) -> Bought:
    """Reckon a customer's purchases in short."""
    sold = case((Sale.kind == "sale", Sale.day))
    figures = select(func.count(sold), func.coalesce(func.sum(Sale.total), 0), func.min(sold), func.max(sold))
    count, total, first, last = session.execute(figures.where(Sale.customer_id == customer_id)).one()
    today = settings.read(session).days.of(now_of(session))
    return Bought(count, int(total), first, last, (today - last).days if last else None)


def told(session: Session, customer_id: int, offset: int = 0, limit: int = 20) -> list[MessageRow]:
    """List what a customer was told or will be, the newest first."""
    return list(messages.page(session, Filter(customer_id=customer_id), offset, limit).rows)


def page(session: Session, offset: int = 0, limit: int = 50, order: Order = Order.NAME) -> list[CustomerLine]:
    """List a part of all customers: by name, whoever was seen last first, or the newest first."""
    rows = session.execute(_PAGES[order], {"limit": limit, "offset": offset}).all()
    return [CustomerLine(*row) for row in rows]


def get(session: Session, customer_id: int) -> Customer:
    """Fetch a customer's row for the other services; raises NoSuchCustomer."""
    row = session.get(Customer, customer_id)
    if row is None:
        raise NoSuchCustomer(id=customer_id)
    return row


def by_id_or_code(session: Session, text: str) -> int:
    """Find a customer by the shop's own number, else by another program's; raises NoSuchCustomer."""
    asked = ascii_digits(one_line(text))
    # 00042 is how another program writes it: the shop's own numbers have no zeros before them.
    is_ours = asked.isdecimal() and len(asked) < 19 and not asked.startswith("0")
    if is_ours and session.get(Customer, int(asked)) is not None:
        return int(asked)
    found = _by_code(session, asked) or _by_code(session, cells.code(asked))
    if found is None:
        raise NoSuchCustomer(id=one_line(text)[:LONGEST_CODE])
    return found


def identify(session: Session, *, code: str = "", phone: str = "", email: str = "") -> list[int]:
    """Find who is meant by card or code, then by phone, then by mail (C4).

    Each is looked at only where the one before does not single somebody out. Gives nobody, one id, or the
    ids among which a person has to choose. Raises NotAPhone or NotAnAddress.
    """
    found = _by_code(session, ascii_digits(one_line(code))) if code.strip() else None
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
    row = get(session, customer_id)
    row.last_seen_at = max(row.last_seen_at, moment)
    row.first_seen_at = min(row.first_seen_at, moment)


def count(session: Session) -> int:
    """Count the customers."""
    return session.scalars(select(func.count()).select_from(Customer)).one()


def refresh_words(session: Session, row: Customer) -> None:
    """Make anew what the search looks through and the lists sort by."""
    phones, addresses = contacts.phones(session, row.id), contacts.addresses(session, row.id)
    row.skey = customer_key(row.name, row.code, phones, addresses, row.note, row.id)
    row.sort_key = sort_key(row.name or row.code or str(row.id))


def _save(session: Session, row: Customer, draft: Draft) -> Saved:
    _write_names(session, row, draft)
    session.flush()
    warnings: list[Saying] = []
    if draft.phones is not None:
        warnings = contacts.write_phones(session, row.id, draft.phones)
    if draft.emails is not None:
        contacts.write_addresses(session, row.id, draft.emails)
    consents.settle(session, row.id, draft.consents)
    if draft.preferences is not None:
        preferences.settle(session, row.id, draft.preferences)
    session.flush()
    refresh_words(session, row)
    return Saved(row.id, tuple(warnings))


def _write_names(session: Session, row: Customer, draft: Draft) -> None:
    if draft.name is not None:
        row.name = one_line(draft.name)
    if draft.note is not None:
        row.note = bare(draft.note).strip()
    if draft.code is not None:
        row.code = _free_code(session, row, draft.code)
    if draft.language is not None:
        if draft.language not in {"", *LANGUAGES}:
            raise UnknownLanguage(language=draft.language, choices=", ".join(LANGUAGES))
        row.language = draft.language or None


def _free_code(session: Session, row: Customer, text: str) -> str | None:
    code = ascii_digits(one_line(text))
    if len(code) > LONGEST_CODE:
        raise CodeTooLong(count=LONGEST_CODE)
    with session.no_autoflush:
        owner = session.scalars(select(Customer).where(Customer.code == code)).first() if code else None
    if owner is not None and owner is not row:
        raise CodeTaken(code=code, name=shown_name(owner.name, owner.code, owner.id))
    return code or None


def _by_code(session: Session, code: str) -> int | None:
    return session.scalars(select(Customer.id).where(Customer.code == code)).first()
