"""Makes two customers one, and takes it back within a month (C2).

The one who is gone stays as a pointer, so that an old card, number or code still finds the person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, delete, or_, select
from sqlalchemy.orm import Session

from shopcrm.rules.errors import NotFound, Refused
from shopcrm.rules.people import NoSuchCustomer, shown_name
from shopcrm.rules.sayings import FieldValue
from shopcrm.rules.text import fold
from shopcrm.services import merge_journal, merge_moves, merged_documents, merged_loyalty, people
from shopcrm.services.duplicates import APART
from shopcrm.services.people import ACTIVE, ERASED, MERGED
from shopcrm.services.shop import now_of, who_of
from shopcrm.store.customers import Customer
from shopcrm.store.matching import SalesDigest
from shopcrm.store.merges import LikelyDuplicate, Merge
from shopcrm.store.prepared import Prepared
from shopcrm.store.tables import METADATA

UNDO_DAYS = 30


_MERGED = Prepared(
    select(Merge.id).where(or_(Merge.kept_id == bindparam("who"), Merge.gone_id == bindparam("who"))).limit(1)
)
"""Most people were never merged, and are to be shown at once."""


class MergedWithThemselves(Refused):
    """One person is one person already."""

    sentence = "{name} cannot be merged with themselves. Nothing was changed. Choose two people."


class MergedAlready(Refused):
    """The person is a pointer to another."""

    sentence = "{name} was merged into {other} already. Nothing was changed. Choose {other} instead."


class ErasedForGood(Refused):
    """Of an erased person nothing is left to be merged."""

    sentence = "One of the two was erased. Nothing was changed. Choose two people whom the shop knows."


class NoSuchMerge(NotFound):
    """The merge is not there."""

    sentence = "There is no merge {id}. Look at the list of merges."


class UnmergedAlready(Refused):
    """It was taken back before."""

    sentence = "This merge was taken back already. Nothing was changed."


class MergeTooOld(Refused):
    """Too much happened since."""

    sentence = (
        "This merge is more than {count} days old. The two stay one person. "
        "Write the other one down as a new customer."
    )


class KeptMergedSince(Refused):
    """The kept one is a pointer themselves by now."""

    sentence = "{name} was merged into {other} since. Nothing was changed. Take that merge back first."


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge came to: how many rows of each table were moved."""

    merge_id: int
    kept_id: int
    gone_id: int
    moved: dict[str, int]


@dataclass(frozen=True, slots=True)
class MergeView:
    """A merge as people read it; `can_undo` says whether it can still be taken back."""

    id: int
    kept_id: int
    gone_id: int
    kept: FieldValue
    gone: FieldValue
    at: datetime
    by: str
    undone_at: datetime | None
    can_undo: bool


def merge(session: Session, keep_id: int, gone_id: int) -> Merged:
    """Make two customers one: everything of the one who is gone becomes that of the kept one.

    Raises NoSuchCustomer, MergedWithThemselves, MergedAlready, ErasedForGood.
    """
    keep, gone = people.get(session, keep_id), people.get(session, gone_id)
    if keep is gone:
        raise MergedWithThemselves(name=_name(keep))
    for one in (keep, gone):
        _check_active(session, one)
    session.flush()
    held = merged_loyalty.before(session, keep_id, gone_id)
    journal = merge_moves.move_all(session, keep_id, gone_id)
    journal.last_sale = merged_documents.latest(session)
    merged_loyalty.after(session, journal, keep_id, held)
    merge_journal.change(session, journal, METADATA.tables["customer"], keep_id, _joined(keep, gone))
    row = Merge(
        kept_id=keep_id,
        gone_id=gone_id,
        at=now_of(session),
        by=who_of(session).actor,
        moved=journal.to_json(),
    )
    session.add(row)
    gone.state, gone.merged_into_id = MERGED, keep_id
    _settle(session, keep, gone)
    return Merged(row.id, keep_id, gone_id, journal.count())


