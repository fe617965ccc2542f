"""The points of customers: earned, spent, taken back and given back, each entry naming its lot (P1 to P12).

A balance is the sum of a customer's entries, and so what lies in their lots less what they owe.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from shopcrm.rules import points as rules
from shopcrm.rules.errors import BadInput
from shopcrm.rules.lots import Lot, in_order
from shopcrm.rules.point_expiry import first_day, last_day
from shopcrm.rules.points import Earned, NoPoints, PointsShort, Rule, Taken, take
from shopcrm.rules.sayings import Saying, saying
from shopcrm.rules.text import one_line
from shopcrm.services import people, point_ledger, point_rates, settings
from shopcrm.services.point_expiry import expire
from shopcrm.services.point_ledger import Account, Posting
from shopcrm.services.point_notices import queue_notices
from shopcrm.services.point_rates import rules_of_sale, rules_on
from shopcrm.store.points import PointEntry, PointLot, PointPosting
from shopcrm.store.prepared import Prepared, among

__all__ = [
    "GivenBack",
    "NoPoints",
    "PointsBeyond",
    "PointsShort",
    "ReasonMissing",
    "Standing",
    "TakenBack",
    "adjust",
    "earn",
    "expire",
    "give_back",
    "goes_back_to",
    "lapse",
    "queue_notices",
    "rules_of_sale",
    "rules_on",
    "spend",
    "standing",
    "take_back",
]

EARN, SPEND, REWARD = "earn", "spend", "reward"
_SOONEST = 3
_MOST_BY_HAND = 10**9

_POSTED = Prepared(
    select(PointPosting.id, PointPosting.rule, PointPosting.kind, PointPosting.points).where(
        PointPosting.document == bindparam("document")
    )
)
_OF_SALE = Prepared(
    select(PointLot.id)
    .join(PointPosting, PointPosting.id == PointLot.posting_id)
    .where(PointPosting.sale_id == bindparam("sale"), PointPosting.kind == EARN)
)
_TAKEN_BY = Prepared(
    select(PointEntry.lot_id, func.sum(PointEntry.points))
    .where(PointEntry.posting_id == bindparam("posting"))
    .group_by(PointEntry.lot_id)
)
_OF_OTHERS = Prepared(
    select(PointLot.id).where(PointLot.id.in_(among("lots")), PointLot.customer_id != bindparam("who"))
)


class PointsBeyond(BadInput):
    """More than anybody means."""

    sentence = (
        "At most {most} points are added or taken at once, not {asked}. Nothing was changed. "
        "Look at the digits, and write fewer."
    )


class ReasonMissing(BadInput):
    """Points and levels change by hand only with a reason (P12, T4)."""

    sentence = "A reason is needed. Nothing was changed. Write why in a few words."


@dataclass(frozen=True, slots=True)
class Standing:
    """How many points somebody has: `balance` is the sum of all entries, `usable` what can be spent now.

    `pending` points can be used later (P7), `owed` ones were taken back after they were spent (R3).
    `worth_of_one` is what one point pays (smallest units), `soonest` what lapses when, the first first.
    `over` are those whose last day is over and whose end is not written yet: they are in no other number.
    """

    balance: int = 0
    usable: int = 0
    pending: int = 0
    owed: int = 0
    worth_of_one: int = 0
    soonest: tuple[tuple[date, int], ...] = ()
    over: int = 0


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What a return took back, and what was missing and is now owed (or forgiven, as it was asked)."""

    taken: int
    owed: int


@dataclass(frozen=True, slots=True)
class GivenBack:
    """What came back to the lots it was spent from, and how much of that lapsed at once (R4)."""

    points: int
    lapsed: int


