"""The sheet on which all is printed: the shop's head, the title, the day, and "page 1 of 3" at the foot.

Places are given in points from the top of the page; what leads stands on the right of a Persian page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path

from shopcrm.outside.paper.fonts import Fonts, Weight
from shopcrm.outside.paper.lines import Align, Style, clean
from shopcrm.outside.paper.sheets import MUTED, TEXT, Sheet, read_picture
from shopcrm.rules.wording import Words

BODY = Style(10.0, colour=TEXT)
SECOND = Style(9.0, colour=MUTED)
STRONG = Style(10.0, Weight.SEMIBOLD, TEXT)
SECTION = Style(12.0, Weight.SEMIBOLD, TEXT)
TITLE = Style(16.0, Weight.BOLD, TEXT)
CAPTION = Style(9.0, Weight.SEMIBOLD, MUTED)
NOTE = Style(10.0, colour=MUTED)
_SHOP_NAME = Style(13.0, Weight.SEMIBOLD, TEXT)
_LOGO_HEIGHT = 40.0


class PageSize(Enum):
    """The sheets that a shop's printer holds; width and height in points."""

    A4 = (595.28, 841.89)
    A5 = (419.53, 595.28)

    @property
    def margin(self) -> float:
        """Points left free at each side."""
        return 42.0 if self is PageSize.A4 else 30.0


@dataclass(frozen=True)
class ShopHead:
    """What the shop says of itself at the top; a logo that cannot be read is left out."""

    name: str
    phone: str = ""
    address: str = ""
    logo: Path | bytes | None = None


@dataclass(frozen=True)
class Heading:
    """Whose paper it is, what it is called, of which day, and a line on what it shows."""

    shop: ShopHead
    title: str
    day: date
    note: str = ""


