"""Reads what a row of a list of customers says of somebody; an empty cell says nothing."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from shopcrm.rules import cards, cells, people
from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.cell_dates import DayOrder
from shopcrm.rules.column_names import OWN_NUMBER
from shopcrm.rules.errors import BadInput, ShopError
from shopcrm.rules.occasions import SaidDay, read_day
from shopcrm.rules.sayings import Saying, saying
from shopcrm.rules.text import ascii_digits, bare, fold, one_line
from shopcrm.services.import_rows import CODE_LENGTH, CellRefused, Task, TextTooLong, within_limit
from shopcrm.services.preferences import Kind, Taste
from shopcrm.services.settings import LANGUAGES
from shopcrm.services.tags import LONGEST_TAG, TagTooLong

Value = TypeVar("Value")

TASTES = {
    "likes": Kind.LIKES,
    "needs": Kind.NEEDS,
    "dislikes": Kind.DISLIKES,
    "avoids": Kind.AVOIDS,
}
"""The columns of tastes; of two words on one thing the later kind holds, so that avoiding wins (A5)."""
_LANGUAGES = {
    "en": "en",
    "english": "en",
    "انگلیسی": "en",
    "fa": "fa",
    "persian": "fa",
    "farsi": "fa",
    "فارسی": "fa",
}
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_NO_DAY = re.compile(r"[0\s./-]*")
_PART_OF_A_DAY = re.compile(r"\d{4}|\d{4}[-/. ]\d{1,2}(?:[-/. ]0{1,2})?|\d{1,2}[-/. ]\d{4}|--\d{1,2}")
"""A year, or a month with or without one: some phones keep no more of a birthday."""
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)(.*)", re.DOTALL)
_JALALI_YEARS = range(1200, 1500)
_PHONES_OWN_TAGS = frozenset(("mycontacts", "starred"))
"""What phones file everybody under, which says nothing of anybody."""


class UnknownLanguage(BadInput):
    """A language that the program does not speak."""

    sentence = "{text} is not one of the languages {choices}."


@dataclass(slots=True)
class Told:
    """What a row says of somebody; empty is unsaid. `own` is the shop's own number of them, or 0.

    `left_out` tells of a cell that says too little to be kept.
    """

    own: int = 0
    number: str = ""
    card: str = ""
    name: str = ""
    honorific: str = ""
    note: str = ""
    language: str = ""
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    tastes: dict[str, Taste] = field(default_factory=dict)
    birthday: SaidDay | None = None
    consent: bool | None = None
    left_out: Saying | None = None

    @property
    def names_somebody(self) -> bool:
        """Whether there is anything to know them by."""
        return bool(self.number or self.name or self.card or self.phones or self.emails)


class TellingRows:
    """Reads the rows of one list."""

    def __init__(self, task: Task) -> None:
        self._plan = task.plan
        self._region = task.settings.region
        self._calendar = task.settings.calendar_kind

    def read(self, row: Sequence[str]) -> Told:
        """Read a row; raises CellRefused or TextTooLong for the first cell that cannot be taken."""
        told = Told(
            own=_own_number(self._text(OWN_NUMBER, row)),
            number=cells.code(self._text("number", row)),
            name=self._name(row),
            honorific=cells.label(self._text("honorific", row)),
            note=bare(cells.unguarded(self._text("note", row))).strip(),
        )
        if len(told.number) > CODE_LENGTH:
            raise TextTooLong(column=self._plan.heading("number"), limit=CODE_LENGTH)
        told.card = "".join(self._read("card", row, _card))
        told.phones = self._every(
            ("phone", "phone_2", "phone_3"), row, lambda text: people.parse_phones(text, self._region)
        )
        told.emails = self._every(("email", "email_2"), row, _addresses)
        told.addresses = self._read("address", row, _homes)
        told.tags = self._read("tags", row, _tags)
        told.language = "".join(self._read("language", row, _language))
        self._read_birthday(told, row)
        for name, kind in TASTES.items():
            things = cells.several(self._text(name, row))
            told.tastes |= {fold(thing): Taste(kind, words=thing) for thing in things if fold(thing)}
        told.consent = next(iter(self._read("consent", row, lambda text: [cells.yes_or_no(text)])), None)
        return told

    def _read_birthday(self, told: Told, row: Sequence[str]) -> None:
        """Read the birthday; one that names no day spoils no row, and it is told that it is left out."""
        said = self._text("birthday", row)
        if _PART_OF_A_DAY.fullmatch(ascii_digits(cells.unguarded(said))) and not _NO_DAY.fullmatch(said):
            told.left_out = saying(
                "{column}: {text} names no day, so it is left out. The rest of the row is taken.",
                column=self._plan.heading("birthday"),
                text=said,
            )
            return
        days = self._read("birthday", row, partial(_days, calendar=self._calendar, order=self._plan.order))
        told.birthday = next(iter(days), None)

    def _name(self, row: Sequence[str]) -> str:
        whole = cells.label(self._text("name", row))
        halves = (cells.label(self._text(part, row)) for part in ("first_name", "last_name"))
        return whole or " ".join(filter(None, halves))

    def _text(self, name: str, row: Sequence[str]) -> str:
        place = self._plan.columns.get(name)
        return "" if place is None else within_limit(self._plan, name, row[place].strip())

    def _every(self, names: Sequence[str], row: Sequence[str], read: Callable[[str], list[str]]) -> list[str]:
        found: dict[str, None] = {}
        for name in names:
            found |= dict.fromkeys(self._read(name, row, read))
        return list(found)

    def _read(self, name: str, row: Sequence[str], read: Callable[[str], list[Value]]) -> list[Value]:
        text = self._text(name, row)
        if not text:
            return []
        try:
            return read(text)
        except ShopError as error:
            raise CellRefused(column=self._plan.heading(name), reason=error.saying) from error


def _own_number(text: str) -> int:
    digits = cells.code(text)
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 19 else 0


def _card(text: str) -> list[str]:
    return [cards.parse_card(cells.code(text))]


def _addresses(text: str) -> list[str]:
    return [people.parse_address(part) for part in cells.several(text)]


def _homes(text: str) -> list[str]:
    """Part postal addresses at blank lines, each in its lines."""
    plain = bare(cells.unguarded(text)).replace(":::", "\n\n")
    homes = ("\n".join(filter(None, map(one_line, part.splitlines()))) for part in _BLANK_LINE.split(plain))
    return list(dict.fromkeys(filter(None, homes)))


def _tags(text: str) -> list[str]:
    found: dict[str, str] = {}
    for part in cells.several(text):
        tag = part.removeprefix("* ")
        if len(tag) > LONGEST_TAG:
            raise TagTooLong(text=tag[:LONGEST_TAG], count=LONGEST_TAG)
        if fold(tag) and fold(tag) not in _PHONES_OWN_TAGS:
            found.setdefault(fold(tag), tag)
    return list(found.values())


def _language(text: str) -> list[str]:
    found = _LANGUAGES.get(fold(text))
    if found is None:
        raise UnknownLanguage(text=text[:40], choices=", ".join(LANGUAGES))
    return [found]


def _days(text: str, calendar: CalendarKind, order: DayOrder) -> list[SaidDay]:
    """Read a birthday; programs that know none write 0/0/00."""
    plain = ascii_digits(cells.unguarded(text))
    if _NO_DAY.fullmatch(plain):
        return []
    month_first = _YEAR_LAST.match(plain) if order is DayOrder.MONTH_FIRST else None
    if month_first and int(month_first[3]) not in _JALALI_YEARS:
        plain = f"{month_first[3]}-{month_first[1]}-{month_first[2]}{month_first[4]}"
    return [read_day(plain, calendar)]
