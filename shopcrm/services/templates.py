"""The texts that the shop sends, one for each language; it has some to begin with."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules import letters
from shopcrm.rules.letters import Text
from shopcrm.services.settings import LANGUAGES, SettingRefused
from shopcrm.store.messages import Template

ARRIVAL = "arrival"
"""The text about goods that came in."""

FIRST_TEXTS: Mapping[tuple[str, str], Text] = {
    (ARRIVAL, "en"): Text(
        "{goods} is here",
        "Hello {first_name},\n\n{goods} came in on {day}, and we thought of you.\n\n{shop}",
    ),
    (ARRIVAL, "fa"): Text(
        "{goods} رسید",
        "سلام {first_name}،\n\n{goods} روز {day} رسید و به یاد شما بودیم.\n\n{shop}",
    ),
}
"""What a new shop sends; customers are told in their own language whatever the screen speaks."""


def read(session: Session, name: str) -> dict[str, Text]:
    """Read the texts of a name by language: the shop's own, else the first ones."""
    texts = {language: text for (known, language), text in FIRST_TEXTS.items() if known == name}
    rows = session.scalars(select(Template).where(Template.name == name))
    texts.update((row.language, Text(row.subject, row.body)) for row in rows)
    return texts


def write(session: Session, name: str, language: str, text: Text) -> Text:
    """Keep a text of the shop's own; raises UnknownField, StrayBrace, TextEmpty or SettingRefused."""
    if language not in LANGUAGES:
        raise SettingRefused(name="language", value=language, choices=", ".join(LANGUAGES))
    tidy = letters.check(text)
    row = _row(session, name, language)
    if row is None:
        session.add(Template(name=name, language=language, subject=tidy.subject, body=tidy.body))
    else:
        row.subject, row.body = tidy.subject, tidy.body
    return tidy


def restore(session: Session, name: str, language: str) -> Text | None:
    """Go back to the text that the shop began with, and give it where there is one."""
    row = _row(session, name, language)
    if row is not None:
        session.delete(row)
    return FIRST_TEXTS.get((name, language))


def _row(session: Session, name: str, language: str) -> Template | None:
    return session.scalar(select(Template).where(Template.name == name, Template.language == language))
