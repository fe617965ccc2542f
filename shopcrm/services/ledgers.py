"""Checks that the books agree: payments with sales, points with their lots, vouchers and tabs with uses.

Each check counts what contradicts itself, in the rows as they lie in the file, without the reckoning that
wrote them.
"""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from shopcrm.rules.sayings import Saying, saying


@dataclass(frozen=True, slots=True)
class Check:
    """A statement that counts contradictions, and what to say of them."""

    name: str
    counts: str
    fine: Saying
    wrong: Saying


_PAID = """
SELECT count(*) FROM sale WHERE sale.source = 'counter' AND sale.key IS NOT NULL
AND sale.total <> (SELECT coalesce(sum(amount), 0) FROM payment WHERE payment.sale_id = sale.id)
"""
_STEPS = """
SELECT count(*) FROM sale_step AS step WHERE step.amount > step.before
"""
_LOTS = """
SELECT count(*) FROM (
  SELECT lot.id FROM point_lot AS lot LEFT JOIN point_entry AS entry ON entry.lot_id = lot.id
  AND entry.customer_id = lot.customer_id
  GROUP BY lot.id, lot.points
  HAVING coalesce(sum(entry.points), 0) < 0 OR coalesce(sum(entry.points), 0) > lot.points
) AS faulty
"""
_POSTINGS = """
SELECT count(*) FROM (
  SELECT posting.id FROM point_posting AS posting LEFT JOIN point_entry AS entry
  ON entry.posting_id = posting.id GROUP BY posting.id, posting.points
  HAVING coalesce(sum(entry.points), 0) <> posting.points
) AS faulty
"""
_OWED = """
SELECT count(*) FROM (
  SELECT entry.customer_id FROM point_entry AS entry LEFT JOIN point_lot AS lot
  ON lot.id = entry.lot_id AND lot.customer_id = entry.customer_id
  WHERE lot.id IS NULL GROUP BY entry.customer_id HAVING sum(entry.points) > 0
) AS faulty
"""
_POINTS_PAID = """
SELECT count(*) FROM (
  SELECT payment.sale_id FROM payment WHERE payment.kind = 'points' AND coalesce(payment.points, 0) <> 0
  GROUP BY payment.sale_id HAVING sum(payment.points) <> -(
    SELECT coalesce(sum(posting.points), 0) FROM point_posting AS posting
    WHERE posting.document IN ('sale ' || payment.sale_id, 'return ' || payment.sale_id)
    AND posting.kind IN ('spend', 'give_back'))
) AS faulty
"""
_USES = """
SELECT count(*) FROM (
  SELECT voucher.id FROM voucher JOIN voucher_use AS used ON used.voucher_id = voucher.id
  WHERE used.freed_at IS NULL GROUP BY voucher.id, voucher.uses HAVING count(*) > voucher.uses
) AS faulty
"""
_CREDIT = """
SELECT count(*) FROM credit_entry AS entry WHERE entry.rest <> (
  SELECT sum(earlier.amount) FROM credit_entry AS earlier
  WHERE earlier.voucher_id = entry.voucher_id AND earlier.ordinal <= entry.ordinal)
"""
_RETURNED = """
SELECT count(*) FROM (
  SELECT sold.sale_id FROM sale_line AS sold
  JOIN sale AS back ON back.of_sale_id = sold.sale_id
  JOIN sale_line AS returned ON returned.sale_id = back.id AND returned.of_ordinal = sold.ordinal
  GROUP BY sold.sale_id, sold.ordinal, sold.quantity, sold.amount, sold.tax
  HAVING -sum(returned.quantity) > sold.quantity OR -sum(returned.amount) > sold.amount
  OR -sum(returned.tax) > sold.tax
) AS faulty
"""
_TABS = """
SELECT count(*) FROM (
  SELECT sale.id FROM sale WHERE sale.source = 'counter' AND sale.key IS NOT NULL
  AND (SELECT coalesce(sum(amount), 0) FROM payment WHERE payment.sale_id = sale.id AND kind = 'tab')
  <> (SELECT coalesce(sum(amount), 0) FROM tab_entry WHERE tab_entry.sale_id = sale.id)
) AS faulty
"""

CHECKS: tuple[Check, ...] = (
    Check(
        "payments",
        _PAID,
        saying("Every sale at the counter is paid to the last unit."),
        saying(
            "{count} sales at the counter are not the sum of their payments. Restore the last good backup."
        ),
    ),
    Check(
        "reductions",
        _STEPS,
        saying("Nothing was taken off that was not there."),
        saying("{count} reductions are larger than what they were taken off. Restore the last good backup."),
    ),
    Check(
        "returns",
        _RETURNED,
        saying("No more came back than was sold."),
        saying("Of {count} lines more came back than was sold. Restore the last good backup."),
    ),
    Check(
        "lots",
        _LOTS,
        saying("Points lie in their lots as they were earned."),
        saying("{count} lots of points do not agree with their entries. Restore the last good backup."),
    ),
    Check(
        "points",
        _POSTINGS,
        saying("Every change of points is the sum of its entries."),
        saying("{count} changes of points are not the sum of their entries. Restore the last good backup."),
    ),
    Check(
        "owed points",
        _OWED,
        saying("Nobody owes fewer points than none."),
        saying("{count} customers owe fewer points than none. Restore the last good backup."),
    ),
    Check(
        "points paid",
        _POINTS_PAID,
        saying("Points that paid a sale were taken from their owner."),
        saying("Of {count} sales the points that paid were not taken. Restore the last good backup."),
    ),
    Check(
        "vouchers",
        _USES,
        saying("No voucher was used more often than it allows."),
        saying("{count} vouchers were used more often than they allow. Restore the last good backup."),
    ),
    Check(
        "store credit",
        _CREDIT,
        saying("Store credit is the sum of what was loaded and spent."),
        saying("{count} entries of store credit do not add up. Restore the last good backup."),
    ),
    Check(
        "tabs",
        _TABS,
        saying("What customers owe is what was put on their tabs."),
        saying("Of {count} sales the tab does not agree. Restore the last good backup."),
    ),
)


def contradictions(session: Session, check: Check) -> int:
    """Count what contradicts itself."""
    return int(session.execute(text(check.counts)).scalar_one())