def unmerge(session: Session, merge_id: int) -> MergeView:
    """Make two people of one again; what came after the merge stays with the kept one.

    What was brought back of the other's sales, and taken in exchange for it, is the other's with them.

    Raises NoSuchMerge, UnmergedAlready, MergeTooOld, KeptMergedSince, ErasedForGood.
    """
    row = session.get(Merge, merge_id)
    if row is None:
        raise NoSuchMerge(id=merge_id)
    keep, gone = people.get(session, row.kept_id), people.get(session, row.gone_id)
    _check_undo(session, row, keep, gone)
    journal = merge_journal.from_json(row.moved)
    later = _still_merged(session, row)
    _give_back_from_later(session, row, journal, later)
    newer = [(other, _unjoin(session, other, keep.id)) for other in reversed(later) if other.id > row.id]
    left = merge_journal.undo(session, journal, keep.id, gone.id)
    for other, changes in reversed(newer):
        _join_again(session, other, changes)
    if left and newer:
        _hand_on(session, newer[0][0], left)
    merged_loyalty.undone(session, row.id, journal, keep.id, gone.id)
    gone.state, gone.merged_into_id = ACTIVE, None
    row.undone_at, row.undone_by = now_of(session), who_of(session).actor
    session.flush()
    merge_moves.refusals_after(session, keep.id, gone.id, journal.last_consent)
    for other in later:
        _consents_again(session, other)
    _keep_apart(session, keep.id, gone.id)
    _settle(session, keep, gone)
    return _view(session, row)


def recent(session: Session, limit: int = 50) -> list[MergeView]:
    """List the merges, the newest first; those that were taken back too."""
    return _views(session, limit=limit)


def of_customer(session: Session, customer_id: int) -> list[MergeView]:
    """List the merges that a customer was part of, the newest first."""
    if not _MERGED.rows(session, who=customer_id):
        return []
    return _views(session, or_(Merge.kept_id == customer_id, Merge.gone_id == customer_id))


def part_of(session: Session, customer_id: int) -> list[int]:
    """List the customers who became part of one, near and far, and the one, who comes first."""
    found, fresh = [customer_id], [customer_id]
    while fresh:
        fresh = list(session.scalars(select(Customer.id).where(Customer.merged_into_id.in_(fresh))))
        found += fresh
    return found


def _check_active(session: Session, row: Customer) -> None:
    if row.state == ERASED:
        raise ErasedForGood
    if row.state == MERGED:
        other = people.get(session, people.find(session, row.id))
        raise MergedAlready(name=_name(row), other=_name(other))


def _check_undo(session: Session, row: Merge, keep: Customer, gone: Customer) -> None:
    if row.undone_at is not None:
        raise UnmergedAlready
    if ERASED in {keep.state, gone.state}:
        raise ErasedForGood
    if keep.state == MERGED:
        other = people.get(session, people.find(session, keep.id))
        raise KeptMergedSince(name=_name(keep), other=_name(other))
    if not _in_time(session, row):
        raise MergeTooOld(count=UNDO_DAYS)


def _in_time(session: Session, row: Merge) -> bool:
    return now_of(session) - row.at <= timedelta(days=UNDO_DAYS)


def _joined(keep: Customer, gone: Customer) -> dict[str, object]:
    """Join what stands on the two customers themselves: what the kept one lacks comes from the other."""
    joined: dict[str, object] = {
        "name": _fuller(keep.name, gone.name),
        "note": _both_notes(keep.note, gone.note),
        "honorific": keep.honorific or gone.honorific,
        "language": keep.language or gone.language,
        "preferred_channel": keep.preferred_channel or gone.preferred_channel,
        "household_id": keep.household_id or gone.household_id,
        "first_seen_at": min(keep.first_seen_at, gone.first_seen_at),
        "last_seen_at": max(keep.last_seen_at, gone.last_seen_at),
        "tab_limit": _stricter(keep.tab_limit, gone.tab_limit),
    }
    if keep.referred_by_id is None and gone.referred_by_id != keep.id:
        joined["referred_by_id"] = gone.referred_by_id
    return joined


def _stricter(limit: int | None, other: int | None) -> int | None:
    """Keep the lower of two limits that were decided for them; None is the shop's usual one."""
    decided = [one for one in (limit, other) if one is not None]
    return min(decided, default=None)


def _fuller(name: str, other: str) -> str:
    """Keep a name, unless the other one holds all its words and more."""
    mine, theirs = set(fold(name).split()), set(fold(other).split())
    return other if mine < theirs else name


