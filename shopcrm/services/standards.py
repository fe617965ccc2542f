"""The shop's standards: read, changed version by version, and who read which of them.

A change is a new version; what was is never written over. Where nothing was written down, what a new shop
begins with holds, in the shop's language. Return terms are settings of the shop as well: `settings.change`
writes their versions, and what stands there is what holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules import standards as rules
from shopcrm.rules.complaints import About
from shopcrm.rules.errors import NotFound, Refused
from shopcrm.rules.promises import Limits
from shopcrm.rules.roles import Role
from shopcrm.rules.standards import (
    CaseTimes,
    Clocks,
    Content,
    Dos,
    Guarantee,
    Guarantees,
    Hours,
    Phrases,
    Remedies,
    RemedyTerms,
    Returns,
    Said,
    StandardKind,
)
from shopcrm.services import first_standards, settings, shop_hours, staff, standard_versions
from shopcrm.services.shop import PROGRAM, Who, now_of, who_of
from shopcrm.services.standard_versions import Version
from shopcrm.store.standards import Standard, StandardReading

__all__ = ["Book", "Reader", "StandardChanged", "StandardKind", "Version"]

T = TypeVar("T", bound=Content)


class StandardChanged(Refused):
    """Somebody else wrote a newer version meanwhile."""

    sentence = (
        "{by} has changed this meanwhile: it is version {number} now. Nothing was changed. Read it again."
    )


class NoSuchStandard(NotFound):
    """There is no such kind of standard."""

    sentence = "{kind} is no kind of standard. Nothing was done. Choose one of: {choices}."


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody, and which version of each kind they read last, and when."""

    name: str
    read: Mapping[StandardKind, tuple[int, datetime]]

    def has_read(self, version: Version) -> bool:
        """Whether they read the version that holds."""
        return version.kind in self.read and self.read[version.kind][0] == version.number


@dataclass(frozen=True, slots=True)
class Book:
    """All standards that hold, who read what, and what whoever looks has not read yet."""

    holds: tuple[Version, ...]
    readers: tuple[Reader, ...]
    unread: frozenset[StandardKind]

    def version(self, kind: StandardKind) -> Version:
        """Give the version that holds of a kind."""
        return next(one for one in self.holds if one.kind is kind)


def book(session: Session) -> Book:
    """Read everything about the standards at once."""
    missing = frozenset(one.kind for one in unread(session))
    return Book(tuple(everything(session)), tuple(readers(session)), missing)


def kind_named(name: str) -> StandardKind:
    """Find a kind by its code; raises NoSuchStandard."""
    found = next((kind for kind in StandardKind if kind.value == name), None)
    if found is None:
        raise NoSuchStandard(kind=name, choices=", ".join(StandardKind))
    return found


def current(session: Session, kind: StandardKind) -> Version:
    """Give the version that holds."""
    found = standard_versions.newest(session, kind)
    if found is None:
        return Version(kind, 0, first_standards.content(settings.read(session), kind))
    return found


def everything(session: Session) -> list[Version]:
    """Give the version that holds of each kind."""
    return [current(session, kind) for kind in StandardKind]


def history(session: Session, kind: StandardKind) -> Sequence[Version]:
    """List what was written down of a kind, the newest first."""
    return standard_versions.everything(session, kind)


def read(session: Session, kind: StandardKind) -> Content:
    """Give what holds."""
    return current(session, kind).content


def dos(session: Session) -> Dos:
    """Give the dos and don'ts."""
    return _one(session, StandardKind.DOS, Dos)


def return_terms(session: Session) -> Returns:
    """Give the return terms."""
    return _one(session, StandardKind.RETURNS, Returns)


def guarantees(session: Session, about: About | None = None) -> Sequence[Guarantee]:
    """Give the guarantees, or those that can hold for what a case is about, the closest first."""
    each = _one(session, StandardKind.GUARANTEES, Guarantees).each
    fits = [one for one in each if about is None or one.about in {About.NOT_YET, about}]
    return sorted(fits, key=lambda one: about is not None and one.about is not about)


def guarantee_of_orders(session: Session) -> Guarantee | None:
    """Give the guarantee that holds for special orders that are late, if the shop gives one."""
    return next((one for one in guarantees(session) if one.for_orders), None)


def hours(session: Session) -> Hours:
    """Give the opening hours of the week."""
    return _one(session, StandardKind.HOURS, Hours)


