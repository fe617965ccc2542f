"""Greeting cards of postcard size: the greeting in front, the address and a place for the stamp behind.

The address stands on the right and the sender on the left in both languages, as the post asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from shopcrm.outside.paper.fonts import Fonts, Weight
from shopcrm.outside.paper.letter import ADDRESS, NAME, Sender, WordsOf
from shopcrm.outside.paper.lines import Align, Line, Style
from shopcrm.outside.paper.pages import SECOND, ShopHead
from shopcrm.outside.paper.sheets import EDGE, HAIRLINE, MILLIMETRE, MUTED, TEXT, Sheet
from shopcrm.services.printed_letters import PrintedLetter

_POSTCARD = (148 * MILLIMETRE, 105 * MILLIMETRE)
_FRAME = 7 * MILLIMETRE
_INSIDE = 15 * MILLIMETRE
_GREETING = Style(14.0, Weight.MEDIUM, TEXT, spacing=1.7)
_GREETING_HEAD = Style(19.0, Weight.BOLD, TEXT, spacing=1.6)
_SIGNED = Style(10.0, Weight.SEMIBOLD, MUTED)
_LEAST_GREETING = 7.0


def write_greeting_cards(
    path: Path, sender: Sender, letters: Sequence[PrintedLetter], words_of: WordsOf, fonts: Fonts
) -> None:
    """Write the cards as one PDF of postcards, front then back; raises PaperNotSaved and FontMissing."""
    lay_greeting_cards(sender, letters, words_of, fonts).save(path)


def lay_greeting_cards(
    sender: Sender, letters: Sequence[PrintedLetter], words_of: WordsOf, fonts: Fonts
) -> Sheet:
    """Lay the cards out, each as a front and a back for printing on both sides."""
    words = words_of(letters[0].language) if letters else words_of("en")
    sheet = Sheet(fonts, words, _POSTCARD, title=words.say("Greeting cards"), author=sender.shop.name)
    for place, letter in enumerate(letters):
        if place:
            sheet.next_sheet()
        sheet.speak(words_of(letter.language))
        for front in _greeting_pages(sheet, letter):
            _draw_front(sheet, sender.shop, front)
            sheet.next_sheet()
        _draw_back(sheet, sender, letter)
    return sheet


def _greeting_pages(sheet: Sheet, letter: PrintedLetter) -> list[list[Line]]:
    """Set a greeting as large as it fits; one that no card holds goes on on more cards."""
    room = _POSTCARD[0] - 2 * _INSIDE
    height = _POSTCARD[1] - 2 * _INSIDE - 2 * _SIGNED.leading
    scale = 1.0
    while True:
        styles = [replace(style, size=style.size * scale) for style in (_GREETING_HEAD, _GREETING)]
        texts = zip((letter.subject, letter.body), styles, strict=True)
        lines = [line for text, style in texts if text for line in sheet.setter.wrap(text, style, room)]
        if sum(line.style.leading for line in lines) <= height:
            return [lines]
        if styles[1].size * 0.92 < _LEAST_GREETING:
            most = int(height / styles[0].leading)
            return [lines[start : start + most] for start in range(0, len(lines), most)]
        scale *= 0.92


def _draw_front(sheet: Sheet, shop: ShopHead, lines: Sequence[Line]) -> None:
    wide, high = _POSTCARD
    sheet.box(_FRAME, wide - 2 * _FRAME, _FRAME, high - 2 * _FRAME, edge=EDGE)
    inner = _FRAME + 3
    sheet.box(inner, wide - 2 * inner, inner, high - 2 * inner, edge=HAIRLINE)
    room = wide - 2 * _INSIDE
    height = sum(line.style.leading for line in lines)
    top = max(_INSIDE, (high - _SIGNED.leading * 2 - height) / 2)
    sheet.lines(lines, _INSIDE, room, top, Align.CENTRE)
    signed = sheet.setter.cut(shop.name, _SIGNED, room)
    sheet.draw(signed, _INSIDE, room, high - _INSIDE - 4, Align.CENTRE)


def _draw_back(sheet: Sheet, sender: Sender, letter: PrintedLetter) -> None:
    wide, high = _POSTCARD
    middle, side = wide / 2, 9 * MILLIMETRE
    sheet.upright(middle, side, high - 2 * side)
    shop = sender.shop
    parts = [
        (shop.name, replace(_SIGNED, colour=TEXT)),
        (sheet.words.phone(shop.phone), SECOND),
        (shop.address, SECOND),
    ]
    room = middle - 2 * side
    sheet.lines(sheet.fitted(parts, room, 60), side, room, side)
    sheet.draw(
        sheet.setter.line(sheet.words.day(sender.day), SECOND), side, room, high - side - SECOND.leading
    )
    stamp = (22 * MILLIMETRE, 26 * MILLIMETRE)
    sheet.box(wide - side - stamp[0], stamp[0], side, stamp[1], edge=HAIRLINE)
    top = side + stamp[1] + 10
    lines = sheet.fitted([(letter.name, NAME), (letter.address, ADDRESS)], room, high - side - top)
    sheet.lines(lines, middle + side, room, top)
