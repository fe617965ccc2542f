"""Somebody says who they are: a name and a PIN. Wrong ones are written down and slow down the next try.

Looking at a PIN and writing down the try are one transaction, so that many programs at once win no guess.
"""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm.rules import pins, roles
from shopcrm.rules.errors import Refused
from shopcrm.rules.pins import Tick, Tried
from shopcrm.rules.roles import Role
from shopcrm.rules.sayings import Saying, saying
from shopcrm.rules.text import fold, one_line
from shopcrm.services import staff
from shopcrm.services.shop import NOBODY, Shop, Who, now_of, tick_of, who_of
from shopcrm.services.staff import StaffRow
from shopcrm.store.staff import PinTry, Staff


class NoPinYet(Refused):
    """Somebody who cannot sign in yet."""

    sentence = "{name} has no PIN yet. Nobody was signed in. The owner can give one in the settings."


class WrongPin(Refused):
    """Not the PIN; the next try may come at once."""

    sentence = "This is not the PIN of {name}. Nobody was signed in. Try again."


class WrongPinAgain(Refused):
    """Not the PIN, too often in a row; the next try has to wait."""

    sentence = "This is not the PIN of {name}. Nobody was signed in. The next try can be made in {wait}."


class TriedTooSoon(Refused):
    """A try before its time, which was not looked at."""

    sentence = "There were too many wrong PINs for {name}. This one was not tried. Try again in {wait}."


class CannotAgree(Refused):
    """Somebody who may not do it themselves cannot agree to it."""

    sentence = "{name} may not agree to this. Nothing was done. It takes the role {role}."


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try that was written down: whose PIN it was to be, whether it was, and how long the next waits."""

    name: str
    role: Role
    right: bool
    wait_s: int


def people(session: Session) -> list[StaffRow]:
    """List who can sign in, owners first."""
    return [row for row in staff.everybody(session) if row.has_pin]


def at_the_start(session: Session) -> Who:
    """Tell who acts when a shop is opened: its owner where there are no PINs, else nobody yet."""
    return NOBODY if staff.roles_are_on(session) else Who()


def still(session: Session, who: Who) -> Who:
    """Tell who somebody is by now: their role may be another one, or they may have left.

    Before the first PIN that is the owner; whoever never gave a PIN is nobody after it.
    """
    if not staff.roles_are_on(session):
        return Who() if who.signed_in else who
    if not who.signed_in:
        return NOBODY
    found = [row for row in people(session) if fold(row.name) == fold(who.actor)]
    return _signed_in(who, found[0].name, found[0].role) if found else NOBODY


def sign_in(shop: Shop, name: str, pin: str) -> Who:
    """Tell who somebody is by name and PIN; the caller lets them act.

    Raises NoSuchStaff, NoPinYet, WrongPin, WrongPinAgain and TriedTooSoon.
    """
    tried = shop.do(attempt, name, pin)
    if not tried.right and tried.wait_s:
        raise WrongPinAgain(name=tried.name, wait=_seconds(tried.wait_s))
    if not tried.right:
        raise WrongPin(name=tried.name)
    return _signed_in(shop.who, tried.name, tried.role)


def begin_with_pins(shop: Shop, name: str, pin: str) -> Who:
    """Give the owner the first PIN, which switches the roles on; raises what `staff.add` raises.

    The caller lets them act: they have just written the PIN, and need not be asked for it.
    """
    shop.do(staff.add, name, Role.OWNER, pin)
    return _signed_in(shop.who, one_line(name), Role.OWNER)


def agree(shop: Shop, name: str, pin: str, least: Role = Role.MANAGER) -> Who:
    """Have somebody in charge agree with their PIN to one deed, for `Shop.agreeing`.

    Raises CannotAgree, and what `sign_in` raises; whoever is signed in stays so.
    """
    agreed = sign_in(shop, name, pin)
    if not roles.at_least(agreed.role, least):
        raise CannotAgree(name=agreed.actor, role=roles.words_of(least))
    return agreed


def attempt(session: Session, name: str, pin: str) -> Attempt:
    """Try a PIN of somebody, and write down whether it was right.

    A wrong one is no error here, because what an error leaves is nothing.

    Raises NoSuchStaff, NoPinYet and TriedTooSoon with nothing written.
    """
    # It takes 0.03 s to import, and only whoever signs in or gives a PIN needs it.
    from shopcrm.services.pin_hashes import fits

    row = staff.named(session, name)
    if not row.pin_hash:
        raise NoPinYet(name=row.name)
    now, tick = now_of(session), tick_of(session)
    wrong, last = _wrong_in_a_row(session, row)
    left = pins.wait_s(wrong, last, now, tick)
    if left:
        raise TriedTooSoon(name=row.name, wait=_seconds(left))
    right = fits(pins.tidy(pin), row.pin_hash)
    till = who_of(session).till
    session.add(PinTry(staff_id=row.id, at=now, till=till, right=right, boot=tick.boot, tick=tick.ms))
    return Attempt(row.name, Role(row.role), right, pins.pause_s(wrong + 1))


def _wrong_in_a_row(session: Session, row: Staff) -> tuple[int, Tried | None]:
    """Count the wrong tries since the last right one or the last new PIN, and give the latest of them."""
    latest_right = select(func.max(PinTry.id)).where(PinTry.staff_id == row.id, PinTry.right)
    since = session.scalar(latest_right) or 0
    wrong = (PinTry.staff_id == row.id, PinTry.id > since)
    last = session.scalar(select(PinTry).where(*wrong).order_by(PinTry.id.desc()).limit(1))
    if last is None:
        return 0, None
    count = session.scalar(select(func.count()).where(*wrong)) or 0
    return count, Tried(last.at, Tick(last.boot, last.tick))


def _signed_in(before: Who, name: str, role: Role) -> Who:
    return Who(name, before.till, role, signed_in=True)


def _seconds(count: int) -> Saying:
    return saying("{count} second", "{count} seconds", count=count)
