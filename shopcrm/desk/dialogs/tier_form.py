"""The form of a tier: how it is reached, and what it gives."""

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.programme_form import ThingForm, basis_points, whole
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.choices import Choice, ChoiceKind, Option
from shopcrm.rules.errors import ShopError
from shopcrm.rules.tiers import Measure
from shopcrm.services import tier_rules
from shopcrm.services.tier_rules import TierDraft, TierRefused, TierRow

_MOST_PERCENT, _MOST = 10_000, 1_000_000_000


class TierForm(ThingForm):
    """Takes in a tier; the threshold is in what the shop measures."""

    REFUSED_AT: ClassVar[Mapping[type[ShopError], str]] = {TierRefused: "threshold"}

    def __init__(self, kit: Kit, tier: TierRow | None, parent: QWidget) -> None:
        say = kit.words.say
        title = say("New tier") if tier is None else say("Edit {name}", name=tier.name)
        line = "" if tier is None else say("Nobody loses a tier because it is changed.")
        super().__init__(kit, title, parent, icon="award", line=line)
        self._tier_id = None if tier is None else tier.id
        self._measure = Measure(kit.settings.tier_measure)
        draft = tier or TierDraft("", 0)
        self._make(draft)
        self.name.setText(draft.name)
        self._furnish()

    def _make(self, draft: TierDraft) -> None:
        kit, say = self.kit, self.kit.words.say
        self.sum = self.money(draft.threshold or None)
        self.count = self.number(draft.threshold or None)
        self.one_sale = self.money(draft.one_sale)
        self.discount = self.percentage(draft.discount or None)
        self.points_percent = self.number(draft.points_percent, unit="%")
        marks = [
            Option("gold", say("gold"), "crown"),
            Option("silver", say("silver"), "star"),
            Option("bronze", say("bronze"), "award"),
            Option("plain", say("plain"), "badge-check"),
        ]
        self.mark = Choice(kit.look, marks, kind=ChoiceKind.BUTTONS, name=say("Mark"))
        self.mark.choose(draft.mark)
        self.field("mark", say("Mark"), self.mark)
        if self._measure is Measure.SPEND:
            check = self.amount_of(self.sum, least=1, may_miss=False)
            self.field("threshold", say("Reached with"), self.sum, check=check)
        else:
            check = self.between(self.count, 1, _MOST)
            self.field("threshold", self._label(), self.count, check=check)
        once = self.amount_of(self.one_sale, least=1)
        self.field("one_sale", say("Or with one sale of"), self.one_sale, say("empty: no"), once)
        part = self.part_of(self.discount)
        self.field("discount", say("Discount"), self.discount, say("empty: none"), part)
        times = self.between(self.points_percent, 0, _MOST_PERCENT)
        self.field("points_percent", say("Points"), self.points_percent, say("100 % as usual"), times)

    def _label(self) -> str:
        say = self.kit.words.say
        if self._measure is Measure.POINTS:
            return say("Reached with points earned")
        return say("Reached with visits")

    def _furnish(self) -> None:
        gap, of = self.kit.look.size(12), self.fields
        self.body.addWidget(of["name"])
        self.body.addWidget(of["mark"])
        self.body.addLayout(row((of["threshold"], 1), (of["one_sale"], 1), gap=gap))
        self.body.addLayout(row((of["discount"], 1), (of["points_percent"], 1), gap=gap))

    def save(self) -> None:
        """Save the tier."""
        is_money = self._measure is Measure.SPEND
        draft = TierDraft(
            name=self.name.text(),
            threshold=(self.sum.value() if is_money else whole(self.count)) or 0,
            mark=self.mark.value(),
            one_sale=self.one_sale.value(),
            discount=(basis_points(self.discount) or 0) if self.discount.text().strip() else 0,
            points_percent=whole(self.points_percent) or 0,
        )
        self.save_by(tier_rules.save, self._tier_id, draft)
