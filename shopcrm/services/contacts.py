"""How customers are reached: phones, mail, where they live, messengers; the first of each is preferred."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from shopcrm.rules.delivery import Channel
from shopcrm.rules.people import LONGEST_LABEL, parse_address, parse_phone, shown_name
from shopcrm.rules.sayings import Saying, saying
from shopcrm.rules.text import ascii_digits, bare, one_line
from shopcrm.services import settings
from shopcrm.services.people import ACTIVE
from shopcrm.store.customers import Address, Customer, Email, Handle, Phone
from shopcrm.store.prepared import Prepared

_MOST_WARNINGS = 5


@dataclass(frozen=True, slots=True)
class Labelled:
    """A phone or an address with what it is, such as work; an empty label takes the old one away."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Contacts:
    """All ways to a customer, the preferred of each first; `labels` says what some of them are."""

    phones: tuple[str, ...]
    emails: tuple[str, ...]
    homes: tuple[str, ...]
    handles: Mapping[Channel, str]
    labels: Mapping[str, str]


_KEPT: tuple[tuple[type[Phone] | type[Email] | type[Address], InstrumentedAttribute[str]], ...] = (
    (Phone, Phone.e164),
    (Email, Email.address),
    (Address, Address.text),
)
_PARTS = [
    select(literal(place).label("place"), value.label("value"), table.label, table.preferred, table.id).where(
        table.customer_id == bindparam("who")
    )
    for place, (table, value) in enumerate(_KEPT)
]
_HANDLES = select(literal(len(_KEPT)), Handle.value, Handle.channel, literal(value=False), Handle.id).where(
    Handle.customer_id == bindparam("who")
)
_EVERYTHING = Prepared(select(union_all(*_PARTS, _HANDLES).subquery()))


def write_phones(session: Session, customer_id: int, given: Sequence[str | Labelled]) -> list[Saying]:
    """Make the phones of a customer exactly these, and warn of those that somebody else has too.

    A phone that is given as a text keeps the label it has. Raises NotAPhone.
    """
    region = settings.read(session).region
    numbers = {parse_phone(text, region): label for text, label in _said(given)}
    _write(session, Phone, Phone.e164.key, customer_id, numbers)
    return _shared(session, customer_id, list(numbers))


def write_addresses(session: Session, customer_id: int, given: Sequence[str | Labelled]) -> None:
    """Make the mail addresses of a customer exactly these; raises NotAnAddress."""
    wanted = {parse_address(text): label for text, label in _said(given)}
    _write(session, Email, Email.address.key, customer_id, wanted)


def write_homes(session: Session, customer_id: int, given: Sequence[str | Labelled]) -> None:
    """Make the postal addresses of a customer exactly these; each keeps its lines."""
    wanted = {
        "\n".join(filter(None, map(one_line, bare(t).splitlines()))): label for t, label in _said(given)
    }
    _write(session, Address, Address.text.key, customer_id, wanted)


def write_handles(session: Session, customer_id: int, given: Mapping[Channel, str]) -> None:
    """Write down under which number messengers know a customer; an empty one is taken away."""
    rows = _handle_rows(session, customer_id)
    for channel, text in given.items():
        value, row = one_line(ascii_digits(text)), rows.get(channel)
        if row is None and value:
            session.add(Handle(customer_id=customer_id, channel=channel, value=value))
        elif row is not None and value:
            row.value = value
        elif row is not None:
            session.delete(row)
    session.flush()


def phones(session: Session, customer_id: int) -> list[str]:
    """List a customer's phones in E.164, the preferred one first."""
    return [row.e164 for row in _rows(session, Phone, customer_id)]


def addresses(session: Session, customer_id: int) -> list[str]:
    """List a customer's mail addresses, the preferred one first."""
    return [row.address for row in _rows(session, Email, customer_id)]


def homes(session: Session, customer_id: int) -> list[str]:
    """List where a customer lives or works, the preferred address first."""
    return [row.text for row in _rows(session, Address, customer_id)]


def handles(session: Session, customer_id: int) -> dict[Channel, str]:
    """Tell under which number each messenger knows a customer."""
    return {channel: row.value for channel, row in _handle_rows(session, customer_id).items()}


def labels(session: Session, customer_id: int) -> dict[str, str]:
    """Tell of a customer's phones and addresses what they are, where that is written down."""
    fields = ((Phone, Phone.e164), (Email, Email.address), (Address, Address.text))
    return {
        getattr(row, field.key): row.label
        for table, field in fields
        for row in _rows(session, table, customer_id)
        if row.label
    }


