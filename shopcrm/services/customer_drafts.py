"""What is written down of a customer at a time: of a new one all there is, of a known one what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopcrm.rules.delivery import Channel
from shopcrm.rules.errors import BadInput
from shopcrm.rules.people import LONGEST_CODE, shown_name
from shopcrm.rules.sayings import Saying
from shopcrm.rules.text import ascii_digits, bare, one_line
from shopcrm.services import (
    cards,
    cautions,
    consents,
    contacts,
    households,
    occasions,
    people,
    preferences,
    tags,
)
from shopcrm.services.consents import Answer
from shopcrm.services.contacts import Labelled
from shopcrm.services.occasions import OccasionDraft
from shopcrm.services.preferences import Taste
from shopcrm.services.settings import LANGUAGES
from shopcrm.store.customers import Customer


class NothingKnown(BadInput):
    """A customer without anything to know them by."""

    sentence = "Give a name, a number, a phone or a mail address. Nothing was saved."


class CodeTaken(BadInput):
    """Somebody else has the number."""

    sentence = "The number {code} already belongs to {name}. Nothing was saved. Choose another number."


class CodeTooLong(BadInput):
    """The number does not fit."""

    sentence = "A customer's number has at most {count} characters. Nothing was saved."


class UnknownLanguage(BadInput):
    """A language that the program does not speak."""

    sentence = "{language} is not a language of this program. Nothing was saved. Choose one of: {choices}."


class UnknownChannel(BadInput):
    """A way to tell people that the program does not have."""

    sentence = "{channel} is not a way to reach people. Nothing was saved. Choose one of: {choices}."


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be known of a customer; None leaves a field as it is; the first contact is preferred.

    `code` is the number under which another program knew them; `addresses` are of their home or work. Of
    `consents` only what differs is written down, of `handles` only the channels that are named;
    `preferences`, `tags` and `occasions` are all there are. Whatever is given empty is taken away, as are
    `referred_by` and `household_with` with 0.
    """

    name: str | None = None
    code: str | None = None
    phones: Sequence[str | Labelled] | None = None
    emails: Sequence[str | Labelled] | None = None
    note: str | None = None
    language: str | None = None
    consents: Sequence[Answer] = ()
    preferences: Sequence[Taste] | None = None
    honorific: str | None = None
    tags: Sequence[str] | None = None
    addresses: Sequence[str | Labelled] | None = None
    occasions: Sequence[OccasionDraft] | None = None
    preferred_channel: str | None = None
    referred_by: int | None = None
    household_with: int | None = None
    handles: Mapping[Channel, str] | None = None
    card: str | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """The customer that was saved, and what to know about it, such as a phone that another one has too."""

    id: int
    warnings: tuple[Saying, ...] = ()


def write(session: Session, row: Customer, draft: Draft) -> Saved:
    """Write what a draft says into a row that is there, with all that hangs from it.

    Raises what is wrong with any part of it.
    """
    _write_names(session, row, draft)
    session.flush()
    before = cautions.kept(session, row.id)
    warnings = _write_contacts(session, row.id, draft)
    consents.settle(session, row.id, draft.consents)
    if draft.preferences is not None:
        preferences.settle(session, row.id, draft.preferences)
    if draft.tags is not None:
        tags.settle(session, row.id, draft.tags)
    if draft.occasions is not None:
        occasions.settle(session, row.id, draft.occasions)
    if draft.card is not None:
        cards.settle(session, row.id, draft.card)
    warnings += _write_kin(session, row.id, draft)
    warnings += _belonged_to_the_erased(session, row.id, before)
    session.flush()
    people.refresh_words(session, row)
    return Saved(row.id, tuple(warnings))


def _belonged_to_the_erased(session: Session, customer_id: int, before: set[str]) -> list[Saying]:
    return cautions.erased(
        session,
        phones=contacts.phones(session, customer_id),
        emails=contacts.addresses(session, customer_id),
        card=cards.in_use(session, customer_id),
        but=before,
    )


def _write_contacts(session: Session, customer_id: int, draft: Draft) -> list[Saying]:
    warnings: list[Saying] = []
    if draft.phones is not None:
        warnings = contacts.write_phones(session, customer_id, draft.phones)
    if draft.emails is not None:
        contacts.write_addresses(session, customer_id, draft.emails)
    if draft.addresses is not None:
        contacts.write_homes(session, customer_id, draft.addresses)
    if draft.handles is not None:
        contacts.write_handles(session, customer_id, draft.handles)
    return warnings


def _write_kin(session: Session, customer_id: int, draft: Draft) -> list[Saying]:
    """Write down who lives with them, and then who brought them, which must not be the same (C5)."""
    warnings: list[Saying] = []
    if draft.household_with:
        warnings = households.join(session, customer_id, draft.household_with)
    elif draft.household_with is not None:
        households.leave(session, customer_id)
    if draft.referred_by is not None:
        households.refer(session, customer_id, draft.referred_by)
    return warnings


def _write_names(session: Session, row: Customer, draft: Draft) -> None:
    if draft.name is not None:
        row.name = one_line(draft.name)
    if draft.note is not None:
        row.note = bare(draft.note).strip()
    if draft.code is not None:
        row.code = _free_code(session, row, draft.code)
    if draft.language is not None:
        if draft.language not in {"", *LANGUAGES}:
            raise UnknownLanguage(language=draft.language, choices=", ".join(LANGUAGES))
        row.language = draft.language or None
    if draft.honorific is not None:
        row.honorific = one_line(draft.honorific)
    if draft.preferred_channel is not None:
        if draft.preferred_channel not in {"", *Channel}:
            raise UnknownChannel(channel=draft.preferred_channel, choices=", ".join(Channel))
        row.preferred_channel = draft.preferred_channel or None


def _free_code(session: Session, row: Customer, text: str) -> str | None:
    code = ascii_digits(one_line(text))
    if len(code) > LONGEST_CODE:
        raise CodeTooLong(count=LONGEST_CODE)
    with session.no_autoflush:
        owner = session.scalars(select(Customer).where(Customer.code == code)).first() if code else None
    if owner is not None and owner is not row:
        raise CodeTaken(code=code, name=shown_name(owner.name, owner.code, owner.id))
    return code or None
