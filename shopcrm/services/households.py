"""Who lives with whom, and who brought whom; nobody brings themselves or their own household (C5)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules.errors import BadInput
from shopcrm.rules.people import shown_name
from shopcrm.rules.sayings import Saying, saying
from shopcrm.services import people
from shopcrm.services.people import Person
from shopcrm.store.customers import Customer, Household


class ReferredByThemselves(BadInput):
    """A person, or their household, would be paid for coming themselves (C5)."""

    sentence = "{name} cannot have brought themselves or their household. Nothing was saved. Choose another."


class ReferredInACircle(BadInput):
    """Two people who each brought the other."""

    sentence = "{name} came to the shop by way of the same person. Nothing was saved. Choose another."


class AloneInAHousehold(BadInput):
    """Somebody cannot live with themselves."""

    sentence = "{name} needs somebody else to share a household with. Nothing was saved."


def join(session: Session, customer_id: int, with_id: int) -> list[Saying]:
    """Put somebody into the household of another, which is made where there is none.

    A household does not refer its own (C5): where one of them had brought the other that is taken out, and
    a warning says so. Raises NoSuchCustomer, AloneInAHousehold.
    """
    row, other = people.get(session, customer_id), people.get(session, people.find(session, with_id))
    if row is other:
        raise AloneInAHousehold(name=shown_name(row.name, row.code, row.id))
    if row.household_id is not None and row.household_id == other.household_id:
        return []
    leave(session, customer_id)
    if other.household_id is None:
        home = Household()
        session.add(home)
        session.flush()
        other.household_id = home.id
    row.household_id = other.household_id
    session.flush()
    return [warning for one in _members(session, row.household_id) for warning in _unrefer(session, one)]


def leave(session: Session, customer_id: int) -> None:
    """Take somebody out of their household; one who would be left alone has none either."""
    row = people.get(session, customer_id)
    home, row.household_id = row.household_id, None
    session.flush()
    if home is None:
        return
    left = _members(session, home)
    if len(left) > 1:
        return
    for last in left:
        last.household_id = None
    session.flush()
    session.delete(session.get_one(Household, home))
    session.flush()


def others(session: Session, customer_id: int) -> list[Person]:
    """List who lives with somebody."""
    row = people.get(session, customer_id)
    members = _members(session, row.household_id) if row.household_id is not None else []
    return [
        people.person(session, one.id) for one in members if one is not row and one.state == people.ACTIVE
    ]


def refer(session: Session, customer_id: int, by_id: int) -> None:
    """Write down who brought somebody to the shop, or nobody where `by_id` is 0.

    Raises NoSuchCustomer, ReferredByThemselves (C5), ReferredInACircle.
    """
    row = people.get(session, customer_id)
    if not by_id:
        row.referred_by_id = None
        session.flush()
        return
    by = people.get(session, people.find(session, by_id))
    name = shown_name(by.name, by.code, by.id)
    if not may_refer(session, customer_id, by.id):
        raise ReferredByThemselves(name=name)
    if row.id in _brought_by(session, by):
        raise ReferredInACircle(name=name)
    row.referred_by_id = by.id
    session.flush()


def may_refer(session: Session, customer_id: int, by_id: int) -> bool:
    """Whether one may have brought the other: two people of two households (C5)."""
    row, by = people.get(session, customer_id), people.get(session, by_id)
    return row is not by and (row.household_id is None or row.household_id != by.household_id)


def referrer(session: Session, customer_id: int) -> Person | None:
    """Tell who brought somebody; whoever was merged is named as who they became."""
    by_id = people.get(session, customer_id).referred_by_id
    return None if by_id is None else people.person(session, people.find(session, by_id))


def _members(session: Session, household_id: int) -> list[Customer]:
    query = select(Customer).where(Customer.household_id == household_id).order_by(Customer.id)
    return list(session.scalars(query))


def _unrefer(session: Session, row: Customer) -> list[Saying]:
    by_id = row.referred_by_id
    if by_id is None or may_refer(session, row.id, by_id):
        return []
    row.referred_by_id = None
    session.flush()
    name, other = people.person(session, row.id).name, people.person(session, by_id).name
    said = saying(
        "{name} is no longer noted as brought by {other}, since they live together.", name=name, other=other
    )
    return [said]


def _brought_by(session: Session, row: Customer) -> set[int]:
    """Give all by whom somebody came to the shop, one after the other."""
    seen: set[int] = set()
    at: Customer | None = row
    while at is not None and at.referred_by_id is not None and at.referred_by_id not in seen:
        seen.add(at.referred_by_id)
        at = session.get(Customer, at.referred_by_id)
    return seen
