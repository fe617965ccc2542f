"""Customer cards of the size of a bank card: shop, name, number in large and as a QR code that scanners read.

Single, or ten on an A4 sheet with marks to cut along.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from shopcrm.outside.paper import people_words
from shopcrm.outside.paper.fonts import Fonts, Weight
from shopcrm.outside.paper.lines import Style
from shopcrm.outside.paper.pages import ShopHead
from shopcrm.outside.paper.sheets import ACCENT, EDGE, HAIRLINE, MILLIMETRE, MUTED, TEXT, Sheet
from shopcrm.rules import qr
from shopcrm.rules.wording import Words

CARD = (85.6 * MILLIMETRE, 54 * MILLIMETRE)
"""Width and height of a card (ISO/IEC 7810 ID-1)."""

_A4 = (210 * MILLIMETRE, 297 * MILLIMETRE)
_ACROSS, _DOWN = 2, 5
_SIDE = 5 * MILLIMETRE
_CODE = 25 * MILLIMETRE
_GAP = 4 * MILLIMETRE
_MARK = 4 * MILLIMETRE
_NAMES = 34.0
"""Height for a name, of the shop or of the person, in points."""
_SHOP = Style(12.0, Weight.BOLD, ACCENT, spacing=1.35)
_PHONE = Style(7.5, colour=MUTED)
_NAME = Style(12.0, Weight.SEMIBOLD, TEXT, spacing=1.35)
_NUMBER = Style(16.0, Weight.BOLD, TEXT, spacing=1.35)


class Layout(StrEnum):
    """How cards lie on paper."""

    SINGLE = "single"
    SHEET = "sheet"


@dataclass(frozen=True)
class PrintedCard:
    """One card: whose it is, and its number as it was given."""

    name: str
    number: str


def write_cards(
    path: Path, shop: ShopHead, cards: Sequence[PrintedCard], words: Words, fonts: Fonts, layout: Layout
) -> None:
    """Write the cards as a PDF, wholly or not at all; raises PaperNotSaved and FontMissing."""
    lay_cards(shop, cards, words, fonts, layout).save(path)


def lay_cards(
    shop: ShopHead, cards: Sequence[PrintedCard], words: Words, fonts: Fonts, layout: Layout
) -> Sheet:
    """Lay the cards out, one to a sheet of its own size or ten to a page."""
    size = CARD if layout is Layout.SINGLE else _A4
    sheet = Sheet(fonts, words, size, title=words.say("Customer cards"), author=shop.name)
    places = _places(layout, rtl=words.rtl)
    for number, card in enumerate(cards):
        place = number % len(places)
        if number and not place:
            sheet.next_sheet()
        if not place and layout is Layout.SHEET:
            _draw_marks(sheet)
        _draw(sheet, shop, card, *places[place])
    return sheet


def _places(layout: Layout, *, rtl: bool) -> list[tuple[float, float]]:
    """Give the left and top edges of the cards on a sheet, in reading order."""
    if layout is Layout.SINGLE:
        return [(0.0, 0.0)]
    left, top = _corner()
    columns = [left + column * CARD[0] for column in range(_ACROSS)]
    rows = [top + row * CARD[1] for row in range(_DOWN)]
    return [(x, y) for y in rows for x in (reversed(columns) if rtl else columns)]


def _corner() -> tuple[float, float]:
    return (_A4[0] - _ACROSS * CARD[0]) / 2, (_A4[1] - _DOWN * CARD[1]) / 2


def _draw_marks(sheet: Sheet) -> None:
    """Draw short marks outside the cards at each edge to cut along."""
    left, top = _corner()
    right, bottom = left + _ACROSS * CARD[0], top + _DOWN * CARD[1]
    gap = MILLIMETRE
    for row in range(_DOWN + 1):
        y = top + row * CARD[1]
        sheet.rule(left - gap - _MARK, _MARK, y, EDGE)
        sheet.rule(right + gap, _MARK, y, EDGE)
    for column in range(_ACROSS + 1):
        x = left + column * CARD[0]
        sheet.upright(x, top - gap - _MARK, _MARK, EDGE)
        sheet.upright(x, bottom + gap, _MARK, EDGE)


def _draw(sheet: Sheet, shop: ShopHead, card: PrintedCard, left: float, top: float) -> None:
    wide, high = CARD
    inset = 1.5 * MILLIMETRE
    sheet.box(left + inset, wide - 2 * inset, top + inset, high - 2 * inset, edge=HAIRLINE)
    code_left = left + _SIDE if sheet.rtl else left + wide - _SIDE - _CODE
    sheet.squares(qr.matrix(card.number), code_left, top + (high - _CODE) / 2, _CODE)
    room = wide - 2 * _SIDE - _CODE - _GAP
    begin = left + _SIDE + (_CODE + _GAP if sheet.rtl else 0)
    below = sheet.lines(sheet.fitted([(shop.name, _SHOP)], room, _NAMES), begin, room, top + _SIDE)
    phone = sheet.fitted([(sheet.words.phone(shop.phone), _PHONE)], room, _PHONE.leading)
    sheet.lines(phone, begin, room, below)
    number = people_words.card_number(sheet.words, card.number)
    numbers = sheet.fitted([(number, _NUMBER)], room, _NAMES)
    foot = top + high - _SIDE - sum(line.style.leading for line in numbers)
    sheet.lines(numbers, begin, room, foot)
    names = sheet.fitted([(card.name, _NAME)], room, _NAMES)
    sheet.lines(names, begin, room, foot - sum(line.style.leading for line in names) - 1)
