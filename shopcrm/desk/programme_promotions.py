"""The promotions, as the programme's page lists and tells them."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from shopcrm.desk.dialogs.promotion_form import PromotionForm
from shopcrm.desk.programme_form import ThingForm
from shopcrm.desk.programme_part import Ending, Known, Part, number_column, percent
from shopcrm.desk.programme_week import in_order, week
from shopcrm.desk.widgets.columns import Column
from shopcrm.rules.promotions import EVERY_DAY, PERCENT
from shopcrm.services import promotions
from shopcrm.services.promotions import PromotionRow
from shopcrm.services.shop import Session

_HOUR = 60


class PromotionsPart(Part):
    """For a time, for some people, on some goods, so much off."""

    key, icon = "promotions", "badge-percent"

    def title(self) -> str:
        """Name the part."""
        return self.words.say("Promotions")

    def new(self) -> str:
        """Say what makes a new one."""
        return self.words.say("New promotion")

    def emptiness(self) -> tuple[str, str]:
        """Say that there is none yet, and what one is good for."""
        say = self.words.say
        return say("There are no promotions yet"), say(
            "Take something off goods for a time, for all or a tier."
        )

    def read(self, session: Session, *, ended: bool) -> Sequence[PromotionRow]:
        """Read the promotions."""
        return promotions.page(session, ended=ended)

    def columns(self) -> list[Column[Any]]:
        """Make the columns of the list."""
        off = number_column(self.words.say("Off"), self._off)
        return [self.name_column(self._goods), off, self.state_column()]

    def is_over(self, row: PromotionRow) -> bool:
        """Whether it does not hold any more."""
        today = self.kit.settings.days.of(self.kit.program.shop.clock())
        return not row.on and row.starts_on <= today

    def facts(self, row: PromotionRow) -> list[tuple[str, str]]:
        """Tell what is decided of a promotion, fact by fact."""
        words, say = self.words, self.words.say
        return [
            (say("Off"), self._off(row)),
            (say("On"), self._goods(row)),
            (say("For"), words.alone(row.tier) or say("everybody")),
            (say("Hours"), self._hours(row)),
        ]

    def sentences(self, row: PromotionRow) -> list[str]:
        """Tell the weekdays, which may be many."""
        if row.weekdays == EVERY_DAY:
            return []
        names = week(self.words)
        chosen = [names[one] for one in in_order(self.words) if row.weekdays >> one & 1]
        return [self.words.listing(chosen)]

    def ending(self, row: PromotionRow) -> Ending:
        """Tell how it is ended and taken up again, until the day that it had."""
        return Ending(promotions.end, promotions.take_up, (row.ends_on,))

    def form(self, row: PromotionRow | None, known: Known, parent: QWidget) -> ThingForm:
        """Make the form of a promotion."""
        return PromotionForm(self.kit, row, known.tiers, parent)

    def _off(self, row: PromotionRow) -> str:
        if row.kind == PERCENT:
            return percent(self.words, row.value)
        return self.words.money(row.value)

    def _goods(self, row: PromotionRow) -> str:
        return self.words.alone(row.product or row.category) or self.words.say("all goods")

    def _hours(self, row: PromotionRow) -> str:
        if row.until_minute - row.from_minute in {0, 24 * _HOUR}:
            return self.words.say("all day")
        first, last = (hour(minute) for minute in (row.from_minute, row.until_minute))
        return self.words.ltr(self.words.digits(f"{first}-{last}"))


def hour(minute: int) -> str:
    """Write a minute of the day as hours and minutes."""
    return f"{minute // _HOUR:02d}:{minute % _HOUR:02d}"
