"""Letters on A4 whose address shows through an envelope's window.

The window lies on the left of the sheet in both languages, for there envelopes have it; what stands in it
keeps its own direction. Each letter speaks the language of its message.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from shopcrm.outside.paper.fonts import Fonts, Weight
from shopcrm.outside.paper.lines import Align, Line, Style
from shopcrm.outside.paper.pages import SECOND, ShopHead
from shopcrm.outside.paper.sheets import HAIRLINE, MILLIMETRE, MUTED, TEXT, Sheet
from shopcrm.rules.wording import Words
from shopcrm.services.printed_letters import PrintedLetter

WINDOW = (20 * MILLIMETRE, 45 * MILLIMETRE, 85 * MILLIMETRE, 45 * MILLIMETRE)
"""Left, top, width and height of the window of an envelope of form B (DIN 5008)."""

_A4 = (210 * MILLIMETRE, 297 * MILLIMETRE)
_SIDE = 25 * MILLIMETRE
_TOP = 20 * MILLIMETRE
_BODY_TOP = 103 * MILLIMETRE
_BOTTOM = 272 * MILLIMETRE
_FOLDS = (105 * MILLIMETRE, 210 * MILLIMETRE)
_SENDER_ROOM = 14.0
_SHOP = Style(14.0, Weight.SEMIBOLD, TEXT)
_SENDER = Style(6.5, colour=MUTED)
NAME = Style(11.0, Weight.SEMIBOLD, TEXT, spacing=1.4)
ADDRESS = Style(11.0, colour=TEXT, spacing=1.4)
_SUBJECT = Style(12.0, Weight.SEMIBOLD, TEXT)
_BODY = Style(11.0, colour=TEXT, spacing=1.6)

WordsOf = Callable[[str], Words]


@dataclass(frozen=True)
class Sender:
    """Who writes, and on which day."""

    shop: ShopHead
    day: date


def write_letters(
    path: Path, sender: Sender, letters: Sequence[PrintedLetter], words_of: WordsOf, fonts: Fonts
) -> None:
    """Write the letters as one PDF, each from a sheet of its own on; raises PaperNotSaved, FontMissing."""
    lay_letters(sender, letters, words_of, fonts).save(path)


def lay_letters(sender: Sender, letters: Sequence[PrintedLetter], words_of: WordsOf, fonts: Fonts) -> Sheet:
    """Lay the letters out; a text that is longer than a sheet goes on on the next."""
    words = words_of(letters[0].language) if letters else words_of("en")
    sheet = Sheet(fonts, words, _A4, title=words.say("Letters"), author=sender.shop.name)
    for place, letter in enumerate(letters):
        if place:
            sheet.next_sheet()
        sheet.speak(words_of(letter.language))
        _draw_letter(sheet, sender, letter)
    return sheet


def _draw_letter(sheet: Sheet, sender: Sender, letter: PrintedLetter) -> None:
    _draw_head(sheet, sender)
    _draw_window(sheet, sender.shop, letter)
    room = _A4[0] - 2 * _SIDE
    top = _BODY_TOP
    if letter.subject:
        top = sheet.lines(sheet.setter.wrap(letter.subject, _SUBJECT, room, most=4), _SIDE, room, top) + 10
    pages = _paged(sheet.setter.wrap(letter.body, _BODY, room), _BOTTOM - top)
    for place, lines in enumerate(pages):
        if place:
            sheet.next_sheet()
            top = _TOP
            sheet.draw(sheet.setter.cut(letter.name, SECOND, room), _SIDE, room, top)
            top += 2 * SECOND.leading
        sheet.lines(lines, _SIDE, room, top)
        if len(pages) > 1:
            page = sheet.words.say("Page {page} of {pages}", page=place + 1, pages=len(pages))
            sheet.draw(sheet.setter.line(page, SECOND), _SIDE, room, _BOTTOM + 14, Align.TRAIL)


def _paged(lines: Sequence[Line], first_room: float) -> list[list[Line]]:
    """Share lines out to sheets; the first has less room than those that follow."""
    pages: list[list[Line]] = [[]]
    room = first_room
    for line in lines:
        if line.style.leading > room and pages[-1]:
            pages.append([])
            room = _BOTTOM - _TOP - 2 * SECOND.leading
        pages[-1].append(line)
        room -= line.style.leading
    return pages


def _draw_head(sheet: Sheet, sender: Sender) -> None:
    words, shop, room = sheet.words, sender.shop, _A4[0] - 2 * _SIDE
    sheet.draw(sheet.setter.cut(shop.name, _SHOP, room), _SIDE, room, _TOP)
    under = " · ".join(part for part in (words.phone(shop.phone), shop.address) if part)
    sheet.draw(sheet.setter.cut(under, SECOND, room), _SIDE, room, _TOP + _SHOP.leading)
    sheet.rule(_SIDE, room, _TOP + _SHOP.leading + SECOND.leading + 6)
    day = sheet.setter.line(words.long_day(sender.day), SECOND)
    sheet.draw(day, _SIDE, room, _BODY_TOP - 2 * SECOND.leading, Align.TRAIL)
    for fold in _FOLDS:
        sheet.rule(4 * MILLIMETRE, 4 * MILLIMETRE, fold, HAIRLINE)


def _draw_window(sheet: Sheet, shop: ShopHead, letter: PrintedLetter) -> None:
    left, top, width, height = WINDOW
    inner = width - 6 * MILLIMETRE
    left += 3 * MILLIMETRE
    back = sheet.setter.cut(" · ".join(part for part in (shop.name, shop.address) if part), _SENDER, inner)
    sheet.draw(back, left, inner, top + 4)
    sheet.rule(left, inner, top + 4 + _SENDER.leading)
    room = height - _SENDER_ROOM - 16
    lines = sheet.fitted([(letter.name, NAME), (letter.address, ADDRESS)], inner, room)
    sheet.lines(lines, left, inner, top + _SENDER_ROOM + 8)
