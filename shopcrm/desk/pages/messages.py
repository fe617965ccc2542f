"""The messages page: what waits, what went out, what nobody knows, whom to call, and what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout

from shopcrm.desk import message_words as named
from shopcrm.desk.kit import Kit
from shopcrm.desk.message_card import MessageCard
from shopcrm.desk.page import Page
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.columns import Column
from shopcrm.desk.widgets.empty import EmptyState
from shopcrm.desk.widgets.rows import PagedRows, Rows
from shopcrm.desk.widgets.table import RowTable
from shopcrm.rules.delivery import Channel, Decision, Standing, State
from shopcrm.rules.wording import Words
from shopcrm.services import answers, messages
from shopcrm.services.messages import Filter, MessageRow, Summary
from shopcrm.services.messages import Page as MessagePage
from shopcrm.services.topics import Topic

_SENT_BY_US = (Channel.EMAIL,)


@dataclass(frozen=True)
class _Box:
    """One of the boxes at the leading side: its name, its sign, what is in it and how many."""

    key: str
    name: str
    icon: str
    wanted: Filter
    count: int


def _boxes(words: Words, found: Summary) -> list[_Box]:
    waiting = (State.QUEUED, State.SENDING)
    return [
        _Box(
            "waiting",
            words.say("To send"),
            "clock",
            Filter(waiting, _SENT_BY_US),
            found.waiting + found.sending,
        ),
        _Box("calls", words.say("To call"), "phone", Filter(waiting, (Channel.CALL,)), found.calls),
        _Box(
            "person",
            words.say("Tell in person"),
            "user",
            Filter(waiting, (Channel.IN_PERSON,)),
            found.in_person,
        ),
        _Box(
            "unknown", words.say("Unknown"), "circle-question-mark", Filter((State.UNKNOWN,)), found.unknown
        ),
        _Box("failed", words.say("Not sent"), "ban", Filter((State.FAILED,)), found.failed),
        _Box("sent", words.say("Sent and told"), "circle-check", Filter((State.SENT,)), found.sent),
        _Box("withdrawn", words.say("Taken back"), "undo-2", Filter((State.WITHDRAWN,)), found.withdrawn),
    ]


class MessagesPage(Page):
    """Boxes, the messages of one box, and the message one is on."""

    key = "messages"
    icon = "inbox"
    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.MESSAGES})

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        say, look = kit.words.say, kit.look
        self._box_rows = Rows(self._box_columns())
        self._box_table = RowTable(look, self._box_rows, name=say("Boxes"), row_height=44)
        self._rows = PagedRows(self._columns(), self._fetch)
        self._table = RowTable(look, self._rows, name=say("Messages"), row_height=48)
        self._card = MessageCard(kit)
        self._empty = EmptyState(
            look, "inbox", say("Nothing here"), say("What you queue on the arrivals page waits here.")
        )
        self._print = Button(look, say("Print the call list"), icon="printer", key="Ctrl+P", height=32)
        self._wanted = Filter((State.QUEUED, State.SENDING), _SENT_BY_US)
        self._box = "waiting"
        self._box_table.moved.connect(self._on_box)
        self._table.moved.connect(self._on_message)
        self._table.opened.connect(self._on_opened)
        self._rows.dataChanged.connect(self._on_rows_came)
        self._card.decided.connect(self._on_decided)
        self._card.person_wanted.connect(self._on_person)
        self._print.clicked.connect(self._on_print)
        self._lay_out()

    @staticmethod
    def title(words: Words) -> str:
        """Name the page."""
        return words.say("Messages")

    def hints(self) -> list[tuple[str, str]]:
        """Give the page's keys."""
        say = self.kit.words.say
        return [
            ("↑ ↓", say("move")),
            ("Enter", say("open person")),
            ("Alt+1…5", say("what came of it")),
            ("Ctrl+P", say("print calls")),
            ("Ctrl+Tab", say("next pane")),
        ]

    def refresh(self) -> None:
        """Count the boxes again and read the one that is open."""
        self.kit.lanes.quick.ask(self, self._on_summary, messages.summary)
        self.kit.lanes.quick.ask(self, self._on_counted, messages.page, self._wanted, 0, 1)

    def begin(self) -> None:
        """Begin at the boxes."""
        self._box_table.setFocus()

    def show_thing(self, thing: object) -> None:
        """Open a box by its key, or a message by its number."""
        if isinstance(thing, int):
            self.kit.lanes.quick.ask(self, self._on_one, messages.one, thing)
            return
        if not self._box_rows.all():
            # The boxes are still being counted; the one asked for opens when they come.
            self._box = str(thing)
        for place, box in enumerate(self._box_rows.all()):
            if box.key == thing:
                self._box_table.go_to(place)

    def make_small(self, *, small: bool) -> None:
        """Make boxes and card narrower, and the rows lower."""
        look = self.kit.look
        self._boxes.setFixedWidth(look.size(180 if small else 240))
        self._card.setFixedWidth(look.size(300 if small else 360))
        self._table.set_row_height(44 if small else 48)
        self._rows.set_columns(self._columns(small=small))

    def hasHeightForWidth(self) -> bool:
        """Fit into the window at any width: what is long scrolls in its own card."""
        return False

    def memory(self) -> object:
        """Give the box that is open."""
        return self._box

    def _lay_out(self) -> None:
        look, say = self.kit.look, self.kit.words.say
        self._boxes = Card(look, title=say("Boxes"), padding=0)
        self._boxes.body.addWidget(self._box_table)
        listing = Card(look, title=say("Messages"), padding=0)
        listing.head.addWidget(self._print)
        listing.body.addWidget(self._table)
        listing.body.addWidget(self._empty)
        air = look.size(12)
        box = QVBoxLayout(self)
        box.setContentsMargins(air, air, air, air)
        box.addLayout(row(self._boxes, (listing, 1), self._card, gap=air))
        self._empty.hide()
        pane = QShortcut(QKeySequence("Ctrl+Tab"), self)
        pane.activated.connect(self._on_next_pane)
        self.make_small(small=False)

    def _on_next_pane(self) -> None:
        """Go round: the boxes, the messages, what may be said about one."""
        at = QApplication.focusWidget()
        if at is self._box_table and self._rows.rowCount():
            self._table.setFocus(Qt.FocusReason.TabFocusReason)
        elif at is self._table:
            self._card.begin()
        else:
            self._box_table.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_one(self, message: MessageRow) -> None:
        self._card.show_message(message)
        self.kit.lanes.quick.ask(self, self._card.show_tries, messages.tries, message.id)

    def _box_columns(self) -> list[Column[_Box]]:
        words = self.kit.words
        return [
            Column("", lambda box: box.name, share=1, icon=lambda box: box.icon, strong=True),
            Column("", lambda box: words.number(box.count), Align.NUMBER),
        ]

    def _columns(self, *, small: bool = False) -> list[Column[MessageRow]]:
        words = self.kit.words
        when = Column[MessageRow](words.say("When"), lambda m: words.moment(m.settled_at or m.made_at))
        shown = [
            Column(words.say("Person"), self._name, share=1, strong=True, second=lambda m: m.goods),
            Column(
                words.say("By"),
                lambda m: named.channel_name(words, m.channel),
                icon=lambda m: named.CHANNEL_ICONS[m.channel],
            ),
            Column(
                words.say("State"),
                lambda m: named.state_name(words, m.state),
                icon=lambda m: named.state_icon(m.state),
                tint=lambda m: named.state_tint(m.state),
                second=lambda m: named.outcome_name(words, m.outcome),
            ),
        ]
        return shown if small else [*shown, when]

    def _name(self, message: MessageRow) -> str:
        return message.customer or self.kit.words.say("Customer {number}", number=str(message.customer_id))

    def _fetch(self, offset: int, limit: int, deliver: Callable[[Sequence[Any]], None]) -> None:
        shop, wanted = self.kit.program.shop, self._wanted
        self.kit.lanes.quick.run(
            self, lambda page: deliver(page.rows), lambda: shop.ask(messages.page, wanted, offset, limit)
        )

    def _on_summary(self, found: Summary) -> None:
        boxes = _boxes(self.kit.words, found)
        first = not self._box_rows.all()
        if first:
            self._box_rows.show_rows(boxes)
            keys = [box.key for box in boxes]
            self._box_table.go_to(keys.index(self._box) if self._box in keys else 0)
            return
        for place, box in enumerate(boxes):
            self._box_rows.replace(place, box)

    def _on_counted(self, page: MessagePage) -> None:
        self._rows.refresh(page.total)
        self._empty.setVisible(page.total == 0)
        self._table.setVisible(page.total > 0)
        if page.total == 0:
            self._card.clear()

    def _on_box(self, box: _Box | None) -> None:
        if box is None:
            return
        self._box, self._wanted = box.key, box.wanted
        self._card.clear()
        self._print.setVisible(box.key == "calls")
        self.kit.lanes.quick.ask(self, self._on_begun, messages.page, self._wanted, 0, 1)

    def _on_begun(self, page: MessagePage) -> None:
        self._rows.begin(page.total)
        self._on_counted(page)
        if page.total:
            self._table.go_to(0)

    def _on_message(self, message: MessageRow | None) -> None:
        if message is not None:
            self._card.show_message(message)
            self.kit.lanes.quick.ask(self, self._card.show_tries, messages.tries, message.id)

    def _on_rows_came(self) -> None:
        """Show the message one is on when it is there, and again when it has changed."""
        self._on_message(self._table.current_row())

    def _on_opened(self, message: MessageRow) -> None:
        self._on_person(message.customer_id)

    def _on_person(self, customer_id: int) -> None:
        self.went.emit("customers", customer_id)

    def _on_decided(self, message_id: int, decision: Decision) -> None:
        self.kit.lanes.quick.do(self, self._on_settled, answers.settle, message_id, decision)

    def _on_settled(self, standing: Standing) -> None:
        words = self.kit.words
        outcome = named.outcome_name(words, standing.outcome) or named.state_name(words, standing.state)
        self.did.emit(words.say("Noted: {outcome}", outcome=outcome))

    def _on_print(self) -> None:
        program, words = self.kit.program, self.kit.words
        place = program.paper_place("call-list")
        self.kit.lanes.slow.run(
            self, self._on_printed, lambda: (place, program.call_list_to(place, words)), self.failed.emit
        )

    def _on_printed(self, made: tuple[Path, int]) -> None:
        self.printed.emit(made[0])
