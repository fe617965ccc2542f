"""The arrivals page: what came in, who to tell, what to say; read in that order."""

from datetime import date
from typing import ClassVar, TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from shopcrm.desk.came_in import CameIn, CameInCard, Wanted
from shopcrm.desk.dialogs.arrival_form import ArrivalForm
from shopcrm.desk.dialogs.left_out import LeftOutDialog
from shopcrm.desk.kit import Kit
from shopcrm.desk.left_out_card import LeftOutCard
from shopcrm.desk.page import BESIDE, LOWEST, Page
from shopcrm.desk.tell_list import TellListCard
from shopcrm.desk.tell_text import TellTextCard
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.choices import Choice, Option
from shopcrm.desk.widgets.empty import EmptyState
from shopcrm.desk.widgets.fold import fold
from shopcrm.rules.delivery import Channel
from shopcrm.rules.errors import ShopError
from shopcrm.rules.wording import Words
from shopcrm.services import arrival_news, arrivals, telling, turns
from shopcrm.services.arrivals import ArrivalView
from shopcrm.services.matching import Candidate, TellList
from shopcrm.services.outbox import Queued
from shopcrm.services.telling import Glance, Preview
from shopcrm.services.topics import Topic

_PEOPLE, _TEXT = "people", "text"
_ANY = 16_777_215
_LATEST = 60
_LISTED = 300
"""How many people are listed; further down nobody is told."""
_People: TypeAlias = tuple[Glance, TellList, turns.Line]


