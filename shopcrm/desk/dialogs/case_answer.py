"""Writes down the customer's answer: with it a case is settled, and later asked about again."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.case_frame import CaseFrame
from shopcrm.desk.kit import Kit
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column
from shopcrm.desk.widgets.choices import Choice, ChoiceKind, Option
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.labels import Label
from shopcrm.rules import complaints as rules
from shopcrm.rules.complaints import Kind, Outcome, State
from shopcrm.services import complaint_ends
from shopcrm.services.complaint_list import CaseView

_ICONS = {
    Outcome.HAPPY: "smile",
    Outcome.ACCEPTED: "meh",
    Outcome.UNREACHED: "phone-off",
    Outcome.NOT_HAPPY: "frown",
    Outcome.TAKEN_UP: "lightbulb",
    Outcome.ANSWERED: "message-circle",
    Outcome.NONE: "circle-check",
}


class CaseAnswer(CaseFrame):
    """`settled` carries the words that say so, and whether it can be taken back.

    Of a case that is settled already it writes down how it is some days later.
    """

    settled = Signal(str, bool)

    def __init__(self, kit: Kit, parent: QWidget, case: CaseView) -> None:
        look, words, say = kit.look, kit.words, kit.words.say
        self._again = case.state is State.SETTLED
        super().__init__(
            look,
            words,
            say("How is it now, No. {number}", number=str(case.number))
            if self._again
            else say("The customer's answer, No. {number}", number=str(case.number)),
            say("Write it down") if self._again else say("Settle it"),
            parent=parent,
            icon="circle-check",
            width=640,
        )
        self._kit, self._case = kit, case
        given = [one for one in Outcome if one in rules.answers(case.told.kind)]
        if self._again:
            given.append(Outcome.NOT_HAPPY)
        options = [
            Option(one, words.tell(rules.outcome_words(one)), _ICONS[one], f"Alt+{place}")
            for place, one in enumerate(given, start=1)
        ]
        self.outcome = Choice(look, options, kind=ChoiceKind.TILES, name=say("Their answer"))
        self.words = LineEdit(look, placeholder=say("in their words"))
        self._field = Field(look, say("What they said"), self.words)
        self._lacks = Label(look, "", Type.CAPTION, "danger", wrap=True)
        self._lacks.hide()
        line = say("Not happy opens the case again.") if self._again else ""
        if not self._again and case.told.kind is Kind.COMPLAINT:
            line = say("They are asked again some days later, by itself.")
        self.body.addLayout(column(self.outcome, self._lacks, gap=look.size(4)))
        self.body.addWidget(self._field)
        if line:
            self.body.addWidget(Label(look, line, Type.CAPTION, "muted", wrap=True))
        self.outcome.picked.connect(self._on_picked)
        self.outcome.hand_letters_to(lambda: self.words)
        self.agreed.connect(self._on_agreed)
        self.outcome.buttons()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def error(self) -> str:
        """Tell what is wrong."""
        return self._lacks.text() or self._field.error

    def _on_picked(self, _outcome: Outcome) -> None:
        self._lacks.hide()
        self._lacks.setText("")

    def _on_agreed(self) -> None:
        outcome, words = self.outcome.value(), self._kit.words
        if outcome is None:
            self._lacks.setText(words.say("Choose their answer first."))
            self._lacks.show()
            self.outcome.buttons()[0].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.main.setEnabled(False)
        lane, case, said = self._kit.lanes.quick, self._case, self.words.text()
        if self._again:
            lane.try_do(
                self, self._on_followed, self._on_refused, complaint_ends.follow_up, case.id, outcome, said
            )
            return
        lane.try_do(
            self,
            self._on_settled,
            self._on_refused,
            complaint_ends.settle,
            case.id,
            outcome,
            said,
            case.state,
        )

    def _on_settled(self, _again_on: object) -> None:
        number = str(self._case.number)
        self.settled.emit(self._kit.words.say("No. {number} is settled.", number=number), True)
        self.accept()

    def _on_followed(self, state: State) -> None:
        say, number = self._kit.words.say, str(self._case.number)
        if state is State.REOPENED:
            said = say("No. {number} is open again.", number=number)
        else:
            said = say("It is written down on No. {number}.", number=number)
        self.settled.emit(said, False)
        self.accept()
