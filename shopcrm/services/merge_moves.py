"""How everything that names one customer comes to name another, whatever tables there are (C2).

What may be there only once for a person stays once: the stricter of two tastes, the older of two wishes.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, insert, or_, select
from sqlalchemy.orm import Session, aliased

from shopcrm.rules.delivery import State
from shopcrm.rules.sayings import saying, to_json
from shopcrm.services import customer_rows, merge_journal, wishes
from shopcrm.services.customer_rows import Place
from shopcrm.services.merge_journal import Journal, Row
from shopcrm.services.shop import now_of, touched, who_of
from shopcrm.store.arrivals import Wish
from shopcrm.store.base import Topic
from shopcrm.store.customers import Consent
from shopcrm.store.merges import LikelyDuplicate
from shopcrm.store.messages import Message
from shopcrm.store.tables import METADATA

MERGED = "merged"
"""How a consent came that was brought along from the other of two people."""

STAYS = frozenset({"customer.merged_into_id", "merge.kept_id", "merge.gone_id"})
"""Places that tell who became whom; they stay as they were written."""

_Settle = Callable[[Session, Journal, int, int], None]


def move_all(session: Session, keep_id: int, gone_id: int) -> Journal:
    """Let everything that names `gone_id` name `keep_id`, and tell what was done."""
    journal = Journal()
    for place in customer_rows.places():
        if place.name in STAYS:
            continue
        settle = SETTLED.get(place.name)
        if settle is not None:
            settle(session, journal, keep_id, gone_id)
        if place.name in _HANDLED:
            continue
        if "preferred" in place.table.columns:
            _one_preferred(session, journal, place, keep_id, gone_id)
        merge_journal.move(session, journal, place, gone_id, keep_id)
    session.expire_all()
    return journal


def strictest(session: Session, keep_id: int, gone_id: int, after: int | None = None) -> list[int]:
    """Write down what holds for both: a no of either side, else a yes; gives the numbers of what was written.

    With `after`, what the kept one said after the consent of that number stands.
    """
    mine = _latest(session, keep_id)
    written = []
    for subject, theirs in _latest(session, gone_id).items():
        own = mine.get(subject)
        is_later = own is not None and after is not None and own.id > after
        if not is_later and (own is None or (own.given and not theirs.given)):
            written.append(_consent(session, keep_id, theirs))
    return written


def refusals_after(session: Session, keep_id: int, gone_id: int, after: int) -> None:
    """Let a no that was said while two people were one, after the consent of a number, hold for both."""
    theirs = _latest(session, gone_id)
    for subject, said in _latest(session, keep_id).items():
        other = theirs.get(subject)
        is_fresh = said.id > after and said.how != MERGED and not said.given
        if is_fresh and (other is None or other.given):
            _consent(session, gone_id, said)


def _consents(session: Session, journal: Journal, keep_id: int, gone_id: int) -> None:
    written = strictest(session, keep_id, gone_id)
    if written:
        journal.added["consent"] = written
    journal.last_consent = session.scalar(select(func.max(Consent.id))) or 0


def _latest(session: Session, customer_id: int) -> dict[tuple[str, str], Consent]:
    """Give the last word on each purpose and channel."""
    said = select(Consent).where(Consent.customer_id == customer_id).order_by(Consent.id)
    return {(row.purpose, row.channel): row for row in session.scalars(said)}


def _consent(session: Session, customer_id: int, said: Consent) -> int:
    row = Consent(
        customer_id=customer_id,
        purpose=said.purpose,
        channel=said.channel,
        given=said.given,
        at=now_of(session),
        how=MERGED,
        recorded_by=who_of(session).actor,
    )
    session.add(row)
    session.flush()
    return row.id


def _drop_twice(session: Session, journal: Journal, name: str, keep_id: int, gone_id: int) -> None:
    """Take out what the kept one has already."""
    place = customer_rows.at(name)
    theirs, mine = place.table.alias(), place.table.alias()
    for key in customer_rows.unique_with(place):
        same = [theirs.c[part.name] == mine.c[part.name] for part in key]
        twice = (
            select(theirs.c.id)
            .where(theirs.c[place.column.name] == gone_id, mine.c[place.column.name] == keep_id)
            .where(*same)
        )
        ids = list(session.connection().execute(twice).scalars())
        merge_journal.drop(session, journal, place.table, ids)


def _dropping(name: str) -> _Settle:
    def settle(session: Session, journal: Journal, keep_id: int, gone_id: int) -> None:
        _drop_twice(session, journal, name, keep_id, gone_id)

    return settle


def _one_preferred(session: Session, journal: Journal, place: Place, keep_id: int, gone_id: int) -> None:
    """Let the preferred phone or address of the kept one stay the preferred one."""
    table = place.table
    both = [
        customer_rows.ids_where(session, table, place.column == key, table.c.preferred)
        for key in (keep_id, gone_id)
    ]
    if both[0]:
        for key in both[1]:
            merge_journal.change(session, journal, table, key, {"preferred": False})


def _wishes(session: Session, journal: Journal, keep_id: int, gone_id: int) -> None:
    """Leave one open wish for each thing, that of whoever asked first (A1)."""
    table = METADATA.tables[Wish.__tablename__]
    mine, theirs = (_open_wishes(session, key) for key in (keep_id, gone_id))
    for thing in mine.keys() & theirs.keys():
        first, second = sorted((mine[thing], theirs[thing]), key=lambda row: (row["asked_at"], row["id"]))
        merge_journal.change(session, journal, table, second["id"], {"state": "withdrawn"})
        waiting = select(Message.id).where(Message.wish_id == second["id"], Message.state == State.QUEUED)
        for key in session.scalars(waiting).all():
            messages = METADATA.tables[Message.__tablename__]
            merge_journal.change(session, journal, messages, key, {"wish_id": first["id"]})


def _open_wishes(session: Session, customer_id: int) -> Mapping[tuple[Any, ...], Row]:
    rows = customer_rows.rows_of(session, customer_rows.at("wish.customer_id"), [customer_id])
    return {
        (row["product_id"], row["category_id"], row["skey"]): row
        for row in rows
        if row["state"] in wishes.OPEN
    }


def _preferences(session: Session, journal: Journal, keep_id: int, gone_id: int) -> None:
    """Leave one taste for each thing: what they avoid before all, then what they told, then the newer one."""
    place = customer_rows.at("preference.customer_id")
    mine, theirs = (_by_thing(customer_rows.rows_of(session, place, [key])) for key in (keep_id, gone_id))
    for thing in mine.keys() & theirs.keys():
        rows = sorted([*mine[thing], *theirs[thing]], key=_strictness)
        merge_journal.drop(session, journal, place.table, [row["id"] for row in rows[1:]])


def _by_thing(rows: Sequence[Row]) -> dict[tuple[Any, ...], list[Row]]:
    things: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        thing = (row["product_id"], row["category_id"], row["skey"], row["attribute"])
        things.setdefault(thing, []).append(row)
    return things


def _strictness(row: Row) -> tuple[Any, ...]:
    holds = row["dismissed_at"] is None
    return (
        not holds,
        row["kind"] != "avoids",
        row["source"] != "told",
        -row["told_at"].timestamp(),
        row["id"],
    )


def _messages(session: Session, journal: Journal, keep_id: int, gone_id: int) -> None:
    """Greet once for one occasion (M3), and let nothing wait twice for one person."""
    table = METADATA.tables[Message.__tablename__]
    mine, theirs = aliased(Message), aliased(Message)
    both = select(theirs.id).where(theirs.customer_id == gone_id, mine.customer_id == keep_id)
    for key in session.scalars(both.where(theirs.greeting == mine.greeting)).all():
        _one_greeting(session, journal, keep_id, key)
    twice = both.where(
        theirs.state == State.QUEUED,
        mine.state == State.QUEUED,
        theirs.purpose == mine.purpose,
        theirs.product_id == mine.product_id,
        theirs.arrival_id.is_not_distinct_from(mine.arrival_id),
    )
    for key in session.scalars(twice.distinct()).all():
        merge_journal.change(session, journal, table, key, _told_already(session))


def _one_greeting(session: Session, journal: Journal, keep_id: int, gone_key: int) -> None:
    """Let one of two greetings for the same day go out: the one that went already, else the kept one's."""
    gone = session.get_one(Message, gone_key)
    kept = session.scalars(
        select(Message).where(Message.customer_id == keep_id, Message.greeting == gone.greeting)
    ).one()
    is_out = gone.state in {State.SENDING, State.SENT, State.UNKNOWN}
    waits = kept if is_out and kept.state == State.QUEUED else gone
    table, nameless = METADATA.tables[Message.__tablename__], {"greeting": None}
    merge_journal.change(session, journal, table, gone_key, nameless)
    if waits.state == State.QUEUED:
        merge_journal.change(session, journal, table, waits.id, _told_already(session))


