"""The rules that give points, as the programme's page lists and tells them."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from shopcrm.desk.dialogs.point_rule_form import PointRuleForm
from shopcrm.desk.programme_form import ThingForm
from shopcrm.desk.programme_part import Ending, Known, Part, number_column, percent
from shopcrm.desk.programme_week import week
from shopcrm.desk.widgets.columns import Column
from shopcrm.rules.point_expiry import Expiry
from shopcrm.rules.points import Multiplier
from shopcrm.rules.wording import Words
from shopcrm.services import point_rules
from shopcrm.services.point_rules import RuleRow
from shopcrm.services.shop import Session


class PointsPart(Part):
    """So many points for so much money."""

    key, icon = "points", "coins"

    def title(self) -> str:
        """Name the part."""
        return self.words.say("Points")

    def new(self) -> str:
        """Say what makes a new one."""
        return self.words.say("New rule")

    def emptiness(self) -> tuple[str, str]:
        """Say that there is none yet, and what one is good for."""
        say = self.words.say
        return say("No rule gives points yet"), say("Say how many points there are for how much money.")

    def read(self, session: Session, *, ended: bool) -> Sequence[RuleRow]:
        """Read the rules."""
        return point_rules.page(session, ended=ended)

    def columns(self) -> list[Column[Any]]:
        """Make the columns of the list."""
        say = self.words.say
        return [
            self.name_column(self._rate),
            number_column(say("A point pays"), self._worth),
            self.state_column(),
        ]

    def is_over(self, row: RuleRow) -> bool:
        """Whether it gives no points any more."""
        return row.over

    def facts(self, row: RuleRow) -> list[tuple[str, str]]:
        """Tell what is decided of a rule, fact by fact."""
        words, say = self.words, self.words.say
        days = say("at once") if not row.pending_days else self._days(row.pending_days)
        margin = say("no matter") if row.least_margin is None else percent(words, row.least_margin)
        return [
            (say("Points"), words.number(row.points)),
            (say("For each"), words.money(row.per_amount)),
            (say("A sale of at least"), words.money(row.minimum) if row.minimum else say("any")),
            (say("A point pays"), words.money(row.worth) if row.worth else say("nothing")),
            (say("Usable"), days),
            (say("They end"), self._end(row)),
            (say("Said ahead"), self._days(row.notice_days) if row.notice_days else say("no")),
            (say("Least margin"), margin),
            (say("On tax too"), say("yes") if row.on_tax else say("no")),
        ]

    def sentences(self, row: RuleRow) -> list[str]:
        """Tell the multipliers, and what a change would do."""
        words = self.words
        pairs = zip(row.multipliers, row.things, strict=True)
        lines = [multiplied(words, one, name) for one, name in pairs]
        if row.used and not row.over:
            lines.append(words.say("It gave points already: a changed rate makes a new rule from today."))
        return lines

    def ending(self, row: RuleRow) -> Ending:
        """Tell how it is ended and taken up again."""
        del row
        return Ending(point_rules.end, point_rules.take_up)

    def form(self, row: RuleRow | None, known: Known, parent: QWidget) -> ThingForm:
        """Make the form of a rule."""
        return PointRuleForm(self.kit, row, known.usual_rule, known.tiers, parent)

    def _rate(self, row: RuleRow) -> str:
        return self.words.say(
            "{points} for {amount}", points=row.points, amount=self.words.money(row.per_amount)
        )

    def _worth(self, row: RuleRow) -> str:
        return self.words.amount(row.worth) if row.worth else ""

    def _days(self, count: int) -> str:
        return self.words.plural("{count} day", "{count} days", count=count)

    def _end(self, row: RuleRow) -> str:
        say = self.words.say
        match Expiry(row.expiry):
            case Expiry.NEVER:
                return say("never")
            case Expiry.DAYS:
                return say("after {days}", days=self._days(row.expiry_days))
            case Expiry.MONTH:
                return say("with the month")
            case Expiry.YEAR:
                return say("with the year")
            case Expiry.SEASON:
                return say("with the next season")


def multiplied(words: Words, one: Multiplier, name: str) -> str:
    """Say how many times the points there are for something."""
    thing = words.alone(name) if one.weekday is None else week(words)[one.weekday]
    return words.say("{thing}: {percent} of the points", thing=thing, percent=words.percent(one.percent))
