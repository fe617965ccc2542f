"""Takes a list of customers from a file: the unknown are added, of the known only what is new is written.

Somebody is known by card, by number, then by a phone or address under the same name, then by a name that
nobody else has (C4). An empty cell wipes nothing, and a yes in a file never undoes a no.
"""

from copy import copy
from typing import TypeVar

from sqlalchemy import select

from shopcrm.rules import occasions
from shopcrm.rules.delivery import Purpose
from shopcrm.rules.errors import BadInput, ShopError
from shopcrm.rules.occasions import OccasionKind, SaidDay
from shopcrm.rules.text import fold
from shopcrm.services import customers, preferences, suppressions
from shopcrm.services import occasions as kept_days
from shopcrm.services.consents import GENERAL, Answer
from shopcrm.services.import_people_known import KnownPerson, PeopleKnown
from shopcrm.services.import_people_new import PeopleNew
from shopcrm.services.import_people_told import TellingRows, Told
from shopcrm.services.import_rows import Fate, Tally, Task, squared
from shopcrm.services.occasions import OccasionDraft
from shopcrm.store.customers import Occasion

Value = TypeVar("Value")

_WRITE_AT = 2000


class NobodyNamed(BadInput):
    """The row has no name, number, card, phone or address."""

    sentence = "The row names nobody."


class CustomerTwice(BadInput):
    """Two rows say different things of one person."""

    sentence = "Row {row} says something else about the same customer."


class ErasedBefore(BadInput):
    """The row tells of somebody who asked to be forgotten, and whom the shop does not know anew."""

    sentence = "They asked to be erased, so no file brings them back. Add them by hand if they agree."


class CustomersImport:
    """One run over a list of customers."""

    def __init__(self, task: Task, tally: Tally) -> None:
        self._task = task
        self._tally = tally
        self._rows = TellingRows(task)
        self._known = PeopleKnown(task)
        self._new = PeopleNew(task, self._known.last_id)
        self._was_erased = suppressions.teller(task.session)

    def take(self, start: int, rows: list[list[str]]) -> None:
        """Take a batch of rows; `start` is the place of the first one, from 0."""
        places, fitting = squared(rows, len(self._task.plan.headings), start, self._tally)
        for place, row in zip(places, fitting, strict=True):
            try:
                told = self._rows.read(row)
                self._tally.fates[place] = self._take_one(self._tally.first_row + place, told)
            except ShopError as error:
                self._tally.refuse(place, row, error.saying)
                continue
            if told.left_out is not None:
                self._tally.leave_out(place, row, told.left_out)
        if self._new.waiting >= _WRITE_AT:
            self._new.flush()

    def finish(self) -> None:
        """Write what still waits."""
        self._new.flush()

    def _take_one(self, number: int, told: Told) -> Fate:
        if not told.names_somebody:
            raise NobodyNamed
        self._doubt_consent(told)
        known = self._known.find(told)
        if known is None:
            self._refuse_erased(told)
            person = self._new.add(told.number, told.name)
            person.row, person.own = number, told.own
            _learn(person, told)
            self._known.remember(person)
            return Fate.ADDED
        known.own = known.own or told.own
        if told.number in self._known.old_numbers:
            _say_less(known, told)
        if not _is_news(known, told):
            known.row = known.row or number
            return Fate.UNCHANGED
        if known.row is not None and _contradicts(known, told):
            raise CustomerTwice(row=known.row)
        known.row = known.row or number
        self._change(known, told)
        return Fate.CHANGED

    def _refuse_erased(self, told: Told) -> None:
        """Add nobody by a contact that was of an erased person and is of nobody else (C3)."""
        contacts = filter(None, (*told.phones, *told.emails, told.card, told.number))
        if any(self._was_erased(contact) and not self._known.is_of_somebody(contact) for contact in contacts):
            raise ErasedBefore

    def _doubt_consent(self, told: Told) -> None:
        """Take no yes for somebody who asked to be forgotten; only they themselves can give it again (C3)."""
        contacts = (*told.phones, *told.emails, told.card, told.number)
        if told.consent and any(self._was_erased(contact) for contact in contacts if contact):
            told.consent = None

    def _change(self, known: KnownPerson, told: Told) -> None:
        """Write what is new of somebody who is known; who was not written yet only learns it."""
        before = copy(known)
        _learn(known, told)
        self._known.remember(known)
        if known.is_new or self._task.is_dry:
            return
        session = self._task.session
        asked = () if known.consent == before.consent else GENERAL
        answers = [
            Answer(Purpose.NEWS, channel, bool(known.consent), self._task.plan.file_name) for channel in asked
        ]
        customers.edit(session, known.id, _draft(before, known, answers))
        for key, taste in known.tastes.items():
            if before.tastes.get(key) != taste:
                preferences.add(session, known.id, taste)
        if known.birthday is not None and known.birthday != before.birthday:
            self._keep_birthday(known.id, known.birthday)

    def _keep_birthday(self, customer_id: int, said: SaidDay) -> None:
        """Write a birthday down; one that is known keeps its label and its lead."""
        session = self._task.session
        held = session.scalars(
            select(Occasion)
            .where(Occasion.customer_id == customer_id, Occasion.kind == OccasionKind.BIRTHDAY)
            .order_by(Occasion.id)
        ).first()
        draft = OccasionDraft(OccasionKind.BIRTHDAY, said.month, said.day, said.year, calendar=said.calendar)
        if held is not None:
            draft = OccasionDraft(
                draft.kind,
                draft.month,
                draft.day,
                draft.year,
                calendar=draft.calendar,
                label=held.label,
                remind_days=held.remind_days,
            )
        kept_days.add(session, customer_id, draft)


