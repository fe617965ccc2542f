"""The messages page: what waits, what people do by hand, what went out, and what came of it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from shopcrm.desk import message_words as named
from shopcrm.desk.credit_card import CreditCard
from shopcrm.desk.dialogs.hand_work import HandWork
from shopcrm.desk.dialogs.templates import Drafts, TemplatesDialog
from shopcrm.desk.hand_acts import HandActs
from shopcrm.desk.kit import Kit
from shopcrm.desk.message_boxes import Box, boxes, first_with_work
from shopcrm.desk.message_card import MessageCard
from shopcrm.desk.page import BESIDE, LOWEST, Page
from shopcrm.desk.posting import Posting
from shopcrm.desk.reply_line import stopped_words
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.columns import Column
from shopcrm.desk.widgets.empty import EmptyState
from shopcrm.desk.widgets.fold import fold
from shopcrm.desk.widgets.rows import PagedRows, Rows
from shopcrm.desk.widgets.table import RowTable
from shopcrm.rules.delivery import Channel, Decision, Standing
from shopcrm.rules.wording import Words
from shopcrm.services import answers, messages, opt_out
from shopcrm.services.messages import HandItem, MessageRow, Summary
from shopcrm.services.messages import Page as MessagePage
from shopcrm.services.opt_out import Heard
from shopcrm.services.reach import ways_of
from shopcrm.services.topics import Topic


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
        self._acts = HandActs(kit)
        self._posting = Posting(kit, self)
        self._texts = Button(look, say("Our texts"), icon="file-pen", key="Ctrl+T", height=32)
        self._ways = ways_of(kit.settings)
        self._open = boxes(kit.words, Summary(), self._ways)[0]
        self._box = ""
        self._seen: set[str] = set()
        self._waiting = 0
        self._drafts: Drafts = {}
        self._listen()
        self._lay_out()

    def _listen(self) -> None:
        self._box_table.moved.connect(self._on_box)
        self._table.moved.connect(self._on_message)
        self._table.opened.connect(self._on_opened)
        self._rows.dataChanged.connect(self._on_rows_came)
        self._card.decided.connect(self._on_decided)
        self._card.person_wanted.connect(self._on_person)
        self._card.answered.connect(self._on_answered)
        self._card.taken_back.connect(self._on_taken_back)
        self._texts.clicked.connect(self._on_texts)
        self._acts.worked.connect(self._on_work)
        self._acts.printed.connect(self._on_print)
        self._acts.cards.connect(self._posting.print_cards)
        self._acts.posted.connect(self._posting.tick_off)
        self._posting.printed.connect(self.printed)
        self._posting.posted.connect(self.undoable)
        self._posting.failed.connect(self.failed)
        self._posting.changed.connect(self._show_acts)

    @staticmethod
    def title(words: Words) -> str:
        """Name the page."""
        return words.say("Messages")

    def hints(self) -> list[tuple[str, str]]:
        """Give the page's keys."""
        say = self.kit.words.say
        return [
            ("Enter", say("open person")),
            ("Ctrl+Enter", say("work through them")),
            ("Alt+1…5", say("what came of it")),
            ("Ctrl+D", say("they answered")),
            ("Ctrl+Tab", say("next pane")),
        ]

    def refresh(self) -> None:
        """Count the boxes again and read the one that is open."""
        self.kit.lanes.quick.ask(self, self._on_summary, messages.summary)
        self.kit.lanes.quick.ask(self, self._on_counted, messages.page, self._open.wanted, 0, 1)

    def begin(self) -> None:
        """Begin at the boxes."""
        self._box_table.setFocus()

    def show_thing(self, thing: object) -> None:
        """Open a box by its key, or a message by its number."""
        if isinstance(thing, int):
            self.kit.lanes.quick.ask(self, self._on_one, messages.one, thing)
            return
        if isinstance(thing, str):
            self._seen.add(thing)
            keys = [box.key for box in self._box_rows.all()]
            if thing in keys:
                self._box_table.go_to(keys.index(thing))
            else:
                # The boxes are still being counted; the one asked for opens when they come.
                self._box = thing
                self.kit.lanes.quick.ask(self, self._on_summary, messages.summary)

    @property
    def listed(self) -> list[Box]:
        """Give the boxes in their order."""
        return self._box_rows.all()

    def make_small(self, *, small: bool) -> None:
        """Make boxes and card narrower, and the rows lower."""
        look = self.kit.look
        self._panes.give(self._boxes, look.size(196 if small else 240))
        self._panes.give(self._side, look.size(300 if small else 360))
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
        side = look.size(8)
        self._boxes.body.addLayout(row((self._texts, 1), edges=(side, 0, side, side)))
        self._side = QWidget()
        self._side.setLayout(column((self._card, 1), CreditCard(self.kit), gap=look.size(12)))
        listing = Card(look, title=say("Messages"), padding=0)
        listing.body.addWidget(self._acts)
        listing.body.addWidget(self._table)
        listing.body.addWidget(self._empty)
        air = look.size(12)
        box = QVBoxLayout(self)
        box.setContentsMargins(air, air, air, air)
        self._panes = fold(self._boxes, (listing, 1), self._side, gap=air, least=look.size(BESIDE))
        for part in (self._boxes, listing, self._side):
            self._panes.keep_high(part, look.size(LOWEST))
        box.addLayout(self._panes)
        self._empty.hide()
        self._acts.hide()
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

    def _box_columns(self) -> list[Column[Box]]:
        words = self.kit.words
        return [
            Column("", lambda box: box.name, share=1, icon=lambda box: box.icon, strong=True),
            Column("", lambda box: words.number(box.count), Align.COUNT),
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
                lambda m: named.stands(words, m),
                icon=named.stands_icon,
                tint=lambda m: named.state_tint(m.state),
                second=lambda m: named.outcome_name(words, m.outcome),
            ),
        ]
        return shown if small else [*shown, when]

    def _name(self, message: MessageRow) -> str:
        return self.kit.words.shown(message.customer)

    def _fetch(self, offset: int, limit: int, deliver: Callable[[Sequence[Any]], None]) -> None:
        shop, wanted = self.kit.program.shop, self._open.wanted
        self.kit.lanes.quick.run(
            self, lambda page: deliver(page.rows), lambda: shop.ask(messages.page, wanted, offset, limit)
        )

    def _on_summary(self, found: Summary) -> None:
        before = [box.key for box in self._box_rows.all()]
        listed = boxes(self.kit.words, found, self._ways, {*self._seen, *before})
        keys = [box.key for box in listed]
        if keys != before:
            self._box_rows.show_rows(listed)
            self._box_table.go_to(keys.index(self._box) if self._box in keys else first_with_work(listed))
            return
        for place, box in enumerate(listed):
            self._box_rows.replace(place, box)

    def _on_counted(self, page: MessagePage) -> None:
        self._rows.refresh(page.total)
        self._empty.setVisible(page.total == 0)
        self._table.setVisible(page.total > 0)
        self._waiting = page.total
        self._show_acts()
        if page.total == 0:
            self._card.clear()

    def _on_box(self, box: Box | None) -> None:
        if box is None:
            return
        self._box, self._open = box.key, box
        self._card.clear()
        self.kit.lanes.quick.ask(self, self._on_begun, messages.page, box.wanted, 0, 1)

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

    def _on_taken_back(self, message_id: int) -> None:
        self.kit.lanes.quick.do(self, self._on_settled, answers.take_back, message_id)

    def _on_answered(self, message: MessageRow, text: str) -> None:
        lane, customer_id = self.kit.lanes.quick, message.customer_id
        lane.do(self, self._on_heard, opt_out.heard, customer_id, message.channel, text)

    def _on_heard(self, heard: Heard) -> None:
        self._card.show_heard(heard)
        self.did.emit(
            stopped_words(self.kit, heard) if heard.stopped else self.kit.words.say("Their answer is noted.")
        )

    def _on_texts(self) -> None:
        dialog = TemplatesDialog(self.kit, self.window(), self._drafts)
        dialog.did.connect(self._on_texts_kept)
        dialog.left.connect(self._on_texts_left)
        dialog.open()

    def _on_texts_kept(self, said: str) -> None:
        self._drafts = {}
        self.did.emit(said)

    def _on_texts_left(self, drafts: Drafts) -> None:
        """Keep what was written for the next time."""
        self._drafts = drafts

    def _show_acts(self) -> None:
        self._acts.show_box(self._open.by_hand, self._waiting, self._posting.count)

    def _on_work(self) -> None:
        """Fetch what can be done now; what is to be tried again later comes when nothing else is left."""
        if self._open.by_hand is not None:
            self.kit.lanes.quick.ask(self, self._on_work_found, messages.by_hand, self._open.by_hand)

    def _on_work_found(self, found: list[HandItem]) -> None:
        now = self.kit.program.shop.clock()
        items = [item for item in found if item.not_before <= now] or found
        if not items:
            self.did.emit(self.kit.words.say("Nothing is left to do here."))
            return
        dialog = HandWork(self.kit, self.window(), items)
        dialog.did.connect(self.did)
        dialog.open()

    def _on_print(self) -> None:
        if self._open.by_hand is Channel.LETTER:
            self._posting.print_letters()
            return
        program, words = self.kit.program, self.kit.words
        place = program.paper_place("call-list")
        self.kit.lanes.slow.run(
            self,
            self._on_printed,
            lambda: (place, program.papers.call_list_to(place, words)),
            self.failed.emit,
        )

    def _on_printed(self, made: tuple[Path, int]) -> None:
        self.printed.emit(made[0])
