"""The card with what to remember about a person now: at most five lines, each with why and one key."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QSizePolicy, QWidget

from shopcrm.desk import memory_words as named
from shopcrm.desk.gathering import Gather, at_once
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.brush import Sign
from shopcrm.desk.widgets.buttons import Button, ButtonKind, IconButton
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.chips import ButtonChip
from shopcrm.desk.widgets.flow import FlowLayout
from shopcrm.desk.widgets.labels import Disc, Label
from shopcrm.desk.widgets.two_lines import TwoLines
from shopcrm.desk.word_sheets import WordSheets
from shopcrm.rules.money import THOUSANDTHS
from shopcrm.rules.remember import Act, Kind, Reminder
from shopcrm.services import memory
from shopcrm.services.memory import Done, MemoryCard

MOST = 5
_FEW = 3
"""How many lines stand there before somebody asks for the rest, where there is little room."""
_LINE = 56
_TALL = 1000
"""From this height on, in design pixels, all five lines have room."""


class RememberCard(Card):
    """Shows what to remember; `acted` carries what was done and what takes it back, or None.

    `goods_asked` carries goods to be shown on their own page, `voucher_asked` a voucher that is to be used,
    `case_asked` a complaint to be opened, and `rewards_asked` comes when it is to be seen what points buy. A
    card that `sells` hands on goods that are to be sold by `goods_wanted`, with how many thousandths.
    """

    acted = Signal(str, object)
    goods_asked = Signal(int)
    goods_wanted = Signal(int, object)
    voucher_asked = Signal(int)
    rewards_asked = Signal()
    case_asked = Signal(int)

    def __init__(self, kit: Kit, *, edge: Tint | None = "line", sells: bool = False) -> None:
        """Make one; without an edge it is a part of the card it stands in."""
        look, words = kit.look, kit.words
        super().__init__(look, words.say("Remember now"), edge=edge, padding=0, spacing=0)
        self._kit = kit
        self._customer_id, self._card = 0, MemoryCard(0, (), 0)
        self._open, self._roomy, self._sells = False, False, sells
        self.gather: Gather = at_once
        self.sheets = WordSheets(kit, self)
        self.sheets.did.connect(self.acted)
        self.rest = Button(look, "", ButtonKind.GHOST, height=28)
        self.rest.hide()
        self.head.addWidget(self.rest)
        self._none = Label(look, words.say("Nothing to remember just now."), Type.SMALL, "muted", wrap=True)
        self._none.setContentsMargins(look.size(12), look.size(4), look.size(12), look.size(12))
        self.lines = [MemoryLine(kit, place, sells=sells) for place in range(1, MOST + 1)]
        for line in self.lines:
            line.hide()
            line.acted.connect(self._on_line)
            self.body.addWidget(line)
        self.body.addWidget(self._none)
        self.rest.clicked.connect(self._on_rest)
        for place in range(1, MOST + 1):
            key = QShortcut(QKeySequence(f"Alt+{place}"), self)
            key.setAutoRepeat(False)
            key.activated.connect(self._presser(place - 1))

    def show_customer(self, customer_id: int) -> None:
        """Read what to remember about somebody."""
        if customer_id != self._customer_id:
            self._open = False
        self._customer_id = customer_id
        self._kit.lanes.quick.ask(self, self._on_card, memory.card, customer_id, MOST)

    def show_read(self, card: MemoryCard) -> None:
        """Show what was read already to remember about somebody."""
        if card.customer_id != self._customer_id:
            self._open = False
        self._customer_id = card.customer_id
        self.show_card(card)

    def make_roomy(self, height: int) -> None:
        """Show all lines at once where the sheet is so many pixels high."""
        roomy = height >= self._kit.look.size(_TALL)
        if roomy != self._roomy:
            self._roomy = roomy
            self._arrange()

    def lines_height(self, width: int) -> int:
        """Tell how high all lines are together, in pixels, where the card is so wide."""
        there = self.lines[: len(self._card.lines)]
        return sum(max(line.heightForWidth(width), line.minimumHeight()) for line in there)

    def has_lines(self) -> bool:
        """Whether there is anything to remember."""
        return bool(self._card.lines)

    def first_target(self) -> QWidget:
        """Give what takes the keyboard: the first line that can be acted on."""
        seen = (line for line in self.lines if line.isVisibleTo(self))
        return next((line.target() for line in seen), self.rest)

    def _on_card(self, card: MemoryCard) -> None:
        self.gather(lambda: self.show_card(card))

    def show_card(self, card: MemoryCard) -> None:
        """Show what to remember; an answer about somebody else comes too late."""
        if card.customer_id != self._customer_id:
            return
        self._card = card
        for place, line in enumerate(self.lines):
            line.show_reminder(card.lines[place] if place < len(card.lines) else None)
        self._arrange()

    def _shown(self) -> int:
        count = len(self._card.lines)
        all_fit = self._open or self._roomy or count <= _FEW + 1
        return count if all_fit else _FEW

    def _arrange(self) -> None:
        shown, count = self._shown(), len(self._card.lines)
        for place, line in enumerate(self.lines):
            line.setVisible(place < shown)
        self._none.setVisible(not count)
        words, hidden = self._kit.words, count - shown
        more = hidden or self._card.more
        said = words.plural("{count} more below", "{count} more below", count=more)
        if self._open and count > _FEW + 1 and not self._roomy:
            said = words.say("Show fewer")
        self.rest.setText(said)
        self.rest.setVisible(bool(hidden) or (self._open and count > _FEW + 1 and not self._roomy))

    def _on_rest(self) -> None:
        self._open = not self._open
        self._arrange()

    def _presser(self, place: int) -> Callable[[], None]:
        def press() -> None:
            self._press(place)

        return press

    def _press(self, place: int) -> None:
        """Act on a line; one that is out of sight is shown first, since nobody acts blindly."""
        line = self.lines[place]
        if place < len(self._card.lines) and not line.isVisibleTo(self):
            self._open = True
            self._arrange()
            line.target().setFocus(Qt.FocusReason.TabFocusReason)
        elif line.isVisibleTo(self):
            line.press()

    def _on_line(self, reminder: Reminder, choice: object) -> None:
        if self._leads_elsewhere(reminder):
            return
        said = choice if isinstance(choice, str) else None
        lane, customer_id = self._kit.lanes.quick, self._customer_id
        lane.do(self, self._on_done, memory.act, customer_id, reminder, said)

    def _leads_elsewhere(self, reminder: Reminder) -> bool:
        """Hand on what the card cannot do by itself."""
        if self.sheets.leads(reminder):
            return True
        if self._sells and named.can_be_sold(reminder):
            kept = reminder.worth if reminder.kind is Kind.HELD else THOUSANDTHS
            self.goods_wanted.emit(reminder.goods, max(1, kept))
            return True
        match reminder.act:
            case Act.SHOW_GOODS:
                self.goods_asked.emit(reminder.goods or reminder.thing)
            case Act.USE_VOUCHER:
                self.voucher_asked.emit(reminder.thing)
            case Act.OPEN_COMPLAINT:
                self.case_asked.emit(reminder.thing)
            case Act.SHOW_REWARDS:
                self.rewards_asked.emit()
            case _:
                return False
        return True

    def _on_done(self, done: Done) -> None:
        said = self._kit.words.tell(done.says)
        if done.undo is None:
            self.acted.emit(said, None)
            return

        def take_back() -> None:
            self._kit.lanes.quick.do(self, self._on_taken_back, memory.undo, done)

        self.acted.emit(said, take_back)

    def _on_taken_back(self, _answer: object) -> None:
        self.acted.emit("", None)


class MemoryLine(QWidget):
    """One thing to remember; `acted` carries it with the choice that was made, or None.

    A guess is confirmed by Enter and dismissed by Del; a question shows what can be answered.
    """

    acted = Signal(object, object)

    def __init__(self, kit: Kit, place: int, *, sells: bool = False) -> None:
        super().__init__()
        look = kit.look
        self._kit, self._is_first, self._sells = kit, place == 1, sells
        self._disc = Disc(look, Sign("lightbulb"))
        self.what = TwoLines(look, Type.MEDIUM)
        self.why = TwoLines(look, Type.CAPTION, "muted")
        self.act = Button(look, "", ButtonKind.GHOST, key=f"Alt+{place}", bind_key=False, height=32)
        self.act.setAccessibleName(kit.words.say("Memory line {number}", number=place))
        self.dismiss = IconButton(look, "x", kit.words.say("Dismiss"), tint="danger", size=16)
        self._choices = QWidget()
        self._flow = FlowLayout(self._choices, gap=look.size(6), line_gap=look.size(6))
        names = column(None, self.what, self.why, None, gap=look.size(2))
        side, air, gap = look.size(12), look.size(6), look.size(10)
        ends = row(self.act, self.dismiss, gap=look.size(2))
        top = row(self._disc, (names, 1), ends, gap=gap)
        # The answers stand under the question and may use the whole width.
        below = row(look.size(32) + gap, (self._choices, 1), gap=0)
        self.setLayout(column(top, below, gap=look.size(4), edges=(side, air, look.size(8), air)))
        self.setMinimumHeight(look.size(_LINE))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.act.clicked.connect(self.press)
        self.dismiss.clicked.connect(self._on_dismiss)
        self._reminder: Reminder | None = None

    def show_reminder(self, reminder: Reminder | None) -> None:
        """Show another thing to remember; the keyboard stays where it is."""
        if reminder == self._reminder:
            return
        self._reminder = reminder
        if reminder is None:
            return
        words = self._kit.words
        words = words.seen_from(words.days.of(self._kit.program.shop.clock()))
        sign = named.sign_of(reminder)
        self._disc.show_sign(sign)
        self.what.setText(words.tell(reminder.what))
        self.what.set_tint("danger" if reminder.kind is Kind.COMPLAINT else "text")
        self.why.setText(words.tell(reminder.why))
        sold_here = self._sells and named.can_be_sold(reminder)
        word = words.say("Add") if sold_here else named.act_word(words, reminder.act)
        self.act.setText(word)
        spoken = words.say("{act}: {what}", act=word, what=words.tell(reminder.what))
        self.act.setAccessibleName(spoken)
        self.dismiss.setVisible(reminder.kind is Kind.GUESS)
        self._show_choices(reminder)

    def target(self) -> QWidget:
        """Give what takes the keyboard on this line."""
        first = self._flow.itemAt(0)
        chip = first.widget() if first is not None else None
        return chip if chip is not None else self.act

    def press(self) -> None:
        """Do what the line offers; a question waits for one of its answers."""
        if self._reminder is None:
            return
        if self._flow.count():
            self.target().setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.acted.emit(self._reminder, None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Confirm a guess by Enter, dismiss it by Del."""
        guess = self._reminder is not None and self._reminder.kind is Kind.GUESS
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.press()
        elif guess and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._on_dismiss()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Be as high as its lines."""
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), self._kit.look.size(_LINE)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the thin line between it and the one above."""
        if not self._is_first:
            QPainter(self).fillRect(QRect(0, 0, self.width(), 1), self._kit.look.colour("line"))

    def _show_choices(self, reminder: Reminder) -> None:
        self._flow.clear()
        # A guess has its own two answers beside it.
        choices = () if reminder.kind is Kind.GUESS else reminder.choices
        for choice in choices:
            chip = ButtonChip(self._kit.look, self._kit.words.shown(choice.shown), checkable=False)
            chip.setProperty("choice", choice.value)
            chip.clicked.connect(self._on_choice)
            self._flow.addWidget(chip)
        self._choices.setVisible(bool(choices))

    def _on_choice(self) -> None:
        chip = self.sender()
        if self._reminder is not None and chip is not None:
            self.acted.emit(self._reminder, chip.property("choice"))

    def _on_dismiss(self) -> None:
        if self._reminder is not None:
            self.acted.emit(self._reminder, "no")
