"""Customer cards of the size of a bank card: shop, name, number in large and as a QR code that scanners read.

Single, or ten on an A4 sheet with marks to cut along.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from shopcrm.outside.paper import people_words
from shopcrm.outside.paper.cutting import CARD, Cutting
from shopcrm.outside.paper.fonts import Fonts, Weight
from shopcrm.outside.paper.lines import Style
from shopcrm.outside.paper.pages import ShopHead
from shopcrm.outside.paper.sheets import ACCENT, HAIRLINE, MILLIMETRE, MUTED, TEXT, Sheet
from shopcrm.rules import qr
from shopcrm.rules.wording import Words

_SHEET = Cutting(CARD, across=2, down=5)
_SIDE = 5 * MILLIMETRE
_CODE = 25 * MILLIMETRE
_GAP = 4 * MILLIMETRE
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
    cutting = Cutting(CARD) if layout is Layout.SINGLE else _SHEET
    sheet = Sheet(fonts, words, cutting.sheet, title=words.say("Customer cards"), author=shop.name)
    for card, (left, top) in zip(cards, cutting.walk(sheet, len(cards)), strict=True):
        _draw(sheet, shop, card, left, top)
    return sheet


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
