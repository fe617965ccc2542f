"""The slip of a case on a roll of 80 or 58 mm: what was said, by when they hear, and who keeps the word."""

from __future__ import annotations

from shopcrm.outside.paper import slip_head
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.lines import Align
from shopcrm.outside.paper.pages import ShopHead
from shopcrm.outside.paper.roll import BODY, NAME, SMALL, STRONG, TITLE, Roll
from shopcrm.rules.complaints import About, Kind, about_words, kind_words
from shopcrm.rules.wording import Words
from shopcrm.services import day_rows
from shopcrm.services.case_slips import CaseSlip

_MOST_LETTERS = 600
"""Of what was said so much stands on the slip; all of it is kept in the shop."""


def lay_case_slip(shop: ShopHead, slip: CaseSlip, words: Words, fonts: Fonts, millimetres: int) -> Roll:
    """Lay the slip of a case out on a roll that is so many millimetres wide (80 or 58)."""
    roll = Roll(fonts, words, millimetres, title=_title(words, slip), author=shop.name)
    slip_head.draw_shop(roll, shop)
    roll.line_across(strong=True)
    roll.text(words.tell(kind_words(slip.kind)), TITLE, Align.CENTRE)
    roll.text(_number(words, slip), NAME, Align.CENTRE)
    if slip.printed:
        roll.text(words.say("Copy {number}", number=slip.printed), SMALL, Align.CENTRE)
    for line in _head(words, slip):
        roll.text(line, SMALL)
    roll.line_across()
    roll.text(words.say("In your words"), STRONG)
    for line in _shortened(slip.words).splitlines():
        roll.text(words.alone(line), BODY)
    _draw_promises(roll, slip)
    roll.line_across()
    roll.text(_thanks(words, slip), SMALL)
    roll.space(3)
    roll.qr(slip.code)
    roll.text(words.ltr(slip.code), SMALL, Align.CENTRE)
    return roll


def _draw_promises(roll: Roll, slip: CaseSlip) -> None:
    """Say by when they hear; a clock that has run its course promises nothing any more."""
    words = roll.words
    dues = (
        (words.say("You hear from us by"), slip.answer_due),
        (words.say("Put right by"), slip.settle_due),
    )
    promised = [(label, due) for label, due in dues if due is not None]
    if not promised and not slip.responsible:
        return
    roll.line_across()
    for label, due in promised:
        roll.text(label, SMALL)
        day = words.long_day(words.days.of(due))
        roll.text(words.say("{day}, {clock}", day=day, clock=words.clock(due)), STRONG)
    if slip.responsible:
        who = day_rows.person(slip.responsible)
        roll.text(words.say("Your person here: {name}", name=who), STRONG)


def _title(words: Words, slip: CaseSlip) -> str:
    return f"{words.tell(kind_words(slip.kind))} {_number(words, slip)}"


def _number(words: Words, slip: CaseSlip) -> str:
    return words.say("No. {number}", number=str(slip.number))


def _head(words: Words, slip: CaseSlip) -> list[str]:
    """Tell when, who, of what, and who took it down."""
    said = [words.moment(slip.taken_at)]
    if slip.customer:
        said.append(words.say("Customer: {name}", name=slip.customer))
    if slip.about is not About.NOT_YET:
        said.append(words.say("About: {what}", what=about_words(slip.about)))
    if slip.product:
        said.append(words.say("Goods: {goods}", goods=slip.product))
    if slip.sale_number:
        said.append(words.say("Of the sale {number}", number=words.ltr(words.digits(slip.sale_number))))
    said.append(words.say("Taken down by {name}", name=day_rows.person(slip.taken_by)))
    return said


def _shortened(text: str) -> str:
    kept = text.strip()
    return kept if len(kept) <= _MOST_LETTERS else f"{kept[:_MOST_LETTERS].rstrip()}…"


def _thanks(words: Words, slip: CaseSlip) -> str:
    if slip.kind is Kind.COMPLAINT:
        return words.say("Thank you for telling us. Keep this slip: with its number we find your words.")
    return words.say("Thank you for your words. They go to everybody who works here.")
