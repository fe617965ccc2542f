"""Reads address cards (vCard 2.1, 3.0 and 4.0, as phones export them) as a table of people, and writes them.

A damaged card never spoils its neighbours: it comes as a row that names nobody, and is refused.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from shopcrm.outside.tables import encodings, unreadable
from shopcrm.rules import cells, disk_words
from shopcrm.rules.column_names import OWN_NUMBER
from shopcrm.rules.text import bare, one_line
from shopcrm.services.settings import LANGUAGES

HEADINGS = (
    "Name",
    "Phone",
    "Phone 2",
    "Email",
    "Address",
    "Birthday",
    "Note",
    "Tags",
    "Language",
    "Honorific",
    "Number",
    OWN_NUMBER,
)
"""The columns of the table, by names that every import of customers knows."""
LARGEST = 64 * 1024 * 1024
_BATCH = 500
_BEGIN = re.compile(r"^BEGIN:VCARD[ \t]*$", re.IGNORECASE | re.MULTILINE)
_END = re.compile(r"^END:VCARD[ \t]*$", re.IGNORECASE | re.MULTILINE)
_BEGINS = re.compile(rb"^\s*BEGIN:VCARD", re.IGNORECASE)
_PROPERTY = re.compile(r"^[A-Za-z0-9.-]+[;:]")
_CODE, _OWN = "x-shopcrm-code", "x-shopcrm-number"
"""Under these stand the numbers of a person that only this program reads."""
_WITHIN = re.compile(
    r"^AGENT[^:\n]*:\s*BEGIN:VCARD[ \t]*\n(?:(?!BEGIN:VCARD|END:VCARD).*\n)*END:VCARD[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""Old cards hold the card of an agent within, who is nobody whom the shop was given."""
_NO_YEAR = "0000"
"""What some programs write where no year was said; others name the year that means none."""
_HEAVY = re.compile(r"^(?:item\d+\.)?(?:PHOTO|LOGO|SOUND|KEY)[;:]", re.IGNORECASE)
_SHOWN = 200
_LAST = 100
_CUT = "(cut off)"


@dataclass(frozen=True, slots=True)
class CardPerson:
    """A person as an address card tells of them; the first phone and mail are the preferred ones.

    `birthday` is written as year-month-day, or --month-day where no year was said (D3). `code` is the number
    under which another program knew them, `number` the shop's own; `unread` shows a card that is damaged.
    """

    name: str
    phones: Sequence[str] = ()
    emails: Sequence[str] = ()
    addresses: Sequence[str] = ()
    birthday: str = ""
    note: str = ""
    tags: Sequence[str] = ()
    language: str = ""
    honorific: str = ""
    code: str = ""
    number: str = ""
    unread: str = field(default="", kw_only=True)


def is_card_file(head: bytes) -> bool:
    """Tell whether the first bytes are those of an address card."""
    return bool(_BEGINS.match(head.removeprefix(b"\xef\xbb\xbf"))) or "BEGIN:V" in _wide(head)


def read_cards(path: Path) -> list[CardPerson]:
    """Read all cards of a file; raises TooLarge, DamagedFile or NotOpened."""
    return [_person(card) for card in _cards(_text(path))]


def rows(people: Sequence[CardPerson]) -> Iterator[list[list[str]]]:
    """Give people as rows under HEADINGS, many at a time."""
    rest = iter(people)
    while batch := [_row(person) for person in islice(rest, _BATCH)]:
        yield batch


def write_cards(people: Iterable[CardPerson]) -> str:
    """Write people as vCard 3.0, which every phone takes."""
    return "".join(_written(person) for person in people)


def _wide(head: bytes) -> str:
    encoding = encodings.by_mark(head)
    return head.decode(encoding, "replace").upper() if encoding else ""


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise unreadable.TooLarge(name=path.name, megabytes=LARGEST >> 20)
        content = path.read_bytes()
    except OSError as error:
        raise unreadable.NotOpened(name=path.name, reason=disk_words.why(error)) from error
    encoding = encodings.by_mark(content)
    if encoding is None:
        encoding = "utf-8" if _is_utf_8(content) else encodings.by_letters(content)
    try:
        text = encodings.decoder(encoding).decode(content, final=True)
    except UnicodeError as error:
        raise unreadable.DamagedFile(name=path.name) from error
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _cards(text: str) -> Iterator[str]:
    """Cut a text into cards; one that does not end spoils itself only."""
    for part in _BEGIN.split(_WITHIN.sub("", text))[1:]:
        whole = _END.split(part, maxsplit=1)
        body = "\n".join(_light(whole[0].strip("\n").split("\n")))
        yield body if len(whole) > 1 else f"{_CUT}\n{body}"


def _light(lines: Iterable[str]) -> Iterator[str]:
    """Leave out pictures and sounds, which are most of a card and are not kept."""
    heavy = False
    for line in lines:
        if _HEAVY.match(line):
            heavy = True
        elif _PROPERTY.match(line):
            heavy = False
        if not heavy and line.strip():
            yield line


def _person(card: str) -> CardPerson:
    if card.startswith(_CUT):
        return CardPerson("", unread=one_line(card)[:_SHOWN])
    # The reader of cards takes 0.1 s to import, and few files are cards.
    import vobject

    # It would write the lines it cannot read, with names and numbers in them, to the log.
    vobject.base.logger.disabled = True
    try:
        read = vobject.readOne(f"BEGIN:VCARD\n{card}\nEND:VCARD\n", allowQP=True, ignoreUnreadable=True)
        return _told(read)
    except Exception:  # noqa: BLE001 -- the reader raises a dozen kinds of errors for damaged cards
        return CardPerson("", unread=one_line(card)[:_SHOWN])


