"""What putting things right costs: vouchers, money paid back, points; a cost of service (V9)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm.rules.complaints import RemedyKind
from shopcrm.rules.vouchers import Reason
from shopcrm.services import moments, point_rates, settings, voucher_figures
from shopcrm.store.complaints import Remedy
from shopcrm.store.vouchers import Voucher


@dataclass(frozen=True, slots=True)
class CareCost:
    """What was given within some days, in smallest units; `points` are worth `points_worth` now.

    `vouchers` is the most that amounts of vouchers for complaints can cost, `vouchers_used` what was used of
    them within the days. `refunds` was paid back; goods that were exchanged are only counted.
    """

    vouchers_made: int = 0
    vouchers: int = 0
    vouchers_used: int = 0
    refunds: int = 0
    points: int = 0
    points_worth: int = 0
    exchanges: int = 0
    services: int = 0

    @property
    def total(self) -> int:
        """What it has cost so far: vouchers once they are used, money paid back, and points."""
        return self.vouchers_used + self.refunds + self.points_worth


def cost(session: Session, first: date, last: date) -> CareCost:
    """Sum up what was given between two days of the shop, both included."""
    days = settings.read(session).days
    begin, end = days.begins(first), days.range(last)[1]
    made = select(func.count(), func.coalesce(func.sum(Voucher.value), 0)).where(
        Voucher.reason == Reason.COMPLAINT.value,
        Voucher.kind.in_(("amount", "credit")),
        Voucher.issued_at >= begin,
        Voucher.issued_at < end,
        Voucher.state != "blank",
    )
    count, worth = session.execute(made).one()
    query = select(Remedy.kind, func.count(), func.sum(Remedy.amount), func.sum(Remedy.points))
    given = {
        kind: (many, int(amount), int(points))
        for kind, many, amount, points in session.execute(
            query.where(Remedy.made_at >= begin, Remedy.made_at < end).group_by(Remedy.kind)
        )
    }
    none = (0, 0, 0)
    points = given.get(RemedyKind.POINTS, none)[2]
    return CareCost(
        vouchers_made=count,
        vouchers=int(worth),
        vouchers_used=voucher_figures.service_cost(voucher_figures.by_reason(session, first, last)),
        refunds=given.get(RemedyKind.REFUND, none)[1],
        points=points,
        points_worth=points * point_rates.worth_of_one(session, moments.today(session)),
        exchanges=given.get(RemedyKind.EXCHANGE, none)[0],
        services=given.get(RemedyKind.SERVICE, none)[0],
    )
