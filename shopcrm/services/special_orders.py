"""Special orders: what was agreed with one person, detail by detail, and what became of it.

The promised day is a promise of its own where something was agreed for when it is late; it is kept or broken
with the order. Whatever moves money is done once, whoever asks a second time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopcrm.rules import promises as rules
from shopcrm.rules import timeline
from shopcrm.rules.errors import BadInput, NotFound, Refused
from shopcrm.rules.promises import WAITING, Compensation, Makes, OrderState, PromiseState
from shopcrm.rules.tenders import Tender
from shopcrm.rules.text import one_line
from shopcrm.services import deposits, moments, once, people, promises, standards
from shopcrm.services.deposits import Deposit
from shopcrm.services.promises import PromiseDraft
from shopcrm.services.shop import now_of, who_of
from shopcrm.store.promises import OrderDetail, SpecialOrder

MOST_DETAILS = 60


class OrderWordsMissing(BadInput):
    """An order of nothing."""

    sentence = "Say what is ordered. Nothing was saved."


class OrderDayOver(BadInput):
    """It was to be ready before it is ordered."""

    sentence = "The promised day, {day}, is over already. Nothing was saved. Choose today or later."


class TooManyDetails(BadInput):
    """Nobody ticks so much."""

    sentence = "An order has at most {most} details, not {count}. Nothing was saved."


class DepositRefused(BadInput):
    """Less than nothing, or money that nobody said how it is paid."""

    sentence = "A deposit is more than zero, and it is said how it is paid. Nothing was saved."


class OrderKeyMissing(BadInput):
    """Without a key a deposit could be taken twice."""

    sentence = "A deposit needs a key of its own. Nothing was saved."


class OrderReasonMissing(BadInput):
    """An order is not withdrawn without saying why."""

    sentence = "Say why the order is withdrawn. It stays as it was."


class NoSuchOrder(NotFound):
    """The order is not there."""

    sentence = "There is no special order {id}. Choose one from the list."


class NoSuchDetail(NotFound):
    """The order has no such detail."""

    sentence = "Order {number} has no detail {place}. Nothing was changed. Choose one of its details."


class OrderClosed(Refused):
    """It was handed over or withdrawn before."""

    sentence = "Order {number} is {state}. It stays as it was."


class DetailsUnticked(Refused):
    """Something that was agreed is not ticked."""

    sentence = (
        "Not everything agreed is ticked: {details}. Order {number} was not handed over. "
        "Tick it, or say why it is handed over all the same."
    )


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """What is agreed; `deposit` in smallest units, `if_late` what makes up for it when it is late.

    Where nothing was said of being late (None) the shop's own guarantee holds, if it gives one.
    `deposit_words` name the deposit on its slip; without them it is named as the order.
    """

    customer_id: int
    words: str
    promised_on: date
    details: tuple[str, ...] = ()
    deposit: int = 0
    if_late: Compensation | None = None
    deposit_words: str = ""


@dataclass(frozen=True, slots=True)
class OrderTaken:
    """An order that was taken, with the sale and the store credit of its deposit."""

    order_id: int
    number: int
    deposit_sale_id: int | None = None
    deposit_voucher_id: int | None = None
    was_known: bool = False


@dataclass(frozen=True, slots=True)
class HandedOver:
    """An order that was handed over; `left` of its deposit was not used yet, in smallest units."""

    order_id: int
    number: int
    left: int
    why: str = ""
    was_known: bool = False


@dataclass(frozen=True, slots=True)
class OrderWithdrawn:
    """A withdrawn order; `return_id` is what paid the deposit back, `left` stays as store credit."""

    order_id: int
    number: int
    paid_back: int = 0
    return_id: int | None = None
    left: int = 0
    was_known: bool = False


def take(session: Session, draft: OrderDraft, key: str = "", tenders: Sequence[Tender] = ()) -> OrderTaken:
    """Write down what somebody orders, take their deposit, and promise the day.

    The same key with the same request finds the order that was taken. Raises OrderWordsMissing, OrderDayOver,
    TooManyDetails, DepositRefused, OrderKeyMissing, KeyUsed, NoSuchCustomer, ErasedOnRequest, and as
    `deposits.take` and `promises.make` do.
    """
    asked = once.Asked(key, once.seal("special order", draft, tuple(tenders)))
    known = once.find(session, key, asked.seal)
    if known is not None:
        mine = select(SpecialOrder).where(SpecialOrder.deposit_sale_id == known)
        return _taken(session.scalars(mine).one())
    words, details = _check(session, draft, key, tenders)
    row = SpecialOrder(
        number=(session.scalar(select(func.max(SpecialOrder.number))) or 0) + 1,
        customer_id=people.kept(session, draft.customer_id).id,
        words=words,
        promised_on=draft.promised_on,
        deposit=draft.deposit,
        state=OrderState.OPEN.value,
        made_at=now_of(session),
        by=who_of(session).actor,
    )
    if draft.deposit:
        named = one_line(draft.deposit_words) or words
        paid = deposits.take(session, row.customer_id, draft.deposit, named, tenders, asked)
        row.deposit_sale_id, row.deposit_voucher_id = paid.sale_id, paid.voucher_id
    session.add(row)
    session.flush()
    session.add_all(
        OrderDetail(order_id=row.id, place=place, words=one) for place, one in enumerate(details, 1)
    )
    _promise(session, row, draft.if_late)
    session.flush()
    return _taken(row, was_known=False)


def tick(session: Session, order_id: int, place: int) -> None:
    """Note that a detail is as agreed; raises NoSuchOrder, OrderClosed or NoSuchDetail."""
    one = _detail(session, order_id, place)
    if one.ticked_at is None:
        one.ticked_at, one.ticked_by = now_of(session), who_of(session).actor


def untick(session: Session, order_id: int, place: int) -> None:
    """Take a tick back; raises as `tick`."""
    one = _detail(session, order_id, place)
    one.ticked_at, one.ticked_by = None, ""


def add_detail(session: Session, order_id: int, words: str) -> int:
    """Add a detail that was agreed later, and give its place.

    Raises NoSuchOrder, OrderClosed, OrderWordsMissing or TooManyDetails.
    """
    row = _waiting(session, order_id)
    said = one_line(words)
    if not said:
        raise OrderWordsMissing
    last = session.scalar(select(func.max(OrderDetail.place)).where(OrderDetail.order_id == row.id)) or 0
    if last >= MOST_DETAILS:
        raise TooManyDetails(most=MOST_DETAILS, count=last + 1)
    session.add(OrderDetail(order_id=row.id, place=last + 1, words=said))
    session.flush()
    return last + 1


def ready(session: Session, order_id: int) -> None:
    """Note that an order can be fetched: its day is kept, or else broken; raises NoSuchOrder, OrderClosed."""
    row = _waiting(session, order_id)
    if row.state == OrderState.OPEN:
        row.state, row.ready_at = OrderState.READY.value, now_of(session)
        promises.follow_order(session, row.id, PromiseState.KEPT)


def hand_over(session: Session, order_id: int, why: str = "") -> HandedOver:
    """Hand an order over; with a detail unticked only where it is said why, and that is kept.

    Asked again, it tells of the first time. Raises NoSuchOrder, OrderClosed or DetailsUnticked.
    """
    row = _row(session, order_id)
    if row.state == OrderState.HANDED_OVER:
        return _handed(session, row, was_known=True)
    row = _waiting(session, order_id)
    reason, missing = one_line(why), _unticked(session, row.id)
    if missing and not reason:
        raise DetailsUnticked(details=timeline.listed(missing), number=str(row.number))
    row.state, row.handed_at = OrderState.HANDED_OVER.value, now_of(session)
    row.handed_by, row.handed_why = who_of(session).actor, reason if missing else ""
    promises.follow_order(session, row.id, PromiseState.KEPT)
    session.flush()
    return _handed(session, row, was_known=False)


def put_back(session: Session, order_id: int) -> None:
    """Take back that an order was made ready or handed over: it is being made, or ready, as before.

    What was promised for its day stays as it was settled. Raises NoSuchOrder or OrderClosed.
    """
    row = _row(session, order_id)
    if row.state == OrderState.HANDED_OVER:
        row.state = OrderState.OPEN.value if row.ready_at is None else OrderState.READY.value
        row.handed_at, row.handed_by, row.handed_why = None, "", ""
    elif row.state == OrderState.READY:
        row.state, row.ready_at = OrderState.OPEN.value, None
    else:
        raise _closed(row)


def withdraw(session: Session, order_id: int, why: str, refund: str | None = None) -> OrderWithdrawn:
    """Withdraw an order: its deposit stays the customer's store credit, or goes back as `refund` says.

    What of it was used already does not go back. Asked again, it tells of the first time. Raises NoSuchOrder,
    OrderReasonMissing, OrderClosed or DepositKindUnknown.
    """
    row, reason = _row(session, order_id), one_line(why)
    if row.state == OrderState.WITHDRAWN:
        return _withdrawn(session, row, was_known=True)
    if not reason:
        raise OrderReasonMissing
    row = _waiting(session, order_id)
    row.state, row.handed_at = OrderState.WITHDRAWN.value, now_of(session)
    row.handed_by, row.handed_why = who_of(session).actor, reason
    promises.follow_order(session, row.id, PromiseState.WITHDRAWN, reason)
    session.flush()
    if refund is not None and row.deposit_sale_id is not None and row.deposit_voucher_id is not None:
        paid = Deposit(row.deposit_sale_id, row.deposit_voucher_id)
        deposits.give_back(session, paid, refund, reason)
    return _withdrawn(session, row, was_known=False)


def _check(session: Session, draft: OrderDraft, key: str, tenders: Sequence[Tender]) -> tuple[str, list[str]]:
    """Look at a draft, and give its words and details as they are kept."""
    words = one_line(draft.words)
    details = [tidy for one in draft.details if (tidy := one_line(one))]
    if not words:
        raise OrderWordsMissing
    if draft.promised_on < moments.today(session):
        raise OrderDayOver(day=draft.promised_on)
    if len(details) > MOST_DETAILS:
        raise TooManyDetails(most=MOST_DETAILS, count=len(details))
    if draft.if_late is not None:
        draft.if_late.check(has_customer=True)
    if draft.deposit < 0 or bool(draft.deposit) != bool(tenders):
        raise DepositRefused
    if draft.deposit and not key:
        raise OrderKeyMissing
    return words, details


def _promise(session: Session, row: SpecialOrder, agreed: Compensation | None) -> None:
    """Promise the day where something was agreed for when it is late, or the shop guarantees it."""
    day = row.promised_on
    if agreed is None and (guarantee := standards.guarantee_of_orders(session)) is not None:
        day += timedelta(days=guarantee.grace_days)
        agreed = guarantee.if_broken
    if agreed is not None and (agreed.makes is not Makes.NOTHING or agreed.words):
        draft = PromiseDraft(row.words, day, row.customer_id, agreed, order_id=row.id)
        promises.make(session, draft)


def _row(session: Session, order_id: int) -> SpecialOrder:
    row = session.get(SpecialOrder, order_id, with_for_update=True)
    if row is None:
        raise NoSuchOrder(id=order_id)
    return row


def _waiting(session: Session, order_id: int) -> SpecialOrder:
    row = _row(session, order_id)
    if row.state not in WAITING:
        raise _closed(row)
    return row


def _closed(row: SpecialOrder) -> OrderClosed:
    return OrderClosed(number=str(row.number), state=rules.order_state(OrderState(row.state)))


def _detail(session: Session, order_id: int, place: int) -> OrderDetail:
    row = _waiting(session, order_id)
    one = session.scalar(
        select(OrderDetail).where(OrderDetail.order_id == row.id, OrderDetail.place == place)
    )
    if one is None:
        raise NoSuchDetail(number=str(row.number), place=place)
    return one


def _unticked(session: Session, order_id: int) -> list[str]:
    query = select(OrderDetail.words, OrderDetail.ticked_at).where(OrderDetail.order_id == order_id)
    rows = session.execute(query.order_by(OrderDetail.place)).all()
    return rules.unticked([(words, at is not None) for words, at in rows])


def _taken(row: SpecialOrder, *, was_known: bool = True) -> OrderTaken:
    return OrderTaken(row.id, row.number, row.deposit_sale_id, row.deposit_voucher_id, was_known)


def _left(session: Session, row: SpecialOrder) -> int:
    return 0 if row.deposit_voucher_id is None else deposits.left(session, row.deposit_voucher_id)


def _handed(session: Session, row: SpecialOrder, *, was_known: bool) -> HandedOver:
    return HandedOver(row.id, row.number, _left(session, row), row.handed_why, was_known)


def _withdrawn(session: Session, row: SpecialOrder, *, was_known: bool) -> OrderWithdrawn:
    return_id, paid_back = deposits.paid_back(session, row.deposit_sale_id)
    return OrderWithdrawn(row.id, row.number, paid_back, return_id, _left(session, row), was_known)