def of_customer(session: Session, customer_id: int) -> Contacts:
    """Read all ways to a customer in one question."""
    kept: list[list[str]] = [[] for _table in _KEPT]
    handles: dict[Channel, str] = {}
    known: dict[str, str] = {}
    rows = _EVERYTHING.rows(session, who=customer_id)
    for place, value, label, _preferred, _id in sorted(rows, key=lambda row: (row[0], not row[3], row[4])):
        if place == len(_KEPT):
            handles[Channel(label)] = value
            continue
        kept[place].append(value)
        if label:
            known[value] = label
    found, emails, homes = map(tuple, kept)
    return Contacts(found, emails, homes, handles, known)


def who_has_handle(session: Session, channel: Channel, value: str) -> list[int]:
    """List the customers whom a messenger knows under a number."""
    known = select(Handle.customer_id).where(Handle.channel == channel, Handle.value == one_line(value))
    return list(session.scalars(_active(known, Handle.customer_id).order_by(Handle.id)))


def who_has_phone(session: Session, text: str) -> list[int]:
    """List the customers with a phone, however it is written; raises NotAPhone."""
    if not text.strip():
        return []
    e164 = parse_phone(text, settings.read(session).region)
    known = select(Phone.customer_id).where(Phone.e164 == e164)
    return list(session.scalars(_active(known, Phone.customer_id).order_by(Phone.id)))


def who_has_address(session: Session, text: str) -> list[int]:
    """List the customers with a mail address; raises NotAnAddress."""
    if not text.strip():
        return []
    known = select(Email.customer_id).where(Email.address == parse_address(text))
    return list(session.scalars(_active(known, Email.customer_id).order_by(Email.id)))


def shared(session: Session, texts: Sequence[str], customer_id: int | None = None) -> list[Saying]:
    """Warn of phones that somebody else has, before anything is saved; raises NotAPhone."""
    region = settings.read(session).region
    numbers = [parse_phone(text, region) for text in texts if text.strip()]
    return _shared(session, customer_id or 0, numbers)


def _said(given: Iterable[str | Labelled]) -> Iterable[tuple[str, str | None]]:
    """Give each text with its label; None leaves the label as it is."""
    for one in given:
        text, label = (
            (one.text, one_line(one.label)[:LONGEST_LABEL]) if isinstance(one, Labelled) else (one, None)
        )
        if text.strip():
            yield text, label


def _write(
    session: Session,
    table: type[Phone] | type[Email] | type[Address],
    field: str,
    customer_id: int,
    wanted: Mapping[str, str | None],
) -> None:
    rows = {getattr(row, field): row for row in _rows(session, table, customer_id)}
    for value, row in rows.items():
        if value not in wanted:
            session.delete(row)
    for place, (value, label) in enumerate(wanted.items()):
        row = rows.get(value) or table(customer_id=customer_id, label="", **{field: value})
        row.preferred = place == 0
        row.label = row.label if label is None else label
        session.add(row)
    session.flush()


def _rows(session: Session, table: type[Phone] | type[Email] | type[Address], customer_id: int) -> list[Any]:
    owned = select(table).where(table.customer_id == customer_id)
    return list(session.scalars(owned.order_by(table.preferred.desc(), table.id)))


def _handle_rows(session: Session, customer_id: int) -> dict[Channel, Handle]:
    owned = select(Handle).where(Handle.customer_id == customer_id).order_by(Handle.id)
    return {Channel(row.channel): row for row in session.scalars(owned)}


def _active(query: Select[int], owner: InstrumentedAttribute[int]) -> Select[int]:
    return query.join(Customer, Customer.id == owner).where(Customer.state == ACTIVE)


def _shared(session: Session, customer_id: int, numbers: Sequence[str]) -> list[Saying]:
    query = (
        select(Phone.e164, Customer.name, Customer.code, Customer.id)
        .join(Customer, Customer.id == Phone.customer_id)
        .where(Phone.e164.in_(numbers), Phone.customer_id != customer_id, Customer.state == ACTIVE)
        .order_by(Phone.id)
    )
    return [
        saying("{name} has the phone {phone} too.", name=shown_name(name, code, key), phone=e164)
        for e164, name, code, key in session.execute(query.limit(_MOST_WARNINGS)).all()
    ]