def _say_less(known: KnownPerson, told: Told) -> None:
    """Let a row about somebody who became part of another only add to them, not rename them (C2)."""
    told.number = known.code
    for part in ("name", "honorific", "note", "language"):
        if getattr(known, part):
            setattr(told, part, "")
    told.birthday = told.birthday if known.birthday is None else None


def _draft(before: KnownPerson, now: KnownPerson, answers: list[Answer]) -> customers.Draft:
    return customers.Draft(
        name=_new(before.name, now.name),
        code=_new(before.code, now.code),
        honorific=_new(before.honorific, now.honorific),
        note=_new(before.note, now.note),
        language=_new(before.language, now.language),
        phones=_new(before.phones, now.phones),
        emails=_new(before.emails, now.emails),
        addresses=_new(before.addresses, now.addresses),
        tags=_new(before.tags, now.tags),
        card=now.cards[-1] if now.cards != before.cards else None,
        consents=answers,
    )


def _new(before: Value, now: Value) -> Value | None:
    return None if before == now else now


def _is_news(known: KnownPerson, told: Told) -> bool:
    return (
        _contradicts(known, told)
        or any(value and not getattr(known, part) for part, value in _singles(told))
        or any(part not in known.phones for part in told.phones)
        or any(part not in known.emails for part in told.emails)
        or any(part not in known.addresses for part in told.addresses)
        or bool(_fresh_tags(known, told))
        or bool(told.card and told.card not in known.cards)
        or _birthday(known, told) != known.birthday
        or any(
            key not in known.tastes or known.tastes[key].kind is not taste.kind
            for key, taste in told.tastes.items()
        )
        or _consent(known, told) != known.consent
    )


def _contradicts(known: KnownPerson, told: Told) -> bool:
    differs = any(
        value and getattr(known, part) and not _alike(getattr(known, part), value)
        for part, value in _singles(told)
    )
    other_card = bool(told.card and known.cards and told.card not in known.cards)
    other_day = known.birthday is not None and told.birthday is not None
    return differs or other_card or (other_day and not _same_day(known.birthday, told.birthday))


def _alike(known: str, told: str) -> bool:
    """Tell whether two texts differ in blanks and line ends only, which get lost on the way."""
    return known == told or known.split() == told.split()


def _singles(told: Told) -> tuple[tuple[str, str], ...]:
    return (
        ("code", told.number),
        ("name", told.name),
        ("honorific", told.honorific),
        ("note", told.note),
        ("language", told.language),
    )


def _same_day(known: SaidDay | None, told: SaidDay | None) -> bool:
    """Tell whether two birthdays can be one, in whichever calendar each was said; a year may be unsaid."""
    if known is None or told is None:
        return False
    if known.year is not None and told.year is not None:
        return _date(known, known.year) == _date(told, told.year)
    return (known.calendar, known.month, known.day) == (told.calendar, told.month, told.day)


def _date(said: SaidDay, year: int) -> object:
    return occasions.in_year(said.calendar, year, said.month, said.day)


def _birthday(known: KnownPerson, told: Told) -> SaidDay | None:
    """Tell the birthday that holds after this row: the told one where it says more or something else."""
    if told.birthday is None:
        return known.birthday
    knows_all = known.birthday is not None and (known.birthday.year is not None or told.birthday.year is None)
    return known.birthday if knows_all and _same_day(known.birthday, told.birthday) else told.birthday


def _fresh_tags(known: KnownPerson, told: Told) -> list[str]:
    held = set(map(fold, known.tags)) if told.tags else set()
    return [tag for tag in told.tags if fold(tag) not in held]


def _consent(known: KnownPerson, told: Told) -> bool | None:
    """Tell what holds after this row; a yes in a file never undoes a no."""
    return known.consent if told.consent is None or known.consent is False else told.consent


def _learn(person: KnownPerson, told: Told) -> None:
    for part, value in _singles(told):
        if value and not _alike(getattr(person, part), value):
            setattr(person, part, value)
    for part in ("phones", "emails", "addresses"):
        held = getattr(person, part)
        setattr(person, part, [*held, *(one for one in getattr(told, part) if one not in held)])
    person.tags = [*person.tags, *_fresh_tags(person, told)]
    person.cards = [*person.cards, *([told.card] if told.card and told.card not in person.cards else [])]
    person.birthday = _birthday(person, told)
    person.tastes = person.tastes | {key: _taste(person, key, told) for key in told.tastes}
    person.consent = _consent(person, told)


def _taste(person: KnownPerson, key: str, told: Told) -> preferences.Taste:
    """Give a taste as it will stand: about the goods or the shelf that it already names, if it does."""
    held, said = person.tastes.get(key), told.tastes[key]
    if held is None or held.kind is said.kind:
        return held or said
    return preferences.Taste(
        said.kind, held.product_id, held.category_id, held.words, held.strength, attribute=held.attribute
    )