def standing(session: Session, customer_id: int) -> Standing:
    """Tell how many points somebody has; nobody's points are none, not an error."""
    account = point_ledger.look(session, customer_id)
    free = sum(lot.rest for lot in account.usable)
    over = sum(lot.rest for lot in account.lots if lot.is_over(account.day))
    return Standing(
        balance=account.balance - over,
        # A debt beside lots is left by a merge, and paid with the next posting.
        usable=max(free - account.owed, 0),
        pending=sum(lot.rest for lot in account.lots if lot.usable_from > account.day),
        owed=account.owed,
        worth_of_one=point_rates.worth_of_one(session, account.day),
        soonest=_soonest(account),
        over=over,
    )


def lapse(session: Session, customer_id: int) -> int:
    """Let the points of one person lapse whose last day is over; tells how many lots did.

    Raises NoSuchCustomer.
    """
    return point_ledger.clear(session, point_ledger.find(session, customer_id))


def earn(
    session: Session,
    customer_id: int,
    document: str,
    sale_id: int | None,
    earned: Sequence[Earned],
    account: Account | None = None,
) -> int:
    """Post what a sale earned and give the points; what is owed is paid off first (P4).

    `account` is theirs where the same document just spent points, and so was not posted before. A second
    posting of the same document changes nothing and gives the points of the first (P8).
    Raises NoSuchCustomer.
    """
    gained = [one for one in earned if one.points > 0]
    posted = () if account is not None else _POSTED.rows(session, document=document)
    known = [row[3] for row in posted if row[2] == EARN]
    if known or not gained:
        return sum(known)
    account = account or point_ledger.open_account(session, customer_id)
    for one in gained:
        posting = Posting(document, f"{EARN} {one.rule_id}", EARN, sale_id, one.why)
        _add(session, account, posting, one.rule_id, (one.points, one.usable_from, one.expires_on))
    # A lot that comes with its last day behind it, from a day long past, is over as it comes.
    point_ledger.clear(session, account)
    return sum(one.points for one in gained)


def spend(
    session: Session,
    customer_id: int,
    points: int,
    document: str,
    sale_id: int | None = None,
    kind: str = SPEND,
    why: Saying | None = None,
) -> Account | None:
    """Take points out of the lots that end soonest (P4, P10); `kind` is spend or reward.

    Gives the account as it stands then, for who posts more, or None where nothing was posted. A second
    posting of the same document changes nothing (P8). Raises NoPoints, PointsShort, NoSuchCustomer.
    """
    if points <= 0:
        raise NoPoints
    if _is_posted(session, document, kind):
        return None
    account = point_ledger.open_account(session, customer_id)
    # What the debt of a merge left unpaid cannot be spent.
    taken = rules.spend(account.usable, points)
    posting = Posting(document, kind, kind, sale_id, why)
    point_ledger.write(session, account, posting, point_ledger.out_of(account, taken))
    return account


def take_back(
    session: Session,
    customer_id: int,
    points: int,
    document: str,
    sale_id: int | None,
    why: Saying,
    *,
    owe: bool = True,
) -> TakenBack:
    """Take back what a returned part had earned: from the lots of its sale first, then from any (R3).

    What is missing is owed; with `owe` False it is forgiven, and nothing is written of it. A second posting
    of the same document changes nothing and gives what the first took. Raises NoPoints, NoSuchCustomer.
    """
    if points <= 0:
        raise NoPoints
    known = _is_posted(session, document, "take back")
    if known:
        return _as_taken(session, known)
    account = point_ledger.open_account(session, customer_id)
    own = {} if sale_id is None else {key for (key,) in _OF_SALE.rows(session, sale=sale_id)}
    taken = take(sorted(account.lots, key=lambda lot: lot.id not in own), points)
    missing = points - sum(one.points for one in taken)
    entries = point_ledger.out_of(account, taken)
    if owe and missing:
        entries.append((None, -missing))
    if entries:
        posting = Posting(document, "take back", "take_back", sale_id, why)
        point_ledger.write(session, account, posting, entries)
    return TakenBack(points - missing, missing)


