"""A closed day on a roll: the drawer first, then all that was sold, paid and taken off."""

from __future__ import annotations

from shopcrm.outside.paper import day_words, slip_head
from shopcrm.outside.paper.fonts import Fonts
from shopcrm.outside.paper.lines import Align
from shopcrm.outside.paper.pages import ShopHead
from shopcrm.outside.paper.roll import BODY, SMALL, STRONG, TITLE, Roll
from shopcrm.rules.wording import Words
from shopcrm.services import day_rows
from shopcrm.services.day_close import ClosedDay


def lay_day_close_slip(shop: ShopHead, day: ClosedDay, words: Words, fonts: Fonts, millimetres: int) -> Roll:
    """Lay a closed day out on a roll that is so many millimetres wide (80 or 58)."""
    roll = Roll(fonts, words, millimetres, title=day_words.title(words, day), author=shop.name)
    slip_head.draw_shop(roll, shop)
    roll.line_across(strong=True)
    roll.text(day_words.title(words, day), TITLE, Align.CENTRE)
    for line in day_words.head(words, day):
        roll.text(line, SMALL)
    groups = day_rows.groups(day)
    room = roll.widest([day_words.figure(words, row) for group in groups for row in group.rows], STRONG)
    for group in groups:
        roll.line_across()
        roll.text(words.tell(group.title), STRONG)
        for row in group.rows:
            style = STRONG if row.strong else BODY
            roll.pair(words.tell(row.label), day_words.figure(words, row), style, room=room)
    roll.line_across(strong=True)
    if day.difference is not None:
        roll.text(words.tell(day_rows.difference(day.difference)), STRONG)
    roll.text(day.note, BODY)
    roll.text(words.say("Amounts in {currency}", currency=_currency(words)), SMALL)
    return roll


def _currency(words: Words) -> str:
    return words.currency.persian if words.language == "fa" else words.currency.english
