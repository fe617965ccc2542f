"""The main window: holds the pages, switches between them, finds anything, and tells how the shop stands.

A change of language, look or settings makes the window anew in the same place; what it showed is kept.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSettings, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from shopcrm.desk import person_reading
from shopcrm.desk.backup_keeper import BackupKeeper
from shopcrm.desk.bell import Bell
from shopcrm.desk.finding import Finding
from shopcrm.desk.frame import Frame
from shopcrm.desk.kit import Kit
from shopcrm.desk.lanes import Lanes
from shopcrm.desk.look import Look
from shopcrm.desk.lookout import Lookout
from shopcrm.desk.memory_card import MOST
from shopcrm.desk.page import Page
from shopcrm.desk.person_reading import First
from shopcrm.desk.postman import Postman
from shopcrm.desk.program import Program
from shopcrm.desk.scanner import Scanner
from shopcrm.desk.speech import Speech
from shopcrm.desk.standing import Standing
from shopcrm.desk.tokens import Theme
from shopcrm.desk.widgets.banner import Notice, NoticeKind
from shopcrm.desk.widgets.rail import Place
from shopcrm.rules.errors import ShopError
from shopcrm.services import scans, settings, vouchers, wrong_codes
from shopcrm.services.scans import Scanned, What
from shopcrm.services.settings import Settings
from shopcrm.services.topics import Topic

_SHOWN_ON = {
    What.CUSTOMER: "customers",
    What.GOODS: "goods",
    What.VOUCHER: "vouchers",
    What.CASE: "complaints",
}
"""The page on which each kind of thing that can be scanned is shown."""


class Window(QObject):
    """The window of one shop; `left` tells that it was closed, with the shop file to open next or None."""

    left = Signal(object)
    helped = Signal(str)
    """F1 was pressed on the page with this key."""
    keys_asked = Signal(object)
    """The question mark was pressed on this page."""
    printed = Signal(object)
    """A paper was made at this path."""
    complained = Signal(object)
    """Something went wrong; the error is already in words at the top of the window."""
    crashed = Signal(str, str)
    """Something that nobody expected: the sentence about it, and the report that can be copied."""
    person_asked = Signal()
    """Somebody else wants to be at the till."""
    case_wanted = Signal(object)
    """A complaint is to be taken: carries a customer's id, None for nobody, or what to go on with."""
    shown = Signal()
    """The window is on the screen for the first time."""

    def __init__(self, program: Program, look: Look, pages: Sequence[type[Page]]) -> None:
        super().__init__()
        self.program = program
        self.look = look
        self.lanes = Lanes(program.shop, self)
        self.bell = Bell(program.shop, self.lanes, self)
        self.postman = Postman(program.shop, program.deliver_next, self, fetch=program.fetch_replies)
        self.lookout = Lookout(program.shop, self)
        self.keeper = BackupKeeper(program.shop, program.backups, self)
        self._speech = Speech(self)
        self._scanner = self._listen_to_scanner()
        self._classes = {page.key: page for page in pages}
        self._pages: dict[str, Page] = {}
        self._stale: set[str] = set()
        self._next: Path | None = None
        self._is_closed = False
        user = QSettings.Scope.UserScope
        self._kept = QSettings(QSettings.Format.IniFormat, user, "ShopCRM", "ShopCRM")
        self._make(program.shop.ask(settings.read))
        self.bell.rang.connect(self._on_rang)
        for lane in (self.lanes.search, self.lanes.quick, self.lanes.slow, self.lanes.paper):
            lane.failed.connect(self.show_error)
        self.postman.failed.connect(self.show_error)
        self.lookout.failed.connect(self.show_error)
        self.keeper.looked.connect(self._on_kept)

    def show(self) -> None:
        """Show the window where it was last, and begin to send what waits."""
        geometry = self._kept.value("geometry")
        if geometry is not None:
            self.frame.restoreGeometry(geometry)
        self.frame.show()
        self.page(self.frame.current).begin()
        self.postman.start()
        self.lookout.start()
        self.keeper.start()
        self.shown.emit()

    def page(self, key: str) -> Page:
        """Give a page, made when it is first wanted."""
        if key not in self._pages:
            page = self._classes[key](self.kit)
            page.did.connect(self.frame.toast.say)
            page.undoable.connect(self.frame.toast.say)
            page.moved_on.connect(self.frame.toast.forget)
            page.went.connect(self.go)
            page.failed.connect(self.show_error)
            page.printed.connect(self.printed)
            page.decided.connect(self._on_decided)
            page.case_wanted.connect(self.case_wanted)
            page.wanted_shop.connect(self.leave)
            room = self.frame.page(key).layout()
            if room is not None:
                room.addWidget(page)
            self._pages[key] = page
            page.make_small(small=self.frame.small)
            page.refresh()
        return self._pages[key]

    def go(self, key: str, thing: object = None) -> None:
        """Go to a page and show something there."""
        self.frame.show_page(key)
        if thing is not None:
            self.page(key).show_thing(thing)

    def show_error(self, error: BaseException) -> None:
        """Say what went wrong at the top of the window; what nobody expected is kept as a report."""
        said = error if isinstance(error, ShopError) else self.program.keep_report(error)
        words = self.kit.words
        if said is not error:
            self.crashed.emit(words.tell(said), self.program.describe(error))
        title = words.say("This could not be done")
        self.frame.banners.show_notice(Notice("error", NoticeKind.DANGER, title, words.tell(said)))
        self.complained.emit(error)

    def read_again(self) -> None:
        """Show who is at the till, and read everything again, because somebody else may look at it now."""
        self._standing.show_person()
        self._standing.refresh()
        self._stale |= self._pages.keys()
        self._stale.discard(self.frame.current)
        self.page(self.frame.current).refresh()

    def make_anew(self, decided: Settings) -> None:
        """Speak another language or wear another look, in the same place."""
        old, key = self.frame, self.frame.current
        memory = {name: page.memory() for name, page in self._pages.items()}
        shown = old.isVisible()
        self._pages = {}
        self._make(decided)
        self.frame.setGeometry(old.geometry())
        self.frame.setWindowState(old.windowState())
        self.frame.show_page(key)
        for name, thing in memory.items():
            if thing is not None:
                self.page(name).show_thing(thing)
        self.frame.setVisible(shown)
        old.removeEventFilter(self)
        old.hide()
        old.deleteLater()

    def leave(self, next_shop: Path | None = None) -> None:
        """Close the window, and open another shop file after it where one is named."""
        self._next = next_shop
        self.frame.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that the window was closed."""
        if watched is self.frame and event.type() == QEvent.Type.Close:
            self._close_down()
        return super().eventFilter(watched, event)

    def _close_down(self) -> None:
        """Put everything to rest, once: leaving the program closes a window that is closed already again."""
        if self._is_closed:
            return
        self._is_closed = True
        self._kept.setValue("geometry", self.frame.saveGeometry())
        self.bell.stop()
        if self._scanner is not None:
            self._scanner.stop()
        self.postman.close()
        self.lookout.close()
        self.keeper.close()
        # A page that is hidden hands in what was being written.
        self.frame.pages.hide()
        self.lanes.close()
        self.left.emit(self._next)

    def _make(self, decided: Settings) -> None:
        words = self.program.words_for(decided)
        self._speech.speak(words.language)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self.look.apply(app, Theme(decided.theme), rtl=words.rtl)
        self.kit = Kit(self.program, self.lanes, self.look, words, decided)
        title = decided.shop_name or words.say("ShopCRM")
        self.frame = Frame(self.look, words, title=title, find_hint=words.say("Find a person or goods"))
        self.frame.installEventFilter(self)
        self._furnish(self.frame)

    def _furnish(self, frame: Frame) -> None:
        for key, page in self._classes.items():
            room = QWidget()
            box = QVBoxLayout(room)
            box.setContentsMargins(0, 0, 0, 0)
            frame.add_page(Place(key, page.icon, page.title(self.kit.words), last=key == "settings"), room)
        everywhere = (
            ("F1", self._on_help),
            ("?", self._on_keys),
            ("Ctrl+J", self._on_complaint_key),
            ("Ctrl+Q", self.frame.close),
        )
        for keys, slot in everywhere:
            shortcut = QShortcut(QKeySequence(keys), frame)
            shortcut.activated.connect(slot)
        self._finding = Finding(self.kit, frame.finder, frame)
        self._finding.found.connect(self.go)
        self._standing = Standing(self.kit, frame)
        self._standing.asked.connect(self._on_notice)
        self._standing.refresh()
        frame.page_shown.connect(self._on_page_shown)
        frame.became_small.connect(self._on_became_small)
        frame.person_pressed.connect(self.person_asked)
        frame.undo_asked.connect(self._on_undo)
        self._on_page_shown(frame.current)

    def _on_page_shown(self, key: str) -> None:
        known = key in self._pages
        page = self.page(key)
        if known and key in self._stale:
            page.refresh()
        self._stale.discard(key)
        self.frame.set_hints([("F1", self.kit.words.say("help")), *page.hints()])
        page.begin()

    def _on_rang(self, topics: frozenset[Topic]) -> None:
        self._standing.refresh()
        for key, page in self._pages.items():
            if not page.topics & topics:
                continue
            if key == self.frame.current:
                page.refresh()
            else:
                self._stale.add(key)

    def _on_kept(self) -> None:
        self._standing.refresh()
        if "settings" in self._pages:
            self._pages["settings"].refresh()

    def _on_became_small(self, small: bool) -> None:  # noqa: FBT001 -- a signal's argument
        for page in self._pages.values():
            page.make_small(small=small)

    def _on_undo(self) -> None:
        self.page(self.frame.current).undo()

    def _on_help(self) -> None:
        self.helped.emit(self.frame.current)

    def _on_complaint_key(self) -> None:
        self.case_wanted.emit(self.page(self.frame.current).person_shown())

    def _on_keys(self) -> None:
        self.keys_asked.emit(self.page(self.frame.current))

    def _listen_to_scanner(self) -> Scanner | None:
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return None
        scanner = Scanner(app, _is_typed, self)
        scanner.scanned.connect(self._on_scanned)
        return scanner

    def _on_scanned(self, readings: tuple[str, ...]) -> None:
        """Let the page in use take a scan; else go to what was scanned. Over a dialog nothing is switched."""
        if not _is_typed() and not self.page(self.frame.current).take_scan(readings):
            failed, work = partial(self._on_unknown, readings), partial(self._read_scan, readings)
            self.lanes.search.run(self, self._on_found, work, failed, slot="scan")

    def _read_scan(self, readings: Sequence[str]) -> Scanned | First:
        """Find what was scanned; of a customer read at once what is shown first, while nothing is painted."""
        found = self.program.shop.ask(scans.what_is, readings)
        if found.what is not What.CUSTOMER:
            return found
        return self.program.shop.ask(person_reading.first, found.id, MOST)

    def _on_found(self, found: Scanned | First) -> None:
        """Go to what was scanned; a slip leads to the counter, where its goods are taken back."""
        self.frame.banners.drop("error")
        if isinstance(found, First):
            self.go("customers", found)
        elif found.what is What.SALE:
            self.go("counter", found)
        else:
            self.go(_SHOWN_ON[found.what], found.id)

    def _on_unknown(self, readings: Sequence[str], error: Exception) -> None:
        """Say that nothing has the code; one that might be a guess at a voucher is noted (V8)."""
        self.show_error(error)
        if isinstance(error, vouchers.WRONG):
            self.lanes.quick.do(self, _nothing, wrong_codes.note, readings[0])

    def _on_decided(self, decided: Settings) -> None:
        before = self.kit.settings
        self.make_anew(decided)
        if (before.language, before.theme, before.calendar) == (
            decided.language,
            decided.theme,
            decided.calendar,
        ):
            self.frame.toast.say(self.kit.words.say("The settings are kept."))

    def _on_notice(self, name: str) -> None:
        if name == "sample":
            self.leave(self.program.remove_sample())
        elif name == "rests":
            self.lanes.quick.do(self, _nothing, settings.change, sending_rests=False)
        elif name == "backup":
            self.go("settings", "backups")
        elif name == "drafts":
            self.case_wanted.emit(name)


def _nothing(_answer: object) -> None:
    """Have nothing to do with the answer."""


def _is_typed() -> bool:
    """Whether a scanned code belongs into the field it runs into: one is filling in a dialog."""
    return QApplication.activeModalWidget() is not None
