"""What becomes of vouchers when goods come back: of those used on the sale, and those it earned (R5, R6)."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from shopcrm.rules.sayings import saying
from shopcrm.rules.vouchers import Kind, Limit
from shopcrm.services import moments, settings, voucher_issue
from shopcrm.services.shop import now_of, touched
from shopcrm.services.voucher_issue import VoucherDraft
from shopcrm.store.base import Topic
from shopcrm.store.sales import Sale, SaleStep
from shopcrm.store.vouchers import Voucher, VoucherLimit, VoucherUse

Share: TypeAlias = Callable[[Sequence[int]], tuple[int, int]]
"""Tells from what each line bore of a voucher which fraction of it is back."""


@dataclass(frozen=True, slots=True)
class Back:
    """A voucher that came back: freed itself, or a new one in its place; `worth` in smallest units.

    One that comes back whole is as it was, and its worth is what it took off the sale.
    """

    voucher_id: int
    is_freed: bool
    new_id: int | None
    worth: int
    is_whole: bool = field(default=False, compare=False)


def free(session: Session, sale_id: int, return_id: int, share: Share, *, full: bool) -> list[Back]:
    """Give back the vouchers that were used on a sale of which goods were brought back (R5).

    `share` tells how much of a voucher is back by now, with all returns before this one; `full` says that
    all of the sale is. A full return frees a voucher on the day of its use, and a reversal does so
    always; else the share becomes a new voucher with the same dates. Over several returns never more than
    the whole comes back. The shop's setting says otherwise.
    """
    found: list[Back] = []
    is_reversal = bool(session.scalar(select(Sale.reversal).where(Sale.id == return_id)))
    for use, row in _used_on(session, sale_id, always=is_reversal):
        due = _due(session, use, row, share, full=full, is_reversal=is_reversal)
        if due is not None:
            found.append(_give(session, use, row, return_id, due))
    return found


def foresee(session: Session, sale_id: int, share: Share, *, full: bool) -> list[Back]:
    """Tell what `free` would give back now for a return that is no reversal, with nothing written."""
    found = [_due(session, use, row, share, full=full) for use, row in _used_on(session, sale_id)]
    return [due for due in found if due is not None]


def lapse_earned_by(session: Session, sale_id: int, remaining: int) -> list[int]:
    """Let the unused vouchers lapse that a sale earned and that what remains of it no longer earns (R6).

    `remaining` is what the sale still comes to, in smallest units. Gives the vouchers' numbers.
    """
    earned = select(Voucher).where(
        Voucher.sale_id == sale_id, Voucher.replaces_id.is_(None), Voucher.state != "withdrawn"
    )
    lapsed: list[int] = []
    for row in session.scalars(earned.order_by(Voucher.id).with_for_update()):
        is_earned = remaining > 0 and remaining >= row.earned_at_least
        if not is_earned and not voucher_issue.is_touched(session, row):
            why = saying("The sale that earned it was brought back.")
            voucher_issue.take_away(session, row, why, "lapse")
            lapsed.append(row.id)
    return lapsed


def _used_on(session: Session, sale_id: int, *, always: bool = False) -> list[tuple[VoucherUse, Voucher]]:
    """Read the uses that may come back, each with its voucher; none where the shop gives none back."""
    if settings.read(session).voucher_back == "never" and not always:
        return []
    query = (
        select(VoucherUse, Voucher)
        .join(Voucher, Voucher.id == VoucherUse.voucher_id)
        .where(VoucherUse.sale_id == sale_id, VoucherUse.freed_at.is_(None))
        .order_by(VoucherUse.id)
    )
    return [(use, row) for use, row in session.execute(query)]


def _due(
    session: Session,
    use: VoucherUse,
    row: Voucher,
    share: Share,
    *,
    full: bool,
    is_reversal: bool = False,
) -> Back | None:
    """Tell what is due for one use: the voucher itself, one like it, or one over the share that came back."""
    given = _given_before(session, row, use)
    borne = _borne(session, use)
    back, of = share(borne)
    # A voucher for tea comes back whole with the tea, whatever else of the sale is kept.
    if not given and (full or (any(borne) and back >= of)):
        freed = is_reversal or _frees(session, use.at)
        return Back(row.id, is_freed=freed, new_id=None, worth=use.amount, is_whole=True)
    due = _worth(row, use) * min(back, of) // of - sum(given)
    return Back(row.id, is_freed=False, new_id=None, worth=due) if due > 0 else None


def _borne(session: Session, use: VoucherUse) -> list[int]:
    """Tell what each line bore of a voucher, in smallest units; nothing where it took nothing off."""
    told = session.scalar(
        select(SaleStep.shares).where(SaleStep.sale_id == use.sale_id, SaleStep.voucher_id == use.voucher_id)
    )
    borne: list[int] = json.loads(told or "[]")
    return borne


def _give(session: Session, use: VoucherUse, row: Voucher, return_id: int, due: Back) -> Back:
    if due.is_freed:
        _mark_free(session, use, return_id)
        return due
    if due.is_whole:
        new = _in_its_place(session, row, return_id, row.kind, row.value, row.minimum)
    else:
        minimum = row.minimum * due.worth // _worth(row, use)
        new = _in_its_place(session, row, return_id, Kind.AMOUNT, due.worth, minimum)
    return replace(due, new_id=new)


def _frees(session: Session, used_at: datetime) -> bool:
    """Tell whether a full return now frees the very voucher."""
    decided = settings.read(session)
    return decided.voucher_back == "free" and decided.days.of(used_at) == moments.today(session)


def _worth(row: Voucher, use: VoucherUse) -> int:
    """Tell what the whole of a used voucher is worth: its face, or what it took off."""
    return row.value if row.kind == Kind.AMOUNT else use.amount


def _given_before(session: Session, row: Voucher, use: VoucherUse) -> list[int]:
    """List what earlier returns of the sale gave in the voucher's place."""
    query = (
        select(Voucher.kind, Voucher.value)
        .join(Sale, Sale.id == Voucher.sale_id)
        .where(Voucher.replaces_id == row.id, Sale.of_sale_id == use.sale_id)
    )
    whole = _worth(row, use)
    return [value if kind == Kind.AMOUNT else whole for kind, value in session.execute(query)]


def _mark_free(session: Session, use: VoucherUse, return_id: int) -> None:
    marked = (
        update(VoucherUse)
        .where(VoucherUse.id == use.id)
        .values(freed_at=now_of(session), freed_by_id=return_id)
    )
    session.connection().execute(marked)
    session.expire(use)
    touched(session, Topic.VOUCHERS, f"voucher {use.voucher_id} freed by return {return_id}")


def _in_its_place(session: Session, row: Voucher, return_id: int, kind: str, value: int, minimum: int) -> int:
    """Make a voucher in the place of another: what it exists for stays, and so do its days."""
    same = kind == row.kind
    limits = session.scalars(select(VoucherLimit).where(VoucherLimit.voucher_id == row.id))
    draft = VoucherDraft(
        kind=kind,
        value=value,
        most=row.most if same else None,
        product_id=row.product_id if same else None,
        words=row.words if same else "",
        from_on=row.from_on,
        until_on=row.until_on,
        minimum=minimum,
        customer_id=row.customer_id,
        combines=row.combines,
        reason=row.reason,
        reason_words=row.reason_words,
        limits=tuple(Limit(limit.product_id, limit.category_id) for limit in limits),
        sale_id=return_id,
        replaces_id=row.id,
        reward_id=row.reward_id,
    )
    return voucher_issue.write(session, draft)[0]
