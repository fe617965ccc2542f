"""The page of complaints: what waits for whom, what is late first, and all of the one that is chosen."""

from collections.abc import Sequence

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from shopcrm.desk.care_books import CareBooks
from shopcrm.desk.complaint_columns import case_columns
from shopcrm.desk.complaint_deeds import CaseDeeds
from shopcrm.desk.complaint_sheet import CaseSheetView
from shopcrm.desk.found_list import FoundList, ListWords
from shopcrm.desk.frame import page_ground
from shopcrm.desk.kit import Kit
from shopcrm.desk.page import BESIDE, LOWEST, Page
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.choices import Choice, Combo, Option
from shopcrm.desk.widgets.fold import fold
from shopcrm.desk.widgets.rows import PAGE, Deliver, PagedRows
from shopcrm.rules.complaints import State
from shopcrm.rules.wording import Words
from shopcrm.services import case_pages, complaint_drafts, complaint_list
from shopcrm.services.case_pages import Box, Show
from shopcrm.services.complaint_drafts import LeftDraft
from shopcrm.services.complaint_list import CaseRow, CaseView, Counts
from shopcrm.services.topics import Topic

_EVERYBODY = None


class ComplaintsPage(Page):
    """The list of cases, and the sheet of the one that is chosen."""

    key = "complaints"
    icon = "octagon-alert"
    topics = frozenset({Topic.COMPLAINTS, Topic.STANDARDS, Topic.CUSTOMERS, Topic.STAFF})

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        look, say = kit.look, kit.words.say
        self._shown = Show()
        self._first: Sequence[CaseRow] = []
        self._people: list[str] = []
        self._counts: Counts | None = None
        self._before: Box | None = None
        """The box in which nothing was found, so that all were searched."""
        self._rows = PagedRows(case_columns(kit), self._fetch)
        self.boxes = Choice(look, [Option(one, self._chip(one)) for one in Box], name=say("State"))
        self.boxes.choose(Box.TO_DO)
        self.who = Combo(look, name=say("Responsible"))
        self.list = self._make_list()
        self.sheet = CaseSheetView(kit)
        self.deeds = CaseDeeds(kit, self, self.sheet)
        self.books = CareBooks(kit, self, self._case_shown)
        self._build()
        self._listen()

    @staticmethod
    def title(words: Words) -> str:
        """Name the page."""
        return words.say("Complaints")

    def hints(self) -> list[tuple[str, str]]:
        """Give the page's own keys."""
        say = self.kit.words.say
        return [
            ("Ctrl+F", say("search")),
            ("↑ ↓", say("move")),
            ("F4", say("write down")),
            ("F9", say("put right")),
            ("F10", say("whose turn")),
            ("F12", say("close for the shop")),
            ("Del", say("withdraw")),
            ("Ctrl+Enter", say("their answer")),
            ("Ctrl+Tab", say("next pane")),
        ]

    def begin(self) -> None:
        """Put the keyboard on the search line."""
        self.list.begin()

    def refresh(self) -> None:
        """Read list, counts and sheet again, each in its place."""
        self.kit.lanes.quick.ask(self, self._on_people, case_pages.people)
        self.kit.lanes.quick.ask(self, self._on_counted, complaint_list.counts)
        self.list.refresh()
        self.sheet.refresh()

    def show_thing(self, thing: object) -> None:
        """Show a case by its id, or one of the boxes by its name."""
        if isinstance(thing, int):
            self.list.stand_nowhere()
            self.sheet.show_case(thing)
        elif isinstance(thing, str) and thing in set(Box):
            self.boxes.choose(Box(thing))
            self.list.begin_anew()

    def person_shown(self) -> int | None:
        """Tell whose case one sees."""
        return self.sheet.customer_id

    def make_small(self, *, small: bool) -> None:
        """Give the sheet less room and leave a column out."""
        self._panes.give(self.sheet, self.kit.look.size(400 if small else 520))
        self.who.setFixedWidth(self.kit.look.size(150 if small else 200))
        self._rows.set_columns(case_columns(self.kit, small=small))

    def memory(self) -> object:
        """Remember which case is shown."""
        return self.sheet.case_id

    def _case_shown(self) -> CaseView | None:
        return None if self.sheet.sheet is None else self.sheet.sheet.case

    def _make_list(self) -> FoundList:
        look, say = self.kit.look, self.kit.words.say
        said = ListWords(
            say("Number or customer"), say("Search complaints"), say("Complaints"), say("New"), "plus"
        )
        air = look.size(12)
        chips = QWidget()
        chips.setLayout(column(self.boxes, edges=(air, 0, air, look.size(8))))
        return FoundList(look, said, self._rows, row_height=52, filters=self.who, chips=chips)

    def _build(self) -> None:
        ground, box = page_ground(self.kit.look)
        look = self.kit.look
        self._panes = fold((self.list, 1), self.sheet, gap=look.size(12), least=look.size(BESIDE))
        self._panes.keep_high(self.list, look.size(LOWEST))
        box.addWidget(self.books)
        box.addLayout(self._panes)
        self.setLayout(column(ground, gap=0))
        self._on_people([])

    def _listen(self) -> None:
        self.list.asked.connect(self._on_asked)
        self.list.moved.connect(self._on_moved)
        self.list.opened.connect(self._on_opened)
        self.list.new_asked.connect(self._on_new)
        self.list.emptied.connect(self._on_emptied)
        self.list.table.left_out.connect(self._on_left_out)
        self.boxes.picked.connect(self._on_picked)
        self.who.picked.connect(self._on_picked)
        self.sheet.customer_asked.connect(self._on_customer)
        self.sheet.draft_asked.connect(self._on_draft_asked)
        self.deeds.did.connect(self._on_did)
        self.deeds.undoable.connect(self._on_undoable)
        self.deeds.failed.connect(self.failed)
        self.deeds.printed.connect(self.printed)
        self.books.did.connect(self._on_did)
        self.books.failed.connect(self.failed)
        self.books.printed.connect(self.printed)
        pane = QShortcut(QKeySequence("Ctrl+Tab"), self)
        pane.activated.connect(self._on_next_pane)

    def _wanted(self, text: str) -> Show:
        return Show(self.boxes.value() or Box.TO_DO, self.who.value(), text)

    def _fetch(self, offset: int, limit: int, deliver: Deliver) -> None:
        """Ask for a part of the list; the parts of one list do not take each other's place in the lane."""
        shop, wanted = self.kit.program.shop, self._shown

        def read() -> Sequence[CaseRow]:
            return shop.ask(case_pages.page, wanted, offset, limit)

        self.kit.lanes.quick.run(self, deliver, read)

    def _on_asked(self, text: str) -> None:
        if not text.strip() and self._before is not None:
            self.boxes.choose(self._before)
            self._before = None
        self._shown = self._wanted(text)
        self.kit.lanes.search.ask(self, self._on_page, case_pages.page, self._shown, 0, PAGE)

    def _on_page(self, first: Sequence[CaseRow]) -> None:
        self._first = first
        self.kit.lanes.search.ask(self, self._on_total, case_pages.total, self._shown)

    def _on_total(self, total: int) -> None:
        box = self.boxes.value()
        if not total and self._shown.text.strip() and box is not Box.ALL:
            # Whoever comes with a slip does not know where the case stands by now.
            self._before = self._before or box
            self.boxes.choose(Box.ALL)
            self.list.refresh()
            return
        self.list.show_found(self._shown.text, total, self._first)
        words = self.kit.words
        self.list.count.setText(words.plural("{count} case", "{count} cases", count=total))
        if not total:
            self._say_why_empty()

    def _on_counted(self, counts: Counts) -> None:
        self._counts = counts
        for button, one in zip(self.boxes.buttons(), Box, strict=True):
            button.setText(self._chip(one))

    def _chip(self, box: Box) -> str:
        say, counts = self.kit.words.say, self._counts
        names = {
            Box.TO_DO: (say("to do"), counts.unsettled if counts else 0),
            Box.WAITING: (say("waiting for the customer"), counts.waiting if counts else 0),
            Box.TO_LEARN: (say("to learn from"), counts.to_learn if counts else 0),
            Box.SETTLED: (say("settled"), 0),
            Box.WITHDRAWN: (say("withdrawn"), 0),
            Box.DRAFTS: (say("drafts"), counts.drafts if counts else 0),
            Box.ALL: (say("all"), 0),
        }
        name, count = names[box]
        if box is Box.TO_DO and counts is not None and counts.late:
            return say("{name} {count}, {late} overdue", name=name, count=count, late=counts.late)
        return say("{name} {count}", name=name, count=count) if count else name

    def _say_why_empty(self) -> None:
        words, empty, text = self.kit.words, self.list.empty, self._shown.text.strip()
        if text:
            line = words.say("Try the number on the slip, or a part of a name.")
            empty.say(words.say("Nothing fits “{text}”", text=text), line)
        elif self._shown != Show():
            empty.say(
                words.say("No case stands like this"),
                words.say("Choose another state or person above the list."),
            )
        else:
            line = words.say("What customers say is taken in with Ctrl+J, from any page.")
            empty.say(words.say("No complaint is open"), line, words.say("New complaint"))

    def _on_people(self, people: list[str]) -> None:
        if people == self._people and self.who.count():
            return
        chosen, self._people = self.who.value(), people
        words, me = self.kit.words, self.kit.program.shop.who.actor
        mine = [Option(me, words.say("Mine"))] if me in people else []
        others = [Option(one, words.alone(one)) for one in people if one != me]
        self.who.set_options([Option(_EVERYBODY, words.say("Everybody's")), *mine, *others])
        self.who.choose(chosen)

    def _on_picked(self, _choice: object) -> None:
        self._before = None
        self.list.begin_anew()

    def _on_emptied(self) -> None:
        """Show no case, and let the keyboard not vanish with the one that was shown."""
        had = self.sheet.has_focus_within() or self.list.table.hasFocus()
        self.sheet.show_nothing()
        if had:
            self.list.begin()

    def _on_moved(self, found: CaseRow) -> None:
        self.sheet.show_case(found.id)

    def _on_opened(self, found: CaseRow) -> None:
        self.sheet.show_case(found.id)
        if found.state is State.DRAFT:
            self._on_draft_asked(found.id)
        else:
            self.sheet.begin()

    def _on_draft_asked(self, complaint_id: int) -> None:
        """Go on writing a draft."""

        def then(left: Sequence[LeftDraft]) -> None:
            found = next((one for one in left if one.id == complaint_id), None)
            if found is not None:
                self.case_wanted.emit(found)

        self.kit.lanes.quick.ask(self, then, complaint_drafts.left)

    def _on_new(self, _typed: str) -> None:
        self.case_wanted.emit(None)

    def _on_left_out(self, found: CaseRow) -> None:
        if found.id == self.sheet.case_id:
            self.deeds.withdraw()

    def _on_did(self, said: str) -> None:
        self.did.emit(said)
        self.refresh()

    def _on_undoable(self, said: str, take_back: object) -> None:
        self.undoable.emit(said, take_back)
        self.refresh()

    def _on_customer(self, customer_id: int) -> None:
        self.went.emit("customers", customer_id)

    def _on_next_pane(self) -> None:
        if self.sheet.has_focus_within():
            self.list.begin()
        else:
            self.sheet.begin()