def times(session: Session, severity: int) -> CaseTimes:
    """Give the opening minutes to the first answer and until a case is settled, for how upset somebody is."""
    return _one(session, StandardKind.CLOCKS, Clocks).of(severity)


def remedies(session: Session, severity: int) -> RemedyTerms:
    """Give what may be offered to somebody who is so upset."""
    return _one(session, StandardKind.REMEDIES, Remedies).of(severity)


def alone(session: Session) -> Limits:
    """Give what staff may give without a manager."""
    found = _one(session, StandardKind.REMEDIES, Remedies)
    return Limits(found.alone, found.alone_points)


def phrases(session: Session, about: About, severity: int) -> Said:
    """Give the words for a hard moment, and what had better not be said."""
    return _one(session, StandardKind.PHRASES, Phrases).fit(about, severity)


def save(session: Session, kind: StandardKind, content: Content, seen: int | None = None) -> int:
    """Make a new version where something changed, and give the number of the one that holds.

    `seen` is the version that was on the screen. Raises StandardChanged, and as `rules.check` does.
    """
    rules.check(content)
    before = current(session, kind)
    if before.content == content:
        return before.number
    if seen is not None and seen != before.number:
        raise StandardChanged(by=before.by, number=before.number)
    if isinstance(content, Returns):
        settings.change(session, return_policy=content.words, return_days=content.days)
        return current(session, kind).number
    if kind is not StandardKind.HOURS:
        return standard_versions.add(session, kind, content).number
    hours = shop_hours.of_shop(session)
    number = standard_versions.add(session, kind, content).number
    shop_hours.changed(session, hours)
    return number


def mark_read(session: Session, kind: StandardKind, number: int) -> None:
    """Note that whoever acts read a version of a standard; what a shop begins with is written down first.

    Raises StandardChanged where a newer version is there by now.
    """
    known = current(session, kind)
    if known.number != number:
        raise StandardChanged(by=known.by, number=known.number)
    if known.id is None:
        known = standard_versions.add(session, kind, known.content, PROGRAM.actor)
    name = who_of(session).actor
    mine = select(StandardReading).where(
        StandardReading.standard_id == known.id, StandardReading.staff == name
    )
    if session.scalars(mine).first() is None:
        session.add(StandardReading(standard_id=known.id, staff=name, at=now_of(session)))
        session.flush()


def mark_all_read(session: Session, numbers: Mapping[StandardKind, int]) -> int:
    """Note the same of several at once, and tell how many; raises StandardChanged."""
    for kind, number in numbers.items():
        mark_read(session, kind, number)
    return len(numbers)


def unread(session: Session, name: str | None = None) -> list[Version]:
    """List the standards whose version of now somebody has not read yet; nobody named is whoever acts."""
    wanted = who_of(session).actor if name is None else name
    mine = _readings(session).get(_alias(session).get(wanted, wanted), {})
    return [one for one in everything(session) if mine.get(one.kind, (-1,))[0] != one.number]


def readers(session: Session) -> list[Reader]:
    """List who works here or read something, and what they read last; people of the shop come first."""
    found = _readings(session)
    here = [one.name for one in staff.everybody(session)]
    others = sorted(name for name in found if name not in here)
    return [Reader(name, found.get(name, {})) for name in [*here, *others]]


def _readings(session: Session) -> dict[str, dict[StandardKind, tuple[int, datetime]]]:
    query = (
        select(StandardReading.staff, Standard.kind, Standard.version, StandardReading.at)
        .join(Standard, Standard.id == StandardReading.standard_id)
        .order_by(Standard.version)
    )
    alias = _alias(session)
    found: dict[str, dict[StandardKind, tuple[int, datetime]]] = {}
    for name, kind, version, at in session.execute(query):
        found.setdefault(alias.get(name, name), {})[StandardKind(kind)] = (version, at)
    return found


def _alias(session: Session) -> Mapping[str, str]:
    """Name the owner by whom a shop is used where nobody signs in; both are one reader."""
    owners = [one.name for one in staff.everybody(session) if one.role is Role.OWNER]
    return {Who().actor: owners[0]} if len(owners) == 1 else {}


def _one(session: Session, kind: StandardKind, shape: type[T]) -> T:
    content = read(session, kind)
    if not isinstance(content, shape):
        msg = f"{kind} holds {type(content).__name__}"
        raise TypeError(msg)
    return content
