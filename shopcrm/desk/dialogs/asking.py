"""Asks how content somebody is, from 0 to 10: at the counter by one key, on paper, or by message."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.finished_paper import FinishedPaper
from shopcrm.desk.kit import Kit
from shopcrm.desk.slip_printing import usual_width
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.choices import Choice, ChoiceKind, Option
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.rules.errors import ShopError
from shopcrm.services import feedback
from shopcrm.services.feedback import BEST, About, Answer, Asked, Question, Way


class AskingDialog(DialogFrame):
    """One question; a digit chooses a number (10 is reached with the arrows or its own key).

    `did` carries what was done, `printed` a card that is to be shown.
    """

    did = Signal(str)
    printed = Signal(object)

    def __init__(self, kit: Kit, question: Question, parent: QWidget, *, name: str = "") -> None:
        words, look, say = kit.words, kit.look, kit.words.say
        about_case = question.about is About.CASE
        asks = (
            say("How content are you with how we put it right?") if about_case else say("How was your visit?")
        )
        super().__init__(
            look,
            words,
            say("Ask {name}", name=name) if name else say("A short question"),
            say("Write it down"),
            parent=parent,
            icon="smile",
            line=asks,
            width=720,
        )
        self._kit, self._question = kit, question
        options = [Option(score, words.number(score)) for score in range(BEST + 1)]
        self.score = Choice(look, options, kind=ChoiceKind.BUTTONS, name=say("From 0 to 10"))
        self.words = LineEdit(look, placeholder=say("in their own words, if they like"))
        self.paper = Button(look, say("On paper"), icon="printer", key="Alt+P")
        self.message = Button(look, say("By message"), icon="send", key="Alt+M")
        self._scored = Field(look, say("0 is bad, 10 is good"), self.score)
        # What is asked is in the line above; for whoever does not see it, the choice tells its range.
        self.score.setAccessibleName(say("From 0 to 10"))
        self._field = Field(look, say("In a line"), self.words)
        self.body.addWidget(self._scored)
        self.body.addWidget(self._field)
        self.add_side(self.paper)
        self.add_side(self.message)
        self.message.setVisible(question.complaint_id is not None or question.customer_id is not None)
        self.score.picked.connect(self._on_scored)
        self.agreed.connect(self._on_agreed)
        self.words.returnPressed.connect(self._on_agreed)
        self.paper.clicked.connect(partial(self._ask, Way.PAPER, None))
        self.message.clicked.connect(partial(self._ask, Way.MESSAGE, None))
        self.score.buttons()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def error(self) -> str:
        """Tell what is wrong."""
        return self._scored.error or self._field.error

    def _on_scored(self, _score: int) -> None:
        self._scored.show_error("")

    def _on_agreed(self) -> None:
        score = self.score.value()
        if score is None:
            self._scored.show_error(self._kit.words.say("Choose a number from 0 to 10."))
            self.score.buttons()[0].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._ask(Way.COUNTER, Answer(score, self.words.text()))

    def _ask(self, way: Way, answer: Answer | None) -> None:
        if not self.main.isEnabled():
            return
        self.main.setEnabled(False)
        question = Question(
            self._question.complaint_id, self._question.sale_id, self._question.customer_id, way
        )
        lane = self._kit.lanes.quick
        lane.try_do(self, self._on_asked, self._on_refused, feedback.ask, question, answer)

    def _on_asked(self, asked: Asked) -> None:
        say = self._kit.words.say
        if asked.way is Way.PAPER:
            self._kit.lanes.paper.run(self, self._on_card, partial(self._make_card, asked), self._on_refused)
            return
        if asked.way is Way.MESSAGE:
            self.did.emit(say("The question waits in the outbox."))
        elif asked.task:
            self.did.emit(say("Written down. It is a low answer: somebody calls back."))
        else:
            self.did.emit(say("Written down."))
        self.accept()

    def _make_card(self, asked: Asked) -> Path:
        """Write the card; runs beside the window and touches no widget."""
        program, width = self._kit.program, usual_width(self._kit.settings)
        path = program.paper_place(f"card-{asked.id}")
        program.papers.feedback_cards_to(path, [asked], width, self._kit.words)
        return path

    def _on_card(self, path: Path) -> None:
        self.printed.emit(FinishedPaper(path, slip=True))
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self._field.show_error(self._kit.words.tell(said))
