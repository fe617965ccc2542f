"""Takes every word of an erased person out of sales, points, tiers, tab and vouchers; amounts stay (C3).

Whatever anybody may have typed goes, because a name may stand in it: why a discount was given, why something
came back, why points were adjusted, what a voucher is for. Vouchers that only they could use are withdrawn.
"""

from collections.abc import Collection

from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import Session

from shopcrm.rules.sayings import saying, to_json
from shopcrm.services import made_numbers, voucher_issue
from shopcrm.store.points import PointPosting
from shopcrm.store.sales import Sale, SaleLine, SaleStep
from shopcrm.store.tiers import TierChange
from shopcrm.store.till import TabEntry
from shopcrm.store.vouchers import Voucher

TAKEN_OFF = saying("taken off")
"""What stands where it was told why something was taken off a sale."""


def clean(session: Session, ids: Collection[int]) -> None:
    """Leave of some customers' sales and ledgers how much it was, and not a word of who."""
    bought = select(Sale.id).where(Sale.customer_id.in_(ids))
    session.execute(update(SaleLine).where(SaleLine.sale_id.in_(bought), SaleLine.note != "").values(note=""))
    session.execute(update(SaleStep).where(SaleStep.sale_id.in_(bought)).values(why=to_json([TAKEN_OFF])))
    session.execute(update(Sale).where(Sale.customer_id.in_(ids), Sale.reason != "").values(reason=""))
    made_numbers.seal(session, ids)
    _clean_ledgers(session, ids)
    _clean_vouchers(session, ids, bought)


def _clean_ledgers(session: Session, ids: Collection[int]) -> None:
    worded = or_(PointPosting.why != "", PointPosting.reason != "")
    mine = PointPosting.customer_id.in_(ids)
    session.execute(update(PointPosting).where(mine, worded).values(why="", reason=""))
    for ledger in (TierChange, TabEntry):
        mine = ledger.customer_id.in_(ids)
        session.execute(update(ledger).where(mine, ledger.reason != "").values(reason=""))


def _clean_vouchers(session: Session, ids: Collection[int], bought: Select[int]) -> None:
    """Take the words out of vouchers that were theirs, and withdraw what could still be used."""
    theirs = Voucher.customer_id.in_(ids)
    nameless = {"reason_words": "", "withdrawn_why": ""}
    session.execute(update(Voucher).where(or_(theirs, Voucher.sale_id.in_(bought))).values(nameless))
    session.execute(update(Voucher).where(theirs, Voucher.words != "").values(words=""))
    for row in session.scalars(select(Voucher).where(theirs, Voucher.state != "withdrawn")).all():
        if row.state == "blank" or not voucher_issue.is_used_up(session, row):
            voucher_issue.take_away(session, row, saying("Its customer was erased"), "withdraw")
