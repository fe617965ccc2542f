"""Works through a list by hand, one key for each message: send it on the phone, say so, and the next one.

Nothing counts as sent before a person says it.
"""

from collections.abc import Callable, Sequence
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from shopcrm.desk import message_words as named
from shopcrm.desk.hand_pane import HandPane
from shopcrm.desk.kit import Kit
from shopcrm.desk.message_boxes import hand_name
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.chance import ShareBar
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.flow import FlowLayout
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules.delivery import Channel, Decision
from shopcrm.rules.errors import ShopError
from shopcrm.rules.wording import Words
from shopcrm.services import answers, opt_out, other_way
from shopcrm.services.messages import HandItem

_SPOKEN = (Decision.NO_ANSWER, Decision.CAME_IN, Decision.NOT_NOW, Decision.ASKED_TO_STOP)


class _How(Enum):
    """What was said of a message: it went out, or it need not go out this way any more."""

    DONE = "done"
    ANSWERED = "answered"


class HandWork(DialogFrame):
    """Goes through the messages of one way; `did` carries the words for what was done in the end."""

    did = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget, items: Sequence[HandItem]) -> None:
        words, look = kit.words, kit.look
        self._channel = items[0].channel
        super().__init__(
            look,
            words,
            hand_name(words, self._channel),
            _main(words, self._channel),
            parent=parent,
            icon=named.CHANNEL_ICONS[self._channel],
            cancel=words.say("Stop here"),
            width=820 if self._channel is not Channel.LETTER else 620,
        )
        self._kit, self._items, self._at = kit, tuple(items), 0
        self._how: dict[int, _How] = {}
        self._done: list[int] = []
        self._busy = False
        self.progress = Label(look, "", Type.LABEL, "muted")
        self._bar = ShareBar(look, 0.0, height=4)
        self.pane = HandPane(kit, self._channel)
        self._flow = FlowLayout(self.pane.answers, gap=look.size(8), line_gap=look.size(8))
        self.news = Label(look, "", Type.SMALL, "muted", wrap=True)
        self.skip = Button(look, words.say("Skip"), icon="arrow-right", key="Alt+S", mirror=True)
        self.undo = Button(look, words.say("Take the last one back"), icon="undo-2", key="Ctrl+Z")
        self._furnish()
        self.pane.copied.connect(self.news.setText)
        self.skip.clicked.connect(self._on_skip)
        self.undo.clicked.connect(self._on_undo)
        self.agreed.connect(self._on_agreed)
        self.finished.connect(self._on_left)
        self._show_item()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take each press once: a key that is held down says nothing about the next message."""
        if not event.isAutoRepeat():
            super().keyPressEvent(event)

    def _furnish(self) -> None:
        words, look = self._kit.words, self._kit.look
        self.body.addLayout(row(self.progress, (self._bar, 1), gap=look.size(12)))
        self.body.addWidget(self.pane, 1)
        self.body.addWidget(self.news)
        if self._channel is Channel.WHATSAPP:
            self._add(words.say("No WhatsApp"), self._on_not_there)
        for decision in _SPOKEN if self._channel is Channel.CALL else (Decision.ASKED_TO_STOP,):
            button = self._add(named.decision_name(words, decision), self._on_answer)
            button.setProperty("decision", decision.value)
        self.add_side(self.skip)
        self.add_side(self.undo)

    def _add(self, text: str, slot: Callable[[], None]) -> Button:
        """Add an answer under the text, with the next number as its key."""
        button = Button(self._kit.look, text, key=f"Alt+{self._flow.count() + 1}", height=32)
        button.clicked.connect(slot)
        self._flow.addWidget(button)
        return button

    @property
    def _item(self) -> HandItem:
        return self._items[self._at]

    def _show_item(self) -> None:
        words, count = self._kit.words, len(self._items)
        self.progress.setText(words.say("{place} of {count}", place=self._at + 1, count=count))
        self._bar.show_share(self._at / count, self.progress.text())
        self.pane.show_item(self._item)
        if self._done:
            self.undo.turn_on()
        else:
            self.undo.turn_off(words.say("Nothing was ticked off yet."))

    def _on_agreed(self) -> None:
        if self._begins():
            lane, told = self._kit.lanes.quick, Decision.TOLD
            lane.try_do(self, self._on_done, self._on_refused, answers.settle, self._item.message_id, told)

    def _begins(self) -> bool:
        """Begin to write something down; until it is written, no other press counts."""
        if self._busy:
            return False
        self._busy = True
        return True

    def _on_done(self, _standing: object) -> None:
        self._done.append(self._at)
        self.news.setText("")
        self._go_on(_How.DONE)

    def _on_answer(self) -> None:
        button, lane, item = self.sender(), self._kit.lanes.quick, self._item
        if button is None or not self._begins():
            return
        then, decision = self._on_answered, Decision(button.property("decision"))
        if decision is Decision.ASKED_TO_STOP and self._channel is not Channel.CALL:
            # It was not sent, so it is taken back with their consent, and not noted as told.
            ways = (self._channel,)
            lane.try_do(self, then, self._on_refused, opt_out.stop, item.customer_id, ways)
        else:
            lane.try_do(self, then, self._on_refused, answers.settle, item.message_id, decision)

    def _on_answered(self, _result: object) -> None:
        self.news.setText("")
        self._go_on(_How.ANSWERED)

    def _on_not_there(self) -> None:
        if self._begins():
            lane, message_id = self._kit.lanes.quick, self._item.message_id
            lane.try_do(self, self._on_moved, self._on_refused, other_way.not_there, message_id)

    def _on_moved(self, channel: Channel) -> None:
        words = self._kit.words
        name, way = self.pane.name.text(), named.channel_name(words, channel)
        self.news.setText(words.say("{name}: it goes another way now, {way}.", name=name, way=way))
        self._go_on(_How.ANSWERED)

    def _on_skip(self) -> None:
        if not self._busy:
            self.news.setText("")
            self._go_on(None)

    def _go_on(self, how: "_How | None") -> None:
        """Go to the next one of which nothing was said yet; after the last one there is nothing to do."""
        self._busy = False
        if how is not None:
            self._how[self._at] = how
        later = range(self._at + 1, len(self._items))
        following = next((place for place in later if place not in self._how), None)
        if following is None:
            self.accept()
            return
        self._at = following
        self._show_item()

    def _on_undo(self) -> None:
        if self._done and self._begins():
            lane, last = self._kit.lanes.quick, self._items[self._done[-1]]
            back = Decision.NOT_YET
            lane.try_do(self, self._on_undone, self._on_refused, answers.settle, last.message_id, back)

    def _on_undone(self, _standing: object) -> None:
        self._busy = False
        self._at = self._done.pop()
        del self._how[self._at]
        self.news.setText(self._kit.words.say("It waits again."))
        self._show_item()

    def _on_refused(self, error: Exception) -> None:
        self._busy = False
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self.news.setText(self._kit.words.tell(said))

    def _on_left(self, _result: int) -> None:
        """Say what came of it, also where somebody stopped halfway."""
        words, done = self._kit.words, len(self._done)
        if not self._how:
            return
        left = len(self._items) - len(self._how)
        said = words.plural("{count} is ticked off", "{count} are ticked off", count=done)
        waits = words.plural("{count} still waits", "{count} still wait", count=left) if left else ""
        self.did.emit(words.listing([part for part in (said, waits) if part]))


def _main(words: Words, channel: Channel) -> str:
    names = {
        Channel.CALL: words.say("They were told, next"),
        Channel.LETTER: words.say("Posted, next"),
    }
    return names.get(channel) or words.say("Sent, next")
