"""The one door to the shop's memory: whatever is done or asked goes through here, whole or not at all.

`do` takes the write lock at once, runs a use case, seals what it changed into the audit trail, commits, and
announces which topics changed. `ask` reads. Both turn the database's complaints into sentences.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine, event, inspect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import ORMExecuteState, Session

from shopcrm.rules.calendar import Clock
from shopcrm.rules.errors import Trouble
from shopcrm.services import audit
from shopcrm.store.base import Base, Topic
from shopcrm.store.engine import WRITING, close_engine

__all__ = [
    "DiskFull",
    "FileDamaged",
    "FileReadOnly",
    "Interrupted",
    "Ledger",
    "Listener",
    "Session",
    "Shop",
    "ShopBusy",
    "Who",
    "in_words",
    "now_of",
    "touched",
    "who_of",
]

P = ParamSpec("P")
R = TypeVar("R")
Listener = Callable[[frozenset[Topic]], None]
_NAMED_ROWS = 50
"""How many touched rows an audit entry names; of more it tells the count."""


class ShopBusy(Trouble):
    """Another program holds the file."""

    sentence = "Another program is using the shop file and does not let go. Nothing was changed. Try again."


class DiskFull(Trouble):
    """There is no room left."""

    sentence = (
        "The disk is full. Nothing was changed, and what was saved before is safe. "
        "Free some room and try again."
    )


class FileDamaged(Trouble):
    """The file does not read back as it was written."""

    sentence = "The shop file is damaged ({reason}). Nothing was changed. Restore the last good backup."


class FileReadOnly(Trouble):
    """The file may not be written."""

    sentence = "The shop file may only be read here. Nothing was changed. Check its permissions."


class Interrupted(Trouble):
    """A newer question took the place of this one."""

    sentence = "The question was taken back."


@dataclass
class Ledger:
    """What a running transaction has touched so far: topics, audited rows, and notes of its own."""

    topics: set[Topic] = field(default_factory=set)
    rows: list[tuple[str, str, int | str | None]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Who:
    """Who acts, at which till."""

    actor: str = "owner"
    till: str = "1"


class Shop:
    """An open shop file; threads may use it at the same time."""

    def __init__(self, engine: Engine, clock: Clock, who: Who | None = None) -> None:
        self.engine = engine
        self.clock = clock
        self.who = who or Who()
        self._listeners: list[Listener] = []
        self._asking: dict[int, Any] = {}
        self._asking_lock = threading.Lock()
        self._watching: list[Any] = []

    def do(self, use_case: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a use case in one write transaction; raises its ShopErrors with nothing changed."""
        with self._session(write=True) as session:
            ledger = _ledger(session)
            result = use_case(session, *args, **kwargs)
            session.flush()
            if ledger.rows or ledger.notes:
                audit.record(session, _act(session, _name(use_case), ledger))
            session.commit()
        self.announce(frozenset(ledger.topics))
        return result

    def ask(self, query: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a query in a read transaction, which sees one moment of the shop."""
        with self._session(write=False) as session, self._interruptible(session):
            return query(session, *args, **kwargs)

    def interrupt(self, thread: int) -> None:
        """Stop the question that a thread is asking, if it is; its asker gets Interrupted."""
        with self._asking_lock:
            raw = self._asking.get(thread)
            if raw is not None:
                raw.interrupt()

    def on_change(self, listener: Listener) -> None:
        """Have a listener told, in the thread that did it, which topics each transaction changed."""
        self._listeners.append(listener)

    def announce(self, topics: frozenset[Topic]) -> None:
        """Tell all listeners that topics changed."""
        if topics:
            for listener in self._listeners:
                listener(topics)

    def watch(self) -> Callable[[], bool]:
        """Give a question that tells whether the file changed since it was last asked, by whomever.

        It has a connection of its own, because a connection does not see its own writes as news.
        """
        held = self.engine.raw_connection()
        raw: Any = held.dbapi_connection
        held.detach()
        self._watching.append(raw)
        seen = [raw.execute("PRAGMA data_version").fetchone()[0]]

        def changed() -> bool:
            version = raw.execute("PRAGMA data_version").fetchone()[0]
            news = version != seen[0]
            seen[0] = version
            return bool(news)

        return changed

    def close(self) -> None:
        """Close the file so that a copy of it is the whole shop."""
        for raw in self._watching:
            raw.close()
        self._watching.clear()
        close_engine(self.engine)

    @contextmanager
    def _session(self, *, write: bool) -> Iterator[Session]:
        bind = self.engine.execution_options(**WRITING) if write else self.engine
        info = {"who": self.who, "now": self.clock(), "ledger": Ledger()}
        session = Session(bind, info=info, expire_on_commit=False, autoflush=write)
        try:
            yield session
        except DBAPIError as error:
            session.rollback()
            raise in_words(error) from error
        finally:
            session.close()

    @contextmanager
    def _interruptible(self, session: Session) -> Iterator[None]:
        raw = session.connection().connection.dbapi_connection
        me = threading.get_ident()
        with self._asking_lock:
            self._asking[me] = raw
        try:
            yield
        finally:
            with self._asking_lock:
                self._asking.pop(me, None)


def now_of(session: Session) -> datetime:
    """Tell the moment at which the running transaction acts, in UTC."""
    moment: datetime = session.info["now"]
    return moment


def who_of(session: Session) -> Who:
    """Tell who acts in the running transaction."""
    who: Who = session.info["who"]
    return who


def touched(session: Session, topic: Topic, note: str = "") -> None:
    """Say that statements without rows changed a topic; a note goes into the audit trail."""
    ledger = _ledger(session)
    ledger.topics.add(topic)
    if note:
        ledger.notes.append(note)


def in_words(error: DBAPIError) -> Exception:
    """Turn a complaint of the database into a sentence; what is none of its troubles stays as it is."""
    text = str(error.orig).lower()
    if "interrupted" in text:
        return Interrupted()
    if "locked" in text or "busy" in text:
        return ShopBusy()
    if "disk is full" in text or "full" in text.split():
        return DiskFull()
    if "readonly" in text or "unable to open" in text:
        return FileReadOnly()
    if "malformed" in text or "not a database" in text or "disk i/o" in text:
        return FileDamaged(reason=str(error.orig))
    return error


def _ledger(session: Session) -> Ledger:
    ledger: Ledger = session.info.setdefault("ledger", Ledger())
    return ledger


def _name(use_case: Callable[..., Any]) -> str:
    inner = getattr(use_case, "func", use_case)
    return f"{inner.__module__.rsplit('.', 1)[-1]}.{inner.__name__}"


def _act(session: Session, name: str, ledger: Ledger) -> audit.Act:
    who = who_of(session)
    rows = [f"{verb} {table} {key}" for verb, table, key in ledger.rows[:_NAMED_ROWS]]
    more = len(ledger.rows) - len(rows)
    detail = json.dumps({"rows": rows, "more": more, "notes": ledger.notes}, ensure_ascii=False)
    return audit.Act(now_of(session), who.actor, who.till, name, detail)


@event.listens_for(Session, "after_flush")
def _note_rows(session: Session, _context: object) -> None:
    ledger = _ledger(session)
    for verb, rows in (("added", session.new), ("changed", session.dirty), ("removed", session.deleted)):
        for row in rows:
            if not isinstance(row, Base) or (verb == "changed" and not session.is_modified(row)):
                continue
            ledger.topics.add(row.topic)
            if row.audited:
                key = inspect(row).mapper.primary_key_from_instance(row)
                ledger.rows.append((verb, row.__tablename__, key[0]))


@event.listens_for(Session, "do_orm_execute")
def _note_statement(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        mapper = state.bind_mapper
        if mapper is not None:
            row_class = mapper.class_
            ledger = _ledger(state.session)
            ledger.topics.add(row_class.topic)
            if row_class.audited:
                ledger.rows.append(("changed", row_class.__tablename__, "many"))
