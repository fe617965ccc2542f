"""A list of chosen customers on paper: name, phone, tags, when they were last seen, and what they spent."""

from collections.abc import Sequence
from pathlib import Path

from shopcrm.outside.paper import people_words
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.pages import SECOND, STRONG, Heading, Paper
from shopcrm.outside.paper.rows import Column, Number, Text, draw_rows
from shopcrm.rules.wording import Words
from shopcrm.services.person_report import ListedPerson


def write_customer_list(
    path: Path, heading: Heading, people: Sequence[ListedPerson], words: Words, fonts: Fonts
) -> None:
    """Write the list as a PDF, wholly or not at all; raises PaperNotSaved and FontMissing."""
    customer_list(heading, people, words, fonts).save(path)


def customer_list(heading: Heading, people: Sequence[ListedPerson], words: Words, fonts: Fonts) -> Paper:
    """Lay the list out."""
    paper = Paper(fonts, words, heading)
    columns = [
        Column("", numbers=True),
        Column(words.say("Name"), share=4),
        Column(words.say("Phone")),
        Column(words.say("Tags"), share=2),
        Column(words.say("Last seen")),
        Column(words.say("Spent"), numbers=True),
    ]
    draw_rows(paper, columns, [_row(words, place, one) for place, one in enumerate(people, start=1)])
    paper.space(6)
    count = words.plural("{count} person", "{count} people", count=len(people))
    spent = words.money(sum(one.spent for one in people))
    paper.text(words.say("{people}, {amount} in all", people=count, amount=spent), SECOND)
    return paper


def _row(words: Words, place: int, one: ListedPerson) -> tuple[Number, Text, Text, Text, Text, Number]:
    sheet = one.sheet
    known_as = sheet.cards[0].number if sheet.cards else sheet.code or ""
    return (
        Number(words.number(place), SECOND),
        Text(people_words.name_of(words, sheet), words.ltr(words.digits(known_as)), STRONG),
        Text("\n".join(words.phone(phone) for phone in sheet.phones)),
        Text(words.listing([words.isolate(tag) for tag in sheet.tags])),
        Text(words.short_day(words.days.of(sheet.last_seen_at))),
        Number(words.amount(one.spent)),
    )
