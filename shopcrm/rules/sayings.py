"""A sentence that is not yet in a language: an English message id and the values that go into it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from string import Formatter
from typing import Any, TypeAlias

from shopcrm.rules.money import Money, Quantity

NOTHING = "[]"
"""What no sentence at all looks like, written down."""

FieldValue: TypeAlias = "str | int | date | datetime | Money | Quantity | Saying"


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
        values = {name: plain(value) for name, value in self.fields}
        chosen = self.many if self.many and values.get("count") != "1" else self.text
        return fill(chosen, values)


def saying(text: str, /, many: str = "", **fields: FieldValue) -> Saying:
    """Keep a sentence for later; `text` (and `many`) are literals that the catalogue collects."""
    return Saying(text, tuple(fields.items()), many)


def to_json(sayings: Iterable[Saying]) -> str:
    """Write sentences down so that they can be put into any language later."""
    packed = [_packed(one) for one in sayings]
    return json.dumps(packed, ensure_ascii=False) if packed else NOTHING


def from_json(text: str) -> tuple[Saying, ...]:
    """Read back what `to_json` wrote; an empty text holds no sentence."""
    return tuple(_unpacked(one) for one in json.loads(text or NOTHING))


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


def plain(value: FieldValue) -> str:
    """Read a value in bare English, for what a machine reads or looks through."""
    return value.plainly() if isinstance(value, Saying) else str(value)


def _packed(one: Saying) -> dict[str, Any]:
    fields = [[name, *_packed_value(value)] for name, value in one.fields]
    return {"text": one.text, "many": one.many, "fields": fields}


def _packed_value(value: FieldValue) -> tuple[str, Any]:
    match value:
        case Saying():
            return "saying", _packed(value)
        case Money(amount=amount):
            return "money", amount
        case Quantity():
            return "quantity", [value.thousandths, value.unit]
        case datetime():
            return "moment", value.isoformat()
        case date():
            return "day", value.isoformat()
        case _:
            return "plain", value


def _unpacked(packed: dict[str, Any]) -> Saying:
    fields = tuple((name, _unpacked_value(kind, value)) for name, kind, value in packed["fields"])
    return Saying(packed["text"], fields, packed["many"])


def _unpacked_value(kind: str, value: Any) -> FieldValue:
    match kind:
        case "saying":
            return _unpacked(value)
        case "money":
            return Money(value)
        case "quantity":
            return Quantity(*value)
        case "moment":
            return datetime.fromisoformat(value)
        case "day":
            return date.fromisoformat(value)
        case _:
            plain: str | int = value
            return plain
