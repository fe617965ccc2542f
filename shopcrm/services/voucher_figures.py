"""What vouchers cost the shop and why they were given; one for a complaint is a cost of service (V9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm.rules.vouchers import Reason
from shopcrm.services import settings
from shopcrm.store.vouchers import CreditEntry, Voucher, VoucherUse

SERVICE = frozenset({Reason.COMPLAINT})
"""What makes up for the shop's own mistakes, and says nothing about whether loyalty pays (V9)."""
THEIR_OWN = frozenset({Reason.BOUGHT, Reason.RETURN})
"""What the customer paid for; it costs the shop nothing."""


@dataclass(frozen=True, slots=True)
class ReasonFigures:
    """Vouchers of one reason within some days: made, used, and what they took off or paid, smallest units."""

    reason: Reason
    issued: int
    uses: int
    amount: int

    @property
    def is_service(self) -> bool:
        """Whether it is a cost of service."""
        return self.reason in SERVICE

    @property
    def is_loyalty(self) -> bool:
        """Whether it belongs to what loyalty costs."""
        return self.reason not in SERVICE | THEIR_OWN


def by_reason(session: Session, first: date, last: date) -> list[ReasonFigures]:
    """Sum up vouchers by reason between two days of the shop, both included; only reasons that occur."""
    days = settings.read(session).days
    begin, end = days.begins(first), days.range(last)[1]
    issued = (
        select(Voucher.reason, func.count())
        .where(Voucher.issued_at >= begin, Voucher.issued_at < end, Voucher.state != "blank")
        .group_by(Voucher.reason)
    )
    used = (
        select(Voucher.reason, func.count(), func.sum(VoucherUse.amount))
        .join(Voucher, Voucher.id == VoucherUse.voucher_id)
        .where(VoucherUse.at >= begin, VoucherUse.at < end, VoucherUse.freed_at.is_(None))
        .group_by(Voucher.reason)
    )
    paid = (
        select(Voucher.reason, func.count(), -func.sum(CreditEntry.amount))
        .join(Voucher, Voucher.id == CreditEntry.voucher_id)
        .where(CreditEntry.at >= begin, CreditEntry.at < end, CreditEntry.kind.in_(("spend", "give_back")))
        .group_by(Voucher.reason)
    )
    made = {reason: number for reason, number in session.execute(issued)}  # noqa: C416 -- rows are no pairs to mypy
    took: dict[str, tuple[int, int]] = {}
    for query in (used, paid):
        for reason, number, amount in session.execute(query):
            before = took.get(reason, (0, 0))
            took[reason] = before[0] + number, before[1] + int(amount)
    return [
        ReasonFigures(one, made.get(one, 0), *took.get(one, (0, 0)))
        for one in Reason
        if one in made or one in took
    ]


def loyalty_cost(figures: Iterable[ReasonFigures]) -> int:
    """Tell what loyalty cost in vouchers, without what made up for complaints (V9)."""
    return sum(one.amount for one in figures if one.is_loyalty)


def service_cost(figures: Iterable[ReasonFigures]) -> int:
    """Tell what making up for complaints cost in vouchers (V9)."""
    return sum(one.amount for one in figures if one.is_service)
