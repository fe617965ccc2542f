"""What is decided of the rule, tier, promotion or reward that is chosen, and what can be done about it."""

from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from shopcrm.desk.facts import Facts
from shopcrm.desk.kit import Kit
from shopcrm.desk.programme_part import Part
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.brush import Sign
from shopcrm.desk.widgets.buttons import Button
from shopcrm.desk.widgets.cards import Card, Rule
from shopcrm.desk.widgets.labels import Disc, Label
from shopcrm.services.point_replay import Replay
from shopcrm.services.point_rules import RuleRow


class ProgrammeSheet(Card):
    """Shows one thing; the signals carry its row."""

    edit_asked = Signal(object)
    end_asked = Signal(object)
    replay_asked = Signal(object)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.look, padding=12, spacing=12)
        self._kit = kit
        self._part: Part | None = None
        self.row: Any | None = None
        look, say = kit.look, kit.words.say
        self._disc = Disc(look, Sign("award", size=28))
        self.name = Label(look, "", Type.NAME, wrap=True)
        self._state = Label(look, "", Type.CAPTION, "muted", wrap=True)
        self._facts = Facts(look)
        self._lines = QWidget()
        self.edit = Button(look, say("Edit"), icon="pencil", key="F4", height=32)
        self.end = Button(look, say("End"), icon="circle-stop", key="Del", bind_key=False, height=32)
        self.replay = Button(look, say("Look back over a year"), icon="history", key="F9", height=32)
        self._told = Label(look, "", Type.SMALL, "muted", wrap=True)
        self._furnish()
        self.edit.clicked.connect(self._on_edit)
        self.end.clicked.connect(self._on_end)
        self.replay.clicked.connect(self._on_replay)
        self.hide()

    def show_row(self, part: Part, row: Any | None) -> None:
        """Show a thing of a part, or nothing."""
        is_other = self._part is not part or getattr(self.row, "id", None) != getattr(row, "id", None)
        self._part, self.row = part, row
        self.setVisible(row is not None)
        if row is None:
            return
        say = self._kit.words.say
        self._disc.show_sign(part.sign(row))
        self.name.setText(part.name_of(row))
        over = part.is_over(row)
        self._state.setText(part.standing(row))
        self._facts.show_facts(part.facts(row))
        self._say(part.sentences(row))
        self.end.setText(say("Take it up again") if over else say("End"))
        self.end.set_icon("rotate-ccw" if over else "circle-stop")
        self.replay.setVisible(isinstance(row, RuleRow))
        if is_other:
            self._told.hide()

    @property
    def told(self) -> str:
        """Tell what was said of the last year."""
        return self._told.text()

    def show_replay(self, found: Replay) -> None:
        """Say what the last year would have earned under the rule."""
        words = self._kit.words
        told = words.say("In the last year nothing was sold to anybody who is known.")
        if found.sales:
            told = words.say(
                "Since {day}, {sales} sales to {customers} people for {goods} would have given {points} "
                "points.",
                day=found.since,
                sales=found.sales,
                customers=found.customers,
                goods=words.money(found.goods),
                points=found.points,
            )
        if found.worth:
            told += " " + words.say("They pay {worth} when they are used.", worth=words.money(found.worth))
        self._told.setText(told)
        self._told.show()
        self.replay.turn_on()

    def say_it_counts(self) -> None:
        """Say that the sales of the year are being looked through."""
        self.replay.turn_off(self._kit.words.say("The sales of the year are being looked through."))

    def has_focus_within(self) -> bool:
        """Tell whether the keyboard is here."""
        at = QApplication.focusWidget()
        return at is not None and self.isAncestorOf(at)

    def begin(self) -> None:
        """Put the keyboard on the first button."""
        self.edit.setFocus()

    def minimumSizeHint(self) -> QSize:
        """Need what all lines take in the width there is; Qt would guess them narrower, and higher."""
        hint, layout = super().minimumSizeHint(), self.layout()
        if layout is None or self.width() < hint.width():
            return hint
        return QSize(hint.width(), min(hint.height(), layout.totalHeightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell how high it is in another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _furnish(self) -> None:
        gap = self._kit.look.size(8)
        names = column(self.name, self._state, gap=0)
        self.body.addLayout(row(self._disc, (names, 1), gap=self._kit.look.size(10)))
        self.body.addWidget(self._facts)
        self.body.addWidget(self._lines)
        self.body.addWidget(Rule(self._kit.look))
        self.body.addLayout(row(self.edit, self.end, None, gap=gap))
        self.body.addLayout(row(self.replay, None, gap=gap))
        self.body.addWidget(self._told)

    def _say(self, sentences: list[str]) -> None:
        look = self._kit.look
        lines = QWidget()
        labels = (Label(look, one, Type.SMALL, wrap=True) for one in sentences)
        lines.setLayout(column(*labels, gap=look.size(4)))
        self.body.replaceWidget(self._lines, lines)
        self._lines.deleteLater()
        self._lines = lines
        lines.setVisible(bool(sentences))

    def _on_edit(self) -> None:
        self.edit_asked.emit(self.row)

    def _on_end(self) -> None:
        self.end_asked.emit(self.row)

    def _on_replay(self) -> None:
        self.replay_asked.emit(self.row)
