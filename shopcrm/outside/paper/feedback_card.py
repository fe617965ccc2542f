"""Cards on which somebody marks from 0 to 10 how content they are; the number tells what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shopcrm.outside.paper import slip_head
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.lines import Align
from shopcrm.outside.paper.pages import ShopHead
from shopcrm.outside.paper.roll import BODY, SMALL, STRONG, TITLE, Roll
from shopcrm.rules.wording import Words
from shopcrm.services.feedback import BEST, About

_LINES = 3
_LINE = 22.0
_BOX = 17.0


@dataclass(frozen=True)
class FeedbackCard:
    """One card: its number, and what is asked about."""

    number: int
    about: About


def lay_feedback_cards(
    shop: ShopHead, cards: Sequence[FeedbackCard], words: Words, fonts: Fonts, millimetres: int
) -> Roll:
    """Lay cards out on a roll that is so many millimetres wide (80 or 58), each on a sheet of its own."""
    roll = Roll(fonts, words, millimetres, title=words.say("How content are you?"), author=shop.name)
    for card in cards:
        slip_head.draw_shop(roll, shop)
        roll.line_across(strong=True)
        roll.text(_question(words, card.about), TITLE, Align.CENTRE)
        roll.text(words.say("Circle a number: 0 is bad, 10 is good."), SMALL, Align.CENTRE)
        roll.space(6)
        _draw_numbers(roll)
        roll.space(4)
        roll.text(words.say("In a line:"), BODY)
        for _line in range(_LINES):
            roll.space(_LINE - 6)
            roll.line_across()
        roll.text(words.say("Give it to us, or drop it in the box. Thank you!"), SMALL)
        number = words.digits(str(card.number))
        roll.text(words.say("Card {number}", number=words.ltr(number)), STRONG, Align.CENTRE)
        roll.cut()
    return roll


def _question(words: Words, about: About) -> str:
    if about is About.CASE:
        return words.say("How content are you with how we put it right?")
    return words.say("How was your visit?")


def _draw_numbers(roll: Roll) -> None:
    """Put the numbers in boxes, from the leading edge on, in as many rows as they need."""
    words = roll.words
    in_a_row = min(BEST + 1, int(roll.width // _BOX))
    for start in range(0, BEST + 1, in_a_row):
        some = range(start, min(BEST + 1, start + in_a_row))
        roll.boxes([words.number(one) for one in some], _BOX, STRONG)
