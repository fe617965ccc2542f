"""What the shop's word asks for today: what is to be made up for, what is due, and which orders are."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from shopcrm.rules import promises as rules
from shopcrm.rules.promises import OrderState, PromiseState
from shopcrm.rules.sayings import FieldValue, Saying, saying
from shopcrm.services import moments, order_rows, promises
from shopcrm.services.order_rows import OrderRow

SOON = timedelta(days=1)
"""What is promised for tomorrow is to be seen today."""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do about the shop's word: whose, what and why, and the number of promise or order."""

    what: FieldValue
    why: Saying
    thing: int
    customer_id: int | None


def broken(session: Session) -> list[Due]:
    """List the broken promises that wait to be made up for, the longest broken first."""
    return [
        Due(
            one.customer or one.words,
            saying("{words}: {what} to make up for it", words=one.words, what=one.if_broken.says),
            one.id,
            one.customer_id,
        )
        for one in promises.to_do(session)
        if one.state is PromiseState.BROKEN
    ]


def promised(session: Session) -> list[Due]:
    """List the promises that are due today or tomorrow; those of an order stand with the order."""
    today = moments.today(session)
    return [
        Due(
            one.customer or one.words,
            saying("{when}: {words}", when=rules.due(one.due_on, today), words=one.words),
            one.id,
            one.customer_id,
        )
        for one in promises.to_do(session)
        if one.state is PromiseState.OPEN and one.order_id is None and one.due_on <= today + SOON
    ]


def orders(session: Session) -> list[Due]:
    """List the orders that are due today or tomorrow, late, or ready and not fetched, the first due first."""
    today = moments.today(session)
    return [
        Due(one.customer, _why(one, rules.due(one.promised_on, today)), one.id, one.customer_id)
        for one in order_rows.waiting(session)
        if one.state is OrderState.READY or one.promised_on <= today + SOON
    ]


def _why(one: OrderRow, when: Saying) -> Saying:
    if one.state is OrderState.READY:
        return saying("Order {number} can be fetched: {words}", number=str(one.number), words=one.words)
    if one.is_late:
        return saying(
            "Order {number} is late: {words}. {when}.", number=str(one.number), words=one.words, when=when
        )
    return saying("Order {number}: {words}. {when}.", number=str(one.number), words=one.words, when=when)
