"""What a merge did, row by row, so that it can be taken back; kept as JSON with the merge."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shopcrm.services import customer_rows
from shopcrm.services.customer_rows import Place
from shopcrm.services.shop import touched
from shopcrm.store.tables import METADATA

Row = dict[str, Any]
Changed = tuple[str, int, Row, Row]
"""A table, the number of a row, and what of it was changed from what to what."""


@dataclass
class Journal:
    """The rows that a merge moved (by place), took out, changed (with before and after), and added.

    `last_consent` is the number of the last thing anybody had said by then, `last_sale` that of the last
    document.
    """

    moved: dict[str, list[int]] = field(default_factory=dict)
    dropped: list[tuple[str, Row]] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    added: dict[str, list[int]] = field(default_factory=dict)
    last_consent: int = 0
    last_sale: int = 0

    def rows(self) -> set[tuple[str, int]]:
        """Name all rows that were moved, by table and number."""
        return {(name.split(".")[0], key) for name, keys in self.moved.items() for key in keys}

    def count(self) -> dict[str, int]:
        """Count the rows that were moved, by table."""
        counted: dict[str, int] = {}
        for name, keys in self.moved.items():
            table = name.split(".")[0]
            counted[table] = counted.get(table, 0) + len(keys)
        return counted

    def to_json(self) -> str:
        """Write the journal down."""
        return json.dumps(vars(self), ensure_ascii=False, default=_packed)


def from_json(text: str) -> Journal:
    """Read a journal that was written down; one that was scrubbed holds nothing."""
    known = json.loads(text, object_hook=_unpacked)
    return Journal(
        known.get("moved", {}),
        [(table, row) for table, row in known.get("dropped", [])],
        [(table, key, before, after) for table, key, before, after in known.get("changed", [])],
        known.get("added", {}),
        known.get("last_consent", 0),
        known.get("last_sale", 0),
    )


def move(session: Session, journal: Journal, place: Place, gone_id: int, keep_id: int) -> None:
    """Let all rows of a place name another customer."""
    moved = (update(place.table).where(place.column == gone_id).values({place.column: keep_id})).returning(
        place.table.c.id
    )
    ids = list(session.connection().execute(moved).scalars())
    if ids:
        journal.moved[place.name] = ids
        touched(session, customer_rows.topic_of(place.table))


def drop(session: Session, journal: Journal, table: Table, ids: Collection[int]) -> None:
    """Take rows out that would be there twice."""
    if not ids:
        return
    chosen = table.c.id.in_(list(ids))
    rows = session.connection().execute(select(table).where(chosen)).mappings().all()
    journal.dropped += [(table.name, dict(row)) for row in rows]
    session.connection().execute(delete(table).where(chosen))
    touched(session, customer_rows.topic_of(table))


def change(session: Session, journal: Journal, table: Table, key: int, after: Row) -> None:
    """Change some fields of a row."""
    fields = [table.c[name] for name in after]
    row = session.connection().execute(select(*fields).where(table.c.id == key)).mappings().one()
    before = dict(row)
    if before == after:
        return
    session.connection().execute(update(table).where(table.c.id == key).values(after))
    journal.changed.append((table.name, key, before, dict(after)))
    touched(session, customer_rows.topic_of(table))


def undo(session: Session, journal: Journal, keep_id: int, gone_id: int) -> list[Changed]:
    """Put everything back as it was, but for what was changed or removed since.

    Gives the changes that could not go back because something of a later merge stands in their place.
    """
    connection = session.connection()
    for name, keys in journal.added.items():
        for some in customer_rows.in_portions(METADATA.tables[name], keys):
            connection.execute(delete(METADATA.tables[name]).where(some))
    for name, keys in journal.moved.items():
        place = customer_rows.at(name)
        for some in customer_rows.in_portions(place.table, keys):
            back = update(place.table).where(some, place.column == keep_id)
            connection.execute(back.values({place.column: gone_id}))
        touched(session, customer_rows.topic_of(place.table))
    left: list[Changed] = []
    for name, key, before, after in reversed(journal.changed):
        if not _change_back(session, METADATA.tables[name], key, before, after):
            left.insert(0, (name, key, before, after))
    for name, row in journal.dropped:
        _put_back(session, METADATA.tables[name], row)
    session.expire_all()
    return left


def unlink(session: Session, journal: Journal, table: Table, key: int) -> list[Row]:
    """Change one row back, take that out of the journal, and give what the row was changed to, in turn."""
    mine = [one for one in journal.changed if (one[0], one[1]) == (table.name, key)]
    journal.changed = [one for one in journal.changed if (one[0], one[1]) != (table.name, key)]
    for _name, _key, before, after in reversed(mine):
        _change_back(session, table, key, before, after)
    return [after for _name, _key, _before, after in mine]


def take_out(later: Journal, rows: Iterable[tuple[str, int]], keep_id: int, gone_id: int) -> Journal:
    """Take out of a later merge's journal what concerns rows that go back before it is undone itself."""
    wanted = set(rows)
    taken = Journal(
        dropped=[one for one in later.dropped if (one[0], one[1]["id"]) in wanted],
        changed=[one for one in later.changed if (one[0], one[1]) in wanted],
    )
    later.dropped = [one for one in later.dropped if (one[0], one[1]["id"]) not in wanted]
    later.changed = [one for one in later.changed if (one[0], one[1]) not in wanted]
    for name, row in taken.dropped:
        for place in customer_rows.places():
            if place.table.name == name and row[place.column.name] == keep_id:
                row[place.column.name] = gone_id
    return taken


def _change_back(session: Session, table: Table, key: int, before: Row, after: Row) -> bool:
    """Change a row back where it is as it was left; tells whether nothing stood in the way."""
    fields = [table.c[name] for name in after]
    row = session.connection().execute(select(*fields).where(table.c.id == key)).mappings().first()
    if row is None:
        return True
    back = {name: value for name, value in before.items() if row[name] == after[name]}
    if not back:
        return True
    touched(session, customer_rows.topic_of(table))
    return _try(session, update(table).where(table.c.id == key).values(back))


def _put_back(session: Session, table: Table, row: Mapping[str, Any]) -> None:
    if session.connection().execute(select(table.c.id).where(table.c.id == row["id"])).first() is not None:
        row = {name: value for name, value in row.items() if name != "id"}
    _try(session, insert(table).values(**row))
    touched(session, customer_rows.topic_of(table))


def _try(session: Session, statement: Any) -> bool:
    """Do what a newer row may stand against; then the newer one stays. Tells whether it was done."""
    try:
        with session.begin_nested():
            session.connection().execute(statement)
    except IntegrityError:
        return False
    return True


def _packed(value: object) -> Any:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    raise TypeError(type(value).__name__)


def _unpacked(known: dict[str, Any]) -> Any:
    if known.keys() == {"moment"}:
        return datetime.fromisoformat(known["moment"])
    if known.keys() == {"day"}:
        return date.fromisoformat(known["day"])
    return known
