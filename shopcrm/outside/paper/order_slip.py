"""The slip of a special order: what was agreed, by when, what was paid ahead, and the number to ask for."""

from __future__ import annotations

from shopcrm.outside.paper import slip_head
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.lines import Align
from shopcrm.outside.paper.pages import ShopHead
from shopcrm.outside.paper.roll import BODY, SMALL, STRONG, TITLE, TOTAL, Roll
from shopcrm.outside.paper.sheets import MILLIMETRE
from shopcrm.rules import voucher_codes
from shopcrm.rules.wording import Words
from shopcrm.services import day_rows
from shopcrm.services.order_rows import OrderRow, OrderView


def lay_order_slip(shop: ShopHead, view: OrderView, words: Words, fonts: Fonts, millimetres: int) -> Roll:
    """Lay the slip out on a roll that is so many millimetres wide (80 or 58)."""
    order = view.order
    title = words.say("Special order {number}", number=words.digits(str(order.number)))
    roll = Roll(fonts, words, millimetres, title=title, author=shop.name)
    slip_head.draw_shop(roll, shop)
    roll.line_across(strong=True)
    roll.text(title, TITLE, Align.CENTRE)
    if view.printed:
        roll.text(words.say("Copy {number}", number=view.printed), SMALL, Align.CENTRE)
    roll.text(words.moment(order.made_at), SMALL)
    roll.text(words.say("Customer: {name}", name=order.customer), SMALL)
    roll.text(words.say("Taken by {name}", name=day_rows.person(order.by)), SMALL)
    _draw_agreed(roll, order)
    _draw_day(roll, view)
    if order.deposit:
        _draw_deposit(roll, order)
    return roll


def _draw_agreed(roll: Roll, order: OrderRow) -> None:
    words = roll.words
    roll.line_across()
    roll.text(words.isolate(order.words), STRONG)
    roll.space(2)
    for one in order.details:
        # A hyphen stands at the leading edge in both directions; a bullet is not in every printer's mind.
        roll.text(words.say("- {detail}", detail=one.words), BODY)


def _draw_day(roll: Roll, view: OrderView) -> None:
    words = roll.words
    roll.line_across()
    roll.text(words.say("Promised for {day}", day=view.order.promised_on), TOTAL)
    for promise in view.promises:
        agreed = promise.if_broken
        said = words.tell(agreed.says)
        grace = (promise.due_on - view.order.promised_on).days
        late = words.say("If it is late: {what}", what=said)
        if grace > 0:
            late = words.plural(
                "If it is more than {count} day late: {what}",
                "If it is more than {count} days late: {what}",
                grace,
                what=said,
            )
        roll.text(late, STRONG)
        if agreed.makes and agreed.words and agreed.words not in said:
            roll.text(words.isolate(agreed.words), SMALL)


def _draw_deposit(roll: Roll, order: OrderRow) -> None:
    words = roll.words
    roll.line_across()
    roll.pair(words.say("Deposit"), words.money(order.deposit), TOTAL)
    if order.deposit_left != order.deposit:
        roll.pair(words.say("Left of it"), words.money(order.deposit_left), STRONG)
    if order.deposit_code:
        roll.text(words.say("Show this slip when you fetch it: the deposit is paid with it."), SMALL)
        roll.space(4)
        roll.qr(order.deposit_code, 28 * MILLIMETRE)
        roll.text(words.ltr(voucher_codes.shown(order.deposit_code)), STRONG, Align.CENTRE)
