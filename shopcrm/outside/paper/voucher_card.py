"""Vouchers as cards: single, of the size of a bank card, or eight or ten on an A4 sheet to be cut out.

Vouchers of a batch differ in their code alone, so what they share is drawn once and put where it is wanted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from shopcrm.outside.paper import codes
from shopcrm.outside.paper.cutting import CARD, Cutting
from shopcrm.outside.paper.fonts import Fonts, Weight
from shopcrm.outside.paper.lines import Style
from shopcrm.outside.paper.pages import ShopHead
from shopcrm.outside.paper.sheets import ACCENT, HAIRLINE, MILLIMETRE, MUTED, TEXT, Sheet, read_picture
from shopcrm.outside.paper.steering import LRM, RLM
from shopcrm.rules import voucher_codes
from shopcrm.rules.wording import Words
from shopcrm.services.printed_vouchers import VoucherLayout, VoucherToPrint

_CUTTINGS = {
    VoucherLayout.CARD: Cutting(CARD),
    VoucherLayout.SHEET_8: Cutting((95 * MILLIMETRE, 68 * MILLIMETRE), across=2, down=4),
    VoucherLayout.SHEET_10: Cutting(CARD, across=2, down=5),
}
_FRAME = 1.5 * MILLIMETRE
_SIDE = 5 * MILLIMETRE
_QR = 22.5 * MILLIMETRE
_GAP = 4 * MILLIMETRE
_LOGO = 8 * MILLIMETRE
_SHOP = Style(10.5, Weight.BOLD, ACCENT, spacing=1.35)
_PHONE = Style(7.5, colour=MUTED, spacing=1.4)
_BENEFIT = Style(22.0, Weight.BOLD, TEXT, spacing=1.3)
_TERM = Style(7.8, colour=TEXT, spacing=1.4)
_CODE = Style(13.0, Weight.BOLD, TEXT, spacing=1.35)


def lay_voucher_cards(
    shop: ShopHead, vouchers: Sequence[VoucherToPrint], words: Words, fonts: Fonts, layout: VoucherLayout
) -> Sheet:
    """Lay vouchers out as cards, one to a sheet of its own size or several to a page."""
    cutting = _CUTTINGS[layout]
    sheet = Sheet(fonts, words, cutting.sheet, title=words.say("Vouchers"), author=shop.name)
    faces = _Faces(sheet, shop, cutting.card)
    for voucher, (left, top) in zip(vouchers, cutting.walk(sheet, len(vouchers)), strict=True):
        for stamp in faces.stamps(voucher):
            sheet.put(stamp, left, top, cutting.card[1])
        _draw_code(sheet, voucher.code, cutting.card, left, top)
    return sheet


class _Faces:
    """What vouchers show besides their codes, drawn once however many of them show it."""

    def __init__(self, sheet: Sheet, shop: ShopHead, card: tuple[float, float]) -> None:
        self._sheet, self._card = sheet, card
        wide, high = card
        self._side = _code_side(card)
        self._room = wide - 2 * _SIDE - self._side - _GAP
        self._begin = _SIDE + (self._side + _GAP if sheet.rtl else 0)
        self._scale = high / CARD[1]
        self._names: dict[tuple[str, ...], str] = {}
        with self._stamp(("shop",)):
            sheet.box(_FRAME, wide - 2 * _FRAME, _FRAME, high - 2 * _FRAME, edge=HAIRLINE)
            self._below = _draw_shop(sheet, shop, self._begin, self._room)

    def stamps(self, voucher: VoucherToPrint) -> Iterator[str]:
        """Give the stamps of a voucher; those not seen before are drawn."""
        words = self._sheet.words
        benefit = words.tell(voucher.benefit)
        terms = tuple(words.tell(term) for term in voucher.terms)
        yield self._names["shop",]
        for key, draw in ((("benefit", benefit), self._draw_benefit), (("terms", *terms), self._draw_terms)):
            if key not in self._names:
                with self._stamp(key):
                    draw(key[1:])
            yield self._names[key]

    @contextmanager
    def _stamp(self, key: tuple[str, ...]) -> Iterator[None]:
        self._names[key] = f"{key[0]}{len(self._names)}"
        with self._sheet.stamp(self._names[key], self._card):
            yield

    def _draw_benefit(self, texts: Sequence[str]) -> None:
        beside = _SIDE + self._side
        large = replace(_BENEFIT, size=_BENEFIT.size * self._scale)
        lines = self._sheet.headline(texts[0], large, self._room, beside - self._below)
        tall = sum(line.style.leading for line in lines)
        self._sheet.lines(lines, self._begin, self._room, max(self._below, beside - tall))

    def _draw_terms(self, texts: Sequence[str]) -> None:
        wide, high = self._card
        top, foot = _SIDE + self._side + 4, high - _SIDE - _CODE.leading
        term = replace(_TERM, size=_TERM.size * self._scale)
        text = _flowing(texts, rtl=self._sheet.rtl)
        lines = self._sheet.fitted([(text, term)], wide - 2 * _SIDE, foot - top) if texts else []
        self._sheet.lines(lines, _SIDE, wide - 2 * _SIDE, top)


def _flowing(terms: Sequence[str], *, rtl: bool) -> str:
    """Join terms so that a name at the end of one does not draw in the number that begins the next."""
    mark = RLM if rtl else LRM
    return f" {mark}\u00b7{mark} ".join(terms)


def _code_side(card: tuple[float, float]) -> float:
    """Give the side of the QR code, which takes two fifths of the height."""
    return card[1] * _QR / CARD[1]


def _draw_shop(sheet: Sheet, shop: ShopHead, left: float, room: float) -> float:
    """Draw logo, name and phone of the shop; gives how far down they reach."""
    logo = read_picture(shop.logo) if shop.logo else None
    beside = 0.0
    if logo is not None:
        width = min(_LOGO * logo.width / logo.height, room / 3)
        sheet.picture(logo, left + room - width if sheet.rtl else left, _SIDE, width, _LOGO)
        beside = width + 5
    begin = left if sheet.rtl else left + beside
    parts = [(shop.name, _SHOP), (sheet.words.phone(shop.phone) if shop.phone else "", _PHONE)]
    lines = sheet.fitted(parts, room - beside, 2 * _SHOP.leading + _PHONE.leading)
    below = sheet.lines(lines, begin, room - beside, _SIDE)
    return max(below, _SIDE + (_LOGO if logo is not None else 0))


def _draw_code(sheet: Sheet, code: str, card: tuple[float, float], left: float, top: float) -> None:
    wide, high = card
    matrix = codes.code_squares(code)
    side = codes.square(_code_side(card), matrix)
    sheet.squares(matrix, left + (_SIDE if sheet.rtl else wide - _SIDE - side), top + _SIDE, side)
    shown = sheet.setter.line(voucher_codes.shown(code), _CODE)
    sheet.draw(shown, left + _SIDE, wide - 2 * _SIDE, top + high - _SIDE - _CODE.leading + 2)
