"""Writes what the shop knows into files for other programs and for the people themselves."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from shopcrm.outside.tables import handing_out, vcards, writing
from shopcrm.outside.tables.handing_out import Fill
from shopcrm.outside.tables.vcards import CardPerson
from shopcrm.rules import cells, occasions
from shopcrm.rules.calendar import CalendarKind
from shopcrm.rules.column_names import OWN_NUMBER
from shopcrm.rules.wording import Words
from shopcrm.services import about, exports
from shopcrm.services.exports import Kind, Portion, Take, Value
from shopcrm.services.import_rows import Tick
from shopcrm.services.shop import Shop

FORMS = (*handing_out.FORMS, ".vcf")
PERSON_FORMS = (".json", ".pdf")
_TICK_EACH = 500


def shop_to(shop: Shop, path: Path, kind: Kind, words: Words, tick: Tick | None = None) -> dict[str, int]:
    """Write customers, goods or everything in the form that the name asks for; gives the rows of each table.

    `tick` hears how many rows of how many are done. Whatever it raises leaves the place as it was, as do
    UnknownForm, OneTableOnly, NotWritten or TooLongForExcel.
    """
    form = path.suffix.lower()
    forms = FORMS if kind is Kind.CUSTOMERS else handing_out.FORMS
    if form not in forms:
        raise handing_out.UnknownForm(name=path.name, choices=", ".join(forms))
    total = shop.ask(exports.size, kind) if tick is not None else 0

    def fill(take: Take) -> None:
        shop.ask(exports.hand_out, kind, take if tick is None else _ticking(take, tick, total))

    if form == ".vcf":
        return {"customers": _cards_to(path, fill)}

    return handing_out.hand_out(path, fill, many=kind is Kind.EVERYTHING, rtl=words.rtl)


def person_to(shop: Shop, path: Path, customer_id: int) -> int:
    """Write everything about one person as JSON and give the number of rows; raises NotWritten."""
    known = shop.ask(about.everything, customer_id)

    def write(place: Path) -> int:
        place.write_text(json.dumps(known, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        return sum(len(part) for part in known.values() if isinstance(part, list))

    return writing.put(path, write)


def _ticking(take: Take, tick: Tick, total: int) -> Take:
    done = 0

    def counted(rows: Iterator[Sequence[Value]]) -> Iterator[Sequence[Value]]:
        nonlocal done
        for row in rows:
            if done % _TICK_EACH == 0:
                tick(done, max(total, done))
            done += 1
            yield row

    return lambda portion: take(replace(portion, rows=counted(portion.rows)))


def _cards_to(path: Path, fill: Fill) -> int:
    people: list[CardPerson] = []

    def take(portion: Portion) -> None:
        named = (dict(zip(portion.columns, row, strict=True)) for row in portion.rows)
        people.extend(_card({name: str(cell or "") for name, cell in row.items()}) for row in named)

    fill(take)

    def write(place: Path) -> int:
        place.write_text(vcards.write_cards(people), encoding="utf-8", newline="")
        return len(people)

    return writing.put(path, write)


def _card(row: dict[str, str]) -> CardPerson:
    phones = [row["phone"], *row["phone_2"].split(", ")]
    return CardPerson(
        name=row["name"],
        phones=list(filter(None, phones)),
        emails=list(filter(None, row["email"].split(", "))),
        addresses=list(filter(None, row["address"].split("\n\n"))),
        birthday=_birthday(row["birthday"]),
        note=row["note"],
        tags=cells.several(row["tags"]),
        language=row["language"],
        honorific=row["honorific"],
        code=row["number"],
        number=row[OWN_NUMBER],
    )


def _birthday(text: str) -> str:
    """Write a birthday as cards have it: Gregorian; a Jalali one without a year has no such day."""
    if not text:
        return ""
    said = occasions.read_day(text, CalendarKind.GREGORIAN)
    if said.year is None:
        return text if said.calendar is CalendarKind.GREGORIAN else ""
    return occasions.in_year(said.calendar, said.year, said.month, said.day).isoformat()
