"""The form of a reward: what it costs in points, and what the voucher is good for that it becomes."""

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.programme_form import ThingForm, whole
from shopcrm.desk.voucher_benefit import Benefit, BenefitFields
from shopcrm.desk.widgets.boxes import row
from shopcrm.rules.errors import ShopError
from shopcrm.rules.vouchers import Kind
from shopcrm.services import rewards
from shopcrm.services.rewards import MOST_DAYS, RewardDaysRefused, RewardDraft, RewardPointsRefused, RewardRow

_MOST_POINTS = 1_000_000_000


class RewardForm(ThingForm):
    """Takes in a reward."""

    REFUSED_AT: ClassVar[Mapping[type[ShopError], str]] = {
        RewardPointsRefused: "points",
        RewardDaysRefused: "days",
    }

    def __init__(self, kit: Kit, reward: RewardRow | None, parent: QWidget) -> None:
        say = kit.words.say
        title = say("New reward") if reward is None else say("Edit {name}", name=reward.name)
        line = "" if reward is None else say("Vouchers that were bought before stay as they are.")
        super().__init__(kit, title, parent, icon="gift", line=line)
        self._reward_id = None if reward is None else reward.id
        draft = reward or RewardDraft("", 0, Kind.PERCENT, 0)
        self.points = self.number(draft.points or None)
        self.days = self.number(draft.days)
        self.minimum = self.money(draft.minimum or None)
        self.benefit = BenefitFields(kit)
        points, days = self.between(self.points, 1, _MOST_POINTS), self.between(self.days, 1, MOST_DAYS)
        self.field("points", say("Points"), self.points, check=points)
        self.field("days", say("Its voucher is good for"), self.days, say("days"), days)
        minimum = self.amount_of(self.minimum)
        self.field("minimum", say("Goods for at least"), self.minimum, say("if need be"), minimum)
        self.name.setText(draft.name)
        name = kit.words.tell(reward.benefit) if reward is not None and reward.product_id is not None else ""
        shown = Benefit(Kind(draft.kind), draft.value, None, draft.product_id, draft.words)
        self.benefit.changed.connect(self._on_kind)
        self.benefit.show_benefit(shown, name)
        self._furnish()

    def _furnish(self) -> None:
        gap, of = self.kit.look.size(12), self.fields
        self.body.addLayout(row((of["name"], 3), (of["points"], 1), gap=gap))
        self.body.addWidget(self.benefit)
        self.body.addLayout(row((of["minimum"], 1), (of["days"], 1), gap=gap))

    def _on_kind(self, kind: Kind) -> None:
        """Leave out what a reward has not: a bound of a percentage, and a minimum of what pays itself."""
        self.benefit.field("most").hide()
        self.fields["minimum"].setVisible(kind is not Kind.CREDIT)

    def save(self) -> None:
        """Save the reward."""
        benefit = self.benefit.benefit()
        if benefit is None:
            self.main.setEnabled(True)
            return
        is_credit = benefit.kind is Kind.CREDIT
        draft = RewardDraft(
            name=self.name.text(),
            points=whole(self.points) or 0,
            kind=benefit.kind,
            value=benefit.value,
            product_id=benefit.product_id,
            words=benefit.words,
            minimum=0 if is_credit else self.minimum.value() or 0,
            days=whole(self.days) or 1,
        )
        self.save_by(rewards.save, draft, self._reward_id)