def give_back(session: Session, customer_id: int, points: int, document: str, of_document: str) -> GivenBack:
    """Give points that a document spent back to the lots they came from (R4), never more than it spent.

    What came last out of the lots goes first back. Lots that are over have the shop's days of grace, and
    without them lapse at once; what is owed is paid first. A second posting of the same document changes
    nothing. Raises NoPoints, NoSuchCustomer.
    """
    if points <= 0:
        raise NoPoints
    rule = f"give back {of_document}"
    known = _is_posted(session, document, rule)
    if known:
        return _as_given(session, document, known)
    account = point_ledger.open_account(session, customer_id)
    back, sale_id = _to_give_back(session, of_document, rule, points)
    given = sum(lot.rest for lot in back)
    if not given:
        return GivenBack(0, 0)
    why = saying("{points} points came back", points=given)
    posting = Posting(document, rule, "give_back", sale_id, why)
    number = point_ledger.put_posting(session, account, posting, given)
    entries = [*_fill(session, account, number, back), *point_ledger.settle(account)]
    point_ledger.put_entries(session, account, number, entries)
    return GivenBack(given, _lapse_at_once(session, account, posting))


def goes_back_to(session: Session, of_document: str, points: int) -> list[Lot]:
    """Tell which lots so many points that a document spent would go back to; their rest is the part."""
    return _to_give_back(session, of_document, f"give back {of_document}", points)[0]


def adjust(session: Session, customer_id: int, points: int, reason: str) -> int:
    """Add or take points by hand with a reason, and give the number of the posting (P12).

    What is added ends as the points of today's rules do, by the one that lasts longest.
    Raises NoPoints, PointsBeyond, ReasonMissing, PointsShort, NoSuchCustomer, ErasedOnRequest.
    """
    why = one_line(reason)
    if not points:
        raise NoPoints
    if abs(points) > _MOST_BY_HAND:
        raise PointsBeyond(most=_MOST_BY_HAND, asked=abs(points))
    if not why:
        raise ReasonMissing
    owner = people.kept(session, customer_id)
    account = point_ledger.open_account(session, owner.id)
    posting = Posting(f"adjust {uuid4().hex}", "adjust", "adjust", reason=why)
    if points > 0:
        lot = (points, account.day, _usual_end(session, account.day))
        return _add(session, account, posting, None, lot)
    if account.balance < -points:
        raise PointsShort(have=max(account.balance, 0), asked=-points)
    by_use = sorted(account.lots, key=lambda lot: not lot.is_usable(account.day))
    return point_ledger.write(session, account, posting, point_ledger.out_of(account, take(by_use, -points)))


def _add(
    session: Session,
    account: Account,
    posting: Posting,
    rule_id: int | None,
    lot: tuple[int, date, date | None],
) -> int:
    """Post a new lot, and let it pay what is owed."""
    number = point_ledger.put_posting(session, account, posting, lot[0])
    lot_id = point_ledger.put_lot(session, account, number, rule_id, lot)
    point_ledger.add_lot(account, Lot(lot_id, *lot))
    entries = [(lot_id, lot[0]), *point_ledger.settle(account)]
    point_ledger.put_entries(session, account, number, entries)
    return number


def _to_give_back(session: Session, of_document: str, rule: str, points: int) -> tuple[list[Lot], int | None]:
    """Choose which lots so many points go back to, less what went back before; also names the sale."""
    query = (
        select(PointPosting.customer_id, PointPosting.sale_id, PointEntry.points, PointLot)
        .join(PointEntry, PointEntry.posting_id == PointPosting.id)
        .join(PointLot, PointLot.id == PointEntry.lot_id)
    )
    spent = query.where(PointPosting.document == of_document, PointPosting.kind.in_((SPEND, REWARD)))
    left: dict[int, Lot] = {}
    sale_id, owner = None, 0
    for owner, sale_id, out, lot in session.execute(spent):  # noqa: B007 -- all name the same person and sale
        left[lot.id] = Lot(lot.id, -out, lot.usable_from, lot.expires_on)
    before = query.where(
        PointPosting.customer_id == owner, PointPosting.kind == "give_back", PointPosting.rule == rule
    )
    for _owner, _sale, back, lot in session.execute(before):
        if back > 0 and lot.id in left:
            left[lot.id] = left[lot.id].with_rest(left[lot.id].rest - back)
    latest_first = list(reversed(in_order(left.values())))
    chosen = {one.lot_id: one.points for one in take(latest_first, points)}
    return [left[key].with_rest(part) for key, part in chosen.items()], sale_id


