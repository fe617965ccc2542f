"""Takes back what a form did to a customer: an entry goes again, a change is as it was before.

Only what was changed then is put back; what others wrote since stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm.rules.errors import Refused
from shopcrm.rules.people import shown_name
from shopcrm.services import cards, contacts, customer_rows, customers, households, people, tags
from shopcrm.services.consents import Answer, ConsentView
from shopcrm.services.contacts import Labelled
from shopcrm.services.customers import CustomerSheet, Draft, Saved
from shopcrm.services.preferences import PreferenceView, Source, Taste

CORRECTED = "corrected at the counter"
"""How an answer came that only takes a slip back."""

_PART_OF_THE_ENTRY = frozenset(
    {
        "phone.customer_id",
        "email.customer_id",
        "address.customer_id",
        "handle.customer_id",
        "card.customer_id",
        "occasion.customer_id",
        "tag.customer_id",
        "consent.customer_id",
        "preference.customer_id",
        "likely_duplicate.first_id",
        "likely_duplicate.second_id",
    }
)
"""Where a form writes, and where a sweep only repeats it; whatever else names a customer keeps them."""


class UsedSince(Refused):
    """Something happened to them after they were written down."""

    sentence = (
        "{name} stays, since there are sales, messages, notes or people that belong to them by now. "
        "Nothing was changed. Erase them if they ask for it."
    )


@dataclass(frozen=True, slots=True)
class Added:
    """Somebody was written down; taking it back removes them."""

    saved: Saved


@dataclass(frozen=True, slots=True)
class Changed:
    """Somebody was changed by a draft; taking it back makes them as they were before."""

    saved: Saved
    before: CustomerSheet
    written: Draft


def add(session: Session, draft: Draft) -> Added:
    """Add a customer as `customers.add` does, so that it can be taken back."""
    return Added(customers.add(session, draft))


def edit(session: Session, customer_id: int, draft: Draft) -> Changed:
    """Change a customer as `customers.edit` does, and keep how they stood before."""
    before = customers.show(session, customer_id, newest=0)
    return Changed(customers.edit(session, customer_id, draft), before, draft)


def undo(session: Session, done: Added | Changed) -> int:
    """Take back what was saved and give whom it leaves, or 0 for nobody; raises as the two below."""
    if isinstance(done, Added):
        take_back(session, done.saved.id)
        return 0
    return put_back(session, done.before, done.written).id


def put_back(session: Session, before: CustomerSheet, written: Draft) -> Saved:
    """Make what a draft had changed as it was before; an answer to messages is put back by a new answer.

    Raises as `customers.edit`, such as where somebody else got the number since.
    """
    _drop_what_came(session, before, written)
    saved = customers.edit(session, before.id, as_before(before, written))
    if written.card is not None:
        _take_card(session, before)
    return saved


def take_back(session: Session, customer_id: int) -> None:
    """Remove a customer who was just written down; raises NoSuchCustomer, or UsedSince with all kept."""
    row = people.get(session, customer_id)
    session.flush()
    if row.state != people.ACTIVE or any(
        _names(session, place, row.id)
        for place in customer_rows.places()
        if place.name not in _PART_OF_THE_ENTRY
    ):
        raise UsedSince(name=shown_name(row.name, row.code, row.id))
    households.leave(session, row.id)
    session.delete(row)
    session.flush()


def changes(draft: Draft) -> bool:
    """Whether a draft changes anything at all."""
    return replace(draft, consents=()) != Draft() or bool(draft.consents)


def as_before(before: CustomerSheet, written: Draft) -> Draft:
    """Give the draft that puts back what another draft changes, and nothing else."""
    moved = written.household_with is not None and before.referred_by is not None
    was = Draft(
        name=before.name,
        honorific=before.honorific,
        code=before.code or "",
        card=next((card.number for card in before.cards if card.replaced_at is None), ""),
        phones=_labelled(before, before.phones),
        emails=_labelled(before, before.emails),
        addresses=_labelled(before, before.addresses),
        handles={channel: before.handles.get(channel, "") for channel in written.handles or {}},
        note=before.note,
        language=before.language or "",
        tags=before.tags,
        occasions=before.occasions,
        preferences=[_taste(view) for view in before.preferences if view.source is Source.TOLD],
        preferred_channel=before.preferred_channel or "",
        # Who moves in with somebody may lose who brought them.
        referred_by=before.referred_by.id if before.referred_by is not None else 0,
        household_with=before.household[0].id if before.household else 0,
    )
    given = {name for name in Draft.__slots__ if getattr(written, name) is not None}
    given |= {"referred_by"} if moved else set()
    left = {name: None for name in Draft.__slots__ if name not in given}
    return replace(was, **left, consents=_answers(before.consents, written.consents))


def _answers(before: Sequence[ConsentView], written: Sequence[Answer]) -> list[Answer]:
    """Answer as before; where nobody had asked yet a yes by mistake becomes a no, which is the safe side."""
    held = {(view.purpose, view.channel): view.given for view in before}
    return [
        Answer(answer.purpose, answer.channel, held.get((answer.purpose, answer.channel), False), CORRECTED)
        for answer in written
    ]


def _labelled(before: CustomerSheet, texts: Sequence[str]) -> list[Labelled]:
    return [Labelled(text, before.labels.get(text, "")) for text in texts]


def _taste(view: PreferenceView) -> Taste:
    # An attribute is written apart from its value; goods and shelves have no words of their own.
    return Taste(
        view.kind, view.product_id, view.category_id, view.words, view.strength, attribute=view.attribute
    )


def _drop_what_came(session: Session, before: CustomerSheet, written: Draft) -> None:
    """Leave of each list the first only, so that the rest comes back behind it in the order of before."""
    key = people.find(session, before.id)
    if written.phones is not None:
        contacts.write_phones(session, key, before.phones[:1])
    if written.emails is not None:
        contacts.write_addresses(session, key, before.emails[:1])
    if written.addresses is not None:
        contacts.write_homes(session, key, before.addresses[:1])
    if written.tags is not None:
        tags.settle(session, key, ())


def _take_card(session: Session, before: CustomerSheet) -> None:
    """Take the card away again that the change had given."""
    known, key = {card.number for card in before.cards}, people.find(session, before.id)
    for card in cards.of_customer(session, key):
        if card.number not in known:
            cards.remove(session, key, card.number)


def _names(session: Session, place: customer_rows.Place, customer_id: int) -> bool:
    count = select(func.count()).select_from(place.table).where(place.column == customer_id)
    return bool(session.connection().execute(count).scalar_one())
