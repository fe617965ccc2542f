"""Puts a case right, by what the standards offer for how upset somebody is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.product_columns import currency
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.choices import Choice, ChoiceKind, Option
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.labels import Label
from shopcrm.desk.widgets.money_field import MoneyField
from shopcrm.rules import complaints as rules
from shopcrm.rules.complaints import RemedyKind
from shopcrm.rules.errors import ShopError
from shopcrm.rules.money import Money
from shopcrm.rules.text import ascii_digits
from shopcrm.services import remedies
from shopcrm.services.case_sheet import CaseSheet
from shopcrm.services.remedies import Remedied, RemedyDraft

_ICONS = {
    RemedyKind.APOLOGY: "hand-heart",
    RemedyKind.EXPLANATION: "message-square-quote",
    RemedyKind.EXCHANGE: "refresh-cw",
    RemedyKind.REFUND: "undo-2",
    RemedyKind.VOUCHER: "ticket-percent",
    RemedyKind.POINTS: "coins",
    RemedyKind.SERVICE: "gift",
}


class CaseRemedy(DialogFrame):
    """`did` carries what was done. What is above staff's own limit asks for a manager, as everywhere."""

    did = Signal(object)

    def __init__(self, kit: Kit, parent: QWidget, sheet: CaseSheet) -> None:
        look, words, say = kit.look, kit.words, kit.words.say
        super().__init__(
            look,
            words,
            say("Put No. {number} right", number=str(sheet.case.number)),
            say("Do it"),
            parent=parent,
            icon="hand-heart",
            line=say("Chosen from what the standards offer for how upset they are."),
            width=680,
        )
        self._kit, self._sheet = kit, sheet
        options = [
            Option(one, words.tell(rules.remedy_words(one)), _ICONS[one], f"Alt+{place}")
            for place, one in enumerate(sheet.open_kinds, start=1)
        ]
        self.kind = Choice(look, options, kind=ChoiceKind.TILES, name=say("What puts it right"))
        self.amount = MoneyField(look, words, unit=currency(words))
        self.points = LineEdit(look, ltr=True)
        self.words = LineEdit(look)
        self._amount = Field(look, say("Amount"), self.amount, check=self._wrong_amount)
        self._points = Field(look, say("Points"), self.points, check=self._wrong_points)
        self._words = Field(look, say("Words"), self.words)
        self._note = Label(look, "", Type.CAPTION, "muted", wrap=True)
        self._error = Label(look, "", Type.LABEL, "danger", wrap=True)
        for part in (self.kind, self._amount, self._points, self._words, self._note, self._error):
            self.body.addWidget(part)
        self._error.hide()
        self.kind.picked.connect(self._on_kind)
        self.kind.hand_letters_to(self._line)
        self.agreed.connect(self._on_agreed)
        self.kind.choose(sheet.open_kinds[0])
        self._on_kind(sheet.open_kinds[0])
        self.kind.buttons()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def error(self) -> str:
        """Tell what is wrong."""
        return self._error.text()

    def _on_kind(self, kind: RemedyKind) -> None:
        self._error.hide()
        self._amount.setVisible(kind is RemedyKind.VOUCHER)
        self._points.setVisible(kind is RemedyKind.POINTS)
        self._note.setText(self._limits(kind))
        self._note.setVisible(bool(self._note.text()))
        self._words.relabel(self._kit.words.say("Words"), self._hint(kind))
        self.fit_anew()

    def _line(self) -> LineEdit:
        match self.kind.value():
            case RemedyKind.VOUCHER:
                return self.amount
            case RemedyKind.POINTS:
                return self.points
        return self.words

    def _hint(self, kind: RemedyKind) -> str:
        say = self._kit.words.say
        match kind:
            case RemedyKind.APOLOGY | RemedyKind.EXPLANATION:
                return say("what was said")
            case RemedyKind.SERVICE:
                return say("which service")
        return say("if there is something to say")

    def _limits(self, kind: RemedyKind) -> str:
        """Say what is brought back, or how much may be given and from what on a manager agrees."""
        say, terms = self._kit.words.say, self._sheet.terms
        match kind:
            case RemedyKind.REFUND:
                return say("What was paid for the goods goes back as it was paid, on the usual terms.")
            case RemedyKind.EXCHANGE:
                return say("The same goods are given again, and the old ones come back.")
            case RemedyKind.VOUCHER:
                return self._most(None if terms.most is None else Money(terms.most), Money(terms.alone))
            case RemedyKind.POINTS:
                return self._most(terms.most_points, terms.alone_points)
        return ""

    def _most(self, most: int | Money | None, alone: int | Money) -> str:
        say = self._kit.words.say
        if most is None:
            return say("Above {alone} a manager agrees.", alone=alone)
        return say("At most {most}; above {alone} a manager agrees.", most=most, alone=alone)

    def _wrong_amount(self) -> str:
        if self.kind.value() is RemedyKind.VOUCHER and not self.amount.value():
            return self._kit.words.say("Write an amount above zero.")
        return ""

    def _wrong_points(self) -> str:
        if self.kind.value() is RemedyKind.POINTS and not self._count():
            return self._kit.words.say("Write how many points, in digits.")
        return ""

    def _count(self) -> int:
        text = ascii_digits(self.points.text().strip())
        return int(text) if text.isdecimal() and len(text) < 10 else 0

    def _on_agreed(self) -> None:
        wrong = next((one for one in (self._amount, self._points) if not one.is_right()), None)
        if wrong is not None:
            wrong.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.main.setEnabled(False)
        kind: RemedyKind = self.kind.value()
        draft = RemedyDraft(
            kind,
            self.words.text(),
            (self.amount.value() or 0) if kind is RemedyKind.VOUCHER else 0,
            self._count() if kind is RemedyKind.POINTS else 0,
        )
        lane, key = self._kit.lanes.quick, self._sheet.case.id
        lane.try_do(self, self._on_done, self._on_refused, remedies.put_right, key, draft)

    def _on_done(self, made: Remedied) -> None:
        self.did.emit(made)
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self._error.setText(self._kit.words.tell(said))
        self._error.show()
        self.fit_anew()
