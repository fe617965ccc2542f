"""The people who work in the shop: their names, roles and PINs.

Until somebody has a PIN, the shop runs as its owner. The first PIN is an owner's and switches the roles on;
from then on there is always an owner who can sign in.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from shopcrm.rules import pins
from shopcrm.rules.errors import BadInput, NotFound, Refused
from shopcrm.rules.roles import PEOPLE, Role
from shopcrm.rules.text import fold, one_line, sort_key
from shopcrm.services.shop import now_of, who_of
from shopcrm.store.staff import PinTry, Staff

LONGEST_NAME = 60


class StaffNameMissing(BadInput):
    """Somebody has to be called something, and a button has to hold it."""

    sentence = "A name of 1 to {most} letters is missing. Nobody was added. Write the name."


class StaffNameTaken(Refused):
    """Two people of one name could not be told apart."""

    sentence = "Somebody called {name} works here already. Nobody was added. Write the name in another way."


class NoSuchStaff(NotFound):
    """Nobody here is called that."""

    sentence = "Nobody called {name} works here. Nothing was done. Choose a name from the list."


class NoSuchRole(BadInput):
    """A role that a person cannot have."""

    sentence = "{role} is no role. Nothing was changed. Choose one of: {choices}."


class OwnerFirst(Refused):
    """Roles without an owner would lock everybody out of the settings."""

    sentence = "The first PIN is the owner's. Nothing was changed. Give the owner a PIN first."


class LastOwner(Refused):
    """Somebody has to be able to change who works here."""

    sentence = "{name} is the only owner with a PIN. Nothing was changed. Make somebody else owner first."


class LongerPinNeeded(BadInput):
    """A PIN that is long enough at the counter may be too short for whoever is in charge."""

    sentence = (
        "Whoever is in charge has a PIN of at least {least} digits. Nothing was changed. "
        "Give {name} a new PIN together with the role."
    )


@dataclass(frozen=True, slots=True)
class StaffRow:
    """Somebody who works here; without a PIN they cannot sign in."""

    id: int
    name: str
    role: Role
    has_pin: bool
    made_at: datetime


def everybody(session: Session) -> list[StaffRow]:
    """List who works here: owners first, then by name."""
    rows = session.scalars(select(Staff).where(Staff.left_at.is_(None)))
    found = [StaffRow(one.id, one.name, Role(one.role), bool(one.pin_hash), one.made_at) for one in rows]
    return sorted(found, key=lambda row: (PEOPLE.index(row.role), sort_key(row.name)))


def roles_are_on(session: Session) -> bool:
    """Whether somebody has a PIN, so that whoever acts has to say who they are."""
    return bool(session.scalar(select(exists().where(Staff.pin_hash != "", Staff.left_at.is_(None)))))


def named(session: Session, name: str) -> Staff:
    """Give somebody who works here by their name; raises NoSuchStaff."""
    row = session.scalar(select(Staff).where(Staff.skey == fold(name), Staff.left_at.is_(None)))
    if row is None:
        raise NoSuchStaff(name=one_line(name))
    return row


def add(session: Session, name: str, role: str, pin: str = "") -> int:
    """Add somebody, with a PIN or without; who left earlier comes back. Gives their number.

    Raises StaffNameMissing, StaffNameTaken, NoSuchRole, OwnerFirst and what `pins.check` raises.
    """
    tidy, known = one_line(name), _role(role)
    if not fold(tidy) or len(tidy) > LONGEST_NAME:
        raise StaffNameMissing(most=LONGEST_NAME)
    row = session.scalar(select(Staff).where(Staff.skey == fold(tidy)))
    if row is not None and row.left_at is None:
        raise StaffNameTaken(name=tidy)
    if row is None:
        row = Staff(name=tidy, skey=fold(tidy), role=known, made_at=now_of(session))
        session.add(row)
    row.name, row.role, row.left_at = tidy, known, None
    if pin:
        _set(session, row, pin)
    session.flush()
    return row.id


def set_pin(session: Session, name: str, pin: str) -> None:
    """Give somebody a PIN, in place of the one before; raises what `add` raises of PINs, and NoSuchStaff."""
    _set(session, named(session, name), pin)


def change_own_pin(session: Session, pin: str) -> None:
    """Change the PIN of whoever is signed in."""
    _set(session, named(session, who_of(session).actor), pin)


def change_role(session: Session, name: str, role: str, pin: str = "") -> None:
    """Give somebody another role; whoever gets in charge gets a longer PIN with it.

    Raises NoSuchStaff, NoSuchRole, LastOwner, LongerPinNeeded and what `set_pin` raises.
    """
    row, known = named(session, name), _role(role)
    if known is not Role.OWNER:
        _keep_an_owner(session, row)
    longer = pins.shortest(known) > pins.shortest(Role(row.role))
    if row.pin_hash and longer and not pin:
        raise LongerPinNeeded(name=row.name, least=pins.shortest(known))
    row.role = known
    if pin:
        _set(session, row, pin)


def leave(session: Session, name: str) -> None:
    """Write down that somebody works here no more; what they did keeps their name. Raises LastOwner."""
    row = named(session, name)
    _keep_an_owner(session, row)
    row.left_at, row.pin_hash = now_of(session), ""


def _set(session: Session, row: Staff, pin: str) -> None:
    # It takes 0.03 s to import, and only whoever signs in or gives a PIN needs it.
    from shopcrm.services.pin_hashes import hashed

    plain = pins.check(pin, Role(row.role))
    if row.role != Role.OWNER and not _owners(session):
        raise OwnerFirst
    row.pin_hash, row.pin_set_at = hashed(plain), now_of(session)
    session.flush()
    # Wrong tries at the PIN before do not keep anybody waiting for the new one.
    session.add(PinTry(staff_id=row.id, at=now_of(session), till=who_of(session).till, right=True))


def _keep_an_owner(session: Session, row: Staff) -> None:
    """Refuse what would leave no owner who can sign in, once the roles are on."""
    if _owners(session) == [row.id]:
        raise LastOwner(name=row.name)


def _owners(session: Session) -> list[int]:
    session.flush()
    query = select(Staff.id).where(Staff.role == Role.OWNER, Staff.pin_hash != "", Staff.left_at.is_(None))
    return list(session.scalars(query))


def _role(role: str) -> Role:
    known = next((one for one in PEOPLE if one == role), None)
    if known is None:
        raise NoSuchRole(role=role, choices=", ".join(PEOPLE))
    return known