def _fill(
    session: Session, account: Account, posting_id: int, back: Sequence[Lot]
) -> list[tuple[int | None, int]]:
    """Fill lots again; what is over goes into a new lot for the days of grace, where the shop gives any.

    What was spent of a lot that is somebody else's since two people were parted goes into one of their own.
    """
    grace = settings.read(session).grace_days
    of_others = {
        row[0] for row in _OF_OTHERS.rows(session, who=account.customer_id, lots=[one.id for one in back])
    }
    entries: list[tuple[int | None, int]] = []
    for lot in back:
        entries.append((lot.id, lot.rest))
        fresh = lot
        days = (lot.usable_from, lot.expires_on)
        has_grace = grace > 0 and lot.is_over(account.day)
        if has_grace:
            days = (account.day, account.day + timedelta(days=grace))
        if has_grace or lot.id in of_others:
            number = point_ledger.put_lot(session, account, posting_id, None, (lot.rest, *days))
            entries += [(lot.id, -lot.rest), (number, lot.rest)]
            fresh = Lot(number, lot.rest, *days)
        point_ledger.add_lot(account, fresh)
    return entries


def _lapse_at_once(session: Session, account: Account, posting: Posting) -> int:
    over = [lot for lot in account.lots if lot.is_over(account.day)]
    if over:
        why = saying("Their last day was over already")
        lapsing = Posting(posting.document, f"expire {posting.rule}", "expire", posting.sale_id, why)
        taken = [Taken(lot.id, lot.rest) for lot in over]
        point_ledger.write(session, account, lapsing, point_ledger.out_of(account, taken))
    return sum(lot.rest for lot in over)


def _is_posted(session: Session, document: str, rule: str) -> int:
    """Give the number of the posting of a document and rule, or 0 (P8)."""
    return next((row[0] for row in _POSTED.rows(session, document=document) if row[1] == rule), 0)


def _as_taken(session: Session, posting_id: int) -> TakenBack:
    parts = dict(_TAKEN_BY.rows(session, posting=posting_id))
    owed = -int(parts.pop(None, 0))
    return TakenBack(-sum(int(part) for part in parts.values()), owed)


def _as_given(session: Session, document: str, posting_id: int) -> GivenBack:
    rows = _POSTED.rows(session, document=document)
    given = next(points for number, _rule, _kind, points in rows if number == posting_id)
    lapsed = -sum(points for _number, _rule, kind, points in rows if kind == "expire")
    return GivenBack(given, lapsed)


def _usual_end(session: Session, day: date) -> date | None:
    ends = [_end_by(rule, day) for rule in rules_on(session, day)]
    return None if not ends or None in ends else max(end for end in ends if end is not None)


def _end_by(rule: Rule, day: date) -> date | None:
    return last_day(rule.expiry, rule.expiry_days, first_day(day, 0), rule.calendar)


def _soonest(account: Account) -> tuple[tuple[date, int], ...]:
    ends: dict[date, int] = {}
    for lot in account.lots:
        if lot.expires_on is not None and not lot.is_over(account.day):
            ends[lot.expires_on] = ends.get(lot.expires_on, 0) + lot.rest
    return tuple(sorted(ends.items())[:_SOONEST])
