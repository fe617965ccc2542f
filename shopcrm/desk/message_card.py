"""The card of one message: what it says, why, what was tried, and what a person may say about it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk import message_words as named
from shopcrm.desk.kit import Kit
from shopcrm.desk.letter_bubble import LetterBubble
from shopcrm.desk.message_details import details
from shopcrm.desk.reply_line import ReplyLine
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.cards import Card, Scroller
from shopcrm.desk.widgets.flow import FlowLayout
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.rules.delivery import Channel, Decision, State
from shopcrm.services.messages import MessageRow, Try
from shopcrm.services.opt_out import Heard

_WENT_OUT = (State.SENT, State.UNKNOWN)


class MessageCard(Card):
    """Shows a message; `decided` carries its number and what was said about it, `answered` a reply to it."""

    decided = Signal(int, object)
    answered = Signal(object, str)
    taken_back = Signal(int)
    person_wanted = Signal(int)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.look, title=kit.words.say("Message"))
        self._kit = kit
        self._shown: MessageRow | None = None
        self._offered: tuple[object, ...] = ()
        look = kit.look
        self._person = Button(look, "", icon="user", height=32)
        self._person.clicked.connect(self._on_person)
        self._state = QWidget()
        self._state_box = FlowLayout(self._state)
        self._postal = Label(look, "", Type.SMALL, wrap=True)
        self._says = LetterBubble(look)
        self._why = Label(look, "", Type.SMALL, "muted", wrap=True)
        self._problem = Label(look, "", Type.SMALL, "warn", wrap=True)
        self._tries = Label(look, "", Type.CAPTION, "muted", wrap=True)
        self._answers = QWidget()
        self._answer_box = FlowLayout(self._answers, line_gap=look.size(8))
        self.reply = ReplyLine(kit)
        self.reply.answered.connect(self._on_reply)
        self._lay_out()
        self.clear()

    def begin(self) -> None:
        """Put the keyboard on the person."""
        self._person.setFocus(Qt.FocusReason.TabFocusReason)

    def clear(self) -> None:
        """Show nothing."""
        self._shown = None
        for part in self._parts:
            part.hide()

    def show_message(self, message: MessageRow) -> None:
        """Show a message and what may be said about it; what is being written as its reply stays."""
        words = self._kit.words
        if self._shown is None or self._shown.id != message.id:
            self.reply.clear()
        self._shown = message
        self._person.setText(words.shown(message.customer))
        subject = named.read_subject(message.channel, message.subject)
        self._says.show_letter(subject, message.body)
        self._postal.setText(message.address)
        reasons = words.listing([words.tell(reason) for reason in message.why])
        self._why.setText(words.say("Why: {reasons}", reasons=reasons) if reasons else "")
        self._problem.setText("\n".join(words.tell(problem) for problem in message.problem))
        self._tries.setText("")
        self._show_state(message)
        self._show_answers(message)
        for part, there in (
            (self._person, True),
            (self._state, True),
            (self._postal, message.channel is Channel.LETTER and bool(message.address)),
            (self._says, bool(message.body or subject)),
            (self._why, bool(reasons)),
            (self._problem, bool(message.problem)),
            (self._tries, False),
            (self.reply, message.state in _WENT_OUT),
        ):
            part.setVisible(there)

    def show_tries(self, tries: Sequence[Try]) -> None:
        """Tell when it was tried."""
        words = self._kit.words
        lines = [
            words.say("Try {number}: {moment}", number=one.ordinal, moment=one.began_at) for one in tries
        ]
        self._tries.setText("\n".join(lines))
        self._tries.setVisible(bool(lines))

    def show_heard(self, heard: Heard) -> None:
        """Say what was made of a reply."""
        self.reply.show_heard(heard)

    @property
    def _parts(self) -> tuple[QWidget, ...]:
        head = (self._person, self._state, self._postal, self._says)
        return (*head, self._why, self._problem, self._tries, self._answers, self.reply)

    def _lay_out(self) -> None:
        look = self._kit.look
        inside = QWidget()
        inside.setLayout(
            column(
                row(self._person, None),
                self._state,
                self._postal,
                self._says,
                self._why,
                self._problem,
                self._tries,
                self._answers,
                self.reply,
                None,
                gap=look.size(10),
            )
        )
        # A long message scrolls; the window stays as it is.
        self.body.addWidget(Scroller(inside), 1)

    def _show_state(self, message: MessageRow) -> None:
        look = self._kit.look
        self._state_box.clear()
        for one in details(self._kit.words, message):
            pair = QWidget()
            label = Label(look, one.text, Type.LABEL, one.tint)
            pair.setLayout(row(Icon(look, one.icon, one.tint, 16), label, gap=look.size(4)))
            self._state_box.addWidget(pair)

    def _show_answers(self, message: MessageRow) -> None:
        """Offer what may be said; what is offered already stays, with the keyboard on it."""
        words = self._kit.words
        decisions = named.decisions_for(message.channel, message.state, by_hand=message.by_hand)
        offered = (message.channel, message.state, *decisions)
        self._answers.setVisible(bool(decisions) or message.state is State.QUEUED)
        if offered == self._offered:
            return
        self._offered = offered
        self._answer_box.clear()
        for place, decision in enumerate(decisions, start=1):
            name = named.decision_name(words, decision, message.channel)
            button = Button(self._kit.look, name, key=f"Alt+{place}", height=32)
            button.setProperty("decision", decision.value)
            button.clicked.connect(self._on_answer)
            self._answer_box.addWidget(button)
        if message.state is State.QUEUED:
            back = Button(self._kit.look, words.say("Take it back"), icon="undo-2", key="Ctrl+Del", height=32)
            back.clicked.connect(self._on_taken_back)
            self._answer_box.addWidget(back)

    def _on_answer(self) -> None:
        button = self.sender()
        if isinstance(button, Button) and self._shown is not None:
            self.decided.emit(self._shown.id, Decision(button.property("decision")))

    def _on_taken_back(self) -> None:
        if self._shown is not None:
            self.taken_back.emit(self._shown.id)

    def _on_reply(self, text: str) -> None:
        if self._shown is not None:
            self.answered.emit(self._shown, text)

    def _on_person(self) -> None:
        if self._shown is not None:
            self.person_wanted.emit(self._shown.customer_id)
