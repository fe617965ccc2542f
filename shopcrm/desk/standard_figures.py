"""The editors of standards by how upset somebody is: how fast they are answered, and what may be offered."""

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout

from shopcrm.desk.kit import Kit
from shopcrm.desk.product_columns import currency
from shopcrm.desk.programme_form import whole
from shopcrm.desk.standard_editor import StandardEditor
from shopcrm.desk.tokens import Type
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.cards import Card
from shopcrm.desk.widgets.choices import Choice, ChoiceKind, Option
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.fold import fold
from shopcrm.desk.widgets.labels import Label
from shopcrm.desk.widgets.money_field import MoneyField
from shopcrm.rules.complaints import SEVERITIES, RemedyKind, remedy_words, severity_words
from shopcrm.rules.standard_words import clock, minutes_of
from shopcrm.rules.standards import CaseTimes, Clocks, Content, Offer, Remedies


class ClocksEditor(StandardEditor):
    """Opening hours until the first answer and until a case is settled, for each severity."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        look, words = kit.look, kit.words
        self.answer: dict[int, LineEdit] = {}
        self.settle: dict[int, LineEdit] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.size(12))
        grid.setVerticalSpacing(look.size(8))
        grid.setColumnStretch(0, 1)
        for place, title in enumerate((words.say("First answer within"), words.say("Settled within")), 1):
            grid.addWidget(Label(look, title, Type.CAPTION, "muted"), 0, place)
        for severity in SEVERITIES:
            name = words.tell(severity_words(severity))
            grid.addWidget(Label(look, name, Type.MEDIUM), severity, 0)
            for place, lines in enumerate((self.answer, self.settle), 1):
                title = words.say("First answer within") if place == 1 else words.say("Settled within")
                line = LineEdit(look, ltr=True, align=Align.TRAIL, unit=words.say("h"))
                line.setAccessibleName(words.listing([name, title]))
                line.textEdited.connect(self.tell)
                lines[severity] = line
                grid.addWidget(line, severity, place)
        hint = words.say("In opening hours, such as {example}.", example=words.ltr(words.digits("4, 0:30")))
        self.problem = Label(look, "", Type.CAPTION, "danger", wrap=True)
        self.problem.hide()
        told = Label(look, hint, Type.CAPTION, "muted", wrap=True)
        self.setLayout(column(told, grid, self.problem, None, gap=look.size(12)))

    def fill(self, content: Content) -> None:
        """Show the times."""
        if isinstance(content, Clocks):
            for severity in SEVERITIES:
                times = content.of(severity)
                self.answer[severity].setText(self._shown(times.answer))
                self.settle[severity].setText(self._shown(times.settle))

    def content(self) -> Content | None:
        """Give the times."""
        found = [
            CaseTimes(answer, settle)
            for severity in SEVERITIES
            if (answer := minutes_of(self.answer[severity].text())) is not None
            and (settle := minutes_of(self.settle[severity].text())) is not None
        ]
        return Clocks(tuple(found)) if len(found) == len(SEVERITIES) else None

    def is_right(self) -> bool:
        """Mark each line that holds no hours."""
        lines = [*self.answer.values(), *self.settle.values()]
        wrong = [line for line in lines if minutes_of(line.text()) is None]
        for line in lines:
            line.set_wrong(wrong=line in wrong)
        words = self.kit.words
        example = words.ltr(words.digits("4, 0:30"))
        told = words.say("These are no hours. Write them such as {example}.", example=example)
        self.problem.setText(told if wrong else "")
        self.problem.setVisible(bool(wrong))
        if wrong:
            wrong[0].setFocus()
        return not wrong

    def _shown(self, minutes: int) -> str:
        return self.kit.words.digits(clock(minutes))


class RemediesEditor(StandardEditor):
    """What may be offered for each severity, and what staff may give by themselves."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        look, words = kit.look, kit.words
        self.offers = {severity: _OfferCard(kit, severity, self.tell) for severity in SEVERITIES}
        self.alone = MoneyField(look, words, unit=currency(words))
        self.points = _points(kit)
        alone = Field(look, words.say("Staff give alone up to"), self.alone, check=_amount(kit, self.alone))
        points = Field(look, words.say("and points up to"), self.points, check=_number(kit, self.points))
        gap = look.size(12)
        note = words.say("Above this a manager must agree.")
        self.setLayout(
            column(
                fold((alone, 1), (points, 1), gap=gap),
                Label(look, note, Type.CAPTION, "muted", wrap=True),
                *self.offers.values(),
                None,
                gap=gap,
            )
        )
        self.alone.value_changed.connect(self.tell)
        self.points.textEdited.connect(self.tell)

    def fill(self, content: Content) -> None:
        """Show what may be offered."""
        if isinstance(content, Remedies):
            self.alone.set_value(content.alone)
            self.points.setText(self.kit.words.digits(str(content.alone_points)))
            for card, offer in zip(self.offers.values(), content.offers, strict=True):
                card.show_offer(offer)

    def content(self) -> Content | None:
        """Give what may be offered."""
        alone, points = self.alone.value(), whole(self.points)
        if alone is None or points is None:
            return None
        return Remedies(tuple(card.offer() for card in self.offers.values()), alone, points)


class _OfferCard(Card):
    """What may be offered to somebody who is so upset."""

    def __init__(self, kit: Kit, severity: int, tell: Callable[..., None]) -> None:
        look, words = kit.look, kit.words
        name = words.tell(severity_words(severity))
        super().__init__(look, words.say("The customer is {severity}", severity=name), ground="raised")
        self._kit = kit
        kinds = [Option(kind, words.tell(remedy_words(kind))) for kind in RemedyKind]
        title = words.say("What may be offered to somebody who is {severity}", severity=name)
        self.kinds = Choice(look, kinds, kind=ChoiceKind.CHIPS, several=True, name=title)
        self.most, self.points = MoneyField(look, words, unit=currency(words)), _points(kit)
        hint = words.say("empty: no limit")
        most = Field(
            look,
            words.say("Worth at most"),
            self.most,
            hint=hint,
            check=_amount(kit, self.most, may_miss=True),
        )
        points = Field(
            look,
            words.say("Points at most"),
            self.points,
            hint=hint,
            check=_number(kit, self.points, may_miss=True),
        )
        self.body.addWidget(self.kinds)
        self.body.addLayout(row((most, 1), (points, 1), gap=look.size(12)))
        self.kinds.picked.connect(tell)
        self.most.value_changed.connect(tell)
        self.points.textEdited.connect(tell)

    def show_offer(self, offer: Offer) -> None:
        """Show an offer."""
        self.kinds.choose(*offer.kinds)
        self.most.set_value(offer.most)
        points = offer.most_points
        self.points.setText("" if points is None else self._kit.words.digits(str(points)))

    def offer(self) -> Offer:
        """Give the offer."""
        return Offer(frozenset(self.kinds.values()), self.most.value(), whole(self.points))


def _points(kit: Kit) -> LineEdit:
    return LineEdit(kit.look, ltr=True, align=Align.TRAIL)


def _amount(kit: Kit, field: MoneyField, *, may_miss: bool = False) -> Callable[[], str]:
    def check() -> str:
        if field.value() is not None or (may_miss and not field.text().strip()):
            return ""
        return kit.words.say("This is not an amount. Write digits only.")

    return check


def _number(kit: Kit, line: LineEdit, *, may_miss: bool = False) -> Callable[[], str]:
    def check() -> str:
        if (may_miss and not line.text().strip()) or (whole(line) or -1) >= 0 or whole(line) == 0:
            return ""
        return kit.words.say("Write a whole number in digits.")

    return check
