"""The people of the shop, against whom a list of customers is held, and the new ones until written."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import func, insert, select

from shopcrm.rules import people
from shopcrm.rules.delivery import Purpose
from shopcrm.rules.text import fold, sort_key, squeeze
from shopcrm.services.consents import ASKED
from shopcrm.services.import_rows import Task
from shopcrm.services.preferences import Kind, Source
from shopcrm.services.shop import touched
from shopcrm.store.base import Topic
from shopcrm.store.customers import Consent, Customer, Email, Phone, Preference


class KnownPerson:
    """What the shop knows of somebody and a list can tell; `row` is the row that named them.

    `tastes` are what they like or avoid by its folded words; `consent` to news is None where nobody asked.
    """

    __slots__ = (
        "code", "consent", "emails", "id", "is_new", "language", "name", "note", "phones", "row", "tastes",
    )  # fmt: skip

    def __init__(self, key: int, code: str, name: str) -> None:
        self.id = key
        self.code = code
        self.name = name
        self.note = ""
        self.language = ""
        self.phones: list[str] = []
        self.emails: list[str] = []
        self.tastes: dict[str, tuple[Kind, str]] = {}
        self.consent: bool | None = None
        self.row: int | None = None
        self.is_new = False


class PeopleKnown:
    """All people of the shop, found by number, phone, address or name."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._by_id: dict[int, KnownPerson] = {}
        self._by_code: dict[str, KnownPerson] = {}
        self._by_contact: dict[str, list[KnownPerson]] = {}
        self._by_name: dict[str, list[KnownPerson]] = {}
        self._new: list[KnownPerson] = []
        self._load()
        self._last_id = max(self._by_id, default=0)

    @property
    def waiting(self) -> int:
        """How many people wait to be written."""
        return len(self._new)

    def find(
        self, number: str, name: str, phones: Sequence[str], emails: Sequence[str]
    ) -> KnownPerson | None:
        """Find who is meant (C4): by number; by a contact under the same name or none; by a name alone."""
        if number and number in self._by_code:
            return self._by_code[number]
        called = squeeze(name)
        for contact in (*phones, *emails):
            for person in self._by_contact.get(contact, ()):
                same = not called or not person.name or squeeze(person.name) == called
                if same and not (number and person.code):
                    return person
        namesakes = self._by_name.get(called, []) if called else []
        reached = bool(phones or emails)
        fitting = [
            person
            for person in namesakes
            if not (number and person.code) and not (reached and (person.phones or person.emails))
        ]
        return fitting[0] if len(fitting) == 1 or (fitting and not number and not reached) else None

    def add(self, number: str, name: str) -> KnownPerson:
        """Add somebody new, who is written at the next flush."""
        self._last_id += 1
        person = KnownPerson(self._last_id, number, name)
        person.is_new = True
        self._new.append(person)
        self.remember(person)
        return person

    def remember(self, person: KnownPerson) -> None:
        """Find the person from now on by what is known."""
        if person.code:
            self._by_code.setdefault(person.code, person)
        for contact in (*person.phones, *person.emails):
            sharing = self._by_contact.setdefault(contact, [])
            if person not in sharing:
                sharing.append(person)
        namesakes = self._by_name.setdefault(squeeze(person.name), []) if person.name else [person]
        if person not in namesakes:
            namesakes.append(person)

    def flush(self) -> None:
        """Write the new people."""
        new, self._new = self._new, []
        for person in new:
            person.is_new = False
        if self._task.is_dry or not new:
            return
        connection = self._task.session.connection()
        tables: tuple[tuple[type[Any], Iterable[dict[str, object]]], ...] = (
            (Customer, map(self._row, new)),
            (Phone, _contacts(new, "phones", "e164")),
            (Email, _contacts(new, "emails", "address")),
            (Preference, self._tastes(new)),
            (Consent, self._consents(new)),
        )
        for table, made in tables:
            rows = list(made)
            if rows:
                connection.execute(insert(table), rows)
        touched(self._task.session, Topic.CUSTOMERS)

    def _load(self) -> None:
        session = self._task.session
        named = select(Customer.id, Customer.code, Customer.name, Customer.note, Customer.language)
        for key, code, name, note, language in session.execute(named.order_by(Customer.id)):
            person = self._by_id[key] = KnownPerson(key, code or "", name)
            person.note, person.language = note, language or ""
        for key, e164 in session.execute(
            select(Phone.customer_id, Phone.e164).order_by(Phone.preferred.desc(), Phone.id)
        ):
            self._by_id[key].phones.append(e164)
        for key, address in session.execute(
            select(Email.customer_id, Email.address).order_by(Email.preferred.desc(), Email.id)
        ):
            self._by_id[key].emails.append(address)
        tastes = select(Preference.customer_id, Preference.kind, Preference.words).where(
            Preference.words != ""
        )
        for key, kind, words in session.execute(tastes):
            self._by_id[key].tastes[fold(words)] = (Kind(kind), words)
        self._load_consents()
        for person in self._by_id.values():
            self.remember(person)

    def _load_consents(self) -> None:
        newest = select(func.max(Consent.id)).group_by(Consent.customer_id, Consent.purpose, Consent.channel)
        held = select(Consent.customer_id, Consent.given).where(
            Consent.id.in_(newest), Consent.purpose == Purpose.NEWS
        )
        for key, given in self._task.session.execute(held):
            person = self._by_id[key]
            # One no is a no: a file may not talk anybody out of it.
            person.consent = given and person.consent is not False

    def _row(self, person: KnownPerson) -> dict[str, object]:
        code = person.code or None
        words = people.customer_key(person.name, code, person.phones, person.emails, person.note, person.id)
        return {
            "id": person.id,
            "code": code,
            "name": person.name,
            "note": person.note,
            "language": person.language or None,
            "skey": words,
            "sort_key": sort_key(person.name or person.code or str(person.id)),
            "first_seen_at": self._task.now,
            "last_seen_at": self._task.now,
        }

    def _tastes(self, new: Iterable[KnownPerson]) -> Iterator[dict[str, object]]:
        for person in new:
            for key, (kind, words) in person.tastes.items():
                yield {
                    "customer_id": person.id,
                    "kind": kind,
                    "words": words,
                    "skey": key,
                    "source": Source.TOLD,
                    "told_at": self._task.now,
                }

    def _consents(self, new: Iterable[KnownPerson]) -> Iterator[dict[str, object]]:
        for person in new:
            for channel in ASKED if person.consent is not None else ():
                yield {
                    "customer_id": person.id,
                    "purpose": Purpose.NEWS,
                    "channel": channel,
                    "given": person.consent,
                    "at": self._task.now,
                    "how": self._task.plan.file_name,
                    "recorded_by": self._task.actor,
                }


def _contacts(new: Iterable[KnownPerson], kind: str, column: str) -> Iterator[dict[str, object]]:
    for person in new:
        for place, contact in enumerate(getattr(person, kind)):
            yield {"customer_id": person.id, column: contact, "preferred": place == 0}
