"""What to remember of the shop's word to somebody: promises, what is to be made up for, orders, deposits."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy.orm import Session

from shopcrm.rules import promises as rules
from shopcrm.rules.money import Money
from shopcrm.rules.promises import OrderState, PromiseState
from shopcrm.rules.remember import Act, Kind, Reminder
from shopcrm.rules.sayings import Saying, saying
from shopcrm.services import order_rows, promises
from shopcrm.services.order_rows import OrderRow

SOON = timedelta(days=7)
"""What is due later is no news today."""


def lines(session: Session, customer_id: int, today: date) -> Iterator[Reminder]:
    """Gather the promises that are due or broken, the orders that wait, and their deposits."""
    orders = order_rows.waiting_of(session, customer_id)
    told = {one.id for one in orders}
    for one in promises.to_do_of(session, customer_id):
        is_broken = one.state is PromiseState.BROKEN
        if is_broken:
            what = saying("A promise was broken: {words}", words=one.words)
            why = saying("To make up for it: {what}", what=one.if_broken.says)
            yield _line(what, why, Act.OPEN_PROMISE, one.id, one.due_on, subject="promise")
        elif one.order_id not in told and one.due_on <= today + SOON:
            what, why = saying("Promised: {words}", words=one.words), rules.due(one.due_on, today)
            yield _line(what, why, Act.OPEN_PROMISE, one.id, one.due_on, subject="promise")
    for order in orders:
        if order.state is OrderState.READY or order.promised_on <= today + SOON:
            what, why = _what(order), _why(order, today)
            yield _line(what, why, Act.HAND_OVER, order.id, order.promised_on, subject="order")
        if order.deposit_left and order.deposit_voucher_id is not None:
            yield _deposit(order, order.deposit_voucher_id)


def _line(what: Saying, why: Saying, act: Act, thing: int, due: date, subject: str) -> Reminder:
    return Reminder(Kind.PROMISE, what, why, act, thing, due=due, subject=subject)


def _what(order: OrderRow) -> Saying:
    if order.state is OrderState.READY:
        return saying("Order {number} is ready: {words}", number=str(order.number), words=order.words)
    return saying("Order {number}: {words}", number=str(order.number), words=order.words)


def _why(order: OrderRow, today: date) -> Saying:
    due = rules.due(order.promised_on, today)
    if not order.details:
        return due
    done, count = order.ticked, len(order.details)
    return saying("{when}, {done} of {count} details ticked", when=due, done=done, count=count)


def _deposit(order: OrderRow, voucher_id: int) -> Reminder:
    what = saying(
        "Deposit of order {number}: {amount}", number=str(order.number), amount=Money(order.deposit_left)
    )
    why = saying("It pays what they fetch, or anything else")
    return Reminder(Kind.VOUCHER, what, why, Act.USE_VOUCHER, voucher_id, worth=order.deposit_left)
