"""The window's furniture: rail, top bar, notices, pages, foot bar, and the word that something is done.

It knows no shop: pages come in as widgets, words come in already worded.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from shopcrm.desk.look import Look
from shopcrm.desk.tokens import Tint
from shopcrm.desk.widgets.banner import BannerArea
from shopcrm.desk.widgets.bars import FootBar, TopBar
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.cards import Ground, Scroller
from shopcrm.desk.widgets.rail import Place, Rail
from shopcrm.desk.widgets.search_box import SearchBox
from shopcrm.desk.widgets.toast import Toast
from shopcrm.rules.wording import Words

SMALL_BELOW = 1280
"""Windows narrower than this many design pixels leave out the day and make rows lower."""

_SEEN_ROUND = 16
"""So many design pixels above and below the place of the keyboard are kept in sight."""


class Frame(QMainWindow):
    """The window. `page_shown` carries a page's key, `became_small` whether there is little room.

    Ctrl+Z belongs to the window: it takes back what the word at the bottom tells of, else gives `undo_asked`.
    """

    page_shown = Signal(str)
    became_small = Signal(bool)
    person_pressed = Signal()
    undo_asked = Signal()

    def __init__(self, look: Look, words: Words, *, title: str = "", find_hint: str = "") -> None:
        super().__init__()
        self._look = look
        self._places: dict[str, Place] = {}
        self._pages: dict[str, QWidget] = {}
        self._scrolled: dict[str, Scroller] = {}
        self._current = ""
        self._small = False
        self.setWindowTitle(title)
        self.rail = Rail(look)
        self.top = TopBar(look, find_hint)
        self.foot = FootBar(look)
        self.banners = BannerArea(look, words)
        self.pages = QStackedWidget()
        self._ground = Ground(look, "bg")
        self._build()
        self.toast = Toast(look, words, self._ground)
        self.rail.picked.connect(self.show_page)
        self.top.person.clicked.connect(self.person_pressed)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_keyboard_moved)
        self._keys = [
            self._bind("Ctrl+K", self._on_find_key),
            self._bind("Ctrl+Z", self._on_undo_key),
        ]

    @property
    def finder(self) -> SearchBox:
        """Give the line that finds anything."""
        return self.top.finder

    @property
    def current(self) -> str:
        """Tell the key of the page one is on."""
        return self._current

    @property
    def small(self) -> bool:
        """Tell whether there is little room."""
        return self._small

    def add_page(self, place: Place, page: QWidget) -> None:
        """Put a page into the window; the first one is shown. It scrolls where the window is too low."""
        self._places[place.key] = place
        self._pages[place.key] = page
        scroller = self._scrolled[place.key] = Scroller(page)
        scroller.verticalScrollBar().rangeChanged.connect(self._on_page_grew)
        self.pages.addWidget(self._scrolled[place.key])
        self.rail.add(place)
        if not self._current:
            self.show_page(place.key)

    def page(self, key: str) -> QWidget:
        """Give a page by its key."""
        return self._pages[key]

    def show_page(self, key: str) -> None:
        """Go to a page."""
        self._current = key
        self.pages.setCurrentWidget(self._scrolled[key])
        self.rail.show_chosen(key)
        self.top.title.setText(self._places[key].title)
        self.page_shown.emit(key)

    def set_day(self, text: str) -> None:
        """Show the day."""
        self.top.day.setText(text)

    def set_state(self, name: str, icon: str, tint: Tint, text: str) -> None:
        """Show a small state in the top bar, such as that of the backup; an empty text takes it away."""
        self.top.set_state(name, icon, tint, text)

    def set_person(self, name: str, letters: str, says: str) -> None:
        """Show who is at the till; `says` is what a screen reader says of the button."""
        self.top.person.show_person(name, letters, says)

    def set_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show the keys of the page at the foot, as pairs of a key and what it does."""
        self.foot.set_hints(hints)

    def set_trailing(self, text: str) -> None:
        """Show where one is at the trailing end of the foot."""
        self.foot.trailing.setText(text)

    def retitle(self, words: Words, places: Sequence[Place], *, title: str, find_hint: str) -> None:
        """Speak another language; pages, notices, hints and states are worded anew by whoever set them."""
        for place in places:
            self._places[place.key] = place
        self.rail.set_titles(places)
        if self._current:
            self.top.title.setText(self._places[self._current].title)
        self.setWindowTitle(title)
        self.finder.set_words(find_hint)
        self.banners.set_words(words)
        self.toast.set_words(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell when there is little room, and when there is enough again."""
        super().resizeEvent(event)
        small = self.width() < self._look.size(SMALL_BELOW)
        if small != self._small:
            self._small = small
            self.top.set_small(small=small)
            self.foot.trailing.setVisible(not small)
            self.became_small.emit(small)

    def _build(self) -> None:
        self.pages.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        right = column(self.top, self.banners, (self.pages, 1), self.foot, gap=0)
        self._ground.setLayout(row(self.rail, (right, 1), gap=0))
        self.setCentralWidget(self._ground)
        # In plain pixels: with large writing the window must still fit on a small screen.
        self.setMinimumSize(900, 600)
        self.resize(1440, 900)

    def _bind(self, key: str, slot: object) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.activated.connect(slot)
        return shortcut

    def _on_keyboard_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Scroll the page to where the keyboard is: with large writing it may be higher than the window."""
        page = self._scrolled.get(self._current)
        if now is not None and page is not None and page.isAncestorOf(now):
            page.bring(now, self._look.size(_SEEN_ROUND))

    def _on_page_grew(self, _least: int, _most: int) -> None:
        self._on_keyboard_moved(None, self.focusWidget())

    def _on_find_key(self) -> None:
        self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.finder.selectAll()

    def _on_undo_key(self) -> None:
        if self.toast.can_undo:
            self.toast.undo()
        else:
            self.undo_asked.emit()


def page_ground(look: Look) -> tuple[Ground, QVBoxLayout]:
    """Make the ground of a page with its air of 12 at the edges, and the column to fill."""
    ground = Ground(look, "bg")
    box = QVBoxLayout(ground)
    air = look.size(12)
    box.setContentsMargins(air, air, air, air)
    box.setSpacing(air)
    return ground, box
