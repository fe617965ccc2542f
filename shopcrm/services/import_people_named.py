"""The people whom a file of sales names: found by number, phone or name (C4), and added where unknown."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select, update

from shopcrm.rules import cells, people
from shopcrm.rules.text import sort_key, squeeze
from shopcrm.services import people as known_as
from shopcrm.services import suppressions
from shopcrm.services.import_rows import CODE_LENGTH, Task, TextTooLong, within_limit
from shopcrm.services.shop import touched
from shopcrm.store.base import Topic
from shopcrm.store.customers import Card, Customer, Phone


class NamedPerson:
    """Somebody whom the file names; `phones` are those that the shop did not know.

    Without an id it is nobody. Only who is used by a row that is taken is written.
    """

    __slots__ = ("code", "first", "id", "is_used", "last", "name", "phones", "stored")

    def __init__(self, key: int | None, code: str | None, name: str) -> None:
        self.id = key
        self.code = code
        self.name = name
        self.first: datetime | None = None
        self.last: datetime | None = None
        self.phones: list[str] = []
        self.stored: tuple[str, datetime | None, datetime | None] | None = None
        self.is_used = False

    def saw(self, moment: datetime) -> None:
        """Note that the person was in the shop at a moment (UTC)."""
        if self.first is None or moment < self.first:
            self.first = moment
        if self.last is None or moment > self.last:
            self.last = moment

    @property
    def facts(self) -> tuple[str, datetime | None, datetime | None]:
        """What is stored of the person apart from phones."""
        return (self.name, self.first, self.last)


NOBODY = NamedPerson(None, None, "")
FORGOTTEN = NamedPerson(None, None, "")
"""Somebody who asked to be erased: what they buy is told of nobody (C3)."""


class PeopleNamed:
    """All people of the shop whom a file could name, and the new ones it does name."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._by_code: dict[str, NamedPerson] = {}
        self._by_phone: dict[str, list[NamedPerson]] = {}
        self._by_name: dict[str, NamedPerson] = {}
        self._new: list[NamedPerson] = []
        self._used: list[NamedPerson] = []
        self._was_erased = suppressions.teller(task.session)
        self._last_id = task.session.scalar(select(func.max(Customer.id))) or 0
        if {"customer", "customer_name", "phone"} & set(task.plan.columns):
            self._load()

    def find(self, said: tuple[str, ...]) -> NamedPerson:
        """Find or make the person of a number, a name and a phone; NOBODY where all are empty.

        FORGOTTEN is whoever was erased and is not known anew.
        Raises NotAPhone, TextTooLong.
        """
        number, name, phone = said
        plan = self._task.plan
        code, called = cells.code(number), cells.label(within_limit(plan, "customer_name", name))
        phones = people.parse_phones(phone, self._task.settings.region)
        if not (code or called or phones):
            return NOBODY
        if len(code) > CODE_LENGTH:
            raise TextTooLong(column=plan.heading("customer"), limit=CODE_LENGTH)
        person = self._known(code, called, phones)
        if person is None and any(map(self._is_erased, (code, *phones))):
            return FORGOTTEN
        person = person or self._added(code, called)
        if called and not person.name:
            person.name = called
        for e164 in phones:
            if person not in self._by_phone.setdefault(e164, []):
                self._by_phone[e164].append(person)
                person.phones.append(e164)
        return person

    def use(self, person: NamedPerson) -> None:
        """Say that a row which is taken names the person."""
        if not person.is_used:
            person.is_used = True
            self._used.append(person)
            if person.stored is None:
                self._new.append(person)

    def flush(self) -> None:
        """Write the people who are new since the last time, so that sales can name them."""
        new, self._new = self._new, []
        if self._task.is_dry or not new:
            return
        self._task.session.connection().execute(insert(Customer), [self._row(person) for person in new])
        self._insert_phones(new)
        for person in new:
            person.stored = person.facts
            person.phones = []
        touched(self._task.session, Topic.CUSTOMERS)

    def finish(self) -> None:
        """Write what the whole file told of people: when they came first and last, names and phones."""
        told = [p for p in self._used if p.stored != p.facts or p.phones]
        if self._task.is_dry or not told:
            return
        rows = [{"key": p.id, "called": p.name, "first": p.first, "last": p.last} for p in told]
        self._task.session.connection().execute(
            update(Customer)
            .where(Customer.id == bindparam("key"))
            .values(
                name=bindparam("called"), first_seen_at=bindparam("first"), last_seen_at=bindparam("last")
            ),
            rows,
        )
        renamed = [p for p in told if p.phones or p.stored is None or p.stored[0] != p.name]
        self._insert_phones(renamed)
        known_as.refresh_many(self._task.session, [person.id or 0 for person in renamed])
        touched(self._task.session, Topic.CUSTOMERS)

    def _load(self) -> None:
        query = (
            select(Customer.id, Customer.code, Customer.name, Customer.first_seen_at, Customer.last_seen_at)
            .where(Customer.state == known_as.ACTIVE)
            .order_by(Customer.id)
        )
        found: dict[int, NamedPerson] = {}
        for key, code, name, first, last in self._task.session.execute(query):
            person = found[key] = NamedPerson(key, code, name)
            person.first, person.last = first, last
            person.stored = person.facts
            self._remember(person)
        for code, key in known_as.merged_codes(self._task.session).items():
            self._by_code.setdefault(code, found[key])
        if "customer" in self._task.plan.columns:
            for number, key in self._task.session.execute(select(Card.number, Card.customer_id)):
                if key in found:
                    self._by_code.setdefault(number, found[key])
        if "phone" in self._task.plan.columns:
            numbers = select(Phone.customer_id, Phone.e164).order_by(Phone.customer_id)
            for key, e164 in self._task.session.execute(numbers):
                if key in found:
                    self._by_phone.setdefault(e164, []).append(found[key])

    def _remember(self, person: NamedPerson) -> None:
        if person.code:
            self._by_code[person.code] = person
        if person.name and "customer_name" in self._task.plan.columns:
            self._by_name.setdefault(squeeze(person.name), person)

    def _known(self, code: str, name: str, phones: list[str]) -> NamedPerson | None:
        if code:
            return self._by_code.get(code)
        sharing = [person for e164 in phones for person in self._by_phone.get(e164, ())]
        if sharing:
            same = [p for p in sharing if squeeze(p.name) == squeeze(name)]
            nameless = [p for p in sharing if not p.name or not name]
            return next(iter(same or nameless), None)
        return None if phones else self._by_name.get(squeeze(name))

    def _is_erased(self, contact: str) -> bool:
        """Tell whether a number or phone was of somebody who was erased, and is of nobody else."""
        return bool(contact) and not self._by_phone.get(contact) and self._was_erased(contact)

    def _added(self, code: str, name: str) -> NamedPerson:
        self._last_id += 1
        person = NamedPerson(self._last_id, code or None, name)
        self._remember(person)
        return person

    def _row(self, person: NamedPerson) -> dict[str, object]:
        return {
            "id": person.id,
            "code": person.code,
            "name": person.name,
            "skey": people.customer_key(person.name, person.code, person.phones, [], "", person.id or 0),
            "sort_key": sort_key(person.name or person.code or str(person.id)),
            "first_seen_at": person.first or self._task.now,
            "last_seen_at": person.last or self._task.now,
        }

    def _insert_phones(self, told: Iterable[NamedPerson]) -> None:
        rows = [
            {"customer_id": p.id, "e164": e164, "preferred": p.stored is None and place == 0}
            for p in told
            for place, e164 in enumerate(p.phones)
        ]
        if rows:
            self._task.session.connection().execute(insert(Phone), rows)
