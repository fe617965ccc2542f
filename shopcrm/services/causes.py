"""The tree of causes that the shop owns: why things go wrong, from the general to the particular.

A cause that ended is offered no more; what was learned under it stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm.rules.errors import BadInput, Refused
from shopcrm.rules.text import fold, one_line
from shopcrm.services import settings
from shopcrm.services.complaint_ends import NoSuchCause
from shopcrm.services.first_causes import FIRST_CAUSES
from shopcrm.store.complaints import Cause, Complaint

BETWEEN = " > "
"""What stands between a cause and the one within it."""
LONGEST = 80
"""No cause has a name of more letters."""


class CauseNameRefused(BadInput):
    """A cause without a name, or with a whole story."""

    sentence = "A cause has a name of 1 to {most} letters without the sign >. Nothing was changed."


class CauseTaken(Refused):
    """The same place already has one of that name."""

    sentence = "There is a cause {path} already. Nothing was changed. Use that one, or choose another name."


class CauseWithinItself(Refused):
    """A tree has no circles."""

    sentence = "{name} cannot be within itself. Nothing was changed. Choose another place for it."


@dataclass(frozen=True, slots=True)
class CauseRow:
    """A cause with its place in the tree; `depth` is 0 for those at the top.

    `cases` counts the complaints under this very cause, `cases_below` those under it and all within it.
    """

    id: int
    parent_id: int | None
    name: str
    path: str
    depth: int
    active: bool
    cases: int
    cases_below: int


def tree(session: Session, *, ended: bool = False) -> list[CauseRow]:
    """List the causes, each followed by those within it, as they were added; with `ended` those too."""
    known = _known(session)
    inner = _inner(known)
    query = select(Complaint.cause_id, func.count()).where(Complaint.cause_id.is_not(None))
    counted = {key or 0: count for key, count in session.execute(query.group_by(Complaint.cause_id))}
    found: list[CauseRow] = []

    def walk(parent: int | None, depth: int) -> int:
        total = 0
        for row in inner.get(parent, ()):
            place = len(found)
            own = counted.get(row.id, 0)
            found.append(_row(known, row, depth, own, own))
            within = own + walk(row.id, depth + 1)
            found[place] = _row(known, row, depth, own, within)
            total += within
        return total

    walk(None, 0)
    return [row for row in found if row.active or ended]


def add(session: Session, name: str, parent_id: int | None = None) -> int:
    """Add a cause at the top or within another; one of that name that ended is taken up again.

    Raises CauseNameRefused, CauseTaken, NoSuchCause.
    """
    known = _known(session)
    _check_place(known, parent_id)
    twin = _twin(known, parent_id, _tidy(name))
    if twin is not None and twin.active:
        raise CauseTaken(path=_path(known, twin))
    if twin is not None:
        twin.active = True
        return twin.id
    row = Cause(name=_tidy(name), parent_id=parent_id, active=True)
    session.add(row)
    session.flush()
    return row.id


def rename(session: Session, cause_id: int, name: str) -> None:
    """Give a cause another name; raises CauseNameRefused, CauseTaken, NoSuchCause."""
    known, row = _known(session), _one(session, cause_id)
    twin = _twin(known, row.parent_id, _tidy(name))
    if twin is not None and twin.id != cause_id:
        raise CauseTaken(path=_path(known, twin))
    row.name = _tidy(name)
    session.flush()


def move(session: Session, cause_id: int, parent_id: int | None) -> None:
    """Put a cause, with all within it, into another one or to the top.

    Raises CauseWithinItself, CauseTaken, NoSuchCause.
    """
    known, row = _known(session), _one(session, cause_id)
    _check_place(known, parent_id)
    if parent_id is not None and parent_id in below(session, cause_id):
        raise CauseWithinItself(name=row.name)
    twin = _twin(known, parent_id, row.name)
    if twin is not None and twin.id != cause_id:
        raise CauseTaken(path=_path(known, twin))
    row.parent_id = parent_id
    session.flush()


def end(session: Session, cause_id: int) -> int:
    """Offer a cause no more, nor all within it, and tell how many ended; raises NoSuchCause."""
    _one(session, cause_id)
    known = _known(session)
    ended = [known[key] for key in below(session, cause_id) if known[key].active]
    for row in ended:
        row.active = False
    session.flush()
    return len(ended)


def take_up(session: Session, cause_id: int) -> None:
    """Offer a cause again that ended, with those above it; raises NoSuchCause."""
    known = _known(session)
    at: int | None = _one(session, cause_id).id
    while at is not None:
        known[at].active = True
        at = known[at].parent_id
    session.flush()


def take_first(session: Session) -> int:
    """Take up the tree that new shops are offered, in the shop's language; tells how many are new."""
    added = 0
    for name, within in FIRST_CAUSES[settings.read(session).language]:
        top, new = _there(session, name, None)
        added += new + sum(_there(session, one, top)[1] for one in within)
    return added


