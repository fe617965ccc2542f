"""Takes a list of customers from a file: the unknown are added, of the known only what is new is written.

Somebody is known by number, then by a phone or address under the same name, then by a name that nobody else
has (C4). An empty cell wipes nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from shopcrm.rules import cells, people
from shopcrm.rules.delivery import Purpose
from shopcrm.rules.errors import BadInput, ShopError
from shopcrm.rules.text import fold
from shopcrm.services import customers, preferences
from shopcrm.services.consents import ASKED, Answer
from shopcrm.services.import_people_known import KnownPerson, PeopleKnown
from shopcrm.services.import_rows import (
    CODE_LENGTH,
    CellRefused,
    Fate,
    Tally,
    Task,
    TextTooLong,
    squared,
    within_limit,
)
from shopcrm.services.preferences import Kind, Taste
from shopcrm.services.settings import LANGUAGES

Value = TypeVar("Value")

_WRITE_AT = 2000
_TASTES = {"likes": Kind.LIKES, "dislikes": Kind.DISLIKES, "avoids": Kind.AVOIDS}
_LANGUAGES = {
    "en": "en",
    "english": "en",
    "انگلیسی": "en",
    "fa": "fa",
    "persian": "fa",
    "farsi": "fa",
    "فارسی": "fa",
}


class NobodyNamed(BadInput):
    """The row has no name, number, phone or address."""

    sentence = "The row names nobody."


class CustomerTwice(BadInput):
    """Two rows say different things of one person."""

    sentence = "Row {row} says something else about the same customer."


class UnknownLanguage(BadInput):
    """A language that the program does not speak."""

    sentence = "{text} is not one of the languages {choices}."


@dataclass(slots=True)
class Told:
    """What a row says of somebody; empty is unsaid."""

    number: str = ""
    name: str = ""
    note: str = ""
    language: str = ""
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    tastes: dict[str, tuple[Kind, str]] = field(default_factory=dict)
    consent: bool | None = None


class CustomersImport:
    """One run over a list of customers."""

    def __init__(self, task: Task, tally: Tally) -> None:
        self._task = task
        self._tally = tally
        self._known = PeopleKnown(task)

    def take(self, start: int, rows: list[list[str]]) -> None:
        """Take a batch of rows; `start` is the place of the first one, from 0."""
        places, fitting = squared(rows, len(self._task.plan.headings), start, self._tally)
        for place, row in zip(places, fitting, strict=True):
            try:
                self._tally.fates[place] = self._take_one(place, self._told(row))
            except ShopError as error:
                self._tally.refuse(place, row, error.saying)
        if self._known.waiting >= _WRITE_AT:
            self._known.flush()

    def finish(self) -> None:
        """Write what still waits."""
        self._known.flush()

    def _take_one(self, place: int, told: Told) -> Fate:
        if not (told.number or told.name or told.phones or told.emails):
            raise NobodyNamed
        known = self._known.find(told.number, told.name, told.phones, told.emails)
        if known is None:
            person = self._known.add(told.number, told.name)
            person.row = self._tally.first_row + place
            _learn(person, told)
            self._known.remember(person)
            return Fate.ADDED
        if not _is_news(known, told):
            known.row = known.row or self._tally.first_row + place
            return Fate.UNCHANGED
        if known.row is not None and _contradicts(known, told):
            raise CustomerTwice(row=known.row)
        known.row = known.row or self._tally.first_row + place
        self._change(known, told)
        return Fate.CHANGED

    def _change(self, person: KnownPerson, told: Told) -> None:
        """Write what is new of somebody who is known; who was not written yet only learns it."""
        before = set(person.tastes)
        given = _consent(person, told)
        asked = () if given == person.consent else ASKED
        _learn(person, told)
        self._known.remember(person)
        if person.is_new or self._task.is_dry:
            return
        session = self._task.session
        draft = customers.Draft(
            name=person.name,
            code=person.code,
            note=person.note,
            language=person.language,
            phones=person.phones,
            emails=person.emails,
            consents=[
                Answer(Purpose.NEWS, channel, bool(given), self._task.plan.file_name) for channel in asked
            ],
        )
        customers.edit(session, person.id, draft)
        for key, (kind, words) in told.tastes.items():
            if key not in before:
                preferences.add(session, person.id, Taste(kind, words=words))

    def _told(self, row: Sequence[str]) -> Told:
        told = Told(
            number=cells.code(self._text("number", row)),
            name=cells.label(self._text("name", row)),
            note=cells.label(self._text("note", row)),
        )
        if len(told.number) > CODE_LENGTH:
            raise TextTooLong(column=self._task.plan.heading("number"), limit=CODE_LENGTH)
        halves = (cells.label(self._text(part, row)) for part in ("first_name", "last_name"))
        told.name = told.name or " ".join(filter(None, halves))
        region = self._task.settings.region
        for name in ("phone", "phone_2"):
            told.phones += self._read(name, row, lambda text: people.parse_phones(text, region))
        told.phones = list(dict.fromkeys(told.phones))
        told.emails = list(dict.fromkeys(self._read("email", row, _addresses)))
        told.language = "".join(self._read("language", row, _language))
        for name, kind in _TASTES.items():
            things = cells.several(self._text(name, row))
            told.tastes |= {fold(thing): (kind, thing) for thing in things if fold(thing)}
        told.consent = next(iter(self._read("consent", row, lambda text: [cells.yes_or_no(text)])), None)
        return told

    def _text(self, name: str, row: Sequence[str]) -> str:
        place = self._task.plan.columns.get(name)
        return "" if place is None else within_limit(self._task.plan, name, row[place].strip())

    def _read(self, name: str, row: Sequence[str], read: Callable[[str], list[Value]]) -> list[Value]:
        text = self._text(name, row)
        if not text:
            return []
        try:
            return read(text)
        except ShopError as error:
            raise CellRefused(column=self._task.plan.heading(name), reason=error.saying) from error


def _is_news(known: KnownPerson, told: Told) -> bool:
    return (
        _contradicts(known, told)
        or any(value and not getattr(known, part) for part, value in _singles(told))
        or any(phone not in known.phones for phone in told.phones)
        or any(address not in known.emails for address in told.emails)
        or any(known.tastes.get(key, (None,))[0] is not kind for key, (kind, _) in told.tastes.items())
        or _consent(known, told) != known.consent
    )


def _contradicts(known: KnownPerson, told: Told) -> bool:
    return any(value and getattr(known, part) not in {"", value} for part, value in _singles(told))


def _singles(told: Told) -> tuple[tuple[str, str], ...]:
    return (("code", told.number), ("name", told.name), ("note", told.note), ("language", told.language))


def _consent(known: KnownPerson, told: Told) -> bool | None:
    """Tell what holds after this row; a yes in a file never undoes a no."""
    return known.consent if told.consent is None or known.consent is False else told.consent


def _learn(person: KnownPerson, told: Told) -> None:
    for part, value in _singles(told):
        if value:
            setattr(person, part, value)
    person.phones += [phone for phone in told.phones if phone not in person.phones]
    person.emails += [address for address in told.emails if address not in person.emails]
    person.tastes |= told.tastes
    person.consent = _consent(person, told)


def _addresses(text: str) -> list[str]:
    return [people.parse_address(part) for part in cells.several(text)]


def _language(text: str) -> list[str]:
    found = _LANGUAGES.get(fold(text))
    if found is None:
        raise UnknownLanguage(text=text[:40], choices=", ".join(LANGUAGES))
    return [found]
