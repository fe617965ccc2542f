"""What a message says: a text with named {fields}, filled for one person, and an address it can go to.

A field is one of a fixed set of names and nothing else; what is put into it is never read as a field again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from shopcrm.rules.errors import BadInput
from shopcrm.rules.text import bare, one_line

RLM = "\u200f"
"""The mark that makes a line run from right to left."""

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([^\s@<>()\[\]\\,;:\"%]{1,253})")
_HOST = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200f]")
_STRONG = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u052f\u200e\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200f]")


class Field(StrEnum):
    """What a text may ask for; the name comes with the honorific, where there is one."""

    FIRST_NAME = "first_name"
    NAME = "name"
    HONORIFIC = "honorific"
    GOODS = "goods"
    PRICE = "price"
    SHOP = "shop"
    DAY = "day"
    OCCASION = "occasion"
    POINTS = "points"
    TIER = "tier"
    CHANGED = "changed"


class UnknownField(BadInput):
    """The text asks for something that nobody fills in."""

    sentence = "Nothing fills the field {field}. Nothing was sent. Use one of these: {choices}."


class StrayBrace(BadInput):
    """A brace stands alone, so that nobody knows where the field ends."""

    sentence = (
        "A brace stands alone in the text. Nothing was sent. Write a field as {example}, a plain brace twice."
    )


class ValueMissing(BadInput):
    """A field has no value, and a blank is never sent."""

    sentence = (
        "The text asks for {field}, but there is none. Nothing was sent. Fill it in or change the text."
    )


class TextEmpty(BadInput):
    """There is nothing to say."""

    sentence = "The text is empty. Nothing was sent. Write what to say."


class BadAddress(BadInput):
    """The mail address cannot be written on a letter."""

    sentence = "{address} is no mail address. Correct it on the customer's page."


@dataclass(frozen=True, slots=True)
class Text:
    """A subject and a body with {fields} in one language; calls need no subject."""

    subject: str
    body: str


def fields_of(text: str) -> list[Field]:
    """List the fields that a text asks for, each once; raises UnknownField or StrayBrace."""
    return list(dict.fromkeys(piece for piece in _pieces(text) if isinstance(piece, Field)))


def check(text: Text) -> Text:
    """Tidy a text and make sure that it can be filled; raises UnknownField, StrayBrace or TextEmpty."""
    tidy = Text(one_line(text.subject), bare(text.body).strip())
    if not tidy.body:
        raise TextEmpty
    fields_of(tidy.subject)
    fields_of(tidy.body)
    return tidy


def missing(text: Text, values: Mapping[Field, str]) -> list[Field]:
    """List the fields of a text that have no value."""
    return [field for field in _asked(text) if _is_blank(values.get(field, ""))]


def write(text: Text, values: Mapping[Field, str]) -> Text:
    """Fill a text for one person; raises ValueMissing instead of leaving a blank."""
    lacking = missing(text, values)
    if lacking:
        raise ValueMissing(field=shown(lacking[0]))
    return Text(one_line(_filled(text.subject, values)), _filled(text.body, values))


def shown(field: Field) -> str:
    """Show a field as it is written in a text."""
    return f"{{{field.value}}}"


def sound_address(address: str) -> str:
    """Give a mail address as it travels, foreign hosts in their ASCII form; raises BadAddress."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise BadAddress(address=one_line(address))
    local = address[: match.start(1) - 1]
    try:
        host = match[1].encode("idna").decode("ascii")
    except UnicodeError as error:
        raise BadAddress(address=one_line(address)) from error
    if not _HOST.fullmatch(host) or ".." in local or local.startswith(".") or local.endswith("."):
        raise BadAddress(address=one_line(address))
    return f"{local}@{host}"


def is_sound(address: str) -> bool:
    """Whether a mail address can be written on a letter."""
    try:
        sound_address(address)
    except BadAddress:
        return False
    return True


def right_to_left(text: str) -> str:
    """Mark each line that would begin at the wrong side, so that Persian reads right in plain text."""
    return "\n".join(_marked(line) for line in text.split("\n"))


def _filled(text: str, values: Mapping[Field, str]) -> str:
    return "".join(values[piece] if isinstance(piece, Field) else piece for piece in _pieces(text))


# One text goes to thousands of people, so it is taken apart once.
@lru_cache(maxsize=64)
def _asked(text: Text) -> tuple[Field, ...]:
    return tuple(dict.fromkeys([*fields_of(text.subject), *fields_of(text.body)]))


@lru_cache(maxsize=64)
def _pieces(text: str) -> tuple[str, ...]:
    """Take a text apart into words and fields; raises UnknownField or StrayBrace."""
    pieces: list[str] = []
    end = 0
    for found in _PIECE.finditer(text):
        pieces += [text[end : found.start()], _piece(found)]
        end = found.end()
    return (*pieces, text[end:])


def _piece(found: re.Match[str]) -> str:
    if found[0] in {"{{", "}}"}:
        return found[0][0]
    if found[1] is None:
        raise StrayBrace(example=shown(Field.NAME))
    try:
        return Field(found[1])
    except ValueError as error:
        choices = ", ".join(map(shown, Field))
        raise UnknownField(field=one_line(found[0]), choices=choices) from error


def _is_blank(value: str) -> bool:
    # Marks of direction alone are a blank as well.
    return not (value.strip() if value.isascii() else one_line(value))


def _marked(line: str) -> str:
    strong = _STRONG.search(line)
    if strong is None or _RIGHT_TO_LEFT.match(strong[0]):
        return line
    return RLM + line
