"""Vouchers on slips of a roll: shop, benefit in large, terms, and the code for every kind of reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shopcrm.outside.paper import slip_head
from shopcrm.outside.paper.fonts import Fonts, Weight
from shopcrm.outside.paper.lines import Align, Style
from shopcrm.outside.paper.pages import ShopHead
from shopcrm.outside.paper.roll import BLACK, SMALL, Roll
from shopcrm.outside.paper.sheets import MILLIMETRE
from shopcrm.rules import voucher_codes
from shopcrm.rules.wording import Words
from shopcrm.services.printed_vouchers import VoucherToPrint

_BENEFIT = Style(27.0, Weight.BOLD, BLACK, spacing=1.3)
_CODE = Style(15.0, Weight.BOLD, BLACK, spacing=1.35)
_NARROW = 0.82
"""How much smaller large letters are on the narrow roll."""


def lay_voucher_slips(
    shop: ShopHead, vouchers: Sequence[VoucherToPrint], words: Words, fonts: Fonts, millimetres: int
) -> Roll:
    """Lay vouchers out on slips of a roll that is so many millimetres wide (80 or 58)."""
    roll = Roll(fonts, words, millimetres, title=words.say("Vouchers"), author=shop.name)
    for voucher in vouchers:
        slip_head.draw_shop(roll, shop)
        roll.line_across()
        _draw(roll, voucher, 1.0 if millimetres > 58 else _NARROW)
        roll.cut()
    return roll


def _draw(roll: Roll, voucher: VoucherToPrint, scale: float) -> None:
    words = roll.words
    roll.space(4)
    large = replace(_BENEFIT, size=_BENEFIT.size * scale)
    benefit = words.tell(voucher.benefit)
    roll.set_lines(roll.headline(benefit, large, roll.width, 3 * large.leading), Align.CENTRE)
    roll.space(4)
    for term in voucher.terms:
        roll.text(words.tell(term), SMALL, Align.CENTRE)
    roll.space(2)
    roll.qr(voucher.code, 30 * MILLIMETRE)
    code = replace(_CODE, size=_CODE.size * scale)
    shown = roll.setter.shrunk(voucher_codes.shown(voucher.code), code, roll.width)
    roll.set_lines([shown], Align.CENTRE)
    roll.bar_code(voucher.code)
