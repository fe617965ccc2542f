"""The one door to the shop's memory: whatever is done or asked goes through here, whole or not at all.

`do` takes the write lock at once, runs a use case, seals what it changed into the audit trail, commits, and
announces which topics changed. `ask` reads. Both turn the database's complaints into sentences, and both look
into the table of roles before anything happens: window, command line and import have no other way in.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine, event, inspect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import ORMExecuteState, Session

from shopcrm.rules import roles
from shopcrm.rules.calendar import Clock
from shopcrm.rules.errors import Refused, Trouble
from shopcrm.rules.pins import NO_TICK, Tick
from shopcrm.rules.roles import Role
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
    "NeedsAgreement",
    "NotAllowed",
    "NotSignedIn",
    "Session",
    "Shop",
    "ShopBusy",
    "Who",
    "in_words",
    "now_of",
    "tick_of",
    "touched",
    "who_of",
]

P = ParamSpec("P")
R = TypeVar("R")
Listener = Callable[[frozenset[Topic]], None]
Ticker = Callable[[], Tick]
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


class NotSignedIn(Refused):
    """There are PINs, and nobody has said who they are."""

    sentence = "Nobody is signed in. Nothing was done. Sign in with your name and your PIN."


class NeedsAgreement(Refused):
    """Something that whoever acts may not do alone: somebody with the role `least` can agree to it here.

    The window asks them, and does the deed again with their name on it.
    """

    least = Role.MANAGER


class NotAllowed(NeedsAgreement):
    """The table of roles keeps this from whoever asked for it."""

    sentence = (
        "{name} may not do this: {deed}. Nothing was changed. "
        "In the window, somebody with the role {role} can agree to it with their PIN."
    )


@dataclass
class Ledger:
    """What a running transaction has touched so far: topics, audited rows, and notes of its own."""

    topics: set[Topic] = field(default_factory=set)
    rows: list[tuple[str, str, int | str | None]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Who:
    """Who acts, at which till, in which role; and who agreed to this one deed, in their role, and why.

    Only whoever has given a PIN has `signed_in`.
    """

    actor: str = "owner"
    till: str = "1"
    role: Role = Role.OWNER
    allowed_by: str = ""
    allowed_role: Role = Role.MANAGER
    reason: str = ""
    signed_in: bool = False

    def is_at_least(self, least: Role) -> bool:
        """Whether they, or whoever agreed to what they do, have this role or more."""
        agreed = bool(self.allowed_by) and roles.at_least(self.allowed_role, least)
        return agreed or roles.at_least(self.role, least)

    def agreed_by(self, manager: "Who", reason: str) -> "Who":
        """Tell who acts when somebody in charge has agreed."""
        return replace(self, allowed_by=manager.actor, allowed_role=manager.role, reason=reason)


NOBODY = Who("", role=Role.NOBODY)
"""Whoever stands before a shop in which there are PINs, until they say who they are."""
PROGRAM = Who("program", role=Role.PROGRAM)
"""The program by itself: it sends what waits and does the round of each day, whoever is signed in."""


class Shop:
    """An open shop file; threads may use it at the same time."""

    def __init__(
        self, engine: Engine, clock: Clock, who: Who | None = None, ticker: Ticker = lambda: NO_TICK
    ) -> None:
        self.engine = engine
        self.clock = clock
        self.ticker = ticker
        self.retells = False  # what is done happened at another time, as in the sample
        self._who = who or Who()
        self._acting = threading.local()
        self._listeners: list[Listener] = []
        self._asking: dict[int, Any] = {}
        self._asking_lock = threading.Lock()
        self._watching: list[Any] = []

    @property
    def who(self) -> Who:
        """Tell who acts: whoever this thread acts for, else whoever is signed in."""
        acting: Who | None = getattr(self._acting, "who", None)
        return acting or self._who

    def become(self, who: Who) -> None:
        """Let somebody else act from now on, in all threads that do not act for somebody already."""
        self._who = who

    def itself(self) -> "Shop":
        """Give the same door for what the program does by itself, whoever is signed in or nobody."""
        other = copy(self)
        other._who, other._acting = PROGRAM, threading.local()  # noqa: SLF001 -- of the same class
        return other

    @contextmanager
    def acting(self, who: Who) -> Iterator[None]:
        """Act for somebody in this thread: what was begun by one is not finished in the name of the next."""
        before: Who | None = getattr(self._acting, "who", None)
        self._acting.who = who
        try:
            yield
        finally:
            self._acting.who = before

    @contextmanager
    def agreeing(self, manager: Who, reason: str = "") -> Iterator[None]:
        """Do in this thread what a manager agreed to; the trail names both, and the reason."""
        with self.acting(self.who.agreed_by(manager, reason)):
            yield

    def do(self, use_case: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a use case in one write transaction; raises its ShopErrors with nothing changed.

        Raises NotAllowed or NotSignedIn before anything is read where the table of roles forbids it.
        """
        _let_in(self.who, _name(use_case), roles.may)
        with self._session(write=True) as session:
            ledger = _ledger(session)
            result = use_case(session, *args, **kwargs)
            session.flush()
            if ledger.rows or ledger.notes:
                audit.record(session, _act(session, _name(use_case), ledger))
                ledger.topics.add(Topic.AUDIT)
            session.commit()
        self.announce(frozenset(ledger.topics))
        return result

    def ask(self, query: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a query in a read transaction, which sees one moment of the shop; refuses as `do` does."""
        _let_in(self.who, _name(query), roles.may_ask)
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
        info = {"who": self.who, "now": self.clock(), "ledger": Ledger(), "ticker": self.ticker}
        info[audit.RETOLD] = self.retells
        session = Session(bind, info=info, expire_on_commit=False, autoflush=write)
        try:
            yield session
        except DBAPIError as error:
            session.rollback()
            told = in_words(error)
            # An error that stands behind itself would be told without end.
            raise told from (None if told is error else error)
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


def tick_of(session: Session) -> Tick:
    """Read the clock that nobody can set."""
    ticker: Ticker = session.info["ticker"]
    return ticker()


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


def _let_in(who: Who, name: str, may: Callable[[Role, str], bool]) -> None:
    if may(who.role, name) or (who.allowed_by and may(who.allowed_role, name)):
        return
    if who.role is Role.NOBODY:
        raise NotSignedIn
    deed = roles.DEEDS.get(name)
    least = deed.least if deed else Role.OWNER
    refused = NotAllowed(name=who.actor, deed=deed.words if deed else name, role=roles.words_of(least))
    refused.least = least
    raise refused


def _name(use_case: Callable[..., Any]) -> str:
    inner = getattr(use_case, "func", use_case)
    name = getattr(inner, "__name__", type(inner).__name__)
    return f"{inner.__module__.rsplit('.', 1)[-1]}.{name}"


def _act(session: Session, name: str, ledger: Ledger) -> audit.Act:
    who = who_of(session)
    rows = [f"{verb} {table} {key}" for verb, table, key in ledger.rows[:_NAMED_ROWS]]
    more = len(ledger.rows) - len(rows)
    said: dict[str, Any] = {"rows": rows, "more": more, "notes": ledger.notes, "role": who.role}
    if who.allowed_by:
        said |= {"allowed_by": who.allowed_by, "allowed_role": who.allowed_role, "reason": who.reason}
    detail = json.dumps(said, ensure_ascii=False)
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