def _told(card: Any) -> CardPerson:
    parts = card.contents
    called = (_first(parts, "fn"), " ".join(_halves(parts)), _first(parts, "nickname"), _first(parts, "org"))
    name = next(filter(None, map(one_line, called)), "")
    phones, code = _all(parts, "tel", _phone), one_line(_first(parts, _CODE))
    language = one_line(_first(parts, "lang"))[:2].lower()
    return CardPerson(
        # Phones name those who have no name by whatever there is.
        name="" if name in {code, *phones, *_all(parts, "email", one_line)} else name,
        phones=phones,
        emails=_all(parts, "email", one_line),
        addresses=[text for one in parts.get("adr", ()) if (text := _address(one.value))],
        birthday=_birthday(parts),
        note="\n".join(_all(parts, "note", _lines)),
        tags=[one_line(tag) for one in parts.get("categories", ()) for tag in one.value if one_line(tag)],
        language=language if language in LANGUAGES else "",
        code=code,
        number=one_line(_first(parts, _OWN)),
        honorific=one_line(_joined(parts["n"][0].value.prefix)) if "n" in parts else "",
    )


def _first(parts: Any, name: str) -> str:
    return next((_joined(one.value) for one in parts.get(name, ()) if one.value), "")


def _joined(value: Any) -> str:
    if isinstance(value, bytes):
        # Old phones write letters of other scripts in base 64.
        return value.decode("utf-8" if _is_utf_8(value) else encodings.by_letters(value), "replace")
    return value if isinstance(value, str) else " ".join(str(part) for part in value if part)


def _halves(parts: Any) -> list[str]:
    if "n" not in parts:
        return []
    name = parts["n"][0].value
    return [half for half in (_joined(name.given), _joined(name.additional), _joined(name.family)) if half]


def _all(parts: Any, name: str, tidy: Any) -> list[str]:
    ones = sorted(parts.get(name, ()), key=_place)
    return list(dict.fromkeys(text for one in ones if (text := tidy(_joined(one.value)))))


def _lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _place(one: Any) -> int:
    """Tell in which place a contact is preferred: from 1, up to 100 for whatever nobody said it of."""
    said = "".join(map(str, one.params.get("PREF", ())))
    if said.isascii() and said.isdecimal() and said:
        return min(int(said[:4]), _LAST)
    types = " ".join(map(str, one.params.get("TYPE", ()))).lower()
    return 1 if "pref" in types or "PREF" in one.params else _LAST


def _phone(text: str) -> str:
    return one_line(text.removeprefix("tel:").split(";", maxsplit=1)[0])


def _address(value: Any) -> str:
    named = (value.box, value.extended, value.street, value.code, value.city, value.region, value.country)
    lines = (_joined(part).strip() for part in named)
    return "\n".join(line for line in lines if line)


def _birthday(parts: Any) -> str:
    one = next(iter(parts.get("bday", ())), None)
    if one is None:
        return ""
    day = _day(_joined(one.value))
    for year in (_NO_YEAR, *map(str, one.params.get("X-APPLE-OMIT-YEAR", ()))):
        if day.startswith(f"{year}-"):
            return f"-{day.removeprefix(year)}"
    return day


def _day(text: str) -> str:
    """Read a birthday as cards write it: 19900507, 1990-05-07, --0507, with a time or without."""
    plain = text.split("T", maxsplit=1)[0].strip()
    digits = plain.replace("-", "")
    if plain.startswith("--") and len(digits) == 4:
        return f"--{digits[:2]}-{digits[2:]}"
    if len(digits) == 8 and digits.isdecimal():
        return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    return plain


def _row(person: CardPerson) -> list[str]:
    first, *others = [*person.phones, ""]
    row = [
        person.name,
        first,
        ", ".join(filter(None, others)),
        ", ".join(person.emails),
        "\n\n".join(person.addresses),
        person.birthday,
        person.unread or person.note,
        cells.joined(person.tags),
        person.language,
        person.honorific,
        person.code,
        person.number,
    ]
    return list(map(cells.guarded, row))


def _written(person: CardPerson) -> str:
    import vobject

    card = vobject.vCard()
    known_by = filter(None, map(one_line, (person.name, person.code, *person.phones, *person.emails)))
    name = next(known_by, "-")
    card.add("fn").value = name
    card.add("n").value = vobject.vcard.Name(given=name, prefix=one_line(person.honorific))
    for kind, values in (("tel", person.phones), ("email", person.emails)):
        for place, value in enumerate(map(one_line, values)):
            one = card.add(kind)
            one.value = value
            if place == 0:
                one.type_param = "PREF"
    for address in person.addresses:
        card.add("adr").value = vobject.vcard.Address(street=bare(address))
    if person.tags:
        card.add("categories").value = list(map(one_line, person.tags))
    for kind, text in _singles(person):
        if text:
            card.add(kind).value = text
    written: str = card.serialize()
    return written


def _singles(person: CardPerson) -> Iterator[tuple[str, str]]:
    yield "bday", one_line(person.birthday)
    yield "note", bare(person.note)
    yield "lang", one_line(person.language)
    yield _CODE, one_line(person.code)
    yield _OWN, one_line(person.number)
