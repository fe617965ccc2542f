"""The form of a rule that gives points."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.multiplier_list import MultiplierList
from shopcrm.desk.programme_form import ThingForm, basis_points, whole
from shopcrm.desk.programme_week import week
from shopcrm.desk.widgets.boxes import row
from shopcrm.desk.widgets.choices import CheckBox, Choice, Option
from shopcrm.rules.errors import ShopError
from shopcrm.rules.point_expiry import Expiry
from shopcrm.rules.points import Multiplier
from shopcrm.services import point_rules
from shopcrm.services.point_rules import (
    MultiplierRefused,
    RuleDaysRefused,
    RuleDraft,
    RuleRateRefused,
    RuleRow,
)
from shopcrm.services.tier_rules import TierRow

_MOST_POINTS, _MOST_DAYS, _MOST_EXPIRY = 1_000_000, 365, 3650


class PointRuleForm(ThingForm):
    """Takes in how many points there are for how much money, for what more, and how they end."""

    REFUSED_AT: ClassVar[Mapping[type[ShopError], str]] = {
        RuleRateRefused: "points",
        RuleDaysRefused: "ends_on",
        MultiplierRefused: "multipliers",
    }

    def __init__(
        self, kit: Kit, rule: RuleRow | None, usual: RuleDraft, tiers: Sequence[TierRow], parent: QWidget
    ) -> None:
        say = kit.words.say
        draft = rule or usual
        used = rule is not None and rule.used
        line = say("It gave points already: a changed rate makes a new rule from today.") if used else ""
        title = say("New rule") if rule is None else say("Edit {name}", name=rule.name)
        super().__init__(kit, title, parent, icon="coins", line=line, width=760)
        self._rule_id = None if rule is None else rule.id
        self._make_rate(draft)
        self._make_life(draft)
        self._make_bounds(draft)
        self.multipliers = MultiplierList(kit, tiers, week(kit.words))
        self.field(
            "multipliers",
            say("More points, or fewer"),
            self.multipliers,
            hint=say("100 % is as usual, 200 % twice, 0 % none"),
            check=self._wrong_multipliers,
        )
        self.name.setText(draft.name)
        names = () if rule is None else _named(rule, week(kit.words))
        self.multipliers.hold(draft.multipliers, names)
        self._furnish()
        self._on_expiry(draft.expiry)

    def _make_rate(self, draft: RuleDraft) -> None:
        say = self.kit.words.say
        is_new = self._rule_id is None
        self.points = self.number(draft.points)
        self.per_amount = self.money(None if is_new else draft.per_amount)
        self.worth = self.money(draft.worth or None)
        self.minimum = self.money(draft.minimum or None)
        self.field("points", say("Points"), self.points, check=self.between(self.points, 1, _MOST_POINTS))
        check = self.amount_of(self.per_amount, least=1, may_miss=False)
        self.field("per_amount", say("For each"), self.per_amount, check=check)
        worth, minimum = self.amount_of(self.worth), self.amount_of(self.minimum)
        self.field("worth", say("A point pays"), self.worth, say("empty: nothing"), worth)
        self.field("minimum", say("A sale of at least"), self.minimum, say("empty: any"), minimum)

    def _make_life(self, draft: RuleDraft) -> None:
        say = self.kit.words.say
        options = [
            Option(Expiry.NEVER, say("never")),
            Option(Expiry.DAYS, say("after some days")),
            Option(Expiry.MONTH, say("with the month")),
            Option(Expiry.YEAR, say("with the year")),
            Option(Expiry.SEASON, say("with the next season")),
        ]
        self.expiry = Choice(self.kit.look, options, name=say("The points end"))
        self.expiry.choose(Expiry(draft.expiry))
        self.expiry.picked.connect(self._on_expiry)
        self.expiry_days = self.number(draft.expiry_days)
        self.notice_days = self.number(draft.notice_days)
        self.pending_days = self.number(draft.pending_days)
        self.field("expiry", say("The points end"), self.expiry)
        check = self.between(self.expiry_days, 1, _MOST_EXPIRY)
        self.field("expiry_days", say("Days"), self.expiry_days, check=check)
        self.field(
            "notice_days",
            say("Say so ahead"),
            self.notice_days,
            say("days; 0: not at all"),
            self.between(self.notice_days, 0, _MOST_DAYS),
        )
        self.field(
            "pending_days",
            say("Usable after"),
            self.pending_days,
            say("days; 0: at once"),
            self.between(self.pending_days, 0, _MOST_DAYS),
        )

    def _make_bounds(self, draft: RuleDraft) -> None:
        say = self.kit.words.say
        self.starts_on, self.ends_on = self.day(draft.starts_on), self.day(draft.ends_on)
        self.least_margin = self.percentage(draft.least_margin)
        self.on_tax = CheckBox(self.kit.look, say("Points on the tax too"))
        self.on_tax.setChecked(draft.on_tax)
        self.field("starts_on", say("From"), self.starts_on, check=self._wrong_start)
        check = self.day_or_none(self.ends_on, self.starts_on)
        self.field("ends_on", say("Until and with"), self.ends_on, say("empty: for ever"), check)
        self.field(
            "least_margin",
            say("Least margin"),
            self.least_margin,
            say("empty: any"),
            self.part_of(self.least_margin),
        )

    def _furnish(self) -> None:
        gap, of = self.kit.look.size(12), self.fields
        first = (of["name"], 3), (of["points"], 1), (of["per_amount"], 2), (of["worth"], 2)
        self.body.addLayout(row(*first, gap=gap))
        self.body.addWidget(of["multipliers"])
        self.body.addWidget(of["expiry"])
        for name in ("expiry_days", "notice_days"):
            policy = of[name].sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            of[name].setSizePolicy(policy)
        life = (of["pending_days"], 1), (of["expiry_days"], 1), (of["notice_days"], 1)
        self.body.addLayout(row(*life, gap=gap))
        bounds = (of["starts_on"], 1), (of["ends_on"], 1), (of["minimum"], 1), (of["least_margin"], 1)
        self.body.addLayout(row(*bounds, gap=gap))
        self.body.addWidget(self.on_tax)

    def save(self) -> None:
        """Save the rule."""
        draft = RuleDraft(
            name=self.name.text(),
            points=whole(self.points) or 0,
            per_amount=self.per_amount.value() or 0,
            starts_on=self.starts_on.day() or self.kit.settings.days.of(self.kit.program.shop.clock()),
            ends_on=self.ends_on.day(),
            minimum=self.minimum.value() or 0,
            pending_days=whole(self.pending_days) or 0,
            expiry=self.expiry.value().value,
            expiry_days=whole(self.expiry_days) or 1,
            notice_days=whole(self.notice_days) or 0,
            worth=self.worth.value() or 0,
            on_tax=self.on_tax.isChecked(),
            least_margin=basis_points(self.least_margin) if self.least_margin.text().strip() else None,
            multipliers=self.multipliers.multipliers(),
        )
        self.save_by(point_rules.save, self._rule_id, draft)

    def _on_expiry(self, expiry: str) -> None:
        """Leave out what an end has not; what is beside it keeps its place."""
        self.fields["expiry_days"].setVisible(expiry == Expiry.DAYS)
        self.fields["notice_days"].setVisible(expiry != Expiry.NEVER)

    def _wrong_start(self) -> str:
        if self.starts_on.day() is not None:
            return ""
        return self.kit.words.say("This is not a day. Write year, month and day.")

    def _wrong_multipliers(self) -> str:
        if self.multipliers.is_right():
            return ""
        say = self.kit.words.say
        return say("Choose from the list, and write a percentage from 0 to 10,000 for each.")


def _named(rule: RuleRow, weekdays: list[str]) -> list[str]:
    """Name what each multiplier is for, the weekdays too."""

    def name(one: Multiplier, thing: str) -> str:
        return thing if one.weekday is None else weekdays[one.weekday]

    return [name(one, thing) for one, thing in zip(rule.multipliers, rule.things, strict=True)]
