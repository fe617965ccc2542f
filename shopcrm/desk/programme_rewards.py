"""What points buy, as the programme's page lists and tells it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from shopcrm.desk.dialogs.reward_form import RewardForm
from shopcrm.desk.programme_form import ThingForm
from shopcrm.desk.programme_part import Ending, Known, Part, number_column
from shopcrm.desk.tokens import Tint
from shopcrm.desk.widgets.brush import Sign
from shopcrm.desk.widgets.columns import Column
from shopcrm.services import rewards
from shopcrm.services.rewards import RewardRow
from shopcrm.services.shop import Session


class RewardsPart(Part):
    """A list of what there is for points: a voucher, goods or a service."""

    key, icon = "rewards", "gift"

    def title(self) -> str:
        """Name the part."""
        return self.words.say("Rewards")

    def new(self) -> str:
        """Say what makes a new one."""
        return self.words.say("New reward")

    def emptiness(self) -> tuple[str, str]:
        """Say that there is none yet, and what one is good for."""
        say = self.words.say
        return say("There are no rewards yet"), say("Offer a voucher, goods or a service for points.")

    def read(self, session: Session, *, ended: bool) -> Sequence[RewardRow]:
        """Read the rewards."""
        return rewards.everything(session) if ended else rewards.offered(session)

    def columns(self) -> list[Column[Any]]:
        """Make the columns of the list."""
        return [self.name_column(self._benefit), number_column(self.words.say("Points"), self._points)]

    def is_over(self, row: RewardRow) -> bool:
        """Whether it is no longer offered."""
        return not row.is_active

    def facts(self, row: RewardRow) -> list[tuple[str, str]]:
        """Tell what is decided of a reward, fact by fact."""
        words, say = self.words, self.words.say
        good = words.plural("{count} day", "{count} days", count=row.days)
        return [
            (say("Points"), words.number(row.points)),
            (say("What it gives"), self._benefit(row)),
            (say("Goods for at least"), words.money(row.minimum) if row.minimum else say("any")),
            (say("Its voucher is good for"), good),
        ]

    def standing(self, row: RewardRow) -> str:
        """Say whether it holds."""
        return self.words.say("Reward") if row.is_active else self.words.say("ended")

    def ending(self, row: RewardRow) -> Ending:
        """Tell how it is ended and taken up again."""
        del row
        return Ending(rewards.retire, rewards.offer_again)

    def form(self, row: RewardRow | None, known: Known, parent: QWidget) -> ThingForm:
        """Make the form of a reward."""
        del known
        return RewardForm(self.kit, row, parent)

    def sign(self, row: RewardRow) -> Sign:
        """Draw a present."""
        colours: tuple[Tint, Tint] = ("accent_soft", "accent_ink") if row.is_active else ("sunken", "muted")
        return Sign(self.icon, ground=colours[0], ink=colours[1], size=28)

    def _benefit(self, row: RewardRow) -> str:
        return self.words.tell(row.benefit)

    def _points(self, row: RewardRow) -> str:
        return self.words.number(row.points)
