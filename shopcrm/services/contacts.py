"""The phones and mail addresses of customers; the first of each is the preferred one."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules.people import parse_address, parse_phone, shown_name
from shopcrm.rules.sayings import Saying, saying
from shopcrm.services import settings
from shopcrm.store.customers import Customer, Email, Phone

_MOST_WARNINGS = 5


def write_phones(session: Session, customer_id: int, texts: Sequence[str]) -> list[Saying]:
    """Make the phones of a customer exactly these, and warn of those that somebody else has too.

    Raises NotAPhone.
    """
    region = settings.read(session).region
    numbers = [parse_phone(text, region) for text in texts if text.strip()]
    _write(session, Phone, Phone.e164.key, customer_id, numbers)
    return _shared(session, customer_id, numbers)


def write_addresses(session: Session, customer_id: int, texts: Sequence[str]) -> None:
    """Make the mail addresses of a customer exactly these; raises NotAnAddress."""
    addresses = [parse_address(text) for text in texts if text.strip()]
    _write(session, Email, Email.address.key, customer_id, addresses)


def phones(session: Session, customer_id: int) -> list[str]:
    """List a customer's phones in E.164, the preferred one first."""
    return [row.e164 for row in _rows(session, Phone, customer_id)]


def addresses(session: Session, customer_id: int) -> list[str]:
    """List a customer's mail addresses, the preferred one first."""
    return [row.address for row in _rows(session, Email, customer_id)]


def who_has_phone(session: Session, text: str) -> list[int]:
    """List the customers with a phone, however it is written; raises NotAPhone."""
    if not text.strip():
        return []
    e164 = parse_phone(text, settings.read(session).region)
    return list(session.scalars(select(Phone.customer_id).where(Phone.e164 == e164).order_by(Phone.id)))


def who_has_address(session: Session, text: str) -> list[int]:
    """List the customers with a mail address; raises NotAnAddress."""
    if not text.strip():
        return []
    known = select(Email.customer_id).where(Email.address == parse_address(text))
    return list(session.scalars(known.order_by(Email.id)))


def shared(session: Session, texts: Sequence[str], customer_id: int | None = None) -> list[Saying]:
    """Warn of phones that somebody else has, before anything is saved; raises NotAPhone."""
    region = settings.read(session).region
    numbers = [parse_phone(text, region) for text in texts if text.strip()]
    return _shared(session, customer_id or 0, numbers)


def _write(
    session: Session, table: type[Phone] | type[Email], field: str, customer_id: int, wanted: Sequence[str]
) -> None:
    rows = {getattr(row, field): row for row in _rows(session, table, customer_id)}
    for value, row in rows.items():
        if value not in wanted:
            session.delete(row)
    for place, value in enumerate(dict.fromkeys(wanted)):
        row = rows.get(value) or table(customer_id=customer_id, **{field: value})
        row.preferred = place == 0
        session.add(row)
    session.flush()


def _rows(session: Session, table: type[Phone] | type[Email], customer_id: int) -> list[Any]:
    owned = select(table).where(table.customer_id == customer_id)
    return list(session.scalars(owned.order_by(table.preferred.desc(), table.id)))


def _shared(session: Session, customer_id: int, numbers: Sequence[str]) -> list[Saying]:
    query = (
        select(Phone.e164, Customer.name, Customer.code, Customer.id)
        .join(Customer, Customer.id == Phone.customer_id)
        .where(Phone.e164.in_(numbers), Phone.customer_id != customer_id)
        .order_by(Phone.id)
    )
    return [
        saying("{name} has the phone {phone} too.", name=shown_name(name, code, key), phone=e164)
        for e164, name, code, key in session.execute(query.limit(_MOST_WARNINGS)).all()
    ]
