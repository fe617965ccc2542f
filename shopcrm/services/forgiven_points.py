"""Points that were missing at a return and were forgiven, and are taken when what they paid comes back too.

Nobody keeps a forgiven point whose goods they bring back as well: it would come of nothing (R3).
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from shopcrm.rules.points import take
from shopcrm.rules.sayings import saying
from shopcrm.services import point_ledger, points, settings
from shopcrm.services.point_ledger import Posting
from shopcrm.store.points import PointEntry, PointLot, PointPosting
from shopcrm.store.prepared import Prepared

FORGIVEN, REGAINED = "forgive", "regain"
"""The rules of the postings: missing points are forgiven, and taken again; both name that sale."""

_EARNING = aliased(PointPosting)
_EARNED_BY = Prepared(
    select(PointPosting.sale_id)
    .join(PointLot, PointLot.posting_id == PointPosting.id)
    .where(PointLot.id == bindparam("lot"), PointPosting.kind == "earn", PointPosting.sale_id.is_not(None))
)
_TOOK_FROM = Prepared(
    select(_EARNING.sale_id)
    .join(PointLot, PointLot.posting_id == _EARNING.id)
    .join(PointEntry, PointEntry.lot_id == PointLot.id)
    .join(PointPosting, PointPosting.id == PointEntry.posting_id)
    .where(PointPosting.sale_id == bindparam("sale"), PointPosting.kind == "take_back", PointEntry.points < 0)
    .where(_EARNING.kind == "earn", _EARNING.sale_id.is_not(None))
    .distinct()
)
_FILLED = Prepared(
    select(PointEntry.lot_id)
    .join(PointPosting, PointPosting.id == PointEntry.posting_id)
    .where(PointPosting.document == bindparam("document"), PointPosting.kind == "give_back")
    .where(PointEntry.points > 0, PointEntry.lot_id.is_not(None))
)
_FORGIVEN_OF = Prepared(
    select(func.sum(PointPosting.points)).where(
        PointPosting.sale_id == bindparam("sale"),
        or_(PointPosting.rule == FORGIVEN, PointPosting.rule.like(f"{REGAINED} %")),
    )
)


def regained(session: Session, of_document: str, give: int) -> dict[int, int]:
    """Tell by sales what was forgiven when they came back, of so many points that a document would give back.

    Nobody keeps a forgiven point whose goods they bring back as well: it would come of nothing (R3). What
    lapses as it comes back is gone anyway.
    """
    found: dict[int, int] = {}
    day, grace = point_ledger.today(session), settings.read(session).grace_days
    for lot in points.goes_back_to(session, of_document, give):
        if grace or not lot.is_over(day):
            for of_sale in _keys(_EARNED_BY.rows(session, lot=lot.id)):
                found[of_sale] = found.get(of_sale, 0) + lot.rest
    left: dict[int, int] = {}
    regain: dict[int, int] = {}
    for of_sale, count in found.items():
        taken = 0
        for key in _chain(session, of_sale):
            rest = left.setdefault(key, int(_FORGIVEN_OF.rows(session, sale=key)[0][0] or 0))
            part = min(count - taken, max(0, rest))
            taken, left[key] = taken + part, rest - part
            regain[key] = regain.get(key, 0) + part
    return {key: part for key, part in regain.items() if part}


def regain(session: Session, customer_id: int, document: str, what: Mapping[int, int]) -> None:
    """Take what was forgiven, out of the lots that were filled again first."""
    for of_sale, count in what.items():
        filled = {lot for (lot,) in _FILLED.rows(session, document=document)}
        account = point_ledger.look(session, customer_id)
        taken = take(sorted(account.lots, key=lambda lot: lot.id not in filled), count)
        if taken:
            why = saying("What the forgiven points had paid came back")
            posting = Posting(document, f"{REGAINED} {of_sale}", "settle", of_sale, why)
            point_ledger.write(session, account, posting, point_ledger.out_of(account, taken))


def _chain(session: Session, sale_id: int) -> list[int]:
    """List a sale, then those whose points its return took in place of its own, and so on from these."""
    chain = [sale_id]
    for key in chain:
        chain += [other for other in _keys(_TOOK_FROM.rows(session, sale=key)) if other not in chain]
    return chain


def _keys(rows: Iterable[tuple[int | None]]) -> list[int]:
    return [key for (key,) in rows if key is not None]