def _told_already(session: Session) -> dict[str, Any]:
    known = to_json([saying("The same person is told of it already.")])
    return {"state": State.WITHDRAWN.value, "problem": known, "settled_at": now_of(session)}


def _referred(session: Session, journal: Journal, keep_id: int, gone_id: int) -> None:
    """Let nobody have brought themselves to the shop (C5)."""
    table = METADATA.tables["customer"]
    for key in customer_rows.ids_where(
        session, table, table.c.id == keep_id, table.c.referred_by_id == gone_id
    ):
        merge_journal.change(session, journal, table, key, {"referred_by_id": None})


def _likely(session: Session, journal: Journal, keep_id: int, gone_id: int) -> None:
    """Settle the pair, and let the other pairs of the one be pairs of the other."""
    table, row = METADATA.tables[LikelyDuplicate.__tablename__], LikelyDuplicate
    pairs = session.scalars(select(row).where(or_(row.first_id == gone_id, row.second_id == gone_id))).all()
    for pair in pairs:
        other = pair.first_id + pair.second_id - gone_id
        first, second = min(keep_id, other), max(keep_id, other)
        if other == keep_id:
            pair.state = MERGED
            session.flush()
        elif customer_rows.ids_where(session, table, row.first_id == first, row.second_id == second):
            merge_journal.drop(session, journal, table, [pair.id])
        else:
            merge_journal.change(session, journal, table, pair.id, {"first_id": first, "second_id": second})
    if not any(keep_id in {pair.first_id, pair.second_id} for pair in pairs):
        settled = {"likeness": 0, "why": "[]", "found_at": now_of(session), "state": MERGED}
        couple = {"first_id": min(keep_id, gone_id), "second_id": max(keep_id, gone_id)}
        session.connection().execute(insert(table).values({**couple, **settled}))
    touched(session, Topic.CUSTOMERS)


SETTLED: Mapping[str, _Settle] = {
    **{
        name: _dropping(name)
        for name in (
            "phone.customer_id",
            "email.customer_id",
            "handle.customer_id",
            "occasion.customer_id",
            "tag.customer_id",
            "question.customer_id",
        )
    },
    "wish.customer_id": _wishes,
    "preference.customer_id": _preferences,
    "message.customer_id": _messages,
    "customer.referred_by_id": _referred,
    "consent.customer_id": _consents,
    "likely_duplicate.first_id": _likely,
}
"""What is done before the rows of a place are moved, where something may be there only once."""

_HANDLED = frozenset({"consent.customer_id", "likely_duplicate.first_id", "likely_duplicate.second_id"})
"""Places whose rows are not simply moved: what was said is never changed, and pairs have an order."""
