"""What the parts of the programme have in common: a list, words for what is chosen, a form, and an end."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from shopcrm.desk.kit import Kit
from shopcrm.desk.programme_form import ThingForm
from shopcrm.desk.tokens import Tint
from shopcrm.desk.widgets.brush import Align, Sign
from shopcrm.desk.widgets.columns import Column, Shape
from shopcrm.rules.wording import Words
from shopcrm.services import point_rules, tier_rules
from shopcrm.services.point_rules import RuleDraft
from shopcrm.services.shop import Session
from shopcrm.services.tier_rules import TierRow


@dataclass(frozen=True, slots=True)
class Ending:
    """How something is ended and taken up again, and what is said of it."""

    end: Callable[..., Any]
    take_up: Callable[..., Any]
    again: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What was read for a part: its rows, and what its form offers."""

    rows: Sequence[Any]
    tiers: Sequence[TierRow]
    usual_rule: RuleDraft


class Part(ABC):
    """One kind of thing of which the programme is made; rows have `id` and `name`."""

    key: ClassVar[str] = ""
    icon: ClassVar[str] = ""

    def __init__(self, kit: Kit) -> None:
        self.kit, self.words = kit, kit.words

    @abstractmethod
    def title(self) -> str:
        """Name the part."""

    @abstractmethod
    def new(self) -> str:
        """Say what makes a new one."""

    @abstractmethod
    def emptiness(self) -> tuple[str, str]:
        """Say that there is none yet, and what one is good for."""

    def look(self, session: Session, *, ended: bool) -> Known:
        """Read all that the part shows and offers."""
        rows = self.read(session, ended=ended)
        return Known(rows, tier_rules.page(session), point_rules.usual(session))

    @abstractmethod
    def read(self, session: Session, *, ended: bool) -> Sequence[Any]:
        """Read the rows, with those that are over or without."""

    @abstractmethod
    def columns(self) -> list[Column[Any]]:
        """Make the columns of the list."""

    @abstractmethod
    def facts(self, row: Any) -> list[tuple[str, str]]:
        """Tell what is decided of a thing, fact by fact."""

    def sentences(self, row: Any) -> list[str]:
        """Tell in sentences what no fact says."""
        del row
        return []

    @abstractmethod
    def is_over(self, row: Any) -> bool:
        """Whether it does not hold any more."""

    @abstractmethod
    def ending(self, row: Any) -> Ending:
        """Tell how it is ended and taken up again."""

    @abstractmethod
    def form(self, row: Any | None, known: Known, parent: QWidget) -> ThingForm:
        """Make the form of a thing, or of a new one."""

    def shape(self) -> Shape[Any]:
        """Grey what is over."""
        return Shape(quiet=self.is_over)

    def name_column(self, second: Callable[[Any], str]) -> Column[Any]:
        """Make the column of names, with a line under each."""
        return Column(
            self.words.say("Name"), self.name_of, share=1, strong=True, second=second, sign=self.sign
        )

    def name_of(self, row: Any) -> str:
        """Write the name of a thing."""
        return self.words.alone(row.name)

    def sign(self, row: Any) -> Sign:
        """Draw a thing: it holds, it will hold, or it is over."""
        icon, (ground, ink) = self.icon, self._colours(row)
        return Sign(icon, ground=ground, ink=ink, size=28)

    def state_column(self) -> Column[Any]:
        """Make the column that says where each stands."""
        return Column(self.words.say("State"), self.state, second=self.days, tint=self._state_tint)

    def state(self, row: Any) -> str:
        """Say in a word where a thing stands."""
        if self.is_over(row):
            return self.words.say("ended")
        return self.words.say("holds") if row.on else self.words.say("not yet")

    def standing(self, row: Any) -> str:
        """Say where a thing stands, and from when until when it holds."""
        return self.words.listing([self.state(row), self.days(row)])

    def days(self, row: Any) -> str:
        """Say from when until when it holds."""
        return span(self.words, row.starts_on, row.ends_on)

    def _colours(self, row: Any) -> tuple[Tint, Tint]:
        if self.is_over(row):
            return "sunken", "muted"
        return ("ok_soft", "ok") if row.on else ("warn_soft", "warn")

    def _state_tint(self, row: Any) -> Tint:
        return "muted" if self.is_over(row) else ("ok" if row.on else "warn")


def span(words: Words, first: date, last: date | None) -> str:
    """Say from when until when something holds."""
    if last is None:
        return words.say("from {day}", day=first)
    return words.say("{first} to {last}", first=first, last=last)


def percent(words: Words, basis_points: int) -> str:
    """Write basis points as a percentage."""
    return words.quantity(basis_points * 10) + ("٪" if words.language == "fa" else "%")


def number_column(title: str, value: Callable[[Any], str]) -> Column[Any]:
    """Make a column of figures."""
    return Column(title, value, Align.NUMBER)
