"""The people whom a list of customers adds, kept until many are written at once."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import insert

from shopcrm.rules import people
from shopcrm.rules.delivery import Purpose
from shopcrm.rules.occasions import OccasionKind
from shopcrm.rules.text import fold, sort_key
from shopcrm.services.consents import GENERAL
from shopcrm.services.import_people_known import KnownPerson, spelled_tags
from shopcrm.services.import_rows import Task
from shopcrm.services.preferences import Source
from shopcrm.services.shop import touched
from shopcrm.store.base import Topic
from shopcrm.store.customers import Address, Card, Consent, Customer, Email, Occasion, Phone, Preference, Tag

_LEAD = 7
"""So many days ahead a birthday is told of, as with one that is typed in."""


class PeopleNew:
    """New people until they are written."""

    def __init__(self, task: Task, last_id: int) -> None:
        self._task = task
        self._last_id = last_id
        self._waiting: list[KnownPerson] = []
        self._spelled = spelled_tags(task) if "tags" in task.plan.columns else {}

    @property
    def waiting(self) -> int:
        """How many people wait to be written."""
        return len(self._waiting)

    def add(self, number: str, name: str) -> KnownPerson:
        """Add somebody, who is written at the next flush."""
        self._last_id += 1
        person = KnownPerson(self._last_id, number, name)
        person.is_new = True
        self._waiting.append(person)
        return person

    def flush(self) -> None:
        """Write those who wait."""
        new, self._waiting = self._waiting, []
        for person in new:
            person.is_new = False
        if self._task.is_dry or not new:
            return
        connection = self._task.session.connection()
        tables: tuple[tuple[type[Any], Iterable[dict[str, object]]], ...] = (
            (Customer, map(self._row, new)),
            (Phone, _contacts(new, "phones", "e164")),
            (Email, _contacts(new, "emails", "address")),
            (Address, _contacts(new, "addresses", "text")),
            (Card, self._cards(new)),
            (Occasion, _birthdays(new)),
            (Tag, self._tags(new)),
            (Preference, self._tastes(new)),
            (Consent, self._consents(new)),
        )
        for table, made in tables:
            rows = list(made)
            if rows:
                connection.execute(insert(table), rows)
        touched(self._task.session, Topic.CUSTOMERS)

    def _row(self, person: KnownPerson) -> dict[str, object]:
        code = person.code or None
        also = (*person.cards, *map(self._spelling, person.tags), *person.addresses)
        contacts = (person.phones, person.emails)
        return {
            "id": person.id,
            "code": code,
            "name": person.name,
            "honorific": person.honorific,
            "note": person.note,
            "language": person.language or None,
            "skey": people.customer_key(person.name, code, *contacts, person.note, person.id, *also),
            "sort_key": sort_key(person.name or person.code or str(person.id)),
            "first_seen_at": self._task.now,
            "last_seen_at": self._task.now,
        }

    def _spelling(self, tag: str) -> str:
        return self._spelled.setdefault(fold(tag), tag)

    def _tags(self, new: Iterable[KnownPerson]) -> Iterator[dict[str, object]]:
        for person in new:
            for tag in person.tags:
                yield {"customer_id": person.id, "name": self._spelling(tag), "skey": fold(tag)}

    def _cards(self, new: Iterable[KnownPerson]) -> Iterator[dict[str, object]]:
        for person in new:
            for number in person.cards:
                yield {"number": number, "customer_id": person.id, "given_at": self._task.now}

    def _tastes(self, new: Iterable[KnownPerson]) -> Iterator[dict[str, object]]:
        for person in new:
            for key, taste in person.tastes.items():
                yield {
                    "customer_id": person.id,
                    "kind": taste.kind,
                    "words": taste.words,
                    "skey": key,
                    "source": Source.TOLD,
                    "told_at": self._task.now,
                    "recorded_by": self._task.actor,
                }

    def _consents(self, new: Iterable[KnownPerson]) -> Iterator[dict[str, object]]:
        for person in new:
            for channel in GENERAL if person.consent is not None else ():
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


def _birthdays(new: Iterable[KnownPerson]) -> Iterator[dict[str, object]]:
    for person in new:
        if person.birthday is not None:
            yield {
                "customer_id": person.id,
                "kind": OccasionKind.BIRTHDAY,
                "calendar": person.birthday.calendar,
                "month": person.birthday.month,
                "day": person.birthday.day,
                "year": person.birthday.year,
                "remind_days": _LEAD,
            }
