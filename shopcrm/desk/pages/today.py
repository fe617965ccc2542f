"""The page one begins the day with: what is to be done, for whom, and what waits to be earned."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout

from shopcrm.desk import today_words as named
from shopcrm.desk.dialogs.call_backs import CallBacksDialog
from shopcrm.desk.dialogs.duplicates import DuplicatesDialog
from shopcrm.desk.dialogs.promise_sheet import made_up_words
from shopcrm.desk.frame import page_ground
from shopcrm.desk.kit import Kit
from shopcrm.desk.message_boxes import hand_box
from shopcrm.desk.page import Page
from shopcrm.desk.today_side import MoneyCard
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.brush import Align, Sign
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.columns import Column, Shape
from shopcrm.desk.widgets.empty import EmptyState
from shopcrm.desk.widgets.flow import flow
from shopcrm.desk.widgets.loading import Loading
from shopcrm.desk.widgets.rows import Rows
from shopcrm.desk.widgets.shortcuts import sequences
from shopcrm.desk.widgets.table import RowTable
from shopcrm.desk.wish_list import WishList
from shopcrm.desk.word_list import WordList
from shopcrm.desk.word_sheets import WordSheets
from shopcrm.rules.wording import Words
from shopcrm.services import duplicates, promises, today
from shopcrm.services.duplicates import Swept
from shopcrm.services.promises import MadeUp
from shopcrm.services.today import Group, Kind, Task, Today
from shopcrm.services.topics import Topic

_SIDE, _SMALL_SIDE, _ANY = 380, 300, 16_777_215
_NARROW, _LOWEST = 900, 260
"""In a window narrower than this they stand one over the other, the list at least so high."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list: a task, or the head of a group, or how many more there are."""

    group: Group
    task: Task | None = None
    more: int = 0

    @property
    def is_head(self) -> bool:
        """Whether it is the head of its group."""
        return self.task is None and not self.more


