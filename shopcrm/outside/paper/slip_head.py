"""The head of every slip: the shop's logo, its name, and where it is found."""

from __future__ import annotations

from shopcrm.outside.paper.lines import Align
from shopcrm.outside.paper.pages import ShopHead
from shopcrm.outside.paper.roll import NAME, SMALL, Roll
from shopcrm.outside.paper.sheets import read_picture


def draw_shop(roll: Roll, shop: ShopHead) -> None:
    """Put the shop down at the top of a slip."""
    logo = read_picture(shop.logo) if shop.logo else None
    if logo is not None:
        roll.logo(logo)
    roll.text(shop.name, NAME, Align.CENTRE, most=3)
    roll.text(roll.words.phone(shop.phone) if shop.phone else "", SMALL, Align.CENTRE, most=1)
    roll.text(shop.address, SMALL, Align.CENTRE, most=3)