class ArrivalsPage(Page):
    """Three columns: came in, who to tell, what to say."""

    key = "arrivals"
    icon = "package-open"
    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.ARRIVALS, Topic.WISHES, Topic.GOODS})

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._came = CameInCard(kit)
        self._left_out = LeftOutCard(kit)
        self._people = TellListCard(kit)
        self._text = TellTextCard(kit)
        self._wanted: Wanted | None = None
        self._current: CameIn | None = None
        self._found: TellList | None = None
        self._reader: Candidate | None = None
        self._small = False
        self._empty = EmptyState(
            kit.look,
            "package-open",
            kit.words.say("Nothing came in yet"),
            kit.words.say("Record what came in, and see who waits for it."),
            action=kit.words.say("Record an arrival"),
        )
        self._lay_out()
        self._connect()

    @staticmethod
    def title(words: Words) -> str:
        """Name the page."""
        return words.say("Arrivals")

    def hints(self) -> list[tuple[str, str]]:
        """Give the page's keys."""
        say = self.kit.words.say
        return [
            ("Ctrl+N", say("record")),
            ("↑ ↓", say("move")),
            ("Space", say("tick")),
            ("Enter", say("open person")),
            ("Del", say("leave out")),
            ("Ctrl+H", say("hold for who asked")),
            ("Ctrl+Tab", say("next pane")),
            ("Ctrl+Enter", say("queue")),
        ]

    def refresh(self) -> None:
        """Read the latest arrivals again."""
        self.kit.lanes.quick.ask(self, self._on_arrivals, arrivals.page, limit=_LATEST)

    def begin(self) -> None:
        """Begin at what came in."""
        self._came.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_thing(self, thing: object) -> None:
        """Show an arrival by its number, or one of its goods by both numbers, or begin to record one."""
        if thing == "record":
            self._on_record()
        elif isinstance(thing, int):
            self._show(thing)
        elif isinstance(thing, tuple):
            self._show(*thing)

    def hasHeightForWidth(self) -> bool:
        """Fit into the window at any width: what is long scrolls in its own card."""
        return False

    def memory(self) -> object:
        """Give the arrival one was on."""
        arrival = self._current.arrival if self._current else None
        return arrival.id if arrival else None

    def make_small(self, *, small: bool) -> None:
        """Put what to say behind a tab of who to tell, and make the rows lower."""
        look = self.kit.look
        self._small = small
        self._whole.give(self._leading, look.size(250 if small else 276))
        self._text.setMinimumWidth(0 if small else look.size(348))
        self._text.setMaximumWidth(_ANY if small else look.size(348))
        self._came.table.set_row_height(44 if small else 52)
        self._arrange()

    def _lay_out(self) -> None:
        look, say = self.kit.look, self.kit.words.say
        air = look.size(12)
        options = [Option(_PEOPLE, say("Who to tell"), "users"), Option(_TEXT, say("What to say"), "send")]
        self._tabs = Choice(look, options, name=say("Parts of the page"))
        self._tabs.choose(_PEOPLE)
        self._tabs.picked.connect(self._arrange)
        self._leading = QWidget()
        self._leading.setLayout(column((self._came, 1), self._left_out, gap=air))
        panes = row((self._people, 1), self._text, gap=air)
        self._columns = QWidget()
        trailing = QWidget()
        trailing.setLayout(column(self._tabs, (panes, 1), gap=air))
        self._whole = fold(self._leading, (trailing, 1), gap=air, least=look.size(BESIDE))
        for part in (self._leading, trailing):
            self._whole.keep_high(part, look.size(LOWEST))
        self._columns.setLayout(self._whole)
        box = QVBoxLayout(self)
        box.setContentsMargins(air, air, air, air)
        box.addWidget(self._columns)
        box.addWidget(self._empty)
        self._empty.hide()
        self.make_small(small=False)

    def _arrange(self, _tab: object = None) -> None:
        self._tabs.setVisible(self._small)
        self._people.setVisible(not self._small or self._tabs.value() == _PEOPLE)
        self._text.setVisible(not self._small or self._tabs.value() == _TEXT)

    def _on_next_pane(self) -> None:
        """Go round: what came in, who to tell, what to say."""
        at = QApplication.focusWidget()
        if at is None or self._leading.isAncestorOf(at):
            self._turn_to(_PEOPLE)
            self._people.table.setFocus(Qt.FocusReason.TabFocusReason)
        elif self._people.isAncestorOf(at):
            self._turn_to(_TEXT)
            self._text.begin()
        else:
            self._came.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _turn_to(self, tab: str) -> None:
        self._tabs.choose(tab)
        self._arrange()

    def _connect(self) -> None:
        pane = QShortcut(QKeySequence("Ctrl+Tab"), self)
        pane.activated.connect(self._on_next_pane)
        self._came.picked.connect(self._on_picked)
        self._came.record_wanted.connect(self._on_record)
        self._empty.acted.connect(self._on_record)
        self._left_out.opened.connect(self._on_left_out)
        self._people.changed.connect(self._on_changed)
        self._people.moved.connect(self._on_reader)
        self._people.person_wanted.connect(self._on_person)
        self._people.hold_wanted.connect(self._on_hold)
        self._text.preview_wanted.connect(self._ask_preview)
        self._text.queued.connect(self._on_queue)

    def _show(self, arrival_id: int, product_id: int | None = None) -> None:
        self._wanted = arrival_id, product_id
        self.refresh()

    def _on_arrivals(self, found: list[ArrivalView]) -> None:
        self._empty.setVisible(not found)
        self._columns.setVisible(bool(found))
        if not found:
            return
        before = self._current
        self._came.show_arrivals(found, self._wanted)
        self._wanted = None
        chosen = self._came.chosen
        # A list that was only read anew asks again too: a request or the stock may have changed.
        if chosen is not None and (chosen != self._current or chosen == before):
            self._ask_people(chosen)

    def _on_picked(self, came: CameIn) -> None:
        if came != self._current:
            self._ask_people(came)

    def _ask_people(self, came: CameIn) -> None:
        self._current = came
        line, arrival = came.line, came.arrival
        if line is None or arrival is None:
            return
        shop, product, number = self.kit.program.shop, line.product_id, arrival.id
        matcher = self.kit.program.matcher

        def look() -> _People:
            glance = shop.ask(telling.glance, product, number)
            return glance, matcher.rank(product, limit=_LISTED), shop.ask(turns.line, product)

        self.kit.lanes.slow.run(self, self._on_people, look, self.failed.emit, slot="people")

    def _on_people(self, found: _People) -> None:
        glance, self._found, line = found
        self._text.show_texts(glance.texts)
        self._left_out.show_list(self._found)
        self._people.show_people(glance, self._found, line)

    def _on_changed(self) -> None:
        self._text.show_ways(self._people.channels())
        chosen = [one.customer_id for one in self._people.chosen()]
        self.kit.lanes.quick.ask(self, self._on_languages, telling.languages_of, chosen)

    def _on_languages(self, found: dict[int, str]) -> None:
        languages = list(found.values())
        self._text.show_languages({code: languages.count(code) for code in ("en", "fa")})

    def _on_reader(self, person: Candidate) -> None:
        self._reader = person
        self._ask_preview()

    def _ask_preview(self) -> None:
        came, reader = self._current, self._reader
        if came is None or came.line is None or came.arrival is None or reader is None:
            return
        one = arrival_news.Wanted(reader.customer_id, came.line.product_id, came.arrival.id)
        shop, texts = self.kit.program.shop, self._text.texts()
        self.kit.lanes.quick.run(
            self,
            self._on_preview,
            lambda: shop.ask(telling.preview, one, texts),
            self._on_bad_text,
            slot="preview",
        )

    def _on_preview(self, preview: Preview) -> None:
        self._text.show_preview(preview)

    def _on_bad_text(self, error: Exception) -> None:
        if isinstance(error, ShopError):
            self._text.show_problem(error)
        else:
            self.failed.emit(error)

    def _on_queue(self) -> None:
        wanted = self._people.chosen()
        if wanted:
            self.kit.lanes.quick.try_do(
                self,
                self._on_queued,
                self._on_bad_text,
                arrival_news.queue_arrival,
                wanted,
                self._text.texts(),
            )

    def _on_queued(self, queued: Queued) -> None:
        words = self.kit.words
        ways = queued.by_channel
        self.did.emit(
            words.say(
                "Queued: {mails} by e-mail, {calls} to call, {person} to tell in person.",
                mails=ways.get(Channel.EMAIL, 0),
                calls=ways.get(Channel.CALL, 0),
                person=queued.in_person,
            )
        )
        if self._current is not None:
            self._ask_people(self._current)

    def _on_hold(self, until: date) -> None:
        came = self._current
        if came is not None and came.line is not None:
            product = came.line.product_id
            self.kit.lanes.quick.do(self, self._on_held, turns.hold_for_waiting, product, until)

    def _on_held(self, held: turns.Held) -> None:
        words = self.kit.words
        said = words.plural("Held for {count} person", "Held for {count} people", count=held.people)
        if held.silent:
            alone = words.plural(
                "{count} of them can only be told in person",
                "{count} of them can only be told in person",
                count=held.silent,
            )
            said = words.listing([said, alone])

        def take_back() -> None:
            self.kit.lanes.quick.do(self, self._on_taken_back, turns.release_all, held.hold_ids)

        self.undoable.emit(said, take_back)
        self.refresh()

    def _on_taken_back(self, _nothing: object) -> None:
        self.refresh()

    def _on_record(self) -> None:
        dialog = ArrivalForm(self.kit, self.window())
        dialog.recorded.connect(self._on_recorded)
        dialog.failed.connect(self.failed)
        dialog.open()

    def _on_recorded(self, arrival: ArrivalView) -> None:
        self._wanted = arrival.id, None
        words = self.kit.words
        self.did.emit(
            words.plural("{count} product came in", "{count} products came in", count=len(arrival.lines))
        )
        self.refresh()

    def _on_left_out(self) -> None:
        if self._found is not None:
            LeftOutDialog(self.kit, self._found, self.window()).open()

    def _on_person(self, customer_id: int) -> None:
        self.went.emit("customers", customer_id)