class TodayPage(Page):
    """The list of tasks, with what people asked for beside it."""

    key = "today"
    icon = "sun"
    topics = frozenset(
        {
            Topic.CUSTOMERS,
            Topic.SALES,
            Topic.MESSAGES,
            Topic.GOODS,
            Topic.ARRIVALS,
            Topic.WISHES,
            Topic.COMPLAINTS,
        }
    )

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        look, words = kit.look, kit.words
        shape: Shape[Line] = Shape(divider=self._head)
        self.rows = Rows(self._columns(), (), shape)
        self.table = RowTable(look, self.rows, name=words.say("What to do today"), row_height=52)
        self._done = EmptyState(
            look,
            "circle-check",
            words.say("Nothing waits for you"),
            words.say(
                "Arrivals to tell of, requests in stock, birthdays and doubtful messages will stand here."
            ),
        )
        self.card = Card(look, words.say("What to do today"), padding=0)
        self.sweep = Button(
            look, words.say("Look for duplicates"), ButtonKind.GHOST, icon="users", key="F7", height=32
        )
        self.word = Button(
            look, words.say("Promises and orders"), ButtonKind.GHOST, icon="handshake", key="F9", height=32
        )
        self.sheets = WordSheets(kit, self)
        self.card.head.addLayout(flow(self.word, self.sweep))
        self.card.body.addWidget(self.table, 1)
        self.card.body.addWidget(self._done, 1)
        self._done.hide()
        self._loading = Loading(look, words, rows=8)
        self.card.body.addWidget(self._loading)
        self._loading.begin()
        self._whole: set[Kind] = set()
        self.money = MoneyCard(kit)
        ground, box = page_ground(look)
        self._beside = row((self.card, 1), self.money, gap=look.size(12))
        box.addLayout(self._beside)
        self.setLayout(column(ground, gap=0))
        self._listen()
        self.make_small(small=False)

    @staticmethod
    def title(words: Words) -> str:
        """Name the page."""
        return words.say("Today")

    def hints(self) -> list[tuple[str, str]]:
        """Give the page's own keys."""
        say = self.kit.words.say
        return [
            ("↑ ↓", say("move")),
            ("Enter", say("do it")),
            ("F6", say("waiting list")),
            ("F7", say("look for duplicates")),
            ("F9", say("promises and orders")),
        ]

    def begin(self) -> None:
        """Put the keyboard on the first task, or on the waiting list where there is none."""
        start = self.money.all if self._done.isVisibleTo(self) else self.table
        start.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Read again what is to be done."""
        self.kit.lanes.slow.ask(self, self._on_today, today.today, frozenset(self._whole))

    def make_small(self, *, small: bool) -> None:
        """Give the side less room and make the rows lower."""
        self._side = self.kit.look.size(_SMALL_SIDE if small else _SIDE)
        self.table.set_row_height(48 if small else 52)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the money under the tasks where large letters leave no room beside them."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.window().width() < self.kit.look.size(_NARROW)
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._beside.setDirection(direction)
        self.money.setMinimumWidth(0 if narrow else self._side)
        self.money.setMaximumWidth(_ANY if narrow else self._side)
        self.table.setMinimumHeight(self.kit.look.size(_LOWEST if narrow else 0))

    def _listen(self) -> None:
        self.table.clicked.connect(self._on_clicked)
        self.table.opened.connect(self._on_opened)
        self.money.list_asked.connect(self._on_wishes)
        self.sweep.clicked.connect(self._on_sweep)
        self.word.clicked.connect(self._on_word)
        self.sheets.did.connect(self._on_did)
        shortcut = QShortcut(self)
        shortcut.setKeys(sequences("Ctrl+Enter"))
        shortcut.activated.connect(self._on_enter)

    def _on_today(self, found: Today) -> None:
        self._loading.end()
        kept, at = self.table.current_row(), self.table.currentIndex().row()
        lines = [line for group in found.groups for line in _lines(group)]
        had_focus = self.table.hasFocus()
        self.rows.show_rows(lines)
        self.table.setVisible(bool(lines))
        self._done.setVisible(not lines)
        self.money.show_money(found.waiting)
        if lines:
            self.table.go_to(_place(lines, kept, at))
        elif had_focus:
            self.begin()

    def _on_clicked(self, index: QModelIndex) -> None:
        line = self.rows.row_at(index.row())
        if index.column() == 1 and isinstance(line, Line):
            self._on_opened(line)

    def _on_enter(self) -> None:
        line = self.table.current_row()
        if isinstance(line, Line):
            self._on_opened(line)

    def _on_opened(self, line: Line) -> None:
        if line.more:
            self._whole.add(line.group.kind)
            self.refresh()
        elif line.task is not None:
            self._open(line.task)

    def _open(self, task: Task) -> None:
        match task.kind:
            case Kind.DUPLICATE:
                self._on_duplicate(task)
            case Kind.UNKNOWN | Kind.FAILED:
                self.went.emit("messages", task.thing)
            case Kind.BY_HAND if task.channel is not None:
                self.went.emit("messages", hand_box(task.channel))
            case Kind.CASE_LATE | Kind.DRAFT | Kind.ASK_AGAIN:
                self.went.emit("complaints", task.thing)
            case Kind.LOW_ANSWER:
                self._on_low_answer(task.thing)
            case Kind.BROKEN:
                self.kit.lanes.quick.do(self, self._on_made_up, promises.make_up, task.thing)
            case Kind.PROMISE:
                self._keep(task.thing)
            case Kind.ORDER:
                self.sheets.open_order(task.thing)
            case Kind.ARRIVAL:
                self.went.emit("arrivals", (task.thing, task.product_id))
            case _:
                self.went.emit("customers", task.customer_id)

    def _keep(self, promise_id: int) -> None:
        """Note that a promise was kept, which can be taken back."""
        lane, said = self.kit.lanes.quick, self.kit.words.say("The promise was kept.")

        def take_back() -> None:
            lane.do(self, kept_no_more, promises.reopen, promise_id)

        def kept_no_more(_nothing: None) -> None:
            self.refresh()

        def kept(_nothing: None) -> None:
            self._on_did(said, take_back)

        lane.do(self, kept, promises.keep, promise_id)

    def _on_made_up(self, given: MadeUp) -> None:
        self._on_did(made_up_words(self.kit.words, given), None)

    def _on_did(self, said: str, take_back: Callable[[], None] | None) -> None:
        if take_back is None:
            self.did.emit(said)
        else:
            self.undoable.emit(said, take_back)
        self.refresh()

    def _on_word(self) -> None:
        dialog = WordList(self.kit, self)
        dialog.did.connect(self.did)
        dialog.person_wanted.connect(self._on_person)
        dialog.open()

    def _on_low_answer(self, asking_id: int) -> None:
        dialog = CallBacksDialog(self.kit, self, asking_id)
        dialog.did.connect(self.did)
        dialog.open()

    def _on_duplicate(self, task: Task) -> None:
        dialog = DuplicatesDialog(self.kit, self, task.thing)
        dialog.did.connect(self.did)
        dialog.open()

    def _on_wishes(self) -> None:
        dialog = WishList(self.kit, self)
        dialog.did.connect(self.did)
        dialog.person_wanted.connect(self._on_person)
        dialog.open()

    def _on_person(self, customer_id: int) -> None:
        self.went.emit("customers", customer_id)

    def _on_sweep(self) -> None:
        self.sweep.turn_off(self.kit.words.say("Looking through all customers"))
        shop = self.kit.program.shop

        def look() -> Swept:
            return duplicates.sweep_beside(shop)

        self.kit.lanes.slow.run(self, self._on_swept, look)

    def _on_swept(self, found: Swept) -> None:
        self.sweep.turn_on()
        words = self.kit.words
        said = words.plural(
            "{count} new pair may be one person.", "{count} new pairs may be one person.", count=found.new
        )
        self.did.emit(said if found.new else words.say("No new pairs were found."))
        self.refresh()

    def _head(self, line: Line) -> str:
        if not line.is_head:
            return ""
        return named.group_name(self.kit.words, line.group.kind, line.group.count)

    def _columns(self) -> list[Column[Line]]:
        words = self.kit.words

        def what(line: Line) -> str:
            if line.task is not None:
                return words.alone(words.shown(line.task.what))
            return words.say("{count} more", count=line.more)

        def why(line: Line) -> str:
            return words.tell(line.task.why) if line.task else ""

        def sign(line: Line) -> Sign:
            return named.sign(line.group.kind) if line.task else named.more_sign()

        def act(line: Line) -> str:
            return named.act_word(words, line.group.kind) if line.task else words.say("Show")

        def accent(_line: Line) -> Tint:
            return "accent"

        return [
            Column("", what, share=1, second=why, sign=sign, strong=True),
            Column("", act, Align.TRAIL, kind=Type.MEDIUM, tint=accent),
        ]


def _lines(group: Group) -> list[Line]:
    more = group.count - len(group.tasks)
    rest = [Line(group, more=more)] if more and len(group.tasks) < today.MANY else []
    return [Line(group), *(Line(group, task) for task in group.tasks), *rest]


def _place(lines: Sequence[Line], kept: object, at: int) -> int:
    """Find where the task is on which the keyboard was, else what took its place; a head is no place."""
    if isinstance(kept, Line) and kept.task is not None:
        for place, line in enumerate(lines):
            if line.task == kept.task:
                return place
    place = min(max(at, 1), len(lines) - 1)
    return place if not lines[place].is_head else place + 1
