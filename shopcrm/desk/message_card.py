"""The card of one message: what it says, why, what was tried, and what a person may say about it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk import message_words as named
from shopcrm.desk.kit import Kit
from shopcrm.desk.letter_bubble import LetterBubble
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.cards import Card, Scroller
from shopcrm.desk.widgets.flow import FlowLayout
from shopcrm.desk.widgets.labels import Icon, Label
from shopcrm.rules.delivery import Channel, Decision
from shopcrm.services.messages import MessageRow, Try


class MessageCard(Card):
    """Shows a message; `decided` carries its number and what was said about it."""

    decided = Signal(int, object)
    person_wanted = Signal(int)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.look, title=kit.words.say("Message"))
        self._kit = kit
        self._shown: MessageRow | None = None
        look = kit.look
        self._person = Button(look, "", icon="user", height=32)
        self._person.clicked.connect(self._on_person)
        self._state = QWidget()
        self._state_box = FlowLayout(self._state)
        self._says = LetterBubble(look)
        self._why = Label(look, "", Type.SMALL, "muted", wrap=True)
        self._problem = Label(look, "", Type.SMALL, "warn", wrap=True)
        self._tries = Label(look, "", Type.CAPTION, "muted", wrap=True)
        self._answers = QWidget()
        self._answer_box = FlowLayout(self._answers)
        inside = QWidget()
        inside.setLayout(
            column(
                row(self._person, None),
                self._state,
                self._says,
                self._why,
                self._problem,
                self._tries,
                self._answers,
                None,
                gap=look.size(10),
            )
        )
        # A long message scrolls; the window stays as it is.
        self.body.addWidget(Scroller(inside), 1)
        self.clear()

    def begin(self) -> None:
        """Put the keyboard on the person."""
        self._person.setFocus(Qt.FocusReason.TabFocusReason)

    def clear(self) -> None:
        """Show nothing."""
        self._shown = None
        for part in (
            self._person,
            self._state,
            self._says,
            self._why,
            self._problem,
            self._tries,
            self._answers,
        ):
            part.hide()

    def show_message(self, message: MessageRow) -> None:
        """Show a message and what may be said about it."""
        words = self._kit.words
        self._shown = message
        self._person.setText(
            message.customer or words.say("Customer {number}", number=str(message.customer_id))
        )
        self._says.show_letter(message.subject, message.body)
        reasons = words.listing([words.tell(reason) for reason in message.why])
        self._why.setText(words.say("Why: {reasons}", reasons=reasons) if reasons else "")
        self._problem.setText("\n".join(words.tell(problem) for problem in message.problem))
        self._tries.setText("")
        self._show_state(message)
        self._show_answers(named.decisions_for(message.channel, message.state))
        for part, there in (
            (self._person, True),
            (self._state, True),
            (self._says, bool(message.body or message.subject)),
            (self._why, bool(reasons)),
            (self._problem, bool(message.problem)),
            (self._tries, False),
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

    def _show_state(self, message: MessageRow) -> None:
        words, look = self._kit.words, self._kit.look
        self._state_box.clear()
        parts = [
            (named.CHANNEL_ICONS[message.channel], "muted", named.channel_name(words, message.channel)),
            (
                named.state_icon(message.state),
                named.state_tint(message.state),
                named.state_name(words, message.state),
            ),
        ]
        if message.address:
            address = message.address
            shown = words.phone(address) if message.channel is Channel.CALL else words.ltr(address)
            parts[0] = (parts[0][0], "muted", shown)
        for icon, tint, text in parts:
            pair = QWidget()
            pair.setLayout(
                row(Icon(look, icon, tint, 16), Label(look, text, Type.LABEL, tint), gap=look.size(4))
            )
            self._state_box.addWidget(pair)

    def _show_answers(self, decisions: Sequence[Decision]) -> None:
        self._answer_box.clear()
        for place, decision in enumerate(decisions, start=1):
            name = named.decision_name(self._kit.words, decision)
            button = Button(self._kit.look, name, key=f"Alt+{place}", height=32)
            button.setProperty("decision", decision.value)
            button.clicked.connect(self._on_answer)
            self._answer_box.addWidget(button)
        self._answers.setVisible(bool(decisions))

    def _on_answer(self) -> None:
        button = self.sender()
        if isinstance(button, Button) and self._shown is not None:
            self.decided.emit(self._shown.id, Decision(button.property("decision")))

    def _on_person(self) -> None:
        if self._shown is not None:
            self.person_wanted.emit(self._shown.customer_id)
