"""The card with what a person asked for: whether it is here by now, and what is kept aside for them."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopcrm.desk import person_reading
from shopcrm.desk.gathering import Gather, at_once
from shopcrm.desk.kit import Kit
from shopcrm.desk.person_reading import Wanted
from shopcrm.desk.tokens import Tint, Type
from shopcrm.desk.widgets.boxes import column, put_in, row
from shopcrm.desk.widgets.buttons import Button, ButtonKind, IconButton
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.services import holds, wishes
from shopcrm.services.holds import HoldRow
from shopcrm.services.wishes import InStock, WishRow


@dataclass(frozen=True, slots=True)
class _Said:
    """A line in words: what it is about, when and how much, where it stands."""

    icon: str
    tint: Tint
    thing: str
    second: str
    state: str
    leave: str
    act: Callable[[], None]


class WishesCard(Card):
    """Shows what they wait for; `changed` carries the words of what was done, and what takes it back."""

    changed = Signal(str, object)
    add_asked = Signal()

    def __init__(self, kit: Kit) -> None:
        look, words = kit.look, kit.words
        super().__init__(look, words.say("Wishes"), spacing=6)
        self._kit = kit
        self._shown: Wanted | None = None
        self.gather: Gather = at_once
        self.add = Button(
            look,
            words.say("Add"),
            ButtonKind.GHOST,
            icon="plus",
            key="Ctrl+Shift+W",
            bind_key=False,
            height=28,
        )
        self.head.addWidget(self.add)
        self._host = QWidget()
        self._lines = QVBoxLayout(self._host)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(look.size(6))
        self._none = Label(look, words.say("They wait for nothing."), Type.SMALL, "muted", wrap=True)
        self.body.addWidget(self._none)
        self.body.addWidget(self._host)
        self._host.hide()
        self.add.clicked.connect(self.add_asked)

    def ask(self, customer_id: int) -> None:
        """Read what somebody waits for."""
        self._kit.lanes.quick.ask(self, self._on_wanted, person_reading.wanted, customer_id)

    def _on_wanted(self, wanted: Wanted) -> None:
        self.gather(lambda: self._show_wanted(wanted))

    def _show_wanted(self, wanted: Wanted) -> None:
        if wanted == self._shown:
            return
        self._shown = wanted
        while (item := self._lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        said = [self._held(one) for one in wanted.held]
        here = {one.wish.id: one for one in reversed(wanted.here)}
        kept = {one.wish_id for one in wanted.held}
        said += [self._wish(one, here.get(one.id)) for one in wanted.wishes if one.id not in kept]
        for one in said:
            put_in(self._lines, _Line(self._kit, one))
        self._none.setVisible(not said)
        self._host.setVisible(bool(said))

    def _wish(self, wish: WishRow, here: InStock | None) -> _Said:
        words = self._kit.words
        day = words.day(words.days.of(wish.asked_at), year=False)
        parts = [words.say("asked on {day}", day=day)]
        if wish.quantity:
            parts.append(words.quantity(wish.quantity))
        if wish.limit_price is not None:
            parts.append(words.say("up to {price}", price=words.money(wish.limit_price)))
        if wish.until is not None:
            parts.append(words.say("until {day}", day=words.day(wish.until, year=False)))
        if wish.note:
            parts.append(words.isolate(wish.note))
        tint: Tint = "ok" if here is not None else "muted"
        state = words.say("told") if wish.state == "told" else words.say("waiting")
        if here is not None:
            state = words.say("in stock")
        icon = "circle-check" if here is not None else "heart"
        leave = words.say("They no longer want {thing}", thing=wish.thing)
        return _Said(
            icon, tint, words.alone(wish.thing), " · ".join(parts), state, leave, self._withdrawer(wish)
        )

    def _held(self, hold: HoldRow) -> _Said:
        words = self._kit.words
        until = words.say("until {day}", day=words.day(hold.until, year=False))
        much = words.quantity(hold.quantity, hold.unit)
        leave = words.say("Release what is kept aside: {thing}", thing=hold.product)
        state, act = words.say("kept aside"), self._releaser(hold)
        thing, second = words.alone(hold.product), f"{much} · {until}"
        return _Said("package-check", "ok", thing, second, state, leave, act)

    def _withdrawer(self, wish: WishRow) -> Callable[[], None]:
        words, quick = self._kit.words, self._kit.lanes.quick
        said = words.say("No longer wanted: {thing}", thing=wish.thing)

        def withdraw() -> None:
            quick.do(self, tell, wishes.withdraw, wish.id)

        def tell(released: tuple[int, ...]) -> None:
            def take_back() -> None:
                quick.do(self, self._on_taken_back, wishes.reopen, wish.id, released)

            self._after(said, take_back)

        return withdraw

    def _releaser(self, hold: HoldRow) -> Callable[[], None]:
        words, quick = self._kit.words, self._kit.lanes.quick
        said = words.say("No longer kept aside: {thing}", thing=hold.product)

        def release() -> None:
            quick.do(self, tell, holds.release, hold.id)

        def take_back() -> None:
            quick.do(self, self._on_taken_back, holds.hold_again, hold.id)

        def tell(_nothing: None) -> None:
            self._after(said, take_back)

        return release

    def _after(self, said: str, take_back: Callable[[], None]) -> None:
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit(said, take_back)

    def _on_taken_back(self, _answer: object) -> None:
        self.changed.emit("", None)


class _Line(QWidget):
    """One thing they wait for; the cross, or Del on it, lets it go."""

    def __init__(self, kit: Kit, said: _Said) -> None:
        super().__init__()
        look = kit.look
        self._act = said.act
        thing = Label(look, said.thing, Type.MEDIUM, ellipsis=True)
        second = Label(look, said.second, Type.CAPTION, "muted", ellipsis=True)
        state = Label(look, said.state, Type.CAPTION, said.tint)
        leave = IconButton(look, "x", said.leave, size=16)
        leave.clicked.connect(said.act)
        names = column(thing, second, gap=0)
        self.setLayout(row(Icon(look, said.icon, said.tint, 16), (names, 1), state, leave, gap=look.size(8)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let it go by key."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._act()
        else:
            super().keyPressEvent(event)
