"""One person as they are laid beside another, to see whether the two are one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from shopcrm.rules.people import shown_name
from shopcrm.rules.sayings import FieldValue
from shopcrm.services import occasions
from shopcrm.services.occasions import OccasionView
from shopcrm.services.people import ACTIVE
from shopcrm.store.customers import Address, Card, Customer, Email, Phone, Tag
from shopcrm.store.sales import Sale

_Bought: TypeAlias = tuple[int, int, date | None]
_NOTHING: _Bought = (0, 0, None)


@dataclass(frozen=True, slots=True)
class Side:
    """What is known of a person in short; preferred phones and cards in use come first.

    `sales` counts the sales, `total` is what the shop kept of them in smallest units.
    """

    id: int
    code: str | None
    name: FieldValue
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    addresses: tuple[str, ...]
    cards: tuple[str, ...]
    tags: tuple[str, ...]
    occasions: tuple[OccasionView, ...]
    note: str
    household: tuple[FieldValue, ...]
    first_seen_at: datetime
    last_seen_at: datetime
    sales: int
    total: int
    last_sale: date | None


_LISTS: tuple[Select[int, str], ...] = (
    select(Phone.customer_id, Phone.e164).order_by(Phone.preferred.desc(), Phone.id),
    select(Email.customer_id, Email.address).order_by(Email.preferred.desc(), Email.id),
    select(Address.customer_id, Address.text).order_by(Address.preferred.desc(), Address.id),
    select(Card.customer_id, Card.number).order_by(Card.replaced_at.is_not(None), Card.id.desc()),
    select(Tag.customer_id, Tag.name).order_by(Tag.id),
)


def sides(session: Session, ids: Collection[int]) -> dict[int, Side]:
    """Lay out some people, by id; who is not there is not given."""
    phones, emails, addresses, cards, tags = (_texts(session, query, ids) for query in _LISTS)
    bought, homes = _bought(session, ids), _homes(session, ids)
    found: dict[int, Side] = {}
    for row in session.scalars(select(Customer).where(Customer.id.in_(ids))):
        count, total, last = bought.get(row.id, _NOTHING)
        home = homes.get(row.household_id or 0, {})
        found[row.id] = Side(
            id=row.id,
            code=row.code,
            name=shown_name(row.name, row.code, row.id),
            phones=phones.get(row.id, ()),
            emails=emails.get(row.id, ()),
            addresses=addresses.get(row.id, ()),
            cards=cards.get(row.id, ()),
            tags=tags.get(row.id, ()),
            occasions=tuple(occasions.of_customer(session, row.id)),
            note=row.note,
            household=tuple(name for key, name in home.items() if key != row.id),
            first_seen_at=row.first_seen_at,
            last_seen_at=row.last_seen_at,
            sales=count,
            total=total,
            last_sale=last,
        )
    return found


def _texts(session: Session, query: Select[int, str], ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    owner = query.selected_columns[0]
    texts: dict[int, tuple[str, ...]] = {}
    for key, text in session.execute(query.where(owner.in_(ids))):
        texts[key] = (*texts.get(key, ()), text)
    return texts


def _bought(session: Session, ids: Collection[int]) -> dict[int, _Bought]:
    sold = case((Sale.kind == "sale", Sale.day))
    query = select(
        Sale.customer_id, func.count(sold), func.coalesce(func.sum(Sale.total), 0), func.max(sold)
    ).where(Sale.customer_id.in_(ids))
    rows = session.execute(query.group_by(Sale.customer_id))
    return {key: (count, int(total), last) for key, count, total, last in rows if key is not None}


def _homes(session: Session, ids: Collection[int]) -> dict[int, dict[int, FieldValue]]:
    """Give the members of the households that these people belong to."""
    homes = select(Customer.household_id).where(Customer.id.in_(ids), Customer.household_id.is_not(None))
    rows = session.execute(
        select(Customer.household_id, Customer.id, Customer.name, Customer.code).where(
            Customer.household_id.in_(homes), Customer.state == ACTIVE
        )
    )
    found: dict[int, dict[int, FieldValue]] = {}
    for home, key, name, code in rows:
        if home is not None:
            found.setdefault(home, {})[key] = shown_name(name, code, key)
    return found