class Paper(Sheet):
    """A document that is filled from top to bottom; a page ends when the next thing does not fit."""

    def __init__(self, fonts: Fonts, words: Words, heading: Heading, size: PageSize = PageSize.A4) -> None:
        super().__init__(fonts, words, size.value, title=heading.title, author=heading.shop.name)
        self.size = size
        self.pages = 0
        self.top = 0.0
        self._heading = heading
        self._firsts = [1]
        self._late: dict[int, list[Callable[[], None]]] = {}
        self._start_page()
        self._first_head()

    @property
    def left(self) -> float:
        """Left edge of what may be printed on, whatever the direction."""
        return self.size.margin

    @property
    def width(self) -> float:
        """Width between the margins."""
        return self.size.value[0] - 2 * self.size.margin

    @property
    def bottom(self) -> float:
        """How far from the top of the page the foot begins."""
        return self.size.value[1] - self.size.margin - 8

    @property
    def room(self) -> float:
        """Height that is still free on this page."""
        return self.bottom - self.top

    @property
    def page_room(self) -> float:
        """Height that a following page offers below its head."""
        return self.bottom - self.size.margin - SECOND.leading - 14

    def across(self, widths: Sequence[float], gap: float = 0.0) -> list[float]:
        """Give the left edges of boxes of these widths, standing in reading order."""
        edges = []
        at = 0.0
        for width in widths:
            edges.append(self.left + (self.width - at - width if self.rtl else at))
            at += width + gap
        return edges

    def text(self, text: str, style: Style = BODY, align: Align = Align.LEAD) -> None:
        """Let a text flow down the page, and on to the next pages where it is long."""
        for line in self.setter.wrap(text, style, self.width):
            self.need(style.leading)
            self.draw(line, self.left, self.width, self.top, align)
            self.top += style.leading

    def section(self, text: str) -> None:
        """Head what follows; a head does not stand alone at the end of a page."""
        self.space(10)
        self.need(SECTION.leading + 3 * BODY.leading)
        self.text(text, SECTION)
        self.space(2)

    def space(self, height: float) -> None:
        """Leave some height free."""
        self.top += height

    def need(self, height: float) -> bool:
        """Begin a new page if this height is not free here; say whether one was begun."""
        if height <= self.room:
            return False
        self.new_page()
        return True

    def new_page(self) -> None:
        """End this page and begin the next below its short head."""
        self._end_page()
        self._start_page()
        shop, title = self._heading.shop.name, self._heading.title
        half = self.width / 2 - 6
        lead, trail = self.across([half, half], 12)
        self.draw(self.setter.cut(title, SECOND, half), lead, half, self.top)
        self.draw(self.setter.cut(shop, SECOND, half), trail, half, self.top, Align.TRAIL)
        self.top += SECOND.leading + 4
        self.rule(self.left, self.width, self.top)
        self.top += 10

    def begin_part(self, heading: Heading, *, apart: bool = False) -> None:
        """Begin another part on a page of its own, under the whole head with its own title.

        A part that is handed out `apart` from the others counts its own pages.
        """
        self._end_page()
        self._heading = heading
        self._start_page()
        if apart:
            self._firsts.append(self.pages)
        self._first_head()

    def mark(self, name: str, title: str) -> None:
        """Make this page a place that readers of the file list at its side and can jump to."""
        self.canvas.bookmarkPage(name)
        self.canvas.addOutlineEntry(clean(title), name)

    def later(self, act: Callable[[], None]) -> None:
        """Draw something on this page when the whole paper is laid out, such as the page of a chapter."""
        self._late.setdefault(self.pages, []).append(act)

    def _finish(self) -> None:
        self._end_page()
        for page in range(1, self.pages + 1):
            self._foot(page)

    def _start_page(self) -> None:
        self.pages += 1
        self.top = self.size.margin

    def _end_page(self) -> None:
        # The foot names the number of pages, so it is drawn when all are known.
        self.canvas.doForm(f"foot{self.pages}")
        self.canvas.showPage()

    def _first_head(self) -> None:
        shop = self._heading.shop
        begin = self.top
        logo = self._logo(shop.logo)
        day = self.setter.line(self.words.day(self._heading.day), SECOND)
        beside = logo + 12 if logo else 0.0
        name_room = self.width - beside - day.width - 12
        _, lead, _, trail = self.across([beside, name_room, 12, day.width])
        phone = self.words.phone(shop.phone) if shop.phone else ""
        parts = [(shop.name, _SHOP_NAME), (phone, SECOND), (shop.address, SECOND)]
        for text, style in parts:
            for line in self.setter.wrap(text, style, name_room, most=2) if text else []:
                self.draw(line, lead, name_room, self.top)
                self.top += style.leading
        self.draw(day, trail, day.width, begin + 4, Align.TRAIL)
        self.top = max(self.top, begin + (_LOGO_HEIGHT if logo else 0)) + 8
        self.rule(self.left, self.width, self.top)
        self.top += 12
        titled = self.setter.wrap(self._heading.title, TITLE, self.width, most=3)
        self.top = self.lines(titled, self.left, self.width, self.top)
        if self._heading.note:
            self.text(self._heading.note, NOTE)
        self.top += 8

    def _logo(self, logo: Path | bytes | None) -> float:
        """Draw the logo at the leading edge and give its width, 0 without one."""
        picture = read_picture(logo) if logo else None
        if picture is None:
            return 0.0
        width = min(_LOGO_HEIGHT * picture.width / picture.height, self.width / 4)
        [left] = self.across([width])
        self.picture(picture, left, self.top, width, _LOGO_HEIGHT)
        return width

    def _foot(self, page: int) -> None:
        self.canvas.beginForm(f"foot{page}", 0, 0, *self.size.value)
        self.rule(self.left, self.width, self.bottom + 8)
        first = max(start for start in self._firsts if start <= page)
        end = min((start for start in self._firsts if start > page), default=self.pages + 1)
        number = self.words.say("Page {page} of {pages}", page=page - first + 1, pages=end - first)
        line = self.setter.line(number, SECOND)
        name_room = self.width - line.width - 12
        lead, trail = self.across([name_room, line.width], 12)
        top = self.bottom + 12
        self.draw(self.setter.cut(self._heading.shop.name, SECOND, name_room), lead, name_room, top)
        self.draw(line, trail, line.width, top, Align.TRAIL)
        for act in self._late.get(page, ()):
            act()
        self.canvas.endForm()
