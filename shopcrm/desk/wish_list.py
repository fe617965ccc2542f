"""The waiting list: who asked for what, since when, what is there for it, and the money that waits."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from shopcrm.desk import wish_words as named
from shopcrm.desk.dialogs.hold_form import HoldForm, request_of
from shopcrm.desk.dialogs.wish_form import WishForm
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.buttons import Button, ButtonKind
from shopcrm.desk.widgets.choices import Choice, Option
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.empty import EmptyState
from shopcrm.desk.widgets.flow import flow
from shopcrm.desk.widgets.fold import fold
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.desk.widgets.rows import Rows
from shopcrm.desk.widgets.search_box import SearchBox
from shopcrm.desk.widgets.table import RowTable
from shopcrm.rules.errors import ShopError
from shopcrm.services import holds, waiting_list, wishes
from shopcrm.services.waiting_list import Show, WaitingList, WishLine
from shopcrm.services.wish_goods import MoneyWaiting

_NAMED_THINGS = 3
_BESIDE, _NARROW = 600, 700
_AROUND, _LOWEST, _HIGHEST = 440, 200, 480
"""How high everything around the list is, and how high the list is at least and at most."""


class WishList(DialogFrame):
    """A list to work through; `person_wanted` carries the customer whose page is to be opened.

    `did` carries the words of what was done; each step can be taken back while the list is open.
    """

    person_wanted = Signal(int)
    did = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget, show: Show = Show.ALL) -> None:
        words, look = kit.words, kit.look
        super().__init__(
            look, words, words.say("Waiting list"), words.say("Close"), parent=parent, icon="star", width=1040
        )
        self._kit = kit
        self._today = kit.settings.days.of(kit.program.shop.clock())
        self._take_back: Callable[[], None] | None = None
        self._at = 0
        self.box = SearchBox(look, placeholder=words.say("Person, goods or note"), key="Ctrl+F")
        options = [Option(part, named.show_name(words, part)) for part in Show]
        self.parts = Choice(look, options, name=words.say("Parts of the list"))
        self.parts.choose(show)
        narrow = parent.window().width() < look.size(_NARROW)
        self._rows = Rows(named.wish_columns(words, self._today, narrow=narrow), ())
        self.table = RowTable(look, self._rows, name=words.say("Waiting list"), row_height=52)
        self.empty = EmptyState(
            look,
            "star",
            words.say("Nobody here waits for anything"),
            words.say("What a customer asks for is written down on their page."),
            action=words.say("Show all"),
            action_icon="list-checks",
        )
        self.said = Label(look, "", Type.SMALL, "accent_ink", ellipsis=True)
        self.money = Label(look, "", Type.MEDIUM, ellipsis=True)
        self.things = Label(look, "", Type.CAPTION, "muted", ellipsis=True)
        self._make_buttons()
        self._furnish(parent)
        self._connect()
        self.reread()

    def reread(self) -> None:
        """Read the list again; the place of the keyboard stays."""
        asked, part = self.box.text(), self.parts.value() or Show.ALL
        self._kit.lanes.quick.ask(self, self._on_read, waiting_list.read, asked, part)

    def _make_buttons(self) -> None:
        look, say = self._kit.look, self._kit.words.say
        self.hold = Button(look, say("Hold"), icon="bookmark", key="Ctrl+H", height=32)
        self.release = Button(look, say("Let go"), icon="bookmark-x", key="Ctrl+L", height=32)
        self.hand_over = Button(look, say("Hand over"), icon="hand", key="Ctrl+G", height=32)
        self.told = Button(look, say("Was told"), icon="message-circle", key="Ctrl+T", height=32)
        self.edit = Button(look, say("Edit"), icon="pencil", key="F4", height=32)
        self.withdraw = Button(look, say("Withdraw"), icon="x", key="Del", bind_key=False, height=32)
        self.person = Button(look, say("Open person"), icon="user", key="Enter", bind_key=False, height=32)
        self.undo = Button(look, say("Undo"), ButtonKind.GHOST, icon="rotate-ccw", key="Ctrl+Z", height=32)

    def _furnish(self, parent: QWidget) -> None:
        look, gap = self._kit.look, self._kit.look.size(8)
        self.cancel.hide()
        room = min(
            max(parent.window().height() - look.size(_AROUND), look.size(_LOWEST)),
            look.size(_HIGHEST),
        )
        self.table.setMinimumHeight(room)
        self.empty.setMinimumHeight(room)
        self.body.addLayout(fold((self.box, 1), self.parts, gap=look.size(12), least=look.size(_BESIDE)))
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.empty, 1)
        acts = (self.hold, self.release, self.hand_over, self.told, self.edit, self.withdraw, self.person)
        self.body.addLayout(flow(*acts, gap=gap))
        self.body.addLayout(row((self.said, 1), self.undo, gap=gap))
        self.body.addLayout(
            row(Icon(look, "wallet", "muted", 18), self.money, (self.things, 1), gap=look.size(10))
        )
        for hidden in (self.empty, self.release, self.hand_over, self.undo, self.said):
            hidden.hide()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect(self) -> None:
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.activated.connect(self._on_find)
        self.box.asked.connect(self.reread)
        self.box.went_down.connect(self._on_down)
        self.box.gave_up.connect(self._on_down)
        self.parts.picked.connect(self.reread)
        self.empty.acted.connect(self._on_all)
        self.table.moved.connect(self._on_moved)
        self.table.opened.connect(self._on_opened)
        self.table.left_out.connect(self._on_withdraw)
        self.hold.clicked.connect(self._on_hold)
        self.release.clicked.connect(self._on_release)
        self.hand_over.clicked.connect(self._on_hand_over)
        self.told.clicked.connect(self._on_told)
        self.edit.clicked.connect(self._on_edit)
        self.withdraw.clicked.connect(self._on_withdraw)
        self.person.clicked.connect(self._on_opened)
        self.undo.clicked.connect(self._on_undo)
        self.agreed.connect(self.accept)

    @property
    def _line(self) -> WishLine | None:
        line = self.table.current_row()
        return line if isinstance(line, WishLine) else None

    def _on_read(self, found: WaitingList) -> None:
        words = self._kit.words
        self._at = max(0, self.table.currentIndex().row())
        for button, part in zip(self.parts.buttons(), Show, strict=True):
            button.setText(f"{named.show_name(words, part)} {words.number(found.counts[part])}")
        self._rows.show_rows(found.lines)
        self.table.setVisible(bool(found.lines))
        self.empty.setVisible(not found.lines)
        if found.lines:
            self.table.go_to(min(self._at, len(found.lines) - 1))
        self._on_moved(self._line)
        self._show_money(found.money)

    def _show_money(self, money: MoneyWaiting) -> None:
        words = self._kit.words
        total = words.say("{money} wait in requests", money=words.money(money.total))
        self.money.setText(total if money.priced else words.say("No prices are known"))
        parts = [
            words.say("{thing}: {money}", thing=one.thing, money=words.money(one.money))
            for one in money.things[:_NAMED_THINGS]
            if one.money
        ]
        if money.unpriced:
            parts.append(
                words.plural("{count} without a price", "{count} without a price", count=money.unpriced)
            )
        self.things.setText(words.listing(parts))

    def _on_moved(self, line: WishLine | None) -> None:
        held = line is not None and line.hold is not None
        self.hold.setVisible(not held)
        self.release.setVisible(held)
        self.hand_over.setVisible(held)
        for button in (self.told, self.edit, self.withdraw, self.person):
            button.setEnabled(line is not None)
        self.told.setEnabled(line is not None and line.wish.state == "waiting")
        if line is not None and line.there is not None:
            self.hold.turn_on()
        else:
            self.hold.turn_off(self._kit.words.say("Nothing of it is here to be held."))

    def _on_all(self) -> None:
        self.box.clear()
        self.parts.choose(Show.ALL)
        self.reread()
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_find(self) -> None:
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()

    def _on_down(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_opened(self, _row: object = None) -> None:
        if self._line is not None:
            self.person_wanted.emit(self._line.wish.customer_id)
            self.accept()

    def _on_hold(self) -> None:
        line = self._line
        if line is not None and line.there is not None:
            form = HoldForm(self._kit, request_of(line.there), self)
            form.held.connect(self._on_held)
            form.open()

    def _on_held(self, hold_id: int, said: str) -> None:
        self._done(said, partial(self._do, holds.release, hold_id))

    def _on_release(self) -> None:
        line = self._line
        if line is not None and line.hold is not None:
            key, said = (
                line.hold.id,
                self._kit.words.say("Nothing is held for {name}", name=line.wish.customer),
            )
            self._do(holds.release, key, said=said, back=partial(self._do, holds.hold_again, key))

    def _on_hand_over(self) -> None:
        line = self._line
        if line is not None and line.hold is not None:
            key = line.hold.id
            said = self._kit.words.say("Handed over to {name}", name=line.wish.customer)
            self._do(holds.hand_over, key, said=said, back=partial(self._do, holds.hold_again, key))

    def _on_told(self) -> None:
        line = self._line
        if line is not None:
            key, said = line.wish.id, self._kit.words.say("{name} was told", name=line.wish.customer)
            self._do(wishes.told, key, said=said, back=partial(self._do, wishes.not_told, key))

    def _on_withdraw(self, _row: object = None) -> None:
        line = self._line
        if line is None:
            return
        key = line.wish.id
        said = self._kit.words.say("{thing} is withdrawn", thing=line.wish.thing)

        def withdrawn(hold_ids: tuple[int, ...]) -> None:
            self._done(said, partial(self._do, wishes.reopen, key, hold_ids))

        self._kit.lanes.quick.try_do(self, withdrawn, self._on_refused, wishes.withdraw, key)

    def _on_edit(self) -> None:
        line = self._line
        if line is not None:
            name = self._kit.words.shown(line.wish.customer)
            form = WishForm(self._kit, line.wish.customer_id, name, self, wish=line.wish)
            form.saved.connect(self._on_changed)
            form.open()

    def _on_changed(self, _wish_id: int, said: str) -> None:
        self._done(said, None)

    def _on_undo(self) -> None:
        if self._take_back is not None:
            self._take_back()

    def _do(
        self,
        use_case: Callable[..., object],
        *args: object,
        said: str = "",
        back: Callable[[], None] | None = None,
    ) -> None:
        """Do something and say so; without words it takes something back."""
        words = said or self._kit.words.say("Taken back")

        def done(_answer: object) -> None:
            self._done(words, back)

        self._kit.lanes.quick.try_do(self, done, self._on_refused, use_case, *args)

    def _done(self, said: str, back: Callable[[], None] | None) -> None:
        self._take_back = back
        self._say(said)
        self.undo.setVisible(back is not None)
        self.did.emit(said)
        self.reread()

    def _on_refused(self, error: Exception) -> None:
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self._take_back = None
        self.undo.hide()
        self._say(self._kit.words.tell(said))
        self.reread()

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))
