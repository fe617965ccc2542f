"""The shelves of the shop: a tree of categories such as Nuts > Walnuts."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules.errors import BadInput, NotFound
from shopcrm.rules.text import fold, one_line, sort_key
from shopcrm.store.goods import Category
from shopcrm.store.prepared import Prepared
from shopcrm.store.unchanged import while_unchanged

BETWEEN = " > "
"""What stands between a shelf and the one within it."""


class CategoryNameMissing(BadInput):
    """A shelf without a name."""

    sentence = "A category needs a name without the sign >. Nothing was changed."


class CategoryTaken(BadInput):
    """The same shelf already has one of that name."""

    sentence = "There is already a category {path}. Nothing was changed. Use that one or choose another name."


class NoSuchCategory(NotFound):
    """The shelf is not there."""

    sentence = "There is no category {id}. Choose one from the list."


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A shelf with its place in the tree; `depth` is 0 for those that stand by themselves."""

    id: int
    parent_id: int | None
    name: str
    path: str
    depth: int


Shelves = Mapping[int, tuple[int | None, str]]
"""All shelves: parent and name by id."""


_EVERYTHING = Prepared(select(Category.id, Category.parent_id, Category.name))


def add(session: Session, name: str, parent_id: int | None = None) -> int:
    """Add a shelf; raises CategoryNameMissing, CategoryTaken or NoSuchCategory."""
    tidy = one_line(name)
    if not tidy or BETWEEN.strip() in tidy:
        raise CategoryNameMissing
    shelves = everything(session)
    if parent_id is not None and parent_id not in shelves:
        raise NoSuchCategory(id=parent_id)
    known = _child(shelves, parent_id, tidy)
    if known is not None:
        raise CategoryTaken(path=path_in(shelves, known))
    row = Category(name=tidy, parent_id=parent_id)
    session.add(row)
    session.flush()
    return row.id


def rename(session: Session, category_id: int, name: str) -> None:
    """Give a shelf another name; raises CategoryNameMissing, CategoryTaken or NoSuchCategory."""
    row = session.get(Category, category_id)
    if row is None:
        raise NoSuchCategory(id=category_id)
    tidy = one_line(name)
    if not tidy or BETWEEN.strip() in tidy:
        raise CategoryNameMissing
    shelves = everything(session)
    known = _child(shelves, row.parent_id, tidy)
    if known not in {None, category_id}:
        raise CategoryTaken(path=path_in(shelves, known))
    row.name = tidy


def at_path(session: Session, path: str) -> int:
    """Find the shelf that a path such as Nuts > Walnuts names, and make what is missing of it."""
    names = [one_line(part) for part in path.split(BETWEEN.strip())]
    found: int | None = None
    for name in names:
        known = _child(everything(session), found, name)
        found = known if known is not None else add(session, name, found)
    if found is None:
        raise CategoryNameMissing
    return found


def named(session: Session, text: str) -> int:
    """Find the shelf of a whole path, or the only one of a name; raises NoSuchCategory."""
    shelves = everything(session)
    names = [fold(part) for part in text.split(BETWEEN.strip())]
    ways = {key: [fold(shelves[one][1]) for one in reversed(above_in(shelves, key))] for key in shelves}
    whole = [key for key, way in ways.items() if way == names]
    found = whole or [key for key, way in ways.items() if way[-len(names) :] == names]
    if len(found) != 1:
        raise NoSuchCategory(id=one_line(text))
    return found[0]


def tree(session: Session) -> list[CategoryRow]:
    """List all shelves, each followed by those within it, sorted as the alphabet has it."""
    shelves = everything(session)
    inner: dict[int | None, list[int]] = {}
    for key, (parent, _name) in shelves.items():
        inner.setdefault(parent, []).append(key)
    return _rows(shelves, inner, None, 0)


def children(session: Session, parent_id: int | None = None) -> list[CategoryRow]:
    """List the shelves right within one, or those that stand by themselves."""
    return [row for row in tree(session) if row.parent_id == parent_id]


def path_of(session: Session, category_id: int | None) -> str:
    """Give the whole way to a shelf, such as Nuts > Walnuts; nothing where there is no shelf."""
    return path_in(everything(session), category_id)


def above(session: Session, category_id: int | None) -> tuple[int, ...]:
    """Give a shelf and all around it, the innermost first."""
    return above_in(everything(session), category_id)


def beneath(session: Session, category_id: int) -> frozenset[int]:
    """Give a shelf and all within it."""
    shelves = everything(session)
    return frozenset(key for key in shelves if category_id in above_in(shelves, key))


def everything(session: Session) -> Shelves:
    """Read all shelves at once, for questions about many of them."""
    return while_unchanged(session, "shelves", _everything)


def _everything(session: Session) -> Shelves:
    return {key: (parent, name) for key, parent, name in _EVERYTHING.rows(session)}


def above_in(shelves: Shelves, category_id: int | None) -> tuple[int, ...]:
    """Give a shelf and all around it, the innermost first."""
    found: list[int] = []
    while category_id is not None and category_id in shelves and category_id not in found:
        found.append(category_id)
        category_id = shelves[category_id][0]
    return tuple(found)


def path_in(shelves: Shelves, category_id: int | None) -> str:
    """Give the whole way to a shelf."""
    return BETWEEN.join(shelves[key][1] for key in reversed(above_in(shelves, category_id)))


def _child(shelves: Shelves, parent_id: int | None, name: str) -> int | None:
    asked = fold(name)
    same = (key for key, (parent, known) in shelves.items() if parent == parent_id and fold(known) == asked)
    return next(same, None)


def _rows(
    shelves: Shelves, inner: Mapping[int | None, list[int]], parent: int | None, depth: int
) -> list[CategoryRow]:
    rows: list[CategoryRow] = []
    for key in sorted(inner.get(parent, ()), key=lambda key: sort_key(shelves[key][1])):
        rows.append(CategoryRow(key, parent, shelves[key][1], path_in(shelves, key), depth))
        rows += _rows(shelves, inner, key, depth + 1)
    return rows
