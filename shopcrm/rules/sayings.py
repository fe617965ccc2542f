"""A sentence that is not yet in a language: an English message id and the values that go into it."""

from dataclasses import dataclass
from datetime import date, datetime
from string import Formatter
from typing import TypeAlias

from shopcrm.rules.money import Money

FieldValue: TypeAlias = "str | int | date | datetime | Money | Saying"


@dataclass(frozen=True, slots=True)
class Saying:
    """One sentence; `text` is the English message id with {fields}, `fields` their values in order.

    With `many`, the sentence has two forms and the field `count` chooses between them.
    """

    text: str
    fields: tuple[tuple[str, FieldValue], ...] = ()
    many: str = ""

    def plainly(self) -> str:
        """Read the sentence in bare English, for logs and exception texts that no customer sees."""
        values = {name: _plain(value) for name, value in self.fields}
        chosen = self.many if self.many and values.get("count") != "1" else self.text
        return fill(chosen, values)


def saying(text: str, /, many: str = "", **fields: FieldValue) -> Saying:
    """Keep a sentence for later; `text` (and `many`) are literals that the catalogue collects."""
    return Saying(text, tuple(fields.items()), many)


def fill(text: str, values: dict[str, str]) -> str:
    """Put words into the {places} of a text; only plain names are places, never attributes or items.

    A place without a value stays as it stands, so that nothing is lost silently.
    """
    parts: list[str] = []
    for literal, place, _spec, _conversion in Formatter().parse(text):
        parts.append(literal)
        if place is not None:
            parts.append(values.get(place, "{" + place + "}"))
    return "".join(parts)


def _plain(value: FieldValue) -> str:
    return value.plainly() if isinstance(value, Saying) else str(value)
