"""A closed day as lines of words and figures, in groups, the same for the screen and for every paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from shopcrm.rules.money import Money
from shopcrm.rules.sayings import FieldValue, Saying, saying
from shopcrm.services.day_close import ClosedDay
from shopcrm.services.day_figures import PaidBy

PAYMENTS = {
    "cash": saying("Cash"),
    "card": saying("Card"),
    "transfer": saying("Transfer"),
    "credit": saying("Store credit"),
    "points": saying("Points"),
    "tab": saying("On tab"),
}
"""How kinds of payment are called."""

STEPS = {
    "line": saying("By hand, from lines"),
    "promotion": saying("Promotions"),
    "tier": saying("Tiers"),
    "goods_voucher": saying("Vouchers for goods"),
    "percent_voucher": saying("Percent vouchers"),
    "whole": saying("By hand, from the whole"),
    "amount_voucher": saying("Amount vouchers"),
}
"""How kinds of reductions are called."""


@dataclass(frozen=True, slots=True)
class DayRow:
    """A label and its figure, an amount in smallest units or a count of points."""

    label: Saying
    figure: int
    strong: bool = False
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that belong together, under their name."""

    title: Saying
    rows: tuple[DayRow, ...]


def groups(day: ClosedDay) -> list[Group]:
    """Give all figures that are not nothing, what matters most first."""
    figures = day.figures
    found = [
        Group(saying("Drawer"), _drawer(day)),
        Group(saying("Sales"), _sales(day)),
        Group(saying("By kind of payment"), _paid(figures.payments)),
        Group(saying("By person, kept and before tax"), _people(day)),
        Group(saying("Taken off"), tuple(DayRow(STEPS[off.kind], -off.amount) for off in figures.discounts)),
        Group(saying("Vouchers"), _vouchers(day)),
        Group(saying("Points"), _points(day)),
        Group(saying("Tabs"), _tabs(day)),
    ]
    return [group for group in found if group.rows]


def difference(amount: int) -> Saying:
    """Say what the count found, in words and not by a sign alone."""
    if not amount:
        return saying("The drawer is right.")
    if amount > 0:
        return saying("{amount} too much in the drawer.", amount=Money(amount))
    return saying("{amount} missing from the drawer.", amount=Money(-amount))


def person(name: str) -> FieldValue:
    """Name who served; in a shop without names it is the owner."""
    if name == "owner":
        return saying("the owner")
    return name or saying("nobody named")


def _drawer(day: ClosedDay) -> tuple[DayRow, ...]:
    rows = [
        DayRow(saying("Lay there before"), day.opening),
        DayRow(saying("Cash that came in"), day.figures.cash),
        DayRow(saying("Should lie there"), day.expected, strong=True),
    ]
    if day.counted is not None and day.difference is not None:
        rows.append(DayRow(saying("Counted"), day.counted, strong=True))
        rows.append(DayRow(saying("Difference"), day.difference, strong=True))
    if day.id is not None:
        rows.append(DayRow(saying("Left for change"), day.left))
    return tuple(rows)


def _sales(day: ClosedDay) -> tuple[DayRow, ...]:
    figures = day.figures
    rows = []
    if figures.sales:
        rows.append(DayRow(saying("{count} sale", "{count} sales", count=figures.sales), figures.sold))
    if figures.returns:
        label = saying("{count} return", "{count} returns", count=figures.returns)
        rows.append(DayRow(label, -figures.returned))
    if not rows:
        return ()
    if figures.tax:
        rows.append(DayRow(saying("Tax in it"), figures.tax))
    return (*rows, DayRow(saying("Kept, before tax"), figures.net, strong=True))


def _paid(payments: Sequence[PaidBy]) -> tuple[DayRow, ...]:
    rows: list[DayRow] = []
    for one in payments:
        rows.append(DayRow(PAYMENTS[one.kind], one.net, strong=one.kind == "cash"))
        if one.paid_back:
            label = saying("of it paid back, {kind}", kind=PAYMENTS[one.kind])
            rows.append(DayRow(label, -one.paid_back))
    return tuple(rows)


def _people(day: ClosedDay) -> tuple[DayRow, ...]:
    rows = []
    for one in day.figures.people:
        count = saying("{count} sale", "{count} sales", count=one.sales)
        rows.append(DayRow(saying("{name}, {sales}", name=person(one.name), sales=count), one.net))
    return tuple(rows)


def _vouchers(day: ClosedDay) -> tuple[DayRow, ...]:
    count = day.figures.vouchers
    label = saying("{count} voucher used", "{count} vouchers used", count=count)
    return (DayRow(label, day.figures.vouchers_amount),) if count else ()


def _points(day: ClosedDay) -> tuple[DayRow, ...]:
    figures = day.figures
    told = [
        (saying("Points earned"), figures.points_earned),
        (saying("Points spent"), -figures.points_spent),
        (saying("Points taken back"), -figures.points_taken_back),
        (saying("Points given back"), figures.points_given_back),
    ]
    return tuple(DayRow(label, count, counts=True) for label, count in told if count)


def _tabs(day: ClosedDay) -> tuple[DayRow, ...]:
    rows = []
    if day.figures.tab_given:
        rows.append(DayRow(saying("Put on tabs"), day.figures.tab_given))
    paid = [
        DayRow(saying("Paid off, {kind}", kind=PAYMENTS[one.kind]), one.net) for one in day.figures.tab_paid
    ]
    return (*rows, *paid)