def _both_notes(note: str, other: str) -> str:
    if not other or fold(other) in fold(note):
        return note
    return "\n".join(filter(None, [note, other]))


def _settle(session: Session, keep: Customer, gone: Customer) -> None:
    """Let search, lists and ranking see who is who by now."""
    session.flush()
    session.refresh(keep)
    for row in (keep, gone):
        people.refresh_words(session, row)
    # The digest names the buyer of each line.
    session.execute(delete(SalesDigest))
    session.flush()


def _still_merged(session: Session, row: Merge) -> Sequence[Merge]:
    others = select(Merge).where(Merge.kept_id == row.kept_id, Merge.id != row.id, Merge.undone_at.is_(None))
    return session.scalars(others.order_by(Merge.id)).all()


def _give_back_from_later(
    session: Session, row: Merge, journal: merge_journal.Journal, others: Sequence[Merge]
) -> None:
    """Undo what later merges did to rows that go back now, with this one."""
    for other in others:
        known = merge_journal.from_json(other.moved)
        taken = merge_journal.take_out(known, journal.rows(), row.kept_id, row.gone_id)
        if taken.changed or taken.dropped:
            other.moved = known.to_json()
            session.flush()
            journal.changed += taken.changed
            journal.dropped += taken.dropped


def _unjoin(session: Session, other: Merge, keep_id: int) -> list[merge_journal.Row]:
    """Take off the kept person what a newer merge joined to them, so that an older one goes first."""
    journal = merge_journal.from_json(other.moved)
    changes = merge_journal.unlink(session, journal, METADATA.tables["customer"], keep_id)
    other.moved = journal.to_json()
    session.flush()
    session.expire_all()
    return changes


def _join_again(session: Session, other: Merge, changes: Sequence[merge_journal.Row]) -> None:
    """Join the two of a merge anew that still holds."""
    if not changes:
        return
    session.expire_all()
    journal, table = merge_journal.from_json(other.moved), METADATA.tables["customer"]
    joined = _joined(people.get(session, other.kept_id), people.get(session, other.gone_id))
    for after in changes:
        rest = {name: value for name, value in after.items() if name not in joined}
        if rest:
            merge_journal.change(session, journal, table, other.kept_id, rest)
    merge_journal.change(session, journal, table, other.kept_id, joined)
    other.moved = journal.to_json()
    session.flush()


def _hand_on(session: Session, newest: Merge, left: list[merge_journal.Changed]) -> None:
    """Have what could not go back yet go back with the newest merge, whose rows stand in its place."""
    journal = merge_journal.from_json(newest.moved)
    journal.changed = [*left, *journal.changed]
    newest.moved = journal.to_json()
    session.flush()


def _consents_again(session: Session, other: Merge) -> None:
    """Let the no of somebody who is still merged hold, although another merge had brought it too."""
    journal = merge_journal.from_json(other.moved)
    written = merge_moves.strictest(session, other.kept_id, other.gone_id, journal.last_consent)
    if written:
        journal.added.setdefault("consent", []).extend(written)
        other.moved = journal.to_json()


def _keep_apart(session: Session, one: int, two: int) -> None:
    row = LikelyDuplicate
    pair = session.scalars(
        select(row).where(row.first_id == min(one, two), row.second_id == max(one, two))
    ).first()
    if pair is not None:
        pair.state = APART


def _views(session: Session, *conditions: ColumnElement[bool], limit: int | None = None) -> list[MergeView]:
    query = select(Merge).where(*conditions).order_by(Merge.id.desc()).limit(limit)
    return [_view(session, row) for row in session.scalars(query)]


def _view(session: Session, row: Merge) -> MergeView:
    keep, gone = session.get(Customer, row.kept_id), session.get(Customer, row.gone_id)
    if keep is None or gone is None:
        raise NoSuchCustomer(id=row.kept_id)
    can = row.undone_at is None and keep.state == ACTIVE and gone.state == MERGED and _in_time(session, row)
    return MergeView(row.id, keep.id, gone.id, _name(keep), _name(gone), row.at, row.by, row.undone_at, can)


def _name(row: Customer) -> FieldValue:
    return shown_name(row.name, row.code, row.id)
