"""The tiers, as the programme's page lists and tells them."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from shopcrm.desk.dialogs.tier_form import TierForm
from shopcrm.desk.programme_form import ThingForm
from shopcrm.desk.programme_part import Ending, Known, Part, number_column, percent
from shopcrm.desk.tokens import Tint
from shopcrm.desk.widgets.brush import Sign
from shopcrm.desk.widgets.columns import Column
from shopcrm.rules.tiers import Measure, measured
from shopcrm.services import tier_rules
from shopcrm.services.shop import Session
from shopcrm.services.tier_rules import TierRow

_MARKS: dict[str, tuple[str, Tint, Tint]] = {
    "gold": ("crown", "gold", "gold_ink"),
    "silver": ("star", "silver", "silver_ink"),
    "bronze": ("award", "bronze", "bronze_ink"),
    "plain": ("badge-check", "accent_soft", "accent_ink"),
}


class TiersPart(Part):
    """What is reached by spend, points or visits, and what each gives."""

    key, icon = "tiers", "award"

    def title(self) -> str:
        """Name the part."""
        return self.words.say("Tiers")

    def new(self) -> str:
        """Say what makes a new one."""
        return self.words.say("New tier")

    def emptiness(self) -> tuple[str, str]:
        """Say that there is none yet, and what one is good for."""
        say = self.words.say
        return say("There are no tiers yet"), say("Give something to those who come often or buy much.")

    def read(self, session: Session, *, ended: bool) -> Sequence[TierRow]:
        """Read the tiers."""
        return tier_rules.page(session, ended=ended)

    def columns(self) -> list[Column[Any]]:
        """Make the columns of the list."""
        say = self.words.say
        return [
            self.name_column(self._threshold),
            number_column(say("Discount"), self._discount),
            number_column(say("Customers"), self._people),
        ]

    def is_over(self, row: TierRow) -> bool:
        """Whether it does not hold any more."""
        return not row.on

    def facts(self, row: TierRow) -> list[tuple[str, str]]:
        """Tell what is decided of a tier, fact by fact."""
        words, say = self.words, self.words.say
        once = say("no") if row.one_sale is None else words.money(row.one_sale)
        return [
            (say("Reached with"), self._threshold(row)),
            (say("Or with one sale of"), once),
            (say("Discount"), percent(words, row.discount)),
            (say("Points"), words.percent(row.points_percent)),
            (say("Customers"), words.number(row.people)),
        ]

    def sentences(self, row: TierRow) -> list[str]:
        """Tell what became of who is on an ended one."""
        if row.on:
            return []
        return [self.words.say("Whoever is on it has the tier beneath, until it is taken up again.")]

    def standing(self, row: TierRow) -> str:
        """Say whether it holds."""
        return self.words.say("Tier") if row.on else self.words.say("ended")

    def ending(self, row: TierRow) -> Ending:
        """Tell how it is ended and taken up again."""
        del row
        return Ending(tier_rules.end, tier_rules.take_up)

    def form(self, row: TierRow | None, known: Known, parent: QWidget) -> ThingForm:
        """Make the form of a tier."""
        del known
        return TierForm(self.kit, row, parent)

    def sign(self, row: TierRow) -> Sign:
        """Draw its mark."""
        icon, ground, ink = _MARKS[row.mark]
        if not row.on:
            return Sign(icon, ground="sunken", ink="muted", size=28)
        return Sign(icon, ground=ground, ink=ink, size=28)

    def _threshold(self, row: TierRow) -> str:
        return self.words.shown(measured(Measure(self.kit.settings.tier_measure), row.threshold))

    def _discount(self, row: TierRow) -> str:
        return percent(self.words, row.discount) if row.discount else ""

    def _people(self, row: TierRow) -> str:
        return self.words.number(row.people)
