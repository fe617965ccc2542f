"""Forgets a person: who is replaced, how much is kept (C3).

Sales stay under a customer without a name, with every amount as it was. Those who were merged into the
person go with them, and only keyed hashes remember that somebody asked to be forgotten.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import String, Table, cast, delete, func, literal, or_, select, update
from sqlalchemy.orm import Session

from shopcrm.rules.delivery import State
from shopcrm.rules.errors import Refused
from shopcrm.rules.people import ERASED_NAME, shown_name
from shopcrm.rules.sayings import FieldValue
from shopcrm.services import customer_rows, erased_care, erased_ledgers, merges, people, suppressions, wishes
from shopcrm.services.people import ACTIVE, ERASED
from shopcrm.services.shop import now_of, touched
from shopcrm.store.arrivals import Hold, Wish
from shopcrm.store.base import Topic
from shopcrm.store.customers import Customer, Household
from shopcrm.store.imports import ImportedChange
from shopcrm.store.merges import Merge
from shopcrm.store.messages import Attempt, Message
from shopcrm.store.sales import Sale

REMOVED = frozenset(
    {
        "phone.customer_id",
        "email.customer_id",
        "address.customer_id",
        "handle.customer_id",
        "card.customer_id",
        "occasion.customer_id",
        "tag.customer_id",
        "note.customer_id",
        "preference.customer_id",
        "question.customer_id",
        "consent.customer_id",
        "held_basket.customer_id",
        "likely_duplicate.first_id",
        "likely_duplicate.second_id",
    }
)
"""Places whose rows tell nothing but who somebody is."""

CLEANED = frozenset(
    {
        "sale.customer_id",
        "message.customer_id",
        "wish.customer_id",
        "hold.customer_id",
        "point_posting.customer_id",
        "point_lot.customer_id",
        "point_entry.customer_id",
        "tier_change.customer_id",
        "tab_entry.customer_id",
        "voucher.customer_id",
        "complaint.customer_id",
        "asking.customer_id",
        "promise.customer_id",
        "special_order.customer_id",
        "merge.kept_id",
        "merge.gone_id",
        "customer.referred_by_id",
        "customer.merged_into_id",
    }
)
"""Places whose rows tell how much as well: they stay, without a word of who."""

NO_WORDS = "—"
"""What stands where a wish was for something in words."""

_WAITING = (State.QUEUED, State.SENDING, State.UNKNOWN)


class ErasedAlready(Refused):
    """Nothing is left to erase."""

    sentence = "Customer {id} was erased before. Nothing was changed."


@dataclass(frozen=True, slots=True)
class Goes:
    """What erasing somebody would take away, by table, and what would stay.

    `care` counts complaints, promises and special orders, of which the words and photos go, and `merged` the
    people who became part of them; `total` is in smallest units.
    """

    customer_id: int
    name: FieldValue
    removed: dict[str, int]
    messages: int
    waiting: int
    wishes: int
    care: int
    held: int
    merged: int
    sales: int
    total: int


@dataclass(frozen=True, slots=True)
class Erased:
    """Who was erased: the customer, then those who were part of them; and how much went and stayed."""

    customer_id: int
    ids: tuple[int, ...]
    removed: dict[str, int] = field(default_factory=dict)
    withdrawn: int = 0
    sales: int = 0


def look(session: Session, customer_id: int) -> Goes:
    """Tell what erasing somebody would take away; raises NoSuchCustomer or ErasedAlready."""
    ids = _whole_person(session, customer_id)
    row = people.get(session, ids[0])
    sold = session.execute(
        select(func.count(Sale.id), func.coalesce(func.sum(Sale.total), 0)).where(Sale.customer_id.in_(ids))
    ).one()
    messages = select(func.count(Message.id)).where(Message.customer_id.in_(ids))
    return Goes(
        customer_id=row.id,
        name=shown_name(row.name, row.code, row.id),
        removed=_counts(session, ids),
        messages=session.scalars(messages).one(),
        waiting=session.scalars(messages.where(Message.state.in_(_WAITING))).one(),
        wishes=session.scalars(select(func.count(Wish.id)).where(Wish.customer_id.in_(ids))).one(),
        care=erased_care.count(session, ids),
        held=session.scalars(
            select(func.count(Hold.id)).where(Hold.customer_id.in_(ids), Hold.state == "held")
        ).one(),
        merged=len(ids) - 1,
        sales=sold[0],
        total=int(sold[1]),
    )


def erase(session: Session, customer_id: int) -> Erased:
    """Erase a person, and whoever was merged into them; raises NoSuchCustomer or ErasedAlready.

    The file itself still has to be cleaned once this is committed: see `forgetting`.
    """
    ids = _whole_person(session, customer_id)
    suppressions.note(session, ids[0])
    sales = session.scalars(select(func.count(Sale.id)).where(Sale.customer_id.in_(ids))).one()
    removed = _counts(session, ids)
    _scrub_imports(session, ids)
    withdrawn = _clean_messages(session, ids)
    _clean_goods(session, ids)
    erased_ledgers.clean(session, ids)
    erased_care.clean(session, ids)
    _scrub_trail(session, ids)
    for name in sorted(REMOVED):
        place = customer_rows.at(name)
        session.connection().execute(delete(place.table).where(customer_rows.named_by(place, ids)))
    session.expire_all()
    homes = _leave_people(session, ids)
    _close_homes(session, homes)
    touched(session, Topic.CUSTOMERS, f"erased {len(ids)} customers")
    return Erased(ids[0], tuple(ids), removed, withdrawn, sales)


def words_of(session: Session, customer_id: int) -> list[str]:
    """List words that only this person has, so that it can be seen whether any of them stayed in the file.

    Raises NoSuchCustomer or ErasedAlready.
    """
    ids = _whole_person(session, customer_id)
    words: set[str] = set()
    for table, column in _TELLING:
        query = select(table.c[column]).where(table.c.customer_id.in_(ids))
        others = select(table.c.id).where(table.c.customer_id.not_in(ids))
        for text in session.connection().execute(query.distinct()).scalars().all():
            known_to_others = session.connection().execute(others.where(table.c[column] == text).limit(1))
            if len(text) >= _TELLS and known_to_others.first() is None:
                words.add(text)
    return sorted(words)


_TELLS = 8
"""Shorter words may stand in the file by chance."""

_TELLING: tuple[tuple[Table, str], ...] = tuple(
    (customer_rows.at(f"{table}.customer_id").table, column)
    for table, column in (
        ("phone", "e164"),
        ("email", "address"),
        ("address", "text"),
        ("card", "number"),
        ("handle", "value"),
        ("note", "text"),
    )
)


def _whole_person(session: Session, customer_id: int) -> list[int]:
    """Give the kept customer and all who became part of them."""
    kept = people.find(session, customer_id)
    if people.get(session, kept).state == ERASED:
        raise ErasedAlready(id=kept)
    return merges.part_of(session, kept)


def _counts(session: Session, ids: Collection[int]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in sorted(REMOVED - {"likely_duplicate.second_id"}):
        place = customer_rows.at(name)
        found = len(customer_rows.ids_where(session, place.table, customer_rows.named_by(place, ids)))
        if found:
            counts[place.table.name] = found
    return counts


def _clean_messages(session: Session, ids: Collection[int]) -> int:
    """Take every word out of the messages, and withdraw those that wait; gives how many."""
    mine = Message.customer_id.in_(ids)
    withdrawn = session.execute(
        update(Message)
        .where(mine, Message.state.in_(_WAITING))
        .values(state=State.WITHDRAWN.value, settled_at=now_of(session))
        .returning(Message.id)
    ).all()
    session.execute(
        update(Message)
        .where(mine)
        .values(
            address="",
            subject="",
            body="",
            why="[]",
            problem="",
            reference=None,
            claimed_by=None,
            lease_until=None,
        )
    )
    # The name of an occasion is in people's own words, and stands in what a greeting is called.
    session.execute(
        update(Message)
        .where(mine, Message.greeting.is_not(None))
        .values(greeting=None, key=literal("erased:") + cast(Message.id, String))
    )
    told = select(Message.id).where(mine)
    session.execute(update(Attempt).where(Attempt.message_id.in_(told)).values(detail=""))
    return len(withdrawn)


def _clean_goods(session: Session, ids: Collection[int]) -> None:
    """Take the words out of wishes, close them, and give back what was held."""
    mine = Wish.customer_id.in_(ids)
    session.execute(update(Wish).where(mine, Wish.state.in_(wishes.OPEN)).values(state="withdrawn"))
    session.execute(update(Wish).where(mine, Wish.words != "").values(words=NO_WORDS))
    session.execute(update(Wish).where(mine).values(skey="", note="", attribute=""))
    session.execute(
        update(Hold)
        .where(Hold.customer_id.in_(ids), Hold.state == "held")
        .values(state="released", settled_at=now_of(session))
    )


def _scrub_trail(session: Session, ids: Collection[int]) -> None:
    """Leave of the merges only who became whom."""
    part = or_(Merge.kept_id.in_(ids), Merge.gone_id.in_(ids))
    session.execute(update(Merge).where(part).values(moved="{}"))


def _scrub_imports(session: Session, ids: Collection[int]) -> None:
    """Drop what imports remember of the fields that they changed."""
    own = {place.table.name: [place] for place in customer_rows.places() if place.name not in _TRAIL}
    changes: list[tuple[str, list[int]]] = [(Customer.__tablename__, list(ids))]
    for name, places in own.items():
        found = [customer_rows.ids_where(session, p.table, customer_rows.named_by(p, ids)) for p in places]
        changes += [(name, rows) for rows in found]
    for name, rows in changes:
        for start in range(0, len(rows), 5000):
            some = ImportedChange.row_id.in_(rows[start : start + 5000])
            session.execute(delete(ImportedChange).where(ImportedChange.rows_of == name, some))


_TRAIL = frozenset({"customer.referred_by_id", "customer.merged_into_id", "merge.kept_id", "merge.gone_id"})


def _leave_people(session: Session, ids: Collection[int]) -> set[int]:
    """Leave numbers without names, whom nobody has brought or lives with; gives their households."""
    session.execute(update(Customer).where(Customer.referred_by_id.in_(ids)).values(referred_by_id=None))
    rows = session.scalars(select(Customer).where(Customer.id.in_(ids))).all()
    homes = {row.household_id for row in rows if row.household_id is not None}
    nothing: dict[str, Any] = {
        "code": None,
        "language": None,
        "preferred_channel": None,
        "referred_by_id": None,
        "household_id": None,
        "merged_into_id": None,
        "tab_limit": None,
    }
    for row in rows:
        row.note = row.honorific = row.skey = row.sort_key = ""
        row.name, row.state = ERASED_NAME, ERASED
        for name, value in nothing.items():
            setattr(row, name, value)
    session.flush()
    return homes


def _close_homes(session: Session, homes: Collection[int]) -> None:
    """Close households in which nobody lives with anybody any more."""
    for home in homes:
        lives_there = Customer.household_id == home
        if len(session.scalars(select(Customer.id).where(lives_there, Customer.state == ACTIVE)).all()) > 1:
            continue
        session.execute(update(Customer).where(lives_there).values(household_id=None))
        session.execute(delete(Household).where(Household.id == home))