def below(session: Session, cause_id: int) -> set[int]:
    """Give a cause and all within it, ended or not."""
    inner = _inner(_known(session))
    found, left = set(), [cause_id]
    while left:
        at = left.pop()
        found.add(at)
        left += [row.id for row in inner.get(at, ())]
    return found


def by_name(session: Session, text: str) -> int:
    """Find the cause of a whole path such as Goods > Not fresh, or the only one of a name.

    Raises NoSuchCause where there is none or several.
    """
    known = _known(session)
    names = [fold(part) for part in text.split(BETWEEN.strip())]
    ways = {key: [fold(part) for part in _path(known, row).split(BETWEEN)] for key, row in known.items()}
    whole = [key for key, way in ways.items() if way == names]
    found = whole or [key for key, way in ways.items() if way[-len(names) :] == names]
    if len(found) != 1:
        raise NoSuchCause
    return found[0]


def paths(session: Session) -> dict[int, str]:
    """Name every cause with those above it, by its number."""
    known = _known(session)
    return {key: _path(known, row) for key, row in known.items()}


def _there(session: Session, name: str, parent_id: int | None) -> tuple[int, int]:
    twin = _twin(_known(session), parent_id, name)
    if twin is not None and twin.active:
        return twin.id, 0
    return add(session, name, parent_id), 1


def _known(session: Session) -> dict[int, Cause]:
    return {row.id: row for row in session.scalars(select(Cause).order_by(Cause.id))}


def _inner(known: Mapping[int, Cause]) -> dict[int | None, list[Cause]]:
    inner: dict[int | None, list[Cause]] = {}
    for row in known.values():
        inner.setdefault(row.parent_id, []).append(row)
    return inner


def _one(session: Session, cause_id: int) -> Cause:
    row = session.get(Cause, cause_id)
    if row is None:
        raise NoSuchCause
    return row


def _check_place(known: Mapping[int, Cause], parent_id: int | None) -> None:
    if parent_id is not None and parent_id not in known:
        raise NoSuchCause


def _tidy(name: str) -> str:
    tidy = one_line(name)
    if not 0 < len(tidy) <= LONGEST or BETWEEN.strip() in tidy:
        raise CauseNameRefused(most=LONGEST)
    return tidy


def _twin(known: Mapping[int, Cause], parent_id: int | None, name: str) -> Cause | None:
    """Find the cause of the same name, however it is spelled, in the same place; a living one first (C1)."""
    same = [row for row in known.values() if row.parent_id == parent_id and fold(row.name) == fold(name)]
    return min(same, key=lambda row: not row.active, default=None)


def _path(known: Mapping[int, Cause], row: Cause) -> str:
    names, at = [], row
    while True:
        names.append(at.name)
        if at.parent_id is None:
            return BETWEEN.join(reversed(names))
        at = known[at.parent_id]


def _row(known: Mapping[int, Cause], row: Cause, depth: int, own: int, within: int) -> CauseRow:
    return CauseRow(row.id, row.parent_id, row.name, _path(known, row), depth, row.active, own, within)
