"""How promises and special orders are named and drawn, on every page alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shopcrm.desk.tokens import Tint
from shopcrm.desk.widgets.brush import Align, Sign
from shopcrm.desk.widgets.columns import Column
from shopcrm.rules import promises as rules
from shopcrm.rules.promises import OrderState, PromiseState
from shopcrm.rules.sayings import FieldValue
from shopcrm.rules.wording import Words
from shopcrm.services.order_rows import OrderRow
from shopcrm.services.promises import PromiseRow

_SIZE = 32


@dataclass(frozen=True, slots=True)
class WordLine:
    """One line of the list: a promise or an order, in the order of their days."""

    due_on: date
    promise: PromiseRow | None = None
    order: OrderRow | None = None


def lines_of(promises: Sequence[PromiseRow], orders: Sequence[OrderRow]) -> list[WordLine]:
    """Put promises and orders together; the promise of an order's day is told with the order until broken."""
    shown = {one.id for one in orders}
    lines = [WordLine(one.promised_on, order=one) for one in orders]
    lines += [
        WordLine(one.due_on, promise=one)
        for one in promises
        if one.order_id not in shown or one.state is not PromiseState.OPEN
    ]
    return sorted(lines, key=lambda line: line.due_on)


def columns(words: Words, today: date, *, named: bool) -> list[Column[WordLine]]:
    """Make the columns of the list; `named` tells whose each line is."""

    def what(line: WordLine) -> str:
        if line.order is not None:
            said = words.say("Order {number}: {words}", number=str(line.order.number), words=line.order.words)
        else:
            said = words.isolate(line.promise.words) if line.promise else ""
        return said

    def why(line: WordLine) -> str:
        due = words.tell(rules.due(line.due_on, today))
        return words.isolate(words.shown(_who(line))) + f" · {due}" if named and _who(line) else due

    def sign(line: WordLine) -> Sign:
        icon, ground, ink = _drawn(line, today)
        return Sign(icon, ground=ground, ink=ink, size=_SIZE)

    def state(line: WordLine) -> str:
        return state_word(words, line)

    def tint(line: WordLine) -> Tint:
        return _drawn(line, today)[2]

    return [
        Column(words.say("What"), what, share=1, second=why, sign=sign, strong=True),
        Column(words.say("State"), state, Align.LEAD, tint=tint),
    ]


def state_word(words: Words, line: WordLine) -> str:
    """Tell where a promise or an order stands, and how far it is."""
    if line.order is not None:
        order = line.order
        if order.is_late:
            return words.say("late")
        said = words.tell(rules.order_state(order.state))
        if order.state is OrderState.OPEN and order.details:
            return words.say(
                "{state}, {done} of {count}", state=said, done=order.ticked, count=len(order.details)
            )
        return said
    return words.tell(rules.promise_state(line.promise.state)) if line.promise else ""


def _who(line: WordLine) -> FieldValue:
    return line.order.customer if line.order is not None else line.promise.customer if line.promise else ""


_Drawn: TypeAlias = tuple[str, Tint, Tint]
_LATE: _Drawn = ("octagon-alert", "danger_soft", "danger")
_DONE: _Drawn = ("circle-check", "ok_soft", "ok")
_DUE: _Drawn = ("clock", "warn_soft", "warn")
_PROMISES: dict[PromiseState, _Drawn] = {
    PromiseState.OPEN: ("handshake", "sunken", "text"),
    PromiseState.BROKEN: _LATE,
    PromiseState.KEPT: _DONE,
    PromiseState.MADE_UP: _DONE,
    PromiseState.WITHDRAWN: ("ban", "sunken", "muted"),
}
_ORDERS: dict[OrderState, _Drawn] = {
    OrderState.OPEN: ("package", "sunken", "text"),
    OrderState.READY: ("package-check", "ok_soft", "ok"),
    OrderState.HANDED_OVER: _DONE,
    OrderState.WITHDRAWN: ("ban", "sunken", "muted"),
}


def _drawn(line: WordLine, today: date) -> _Drawn:
    """Draw where it stands; the colour only repeats what sign and word say."""
    if line.order is not None and line.order.is_late:
        return _LATE
    state = line.order.state if line.order is not None else line.promise.state if line.promise else None
    if line.due_on <= today and state in {OrderState.OPEN, PromiseState.OPEN}:
        return _DUE
    if line.order is not None:
        return _ORDERS[line.order.state]
    return _PROMISES[line.promise.state if line.promise else PromiseState.OPEN]
