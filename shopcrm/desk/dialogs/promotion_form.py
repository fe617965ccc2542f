"""The form of a promotion: how much off what, for whom, and when."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from shopcrm.desk.goods_choice import Chosen, GoodsChoice
from shopcrm.desk.kit import Kit
from shopcrm.desk.programme_form import ThingForm, basis_points
from shopcrm.desk.programme_week import in_order, week
from shopcrm.desk.widgets.boxes import column, row
from shopcrm.desk.widgets.choices import Choice, ChoiceKind, Combo, Option
from shopcrm.desk.widgets.fields import LineEdit
from shopcrm.rules.errors import ShopError
from shopcrm.rules.promotions import ALL_DAY, AMOUNT, EVERY_DAY, PERCENT
from shopcrm.rules.text import ascii_digits
from shopcrm.services import promotions
from shopcrm.services.promotions import (
    PromotionDaysRefused,
    PromotionDraft,
    PromotionHoursRefused,
    PromotionRow,
    PromotionValueRefused,
)
from shopcrm.services.tier_rules import TierRow

_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?", re.ASCII)
_HOUR = 60


class PromotionForm(ThingForm):
    """Takes in a promotion."""

    REFUSED_AT: ClassVar[Mapping[type[ShopError], str]] = {
        PromotionValueRefused: "percent",
        PromotionDaysRefused: "ends_on",
        PromotionHoursRefused: "from_minute",
    }

    def __init__(
        self, kit: Kit, promotion: PromotionRow | None, tiers: Sequence[TierRow], parent: QWidget
    ) -> None:
        say = kit.words.say
        title = say("New promotion") if promotion is None else say("Edit {name}", name=promotion.name)
        line = say("Of several that hold for the same goods the best one counts.")
        super().__init__(kit, title, parent, icon="badge-percent", line=line, width=760)
        self._promotion_id = None if promotion is None else promotion.id
        today = kit.settings.days.of(kit.program.shop.clock())
        draft = promotion or PromotionDraft("", PERCENT, 0, today)
        self._make_benefit(draft)
        self._make_goods(promotion, tiers)
        self._make_times(draft)
        self.name.setText(draft.name)
        self._furnish()
        self._on_kind(draft.kind)

    def _make_benefit(self, draft: PromotionDraft) -> None:
        say = self.kit.words.say
        kinds = [Option(PERCENT, say("percent"), "percent"), Option(AMOUNT, say("an amount"), "banknote")]
        self.kind = Choice(self.kit.look, kinds, kind=ChoiceKind.BUTTONS, name=say("Off"))
        self.kind.choose(draft.kind)
        self.kind.picked.connect(self._on_kind)
        is_percent = draft.kind == PERCENT
        self.percent = self.percentage(draft.value or None if is_percent else None)
        self.amount = self.money(None if is_percent else draft.value)
        self.field("kind", say("Off"), self.kind)
        check = self.part_of(self.percent, may_miss=False, least=1)
        self.field("percent", say("How many percent"), self.percent, check=check)
        check = self.amount_of(self.amount, least=1, may_miss=False)
        self.field("amount", say("How much"), self.amount, say("for one unit"), check)

    def _make_goods(self, promotion: PromotionRow | None, tiers: Sequence[TierRow]) -> None:
        kit, words = self.kit, self.kit.words
        self.goods = GoodsChoice(kit, words.say("All goods, or choose goods or a category"), shelves=True)
        everybody = Option(None, words.say("everybody"))
        ranks = [Option(one.id, words.alone(one.name)) for one in tiers]
        self.tier = Combo(kit.look, [everybody, *ranks], name=words.say("For"))
        self.tier.choose(None if promotion is None else promotion.tier_id)
        if promotion is not None and (promotion.product or promotion.category):
            name = promotion.product or promotion.category
            self.goods.hold([Chosen(name, promotion.product_id, promotion.category_id)])
        self.field("goods", words.say("On"), self.goods, check=self._wrong_goods)
        self.field("tier", words.say("For"), self.tier)

    def _make_times(self, draft: PromotionDraft) -> None:
        kit, say = self.kit, self.kit.words.say
        self.starts_on, self.ends_on = self.day(draft.starts_on), self.day(draft.ends_on)
        names = week(kit.words)
        days = [Option(number, names[number]) for number in in_order(kit.words)]
        self.weekdays = Choice(kit.look, days, several=True, name=say("Weekdays"))
        self.weekdays.choose(*(number for number in range(7) if draft.weekdays >> number & 1))
        self.from_minute = self._time(draft.from_minute, ALL_DAY[0])
        self.until_minute = self._time(draft.until_minute, ALL_DAY[1])
        self.field("starts_on", say("From"), self.starts_on, check=self._wrong_start)
        ends = self.day_or_none(self.ends_on, self.starts_on)
        self.field("ends_on", say("Until and with"), self.ends_on, say("empty: for ever"), ends)
        self.field("weekdays", say("Weekdays"), self.weekdays, say("none: every day"))
        begin, end = self._wrong_time(self.from_minute), self._wrong_time(self.until_minute)
        self.field("from_minute", say("From hour"), self.from_minute, say("such as 16:00"), begin)
        self.field("until_minute", say("Until hour"), self.until_minute, say("empty: all day"), end)

    def _furnish(self) -> None:
        gap, of = self.kit.look.size(12), self.fields
        self.body.addWidget(of["name"])
        self.body.addLayout(row((of["kind"], 2), (of["percent"], 1), (of["amount"], 1), gap=gap))
        # What is chosen stands under the line of goods; the tiers stay beside the line.
        self.body.addLayout(row((of["goods"], 2), (column(of["tier"], None), 1), gap=gap))
        times = (of["starts_on"], 1), (of["ends_on"], 1), (of["from_minute"], 1), (of["until_minute"], 1)
        self.body.addLayout(row(*times, gap=gap))
        self.body.addWidget(of["weekdays"])

    def save(self) -> None:
        """Save the promotion."""
        held = self.goods.held()
        thing = held[0] if held else Chosen("")
        is_percent = self.kind.value() == PERCENT
        chosen = sum(1 << number for number in self.weekdays.values())
        draft = PromotionDraft(
            name=self.name.text(),
            kind=self.kind.value(),
            value=(basis_points(self.percent) if is_percent else self.amount.value()) or 0,
            starts_on=self.starts_on.day() or self.kit.settings.days.of(self.kit.program.shop.clock()),
            ends_on=self.ends_on.day(),
            weekdays=chosen or EVERY_DAY,
            from_minute=_minute(self.from_minute.text(), ALL_DAY[0]) or 0,
            until_minute=_minute(self.until_minute.text(), ALL_DAY[1]) or ALL_DAY[1],
            product_id=thing.product_id,
            category_id=thing.category_id,
            tier_id=self.tier.value(),
        )
        self.save_by(promotions.save, self._promotion_id, draft)

    def _time(self, minute: int, usual: int) -> LineEdit:
        line = LineEdit(self.kit.look, ltr=True)
        if minute != usual:
            line.setText(self.kit.words.digits(f"{minute // _HOUR:02d}:{minute % _HOUR:02d}"))
        return line

    def _on_kind(self, kind: str) -> None:
        self.fields["percent"].setVisible(kind == PERCENT)
        self.fields["amount"].setVisible(kind == AMOUNT)

    def _wrong_goods(self) -> str:
        if not self.goods.has_rest():
            return ""
        return self.kit.words.say("Choose from the list, or leave the line empty.")

    def _wrong_start(self) -> str:
        if self.starts_on.day() is not None:
            return ""
        return self.kit.words.say("This is not a day. Write year, month and day.")

    def _wrong_time(self, line: LineEdit) -> Callable[[], str]:
        def check() -> str:
            if _minute(line.text(), 0) is not None:
                return ""
            return self.kit.words.say("This is no time of the day. Write it like 16:00.")

        return check


def _minute(text: str, usual: int) -> int | None:
    """Read a time of the day as its minute; an empty line is the usual one, None is no time."""
    tidy = ascii_digits(text).strip()
    if not tidy:
        return usual
    found = _TIME.fullmatch(tidy)
    if found is None or int(found[2] or 0) >= _HOUR:
        return None
    minute = int(found[1]) * _HOUR + int(found[2] or 0)
    return minute if minute <= ALL_DAY[1] else None
