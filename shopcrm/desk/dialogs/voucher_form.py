"""The form in which vouchers are made: one for somebody, or up to a thousand under a campaign."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from shopcrm.desk.goods_choice import GoodsChoice
from shopcrm.desk.kit import Kit
from shopcrm.desk.person_field import PersonField
from shopcrm.desk.product_columns import currency
from shopcrm.desk.voucher_benefit import BenefitFields
from shopcrm.desk.widgets.boxes import level, row
from shopcrm.desk.widgets.brush import Align
from shopcrm.desk.widgets.choices import CheckBox, Choice, Combo, Option
from shopcrm.desk.widgets.day_field import DayField
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field, LineEdit
from shopcrm.desk.widgets.money_field import MoneyField
from shopcrm.rules import cells
from shopcrm.rules.errors import ShopError
from shopcrm.rules.money import THOUSANDTHS
from shopcrm.rules.voucher_words import COMBINATIONS, REASONS
from shopcrm.rules.vouchers import MOST_USES, Combines, Kind, Limit, Reason
from shopcrm.services import voucher_issue
from shopcrm.services.voucher_issue import MOST_AT_ONCE, DayOver, DaysRefused, VoucherDraft

_BY_HAND = tuple(one for one in Reason if one not in {Reason.POINTS, Reason.RETURN})
"""The reasons that a person gives; points and returns make their vouchers themselves."""


class VoucherForm(DialogFrame):
    """Takes in what the vouchers are good for; `made` carries their numbers."""

    made = Signal(object)

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        words, look, say = kit.words, kit.look, kit.words.say
        super().__init__(
            look,
            words,
            say("New vouchers"),
            say("Make them"),
            parent=parent,
            icon="ticket-percent",
            line=say("Each gets a code of its own, which is good once unless you say otherwise."),
            width=760,
        )
        today = kit.settings.days.of(kit.program.shop.clock())
        self._kit = kit
        self.benefit = BenefitFields(kit)
        self.count, self.uses = self._number("1"), self._number("1")
        self.campaign, self.why = LineEdit(look), LineEdit(look)
        self.person = PersonField(kit, say("Only for"), hint=say("empty: whoever brings it"))
        self.begins, self.until = DayField(look, words, today), DayField(look, words, today)
        self.minimum = MoneyField(look, words, unit=currency(words))
        self.only_for = GoodsChoice(
            kit, say("All goods, or choose goods and categories"), several=True, shelves=True
        )
        combinations = [Option(one, words.tell(COMBINATIONS[one])) for one in Combines]
        self.combines = Choice(look, combinations, name=say("What else may be used"))
        self.reason = Combo(look, [Option(one, words.tell(REASONS[one])) for one in _BY_HAND])
        self.blank = CheckBox(look, say("Blank: good only once its code was scanned to activate it"))
        self._fields = self._make_fields()
        self._furnish()
        self.combines.choose(Combines.ALL)
        self.reason.choose(Reason.GIFT)
        self.benefit.changed.connect(self._on_kind)
        self.agreed.connect(self._on_agreed)
        self.benefit.percent.setFocus(Qt.FocusReason.OtherFocusReason)

    def field(self, name: str) -> Field:
        """Give a field by the name that the draft has for it."""
        return self._fields[name]

    def _number(self, text: str) -> LineEdit:
        line = LineEdit(self._kit.look, ltr=True, align=Align.TRAIL)
        line.setText(self._kit.words.digits(text))
        return line

    def _make_fields(self) -> dict[str, Field]:
        look, say = self._kit.look, self._kit.words.say
        return {
            "count": Field(look, say("How many vouchers"), self.count, check=self._wrong_count),
            "campaign": Field(
                look, say("Campaign"), self.campaign, hint=say("a name for vouchers made together")
            ),
            "customer_id": self.person,
            "from_on": Field(
                look,
                say("From"),
                self.begins,
                hint=say("empty: now"),
                check=lambda: self._wrong_day(self.begins),
            ),
            "until_on": Field(
                look,
                say("Until and with"),
                self.until,
                hint=say("empty: for ever"),
                check=lambda: self._wrong_day(self.until),
            ),
            "minimum": Field(
                look,
                say("Goods for at least"),
                self.minimum,
                hint=say("if need be"),
                check=self._wrong_minimum,
            ),
            "uses": Field(look, say("How often"), self.uses, check=self._wrong_uses),
            "limits": Field(look, say("Good for"), self.only_for, check=self._wrong_limits),
            "reason": Field(look, say("Why it is given"), self.reason),
            "reason_words": Field(look, say("In words"), self.why, hint=say("such as: late by two days")),
        }

    def _furnish(self) -> None:
        gap, of = self._kit.look.size(12), self._fields
        self.body.addWidget(self.benefit)
        self.body.addLayout(
            level(row((of["count"], 1), (of["campaign"], 2), (of["customer_id"], 2), gap=gap))
        )
        when = row((of["from_on"], 3), (of["until_on"], 3), (of["minimum"], 3), (of["uses"], 2), gap=gap)
        self.body.addLayout(level(when))
        self.body.addWidget(of["limits"])
        self.body.addWidget(self.combines)
        self.body.addLayout(level(row((of["reason"], 2), (of["reason_words"], 3), gap=gap)))
        self.body.addWidget(self.blank)
        self.body.addStretch(1)

    def _on_kind(self, kind: Kind) -> None:
        """Hide what a kind has not: credit is spent in parts, and pays for anything beside anything."""
        is_credit, is_goods = kind is Kind.CREDIT, kind is Kind.GOODS
        self._fields["uses"].setVisible(not is_credit)
        self._fields["minimum"].setVisible(not is_credit)
        self._fields["limits"].setVisible(not is_credit and not is_goods)
        self.combines.setVisible(not is_credit)

    def _on_agreed(self) -> None:
        benefit = self.benefit.benefit()
        wrong = [field for field in self._fields.values() if field.isVisibleTo(self) and not field.is_right()]
        if benefit is None:
            return
        if wrong:
            wrong[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        is_credit = benefit.kind is Kind.CREDIT
        draft = VoucherDraft(
            kind=benefit.kind,
            value=benefit.value,
            most=benefit.most,
            product_id=benefit.product_id,
            words=benefit.words,
            from_on=self.begins.day(),
            until_on=self.until.day(),
            minimum=0 if is_credit else self.minimum.value() or 0,
            uses=1 if is_credit else self._read(self.uses) or 1,
            customer_id=self.person.person() or None,
            combines=Combines.ALL if is_credit else self.combines.value(),
            reason=self.reason.value(),
            reason_words=self.why.text(),
            campaign=self.campaign.text(),
            blank=self.blank.isChecked(),
            limits=self._limits(benefit.kind),
        )
        self.main.setEnabled(False)
        count = self._read(self.count) or 1
        lane = self._kit.lanes.quick
        lane.try_do(self, self._on_made, self._on_refused, voucher_issue.issue, draft, count)

    def _limits(self, kind: Kind) -> tuple[Limit, ...]:
        if kind in {Kind.CREDIT, Kind.GOODS}:
            return ()
        return tuple(Limit(one.product_id, one.category_id) for one in self.only_for.held())

    def _on_made(self, ids: list[int]) -> None:
        self.made.emit(ids)
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        field = self._fields["until_on" if isinstance(error, DayOver | DaysRefused) else "reason_words"]
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        field.show_error(self._kit.words.tell(said))

    @staticmethod
    def _read(line: LineEdit) -> int | None:
        """Read a whole number, or give None."""
        try:
            whole, rest = divmod(cells.quantity(line.text()), THOUSANDTHS)
        except ShopError:
            return None
        return None if rest else whole

    def _wrong_count(self) -> str:
        number = self._read(self.count)
        if number is not None and 1 <= number <= MOST_AT_ONCE:
            return ""
        return self._kit.words.say("Write a number from 1 to {most}.", most=MOST_AT_ONCE)

    def _wrong_uses(self) -> str:
        number = self._read(self.uses)
        if number is not None and 1 <= number <= MOST_USES:
            return ""
        return self._kit.words.say("Write a number from 1 to {most}.", most=MOST_USES)

    def _wrong_minimum(self) -> str:
        if self.minimum.is_understood():
            return ""
        return self._kit.words.say("This is not an amount. Write digits only.")

    def _wrong_day(self, field: DayField) -> str:
        words, begins, until = self._kit.words, self.begins.day(), self.until.day()
        if not field.is_understood():
            return words.say("This is not a day. Write year, month and day.")
        if field is not self.until or until is None:
            return ""
        if until < self._kit.settings.days.of(self._kit.program.shop.clock()):
            return words.say("Choose today or a later day.")
        is_before = begins is not None and until < begins
        return words.say("The last day lies before the first.") if is_before else ""

    def _wrong_limits(self) -> str:
        if self.only_for.has_rest():
            return self._kit.words.say("Choose from the list, or leave the line empty.")
        return ""
